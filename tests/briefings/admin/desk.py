"""Uses the back office as a browser without scripts does: reads a page's form, fills it in, presses a button."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from briefings.models import Briefing


class Desk:
    """One user at the back office."""

    def __init__(self, user):
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def open(self, address: str) -> Form:
        page = self.client.get(address)
        assert page.status_code == 200, (address, page.status_code)
        return Form(self.client, address, page.text)

    def edit(self, briefing: Briefing) -> Form:
        return self.open(reverse("admin:briefings_briefing_change", args=[briefing.pk]))

    def add(self, **start) -> Form:
        query = "&".join(f"{name}={value}" for name, value in start.items())
        return self.open(f"{reverse('admin:briefings_briefing_add')}?{query}")


class Form:
    """`fields` is what the browser would send; change it and `press` a button."""

    def __init__(self, client: Client, address: str, html: str):
        self.client, self.address, self.html = client, address, html
        reader = _Reader()
        reader.feed(html)
        self.fields: dict[str, str | list[str]] = reader.fields
        self.buttons = reader.buttons

    def row(self, prefix: str, **known: str) -> str:
        """The prefix of the inline row whose fields say `known`: `row("parts", key="context")` → "parts-2"."""
        for number in range(int(self.fields[f"{prefix}-TOTAL_FORMS"])):
            name = f"{prefix}-{number}"
            if all(self.fields.get(f"{name}-{field}") == value for field, value in known.items()):
                return name
        raise AssertionError(f"no row of {prefix} with {known}")

    def new_row(self, prefix: str, **fields) -> None:
        """What the “Add another” button does."""
        number = int(self.fields[f"{prefix}-TOTAL_FORMS"])
        self.fields[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
        blank = {k: v for k, v in self.fields.items() if k.startswith(f"{prefix}-__prefix__-")}
        for name, value in blank.items():
            self.fields[name.replace("__prefix__", str(number))] = value
        for name, value in fields.items():
            self.fields[f"{prefix}-{number}-{name}"] = str(value)

    def press(self, button: str, **changes):
        """Send the form; the page that follows."""
        data = {name: value for name, value in {**self.fields, **changes}.items() if "__prefix__" not in name}
        return self.client.post(self.address, {**data, button: "1"}, follow=True)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.fields: dict = {}
        self.buttons: list[str] = []
        self._writing = self._choosing = ""
        self._elsewhere = False

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self._elsewhere = found.get("id") == "logout-form"
        elif not self._elsewhere and (read := getattr(self, f"_{tag}", None)):
            read(found.get("name"), found)

    def _button(self, name, found):
        if found.get("type") == "submit":
            self.buttons.append(name)

    def _input(self, name, found):
        kind = found.get("type")
        if kind == "submit":
            self.buttons.append(name)
        elif kind in ("checkbox", "radio"):
            if "checked" in found:
                self.fields[name] = found.get("value", "on")
        elif name and kind not in ("file", "button"):
            self.fields[name] = found.get("value", "")

    def _textarea(self, name, found):
        self._writing, self.fields[name] = name, ""

    def _select(self, name, found):
        self._choosing = name
        if "multiple" in found:
            self.fields[name] = []

    def _option(self, _name, found):
        if "selected" not in found:
            return
        chosen = self.fields.get(self._choosing)
        if isinstance(chosen, list):
            chosen.append(found["value"])
        else:
            self.fields[self._choosing] = found["value"]

    def handle_data(self, data):
        if self._writing:
            self.fields[self._writing] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the line break with which Django begins a text area.
            self.fields[self._writing] = self.fields[self._writing].strip("\r\n")
            self._writing = ""
        elif tag == "form":
            self._elsewhere = False


def messages(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]
