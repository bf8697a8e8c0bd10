"""What a query can cost is known before it runs: which queries have a bound, and that the bound is one."""

import random

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.store.scan import scan
from server.bound import bound_cost, read_outline
from server.degrees import count_degrees
from server.template import match_tokens, split

THINGS = 200
PREFIX = "PREFIX : <urn:> "


@pytest.fixture(scope="module")
def data():
    store, rng = ox.Store(), random.Random(3)

    def add(subject: str, name: str, value: ox.NamedNode | ox.Literal) -> None:
        store.add(ox.Quad(ox.NamedNode(f"urn:{subject}"), ox.NamedNode(f"urn:{name}"), value))

    for n in range(THINGS):
        add(f"s{n}", "next", ox.NamedNode(f"urn:s{(n + 1) % THINGS}"))
        add(f"s{n}", "label", ox.Literal(f"thing {n}"))
        add(f"s{n}", "type", ox.NamedNode(f"urn:t{n % 2}"))
        for _ in range(rng.randrange(4)):
            add(f"s{n}", "part", ox.NamedNode(f"urn:s{rng.randrange(20)}"))
    return store, count_degrees(store)


def find_bound(text: str, degrees):
    cut, found = split(text), scan(text)
    numbers = match_tokens(found, cut)
    outline = read_outline(found, numbers) if numbers is not None else None
    return bound_cost(outline, cut.constants, degrees) if outline is not None else None


def test_degrees_are_those_of_the_data(data):
    _, degrees = data
    assert degrees.properties["urn:next"].objects == degrees.properties["urn:next"].subjects == 1
    assert degrees.properties["urn:type"].subjects == THINGS // 2
    assert degrees.properties["urn:part"].objects <= 3
    assert not degrees.has_blank_objects
    assert count_degrees(ox.Store()).triples == 0


BOUNDED = [
    ("all of one thing", "SELECT ?p ?o { :s5 ?p ?o }", 6),
    ("describe one thing", "DESCRIBE :s5", 7),
    ("steps by a property of one value", "SELECT ?d { :s5 :next ?a . ?a :next ?b . ?b :next ?d }", 3),
    ("backwards too", "SELECT ?a { ?a :next :s5 }", 1),
    ("a class of what was come to", "SELECT * { :s5 :next ?a . ?a a :t ; :type :t1 }", 3),
    ("one that may be missing", "SELECT * { :s5 :next ?a OPTIONAL { ?a :part ?b } }", 6),
    ("either of two", "ASK { { :s5 :next ?a } UNION { ?a :next :s5 } }", 2),
    ("a property that is not there", "SELECT * { :s5 :none ?a . ?a :label ?l }", 2),
    ("a comparison", "SELECT ?l { :s5 :label ?l FILTER(LANG(?l) = '' && ?l < 'z') }", 1),
    ("sorted and cut", "SELECT ?b { ?b :part :s3 } ORDER BY DESC(?b) LIMIT 5", None),
    ("counted", "SELECT ?t (COUNT(*) AS ?n) { :s5 :next ?a . ?a :type ?t } GROUP BY ?t", 2),
    ("a sub-SELECT with a limit", "SELECT ?l { { SELECT ?a { ?a :next :s5 } LIMIT 10 } ?a :label ?l }", 2),
    ("made into a graph", "CONSTRUCT { ?a :x ?b } WHERE { :s5 :next ?a . ?a :next ?b }", 2),
]


@pytest.mark.parametrize(("text", "steps"), [row[1:] for row in BOUNDED], ids=[row[0] for row in BOUNDED])
def test_bounded(data, text, steps):
    found = find_bound(PREFIX + text, data[1])
    assert found is not None
    assert found.steps <= (steps or 200)


UNBOUNDED = [
    ("nothing is named", "SELECT * { ?s ?p ?o }"),
    ("only a property is named", "SELECT * { ?s :label ?l }"),
    ("a part hangs on nothing", "SELECT * { :s5 :next ?a . ?b :label ?l }"),
    ("a value without its property", "SELECT * { ?s ?p :s5 }"),
    ("joined by the property alone", "SELECT * { :s5 ?p ?a . ?b ?p ?c }"),
    ("a path without end", "SELECT * { :s5 :next* ?a }"),
    ("a sequence", "SELECT * { :s5 :next/:next ?a }"),
    ("what is not there", "SELECT * { :s5 :next ?a FILTER NOT EXISTS { ?b :part ?a } }"),
    ("MINUS", "SELECT * { :s5 :next ?a MINUS { ?b :part ?a } }"),
    ("a pattern that takes long", "ASK { :s5 :label ?l FILTER(REGEX(?l, '(a*)*b')) }"),
    ("growing strings", "SELECT * { :s5 :label ?l BIND(CONCAT(?l, ?l) AS ?m) }"),
    ("OPTIONAL of two", "SELECT * { :s5 :next ?a OPTIONAL { ?a :part ?b . ?b :label ?l } }"),
    ("OPTIONAL that hangs on nothing", "SELECT * { :s5 :next ?a OPTIONAL { ?b :label ?l } }"),
    ("OPTIONAL that hangs on another", "SELECT * { :s5 :next ?a OPTIONAL { ?a :part ?b } OPTIONAL { ?b :label ?l } }"),
    ("a sub-SELECT without a limit", "SELECT ?l { { SELECT ?a { ?a :next :s5 } } ?a :label ?l }"),
    ("a sub-SELECT with a large one", "SELECT ?l { { SELECT ?a { ?a :next :s5 } LIMIT 5000 } ?a :label ?l }"),
    ("a list", "SELECT * { :s5 :next (?a ?b) }"),
    ("a graph", "SELECT * { GRAPH ?g { :s5 :next ?a } }"),
    ("other data", "SELECT * FROM :g { :s5 :next ?a }"),
    ("another endpoint", "SELECT * { SERVICE :e { :s5 :next ?a } }"),
    ("a function of somebody's", "SELECT * { :s5 :next ?a FILTER(:f(?a)) }"),
    ("a relative address", "SELECT * { <s5> <next> ?a }"),
    ("nested groups", "SELECT * { { { :s5 :next ?a } } }"),
    ("values given", "SELECT * { VALUES ?s { :s5 } ?s :next ?a }"),
    ("no SPARQL", "SELECT { :s5"),
    ("an update", "INSERT DATA { :s5 :next :s6 }"),
]


@pytest.mark.parametrize("text", [row[1] for row in UNBOUNDED], ids=[row[0] for row in UNBOUNDED])
def test_unbounded(data, text):
    assert find_bound(PREFIX + text, data[1]) is None


def test_a_blank_value_has_no_bounded_description():
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.BlankNode()))
    assert find_bound(PREFIX + "DESCRIBE :a", count_degrees(store)) is None


_TERMS = st.sampled_from(["?a", "?b", "?c", ":s1", ":s2", ":t1"])
_PATTERN = st.tuples(_TERMS, st.sampled_from([":next", ":part", ":type", ":label", "?p"]), _TERMS).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PATTERN, min_size=1, max_size=4), st.lists(_PATTERN, max_size=1))
def test_no_answer_is_longer_than_the_bound(data, patterns, optional):
    store, degrees = data
    parts = "".join(f" OPTIONAL {{ {row} }}" for row in optional)
    text = f"{PREFIX} SELECT * {{ {' . '.join(patterns)}{parts} }}"
    found = find_bound(text, degrees)
    if found is not None:
        assert len(list(store.query(text))) <= found.steps


_PIECES = [
    "SELECT", "?v1", "?", "$x", "e:5", ":", "e:a.b", "<urn:a#b>", "<", "<=", "'it\\'s'", '"open', '"""long "" one"""',
    "12", "1.5e3", ".5", ".", ";", "{", "}", "# done\n", "@en", "_:b.1", "^^", "a", "ASK", " ", "\n", "é:x", "é", "%41",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_cut_texts_are_whole_and_agree_with_the_tokens_or_are_refused(text):
    cut = split(text)
    assert "".join(part for pair in zip(cut.gaps, cut.constants, strict=True) for part in pair) == text
    numbers = match_tokens(scan(text), cut)
    if numbers is not None:
        constants = [row.text for row in scan(text).tokens if row.kind in ("iri", "prefixed", "string", "number")]
        assert [cut.constants[number] for number in numbers.values()] == constants
