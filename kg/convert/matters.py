"""The matters of a dataset: articles that report one dispute, its parties, and the sentences that set them against
each other.

A *pair* is what an article's own voice says of two named agents: one demands, files or sues (the moving side), the
other is to answer (the answering side). Which properties and which kinds of instrument say so stands in the ontology
(:partySide, :opensMatter). An article with a pair reports a matter. Two articles report the same one where they share
a pair and, beside it, a person who holds no office in either, or where both name one case, demand or filing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from rdflib import RDF, RDFS, Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from kg.iri import ID, LINKS_GRAPH, make_article_iri, make_entity_iri, make_graph_iri, make_slug
from kg.terms import NS, POLITY, list_superclasses, load_ontology

_RULE = "parties-and-people-in-common"
_BENCH = frozenset({"Court", "Judge"})
Pair = tuple[URIRef, URIRef]


@dataclass(slots=True)
class _Report:
    """What one article says that a matter may be known by."""

    id: str
    pairs: dict[Pair, list[URIRef]] = field(default_factory=dict)
    people: set[Node] = field(default_factory=set)
    papers: set[Node] = field(default_factory=set)
    mentions: Counter[Node] = field(default_factory=Counter)


def write_matters(dataset: Dataset, document_ids: Sequence[str]) -> int:
    """Write the matters into the links graph, each named after its first article, and say which articles concern it.

    Args:
        dataset: The articles' graphs are read; the links graph is added to.
        document_ids: The articles, in the order they were published.

    Returns:
        How many matters there are.
    """
    reports = [report for one in document_ids if (report := _read(dataset.graph(make_graph_iri(one)), one)).pairs]
    graph, count = dataset.graph(LINKS_GRAPH), 0
    for members in _group(reports):
        _write(dataset, graph, members)
        count += 1
    return count


def _read(graph: Graph, document_id: str) -> _Report:
    report = _Report(document_id)
    for pair, evidence in _list_pairs(graph):
        report.pairs.setdefault(pair, []).append(evidence)
    if not report.pairs:
        return report
    holders = set(graph.objects(None, POLITY.member))
    for thing in graph.objects(None, POLITY.refersTo):
        if not _is_named(thing):
            continue
        report.mentions[thing] += 1
        kinds = _list_kinds(graph, thing)
        if "Person" in kinds and thing not in holders and (None, POLITY.authoredBy, thing) not in graph:
            report.people.add(thing)
        elif _opens(kinds):
            report.papers.add(thing)
    return report


def _list_pairs(graph: Graph) -> Iterator[tuple[Pair, URIRef]]:
    """Yield who stands against whom, each with the evidence of the assertion that says so."""
    for name in _list_properties("answering"):
        for node in graph.subjects(RDF.predicate, name):
            subject, answering = graph.value(node, RDF.subject), graph.value(node, RDF.object)
            if (node, RDF.type, POLITY.Assertion) not in graph or not _may_be_party(graph, answering):
                continue
            for moving in _list_movers(graph, subject):
                if _may_be_party(graph, moving) and not _are_one(graph, moving, answering):
                    for evidence in graph.objects(node, POLITY.evidence):
                        yield (URIRef(str(moving)), URIRef(str(answering))), URIRef(str(evidence))


def _list_movers(graph: Graph, subject: Node | None) -> Iterator[Node]:
    """Yield the agent itself, or those whose instrument it is."""
    kinds = _list_kinds(graph, subject)
    if not _opens(kinds):
        yield from [subject] if subject is not None and "Instrument" not in kinds else []
        return
    for name in _list_properties("moving"):
        yield from graph.objects(subject, name)


def _may_be_party(graph: Graph, agent: Node | None) -> bool:
    """Say whether it is a named agent, and none of those who judge."""
    return _is_named(agent) and not _BENCH & _list_kinds(graph, agent)


def _are_one(graph: Graph, one: Node | None, other: Node | None) -> bool:
    ways = (POLITY.actsFor, POLITY.partOf)
    return one == other or any((one, way, other) in graph or (other, way, one) in graph for way in ways)


def _is_named(thing: Node | None) -> bool:
    """Say whether it is known beyond one article."""
    return isinstance(thing, URIRef) and thing.startswith(ID) and not thing.startswith(f"{ID}article/")


def _list_kinds(graph: Graph, thing: Node | None) -> set[str]:
    """Return the names of its classes as the article has them, and of those above."""
    names = [str(kind).removeprefix(NS) for kind in graph.objects(thing, RDF.type) if str(kind).startswith(NS)]
    return {above for name in names for above in (name, *list_superclasses(name))}


@cache
def _list_properties(side: str) -> tuple[URIRef, ...]:
    """Return the properties whose value is on a side, by the ontology."""
    return tuple(sorted(URIRef(str(name)) for name in load_ontology().subjects(POLITY.partySide, Literal(side))))


@cache
def _list_openers() -> frozenset[str]:
    """Return the kinds of instrument that set parties against each other, by the ontology."""
    return frozenset(str(kind).removeprefix(NS) for kind in load_ontology().subjects(POLITY.opensMatter, Literal(True)))


def _opens(kinds: set[str]) -> bool:
    return bool(kinds & _list_openers())


def _group(reports: Sequence[_Report]) -> list[list[_Report]]:
    """Return the articles of each matter, in their order."""
    first = {report.id: report.id for report in reports}
    place = {report.id: number for number, report in enumerate(reports)}

    def find(name: str) -> str:
        while first[name] != name:
            name = first[name]
        return name

    holders: dict[object, list[_Report]] = {}
    for report in reports:
        for key in [*report.pairs, *report.papers]:
            holders.setdefault(key, []).append(report)
    for key, holding in holders.items():
        for one, other in combinations(holding, 2):
            if not isinstance(key, tuple) or one.people & other.people:
                earlier, later = sorted((find(one.id), find(other.id)), key=place.__getitem__)
                first[later] = earlier
    groups: dict[str, list[_Report]] = {}
    for report in reports:
        groups.setdefault(find(report.id), []).append(report)
    return list(groups.values())


def _write(dataset: Dataset, graph: Graph, members: Sequence[_Report]) -> None:
    matter = make_entity_iri(f"matter/{make_slug(members[0].id)}")
    moving, answering = Counter[URIRef](), Counter[URIRef]()
    for report in members:
        for one, other in report.pairs:
            moving[one] += _count_mentions(dataset, report, one)
            answering[other] += _count_mentions(dataset, report, other)
    graph.add((matter, RDF.type, POLITY.Matter))
    graph.add((matter, POLITY.foundBy, Literal(_RULE)))
    names = [_name(dataset, _choose(side)) for side in (moving, answering)]
    graph.add((matter, RDFS.label, Literal(" and ".join(names), lang="en")))
    for party in (*moving, *answering):
        graph.add((matter, POLITY.party, party))
    for report in members:
        graph.add((make_article_iri(report.id), POLITY.concerns, matter))
        for evidence in report.pairs.values():
            for node in evidence:
                graph.add((matter, POLITY.evidence, node))


def _count_mentions(dataset: Dataset, report: _Report, party: URIRef) -> int:
    """Return how often an article names a party: a government by its territory's name too."""
    ground = [place for _, _, place, _ in dataset.quads((party, POLITY.governs, None, None))]
    return sum(report.mentions[thing] for thing in {party, *ground})


def _choose(side: Counter[URIRef]) -> URIRef:
    """Return the party that is named most; of several the first by its IRI."""
    return min(side, key=lambda one: (-side[one], one))


def _name(dataset: Dataset, thing: URIRef) -> str:
    labels = sorted(str(label) for _, _, label, _ in dataset.quads((thing, RDFS.label, None, None)))
    return labels[0] if labels else thing.rsplit("/", 1)[-1].replace("-", " ")
