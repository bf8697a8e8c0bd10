"""Claims and events as RDF. A claim is described, never asserted; an event says how real it is."""

from collections.abc import Iterator

from rdflib import RDF, RDFS, Literal, URIRef

from kg.convert.article import ArticleGraph
from kg.convert.relations import make_triple
from kg.model import Claim, Event, Modality, Participant, Relation
from kg.terms import POLITY, get_term, list_superclasses, load_ontology

_OBJECT_ROLES = ("theme", "instrument", "recipient", "victim", "crime", "topic", "court", "place")
_ACTED_ON = ("theme", "victim", "instrument")
_ACTING_ROLES = ("agent", "recipient", "court")
Triple = tuple[URIRef, URIRef, URIRef | Literal]


def write_claim(article: ArticleGraph, claim: Claim) -> URIRef:
    """Write a claim: who says what, in which words, how, to whom; its content as subject, predicate and object."""
    node = article.part("claim", claim.id)
    article.add(node, RDF.type, POLITY.Claim)
    if claim.kind in ("quote", "mixed"):
        article.add(node, RDF.type, POLITY.Quotation)
    speaker = article.get_agent(claim.speaker) if claim.speaker else None
    if speaker is None:
        article.add(node, RDF.type, POLITY.UnattributedClaim)
    else:
        article.add(node, POLITY.claimedBy, speaker)
    article.add(node, POLITY.reportedIn, article.article)
    article.add(node, POLITY.evidence, article.add_evidence(claim.evidence))
    article.add(node, POLITY.evidence, article.add_evidence(claim.span))
    article.add_label(node, claim.span.of(article.document.text))
    texts = {
        POLITY.words: claim.span.of(article.document.text),
        POLITY.verb: claim.verb,
        POLITY.wording: claim.kind,
        POLITY.channel: claim.channel,
        POLITY.certainty: claim.certainty,
        POLITY.foundBy: claim.rule,
    }
    for term, text in texts.items():
        if text:
            article.add(node, term, Literal(text))
    for entity in claim.about:
        if iri := article.get_iri(entity):
            article.add(node, POLITY.claimAbout, iri)
    if claim.accused and (accused := article.get_agent(claim.accused)):
        article.add(node, POLITY.accuses, accused)
    if claim.addressee and (addressee := article.get_agent(claim.addressee)):
        article.add(node, POLITY.addressee, addressee)
    article.add_interval(node, claim.interval, POLITY.saidOn, (POLITY.saidNotBefore, POLITY.saidNotAfter))
    _write_content(article, claim, node)
    return node


def _write_content(article: ArticleGraph, claim: Claim, node: URIRef) -> None:
    """Write what the claim states: the first proposition on the claim itself, each further one as a part of it."""
    propositions = list(_list_propositions(article, claim))
    if not propositions:
        subject = next((iri for entity in claim.about if (iri := article.get_iri(entity))), None) or node
        article.add_statement(node, (subject, POLITY.saidOf, Literal(claim.span.of(article.document.text))))
        return
    for place, (part, triple, polarity) in enumerate(propositions):
        target = node
        if place:
            target = URIRef(f"{node}/{part.id}")
            _copy_attribution(article, node, target)
        article.add_statement(target, triple)
        article.add(target, POLITY.polarity, Literal(polarity))
        article.add_interval(target, part.interval, POLITY.onDate, (POLITY.notBefore, POLITY.notAfter))
        if isinstance(part, Event):
            article.add(target, POLITY.actKind, get_term(part.kind))
            if theme := _find_participant(article, part, _ACTED_ON):
                article.add(target, POLITY.actOn, theme)


def _list_propositions(article: ArticleGraph, claim: Claim) -> Iterator[tuple[Event | Relation, Triple, bool]]:
    """Yield what the claim's words state as triples: its events in reading order, then its relations."""
    denied = claim.polarity is False
    for event in sorted(article.extraction.events, key=lambda event: event.span):
        if event.claim == claim.id and (triple := make_event_triple(article, event)):
            yield event, triple, event.polarity is not denied
    for relation in article.extraction.relations:
        if relation.claim == claim.id and (found := make_triple(article, relation)):
            yield relation, found, not denied


def _copy_attribution(article: ArticleGraph, claim: URIRef, part: URIRef) -> None:
    """Give a part of a claim the claim's own speaker, words and evidence, so that it can stand alone in an answer."""
    article.add(part, POLITY.partOfClaim, claim)
    kept = (RDF.type, RDFS.label, POLITY.claimedBy, POLITY.reportedIn, POLITY.evidence, POLITY.words, POLITY.wording)
    for term in kept:
        for value in list(article.graph.objects(claim, term)):
            article.graph.add((part, term, value))


def make_event_triple(article: ArticleGraph, event: Event) -> Triple | None:
    """Return an event as one triple: its agent, the property of its kind, and what it is done to.

    Where the text names no agent ("it was sent") the theme undergoes the kind of event. None where neither is named.
    """
    kind = get_term(event.kind, where=f"event {event.id}")
    said = load_ontology().value(kind, POLITY.asProperty)
    agent = _find_participant(article, event, ("agent",))
    if agent is not None and isinstance(said, URIRef):
        value = _find_participant(article, event, _OBJECT_ROLES)
        return (agent, said, value) if value is not None else (agent, POLITY.participatesIn, kind)
    theme = _find_participant(article, event, (*_ACTED_ON, "recipient"))
    return (theme, POLITY.undergoes, kind) if theme is not None else None


def _find_participant(article: ArticleGraph, event: Event, roles: tuple[str, ...]) -> URIRef | None:
    for role in roles:
        for participant in event.participants:
            if participant.role == role and (iri := _get_participant(article, participant)):
                return iri
    return None


def _get_participant(article: ArticleGraph, participant: Participant) -> URIRef | None:
    if participant.role in _ACTING_ROLES:
        return article.get_agent(participant.entity)
    return article.get_iri(participant.entity)


def write_event(article: ArticleGraph, event: Event) -> URIRef:
    """Write an event. Inside a claim it is a ClaimedEvent and gets no class of its own, for it is not asserted.

    Raises:
        VocabularyError: Its kind is not a class of the ontology.
    """
    node = article.part("event", event.id)
    kind = get_term(event.kind, where=f"event {event.id}")
    if event.claim is None:
        article.add(node, RDF.type, kind)
        if "Event" in list_superclasses(event.kind) and event.modality == Modality.ACTUAL and event.polarity:
            article.add(node, RDF.type, POLITY.ActualEvent)
    else:
        article.add(node, RDF.type, POLITY.ClaimedEvent)
        article.add(node, POLITY.partOfClaim, article.part("claim", event.claim))
    article.add(node, POLITY.eventKind, kind)
    article.add(node, POLITY.reportedIn, article.article)
    article.add(node, POLITY.evidence, article.add_evidence(event.evidence))
    article.add(node, POLITY.modality, get_term(event.modality.value.capitalize()))
    article.add(node, POLITY.polarity, Literal(event.polarity))
    article.add(node, POLITY.tense, Literal(event.tense))
    article.add(node, POLITY.trigger, Literal(event.span.of(article.document.text)))
    article.add(node, POLITY.triggerEvidence, article.add_evidence(event.span))
    article.add(node, POLITY.foundBy, Literal(event.rule))
    article.add_label(node, event.evidence.of(article.document.text).strip())
    article.add_interval(node, event.interval, POLITY.onDate, (POLITY.notBefore, POLITY.notAfter))
    for participant in event.participants:
        if iri := _get_participant(article, participant):
            article.add(node, get_term(participant.role, where=f"event {event.id}"), iri)
    return node
