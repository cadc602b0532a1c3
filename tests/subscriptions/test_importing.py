"""`import_subscribers`: files of other systems, with what they say of consent; safe to repeat, nothing half-done."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from subscriptions.erasing import erase
from subscriptions.importers import importing
from subscriptions.models import Event, Subscriber, Subscription
from tests.subscriptions.people import mailing_list, reader, sign_up_by_form, states

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(autouse=True)
def weekly():
    return mailing_list()


@pytest.fixture
def file(tmp_path):
    def write(content: str | bytes, name: str = "readers.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def run(path: Path, **options) -> tuple[int, dict, str]:
    """Exit code, report and what stood on stderr."""
    report, errors, code = path.with_suffix(".json"), io.StringIO(), 0
    try:
        call_command(
            "import_subscribers",
            str(path),
            list="weekly",
            report=str(report),
            stderr=errors,
            stdout=io.StringIO(),
            **options,
        )
    except CommandError as error:
        code = error.returncode
    return code, json.loads(report.read_text()) if report.exists() else {}, errors.getvalue()


def test_readers_are_on_the_list_with_evidence(file):
    code, report, _errors = run(
        file("email,name\nana@example.org,Ana\nBo@Example.org,\n"), source="Paper, 2025"
    )
    assert (code, report["created"], report["read"]) == (0, 2, 2)
    assert states() == states("bo@example.org") == {"weekly": "active"}
    consent = Subscription.objects.get(subscriber__key="ana@example.org").consent
    assert consent.kind == "imported"
    assert consent.detail == {"file": "readers.csv", "system": "CSV", "source": "Paper, 2025", "line": 2}
    assert Subscription.objects.mailable().count() == 2


def test_doing_it_again_changes_nothing(file):
    path = file("email\nana@example.org\nbo@example.org\nANA@example.org\n")
    assert run(path)[1]["created"] == 2
    before = Event.objects.count()
    code, report, _errors = run(path)
    assert (code, report["created"], report["unchanged"]) == (0, 0, 3)
    assert Event.objects.count() == before


def test_rejected_rows_are_named_with_line_and_reason(file):
    code, report, errors = run(file("email\nana@example.org\nnot an address\n,\n\nbo@example.org,,\nx@\n"))
    assert (code, report["created"], report["rejected"], report["read"]) == (1, 2, 2, 4)
    assert "line 3 (not an address)" in errors and "has an @" in errors
    assert [note["line"] for note in report["notes"]] == [3, 7]


@pytest.mark.parametrize(
    "content",
    [b"", b"   \n\n", b"name,age\nAna,30\n", b"\x89PNG\r\n\x1a\n\0\0\0", b"name;town\nx;y"],
)
def test_unusable_files_are_refused_whole(file, content):
    code, _report, _errors = run(file(content))
    assert code == 2
    assert not Subscriber.objects.exists()


def test_an_unknown_list_is_refused(file):
    with pytest.raises(CommandError, match="Lists: weekly"):
        call_command("import_subscribers", str(file("email\na@b.org")), list="nothing")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_encodings_are_found_out(file, encoding):
    code, report, _errors = run(file("이메일;이름\nana@example.org;김하늘\n".encode(encoding)))
    assert code == 0, report
    assert Subscriber.objects.get().name == "김하늘"


def test_western_encodings_are_the_last_guess(file):
    run(file("email,name\nana@example.org,Müller\n".encode("cp1252")))
    assert Subscriber.objects.get().name == "Müller"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found_out(file, separator):
    run(file(f'Name{separator}E-Mail\n"Reyes{separator} Ana"{separator}ana@example.org\n'))
    assert Subscriber.objects.get().name == f"Reyes{separator} Ana".replace("\t", "")


def test_a_file_without_a_header(file):
    assert run(file("ana@example.org\nbo@example.org\n"))[1]["created"] == 2


def test_an_open_quotation_mark_loses_no_more_than_it_must(file):
    code, report, _errors = run(
        file('email,name\nana@example.org,"Ana\n' + "x,y\n" * 40000 + "bo@example.org,Bo\n")
    )
    assert code == 1 and report["rejected"] >= 1
    assert not Subscriber.objects.filter(key="x").exists()


MAILCHIMP = (
    "Email Address,First Name,Last Name,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LEID,EUID{more}\n"
    "ana@example.org,Ana,Reyes,2018-02-12 10:54:27,198.51.100.4,2018-02-12 10:59:00,198.51.100.5,1,2{value}\n"
)


def test_mailchimps_evidence_is_carried_over(file):
    report = run(file(MAILCHIMP.format(more="", value="")))[1]
    assert report["system"] == "Mailchimp"
    event = Event.objects.get()
    assert event.ip == "198.51.100.5"
    assert event.detail["consent"] == {"signed_up": "2018-02-12 10:54:27", "confirmed": "2018-02-12 10:59:00"}
    assert Subscriber.objects.get().name == "Ana Reyes"


@pytest.mark.parametrize(
    "content",
    [
        MAILCHIMP.format(more=",UNSUB_TIME", value=",2023-06-06 12:56:15"),
        "email,subscribed_to_emails\nana@example.org,false\n",
        "email,active_subscription,email_disabled\nana@example.org,true,true\n",
        "email,subscriber_type\nana@example.org,unsubscribed\n",
        "email,name,attributes,status\nana@example.org,Ana,{},blocklisted\n",
        "Email,Status\nana@example.org,Unsubscribed\n",
    ],
)
def test_who_left_there_is_not_subscribed_here(file, content):
    code, report, _errors = run(file(content))
    assert (code, report["created"], report["not_subscribed"]) == (0, 0, 1)
    assert states() == {"weekly": "left"}
    assert run(file("email\nana@example.org\n"))[1]["left_alone"] == 1
    assert states() == {"weekly": "left"}


def test_who_never_confirmed_there_is_rejected(file):
    code, report, _errors = run(
        file("email,subscriber_type\nana@example.org,unactivated\nbo@example.org,regular\n")
    )
    assert (code, report["created"]) == (1, 1)
    assert "never confirmed" in report["notes"][0]["reason"]


def test_who_is_erased_does_not_come_back_by_an_old_file(file):
    erase(reader())
    code, _report, errors = run(file("email\nAna@example.org\n"))
    assert code == 1 and "suppression list" in errors
    assert not Subscriber.objects.exists()


def test_who_waits_for_confirmation_is_on_the_list_by_the_files_evidence(client, file):
    sign_up_by_form(client)
    assert run(file("email\nana@example.org\n"))[1]["created"] == 1
    assert Subscription.objects.get().basis == "imported"


def test_a_dry_run_says_the_same_and_stores_nothing(file, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    reader("known@example.org")
    rows = ["known@example.org", "a@example.org", "b@example.org", "A@example.org", "wrong", "b@example.org"]
    path = file("email\n" + "\n".join(rows))
    before = Subscriber.objects.count()
    dry = run(path, dry_run=True)[1]
    assert Subscriber.objects.count() == before
    wet = run(path)[1]
    for number in ("read", "created", "unchanged", "rejected"):
        assert dry[number] == wet[number], number


def test_an_interrupted_import_goes_on(file, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    path = file("email\n" + "\n".join(f"r{n}@example.org" for n in range(9)))
    real, calls = importing.writing.write, []

    def write(*args):
        calls.append(1)
        real(*args)
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(importing.writing, "write", write)
    code, report, _errors = run(path)
    assert (code, report["interrupted"]) == (130, True)
    assert Subscriber.objects.count() == 4, "the batch in hand is not half stored"
    code, report, _errors = run(path)
    assert (code, report["created"], report["unchanged"]) == (0, 5, 4)


FILES = [
    *("subscribers/ghost-members-duplicate-emails", "subscribers/ghost-members-formula-like-values"),
    *(
        "subscribers/ghost-valid-members-import",
        "subscribers/keila-import_excel",
        "subscribers/keila-import_rfc_4180",
    ),
    *("subscribers/keila-import_external_ids", "subscribers/keila-import_malformed1"),
    *("subscribers/keila-import_with_data", "subscribers/listmonk-subs", "subscribers/mautic-contacts"),
    *("other-exports/mg-mailchimp-members/subscribed", "other-exports/mg-mailchimp-members/unsubscribed"),
    *(f"other-exports/mg-substack-members-csv/{name}" for name in ("invalid", "fixtures_subscriber_emails")),
    "other-exports/mg-substack-members-csv/fixtures_signup_emails",
]


@pytest.mark.skipif(not REAL.exists(), reason="the corpus of real exports is not beside the checkout")
@pytest.mark.parametrize("name", FILES)
def test_real_exports_are_imported_or_refused_row_by_row(name, tmp_path):
    path = tmp_path / "real.csv"
    path.write_bytes((REAL / f"{name}.csv").read_bytes())
    code, report, _errors = run(path)
    assert code in (0, 1)
    taken = report["created"] + report["unchanged"] + report["not_subscribed"]
    assert report["read"] == taken + report["rejected"] and taken
    assert Subscription.objects.count() == report["created"] + report["not_subscribed"]
    assert Event.objects.count() == Subscription.objects.count() == Subscriber.objects.count()
    assert run(path)[1]["created"] == 0
