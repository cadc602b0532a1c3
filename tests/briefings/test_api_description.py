"""`/api/openapi.json` says what there is: real answers are held against it."""

from __future__ import annotations

from datetime import date

import pytest

from briefings import publishing
from briefings.editions import sending
from briefings.models import DocumentPage
from newsroom.models import SiteRecord
from search.querying.answers import TooSlow
from search.querying.language import FACETS
from search.views import api
from tests import factories
from tests.briefings.editions import press

pytestmark = pytest.mark.django_db
_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}


@pytest.fixture
def described(client) -> dict:
    return client.get("/api/openapi.json").json()


def problems(value, schema: dict, schemas: dict, where: str = "answer") -> list[str]:
    """Where `value` is not what `schema` says; what it has and the schema does not name is a problem too."""
    schema = whole(schema, schemas)
    if "anyOf" in schema:
        tried = [problems(value, one, schemas, where) for one in schema["anyOf"]]
        return min(tried, key=len)
    if type(value) is not _TYPES[schema["type"]]:
        return [f"{where}: {value!r} is no {schema['type']}"]
    if value not in schema.get("enum", [value]):
        return [f"{where}: {value!r} is not in {schema['enum']}"]
    inside = {}
    if schema["type"] == "array":
        inside = {n: (one, schema["items"]) for n, one in enumerate(value)}
    elif "properties" in schema:
        if set(value) != set(schema["required"]):
            return [f"{where}: {set(value) ^ set(schema['required'])}"]
        inside = {name: (value[name], one) for name, one in schema["properties"].items()}
    return [
        found
        for name, (one, of_one) in inside.items()
        for found in problems(one, of_one, schemas, f"{where}.{name}")
    ]


def whole(schema: dict, schemas: dict) -> dict:
    """`schema` itself, where it is another's name or several together."""
    if "$ref" in schema:
        return whole(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "allOf" in schema:
        properties = {}
        for one in schema["allOf"]:
            properties |= whole(one, schemas)["properties"]
        return {"type": "object", "properties": properties, "required": list(properties)}
    return schema


def wrong(described: dict, path: str, answer) -> list[str]:
    """What is wrong with a real answer of `path`."""
    said = described["paths"][path]["get"]["responses"][str(answer.status_code)]
    schema = said["content"]["application/json"]["schema"]
    return problems(answer.json(), schema, described["components"]["schemas"])


def parameters(described: dict, path: str) -> dict[str, dict]:
    return {p["name"]: p["schema"] for p in described["paths"][path]["get"]["parameters"]}


def test_what_is_described_is_there(client, described):
    made = factories.briefing()
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == {
        "/api/publications/",
        "/api/publications/{id}",
        "/api/search",
        "/api/openapi.json",
    }
    for path in described["paths"]:
        answer = client.get(path.replace("{id}", str(made.pk)))
        assert answer.status_code == 200
        assert wrong(described, path, answer) == []


def test_parameters_are_those_that_are_read(client, described):
    listed, search = (parameters(described, path) for path in ("/api/publications/", "/api/search"))
    narrowing = {*FACETS, "after", "before", "sort", "page", "page_size"}
    assert set(listed) == narrowing
    assert set(search) == {*narrowing, "q"}
    assert search["page_size"]["maximum"] == 100
    for path in ("/api/publications/", "/api/search"):
        for name in narrowing:
            refused = client.get(path, {name: "?"})
            assert (refused.status_code, refused.json()["error"]["field"]) == (400, name)
            assert wrong(described, path, refused) == []
    for name in ("kind", "sort"):
        for value in search[name].get("enum") or search[name]["items"]["enum"]:
            assert client.get("/api/search", {name: value}).status_code == 200, value


@pytest.fixture
def archive(db) -> None:
    """A publication with all that it can have, a PDF that is read, and an edition that is sent."""
    site = SiteRecord.objects.create(name="Garam Institute")
    document = factories.document("Traffic report", digest="a" * 64, text_digest="a" * 64)
    made = factories.briefing(
        "Quota talks",
        series=factories.series(),
        authors=[factories.person("Ana Reyes")],
        topics=[factories.topic()],
        regions=[factories.region()],
        tags=["ships"],
        documents=[document],
        published_at=factories.on(2022, 2, 14),
    )
    factories.briefing("Quota figures", kind="article")
    DocumentPage.objects.create(document=document, number=2, text="A zeppelin lands.")
    publishing.refresh([made.pk])
    sending.send(press.edition(made.series, made, day=date(2022, 2, 18)), site=site, mailed=False)


ASKED = [
    "q=employment&page_size=1",
    "q=quotas",
    "q=zeppelin",
    "q=quotta",
    "kind=person",
    "kind=edition",
    "q=x",
]


def test_answers_of_the_search_are_as_described(client, described, archive):
    answers = {asked: client.get(f"/api/search?{asked}") for asked in ASKED}
    assert {asked: wrong(described, "/api/search", answer) for asked, answer in answers.items()} == {
        asked: [] for asked in ASKED
    }
    said = {asked: answer.json() for asked, answer in answers.items()}
    (of_page,) = said["q=zeppelin"]["results"]
    assert (of_page["document"]["page"], said["q=quotta"]["suggestion"]) == (2, "quota")
    assert said["kind=edition"]["total"] == said["kind=person"]["total"] == 1
    assert said["q=employment&page_size=1"]["next"]


def test_a_search_that_takes_too_long_is_described(client, described, monkeypatch):
    def too_slow(request):
        raise TooSlow

    monkeypatch.setattr(api, "ask", too_slow)
    answer = client.get("/api/search", {"q": "the"})
    assert answer.status_code == 503
    assert wrong(described, "/api/search", answer) == []
