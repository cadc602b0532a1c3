"""Where the working copy stands between writer and editors; comments on it; who is told.

Apart from `Briefing.state`, which says what readers see: a published piece may have a new draft under review.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings.models.activity import Activity, Deed
from briefings.models.briefing import Briefing
from briefings.models.versions import Version


class ReviewState(models.TextChoices):
    WRITING = "writing", _("being written")
    IN_REVIEW = "in_review", _("in review")
    CHANGES = "changes", _("changes requested")
    APPROVED = "approved", _("approved")


class ReviewManager(models.Manager):
    def outdate(self, versions: list[Version], by=None) -> None:
        """These versions are new: an approval of an earlier one is dropped, and its piece is in review again."""
        fresh = {version.briefing_id: version for version in versions}
        approved = self.filter(briefing__in=fresh, state=ReviewState.APPROVED)
        for review in approved.select_related("approved_version"):
            old, version = review.approved_version, fresh[review.briefing_id]
            if old != version:
                review.take_back()
                Activity.note(
                    version.briefing, Deed.APPROVAL_DROPPED, by=by, version=version.number,
                    words=str(old.number) if old else "",
                )  # fmt: skip


class Review(models.Model):
    """`assignee` is whose turn it is. `approved_version` is what was approved, and nothing else."""

    briefing = models.OneToOneField(
        Briefing, primary_key=True, on_delete=models.CASCADE, related_name="review"
    )
    state = models.CharField(_("review"), max_length=20, choices=ReviewState, default=ReviewState.WRITING)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due = models.DateField(_("due"), null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_version = models.ForeignKey(Version, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    objects = ReviewManager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [models.Index(fields=["state", "due"]), models.Index(fields=["assignee", "due"])]

    def __str__(self) -> str:
        return self.get_state_display()

    def take_back(self) -> None:
        """From approved to in review."""
        self.state = ReviewState.IN_REVIEW
        self.approved_version = self.approved_by = self.approved_at = None
        self.save(update_fields=["state", "approved_version", "approved_by", "approved_at"])


class Comment(models.Model):
    """On one part (`part` is its key), or on the whole. By a colleague, or by a guest who was shared the draft."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="comments")
    version = models.PositiveIntegerField(_("version"), null=True)
    part = models.CharField(_("part"), max_length=50, blank=True)
    answers = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    who = models.CharField(_("name"), max_length=200)
    share = models.ForeignKey(
        "briefings.Share", null=True, on_delete=models.SET_NULL, related_name="comments"
    )
    text = models.TextField(_("comment"), max_length=5000)
    written_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text


class Mention(models.Model):
    """A colleague named in a comment; told by mail, once."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="mention_once")]

    def __str__(self) -> str:
        return f"@{self.user}"
