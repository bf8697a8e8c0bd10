"""`/id/<path>` sends to `/page/<path>` or `/data/<path>`: what the store knows of one thing (Cool URIs, 303)."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from rdflib import RDFS, URIRef
from werkzeug.wrappers import Response as BaseResponse

from kg.formats import get_format, list_formats
from kg.iri import ID, INFERRED_GRAPH
from kg.store.base import Scope
from server.backend import get_backend
from server.errors import NotFoundError
from server.negotiation import choose_format
from server.responses import respond, respond_bytes
from server.results import Row

blueprint = Blueprint("resources", __name__)

_MOST = 1000
_OUT = f"""SELECT ?g ?p ?o (SAMPLE(?l) AS ?label) {{ {{ GRAPH ?g {{ ?thing ?p ?o }} }} UNION {{ ?thing ?p ?o }}
  OPTIONAL {{ ?o <http://www.w3.org/2000/01/rdf-schema#label> ?l }} }} GROUP BY ?g ?p ?o ORDER BY ?p ?o LIMIT {_MOST}"""
_IN = f"SELECT ?g ?s ?p {{ {{ GRAPH ?g {{ ?s ?p ?thing }} }} UNION {{ ?s ?p ?thing }} }} ORDER BY ?p ?s LIMIT {_MOST}"
_DATA_FORMATS = list_formats("graph", "dataset")


@blueprint.get("/id/<path:path>")
def choose_representation(path: str) -> BaseResponse:
    """Send a browser to the page, everyone else to the data."""
    offers = (*_DATA_FORMATS, get_format("html"))
    form = choose_format(request.headers.get("Accept"), offers)
    where = "resources.show_page" if form.name == "html" else "resources.send_data"
    response = redirect(url_for(where, path=path), 303)
    response.vary.add("Accept")
    return response


@blueprint.get("/data/<path:path>")
def send_data(path: str) -> Response:
    """Send the description of a thing, blank nodes included, from all graphs."""
    form = choose_format(request.headers.get("Accept"), _DATA_FORMATS, named=request.args.get("format"))
    thing = find_thing(path)
    response = respond(f"DESCRIBE {thing.n3()}", form, scope=Scope(union=True))
    response.headers.add("Link", f'<{thing}>; rel="describes"')
    return response


@blueprint.get("/page/<path:path>")
def show_page(path: str) -> Response:
    """Show the triples of a thing as a table, asserted and inferred told apart."""
    backend = get_backend()
    version = backend.version
    thing = find_thing(path)
    scope = Scope(union=False)
    facts = backend.select(_OUT, bindings={"thing": thing}, scope=scope)
    mentions = backend.select(_IN, bindings={"thing": thing}, scope=scope)
    page = render_template(
        "thing.html",
        thing=thing,
        path=path,
        label_property=RDFS.label,
        facts=_fold(facts),
        mentions=_fold(mentions),
        cut=max(len(facts), len(mentions)) >= _MOST,
    )
    return respond_bytes(page.encode(), get_format("html"), version=version)


def _fold(rows: list[Row]) -> list[dict[str, Any]]:
    """Return each triple once, with the graphs that hold it; `inferred` where the graph of inferences alone does."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        entry = found.setdefault((row.get("s"), row["p"], row.get("o")), {**row, "graphs": []})
        if "g" in row:
            entry["graphs"].append(row["g"])
    for entry in found.values():
        entry["inferred"] = bool(entry["graphs"]) and all(name == INFERRED_GRAPH for name in entry["graphs"])
    return list(found.values())


def find_thing(path: str) -> URIRef:
    """Return the thing at a path.

    Raises:
        NotFoundError: The store knows nothing of it.
    """
    if any(character in '<>"{}|^`\\' or character <= " " for character in path):
        raise NotFoundError("There is no such thing: its address is not an IRI.")
    thing = URIRef(ID + path)
    text = "SELECT (1 AS ?x) { { ?thing ?p ?o } UNION { ?s ?p ?thing } } LIMIT 1"
    if not get_backend().select(text, bindings={"thing": thing}, scope=Scope(union=True)):
        raise NotFoundError(f"Nothing is known of <{thing}>. Search for it by its name, or start at the home page.")
    return thing
