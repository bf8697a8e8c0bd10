"""`/ask/<name>`: the answer to a named question; `/healthz`."""

import json

from flask import Blueprint, Response, request

from kg.questions import bind_parameters, get_question
from kg.store.rewrite import bind
from kg.store.terms import to_oxigraph
from server.backend import get_backend
from server.pages.editor import show_answer
from server.responses import respond
from server.sparql import choose_query_format

blueprint = Blueprint("home", __name__)


@blueprint.get("/ask/<name>")
def answer_question(name: str) -> Response:
    """Run a named question; its parameters are taken from the address, as `kg.questions.parse_value` reads them."""
    question = get_question(name)
    given = {key: request.args[key] for key, _ in question.parameters if request.args.get(key)}
    bindings = bind_parameters(question, given)
    form = choose_query_format(question.text, request.args.get("format"))
    if form.name != "html" and (form.name != "json" or request.headers.get("Accept")):
        return respond(question.text, form, bindings=bindings)
    bound = bind(question.text, {name: str(to_oxigraph(term)) for name, term in bindings.items()})
    return show_answer(question.text, None, question, bound)


@blueprint.get("/healthz")
def show_health() -> Response:
    """Say that the server answers, and from which version: it runs a query to know."""
    backend = get_backend()
    backend.select("SELECT (1 AS ?one) {}")
    body = json.dumps({"status": "ok", **backend.describe_state()})
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})
