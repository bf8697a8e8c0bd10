"""The named questions of ontology/queries: what each asks, which parameters it takes, which columns it answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rdflib import XSD, Literal
from rdflib.term import Identifier

from kg.errors import SourceError, UnknownNameError
from kg.prefixes import expand_iri
from kg.resources import find_resource

_HEADER = re.compile(r"# (title|question|parameters|columns): *(.*)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


@dataclass(frozen=True, slots=True)
class Question:
    """A file of ontology/queries. `parameters` pairs names with the values they have where nobody gives another."""

    name: str
    title: str
    question: str
    parameters: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    text: str


@cache
def load_questions() -> Mapping[str, Question]:
    """Read ontology/queries once; by name, which is the file's.

    Raises:
        SourceError: A file lacks a line of its header.
    """
    files = sorted(find_resource("ontology", "queries").glob("*.rq"))
    return {path.stem: parse_question(path.stem, path.read_text(encoding="utf-8")) for path in files}


def parse_question(name: str, text: str) -> Question:
    """Read a query file's header: the lines title, question, parameters and columns, each once, before the query.

    Raises:
        SourceError: A line is missing, or a parameter has no "=".
    """
    header: dict[str, str] = {}
    for line in text.splitlines():
        if not (found := _HEADER.match(line)):
            break
        header[found[1]] = found[2].strip()
    missing = [key for key in ("title", "question", "parameters", "columns") if not header.get(key)]
    path = f"ontology/queries/{name}.rq"
    if missing:
        raise SourceError(
            f"lacks the header line {missing[0]!r}.", path=path, line=1, hint="Begin like its neighbours."
        )
    given = [] if header["parameters"] == "none" else [part.strip() for part in header["parameters"].split(",")]
    pairs = [part.partition("=") for part in given]
    if wrong := [part for part, (_, sign, value) in zip(given, pairs, strict=True) if not (sign and value)]:
        raise SourceError(f"has no value for {wrong[0]!r}.", path=path, line=3, hint="Write name=value.")
    columns = tuple(part.strip() for part in header["columns"].split(","))
    parameters = tuple((key.strip(), value.strip()) for key, _, value in pairs)
    return Question(name, header["title"], header["question"], parameters, columns, text)


def get_question(name: str) -> Question:
    """Return a question by its name.

    Raises:
        UnknownNameError: There is none; the message proposes the nearest.
    """
    questions = load_questions()
    if name not in questions:
        raise UnknownNameError("question", name, known=questions)
    return questions[name]


def bind_parameters(question: Question, given: Mapping[str, str]) -> dict[str, Identifier]:
    """Return a value for each parameter: the one given, or the question's own.

    Raises:
        UnknownNameError: The question has no such parameter, or a value begins with an unknown prefix.
    """
    known = dict(question.parameters)
    for name in given:
        if name not in known:
            raise UnknownNameError(f"parameter of {question.name}", name, known=known or ["none"])
    return {name: parse_value(value) for name, value in {**known, **given}.items()}


def parse_value(text: str) -> Identifier:
    """Return the term that a person means: a quoted text, a number, a date, or an IRI, its prefix allowed.

    >>> parse_value('"Monday"'), parse_value("2020-01-17").datatype
    (rdflib.term.Literal('Monday'), rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#date'))
    """
    if len(text) > 1 and text[0] == text[-1] == '"':
        return Literal(text[1:-1])
    if _DATE.match(text):
        return Literal(text, datatype=XSD.date, normalize=False)
    if re.match(r"[+-]?\d+\Z", text):
        return Literal(text, datatype=XSD.integer)
    return expand_iri(text)
