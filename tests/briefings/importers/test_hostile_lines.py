"""Any JSON in any field: the command never crashes, and nothing is half-written."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings.models import Briefing, Publication, Version

from .importing import import_lines, import_records, record

pytestmark = pytest.mark.django_db

FIELDS = (
    "title body_html body_md parts date summary authors tags topics regions kind series channel language source_url "
    "image credits status"
).split()
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
texts = st.text(max_size=40) | st.sampled_from(
    ["<p>a</p>", "2024-01-01", "published", "draft", "{{< x >}}", "9999-12-31T23:59"]
)
plausible = {
    "parts": st.lists(st.fixed_dictionaries({"heading": texts, "html": texts}), max_size=3),
    "credits": st.lists(st.fixed_dictionaries({"name": texts, "role": st.just("editor")}), max_size=2),
    **{name: st.lists(texts, max_size=3) for name in ("authors", "tags", "topics", "regions")},
}
hostile = st.fixed_dictionaries(
    {}, optional={name: json_values | texts | plausible.get(name, texts) for name in FIELDS}
)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def nothing_is_half_written() -> None:
    for briefing in Briefing.objects.all():
        assert briefing.latest_version
        assert briefing.parts.exists()
        assert (briefing.state == "published") == Publication.objects.filter(pk=briefing.pk).exists()
    assert Version.objects.count() == Briefing.objects.count()


@quick
@given(records=st.lists(hostile, min_size=1, max_size=8))
def test_any_value_in_any_field(tmp_path, records):
    Briefing.objects.all().delete()
    numbered = [record(f"r{n}") | one for n, one in enumerate(records)]
    outcome = import_records(tmp_path, *numbered)
    counts = outcome.report
    assert outcome.code == (1 if counts["rejected"] else 0)
    assert counts["created"] + len(counts["rejected"]) == len(records) == counts["read"]
    assert all(one["field"] for one in counts["rejected"])  # refused by us with a field, not by the database
    nothing_is_half_written()
    again = import_records(tmp_path, *numbered)
    assert (again.report["counts"]["changes"], again.rejected) == (0, outcome.rejected)


@quick
@given(
    lines=st.lists(
        st.binary(max_size=60) | json_values.map(lambda value: json.dumps(value).encode()), max_size=6
    )
)
def test_any_bytes(tmp_path, lines):
    assert import_lines(tmp_path, *lines).code in (0, 1)
    assert not Briefing.objects.exists()
