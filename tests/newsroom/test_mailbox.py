"""The demo's mail is kept as files and shown on a page; other sites have no such page."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import override_settings

from newsroom.mail import mailers

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.newsroom.mailbox_urls")]
EVIL = "<p>안녕하세요 <script>alert(1)</script><a href='https://example.org/confirm/'>Confirm</a></p>"


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    with override_settings(MAILERS=mailers("", demo=True, data_dir=tmp_path)):
        yield tmp_path / "mailbox"


def send(subject: str = "주간 브리핑") -> None:
    message = mail.EmailMultiAlternatives(
        subject, "Plain words", "desk@example.org", ["reader@example.org"], headers={"List-Id": "weekly"}
    )
    message.attach_alternative(EVIL, "text/html")
    mail.mailers["default"].send_messages([message])


def test_a_mail_is_listed_and_shown_in_each_form(demo, client):
    send()
    (file,) = demo.iterdir()
    page = client.get("/demo/mailbox/").content.decode()
    assert "주간 브리핑" in page
    assert "reader@example.org" in page
    assert "안녕하세요" in client.get(f"/demo/mailbox/{file.name}").content.decode()
    assert client.get(f"/demo/mailbox/{file.name}/text").content.strip() == b"Plain words"
    assert "List-Id: weekly" in client.get(f"/demo/mailbox/{file.name}/source").content.decode()


def test_a_shown_mail_can_run_nothing(demo, client):
    send()
    (file,) = demo.iterdir()
    policy = client.get(f"/demo/mailbox/{file.name}").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy


def test_an_empty_mailbox_says_so(demo, client):
    assert "No mail yet" in client.get("/demo/mailbox/").content.decode()


@pytest.mark.parametrize("name", ["nothing.eml", "../secret_key", "..%2Fsecret_key", ".hidden.eml", "a.txt"])
def test_nothing_else_is_shown(demo, client, name):
    demo.mkdir()
    for other in ("secret_key", "mailbox/.hidden.eml", "mailbox/a.txt"):
        (demo.parent / other).write_text("secret")
    assert client.get(f"/demo/mailbox/{name}").status_code == 404


def test_there_is_no_mailbox_outside_the_demo(client):
    assert client.get("/demo/mailbox/").status_code == 404
