"""`/search`: things by words in their names, labels and texts; and the same inside SPARQL."""

import json

from flask import Blueprint, Response, render_template, request

from kg.formats import Format, get_format
from server.backend import get_backend
from server.negotiation import choose_format
from server.responses import respond_bytes

blueprint = Blueprint("search", __name__)

_OFFERS = (get_format("html"), Format("json", "application/json", "json", "results"))
_MOST = 100


@blueprint.get("/search")
def show_search() -> Response:
    """Show what the words of `q` find, as a page or as JSON."""
    words = request.args.get("q", "")[:500]
    form = choose_format(request.headers.get("Accept"), _OFFERS, named=request.args.get("format"))
    backend = get_backend()
    version = backend.version
    hits = backend.search(words, limit=_MOST) if words.strip() else []
    if form.name == "html":
        page = render_template("search.html", words=words, hits=hits)
        return respond_bytes(page.encode(), form, version=version)
    rows = [
        {"thing": hit.thing, "property": hit.property, "text": hit.text, "score": round(hit.score, 3)} for hit in hits
    ]
    body = json.dumps({"words": words, "hits": rows}, ensure_ascii=False).encode()
    return respond_bytes(body, form, version=version)
