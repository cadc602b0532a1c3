"""What each kind of report is taken for: by its words, its codes, and the moment at which a message was refused."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from subscriptions.returns import What, read
from subscriptions.returns.reading import LONGEST
from tests.subscriptions.returns import samples
from tests.subscriptions.returns.samples import about, dsn, feedback, plain

UNKNOWN = "550 5.1.1 <ana@harbour.example>: user unknown"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.1.1", "smtp; 550 5.1.1 <ana@harbour.example>: Recipient address rejected: User unknown in local table"),
        ("5.1.1", "smtp; 550 5.1.1 The email account that you tried to reach does not exist. Check it for typos"),
        ("5.1.10", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
        ("5.4.1", "smtp; 550 5.4.1 Recipient address rejected: Access denied. [mx.harbour.example]"),
        ("5.2.1", "smtp; 550 5.2.1 <ana@harbour.example>... User Unknown"),
        ("5.3.0", "smtp; 553 5.3.0 <ana@harbour.example>... No such user here"),
        ("5.0.0", "smtp; 550 Requested action not taken: mailbox unavailable"),
        ("5.0.0", "smtp; 554 delivery error: This user doesn't have a harbour.example account (ana) [0]"),
        ("5.1.6", "smtp; 551 5.1.6 Ana has moved to another house"),
        ("5.1.2", "dns; Host or domain name not found. Name service error for name=harbour.example: Host not found"),
        ("5.4.4", "dns; no data record of requested type was there"),
        ("5.1.10", "smtp; 556 5.1.10 Recipient domain has a null MX"),
        ("4.1.1", "smtp; 450 4.1.1 Recipient address rejected: User unknown in virtual alias table"),
        ("5.1.1", "smtp; 550 5.1.1 존재하지 않는 사용자입니다"),
        ("5.0.0", "smtp; 542 ana@harbour.example Rejected"),
        ("5.1.1", ""),
    ],
)  # fmt: skip
def test_dead(status, said):
    assert read(dsn(about(status, said))).what == What.HARD


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.2.2", "smtp; 552 5.2.2 The account that you tried to reach is over quota"),
        ("5.1.1", "smtp; 552 5.2.2 Mailbox full"),
        ("5.0.0", "smtp; 550 수신자의 메일함 용량이 가득 찼습니다"),
        ("5.3.4", "smtp; 552 5.3.4 Message size exceeds fixed limit"),
        ("5.2.1", "smtp; 550 5.2.1 The account that you tried to reach is disabled"),
        ("5.1.1", "smtp; 550 5.1.1 Refused due to recipient preferences"),
        ("5.2.0", "smtp; 550 5.2.0 Message filtered"),
        ("5.0.0", "smtp; 550 ana@harbour.example Rejected"),
        ("5.4.7", "smtp; 554 5.4.7 exceeded max time without delivery"),
        ("4.4.3", "dns; Name service error for name=harbour.example: Host not found, try again"),
        ("4.0.0", "smtp; The domain harbour.example doesn't receive email according to its administrator"),
        ("5.3.0", "smtp; 554 5.3.0 <ana@harbour.example>: Recipient address rejected: Mailer error"),
        ("5.1.1", "x-unix; procmail: Couldn't create the spool file: No such user"),
        ("5.0.0", "smtp; 550 no particular reason is given here"),
        ("5.0.0", ""),
    ],
)  # fmt: skip
def test_not_taken_this_time(status, said):
    assert read(dsn(about(status, said))).what == What.SOFT


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.7.1", "smtp; 550 5.7.1 Recipient address rejected: no such user"),
        (
            "5.7.13",
            "smtp; 525 5.7.13 <ana@harbour.example>: Recipient address rejected: User account disabled",
        ),
        ("5.7.26", "smtp; 550 5.7.26 Mail from newsroom.example is not accepted, user unknown to DMARC"),
        ("5.1.1", "smtp; 550 5.1.1 User unknown; blocked using the Spamhaus list"),
        ("5.1.1", "smtp; 550 5.1.1 No such user, or the message is spam"),
        ("5.1.3", "smtp; 553 https://www.spamhaus.org/query?ip=192.0.2.1"),
        ("5.1.8", "smtp; 553 5.1.8 Domain of sender address does not exist"),
        ("5.0.0", "smtp; 554 Sender address rejected: Domain not found"),
        ("5.0.0", "smtp; 550 no such user here: Sender verify failed"),
    ],
)
def test_nobody_is_struck_off_for_what_is_thought_of_the_sender(status, said):
    assert read(dsn(about(status, said))).what == What.SOFT


def test_who_has_seen_the_text_may_say_unknown_and_mean_unwanted():
    unknown = about("5.2.0", "smtp; 550 Unknown user ana@carrier.example")
    assert read(dsn(unknown, around=samples.SENDMAIL_AT_DATA)).what == What.SOFT
    assert read(dsn(unknown, around=samples.POSTFIX_AT_DATA)).what == What.SOFT
    # With pipelining the answer to RCPT TO is read after DATA has left.
    assert read(dsn(unknown, around=samples.SENDMAIL_PIPELINED)).what == What.HARD
    assert read(plain(samples.FILTER_JA.format(command="DATA"), charset="iso-2022-jp")).what == What.SOFT
    assert read(plain(samples.FILTER_JA.format(command="RCPT TO"), charset="iso-2022-jp")).what == What.HARD


def test_what_is_said_of_the_recipient_alone_holds_beside_a_code_of_policy():
    invalid = about("5.7.1", "smtp; 553 Invalid recipient ana@harbour.example")
    assert read(dsn(invalid, around=samples.SENDMAIL_AT_RCPT)).what == What.HARD
    assert read(dsn(invalid)).what == What.SOFT
    refused = about("5.7.1", "smtp; 553 Invalid recipient or access denied")
    assert read(dsn(refused, around=samples.SENDMAIL_AT_RCPT)).what == What.SOFT


def test_a_report_that_names_nobody_strikes_nobody_off():
    text = "Mail delivery failed.\n\nOne or more of the recipients are not a valid user of the system."
    assert read(plain(text)).what == What.OTHER
    assert read(plain(f"{text}\n\nana@harbour.example")).what == What.HARD


def test_the_words_of_an_address_are_not_the_servers():
    blocked = about("5.1.1", "smtp; 550 5.1.1 <spam.blocked@harbour.example>: user unknown")
    assert read(dsn(blocked)).what == What.HARD
    unknown = about("5.2.2", "smtp; 552 5.2.2 <user.unknown@harbour.example>: over quota for all")
    assert read(dsn(unknown)).what == What.SOFT


def test_an_alias_is_dead_if_all_behind_it_are():
    gone, full = about("5.1.1", f"smtp; {UNKNOWN}"), about("5.2.2", "smtp; 552 5.2.2 mailbox is full")
    assert read(dsn(gone, gone)).what == What.HARD
    assert read(dsn(gone, full)).what == What.SOFT
    assert read(dsn(gone, about("4.4.1", "smtp; timed out", action="delayed"))).what == What.DELAYED


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (samples.QMAIL.format(said="192.0.2.7 does not like recipient.\nRemote host said: 550 no such user"), What.HARD),
        (samples.QMAIL.format(said="Sorry, no mailbox here by that name. (#5.1.1)"), What.HARD),
        (samples.QMAIL.format(said="192.0.2.7 failed after I sent the message.\nRemote host said: 550 no user"), What.SOFT),
        (samples.QMAIL.format(said="Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)"), What.SOFT),
        (samples.EXIM.format(said=f"SMTP error from remote server after RCPT TO:<ana@x.example>:\n {UNKNOWN}"), What.HARD),
        (samples.EXIM.format(said="SMTP error from remote mail server after end of data:\n    550 user unknown"), What.SOFT),
        (samples.EXIM.format(said="Unrouteable address"), What.HARD),
        (samples.EXIM.format(said="an MX or SRV record indicated no SMTP service"), What.HARD),
        (samples.EXIM.format(said="The account or domain may not exist, or they may be blacklisted"), What.SOFT),
        (samples.COURIER.format(said=UNKNOWN), What.HARD),
        (samples.COURIER.format(said="552 5.2.2 mailbox is full"), What.SOFT),
        (samples.EXCHANGE.format(said="The e-mail account does not exist at the organization."), What.HARD),
        (samples.EXCHANGE.format(said="You are not allowed to send to this group. (5.7.1)"), What.SOFT),
        (samples.NOTES.format(said="User ana not listed in the public Name & Address Book"), What.HARD),
        (samples.NOTES.format(said="Error transferring to mx.harbour.example; the connection timed out"), What.SOFT),
        ("Invalid final delivery userid: ana@harbour.example\n\nOriginal message follows.\n\nContent-Type: x", What.HARD),
        ("Unable to deliver to <ana@harbour.example>:\nServer mx.harbour.example failed with: 550 No such user", What.SOFT),
        ("The message could not be delivered.", What.SOFT),
        (samples.EXIM_DELAYED, What.DELAYED),
    ],
)  # fmt: skip
def test_in_words_alone(text, what):
    assert read(plain(text)).what == what


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (feedback("abuse"), What.COMPLAINT),
        (feedback("auth-failure"), What.REPORT),
        (feedback("auth-failure", "DMARC Failure Report"), What.REPORT),
        (dsn(about("4.4.1", "smtp; timed out", action="delayed"), around=samples.POSTFIX_DELAYED), What.DELAYED),
        (dsn(about("2.0.0", "smtp; 250 taken", action="relayed")), What.OTHER),
        (plain("I am away.", sender="ana@harbour.example", subject="Out of office: Yards"), What.REPLY),
        (plain("자리를 비웁니다.", sender="ana@harbour.example", subject="부재중 자동 회신"), What.REPLY),
        (plain("Until Monday.", sender="ana@harbour.example", headers="Auto-Submitted: auto-replied\n"), What.REPLY),
        (plain("It was rejected, I read.", sender="ana@harbour.example", subject="Re: Yards"), What.OTHER),
        (plain("A permanent bounce?", sender="ana@x.example", subject="Yards", headers="In-Reply-To: <x@y>\n"), What.OTHER),
        (plain("Hello.", sender="ana@harbour.example", subject="Hello"), What.OTHER),
        (b"", What.OTHER),
    ],
)  # fmt: skip
def test_what_is_no_bounce(raw, what):
    assert read(raw).what == what


def test_what_the_desk_is_told():
    verdict = read(dsn(about("5.1.1", f"smtp; {UNKNOWN}")))
    assert (verdict.status, verdict.recipient) == ("5.1.1", "ana@harbour.example")
    assert verdict.words == f"smtp; {UNKNOWN}" and verdict.delivery is None


REPORTS = [
    dsn(about("5.1.1", f"smtp; {UNKNOWN}"), around=samples.SENDMAIL_AT_DATA),
    plain(samples.QMAIL.format(said=UNKNOWN)),
    plain(samples.FILTER_JA.format(command="DATA"), charset="iso-2022-jp"),
    feedback("abuse"),
]


@examples(max_examples=150, deadline=None)
@given(st.sampled_from(REPORTS), st.binary(max_size=300), st.integers(0, 3000), st.integers(0, 3000))
def test_cut_short_or_tampered_with_it_is_read(raw, noise, start, stop):
    """Never raises, and never makes anything of noise alone but one of the kinds."""
    assert read(noise).what in What
    assert read(raw[:start]).what in What
    assert read(raw[:start] + noise + raw[stop:]).what in What


HEAD = b"From: mailer-daemon@mx.harbour.example\n"
BLOCK = b'Content-Type: multipart/report; boundary="b"\n\n--b\nContent-Type: message/delivery-status\n\n'


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"\n" + b"a.+" * LONGEST,
        HEAD + b"Content-Type: text/html\n\n" + b"<" * LONGEST,
        HEAD + b"\n" + b"\n \t" * LONGEST,
        HEAD + b"\n" + b"user mailbox exceed the " * 90_000,
        HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"zz9-" * 20_000,
        BLOCK + b"Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; " + b"5.4.1 " * 40_000,
        BLOCK + b"Action: failed\nStatus: 5.1.1\n\n" * 60_000,
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(2000)),
    ],
    ids=range(8),
)
def test_what_was_made_to_take_long_takes_seconds_at_most(raw):
    began = time.process_time()
    assert read(raw).what in What
    assert time.process_time() - began < 10
