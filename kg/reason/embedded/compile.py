"""Rule rows and the ontology become plans: rules whose properties and classes are constants.

`?p rdfs:domain ?c . ?x ?p ?y → ?x a ?c` with `:issuedBy rdfs:domain :Instrument` is the plan
`issuedBy(x, y) → Instrument(x)`, and a property chain of any length is a join of that length.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.reason.embedded.join import Step
from kg.reason.embedded.solve import Binding, Match, Members, Row, Triple, expand_lists, solve, substitute


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule with constants for relations. No head: an inconsistency.

    `premises` are the triples of the ontology (and the cells of its lists are left out) that the plan rests on.
    """

    rule: str
    body: tuple[Step, ...]
    head: tuple[Step, ...]
    premises: tuple[Triple, ...] = field(default=(), compare=False)

    @property
    def transitive(self) -> int | None:
        """The property, where the plan is P(x, y), P(y, z) → P(x, z)."""
        if len(self.body) != 2 or len(self.head) != 1:
            return None
        (p, x, y), (q, y2, z), (r, x2, z2) = self.body[0], self.body[1], self.head[0]
        if y is None or z is None or max(x, y, z) >= 0 or len({x, y, z}) < 3:
            return None
        return p if p == q == r and (x, y, z) == (x2, y2, z2) else None


@dataclass(frozen=True, slots=True)
class Twins:
    """A plan that makes two things the same because one pattern holds of both: `u` and the pattern, once.

    Members of a group (equal in every other variable) are linked in a row instead of each to each, so that a thousand
    values of a functional property cost a thousand pairs.
    """

    plan: Plan
    u: int
    body: tuple[Step, ...]

    @property
    def shared(self) -> tuple[int, ...]:
        """The variables a group agrees in."""
        return tuple(sorted({t for _, *ends in self.body for t in ends if t is not None and t < 0} - {self.u}))


@dataclass(frozen=True, slots=True)
class Compiler:
    """What compiling needs of the store, in numbers."""

    match: Match
    members: Members
    relations: Sequence[int]
    type: int
    same: int
    merges: bool
    canon: dict[int, int]

    def specialise(self, row: Row) -> Iterator[Plan]:
        """Yield a row's plans for the ontology in the store."""
        schema = [self._canonise(triple) for triple in row.schema]
        for bound in solve(schema, {}, self.match):
            premises = tuple(substitute(triple, bound) for triple in schema)
            for binding, extra in expand_lists(row.lists, bound, self.members):
                triples = [substitute(self._canonise(one), binding) for one in (*row.facts, *extra)]
                head = [substitute(self._canonise(one), binding) for one in row.head]
                for body, choice in self._name_relations(triples, {}):
                    steps = self._unify(body, [substitute(one, choice) for one in head])
                    if steps is not None:
                        plan = Plan(row.rule.name, *self._number(*steps), premises)
                        if not set(plan.head) & set(plan.body) or not plan.head:
                            yield plan

    def _canonise(self, triple: Triple) -> Triple:
        s, p, o = triple
        return self.canon.get(s, s), self.canon.get(p, p), self.canon.get(o, o)

    def _name_relations(
        self, triples: list[Triple], choice: dict[int, int]
    ) -> Iterator[tuple[list[Triple], dict[int, int]]]:
        """Yield the body with a constant for each property and class that is still open: every one in the store."""
        for s, p, o in triples:
            del s
            if p < 0:
                names: Binding = {p: 0}
                options = [*(name for name in self.relations if name >= 0), self.type]
            elif p == self.type and o < 0:
                names, options = {o: 0}, [~name for name in self.relations if name < 0]
            else:
                continue
            (variable,) = names
            for option in options:
                bound = [substitute(one, {variable: option}) for one in triples]
                yield from self._name_relations(bound, choice | {variable: option})
            return
        yield triples, choice

    def _unify(self, body: list[Triple], head: list[Triple]) -> tuple[list[Triple], list[Triple]] | None:
        """Return body and head with what `owl:sameAs` joins made one; None where it joins different constants.

        Every triple in the store speaks of representatives, so two same things are one number there.
        """
        if not self.merges:
            return body, head
        body = list(body)
        while link := next((one for one in body if one[1] == self.same), None):
            body.remove(link)
            a, _, b = link
            if a == b:
                continue
            if a >= 0 and b >= 0:
                return None
            swap = {a: b} if a < 0 else {b: a}
            body = [substitute(one, swap) for one in body]
            head = [substitute(one, swap) for one in head]
        return body, head

    def _number(self, body: list[Triple], head: list[Triple]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """Return steps with variables numbered in the order in which they stand, so that like plans are equal."""
        numbers: dict[int, int] = {}

        def step(triple: Triple) -> Step:
            s, p, o = triple
            ends = (s,) if p == self.type else (s, o)
            a, *b = (term if term >= 0 else numbers.setdefault(term, -len(numbers) - 1) for term in ends)
            return (~o, a, None) if p == self.type else (p, a, b[0])

        return tuple(dict.fromkeys(map(step, body))), tuple(map(step, head))


def find_twins(plan: Plan, same: int) -> Twins | None:
    """Return a plan as `Twins` where its head is sameAs and its body says the same of both sides."""
    if len(plan.head) != 1 or plan.head[0][0] != same:
        return None
    _, u, v = plan.head[0]
    if v is None or u >= 0 or v >= 0 or u == v:
        return None
    swap = {u: v, v: u}

    def swapped(step: Step) -> Step:
        name, a, b = step
        return name, swap.get(a, a), None if b is None else swap.get(b, b)

    if {swapped(step) for step in plan.body} != set(plan.body):
        return None
    if any(u in step[1:] and v in step[1:] for step in plan.body):
        return None
    return Twins(plan, u, tuple(step for step in plan.body if v not in step[1:]))
