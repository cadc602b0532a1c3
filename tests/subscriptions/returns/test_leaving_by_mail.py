"""A mail to the address in List-Unsubscribe takes its subscriber off the list; nobody else's mail does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import override_settings

from subscriptions.models import Event, MailingList, Subscriber
from subscriptions.returns import What
from subscriptions.returns.mailbox import take
from subscriptions.sending.identity import leaving_link
from subscriptions.tasks import send_welcome
from tests.subscriptions.people import mailing_list, reader, states
from tests.subscriptions.returns.test_returns import report
from tests.subscriptions.sending.mailings import frozen, send

pytestmark = pytest.mark.django_db
CHECKER = Path(__file__).parents[4] / "shared" / "tools" / "check_unsubscribe.py"


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.SITE_URL, settings.BOUNCE_ADDRESS = "https://www.example.org", "bounces@mail.example.org"


def leaving_mail(to: str, **headers) -> bytes:
    lines = {"From": "Somebody <somebody@example.net>", "To": to, "Subject": "unsubscribe", **headers}
    return (
        "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items()).encode() + b"\r\n"
    )


def address_of(email: str = "ana@example.org") -> str:
    """As it stands in List-Unsubscribe."""
    link = leaving_link(Subscriber.objects.get(email=email).pk, MailingList.objects.get().pk)
    return unquote(re.fullmatch(r"mailto:(.+)\?subject=unsubscribe", link)[1])


def test_it_works(mailbox):
    frozen("ana@example.org", "ben@example.org")
    send()
    mail = next(one for one in mailbox.mails if one["To"] == "ana@example.org")
    https, mailto = re.fullmatch(
        r"<(https://\S+)>, <mailto:(\S+)\?subject=unsubscribe>", mail["List-Unsubscribe"]
    ).groups()
    assert len(mailto.partition("@")[0]) <= 64  # RFC 5321 §4.5.3.1.1

    assert take(leaving_mail(f"<{unquote(mailto)}>")) == (What.LEAVING, True)
    assert states() == {"weekly": "left"} and states("ben@example.org") == {"weekly": "active"}
    event = Event.objects.get(kind="left")
    assert event.detail["place"] == "mailto" and event.mailing_list.slug == "weekly"
    assert https.startswith("https://www.example.org/unsubscribe/")


def test_the_mail_passes_the_checks_for_bulk_mail(mailbox, tmp_path):
    if not CHECKER.exists():
        pytest.skip("the checker is not beside the checkout")
    mailing_list(sender_address="weekly@example.org")
    frozen("ana@example.org")
    send()
    (tmp_path / "mail.eml").write_bytes(mailbox.last.raw)
    checked = subprocess.run(
        [sys.executable, CHECKER, tmp_path / "mail.eml"], capture_output=True, text=True, timeout=60
    )
    assert checked.returncode == 0, checked.stdout
    warnings = [line for line in checked.stdout.splitlines() if "warn" in line]
    assert len(warnings) == 1 and "DKIM" in warnings[0]  # which only the mail server can add


def test_by_an_address_of_its_own_and_by_a_server_that_writes_it_small(settings):
    settings.UNSUBSCRIBE_ADDRESS = "Leave@mail.example.org"
    reader()
    address = address_of()
    assert address.startswith("Leave+u")
    assert take(leaving_mail("somebody@example.net", Delivered_To=address.lower())) == (What.LEAVING, True)
    assert states() == {"weekly": "left"}


def test_no_address_no_link(mailbox, settings):
    settings.BOUNCE_ADDRESS = ""
    frozen("ana@example.org")
    send()
    assert "mailto" not in mailbox.last["List-Unsubscribe"]


def test_a_welcome_has_it_too(mailbox):
    weekly = mailing_list(sends_welcome=True)
    send_welcome.func(subscriber=reader("ana@example.org", weekly).pk, mailing_list=weekly.pk)
    assert f"<mailto:{address_of()}?subject=unsubscribe>" in mailbox.last["List-Unsubscribe"]


def test_forged_ones_do_nothing():
    reader()
    reader("ben@example.org")
    ana, ben = address_of(), address_of("ben@example.org")
    digits = ana.rpartition("-")[2]
    forged = [
        ben.rpartition("-")[0] + "-" + digits,  # ben's number, ana's signature
        ana.replace(digits, f"{'0' * 16}@mail.example.org"),
        re.sub(r"\+u\d+", "+u99999", ana),
        ana.replace("+u", "+"),
    ]
    for address in forged:
        assert take(leaving_mail(address))[0] == What.OTHER, address
    with override_settings(SECRET_KEY="somebody else's" * 5):
        assert take(leaving_mail(ana))[0] == What.OTHER
    with override_settings(SECRET_KEY="a new one" * 9, SECRET_KEY_FALLBACKS=["only-for-tests-" * 4]):
        assert take(leaving_mail(ana)) == (What.LEAVING, True)


def test_what_only_quotes_the_address_does_nothing():
    """A mail that came back holds our List-Unsubscribe; people forward mails; vacation programs answer everything."""
    mailing = frozen("ana@example.org")
    address = address_of()
    quoting = report(mailing.deliveries.get(), "5.2.2", "552 mailbox full").replace(
        b"Message-ID:", f"List-Unsubscribe: <mailto:{address}>\nMessage-ID:".encode()
    )
    assert take(quoting)[0] == What.SOFT
    assert take(quoting.replace(b"bounces@example.org", address.encode()))[0] == What.SOFT
    assert take(leaving_mail("desk@example.org") + f"To: {address}".encode())[1] is False
    assert take(leaving_mail(address, Auto_Submitted="auto-replied"))[0] == What.REPLY
    assert states() == {"weekly": "active"}


def test_who_came_back_is_not_taken_off_by_the_mail_of_then():
    reader()
    mail = leaving_mail(address_of())
    assert take(mail) == (What.LEAVING, True)
    reader()
    assert states() == {"weekly": "active"}
    assert take(mail) == (What.LEAVING, False)
    assert states() == {"weekly": "active"}
    assert take(leaving_mail(address_of(), Date="Mon, 2 Mar 2026 09:00:00 +0000")) == (What.LEAVING, True)
