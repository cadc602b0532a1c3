"""A made-up archive of any size for benchmarks: `python -m tests.benchmarks.corpus 100000 > corpus.jsonl`.

The same size and seed give the same bytes on every machine. What matters to a benchmark is skewed as on a real site:
a few people, series and topics hold most pieces, years grow, texts are log-normal in length, words follow Zipf's
law, one piece in eight is Korean, and some titles come back week after week.
"""

from __future__ import annotations

import json
import random
import sys
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from itertools import accumulate

PEOPLE, TAGS, RARE_WORDS = 1200, 2000, 20_000
FIRST_DAY, LAST_DAY = datetime(2008, 1, 7), datetime(2025, 12, 19)
SEOUL = timezone(timedelta(hours=9))

COMMON = (
    "the of and to in a for on that with as by from at its has have will which this after more than over between "
    "under their new said would could policy government trade security economy ministry president parliament export "
    "import tariff agreement treaty summit talks sanctions alliance defence budget growth inflation employment wages "
    "labour energy nuclear reactor missile navy coast border port shipping semiconductor battery supply chain market "
    "investment bank currency reform election party voter region province city climate water rice fishery health "
    "education technology research university law court ruling pension housing population birth migration media "
    "report analysis figures quarter year month week percent billion million rise fall cut plan review pressure "
    "neighbour cooperation dispute visit statement proposal committee industry company worker strike union"
).split()
COMMON_KOREAN = (
    "정부는 정책을 경제 성장 무역 안보 협정을 회담에서 수출이 수입 관세 동맹 국방 예산을 물가 고용 임금 노동 에너지 원자력 "
    "미사일 해군 국경 항만 반도체 배터리 공급망 시장 투자 은행 통화 개혁 선거 정당 지역 기후 보건 교육 기술 연구 법원 연금 "
    "주택 인구 이주 언론 보고서 분석 분기 올해 지난달 이번 주 퍼센트 상승 하락 계획 검토 압력 협력 분쟁 방문 성명 제안 "
    "위원회 산업 기업 노동자 파업 대한 위한 통해 따르면 밝혔다 전망된다 필요하다 있다 것으로 보인다 했다"
).split()
FAMILY, GIVEN = (
    "Kim Lee Park Choi Reyes Okafor Novak Ito Brandt Silva Haddad Moreau Lindqvist Tan Petrov Adeyemi".split(),
    "Ana Minji Jun Sora Hana Daniel Ines Kofi Lena Marek Noor Paulo Rina Seojun Tomas Yuna Ivo Mira Elif".split(),
)
CHANNELS = ["The Peninsula", "Economy", "Seas and Coasts", "Technology", "Society", "Notes"]
SERIES = [
    "Strait View",
    "Harbour Letter",
    "Quarterly Ledger",
    "Field Notes",
    "The Week in Policy",
    "Data Desk",
]
TOPICS = [word.title() for word in COMMON[33:93]]
REGIONS = [
    f"{side} {place}"
    for place in ("Asia", "Europe", "Pacific", "Africa")
    for side in ("North", "East", "South", "West", "Inner")
]
KINDS = [
    ("article", 60),
    ("briefing", 25),
    ("report", 6),
    ("paper", 4),
    ("podcast", 2),
    ("video", 2),
    ("event", 1),
]
VOWELS, FINALS = (0, 4, 8, 13, 18, 20), (0, 0, 0, 4, 8, 16, 21)  # as Unicode numbers them within a syllable
REGULAR = ["The week ahead", "What we are reading", "Figures of the month"]


class Skewed:
    """Draws from `values`, the first ones far more often: the n-th with weight 1/n."""

    def __init__(self, values: Sequence[str]):
        self.values = values
        self.sums = list(accumulate(1 / n for n in range(1, len(values) + 1)))

    def one(self, rng: random.Random) -> str:
        return self.values[bisect(self.sums, rng.random() * self.sums[-1])]

    def some(self, rng: random.Random, count: int) -> list[str]:
        return rng.choices(self.values, cum_weights=self.sums, k=count)


class Writer:
    """Everything the pieces share, drawn once from the seed."""

    def __init__(self, seed: int):
        self.seed, self.rng = seed, random.Random(seed)
        self.words = Skewed(COMMON + [self._word("bcdfglmnprstv", "aeiou") for _ in range(RARE_WORDS)])
        self.korean = Skewed(COMMON_KOREAN + [self._hangul() for _ in range(RARE_WORDS)])
        self.people = Skewed([self._name(n) for n in range(PEOPLE)])
        self.tags = Skewed([self._word("bcdfglmnprst", "aeiou") for _ in range(TAGS)])
        self.series, self.channels = Skewed(SERIES), Skewed(CHANNELS)
        self.topics, self.regions = Skewed(TOPICS), Skewed(REGIONS)

    def _word(self, consonants: str, vowels: str) -> str:
        syllables = self.rng.randint(2, 4)
        return "".join(self.rng.choice(consonants) + self.rng.choice(vowels) for _ in range(syllables))

    def _hangul(self) -> str:
        """Two to four syllables of the commoner kind: plain initials and vowels, n l m ng or no final."""
        rng, syllables = self.rng, self.rng.randint(2, 4)
        parts = [(rng.randrange(19), rng.choice(VOWELS), rng.choice(FINALS)) for _ in range(syllables)]
        return "".join(chr(0xAC00 + (first * 21 + vowel) * 28 + final) for first, vowel, final in parts)

    def _name(self, n: int) -> str:
        family, given = FAMILY[n % len(FAMILY)], GIVEN[n // len(FAMILY) % len(GIVEN)]
        return (
            f"{given} {self._word('bdklmnrst', 'aeio').title()} {family}" if n >= 300 else f"{given} {family}"
        )

    def sentence(self, words: Skewed) -> str:
        text = " ".join(words.some(self.rng, self.rng.randint(6, 22)))
        return f"{text[0].upper()}{text[1:]}."

    def paragraphs(self, words: Skewed, count: int) -> str:
        """About `count` words as HTML."""
        out = []
        while count > 0:
            sentences = [self.sentence(words) for _ in range(self.rng.randint(2, 6))]
            count -= sum(sentence.count(" ") + 1 for sentence in sentences)
            out.append(f"<p>{' '.join(sentences)}</p>")
        return "".join(out)

    def piece(self, number: int, total: int) -> dict:
        """The publication with this number of `total`, oldest first; the same whichever were made before."""
        self.rng = rng = random.Random(self.seed * 1_000_003 + number)
        words = self.korean if rng.random() < 0.125 else self.words
        kind = rng.choices([kind for kind, _share in KINDS], [share for _kind, share in KINDS])[0]
        length = min(8000, int(rng.lognormvariate(5.9, 0.7)))
        series = self.series.one(rng) if rng.random() < 0.4 else None
        regular = rng.random() < 0.02
        title = rng.choice(REGULAR) if regular else " ".join(words.some(rng, rng.randint(5, 11))).capitalize()
        return {
            "id": f"made-up:{number}",
            "title": title,
            "date": self._moment(number / total).isoformat(),
            "language": "ko" if words is self.korean else "en",
            "kind": kind,
            "summary": self.sentence(words),
            "authors": self.people.some(rng, rng.choice((1, 1, 1, 2, 3))),
            "channel": self.channels.one(rng),
            "topics": self.topics.some(rng, rng.randint(1, 3)),
            "regions": self.regions.some(rng, rng.randint(0, 2)),
            "tags": self.tags.some(rng, rng.randint(0, 5)),
            **({"series": series} if series else {}),
            **self._body(kind, words, length),
        }

    def _moment(self, share: float) -> datetime:
        """Later years hold more: the share of the archive grows with the square of time."""
        days = (LAST_DAY - FIRST_DAY).days
        day = FIRST_DAY + timedelta(days=int(days * share**0.5), seconds=self.rng.randrange(28_800, 64_800))
        return day.replace(tzinfo=SEOUL)

    def _body(self, kind: str, words: Skewed, length: int) -> dict:
        if kind != "briefing":
            return {"body_html": self.paragraphs(words, length)}
        happened = "".join(f"<li>{self.sentence(words)}</li>" for _ in range(self.rng.randint(3, 6)))
        return {
            "parts": [
                {"heading": "What Happened", "html": f"<ul>{happened}</ul>"},
                {"heading": "Implication", "html": self.paragraphs(words, length // 3)},
                {"heading": "Context", "html": self.paragraphs(words, length // 3)},
            ]
        }


def pieces(count: int, seed: int = 1) -> Iterator[dict]:
    """`count` publications as records of `import_publications`, oldest first."""
    writer = Writer(seed)
    return (writer.piece(number, count) for number in range(count))


def main(count: str, seed: str = "1") -> None:
    """Write the records as JSON Lines to the standard output."""
    for piece in pieces(int(count), int(seed)):
        sys.stdout.write(json.dumps(piece, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
