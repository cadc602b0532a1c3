"""The page that asks: each field that both changed, as it was, as it is saved, as it was sent; and what is to become
of it. It posts to the form's own address, so what was decided is saved like anything else.
"""

from __future__ import annotations

import json
import re

from django.forms import Media, Script
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from briefings.admin.merging.values import Conflict, Outcome
from briefings.admin.prose import ProseWidget
from briefings.admin.working.presence import Piece
from briefings.diffing import aligning, blocks, rendering
from briefings.diffing.merging import combine_html, combine_text

MOST = 200  # fields in conflict that are read from a form


def ask(admin, request: HttpRequest, piece: Piece, outcome: Outcome, asked) -> HttpResponse:
    """The page for the conflicts of `outcome`; `asked` (an `Asked`) says what it tells of them."""
    questions = [_question(number, conflict) for number, conflict in enumerate(outcome.conflicts)]
    media = admin.media + Media(js=[Script("briefings/admin/merging.js", type="module")])
    if any(question["editor"] for question in questions):
        media = media + ProseWidget().media
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Two texts for one piece"),
        "subtitle": str(piece),
        "opts": admin.opts,
        "original": piece,
        "media": media,
        "questions": questions,
        "hidden": _hidden(outcome.data),
        "taken": list(dict.fromkeys(outcome.taken)),
        "asked": asked,
        "their_name": asked.name,
        "action": request.get_full_path(),
    }
    request.current_app = admin.admin_site.name
    return TemplateResponse(request, "admin/briefings/merging/page.html", context, status=409)


def decided(posted: QueryDict) -> QueryDict:
    """What the page's answers make of the form: each field as chosen. Other forms pass through."""
    if "_choice-0" not in posted:
        return posted
    data = posted.copy()
    for number in range(MOST):
        choice = data.get(f"_choice-{number}")
        if choice is None:
            break
        raw = _read(data.get(f"_theirs-{number}", ""))
        if choice == "theirs":
            for name, values in raw.items():
                data.setlist(name, values)
        elif choice == "both" and f"_both-{number}" in data:
            for name in raw:
                data[name] = data[f"_both-{number}"]
    for name in [name for name in data if re.match(r"_(choice|theirs|both)-\d+\Z", name)]:
        del data[name]
    return data


def _read(text: str) -> dict[str, list[str]]:
    try:
        raw = json.loads(text)
        return {str(name): [str(value) for value in values] for name, values in raw.items()}
    except (ValueError, AttributeError, TypeError):
        return {}


def _question(number: int, conflict: Conflict) -> dict:
    read = blocks.read if conflict.look == "html" else blocks.of_text
    base, theirs, mine = (read(text) for text in (conflict.base, conflict.theirs, conflict.mine))
    both, apart = "", False
    if conflict.look == "html":
        both, apart = combine_html(conflict.base, conflict.theirs, conflict.mine)
    elif conflict.look == "text":
        both, apart = combine_text(conflict.base, conflict.theirs, conflict.mine)
    editor = ProseWidget(conflict.kind) if conflict.look == "html" else None
    attrs = {
        "id": f"id_both_{number}",
        "aria-label": _("Both together: %(field)s") % {"field": conflict.label},
    }
    return {
        "number": number,
        "label": conflict.label,
        "look": conflict.look,
        "raw": json.dumps(conflict.raw),
        "base": rendering.inline(aligning.rows(base, base)),
        "theirs": rendering.inline(aligning.rows(base, theirs)),
        "mine": rendering.inline(aligning.rows(base, mine)),
        "both": both,
        "chosen": "both" if apart else "mine",
        "editor": editor and editor.render(f"_both-{number}", both, attrs),
    }


def _hidden(data: QueryDict) -> list[tuple[str, str]]:
    """The whole form for the page to carry, without its secret and its buttons."""
    kept = ("_key", "_window", "_revision")
    return [
        (name, value)
        for name, values in data.lists()
        for value in values
        if name in kept or not (name.startswith("_") or name == "csrfmiddlewaretoken")
    ]
