"""Comments: on a part or the whole, answered, resolved, naming colleagues who are then told."""

from __future__ import annotations

import re
from collections import Counter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from briefings.models import Activity, Briefing, Comment, Deed, Mention, Share, name_of
from briefings.publishing.errors import NotPossible
from briefings.publishing.later import tell
from briefings.publishing.rights import colleagues, may_see, require_sight

LONGEST = 5000
# A name follows an @ that does not stand inside an address; a dot or hyphen at its end belongs to the sentence.
_NAMED = re.compile(r"(?<![\w.@])@([\w][\w.+-]*(?:@[\w-]+(?:\.[\w-]+)+)?)")


def comment(
    briefing: Briefing, text: str, *, part: str = "", answers: Comment | None = None, by=None
) -> Comment:
    """Write `text` beside `part` (a key; "" for the whole piece), perhaps as an answer. Colleagues named in it
    (`@name`) are told by mail. Raises NotAllowed, and NotPossible for an empty text or an unknown part."""
    require_sight(by, "view_briefing", briefing)
    if answers:
        answers = answers.answers or answers  # one level is enough
        part = answers.part
    elif part and not briefing.parts.filter(key=part).exists():
        raise NotPossible(_("There is no such part."))
    with transaction.atomic():
        made = _write(briefing, text, part=part, answers=answers, author=by, who=name_of(by) if by else "")
        for user in named(text, briefing):
            if user != by:
                mention = Mention.objects.create(comment=made, user=user)
                tell("mentioned", mention=mention.pk)
    return made


def comment_as_guest(share: Share, text: str, *, who: str, part: str = "") -> Comment:
    """A comment by somebody who was shared the draft; who shared it is told. The caller has looked at the share."""
    if part and not share.briefing.parts.filter(key=part).exists():
        part = ""
    with transaction.atomic():
        made = _write(share.briefing, text, part=part, who=who, share=share)
        tell("guest_answered", share=share.pk, who=who, text=made.text)
    return made


def resolve(note: Comment, *, by=None, again: bool = False) -> None:
    """Say that a comment is dealt with, or with `again` that it is not. Raises NotAllowed."""
    require_sight(by, "change_briefing", note.briefing)
    with transaction.atomic():
        row = Comment.objects.select_for_update().get(pk=note.pk)
        if again is (row.resolved_at is None):
            return
        row.resolved_at, row.resolved_by = (None, None) if again else (timezone.now(), by)
        row.save(update_fields=["resolved_at", "resolved_by"])
        Activity.note(note.briefing, Deed.REOPENED if again else Deed.RESOLVED, by=by, words=row.text[:200])


def named(text: str, briefing: Briefing) -> list:
    """The colleagues whom `text` names and who may see the piece, each once.

    `@wren` stands for a user name, for one before the @ of an address, or for a full name without its spaces, as far
    as only one colleague has it.
    """
    wanted = {name.rstrip(".-+_").casefold() for name in _NAMED.findall(text)}
    if not wanted:
        return []
    people = list(colleagues())
    handles = {person.pk: _handles(person) for person in people}
    borne = Counter(handle for found in handles.values() for handle in found)
    exact = {person.get_username().casefold(): person.pk for person in people}
    return [
        person
        for person in people
        if any(
            exact.get(name) == person.pk or (name not in exact and borne[name] == 1)
            for name in wanted & handles[person.pk]
        )
        and person.has_perm("briefings.view_briefing")
        and may_see(person, briefing)
    ]


def _handles(person) -> set[str]:
    username, first, last = person.get_username(), person.first_name, person.last_name
    names = {username, username.partition("@")[0], f"{first}{last}", f"{last}{first}"}
    return {name.replace(" ", "").casefold() for name in names if name.strip()}


def _write(briefing: Briefing, text: str, **known) -> Comment:
    text = text.replace("\x00", "").strip()
    if not text:
        raise NotPossible(_("The comment is empty."))
    if len(text) > LONGEST:
        raise NotPossible(_("The comment is too long."))
    latest = briefing.latest_version
    made = Comment.objects.create(briefing=briefing, text=text, version=latest and latest.number, **known)
    Activity.note(
        briefing, Deed.COMMENTED, by=made.author, who=made.who, version=made.version, words=text[:200]
    )
    return made
