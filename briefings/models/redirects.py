"""Old addresses: written when something moves, collapsed so that no chain forms, answered for everything below.

A redirect of `/series/old/` also answers `/series/old/feed.xml`, and one of `/publications/2024/old/` answers
`/publications/2024/old.md`. An empty target means “gone” (410): it was here and has been withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from django.db import models
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Answer:
    """Where an old address leads: `target` is a path, or "" when the thing is gone. `by_query` says that the query
    was part of the old address, so that it does not go along."""

    target: str
    by_query: bool = False


class RedirectQuerySet(models.QuerySet):
    def moved(self, old: str, new: str) -> None:
        """Record that what stood at path `old` stands at `new`; both may be percent-encoded. Idempotent."""
        old, new = unquote(old), unquote(new)
        if old == new:
            return
        self.filter(target=old).update(target=new)
        self.filter(path=new).delete()
        self.update_or_create(path=old, defaults={"target": new})

    def gone(self, path: str) -> None:
        """Record that what stood at `path` has been withdrawn. What led there still does: it may return."""
        self.update_or_create(path=unquote(path), defaults={"target": ""})

    def returned(self, path: str) -> None:
        """`path` is in use again."""
        self.filter(path=unquote(path)).delete()

    def answer(self, path: str, query: str = "") -> Answer | None:
        """Where a path (decoded) that nothing serves leads, or None. `query` is tried first: `/?p=12`."""
        if "\0" in path:
            return None  # no text in PostgreSQL has it
        tries = _tries(path, query)
        found = {r.path: r.target for r in self.filter(path__in=list(tries))}
        for old, rest in tries.items():
            if old in found:
                return Answer(_below(found[old], rest), by_query="?" in old)
        return None


class Redirect(models.Model):
    """An address that used to work and where it leads now."""

    path = models.CharField(_("old path"), max_length=1000, unique=True)
    target = models.CharField(
        _("leads to"),
        max_length=1000,
        blank=True,
        db_index=True,
        help_text=_("Empty: withdrawn, answered as gone (410)."),
    )
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.path} → {self.target or '410'}"


def _tries(path: str, query: str) -> dict[str, str]:
    """Recorded paths that may answer for `path`, nearest first, each with what remains of `path` below it."""
    tries = {f"{path}?{query}": ""} if query else {}
    tries[path] = ""
    tries.setdefault(path if path.endswith("/") else f"{path}/", "")
    stem, dot, suffix = path.rpartition(".")
    if dot and "/" not in suffix:
        tries[f"{stem}/"] = f".{suffix}"
    parent, rest = path.rstrip("/"), "/" if path.endswith("/") else ""
    while parent.count("/") > 1:
        parent, _slash, last = parent.rpartition("/")
        rest = f"{last}/{rest}" if rest not in ("", "/") else f"{last}{rest}"
        tries.setdefault(f"{parent}/", rest)
    return tries


def _below(target: str, rest: str) -> str:
    if not target or not rest:
        return target
    return f"{target.rstrip('/')}{rest}" if rest.startswith(".") else f"{target}{rest}"
