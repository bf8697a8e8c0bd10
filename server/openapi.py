"""`/openapi.json`: the interface described (OpenAPI 3.1), and `/robots.txt`."""

from typing import Any

from flask import Blueprint, Response, jsonify

from kg.formats import Format, list_formats
from kg.questions import load_questions
from server.backend import get_backend
from server.describe import find_root

blueprint = Blueprint("openapi", __name__)

_PROBLEM = {"$ref": "#/components/responses/Problem"}
_ERRORS = dict.fromkeys(("400", "404", "406", "413", "429", "503"), _PROBLEM)
_WRITE_ERRORS = {**_ERRORS, "401": _PROBLEM, "403": _PROBLEM, "409": _PROBLEM, "415": _PROBLEM}
_TEXT = {"type": "string"}
_SCHEMAS: dict[str, dict[str, Any]] = {"json": {"type": "object"}, "jsonld": {"type": ["object", "array"]}}


def _parameter(
    name: str, about: str, *, required: bool = False, place: str = "query", many: bool = False
) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "array", "items": _TEXT} if many else _TEXT
    return {"name": name, "in": place, "required": required, "description": about, "schema": schema}


def _content(formats: tuple[Format, ...]) -> dict[str, Any]:
    return {row.media_type: {"schema": _SCHEMAS.get(row.name, _TEXT)} for row in formats}


def _operation(
    summary: str, formats: tuple[Format, ...], *parameters: dict[str, Any], **more: object
) -> dict[str, Any]:
    answer = {"description": "The answer.", "content": _content(formats)}
    return {"summary": summary, "parameters": list(parameters), "responses": {"200": answer, **_ERRORS}, **more}


def make_description(root: str) -> dict[str, Any]:
    """Return the description of a server at an address."""
    results, graphs = list_formats("results", "page"), list_formats("graph", "dataset")
    graph = _parameter("graph", "The graph's IRI.")
    default = {**_parameter("default", "The default graph."), "allowEmptyValue": True}
    protocol = [
        _parameter("query", "A SPARQL 1.1 query; without one the service description is sent."),
        _parameter("default-graph-uri", "A graph of the default graph.", many=True),
        _parameter("named-graph-uri", "A named graph.", many=True),
        _parameter("format", "A format's name, which beats the Accept header."),
    ]
    form = {"type": "object", "properties": {"query": _TEXT, "update": _TEXT}}
    bodies = {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-query": {"schema": _TEXT},
        "application/sparql-update": {"schema": _TEXT},
    }
    body = {"required": True, "content": bodies}
    upload = {"required": True, "content": _content(list_formats("graph"))}
    written = {"201": {"description": "A graph was made."}, "204": {"description": "Done."}, **_WRITE_ERRORS}
    secure: list[dict[str, list[str]]] = [{"token": []}]
    store = {
        "get": _operation("Read a graph, or the whole dataset", graphs, graph, default),
        **{
            method: {
                "summary": summary,
                "parameters": [graph, default],
                "security": secure,
                "responses": written,
                **({} if method == "delete" else {"requestBody": upload}),
            }
            for method, summary in (
                ("put", "Replace a graph"),
                ("post", "Add to a graph"),
                ("delete", "Remove a graph"),
            )
        },
    }
    path = _parameter("path", "The thing's path below https://w3id.org/polity/id/.", required=True, place="path")
    page, data = list_formats("page"), list_formats("graph", "dataset")
    questions = {**_parameter("name", "The question.", required=True, place="path")}
    questions["schema"] = {"type": "string", "enum": sorted(load_questions())}
    moved = {"summary": "Go to the page or the data of a thing", "parameters": [path]}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Polity",
            "version": "1",
            "description": "A knowledge graph of government and law from news.",
        },
        "servers": [{"url": root}],
        "paths": {
            "/sparql": {
                "get": _operation("Query, or the service description", (*results, *graphs), *protocol),
                "post": _operation(
                    "Query or update",
                    (*results, *graphs),
                    requestBody=body,
                    responses={"200": {"description": "Done."}, **_WRITE_ERRORS},
                ),
            },
            "/graphs": store,
            "/id/{path}": {"get": {**moved, "responses": {"303": {"description": "See other."}, **_ERRORS}}},
            "/page/{path}": {"get": _operation("A thing, for people", page, path)},
            "/data/{path}": {"get": _operation("A thing, as RDF", data, path)},
            "/ask/{name}": {"get": _operation("The answer to a named question", results, questions)},
            "/search": {"get": _operation("Things by words", page, _parameter("q", "The words."))},
            "/.well-known/void": {"get": _operation("What the dataset holds", graphs)},
            "/healthz": {
                "get": {"summary": "Whether the server works", "responses": {"200": {"description": "It does."}}}
            },
            "/metrics": {
                "get": {"summary": "Counters, for Prometheus", "responses": {"200": {"description": "They are."}}}
            },
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {
                "Problem": {
                    "description": "What was wrong (RFC 9457).",
                    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
            },
            "schemas": {
                "Problem": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
                }
            },
        },
    }


@blueprint.get("/openapi.json")
def show_description() -> Response:
    """Send the description."""
    get_backend()
    return jsonify(make_description(find_root()))


@blueprint.get("/robots.txt")
def show_robots() -> Response:
    """Keep crawlers from the addresses that cost a query each."""
    text = "User-agent: *\nDisallow: /sparql\nDisallow: /graphs\nDisallow: /search\nDisallow: /ask\nDisallow: /why\n"
    text += f"Disallow: /around\nSitemap: {find_root()}/sitemap.xml\n"
    return Response(text, mimetype="text/plain")
