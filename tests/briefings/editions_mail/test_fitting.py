"""A mail that Gmail would cut off shows less of its longest pieces."""

from __future__ import annotations

from dataclasses import replace

from briefings.content import Part
from briefings.editions import mail
from tests.briefings.editions_mail import letters
from tests.briefings.editions_mail.letters import LIST, PAGE, SITE


def test_long_pieces_show_their_beginning_and_a_link():
    long = Part("context", "Context", "<p>Steelwork fills the gaps. </p>" * 700)
    content = letters.edition(
        letters.item(1, parts=(letters.RICH[0], long)),
        letters.item(2, parts=letters.RICH),
        letters.item(3, parts=(replace(long, html=long.html * 3),), title="One part"),
    )
    made = mail.fitted(content, SITE, PAGE, LIST)
    assert made.size <= mail.LARGEST
    assert [item.id for item in made.shortened] == [3]
    for said in made.words.values():
        page = letters.Page(said.html)
        assert page.text.count("Steelwork fills") > 690  # the second longest still fits
        assert "…" in page.text and "Ulsan" in page.text
        assert [one["href"] for one in page.all("a") if "piece-3" in one["href"]] == [
            f"{letters.HOST}/publications/2026/piece-3/"
        ] * 2
    smaller = mail.fitted(letters.longer(content, 4), SITE, PAGE, LIST)
    assert smaller.size <= mail.LARGEST and [item.id for item in smaller.shortened] == [3, 1]
    assert "Exports rose" in smaller.words["en"].html  # the first part of the first


def test_a_usual_edition_is_far_from_that():
    many = letters.edition(*(replace(letters.usual().items[0], id=number) for number in range(12)))
    made = mail.fitted(many, SITE, PAGE, LIST)
    assert made.shortened == () and made.size < 75_000


def test_what_cannot_be_shortened_stays():
    made = mail.fitted(letters.edition(intro="<p>word </p>" * 9000), SITE, PAGE, LIST)
    assert made.size > 102_000 and made.shortened == ()
