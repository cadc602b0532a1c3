"""`load_sample`: a whole newsroom in an empty database, and nothing in any other."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from briefings import renditions
from briefings.models import (
    Briefing,
    Document,
    Edition,
    Image,
    Person,
    Publication,
    ReviewState,
    SentEdition,
    Series,
    State,
)
from newsroom.models import FrontSlot, NavigationItem, Page, SiteRecord
from newsroom.sample import content, load, media, papers
from search.models import Synonyms
from tests import factories

pytestmark = pytest.mark.django_db
# Addresses in a page, without the other forms (.bib, .md…) of publications: those have tests of their own.
_ADDRESS = re.compile(r'(?:href|src)="(/(?![^"]*\.(?:md|json|bib|ris|xml)")[^"#?]*)')


@pytest.fixture(autouse=True)
def fewer_sizes(monkeypatch):
    monkeypatch.setattr(renditions, "WIDTHS", {"full": (480,), "card": (480,)})


@pytest.fixture
def quick_pictures(monkeypatch):
    monkeypatch.setattr(media.pictures, "draw", lambda recipe: factories.jpeg(colour="navy"))


def test_the_sample_is_a_site_whose_every_link_leads_somewhere(client):
    call_command("load_sample")
    sample = content.load()
    assert Publication.objects.count() == len(sample.publications) >= 40
    assert Publication.objects.filter(language="ko").count() == 10
    assert FrontSlot.objects.exists()
    seen, found = set(), {"/", *(publication.get_absolute_url() for publication in Publication.objects.all())}
    while found - seen:
        address = (found - seen).pop()
        seen.add(address)
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        if "/publications/" in address and answer["Content-Type"].startswith("text/html"):
            main = re.search(r"<main.*?</main>", answer.text, re.DOTALL)[0]
            found |= set(_ADDRESS.findall(main))
    assert any(address.startswith("/documents/") for address in seen)
    assert any(address.startswith("/media/images/") for address in seen)


def test_it_has_the_whole_life_of_a_newsroom(quick_pictures):
    call_command("load_sample")
    assert Person.objects.count() == 8
    assert Series.objects.count() == 3
    assert all(image.alt and image.credit and image.renditions for image in Image.objects.all())
    assert all(document.pages for document in Document.objects.all())
    drafts = Briefing.objects.filter(state=State.DRAFT)
    assert drafts.count() == 3
    assert drafts.filter(review__state=ReviewState.IN_REVIEW).count() == 1
    corrected = [p for p in Publication.objects.all() if p.corrections.exists()]
    assert len(corrected) == 2
    assert all(p.version == 2 and p.updated_at > p.published_at for p in corrected)
    assert not any("publication:" in str(publication.content) for publication in Publication.objects.all())
    assert sorted(Edition.objects.values_list("state", flat=True)) == ["draft", "sent", "sent"]
    oldest = SentEdition.objects.earliest("date")
    assert "420,000" in str(oldest.content)  # as it was before the correction
    for korean in Publication.objects.filter(language="ko"):
        pair = Publication.objects.filter(translation_key=korean.translation_key)
        assert sorted(publication.language for publication in pair) == ["en", "ko"]


def test_a_second_time_changes_nothing(quick_pictures):
    call_command("load_sample")
    before = list(Briefing.objects.order_by("pk").values_list("pk", "changed"))
    synonyms = Synonyms.objects.count()
    call_command("load_sample")
    assert list(Briefing.objects.order_by("pk").values_list("pk", "changed")) == before
    load.synonyms(content.load().synonyms)
    assert Synonyms.objects.count() == synonyms


def test_the_search_knows_what_means_the_same(quick_pictures, client):
    call_command("load_sample")
    assert "Pyongyang = 평양 = P’yŏngyang" in [str(group) for group in Synonyms.objects.all()]
    for group in (["DPRK", "북한", "“North Korea”"], ["U.S.", "미국"], ["ROK", "한국"]):
        totals = {client.get("/api/search", {"q": word}).json()["total"] for word in group}
        assert len(totals) == 1 and 0 not in totals, group


def test_a_newsroom_with_content_of_its_own_is_left_alone():
    factories.briefing("Ours")
    call_command("load_sample")
    assert [briefing.title for briefing in Briefing.objects.all()] == ["Ours"]


def test_an_interrupted_load_leaves_nothing_half_done(quick_pictures, monkeypatch):
    monkeypatch.setattr(papers, "make", lambda *_: b"no PDF")
    with pytest.raises(Exception, match="not a PDF"):
        call_command("load_sample")
    assert not Briefing.objects.exists()
    assert not SiteRecord.objects.exists()


def test_empty_makes_the_site_and_its_people_only(client):
    call_command("load_sample", empty=True)
    assert SiteRecord.objects.exists()
    assert not Briefing.objects.exists()
    assert not Page.objects.exists()
    for item in NavigationItem.objects.all():
        assert client.get(item.url).status_code == 200


@pytest.mark.parametrize(
    ("name", "adds_briefings", "publishes"),
    [("writer", True, False), ("editor", True, True), ("admin", True, True)],
)
def test_the_demo_users_sign_in_with_their_roles(client, monkeypatch, name, adds_briefings, publishes):
    monkeypatch.setenv("DEMO_PASSWORD", "a longer password")
    call_command("load_sample", empty=True)
    signed_in = {"username": f"{name}@example.org", "password": "a longer password"}
    answer = client.post("/admin/login/?next=/admin/", signed_in, follow=True)
    user = answer.context["user"]
    assert (user.email, user.is_staff) == (f"{name}@example.org", True)
    assert user.has_perm("briefings.add_briefing") == adds_briefings
    assert user.has_perm("briefings.publish_briefing") == publishes
