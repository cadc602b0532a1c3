"""What one can sign up for."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

one_line = RegexValidator(r"^[^\r\n\0]*\Z", _("Everything in one line, please."))


class Cadence(models.TextChoices):
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    IRREGULAR = "irregular", _("now and then")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("public: shown to everybody")
    PRIVATE = "private", _("private: sign-up only by a link or form of its own")
    CLOSED = "closed", _("closed: takes nobody new")


class MailingListQuerySet(models.QuerySet):
    def public(self) -> MailingListQuerySet:
        """Shown to everybody."""
        return self.filter(visibility=Visibility.PUBLIC)

    def open(self) -> MailingListQuerySet:
        """Whoever knows of them may sign up."""
        return self.exclude(visibility=Visibility.CLOSED)


class MailingList(models.Model):
    """A list with its promise. Name and texts also in other languages: `names = {"ko": "…"}`."""

    slug = models.SlugField(
        _("short name"),
        max_length=100,
        unique=True,
        help_text=_("Part of addresses, files and mail headers; stays as it is once the list exists."),
    )
    name = models.CharField(_("name"), max_length=200, validators=[one_line])
    names = models.JSONField(_("name in other languages"), default=dict, blank=True)
    promise = models.CharField(
        _("promise"), max_length=500, blank=True, help_text=_("One sentence: what a reader will get.")
    )
    promises = models.JSONField(_("promise in other languages"), default=dict, blank=True)
    cadence = models.CharField(_("comes"), max_length=20, choices=Cadence, default=Cadence.WEEKLY)
    language = models.CharField(
        _("language"),
        max_length=35,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("What the mailings are written in."),
    )
    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    sender_name = models.CharField(
        _("sender's name"),
        max_length=200,
        blank=True,
        validators=[one_line],
        help_text=_("Empty: the name of the site."),
    )
    sender_address = models.EmailField(
        _("sender's address"), blank=True, help_text=_("Empty: the site's contact address.")
    )
    reply_to = models.EmailField(_("replies go to"), blank=True)

    confirmation_text = models.TextField(
        _("words in the confirmation mail"),
        blank=True,
        max_length=2000,
        help_text=_("Plain text, after the standard words. Empty: only these."),
    )
    sends_welcome = models.BooleanField(_("sends a welcome mail"), default=False)
    welcome_text = models.TextField(
        _("words in the welcome mail"), blank=True, max_length=5000, help_text=_("Plain text.")
    )
    counts_clicks = models.BooleanField(
        _("counts clicks"),
        default=False,
        help_text=_(
            "Links of mailings then lead through this site, which keeps one number for each link, and nothing about who "
            "followed it. Readers are told so in each mail."
        ),
    )
    refuses_disposable = models.BooleanField(
        _("refuses disposable addresses"),
        default=False,
        help_text=_("Addresses of services that throw their mailboxes away after minutes."),
    )
    allowed_origins = models.TextField(
        _("other sites with a form"),
        blank=True,
        max_length=5000,
        help_text=_("One a line: https://www.example.org. The form to paste there stands below."),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = MailingListQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing list")
        verbose_name_plural = _("mailing lists")
        ordering = ["position", "name"]
        permissions = [("send_to_mailinglist", "Can send mailings to a list")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        for origin in self.origins:
            parts = urlsplit(origin)
            if parts.scheme not in ("https", "http") or not parts.hostname or origin != _origin(parts):
                raise ValidationError(
                    {
                        "allowed_origins": _("“%(origin)s” is not like https://www.example.org.")
                        % {"origin": origin}
                    }
                )

    @property
    def origins(self) -> list[str]:
        """Other sites whose forms this list accepts, as browsers name them (RFC 6454)."""
        return [line.strip() for line in self.allowed_origins.splitlines() if line.strip()]

    @property
    def is_open(self) -> bool:
        return self.visibility != Visibility.CLOSED

    def name_in(self, language: str | None = None) -> str:
        """The name in `language` (the active one by default), or the plain name where none is kept."""
        return _in(self.names, language) or self.name

    def promise_in(self, language: str | None = None) -> str:
        return _in(self.promises, language) or self.promise


def _in(texts: dict[str, str], language: str | None) -> str:
    language = language or get_language() or settings.LANGUAGE_CODE
    return texts.get(language) or texts.get(language.split("-")[0]) or ""


def _origin(parts) -> str:
    return f"{parts.scheme}://{parts.netloc}".lower()
