"""`/`: what this is, what is in it, and the named questions; `/ask/<name>`: the answer to one of them; `/healthz`."""

import json

from flask import Blueprint, Response, render_template, request
from rdflib import Literal, URIRef
from rdflib.term import Identifier

from kg.errors import UnknownNameError
from kg.formats import get_format
from kg.store.questions import Question, load_questions
from server.backend import get_backend
from server.responses import respond, respond_bytes
from server.sparql import choose_query_format, render_table

blueprint = Blueprint("home", __name__)

_COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "graphs": "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
}


@blueprint.get("/")
def show_home() -> Response:
    """Show the home page."""
    backend = get_backend()
    counts = {name: int(str(backend.select(text)[0]["n"])) for name, text in _COUNTS.items()}
    page = render_template("home.html", counts=counts, questions=load_questions(), version=backend.version)
    return respond_bytes(page.encode(), get_format("html"))


@blueprint.get("/ask/<name>")
def answer_question(name: str) -> Response:
    """Run a named question; its parameters are taken from the address, as IRIs in angle brackets or as text."""
    question = find_question(name)
    bindings = {key: parse_value(request.args[key]) for key in question.parameters if request.args.get(key)}
    form = choose_query_format(question.text, request.args.get("format"))
    if form.name != "html" and (form.name != "json" or request.headers.get("Accept")):
        return respond(question.text, form, bindings=bindings)
    answer = get_backend().query(question.text, get_format("json"), bindings=bindings)
    body = answer.body if answer.file is None else answer.file.read()
    page = render_table(question.text, body, question=question)
    return respond_bytes(page.encode(), get_format("html"), version=answer.version)


def find_question(name: str) -> Question:
    """Return a named question; raises UnknownNameError with the nearest names."""
    questions = load_questions()
    if name not in questions:
        raise UnknownNameError("question", name, known=list(questions))
    return questions[name]


def parse_value(text: str) -> Identifier:
    """Return an IRI for text in angle brackets, a plain literal for any other.

    >>> parse_value("<urn:a>"), parse_value("a")
    (rdflib.term.URIRef('urn:a'), rdflib.term.Literal('a'))
    """
    return URIRef(text[1:-1]) if text.startswith("<") and text.endswith(">") else Literal(text)


@blueprint.get("/healthz")
def show_health() -> Response:
    """Say that the server answers, and from which version: it runs a query to know."""
    backend = get_backend()
    backend.select("SELECT (1 AS ?one) {}")
    body = json.dumps({"status": "ok", **backend.describe_state()})
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})
