"""Why a query found nothing: which pattern of it fits nothing, and the nearest term that there is."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyparsing import ParseException
from rapidfuzz import fuzz, process
from rdflib import BNode, Literal, URIRef
from rdflib.paths import Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Variable

from kg.errors import KgError
from kg.prefixes import expand_iri, list_prefixes, shorten_iri
from kg.store.base import Scope
from server.backend import Backend
from server.pages.vocabulary import Known, load_vocabulary

_SECONDS = 4.0
_MOST_PATTERNS = 20
_MOST_BYTES = 8000
_NEAR = 60
Pattern = tuple[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term that may be meant instead: its IRI as written in a query, its name, and the query with it."""

    term: str
    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What takes all rows away, in words; the pattern as SPARQL; the term that is not there; what may be meant."""

    text: str
    pattern: str = ""
    missing: str = ""
    suggestions: tuple[Suggestion, ...] = ()


def diagnose(query: str, backend: Backend) -> Diagnosis | None:
    """Return why a SELECT or ASK query found nothing; None where that cannot be told.

    Only patterns that must hold are looked at: not those of OPTIONAL, UNION, MINUS, EXISTS. It takes a few seconds at
    most.
    """
    if len(query) > _MOST_BYTES:
        return None
    try:
        algebra = prepareQuery(query, initNs=list_prefixes()).algebra
    except (
        ParseException,
        RecursionError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
    ):  # rdflib's own ways to fail
        return None
    except Exception as error:  # noqa: BLE001 -- rdflib raises bare Exception for an unknown prefix
        del error
        return None
    patterns = list(_list_patterns(algebra))[:_MOST_PATTERNS]
    stop = time.monotonic() + _SECONDS
    try:
        return _find_fault(patterns, query, backend, stop)
    except KgError:
        return None


def _find_fault(patterns: list[Pattern], query: str, backend: Backend, stop: float) -> Diagnosis | None:
    for pattern in patterns:
        if time.monotonic() > stop:
            return None
        if not _ask([pattern], backend):
            return _explain(pattern, query, backend)
    joined: list[Pattern] = []
    for pattern in _order(patterns):
        if time.monotonic() > stop:
            return None
        joined.append(pattern)
        if len(joined) > 1 and not _ask(joined, backend):
            before = " ".join(f"{_write(one)} ." for one in joined[:-1])
            return Diagnosis(
                f"Each pattern fits something, but this one fits nothing together with: {before}", _write(pattern)
            )
    if patterns:
        return Diagnosis(
            "All patterns together do fit something: a FILTER, VALUES, MINUS or HAVING takes every row away."
        )
    return None


def _explain(pattern: Pattern, query: str, backend: Backend) -> Diagnosis:
    shown = _write(pattern)
    known = load_vocabulary(backend)
    for place, term in enumerate(pattern):
        if not isinstance(term, URIRef):
            continue
        alone: list[Any] = [Variable("a"), Variable("b"), Variable("c")]
        alone[place] = term
        if not _ask([tuple(alone)], backend):
            near = _find_near(term, place, pattern, known, backend)
            suggestions = tuple(_suggest(iri, label, term, query) for iri, label in near)
            text = "Nothing fits this pattern, since its term is not in the graph there."
            return Diagnosis(text, shown, shorten_iri(str(term)), suggestions)
    return Diagnosis("Nothing in the graph fits this pattern by itself.", shown)


def _find_near(term: URIRef, place: int, pattern: Pattern, known: Known, backend: Backend) -> list[tuple[str, str]]:
    """Return the nearest terms that could stand there: properties, classes or things."""
    name = re.split(r"[/#]", str(term).rstrip("/#"))[-1]
    is_class = place == 2 and str(pattern[1]).endswith("#type")
    if place == 1 or is_class:
        among = known.properties if place == 1 else known.classes
        names = {row.iri: re.split(r"[/#]", row.iri)[-1] for row in among}
        lower = {key: value.lower() for key, value in names.items()}
        found = process.extract(name.lower(), lower, scorer=fuzz.WRatio, limit=3)
        return [(iri, names[iri]) for _, score, iri in found if score >= _NEAR]
    words = " ".join(word for word in re.split(r"[^\w]+", name) if word)
    return [(hit.thing, hit.text[:80]) for hit in backend.search(words, limit=3)] if words else []


def _suggest(iri: str, label: str, term: URIRef, query: str) -> Suggestion:
    """Return a suggestion with the query as it would be; the same query where the term is written in another way."""
    mended = query.replace(f"<{term}>", f"<{iri}>")
    if mended == query:
        for written in re.findall(r"[\w-]*:[\w./-]+", query):
            try:
                same = expand_iri(written) == term
            except KgError:
                continue
            if same:
                mended = re.sub(rf"(?<![\w:]){re.escape(written)}(?![\w/-])", f"<{iri}>", query)
                break
    return Suggestion(shorten_iri(iri), label, mended)


def _ask(patterns: list[Pattern], backend: Backend) -> bool:
    text = " ".join(f"{_write(pattern)} ." for pattern in patterns)
    return backend.ask(f"ASK {{ {text} }}", scope=Scope(union=True))


def _write(pattern: Pattern) -> str:
    return " ".join(_write_term(term) for term in pattern)


def _write_term(term: Any) -> str:  # noqa: ANN401 -- a term or a path
    if isinstance(term, BNode):
        return f"?node{re.sub(r'[^A-Za-z0-9]', '', str(term))}"
    if isinstance(term, Variable | URIRef | Literal | Path):
        return str(term.n3())
    return str(term)


def _order(patterns: list[Pattern]) -> Iterator[Pattern]:
    """Yield patterns so that each shares a variable with those before it, where one does."""
    left, seen = list(patterns), set[Any]()
    while left:
        chosen = next((row for row in left if seen & _list_variables(row)), left[0])
        left.remove(chosen)
        seen |= _list_variables(chosen)
        yield chosen


def _list_variables(pattern: Pattern) -> set[Any]:
    return {term for term in pattern if isinstance(term, Variable | BNode)}


def _list_patterns(part: Any) -> Iterator[Pattern]:  # noqa: ANN401 -- rdflib's algebra
    """Yield the triple patterns that must hold, from rdflib's algebra."""
    name = getattr(part, "name", "")
    if name == "BGP":
        yield from part.triples
    elif name in ("LeftJoin", "Minus"):
        yield from _list_patterns(part.p1)
    elif name in ("Union", "ToMultiSet", "values"):
        return
    elif name == "Join":
        yield from _list_patterns(part.p1)
        yield from _list_patterns(part.p2)
    elif hasattr(part, "p") and getattr(part, "p", None) is not None:
        yield from _list_patterns(part.p)
