"""More than three hundred real reports with verdicts of those who collected them, where those are beside the checkout.

The rules must hold for them as for the samples in test_reading; docs/sending.md has the same names and causes.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from subscriptions.returns import What, read

MAILS = Path(__file__).parents[4] / "shared" / "data" / "mail"
pytestmark = pytest.mark.skipif(
    not (MAILS / "sisimai" / "_expected.json").exists(),
    reason="the collection of real bounces is not beside the checkout",
)
# Where the collection calls an address dead, and nobody is struck off here: on purpose.
CAUTIOUS = {
    "lhost-exim-31.eml": "may not exist, may be blacklisted",
    "lhost-exim-37.eml": "refused after the text",
    "lhost-interscanmss-03.eml": "no reason given",
    "lhost-opensmtpd-12.eml": "still being tried",
}
# Where it knows from elsewhere that a filter spoke.
AT_ITS_WORD = {
    "lhost-receivingses-01.eml": "no such user",
    "lhost-surfcontrol-01.eml": "no such user",
    "lhost-x1-01.eml": "no such user",
    "lhost-x2-01.eml": "no such user",
    "rfc3464-42.eml": "no such user",
}


def differing() -> tuple[set[str], int]:
    """The reports on which we differ, and how many there are in all."""
    found, number = set(), 0
    for folder, wanted in (("sisimai", _of_sisimai), ("flufl-bounce", _of_flufl)):
        for name, told in json.loads((MAILS / folder / "_expected.json").read_text()).items():
            if folder == "flufl-bounce" and told is None:  # no verdict
                continue
            number += 1
            if read((MAILS / folder / name).read_bytes()).what not in wanted(told):
                found.add(name)
    return found, number


def test_real_reports():
    found, number = differing()
    assert found == {*CAUTIOUS, *AT_ITS_WORD}
    assert 1 - len(found) / number >= 0.97


def test_reports_on_authentication_strike_nobody_off():
    for file in (MAILS / "dmarc-failure").iterdir():
        assert read(file.read_bytes()).what in (What.REPORT, What.OTHER), file.name


NO_BOUNCE = {What.OTHER, What.REPLY, What.REPORT}


def _of_sisimai(told: list[dict] | None) -> set[What]:
    wanted = set()
    for one in told or []:
        wanted |= {What.HARD} if one["hard_bounce"] else {What.SOFT, What.DELAYED}
        if one["reason"] in ("feedback", "vacation", "delivered"):
            wanted |= NO_BOUNCE | {What.COMPLAINT}
    return wanted or NO_BOUNCE


def _of_flufl(told: dict) -> set[What]:
    """It names addresses; “permanent” may be either, and without an address nobody may be struck off."""
    if told["permanent"]:
        return {What.HARD, What.SOFT}
    return {What.SOFT, What.DELAYED} if told["temporary"] else NO_BOUNCE | {What.SOFT, What.DELAYED}
