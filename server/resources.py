"""`/id/<path>` sends to `/page/<path>` or `/data/<path>`: what the store knows of one thing (Cool URIs, 303)."""

import re

from flask import Blueprint, Response, redirect, request, url_for
from rdflib import URIRef
from werkzeug.wrappers import Response as BaseResponse

from kg.formats import get_format, list_formats
from kg.iri import ID
from kg.store.base import Scope
from server.backend import get_backend
from server.errors import NotFoundError
from server.negotiation import choose_format
from server.responses import respond

blueprint = Blueprint("resources", __name__)

_DATA_FORMATS = list_formats("graph", "dataset")


@blueprint.get("/id/<path:path>")
def choose_representation(path: str) -> BaseResponse:
    """Send a browser to the page, everyone else to the data."""
    offers = (*_DATA_FORMATS, get_format("html"))
    form = choose_format(request.headers.get("Accept"), offers)
    where = "entity.show_page" if form.name == "html" else "resources.send_data"
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
        words = make_words(str(thing).removeprefix(ID))
        hits = get_backend().search(words, limit=30) if words else []
        named = {hit.thing: hit.text[:80] for hit in hits if "/article/" not in hit.thing}
        raise NotFoundError(
            f"Nothing is known of <{thing}>. Search for it by its name, or start at the home page.",
            suggestions=list(named.items())[:5],
        )
    return thing


def make_words(path: str) -> str:
    """Return the words of the last part of an address, to search by.

    >>> make_words("person/jane-q-doe")
    'jane q doe'
    """
    return " ".join(word for word in re.split(r"[^\w]+", path.rsplit("/", 1)[-1]) if word)
