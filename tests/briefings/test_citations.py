"""Citations in Chicago, BibTeX, RIS and CSL, and the other forms at a publication's address."""

from __future__ import annotations

import json

import pytest

from briefings import publishing
from briefings.citations import Work, bibtex, chicago_html, chicago_text, csl, names, ris
from briefings.models import Publication
from newsroom.models import SiteRecord
from tests import factories

pytestmark = pytest.mark.django_db
SITE = "https://institute.example"


@pytest.fixture(autouse=True)
def site_record(settings):
    settings.SITE_URL = SITE
    return SiteRecord.objects.create(name="Strait Notes", publisher="The Strait Institute")


def work(*args, **fields) -> Work:
    fields.setdefault("published_at", factories.on(2026, 5, 3))
    made = factories.briefing(*args, **fields)
    return Work.of(Publication.objects.get(pk=made.pk), SiteRecord.current())


def test_chicago_of_a_briefing_in_a_series():
    ana, bo = factories.person("Ana Reyes"), factories.person("Bo van der Lind")
    cited = work(authors=[ana, bo], series=factories.series("Strait View"))
    assert chicago_text(cited) == (
        "Reyes, Ana, and Bo van der Lind. “Yards return to profit.” Strait View, The Strait Institute, May 3, 2026. "
        "https://institute.example/publications/2026/yards-return-to-profit/."
    )
    assert "<cite>Strait View</cite>, The Strait Institute" in chicago_html(cited)


def test_chicago_html_is_escaped():
    html = chicago_html(work("A <b> & “c”", series=factories.series("X <i>")))
    assert "“A &lt;b&gt; &amp; ‘c’.”" in html
    assert "<cite>X &lt;i&gt;</cite>" in html


def test_chicago_keeps_the_title_s_own_full_stop():
    assert "“Who pays?” Strait Notes, The Strait Institute, " in chicago_text(work("Who pays?"))


def test_chicago_of_undated_papers_and_retractions():
    made = factories.briefing("Quotas", kind="paper", undated=True)
    publishing.retract(made, note="Wrong data.")
    cited = Work.of(Publication.objects.get(pk=made.pk), SiteRecord.current())
    assert chicago_text(cited).startswith(
        "Quotas. Strait Notes, The Strait Institute, n.d. Retracted. https://"
    )
    assert chicago_html(cited).startswith("<cite>Quotas</cite>. ")


def test_seven_authors_become_three():
    cited = work(authors=[factories.person(f"Ana Reyes{n}", slug=f"a{n}") for n in range(7)])
    assert chicago_text(cited).startswith("Reyes0, Ana, Ana Reyes1, Ana Reyes2, et al. “")


@pytest.mark.parametrize(
    ("shown", "inverted"),
    [
        ("Ana Reyes", "Reyes, Ana"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("John Smith Jr.", "Smith Jr., John"),
        ("Kim Min-jun", "Kim Min-jun"),
        ("Min-jun Kim", "Kim, Min-jun"),
        ("김민준", "김민준"),
        ("남궁 민수", "남궁 민수"),
        ("Voltaire", "Voltaire"),
    ],
)
def test_names_are_turned_round_with_care(shown, inverted):
    assert names.taken_apart(shown).inverted == inverted


def test_name_in_hangul_beside_tells_the_order():
    assert names.taken_apart("Kim Minjun", hangul=True).inverted == "Kim Minjun"


def test_bibtex_escapes_what_latex_would_read():
    text = bibtex(work(r"50% of R&D_x {y} #1 ~ ^ \z $", authors=[factories.person("Ana Reyes")]))
    assert (
        r"title = {{50\% of R\&D\_x \{y\} \#1 \textasciitilde{} \textasciicircum{} \textbackslash{}z \$}}"
        in text
    )
    assert "author = {Reyes, Ana}" in text


def test_bibtex_braces_whole_names_and_keeps_its_key():
    people = [
        factories.series("Korea View"),
        factories.person("김민준"),
        factories.organisation("Harbour and Sons"),
    ]
    cited = work("한국", language="ko", authors=people)
    assert "author = {{Korea View} and {김민준} and {Harbour and Sons}}" in bibtex(cited)
    assert bibtex(cited).startswith(f"@online{{institute-example-{cited.id},\n")
    assert "date = {2026-05-03}" in bibtex(cited)
    assert bibtex(work(kind="report")).startswith("@techreport{")


def test_ris_has_its_tags_in_order():
    text = ris(work(authors=[factories.person("Ana Reyes"), factories.person("김민준")], tags=["steel"]))
    lines = text.split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert {"AU  - Reyes, Ana", "AU  - 김민준", "DA  - 2026/05/03", "PY  - 2026", "KW  - steel"} <= set(lines)


def test_csl_names_and_dates():
    (item,) = csl(work(authors=[factories.person("Ana Reyes"), factories.series("Korea View")]))
    assert item["author"] == [{"family": "Reyes", "given": "Ana"}, {"literal": "Korea View"}]
    assert item["issued"] == {"date-parts": [[2026, 5, 3]]}


@pytest.mark.parametrize(
    ("form", "media_type", "attached", "says"),
    [
        ("md", "text/markdown; charset=utf-8; variant=CommonMark", False, "## Implication\n\nEmployment"),
        ("json", "application/json", False, '"key": "implication"'),
        ("bib", "application/x-bibtex; charset=utf-8", True, "@online{"),
        ("ris", "application/x-research-info-systems; charset=utf-8", True, "TY  - ELEC"),
        ("csl", "application/vnd.citationstyles.csl+json", True, '"webpage"'),
    ],
)
def test_forms_at_the_address(client, form, media_type, attached, says):
    factories.briefing(published_at=factories.on(2026, 5, 3))
    response = client.get(f"/publications/2026/yards-return-to-profit.{form}")
    assert response["Content-Type"] == media_type
    assert says in response.content.decode()
    assert response["Link"] == f'<{SITE}/publications/2026/yards-return-to-profit/>; rel="canonical"'
    assert ("Content-Disposition" in response) == attached


def test_attachment_of_a_hangul_address_keeps_its_name(client):
    factories.briefing("한국 조선업", language="ko", published_at=factories.on(2026, 5, 3))
    response = client.get("/publications/2026/한국-조선업.bib")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%ED%95%9C")


@pytest.mark.parametrize("form", ["doc", "html", "pdf"])
def test_unknown_forms_are_not_found(client, form):
    factories.briefing(published_at=factories.on(2026, 5, 3))
    assert client.get(f"/publications/2026/yards-return-to-profit.{form}").status_code == 404


def test_pdf_leads_to_the_only_document(client):
    paper = factories.document()
    factories.briefing(documents=[paper], published_at=factories.on(2026, 5, 3))
    response = client.get("/publications/2026/yards-return-to-profit.pdf")
    assert (response.status_code, response["Location"]) == (302, paper.get_absolute_url())


@pytest.mark.parametrize("form", ["md", "json", "bib", "ris", "csl"])
def test_every_form_states_a_retraction(client, form):
    made = factories.briefing(published_at=factories.on(2026, 5, 3))
    publishing.retract(made, note="The data were made up.")
    text = client.get(f"/publications/2026/yards-return-to-profit.{form}").content.decode()
    assert "The data were made up." in text
    assert "etracted" in text


def test_draft_has_no_forms(client):
    factories.briefing(publish=False, slug="secret", published_at=factories.on(2026, 5, 3))
    assert client.get("/publications/2026/secret.json").status_code == 404


def test_json_form_is_what_the_api_says(client):
    made = factories.briefing(published_at=factories.on(2026, 5, 3))
    form = client.get("/publications/2026/yards-return-to-profit.json").content
    assert json.loads(form) == client.get(f"/api/publications/{made.pk}").json()
