"""The rule table: what each row of rules.toml says, read into records that every engine shares."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef, Variable

from kg.errors import SourceError, UnknownNameError
from kg.terms import NS

VALUE = Namespace("https://w3id.org/polity/ns/value#")
"""Built-in relations between literals and datatypes; they exist in rule bodies only."""
EXAMPLE = Namespace("urn:x:")
PREFIXES: dict[str, str] = {
    "rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL), "xsd": str(XSD), "value": str(VALUE), "polity": NS,
    "": str(EXAMPLE),
}  # fmt: skip
Term = URIRef | Literal | Variable
_TOKEN = re.compile(r"""\s*(\?\w+|<[^>\s]*>|(?:'[^']*'|"[^"]*")(?:\^\^[\w-]*:[\w-]+)?|[\w-]*:[\w-]+|\w+)\s*""")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple with variables."""

    s: Term
    p: Term
    o: Term


@dataclass(frozen=True, slots=True)
class Member:
    """`item` is a member of the list `items`."""

    item: Variable
    items: Variable


@dataclass(frozen=True, slots=True)
class Pair:
    """`first` stands before `second` in the list `items`."""

    first: Variable
    second: Variable
    items: Variable


@dataclass(frozen=True, slots=True)
class Every:
    """The patterns hold for every member `item` of the list `items`, with `local` variables of its own for each."""

    item: Variable
    items: Variable
    patterns: tuple[Pattern, ...]
    local: frozenset[Variable]


@dataclass(frozen=True, slots=True)
class Chain:
    """The properties in the list `items`, followed one after the other, lead from `start` to `end`."""

    start: Variable
    items: Variable
    end: Variable


Atom = Pattern | Member | Pair | Every | Chain


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. An empty `head` is an inconsistency; `native` names the part of the engine that carries it out.

    `example` and `counterexample` are "triples => triples", or "triples => false".
    """

    name: str
    table: str
    body: tuple[Atom, ...]
    head: tuple[Pattern, ...]
    example: str
    counterexample: str
    native: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A choice of rules; `trivial` keeps the triples that are true of everything."""

    name: str
    about: str
    rules: tuple[Rule, ...]
    trivial: bool = False

    @property
    def equality(self) -> bool:
        """Whether owl:sameAs merges things."""
        return any(rule.name == "eq-trans" for rule in self.rules)


def read_term(text: str) -> Term:
    """Return a term from its short form: ?x, a, owl:Class, <urn:a>, 'a', '1'^^xsd:integer, true.

    Raises:
        ValueError: The text is no term, or its prefix is not one of `PREFIXES`.

    >>> read_term("?x"), read_term("owl:Thing")
    (rdflib.term.Variable('x'), rdflib.term.URIRef('http://www.w3.org/2002/07/owl#Thing'))
    """
    if text.startswith("?"):
        return Variable(text[1:])
    if text == "a":
        return RDF.type
    if text in {"true", "false"}:
        return Literal(text, datatype=XSD.boolean)
    if text.startswith("<"):
        return URIRef(text[1:-1])
    if text[0] in "'\"":
        lexical, _, datatype = text.partition("^^")
        return Literal(lexical[1:-1], datatype=read_term(datatype) if datatype else None, normalize=False)
    prefix, colon, local = text.partition(":")
    if not colon or prefix not in PREFIXES:
        raise ValueError(f"{text!r} is no term: write ?x, a, prefix:name, <IRI> or 'text'")
    return URIRef(PREFIXES[prefix] + local)


def read_pattern(text: str) -> Pattern:
    """Return a triple pattern from "?x a owl:Class".

    Raises:
        ValueError: The text is not three terms.
    """
    tokens = _TOKEN.findall(text)
    if len(tokens) != 3 or "".join(tokens) != re.sub(r"\s+", "", text):
        raise ValueError(f"{text!r} is no triple pattern: write three terms")
    s, p, o = map(read_term, tokens)
    return Pattern(s, p, o)


def _variable(text: str) -> Variable:
    term = read_term(text)
    if not isinstance(term, Variable):
        raise ValueError(f"{text!r} must be a variable")
    return term


def read_atom(text: str) -> Atom:
    """Return one line of a body; the forms are listed at the top of rules.toml.

    Raises:
        ValueError: The line has none of the forms.
    """
    if found := re.fullmatch(r"(\?\w+) in (\?\w+)", text):
        return Member(_variable(found[1]), _variable(found[2]))
    if found := re.fullmatch(r"(\?\w+) before (\?\w+) in (\?\w+)", text):
        return Pair(_variable(found[1]), _variable(found[2]), _variable(found[3]))
    if found := re.fullmatch(r"(\?\w+) path (\?\w+) (\?\w+)", text):
        return Chain(_variable(found[1]), _variable(found[2]), _variable(found[3]))
    if found := re.fullmatch(r"every (\?\w+) in (\?\w+): (.+)", text):
        patterns = tuple(read_pattern(part) for part in found[3].split(","))
        return Every(_variable(found[1]), _variable(found[2]), patterns, frozenset())
    return read_pattern(text)


def list_variables(atoms: Iterable[Atom]) -> Iterator[Variable]:
    """Yield the variables of atoms, again for each place they stand in."""
    for atom in atoms:
        match atom:
            case Pattern(s, p, o):
                yield from (term for term in (s, p, o) if isinstance(term, Variable))
            case Member(item, items):
                yield from (item, items)
            case Pair(first, second, items):
                yield from (first, second, items)
            case Chain(start, items, end):
                yield from (start, items, end)
            case Every(item, items, patterns, _):
                yield from (item, items)
                yield from list_variables(patterns)


def _close_every(body: Sequence[Atom], head: Sequence[Pattern]) -> Iterator[Atom]:
    """Yield the body with each `Every` told which of its variables stand nowhere else."""
    for atom in body:
        if isinstance(atom, Every):
            outside = set(list_variables([*(other for other in body if other is not atom), *head]))
            inside = set(list_variables(atom.patterns)) - {atom.item}
            yield Every(atom.item, atom.items, atom.patterns, frozenset(inside - outside))
        else:
            yield atom


def _find_claim_made_fact(body: Sequence[Atom], head: Sequence[Pattern]) -> str | None:
    """Return the claim whose subject and object, or whose predicate, a head joins again; None where it does not."""
    parts = {(p.s, p.p): p.o for p in body if isinstance(p, Pattern)}
    for (claim, part), value in parts.items():
        for made in head:
            whole = part == RDF.subject and made.s == value and made.o == parts.get((claim, RDF.object))
            if whole or (part == RDF.predicate and made.p == value and isinstance(value, Variable)):
                return str(claim)
    return None


def read_rule(row: dict[str, object]) -> Rule:
    """Return the record of one row.

    Raises:
        ValueError: A line cannot be read, a key is missing, the head has a variable that the body does not bind, or it
            makes a fact of what a claim says.
    """
    row = dict(row)
    try:
        name, body_text, head_text = str(row.pop("name")), row.pop("body"), row.pop("head")
    except KeyError as missing:
        raise ValueError(f"the row has no {missing}") from None
    if not isinstance(body_text, list) or not isinstance(head_text, list) or not head_text:
        raise ValueError(f"{name}: body and head are lists of lines, the head not empty")
    try:
        head = () if head_text == ["false"] else tuple(map(read_pattern, head_text))
        body = tuple(_close_every([read_atom(line) for line in body_text], head))
    except ValueError as fault:
        raise ValueError(f"{name}: {fault}") from None
    unbound = set(list_variables(head)) - set(list_variables(body))
    if unbound:
        listed = ", ".join(f"?{variable}" for variable in sorted(unbound))
        raise ValueError(f"{name}: the body does not bind {listed}; a rule may not invent things")
    if claim := _find_claim_made_fact(body, head):
        raise ValueError(f"{name}: the head makes a fact of the parts of the claim ?{claim}; what is said stays said")
    known = {"table", "example", "counterexample", "native", "about"}
    if not set(row) <= known:
        raise ValueError(f"{name}: unknown key {sorted(set(row) - known)[0]!r}")
    texts = {key: str(value) for key, value in row.items()}
    return Rule(
        name=name,
        table=texts.get("table", "user"),
        body=body,
        head=head,
        example=texts.get("example", ""),
        counterexample=texts.get("counterexample", ""),
        native=texts.get("native", ""),
        about=texts.get("about", ""),
    )


@cache
def load_rules(path: Path | None = None) -> dict[str, Rule]:
    """Read a rule table, by default the one shipped, as rules by name in the table's order.

    Raises:
        SourceError: The file is missing, is not TOML, or a row cannot be read.

    >>> load_rules()["prp-dom"].head
    (Pattern(s=rdflib.term.Variable('x'), p=rdflib.term.URIRef('http://www.w3.org/1999/02/22-rdf-syntax-ns#type'), \
o=rdflib.term.Variable('c')),)
    """
    rules = {}
    path = path or _TABLE
    for row in _load_table(path).get("rule", []):
        try:
            rule = read_rule(row)
        except ValueError as fault:
            hint = "The head of kg/reason/rules.toml lists the forms."
            raise SourceError(f"{fault}.", path=path, hint=hint) from None
        rules[rule.name] = rule
    return rules


_TABLE = Path(__file__).with_name("rules.toml")


@cache
def _load_table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise SourceError(f"cannot be read: {fault}.", path=path, hint="Give a rule table in TOML.") from None


def list_profiles() -> list[str]:
    """Return the names of the profiles.

    >>> list_profiles()
    ['owl-rl', 'full', 'no-equality', 'rdfs', 'polity']
    """
    return list(_load_table(_TABLE)["profile"])


@cache
def load_profile(name: str, extra: Path | None = None) -> Profile:
    """Return a profile by name, with every rule of a user's table added where one is given.

    Raises:
        UnknownNameError: There is no such profile.
        SourceError: The user's table cannot be read.
    """
    profiles = _load_table(_TABLE)["profile"]
    if name not in profiles:
        raise UnknownNameError("profile", name, known=profiles)
    row = profiles[name]
    tables, without = row["tables"], row.get("without", [])
    rules = [r for r in load_rules().values() if r.table in tables and r.name not in without]
    if extra is not None:
        rules.extend(load_rules(extra).values())
    return Profile(name, row["about"], tuple(rules), row.get("trivial", False))


def read_example(rule: Rule, *, counter: bool = False) -> tuple[Graph, Graph | None]:
    """Return what a row's example (or counterexample) is given, and what it entails: None for "false".

    >>> given, then = read_example(load_rules()["prp-symp"])
    >>> len(given), len(then)
    (2, 1)
    """
    given, _, then = (rule.counterexample if counter else rule.example).partition("=>")
    header = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    read = [Graph().parse(data=header + part, format="turtle") for part in (given, then) if part.strip() != "false"]
    return read[0], read[1] if len(read) == 2 else None
