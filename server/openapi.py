"""`/openapi.json`: the interface described (OpenAPI 3.1) from the table of `server.operations`, and `/robots.txt`."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify

from server.backend import get_backend
from server.describe import find_root
from server.operations import NAMES, Operation, list_operations, load_parameters

blueprint = Blueprint("openapi", __name__)

_PROBLEM = {"$ref": "#/components/responses/Problem"}
_ERRORS = dict.fromkeys(("400", "404", "406", "413", "429", "503"), _PROBLEM)
_WRITE_ERRORS = {**_ERRORS, "401": _PROBLEM, "403": _PROBLEM, "409": _PROBLEM, "415": _PROBLEM}
_TEXT = {"type": "string"}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "application/json": {"type": ["object", "array"]},
    "application/ld+json": {"type": ["object", "array"]},
    "application/sparql-results+json": {"type": "object"},
}
_SUCCESS = {200: "The answer.", 204: "Done.", 303: "See other."}


def make_description(root: str) -> dict[str, Any]:
    """Return the description of a server at an address."""
    paths: dict[str, dict[str, Any]] = {}
    for row in list_operations():
        path = re.sub(r"\{([\w-]+)\}", lambda found: f"{{{NAMES.get(found[1], found[1])}}}", row.path)
        paths.setdefault(path, {})[row.method] = _describe(row)
    text = {"description": "What was wrong (RFC 9457).", "content": {}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Polity",
            "version": "1",
            "description": "A knowledge graph of government and law from news.",
        },
        "servers": [{"url": root}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {"Problem": {**text, "content": problem}},
            "schemas": {
                "Problem": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
                }
            },
        },
    }


def _describe(row: Operation) -> dict[str, Any]:
    placed = re.findall(r"\{([\w-]+)\}", row.path)
    success: dict[str, Any] = {"description": _SUCCESS[row.status]}
    if row.offers:
        success["content"] = {kind: {"schema": _SCHEMAS.get(kind, _TEXT)} for kind in row.offers}
    parameters = [_describe_parameter(name, "path") for name in placed]
    parameters += [_describe_parameter(name, "query") for name in row.parameters]
    made = {"201": {"description": "A graph was made."}} if row.method in ("put", "post") and row.writes else {}
    found = {
        "summary": row.summary,
        "operationId": f"{row.method}{re.sub(r'[^A-Za-z0-9]+', '-', row.path).rstrip('-') or '-home'}",
        "parameters": parameters,
        "responses": {str(row.status): success, **made, **(_WRITE_ERRORS if row.writes or row.takes else _ERRORS)},
    }
    if row.takes:
        found["requestBody"] = {
            "required": True,
            "content": {kind: {"schema": _SCHEMAS.get(kind, _TEXT)} for kind in row.takes},
        }
    if row.writes:
        found["security"] = [{"token": []}]
    return found


def _describe_parameter(name: str, place: str) -> dict[str, Any]:
    row = load_parameters()[name]
    one = {**_TEXT, "enum": list(row.values)} if row.values else _TEXT
    return {
        "name": NAMES.get(name, name),
        "in": place,
        "required": row.required,
        "description": row.about,
        "schema": {"type": "array", "items": one} if row.many else one,
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
