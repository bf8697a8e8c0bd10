"""What the gazetteer knows of the things the articles name, as the reference graph, and their ids elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from rdflib import RDF, RDFS, XSD, Dataset, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from kg.iri import REFERENCE_GRAPH, make_entity_iri
from kg.model import GazetteerRow, Tenure
from kg.terms import POLITY, get_term, list_superclasses

# Facts that are followed from their object too: whoever governs or judges a place belongs to what is known of it.
_TOWARDS = frozenset({"governs", "courtFor", "presidesIn"})
_PARTS_OF_CITIES = ("County", "Borough")
_WIDE = frozenset({"Country", "State"})


def select_rows(rows: Mapping[str, GazetteerRow], linked: Iterable[str], tenures: Iterable[Tenure]) -> set[str]:
    """Return the ids of the rows worth keeping beside the articles: the linked ones and what surrounds them.

    Around a row are its parents, what its facts name, its posts, and whoever governs or judges a place; around a city,
    the counties and boroughs it is made of. Nothing is drawn in because it lies in the same state or country.
    """
    inward: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows.values():
        for name, value in row.facts:
            if _is_followed_back(row, name):
                inward[value].append(row.id)
        if row.type in _PARTS_OF_CITIES and row.parent and rows[row.parent].type == "City":
            inward[row.parent].append(row.id)
    posts: defaultdict[str, list[str]] = defaultdict(list)
    for tenure in tenures:
        posts[tenure.person].append(tenure.post)
    chosen: set[str] = set()
    waiting = [row_id for row_id in linked if row_id in rows]
    while waiting:
        row_id = waiting.pop()
        if row_id in chosen:
            continue
        chosen.add(row_id)
        row = rows[row_id]
        waiting += [value for _, value in row.facts if value in rows and rows[value].type not in ("County", "City")]
        waiting += [row.parent] if row.parent else []
        waiting += posts[row_id]
        if row.type not in _WIDE and row.type != "JudicialDistrict":
            waiting += inward[row_id]
        elif row.type == "JudicialDistrict":
            waiting += [other for other in inward[row_id] if rows[other].type not in ("County", "Borough", "City")]
        else:
            waiting += [other for other in inward[row_id] if rows[other].type.endswith("Government")]
    return chosen


def _is_followed_back(row: GazetteerRow, name: str) -> bool:
    if name == "contains":
        return row.type == "JudicialDistrict"
    return name in _TOWARDS or (name == "within" and row.type in _PARTS_OF_CITIES)


def write_reference(
    dataset: Dataset,
    rows: Mapping[str, GazetteerRow],
    chosen: Iterable[str],
    tenures: Iterable[Tenure],
    on: date | None = None,
) -> None:
    """Write the chosen rows into the reference graph, each with the source it was read from.

    Args:
        dataset: Where the reference graph is; what it held is kept.
        rows: The whole gazetteer, by id.
        chosen: Which rows to write.
        tenures: Who held which post when; written for chosen persons.
        on: The day on which a tenure counts as current; without it every open tenure does.
    """
    graph, wanted = dataset.graph(REFERENCE_GRAPH), set(chosen)
    for row_id in sorted(wanted):
        row = rows[row_id]
        node = make_entity_iri(row_id)
        graph.add((node, RDF.type, get_term(row.type, where=f"gazetteer row {row_id}")))
        graph.add((node, RDFS.label, Literal(row.label, lang="en")))
        for alias in row.aliases:
            graph.add((node, SKOS.altLabel, Literal(alias, lang="en")))
        graph.add((node, DCTERMS.source, Literal(row.source)))
        if row.parent in wanted:
            graph.add((node, _find_parent_property(row), make_entity_iri(row.parent)))
        for name, value in row.facts:
            if value in wanted:
                graph.add((node, get_term(name), make_entity_iri(value)))
            elif "/" not in value:
                graph.add((node, get_term(name), _make_value(name, value)))
    for tenure in tenures:
        if tenure.person in wanted and tenure.post in wanted:
            _write_tenure(dataset, tenure, on)


def _find_parent_property(row: GazetteerRow) -> URIRef:
    ups = list_superclasses(row.type)
    if "Place" in ups:
        return POLITY.within
    if "Post" in ups:
        return POLITY.postIn
    return POLITY.memberOf if "Person" in ups else POLITY.partOf


def _make_value(name: str, value: str) -> URIRef | Literal:
    """Return an individual of the ontology ("FederalLevel") or a literal."""
    return get_term(value) if name == "levelOfGovernment" else Literal(value)


def _write_tenure(dataset: Dataset, tenure: Tenure, on: date | None) -> None:
    graph = dataset.graph(REFERENCE_GRAPH)
    begins = tenure.start.isoformat() if tenure.start else "open"
    node = make_entity_iri(f"{tenure.person}/tenure/{tenure.post.rpartition('/')[2]}-{begins}")
    graph.add((node, RDF.type, POLITY.Membership))
    graph.add((node, POLITY.member, make_entity_iri(tenure.person)))
    current = _is_current(tenure, on)
    graph.add((node, POLITY.inCurrentPost if current else POLITY.inFormerPost, make_entity_iri(tenure.post)))
    graph.add((node, DCTERMS.source, Literal(tenure.source)))
    for term, day in ((POLITY.notBefore, tenure.start), (POLITY.notAfter, tenure.end)):
        if day:
            graph.add((node, term, Literal(day.isoformat(), datatype=XSD.date)))


def _is_current(tenure: Tenure, on: date | None) -> bool:
    if on is None:
        return tenure.end is None
    return (tenure.start is None or tenure.start <= on) and (tenure.end is None or on <= tenure.end)
