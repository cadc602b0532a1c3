"""What readers of the sample newsroom would type, and the piece that ought to come first or nearly so."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from briefings import renditions
from newsroom.sample import media
from tests import factories

# The words typed, and how the titles begin that answer them.
WANTED = {
    "export controls on chip equipment": ["Memory Licences"],
    "memory tool licences": ["Memory Licences"],
    "soldiers fewer births": ["The Army of 2035", "Reading the Army", "A Reserve"],
    "shrinking army": ["The Army of 2035", "A Reserve", "Reading the Army"],
    "reserve force options": ["A Reserve"],
    "yellow sea buoys": ["Three Buoys"],
    "gas storage": ["Gas Stores"],
    "price of rice north korea": ["Rice Is Cheaper"],
    "nickel for batteries": ["Indonesian Nickel"],
    "han river estuary survey": ["A Survey Boat"],
    "ammonia carrier": ["Ulsan Fills"],
    "visas for welders": ["Five Thousand Welders"],
    "undersea cable repair": ["One Ship Mends"],
    "magnet export licences": ["Permits for Magnets"],
    "shipyard wages japan": ["Geoje and Nagasaki"],
    "typhoon insurance": ["Insurers Redraw"],
    "fishing quota": ["The Fish Moved"],
    "night cargo flights": ["Midnight Freight"],
    "sanctions monitoring": ["The Monitoring Team"],
    "graphite customs code": ["Graphite Left"],
    "gunsan shipyard": ["The Quiet Harbour"],
    "lecture on treaties": ["Annual Lecture"],
    "reading customs forms": ["How to Read a Customs", "Data Day"],
    "sergeant pay": ["Sergeants Will Earn"],
    "electricity barge": ["A Power Barge"],
    "border trains": ["Trains Ran"],
    "protest at sea overlapping claims": ["What Is Said at Sea"],
    "imports by sea lanes": ["Sea Lanes 2026"],
    "navy ship repair korea": ["A Repair Quota"],
    "export lists tokyo": ["Two Clocks"],
    "trawler podcast": ["Slack Water 12"],
    "해군 함정 수리": ["수리 물량 합의"],
    "부표": ["부표 세 기"],
    "병력이 줄어든다": ["2035년의 군대"],
    "반도체 장비 수출 허가": ["메모리 장비 허가"],
    "가스 저장": ["가스 저장고가"],
    "신의주 쌀값": ["신의주의 쌀은"],
    "통관 신고서": ["통관 신고서를"],
    "해상교통로": ["해상 교통로 2026"],
    "중첩수역": ["바다에서 한 말"],
    "연례강연": ["2026 연례 강연"],
    "조선소의 빈 도크": ["수리 물량 합의"],
}


@pytest.mark.django_db
def test_the_wanted_piece_is_among_the_first_three_and_mostly_the_first(client, monkeypatch):
    monkeypatch.setattr(renditions, "WIDTHS", {"full": (480,), "card": (480,)})
    monkeypatch.setattr(media.pictures, "draw", lambda recipe: factories.jpeg(colour="navy"))
    call_command("load_sample", verbosity=0)
    ranks = {}
    for typed, wanted in WANTED.items():
        titles = [result["title"] for result in client.get("/api/search", {"q": typed}).json()["results"]]
        places = [n for n, title in enumerate(titles, 1) if title.startswith(tuple(wanted))]
        ranks[typed] = places[0] if places else len(titles) + 1
    assert {typed: rank for typed, rank in ranks.items() if rank > 3} == {}
    assert sum(1 / rank for rank in ranks.values()) / len(ranks) > 0.9
