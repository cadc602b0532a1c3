"""What people keep beside the index: editors' synonyms, pinned results and protected words; readers' questions.

The index itself is no model: its tables are made and swapped whole (`indexing/schema.py`).
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import parse_qsl

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.querying.forms import key, normal


class Rebuild(models.Model):
    """One making of the whole index anew."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        STOPPED = "stopped", _("stopped")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    done = models.PositiveIntegerField(_("entries done"), default=0)
    total = models.PositiveIntegerField(_("entries in all"), default=0)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("rebuild of the index")
        verbose_name_plural = _("rebuilds of the index")
        ordering = ["-started_at"]
        permissions = [("rebuild_search", _("Can rebuild the search index"))]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.get_state_display()}"


class Change(models.Model):
    """An entry that the index has still to take over: one of a large import, or written while a rebuild was running."""

    source = models.CharField(max_length=50)
    key = models.BigIntegerField()
    noted_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.source} {self.key}"

    @classmethod
    def note(cls, source: str, keys: Collection[int]) -> None:
        cls.objects.bulk_create(cls(source=source, key=key) for key in keys)


class Aside(models.Model):
    """An entry that stands beside those which are counted: a person, an edition (`indexing/asides.py` writes them).

    `facets` is a list of {"facet", "key", "label", "labels"}.
    """

    source = models.CharField(max_length=50)
    key = models.BigIntegerField()
    title = models.TextField()
    published = models.DateTimeField(null=True)
    weight = models.PositiveIntegerField(default=0)
    shown = models.JSONField()
    passages = models.JSONField()
    facets = models.JSONField()
    tsv = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="search_aside_once")]
        indexes = [GinIndex(fields=["tsv"], name="search_aside_words", fastupdate=False)]

    def __str__(self) -> str:
        return self.title


class Synonyms(models.Model):
    """Words and phrases that mean the same: who looks for one of them finds them all."""

    phrases = models.TextField(
        _("words and phrases"),
        help_text=_("One a line, in any language: Pyongyang, 평양, P’yŏngyang."),
    )
    keys = ArrayField(models.CharField(max_length=200), editable=False, default=list)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["phrases"]
        indexes = [GinIndex(fields=["keys"], name="search_synonym_keys")]

    def __str__(self) -> str:
        return " = ".join(self.lines)

    def save(self, **kwargs) -> None:
        self.keys = sorted({key(line) for line in self.lines} - {""})
        super().save(**kwargs)

    def clean(self) -> None:
        keys = {key(line) for line in self.lines} - {""}
        if len(keys) < 2:
            raise ValidationError(
                {"phrases": _("Write at least two different words or phrases, one a line.")}
            )

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.phrases.splitlines() if line.strip()]


class Pin(models.Model):
    """Results that editors put first for a question."""

    query = models.CharField(
        _("question"), max_length=200, help_text=_("As readers type it; case and endings do not matter.")
    )
    key = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
        verbose_name = _("pinned result")
        verbose_name_plural = _("pinned results")
        ordering = ["query"]

    def __str__(self) -> str:
        return self.query

    def save(self, **kwargs) -> None:
        self.key = key(self.query)
        super().save(**kwargs)

    def clean(self) -> None:
        wanted = key(self.query)
        if not wanted:
            raise ValidationError({"query": _("Write at least one word.")})
        if Pin.objects.filter(key=wanted).exclude(pk=self.pk).exists():
            raise ValidationError({"query": _("There is a pinned result for this question already.")})


class PinnedEntry(models.Model):
    """One entry of a pin, by its address on this site."""

    pin = models.ForeignKey(Pin, on_delete=models.CASCADE, related_name="entries")
    url = models.CharField(_("address"), max_length=500, help_text=_("For example /publications/2026/…/"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.url


class ProtectedWord(models.Model):
    """A word that is right as it is: nobody is asked whether another was meant."""

    word = models.CharField(_("word"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("word not to correct")
        verbose_name_plural = _("words not to correct")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word

    def save(self, **kwargs) -> None:
        self.word = normal(self.word)
        super().save(**kwargs)


class Question(models.Model):
    """What readers looked for on one day, in numbers; nothing about the readers."""

    day = models.DateField(_("day"))
    query = models.CharField(_("question"), max_length=200)
    searches = models.PositiveIntegerField(_("searches"), default=0)
    in_vain = models.PositiveIntegerField(_("found nothing"), default=0)
    results = models.PositiveIntegerField(_("results at last"), default=0)

    class Meta:
        verbose_name = _("question of readers")
        verbose_name_plural = _("questions of readers")
        ordering = ["-in_vain", "-searches", "query"]
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="search_question_once")]

    def __str__(self) -> str:
        return self.query


class SavedSearch(models.Model):
    """A search that somebody wants to hear about: its address and the newest entry it had when last looked at."""

    query = models.CharField(_("search"), max_length=2000)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    seen_until = models.DateTimeField(_("seen until"), default=timezone.now)
    # What was new when it was asked last: {"number": 2, "pieces": [[address, title], …]}, {} where nobody has asked or
    # it took too long.
    found = models.JSONField(default=dict, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return " · ".join(value for _name, value in parse_qsl(self.query))
