"""An import may be repeated at any time: nothing twice, nothing of an editor's lost."""

from __future__ import annotations

import pytest

from briefings import drafting, publishing
from briefings.models import Briefing, Channel, Publication, Redirect, Version

from .importing import import_records, record

pytestmark = pytest.mark.django_db


def public_rows() -> list:
    return list(Publication.objects.order_by("pk").values())


def test_the_same_file_again_changes_nothing(tmp_path):
    records = [record(str(n), authors=["Ana Reyes"], tags=["Ports"]) for n in range(3)]
    import_records(tmp_path, *records)
    before = public_rows()
    outcome = import_records(tmp_path, *records)
    assert (outcome.report["unchanged"], outcome.report["counts"]["changes"]) == (3, 0)
    assert public_rows() == before
    assert Version.objects.count() == 3


def test_a_repeat_takes_a_fixed_number_of_queries(tmp_path, django_assert_max_num_queries):
    records = [record(str(n)) for n in range(50)]
    import_records(tmp_path, *records)
    with django_assert_max_num_queries(5):
        import_records(tmp_path, *records)


def test_a_changed_record_makes_a_new_version_at_the_same_address(tmp_path):
    import_records(tmp_path, record())
    outcome = import_records(tmp_path, record(title="Ports reopen early"))
    publication = Publication.objects.get()
    assert outcome.report["updated"] == 1
    assert (publication.title, publication.version) == ("Ports reopen early", 2)
    assert publication.slug == "ports-reopen"
    assert not Redirect.objects.exists()


def test_another_year_moves_it_and_leaves_a_redirect(tmp_path):
    import_records(tmp_path, record())
    import_records(tmp_path, record(date="2023-05-06"))
    assert Publication.objects.get().get_absolute_url() == "/publications/2023/ports-reopen/"
    assert Redirect.objects.answer("/publications/2024/ports-reopen/").target == (
        "/publications/2023/ports-reopen/"
    )


def test_a_change_that_readers_do_not_see_moves_no_date(tmp_path):
    import_records(tmp_path, record())
    before = public_rows()
    import_records(tmp_path, record(source_url="https://elsewhere.example/x"))
    assert public_rows() == before


def test_what_an_editor_wrote_since_survives_the_same_file(tmp_path):
    import_records(tmp_path, record())
    briefing = Briefing.objects.get()
    briefing.title = "Ports reopen, finally"
    briefing.save()
    publishing.publish(briefing)
    import_records(tmp_path, record())
    assert Publication.objects.get().title == "Ports reopen, finally"


def test_fields_that_the_file_does_not_mention_are_the_editors(tmp_path):
    import_records(tmp_path, record(authors=["Ana Reyes"], tags=["Ports"]))
    Briefing.objects.update(channel=Channel.objects.create(name="The Peninsula"), dek="Cranes move again.")
    import_records(tmp_path, record(title="Ports open", tags=[]))
    said = Publication.objects.get().says
    assert (said.channel.name, said.dek) == ("The Peninsula", "Cranes move again.")
    assert [credit.to.name for credit in said.credits] == ["Ana Reyes"]
    assert said.tags == ()


def test_what_an_editor_took_back_stays_back(tmp_path):
    import_records(tmp_path, record("withdrawn"), record("retracted"), record("binned"))
    pieces = {briefing.external_id: briefing for briefing in Briefing.objects.all()}
    publishing.unpublish(pieces["withdrawn"])
    publishing.retract(pieces["retracted"], note="The figures were invented.")
    publishing.bin(pieces["binned"])
    changed = [record(id, title="Better") for id in pieces]
    outcome = import_records(tmp_path, *changed)
    assert (outcome.report["updated"], outcome.report["left_alone"], outcome.code) == (2, 1, 0)
    assert len(outcome.warnings) == 3
    states = dict(Briefing.objects.values_list("external_id", "state"))
    assert states == {"withdrawn": "withdrawn", "retracted": "retracted", "binned": "withdrawn"}
    assert list(Publication.objects.values_list("title", "retracted")) == [("Ports reopen", True)]


def test_a_draft_is_published_when_its_record_says_so(tmp_path):
    import_records(tmp_path, record(status="draft"))
    import_records(tmp_path, record(status="published"))
    assert Publication.objects.get().version == 1


def test_a_public_piece_whose_record_turns_into_a_draft_stays_public(tmp_path):
    import_records(tmp_path, record())
    outcome = import_records(tmp_path, record(title="Not yet", status="draft"))
    briefing = Briefing.objects.get()
    assert Publication.objects.get().title == "Ports reopen"
    assert briefing.has_unpublished_changes
    assert outcome.warnings


def test_the_same_id_twice_in_a_file_counts_once(tmp_path):
    records = [record(title="First"), record(title="Second")]
    outcome = import_records(tmp_path, *records)
    assert (outcome.code, outcome.rejected) == (1, [(2, "one", "id")])
    assert import_records(tmp_path, *records).report["counts"]["changes"] == 0
    assert Publication.objects.get().title == "First"


def test_an_updated_piece_freezes_what_its_rows_say(tmp_path):
    import_records(tmp_path, record(authors=["Ana Reyes"], tags=["b", "a"], topics=["Trade"]))
    import_records(tmp_path, record(title="Ports open", authors=["Ben Okafor"], tags=["c"]))
    briefing = Briefing.objects.get()
    assert briefing.latest_version.number == 2
    assert drafting.freeze(briefing) == briefing.latest_version
