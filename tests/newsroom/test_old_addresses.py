"""Old addresses lead on, over HTTP."""

from __future__ import annotations

import pytest

from briefings.models import Redirect
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/old/page.html", "/new/"),
        ("/old/page.html?from=mail", "/new/?from=mail"),
        ("/read.php?id=7", "/new/"),
        ("/?p=12", "/new/"),
    ],
)
def test_a_recorded_address_leads_on(client, asked, leads_to):
    for path in ("/old/page.html", "/read.php?id=7", "/?p=12"):
        Redirect.objects.create(path=path, target="/new/")
    response = client.get(asked)
    assert (response.status_code, response.url) == (301, leads_to)


def test_what_is_there_wins_over_a_redirect(client):
    make.briefing("Outlook", published_at=make.on(2024, 5))
    Redirect.objects.create(path="/publications/2024/outlook/", target="/elsewhere/")
    assert client.get("/publications/2024/outlook/").status_code == 200


def test_an_unknown_address_is_not_found(client):
    assert client.get("/nowhere/at/all/").status_code == 404
