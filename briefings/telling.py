"""What colleagues are told by mail while a piece is worked on. Each function does nothing once there is no reason to."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefings import word
from briefings.models import Mention, Plan, PlanState, PlanVerb, Review, ReviewState, Share
from briefings.publishing.readiness import shown


def mentioned(mention: int) -> bool:
    """Tell a colleague who was named in a comment; whether there was somebody to tell. Noted in the transaction in which
    it is sent, so that a job which runs twice tells once."""
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        rows = Mention.objects.select_for_update(of=("self",)).select_related("user", "comment__briefing")
        one = rows.filter(pk=mention, told_at=None, user__is_active=True).exclude(user__email="").first()
        if one is None:
            return False
        note = one.comment
        one.told_at = timezone.now()
        one.save(update_fields=["told_at"])
        said = {"who": note.who, "title": note.briefing.title, "text": note.text}
        page = word.form_of(note.briefing, f"#comment-{note.pk}")
        body = _("%(who)s on “%(title)s”:\n\n%(text)s\n") % said
        word.send(one.user.email, _("%(who)s mentioned you: %(title)s") % said, f"{body}\n{page}\n")
    return True


def assigned(briefing: int, user: int, by: str) -> bool:
    """Tell a colleague that it is their turn, if it still is."""
    reviews = Review.objects.select_related("briefing", "assignee")
    one = reviews.filter(briefing=briefing, assignee=user, assignee__is_active=True).first()
    if one is None or not one.assignee.email:
        return False
    with override(settings.LANGUAGE_CODE):
        said = {"title": one.briefing.title, "by": by or _("The newsroom")}
        if one.state == ReviewState.CHANGES:
            body = _("%(by)s asks for changes to “%(title)s”.") % said
        elif one.state == ReviewState.IN_REVIEW:
            body = _("%(by)s asks you to review “%(title)s”.") % said
        else:
            body = _("%(by)s has assigned “%(title)s” to you.") % said
        page = word.form_of(one.briefing)
        word.send(one.assignee.email, _("Your turn: %(title)s") % said, f"{body}\n\n{page}\n")
    return True


def guest_answered(share: int, who: str, text: str) -> bool:
    """Tell who shared a draft that the guest commented on it (`text`) or agreed to it ("")."""
    one = Share.objects.select_related("briefing", "created_by").filter(pk=share).first()
    if one is None or not one.created_by or not one.created_by.email:
        return False
    with override(settings.LANGUAGE_CODE):
        said = {"who": who, "title": one.briefing.title}
        if text:
            subject, body = _("%(who)s commented on “%(title)s”") % said, text
        else:
            subject = _("%(who)s agrees to “%(title)s”") % said
            body = _("As far as %(who)s is concerned, the text may go out. The decision is yours.") % said
        word.send(one.created_by.email, subject, f"{body}\n\n{word.form_of(one.briefing)}\n")
    return True


def planned(plan: int) -> bool:
    """Tell who scheduled something that it was held back, and why, or that it was done late."""
    one = Plan.objects.select_related("briefing", "by").filter(pk=plan).first()
    if one is None or one.by is None or not one.by.email:
        return False
    with override(settings.LANGUAGE_CODE):
        said = {"title": one.briefing.title, "when": shown(one.at), "why": one.problem}
        if one.state == PlanState.HELD:
            subject = _("Held back: %(title)s")
            body = _("“%(title)s” was due on %(when)s and has been held back:\n\n%(why)s")
        elif one.state == PlanState.DONE:
            said["done"] = shown(one.done_at)
            subject = _("Late: %(title)s")
            if one.verb == PlanVerb.PUBLISH:
                body = _(
                    "“%(title)s” was due on %(when)s and was published on %(done)s, when the site ran again."
                )
            else:
                body = _(
                    "“%(title)s” was due on %(when)s and was withdrawn on %(done)s, when the site ran again."
                )
        else:
            return False
        word.send(one.by.email, subject % said, f"{body % said}\n\n{word.form_of(one.briefing)}\n")
    return True
