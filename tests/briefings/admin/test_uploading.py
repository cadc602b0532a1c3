"""Several files at once: what is taken, what is refused and why, and what is then to be said of each."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefings import images
from briefings.models import Document, Image, Publication
from tests import factories as make
from tests.briefings.admin.desk import Desk, Form, messages
from tests.briefings.test_documents import pdf

pytestmark = pytest.mark.django_db
IMAGES, DOCUMENTS = "/admin/briefings/image/", "/admin/briefings/document/"


def send(client: Client, where: str, *files: tuple[str, bytes], **more):
    return client.post(
        f"{where}upload/", {"files": [SimpleUploadedFile(*file) for file in files]}, follow=True, **more
    )


def send_one(client: Client, where: str, name: str, content: bytes):
    """As the script does."""
    return send(client, where, (name, content), headers={"Accept": "application/json"})


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_several_pictures_come_at_once_and_are_then_described(writer):
    page = send(writer.client, IMAGES, ("harbour_at-dusk.jpg", make.jpeg()), ("crane.jpg", make.jpeg(90)))
    assert [image.title for image in Image.objects.order_by("pk")] == ["harbour at dusk", "crane"]
    assert "2 files are here." in messages(page)
    form = Form(writer.client, page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], page.text)
    refused = form.press("_save", **{"form-0-alt": "A harbour", "form-0-credit": "Ana Reyes"})
    assert "This field is required." in refused.text
    assert not Image.objects.filter(alt="A harbour").exists()
    words = {"form-0-alt": "A harbour", "form-0-credit": "Ana Reyes", "form-1-alt": "A crane"}
    form.press("_save", **words, **{"form-1-credit": "Harbour Photo"})
    said = list(Image.objects.order_by("pk").values_list("alt", "credit"))
    assert said == [("A harbour", "Ana Reyes"), ("A crane", "Harbour Photo")]


def test_each_refused_file_says_why_and_the_others_are_taken(writer):
    page = send(writer.client, IMAGES, ("a.jpg", make.jpeg()), ("b.svg", b"<svg/>"), ("c.jpg", b""))
    assert [image.title for image in Image.objects.all()] == ["a"]
    said = " | ".join(messages(page))
    assert "b.svg: SVG drawings" in said and "c.jpg: The" in said


def test_a_picture_that_is_here_already_is_pointed_to_and_not_added(writer):
    send(writer.client, IMAGES, ("a.jpg", make.jpeg()))
    image = Image.objects.get()
    page = send(writer.client, IMAGES, ("again.jpg", make.jpeg()))
    assert Image.objects.get() == image
    assert f'/admin/briefings/image/{image.pk}/change/">a</a>' in page.text
    assert "here already: use it" in page.text
    answer = send_one(writer.client, IMAGES, "again.jpg", make.jpeg())
    assert (answer.status_code, answer.json()["known"], answer.json()["id"]) == (200, True, image.pk)


def test_the_script_is_answered_in_json(writer):
    answer = send_one(writer.client, IMAGES, "a.jpg", make.jpeg())
    image = Image.objects.get()
    assert answer.status_code == 201
    address = f"/admin/briefings/image/{image.pk}/change/"
    assert answer.json() == {"id": image.pk, "title": "a", "url": address, "known": False}
    answer = send_one(writer.client, IMAGES, "b.svg", b"<svg/>")
    assert answer.status_code == 422 and "SVG drawings" in answer.json()["error"]


def test_documents_come_the_same_way(writer):
    page = send(writer.client, DOCUMENTS, ("quota.pdf", pdf(pages=4)), ("x.pdf", b"no"))
    document = Document.objects.get()
    assert (document.title, document.pages) == ("quota", 4)
    assert "x.pdf: This is not a PDF" in " ".join(messages(page))
    form = Form(writer.client, f"{DOCUMENTS}describe/?ids={document.pk}", page.text)
    form.press("_save", **{"form-0-title": "Quota tables", "form-0-language": "ko"})
    document.refresh_from_db()
    assert (document.title, document.language) == ("Quota tables", "ko")
    assert "here already" in send(writer.client, DOCUMENTS, ("again.pdf", document.file.read())).text


def test_the_sizes_have_their_limits(writer, monkeypatch):
    monkeypatch.setattr(images, "MOST_BYTES", 100)
    assert "larger than" in send_one(writer.client, IMAGES, "a.jpg", make.jpeg()).json()["error"]


def test_what_is_sent_beyond_the_most_at_once_says_so(writer, monkeypatch):
    monkeypatch.setattr("briefings.admin.uploading.MOST_AT_ONCE", 1)
    page = send(writer.client, IMAGES, ("a.jpg", make.jpeg()), ("b.jpg", make.jpeg(90)))
    assert Image.objects.get().title == "a"
    assert "b.jpg: Too many files at once" in " ".join(messages(page))


def test_nothing_chosen_is_told(writer):
    assert "Choose files first." in messages(send(writer.client, IMAGES))


def test_new_words_reach_readers(editor):
    image = make.image(alt="Cranes")
    make.briefing(image=image)
    address = f"{IMAGES}describe/?ids={image.pk}"
    editor.open(address).press("_save", **{"form-0-credit": "Ana Reyes"})
    assert Publication.objects.get().says.figure.credit == "Ana Reyes"


@pytest.mark.parametrize("where", [IMAGES, DOCUMENTS])
def test_only_those_who_may_add_and_change(client, where):
    image, document = make.image(), make.document()
    describe = f"{where}describe/?ids={(image if where == IMAGES else document).pk}"
    outsider = client_of(make._staff("otto", None))
    for address in (f"{where}upload/", describe):
        assert "/login/" in client.post(address)["Location"]
        assert outsider.post(address).status_code == 403
    writer = Desk(make.writer())
    assert writer.client.get(f"{where}upload/").status_code == 405
    assert "data-upload" in writer.client.get(where).text
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(writer.user)
    assert guarded.post(f"{where}upload/").status_code == 403
    assert (Image.objects.count(), Document.objects.count()) == (1, 1)


def test_those_who_may_only_look_get_no_form():
    looker = make._staff("lola", None)
    looker.user_permissions.add(Permission.objects.get(codename="view_image"))
    page = client_of(looker).get(IMAGES)
    assert page.status_code == 200 and "data-upload" not in page.text


@pytest.mark.parametrize("ids", ["", "x", "0", "9" * 30, "1,2,'"])
def test_ids_that_mean_nothing_show_an_empty_page(writer, ids):
    assert "nothing here to describe" in writer.client.get(f"{IMAGES}describe/", {"ids": ids}).text


def test_the_pages_cost_the_same_however_many_pictures(editor):
    costs = []
    for _round in range(2):
        ids = ",".join(str(make.image(f"Picture {n}").pk) for n in range(5))
        for address in (f"{IMAGES}describe/?ids={ids}", IMAGES):
            with CaptureQueriesContext(connection) as queries:
                assert editor.client.get(address).status_code == 200
            costs.append(len(queries))
    assert costs[2] <= costs[0] <= 15 and costs[3] <= costs[1] <= 15
