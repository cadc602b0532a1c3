"""The Korean catalogue is whole, and the compiled one is what the source says."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from django.utils import translation

FOLDER = Path(__file__).parents[2] / "locale" / "ko" / "LC_MESSAGES"
ENTRY = re.compile(
    r'^msgid ((?:".*"\n)+)(?:msgid_plural ((?:".*"\n)+))?msgstr(?:\[0\])? ((?:".*"\n?)+)', re.MULTILINE
)


def joined(lines: str) -> str:
    return "".join(re.findall(r'"(.*)"', lines)).replace('\\"', '"').replace("\\n", "\n")


def test_every_message_is_translated_and_keeps_its_placeholders():
    source = (FOLDER / "django.po").read_text()
    for found in ENTRY.finditer(source):
        message, plural, translation = joined(found[1]), joined(found[2] or ""), joined(found[3])
        if message:
            assert translation, message
            assert set(re.findall(r"%\(\w+\)[sd]", translation)) <= set(
                re.findall(r"%\(\w+\)[sd]", message + plural)
            ), message


def test_the_compiled_catalogue_is_in_step():
    with open(FOLDER / "django.mo", "rb") as file:
        compiled = gettext.GNUTranslations(file)
    source = (FOLDER / "django.po").read_text()
    plain = [m for m in ENTRY.finditer(source) if "msgctxt" not in source[max(0, m.start() - 60) : m.start()]]
    for found in plain:
        if joined(found[1]) and "msgid_plural" not in found[0]:
            assert compiled.gettext(joined(found[1])) == joined(found[3])


def test_one_thing_has_one_name():
    with translation.override("ko"):
        names = {translation.gettext(name) for name in ("Person", "People", "person", "people", "A person")}
    assert names == {"인물"}
    assert "발행물" not in (FOLDER / "django.po").read_text()  # publications are 발간물


@pytest.mark.django_db
def test_pages_come_in_the_visitors_language(client):
    assert "전체 검색" in client.get("/", headers={"accept-language": "ko"}).content.decode()
    assert "Search all content" in client.get("/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.django_db
def test_a_chosen_language_is_kept_and_leads_back(client):
    response = client.post("/language/", {"language": "ko", "next": "/publications/"})
    assert (response.status_code, response.url) == (302, "/publications/")
    assert "전체 검색" in client.get("/publications/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_chosen_language_leads_nowhere_else(client, elsewhere):
    assert client.post("/language/", {"language": "ko", "next": elsewhere}).url == "/"
