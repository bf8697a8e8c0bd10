"""Recognise the SELECT queries that columns can answer: one group of triples, with conditions, groups, and an order.

The text is read by its tokens. Whatever is not known here for sure gives None, and is left to Oxigraph; so a text that
is no SPARQL must never be taken for some.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from kg.store.scan import Token, scan

_HINT = re.compile(r"\b(?:COUNT|SUM|AVG|MIN|MAX|DISTINCT|ORDER|MINUS|FILTER|GROUP)\b", re.IGNORECASE)
_PIECE = r"(?:[\w.~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
_ABSOLUTE = re.compile(rf"<[A-Za-z][A-Za-z0-9+-]*:(?!.*/\.){_PIECE}(?:#{_PIECE})?>")
"""IRIs that mean the same with every base, and that need no closer look."""
_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_INTEGER = b"^^<http://www.w3.org/2001/XMLSchema#integer>"
_AGGREGATES = frozenset({"COUNT", "SUM", "AVG", "MIN", "MAX"})
_TESTS = frozenset({"ISIRI", "ISURI", "ISLITERAL", "ISBLANK"})
_COMPARISONS = frozenset({"=", "!=", "<", ">", "<=", ">="})
_MOST_PATTERNS = 12


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, without "?"."""

    name: str


Part = Variable | bytes
"""A part of a pattern: a variable, or a term in N-Triples."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern."""

    subject: Part
    predicate: Part
    object: Part

    def list_variables(self) -> list[str]:
        """Return the names of its variables, in order, each as often as it stands there."""
        return [part.name for part in (self.subject, self.predicate, self.object) if isinstance(part, Variable)]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on one row: an operator over parts (a comparison or a test of kind) or over tests (and, or, not)."""

    word: str
    parts: tuple["Part | Condition", ...]

    def list_variables(self) -> set[str]:
        """Return the names of the variables it reads."""
        found: set[str] = set()
        for part in self.parts:
            found |= part.list_variables() if isinstance(part, Condition) else set()
            found |= {part.name} if isinstance(part, Variable) else set()
        return found


@dataclass(frozen=True, slots=True)
class Anti:
    """Patterns that a row must match (FILTER EXISTS) or must not (FILTER NOT EXISTS, MINUS)."""

    word: str
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer: a variable, or an aggregate of one; `of` is None for COUNT(*)."""

    name: str
    aggregate: str = ""
    of: str | None = None
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """A query that was recognised; `order` holds names of variables, and whether each is descending."""

    columns: tuple[Column, ...]
    distinct: bool
    patterns: tuple[Pattern, ...]
    tests: tuple[Condition, ...]
    antis: tuple[Anti, ...]
    groups: tuple[str, ...] | None
    order: tuple[tuple[str, bool], ...]
    limit: int | None
    offset: int
    unique: tuple[str, ...] | None = None
    """The variables by which a subquery makes its rows distinct before they are grouped."""


class _StrangeError(Exception):
    """The text holds what is not known here."""


@dataclass
class _Reader:
    source: str
    tokens: tuple[Token, ...]
    place: int = 0
    prefixes: dict[str, str] = field(default_factory=dict)

    def peek(self) -> str:
        return self.tokens[self.place].text if self.place < len(self.tokens) else ""

    def kind(self) -> str:
        return self.tokens[self.place].kind if self.place < len(self.tokens) else ""

    def word(self) -> str:
        """Return the keyword that comes next, "" if something else does."""
        return self.peek() if self.kind() == "word" else ""

    def take(self) -> Token:
        if self.place >= len(self.tokens):
            raise _StrangeError
        self.place += 1
        return self.tokens[self.place - 1]

    def accept(self, *texts: str) -> bool:
        """Take the texts that come next if they are these."""
        if self.peek() != texts[0]:
            return False
        if len(texts) > 1 and tuple(token.text for token in self.tokens[self.place :][: len(texts)]) != texts:
            return False
        self.place += len(texts)
        return True

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise _StrangeError

    def read_variable(self) -> str:
        token = self.take()
        if token.kind != "variable":
            raise _StrangeError
        return token.text[1:]

    def read_part(self, *, literal: bool = False) -> Part:
        token = self.take()
        if token.kind == "variable":
            return Variable(token.text[1:])
        if token.kind == "iri" and _ABSOLUTE.fullmatch(token.text):
            return token.text.encode()
        if token.kind == "prefixed":
            prefix, _, local = token.text.partition(":")
            if prefix in self.prefixes and _ABSOLUTE.fullmatch(f"<{self.prefixes[prefix]}{local}>"):
                return f"<{self.prefixes[prefix]}{local}>".encode()
        if literal:
            return self.read_literal(token)
        raise _StrangeError

    def read_literal(self, token: Token) -> bytes:
        negative = token.text == "-"
        if negative:
            sign, token = token, self.take()
            if token.start != sign.start + 1:
                raise _StrangeError
        if token.kind == "number" and token.text.isascii() and token.text.isdigit() and len(token.text) < 16:
            return f'"{int(token.text) * (-1 if negative else 1)}"'.encode() + _INTEGER
        if token.kind == "string" and not negative and len(token.text) > 1 and token.text[1] != token.text[0]:
            if self.peek() == "^^" or self.kind() == "language" or '"' in token.text[1:-1]:
                raise _StrangeError
            return f'"{token.text[1:-1]}"'.encode()
        raise _StrangeError

    def read_prologue(self) -> None:
        while self.accept("PREFIX"):
            name, iri = self.take(), self.take()
            if name.kind != "prefixed" or not name.text.endswith(":") or not _ABSOLUTE.fullmatch(iri.text):
                raise _StrangeError
            self.prefixes[name.text[:-1]] = iri.text[1:-1]

    def read_predicate(self) -> Part:
        if self.word() == "A" and self.source[self.tokens[self.place].start] == "a":  # this keyword has no capital
            self.take()
            return _TYPE
        return self.read_part()

    def read_triples(self) -> list[Pattern]:
        patterns = []
        subject = self.read_part()
        while True:
            predicate = self.read_predicate()
            while True:
                patterns.append(Pattern(subject, predicate, self.read_part(literal=True)))
                if not self.accept(","):
                    break
            if not self.accept(";"):
                break
            if self.peek() in (".", "}", ";"):
                raise _StrangeError
        if not self.accept(".") and self.peek() != "}" and self.word() not in ("FILTER", "MINUS"):
            raise _StrangeError
        return patterns

    def read_patterns(self) -> tuple[Pattern, ...]:
        """Read a group of triples alone."""
        self.expect("{")
        patterns: list[Pattern] = []
        while not self.accept("}"):
            patterns += self.read_triples()
            if self.kind() == "word" and self.peek() != "A":
                raise _StrangeError
        if not patterns:
            raise _StrangeError
        return tuple(patterns)

    def read_or(self) -> Condition:
        tests = [self.read_and()]
        while self.accept("||"):
            tests.append(self.read_and())
        return tests[0] if len(tests) == 1 else Condition("||", tuple(tests))

    def read_and(self) -> Condition:
        tests = [self.read_test()]
        while self.accept("&&"):
            tests.append(self.read_test())
        return tests[0] if len(tests) == 1 else Condition("&&", tuple(tests))

    def read_test(self) -> Condition:
        if self.accept("!"):
            return Condition("!", (self.read_test(),))
        if self.accept("("):
            inner = self.read_or()
            self.expect(")")
            return inner
        if self.word() in _TESTS:
            word = self.take().text
            self.expect("(")
            variable = Variable(self.read_variable())
            self.expect(")")
            return Condition("ISIRI" if word == "ISURI" else word, (variable,))
        left = self.read_part(literal=True)
        word = self.take().text
        right = self.read_part(literal=True)
        if word not in _COMPARISONS or not (isinstance(left, Variable) or isinstance(right, Variable)):
            raise _StrangeError
        return Condition(word, (left, right))

    def read_column(self) -> Column:
        if self.kind() == "variable":
            return Column(self.read_variable())
        self.expect("(")
        word = self.word()
        if word not in _AGGREGATES:
            raise _StrangeError
        self.take()
        self.expect("(")
        distinct = self.accept("DISTINCT")
        of = None
        if not (word == "COUNT" and not distinct and self.accept("*")):
            of = self.read_variable()
        self.expect(")")
        self.expect("AS")
        name = self.read_variable()
        self.expect(")")
        return Column(name, word, of, distinct)

    def read_number(self) -> int:
        token = self.take()
        if token.kind != "number" or not (token.text.isascii() and token.text.isdigit()) or len(token.text) > 15:
            raise _StrangeError
        return int(token.text)

    def read_order(self) -> tuple[tuple[str, bool], ...]:
        keys: list[tuple[str, bool]] = []
        while True:
            if self.kind() == "variable":
                keys.append((self.read_variable(), False))
            elif self.word() in ("ASC", "DESC"):
                descending = self.take().text == "DESC"
                self.expect("(")
                keys.append((self.read_variable(), descending))
                self.expect(")")
            elif keys and self.peek() != "(":
                return tuple(keys)
            else:
                raise _StrangeError

    def read_unique(self) -> tuple[str, ...] | None:
        """Read the beginning of a subquery with DISTINCT, and return its variables; None where there is none."""
        names: list[str] = []
        if self.accept("{", "SELECT", "DISTINCT"):
            while self.peek() not in ("WHERE", "{"):
                names.append(self.read_variable())
            self.accept("WHERE")
        return tuple(names) or None

    def read_group(self) -> tuple[list[Pattern], list[Condition], list[Anti]]:
        self.expect("{")
        patterns: list[Pattern] = []
        tests: list[Condition] = []
        antis: list[Anti] = []
        while not self.accept("}"):
            if self.accept("FILTER", "NOT", "EXISTS"):
                antis.append(Anti("NOT EXISTS", self.read_patterns()))
                self.accept(".")
            elif self.accept("FILTER", "EXISTS"):
                antis.append(Anti("EXISTS", self.read_patterns()))
                self.accept(".")
            elif self.accept("MINUS"):
                antis.append(Anti("MINUS", self.read_patterns()))
                self.accept(".")
            elif self.accept("FILTER"):
                if self.peek() != "(" and self.word() not in _TESTS:
                    raise _StrangeError
                tests.append(self.read_test())
                self.accept(".")
            else:
                if any(row.word == "MINUS" for row in antis):
                    raise _StrangeError  # it takes from what stands before it alone
                patterns += self.read_triples()
        return patterns, tests, antis

    def read_select(self) -> Select:
        self.read_prologue()
        self.expect("SELECT")
        distinct = self.accept("DISTINCT")
        columns: list[Column] = []
        star = self.accept("*")
        while not star and self.peek() not in ("WHERE", "{"):
            columns.append(self.read_column())
        self.accept("WHERE")
        begun = self.place
        unique = self.read_unique()
        patterns, tests, antis = self.read_group()
        if unique is not None:
            self.expect("}")
        inside = self.tokens[begun : self.place]
        groups: list[str] = []
        if self.accept("GROUP", "BY"):
            while self.kind() == "variable":
                groups.append(self.read_variable())
            if not groups:
                raise _StrangeError
        order = self.read_order() if self.accept("ORDER", "BY") else ()
        limit, offset = None, 0
        for word in (self.word(), self.tokens[self.place + 2].text if self.place + 2 < len(self.tokens) else ""):
            if word == "LIMIT" and limit is None and self.accept("LIMIT"):
                limit = self.read_number()
            elif word == "OFFSET" and not offset and self.accept("OFFSET"):
                offset = self.read_number()
        if self.place != len(self.tokens):
            raise _StrangeError
        bound = {name for row in patterns for name in row.list_variables()}
        if star:
            seen = dict.fromkeys(token.text[1:] for token in inside if token.kind == "variable")
            columns = [Column(name) for name in seen if name in bound]
        grouped = bool(groups) or any(row.aggregate for row in columns)
        select = Select(
            tuple(columns), distinct, tuple(patterns), tuple(tests), tuple(antis),
            tuple(groups) if grouped else None, order, limit, offset, unique,
        )  # fmt: skip
        _check(select, bound, star=star)
        return select


def _check(select: Select, bound: set[str], *, star: bool) -> None:
    """Let no query pass that is not legal, or reads a variable that is not bound by the patterns."""
    names = [row.name for row in select.columns]
    read = {row.of for row in select.columns if row.of is not None}
    read |= {name for test in select.tests for name in test.list_variables()} | set(select.groups or ())
    made = {row.name for row in select.columns if row.aggregate}
    plain = {row.name for row in select.columns if not row.aggregate}
    keys = {name for name, _ in select.order}
    legal = bool(names) and len(set(names)) == len(names) and read <= bound and plain <= bound and not made & bound
    if select.groups is not None:
        legal = legal and not star and not select.distinct and plain <= set(select.groups)
        legal = legal and keys <= made | set(select.groups)
    else:
        legal = legal and keys <= (plain if select.distinct else bound)
        legal = legal and bool(
            select.distinct or select.order or ((select.tests or select.antis) and select.limit is None)
        )
    every = [*select.patterns, *(row for anti in select.antis for row in anti.patterns)]
    if select.unique is not None:
        outside = {row.of for row in select.columns if row.of is not None} | set(select.groups or ())
        legal = legal and select.groups is not None and outside <= set(select.unique) <= bound
        legal = legal and not made & set(select.unique) and len(set(select.unique)) == len(select.unique)
    legal = legal and bool(select.patterns) and len(every) <= _MOST_PATTERNS and len(bound) <= _MOST_PATTERNS
    legal = legal and not any(isinstance(row.subject, bytes) and row.subject[:1] == b'"' for row in every)
    if not legal:
        raise _StrangeError


def has_hint(text: str) -> bool:
    """Say, at once, whether a text has any of the words by which columns may be of use."""
    return _HINT.search(text) is not None


@lru_cache(maxsize=256)
def recognise(text: str) -> Select | None:
    """Return what a query asks if columns may answer it; None if not, or if it is not SPARQL.

    >>> found = recognise("SELECT (COUNT(*) AS ?n) { ?s a <urn:c> MINUS { ?s <urn:p> ?o } }")
    >>> found.columns, found.antis[0].word
    ((Column(name='n', aggregate='COUNT', of=None, distinct=False),), 'MINUS')
    >>> recognise("SELECT ?o { <urn:s> <urn:p> ?o }"), recognise("SELECT DISTINCT ?o { ?s <urn:p>/<urn:q> ?o }")
    (None, None)
    """
    if "\\" in text or not has_hint(text):
        return None
    try:
        return _Reader(text, scan(text).tokens).read_select()
    except _StrangeError:
        return None
