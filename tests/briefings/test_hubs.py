"""Hubs of series, people, topics, regions, tags and channels, and their indexes."""

from __future__ import annotations

import re

import pytest

from briefings import publishing
from briefings.models import Credit
from tests import factories as make

pytestmark = pytest.mark.django_db


def read(client, address: str, status: int = 200, **headers) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == status
    return response.content.decode()


def test_a_series_tells_purpose_and_cadence_and_invites(client):
    series = make.series("Strait View", purpose="What happened at sea.", cadence="weekly", is_newsletter=True)
    make.briefing("Number one", series=series)
    make.briefing("Not of it")
    page = read(client, "/series/strait-view/")
    assert "What happened at sea." in page and "Weekly" in page
    assert '<a class="button" href="/subscribe/#strait-view">Sign up to Strait View</a>' in page
    assert "Number one" in page and "Not of it" not in page
    assert 'href="/series/strait-view/feed.xml"' in page
    assert "Strait View" in read(client, "/series/")


def test_a_channel_shows_the_newest_in_the_visitors_language_large_and_once(client):
    channel = make.channel("The Peninsula", description="Two states.", descriptions={"ko": "두 나라."})
    make.briefing("Older", channel=channel, published_at=make.on(2024, 1))
    make.briefing("Newer", channel=channel, published_at=make.on(2024, 2))
    make.briefing("최신", channel=channel, language="ko", published_at=make.on(2024, 3))
    page = read(client, "/the-peninsula/")
    assert "Two states." in page
    assert page.count(">Newer</a>") == 1
    assert page.index('class="lead') < page.index(">Newer</a>") < page.index(">Older</a>")
    assert "두 나라." in read(client, "/the-peninsula/", **{"accept-language": "ko"})


def test_a_person_has_a_section_for_each_part_with_its_number(client):
    ana = make.person("Ana Reyes", names={"ko": "아나 레예스"}, title="Fellow", bio="<p>Writes on ships.</p>")
    for n in range(3):
        make.briefing(f"Written {n}", authors=[ana])
    edited = make.briefing("Edited", publish=False, editors=[ana])
    Credit.objects.create(briefing=edited, role="assistant", person=ana, position=5)
    publishing.publish(edited)
    page = read(client, "/people/ana-reyes/")
    found = dict(re.findall(r'id="(\w+)">[^<]+<span>(\d+)</span></h2>', page))
    assert found == {"written": "3", "edited": "1", "assisted": "1"}
    assert "Writes on ships." in page and "Fellow" in page and '<span lang="ko">아나 레예스</span>' in page


def test_a_part_with_many_pieces_has_pages_of_its_own(client):
    ana = make.person("Ana Reyes")
    for n in range(25):
        make.briefing(f"Piece {n:02}", authors=[ana], published_at=make.on(2024, 1, n + 1))
    assert '<a href="?role=written">Written: all 25</a>' in read(client, "/people/ana-reyes/")
    assert "Piece 05" in read(client, "/people/ana-reyes/?role=written")
    last = read(client, "/people/ana-reyes/?role=written&page=2")
    assert "Piece 04" in last and "Piece 05" not in last
    for wrong in ("role=written&page=3", "role=edited", "role=x", "role=written&page=x", "page=0"):
        read(client, f"/people/ana-reyes/?{wrong}", 404)


def test_a_name_in_a_draft_does_not_get_out(client):
    make.briefing(publish=False, authors=[make.person("Hidden Figure")], tags=["secret"])
    read(client, "/people/hidden-figure/", 404)
    read(client, "/tags/secret/", 404)
    assert "Hidden Figure" not in read(client, "/people/")


def test_people_are_counted_once_a_publication(client):
    ana = make.person("Ana Reyes")
    make.briefing(authors=[ana], editors=[ana])
    assert re.search(r"Ana Reyes</a> <span>1</span>", read(client, "/people/"))


def test_topics_and_tags_list_what_carries_them(client):
    trade = make.topic("Trade", description="Goods that move.")
    make.topic("Unused")
    make.briefing("On trade", topics=[trade], tags=["ships"])
    make.briefing("On rice", tags=["rice"])
    page = read(client, "/topics/trade/")
    assert "Goods that move." in page and "On trade" in page and "On rice" not in page
    assert "On rice" in read(client, "/tags/rice/") and "On trade" not in read(client, "/tags/rice/")
    index = read(client, "/topics/")
    assert re.search(r"Trade</a> <span>1</span>", index) and "Unused" not in index
    read(client, "/topics/nothing/", 404)


def test_a_region_holds_what_lies_in_it(client):
    asia = make.region("Asia")
    korea = make.region("Korea", parent=asia)
    make.region("Busan", parent=korea)
    make.briefing("Harbour", regions=[korea])
    page = read(client, "/regions/korea/")
    crumbs = page[page.index("breadcrumbs") : page.index("<h1")]
    assert re.findall(r'<a href="([^"]+)">', crumbs) == ["/regions/", "/regions/asia/"]
    assert 'href="/regions/busan/"' in page
    assert "Harbour" in read(client, "/regions/asia/")
    assert re.search(r"Asia</a> <span>1</span>", read(client, "/regions/"))
    read(client, "/regions/atlantis/", 404)


@pytest.mark.parametrize("address", ["/series/", "/people/", "/topics/", "/regions/", "/subscribe/"])
def test_indexes_work_while_there_is_nothing(client, address):
    read(client, address)
