"""Relations as RDF: one table says which property each becomes; a few become nodes of their own."""

from collections.abc import Callable

from rdflib import RDF, XSD, Literal, URIRef

from kg.convert.article import ArticleGraph
from kg.convert.memberships import write_membership
from kg.iri import make_named_iri
from kg.model import Relation
from kg.relation_rows import get_relation_row
from kg.terms import POLITY, get_term

# Properties whose ends act: a territory there stands for its government.
_AGENT_SUBJECT = frozenset(
    {"actsFor", "speaksFor", "memberOf", "sues", "petitions", "seeksToCompel", "reliesOn", "declinesToHonor"}
)
_AGENT_OBJECT = frozenset(
    {"issuedBy", "filedBy", "directedTo", "seeksToCompel", "policyOf", "enactedBy", "actsFor", "memberOf", "sues",
     "petitions", "speaksFor", "partOf", "heads", "administrationOf"}
)  # fmt: skip


def write_relation(article: ArticleGraph, relation: Relation) -> URIRef | None:
    """Write a relation that the article states in its own voice.

    Returns:
        Its assertion, or None where it became a node of its own or one of its ends is not a thing of this article.

    Raises:
        UnknownNameError: The relation is not in the table.
    """
    special = _SPECIAL.get(relation.rel)
    if special:
        special(article, relation)
        return None
    triple = make_triple(article, relation)
    if triple is None:
        return None
    write_instrument_date(article, relation)
    return article.assert_triple(triple, relation.evidence, relation.rule)


def make_triple(article: ArticleGraph, relation: Relation) -> tuple[URIRef, URIRef, URIRef | Literal] | None:
    """Return the triple a relation says, or None where one of its ends is not a thing of this article."""
    row = get_relation_row(relation.rel)
    ends = (relation.obj, relation.subj) if row.inverse else (relation.subj, relation.obj)
    subject = article.get_agent(ends[0]) if row.property in _AGENT_SUBJECT else article.get_iri(ends[0])
    if ends[0] == "ARTICLE":
        subject = article.article
    value: URIRef | Literal | None
    value = article.get_agent(ends[1]) if row.property in _AGENT_OBJECT else article.get_iri(ends[1])
    value = value or _make_value(article, row.property, ends[1])
    if subject is None or value is None:
        return None
    return subject, get_term(row.property, where="data/lexicon/relations.toml"), value


def _make_value(article: ArticleGraph, name: str, text: str) -> URIRef | Literal | None:
    """Return a literal or a named thing for an end that is no entity: "92", "2020-01-17", "Guyana"."""
    if name == "age":
        return Literal(text, datatype=XSD.integer) if text.isdigit() else None
    if name in ("issuedOn", "publishedOn"):
        return Literal(text, datatype=XSD.date) if len(text) == len("2020-01-17") else None
    if name == "nationality":
        return article.find_country(text) or make_named_iri("Country", text)
    return None


def write_instrument_date(article: ArticleGraph, relation: Relation) -> None:
    """Write when an instrument was issued or filed, where its relation carries the date."""
    subject = article.get_iri(relation.subj)
    if relation.interval is None or relation.rel not in ("issuedBy", "filedBy") or subject is None:
        return
    days = (relation.interval.earliest, relation.interval.latest)
    exact = relation.interval.exact
    terms = (POLITY.issuedOn,) if exact else (POLITY.issuedNotBefore, POLITY.issuedNotAfter)
    for term, day in zip(terms, days, strict=False):
        value = Literal(day.isoformat(), datatype=XSD.date)
        article.assert_triple((subject, term, value), relation.evidence, relation.rule)


def write_charge(article: ArticleGraph, relation: Relation) -> None:
    """Write an accusation of crime as a node, so that its date and court stay with it."""
    person, crime = article.get_iri(relation.subj), article.get_iri(relation.obj)
    if person is None or crime is None:
        return
    node = article.part("charge", relation.subj, relation.obj)
    article.add(node, RDF.type, POLITY.Charge)
    article.add(node, POLITY.evidence, article.add_evidence(relation.evidence))
    article.add(node, POLITY.foundBy, Literal(relation.rule))
    article.add(node, POLITY.reportedIn, article.article)
    article.add_interval(node, relation.interval, POLITY.onDate, (POLITY.notBefore, POLITY.notAfter))
    article.assert_triple((person, POLITY.chargedWith, crime), relation.evidence, relation.rule)
    for term, value in ((POLITY.chargedPerson, person), (POLITY.charge, crime)):
        article.assert_triple((node, term, value), relation.evidence, relation.rule)


def write_custody(article: ArticleGraph, relation: Relation) -> None:
    """Write that somebody is in custody; which jail, the sentence seldom says."""
    person = article.get_iri(relation.subj)
    if person is not None:
        triple = (person, POLITY.inCustody, Literal(True))
        article.assert_triple(triple, relation.evidence, relation.rule)


_SPECIAL: dict[str, Callable[[ArticleGraph, Relation], None]] = {
    "holdsOffice": write_membership,
    "chargedWith": write_charge,
    "heldIn": write_custody,
}
