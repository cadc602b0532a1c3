"""The front page, pages and navigation in the back office."""

from __future__ import annotations

import pytest

from newsroom.models import FrontSlot, Page
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_only_what_is_published_stands_on_the_front_page(editor):
    draft, live = make.briefing("Draft", publish=False), make.briefing("Live")
    form = editor.open("/admin/newsroom/frontslot/add/")
    page = form.press("_save", briefing=str(draft.pk), position="1")
    assert "Only what is published" in page.text
    form.press("_save", briefing=str(live.pk), position="1")
    assert FrontSlot.objects.get().briefing == live


def test_a_page_is_written_and_read(editor, client):
    form = editor.open("/admin/newsroom/page/add/")
    form.press(
        "_save", title="About us", slug="about", language="en", body="<p>Who we are.</p><script>x()</script>"
    )
    assert Page.objects.get().body == "<p>Who we are.</p>"
    assert "Who we are." in client.get("/about/").text


def test_every_list_and_add_form_opens(editor, admin_client):
    for app in admin_client.get("/admin/").context["app_list"]:
        for model in app["models"]:
            for address in filter(None, (model["admin_url"], model["add_url"])):
                assert admin_client.get(address, follow=True).status_code == 200, address
