"""The whole dataset: a named graph for each article, for the gazetteer's rows, the links and the ontology."""

from collections.abc import Callable, Mapping
from textwrap import shorten

from rdflib import RDF, RDFS, XSD, Dataset, Literal, URIRef

from kg.convert.article import ArticleGraph
from kg.convert.entities import write_entities
from kg.convert.petitions import write_motion
from kg.convert.relations import write_relation
from kg.convert.statements import write_claim, write_event
from kg.iri import ONTOLOGY_GRAPH, make_graph_iri
from kg.model import Entity, Extraction, MentionType
from kg.resources import find_resource
from kg.terms import POLITY

_TITLE_LENGTH, _HEADER_LENGTH = 90, 10


def write_ontology(dataset: Dataset) -> None:
    """Put the ontology and its alignments into their named graph."""
    graph = dataset.graph(ONTOLOGY_GRAPH)
    for name in ("polity.ttl", "alignments.ttl"):
        graph.parse(find_resource("ontology", name), format="turtle")


def convert_extraction(
    dataset: Dataset,
    extraction: Extraction,
    iris: Mapping[str, URIRef],
    find_government: Callable[[URIRef, Entity], URIRef],
    find_country: Callable[[str], URIRef | None],
) -> dict[tuple[str, str], URIRef]:
    """Write one article into its named graph.

    Args:
        dataset: Where the graph goes; an earlier graph of the same article is replaced.
        extraction: What was read out of the article.
        iris: The IRI of each entity, as kg.link decided.
        find_government: The government of a place, from its IRI and entity.
        find_country: A country by its name, None for one that the gazetteer does not know.

    Returns:
        The node of each claim and assertion, by the article's id and the claim's or relation's.
    """
    dataset.remove_graph(make_graph_iri(extraction.document.id))

    def find_label(node: URIRef) -> Literal | None:
        name = next((label for _, _, label, _ in dataset.quads((node, RDFS.label, None, None))), None)
        return name if isinstance(name, Literal) else None

    article = ArticleGraph(dataset, extraction, iris, find_government, find_label, find_country)
    _write_document(article)
    write_entities(article)
    statements: dict[tuple[str, str], URIRef] = {}
    for relation in extraction.relations:
        if relation.claim is None and (assertion := write_relation(article, relation)):
            statements[article.document.id, relation.id] = assertion
    for claim in extraction.claims:
        statements[article.document.id, claim.id] = write_claim(article, claim)
    for event in extraction.events:
        write_event(article, event)
        write_motion(article, event)
    return statements


def _write_document(article: ArticleGraph) -> None:
    document = article.document
    article.add(article.article, RDF.type, POLITY.Article)
    article.add_label(article.article, document.title or _make_title(article))
    article.add(article.article, POLITY.text, Literal(document.text))
    article.add(article.article, POLITY.textHash, Literal(document.sha256))
    bounds = (POLITY.publishedNotBefore, POLITY.publishedNotAfter)
    article.add_interval(article.article, document.published, POLITY.publishedOn, bounds)
    if document.published_from:
        article.add(article.article, POLITY.dateFrom, Literal(document.published_from))
    if document.url:
        article.add(article.article, URIRef("https://schema.org/url"), Literal(document.url, datatype=XSD.anyURI))


def _make_title(article: ArticleGraph) -> str:
    """Return the opening words of an article that has no title, cut between words; a date that heads it is left out."""
    text, sentences = article.document.text, article.extraction.sentences
    if not sentences:
        return article.document.id
    start = sentences[0].start
    for mention in article.extraction.mentions[:1]:
        if mention.type is MentionType.DATE and mention.span.start - start < _HEADER_LENGTH:
            start = mention.span.end
    return shorten(text[start : sentences[0].end], _TITLE_LENGTH, placeholder=" …")
