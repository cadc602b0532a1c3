"""Korean words: endings taken off, the rest cut into overlapping pairs of syllables.

A word is the phrase of its pairs, so compounds are found by their members and no dictionary is needed. Particles are
taken off again and again, so that a noun which happens to end like a particle comes out the same with and without one.
"""

from __future__ import annotations

# Case markers, topic markers, plural, copula and the commonest verb endings, as they follow a noun.
_ENDINGS = frozenset(
    """
    은 는 이 가 을 를 의 에 도 만 로 와 과 랑 나 야 들
    에서 에게 에는 에도 으로 이나 이란 이라 이며 이고 이다 까지 부터 보다 처럼 마다 조차 밖에 라고 이라고 라는 이라는
    에서는 에서도 에게는 에게서 으로는 으로도 으로서 으로써 로서 로써 로는 로도 와의 과의 에의 들의 들은 들이 들을 들에게
    께서 하고 하는 하여 했다 한다 하며 하기 하게 하지 되는 되어 됐다 된다 입니다 습니다 합니다 이었다 였다 에선 에겐
    """.split()
)
_LAST = frozenset(ending[-1] for ending in _ENDINGS)
_COUNTED = frozenset("만 도 과".split())  # ten thousands, degrees, lessons
_SHORTEST_STEM = 2


def stem(word: str, shortest: int = _SHORTEST_STEM) -> str:
    """`word` without its endings; at least `shortest` syllables stay."""
    while word and word[-1] in _LAST:
        for size in range(min(3, len(word) - shortest), 0, -1):
            if word[-size:] in _ENDINGS:
                word = word[:-size]
                break
        else:
            return word
    return word


def is_ending(word: str, before: str) -> bool:
    """Whether `word`, behind letters or digits of another script, `before`, is nothing but endings: AI는, NATO에서의. Behind
    a digit some are words that count: 10만, 3도."""
    if before[-1].isdigit() and word in _COUNTED:
        return False
    return stem(word, 0) == ""


def pairs(word: str) -> list[str]:
    """Overlapping pairs of characters; a single character stays single."""
    return [word[i : i + 2] for i in range(len(word) - 1)] or [word]
