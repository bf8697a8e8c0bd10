"""`/search`: things by words in their names, labels and texts; and the same inside SPARQL."""

import json

from flask import Blueprint, Response, render_template, request

from kg.formats import Format, get_format
from kg.iri import make_article_iri
from kg.terms import OA, POLITY
from server.backend import get_backend
from server.negotiation import choose_format
from server.pages.inquiry import Inquiry
from server.pages.words import find_article_id, name_article
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
        inquiry = Inquiry()
        # Texts that repeat others, or are Polity's own, are in the data and not on the page.
        inner = {str(name) for name in (POLITY.foundBy, POLITY.decidedBy, POLITY.trigger, OA.exact)}
        shown = [hit for hit in hits if hit.property not in inner]
        articles = sorted({find_article_id(hit.thing) for hit in shown} - {""})
        named = inquiry.ask("titles", article=[make_article_iri(one) for one in articles])
        titles = {find_article_id(str(row["article"])): name_article(row) for row in named}
        page = render_template("search.html", words=words, hits=shown, titles=titles)
        return respond_bytes(page.encode(), form, version=version)
    rows = [
        {"thing": hit.thing, "property": hit.property, "text": hit.text, "score": round(hit.score, 3)} for hit in hits
    ]
    body = json.dumps({"words": words, "hits": rows}, ensure_ascii=False).encode()
    return respond_bytes(body, form, version=version)
