"""The templates of the public pages: they compile, escape, and translators get to know their texts."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.text import format_lazy
from django.utils.translation import override

ENGINE = engines["jinja2"]
TEXTS = {
    "templates/components/greeting.html": """{{ _("Good morning") }} {{ _("in " "halves") }}
{% trans name=reader.name, n=number %}{{ n }} letter to {{ name }}{% pluralize %}\
{{ n }} letters to {{ name }}{% endtrans %}""",
    "templates/admin/greeting.html": """{% load i18n %}{% translate "Good evening" %}""",
}


@pytest.mark.parametrize("name", ENGINE.env.list_templates())
def test_it_compiles(name):
    ENGINE.get_template(name)


def test_the_back_office_stays_with_djangos_own_engine():
    with pytest.raises(TemplateDoesNotExist):
        ENGINE.get_template("admin/login.html")
    assert get_template("admin/login.html").backend is engines["django"]
    assert not [name for name in ENGINE.env.list_templates() if name.startswith("admin/")]


def test_a_template_compiled_once_speaks_every_language_and_escapes():
    template = ENGINE.from_string(
        "{{ _('Publications') }}: {% trans names=who %}By {{ names }}{% endtrans %}"
    )
    for language, expected in (("en", "Publications: By &lt;b&gt;"), ("ko", "발간물: 글 &lt;b&gt;")):
        with override(language):
            assert template.render({"who": "<b>"}) == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (
            """<a href="x" id='y'>&amp;</a>""",
            "&lt;a href=&quot;x&quot; id=&#x27;y&#x27;&gt;&amp;amp;&lt;/a&gt;",
        ),
        (mark_safe("<b>"), "<b>"),
        (format_lazy("{}>", "<"), "&lt;&gt;"),
        (None, "None"),
        (7, "7"),
        (["<"], "[&#x27;&lt;&#x27;]"),
    ],
)
def test_whatever_is_put_in_is_escaped_unless_it_is_safe(value, shown):
    template = (
        "{{ value }}{% macro again(it) %}{{ it }}{% endmacro %}{{ again(value) }}{{ '<' ~ value ~ '>' }}"
    )
    once = ENGINE.from_string("{{ value }}").render({"value": value})
    assert once == shown
    assert ENGINE.from_string(template).render({"value": value}).startswith(shown + shown + "&lt;")


def test_makemessages_finds_the_texts_of_both_engines(tmp_path, monkeypatch, settings):
    """In a project of its own, so that this one's catalogue stays as it is."""
    for name, text in TEXTS.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "locale").mkdir()
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.setattr(ENGINE, "template_dirs", (tmp_path / "templates",))
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["ko"], verbosity=0)
    found = (tmp_path / "locale/ko/LC_MESSAGES/django.po").read_text()
    assert (
        'msgid "Good morning"' in found and 'msgid "in halves"' in found and 'msgid "Good evening"' in found
    )
    assert 'msgid "%(n)s letter to %(name)s"\nmsgid_plural "%(n)s letters to %(name)s"' in found
    assert [file.name for file in tmp_path.rglob("*.py")] == []
