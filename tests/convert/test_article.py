"""What one article becomes: facts with their sentence, claims apart from facts, cities that act as governments."""

from dataclasses import dataclass
from datetime import date

import pytest
from rdflib import RDF, Dataset, Graph, Literal, URIRef

from kg.convert.dataset import convert_extraction
from kg.iri import make_entity_iri, make_graph_iri, make_part_iri
from kg.model import (
    Claim,
    Document,
    Entity,
    Event,
    Extraction,
    Interval,
    Level,
    Mention,
    MentionType,
    Modality,
    Participant,
    Relation,
    Span,
)
from kg.terms import OA, POLITY

TEXT = (
    "The Water Board issued a permit to Marlow on May 2. "
    "Marlow said the board never sent the permit. "
    "Acting director Ann Roe may revoke it."
)
SENTENCES = (Span(0, 51), Span(52, 96), Span(97, 135))
MAY_2 = Interval(date(2021, 5, 2), date(2021, 5, 2), "2021-05-02")


def find(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def mention(number: int, words: str, kind: MentionType, entity: str, level: Level = Level.NAME) -> Mention:
    return Mention(f"m{number}", kind, level, find(words), words, entity)


EXTRACTION = Extraction(
    Document("notice-1", TEXT, "0" * 64, "invented", published=MAY_2, published_from="metadata"),
    SENTENCES,
    (
        mention(1, "The Water Board", MentionType.AGENCY, "board"),
        mention(2, "a permit", MentionType.INSTRUMENT, "permit", Level.NOMINAL),
        mention(3, "Marlow", MentionType.JURISDICTION, "marlow"),
        mention(4, "May 2", MentionType.DATE, "d1"),
        mention(5, "Acting director", MentionType.ROLE, "role"),
        mention(6, "Ann Roe", MentionType.OFFICIAL, "roe"),
    ),
    (
        Entity("board", MentionType.AGENCY, "Agency", "The Water Board"),
        Entity("permit", MentionType.INSTRUMENT, "Permit", "a permit"),
        Entity("marlow", MentionType.JURISDICTION, "City", "Marlow"),
        Entity("d1", MentionType.DATE, "", "May 2"),
        Entity("role", MentionType.ROLE, "Post", "Acting director"),
        Entity("roe", MentionType.OFFICIAL, "Official", "Ann Roe"),
    ),
    (
        Relation("r1", "issuedBy", "permit", "board", SENTENCES[0], "issue", interval=MAY_2),
        Relation("r2", "addressedTo", "permit", "marlow", SENTENCES[0], "issue"),
        Relation("r3", "holdsOffice", "roe", "role", SENTENCES[2], "title", extra=(("acting", "true"),)),
        Relation("r4", "memberOf", "roe", "board", SENTENCES[2], "title"),
        Relation("r5", "issuedBy", "permit", "marlow", SENTENCES[1], "issue", claim="c1"),
    ),
    (Claim("c1", "marlow", find("Marlow"), "said", find("said"), "paraphrase", find("the board never sent the permit"),
           SENTENCES[1], "say", about=("board",)),),
    (
        Event("e1", "Issuing", find("issued"), SENTENCES[0],
              (Participant("agent", "board"), Participant("theme", "permit")), "issue", interval=MAY_2),
        Event("e2", "Sending", find("sent"), SENTENCES[1],
              (Participant("agent", "board"), Participant("theme", "permit")), "send", polarity=False, claim="c1"),
        Event("e3", "Revoking", find("revoke"), SENTENCES[2],
              (Participant("agent", "roe"), Participant("theme", "permit")), "revoke", modality=Modality.POSSIBLE),
    ),
)  # fmt: skip

BOARD, MARLOW, GOVERNMENT, ROE, PERMIT = (
    make_entity_iri(path)
    for path in ("agency/board", "place/marlow", "government/marlow", "person/ann-roe", "permit/p")
)
IRIS = {"board": BOARD, "marlow": MARLOW, "roe": ROE, "permit": PERMIT, "role": make_part_iri("notice-1", "role")}


@pytest.fixture(scope="module")
def graph() -> Graph:
    dataset = Dataset()
    convert_extraction(dataset, EXTRACTION, IRIS, lambda *_: GOVERNMENT, lambda _: None)
    return dataset.graph(make_graph_iri("notice-1"))


CLAIM, ISSUED, UNSENT, FEARED = (
    make_part_iri("notice-1", *path) for path in (("claim", "c1"), ("event", "e1"), ("event", "e2"), ("event", "e3"))
)


@dataclass(frozen=True)
class Case:
    why: str
    triple: tuple[URIRef | None, URIRef, URIRef | Literal | None]
    there: bool = True


CASES = [
    Case("the article's own voice is a plain triple", (PERMIT, POLITY.issuedBy, BOARD)),
    Case("a city that is addressed is its government", (PERMIT, POLITY.directedTo, GOVERNMENT)),
    Case("a city that is addressed is not its ground", (PERMIT, POLITY.directedTo, MARLOW), there=False),
    Case("a city that speaks is its government", (CLAIM, POLITY.claimedBy, GOVERNMENT)),
    Case("what a party says is no fact", (PERMIT, POLITY.issuedBy, GOVERNMENT), there=False),
    Case("a claim's content is its subject, predicate and object", (CLAIM, RDF.predicate, POLITY.sends)),
    Case("a denied act has polarity false", (CLAIM, POLITY.polarity, Literal(False))),
    Case("an act inside a claim gets no class of event", (UNSENT, RDF.type, POLITY.Sending), there=False),
    Case("an act that may happen is not actual", (FEARED, RDF.type, POLITY.ActualEvent), there=False),
    Case("an act that happened is actual", (ISSUED, RDF.type, POLITY.ActualEvent)),
    Case("an event has the place of its word", (ISSUED, POLITY.triggerEvidence, None)),
    Case("a role is a membership in a post", (None, POLITY.member, ROE)),
    Case("acting belongs to the membership", (None, POLITY.acting, Literal(True))),
    Case("the post belongs to the body", (None, POLITY.postIn, BOARD)),
    Case("an instrument keeps its date", (PERMIT, POLITY.issuedOn, None)),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_what_an_article_becomes(graph: Graph, case: Case) -> None:
    assert (case.triple in graph) is case.there


def test_every_triple_has_evidence(graph: Graph) -> None:
    """A triple has an assertion with its sentence, or its subject has evidence, or it is part of the evidence."""
    asserted = {
        tuple(graph.value(node, about) for about in (RDF.subject, RDF.predicate, RDF.object))
        for node in graph.subjects(RDF.type, POLITY.Assertion)
    }
    backed = set(graph.subjects(POLITY.evidence, None)) | set(graph.subjects(POLITY.inArticle, None))
    backed |= set(graph.objects(None, OA.hasSelector)) | set(graph.subjects(RDF.type, POLITY.Article))
    for triple in graph:
        assert triple in asserted or triple[0] in backed, f"{triple} has no evidence"


def test_evidence_quotes_the_text_at_its_offsets(graph: Graph) -> None:
    for node in set(graph.subjects(POLITY.inArticle, None)):
        selectors = list(graph.objects(node, OA.hasSelector))
        start, end, exact = (
            next(v for s in selectors for v in graph.objects(s, term)) for term in (OA.start, OA.end, OA.exact)
        )
        assert TEXT[int(start) : int(end)] == str(exact)
