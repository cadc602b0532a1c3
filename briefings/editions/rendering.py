"""What the verbs ask of the mail and of preflight, in one place."""

from __future__ import annotations

from briefings.editions import mail, preflight
from briefings.editions.content import EditionContent
from briefings.editions.preflight import Look, Problem
from briefings.models import Edition
from subscriptions.models import MailingList
from subscriptions.sending.words import Words


def words(content: EditionContent, site, page: str, mailing_list: MailingList) -> dict[str, Words]:
    """The mail in each interface language; `page` is the path of the edition's page."""
    return mail.words(content, site, page, mailing_list=mailing_list)


def problems(look: Look, *, mailed: bool) -> list[Problem]:
    """What speaks against sending it; `mailed`: to the list, not only on the site."""
    return preflight.checked(look, mailed=mailed)


def embargoes(edition: Edition, content: EditionContent) -> list[Problem]:
    """The pieces that must not go out yet at the moment for which `edition` is scheduled."""
    return list(preflight.embargoes.are_over(Look(edition, content, None)))


def is_error(problem: Problem) -> bool:
    return problem.level == "error"
