"""Rows of every model that the back office shows, and the addresses of all its pages.

Both come from the admin's registry: a model that is registered later and has no maker here fails with its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from taggit.models import Tag

from briefings.models import (
    Briefing,
    Channel,
    CheckRule,
    Desk,
    Document,
    Edition,
    Format,
    Image,
    Organisation,
    Person,
    Redirect,
    Region,
    Series,
    Term,
    Topic,
)
from newsroom.models import FrontSlot, Job, NavigationItem, Page, SiteRecord
from search.models import Pin, ProtectedWord, Question, Rebuild, SavedSearch, Synonyms
from subscriptions.models import Delivery, Import, Mailing, MailingList, Subscriber, Suppression
from tests import factories as make
from tests.briefings.editions import press

DJANGOS_OWN = ("/delete/", "/history/")  # nothing of ours is on most of them
FOR_ALL = ("index", "find", "password_change")


def _briefing(n: int) -> None:
    number = f"{n:02}"
    make.briefing(
        f"Yards return to profit {number}",
        publish=n % 3 != 0,
        series=_some(Series, n),
        channel=_some(Channel, n),
        image=_some(Image, n),
        authors=[_some(Person, n)],
        topics=[_some(Topic, n)],
        regions=[_some(Region, n)],
        tags=[f"ships {number}"],
        documents=[_some(Document, n)],
    )


def _some(model: type[Model], n: int):
    return model._default_manager.order_by("pk")[n]


def _list(n: int) -> None:
    MailingList.objects.create(slug=f"list-{n}", name=f"List {n}", promise="Once a week.")


def _edition(n: int) -> None:
    press.edition(
        _some(Series, n),
        _some(Briefing, n),
        number=n + 1,
        day=date(2026, 1, 1) + timedelta(weeks=n),
    )


def _delivery(n: int) -> None:
    Delivery.objects.create(
        mailing=_some(Mailing, n), subscriber=_some(Subscriber, n), domain="example.org", language="en"
    )


# In the order in which they need each other.
MAKERS: dict[type[Model], Callable[[int], object]] = {
    User: lambda n: make.writer(f"colleague-{n}"),
    Group: lambda n: Group.objects.create(name=f"Group {n}"),
    Person: lambda n: make.person(f"Person {n}"),
    Organisation: lambda n: make.organisation(f"Institute {n}"),
    Image: lambda n: make.image(f"Harbour {n}", digest=f"{n:064}"),
    Document: lambda n: make.document(f"Tables {n}", digest=f"{n:064}"),
    Channel: lambda n: make.channel(f"Channel {n}"),
    MailingList: _list,
    Series: lambda n: make.series(
        f"Series {n}", channel=_some(Channel, n), mailing_list=_some(MailingList, n), is_newsletter=True
    ),
    Topic: lambda n: make.topic(f"Topic {n}"),
    Region: lambda n: make.region(f"Region {n}", parent=Region.objects.order_by("-pk").first()),
    Format: lambda n: Format.objects.create(key=f"shape-{n}", name=f"Shape {n}"),
    Briefing: _briefing,
    Tag: lambda n: Tag.objects.create(name=f"steel {n}", slug=f"steel-{n}"),
    Edition: _edition,
    Desk: lambda n: Desk.objects.create(user=_some(User, n), series=_some(Series, n)),
    CheckRule: lambda n: None,  # a fixed set, made by a migration
    Term: lambda n: Term.objects.create(preferred=f"Yoon Suk Yeol {n}", variants=["Yoon Seok-youl"]),
    Redirect: lambda n: Redirect.objects.create(path=f"/old/{n}/", target="/publications/"),
    FrontSlot: lambda n: FrontSlot.objects.create(briefing=_some(Briefing, n), position=n),
    Page: lambda n: Page.objects.create(slug=f"about-{n}", title=f"About {n}"),
    SiteRecord: lambda n: press.site() if n == 0 else None,
    NavigationItem: lambda n: NavigationItem.objects.create(label=f"About {n}", url="/about/", position=n),
    Subscriber: lambda n: Subscriber.objects.create(
        email=f"reader{n}@example.org", key=f"reader{n}@example.org", language="en"
    ),
    Suppression: lambda n: Suppression.objects.add(f"gone{n}@example.org", "manual", by=_some(User, n)),
    Import: lambda n: Import.objects.create(
        mailing_list=_some(MailingList, n), name=f"people-{n}.csv", by=_some(User, n)
    ),
    Mailing: lambda n: Mailing.objects.create(
        mailing_list=_some(MailingList, n), key=f"issue-{n}", subject=f"Issue {n}", by=_some(User, n)
    ),
    Delivery: _delivery,
    Pin: lambda n: Pin.objects.create(query=f"quota {n}").entries.create(url="/publications/"),
    Question: lambda n: Question.objects.create(day=timezone.localdate(), query=f"quota {n}", searches=2),
    Rebuild: lambda n: Rebuild.objects.create(state="finished", finished_at=timezone.now()),
    SavedSearch: lambda n: SavedSearch.objects.create(query=f"q=quota+{n}"),
    Synonyms: lambda n: Synonyms.objects.create(phrases=f"quota {n}\nlimit {n}"),
    ProtectedWord: lambda n: ProtectedWord.objects.create(
        word="wordish" + "abcdefghijklmnopqrstuvwxyz123456"[n]
    ),
    Job: lambda n: None,  # the rows come with the jobs of the others
}


def fill(rows: int) -> None:
    """`rows` of each registered model."""
    missing = set(admin.site._registry) - set(MAKERS)
    assert not missing, f"give MAKERS a row of {missing}"
    for model, maker in MAKERS.items():
        for n in range(rows):
            try:
                maker(n)
            except Exception as error:
                raise AssertionError(f"no {model.__name__}: {error}") from error


def addresses() -> Iterator[str]:
    """Every page: the common ones, and of each model its stock pages and what its admin adds to them."""
    yield from (reverse(f"admin:{name}") for name in FOR_ALL)
    yield reverse("admin:find") + "?q=yards"
    for model, of_model in admin.site._registry.items():
        key = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
        for pattern in of_model.get_urls():
            if pattern.name:
                yield from _address(pattern.name, key)


def _address(name: str, key) -> Iterator[str]:
    """With the first row's key, without one, or none: some addresses belong to rows of other kinds."""
    for arguments in ([key], []):
        if arguments != [None]:
            try:
                yield reverse(f"admin:{name}", args=arguments)
            except NoReverseMatch:
                continue
            return


def is_page(answer) -> bool:
    """Whether a GET found a page in the back office's frame: not a verb, a file, a piece for a script or the public
    page in a preview."""
    html = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return html and 'id="site-name"' in answer.text
