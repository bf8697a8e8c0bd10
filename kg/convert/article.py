"""The graph of one article while it is written: nodes, evidence, and assertions that carry their evidence."""

import hashlib
from collections.abc import Callable, Mapping

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.graph import Dataset

from kg.iri import make_article_iri, make_graph_iri, make_part_iri
from kg.model import Entity, Extraction, Interval, Span
from kg.terms import OA, POLITY

Node = URIRef | Literal
_CITY_HALLS = frozenset({"Country", "State", "County", "City", "Borough"})


class ArticleGraph:
    """What one article says, as it is written into its named graph.

    `iris` gives each entity of the extraction its IRI; `find_government` gives the government of a place, since a
    city that speaks, answers or is sued is its government and not its ground (metonymy). `find_label` gives the label
    that a thing has already, from the gazetteer or an earlier article, `find_country` a country by its name.
    """

    def __init__(
        self,
        dataset: Dataset,
        extraction: Extraction,
        iris: Mapping[str, URIRef],
        find_government: Callable[[URIRef, Entity], URIRef],
        find_label: Callable[[URIRef], Literal | None],
        find_country: Callable[[str], URIRef | None],
    ) -> None:
        """Open (and clear nothing in) the article's named graph inside the dataset."""
        self.extraction = extraction
        self.document = extraction.document
        self.article = make_article_iri(self.document.id)
        self.graph: Graph = dataset.graph(make_graph_iri(self.document.id))
        self.entities = {entity.id: entity for entity in extraction.entities}
        self._iris = iris
        self._find_government = find_government
        self._find_label = find_label
        self.find_country = find_country
        self._known: set[URIRef] = set()

    def part(self, *path: str) -> URIRef:
        """Return the IRI of something that belongs to this article."""
        return make_part_iri(self.document.id, *path)

    def get_iri(self, entity_id: str) -> URIRef | None:
        """Return the IRI of an entity, or None where the id names no entity of this article."""
        return self._iris.get(entity_id)

    def get_agent(self, entity_id: str) -> URIRef | None:
        """Return the IRI of an entity that acts: for a territory, its government."""
        iri, entity = self._iris.get(entity_id), self.entities.get(entity_id)
        if iri is None or entity is None or entity.kind not in _CITY_HALLS:
            return iri
        return self._find_government(iri, entity)

    def add(self, subject: URIRef, predicate: URIRef, value: Node) -> None:
        """Add a triple about a node that carries its own evidence."""
        self.graph.add((subject, predicate, value))

    def add_evidence(self, span: Span, *, mention: bool = False) -> URIRef:
        """Return the evidence node of a span, written once: position and quotation (Web Annotation, section 4.2)."""
        node = self.part("mention" if mention else "evidence", f"{span.start}-{span.end}")
        if node in self._known:
            return node
        self._known.add(node)
        kind = POLITY.Mention if mention else POLITY.Evidence
        self.add(node, RDF.type, kind)
        self.add(node, POLITY.inArticle, self.article)
        position, quote = URIRef(f"{node}/position"), URIRef(f"{node}/quote")
        for selector in (position, quote):
            self.add(node, OA.hasSelector, selector)
        self.add(position, RDF.type, OA.TextPositionSelector)
        self.add(position, OA.start, Literal(span.start))
        self.add(position, OA.end, Literal(span.end))
        self.add(quote, RDF.type, OA.TextQuoteSelector)
        self.add(quote, OA.exact, Literal(span.of(self.document.text)))
        return node

    def assert_triple(self, triple: tuple[URIRef, URIRef, Node], span: Span, rule: str) -> URIRef:
        """Add a triple in the article's own voice, and the assertion that says which sentence bears it out.

        Returns:
            The assertion: one for each triple and sentence.
        """
        self.graph.add(triple)
        digest = hashlib.sha256()
        for part in (*(node.n3() for node in triple), f"{span.start}-{span.end}"):
            digest.update(f"{len(part)}:{part}".encode())
        node = self.part("assertion", digest.hexdigest()[:16])
        self.add(node, RDF.type, POLITY.Assertion)
        self.add_statement(node, triple)
        self.add(node, POLITY.reportedIn, self.article)
        self.add(node, POLITY.evidence, self.add_evidence(span))
        self.add(node, POLITY.foundBy, Literal(rule))
        return node

    def add_statement(self, node: URIRef, triple: tuple[URIRef, URIRef, Node]) -> None:
        """Describe a triple without adding it (RDF Schema, section 5.3)."""
        for about, value in zip((RDF.subject, RDF.predicate, RDF.object), triple, strict=True):
            self.add(node, about, value)

    def add_interval(
        self, node: URIRef, interval: Interval | None, exact: URIRef, bounds: tuple[URIRef, URIRef]
    ) -> None:
        """Add a date where the interval is one day, and otherwise its first and last day."""
        if interval is None:
            return
        if interval.exact:
            self.add(node, exact, Literal(interval.earliest.isoformat(), datatype=XSD.date))
            return
        for predicate, day in zip(bounds, (interval.earliest, interval.latest), strict=True):
            self.add(node, predicate, Literal(day.isoformat(), datatype=XSD.date))

    def add_label(self, node: URIRef, label: str) -> None:
        """Add a name for people to read, with its line breaks folded.

        A thing has one label: what the gazetteer or an earlier article calls otherwise gets this one as a second name.
        """
        name = Literal(" ".join(label.split()), lang=self.document.language)
        earlier = self._find_label(node)
        if earlier != name:
            self.add(node, SKOS.altLabel if earlier else RDFS.label, name)
