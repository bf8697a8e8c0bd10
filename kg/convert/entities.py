"""Entities as RDF: what kind of thing each is, how the article names it, and where."""

from rdflib import RDF, Literal, URIRef

from kg.convert.article import ArticleGraph
from kg.model import Entity, Level, MentionType
from kg.terms import POLITY, get_term, list_superclasses

_CLASS_OF_TYPE = {
    MentionType.AGENCY: "Agency",
    MentionType.COURT: "Court",
    MentionType.OFFICIAL: "Official",
    MentionType.PERSON: "Person",
    MentionType.ROLE: "Post",
    MentionType.INSTRUMENT: "Instrument",
    MentionType.JURISDICTION: "Jurisdiction",
    MentionType.PLACE: "Place",
    MentionType.CRIME: "Crime",
    MentionType.ORGANISATION: "Organization",
    MentionType.NEWS_ORGANISATION: "NewsOrganization",
}


def find_class(entity: Entity) -> URIRef | None:
    """Return the class an entity is asserted to belong to; None for dates, which are values and no things.

    People in the plural are groups: nothing that holds of a person (a post, an age) may be read off them.
    """
    if entity.type == MentionType.DATE:
        return None
    name = entity.kind or _CLASS_OF_TYPE[entity.type]
    if entity.plural and "Person" in list_superclasses(name):
        name = "OfficialGroup" if "Official" in list_superclasses(name) else "Group"
    return get_term(name, where=f"entity {entity.id}")


def write_entities(article: ArticleGraph) -> None:
    """Write every mention, and the class and label of every entity that is not a date or a post.

    A post becomes a node of its own where somebody holds it (kg.convert.memberships).
    """
    first_seen: dict[str, URIRef] = {}
    for mention in article.extraction.mentions:
        entity, iri = article.entities.get(mention.entity), article.get_iri(mention.entity)
        if iri is None or entity is None or entity.type in (MentionType.DATE, MentionType.ROLE):
            continue
        node = article.add_evidence(mention.span, mention=True)
        article.add(node, POLITY.refersTo, iri)
        article.add(node, POLITY.foundBy, Literal(mention.rule or "mention"))
        if mention.level != Level.PRONOUN:
            first_seen.setdefault(mention.entity, node)
    for claim in article.extraction.claims:
        # A speaker that no mention names ("state radio") is an agent of whom only the claim is known.
        if claim.speaker in article.entities and claim.speaker not in first_seen and claim.speaker_span:
            node = article.add_evidence(claim.speaker_span, mention=True)
            first_seen[str(claim.speaker)] = node
    for entity in article.extraction.entities:
        iri, kind = article.get_iri(entity.id), find_class(entity)
        if iri is None or kind is None or entity.type == MentionType.ROLE or entity.id not in first_seen:
            continue
        article.add(iri, RDF.type, kind)
        article.add(iri, POLITY.evidence, first_seen[entity.id])
        article.add_label(iri, entity.name)
