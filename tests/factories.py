"""Named people and pieces for the tests, made through the same models and verbs as the real ones."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils.text import slugify as key_of
from PIL import Image as Picture

from briefings import drafting, publishing
from briefings.models import (
    Briefing,
    BriefingDocument,
    BriefingPart,
    Channel,
    Credit,
    Desk,
    Document,
    Format,
    Image,
    Organisation,
    Person,
    Region,
    Series,
    Topic,
)

PASSWORD = "correct horse battery"
THREE_PARTS = {
    "what-happened": ("What Happened", "<ul><li>Exports rose 4 percent in May.</li></ul>"),
    "implication": ("Implication", "<p>Employment in the yards will follow.</p>"),
    "context": ("Context", "<p>The agreement of 2019 set the quota.</p>"),
}


def person(name: str = "Ana Reyes", **fields) -> Person:
    return Person.objects.create(name=name, **fields)


def organisation(name: str = "Harbour Photo", **fields) -> Organisation:
    return Organisation.objects.create(name=name, **fields)


def channel(name: str = "The Peninsula", **fields) -> Channel:
    return Channel.objects.create(name=name, **fields)


def series(name: str = "Strait View", **fields) -> Series:
    return Series.objects.create(name=name, **fields)


def topic(name: str = "Trade", **fields) -> Topic:
    return Topic.objects.create(name=name, **fields)


def region(name: str = "East Asia", parent: Region | None = None, **fields) -> Region:
    return Region.objects.create(name=name, parent=parent, **fields)


def jpeg(width: int = 60, height: int = 40, colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Picture.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


def image(title: str = "Harbour at dusk", width: int = 60, height: int = 40, **fields) -> Image:
    usual = {"alt": "Cranes over a harbour at dusk", "digest": "0" * 64, "width": width, "height": height}
    made = Image(title=title, **{**usual, **fields})
    made.file.save("harbour.jpg", ContentFile(jpeg(width, height)), save=False)
    made.save()
    return made


def document(title: str = "Quota tables", content: bytes = b"%PDF-1.4\n%%EOF\n", **fields) -> Document:
    made = Document(title=title, size=len(content), **{"digest": "0" * 64, "pages": 3, **fields})
    made.file.save("quota.pdf", ContentFile(content), save=False)
    made.save()
    return made


def briefing(
    title: str = "Yards return to profit",
    *,
    publish: bool = True,
    format: str = "briefing",
    parts: dict[str, tuple[str, str]] | None = None,
    authors=(),
    editors=(),
    topics=(),
    regions=(),
    tags=(),
    documents=(),
    **fields,
) -> Briefing:
    """A whole briefing of three parts (`parts`: key → heading, HTML), published unless `publish` is False."""
    made = Briefing.objects.create(title=title, format=Format.objects.get(key=format), **fields)
    for position, (key, (heading, body)) in enumerate((parts or THREE_PARTS).items()):
        BriefingPart.objects.create(
            briefing=made, key=key_of(key), heading=heading, body=body, position=position
        )
    credited = [("author", author) for author in authors] + [("editor", editor) for editor in editors]
    for position, (role, who) in enumerate(credited):
        Credit.objects.create(briefing=made, role=role, position=position, **{who._meta.model_name: who})
    made.topics.set(topics)
    made.regions.set(regions)
    made.tags.set(tags)
    for position, paper in enumerate(documents):
        BriefingDocument.objects.create(briefing=made, document=paper, position=position)
    drafting.freeze(made)
    if publish:
        publishing.publish(made)
    return made


def on(year: int, month: int = 1, day: int = 1, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def _staff(name: str, group: str | None) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def writer(name: str = "wren") -> User:
    return _staff(name, "Writers")


def editor(name: str = "edda", *sections: Channel | Series) -> User:
    """With `sections`, one who works on these only."""
    user = _staff(name, "Editors")
    for section in sections:
        Desk.objects.create(user=user, **{section._meta.model_name: section})
    return user


def managing_editor(name: str = "mina") -> User:
    return _staff(name, "Managing editors")


def administrator(name: str = "ada") -> User:
    user = _staff(name, None)
    user.is_superuser = True
    user.save()
    return user
