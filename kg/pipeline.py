"""The verbs in order, and nothing else: from paths of articles to a dataset with inferences."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import Dataset, URIRef

from kg.convert.dataset import convert_extraction, write_ontology
from kg.convert.disagreements import write_comparisons
from kg.convert.links import write_decisions
from kg.convert.matters import write_matters
from kg.convert.reference import select_rows, write_reference
from kg.errors import SourceError
from kg.extract import extract_document
from kg.iri import INFERRED_GRAPH, LINKS_GRAPH, make_entity_iri
from kg.link.accepted import list_accepted
from kg.link.authorities import list_links
from kg.link.compare import Linked, compare_articles
from kg.link.decide import link_extraction
from kg.link.gazetteer import Gazetteer, load_gazetteer
from kg.link.known import Known
from kg.link.matches import Match
from kg.link.reviews import Review
from kg.model import Document, Entity, Extraction, NameScanner
from kg.read import read_paths
from kg.reason import Finding, infer

Progress = Callable[[str, int, int], None]
"""Told a stage's name, how much of it is done and how much there is."""
Extractor = Callable[[Document, NameScanner], Extraction]
"""What reads a document: `kg.extract.extract_document`, or one that adds to it."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a run made: the dataset, what could not be read, and what each stage found."""

    dataset: Dataset
    articles: tuple[Linked, ...]
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
    engine: str = "embedded",
    gazetteer: Gazetteer | None = None,
    reviews: Iterable[Review] = (),
    matches: Iterable[Match] = (),
    extractor: Extractor = extract_document,
    report: Progress = lambda *_: None,
) -> Build:
    """Read, extract, link, convert and reason.

    Args:
        paths: Files and folders of articles.
        jobs: How many processes extract; the result is the same for any number.
        engine: The reasoner, a name of kg.reason.ENGINES.
        gazetteer: The known things; the shipped ones by default.
        reviews: What people decided about links.
        matches: What people decided about links to other sources.
        extractor: What reads each document; any but the default works in this process alone.
        report: Told of progress.

    Returns:
        The dataset and the failures: an article that cannot be read fails alone.
    """
    read = list(read_paths(paths))
    failures = tuple(one for one in read if isinstance(one, SourceError))
    documents = [one for one in read if isinstance(one, Document)]
    report("read", len(read), len(read))
    built = build_documents(
        documents,
        jobs=jobs,
        engine=engine,
        gazetteer=gazetteer,
        reviews=reviews,
        matches=matches,
        extractor=extractor,
        report=report,
    )
    return replace(built, failures=failures)


def build_documents(
    documents: Iterable[Document],
    *,
    jobs: int = 1,
    engine: str = "embedded",
    gazetteer: Gazetteer | None = None,
    reviews: Iterable[Review] = (),
    matches: Iterable[Match] = (),
    extractor: Extractor = extract_document,
    report: Progress = lambda *_: None,
) -> Build:
    """Do the same from documents that were read before; their order does not matter."""
    known = gazetteer or load_gazetteer()
    documents = sorted(documents, key=_order)
    extractions: list[Extraction] = []
    for extraction in extract_documents(documents, known, jobs=jobs, extractor=extractor):
        extractions.append(extraction)
        report("extract", len(extractions), len(documents))
    articles = link_all(extractions, known, reviews)
    report("link", len(articles), len(articles))
    dataset = convert_all(articles, known)
    links = dataset.graph(LINKS_GRAPH)
    for link in list_accepted(matches):
        links.add(link)
    report("convert", len(articles), len(articles))
    inference = infer(dataset, engine=engine, profile="polity" if engine == "embedded" else "owl-rl")
    target = dataset.graph(INFERRED_GRAPH)
    for triple in inference.graph:
        target.add(triple)
    report("reason", 1, 1)
    return Build(dataset, articles, (), tuple(inference.findings))


def _order(document: Document) -> tuple[str, str]:
    """Put articles in the order they were published, so that the same set always links the same way."""
    return (document.published.earliest.isoformat() if document.published else "9999", document.id)


def extract_documents(
    documents: Iterable[Document], known: Gazetteer, *, jobs: int = 1, extractor: Extractor = extract_document
) -> Iterator[Extraction]:
    """Yield the extraction of each document, in order."""
    if jobs <= 1 or extractor is not extract_document:
        for document in documents:
            yield extractor(document, known)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(_extract_shipped, documents, chunksize=4)


def _extract_shipped(document: Document) -> Extraction:
    return extract_document(document, names=load_gazetteer())


def link_all(extractions: Iterable[Extraction], known: Gazetteer, reviews: Iterable[Review] = ()) -> tuple[Linked, ...]:
    """Link the articles one after the other: each sees what those before it named."""
    register, kept, articles = Known(), tuple(reviews), []
    for extraction in extractions:
        decisions = link_extraction(extraction, known, register, kept)
        register.add(extraction, decisions)
        articles.append(Linked(extraction, decisions))
    return tuple(articles)


def convert_all(articles: Sequence[Linked], known: Gazetteer) -> Dataset:
    """Return the dataset of linked articles, without inferences."""
    dataset = Dataset()
    write_ontology(dataset)
    find_government, find_country = make_government_finder(known), make_country_finder(known)
    _write_known(dataset, articles, known, find_country)
    statements: dict[tuple[str, str], URIRef] = {}
    for article in articles:
        iris = {decision.entity: URIRef(decision.iri) for decision in article.decisions}
        statements.update(convert_extraction(dataset, article.extraction, iris, find_government, find_country))
    write_decisions(dataset, (decision for article in articles for decision in article.decisions))
    write_comparisons(dataset, compare_articles(articles, known), statements)
    write_matters(dataset, [article.extraction.document.id for article in articles])
    return dataset


def _write_known(
    dataset: Dataset, articles: Sequence[Linked], known: Gazetteer, find_country: Callable[[str], URIRef | None]
) -> None:
    """Write what the gazetteer knows of the things the articles name, and links to other authorities."""
    named = {decision.iri for article in articles for decision in article.decisions}
    values = {relation.obj for article in articles for relation in article.extraction.relations}
    named |= {str(country) for value in values if (country := find_country(value))}
    linked = [row_id for row_id in known.rows if str(make_entity_iri(row_id)) in named]
    chosen = select_rows(known.rows, linked, known.tenures)
    dates = [article.extraction.document.published for article in articles]
    latest = max((interval.latest for interval in dates if interval), default=None)
    write_reference(dataset, known.rows, chosen, known.tenures, latest)
    links = dataset.graph(LINKS_GRAPH)
    for triple in list_links(known.rows[row_id] for row_id in sorted(chosen)):
        links.add(triple)


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


def make_country_finder(known: Gazetteer) -> Callable[[str], URIRef | None]:
    """Return a function that finds a country of the gazetteer by its label."""
    countries = {row.label: make_entity_iri(row.id) for row in known.rows.values() if row.type == "Country"}
    return countries.get
