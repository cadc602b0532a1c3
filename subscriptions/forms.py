"""What visitors type in. Errors say what to do; what was typed stays."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from subscriptions import addresses, preferences, unsubscribing
from subscriptions.addresses import Address
from subscriptions.models import MailingList

_EMAIL = {
    "autocomplete": "email",
    "autocapitalize": "none",
    "spellcheck": "false",
    "maxlength": addresses.LONGEST,
}


class AddressField(forms.CharField):
    """An e-mail address; its value is an `Address`."""

    def __init__(self, **kwargs):
        usual = {
            "label": _("E-mail address"),
            "widget": forms.EmailInput(attrs=_EMAIL),
            "error_messages": {"required": _("Type in your e-mail address, please.")},
        }
        super().__init__(**{**usual, **kwargs})

    def clean(self, value: str) -> Address:
        return addresses.read(super().clean(value))


class NameField(forms.CharField):
    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(label=_("Name"), required=False, max_length=200, widget=widget, **kwargs)

    def to_python(self, value) -> str:
        """In one line, without characters that show nothing or turn the text round."""
        text = super().to_python(value)
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class VisitorForm(forms.Form):
    """Ties each error to its field for screen readers."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", auto_id="%s", **kwargs)

    def full_clean(self) -> None:
        super().full_clean()
        for name in set(self.errors) & set(self.fields):
            self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"error-{name}"}


class SignUpForm(VisitorForm):
    """`offered` are the lists that can be chosen; the value of `lists` are lists.

    `website` is a trap: people do not see it, and programs fill in everything.
    """

    email = AddressField()
    name = NameField()
    language = forms.ChoiceField(label=_("Language of our mails"), choices=settings.LANGUAGES, required=False)
    lists = forms.MultipleChoiceField(
        label=_("Lists"),
        error_messages={
            "required": _("Choose at least one list, please."),
            "invalid_choice": _("One of these lists does not take new readers. Choose another, please."),
        },
    )
    website = forms.CharField(required=False)

    def __init__(self, *args, offered: list[MailingList], **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {one.slug: one for one in offered}
        self.fields["lists"].choices = [(slug, slug) for slug in self.offered]

    def clean_lists(self) -> list[MailingList]:
        return [self.offered[slug] for slug in dict.fromkeys(self.cleaned_data["lists"])]

    def clean(self) -> dict:
        cleaned = super().clean()
        email, lists = cleaned.get("email"), cleaned.get("lists", [])
        if email and any(one.refuses_disposable for one in lists) and addresses.is_disposable(email):
            message = _now(
                "This mailbox throws itself away after a while. Please use one that stays with you."
            )
            self.add_error("email", message)
        return cleaned

    @property
    def chosen(self) -> set[str]:
        """Short names of the lists that are ticked."""
        ticked = self.data.getlist("lists") if self.is_bound else self.initial.get("lists", [])
        return set(ticked) & set(self.offered)


class LinkForm(VisitorForm):
    """Where to send a link."""

    email = AddressField()


class DescriptionForm(VisitorForm):
    name = NameField()
    language = forms.ChoiceField(label=_("Language of our mails"), choices=settings.LANGUAGES)


class PauseForm(VisitorForm):
    days = forms.TypedChoiceField(coerce=int, choices=[(days, days) for days in (0, *preferences.PAUSES)])


class ReasonForm(VisitorForm):
    REASONS = [
        ("too-many", _("Too many mails")),
        ("not-for-me", _("It is not about what I am interested in")),
        ("never-asked", _("I did not sign up")),
        ("elsewhere", _("I read it elsewhere")),
        ("other", _("Something else")),
    ]
    reason = forms.ChoiceField(label=_("Reason"), choices=REASONS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your own words, if you like"),
        required=False,
        max_length=unsubscribing.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
