"""A form with an error keeps the file that was chosen: it need not be sent again, and nobody can ask for another's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from briefings import kept_uploads, media_files
from briefings.models import Document, Image
from tests import factories as make
from tests.briefings.admin.desk import Form
from tests.briefings.test_documents import pdf

pytestmark = pytest.mark.django_db
IMAGE, DOCUMENT = "/admin/briefings/image/add/", "/admin/briefings/document/add/"


def refused(desk, address: str, name: str, content: bytes, **wrong) -> Form:
    """The form as it is shown again."""
    page = desk.open(address).press("_save", file=SimpleUploadedFile(name, content), **wrong)
    assert "errornote" in page.text
    return Form(desk.client, address, page.text)


def test_a_picture_survives_an_error_elsewhere(writer):
    form = refused(writer, IMAGE, "harbour.jpg", make.jpeg(), alt="Cranes", credit_url="no address")
    assert "“harbour.jpg” is here already" in form.html
    form.press("_save", credit_url="")
    image = Image.objects.get()
    assert (image.title, image.width, image.alt) == ("harbour", 60, "Cranes")


def test_so_does_a_document_however_many_errors_follow(writer):
    content = pdf()
    form = refused(writer, DOCUMENT, "quota.pdf", content, title="")
    again = Form(form.client, DOCUMENT, form.press("_save").text)
    again.press("_save", title="Tables")
    assert Document.objects.get().file.read() == content


def test_a_file_that_was_refused_itself_is_not_kept(writer):
    form = refused(writer, IMAGE, "x.svg", b"<svg/>", alt="x")
    assert form.fields["kept_file"] == ""


def test_another_file_chosen_then_takes_its_place(writer):
    form = refused(writer, IMAGE, "harbour.jpg", make.jpeg(), alt="Cranes", credit_url="no address")
    form.press("_save", credit_url="", file=SimpleUploadedFile("dock.jpg", make.jpeg(90, 50)))
    assert (Image.objects.get().width, Image.objects.get().title) == (90, "dock")


def test_a_forged_or_old_token_is_no_file(writer):
    secret = default_storage.save("documents/secret.pdf", SimpleUploadedFile("secret.pdf", b"%PDF"))
    for token in (secret, "x:y:z"):
        page = writer.open(IMAGE).press("_save", alt="Cranes", kept_file=token)
        assert "This field is required." in page.text
    assert not Image.objects.exists()


def test_they_are_swept_after_a_day(writer):
    token = refused(writer, IMAGE, "a.jpg", make.jpeg(), alt="x", credit_url="no address").fields["kept_file"]
    media_files.sweep()
    assert kept_uploads.find(token)
    media_files.sweep(now=timezone.now() + timedelta(days=2))
    assert kept_uploads.find(token) is None
