"""A small page about one thing, for a client to show beside a candidate."""

from flask import Response, render_template

from server.backend import Backend
from server.reconcile.catalogue import Thing
from server.reconcile.facts import load_facts
from server.reconcile.vocabulary import list_classes, list_properties

WIDTH, HEIGHT = 420, 240
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
_SHOWN, _VALUES = 8, 4
_LEFT_OUT = frozenset(("rdfs:label", "rdf:type", "skos:altLabel", "dcterms:source"))


def show_preview(thing: Thing, backend: Backend, base: str) -> Response:
    """Return the page; other sites may show it in a frame, and it runs no script."""
    facts = load_facts(backend, [thing.id])[thing.id]
    shown = [
        (list_properties()[name].name if name in list_properties() else name, values[:_VALUES])
        for name, values in facts.items()
        if name not in _LEFT_OUT
    ]
    page = render_template(
        "reconcile_preview.html",
        thing=thing,
        kinds=[list_classes()[name].name for name in thing.classes],
        facts=shown[:_SHOWN],
        address=f"{base}/page/{thing.id}",
    )
    response = Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cache-Control"] = "no-cache"
    return response
