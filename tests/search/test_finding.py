"""What readers expect to find, in English, Korean and mixed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search import indexing
from search.entries import Value
from search.models import Pin, ProtectedWord, Synonyms
from tests.search.archive import ask, entry, found, put

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("New policies on employment", "policy employed"),
        ("The U.S. government", "us"),
        ("The US government", "U.S."),
        ("Talks in P’yŏngyang", "pyongyang"),
        ("Talks in Pyongyang’s suburbs", "P'yŏngyang"),
        ("An e-mail to the ministry", "email"),
        ("An email to the ministry", "e-mail"),
        ("State-owned yards", "state owned"),
        ("Please send e-mail to the ministry", '"send email"'),
        ("Please send e-mail to the ministry", '"email to the ministry"'),
        ("Please send email to the ministry", '"send e-mail to the ministry"'),
        ("policymaking in Seoul", "policy-making"),
        ("1,000 tons of rice", "1000"),
        ("The F-16 programme", "f16"),
        ("COVID-19 rules", "covid 19"),
        ("A café in Kraków", "cafe krakow"),
        ("AT&T and R&D spending", "at&t r&d"),
        ("Lenders’ profits", "lender profit"),
        ("회담이 평양에서 열렸다", "평양"),
        ("평양 회담", "평양에서"),
        ("민주주의의 위기", "민주주의를"),
        ("경제 정책을 바꾸다", "경제정책"),
        ("경제정책을 바꾸다", "경제 정책"),
        ("경제정책을 바꾸다", '"경제 정책"'),
        ("새로운 핵실험", "핵"),
        ("K팝의 성장", "k팝"),
        ("日本語の文章です", "日本語"),
        ("AI가 바꾸는 일", "AI는"),
        ("NATO에서의 회의", "nato"),
        ("COVID-19는 끝났다", "covid-19의"),
        ("2,000명이 모였다", "2000명"),
        ("2,000명이 모였다", "2000"),
        ("2000km of coast", "2,000km"),
        ("A gap of 1.5bn", "1.5bn"),
        ("US-China trade", "U.S.-China"),
        ("The U.S.-China talks", "US-China"),
        ("Talks in İstanbul", "istanbul"),
        ("Half-width ＡＢＣ letters", "abc"),
    ],
)
def test_spelling_does_not_matter(text, typed):
    put(entry(1, text=text), entry(2, text="Something else altogether, 전혀 다른 글"))
    answer = ask(typed)
    assert [hit.key for hit in answer.hits] == [1]
    assert not answer.relaxed
    assert "<mark>" in answer.hits[0].snippet.html


def test_all_words_come_before_some_and_the_answer_says_so():
    put(entry(1, text="export controls on chips"), entry(2, text="export figures"), entry(3, text="birds"))
    answer = ask("export controls")
    assert [hit.key for hit in answer.hits] == [1, 2]
    assert (answer.relaxed, answer.with_all, answer.total) == (True, 1, 2)
    answer = ask("export penguins")
    assert {hit.key for hit in answer.hits} == {1, 2}
    assert (answer.relaxed, answer.with_all) == (True, 0)


def test_filters_never_turn_the_answer_into_one_with_some_of_the_words():
    put(*(entry(n, text="export controls", facets={"kind": "article"}) for n in range(12)))
    put(
        entry(20, text="export controls", facets={"kind": "paper"}),
        entry(21, text="export", facets={"kind": "paper"}),
    )
    wide = ask("export controls")
    (paper,) = [value for value in wide.facets["kind"] if value.value == "paper"]
    narrow = ask("export controls", chosen={"kind": ("paper",)})
    assert narrow.total == paper.count == 1
    assert not narrow.relaxed


def test_phrases_stand_together():
    put(
        entry(1, text="the rule of law"),
        entry(2, text="a law on rules"),
        entry(3, text="북한의 핵실험을 규탄"),
    )
    assert found('"rule of law"') == [1]
    assert found('"북한 핵실험"') == [3]
    assert found('"law rule"') == []


@pytest.mark.parametrize("in_document", [False, True])
def test_phrases_are_found_at_the_end_of_what_is_long(in_document):
    filler, end = "word " * 17_000, "hidden treasure at the very end, 숨은경제정책"
    if in_document:
        put(entry(1, pages={1: filler, 2: end}))
    else:
        put(entry(1, text=f"{filler} {end}"))
    assert found('"hidden treasure"') == [1]
    assert found("경제정책") == [1]
    assert found('"treasure hidden"') == []


def test_without_either_and_beginnings():
    put(entry(1, text="tariff on steel"), entry(2, text="quota on steel"), entry(3, text="steel strike"))
    assert found("steel -strike -quota") == [1]
    assert set(found("tariff OR quota")) == {1, 2}
    assert set(found("tari*")) == {1}
    assert found("-steel") == []
    assert set(found("steel OR -strike")) == {1, 2}


def test_a_beginning_that_is_a_stop_word_or_one_letter_is_one():
    put(entry(1, text="A note on noise"), entry(2, text="Some thing else"))
    assert found("no*") == [1]
    assert found("n*") == [1]
    assert found("-no*") == [2]
    assert found("note -so*") == [1]


def test_titles_and_texts_with_or():
    put(entry(1, "Ships", "Yards"), entry(2, "Yards", "ships and boats"), entry(3, "Boats", "Yards"))
    assert set(found("title:ship OR title:boat")) == {1, 3}
    assert set(found("title:ship OR boat")) == set(found("boat OR title:ship")) == {1, 2, 3}


def test_values_of_a_field_with_or():
    put(
        *(
            entry(n, text="Ships", facets={"topic": topic})
            for n, topic in enumerate(["coast", "trade", "law"])
        )
    )
    assert set(found("topic:coast OR topic:law")) == {0, 2}
    assert set(found("ships topic:coast OR topic:law")) == {0, 2}


def test_one_part_is_searched():
    put(
        entry(1, parts={"What Happened": "employment fell", "Implication": "prices rise"}),
        entry(2, parts={"What Happened": "prices rise", "Implication": "employment falls"}),
    )
    answer = ask("in:implication employment")
    assert [hit.key for hit in answer.hits] == [2]
    assert answer.hits[0].snippet.part == "implication"
    assert found("in:implications employment") == [2]
    assert found('in:what-happened "prices rise"') == [2]
    assert ask("in:nowhere employment").missing == [("in", "nowhere")]


def test_a_page_of_a_document_is_named():
    put(entry(1, text="A summary", pages={1: "the first page", 2: "dredging costs by port"}))
    hit = ask("dredging").hits[0]
    assert (hit.snippet.page, hit.snippet.url) == (2, "/documents/1/report.pdf")


def test_titles_of_stop_words_are_found():
    put(entry(1, title="Who we are"), entry(2, title="What they do"), entry(3, text="who we are not"))
    assert found("who we are")[0] == 1
    assert found("title:who") == [1]


def test_synonyms_and_transliterations():
    Synonyms.objects.create(phrases="Pyongyang\n평양\nP’yŏngyang")
    Synonyms.objects.create(phrases="DPRK\nNorth Korea")
    put(
        entry(1, text="회담이 평양에서 열렸다"),
        entry(2, text="Trade with North Korea"),
        entry(3, text="DPRK ports"),
    )
    assert found("Pyongyang") == [1]
    assert set(found("dprk")) == {2, 3}
    assert set(found("north korea")) == {2, 3}


def test_did_you_mean():
    put(entry(1, text="semiconductor plants"), entry(2, text="평양의 새 공장"))
    assert ask("semicondutcor plants").suggestion == "semiconductor plants"
    assert ask("semiconductor").suggestion == ""
    assert ask("평얭").suggestion in ("평양", "평양의")
    assert ask('"semicondutcor"').suggestion == ""
    ProtectedWord.objects.create(word="semicondutcor")
    assert ask("semicondutcor").suggestion == ""


def test_a_mistake_in_the_first_letter_is_corrected_too():
    put(
        entry(1, text="export of memory chips"),
        entry(2, text="talks in Pyongyang"),
        entry(3, text="kyungyans"),
    )
    assert ask("xeport").suggestion == "export"
    assert ask("kyongyang").suggestion == "pyongyang", (
        "one mistake is likelier than two behind the right letter"
    )
    assert ask("ypongyang").suggestion == "pyongyang"
    assert ask("xport chips").suggestion == "export chips"


def test_pinned_results_come_first_while_they_are_public():
    put(entry(1, text="yards yards yards"), entry(2, text="the yards report"), entry(3, text="birds"))
    pin = Pin.objects.create(query="Yards")
    pin.entries.create(url="/3/")
    answer = ask("yards")
    assert [hit.key for hit in answer.hits] == [3, 1, 2]
    assert [hit.pinned for hit in answer.hits] == [True, False, False]
    indexing.remove("test", [3])
    assert found("yards") == [1, 2]


def test_nothing_is_left_of_what_is_withdrawn():
    put(entry(1, title="Zanzibar", text="uniqueword here", facets={"topic": "secret"}))
    put(entry(2, text="others"))
    indexing.remove("test", [1])
    from search.querying.suggestions import suggest

    assert found("uniqueword") == []
    assert suggest("uniq").words == []
    assert suggest("zanz").titles == []
    assert ask("").facets["topic"] == []
    assert ask("").total == 1


def test_an_edit_replaces_what_was_found_before():
    put(entry(1, text="old wording", facets={"topic": "trade"}))
    put(entry(1, text="new phrasing", facets={"topic": "peace"}))
    assert found("wording") == []
    assert found("phrasing") == [1]
    assert [(v.value, v.count) for v in ask("").facets["topic"]] == [("peace", 1)]


def test_a_value_that_is_called_otherwise_is_named_so_in_the_next_answer():
    def named(topic: str, key: int = 1) -> None:
        put(replace(entry(key, "Lighthouse"), facets=(Value("topic", "coast", topic),)))

    named("Coast")
    assert [(v.label, v.count) for v in ask("lighthouse").facets["topic"]] == [("Coast", 1)]
    named("Coasts", key=2)
    assert [(v.label, v.count) for v in ask("lighthouse").facets["topic"]] == [("Coasts", 2)]


def test_markers_cannot_be_named():
    put(entry(1, text="secret piece", facets={"topic": "trade"}), entry(2, text="f 1 h 4"))
    for typed in ("f:1", "'f:1'", "t:secret", "h:4", "p1:secret", "0:secret", "\x02f:1"):
        ask(typed)
    for typed in ("0", "(-167772161)", "5 | 0", "!5"):  # codes, and how they are asked for
        assert found(typed) == []
    assert 1 not in found("t:piecemeal")


def test_the_title_that_somebody_types_comes_first():
    rest = "Some other words. " * 150
    put(
        entry(1, "A philosophy of design: do one thing well", f"The thing is to find one tool. {rest}"),
        entry(
            2, "How do you say it?", "A thing that works well is one plain word for one thing. " * 3 + rest
        ),
        *(entry(n, text="Something else") for n in range(3, 12)),
    )
    assert found("do one thing well")[:2] == [1, 2]
