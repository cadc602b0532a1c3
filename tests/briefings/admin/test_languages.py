"""Names in other languages are ordinary fields of the form."""

from __future__ import annotations

import pytest

from briefings.models import Format, Person, Topic
from newsroom.models import SiteRecord
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_topic_is_named_in_korean(editor):
    form = editor.open("/admin/briefings/topic/add/")
    assert "Name (Korean)" in form.html
    form.press("_save", name="Trade", name_ko="무역")
    topic = Topic.objects.get()
    assert (topic.names, topic.slug) == ({"ko": "무역"}, "trade")
    form = editor.open(f"/admin/briefings/topic/{topic.pk}/change/")
    assert form.fields["name_ko"] == "무역"
    form.press("_save", name_ko="")
    topic.refresh_from_db()
    assert topic.names == {}


def test_languages_that_the_site_does_not_offer_are_kept(editor):
    topic = make.topic("Trade", names={"ko": "무역", "ja": "貿易"})
    editor.open(f"/admin/briefings/topic/{topic.pk}/change/").press("_save", name_ko="통상")
    topic.refresh_from_db()
    assert topic.names == {"ko": "통상", "ja": "貿易"}


def test_a_korean_biography_passes_the_sanitiser(editor):
    form = editor.open("/admin/briefings/person/add/")
    form.press("_save", name="김하나", title_ko="연구원", bio_ko="<p>안녕<script>x()</script></p>")
    person = Person.objects.get()
    assert person.bios == {"ko": "<p>안녕</p>"} and person.titles == {"ko": "연구원"}
    assert person.slug == "김하나"


def test_headings_of_a_format(editor):
    shape = Format.objects.get(key="briefing")
    form = editor.open(f"/admin/briefings/format/{shape.pk}/change/")
    assert form.fields["parts-1-heading_ko"] == "함의"
    form.new_row("parts", heading="What Next", heading_ko="전망", kind="prose")
    form.press("_save")
    added = shape.parts.last()
    assert (added.key, added.headings, added.position) == ("what-next", {"ko": "전망"}, 3)


def test_the_site_has_one_record_and_its_list_is_its_form(editor, writer):
    form = editor.open("/admin/newsroom/siterecord/add/")
    form.press("_save", name="Strait Institute", name_ko="해협연구소", tagline_ko="바다를 읽다")
    record = SiteRecord.objects.get()
    assert (record.names, record.taglines) == ({"ko": "해협연구소"}, {"ko": "바다를 읽다"})
    page = editor.client.get("/admin/newsroom/siterecord/")
    assert page["Location"] == f"/admin/newsroom/siterecord/{record.pk}/change/"
    assert "Strait Institute" in editor.client.get("/admin/").text
    assert editor.client.get("/admin/newsroom/siterecord/add/").status_code == 403
    assert writer.client.get("/admin/newsroom/siterecord/").status_code == 403


def test_scripts_speak_korean_too(client):
    """The catalogue is JSON within a script, so Hangul comes as escapes."""
    client.force_login(make.editor())
    script = client.get("/admin/jsi18n/", headers={"Accept-Language": "ko"}).content.decode(
        "raw_unicode_escape"
    )
    assert "위로 옮기기" in script
    assert "선택" in script  # Django's own words stay
