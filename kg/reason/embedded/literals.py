"""What literals add by their values alone: the rows of table 8, without a triple that has a literal as subject."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from rdflib import OWL, RDF, RDFS, URIRef

from kg.reason.embedded.columns import EMPTY, LOW, SHIFT, Ids, Mask, Store, is_member, sort_unique
from kg.reason.embedded.dictionary import Dictionary, split_literal
from kg.reason.embedded.equality import Equality
from kg.reason.embedded.values import ANNOTATIONS, KNOWN, Value, has_value_in, list_supertypes, read_value
from kg.reason.rules import Profile

Clash = tuple[str, tuple[tuple[int, int, int], ...]]
_TYPED = 2


class Literals:
    """The literals among a dictionary's terms: which are equal, which belong to a datatype, which to none."""

    def __init__(self, terms: Dictionary, profile: Profile) -> None:
        """Take the dictionary, and the profile that says which rows of table 8 hold."""
        self.terms, self.profile = terms, profile
        self._native = {rule.name for rule in profile.rules if rule.native == "values"}
        self._kind: Ids = EMPTY  # 0 no literal, 1 plain text, 2 with a language or a datatype
        self._first: dict[Value, int] = {}
        self._ill_typed: set[int] = set()
        self._typed: dict[int, int] = {}
        self._checked: dict[int, Ids] = {}
        self._datatypes = {~terms.encode_node(URIRef(iri)): iri for iri in KNOWN} if "dt-type2" in self._native else {}
        self._type, self._same = terms.encode_node(RDF.type), terms.encode_node(OWL.sameAs)
        self._started = False

    @property
    def mask(self) -> Mask:
        """Which terms are literals, over all numbers."""
        self._look()
        found: Mask = self._kind > 0
        return found

    def _look(self) -> Ids:
        """Note the kind of every term that came since last time; return the typed literals among them."""
        known = len(self._kind)
        if known == len(self.terms):
            return EMPTY
        kinds = [0 if t[0] != 34 else 1 if t[-1] == 34 else _TYPED for t in self.terms.tokens[known:]]
        self._kind = np.concatenate((self._kind, np.array(kinds, dtype=np.int64)))
        return np.flatnonzero(self._kind[known:] == _TYPED) + known

    def notice(self, triples: Ids) -> dict[int, Ids]:
        """Return what new literals entail: pairs of equal ones, by the number of owl:sameAs, and once the axioms."""
        del triples
        found: dict[int, list[int]] = defaultdict(list)
        encode = self.terms.encode_node
        if not self._started:
            self._started = True
            if "dt-type1" in self._native:
                found[~encode(RDFS.Datatype)] = [encode(URIRef(iri)) for iri in KNOWN]
            if "prp-ap" in self._native:
                found[~encode(OWL.AnnotationProperty)] = [encode(URIRef(iri)) for iri in ANNOTATIONS]
        if "dt-eq" in self._native:
            for number in self._look().tolist():
                token = self.terms.tokens[number]
                value = read_value(token)
                if value is None:
                    self._ill_typed.add(number)
                    continue
                other = self._first.setdefault(value, number)
                if value[0] == "string" and other == number:
                    other = self.terms.find(b'"' + token[1 : token.rindex(b'"')] + b'"', number)
                if other != number:
                    found[self._same].append(other << SHIFT | number)
        return {name: sort_unique(np.array(keys, dtype=np.int64)) for name, keys in found.items()}

    def belong(self, relations: Iterable[int]) -> dict[int, Ids]:
        """Return the literals of each datatype that a plan asks for (rule dt-type2), those not returned before."""
        found: dict[int, Ids] = {}
        for name in relations:
            iri = self._datatypes.get(name)
            start = self._typed.get(name, 0)
            if iri is None or start == len(self.terms):
                continue
            self._look()
            self._typed[name] = len(self.terms)
            numbers = np.flatnonzero(self._kind[start:] > 0) + start
            found[name] = numbers[self._fits(numbers, iri)]
        return found

    def _fits(self, numbers: Ids, datatype: str) -> Mask:
        fits = np.zeros(len(numbers), dtype=np.bool_)
        plain = self._kind[numbers] == 1
        fits[plain] = datatype in list_supertypes(None)
        tokens = self.terms.tokens
        unsure = ~fits if len(list_supertypes(None)) else fits
        for place in np.flatnonzero(unsure).tolist():
            fits[place] = has_value_in(tokens[int(numbers[place])], datatype) is not False
        return fits

    def refuse_unequal(self, links: Ids, clashes: set[Clash], different: int) -> Ids:
        """Return the links that may be made; two literals of different value never become one.

        Their rules (dt-diff, eq-diff1) make the graph inconsistent, and an inconsistent graph entails everything: it is
        told as a clash, and no third thing that has one of the values is given the other.
        """
        if "dt-diff" not in self._native:
            return links
        literal = self.mask
        doubtful = literal[links >> SHIFT] & literal[links & LOW]
        if not doubtful.any():
            return links
        keep = np.ones(len(links), dtype=np.bool_)
        for place in np.flatnonzero(doubtful).tolist():
            a, b = int(links[place] >> SHIFT), int(links[place] & LOW)
            if a != b and not self._equal(a, b):
                keep[place] = False
                self._compare(a, b, different, clashes)
        return links[keep]

    def holds_by_value(self, triple: tuple[int, int, int], axioms: Store) -> bool:
        """Say whether a triple holds by what literals denote: an axiom, a literal in its datatype, two equal ones."""
        s, p, o = triple
        if p == self._type and axioms.get(~o).keys.contains(np.array([s], dtype=np.int64))[0]:
            return True
        literal = self.mask
        return p == self._same and bool(literal[s] and literal[o]) and "dt-eq" in self._native and self._equal(s, o)

    def forget_checks(self) -> None:
        """Let the next check look at every literal again."""
        self._checked = {}

    def _compare(self, a: int, b: int, different: int, clashes: set[Clash]) -> None:
        if not self._equal(a, b):
            a, b = min(a, b), max(a, b)
            clashes.add(("dt-diff", ((a, self._same, b), (a, different, b))))

    def _equal(self, a: int, b: int) -> bool:
        one, other = (read_value(self.terms.tokens[number]) for number in (a, b))
        return one is not None and one == other

    def check(self, store: Store, equality: Equality, different: int) -> set[Clash]:
        """Return the clashes of values: a literal in a datatype that does not hold it, or in a set with another value.

        Only what was not looked at before is looked at.
        """
        clashes: set[Clash] = set()
        if "dt-not-type" not in self._native:  # a profile without table 8
            return clashes
        for number in self._ill_typed:
            if store.mentions(number):
                own = self.terms.encode_node(URIRef(split_literal(self.terms.tokens[number])[2] or ""))
                clashes.add(("dt-not-type", ((number, self._type, own),)))
        literal = self.mask
        equality.grow(len(self.terms))
        numbers = np.flatnonzero(literal)
        moved = numbers[equality.find(numbers) != numbers]
        for name, iri in self._datatypes.items():
            if name not in store.relations:
                continue
            members = store.relations[name].keys.collect()
            fresh = members[~is_member(members, self._checked.get(name, EMPTY))]
            self._checked[name] = members
            numbers = np.concatenate((fresh[literal[fresh]], moved[is_member(equality.find(moved), fresh)]))
            for number in numbers[~self._fits(numbers, iri)].tolist():
                clashes.add(("dt-not-type", ((number, self._type, ~name),)))
        roots = equality.find(moved)
        order = np.argsort(roots, kind="stable")
        for before, after in pairwise([*zip(roots[order].tolist(), moved[order].tolist(), strict=True)]):
            if before[0] == after[0]:
                self._compare(before[1], after[1], different, clashes)
        for root in sort_unique(roots[literal[roots]]).tolist():
            self._compare(root, int(moved[roots == root][0]), different, clashes)
        return clashes
