"""Reports as mail systems of many kinds write them, about people and houses that do not exist."""

from __future__ import annotations


def dsn(
    *recipients: str, around: str = "I am sorry.", subject: str = "Undelivered Mail", charset: str = "utf-8"
) -> bytes:
    """A delivery status notification (RFC 3464); each of `recipients` is a block of fields."""
    blocks = "\n\n".join(recipients)
    text = f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.harbour.example>
To: bounces@newsroom.example
Subject: {subject}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset={charset}
Content-Transfer-Encoding: 8bit

{around}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.harbour.example

{blocks}

--b
Content-Type: message/rfc822

Subject: Yards return to profit

--b--
"""
    return text.encode(charset)


def about(status: str, said: str, *, whom: str = "ana@harbour.example", action: str = "failed") -> str:
    """The fields of one recipient."""
    return f"Final-Recipient: rfc822; {whom}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: {said}"


def plain(
    text: str,
    *,
    sender: str = "MAILER-DAEMON@mx.harbour.example",
    subject: str = "failure notice",
    headers: str = "",
    charset: str = "utf-8",
) -> bytes:
    """A report in words alone."""
    head = f"From: {sender}\nTo: bounces@newsroom.example\nSubject: {subject}\n{headers}"
    kind = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    return f"{head}{kind}{text}".encode(charset)


SENDMAIL_AT_DATA = """\
   ----- The following addresses had permanent fatal errors -----
<ana@carrier.example>
    (reason: 550 Unknown user ana@carrier.example)

   ----- Transcript of session follows -----
... while talking to mx.carrier.example.:
>>> DATA
<<< 550 Unknown user ana@carrier.example
554 5.0.0 Service unavailable
"""
SENDMAIL_AT_RCPT = """\
   ----- The following addresses had permanent fatal errors -----
<ana@harbour.example>

   ----- Transcript of session follows -----
>>> RCPT TO:<ana@harbour.example>
<<< 553 Invalid recipient ana@harbour.example
"""
SENDMAIL_PIPELINED = SENDMAIL_AT_DATA.replace(
    "554 5.0.0 Service unavailable", "<<< 503 Valid RCPT command must precede DATA"
)
POSTFIX_AT_DATA = """\
<ana@carrier.example>: host mx.carrier.example[192.0.2.7] said: 550 Unknown
    user (in reply to end of DATA
    command)
"""
QMAIL = """\
Hi. This is the qmail-send program at mx.harbour.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ana@harbour.example>:
{said}

--- Below this line is a copy of the message.

Return-Path: <bounces@newsroom.example>
"""
EXIM = """\
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ana@harbour.example
    {said}

------ This is a copy of the message, including all the headers. ------
"""
COURIER = """\
This is a delivery status notification from mx.harbour.example,
running the Courier mail server.

UNDELIVERABLE MAIL

Your message to the following recipients cannot be delivered:

<ana@harbour.example>:
    mx.harbour.example [192.0.2.7]:
>>> RCPT TO:<ana@harbour.example>
<<< {said}
"""
EXCHANGE = """\
Your message

  To:      ana@harbour.example
  Subject: Yards return to profit
  Sent:    Thu, 4 Jun 2026 09:00:00 +0900

did not reach the following recipient(s):

Ana Lindqvist on Thu, 4 Jun 2026 09:00:04 +0900
    {said}
"""
NOTES = """\
------- Failure Reasons  --------

{said}
ana@harbour.example

------- Returned Message --------
"""
FILTER_JA = """\
このメールはフィルタが自動的に生成して送信しています。
以下のメールアドレスへの送信に失敗しました。
ana@harbour.example

-------server message
550 unknown user <ana@harbour.example>

-------SMTP command
{command}

-------original message
"""
POSTFIX_DELAYED = """\
This is the mail system at host mx.harbour.example.

####################################################################
# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #
####################################################################

Your message could not be delivered for more than 4 hour(s).
It will be retried until it is 5 day(s) old.
"""
EXIM_DELAYED = """\
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue.

No action is required on your part. Delivery attempts will continue for
some time.
"""


def feedback(kind: str, subject: str = "Complaint about message") -> bytes:
    """A feedback report (RFC 5965)."""
    return f"""\
From: feedback@provider.example
Subject: {subject}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is a report about a message from 192.0.2.1.
--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Somebody/1.0
Version: 1

--b
Content-Type: message/rfc822

Subject: Yards return to profit

--b--
""".encode()
