"""What texts refer to, where it is shown beside the page: preview and mail of unsaved text, editions, versions, deletion."""

from __future__ import annotations

import re

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from briefings import tasks
from briefings.admin.lookahead import pace
from briefings.diffing.contents import side_by_side
from briefings.drafting import content_of
from briefings.editions import drafting
from briefings.models import PublishedVersion
from tests import factories as make
from tests.briefings.admin.test_lookahead import NEW, said
from tests.briefings.editions import press

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unhurried():
    pace.forget()


def reference(kind: str, thing, words: str) -> str:
    return f'<a data-ref="{kind}:{thing.pk}">{words}</a>'


def test_what_is_typed_is_shown_with_links_pictures_and_sources(editor):
    target, image = make.briefing("Quota", published_at=make.on(2024)), make.image(credit="Mina")
    form = editor.add(format="briefing")
    facts, text = form.row("parts", key="what-happened"), form.row("parts", key="implication")
    typed = {
        "title": "As typed",
        f"{facts}-body": f"<ul><li>Rose. <small>{reference('publication', target, 'Ministry')}</small></li></ul>",
        f"{text}-body": f'<figure data-image="{image.pk}" data-alt="Own words"><figcaption>Dusk</figcaption></figure>'
        "<blockquote data-pull><p>Nobody saw it.</p></blockquote>",
    }
    address = target.publication.get_absolute_url()
    page = said(form, NEW, "web", **typed)["html"]
    assert f'<small><a href="{address}">Ministry</a></small>' in page and 'alt="Own words"' in page
    mail = said(form, NEW, "mail", **typed)["html"]
    assert re.search(r'<img[^>]* src="http[^"]*"[^>]* alt="Own words"', re.sub(r"\s+", " ", mail))
    assert "srcset" not in mail and "data-ref" not in mail and "Mina" in mail
    plain = said(form, NEW, "text", **typed)
    text = " ".join(re.sub(r"<[^>]+>", "", plain.get("html") or plain.get("text", "")).split())
    assert "[Picture: Own words]" in text and "Rose. (Ministry [" in text and "Dusk (Mina)" in text
    assert "Nobody saw it." in text


def test_the_introduction_of_an_edition_has_present_addresses():
    target, draft = make.briefing("Quota", published_at=make.on(2024)), make.briefing("Later", publish=False)
    intro = f"<p>{reference('publication', target, 'One')} {reference('publication', draft, 'two')}</p>"
    edition = press.edition(press.weekly(), make.briefing(), intro=intro)
    edition.refresh_from_db()
    says = drafting.content_of(edition, press.site())
    assert says.intro == f'<p><a href="{target.publication.get_absolute_url()}">One</a> two</p>'


def test_versions_tell_a_picture_and_a_changed_target_apart():
    one, other, image = make.briefing("One"), make.briefing("Other"), make.image()
    linked = f"<p>{reference('publication', one, 'x')}</p>"
    piece = make.briefing("Piece", format="article", parts={"body": ("", linked)})
    before = content_of(piece)
    part = piece.parts.get()
    part.body = f'<p>{reference("publication", other, "x")}</p><figure data-image="{image.pk}"></figure>'
    part.save()
    changed = [difference for difference in side_by_side(before, content_of(piece)) if difference.changed]
    assert [difference.name for difference in changed] == ["part:body"]
    assert PublishedVersion.objects.filter(publication=piece.pk).count() == 1


def test_links_to_a_topic_that_is_deleted_become_words(editor):
    topic = make.topic("Trade")
    piece = make.briefing(
        format="article", parts={"body": ("", f"<p>{reference('topic', topic, 'trade')}</p>")}
    )
    editor.client.post(f"/admin/briefings/topic/{topic.pk}/delete/", {"post": "yes"})
    waiting = ProcrastinateJob.objects.filter(task_name="briefings.refresh_mentions")
    assert [job.args for job in waiting] == [{"model": "briefings.topic", "pk": topic.pk}]
    tasks.refresh_mentions("briefings.topic", topic.pk)
    assert ">trade</a>" not in editor.client.get(piece.publication.get_absolute_url()).text
