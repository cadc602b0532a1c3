"""Cards: the right size, Hangul without boxes, titles of any length; made once and only for the live version."""

from __future__ import annotations

import io
import unicodedata

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from briefings import publishing, social_card
from briefings.models import BriefingPart
from briefings.social_card import SANS, SERIF, Card
from tests import factories


def picture(card: Card) -> Image.Image:
    made = Image.open(io.BytesIO(social_card.png(card)))
    assert (made.format, made.size) == ("PNG", (1200, 630))
    return made


def test_title_changes_the_picture():
    first = picture(Card("Site", "Briefing", "수출 회복", "May 3, 2026"))
    assert first.tobytes() != picture(Card("Site", "Briefing", "고용 회복", "May 3, 2026")).tobytes()


def test_both_fonts_have_what_korean_and_english_titles_need():
    text = "The Yards’ “profit” – 50% of R&D… 조선업 흑자, 北·美 회담 ‘똑똑’ Åse Nguyễn"
    assert social_card._shown(text, SERIF) == text
    assert social_card._shown(text + "뷁똠쀍", SANS) == text + "뷁똠쀍"


def test_letters_that_no_font_has_lose_their_marks():
    assert social_card._shown("Łódź, Čapek", SERIF) == "Lódz, Capek"


def test_signs_that_no_font_has_are_left_out():
    assert social_card._shown("Up 😀 now", SANS) == "Up  now"


@pytest.mark.parametrize(
    "title", ["Short", "조선업 " * 40, "A rather long title of words " * 10, "x" * 300, "", "😀"]
)
def test_every_title_fits(title):
    size, lines = social_card.fitted(title)
    font = social_card._font(SERIF, size)
    assert all(font.getlength(line) <= 1200 - 2 * 84 for line in lines)
    assert len(lines) * size * 1.26 <= 500 - 168
    picture(Card("Site " * 60, "", title, "By " * 200))


def test_long_titles_shrink_and_the_longest_is_cut():
    assert social_card.fitted("Short")[0] > social_card.fitted("조선업 수출 회복 " * 8)[0]
    assert social_card.fitted("조선업 수출 회복 " * 33)[1][-1].endswith("…")


def test_decomposed_hangul_is_composed():
    composed, apart = (Card("S", "", unicodedata.normalize(form, "한국"), "") for form in ("NFC", "NFD"))
    assert picture(composed).tobytes() == picture(apart).tobytes()


@pytest.mark.django_db
def test_card_is_made_once_and_kept_for_ever(client, monkeypatch):
    made = factories.briefing()
    first = client.get(f"/cards/{made.pk}-1.png")
    body = first.getvalue()
    assert (first.status_code, first["Content-Type"]) == (200, "image/png")
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    monkeypatch.setattr(social_card, "png", None)
    assert client.get(f"/cards/{made.pk}-1.png").getvalue() == body
    again = client.get(f"/cards/{made.pk}-1.png", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.django_db
def test_other_versions_lead_to_the_live_one_and_fill_no_disk(client):
    made = factories.briefing()
    BriefingPart.objects.filter(briefing=made).update(body="<p>New.</p>")
    publishing.publish(made)
    for number in (1, 3, 999999):
        response = client.get(f"/cards/{made.pk}-{number}.png")
        assert (response.status_code, response["Location"]) == (302, f"/cards/{made.pk}-2.png")
    assert not default_storage.exists("cards")


@pytest.mark.django_db
def test_half_written_card_is_made_again(client):
    made = factories.briefing()
    default_storage.save(f"cards/{made.pk}-1.png", ContentFile(b""))
    assert client.get(f"/cards/{made.pk}-1.png").getvalue().startswith(b"\x89PNG")
    assert default_storage.listdir("cards")[1] == [f"{made.pk}-1.png"]


@pytest.mark.django_db
def test_draft_has_no_card(client):
    made = factories.briefing(publish=False)
    assert client.get(f"/cards/{made.pk}-1.png").status_code == 404
