"""Version 0.2 of the protocol, which OpenRefine speaks; answers are wrapped for JSONP where `callback` is given."""

import json
import re
from typing import Any

from flask import Blueprint, Response, request
from markupsafe import escape

from kg import __version__
from kg.iri import ID
from kg.terms import NS
from server.backend import get_backend
from server.errors import RequestError
from server.reconcile.extend import extend, read_request
from server.reconcile.match import Candidate, match_batch
from server.reconcile.preview import HEIGHT, WIDTH, show_preview
from server.reconcile.queries import read_batch_02
from server.reconcile.requests import (
    find_thing,
    get_base,
    get_catalogues,
    parse_json,
    read_parameters,
    read_suggest,
    write_json,
)
from server.reconcile.suggest import suggest_classes, suggest_properties, suggest_things, write_property
from server.reconcile.vocabulary import ROOTS, list_classes, propose_properties

blueprint = Blueprint("reconcile02", __name__, url_prefix="/reconcile")
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\Z", re.ASCII)
_LIMIT_SETTING = {
    "type": "number",
    "name": "limit",
    "label": "Limit",
    "default": 0,
    "help_text": "Most values for each thing; 0 for all.",
}


@blueprint.route("", methods=["GET", "POST"])
def answer() -> Response:
    """Answer a batch of queries or a data extension query; without either, send the manifest."""
    parameters = read_parameters()
    backend = get_backend()
    most = backend.config.reconcile_batch
    if "queries" in parameters:
        batch = read_batch_02(parse_json(parameters["queries"], "`queries`"), most)
        found = match_batch(list(batch.values()), get_catalogues(), backend)
        results = {
            key: {"result": [write_candidate(row) for row in rows]} for key, rows in zip(batch, found, strict=True)
        }
        return _wrap(results, parameters.get("callback"))
    if "extend" in parameters:
        meta, rows = extend(read_request(parse_json(parameters["extend"], "`extend`"), most), backend)
        return _wrap({"meta": meta, "rows": rows}, parameters.get("callback"))
    return _wrap(write_manifest(get_base(backend), most), parameters.get("callback"))


def write_manifest(base: str, most: int) -> dict[str, Any]:
    """Return the service manifest of a server at an address, for batches of at most so many queries."""
    here = f"{base}/reconcile"
    suggest = {
        kind: {
            "service_url": here,
            "service_path": f"/suggest/{kind}",
            "flyout_service_url": here,
            "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
        }
        for kind in ("entity", "type", "property")
    }
    return {
        "versions": ["0.2"],
        "name": "Polity: government and law in the news",
        "identifierSpace": ID,
        "schemaSpace": NS,
        "serviceVersion": __version__,
        "documentation": f"{base}/",
        "view": {"url": f"{base}/id/{{{{id}}}}"},
        "defaultTypes": [{"id": name, "name": list_classes()[name].name} for name in ROOTS if name in list_classes()],
        "suggest": suggest,
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/extend/propose"},
            "property_settings": [_LIMIT_SETTING],
        },
        "batchSize": most,
    }


def write_candidate(row: Candidate) -> dict[str, Any]:
    """Return a candidate as both versions write it."""
    return {
        "id": row.thing.id,
        "name": row.thing.name,
        "description": row.thing.description,
        "score": row.score,
        "match": row.match,
        "features": [{"id": part.id, "name": part.name, "value": part.value} for part in row.features],
        "type": [{"id": name, "name": list_classes()[name].name} for name in row.thing.classes],
    }


@blueprint.get("/suggest/<any(entity, type, property):kind>")
def suggest(kind: str) -> Response:
    """Suggest things, types or properties."""
    prefix, limit, offset = read_suggest()
    if kind == "entity":
        rows = suggest_things(get_catalogues(), prefix, limit, offset)
    else:
        rows = (suggest_classes if kind == "type" else suggest_properties)(prefix, limit, offset)
    return _wrap({"result": rows}, request.args.get("callback"))


@blueprint.get("/flyout/<any(entity, type, property):kind>")
def describe(kind: str) -> Response:
    """Say in a few words what a suggestion is."""
    name = request.args.get("id", "")
    if kind == "entity":
        thing = find_thing(name)
        words = [thing.name, thing.description, ", ".join(thing.names[1:4])]
    else:
        rows = (suggest_classes if kind == "type" else suggest_properties)("", 10_000, 0)
        row = next((row for row in rows if row["id"] == name), {"name": name, "description": "No such term."})
        words = [row["name"], row["description"]]
    text = "".join(f"<p>{escape(word)}</p>" for word in words if word)
    return _wrap({"id": name, "html": text}, request.args.get("callback"))


@blueprint.get("/preview")
def preview() -> Response:
    """Show a small page about a thing."""
    backend = get_backend()
    return show_preview(find_thing(request.args.get("id")), backend, get_base(backend))


@blueprint.get("/extend/propose")
def propose() -> Response:
    """Propose properties to extend things of a type with."""
    return _wrap(write_proposal(), request.args.get("callback"))


def write_proposal() -> dict[str, Any]:
    """Return the properties for the type and limit that the current request names.

    Raises:
        RequestError: The limit is no number.
    """
    kind, limit = request.args.get("type"), request.args.get("limit", "1000")
    if not limit.isascii() or not limit.isdigit():
        raise RequestError("The parameter `limit` must be a whole number.")
    found: dict[str, Any] = {"properties": [write_property(row) for row in propose_properties(kind)[: int(limit[:6])]]}
    return {**found, "limit": int(limit[:6]), **({"type": kind} if kind else {})}


def _wrap(data: object, callback: str | None) -> Response:
    """Send JSON, as a call of a function where the client asks for JSONP.

    Raises:
        RequestError: The function's name is none.
    """
    if not callback:
        return write_json(data)
    if len(callback) > 100 or not _CALLBACK.match(callback):
        raise RequestError("The parameter `callback` must be a JavaScript name.")
    # Angle brackets and the two line separators are written so that no page can be made to read them as its own.
    text = json.dumps(data).replace("<", "\\u003c").replace(">", "\\u003e")
    return Response(
        f"/**/{callback}({text});", mimetype="application/javascript", headers={"Cache-Control": "no-cache"}
    )
