"""Uploading pictures and documents in the back office."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings import media_tasks, publishing
from briefings.media_forms import ImageForm
from briefings.models import Image, Publication
from tests import factories as make

pytestmark = pytest.mark.django_db


def upload(desk, address: str, name: str, content: bytes, **fields):
    form = desk.open(address)
    return form.press("_save", file=SimpleUploadedFile(name, content), **fields)


def test_a_picture_is_uploaded_with_its_focal_point(writer):
    page = upload(
        writer, "/admin/briefings/image/add/", "harbour.jpg", make.jpeg(), focal_x="0.25", alt="Cranes"
    )
    image = Image.objects.get()
    assert page.status_code == 200
    assert (image.focal_x, image.alt, image.title) == (0.25, "Cranes", "harbour")
    form = writer.open(f"/admin/briefings/image/{image.pk}/change/")
    assert "data-focal-point" in form.html
    thumbnail = writer.client.get(f"/admin/briefings/image/{image.pk}/thumbnail/")
    assert thumbnail.status_code == 302 and thumbnail["Location"].startswith("/media/")


def test_what_is_no_picture_is_refused_at_its_field(editor):
    page = upload(editor, "/admin/briefings/image/add/", "x.svg", b"<svg onload='x()'></svg>", title="Evil")
    assert "SVG drawings" in page.text
    assert Image.objects.count() == 0


def test_a_mended_credit_reaches_readers(editor):
    image = make.image(credit="Harbour Photo")
    make.briefing(image=image)
    editor.open(f"/admin/briefings/image/{image.pk}/change/").press("_save", credit="Ana Reyes")
    assert Publication.objects.get().says.figure.credit == "Ana Reyes"


def test_a_mended_description_reaches_readers_unless_the_piece_has_its_own(editor, client):
    image = make.image(alt="A ship", caption="The yard.")
    plain = make.briefing("Plain", image=image)
    own = make.briefing("Own words", image=image, publish=False)
    own.image_alt = "The hull of the Haeundae"
    own.save()
    publishing.publish(own)
    editor.open(f"/admin/briefings/image/{image.pk}/change/").press(
        "_save", alt="A tanker in dry dock", caption="The yard in May."
    )
    pages = {b.title: client.get(b.publication.get_absolute_url()).text for b in (plain, own)}
    assert 'alt="A tanker in dry dock"' in pages["Plain"] and "A ship" not in pages["Plain"]
    assert 'alt="The hull of the Haeundae"' in pages["Own words"]
    assert all("The yard in May." in page for page in pages.values())


def test_saving_a_picture_scans_no_publications():
    image = make.image()
    make.briefing(image=image)
    with CaptureQueriesContext(connection) as captured:
        media_tasks.settle(image)
    asked = [q["sql"] for q in captured if "#>" in q["sql"].partition("WHERE")[2]]
    assert asked
    for sql in asked:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # saving the picture has set it as it usually is
            cursor.execute(f"EXPLAIN {sql}")
            assert "publication_picture" in "\n".join(line for (line,) in cursor)


def test_a_picture_that_a_briefing_shows_cannot_be_deleted(editor):
    image = make.image()
    make.briefing(image=image)
    editor.client.post(f"/admin/briefings/image/{image.pk}/delete/", {"post": "yes"})
    assert Image.objects.count() == 1


def test_forms_leave_no_traces_on_each_other(editor):
    before = ImageForm.base_fields["title"].label
    for language, label in (("ko", "파일"), ("en", "File")):
        page = editor.client.get("/admin/briefings/image/add/", headers={"Accept-Language": language}).text
        assert f'aria-label="{label}"' in page
    assert ImageForm.base_fields["title"].label is before
