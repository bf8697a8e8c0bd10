"""What is known of things: by property, from the graph and from the gazetteer, for matching and for extension."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rdflib import RDFS, Dataset, Literal, URIRef
from rdflib.term import Node

from kg.convert.reference import write_reference
from kg.iri import ID, REFERENCE_GRAPH
from kg.link.authorities import list_links
from kg.link.gazetteer import load_gazetteer
from kg.store.base import ALL_GRAPHS
from server.backend import Backend
from server.reconcile.vocabulary import make_term_id

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """One value of a property: a literal's text, or another thing's name with its id; `datatype` is an XSD name."""

    text: str
    id: str | None = None
    datatype: str = "string"


Facts = dict[str, tuple[Value, ...]]


def load_facts(backend: Backend, ids: Iterable[str]) -> dict[str, Facts]:
    """Return the values of all properties of things, by id and property; sorted, each once."""
    wanted = sorted(set(ids))
    found: dict[str, defaultdict[str, set[Value]]] = {thing: defaultdict(set) for thing in wanted}
    for thing in wanted:
        for name, values in _read_row(thing).items():
            found[thing][name].update(values)
    for begin in range(0, len(wanted), _AT_ONCE):
        for thing, name, value in _ask_graph(backend, wanted[begin : begin + _AT_ONCE]):
            found[thing][name].add(value)
    return {
        thing: {name: tuple(sorted(values, key=_order)) for name, values in sorted(facts.items())}
        for thing, facts in found.items()
    }


def _order(value: Value) -> tuple[str, str]:
    return (value.text, value.id or "")


def _ask_graph(backend: Backend, ids: Iterable[str]) -> Iterable[tuple[str, str, Value]]:
    names = " ".join(URIRef(ID + thing).n3() for thing in ids)
    text = f"""SELECT DISTINCT ?s ?p ?o ?label {{ VALUES ?s {{ {names} }} ?s ?p ?o
      OPTIONAL {{ ?o <{RDFS.label}> ?label }} FILTER(!isBlank(?o)) }}"""
    for row in backend.select(text, scope=ALL_GRAPHS):
        yield str(row["s"]).removeprefix(ID), make_term_id(str(row["p"])), _make_value(row["o"], row.get("label"))


def _make_value(term: Node, label: Node | None) -> Value:
    if isinstance(term, Literal):
        kind = str(term.datatype or "").rpartition("#")[2] or "string"
        return Value(str(term), None, kind)
    iri = str(term)
    if iri.startswith(ID):
        return Value(str(label or iri.removeprefix(ID)), iri.removeprefix(ID))
    return Value(str(label), make_term_id(iri)) if label else Value(iri)


@lru_cache(maxsize=20_000)
def _read_row(row_id: str) -> Facts:
    """Return what the gazetteer says of a row, empty for what is none."""
    gazetteer = load_gazetteer()
    row = gazetteer.rows.get(row_id)
    if row is None:
        return {}
    tenures = gazetteer.list_tenures(row_id)
    around = {row_id, *(value for _, value in row.facts if value in gazetteer.rows)}
    around.update(tenure.post for tenure in tenures)
    if row.parent:
        around.add(row.parent)
    data = Dataset()
    write_reference(data, gazetteer.rows, around, tenures)
    graph, subject = data.graph(REFERENCE_GRAPH), URIRef(ID + row_id)
    found: defaultdict[str, set[Value]] = defaultdict(set)
    for predicate, value in graph.predicate_objects(subject):
        found[make_term_id(str(predicate))].add(_make_value(value, graph.value(value, RDFS.label)))
    for _, predicate, value in list_links([row]):
        found[make_term_id(str(predicate))].add(_make_value(value, None))
    return {name: tuple(values) for name, values in found.items()}
