"""What stands round every page is kept, and never longer than what it was made of."""

from __future__ import annotations

from collections import OrderedDict

import pytest
from django.template.response import TemplateResponse
from django.urls import path, reverse

from briefings import epoch
from newsroom.models import NavigationItem, SiteRecord
from newsroom.urls import urlpatterns as usual

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def overtaken(request):
    """A page that has read the site's record when an editor changes it, and is rendered afterwards."""
    before = str(request.site.name)
    SiteRecord.objects.update(name="Strait Institute")
    NavigationItem.objects.create(place="footer", label="Colophon", url="/colophon/")
    epoch._watch.value += 1  # what the trigger's notice does in a web process
    return TemplateResponse(request, "base.html", {"before": before})


urlpatterns = [path("overtaken/", overtaken), *usual]


@pytest.fixture
def following(monkeypatch):
    """A process that knows the epoch and so keeps things."""
    monkeypatch.setattr(epoch._watch, "value", 1)
    monkeypatch.setattr(epoch._watch, "_kept", OrderedDict())


def test_a_page_overtaken_by_a_change_leaves_nothing_old_behind(client, following):
    SiteRecord.objects.update_or_create(pk=1, defaults={"name": "Harbour Institute"})
    client.get("/overtaken/")
    page = client.get("/corrections/").text
    assert "Strait Institute" in page and "Colophon" in page
    assert "Harbour Institute" not in page


def test_the_same_frame_shows_each_page_its_own_place_and_words(client, following):
    NavigationItem.objects.create(place="header", label="Publications", url="/publications/")
    for _twice in range(2):
        found = client.get("/publications/", {"q": '"<b>&\ue000here\ue000'}).text
        assert 'value="&quot;&lt;b&gt;&amp;\ue000here\ue000"' in found
        assert '<a href="/publications/" aria-current="page">' in found
        other = client.get("/corrections/").text
        assert f'value="{reverse("corrections")}"' in other
        assert 'href="/publications/" aria-current' not in other
