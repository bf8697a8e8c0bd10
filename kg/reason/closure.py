"""A closure that is kept up to date and can say why: the embedded engine, in rdflib's terms."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from rdflib import Graph

from kg.reason.embedded.columns import EMPTY, LOW, SHIFT, Ids, is_member
from kg.reason.embedded.engine import list_findings, load_graph, write_graph, write_keys
from kg.reason.embedded.expand import list_inferred
from kg.reason.embedded.files import read_ntriples
from kg.reason.embedded.reasoner import Delta
from kg.reason.embedded.search import Search
from kg.reason.embedded.withdraw import withdraw
from kg.reason.finding import Finding, Triple
from kg.reason.proof import NearMiss, Proof
from kg.reason.rules import Profile

Tokens = tuple[bytes, bytes, bytes]
"""A triple, each term in N-Triples form (RDF 1.1 N-Triples, section 2), in UTF-8."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of the asserted triples did to the inferred ones; write both in one transaction of the store."""

    gained: Graph
    lost: Graph


class Closure:
    """What a graph entails, kept while triples are added and withdrawn.

    >>> from rdflib import RDF, RDFS, URIRef
    >>> from kg.reason.rules import load_profile
    >>> a, b, x = URIRef("urn:A"), URIRef("urn:B"), URIRef("urn:x")
    >>> closure = Closure(Graph().add((a, RDFS.subClassOf, b)), load_profile("owl-rl"))
    >>> closure.add([(x, RDF.type, a)])
    >>> [proof.rule for proof in closure.explain((x, RDF.type, b))]
    ['cax-sco']
    >>> closure.withdraw([(a, RDFS.subClassOf, b)])
    >>> (x, RDF.type, b) in closure.inferred
    False
    >>> (a, RDFS.subClassOf, b) in [miss.missing for miss in closure.explain_absence((x, RDF.type, b))]
    True
    """

    def __init__(self, given: Graph, profile: Profile) -> None:
        """Take the asserted triples and the rules."""
        self._reasoner = load_graph(given, profile)

    @classmethod
    def read(cls, ntriples: bytes, profile: Profile) -> "Closure":
        """Return the closure of the triples of an N-Triples document.

        Raises:
            SourceError: It is not N-Triples.
        """
        closure = cls(Graph(), profile)
        closure._reasoner.add(read_ntriples(ntriples, closure._reasoner.terms))
        return closure

    def _encode(self, triples: Iterable[Triple]) -> Ids:
        encode = self._reasoner.terms.encode_node
        rows = [(encode(s), encode(p), encode(o)) for s, p, o in triples]
        return np.array(rows, dtype=np.int64).reshape(-1, 3)

    def add(self, triples: Iterable[Triple]) -> None:
        """Assert triples, facts or axioms."""
        self._reasoner.add(self._encode(triples))

    def withdraw(self, triples: Iterable[Triple]) -> None:
        """Take asserted triples back; those that were not asserted are passed over."""
        withdraw(self._reasoner, self._encode(triples))

    def change(self, added: Iterable[Triple] = (), withdrawn: Iterable[Triple] = ()) -> Change:
        """Withdraw triples, then assert others; return what the inferred graph gained and lost by it.

        >>> from rdflib import RDF, RDFS, URIRef
        >>> from kg.reason.rules import load_profile
        >>> a, b, x = URIRef("urn:A"), URIRef("urn:B"), URIRef("urn:x")
        >>> closure = Closure(Graph().add((a, RDFS.subClassOf, b)), load_profile("owl-rl"))
        >>> len(closure.change(added=[(x, RDF.type, a)]).gained)
        1
        """
        gained, lost = self._change(self._encode(added), self._encode(withdrawn))
        return Change(write_keys(self._reasoner, gained), write_keys(self._reasoner, lost))

    def change_tokens(self, added: Iterable[Tokens], withdrawn: Iterable[Tokens]) -> tuple[list[Tokens], list[Tokens]]:
        """Do as `change`, with triples as terms in N-Triples form: no rdflib term is made, whatever the size."""
        gained, lost = self._change(self._encode_tokens(added), self._encode_tokens(withdrawn))
        return self._list_tokens(gained), self._list_tokens(lost)

    def list_inferred(self) -> list[Tokens]:
        """Return the triples that follow and were not asserted, as terms in N-Triples form."""
        return self._list_tokens(list_inferred(self._reasoner))

    def _change(self, added: Ids, withdrawn: Ids) -> tuple[Delta, Delta]:
        before = list_inferred(self._reasoner)
        withdraw(self._reasoner, withdrawn)
        self._reasoner.add(added)
        after = list_inferred(self._reasoner)
        gained, lost = (
            {name: keys[~is_member(keys, others.get(name, EMPTY))] for name, keys in some.items()}
            for some, others in ((after, before), (before, after))
        )
        return gained, lost

    def _encode_tokens(self, triples: Iterable[Tokens]) -> Ids:
        encode = self._reasoner.terms.encode
        rows = [(encode(s), encode(p), encode(o)) for s, p, o in triples]
        return np.array(rows, dtype=np.int64).reshape(-1, 3)

    def _list_tokens(self, found: Delta) -> list[Tokens]:
        tokens, kind = self._reasoner.terms.tokens, self._reasoner.type
        triples = []
        for name, keys in found.items():
            for key in keys.tolist():
                s, p, o = (key, kind, ~name) if name < 0 else (key >> SHIFT, name, key & LOW)
                triples.append((tokens[s], tokens[p], tokens[o]))
        return triples

    @property
    def inferred(self) -> Graph:
        """The triples that follow and were not asserted, a new graph each time."""
        return write_graph(self._reasoner)

    @property
    def findings(self) -> list[Finding]:
        """The inconsistencies, sorted by rule."""
        return list_findings(self._reasoner)

    def explain(self, triple: Triple, count: int = 1) -> list[Proof]:
        """Return up to `count` proofs of a triple that differ in their last step, the shortest first.

        Length is counted in rule applications. No proof: the triple does not follow.
        """
        numbers = self._find(triple)
        return Search(self._reasoner).prove(numbers, count) if numbers else []

    def explain_absence(self, triple: Triple, limit: int = 5) -> list[NearMiss]:
        """Return the rules that would have given a triple but for one premise, the nearest first."""
        ((s, p, o),) = self._encode([triple]).tolist()
        self._reasoner.equality.grow(len(self._reasoner.terms))
        return Search(self._reasoner).find_near_misses((s, p, o), limit)

    def _find(self, triple: Triple) -> tuple[int, int, int] | None:
        find = self._reasoner.terms.find_node
        s, p, o = map(find, triple)
        return None if s is None or p is None or o is None else (s, p, o)
