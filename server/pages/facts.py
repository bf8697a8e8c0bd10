"""What is stated of a thing or inferred, with the graphs that hold it and the sentences that bear it out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rdflib import URIRef
from rdflib.term import Identifier

from kg.iri import ID, INFERRED_GRAPH
from server.pages.claims import Evidence
from server.pages.inquiry import Inquiry
from server.pages.words import find_article_id
from server.results import Row

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


def load_fact_evidence(inquiry: Inquiry, thing: URIRef) -> dict[Any, list[Evidence]]:
    """Return the sentences that bear out each triple that articles state of a thing."""
    found: dict[Any, list[Evidence]] = {}
    for row in inquiry.ask("entity-evidence", thing=thing):
        article = find_article_id(str(row["article"]))
        one = Evidence(str(row["text"]), f"/article/{article}#at-{row['start']}-{row['end']}", article)
        found.setdefault((row["s"], row["p"], row["o"]), []).append(one)
    return found
