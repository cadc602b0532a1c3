"""The plain text of a mail: what the HTML says, in the same order, for those who read no HTML."""

from __future__ import annotations

import re
from datetime import date

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from briefings import canonical, reading
from briefings.bylines import join_names
from briefings.editions.mail.mail import Mail
from briefings.editions.mail.plain_html import Links, high, lines_of
from briefings.editions.mail.wrapping import COLUMNS, width, wrapped
from briefings.editions.showing import ShownItem
from briefings.prose import Prose

_RULE = "-" * COLUMNS
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b\ufeff]")


def plain(mail: Mail) -> str:
    """The whole text in the active language, with the marks of `subscriptions.sending.marks`. No line is longer than 72
    columns but for addresses and words that cannot be divided."""
    links = Links()
    blocks = [*_head(mail), _prose(mail.shown.intro, links), links.take()]
    for entry in mail.shown.items:
        blocks += [[_RULE], *_item(mail, entry, links)]
    if mail.content.amendments:
        blocks += [[_RULE], *_amendments(mail)]
    blocks += [[_RULE], _credits(mail, links), _prose(mail.shown.closing, links), links.take(), _foot(mail)]
    text = "\n\n".join("\n".join(block).strip("\n") for block in blocks if any(block))
    return _CONTROLS.sub("", text) + "\n"


def _head(mail: Mail) -> list[list[str]]:
    says = mail.content
    day = reading.calendar_day(date.fromisoformat(says.date))
    number = _("No. %(number)s") % {"number": says.number}
    page = canonical.absolute(mail.page)
    banner = (
        _("Test.")
        + " "
        + _("Only those whom an editor chose get this. Its links to unsubscribe change nothing.")
    )
    names = join_names([credit.to.name_in() for credit in mail.authors])
    return [
        wrapped(f"*** {banner} ***") if mail.test else [],
        [mail.site.name_in(), *wrapped(f"{says.series.name_in()} · {number} · {day}")],
        [_("View in browser") + ":", page],
        _underlined(says.subject, "="),
        wrapped(_("By %(names)s") % {"names": names}) if names else [],
    ]


def _item(mail: Mail, entry: ShownItem, links: Links) -> list[list[str]]:
    item = entry.item
    kind = reading.kind_name(item.kind)
    series = item.series.name_in() if item.series and item.series.id != mail.content.series.id else ""
    facts = [kind, series, mail.byline_of(item), reading.day(entry.published_at)]
    picture = [_("[Picture: %(alt)s]") % {"alt": item.figure.alt}] if item.figure and item.figure.alt else []
    if item.figure:
        picture += filter(None, [item.figure.caption, item.figure.credit])
    where = _("Read on") if entry.is_excerpt else _("On the site")
    return [
        [line for said in item.note.splitlines() for line in wrapped(said)],
        _underlined(item.title, "="),
        wrapped(" · ".join(filter(None, facts))),
        wrapped(item.dek) if item.dek else [],
        wrapped(" · ".join(picture)) if picture else [],
        _prose(entry.prose, links),
        links.take(),
        [f"{where}:", canonical.absolute(item.url)] if item.url else [],
    ]


def _amendments(mail: Mail) -> list[list[str]]:
    blocks = [_underlined(_("Corrections to earlier editions"), "=")]
    for amended in mail.content.amendments:
        note = f"{_('Retracted.')} {amended.note}" if amended.retracted else amended.note
        where = [canonical.absolute(amended.url)] if amended.url else []
        blocks.append([*wrapped(f"{amended.title}: {note}"), *where])
    return blocks


def _prose(prose: Prose, links: Links) -> list[str]:
    """The parts under their headings, then their notes."""
    lines: list[str] = []
    for part in prose.parts:
        if part.heading:
            lines += [*_underlined(part.heading, "-"), ""]
        lines += [*_trimmed(lines_of(part.html, links)), ""]
    for number, note in enumerate(prose.notes, prose.before + 1):
        lines += wrapped(note, f"{high(number)} ")
    return _trimmed(lines)


def _credits(mail: Mail, links: Links) -> list[str]:
    """The sentences of the page, whose names are links there; here the names will do."""
    html = render_to_string("briefings/credit_line.html", {"says": mail.content})
    return _trimmed(lines_of(re.sub(r"</?a\b[^>]*>", "", html), links))


def _foot(mail: Mail) -> list[str]:
    site = mail.site
    return [
        "-- ",
        *wrapped(f"{mail.why} {mail.counts}"),
        "",
        _("Change your subscriptions") + ":",
        mail.preferences,
        _("Unsubscribe") + ":",
        mail.unsubscribe,
        "",
        mail.publisher,
        *site.postal_address.splitlines(),
        site.contact_email,
    ]


def _underlined(text: str, sign: str) -> list[str]:
    lines = wrapped(text)
    return [*lines, sign * min(COLUMNS, max(map(width, lines)))]


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines
