"""The same rules as SPARQL updates, for a store that is somewhere else: nothing leaves it but counts and clashes.

Each row becomes one `INSERT ... WHERE` (SPARQL 1.1 Update, section 3.1.3) that is sent again until the inferred graph
grows no more. Rows about a list's every member use NOT EXISTS; a property chain has one update for each length that
lists in the store have. What cannot be said: that literals are equal, or belong to a datatype (table 8), since a
literal is no subject; and a store may write literals its own way (Oxigraph turns 01 into 1).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count

import pyoxigraph
from rdflib import OWL, RDF, Graph, Literal, URIRef, Variable
from rdflib.term import Node

from kg.iri import INFERRED_GRAPH
from kg.reason.embedded.dictionary import read_token, write_token
from kg.reason.embedded.values import ANNOTATIONS, KNOWN
from kg.reason.finding import Finding, Triple
from kg.reason.rules import Atom, Chain, Every, Member, Pair, Pattern, Profile, Rule, Term

Update = Callable[[str], None]
Select = Callable[[str], Iterable[Mapping[str, Node]]]
_REST, _FIRST, _NIL = RDF.rest.n3(), RDF.first.n3(), RDF.nil.n3()
_CLASHES = 1_000


def infer_by_updates(
    update: Update,
    select: Select,
    profile: Profile,
    graphs: Sequence[URIRef],
    target: URIRef = INFERRED_GRAPH,
) -> list[Finding]:
    """Fill a store's inferred graph and return the inconsistencies.

    Args:
        update: Sends a SPARQL update.
        select: Sends a SELECT query and gives its rows, by variable name.
        profile: The rules.
        graphs: The named graphs to reason over.
        target: The inferred graph; emptied first.
    """
    update(f"CLEAR SILENT GRAPH {target.n3()}")
    using = [*graphs, target]
    lengths = _read_chain_lengths(select, using)
    updates = [text for rule in profile.rules for text in write_updates(rule, using, target, lengths, profile.trivial)]
    before, after = -1, 0
    while after != before:
        for text in updates:
            update(text)
        rows = select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {target.n3()} {{ ?s ?p ?o }} }}")
        before, after = after, int(str(next(iter(rows))["n"]))
    return [finding for rule in profile.rules for finding in _find_clashes(rule, select, using)]


def write_updates(
    rule: Rule, using: Sequence[URIRef], target: URIRef, lengths: Iterable[int] = (), trivial: bool = False
) -> Iterator[str]:
    """Yield a row as SPARQL updates: none for an inconsistency or a row about values, one for each length of chain.

    >>> from kg.reason.rules import load_rules
    >>> print(*write_updates(load_rules()["cax-sco"], [URIRef("urn:g")], URIRef("urn:i")))
    INSERT { GRAPH <urn:i> { ?x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ?c2 . } }
    USING <urn:g>
    WHERE { ?c1 <http://www.w3.org/2000/01/rdf-schema#subClassOf> ?c2 .
      ?x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ?c1 .
      FILTER(!isLiteral(?x)) }
    """
    if rule.name == "eq-ref":
        if trivial:  # each of its heads on its own: where the object is a literal, the others still hold
            for pattern in rule.head:
                yield _write(rule.body, [pattern], using, target, 0)
        return
    if rule.native == "values":
        things = {"dt-type1": KNOWN, "prp-ap": ANNOTATIONS}.get(rule.name, ())
        if things:
            facts = " ".join(f"<{thing}> a {rule.head[0].o.n3()} ." for thing in things)
            yield f"INSERT DATA {{ GRAPH {target.n3()} {{ {facts} }} }}"
        return
    chained = any(isinstance(atom, Chain) for atom in rule.body)
    for length in lengths if chained else (0,):
        if rule.head:
            yield _write(rule.body, rule.head, using, target, length)


def _write(body: Sequence[Atom], head: Sequence[Pattern], using: Sequence[URIRef], target: URIRef, length: int) -> str:
    guards = {f"FILTER(!isLiteral({p.s.n3()}))" for p in head if isinstance(p.s, Variable)}
    guards |= {f"FILTER(isIRI({p.p.n3()}))" for p in head if isinstance(p.p, Variable)}
    inserted = " ".join(map(_write_pattern, head))
    where = "\n  ".join([*_write_body(body, length), *sorted(guards)])
    graphs = "\n".join(f"USING {graph.n3()}" for graph in using)
    return f"INSERT {{ GRAPH {target.n3()} {{ {inserted} }} }}\n{graphs}\nWHERE {{ {where} }}"


def _write_pattern(pattern: Pattern) -> str:
    return f"{pattern.s.n3()} {pattern.p.n3()} {pattern.o.n3()} ."


def _write_body(body: Sequence[Atom], length: int, reflexive: bool = False) -> Iterator[str]:
    numbers = count()
    for atom in body:
        match atom:
            case Pattern(s, p, Literal() as value):  # by value: 1 is 1 whatever its type is called
                name = f"?value{next(numbers)}"
                yield f"{s.n3()} {p.n3()} {name} . FILTER({name} = {value.n3()})"
            case Pattern(s, OWL.sameAs, o) if reflexive:  # a thing is the same as itself (eq-ref), written down or not
                yield f"{s.n3()} {OWL.sameAs.n3()}? {o.n3()} ."
            case Pattern():
                yield _write_pattern(atom)
            case Member(item, items):
                yield f"{items.n3()} {_REST}*/{_FIRST} {item.n3()} ."
            case Pair(first, second, items):
                one, other = f"?cell{next(numbers)}", f"?cell{next(numbers)}"
                yield f"{items.n3()} {_REST}* {one} . {one} {_FIRST} {first.n3()} ; {_REST}+ {other} ."
                yield f"{other} {_FIRST} {second.n3()} ."
            case Every():
                yield from _write_every(atom)
            case Chain(start, items, end):
                yield from _write_chain(start, items, end, length)


def _write_every(atom: Every) -> Iterator[str]:
    """Yield the patterns for the first member, and that there is no member for which they do not hold."""
    inner = {atom.item, *atom.local}
    items = atom.items.n3()

    def rename(term: Term, ending: str) -> Term:
        return Variable(f"{term}{ending}") if isinstance(term, Variable) and term in inner else term

    def write(ending: str) -> str:
        return " ".join(
            _write_pattern(Pattern(rename(p.s, ending), rename(p.p, ending), rename(p.o, ending)))
            for p in atom.patterns
        )

    yield f"{items} {_FIRST} ?{atom.item}1 . {write('1')}"
    missing = f"FILTER NOT EXISTS {{ {write('2')} }}"
    yield f"FILTER NOT EXISTS {{ {items} {_REST}*/{_FIRST} ?{atom.item}2 . {missing} }}"


def _write_chain(start: Variable, items: Variable, end: Variable, length: int) -> Iterator[str]:
    stops = [start.n3(), *(f"?stop{place}" for place in range(1, length)), end.n3()]
    for place in range(length):
        path = "/".join([*[_REST] * place, _FIRST])
        yield f"{items.n3()} {path} ?step{place} . {stops[place]} ?step{place} {stops[place + 1]} ."
    yield f"{items.n3()} {'/'.join([_REST] * length)} {_NIL} ."


def _read_chain_lengths(select: Select, using: Sequence[URIRef]) -> list[int]:
    graphs = " ".join(f"FROM {graph.n3()}" for graph in using)
    rows = select(
        f"SELECT ?l (COUNT(?cell) AS ?n) {graphs} WHERE {{ ?p {OWL.propertyChainAxiom.n3()} ?l . ?l {_REST}* ?cell . "
        f"?cell {_FIRST} ?member }} GROUP BY ?l"
    )
    return sorted({int(str(row["n"])) for row in rows})


def _find_clashes(rule: Rule, select: Select, using: Sequence[URIRef]) -> Iterator[Finding]:
    if rule.head or rule.native:
        return
    graphs = " ".join(f"FROM {graph.n3()}" for graph in using)
    for row in select(
        f"SELECT DISTINCT * {graphs} WHERE {{ {' '.join(_write_body(rule.body, 0, reflexive=True))} }} LIMIT {_CLASHES}"
    ):
        triples = tuple(
            _fill(atom, row) for atom in rule.body if isinstance(atom, Pattern) and not isinstance(atom.o, Literal)
        )
        text = " ".join(" ".join(term.n3() for term in triple) + " ." for triple in triples)
        yield Finding(rule.name, f"These cannot all hold, by {rule.name}: {text}", triples)


def _fill(pattern: Pattern, row: Mapping[str, Node]) -> Triple:
    s, p, o = (row[str(t)] if isinstance(t, Variable) else t for t in (pattern.s, pattern.p, pattern.o))
    return s, p, o


def close_with_sparql(given: Graph, profile: Profile) -> tuple[Graph, list[Finding]]:
    """Return what a graph entails, by updates in an Oxigraph store of its own, and the findings."""
    store, source = pyoxigraph.Store(), URIRef("urn:x-polity:given")
    lines = b"".join(b" ".join(map(write_token, triple)) + b" .\n" for triple in given)
    name = pyoxigraph.NamedNode(str(source))
    quads = pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)  # keeps blank nodes' names, as load does not
    store.extend(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, name) for quad in quads)

    def read(term: object) -> Node:
        return read_token(str(term).encode())

    def select(query: str) -> Iterator[Mapping[str, Node]]:
        found = store.query(query)
        if isinstance(found, pyoxigraph.QuerySolutions):
            names = [variable.value for variable in found.variables]
            for row in found:
                yield {name: read(row[name]) for name in names if row[name] is not None}

    findings = infer_by_updates(store.update, select, profile, [source])
    closure = Graph()
    for quad in store.quads_for_pattern(None, None, None, pyoxigraph.NamedNode(str(INFERRED_GRAPH))):
        closure.add((read(quad.subject), read(quad.predicate), read(quad.object)))
    return closure, findings
