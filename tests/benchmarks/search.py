"""How fast the search answers, indexes and rebuilds: `make bench ONLY=search`.

The index is filled with entries made up like the archive of `corpus`, from a table instead of publications. Every figure
is printed beside a ceiling of the same run: one primary-key query through the same connection, and tantivy (a
dedicated engine) for the same questions. Over HTTP nothing is answered from memory. How good the answers are is
measured on a site: docs/search.md tells how.
"""

from __future__ import annotations

import gc
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import pairwise
from urllib.parse import urlencode

from django.conf import settings

from tests import load, web_server
from tests.benchmarks import corpus, database, made_up, yardstick

QUESTIONS, PUBLISHED = 100, 40
WITH_YARDSTICK = 100_000  # making so many entries for it alone takes minutes


def questions(seed: int = 7) -> list[str]:
    """A hundred questions as readers ask them: short ones, rare and common words, phrases, fields, Korean."""
    rng = random.Random(seed)
    writer = corpus.Writer(1)
    common, rare = corpus.COMMON[33:], writer.words.values[len(corpus.COMMON) :]
    made: list[Callable[[], str]] = [
        lambda: rng.choice(common),
        lambda: " ".join(rng.sample(common, 2)),
        lambda: " ".join(rng.sample(common, 3)),
        lambda: f"{rng.choice(common)} {rng.choice(rare[:2000])}",
        lambda: " ".join(rng.sample(rare[:3000], 2)),
        lambda: rng.choice(rare[:5000]),
        lambda: rng.choice(corpus.COMMON_KOREAN),
        lambda: " ".join(rng.sample(corpus.COMMON_KOREAN, 2)),
        lambda: f'"{rng.choice(common)} {rng.choice(common)}"',
        lambda: f"{rng.choice(common)} kind:briefing",
        lambda: f"{' '.join(rng.sample(common, 2))} year:2021",
        lambda: f"{rng.choice(common)} in:implication",
        lambda: f"{rng.choice(common)[:4]}*",
        lambda: f"{' '.join(rng.sample(common, 4))} -{rng.choice(common)}",
        lambda: f"{rng.choice(common)} OR {rng.choice(rare[:1000])}",
        lambda: f"author:{rng.choice(writer.people.values[:40]).split()[0]} {rng.choice(common)}",
        lambda: " ".join(rng.sample(common, 5)),
        lambda: f"title:{rng.choice(common)}",
        lambda: f"{rng.choice(rare[:500])}x {rng.choice(common)}",
        lambda: " ".join(["what", "is", "the", *rng.sample(common, 6)]),
    ]
    return [made[n % len(made)]() for n in range(QUESTIONS)]


def hostile() -> list[tuple[str, str]]:
    """Shapes that must stay bounded."""
    rng = random.Random(3)
    common = corpus.COMMON[33:]
    return [
        ("one letter", "a"),
        ("another letter", "k"),
        ("200 words", " ".join(rng.choices(common, k=200))),
        ("50 quotes", " ".join(f'"{rng.choice(common)} {rng.choice(common)}"' for _ in range(50))),
        ("only stop words", "the of and to in a for"),
        ("-everything", "-policy"),
        ("only negatives", " ".join(f"-{word}" for word in common[:20])),
        ("phrase of the commonest", '"policy government"'),
        ("long phrase of the commonest", '"policy government trade security economy"'),
        ("phrase over a stop word", '"policy of government"'),
        ("phrase that hardly is there", '"policy in the government of trade"'),
        ("phrases with OR", " OR ".join(f'"{" ".join(rng.choices(common, k=3))}"' for _ in range(50))),
        ("phrases in a part", "in:context " + " OR ".join(f'"{a} {b}"' for a, b in pairwise(common[:20]))),
        ("prefix of one letter", "p*"),
        ("ORs", " OR ".join(common[:40])),
        ("commonest in one part", "in:context policy government"),
        ("title of the commonest", "title:policy"),
        ("everything", ""),
        ("everything of a year", "year:2024"),
        ("one syllable", "정"),
    ]


def main(size: int) -> None:
    os.environ[made_up.SIZE] = str(size)
    database.join()
    from search.indexing import rebuild, schema
    from search.querying.answers import Request, TooSlow, answer

    gc.collect()
    gc.freeze()  # as the web server does (newsroom/wsgi.py)
    made_up.store(size)
    if database.entries() != size:
        began = time.perf_counter()
        rebuild(_progress)
        took = time.perf_counter() - began
        print(f"\nrebuild: {size} entries in {took:.0f} s, {size / took:.0f}/s")
    database.warm(schema.LIVE)
    ceiling = _times([lambda: database.one_row() for _ in range(200)])
    asked = [(text, lambda text=text: answer(Request(text, page_size=10))) for text in questions()]
    times = _times([ask for _text, ask in asked for _ in range(1)])
    best = [min(_times([ask] * 3)) for _text, ask in asked]
    print(f"{size} entries: one row by key p50 {statistics.median(ceiling):.2f} ms")
    print(f"  first time  {_line(times)}")
    print(f"  best of 3   {_line(best)}")
    slow = sorted(zip(best, asked, strict=True), key=lambda pair: -pair[0])[:6]
    for took, (text, _ask) in slow:
        print(f"    {took:7.1f} ms  {text[:80]}")
    for name, text in hostile():
        took, said = 0.0, ""
        try:
            took = min(_times([lambda text=text: answer(Request(text, page_size=10))] * 2))
        except TooSlow:
            said = ": asks for rarer words"
        print(f"    {took:7.1f} ms  {name}{said}")
    publishing(size)
    if size <= WITH_YARDSTICK:
        against_the_yardstick(size, dict(zip(questions(), best, strict=True)))
    over_http()


def publishing(size: int) -> None:
    """What a publishing transaction waits for: entries taken in, written again, and taken out."""
    from search.indexing import index, remove

    entries = list(made_up.stored(range(1, size + 1, max(1, size // PUBLISHED))))
    fresh = [replace(entry, source="published") for entry in entries]
    for name, call in (
        ("index", lambda entry: index([entry])),
        ("again", lambda entry: index([replace(entry, title=f"Corrected {entry.title}")])),
        ("remove", lambda entry: remove(entry.source, [entry.key])),
    ):
        print(f"  {name:11} {_line(_times([partial(call, entry) for entry in fresh]))}")


def against_the_yardstick(size: int, ours: dict[str, float]) -> None:
    """Both engines on the questions that mean the same to both."""
    ask = yardstick.asker(size, settings.DATA_DIR)
    common = [text for text in ours if yardstick.understood(text)]
    theirs = [min(_times([lambda text=text: ask(text)] * 3)) for text in common]
    print(f"  tantivy     {_line(theirs)}, {len(common)} questions")
    print(f"  ours there  {_line([ours[text] for text in common])}")


def over_http() -> None:
    """One searcher, then eight at once, each with questions that nobody has asked before, of processes that have
    answered others."""
    with web_server.running(SEARCH_LOG="0") as port:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: _asked(port, 30 + n), range(4)))
        for searchers in (1, 8):
            with ThreadPoolExecutor(searchers) as pool:
                answers = pool.map(partial(_asked, port), range(10 + searchers, 10 + 2 * searchers))
                print(f"  HTTP, {searchers} at once  {_line([ms for times in answers for ms in times])}")


def _asked(port: int, page_size: int) -> list[float]:
    def ask(text: str) -> None:
        status, _headers, _body = load.ask(
            port, "/api/search?" + urlencode({"q": text, "page_size": page_size})
        )
        assert status == 200, (status, text)

    asked = questions()
    random.Random(page_size).shuffle(asked)
    return _times([lambda text=text: ask(text) for text in asked])


def _progress(done: int, total: int) -> None:
    print(f"\r{done}/{total}", end="", flush=True)


def _times(calls: list[Callable[[], object]]) -> list[float]:
    found = []
    for call in calls:
        began = time.perf_counter()
        call()
        found.append(1000 * (time.perf_counter() - began))
    return found


def _line(times: list[float]) -> str:
    return f"p50 {statistics.median(times):.1f}  p95 {sorted(times)[int(len(times) * 0.95)]:.1f}  max {max(times):.1f} ms"


if __name__ == "__main__":
    main(int(sys.argv[1]))
