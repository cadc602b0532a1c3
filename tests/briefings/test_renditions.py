"""The sizes of a picture: which are made, when, and how pages show them."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.utils import timezone
from PIL import Image as Picture
from procrastinate.contrib.django.models import ProcrastinateJob

from briefings import media_files, media_tasks, publishing, renditions
from briefings.media_forms import ImageForm
from briefings.models import Image, Publication
from tests import factories

pytestmark = pytest.mark.django_db


def upload(width: int, height: int, instance: Image | None = None, mode: str = "RGB", **fields) -> Image:
    """A picture, red on the left and blue on the right, saved through the form."""
    picture = Picture.new(mode, (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    out = io.BytesIO()
    picture.save(out, "PNG")
    data = {"title": "Quay", "alt": "A quay", "focal_x": 0.5, "focal_y": 0.5, **fields}
    form = ImageForm(data, {"file": SimpleUploadedFile("quay.png", out.getvalue())}, instance=instance)
    assert form.is_valid(), form.errors
    return form.save()


def move_focus(image: Image, x: float, y: float) -> Image:
    form = ImageForm({"title": "Quay", "alt": "A quay", "focal_x": x, "focal_y": y}, instance=image)
    assert form.is_valid(), form.errors
    return form.save()


def sizes(image: Image, crop: str) -> list[tuple[int, int]]:
    return [(width, height) for width, height, *_names in image.renditions[crop]]


def opened(name: str) -> Picture.Image:
    with default_storage.open(name) as file:
        picture = Picture.open(file)
        picture.load()
    return picture


def shown(figure, arguments: str = "") -> str:
    imported = '{% from "components/picture.html" import picture %}'
    template = engines["jinja2"].from_string(f"{imported}{{{{ picture(figure, {arguments}) }}}}")
    return template.render({"figure": figure})


def test_a_small_picture_has_its_sizes_at_once_and_none_larger_than_itself():
    image = upload(1200, 600)
    assert sizes(image, "full") == [(480, 240), (960, 480), (1200, 600)]
    assert sizes(image, "card") == [(240, 160), (480, 320), (900, 600)]
    for width, height, webp, jpeg in [*image.renditions["full"], *image.renditions["card"]]:
        assert (opened(webp).format, opened(webp).size) == ("WEBP", (width, height))
        assert (opened(jpeg).format, opened(jpeg).size) == ("JPEG", (width, height))


def test_a_tiny_picture_keeps_its_size():
    image = upload(90, 80)
    assert sizes(image, "full") == [(90, 80)]
    assert sizes(image, "card") == [(90, 60)]


def test_a_large_picture_is_left_to_a_job_that_may_run_twice():
    image = upload(2000, 1000)
    assert image.renditions == {}
    job = ProcrastinateJob.objects.get(task_name="briefings.make_renditions")
    for _time in range(2):
        media_tasks.make_renditions(**job.args)
    image.refresh_from_db()
    assert sizes(image, "full") == [(480, 240), (960, 480), (1600, 800)]


def test_a_job_for_a_picture_deleted_since_does_nothing():
    media_tasks.make_renditions(image_id=4711)


def test_a_size_that_came_later_is_made_at_night_and_missed_by_nobody_before():
    image = upload(800, 400)
    briefing = factories.briefing(image=image)
    whole, earlier = image.renditions, {**image.renditions, "card": image.renditions["card"][1:]}
    default_storage.delete(whole["card"][0][2])
    Image.objects.update(renditions=earlier)
    publishing.refresh([briefing.pk])
    figure = Publication.objects.get(pk=briefing.pk).card["figure"]
    assert "240w" not in shown(figure, 'crop="card"') and "480w" in shown(figure, 'crop="card"')
    media_tasks.complete_renditions(timestamp=0)
    job = ProcrastinateJob.objects.get(task_name="briefings.make_renditions")
    media_tasks.make_renditions(**job.args)
    figure = Publication.objects.get(pk=briefing.pk).card["figure"]
    assert f"{whole['card'][0][2]} 240w" in shown(figure, 'crop="card"')
    assert opened(whole["card"][0][2]).size == (240, 160)
    media_tasks.complete_renditions(timestamp=0)
    assert ProcrastinateJob.objects.filter(task_name="briefings.make_renditions").count() == 1


def test_nothing_is_made_twice():
    image = upload(800, 400)
    assert not renditions.make(image)


def test_half_a_file_left_by_a_killed_worker_is_written_anew():
    image = upload(800, 400)
    name = image.renditions["card"][1][3]
    default_storage.delete(name)
    default_storage.save(name, io.BytesIO(b"half"))
    Image.objects.update(renditions={})
    renditions.make(image)
    assert opened(name).size == (480, 320)
    assert image.renditions["card"][1][3] == name


def test_cards_follow_the_focal_point_under_new_names():
    image = upload(1200, 300)
    before = image.renditions
    image = move_focus(image, 0.1, 0.5)
    assert image.renditions["full"] == before["full"]
    assert image.renditions["card"] != before["card"]
    left = opened(image.renditions["card"][0][3])
    assert left.getpixel((5, 5))[0] > 200
    assert left.getpixel((left.width - 5, 5))[0] > 200
    assert default_storage.exists(before["card"][0][2])  # mails already sent show it


def test_transparency_stays_in_webp_and_lies_on_white_in_jpeg():
    picture = Picture.new("RGBA", (300, 200), (0, 0, 0, 0))
    out = io.BytesIO()
    picture.save(out, "PNG")
    data = {"title": "Logo", "focal_x": 0.5, "focal_y": 0.5}
    image = ImageForm(data, {"file": SimpleUploadedFile("logo.png", out.getvalue())}).save()
    _width, _height, webp, jpeg = image.renditions["full"][0]
    assert opened(webp).getpixel((9, 9))[3] == 0
    assert min(opened(jpeg).convert("RGB").getpixel((9, 9))) > 250


def test_a_published_picture_changes_where_readers_see_it():
    image = upload(800, 400)
    briefing = factories.briefing(image=image)
    image = move_focus(image, 0.1, 0.5)
    publication = Publication.objects.get(pk=briefing.pk)
    assert publication.says.figure.renditions == image.renditions
    assert publication.card["figure"]["focal"] == [0.1, 0.5]


def test_a_replaced_picture_shows_nothing_of_the_former_one():
    image = upload(800, 400)
    briefing = factories.briefing(image=image)
    former = image.file.name
    image = upload(2000, 1000, instance=image)
    media_tasks.make_renditions(image_id=image.pk)
    figure = Publication.objects.get(pk=briefing.pk).says.figure
    assert (figure.width, figure.height) == (2000, 1000)
    assert former.split("/")[1] not in str(figure)


def test_files_of_deleted_pictures_are_swept_a_day_later_and_those_of_replaced_ones_are_kept():
    kept, replaced, deleted = upload(90, 60), upload(120, 80), upload(150, 100)
    before = replaced.file.name
    upload(60, 40, instance=replaced)
    Image.objects.filter(pk=deleted.pk).delete()
    media_files.sweep()
    assert default_storage.exists(deleted.file.name)
    media_files.sweep(now=timezone.now() + media_files.KEPT_FOR)
    assert default_storage.exists(before)
    assert not default_storage.exists(deleted.file.name)
    assert len(default_storage.listdir("images")[0]) == 3
    assert default_storage.exists(kept.renditions["full"][0][2])


def test_the_component_offers_every_size():
    image = upload(1000, 500)
    briefing = factories.briefing(image=image)
    publication = Publication.objects.get(pk=briefing.pk)
    html = shown(publication.says.figure, 'sizes="50vw"')
    for width, _height, webp, jpeg in image.renditions["full"]:
        assert f"/media/{webp} {width}w" in html
        assert f"/media/{jpeg} {width}w" in html
    assert 'width="1000" height="500" alt="A quay" loading="lazy" decoding="async"' in html
    assert html.count('sizes="50vw"') == 2


def test_the_component_takes_the_dictionary_of_a_card_and_loads_the_first_picture_eagerly():
    briefing = factories.briefing(image=upload(1000, 500))
    card = Publication.objects.get(pk=briefing.pk).card
    html = shown(card["figure"], 'crop="card", eager=true')
    assert 'width="750" height="500"' in html
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


def test_the_component_shows_the_original_until_there_are_sizes():
    image = factories.image(alt='Cranes "at dusk"')
    briefing = factories.briefing(image=image)
    html = shown(Publication.objects.get(pk=briefing.pk).says.figure)
    assert f'src="/media/{image.file.name}" width="60" height="40"' in html
    assert "Cranes &quot;at dusk&quot;" in html
    assert "srcset" not in html


def test_the_component_shows_nothing_where_there_is_no_picture():
    assert shown(None).strip() == ""
