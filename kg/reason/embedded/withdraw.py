"""Taking triples back: what rested on them falls, and what still follows is put back (delete and rederive).

1. Fell what the triples derive, step by step, as if nothing else supported it, asserted triples apart.
2. Put back what plans still derive from what stands, until no more can be.
Where a withdrawn triple may have made two things the same, the sets cannot be taken apart in place: all is built anew.
"""

from collections import defaultdict

import numpy as np

from kg.reason.embedded.columns import EMPTY, Ids, Mask, is_member, sort_unique
from kg.reason.embedded.compile import Plan
from kg.reason.embedded.join import Step, join, read_seed, write_keys
from kg.reason.embedded.reasoner import Delta, Reasoner, group_keys


def withdraw(reasoner: Reasoner, triples: Ids) -> bool:
    """Take asserted triples (rows of numbers) back and bring the closure to what it would be without them.

    Triples that were not asserted are passed over: what is inferred cannot be withdrawn, only what it rests on.

    Returns:
        Whether it was done in place; False where everything was built anew.
    """
    gone: Delta = {}
    for name, keys in group_keys(triples, reasoner.type).items():
        known = keys[reasoner.asserted.get(name).keys.contains(keys)]
        if len(known):
            gone[name] = known
            reasoner.asserted.discard(name, known)
    if not gone:
        return True
    start = _canonise(reasoner, gone)
    if (reasoner.profile.equality and reasoner.same in gone) or _made_same(reasoner, start):
        reasoner.rebuild()
        return False
    doomed: Delta = {}
    schema_stands = _fell(reasoner, start, doomed, shortcut=True)
    if not schema_stands:
        doomed = {}  # axioms fall too, so that no plan can be relied on yet
    while not schema_stands and not _fell(reasoner, start, doomed, shortcut=False):
        fallen = _fell_plans(reasoner, doomed)
        if fallen is None:
            reasoner.rebuild()
            return False
        if not fallen:
            break
        start = fallen
    for name, keys in doomed.items():
        reasoner.discard(name, keys)
    clashed = bool(reasoner.clashes)
    _rederive(reasoner, doomed)
    if clashed:
        reasoner.look_for_clashes()
    return True


def _canonise(reasoner: Reasoner, keys: Delta) -> Delta:
    pending: dict[int, list[Ids]] = defaultdict(list)
    for name, part in keys.items():
        reasoner.propose(pending, name, part)
    return {name: sort_unique(np.concatenate(parts)) for name, parts in pending.items()}


def _supported(reasoner: Reasoner, name: int, keys: Ids) -> Mask:
    """Return which of a relation's keys are asserted still (by any of the same things), or axioms."""
    term = name if name >= 0 else ~name
    found = reasoner.axioms.get(name).keys.contains(keys)
    for member in reasoner.equality.members(term):
        given = reasoner.asserted.get(member if name >= 0 else ~member).keys
        if not len(given):
            continue
        if reasoner.equality.links:
            found |= is_member(keys, sort_unique(reasoner.equality.canonise(given.collect(), pair=name >= 0)))
        else:
            found |= given.contains(keys)
    return found


def _made_same(reasoner: Reasoner, keys: Delta) -> bool:
    """Say whether a plan may have made things the same by one of these keys."""
    if not reasoner.equality.links:
        return False
    roots = reasoner.equality.representative
    merged = np.zeros(len(roots), dtype=np.bool_)
    merged[roots[roots != np.arange(len(roots))]] = True
    for twins in reasoner.plans.values():
        if twins is None:
            continue
        for place, step in enumerate(twins.body):
            if step[0] in keys:
                columns, rows = read_seed(step, keys[step[0]])
                rest = [one for i, one in enumerate(twins.body) if i != place]
                for found, _ in join(reasoner.store, rest, columns, rows, frozenset((twins.u,))):
                    if merged[found[twins.u]].any():
                        return True
    return any(
        twins is None
        and any(step[0] == reasoner.same for step in plan.head)
        and any(step[0] in keys for step in plan.body)
        for plan, twins in reasoner.plans.items()
    )


def _stand(reasoner: Reasoner, plans: list[tuple[Plan, Step]], keys: Ids) -> Ids:
    """Return the keys less those that a plan derives from asserted triples alone: these stand, whatever falls."""
    for plan, step in plans:
        if not len(keys):
            break
        columns, rows = read_seed(step, keys)
        for found, count in join(reasoner.asserted, plan.body, columns, rows, frozenset(columns)):
            keys = keys[~is_member(keys, sort_unique(write_keys(step, found, count)))]
    return keys


def _fell(reasoner: Reasoner, start: Delta, doomed: Delta, *, shortcut: bool) -> bool:
    """Add to `doomed` the keys to start with and all they derive; say whether the schema stands unharmed.

    All of them are in the store, which is closed. With `shortcut`, what one plan derives from an asserted triple is
    spared, which holds as long as the plans do: it is for the caller to begin again where the schema falls.
    """
    frontier, touched = start, False
    simple: dict[int, list[tuple[Plan, Step]]] = defaultdict(list)
    for plan, twins in reasoner.plans.items() if shortcut else ():
        if twins is None and len(plan.body) == 1:
            for step in plan.head:
                simple[step[0]].append((plan, step))
    while frontier:
        fresh: Delta = {}
        for name, keys in frontier.items():
            keys = keys[~is_member(keys, doomed.get(name, EMPTY))]
            keys = keys[~_supported(reasoner, name, keys)] if len(keys) else keys
            keys = _stand(reasoner, simple[name], keys) if name in simple else keys
            if len(keys):
                fresh[name] = keys
                doomed[name] = sort_unique(np.concatenate((doomed.get(name, EMPTY), keys)))
        touched |= any(name in reasoner.schema for name in fresh)
        found: dict[int, list[Ids]] = defaultdict(list)
        for name, keys in fresh.items():
            for plan, place in reasoner.triggers(name):
                if reasoner.plans[plan] is None and plan.head:
                    reasoner.apply(plan, place, keys, found)
        if reasoner.profile.equality:
            found.pop(reasoner.same, None)  # `_made_same` has looked: these link a thing with itself
        frontier = {name: sort_unique(np.concatenate(parts)) for name, parts in found.items()}
    return not touched


def _fell_plans(reasoner: Reasoner, doomed: Delta) -> Delta | None:
    """Return what the plans derive that stand no longer once the doomed keys are gone; None where one made same."""
    for name, keys in doomed.items():
        reasoner.store.discard(name, keys)
    before = dict(reasoner.plans)
    reasoner.compile()
    lost = [plan for plan in before if plan not in reasoner.plans]
    for name, keys in doomed.items():
        reasoner.store.insert(name, keys)
    found: dict[int, list[Ids]] = defaultdict(list)
    for plan in lost:
        if any(step[0] == reasoner.same for step in plan.head) and reasoner.equality.links:
            return None
        if plan.head and before[plan] is None:
            _apply_whole(reasoner, plan, found)
    fallen = {name: sort_unique(np.concatenate(parts)) for name, parts in found.items()}
    if _made_same(reasoner, fallen):
        return None
    return {name: part[~is_member(part, doomed.get(name, EMPTY))] for name, part in fallen.items()}


def _apply_whole(reasoner: Reasoner, plan: Plan, found: dict[int, list[Ids]]) -> None:
    if not plan.body:
        for step in plan.head:
            found[step[0]].append(write_keys(step, {}, 1))
        return
    place = min(range(len(plan.body)), key=lambda i: len(reasoner.store.get(plan.body[i][0])))
    reasoner.apply(plan, place, reasoner.store.get(plan.body[place][0]).keys.collect(), found)


def _rederive(reasoner: Reasoner, doomed: Delta) -> None:
    """Put back those of the fallen keys that plans derive from what stands, until no more can be.

    Nothing else can follow: without the doomed keys the closure is a part of what it was.
    """
    left = dict(doomed)
    changed = set(reasoner.store.relations)
    plans = sorted(reasoner.plans, key=lambda plan: len(plan.body))  # the cheap ones leave less to the others
    while changed:
        before, changed = changed, set()
        for plan in plans:
            for step in plan.head if reasoner.plans[plan] is None else ():
                keys = left.get(step[0], EMPTY)
                if not len(keys) or (plan.body and not any(one[0] in before for one in plan.body)):
                    continue
                columns, rows = read_seed(step, keys)
                parts = [
                    write_keys(step, found, count)
                    for found, count in join(reasoner.store, plan.body, columns, rows, frozenset(columns))
                ]
                if parts and len(saved := sort_unique(np.concatenate(parts))):
                    reasoner.restore(step[0], saved)
                    left[step[0]] = keys[~is_member(keys, saved)]
                    changed.add(step[0])
