"""Lists of the back office on a small desktop screen: the filters beside them cut no column off."""

from __future__ import annotations

import pytest
from django.utils import timezone

from search.models import Question
from tests import factories as make
from tests.browser.desks import log_in

pytestmark = pytest.mark.django_db(transaction=True)
CUT = "document.querySelector('.results').scrollWidth - document.querySelector('.results').clientWidth"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_column_is_cut_off_by_the_filters(page, settings, language):
    make.document("Chronology of incidents in the Yellow Sea, 2018–2025: the full paper with its tables")
    for query in ("why are there fewer and fewer ships to repair undersea cables", "x" * 60):
        Question.objects.create(day=timezone.localdate(), query=query, searches=12_000, in_vain=11_000)
    make.briefing("A Repair Quota Turns Idle Docks Into an Alliance Asset", series=make.series())
    log_in(page, make.administrator())
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": page.url}])
    for name in ("search/question", "briefings/document", "briefings/briefing"):
        address = f"/admin/{name}/"
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("#result_list tbody tr").count()
        assert page.evaluate(CUT) == 0, address
