"""No sequence of actions leads to a mailing without consent on record; every action goes through its public door."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from subscriptions import erasing, tasks, tokens
from subscriptions.adding import add, stop
from subscriptions.addresses import read
from subscriptions.evidence import Evidence
from subscriptions.importers import Report, Run
from subscriptions.models import CONSENT, Event, Limit, MailingList, Subscriber, Subscription, Suppression
from tests import factories as make
from tests.subscriptions.mailbox import work
from tests.subscriptions.people import EMAIL, form, mailing_list

pytestmark = pytest.mark.django_db
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LISTS = ("weekly", "monthly")


class World:
    """One person, two lists, and everything that can be done to them. `agreed` is what ought to be mailed at most."""

    def __init__(self, admin):
        self.client, self.admin = Client(), admin
        self.lists = {slug: mailing_list(slug) for slug in LISTS}
        self.agreed: set[str] = set()
        self.undo: dict[str, str] = {}

    @property
    def person(self) -> Subscriber | None:
        return Subscriber.objects.first()

    def sign_up(self, slug: str) -> None:
        Limit.objects.all().delete()
        assert self.client.post("/subscribe/", form(EMAIL, slug)).status_code == 200

    def confirm(self, slug: str) -> None:
        person = self.person
        if person:
            waits = person.subscriptions.filter(state="pending", mailing_list__slug=slug).exists()
            silenced = Suppression.objects.silences(person.key)
            token = tokens.make(tokens.CONFIRM, person.pk)
            self.client.post(f"/subscribe/confirm/{token}/", {"lists": [self.lists[slug].pk]})
            self.agreed |= {slug} if waits and not silenced else set()

    def look(self, slug: str) -> None:
        """What link scanners do."""
        if self.person:
            for purpose, path in ((tokens.CONFIRM, "subscribe/confirm"), (tokens.ERASE, "preferences/erase")):
                parts = [1] if purpose != tokens.CONFIRM else []
                self.client.get(f"/{path}/{tokens.make(purpose, self.person.pk, *parts)}/")
            token = tokens.make(tokens.UNSUBSCRIBE, self.person.pk, self.lists[slug].pk)
            self.client.get(f"/unsubscribe/{token}/")

    def leave(self, slug: str) -> None:
        if self.person:
            token = tokens.make(tokens.UNSUBSCRIBE, self.person.pk, self.lists[slug].pk)
            page = self.client.post(f"/unsubscribe/{token}/")
            if "/unsubscribe/undo/" in page.text:
                self.undo[slug] = page.text.split('action="/unsubscribe/undo/')[1].split('"')[0]

    def take_back(self, slug: str) -> None:
        if slug in self.undo:
            self.client.post(f"/unsubscribe/undo/{self.undo[slug]}")

    def prefer(self, slug: str) -> None:
        person = self.person
        if person:
            token = tokens.make(tokens.PREFERENCES, person.pk, person.version)
            self.client.post(f"/preferences/{token}/", {"do": "lists", "lists": [self.lists[slug].pk]})
            if not Suppression.objects.silences(person.key):
                self.agreed.add(slug)

    def pause(self, slug: str) -> None:
        if self.person:
            token = tokens.make(tokens.PREFERENCES, self.person.pk, self.person.version)
            self.client.post(f"/preferences/{token}/", {"do": "pause", "days": 30})

    def bring_in(self, slug: str) -> None:
        Run(Report("file.csv", slug), self.lists[slug]).run(_file())
        self.agreed.add(slug)

    def add_by_hand(self, slug: str) -> None:
        try:
            add(read(EMAIL), self.lists[slug], "Letter", self.admin)
        except Exception:
            return
        self.agreed.add(slug)

    def complain(self, slug: str) -> None:
        if self.person:
            stop(self.person, "complained", Evidence())

    def erase(self, slug: str) -> None:
        if self.person:
            erasing.erase(self.person)
        self.agreed.clear()
        self.undo.clear()

    def wait(self, slug: str) -> None:
        Subscription.objects.update(since=F("since") - tokens.LASTS[tokens.CONFIRM])
        tasks.forget(0)

    def close(self, slug: str) -> None:
        MailingList.objects.filter(slug=slug).update(visibility="closed")


def _file():
    import io

    return io.BytesIO(f"email\n{EMAIL}\n".encode())


ACTIONS = [name for name in vars(World) if not name.startswith("_") and callable(getattr(World, name))]


def check(world: World) -> None:
    """What must hold after every step."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for subscription in Subscription.objects.filter(state="active").select_related("mailing_list"):
        consent = Event.objects.get(pk=subscription.consent_id)
        assert consent.kind in CONSENT and consent.kind == subscription.basis
        assert consent.subscriber_id == subscription.subscriber_id
        assert consent.mailing_list_id == subscription.mailing_list_id
        assert subscription.mailing_list.slug in world.agreed
    for subscription in Subscription.objects.mailable():
        assert not Suppression.objects.silences(subscription.subscriber.key)
        assert not subscription.subscriber.is_paused


@example(steps=[(action, "weekly") for action in ("bring_in", "leave", "complain", "take_back")])
@given(steps=st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from(LISTS)), max_size=14))
@quick
def test_no_sequence_of_actions_mails_without_consent(mailbox, steps):
    with transaction.atomic():
        world = World(make.administrator())
        for action, slug in steps:
            getattr(world, action)(slug)
            check(world)
        transaction.set_rollback(True)


def test_the_actions_do_lead_to_mailings(mailbox):
    world = World(make.administrator())
    for action in ("sign_up", "confirm", "leave", "take_back"):
        getattr(world, action)("weekly")
        check(world)
    assert Subscription.objects.mailable().count() == 1
    assert work()
