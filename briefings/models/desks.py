"""Whose work is limited to some channels or series. Who has no desk works on everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from briefings.models.briefing import Briefing
from briefings.models.sections import Channel, Series


class Desk(models.Model):
    """One channel (with its series) or one series that a user works on."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("colleague"), on_delete=models.CASCADE, related_name="desks"
    )
    channel = models.ForeignKey(
        Channel, verbose_name=_("channel"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    series = models.ForeignKey(
        Series, verbose_name=_("series"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("desk")
        verbose_name_plural = _("desks")
        ordering = ["user__username", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel=None, series__isnull=False)
                | models.Q(series=None, channel__isnull=False),
                name="desk_of_one_section",
                violation_error_message=_("Choose either a channel or a series."),
            ),
            models.UniqueConstraint(fields=["user", "channel"], name="desk_channel_once"),
            models.UniqueConstraint(fields=["user", "series"], name="desk_series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.series or self.channel}"


@dataclass(frozen=True)
class Reach:
    """The channels and series of somebody's desks, as ids; the series of the channels are among them."""

    channels: frozenset[int]
    series: frozenset[int]

    @classmethod
    def of(cls, user) -> Reach | None:
        """None where there is no limit. Remembered on the user, who is made anew for each request."""
        if user is None or user.is_superuser:
            return None
        if not hasattr(user, "_reach"):
            rows = Desk.objects.filter(user=user).order_by()
            cls.remember(user, rows.values_list("channel", "series", "channel__series"))
        return user._reach

    @classmethod
    def remember(cls, user, rows: Iterable[tuple[int | None, int | None, int | None]]) -> None:
        """Note what `rows` say: of each desk the channel, the series, a series of the channel."""
        rows = list(rows)
        channels = frozenset(row[0] for row in rows if row[0])
        user._reach = (
            cls(channels, frozenset(one for row in rows for one in row[1:] if one)) if rows else None
        )

    def covers(self, briefing: Briefing) -> bool:
        return self.covers_section(briefing.channel_id, briefing.series_id)

    def covers_section(self, channel: int | None, series: int | None) -> bool:
        return channel in self.channels or series in self.series

    def query(self) -> models.Q:
        return models.Q(channel__in=self.channels) | models.Q(series__in=self.series)
