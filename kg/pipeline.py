"""The verbs in order, and nothing else: from paths of articles to a dataset with inferences."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rdflib import Dataset, URIRef

from kg.convert.dataset import convert_extraction, write_ontology
from kg.convert.disagreements import write_comparisons
from kg.convert.links import write_decisions
from kg.convert.reference import select_rows, write_reference
from kg.errors import SourceError
from kg.extract import extract_document
from kg.iri import INFERRED_GRAPH, LINKS_GRAPH, make_entity_iri
from kg.link import Gazetteer, compare_extractions, link_extractions, load_gazetteer, write_authorities
from kg.model import Decision, Document, Entity, Extraction
from kg.read import read_paths
from kg.reason import Finding, infer

Progress = Callable[[str, int, int], None]
"""Told a stage's name, how much of it is done and how much there is."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a run made: the dataset, what could not be read, and what each stage found."""

    dataset: Dataset
    extractions: tuple[Extraction, ...]
    decisions: tuple[Decision, ...]
    failures: tuple[SourceError, ...]
    findings: tuple[Finding, ...]

    @property
    def inferred(self) -> int:
        """The number of triples that the ontology added."""
        return len(self.dataset.graph(INFERRED_GRAPH))


def build_dataset(
    paths: Iterable[Path | str],
    *,
    jobs: int = 1,
    engine: str = "owlrl",
    gazetteer: Gazetteer | None = None,
    report: Progress = lambda *_: None,
) -> Build:
    """Read, extract, link, convert and reason.

    Args:
        paths: Files and folders of articles.
        jobs: How many processes extract; the result is the same for any number.
        engine: The reasoner, a name of kg.reason.ENGINES.
        gazetteer: The known things; the shipped ones by default.
        report: Told of progress.

    Returns:
        The dataset and the failures: an article that cannot be read fails alone.
    """
    known = gazetteer or load_gazetteer()
    read = list(read_paths(paths))
    failures = tuple(one for one in read if isinstance(one, SourceError))
    documents = sorted((one for one in read if isinstance(one, Document)), key=_order)
    report("read", len(read), len(read))
    extractions: list[Extraction] = []
    for extraction in extract_documents(documents, known, jobs=jobs):
        extractions.append(extraction)
        report("extract", len(extractions), len(documents))
    decisions = tuple(link_extractions(extractions, known))
    report("link", len(extractions), len(extractions))
    dataset = convert_all(extractions, decisions, known)
    report("convert", len(extractions), len(extractions))
    inference = infer(dataset, engine=engine)
    target = dataset.graph(INFERRED_GRAPH)
    for triple in inference.graph:
        target.add(triple)
    report("reason", 1, 1)
    return Build(dataset, tuple(extractions), decisions, failures, tuple(inference.findings))


def _order(document: Document) -> tuple[str, str]:
    """Put articles in the order they were published, so that the same set always links the same way."""
    return (document.published.earliest.isoformat() if document.published else "9999", document.id)


def extract_documents(documents: Iterable[Document], known: Gazetteer, *, jobs: int = 1) -> Iterator[Extraction]:
    """Yield the extraction of each document, in order."""
    if jobs <= 1:
        yield from map(partial(extract_document, names=known), documents)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(_extract_shipped, documents, chunksize=4)


def _extract_shipped(document: Document) -> Extraction:
    return extract_document(document, names=load_gazetteer())


def convert_all(extractions: Iterable[Extraction], decisions: Iterable[Decision], known: Gazetteer) -> Dataset:
    """Return the dataset of linked extractions, without inferences."""
    dataset, extractions, decisions = Dataset(), list(extractions), list(decisions)
    write_ontology(dataset)
    find_government = make_government_finder(known)
    statements: dict[tuple[str, str], URIRef] = {}
    for extraction in extractions:
        article = extraction.document.id
        iris = {one.entity: URIRef(one.iri) for one in decisions if one.article == article}
        statements.update(convert_extraction(dataset, extraction, iris, find_government))
    by_iri = {str(make_entity_iri(row_id)): row_id for row_id in known.rows}
    named = {str(node) for graph in dataset.graphs() for triple in graph for node in triple if isinstance(node, URIRef)}
    linked = sorted(by_iri[iri] for iri in named if iri in by_iri)
    chosen = select_rows(known.rows, linked, known.tenures)
    latest = max((e.document.published.latest for e in extractions if e.document.published), default=None)
    write_reference(dataset, known.rows, chosen, known.tenures, latest)
    links = dataset.graph(LINKS_GRAPH)
    write_authorities(links, (known.rows[row_id] for row_id in sorted(chosen)))
    write_decisions(dataset, decisions)
    write_comparisons(dataset, compare_extractions(extractions, decisions, known), statements)
    return dataset


def make_government_finder(known: Gazetteer) -> Callable[[URIRef, Entity], URIRef]:
    """Return a function that finds the government of a place: the gazetteer's, or one named after the place."""
    governments = {
        make_entity_iri(place): make_entity_iri(row.id)
        for row in known.rows.values()
        for name, place in row.facts
        if name == "governs"
    }

    def find_government(place: URIRef, entity: Entity) -> URIRef:
        return governments.get(place) or make_entity_iri(f"government/{entity.name}")

    return find_government
