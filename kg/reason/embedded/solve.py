"""A rule row in numbers, and its bindings found one at a time.

The compiler binds with it what the ontology says (`Row.schema`); explanations bind whole bodies with it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import OWL, RDF, Variable

from kg.reason.embedded.dictionary import Dictionary
from kg.reason.rules import Atom, Chain, Every, Member, Pair, Pattern, Rule, Term, list_variables

Triple = tuple[int, int, int]
"""Subject, predicate, object: numbers from 0 are terms, negative ones variables."""
Binding = Mapping[int, int]
Match = Callable[[int | None, int | None, int | None], Iterable[Triple]]
Members = Callable[[int], Sequence[int] | None]
_SCHEMA_PREFIXES = (b"<" + str(OWL).encode(), b"<" + str(RDF).encode(), b"<http://www.w3.org/2000/01/rdf-schema#")


@dataclass(frozen=True, slots=True)
class ListAtom:
    """What a row says of a list, in numbers: `kind` is in, before, every or path; `ends` are its variables."""

    kind: str
    items: int
    ends: tuple[int, ...]
    patterns: tuple[Triple, ...] = ()
    local: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """A rule in numbers, its body parted: what binds predicates, classes and lists; the lists; the rest."""

    rule: Rule
    schema: tuple[Triple, ...]
    lists: tuple[ListAtom, ...]
    facts: tuple[Triple, ...]
    head: tuple[Triple, ...]
    names: Mapping[int, str]


def encode_row(rule: Rule, terms: Dictionary) -> Row:
    """Return a rule in numbers; variables get -1, -2, ... in the order in which they stand."""
    numbers: dict[Variable, int] = {}

    def number(term: Term) -> int:
        if isinstance(term, Variable):
            return numbers.setdefault(term, -len(numbers) - 1)
        return terms.encode_node(term)

    def triple(pattern: Pattern) -> Triple:
        return number(pattern.s), number(pattern.p), number(pattern.o)

    triples: list[Triple] = []
    lists: list[ListAtom] = []
    for atom in rule.body:
        if isinstance(atom, Pattern):
            triples.append(triple(atom))
        else:
            lists.append(_encode_list(atom, number, triple))
    head = tuple(map(triple, rule.head))
    type_id, same_id = terms.encode_node(RDF.type), terms.encode_node(OWL.sameAs)
    wanted = {atom.items for atom in lists}
    for s, p, o in (*triples, *head, *(one for atom in lists for one in atom.patterns)):
        wanted |= {p} if p < 0 else {o} if p == type_id and o < 0 else set()
        del s
    schema: list[Triple] = []
    facts: list[Triple] = []
    for one in triples:
        s, p, o = one
        constant = p >= 0 and p != same_id and not (p == type_id and o < 0)
        (schema if constant and wanted & {s, o} else facts).append(one)
    return Row(rule, tuple(schema), tuple(lists), tuple(facts), head, {n: str(v) for v, n in numbers.items()})


def _encode_list(atom: Atom, number: Callable[[Term], int], triple: Callable[[Pattern], Triple]) -> ListAtom:
    match atom:
        case Member(item, items):
            return ListAtom("in", number(items), (number(item),))
        case Pair(first, second, items):
            return ListAtom("before", number(items), (number(first), number(second)))
        case Chain(start, items, end):
            return ListAtom("path", number(items), (number(start), number(end)))
        case Every(item, items, patterns, local):
            inner = tuple(map(triple, patterns))
            return ListAtom("every", number(items), (number(item),), inner, frozenset(map(number, local)))
    raise AssertionError(f"{list(list_variables([atom]))}: a pattern is no list atom")


def substitute(triple: Triple, binding: Binding) -> Triple:
    """Return a triple with its bound variables replaced."""
    s, p, o = triple
    return binding.get(s, s), binding.get(p, p), binding.get(o, o)


def solve(triples: Sequence[Triple], binding: dict[int, int], match: Match) -> Iterator[dict[int, int]]:
    """Yield the bindings that make every triple one that `match` finds; the most bound triple is looked up first."""
    if not triples:
        yield binding
        return
    bound = [substitute(triple, binding) for triple in triples]
    best = min(range(len(bound)), key=lambda i: _openness(bound[i]))
    rest = [triple for i, triple in enumerate(triples) if i != best]
    s, p, o = bound[best]
    for found in match(*(None if term < 0 else term for term in (s, p, o))):
        new = dict(binding)
        if all(_bind(new, variable, value) for variable, value in zip(bound[best], found, strict=True)):
            yield from solve(rest, new, match)


def _openness(triple: Triple) -> tuple[int, bool]:
    """Rank a triple: few variables first; of two with as many, the one whose subject is known."""
    return sum(term < 0 for term in triple) + (triple[1] < 0), triple[0] < 0


def _bind(binding: dict[int, int], term: int, value: int) -> bool:
    if term >= 0:
        return term == value
    return binding.setdefault(term, value) == value


def expand_lists(
    lists: Sequence[ListAtom], binding: dict[int, int], members: Members, extra: tuple[Triple, ...] = ()
) -> Iterator[tuple[dict[int, int], tuple[Triple, ...]]]:
    """Yield, for every choice of list members, the binding and the triples that the list atoms come down to.

    Lists must be bound. A list that is broken, cyclic or empty gives nothing: its axiom says nothing that can be used.
    """
    if not lists:
        yield binding, extra
        return
    atom, rest = lists[0], lists[1:]
    items = members(binding[atom.items])
    if not items:
        return
    if atom.kind == "in":
        for item in items:
            new = dict(binding)
            if _bind(new, atom.ends[0], item):
                yield from expand_lists(rest, new, members, extra)
    elif atom.kind == "before":
        for place, first in enumerate(items):
            for second in items[place + 1 :]:
                new = dict(binding)
                if _bind(new, atom.ends[0], first) and _bind(new, atom.ends[1], second):
                    yield from expand_lists(rest, new, members, extra)
    elif atom.kind == "path":
        start, end = atom.ends
        stops = [start, *(-1000 - place for place in range(len(items) - 1)), end]
        steps = tuple((stops[i], item, stops[i + 1]) for i, item in enumerate(items))
        yield from expand_lists(rest, binding, members, extra + steps)
    else:
        every = tuple(
            substitute(triple, {atom.ends[0]: item} | {one: one * 1000 - place for one in atom.local})
            for place, item in enumerate(items)
            for triple in atom.patterns
        )
        yield from expand_lists(rest, binding, members, extra + every)


def read_list(head: int, match: Match, first: int, rest: int, nil: int) -> list[int] | None:
    """Return a list's members in order; None where it is broken, branches or runs in a circle."""
    items, seen, cell = [], set[int](), head
    while cell != nil:
        values = {o for _, _, o in match(cell, first, None)}
        nexts = {o for _, _, o in match(cell, rest, None)}
        if cell in seen or len(values) != 1 or len(nexts) != 1:
            return None
        seen.add(cell)
        items.append(values.pop())
        cell = nexts.pop()
    return items
