"""What is stated of a thing or inferred, with the graphs that hold it and the sentences that bear it out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rdflib import URIRef
from rdflib.term import Identifier

from kg.iri import ID, INFERRED_GRAPH
from kg.store.base import DEFAULT_GRAPH
from server.pages.claims import Evidence
from server.pages.inquiry import Inquiry
from server.pages.words import find_article_id
from server.results import Row

_MOST = 300
_MOST_OF_EACH, _FEWEST_OF_EACH = 25, 3
_PROPERTIES = 60
_GRAPHS = {f"{ID}graph/reference": "reference", f"{ID}graph/links": "links", f"{ID}graph/inferred": "inference"}


@dataclass
class Fact:
    """A triple about a thing. `other` is its end that is not the thing, `label` that end's name."""

    s: Identifier
    p: Identifier
    o: Identifier
    other: Identifier
    label: str | None
    graphs: list[Identifier] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def inferred(self) -> bool:
        """Whether the graph of inferences alone holds it."""
        return bool(self.graphs) and all(graph == INFERRED_GRAPH for graph in self.graphs)

    @property
    def origin(self) -> list[str]:
        """The graphs it is stated in, but for those of its own sentences."""
        named = [graph for graph in self.graphs if graph != INFERRED_GRAPH]
        articles = {f"{ID}graph/article/{one.article}" for one in self.evidence}
        return [_GRAPHS.get(str(graph), _name_graph(str(graph))) for graph in named if str(graph) not in articles]


def _name_graph(graph: str) -> str:
    return f"article {graph.rsplit('/', 1)[-1]}" if graph.startswith(f"{ID}graph/article/") else graph


def fold_facts(thing: URIRef, rows: Iterable[Row], evidence: dict[Any, list[Evidence]]) -> list[Fact]:
    """Return each triple once, with all graphs that hold it."""
    found: dict[tuple[Any, ...], Fact] = {}
    for row in rows:
        s, p, o = row.get("s", thing), row["p"], row.get("o", thing)
        label = str(row["label"]) if "label" in row else None
        other = o if "o" in row else s
        fact = found.setdefault((s, p, o), Fact(s, p, o, other, label, evidence=evidence.get((s, p, o), [])))
        if "g" in row and row["g"] not in fact.graphs:
            fact.graphs.append(row["g"])
    return list(found.values())


@dataclass(frozen=True, slots=True)
class More:
    """Facts with one property of which a page shows but some. `back`: the thing is the value, not the subject."""

    p: Identifier
    count: int
    back: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page shows of a thing: its facts, what refers to it, and which of them go on elsewhere."""

    own: list[Fact]
    back: list[Fact]
    more: list[More]


def load_facts(inquiry: Inquiry, thing: URIRef) -> Facts:
    """Return the facts of a thing: all where they are few, else the first of each property."""
    evidence = load_fact_evidence(inquiry, thing)
    sides, more = list[list[Fact]](), list[More]()
    plain = bool(inquiry.ask("anything", keep=True, scope=DEFAULT_GRAPH))
    for back, count, few, some in (
        (False, "entity-properties", "entity-facts", "entity-facts-of"),
        (True, "entity-inverse", "entity-references", "entity-references-of"),
    ):
        counts = {row["p"]: int(str(row["n"])) for row in inquiry.ask(count, thing=thing)}
        if sum(counts.values()) <= _MOST:
            rows = inquiry.ask(few, thing=thing) if counts else []
        else:
            kinds = sorted(counts, key=lambda p: (counts[p], str(p)))[:_PROPERTIES]
            of_each = max(_FEWEST_OF_EACH, min(_MOST_OF_EACH, _MOST // len(kinds)))
            rows = inquiry.ask_each(some, "property", kinds, most=of_each, thing=thing)
            more += [More(p, counts[p], back) for p in kinds if counts[p] > of_each]
        if plain:
            default = "entity-default-references" if back else "entity-default"
            rows = [*rows, *inquiry.ask(default, thing=thing, scope=DEFAULT_GRAPH)]
        sides.append(sorted(fold_facts(thing, rows, evidence), key=_order))
    own, references = sides
    return Facts(own, references, more)


def load_facts_of(inquiry: Inquiry, thing: URIRef, name: URIRef, *, back: bool, most: int, after: int) -> list[Fact]:
    """Return the facts of a thing with one property, those after the first `after`; `back`: what refers to it by it."""
    query = "entity-references-of" if back else "entity-facts-of"
    rows = inquiry.ask(query, thing=thing, property=name, most=most, after=after)
    found = fold_facts(thing, [{**row, "p": name} for row in rows], load_fact_evidence(inquiry, thing))
    return sorted(found, key=_order)


def _order(fact: Fact) -> tuple[str, ...]:
    return (str(fact.p), (fact.label or str(fact.other)).casefold(), str(fact.other))


def load_fact_evidence(inquiry: Inquiry, thing: URIRef) -> dict[Any, list[Evidence]]:
    """Return the sentences that bear out each triple that articles state of a thing."""
    statements = inquiry.ask("entity-statements", thing=thing)
    nodes = dict.fromkeys(row["evidence"] for row in statements)
    words = {}
    for row in inquiry.ask("quotations", evidence=list(nodes)):
        article = find_article_id(str(row["article"]))
        place = f"/article/{article}#at-{row['start']}-{row['end']}"
        words[row["evidence"]] = Evidence(str(row["text"]), place, article)
    found: dict[Any, list[Evidence]] = {}
    for row in statements:
        if one := words.get(row["evidence"]):
            found.setdefault((row["s"], row["p"], row["o"]), []).append(one)
    return found
