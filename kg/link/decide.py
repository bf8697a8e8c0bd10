"""Give each entity of an article its IRI, and say why.

In this order: a person's review; a gazetteer row that the article's context singles out; an earlier instrument with
the same signature; a name of one's own; otherwise an IRI below the article. A thing known by a surname, by a common
noun or by a body's bare function ("Department of Safety") is never shared between articles.
"""

import re
from collections.abc import Iterable, Mapping

from kg.iri import ID, make_entity_iri, make_named_iri, make_part_iri
from kg.link.candidates import Candidate, Context, choose_candidate, list_candidates
from kg.link.gazetteer import Gazetteer
from kg.link.known import Known, Signature, are_kin, are_same_kind, find_family, sign_instrument
from kg.link.reviews import Review
from kg.model import Decision, Entity, Extraction, Level, MentionType

_PEOPLE = frozenset((MentionType.OFFICIAL, MentionType.PERSON))
_BODIES = frozenset((MentionType.AGENCY, MentionType.COURT))
_OPEN = frozenset((MentionType.ORGANISATION, MentionType.NEWS_ORGANISATION))
_BELONGS = frozenset(("partOf", "policyOf", "basedIn", "memberOf"))


def link_extraction(
    extraction: Extraction, gazetteer: Gazetteer, known: Known, reviews: Iterable[Review] = ()
) -> tuple[Decision, ...]:
    """Decide the IRI of every entity of an article, in the order of `extraction.entities`.

    Args:
        extraction: What was read out of the article.
        gazetteer: The known things.
        known: What earlier articles named. It is not changed: call `known.add` with the result.
        reviews: What people decided; those on other articles are passed over.

    Returns:
        One decision an entity. `score` is 1 for a review, `candidates` lists IRIs that were considered and not taken.
    """
    article = extraction.document.id
    accepted, rejected = _sort_reviews(reviews, article)
    context = Context(extraction, gazetteer)
    iris: dict[str, str] = {}
    decisions: dict[str, Decision] = {}
    ordered = sorted(extraction.entities, key=_rank)
    for entity in ordered:
        review = accepted.get(entity.id)
        if review is not None:
            decision = Decision(
                article, entity.id, review.iri, 1.0, review.who, f"accepted by {review.who} on {review.date}"
            )
        else:
            refused = rejected.get(entity.id, frozenset())
            decision = _decide_row(entity, context, refused) or _decide_rest(entity, context, known, iris, refused)
        iris[entity.id] = decision.iri
        decisions[entity.id] = decision
    return tuple(decisions[entity.id] for entity in extraction.entities)


def _rank(entity: Entity) -> int:
    """Instruments come last, as their signatures need the IRIs of the others; bodies come after places."""
    if entity.type is MentionType.INSTRUMENT:
        return 2
    return 1 if entity.type in _BODIES else 0


def _sort_reviews(reviews: Iterable[Review], article: str) -> tuple[dict[str, Review], dict[str, frozenset[str]]]:
    """Return the accepted review and the refused IRIs of each entity of the article."""
    accepted: dict[str, Review] = {}
    rejected: dict[str, frozenset[str]] = {}
    for review in reviews:
        if review.article != article:
            continue
        if review.verdict == "accept":
            accepted[review.entity] = review
        else:
            rejected[review.entity] = rejected.get(review.entity, frozenset()) | {review.iri}
    return accepted, rejected


def _decide_row(entity: Entity, context: Context, refused: frozenset[str]) -> Decision | None:
    """Return the decision for a gazetteer row, None where none is taken."""
    candidates = [c for c in list_candidates(entity, context) if str(make_entity_iri(c.row_id)) not in refused]
    chosen = choose_candidate(candidates)
    if chosen is None:
        return None
    return Decision(
        context.extraction.document.id,
        entity.id,
        str(make_entity_iri(chosen.row_id)),
        round(chosen.score, 2),
        "gazetteer",
        chosen.reason,
        _list_others(candidates, chosen),
    )


def _list_others(candidates: Iterable[Candidate], chosen: Candidate | None) -> tuple[tuple[str, float], ...]:
    """Return the IRIs and scores of the candidates that were not taken, five at most."""
    rest = [c for c in candidates if c is not chosen][:5]
    return tuple((str(make_entity_iri(c.row_id)), round(c.score, 2)) for c in rest)


def _decide_rest(
    entity: Entity, context: Context, known: Known, iris: Mapping[str, str], refused: frozenset[str]
) -> Decision:
    """Return the decision for an entity that is no row."""
    article = context.extraction.document.id
    local = str(make_part_iri(article, "entity", entity.id))
    others = _list_others(list_candidates(entity, context), None)
    if entity.type is MentionType.INSTRUMENT and not entity.generic:
        return _decide_instrument(entity, context, known, {**iris, entity.id: local}, refused)
    if entity.type is MentionType.CRIME and not entity.generic:
        return Decision(article, entity.id, str(make_named_iri("crime", entity.name)), 0.9, "name", "a kind of crime")
    iri, reason = _name_entity(entity, context, iris)
    if iri is None or iri in refused:
        return Decision(article, entity.id, local, 1.0, "article", reason, others)
    earlier = [where for known_iri, where in known.find_name(find_family(entity), entity.name) if known_iri == iri]
    if earlier:
        reason = f"the same full name and type as in {earlier[0]}"
    return Decision(article, entity.id, iri, 0.8 if earlier else 0.9, "name", reason, others)


def _name_entity(entity: Entity, context: Context, iris: Mapping[str, str]) -> tuple[str | None, str]:
    """Return the IRI that an entity's name gives it, None where its name is not its own; and the reason."""
    if entity.generic or entity.plural or entity.kind in ("Group", "OfficialGroup"):
        return None, "a kind or a group, no individual"
    named = any(m.level is Level.NAME for m in context.mentions.get(entity.id, ()))
    if not named:
        return None, "no name of its own"
    name = entity.name.strip()
    if entity.type in _PEOPLE:
        name = re.sub(r"(?:,? (?:M\.?D|Ph\.?D|D\.?O|Esq)\.?)+$", "", name)  # a degree is no part of a name
        if len(re.findall(r"[^\W\d_]{2,}", name)) < 2:
            return None, "a surname alone is no identity"
        return str(make_named_iri("person", name)), "a full name that the gazetteer does not know"
    if entity.type in _OPEN:
        return str(make_named_iri("organization", name)), "a name that the gazetteer does not know"
    if entity.type in _BODIES:
        family = "agency" if entity.type is MentionType.AGENCY else "court"
        owner = _find_owner(entity, context, iris)
        if owner is not None:
            return str(make_named_iri(family, f"{owner}-{name}")), "a body of a known one, under its own name"
        hits = context.gazetteer.scan(name)
        if any(row.startswith("place/") for hit in hits for row in hit.row_ids):
            return str(make_named_iri(family, name)), "a body whose name holds its place"
        return None, "the name does not say whose body it is"
    if entity.type in (MentionType.JURISDICTION, MentionType.PLACE):
        return None, "a place that the gazetteer does not know for certain"
    return None, "belongs to this article"


def _find_owner(entity: Entity, context: Context, iris: Mapping[str, str]) -> str | None:
    """Return the path of the body or place that the article says the entity belongs to."""
    for relation in context.extraction.relations:
        if relation.subj == entity.id and relation.rel in _BELONGS and relation.obj in iris:
            path = iris[relation.obj].removeprefix(ID)
            if "/" in path and not path.startswith("article/"):
                return path.partition("/")[2]
    return None


def _decide_instrument(
    entity: Entity, context: Context, known: Known, iris: Mapping[str, str], refused: frozenset[str]
) -> Decision:
    """Return the decision for an instrument: the earlier one with the same signature, else its own.

    The same: kind, issuer, addressee and the people it is about are equal and known, the dates share a day. With
    other words for a demand, or nobody named in either, the earlier one is a candidate for a person to review.
    """
    article = context.extraction.document.id
    own = sign_instrument(entity, context.extraction, iris)
    near: list[tuple[str, float]] = []
    for other in known.instruments:
        if other.article == article or other.iri in refused:
            continue
        score, reason = compare_signatures(own, other)
        if score >= 0.8:
            return Decision(article, entity.id, other.iri, score, "signature", reason, tuple(near[:5]))
        if score > 0 and (other.iri, score) not in near:
            near.append((other.iri, score))
    near.sort(key=lambda pair: -pair[1])
    reason = "belongs to this article" + (", much like earlier ones: see the candidates" if near else "")
    return Decision(article, entity.id, own.iri, 1.0, "article", reason, tuple(near[:5]))


def compare_signatures(left: Signature, right: Signature) -> tuple[float, str]:
    """Return how alike two instruments are, from 0 to 1, and why; 0.8 and more says that they are one."""
    if not (left.issuer and left.addressee) or (left.issuer, left.addressee) != (right.issuer, right.addressee):
        return 0.0, "other parties"
    if not are_kin(left.kind, right.kind):
        return 0.0, "other kinds"
    if left.subjects and right.subjects and left.subjects.isdisjoint(right.subjects):
        return 0.0, "about other people"
    if not left.overlaps(right):
        known = left.bounds is not None and right.bounds is not None
        return (0.0, "other dates") if known else (0.4, "same parties, a date is missing")
    same_kind = are_same_kind(left.kind, right.kind)
    if same_kind and left.subjects and left.subjects == right.subjects and left.plural == right.plural:
        return 0.85, f"same kind, issuer, addressee, people and time as in {right.article}"
    if same_kind:
        return 0.65, f"same kind, issuer, addressee and time as in {right.article}"
    return 0.6, f"same issuer, addressee and time under another word as in {right.article}"
