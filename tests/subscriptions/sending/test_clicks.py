"""Clicks are counted in total, only where a list does so, and without anything about who clicked."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from subscriptions.models import Link, MailingList
from tests.subscriptions.mailbox import text
from tests.subscriptions.people import mailing_list
from tests.subscriptions.sending.mailings import frozen, send, words
from tests.subscriptions.sending.test_desk import address, at_desk

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAPER, PAGE = "https://example.com/a?b=1&c=2", "http://127.0.0.1:8000/publications/2026/yards/"
BODY = (
    f'<a\nclass="x" href="{PAPER.replace("&", "&amp;")}">the <em>paper</em></a> <a href="{PAGE}">Yards</a> '
    '<a href="https://example.net/told">example.net/told</a> <a href="mailto:desk@example.org">Write</a> '
    '<a href="#note-1">1</a> <a href="http://127.0.0.1:8000/preferences/">Preferences</a>'
)


def counting(**fields):
    said = words(body=BODY)
    plain = f"The paper [1]\n[1] {PAPER}\nOn the site: {PAGE}.\nhttps://example.net/told\n{said.text}"
    both = {"en": said.__class__("Yards", said.html, plain), "ko": said.__class__("조선소", said.html, plain)}
    where = MailingList.objects.first() or mailing_list(counts_clicks=True)
    return frozen("ana@example.org", to=where, words=both, **fields)


def press(client, code: str, **headers):
    return client.get(f"/l/{code}/", headers={"user-agent": BROWSER, **headers})


def clicks() -> dict[str, int]:
    return dict(Link.objects.values_list("url", "clicks"))


def test_it_works(mailbox, client):
    mailing = counting()
    assert clicks() == {PAPER: 0, PAGE: 0}  # one row a link, whatever the languages
    send()
    html, plain = text(mailbox.last, "html"), text(mailbox.last)
    (code, other) = re.findall(r'href="http://127\.0\.0\.1:8000/l/([\w-]+)/"', html)
    assert f"[1] http://127.0.0.1:8000/l/{code}/\r\n" in plain
    assert f"On the site: http://127.0.0.1:8000/l/{other}/.\r\n" in plain
    assert PAPER not in plain and "https://example.net/told" in plain

    answer = press(client, code)
    assert (answer.status_code, answer["Location"]) == (302, PAPER)
    assert answer["Cache-Control"] == "no-store" and not answer.cookies
    press(client, code)
    press(client, other)
    assert clicks() == {PAPER: 2, PAGE: 1}

    page = at_desk().get(address(mailing)).content.decode()
    assert re.search(r"Clicks</th><td>\s*3", page) and "https://example.com/a?b=1&amp;c=2" in page
    as_sent = at_desk("view_mailing").get(address(mailing, "as-sent/en")).content.decode()
    assert "/l/" not in as_sent and PAPER.replace("&", "&amp;") in as_sent


def test_what_a_reader_decides_is_not_counted(mailbox):
    counting()
    send()
    html = text(mailbox.last, "html")
    assert len(re.findall(r'href="http://127\.0\.0\.1:8000/unsubscribe/[^/"]+/"', html)) == 1
    assert 'href="http://127.0.0.1:8000/preferences/"' in html and 'href="mailto:desk@example.org"' in html
    assert 'href="#note-1"' in html and 'href="https://example.net/told"' in html  # its words are the address


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
        {"sec-fetch-dest": "image"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "BarracudaLinkProtect/2.0"},
        {"user-agent": "python-requests/2.32"},
        {"user-agent": ""},
    ],
    ids=lambda headers: next(iter(headers.items()))[1][:20] or "nothing",
)
def test_programs_are_led_on_and_not_counted(client, headers):
    counting()
    code = Link.objects.get(url=PAPER).code
    assert press(client, code, **headers)["Location"] == PAPER
    assert client.head(f"/l/{code}/", headers={"user-agent": BROWSER})["Location"] == PAPER
    assert clicks()[PAPER] == 0
    press(client, code, **{"sec-fetch-dest": "document"})
    assert clicks()[PAPER] == 1


def test_it_leads_nowhere_else_and_writes_one_number(client):
    counting()
    code = Link.objects.get(url=PAPER).code
    assert press(client, "nobody-made-it").status_code == 404
    assert press(client, "https:example.net").status_code == 404
    assert press(client, f"{code}/?to=https://example.net").headers.get("Location") in (PAPER, None)
    assert client.post(f"/l/{code}/").status_code == 405
    with CaptureQueriesContext(connection) as queries:
        press(client, code)
    writes = [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
    assert len(writes) == 1 and writes[0].startswith("UPDATE subscriptions_link SET clicks")


def test_lists_count_nothing_unless_they_say_so(mailbox):
    mailing_list()
    mailing = counting()
    send()
    assert not Link.objects.exists() and "/l/" not in text(mailbox.last, "html") + text(mailbox.last)
    page = at_desk().get(address(mailing)).content.decode()
    assert "Clicks</th>" not in page


def test_readers_are_told(client):
    weekly = mailing_list()
    assert "how often each link" not in client.get("/subscribe/").content.decode()
    MailingList.objects.filter(pk=weekly.pk).update(counts_clicks=True)
    assert "how often each link" in client.get("/subscribe/").content.decode()
    assert "Disallow: /l/" in client.get("/robots.txt").content.decode()
