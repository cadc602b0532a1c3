from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from briefings.models.briefing import Briefing
from briefings.models.people import Organisation, Person
from briefings.models.sections import Series


class Role(models.TextChoices):
    """What somebody did for a publication. Byline and credit line are generated from these."""

    AUTHOR = "author", _("author")
    EDITOR = "editor", _("editor")
    ASSISTANT = "assistant", _("assistant")
    TRANSLATOR = "translator", _("translator")
    PHOTOGRAPHER = "photographer", _("photographer")
    ILLUSTRATOR = "illustrator", _("illustrator")
    RESEARCHER = "researcher", _("researcher")
    SPEAKER = "speaker", _("speaker")
    HOST = "host", _("host")


class CreditBase(models.Model):
    """Exactly one of person, organisation or series, in a role, in order."""

    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.AUTHOR)
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
    )
    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)s_as_author",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation=None, series=None)
                | models.Q(person=None, organisation__isnull=False, series=None)
                | models.Q(person=None, organisation=None, series__isnull=False),
                name="%(class)s_credits_one",
                violation_error_message=_("Choose exactly one: a person, an organisation or a series."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.to}"

    @property
    def to(self) -> Person | Organisation | Series:
        return self.person or self.organisation or self.series


class Credit(CreditBase):
    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="credits")

    class Meta(CreditBase.Meta):
        verbose_name = _("credit")
        verbose_name_plural = _("credits")


class SeriesCredit(CreditBase):
    """Who works on a series: a new briefing of it starts with these credits."""

    of = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="default_credits")

    class Meta(CreditBase.Meta):
        verbose_name = _("usual credit")
        verbose_name_plural = _("usual credits")
