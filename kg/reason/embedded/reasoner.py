"""The reasoner: rounds of plans over what is new, until nothing is (semi-naive evaluation)."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from rdflib import OWL, RDF

from kg.reason.embedded.columns import EMPTY, LOW, SHIFT, Ids, Relation, Store, sort_unique
from kg.reason.embedded.compile import Compiler, Plan, Twins, find_twins
from kg.reason.embedded.dictionary import Dictionary
from kg.reason.embedded.equality import Equality
from kg.reason.embedded.join import Columns, Step, join, read_seed, write_keys
from kg.reason.embedded.literals import Literals
from kg.reason.embedded.solve import encode_row, read_list
from kg.reason.rules import Profile

Delta = dict[int, Ids]
"""New keys by relation, sorted, each once."""
Clash = tuple[str, tuple[tuple[int, int, int], ...]]
"""A rule whose head is false, and the triples that made it fire."""


class Reasoner:
    """A closure that is kept: what was asserted, what follows, and the plans by which it follows.

    Numbers are those of `terms`. `store` holds representatives only; `asserted` holds what was given, as given.
    """

    def __init__(self, profile: Profile, terms: Dictionary | None = None) -> None:
        """Take the rules, and the dictionary where terms have numbers already."""
        self.profile = profile
        self.terms = terms or Dictionary()
        encode = self.terms.encode_node
        self.type, self.same, self.different = map(encode, (RDF.type, OWL.sameAs, OWL.differentFrom))
        self._first, self._rest, self._nil = map(encode, (RDF.first, RDF.rest, RDF.nil))
        self.rows = [encode_row(rule, self.terms) for rule in profile.rules]
        self._of_rules = {n for n in range(len(self.terms)) if self.terms.is_literal(n)}
        self.schema = self._list_schema_relations()
        self._start()

    def _start(self) -> None:
        """Set out with nothing asserted."""
        self.store, self.asserted, self.axioms = Store(self.type), Store(self.type), Store(self.type)
        self.equality = Equality()
        self.literals = Literals(self.terms, self.profile)
        self.clashes: set[Clash] = set()
        self.plans: dict[Plan, Twins | None] = {}
        self._triggers: dict[int, list[tuple[Plan, int]]] = {}
        self._linear: dict[int, Relation] = {}
        self._stale = True

    def rebuild(self) -> None:
        """Derive everything anew from what is asserted."""
        triples = self.asserted.collect()
        self._start()
        self.add(triples)

    def _list_schema_relations(self) -> set[int]:
        """Return the relations that plans are made from: a change in them asks for compiling anew."""
        names = {self._first, self._rest}
        for row in self.rows:
            for _, p, o in row.schema:
                names.add(~o if p == self.type else p)
        return names

    @property
    def _open(self) -> bool:
        """Whether some rule speaks of every property, so that a new property asks for compiling anew."""
        return any(p < 0 for row in self.rows if not row.rule.native and not row.schema for _, p, _ in row.facts)

    @property
    def hidden(self) -> Ids:
        """The literals that stand in rules and not in the data: they stand for equal ones, and are never shown."""
        return np.array(sorted(self._of_rules), dtype=np.int64)

    @property
    def list_terms(self) -> tuple[int, int, int]:
        """The numbers of rdf:first, rdf:rest and rdf:nil."""
        return self._first, self._rest, self._nil

    # ---- adding ------------------------------------------------------------------------------------------------------

    def add(self, triples: Ids) -> None:
        """Assert triples (rows of subject, predicate, object) and bring the closure up to date."""
        found = group_keys(triples, self.type)
        self._of_rules -= set(triples[np.isin(triples[:, 2], list(self._of_rules)), 2].tolist())
        pending: dict[int, list[Ids]] = defaultdict(list)
        by_value = self.literals.notice(triples) | self.literals.belong(self._triggers)
        self.equality.grow(len(self.terms))
        for name, keys in found.items():
            new = keys[~self.asserted.get(name).keys.contains(keys)]
            self.asserted.insert(name, new)
            self.propose(pending, name, new)
        for name, keys in by_value.items():
            self._note_axioms(name, keys)
            self.propose(pending, name, keys)
        self.saturate(pending)

    def _note_axioms(self, name: int, keys: Ids) -> None:
        """Remember keys that hold by the value of literals alone."""
        if name != self.same:
            self.axioms.insert(name, keys[~self.axioms.get(name).keys.contains(keys)])

    def triggers(self, name: int) -> list[tuple[Plan, int]]:
        """Return the plans with an atom of this relation, and which atom it is."""
        return self._triggers.get(name, [])

    def discard(self, name: int, keys: Ids) -> None:
        """Take keys out of the closure."""
        self.store.discard(name, keys)
        if name in self._linear:
            self._linear[name].discard(keys)

    def restore(self, name: int, keys: Ids) -> None:
        """Put keys back into the closure that were taken out of it."""
        self.store.insert(name, keys)
        if name in self._linear:
            self._linear[name].insert(keys)

    def look_for_clashes(self) -> None:
        """Find every inconsistency of the closure anew."""
        self.clashes = set()
        self.literals.forget_checks()
        pending: dict[int, list[Ids]] = defaultdict(list)
        for plan, twins in self.plans.items():
            if twins or not plan.head:
                self._evaluate(plan, pending, pending)
        self.saturate(pending)

    def propose(self, pending: dict[int, list[Ids]], name: int, keys: Ids) -> None:
        """Put keys among those to be looked at, under the names of their representatives."""
        if not len(keys):
            return
        if name != self.same or not self.profile.equality:
            keys = self.equality.canonise(keys, pair=name >= 0)
            root = self.equality.find_one(name if name >= 0 else ~name)
            name = root if name >= 0 else ~root
        pending[name].append(keys)

    def saturate(self, pending: dict[int, list[Ids]]) -> None:
        """Apply every plan until nothing new follows."""
        reached: dict[int, list[Ids]] = defaultdict(list)
        while True:
            while pending or reached:
                delta, steps = self._absorb(pending, reached)
                pending, reached = defaultdict(list), defaultdict(list)
                self._derive(delta, steps, pending, reached)
            if not self._stale:
                break
            for plan in self.compile():
                self._evaluate(plan, pending, reached)
            for name, keys in self.literals.belong(self._triggers).items():
                self._note_axioms(name, keys)
                self.propose(pending, name, keys)
        self.clashes |= self.literals.check(self.store, self.equality, self.different)

    def _absorb(self, pending: dict[int, list[Ids]], reached: dict[int, list[Ids]]) -> tuple[Delta, Delta]:
        """Take in what was derived: return what is new, and of it what no transitive plan reached by itself."""
        delta: Delta = {}
        moved: Delta = {}
        if self.profile.equality and (links := pending.pop(self.same, None)):
            moved = self._merge(np.concatenate(links))
            for batch in (pending, reached):
                old = {name: batch.pop(name) for name in list(batch)}
                for name, parts in old.items():
                    for part in parts:
                        self.propose(batch, name, part)
        steps: Delta = {}
        for batch, target in ((pending, steps), (reached, None)):
            for name, parts in batch.items():
                keys = sort_unique(np.concatenate(parts))
                known = self.store.get(name).keys
                keys = keys[~known.contains(keys)] if len(known) else keys
                if not len(keys):
                    continue
                if name in self.schema or (self._open and name not in self.store.relations):
                    self._stale = True
                self.store.insert(name, keys)
                if target is not None:
                    target[name] = keys
                delta[name] = sort_unique(np.concatenate((delta[name], keys))) if name in delta else keys
        for name, keys in moved.items():
            delta[name] = sort_unique(np.concatenate((delta[name], keys))) if name in delta else keys
            steps[name] = delta[name]
        return delta, steps

    def _merge(self, links: Ids) -> Delta:
        """Make things the same; rewrite what is stored about those that are no longer representatives."""
        moved = self.equality.merge(self.literals.refuse_unequal(links, self.clashes, self.different))
        if moved is None:
            return {}
        self._stale = True
        rewritten: dict[int, list[Ids]] = defaultdict(list)
        for name in list(self.store.relations):
            keys = self.store.relations[name].keys.collect()
            term = name if name >= 0 else ~name
            hit = moved[keys] if name < 0 else moved[keys >> SHIFT] | moved[keys & LOW]
            if moved[term]:
                hit = np.ones(len(keys), dtype=np.bool_)
            if hit.any():
                old = keys[hit]
                self.store.discard(name, old)
                self._linear.pop(name, None)
                self.propose(rewritten, name, old)
        delta: Delta = {}
        for name, parts in rewritten.items():
            keys = sort_unique(np.concatenate(parts))
            keys = keys[~self.store.get(name).keys.contains(keys)]
            if len(keys):
                self.store.insert(name, keys)
                self._linear.pop(name, None)
                delta[name] = keys
        self.clashes = {(rule, tuple(self._canonise(t) for t in triples)) for rule, triples in self.clashes}
        return delta

    def _canonise(self, triple: tuple[int, int, int]) -> tuple[int, int, int]:
        find = self.equality.find_one
        return find(triple[0]), find(triple[1]), find(triple[2])

    # ---- compiling ---------------------------------------------------------------------------------------------------

    def compile(self) -> list[Plan]:
        """Make the plans for the ontology as it now is; return those that are new."""
        self._stale = False
        cache: dict[int, list[int] | None] = {}

        def members(head: int) -> list[int] | None:
            if head not in cache:
                cache[head] = read_list(head, self.store.match, self._first, self._rest, self._nil)
            return cache[head]

        self.equality.grow(len(self.terms))
        roots = self.equality.representative[: len(self.terms)]
        moved = np.flatnonzero(roots != np.arange(len(roots)))
        canon = dict(zip(moved.tolist(), roots[moved].tolist(), strict=True))
        compiler = Compiler(
            self.store.match, members, list(self.store.relations), self.type, self.same, self.profile.equality, canon
        )
        found: dict[Plan, Twins | None] = {}
        for row in self.rows:
            if not row.rule.native:
                for plan in compiler.specialise(row):
                    found[plan] = find_twins(plan, self.same) if self.profile.equality else None
        new = [plan for plan in found if plan not in self.plans]
        self.plans = found
        self._triggers = defaultdict(list)
        for plan, twins in found.items():
            for place, step in enumerate(twins.body if twins else plan.body):
                self._triggers[step[0]].append((plan, place))
        return new

    # ---- deriving ----------------------------------------------------------------------------------------------------

    def _derive(self, delta: Delta, steps: Delta, pending: dict[int, list[Ids]], reached: dict[int, list[Ids]]) -> None:
        """Apply every plan to what is new: one atom takes the new keys, the others all there are."""
        whole = {name for name, keys in delta.items() if len(keys) == len(self.store.get(name))}
        for name, keys in delta.items():
            for plan, place in self._triggers.get(name, ()):
                twins = self.plans[plan]
                body = twins.body if twins else plan.body
                if any(step[0] in whole for step in body[:place]):
                    continue  # that step took the whole relation as new: this combination was seen there
                if (linear := plan.transitive) is not None:
                    if place == 0:
                        self._follow(linear, keys, steps.get(name, EMPTY), reached)
                elif twins:
                    self._link(twins, place, keys, pending)
                else:
                    self.apply(plan, place, keys, pending)

    def _evaluate(self, plan: Plan, pending: dict[int, list[Ids]], reached: dict[int, list[Ids]]) -> None:
        """Apply a plan to everything there is."""
        twins = self.plans[plan]
        body = twins.body if twins else plan.body
        if any(not len(self.store.get(step[0])) for step in body):
            return
        if (linear := plan.transitive) is not None:
            keys = self.store.get(linear).keys.collect()
            self._linear.pop(linear, None)
            self._follow(linear, keys, keys, reached)
            return
        if not body:
            self._emit(plan, {}, 1, pending)
            return
        place = min(range(len(body)), key=lambda i: len(self.store.get(body[i][0])))
        keys = self.store.get(body[place][0]).keys.collect()
        if twins:
            self._link(twins, place, keys, pending)
        else:
            self.apply(plan, place, keys, pending)

    def apply(self, plan: Plan, place: int, keys: Ids, pending: dict[int, list[Ids]]) -> None:
        """Apply a plan where the atom at `place` takes these keys, and put what follows with what is pending."""
        columns, rows = read_seed(plan.body[place], keys)
        rest = [step for i, step in enumerate(plan.body) if i != place]
        wanted = plan.head or plan.body
        keep = frozenset(term for _, *ends in wanted for term in ends if term is not None and term < 0)
        for found, count in join(self.store, rest, columns, rows, keep):
            self._emit(plan, found, count, pending)

    def _emit(self, plan: Plan, columns: Columns, rows: int, pending: dict[int, list[Ids]]) -> None:
        for step in plan.head:
            keys = write_keys(step, columns, rows)
            pending[step[0]].append(sort_unique(keys) if len(keys) > 1 else keys)
        if not plan.head:
            for row in range(rows):
                binding = {name: int(column[row]) for name, column in columns.items()}
                triples = tuple(self._instance(step, binding) for step in plan.body)
                self.clashes.add((plan.rule, plan.premises + triples))

    def _instance(self, step: Step, binding: dict[int, int]) -> tuple[int, int, int]:
        name, a, b = step
        s = binding.get(a, a)
        return (s, self.type, ~name) if b is None else (s, name, binding.get(b, b))

    def _follow(self, name: int, new: Ids, steps: Ids, reached: dict[int, list[Ids]]) -> None:
        """Close a transitive property: new pairs go one step further, and new steps prolong every pair.

        A step is a pair that no transitive plan reached; whatever is reached is reached by steps, so that each pair of
        a long chain is found once and not once for every thing between its ends.
        """
        if name not in self._linear:
            steps = self.store.get(name).keys.collect()
            self._linear[name] = Relation(steps)
        elif len(steps):
            steps = steps[~self._linear[name].keys.contains(steps)]
            self._linear[name].insert(steps)
        base = self._linear[name]
        rows, ends = base.follow(new & LOW)
        if len(rows):
            reached[name].append((new[rows] >> SHIFT) << SHIFT | ends)
        if len(steps) and len(new) < len(self.store.get(name)):
            rows, starts = self.store.get(name).precede(steps >> SHIFT)
            if len(rows):
                reached[name].append(starts << SHIFT | (steps[rows] & LOW))

    def _link(self, twins: Twins, place: int, keys: Ids, pending: dict[int, list[Ids]]) -> None:
        """Make the members of each group the same, by a chain of pairs through the group."""
        columns, rows = read_seed(twins.body[place], keys)
        rest = [step for i, step in enumerate(twins.body) if i != place]
        shared = twins.shared
        groups: list[Columns] = []
        if len(keys) == len(self.store.get(twins.body[place][0])):
            groups = [found for found, _ in join(self.store, rest, columns, rows, frozenset((*shared, twins.u)))]
        else:
            for found, count in join(self.store, rest, columns, rows, frozenset(shared)):
                seeds = {name: found[name] for name in shared}
                for full, _ in join(self.store, twins.body, seeds, count, frozenset((*shared, twins.u))):
                    groups.append(full)
        for group in groups:
            order = np.lexsort([group[twins.u], *(group[name] for name in shared)])
            member = group[twins.u][order]
            alike = member[1:] != member[:-1]
            for name in shared:
                column = group[name][order]
                alike &= column[1:] == column[:-1]
            pairs = member[:-1][alike] << SHIFT | member[1:][alike]
            if len(pairs):
                pending[self.same].append(sort_unique(pairs))


def group_keys(triples: Ids, type_id: int) -> Delta:
    """Return rows of subject, predicate and object as sorted keys by relation."""
    if not len(triples):
        return {}
    s, p, o = triples[:, 0], triples[:, 1], triples[:, 2]
    typed = p == type_id
    names = np.where(typed, ~o, p)
    keys = np.where(typed, s, s << SHIFT | o)
    order = np.argsort(names, kind="stable")
    names, keys = names[order], keys[order]
    cuts = np.flatnonzero(names[1:] != names[:-1]) + 1
    starts: Iterable[int] = [0, *cuts.tolist()]
    return {int(names[start]): sort_unique(part) for start, part in zip(starts, np.split(keys, cuts), strict=True)}
