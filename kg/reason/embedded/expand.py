"""From representatives back to everything: the closure in the terms that were given, and what of it is new."""

import numpy as np
from rdflib import OWL, RDF, RDFS, XSD

from kg.reason.embedded.columns import LOW, SHIFT, Ids, Mask, expand_ranges, is_member, sort_unique
from kg.reason.embedded.reasoner import Reasoner

_VOCABULARIES = tuple(b"<" + str(name).encode() for name in (RDF, RDFS, OWL, XSD))


LARGEST_SET = 1_000
"""Sets of same things with more members are spoken of by their representative: all pairs would be millions."""


class _Sets:
    """The members of each representative as one array, to expand columns without a loop."""

    def __init__(self, reasoner: Reasoner) -> None:
        reasoner.equality.grow(len(reasoner.terms))
        roots = reasoner.equality.representative[: len(reasoner.terms)]
        shown = np.delete(np.arange(len(roots)), reasoner.hidden)
        self.members: Ids = shown[np.argsort(roots[shown], kind="stable")]
        ends = np.cumsum(np.bincount(roots[shown], minlength=len(roots)))
        self.ends, self.starts = ends, np.concatenate(([0], ends[:-1]))
        single = self.ends - self.starts == 1
        alone = np.zeros(len(roots), dtype=np.bool_)
        alone[single] = self.members[self.starts[single]] == np.flatnonzero(single)
        self.large: Mask = (self.ends > self.starts) & ~alone
        self.all_ends = self.ends
        huge = self.ends - self.starts > LARGEST_SET
        self.ends = np.where(huge, self.starts + 1, self.ends)  # the first member is the representative
        self.huge = np.flatnonzero(huge)

    def expand(self, column: Ids) -> tuple[Ids, Ids]:
        """Return for each member of each number's set the number's row and the member."""
        rows, places = expand_ranges(self.starts[column], self.ends[column])
        return rows, self.members[places]


def list_closure(reasoner: Reasoner, *, expand: bool = True) -> dict[int, Ids]:
    """Return every triple of the closure as sorted keys by relation.

    Args:
        reasoner: A saturated reasoner.
        expand: Whether each triple is given for every member of the sets of same things (owl:sameAs between them
            among it), for sets of up to `LARGEST_SET` members. Without, and for larger ones, a set is spoken of by its
            representative, joined to its members by owl:sameAs.
    """
    found: dict[int, list[Ids]] = {}
    sets = _Sets(reasoner)
    for name, relation in reasoner.store.relations.items():
        keys = relation.keys.collect()
        names = [name]
        if expand:
            keys = _expand_keys(keys, name >= 0, sets)
            term = name if name >= 0 else ~name
            members = sets.members[sets.starts[term] : sets.ends[term]].tolist()
            names = members if name >= 0 else [~member for member in members]
        for one in names:
            found.setdefault(one, []).append(keys)
    if reasoner.profile.equality:
        roots = np.flatnonzero(sets.large)
        rows, members = sets.expand(roots)
        pairs = roots[rows] << SHIFT | members
        if expand:
            pairs = _expand_keys(pairs, True, sets) if len(pairs) else pairs
        for root in sets.huge.tolist():
            members = sets.members[sets.starts[root] : sets.all_ends[root]]
            pairs = np.concatenate((pairs, root << SHIFT | members, members << SHIFT | root))
        pairs = pairs[(pairs >> SHIFT) != (pairs & LOW)]
        if len(pairs):
            found.setdefault(reasoner.same, []).append(sort_unique(pairs))
    return {name: parts[0] if len(parts) == 1 else sort_unique(np.concatenate(parts)) for name, parts in found.items()}


def _expand_keys(keys: Ids, pair: bool, sets: _Sets) -> Ids:
    hit = sets.large[keys >> SHIFT] | sets.large[keys & LOW] if pair else sets.large[keys]
    if not hit.any():
        return keys
    some = keys[hit]
    if pair:
        rows, subjects = sets.expand(some >> SHIFT)
        again, objects = sets.expand((some & LOW)[rows])
        full = subjects[again] << SHIFT | objects
    else:
        _, full = sets.expand(some)
    return sort_unique(np.concatenate((keys[~hit], full)))


def list_inferred(reasoner: Reasoner, *, expand: bool = True) -> dict[int, Ids]:
    """Return what is in the closure, was not asserted and is RDF 1.1, as sorted keys by relation.

    Literal subjects and predicates that are no IRI are left out. The profile says whether triples that are true of
    everything are kept (see `kg.reason.trivial`); so is an asserted triple with its literal's value written otherwise.
    """
    found: dict[int, Ids] = {}
    literal = reasoner.literals.mask
    tokens = reasoner.terms.tokens
    dull = None if reasoner.profile.trivial else _Dull(reasoner)
    closure = list_closure(reasoner, expand=expand)
    for name, keys in closure.items():
        if name >= 0 and not tokens[name].startswith(b"<"):
            continue
        subjects = keys if name < 0 else keys >> SHIFT
        keep = ~literal[subjects]
        if dull is not None:
            keep &= ~dull.test(name, keys, subjects)
        keys = keys[keep]
        given = reasoner.asserted.get(name).keys.collect()
        keys = keys[~is_member(keys, given)]
        if dull is not None and name >= 0 and reasoner.equality.links:
            keys = keys[~is_member(_by_value(keys, reasoner), sort_unique(_by_value(given, reasoner)))]
        if len(keys):
            found[name] = keys
    if reasoner.profile.trivial and any(rule.name == "eq-ref" for rule in reasoner.profile.rules):
        things = _list_terms(closure, reasoner.type)
        things = things[~literal[things]]
        own = things << SHIFT | things
        own = own[~is_member(own, reasoner.asserted.get(reasoner.same).keys.collect())]
        found[reasoner.same] = sort_unique(np.concatenate((own, found.get(reasoner.same, own[:0]))))
    return found


def _by_value(keys: Ids, reasoner: Reasoner) -> Ids:
    """Return pairs with each literal object replaced by the one that stands for its value."""
    objects = keys & LOW
    return (keys >> SHIFT) << SHIFT | np.where(
        reasoner.literals.mask[objects], reasoner.equality.find(objects), objects
    )


def list_huge_sets(reasoner: Reasoner) -> list[tuple[int, int]]:
    """Return the representatives of sets that are not expanded, with how many members each has."""
    sets = _Sets(reasoner)
    return [(root, int(sets.all_ends[root] - sets.starts[root])) for root in sets.huge.tolist()]


def _list_terms(closure: dict[int, Ids], type_id: int) -> Ids:
    parts = []
    for name, keys in closure.items():
        parts += [keys, np.array([~name, type_id])] if name < 0 else [keys >> SHIFT, keys & LOW, np.array([name])]
    return sort_unique(np.concatenate(parts))


class _Dull:
    """The test of `kg.reason.trivial.TRIVIAL` on columns."""

    def __init__(self, reasoner: Reasoner) -> None:
        encode = reasoner.terms.encode_node
        self._reflexive = set(
            map(encode, (OWL.sameAs, RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty))
        )
        self._tops = {encode(OWL.Thing), encode(RDFS.Resource)}
        self._sub_class = encode(RDFS.subClassOf)
        self._tokens = reasoner.terms.tokens
        self._built_in = np.array([token.startswith(_VOCABULARIES) for token in reasoner.terms.tokens], dtype=np.bool_)

    def test(self, name: int, keys: Ids, subjects: Ids) -> Mask:
        if name < 0 and (~name in self._tops or self._tokens[~name].startswith(b"_:")):
            return np.ones(len(keys), dtype=np.bool_)
        found = self._built_in[subjects]
        if name in self._reflexive:
            found |= subjects == keys & LOW
        if name == self._sub_class:
            for top in self._tops:
                found |= keys & LOW == top
        return found
