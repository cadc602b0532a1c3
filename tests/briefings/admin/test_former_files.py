"""A replaced file is kept, can be looked at and brought back; readers see the present one at the same address."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings import media_files
from briefings.models import Document, DocumentFile, Image, ImageFile, Publication
from tests import factories as make
from tests.briefings.admin.desk import Desk
from tests.briefings.test_documents import body, pdf

pytestmark = pytest.mark.django_db


def replace(desk: Desk, thing, name: str, content: bytes):
    """Put another file in the place of the one that is there."""
    form = desk.open(f"/admin/briefings/{thing._meta.model_name}/{thing.pk}/change/")
    page = form.press("_save", file=SimpleUploadedFile(name, content))
    assert page.status_code == 200
    thing.refresh_from_db()


def bring_back(client: Client, former):
    kind = "image" if isinstance(former, ImageFile) else "document"
    of = former.image_id if kind == "image" else former.document_id
    return client.post(f"/admin/briefings/{kind}/{of}/files/{former.pk}/bring-back/")


def test_readers_see_the_new_picture_and_the_old_one_comes_back(editor):
    image = make.image()
    make.briefing(image=image)
    first = image.file.name
    replace(editor, image, "new.jpg", make.jpeg(90, 60))
    former = ImageFile.objects.get()
    assert (former.file.name, former.width, former.replaced_by) == (first, 60, editor.user)
    assert Publication.objects.get().says.figure.file == image.file.name != first
    second = image.file.name
    page = editor.open(f"/admin/briefings/image/{image.pk}/change/")
    assert "Former files" in page.html and "Bring back" in page.html and "by edda" in page.html
    assert bring_back(editor.client, former).status_code == 302
    image.refresh_from_db()
    assert (image.file.name, image.width) == (first, 60)
    assert Publication.objects.get().says.figure.file == first
    assert first.rpartition("/")[0] in Publication.objects.get().says.figure.renditions["full"][0][3]
    assert [kept.file.name for kept in ImageFile.objects.all()] == [second]


def test_a_document_keeps_its_address_and_its_old_file_is_for_the_staff(editor, client):
    document = Document.objects.get(pk=_uploaded(editor, pdf(pages=2)))
    make.briefing(documents=[document])
    address, old = document.get_absolute_url(), document.file.read()
    replace(editor, document, "new.pdf", pdf(pages=5))
    former = DocumentFile.objects.get()
    assert former.pages == 2
    assert body(client.get(address)) == document.file.open().read() != old
    looked_at = f"/admin/briefings/document/{document.pk}/files/{former.pk}/"
    answer = editor.client.get(looked_at)
    assert body(answer) == old
    assert "no-store" in answer["Cache-Control"] and "default-src 'none'" in answer["Content-Security-Policy"]
    bring_back(editor.client, former)
    assert body(client.get(address)) == old
    document.refresh_from_db()
    assert (document.pages, document.text_state) == (2, Document.Text.WAITING)


def _uploaded(desk: Desk, content: bytes) -> int:
    form = desk.open("/admin/briefings/document/add/")
    form.press("_save", file=SimpleUploadedFile("quota.pdf", content), title="Quota tables")
    return Document.objects.get().pk


def test_the_same_file_again_replaces_nothing(editor):
    document = Document.objects.get(pk=_uploaded(editor, content := pdf()))
    replace(editor, document, "again.pdf", content)
    assert not DocumentFile.objects.exists()


def test_other_fields_keep_no_file(editor):
    image = make.image()
    editor.open(f"/admin/briefings/image/{image.pk}/change/").press("_save", caption="The yard")
    assert not ImageFile.objects.exists()


def test_a_refused_file_replaces_nothing(editor):
    image = make.image()
    form = editor.open(f"/admin/briefings/image/{image.pk}/change/")
    assert "not a picture" in form.press("_save", file=SimpleUploadedFile("x.jpg", b"words")).text
    assert not ImageFile.objects.exists()


def test_former_files_are_not_swept_and_those_of_deleted_pictures_are(editor):
    image = make.image()
    replace(editor, image, "new.jpg", make.jpeg(90, 60))
    old = ImageFile.objects.get().file
    later = timezone.now() + media_files.KEPT_FOR * 2
    media_files.sweep(now=later)
    assert old.storage.exists(old.name)
    editor.client.post(f"/admin/briefings/image/{image.pk}/delete/", {"post": "yes"})
    assert not Image.objects.exists()
    media_files.sweep(now=later)
    assert not old.storage.exists(old.name)


def test_a_text_that_shows_the_former_file_still_counts_as_a_use(editor):
    image = make.image()
    folder = image.file.name.rpartition("/")[0]
    text = f'<p>See <img src="/media/{folder}/original.jpg" alt="A quay"></p>'
    make.briefing("Shows the old one", parts={**make.THREE_PARTS, "context": ("Context", text)})
    replace(editor, image, "new.jpg", make.jpeg(90, 60))
    assert "Shows the old one" in editor.open(f"/admin/briefings/image/{image.pk}/change/").html


@pytest.mark.parametrize("kind", ["image", "document"])
def test_nobody_else_sees_or_brings_back(editor, client, kind):
    if kind == "image":
        thing = make.image()
        replace(editor, thing, "new.jpg", make.jpeg(90, 60))
    else:
        thing = Document.objects.get(pk=_uploaded(editor, pdf()))
        replace(editor, thing, "new.pdf", pdf(pages=5))
    [former] = thing.former_files.all()
    address = f"/admin/briefings/{kind}/{thing.pk}/files/{former.pk}/"
    outsider = Client()
    outsider.force_login(make._staff("otto", None))
    assert client.get(address).status_code == 302 and "/login/" in client.get(address)["Location"]
    assert outsider.get(address).status_code == 403
    assert "/login/" in bring_back(client, former)["Location"]
    assert bring_back(outsider, former).status_code == 403
    assert editor.client.get(f"{address}bring-back/").status_code == 405
    assert thing.former_files.get() == former
    writer = Desk(make.writer())
    assert writer.client.get(address).status_code in (200, 302)
    assert bring_back(writer.client, former)["Location"].endswith("/change/")


def test_one_of_another_thing_is_not_found(editor):
    image, other = make.image(), make.image("Other")
    replace(editor, image, "new.jpg", make.jpeg(90, 60))
    address = f"/admin/briefings/image/{other.pk}/files/{ImageFile.objects.get().pk}/"
    assert editor.client.get(address).status_code == 404
    assert editor.client.post(f"{address}bring-back/").status_code == 404


def test_the_page_costs_the_same_however_many_there_are(editor):
    image = make.image()
    costs = []
    for size in range(60, 100, 10):
        replace(editor, image, "new.jpg", make.jpeg(size + 30, 60))
        with CaptureQueriesContext(connection) as queries:
            editor.open(f"/admin/briefings/image/{image.pk}/change/")
        costs.append(len(queries))
    assert costs[-1] <= costs[0] <= 15
