"""Which things a query may mean, with a score from 0 to 100 and the features it is made of.

The score is the likeness of the names (0 to 100). Where properties are given it is three quarters of that and a quarter
of how far they agree. It is multiplied by 0.6 for a thing of another type, where the client lets such things pass;
3 points go off if other things are as much alike and the name does not by itself mean this one, and 1 if another name
than the main one matched. An identifier scores 100. A candidate is a match from 95 up, if the next one lies 3 lower.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.iri import ID
from kg.link.fuzzy import compare_names, fold_for_search
from kg.link.gazetteer import load_gazetteer
from server.backend import Backend
from server.errors import RequestError
from server.reconcile.catalogue import Catalogue, Catalogues, Thing
from server.reconcile.facts import Facts, load_facts
from server.reconcile.queries import Condition, Query
from server.reconcile.vocabulary import list_classes

_SURE, _LEAD = 95.0, 3.0
_ALIKE = 85.0
_POOL = 25


@dataclass(frozen=True, slots=True)
class Feature:
    """One part of a score: its id, what it says in words, and its value."""

    id: str
    name: str
    value: float | bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a query may mean."""

    thing: Thing
    score: float
    match: bool
    features: tuple[Feature, ...]


@dataclass(slots=True)
class _Draft:
    thing: Thing
    likeness: float
    name: str
    certain: bool = False


def match_batch(queries: Sequence[Query], catalogues: Catalogues, backend: Backend) -> list[list[Candidate]]:
    """Return the candidates of each query, best first.

    Raises:
        RequestError: A query names a type that does not exist.
    """
    parts = catalogues.get()
    drafts = [_collect(query, parts) for query in queries]
    needed = {draft.thing.id for query, rows in zip(queries, drafts, strict=True) if query.conditions for draft in rows}
    facts = load_facts(backend, needed) if needed else {}
    return [_rank(query, rows, facts) for query, rows in zip(queries, drafts, strict=True)]


def _collect(query: Query, parts: Sequence[Catalogue]) -> list[_Draft]:
    """Return what may be meant: by identifier, by name, or by an identifier among the properties."""
    for name in query.types:
        if name not in list_classes():
            raise RequestError(f"There is no type {name!r}. Ask for the types at suggest/type.")
    found: dict[str, _Draft] = {}
    for wanted in (*query.ids, query.name):
        for thing in _find_by_id(wanted, parts):
            found.setdefault(thing.id, _Draft(thing, 100.0, thing.name, certain=True))
    for condition in query.conditions if not query.name else ():
        for value in condition.values:
            for thing in _find_by_id(value, parts):
                found.setdefault(thing.id, _Draft(thing, 100.0, thing.name))
    if query.name:
        # Where the type decides, more names are looked at: the nearest may all be of another.
        pool = max(_POOL, 2 * query.limit) * (4 if query.types else 1)
        for part in parts:
            for match in part.index.find(query.name, pool):
                thing = part.things[match.item]
                known = found.get(thing.id)
                if known is None or match.similarity > known.likeness:
                    found[thing.id] = _Draft(thing, match.similarity, match.name)
    if query.types and query.strict:
        return [draft for draft in found.values() if _has_type(draft.thing, query.types)]
    return list(found.values())


def _find_by_id(text: str, parts: Sequence[Catalogue]) -> Iterable[Thing]:
    wanted = text.removeprefix(ID)
    for part in parts:
        if wanted in part.by_id:
            yield part.by_id[wanted]
        yield from part.identifiers.get(text, ())


def _has_type(thing: Thing, types: Iterable[str]) -> bool:
    return any(thing.is_a(name) for name in types)


def _rank(query: Query, drafts: list[_Draft], facts: Mapping[str, Facts]) -> list[Candidate]:
    prominent = load_gazetteer().get_prominent(query.name) if query.name else None
    best = max((draft.likeness for draft in drafts), default=0.0)
    rivals = sum(draft.likeness == best for draft in drafts) - 1
    scored: list[tuple[float, _Draft, tuple[Feature, ...]]] = []
    for draft in drafts:
        row = _score(query, draft, facts.get(draft.thing.id, {}), rivals if draft.likeness == best else 0, prominent)
        if row is not None:
            scored.append((row[0], draft, row[1]))
    scored.sort(key=lambda row: (-row[0], row[1].thing.id))
    found = []
    for at, (score, draft, features) in enumerate(scored[: query.limit]):
        next_score = scored[1][0] if len(scored) > 1 else 0.0
        sure = at == 0 and score >= _SURE and score - next_score >= _LEAD
        found.append(Candidate(draft.thing, round(score, 2), sure, features))
    return found


def _score(
    query: Query, draft: _Draft, facts: Facts, rivals: int, prominent: str | None
) -> tuple[float, tuple[Feature, ...]] | None:
    """Return score and features, None where a condition rules the thing out."""
    score = draft.likeness
    features = [Feature("name", f"Likeness of the name “{draft.name}”", draft.likeness)]
    if query.conditions:
        agreements = []
        for condition in query.conditions:
            agreement = _compare(condition, facts)
            if condition.required and agreement < _ALIKE:
                return None
            agreements.append(agreement)
            features.append(Feature(f"property:{condition.property}", f"Agreement of {condition.property}", agreement))
        score = 0.75 * score + 0.25 * sum(agreements) / len(agreements)
    if query.types:
        fits = _has_type(draft.thing, query.types)
        features.append(Feature("type", f"Is of the type {' or '.join(query.types)}", fits))
        score *= 1.0 if fits else 0.6
    if not draft.certain and query.name:
        if draft.name != draft.thing.name:
            score -= 1.0
            features.append(Feature("other_name", "Matched by another name than its main one", True))
        if rivals:
            means = prominent == draft.thing.id
            features.append(Feature("namesakes", "Other things that are as much alike", rivals))
            features.append(Feature("prominent", "The name by itself means this thing", means))
            score -= 0.0 if means else 3.0
    return max(score, 0.0), tuple(features)


def _compare(condition: Condition, facts: Facts) -> float:
    """Return how far a thing's values agree with a condition, from 0 to 100."""
    own = facts.get(condition.property, ())
    agreements = []
    for wanted in condition.values:
        plain, folded = wanted.removeprefix(ID), fold_for_search(wanted)
        exact = any(plain in (value.id, value.text) for value in own)
        near = max((compare_names(folded, fold_for_search(value.text)) for value in own), default=0.0)
        agreements.append(100.0 if exact else near if near >= _ALIKE else 0.0)
    if not agreements:
        return 0.0
    if condition.quantifier == "none":
        return 100.0 - max(agreements)
    return min(agreements) if condition.quantifier == "all" else max(agreements)
