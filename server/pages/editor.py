"""`/sparql` for people: an editor, the answer as a table with names, and help where there is none."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from rdflib import URIRef

from kg.errors import KgError
from kg.formats import get_format
from kg.prefixes import list_prefixes, shorten_iri
from kg.questions import Question, load_questions
from kg.store.base import Scope
from server.backend import get_backend
from server.describe import find_root
from server.errors import DeadlineError, LimitError, RequestError
from server.limits import check_query
from server.pages.citing import compare, make_permalink, write_bibtex, write_csl
from server.pages.doctor import diagnose
from server.pages.inquiry import Asked, Inquiry
from server.pages.render import respond_page
from server.pages.vocabulary import Term, load_vocabulary
from server.responses import respond_bytes
from server.results import Row, read_boolean, read_columns, read_rows

blueprint = Blueprint("editor", __name__)

_SHOWN = 1000
_LABELLED = 500
_RESULTS = (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML"))
_GRAPHS = (("turtle", "Turtle"), ("jsonld", "JSON-LD"), ("ntriples", "N-Triples"), ("rdfxml", "RDF/XML"))
_START = """PREFIX : <https://w3id.org/polity/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?who ?words WHERE {
  ?claim :claimedBy/rdfs:label ?who ; :words ?words .
}
LIMIT 20"""


def show_editor() -> Response:
    """Show the editor without an answer."""
    return _show(Inquiry(), _START)


def show_answer(text: str, scope: Scope | None, question: Question | None = None, run: str = "") -> Response:
    """Run a query and show its answer; what is wrong with it is said on the page, with the status it has.

    `run` is the text that is run where it is not the one shown: a question with its parameters bound.
    """
    inquiry = Inquiry()
    inquiry.asked.append(Asked("The query", text))
    backend = get_backend()
    try:
        form = check_query(text, backend.config).form
        if form in ("CONSTRUCT", "DESCRIBE"):
            answer = backend.query(run or text, get_format("turtle"), scope=scope, base=request.base_url)
            return _show(inquiry, text, question, graph=_read(answer).decode("utf-8", "replace"), formats=_GRAPHS)
        answer = backend.query(run or text, get_format("json"), scope=scope, base=request.base_url)
        body = _read(answer)
    except KgError as error:
        return _show_error(inquiry, text, question, error)
    truth = read_boolean(body)
    if truth is not None:
        doctor = None if truth else diagnose(run or text, backend)
        return _show(inquiry, text, question, boolean=truth, diagnosis=doctor, formats=_RESULTS[2:])
    columns, rows = read_columns(body), read_rows(body)
    return _show_rows(inquiry, text, question, columns, rows, answer.seconds, run or text)


def _read(answer: Any) -> bytes:  # noqa: ANN401 -- server.backend.Answer
    if answer.file is None:
        return bytes(answer.body)
    with answer.file:
        raise LimitError(
            "The answer is too long for a page. Download it, or ask for its first rows.",
            limit="page_bytes",
            value=2**18,
        )


def _show_rows(
    inquiry: Inquiry,
    text: str,
    question: Question | None,
    columns: list[str],
    rows: list[Row],
    seconds: float,
    run: str,
) -> Response:
    shown = rows[:_SHOWN]
    things = list({term: None for row in shown for term in row.values() if isinstance(term, URIRef)})[:_LABELLED]
    labels = {row["thing"]: str(row["label"]) for row in inquiry.ask("labels", thing=things)}
    seen = request.args.get("seen", "")
    given = (request.args.get("on", "")[:20], request.args.get("version", "")[:20])
    link = make_permalink(run, inquiry.version, columns, rows)
    return _show(
        inquiry,
        text,
        question,
        columns=columns,
        rows=shown,
        row_count=len(rows),
        labels=labels,
        seconds=seconds,
        permalink=link,
        difference=compare(seen, *given, columns, rows) if seen else None,
        unreadable=bool(seen),
        diagnosis=None if rows else diagnose(run, get_backend()),
        formats=_RESULTS,
    )


def _show_error(inquiry: Inquiry, text: str, question: Question | None, error: KgError) -> Response:
    narrower = narrow(text) if isinstance(error, DeadlineError | LimitError) else ""
    page = _show(inquiry, text, question, error=str(error), narrower=narrower, line=_find_line(str(error)))
    page.status_code = error.status
    page.headers["Cache-Control"] = "no-store"
    return page


def _find_line(message: str) -> int:
    found = re.search(r"(?:line |\bat )(\d+)", message)
    return int(found[1]) if found else 0


def narrow(text: str) -> str:
    """Return a query that asks for less: its first rows alone, in whatever order they come.

    >>> narrow("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 5000")
    'SELECT * { ?s ?p ?o }\\nLIMIT 20'
    """
    head = text.rstrip()
    tail = head.rfind("}")
    bare = re.sub(r"\b(ORDER\s+BY\b.*|LIMIT\s+\d+|OFFSET\s+\d+)", "", head[tail:], flags=re.IGNORECASE | re.DOTALL)
    return f"{head[:tail]}{bare.rstrip()}\nLIMIT 20"


def _show(inquiry: Inquiry, text: str, question: Question | None = None, **data: Any) -> Response:  # noqa: ANN401
    given = {"rows": None, "boolean": None, "graph": None, "error": "", "diagnosis": None, "formats": (), **data}
    return respond_page("query.html", inquiry, query=text, question=question, questions=load_questions(), **given)


@blueprint.get("/terms.json")
def send_terms() -> Response:
    """Send what the editor completes: prefixes, classes and properties in use, named questions."""
    known = load_vocabulary(get_backend())
    data = {
        "prefixes": list_prefixes(),
        "classes": [_describe(row) for row in known.classes],
        "properties": [_describe(row) for row in known.properties],
    }
    body = json.dumps(data, ensure_ascii=False).encode()
    response = respond_bytes(body, get_format("json"), version=known.version)
    response.headers["Content-Type"] = "application/json"
    return response


def _describe(row: Term) -> dict[str, Any]:
    return {"term": shorten_iri(row.iri), "iri": row.iri, "label": row.label, "count": row.count}


@blueprint.get("/cite")
def send_citation() -> Response:
    """Send a citation of an answer, given its permalink's parameters, in BibTeX or CSL JSON (`format`)."""
    day, number = request.args.get("on", ""), request.args.get("version", "")
    try:
        date.fromisoformat(day)
    except ValueError:
        day = datetime.now(UTC).date().isoformat()
    given = {name: request.args.get(name, "") for name in ("query", "version", "on", "seen")}
    if not given["query"]:
        raise RequestError("A citation needs the query: follow the link on a page with an answer.")
    address = f"{find_root()}/sparql?{urlencode(given)}"
    title = request.args.get("title") or "Answer to a query of the Polity knowledge graph"
    if request.args.get("format") == "csl":
        response = Response(
            write_csl(title[:300], address, number[:20], day), mimetype="application/vnd.citationstyles.csl+json"
        )
        response.headers["Content-Disposition"] = 'attachment; filename="polity.json"'
    else:
        response = Response(write_bibtex(title[:300], address, number[:20], day), mimetype="application/x-bibtex")
        response.headers["Content-Disposition"] = 'attachment; filename="polity.bib"'
    return response
