"""Puts the sample newsroom into an empty database, by the models and verbs that editors use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db import transaction
from taggit.models import Tag

from briefings import drafting, publishing, slugs
from briefings.models import (
    ROOT_ADDRESSES,
    Briefing,
    BriefingDocument,
    BriefingPart,
    Channel,
    Credit,
    Document,
    Format,
    Organisation,
    Person,
    Region,
    Series,
    SeriesCredit,
    Term,
    Topic,
)
from briefings.publishing import addresses
from newsroom.models import FrontSlot, NavigationItem, Page, SiteRecord
from newsroom.sample import editions, media
from newsroom.sample.content import Piece, Sample, to_html
from search.models import Synonyms
from subscriptions.models import MailingList

_LINK = re.compile(r'href="publication:([\w-]+)"')
USERS = (("editor", "Editors", False), ("writer", "Writers", False), ("admin", None, True))


def is_empty() -> bool:
    """Whether nobody has written anything here yet."""
    return not Briefing.objects.exists() and not SiteRecord.objects.exists()


def users(password: str) -> None:
    """editor@, writer@ and admin@example.org, with their roles; those that exist are left as they are."""
    hashed = ""  # once for all: it takes a quarter of a second by design
    for name, group, everything in USERS:
        address = f"{name}@example.org"
        user, made = User.objects.get_or_create(
            username=address, defaults={"email": address, "is_staff": True, "is_superuser": everything}
        )
        if made:
            user.password = hashed = hashed or make_password(password)
            user.save(update_fields=["password"])
            user.groups.set(Group.objects.filter(name=group))


@transaction.atomic
def site(facts: dict, *, with_sections: bool = True) -> None:
    """The site's record and its navigation; without sections only to what every site has."""
    named = ("name", "names", "tagline", "taglines", "description", "descriptions")
    about = (
        "publisher",
        "postal_address",
        "contact_email",
        "newsletter_closing",
        "newsletter_closings",
    )
    SiteRecord.objects.create(**{name: facts[name] for name in (*named, *about)})
    for position, item in enumerate(facts["navigation"]):
        if with_sections or item["url"].strip("/") in ROOT_ADDRESSES:
            NavigationItem.objects.create(position=position, **item)


@transaction.atomic
def lists(facts: dict[str, dict]) -> None:
    """The mailing lists."""
    for position, (key, about) in enumerate(facts.items()):
        MailingList.objects.create(slug=key, position=position, **_without(about, "key"))


@transaction.atomic
def synonyms(groups: list[list[str]]) -> None:
    """What editors tell the search; groups that are there already stay as they are."""
    for words in groups:
        Synonyms.objects.get_or_create(phrases="\n".join(words))


@transaction.atomic
def everything(sample: Sample) -> None:
    """All of the sample: one transaction, so that an interrupted start leaves nothing half-done."""
    site(sample.site)
    lists(sample.lists)
    synonyms(sample.synonyms)
    for page in sample.pages:
        Page.objects.create(body=page.html, **page.facts)
    loader = Loader(sample)
    for _moment, happen in sorted(history(sample, loader), key=lambda event: event[0]):
        happen()
    for draft in sample.drafts.values():
        loader.draft(draft)
    for edition in sample.editions.values():
        if "sent" not in edition:
            editions.compose(loader, edition)
    for position, key in enumerate(sample.site["front"]):
        FrontSlot.objects.create(briefing=loader.briefings[key], position=position)


def history(sample: Sample, loader: Loader) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """What happened and when: pieces are published and corrected, editions sent in between, as they were then."""
    for piece in sample.publications.values():
        yield datetime.fromisoformat(piece.facts["date"]), partial(loader.publish, piece)
        for correction in piece.facts.get("corrections", []):
            yield datetime.fromisoformat(correction["date"]), partial(loader.correct, piece, correction)
    for edition in sample.editions.values():
        if "sent" in edition:
            yield datetime.fromisoformat(edition["sent"]), partial(editions.send, loader, edition)


class Loader:
    """Makes what pieces refer to when it is made itself, then the pieces one by one, the oldest first."""

    def __init__(self, sample: Sample):
        self.sample = sample
        self.formats = {shape.key: shape for shape in Format.objects.prefetch_related("parts")}
        self.people = {key: self._person(facts) for key, facts in sample.people.items()}
        self.organisations = {
            key: Organisation.objects.create(**_without(facts, "key"))
            for key, facts in sample.organisations.items()
        }
        Term.objects.bulk_create(Term(**facts) for facts in sample.terms)
        self.channels = {
            key: _addressed(Channel, facts, position=n)
            for n, (key, facts) in enumerate(sample.channels.items())
        }
        self.topics = {key: _addressed(Topic, facts) for key, facts in sample.topics.items()}
        self.regions: dict[str, Region] = {}
        for key, facts in sample.regions.items():
            parent = self.regions.get(facts.get("parent", ""))
            self.regions[key] = _addressed(Region, _without(facts, "parent"), parent=parent)
        self.series = {key: self._series(facts) for key, facts in sample.series.items()}
        for key, facts in sample.series.items():
            for position, credit in enumerate(facts.get("credits", [])):
                SeriesCredit.objects.create(of=self.series[key], position=position, **self._credited(credit))
        self.images = media.images(sample.images)
        self.documents: dict[str, Document] = {}
        self.briefings: dict[str, Briefing] = {}

    def publish(self, piece: Piece) -> None:
        """Write and publish a piece on its date, as it was before its corrections."""
        for key in piece.facts.get("documents", []):
            byline = ", ".join(self._name(c, piece) for c in piece.facts["credits"] if c["role"] == "author")
            self.documents[key] = media.document(self.sample.documents[key], piece, byline)
        briefing = self._briefing(piece, published_at=piece.date, created=piece.date)
        for correction in piece.facts.get("corrections", []):
            _replace(briefing, correction["reads"], correction["was"])
        publishing.publish(briefing, version=drafting.freeze(briefing, now=piece.date), now=piece.date)

    def correct(self, piece: Piece, correction: dict) -> None:
        briefing = self.briefings[piece.key]
        _replace(briefing, correction["was"], correction["reads"])
        publishing.correct(
            briefing,
            note=correction["note"],
            material=correction["material"],
            now=datetime.fromisoformat(correction["date"]),
        )

    def draft(self, piece: Piece) -> None:
        briefing = self._briefing(piece)
        drafting.freeze(briefing)
        if piece.facts.get("state") == "in_review":
            publishing.submit(briefing)

    def _briefing(self, piece: Piece, **dates) -> Briefing:
        facts = piece.facts
        plain = (
            "kind",
            "title",
            "dek",
            "language",
            "summary",
            "image_alt",
            "image_caption",
            "media_url",
            "place",
        )
        times = {
            name: datetime.fromisoformat(facts[name]) for name in ("starts_at", "ends_at") if name in facts
        }
        briefing = Briefing.objects.create(
            **{name: facts[name] for name in plain if name in facts},
            **times,
            **dates,
            format=self.formats[facts["format"]],
            channel=self.channels.get(facts.get("channel", "")),
            series=self.series.get(facts.get("series", "")),
            image=self.images.get(facts.get("image", "")),
            translation_of=self.briefings.get(facts.get("translation_of", "")),
        )
        briefing.topics.set([self.topics[key] for key in facts.get("topics", [])])
        briefing.regions.set([self.regions[key] for key in facts.get("regions", [])])
        briefing.tags.set([Tag.objects.get_or_create(name=name)[0] for name in facts.get("tags", [])])
        self._write(briefing, piece)
        for position, credit in enumerate(facts.get("credits", [])):
            Credit.objects.create(briefing=briefing, position=position, **self._credited(credit))
        for position, key in enumerate(facts.get("documents", [])):
            BriefingDocument.objects.create(
                briefing=briefing, document=self.documents[key], position=position
            )
        self.briefings[piece.key] = briefing
        return briefing

    def _write(self, briefing: Briefing, piece: Piece) -> None:
        """The parts, each under the key that its heading has in the format."""
        rules = list(briefing.format.parts.all())
        for position, part in enumerate(piece.parts):
            rule = next((r for r in rules if part.heading in (r.heading, *r.headings.values())), None)
            plain = rules[0] if len(rules) == 1 else next((r for r in rules if not r.heading), None)
            rule = rule or plain
            key = rule.key if rule else slugs.slugify(part.heading)
            heading = part.heading if rule and rule.heading else ""
            BriefingPart.objects.create(
                briefing=briefing,
                key=key,
                heading=heading,
                kind=rule.kind if rule else "prose",
                body=_LINK.sub(self._address, part.html),
                position=position,
            )

    def _address(self, link: re.Match) -> str:
        piece = self.sample.publications[link[1]]
        slug = slugs.slugify(piece.facts["title"], otherwise=piece.facts["kind"])
        return f'href="{addresses.path(piece.date.year, slug)}"'

    def _credited(self, credit: dict) -> dict:
        found = {"person": self.people, "organisation": self.organisations, "series": self.series}
        return {"role": credit["role"], **{k: found[k][v] for k, v in credit.items() if k != "role"}}

    def _name(self, credit: dict, piece: Piece) -> str:
        who = next(value for kind, value in self._credited(credit).items() if kind != "role")
        return who.name_in(piece.facts["language"])

    def _person(self, facts: dict) -> Person:
        bios = {language: to_html(text) for language, text in facts["bios"].items()}
        return _addressed(Person, {**facts, "bio": to_html(facts["bio"]), "bios": bios})

    def _series(self, facts: dict) -> Series:
        channel, shape = self.channels[facts["channel"]], self.formats[facts["format"]]
        of_it = facts["key"] if facts["key"] in self.sample.lists else None  # a list is named like its series
        return _addressed(
            Series, _without(facts, "credits"), channel=channel, format=shape, mailing_list_id=of_it
        )


def _addressed(model, facts: dict, **more):
    return model.objects.create(slug=facts["key"], **_without({**facts, **more}, "key"))


def _without(facts: dict, *names: str) -> dict:
    return {name: value for name, value in facts.items() if name not in names}


def _replace(briefing: Briefing, old: str, new: str) -> None:
    for part in briefing.parts.all():
        if old in part.body:
            part.body = str(part.body).replace(old, new)
            part.save(update_fields=["body"])
