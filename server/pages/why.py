"""`/why?s=&p=&o=`: the proof of a triple as a tree, down to sentences; `/article/<id>/withdrawn`: what rests on one."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, request
from rdflib import RDF, BNode, Literal, URIRef
from rdflib.term import Identifier

from kg.formats import Format, get_format
from kg.iri import make_article_iri, make_graph_iri
from kg.questions import parse_value
from kg.reason.rules import load_profile
from kg.store.terms import to_rdflib
from server.errors import NotFoundError, RequestError
from server.negotiation import choose_format
from server.pages.inquiry import Inquiry
from server.pages.proving import ask_why, ask_without
from server.pages.render import respond_page
from server.pages.words import find_article_id, name_article, name_term
from server.responses import respond_bytes
from server.results import read_term

blueprint = Blueprint("why", __name__)

_OFFERS = (get_format("html"), Format("json", "application/json", "json", "results"))


def read_ntriples_term(text: str) -> Identifier:
    """Return the term that N-Triples writes so; a bare or prefixed name is an IRI.

    Raises:
        RequestError: It is no term.

    >>> read_ntriples_term('"Rat"@de'), read_ntriples_term("d:agency/us-ice")
    (rdflib.term.Literal('Rat', lang='de'), rdflib.term.URIRef('https://w3id.org/polity/id/agency/us-ice'))
    """
    if not text.startswith(('"', "_:")):
        return RDF.type if text == "a" else parse_value(text)
    import pyoxigraph

    try:
        rows = list(pyoxigraph.parse(f"<urn:s> <urn:p> {text} .", pyoxigraph.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise RequestError(f"{text!r} is no term of N-Triples: {error}.") from error
    if len(rows) != 1:
        raise RequestError(f"{text!r} is no single term of N-Triples.")
    return to_rdflib(rows[0].object)


@blueprint.get("/why")
def show_why() -> Response:
    """Show why a triple holds, or what is missing for it."""
    given = [request.args.get(name, "").strip() for name in "spo"]
    form = choose_format(request.headers.get("Accept"), _OFFERS, named=request.args.get("format"))
    inquiry = Inquiry()
    if not all(given):
        if form.name == "json":
            raise RequestError("Give the triple: /why?s=<subject>&p=<property>&o=<object>.")
        return respond_page("why.html", inquiry, triple=None, given=given, why=None)
    triple = (read_ntriples_term(given[0]), read_ntriples_term(given[1]), read_ntriples_term(given[2]))
    why = ask_why(triple)
    if form.name == "json":
        return respond_bytes(json.dumps(why, ensure_ascii=False).encode(), form, version=inquiry.version)
    labels = _load_labels(inquiry, {term for term in _list_terms(why) if isinstance(term, URIRef)} | set(triple))
    for proof in why["proofs"]:
        _read_terms(proof)
    inquiry.ask("why-assertions", s=triple[0], p=triple[1], o=triple[2])
    return respond_page(
        "why.html",
        inquiry,
        triple=triple,
        given=given,
        why=why,
        misses=[
            {**miss, "missing": [_read(text) if text else None for text in miss["missing"]]}
            for miss in why["nearMisses"]
        ],
        labels=labels,
        rules=_list_rules(),
        articles=sorted({find_article_id(g.replace("/graph/article/", "/article/")) for g in why["sources"]} - {""}),
    )


def _read(text: str) -> Identifier:
    if text.startswith("<"):
        return URIRef(text[1:-1])
    return BNode(text[2:]) if text.startswith("_:") else read_ntriples_term(text.replace("\n", "\\n"))


def _read_terms(proof: dict[str, Any]) -> None:
    """Put terms in the place of their texts, in the whole tree."""
    proof["triple"] = [_read(text) for text in proof["triple"]]
    for premise in proof["premises"]:
        _read_terms(premise)


def _list_terms(found: Any) -> Iterator[Identifier]:  # noqa: ANN401 -- JSON
    for proof in found.get("proofs", []) + found.get("premises", []):
        yield from _list_terms(proof)
    for text in found.get("triple", []):
        yield _read(text)
    for miss in found.get("nearMisses", []):
        yield from (_read(text) for text in miss["missing"] if text)


def _load_labels(inquiry: Inquiry, terms: set[Any]) -> dict[str, str]:
    things = sorted(term for term in terms if isinstance(term, URIRef))
    return {str(row["thing"]): str(row["label"]) for row in inquiry.ask("labels", thing=things)}


def _list_rules() -> dict[str, str]:
    """Return what each rule says, in words."""
    return {rule.name: rule.about for rule in load_profile("polity").rules}


@blueprint.get("/article/<article_id>/withdrawn")
def show_withdrawn(article_id: str) -> Response:
    """Show what would no longer follow if an article were withdrawn."""
    inquiry = Inquiry()
    article = inquiry.ask("article", article=make_article_iri(article_id))
    if not article:
        raise NotFoundError(f"There is no article named {article_id!r}. The home page lists those there are.")
    found = ask_without(make_graph_iri(article_id))
    rows = [tuple(read_term(term) for term in row) for row in found["rows"]]
    labels = _load_labels(inquiry, {term for row in rows[:200] for term in row})
    return respond_page(
        "withdrawn.html",
        inquiry,
        article=article[0],
        path=article_id,
        title=name_article(article[0]),
        stated=found["stated"],
        inferred=found["inferred"],
        shown=found["shown"],
        rows=rows[:200],
        labels=labels,
    )


def name_any(term: Identifier, labels: dict[str, str]) -> str:
    """Return a term in words."""
    if isinstance(term, Literal):
        return str(term)
    return labels.get(str(term)) or name_term(str(term))
