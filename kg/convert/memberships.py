"""Who holds which post of which body: a membership with its dates and whether it is acting (ORG, section 3.6)."""

import re

from rdflib import RDF, Literal, URIRef

from kg.convert.article import ArticleGraph
from kg.iri import ID, make_slug
from kg.model import Relation
from kg.terms import POLITY

_PASSING = re.compile(r"^(?:the\s+)?(?:(?:acting|interim|former|then|ex|outgoing|incoming)\b[\s-]*)+", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:former|then|ex)\b", re.IGNORECASE)


def clean_post_name(role: str) -> str:
    """Return the post that a role names, without what is only this holder's.

    >>> clean_post_name("acting ICE director"), clean_post_name("former Attorney General")
    ('ICE director', 'Attorney General')
    """
    return " ".join(_PASSING.sub("", role).split())


def write_membership(article: ArticleGraph, relation: Relation) -> None:
    """Write a holdsOffice relation as a membership in a post, and the post's body where the article gives it."""
    person, role = article.get_iri(relation.subj), article.entities.get(relation.obj)
    if person is None or role is None:
        return
    name = clean_post_name(role.name)
    body = _find_body(article, relation)
    post = _make_post_iri(article, name, body)
    article.add(post, RDF.type, POLITY.Post)
    article.add_label(post, name)
    article.add(post, POLITY.evidence, article.add_evidence(relation.evidence))
    if body is not None:
        article.assert_triple((post, POLITY.postIn, body), relation.evidence, relation.rule)
    extra = dict(relation.extra)
    node = article.part("membership", relation.subj, make_slug(name))
    article.add(node, RDF.type, POLITY.Membership)
    article.add(node, POLITY.evidence, article.add_evidence(relation.evidence))
    article.add(node, POLITY.reportedIn, article.article)
    former = extra.get("former") == "true" or bool(_FORMER.match(role.name))
    in_post = POLITY.inFormerPost if former else POLITY.inCurrentPost
    article.assert_triple((node, POLITY.member, person), relation.evidence, relation.rule)
    article.assert_triple((node, in_post, post), relation.evidence, relation.rule)
    if extra.get("acting") == "true":
        article.assert_triple((node, POLITY.acting, Literal(True)), relation.evidence, relation.rule)
    article.add_interval(node, relation.interval, POLITY.onDate, (POLITY.notBefore, POLITY.notAfter))


def _find_body(article: ArticleGraph, relation: Relation) -> URIRef | None:
    """Return the narrowest body that the same sentence makes the person a member of."""
    bodies = [
        other.obj
        for other in article.extraction.relations
        if other.rel == "memberOf" and other.subj == relation.subj and other.evidence == relation.evidence
    ]
    wholes = {
        other.obj
        for other in article.extraction.relations
        if other.rel == "partOf" and other.subj in bodies and other.obj in bodies
    }
    narrow = [body for body in bodies if body not in wholes]
    return article.get_agent(narrow[0]) if narrow else None


def _make_post_iri(article: ArticleGraph, name: str, body: URIRef | None) -> URIRef:
    """Return a post's IRI: the same for every article that gives the same post of the same body."""
    if body is None or not str(body).startswith(ID):
        return article.part("post", name)
    return URIRef(f"{ID}post/{str(body).removeprefix(ID)}/{make_slug(name)}")
