"""A request that a court act is a motion, whether or not the sentence calls it one.

"Prosecutors asked the judge to force the county to hand over files" names no paper, yet there is one: who files it,
before which judge, whom it would compel and about whom it asks all stand in the sentence.
"""

from rdflib import RDF, Literal, URIRef

from kg.convert.article import ArticleGraph
from kg.model import Event, MentionType, Modality, Relation
from kg.terms import POLITY, get_term, list_superclasses

_CARRIED = {"seeksToCompel": "seeksToCompel", "seeksInformationAbout": "seeksInformationAbout"}
_INSTRUMENTS = ("theme", "instrument")


def write_motion(article: ArticleGraph, event: Event) -> URIRef | None:
    """Write the motion that a petition to one named judge or court implies.

    Returns:
        The motion, or None: the event is no petition that took place, the sentence names the filing itself, or it
        names no single judge or court.
    """
    if event.kind != "Petitioning" or event.claim or event.modality != Modality.ACTUAL or not event.polarity:
        return None
    roles = {participant.role: participant.entity for participant in event.participants}
    filer = roles.get("agent")
    bench = roles.get("court") or roles.get("recipient")
    if filer is None or bench is None or any(role in roles for role in _INSTRUMENTS):
        return None
    judge, agent, entity = article.get_agent(bench), article.get_agent(filer), article.entities.get(bench)
    if judge is None or agent is None or entity is None or entity.plural or entity.generic:
        return None
    kinds = list_superclasses(entity.kind or "Agent")
    court = entity.type == MentionType.COURT or "Court" in kinds
    if not court and "Judge" not in kinds:
        return None  # what an agency is asked for is no motion
    motion = article.part("motion", event.id)
    article.add(motion, RDF.type, POLITY.Motion)
    article.add(motion, POLITY.evidence, article.add_evidence(event.evidence))
    article.add(motion, POLITY.foundBy, Literal("petition-implies-motion"))
    article.add_label(motion, f"request by {article.entities[filer].name} to {entity.name}")
    before = POLITY.filedIn if court else POLITY.assignedTo
    for term, value in ((POLITY.filedBy, agent), (before, judge)):
        article.assert_triple((motion, term, value), event.evidence, event.rule)
    for relation in article.extraction.relations:
        if relation.evidence == event.evidence and relation.subj == filer and relation.rel in _CARRIED:
            _carry_over(article, motion, relation)
    article.add_interval(motion, event.interval, POLITY.issuedOn, (POLITY.issuedNotBefore, POLITY.issuedNotAfter))
    return motion


def _carry_over(article: ArticleGraph, motion: URIRef, relation: Relation) -> None:
    value = article.get_agent(relation.obj)
    if value is not None:
        triple = (motion, get_term(_CARRIED[relation.rel]), value)
        article.assert_triple(triple, relation.evidence, relation.rule)
