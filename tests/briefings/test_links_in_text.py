"""Addresses in texts are valid where they are stored, and lead where they led."""

from __future__ import annotations

import pytest
from django.utils.html import escape, format_html

from briefings.sanitizing import clean
from tests import factories


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (
            "mailto:desk@example.org?subject=A tip&body=Dear  all",
            "mailto:desk@example.org?subject=A%20tip&body=Dear%20%20all",
        ),
        ("https://example.org/a report.pdf#page 2", "https://example.org/a%20report.pdf#page%202"),
        ("https://example.org/a%20b?q=100%&r=%zz c", "https://example.org/a%20b?q=100%&r=%zz%20c"),
        ("  https://example.org/x\n", "https://example.org/x"),
        ("https://example.org/lo\n\t ng", "https://example.org/lo%20ng"),
        ('https://example.org/{a}|"<b>`^', "https://example.org/%7Ba%7D%7C%22%3Cb%3E%60%5E"),
        ("https://example.org/보고서?q=é#절", "https://example.org/보고서?q=é#절"),
        ("https://example.org/e\u0301/é", "https://example.org/e%CC%81/%C3%A9"),
        ("https://example.org/\u3000\u00a0x", "https://example.org/%E3%80%80%C2%A0x"),
        ("/publications/2024/a b/", "/publications/2024/a%20b/"),
        ("https://[2001:db8::1]/a[0]=(b)~!$*+,;:@", "https://[2001:db8::1]/a[0]=(b)~!$*+,;:@"),
    ],
)
def test_addresses_are_percent_encoded_once(written, stored):
    cleaned = clean(str(format_html('<p><a href="{}">x</a></p>', written)))
    assert cleaned == format_html('<p><a href="{}">x</a></p>', stored)
    assert clean(str(cleaned)) == cleaned


@pytest.mark.django_db
def test_a_page_shows_the_valid_address(client):
    written = "mailto:desk@example.org?subject=A tip"
    parts = {"body": ("", f'<p><a href="{written}">Write</a> <q cite="http://e.org/a b">x</q></p>')}
    page = client.get(factories.briefing(format="article", parts=parts).publication.get_absolute_url())
    assert f'href="{escape(written.replace(" ", "%20"))}"' in page.text
    assert 'cite="http://e.org/a%20b"' in page.text


@pytest.mark.parametrize("address", ["java\nscript:alert(1)", "\x01javascript:alert(1)", " java script:x"])
def test_mending_makes_no_address_that_runs(address):
    assert "javascript" not in clean(f'<a href="{escape(address)}">x</a>')
