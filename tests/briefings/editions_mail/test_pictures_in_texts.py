"""Pictures inside a text have a size in the mail, whoever wrote the text and however."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.content import Part
from tests import factories as make
from tests.briefings.editions_mail import letters
from tests.briefings.editions_mail.letters import HOST, Page

pytestmark = pytest.mark.django_db


def shown(tag: str) -> dict[str, str]:
    """The picture as the mail of a text that holds `tag` shows it."""
    said = letters.said(
        letters.edition(letters.item(parts=(Part("text", "", f"<p>{tag}</p>"),), figure=None))
    )
    (found,) = Page(said.html).all("img")
    return found


def size(found: dict[str, str]) -> tuple[str | None, str | None]:
    return found.get("width"), found.get("height")


@pytest.fixture
def folder() -> str:
    """Of a picture in the library with two sizes."""
    made = make.image(width=1600, height=800)
    folder = made.file.name.rpartition("/")[0]
    sizes = [[w, w // 2, f"{folder}/{w}.webp", f"{folder}/{w}.jpg"] for w in (480, 960)]
    type(made).objects.filter(pk=made.pk).update(renditions={"full": sizes})
    return folder


@pytest.mark.parametrize("name", ["480.jpg", "960.webp"])
def test_one_of_the_library_comes_in_the_size_that_suits_a_mail(folder, name):
    found = shown(f'<img src="/media/{folder}/{name}" alt="Cranes">')
    assert size(found) == ("552", "276") and found["src"] == f"{HOST}/media/{folder}/960.jpg"
    assert found["alt"] == "Cranes"
    half = shown(f'<img src="/media/{folder}/{name}" alt="Cranes" width="50%">')
    assert size(half) == ("552", "276")


def test_another_one_in_the_size_of_its_file():
    name = default_storage.save("old/harbour.jpg", ContentFile(make.jpeg(800, 400)))
    assert size(shown(f'<img src="/media/{name}" alt="Cranes">')) == ("552", "276")
    small = default_storage.save("old/small.jpg", ContentFile(make.jpeg(60, 40)))
    assert size(shown(f'<img src="/media/{small}" alt="Cranes">')) == ("60", "40")


@pytest.mark.parametrize("source", ["/media/gone.jpg", "/media/../settings.py", "/static/newsroom/x.png"])
def test_one_that_nobody_finds_stays_as_it_is(source):
    assert size(shown(f'<img src="{source}" alt="Cranes">')) == (None, None)


def test_one_whose_size_is_known_is_not_looked_up():
    with CaptureQueriesContext(connection) as queries:
        assert size(shown('<img src="/media/a/x.jpg" alt="" width="1104" height="300">')) == ("552", "150")
    assert len(queries) == 0
