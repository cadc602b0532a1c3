"""Links and pictures that texts keep by reference: stored in one form, shown as what they are now, everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from briefings import media_tasks, publishing, renditions, tasks
from briefings.sanitizing import clean
from tests import factories as make

MOVED = "/publications/2024/yards-again/"


def linked(target, words: str = "earlier piece") -> str:
    return f'<p>See the <a data-ref="publication:{target.pk}" href="/p/{target.pk}">{words}</a>.</p>'


def said(html: str, **fields):
    return make.briefing(
        fields.pop("title", "About it"), format="article", parts={"body": ("", html)}, **fields
    )


def run_jobs() -> None:
    """What a worker would do with the jobs that wait."""
    for job in ProcrastinateJob.objects.filter(task_name="briefings.refresh_mentions", status="todo"):
        tasks.refresh_mentions(**job.args)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (
            '<a href="https://evil.example/" data-ref="publication:12" title="x">y</a>',
            '<a data-ref="publication:12" href="/p/12">y</a>',
        ),
        ('<a data-ref="person:7">y</a>', '<a data-ref="person:7" href="/p/person/7">y</a>'),
        ('<a data-ref="publication:012" href="/x">y</a>', '<a href="/x">y</a>'),
        ('<a data-ref="user:1" href="/x">y</a>', '<a href="/x">y</a>'),
        ('<a data-ref="publication:1 onclick=x" href="javascript:x">y</a>', "<a>y</a>"),
        (
            '<p lang="<a "><a title="<a data-ref=" href="/x">y</a></p>',
            '<p lang="&lt;a "><a title="&lt;a data-ref=" href="/x">y</a></p>',
        ),
        (
            '<figure data-alt="a &quot;b&quot;" data-image="7" class="x"></figure>',
            '<figure data-image="7" data-alt="a &quot;b&quot;"></figure>',
        ),
        ('<figure data-image="https://evil.example/x.png"></figure>', "<figure></figure>"),
        ('<figure data-alt="x"><img src="//evil.example/x"></figure>', "<figure></figure>"),
        ('<img data-image="7">', ""),
    ],
)
def test_the_gate_keeps_references_in_one_form(written, stored):
    assert clean(written) == stored
    assert clean(str(clean(written))) == stored


_PIECES = st.sampled_from(
    """<a data-ref="|publication:1|"| href=|javascript:x|>|<figure data-image=|7|data-alt=|<|</a>|</figure>"""
    """|<figcaption>|'|x|<script>|&quot;|<p lang=\"""".split("|")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=14).map(" ".join))
def test_whatever_is_written_comes_out_regular(written):
    once = clean(written)
    assert clean(str(once)) == once
    for tag in re.findall(r'<(?:a|figure)\s(?:[^>"]|"[^"]*")*>', once):
        if "data-" in re.sub(r'"[^"]*"', "", tag):
            assert re.fullmatch(
                r'<a data-ref="publication:1" href="/p/1">|<figure data-image="7"(?: data-alt="[^"]+")?>', tag
            )


@pytest.mark.django_db
def test_a_link_follows_a_piece_that_moves_goes_and_returns(client):
    target = make.briefing("Yards", published_at=make.on(2024))
    page = said(linked(target)).publication.get_absolute_url()
    assert f'<a href="{target.publication.get_absolute_url()}">earlier piece</a>' in client.get(page).text

    target.slug = "yards-again"
    target.save()
    publishing.publish(target)
    run_jobs()
    assert f'<a href="{MOVED}">earlier piece</a>' in client.get(page).text

    publishing.unpublish(target)
    run_jobs()
    assert "See the earlier piece." in client.get(page).text

    publishing.publish(target)
    run_jobs()
    assert f'<a href="{MOVED}">earlier piece</a>' in client.get(page).text


@pytest.mark.django_db
def test_a_draft_is_no_link_until_readers_can_see_it(client):
    target = make.briefing("Secret plan", publish=False)
    page = said(linked(target)).publication.get_absolute_url()
    assert "See the earlier piece." in client.get(page).text
    publishing.publish(target)
    run_jobs()
    assert "earlier piece</a>" in client.get(page).text


@pytest.mark.django_db
def test_links_are_present_addresses_in_every_form(client):
    ana, series, topic = make.person("Ana Reyes"), make.series("Strait View"), make.topic("Trade")
    target = make.briefing("Yards", published_at=make.on(2024))
    html = linked(target) + "".join(
        f'<p><a data-ref="{kind}:{thing.pk}" href="/p/{kind}/{thing.pk}">{kind}</a></p>'
        for kind, thing in (("person", ana), ("series", series), ("topic", topic))
    )
    piece = said(html).publication
    address = target.publication.get_absolute_url()
    for form in (
        piece.get_absolute_url(),
        piece.get_absolute_url()[:-1] + ".md",
        "/feeds/feed.xml",
        f"/api/publications/{piece.pk}",
    ):
        text = client.get(form).text
        for path in (address, "/people/ana-reyes/", "/series/strait-view/", "/topics/trade/"):
            assert path in text, (form, path)
        assert "data-ref" not in text
    assert client.get(f"/p/person/{ana.pk}").url == "/people/ana-reyes/"
    assert client.get("/p/person/0").status_code == client.get(f"/p/user/{ana.pk}").status_code == 404


@pytest.mark.django_db
def test_a_renamed_address_of_a_person_is_followed(client):
    ana = make.person("Ana Reyes")
    piece = said(f'<p><a data-ref="person:{ana.pk}" href="/p/person/{ana.pk}">her</a></p>')
    ana.slug = "ana-reyes-park"
    ana.save()
    assert [row.pk for row in tasks.mentioning(type(ana), ana.pk)] == [piece.pk]
    tasks.refresh_mentions("briefings.person", ana.pk)
    assert (
        '<a href="/people/ana-reyes-park/">her</a>' in client.get(piece.publication.get_absolute_url()).text
    )


def pictured(image, alt: str = "", caption: str = "") -> str:
    own = f' data-alt="{alt}"' if alt else ""
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<p>Before.</p><figure data-image="{image.pk}"{own}>{below}</figure>'


@pytest.mark.django_db
def test_a_picture_in_a_text_has_sizes_words_and_credit(client):
    image = make.image(
        width=1200,
        height=800,
        caption="The harbour",
        credit="Mina & Co",
        credit_url="https://m.example/",
        licence="CC BY",
    )
    renditions.make(image)
    piece = said(pictured(image)).publication
    page = client.get(piece.get_absolute_url()).text
    figure = re.search(r"<figure><img .*?</figure>", page)[0]
    assert 'width="960" height="640" alt="Cranes over a harbour at dusk"' in figure
    assert "480w" in figure and "1200w" in figure
    assert (
        '<figcaption>The harbour <small><a href="https://m.example/">Mina &amp; Co</a>, CC BY</small></figcaption>'
        in figure
    )
    markdown = client.get(piece.get_absolute_url()[:-1] + ".md").text
    assert re.search(r"!\[Cranes over a harbour at dusk\]\(http.*full-960-\w+\.jpg\)", markdown)
    feed = client.get("/feeds/feed.xml").text
    assert "full-960-" in feed and "srcset" not in feed


@pytest.mark.django_db
def test_a_piece_has_words_of_its_own_for_a_picture_and_follows_the_rest(client):
    image = make.image(caption="The harbour", credit="Mina")
    piece = said(pictured(image, "Own &quot;alt&quot;", "Own <em>caption</em>")).publication
    image.alt, image.credit = "Changed", "Ben"
    image.save()
    media_tasks.settle(image)
    page = client.get(piece.get_absolute_url()).text
    assert 'alt="Own &quot;alt&quot;"' in page
    assert "<figcaption>Own <em>caption</em> <small>Ben</small></figcaption>" in page


@pytest.mark.django_db
def test_a_picture_nobody_described_or_that_is_gone_is_not_published():
    image = make.image(alt="")
    with pytest.raises(publishing.NotReady, match="no alternative text"):
        said(pictured(image))
    piece = said(pictured(image, "Cranes"), title="Second", publish=False)
    publishing.publish(piece)
    other = said(pictured(make.image("Other"), ""), title="Third", publish=False)
    type(image).objects.exclude(pk=image.pk).delete()
    with pytest.raises(publishing.NotReady, match="no longer in the library"):
        publishing.publish(other)


@pytest.mark.django_db
def test_an_earlier_version_shows_its_pictures_and_links(client):
    target, image = make.briefing("Yards"), make.image()
    piece = said(linked(target) + pictured(image))
    piece.dek = "Newer"
    piece.save()
    publishing.publish(piece)
    page = client.get(f"{piece.publication.get_absolute_url()}v/1/").text
    assert f'href="{target.publication.get_absolute_url()}">earlier piece' in page and "<figure><img" in page


@pytest.mark.django_db
def test_biographies_have_present_addresses_and_pictures(client):
    target, image = make.briefing("Yards", published_at=make.on(2024)), make.image()
    ana = make.person("Ana Reyes", bio=linked(target) + pictured(image))
    make.briefing("Hers", authors=[ana])
    page = client.get("/people/ana-reyes/").text
    assert f'<a href="{target.publication.get_absolute_url()}">earlier piece</a>' in page
    assert (
        '<img src="/media/' in page
        and "data-" not in page.partition('class="prose"')[2].partition("</div>")[0]
    )
