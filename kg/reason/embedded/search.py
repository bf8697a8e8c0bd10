"""The search for a proof: backwards from the goal, a layer of rule rows at a time, shortest first.

What is expanded so far is a graph of ways (rule, premises) to triples. The cheapest way to each triple is found from
the leaves up (Knuth's generalisation of Dijkstra's algorithm, 1977), so a proof never rests on itself. A way through
triples not expanded yet takes more steps than there are layers: a best proof no longer than that is the shortest.
"""

import heapq
import itertools
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kg.reason.embedded.reasoner import Reasoner
from kg.reason.embedded.solve import Row, Triple, expand_lists, read_list, solve, substitute
from kg.reason.proof import ASSERTED, BY_VALUE, NearMiss, Proof

_MEMBERS = 8  # how many of a set of same things a variable is tried with; any of them gives a proof
_EXPANSIONS = 3_000
_WAYS = 200


@dataclass(frozen=True, slots=True)
class Way:
    """A rule and the triples from which it gives another."""

    rule: str
    premises: tuple[Triple, ...]

    @property
    def cost(self) -> int:
        """Steps it adds: a leaf none."""
        return int(self.rule not in {ASSERTED, BY_VALUE})


@dataclass
class Search:
    """What is known on the way to one goal."""

    reasoner: Reasoner
    ways: dict[Triple, list[Way]] = field(default_factory=dict)
    costs: dict[Triple, int] = field(default_factory=dict)
    best: dict[Triple, Way] = field(default_factory=dict)

    def prove(self, goal: Triple, count: int = 1) -> list[Proof]:
        """Return up to `count` proofs of a triple of the closure that differ in their last step, shortest first."""
        frontier, layers = [goal], 0
        while frontier and len(self.ways) < _EXPANSIONS:
            for triple in frontier:
                self.ways[triple] = list(dict.fromkeys(self._find_ways(triple)))
            layers += 1
            self._settle()
            if goal in self.costs and self.costs[goal] <= layers and count == 1:
                break
            if goal in self.costs and layers > self.costs[goal] + 2:
                break
            premises = {one for triple in frontier for way in self.ways[triple] for one in way.premises}
            frontier = [triple for triple in premises if triple not in self.ways]
        found = [
            way
            for way in self.ways.get(goal, ())
            if all(one in self.costs for one in way.premises) and not self._rests_on(way.premises, goal)
        ]
        found.sort(key=lambda way: way.cost + sum(self.costs[one] for one in way.premises))
        return [self._write(goal, way) for way in found[:count]]

    def _settle(self) -> None:
        """Find the cheapest way to every triple that can be had from the leaves."""
        waiting: dict[Triple, list[tuple[Triple, Way]]] = defaultdict(list)
        open_premises: dict[tuple[Triple, Way], int] = {}
        heap: list[tuple[int, Triple, int, Way]] = []
        order = itertools.count()
        for triple, ways in self.ways.items():
            for way in ways:
                needed = set(way.premises)
                open_premises[triple, way] = len(needed)
                for one in needed:
                    waiting[one].append((triple, way))
                if not needed:
                    heapq.heappush(heap, (way.cost, triple, next(order), way))
        self.costs, self.best = {}, {}
        while heap:
            cost, triple, _, way = heapq.heappop(heap)
            if triple in self.costs:
                continue
            self.costs[triple], self.best[triple] = cost, way
            for after in waiting[triple]:
                open_premises[after] -= 1
                if not open_premises[after]:
                    total = after[1].cost + sum(self.costs[one] for one in after[1].premises)
                    heapq.heappush(heap, (total, after[0], next(order), after[1]))

    def _rests_on(self, premises: Iterable[Triple], goal: Triple) -> bool:
        queue, seen = list(premises), set[Triple]()
        while queue:
            triple = queue.pop()
            if triple == goal:
                return True
            if triple not in seen:
                seen.add(triple)
                queue.extend(self.best[triple].premises)
        return False

    def _write(self, triple: Triple, way: Way) -> Proof:
        decode = self.reasoner.terms.decode
        s, p, o = triple
        premises = tuple(self._write(one, self.best[one]) for one in way.premises)
        return Proof((decode(s), decode(p), decode(o)), way.rule, premises)

    # ---- ways to one triple ------------------------------------------------------------------------------------------

    def _find_ways(self, triple: Triple) -> Iterator[Way]:
        reasoner = self.reasoner
        if next(iter(reasoner.asserted.match(*triple)), None):
            yield Way(ASSERTED, ())
            return
        s, p, o = triple
        if reasoner.literals.holds_by_value(triple, reasoner.axioms) or (p == reasoner.same and s == o):
            yield Way(BY_VALUE, ())
            return
        if p == reasoner.same and reasoner.profile.equality:
            yield from self._find_links(s, o)
        elif reasoner.equality.links:
            yield from self._find_replacements(triple)
        for row in reasoner.rows:
            if not row.rule.native:
                yield from islice(self._apply_row(row, triple), _WAYS)

    def _apply_row(self, row: Row, triple: Triple) -> Iterator[Way]:
        for head in row.head:
            binding: dict[int, int] = {}
            if all(
                want == have or (want < 0 and binding.setdefault(want, have) == have)
                for want, have in zip(head, triple, strict=True)
            ):
                for bound, extra in self._bind(row, binding):
                    body = tuple(substitute(one, bound) for one in (*row.schema, *row.facts, *extra))
                    if triple not in body:
                        yield Way(row.rule.name, body)

    def _bind(self, row: Row, binding: dict[int, int]) -> Iterator[tuple[dict[int, int], tuple[Triple, ...]]]:
        """Yield every binding of a row's body in the closure, with the triples its lists come down to."""
        if not row.lists:
            for bound in solve((*row.schema, *row.facts), binding, self.match):
                yield bound, ()
            return
        for bound in solve(row.schema, binding, self.match):
            for choice, extra in expand_lists(row.lists, bound, self._members):
                for full in solve((*row.facts, *extra), choice, self.match):
                    yield full, extra

    def _members(self, head: int) -> list[int] | None:
        reasoner = self.reasoner
        first, rest, nil = reasoner.list_terms
        return read_list(head, reasoner.asserted.match, first, rest, nil)

    def match(self, s: int | None, p: int | None, o: int | None) -> Iterator[Triple]:
        """Yield the triples of the closure in all their names (few of them, where a set of same things is large)."""
        reasoner = self.reasoner
        if p == reasoner.same and reasoner.profile.equality:
            yield from self._match_same(s, o)
            return
        find = reasoner.equality.find_one
        if not reasoner.equality.links:
            yield from reasoner.store.match(s, p, o)
            return
        canonical = [None if term is None else find(term) for term in (s, p, o)]
        for found in reasoner.store.match(*canonical):
            names = [
                [want] if want is not None else reasoner.equality.members(have)[:_MEMBERS]
                for want, have in zip((s, p, o), found, strict=True)
            ]
            yield from ((a, b, c) for a in names[0] for b in names[1] for c in names[2])

    def _match_same(self, s: int | None, o: int | None) -> Iterator[Triple]:
        same, equality = self.reasoner.same, self.reasoner.equality
        if s is not None and o is not None:
            if equality.find_one(s) == equality.find_one(o):
                yield s, same, o
        elif s is not None or o is not None:
            known = s if s is not None else o
            for other in equality.members(known or 0)[:_MEMBERS]:
                yield (s, same, other) if s is not None else (other, same, known or 0)
        else:
            for root, members in equality.sets.items():
                yield from ((root, same, member) for member in members[:_MEMBERS])

    def _find_links(self, s: int, o: int) -> Iterator[Way]:
        """Yield how two things came to be the same: turned round, or by way of a thing between them."""
        same = self.reasoner.same
        if next(iter(self.reasoner.asserted.match(o, same, s)), None):
            yield Way("eq-sym", ((o, same, s),))
        neighbours = self.reasoner.equality.neighbours
        if s in neighbours[o]:
            yield Way("eq-sym", ((o, same, s),))
            return
        before, queue = {s: s}, deque([s])
        while queue and o not in before:
            place = queue.popleft()
            for other in neighbours[place]:
                if other not in before:
                    before[other] = place
                    queue.append(other)
        if o in before and before[o] != s:
            middle = before[o]
            yield Way("eq-trans", ((s, same, middle), (middle, same, o)))

    def _find_replacements(self, triple: Triple) -> Iterator[Way]:
        """Yield how a triple follows from one about the same things under other names: asserted ones, and a few more.

        More are needed where a rule names a thing outright, as a list does its members.
        """
        reasoner = self.reasoner
        members = [reasoner.equality.members(term) for term in triple]
        if all(len(names) == 1 for names in members):
            return
        s, p, o = triple
        for place, rule in ((0, "eq-rep-s"), (2, "eq-rep-o"), (1, "eq-rep-p")):
            for number, other in enumerate(members[place]):
                if other != triple[place]:
                    swapped = [s, p, o]
                    swapped[place] = other
                    if number < _MEMBERS or self._leads_to_asserted(swapped, place, members):
                        link = (other, reasoner.same, triple[place])
                        yield Way(rule, (link, (swapped[0], swapped[1], swapped[2])))

    def _leads_to_asserted(self, triple: list[int], place: int, members: list[list[int]]) -> bool:
        """Say whether an asserted triple has this name in this place, and in the other places what is the same."""
        wanted: list[int | None] = list(triple)
        for other in range(3):
            if other != place and len(members[other]) > 1:
                wanted[other] = None
        found = self.reasoner.asserted.match(*wanted)
        return any(all(term in names for term, names in zip(one, members, strict=True)) for one in found)

    # ---- why not -----------------------------------------------------------------------------------------------------

    def find_near_misses(self, goal: Triple, limit: int) -> list[NearMiss]:
        """Return rules that would give a triple but for one premise, those with the most premises found first."""
        decode = self.reasoner.terms.decode
        misses: dict[tuple[str, tuple[int | None, ...]], NearMiss] = {}
        for row in self.reasoner.rows:
            body = (*row.schema, *row.facts)
            if row.rule.native or row.lists or len(body) < 2:
                continue
            for head in row.head:
                binding: dict[int, int] = {}
                if not all(
                    want == have or (want < 0 and binding.setdefault(want, have) == have)
                    for want, have in zip(head, goal, strict=True)
                ):
                    continue
                for place in range(len(body)):
                    others = [one for i, one in enumerate(body) if i != place]
                    if not any(set(substitute(one, binding)) & set(binding.values()) for one in others):
                        continue
                    for bound in islice(solve(others, binding, self.match), limit):
                        missing = tuple(None if t < 0 else t for t in substitute(body[place], bound))
                        held = next(iter(self.match(missing[0], missing[1], missing[2])), None)
                        if held is None and missing != goal:
                            found = tuple(
                                (decode(s), decode(p), decode(o)) for s, p, o in (substitute(t, bound) for t in others)
                            )
                            terms = [None if t is None else decode(t) for t in missing]
                            misses.setdefault(
                                (row.rule.name, missing), NearMiss(row.rule.name, found, (terms[0], terms[1], terms[2]))
                            )
        ranked = sorted(
            misses.values(), key=lambda miss: (sum(term is None for term in miss.missing), -len(miss.found))
        )
        return ranked[:limit]


def prove_all(reasoner: Reasoner, goals: Sequence[Triple]) -> list[Proof | None]:
    """Return the shortest proof of each triple, None where it is not in the closure."""
    return [next(iter(Search(reasoner).prove(goal)), None) for goal in goals]
