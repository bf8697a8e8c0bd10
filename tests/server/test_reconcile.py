"""The reconciliation service: what it finds, what it refuses, and that every answer fits the official schemas."""

import json
import os
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

import jsonschema
import pytest
import referencing
from jsonschema import Draft7Validator

SHARED = Path(os.environ.get("POLITY_SHARED") or Path(__file__).parents[3] / "shared") / "w3c" / "reconciliation"
PARTS = {"data-extension-metadata": "extend", "preview-metadata": "preview", "suggest-metadata": "suggest"}
"""Folders of examples that have no schema of their own, and the member of a manifest that they are."""


@cache
def load_schemas(version: str) -> tuple[dict[str, dict], referencing.Registry]:
    """Return the schemas of a version by name, and a registry that resolves what they refer to without the network."""
    schemas = {}
    pairs = []
    for path in sorted((SHARED / version / "schemas").glob("*.json")):
        schema = json.loads(path.read_text())
        schema.pop("$schema", None)
        schemas[path.stem] = schema
        resource = referencing.Resource(schema, referencing.jsonschema.DRAFT7)
        pairs += [(schema.get("$id", path.name), resource), (path.name, resource)]
        name = "draft" if version == "1.0-draft" else version
        pairs.append((f"https://reconciliation-api.github.io/specs/{name}/schemas/{path.name}", resource))
    return schemas, referencing.Registry().with_resources(pairs)


def validate(version: str, name: str, data: object) -> None:
    schemas, registry = load_schemas(version)
    Draft7Validator(schemas[name], registry=registry).validate(data)


SCHEMAS = sorted(path for path in SHARED.glob("*/schemas/*.json") if path.stem != "openapi")
needs_schemas = pytest.mark.skipif(not SHARED.is_dir(), reason="the official schemas lie in ../shared, which is absent")
EXAMPLES = sorted(SHARED.glob("*/examples/*/*/*.json"))
"""Every example has a folder named after its schema, and in it valid and invalid ones."""


@needs_schemas
@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: "/".join(path.parts[-3:]))
def test_official_schemas_are_schemas(path):
    Draft7Validator.check_schema(json.loads(path.read_text()))


@needs_schemas
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: "/".join(path.parts[-5:]))
def test_official_examples(path):
    version, folder, verdict = path.parts[-5], path.parts[-3], path.parts[-2]
    data = json.loads(path.read_text())
    if folder in ("flyout-response", "security-scheme"):  # the group gives no schema that these must fit
        assert {"id", "html"} <= set(data) or data["type"] in ("apiKey", "http")
        return
    name, data = wrap(version, folder, data)
    if verdict == "valid":
        validate(version, name, data)
    else:
        with pytest.raises(jsonschema.ValidationError):
            validate(version, name, data)


def wrap(version: str, folder: str, data: object) -> tuple[str, object]:
    """Put an example of a part into a whole, for which there is a schema."""
    if folder == "reconciliation-candidate":
        whole = {"q": {"result": [data]}} if version == "0.2" else {"results": [{"candidates": [data]}]}
        return "reconciliation-result-batch", whole
    if folder not in PARTS:
        return folder, data
    part = PARTS[folder]
    needed = {"versions": [version], "name": "x", "identifierSpace": "x", "schemaSpace": "x", "view": {"url": "{{id}}"}}
    return "manifest", {**needed, part: data.get(part, data)}


def ask_02(live, **queries: dict) -> dict:
    body = urlencode({"queries": json.dumps(queries)})
    reply = live.ask("POST", "/reconcile", body, Content_Type="application/x-www-form-urlencoded")
    assert reply.status == 200, reply.text
    return reply.json()


def ask_10(live, *queries: dict):
    body = json.dumps({"queries": list(queries)})
    return live.ask("POST", "/reconcile/1.0/match", body, Content_Type="application/json")


def by_name(name: str, **more: object) -> dict:
    return {"conditions": [{"matchType": "name", "propertyValue": name}], **more}


ROWS = [
    ("a name as it is", {"query": "Immigration and Customs Enforcement"}, "agency/us-ice", True),
    ("two letters exchanged", {"query": "Imigration and Cutsoms Enforcement"}, "agency/us-ice", False),
    ("a court by number in words", {"query": "U.S. Court of Appeals for the Ninth Circuit"}, "court/ca9", True),
    ("a number apart is another court", {"query": "US Court of Apeals for the 2nd Circuit"}, "court/ca2", False),
    ("an identifier", {"query": "agency/us-ice"}, "agency/us-ice", True),
    ("an IRI", {"query": "https://w3id.org/polity/id/agency/us-ice"}, "agency/us-ice", True),
    ("a state by type", {"query": "New York", "type": "State"}, "place/us-ny", True),
    ("a city by type", {"query": "New York", "type": "City"}, "place/us-ny-new-york", True),
    (
        "namesakes parted by a property",
        {"query": "Springfield", "type": "City", "properties": [{"pid": "within", "v": "Illinois"}]},
        "place/us-il-springfield",
        True,
    ),
    (
        "an identifier elsewhere",
        {"properties": [{"pid": "fipsCode", "v": "17031"}]},
        "place/us-il-cook-county",
        True,
    ),
]


@pytest.mark.parametrize(("query", "expected", "sure"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_is_found(live, query, expected, sure):
    found = ask_02(live, q=query)["q"]["result"]
    assert found[0]["id"] == expected
    if sure:
        assert found[0]["match"] is True
    assert all(0 <= row["score"] <= 100 for row in found)
    assert [row["score"] for row in found] == sorted((row["score"] for row in found), reverse=True)
    assert all(row["features"][0]["id"] == "name" for row in found)


def test_namesakes_are_not_sure(live):
    found = ask_02(live, q={"query": "Springfield", "type": "City"})["q"]["result"]
    assert len(found) > 1
    assert not any(row["match"] for row in found)


def test_both_versions_agree(live):
    names = ["Department of Homeland Security", "Nineth Circuit", "Bil de Blasio"]
    old = ask_02(live, **{name: {"query": name} for name in names})
    new = ask_10(live, *(by_name(name) for name in names)).json()["results"]
    assert [old[name]["result"] for name in names] == [row["candidates"] for row in new]


def test_the_graph_is_searched_too(live):
    data = (
        "PREFIX : <https://w3id.org/polity/ns#> PREFIX id: <https://w3id.org/polity/id/> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> INSERT DATA { id:agency\\/lantern-board a :Agency ; "
        'rdfs:label "Lantern Oversight Board"@en ; :partOf id:agency\\/us-ice }'
    )
    assert live.update(data).status == 200
    found = ask_02(live, q={"query": "Lantern Oversite Board", "properties": [{"pid": "partOf", "v": "agency/us-ice"}]})
    first = found["q"]["result"][0]
    assert first["id"] == "agency/lantern-board"
    assert {"property:partOf": 100.0}.items() <= {row["id"]: row["value"] for row in first["features"]}.items()
    assert live.ask("GET", "/reconcile/1.0/preview?id=agency/lantern-board").status == 200


@needs_schemas
def test_live_answers_fit_the_official_schemas(live):
    old = lambda path: live.ask("GET", path).json()  # noqa: E731
    validate("0.2", "manifest", old("/reconcile"))
    validate("1.0-draft", "manifest", old("/reconcile/1.0"))
    queries = {
        "q1": {"query": "Immigration and Customs", "limit": 3, "type_strict": "should", "type": "Agency"},
        "q2": {"query": "nothing of this kind", "properties": [{"pid": "partOf", "v": {"id": "agency/us-dhs"}}]},
    }
    validate("0.2", "reconciliation-query-batch", queries)
    validate("0.2", "reconciliation-result-batch", ask_02(live, **queries))
    batch = {"queries": [by_name("Denver", type="City", limit=2), by_name("zzzzqqq")]}
    validate("1.0-draft", "reconciliation-query-batch", batch)
    validate("1.0-draft", "reconciliation-result-batch", ask_10(live, *batch["queries"]).json())
    for root, version in (("/reconcile", "0.2"), ("/reconcile/1.0", "1.0-draft")):
        for kind, plural in (("entity", "entities"), ("type", "types"), ("property", "properties")):
            answer = old(f"{root}/suggest/{kind}?prefix=co")
            assert answer["result"], (root, kind)
            validate(version, f"suggest-{plural}-response", answer)
        validate(version, "data-extension-property-proposal", old(f"{root}/extend/propose?type=Court&limit=5"))
    wanted = {
        "ids": ["agency/us-ice", "place/us-co-denver", "nobody"],
        "properties": [{"id": name} for name in ("partOf", "within", "ocdId", "rdfs:label", "rdf:type")],
    }
    validate("0.2", "data-extension-query", wanted)
    answer = old("/reconcile?" + urlencode({"extend": json.dumps(wanted)}))
    validate("0.2", "data-extension-response", answer)
    assert answer["rows"]["agency/us-ice"]["partOf"][0]["id"] == "agency/us-dhs"
    reply = live.ask("POST", "/reconcile/1.0/extend", json.dumps(wanted), Content_Type="application/json")
    validate("1.0-draft", "data-extension-response", reply.json())
    assert [row["id"] for row in reply.json()["rows"]] == wanted["ids"]


def test_a_preview_may_be_framed_and_runs_nothing(live):
    manifest = live.ask("GET", "/reconcile").json()
    where = manifest["preview"]["url"].replace("{{id}}", quote("place/us-co-denver", safe=""))
    reply = live.ask("GET", where.partition(str(live.port))[2])
    assert "Denver" in reply.text
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors" not in policy


def test_jsonp_and_other_origins(live):
    reply = live.ask("GET", "/reconcile?callback=app.take", Origin="https://refine.example")
    assert reply.headers["content-type"].startswith("application/javascript")
    assert reply.headers["access-control-allow-origin"] == "*"
    head, _, rest = reply.text.partition("(")
    assert head == "/**/app.take"
    assert json.loads(rest.removesuffix(");"))["versions"] == ["0.2"]
    assert live.ask("GET", "/reconcile?callback=alert(1)//").status == 400


def test_a_batch_of_100_000_is_refused_clearly(live):
    rows = {f"q{number}": {"query": "Denver"} for number in range(100_000)}
    body = urlencode({"queries": json.dumps(rows)})
    reply = live.ask("POST", "/reconcile", body, Content_Type="application/x-www-form-urlencoded")
    assert reply.status == 413
    assert (reply.json()["limit"], reply.json()["value"]) == ("reconcile_batch", 1000)
    reply = ask_10(live, *([by_name("Denver")] * 100_000))
    assert reply.status == 413
    assert "100000" in reply.json()["detail"]


BAD = [
    ("no JSON", "{", 400),
    ("an array", "[]", 400),
    ("a query that is text", '{"q": "x"}', 400),
    ("an empty query", '{"q": {}}', 400),
    ("a query of blanks", '{"q": {"query": "  "}}', 400),
    ("a type that is none", '{"q": {"query": "x", "type": "Nonsense"}}', 400),
    ("a limit that is text", '{"q": {"query": "x", "limit": "many"}}', 400),
    ("a property without a value", '{"q": {"query": "x", "properties": [{"pid": "within"}]}}', 400),
    ("deep brackets", "[" * 100_000, 400),
    ("no letters at all", '{"q": {"query": "—…!"}}', 200),
    ("a very long name", json.dumps({"q": {"query": "a" * 100_000}}), 200),
    ("a name in another script", '{"q": {"query": "香港"}}', 200),
]


@pytest.mark.parametrize(("text", "status"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_batches(live, text, status):
    body = urlencode({"queries": text})
    reply = live.ask("POST", "/reconcile", body, Content_Type="application/x-www-form-urlencoded")
    assert reply.status == status, reply.text
    assert reply.json()


@pytest.mark.parametrize(
    "query",
    [
        {"conditions": []},
        {"conditions": [{"matchType": "colour", "propertyValue": "x"}]},
        {"conditions": [{"matchType": "property", "propertyValue": "x"}]},
        {"conditions": [{"matchType": "name", "propertyValue": "x", "matchQuantifier": "most"}]},
    ],
)
def test_bad_queries_of_the_draft(live, query):
    assert ask_10(live, query).status == 400


def test_required_conditions_rule_out(live):
    condition = {"matchType": "property", "propertyId": "within", "propertyValue": "Oregon", "required": True}
    name = {"matchType": "name", "propertyValue": "Springfield"}
    found = ask_10(live, {"conditions": [name, condition], "type": "City"}).json()["results"][0]["candidates"]
    assert [row["id"] for row in found][:1] == ["place/us-or-springfield"]
    condition = {**condition, "matchQuantifier": "none"}
    found = ask_10(live, {"conditions": [name, condition], "type": "City"}).json()["results"][0]["candidates"]
    assert found
    assert "place/us-or-springfield" not in [row["id"] for row in found]
