"""Which addresses are taken, how they are kept, and where two published test suites see it otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from email_validator import EmailNotValidError, validate_email

from subscriptions.addresses import is_disposable, mailable, read

DATA = Path(__file__).parents[3] / "shared" / "data" / "email"
beside = pytest.mark.skipif(not DATA.exists(), reason="the corpus of addresses is not beside the checkout")


def taken(text: str) -> bool:
    try:
        read(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("typed", "email", "key"),
    [
        (" Ana@Example.ORG ", "Ana@example.org", "ana@example.org"),
        ("ana@한국.kr", "ana@한국.kr", "ana@xn--3e0b707e.kr"),
        ("ana+news@example.org", "ana+news@example.org", "ana+news@example.org"),
        ("a@xn--3e0b707e.kr", "a@한국.kr", "a@xn--3e0b707e.kr"),
    ],
)
def test_an_address_is_kept_as_people_write_it_and_told_by_its_key(typed, email, key):
    found = read(typed)
    assert (found.email, found.key) == (email, key)
    assert mailable(email) == mailable(email).encode("ascii").decode()


@pytest.mark.parametrize(
    "text",
    ["", "ana", "ana@", "@b.org", "a b@c.org", "a@b", "a@localhost", "a@b..org", ".a@b.org", "a@-b.org",
     "a" * 65 + "@b.org", "a@" + "b" * 64 + ".org", "a@[127.0.0.1]", "Ana <a@b.org>", '"a b"@c.org', "a@b.org\n"
     "c@d.org", "a@b.org,c@d.org", "ömil@gmail.com", "a\u202e@b.org"],
)  # fmt: skip
def test_what_no_mail_can_be_sent_to_is_refused(text):
    assert not taken(text)


def test_disposable_domains_and_those_below_them():
    assert is_disposable(read("a@mailinator.com")) and is_disposable(read("a@x.mailinator.com"))
    assert not is_disposable(read("a@example.org"))


@beside
def test_the_quick_way_says_what_email_validator_says():
    """The regular expression for plain addresses must not accept, or write, anything otherwise."""
    cases = json.loads((DATA / "isemail_tests.json").read_text())
    cases += json.loads((DATA / "email_validator_cases.json").read_text())
    for text in (case["address"] for case in cases):
        try:
            found = validate_email(text.strip(), check_deliverability=False, strict=True)
            expected = (found.normalized, found.ascii_email)
        except EmailNotValidError:
            expected = (None, None)
        if expected[1] is None:
            assert not taken(text), text
        else:
            assert (read(text).email, read(text).key) == (expected[0], expected[1].lower()), text


@beside
def test_the_differences_from_is_email_are_those_that_the_documentation_explains():
    cases = json.loads((DATA / "isemail_tests.json").read_text())
    differing = [case["address"] for case in cases if taken(case["address"]) != case["deliverable_syntax"]]
    assert len(cases) == 82
    assert [text for text in differing if text == text.strip()] == ["test@io"], (
        "the others have white space round them"
    )
    assert len(differing) == 14


@beside
def test_the_differences_from_email_validators_own_cases_are_those_that_the_documentation_explains():
    cases = json.loads((DATA / "email_validator_cases.json").read_text())
    judged = [case for case in cases if "valid" in case]
    differing = [case["address"] for case in judged if taken(case["address"]) != case["valid"]]
    assert (len(judged), len(differing)) == (58, 10)
    quoted = [text for text in differing if text.startswith('"') or "<" in text]
    foreign = [text for text in differing if not text.isascii() and text not in quoted]
    assert (len(quoted), len(foreign)) == (6, 3)
    assert set(differing) - set(quoted) - set(foreign) == {"my@example.com\n"}
