"""What a query can cost at the most, known before it runs: for queries small enough to need no process of their own.

Only a part of SPARQL is read here: basic graph patterns, OPTIONAL of one triple, UNION, FILTER by plain comparisons,
and what orders, counts and cuts the solutions. Any other query has no bound, which says nothing against it.

The bound rests on how Oxigraph 0.5 plans such queries (its crate sparopt, `reorder_joins`): of the patterns that hang
together by variables it starts with one of the smallest estimate, which goes by what is bound alone; it joins the
others one by one, always one that shares a variable with those before, by looking its matches up for each solution so
far. OPTIONAL of one triple is looked up in the same way. Whichever of the orders so allowed it takes, the solutions
in between are at most the product of the degrees on the way.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.store.scan import Scan, Token
from server.degrees import Degree, Degrees

_MOST_PATTERNS = 12
_MOST_TOKENS = 300
_DEEPEST = 12
_MOST_LIMIT = 1000
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\\]*>")
_TERMS = frozenset({"iri", "prefixed", "string", "number"})
_AGGREGATES = frozenset({"COUNT", "SUM", "AVG", "MIN", "MAX"})
_PLAIN = frozenset(
    "LANG LANGMATCHES STR BOUND DATATYPE ISIRI ISURI ISLITERAL ISBLANK ISNUMERIC STRLEN CONTAINS STRSTARTS STRENDS "
    "LCASE UCASE YEAR MONTH DAY ABS SAMETERM IN NOT TRUE FALSE".split()
)
_MARKS = frozenset({"(", ")", ",", "!", "=", "!=", "<", ">", "<=", ">=", "&&", "||", "+", "-", "^^"})
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class _UnboundedError(Exception):
    """The query is not of the part that is read here. Never leaves this module."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern: a variable's name, or None for a constant.

    `number` is that of the predicate's constant, -1 for ``a`` and None for a variable.
    """

    subject: str | None
    predicate: str | None
    object: str | None
    number: int | None

    @property
    def variables(self) -> frozenset[str]:
        """Its variables."""
        return frozenset(row for row in (self.subject, self.predicate, self.object) if row is not None)

    def estimate(self) -> int:
        """Return what Oxigraph takes the pattern's size to be (sparopt, `estimate_triple_pattern_size`)."""
        bound = (self.subject is None, self.predicate is None, self.object is None)
        return _ESTIMATES[bound]


_ESTIMATES = {
    (True, True, True): 1,
    (True, False, True): 2,
    (True, True, False): 10,
    (True, False, False): 100,
    (False, True, True): 10_000,
    (False, False, True): 100_000,
    (False, True, False): 1_000_000,
    (False, False, False): 1_000_000_000,
}


@dataclass(frozen=True, slots=True)
class Inner:
    """A sub-SELECT with a LIMIT: what it asks, the number of the constant that says how many, what it gives."""

    group: "Group"
    limit: int
    variables: frozenset[str]


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns to be joined, those looked up for each solution if they are there, and a sub-SELECT to start with."""

    patterns: tuple[Pattern, ...]
    optional: tuple[Pattern, ...]
    inner: Inner | None = None

    def list_patterns(self) -> list[Pattern]:
        """Return all patterns, those of the sub-SELECT too."""
        return [*self.patterns, *self.optional, *(self.inner.group.list_patterns() if self.inner else ())]


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a query decides its cost: groups whose solutions are united; none for a DESCRIBE of one thing.

    `prefixes` pairs the numbers of the constants of each PREFIX, `columns` are those of SELECT *, in order.
    """

    groups: tuple[Group, ...]
    prefixes: tuple[tuple[int, int], ...]
    columns: tuple[str, ...] = ()
    written: int = 1
    """How many triples a solution becomes."""
    filters: int = 0

    @property
    def used(self) -> tuple[int, ...]:
        """The numbers of the constants the cost depends on."""
        properties = [row.number for group in self.groups for row in group.list_patterns()]
        names = [number for pair in self.prefixes for number in pair]
        names += [group.inner.limit for group in self.groups if group.inner is not None]
        return tuple(dict.fromkeys([*names, *(row for row in properties if row is not None and row >= 0)]))


@dataclass
class _Reader:
    """Reads tokens one by one."""

    tokens: Sequence[Token]
    numbers: dict[int, int]
    place: int = 0
    seen: dict[str, None] = field(default_factory=dict)
    filters: int = 0

    def look(self, ahead: int = 0) -> str:
        place = self.place + ahead
        return self.tokens[place].text if place < len(self.tokens) else ""

    def take(self) -> Token:
        if self.place >= len(self.tokens):
            raise _UnboundedError
        self.place += 1
        return self.tokens[self.place - 1]

    def try_take(self, *texts: str) -> bool:
        if self.look() not in texts or self.tokens[self.place].kind not in ("word", "mark"):
            return False
        self.place += 1
        return True

    def need(self, *texts: str) -> None:
        if not self.try_take(*texts):
            raise _UnboundedError

    def take_variable(self) -> str:
        token = self.take()
        if token.kind != "variable":
            raise _UnboundedError
        return token.text[1:]


def read_outline(found: Scan, numbers: dict[int, int]) -> Outline | None:
    """Return what decides a query's cost, or None where no bound can be given.

    `numbers` are those of the constants by offset, as `server.template.match_tokens` gives them.
    """
    if len(found.tokens) > _MOST_TOKENS or found.depth > _DEEPEST:
        return None
    try:
        return _read_query(_Reader(found.tokens, numbers))
    except _UnboundedError:
        return None


def _read_query(reader: _Reader) -> Outline:
    prefixes = []
    while reader.try_take("PREFIX"):
        name, iri = reader.take(), reader.take()
        if name.kind != "prefixed" or not name.text.endswith(":") or iri.kind != "iri":
            raise _UnboundedError
        prefixes.append((reader.numbers[name.start], reader.numbers[iri.start]))
    star, written = False, 1
    form = reader.take().text
    if form == "DESCRIBE":
        if reader.take().kind not in ("iri", "prefixed") or reader.look():
            raise _UnboundedError
        return Outline((), tuple(prefixes))
    if form == "SELECT":
        star = _read_selection(reader)
    elif form == "CONSTRUCT":
        reader.need("{")
        written = len(_read_triples(reader))
        reader.need("}")
        reader.seen.clear()
    elif form != "ASK":
        raise _UnboundedError
    reader.try_take("WHERE")
    groups = _read_where(reader)
    order = dict.fromkeys(row.text[1:] for row in reader.tokens if row.kind == "variable")
    columns = tuple(name for name in order if name in reader.seen) if star else ()
    _read_modifiers(reader)
    if reader.look():
        raise _UnboundedError
    if sum(len(row.list_patterns()) for row in groups) > _MOST_PATTERNS:
        raise _UnboundedError
    return Outline(groups, tuple(prefixes), columns, written, reader.filters)


def _read_selection(reader: _Reader) -> bool:
    """Read what SELECT selects; say whether it is everything."""
    reader.try_take("DISTINCT", "REDUCED")
    if reader.try_take("*"):
        return True
    count = 0
    while reader.look() not in ("WHERE", "{", "FROM"):
        if reader.try_take("("):
            if reader.take().text not in _AGGREGATES:
                raise _UnboundedError
            reader.need("(")
            reader.try_take("DISTINCT")
            if not reader.try_take("*"):
                reader.take_variable()
            reader.need(")")
            reader.need("AS")
            reader.take_variable()
            reader.need(")")
        else:
            reader.take_variable()
        count += 1
    if not count:
        raise _UnboundedError
    return False


def _read_where(reader: _Reader) -> tuple[Group, ...]:
    reader.need("{")
    if reader.look() != "{" or reader.look(1) == "SELECT":
        return (_read_group(reader),)
    groups = []
    while True:
        reader.need("{")
        groups.append(_read_group(reader))
        if not reader.try_take("UNION"):
            break
    reader.need("}")
    return tuple(groups)


def _read_group(reader: _Reader) -> Group:
    """Read a group up to its closing brace: triples first, then OPTIONAL parts; filters anywhere."""
    patterns: list[Pattern] = []
    optional: list[Pattern] = []
    inner = _read_inner(reader) if reader.look() == "{" else None
    while not reader.try_take("}"):
        if reader.try_take("FILTER"):
            _read_filter(reader)
            reader.try_take(".")
        elif reader.try_take("OPTIONAL"):
            reader.need("{")
            found = _read_triples(reader)
            reader.need("}")
            reader.try_take(".")
            certain = frozenset(name for row in patterns for name in row.variables)
            if len(found) != 1 or not patterns or not (_get_ends(found[0]) & certain):
                raise _UnboundedError
            optional += found
        elif optional:
            raise _UnboundedError
        else:
            patterns += _read_triples(reader)
    if not patterns and inner is None:
        raise _UnboundedError
    if inner is not None and any(row.subject is None or row.object is None for row in patterns):
        raise _UnboundedError  # so that the engine has to start with the sub-SELECT
    # A variable in a predicate's place that stands elsewhere too could join patterns by the property alone.
    places = [name for row in (*patterns, *optional) for name in (row.subject, row.object, row.predicate)]
    places += inner.variables if inner is not None else ()
    if any(row.predicate is not None and places.count(row.predicate) > 1 for row in (*patterns, *optional)):
        raise _UnboundedError
    return Group(tuple(patterns), tuple(optional), inner)


def _read_inner(reader: _Reader) -> Inner:
    """Read a sub-SELECT of variables, whose solutions have a limit."""
    reader.need("{")
    reader.need("SELECT")
    reader.try_take("DISTINCT", "REDUCED")
    names = []
    seen, reader.seen = reader.seen, {}
    while reader.look() not in ("WHERE", "{"):
        names.append(reader.take_variable())
    reader.try_take("WHERE")
    reader.need("{")
    group = _read_group(reader)
    limit = _read_modifiers(reader)
    reader.need("}")
    reader.try_take(".")
    certain = {name for row in group.patterns for name in row.variables}
    if limit is None or group.inner is not None or not names or not certain.issuperset(names):
        raise _UnboundedError
    reader.seen = {**seen, **dict.fromkeys(names)}
    return Inner(group, limit, frozenset(names))


def _get_ends(row: Pattern) -> frozenset[str]:
    return frozenset(name for name in (row.subject, row.object) if name is not None)


def _read_triples(reader: _Reader) -> list[Pattern]:
    found: list[Pattern] = []
    while True:
        subject = _read_term(reader)
        while True:
            predicate, number = _read_predicate(reader)
            while True:
                value = _read_term(reader)
                found.append(Pattern(subject, predicate, value, number))
                if not reader.try_take(","):
                    break
            again = False
            while reader.try_take(";"):
                again = True
            if not again or reader.look() in (".", "}"):
                break
        if not reader.try_take(".") or reader.look() in ("}", "FILTER", "OPTIONAL"):
            return found


def _read_term(reader: _Reader) -> str | None:
    """Read a subject or object; return its name if it is a variable."""
    token = reader.take()
    if token.kind == "variable" and len(token.text) > 1:
        reader.seen.setdefault(token.text[1:])
        return token.text[1:]
    if token.kind not in _TERMS and token.text not in ("TRUE", "FALSE"):
        raise _UnboundedError
    if token.kind == "string" and not reader.try_take("^^"):
        if reader.place < len(reader.tokens) and reader.tokens[reader.place].kind == "language":
            reader.place += 1
    elif token.kind == "string" and reader.take().kind not in ("iri", "prefixed"):
        raise _UnboundedError
    return None


def _read_predicate(reader: _Reader) -> tuple[str | None, int | None]:
    token = reader.take()
    if token.kind == "variable" and len(token.text) > 1:
        reader.seen.setdefault(token.text[1:])
        return token.text[1:], None
    if token.kind == "word" and token.text == "A":
        return None, -1
    if token.kind not in ("iri", "prefixed"):
        raise _UnboundedError
    return None, reader.numbers[token.start]


def _read_filter(reader: _Reader) -> None:
    """Read a condition whose cost is that of the strings it compares."""
    reader.filters += 1
    if reader.look() != "(" and reader.take().text not in _PLAIN:
        raise _UnboundedError
    depth = 0
    while True:
        token = reader.take()
        depth += (token.text == "(") - (token.text == ")")
        known = token.kind in ("variable", "string", "number", "language", "prefixed")
        known = known or token.text in (_PLAIN if token.kind == "word" else _MARKS)
        if not known or (token.kind == "prefixed" and reader.look() == "("):
            raise _UnboundedError
        if depth == 0:
            return


def _read_modifiers(reader: _Reader) -> int | None:
    """Read what follows WHERE; return the number of the constant of LIMIT, if there is one."""
    limit = None
    if reader.try_take("GROUP"):
        reader.need("BY")
        reader.take_variable()
        while reader.look().startswith(("?", "$")):
            reader.take_variable()
    if reader.try_take("ORDER"):
        reader.need("BY")
        while reader.look() in ("ASC", "DESC") or reader.look().startswith(("?", "$")):
            if reader.try_take("ASC", "DESC"):
                reader.need("(")
                reader.take_variable()
                reader.need(")")
            else:
                reader.take_variable()
    while reader.look() in ("LIMIT", "OFFSET"):
        word, value = reader.take(), reader.take()
        if value.kind != "number":
            raise _UnboundedError
        limit = reader.numbers[value.start] if word.text == "LIMIT" else limit
    return limit


@dataclass(frozen=True, slots=True)
class Bound:
    """The most solutions a query can meet on its way, and the most characters of terms it can touch."""

    steps: int
    characters: int


def bound_cost(outline: Outline, constants: Sequence[str], degrees: Degrees) -> Bound | None:
    """Return a bound of a query's cost on a dataset, or None where there is none."""
    prefixes = {constants[name]: constants[iri][1:-1] for name, iri in outline.prefixes}
    if not all(_ABSOLUTE.fullmatch(constants[iri]) for _, iri in outline.prefixes):
        return None
    if not outline.groups:
        steps = degrees.triples + 1
        return None if degrees.has_blank_objects else Bound(steps, steps * degrees.longest)
    steps, longest = 0, 0
    for group in outline.groups:
        found: dict[Pattern, Degree | None] = {}
        for row in group.list_patterns():
            name = _resolve(row, constants, prefixes)
            if name is None and row.predicate is None:
                return None
            found[row] = None if name is None else degrees.properties.get(name, Degree())
            longest = max(longest, degrees.longest if name is None else (found[row] or Degree()).longest)
        product = _bound_group(group, constants, found, degrees)
        if product is None:
            return None
        steps += product * len(group.list_patterns())
    return Bound(steps, steps * longest * (outline.written + outline.filters))


Found = dict[Pattern, Degree | None]


def _bound_group(group: Group, constants: Sequence[str], found: Found, degrees: Degrees) -> int | None:
    """Return the most solutions that any order of a group's patterns can meet."""
    product, inner = 1, group.inner
    certain = frozenset(name for row in group.patterns for name in row.variables)
    if inner is not None:
        limit = constants[inner.limit]
        most = _bound_group(inner.group, constants, found, degrees)
        if most is None or not limit.isdecimal() or int(limit) > _MOST_LIMIT:
            return None
        certain |= inner.variables
        joined = [most, *(_multiply(row, group.patterns, inner.variables, found, degrees) for row in group.patterns)]
    else:
        joined = [_bound_component(row, found, degrees) for row in _find_components(group.patterns)]
    for row in group.optional:
        joined.append(_multiply(row, (), certain, found, degrees))
    for factor in joined:
        if factor is None:
            return None
        product *= max(1, factor)
    return product


def _multiply(
    row: Pattern, patterns: Sequence[Pattern], start: frozenset[str], found: Found, degrees: Degrees
) -> int | None:
    """Return the most matches of a pattern for one solution, when it is come to from some variables through others."""
    reached = set(start)
    others = [other for other in patterns if other is not row]
    for _ in others:
        reached |= {name for other in others if other.variables & reached for name in other.variables}
    fans = _list_fans(row, frozenset(reached), found, degrees)
    if not fans or None in fans:
        return None
    return max(fan or 0 for fan in fans)


def _resolve(row: Pattern, constants: Sequence[str], prefixes: dict[str, str]) -> str | None:
    """Return the IRI of a pattern's property; None where it is a variable, or cannot be told."""
    if row.number is None:
        return None
    if row.number < 0:
        return _TYPE
    text = constants[row.number]
    if text.startswith("<"):
        return text[1:-1] if _ABSOLUTE.fullmatch(text) else None
    prefix, _, local = text.partition(":")
    start = prefixes.get(f"{prefix}:")
    return None if start is None or "\\" in local else start + local


def _find_components(patterns: Sequence[Pattern]) -> list[list[Pattern]]:
    """Return the patterns by what hangs together through variables."""
    components: list[list[Pattern]] = []
    for row in patterns:
        joined = [one for one in components if any(row.variables & other.variables for other in one)]
        components = [one for one in components if one not in joined]
        components.append([row, *(other for one in joined for other in one)])
    return components


def _bound_component(patterns: list[Pattern], found: Found, degrees: Degrees) -> int | None:
    least = min(row.estimate() for row in patterns)
    worst = 0
    for entry in (row for row in patterns if row.estimate() == least):
        product = _bound_entry(entry, found[entry], degrees)
        others = [row for row in patterns if row is not entry]
        for row in others:
            factor = _multiply(row, others, entry.variables, found, degrees)
            if factor is None or product is None:
                return None
            product = max(1, product) * max(1, factor)
        if product is None:
            return None
        worst = max(worst, product)
    return worst


def _bound_entry(row: Pattern, degree: Degree | None, degrees: Degrees) -> int | None:
    """Return the most matches of the pattern that the engine starts with."""
    if row.subject is None:
        return degrees.triples if degree is None else degree.objects
    return degree.subjects if row.object is None and degree is not None else None


def _list_fans(row: Pattern, reached: frozenset[str], found: Found, degrees: Degrees) -> list[int | None]:
    """Return the most matches of a pattern for one solution, for each way it may be come to; None is no bound."""
    degree = found[row]
    fans: list[int | None] = []
    if row.subject in reached:
        fans.append(degrees.triples if degree is None else degree.objects)
    if row.object in reached and row.subject is not None:
        fans.append(None if degree is None else degree.subjects)
    elif row.object in reached:
        fans.append(degrees.triples if degree is None else degree.objects)
    if row.subject in reached and row.object is None and degree is not None:
        return [degree.objects]
    return fans
