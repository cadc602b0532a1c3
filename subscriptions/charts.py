"""Charts drawn on the server: everything that the template puts into the SVG, as text.

Across, positions are per cent, so that letters keep their size however narrow the screen; down, they are pixels. The
same numbers stand in a table beside each chart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEIGHT, HEAD, FOOT = 220, 18, 24  # pixels: the whole, above the top of the scale, below its zero
ACROSS = 1000  # units of the drawing that is stretched to the width
Row = tuple[str, Sequence[int]]


@dataclass(frozen=True)
class Series:
    """One kind: a line (`points`), or columns as (x, width, y, height)."""

    kind: str
    label: str
    total: int
    points: str = ""
    columns: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True)
class Tick:
    """`minor` ones are left out where there is little room."""

    x: str
    label: str
    minor: bool


@dataclass(frozen=True)
class Chart:
    """`name` tells it from others on the page, `first` heads the column of what its points are called."""

    name: str
    title: str
    first: str
    series: tuple[Series, ...]
    rules: tuple[tuple[str, int], ...]
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    note: str = ""
    height: int = HEIGHT
    plot: int = HEIGHT - FOOT
    across: int = ACROSS


def lines(
    *, kinds: Mapping[str, str], rows: Sequence[Row], ticks: Mapping[int, str], latest_first=False, **words
) -> Chart:
    """A line for each of `kinds` through the numbers of `rows`; `ticks` are labels by the number of their row."""
    top = _rounded(max((max(values) for _label, values in rows), default=0))
    steps = max(len(rows) - 1, 1)
    series = []
    for place, (kind, label) in enumerate(kinds.items()):
        values = [row[1][place] for row in rows]
        points = " ".join(f"{ACROSS * n / steps:.1f},{_y(value, top):.1f}" for n, value in enumerate(values))
        series.append(Series(kind, str(label), sum(values), points))
    marks = _ticks({100 * n / steps: label for n, label in ticks.items()})
    table = tuple(reversed(rows)) if latest_first else tuple(rows)
    return Chart(series=tuple(series), rules=_rules(top), ticks=marks, rows=table, **words)


def columns(*, kinds: Mapping[str, str], rows: Sequence[Row], ticks: Mapping[int, str], **words) -> Chart:
    """A column for each of `rows`, in which one kind stands on the other. The table leaves out rows of nothing."""
    top = _rounded(max((sum(values) for _label, values in rows), default=0))
    wide = 100 / max(len(rows), 1)
    series = []
    for place, (kind, label) in enumerate(kinds.items()):
        drawn = []
        for n, (_label, values) in enumerate(rows):
            foot, head = _y(sum(values[:place]), top), _y(sum(values[: place + 1]), top)
            if values[place]:
                drawn.append((f"{wide * n:.2f}%", f"{wide * 0.85:.2f}%", f"{head:.1f}", f"{foot - head:.1f}"))
        total = sum(values[place] for _label, values in rows)
        series.append(Series(kind, str(label), total, columns=tuple(drawn)))
    marks = _ticks({wide * (n + 0.425): label for n, label in ticks.items()})
    told = tuple(row for row in rows if any(row[1]))
    return Chart(series=tuple(series), rules=_rules(top), ticks=marks, rows=told, **words)


@dataclass(frozen=True)
class Bar:
    """A row of a table with a bar in it: `parts` as (kind, x, width)."""

    label: str
    values: tuple[int, ...]
    parts: tuple[tuple[str, str, str], ...]
    address: str = ""

    @property
    def total(self) -> int:
        return sum(self.values)


def bars(kinds: Sequence[str], rows: Sequence[tuple[str, Sequence[int], str]]) -> list[Bar]:
    """`rows` are label, a number for each of `kinds`, and an address; the longest bar takes the whole width."""
    most = max((sum(values) for _label, values, _address in rows), default=0) or 1
    made = []
    for label, values, address in rows:
        begun, parts = 0, []
        for kind, value in zip(kinds, values, strict=True):
            if value:
                parts.append((kind, f"{100 * begun / most:.2f}%", f"{100 * value / most:.2f}%"))
            begun += value
        made.append(Bar(label, tuple(values), tuple(parts), address))
    return made


def _rules(top: int) -> tuple[tuple[str, int], ...]:
    return tuple((f"{_y(value, top):.1f}", value) for value in sorted({0, top // 2, top}))


def _ticks(labels: Mapping[float, str]) -> tuple[Tick, ...]:
    """Labels by their place in per cent; those that would stick out at the edges stay inside."""
    return tuple(
        Tick(f"{min(max(place, 5), 95):.2f}%", label, n % 2 == 1)
        for n, (place, label) in enumerate(labels.items())
    )


def _y(value: float, top: int) -> float:
    return HEIGHT - FOOT - value * (HEIGHT - FOOT - HEAD) / top


def _rounded(most: int) -> int:
    """The top of the scale: 10, 20, 50, 100, 200 …"""
    step = 10
    while True:
        for factor in (1, 2, 5):
            if most <= step * factor:
                return step * factor
        step *= 10
