"""`EditionContent`: what an edition says, as one immutable value. Web page, mail, plain text and preview render it.

It holds the texts themselves, as they were when it was frozen: a publication that is corrected afterwards changes
nothing of what was sent.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from briefings.content import Credit, Figure, Part, Ref


@dataclass(frozen=True)
class Item:
    """A publication in an edition. `id` is the publication's, `url` a path on this site, `date` ISO 8601 or empty.

    `parts` are those that are shown: all, the first, or none (`shown` is a `models.Choice`). `title` and texts are in
    `language`.
    """

    id: int
    kind: str
    title: str
    url: str
    language: str
    shown: str
    byline: str = ""
    dek: str = ""
    date: str = ""
    note: str = ""
    parts: tuple[Part, ...] = ()
    figure: Figure | None = None
    series: Ref | None = None
    version: int = 0


@dataclass(frozen=True)
class Amended:
    """What an earlier edition brought and was wrong; `note` says what is right, or why it was retracted."""

    title: str
    url: str
    language: str
    note: str
    retracted: bool = False


@dataclass(frozen=True)
class EditionContent:
    """`intro` and `closing` are HTML that passed the sanitiser; `date` is ISO 8601."""

    series: Ref
    number: int
    date: str
    language: str
    subject: str = ""
    preheader: str = ""
    intro: str = ""
    items: tuple[Item, ...] = ()
    amendments: tuple[Amended, ...] = ()
    credits: tuple[Credit, ...] = ()
    closing: str = ""

    def to_json(self) -> dict:
        """A JSON-ready dictionary without the empty fields; `from_json` is its inverse."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None, (), [], {})}

    @classmethod
    def from_json(cls, stored: dict) -> EditionContent:
        known = {f.name: stored[f.name] for f in fields(cls) if f.name in stored}
        known["series"] = Ref(**known["series"])
        known["items"] = tuple(_item(one) for one in known.get("items", ()))
        known["amendments"] = tuple(Amended(**one) for one in known.get("amendments", ()))
        known["credits"] = tuple(
            Credit(one["role"], one["kind"], Ref(**one["to"])) for one in known.get("credits", ())
        )
        return cls(**known)


def _item(stored: dict) -> Item:
    known = {f.name: stored[f.name] for f in fields(Item) if f.name in stored}
    known["parts"] = tuple(Part(**part) for part in known.get("parts", ()))
    if known.get("figure"):
        known["figure"] = Figure(
            **{**known["figure"], "focal": tuple(known["figure"].get("focal", (0.5, 0.5)))}
        )
    if known.get("series"):
        known["series"] = Ref(**known["series"])
    return Item(**known)
