"""Answers from columns are Oxigraph's: on random data, to random queries of the kinds that are recognised."""

import json
from collections import Counter
from io import BytesIO

import pytest
import rdflib
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from kg.formats import get_format
from kg.store.base import ALL_GRAPHS, DEFAULT_GRAPH, Scope
from kg.store.columnar.answer import answer, open_columns
from kg.store.columnar.build import FOLDER, UnfitError, build_columns
from kg.store.columnar.read import recognise
from kg.store.embedded import open_store
from kg.store.scan import scan

PREFIX = "PREFIX : <urn:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
RESOURCES = [":a", ":b", ":c", ":d", "_:x", "_:y"]
LITERALS = [
    "1", "2", "-3", "10", "007", "1.5", "2.0", "1e0", "true", "99999999999999999999", "9007199254740993",
    "'a'", "'b'", "'B'", "''", "'1'", "'a'@en", "'b'@en", "'a'@de", "'tab\\there \"quoted\" \\\\ é'", "'x'^^:type",
    "'2020-01-02'^^xsd:date", "'2021-01-01'^^xsd:date", "'2020-01-02Z'^^xsd:date",
    "'2020-01-02T00:00:00Z'^^xsd:dateTime",
]  # fmt: skip
HOMOGENEOUS = [["1", "2", "-3", "10", "4"], ["'a'", "'b'", "'B'", "'é'"], RESOURCES[:4], ["'a'@en", "'b'@en"],
               ["'2020-01-02'^^xsd:date", "'2021-01-01'^^xsd:date"]]  # fmt: skip
GRAPHS = ["", ":g", ":h"]


@st.composite
def datasets(draw):
    """Data in which most predicates have values of one kind, so that columns can answer."""
    kinds = {name: draw(st.sampled_from([*HOMOGENEOUS, RESOURCES, LITERALS])) for name in (":p", ":q", ":r")}
    rows = st.sampled_from(list(kinds)).flatmap(
        lambda name: st.tuples(
            st.sampled_from(RESOURCES), st.just(name), st.sampled_from(kinds[name]), st.sampled_from(GRAPHS)
        )
    )
    return draw(st.lists(rows, max_size=25))


VARIABLES = ["?x", "?y", "?z", "?w"]
PREDICATES = [":p", ":q", ":r", "a"]


@st.composite
def patterns(draw, most=3):
    found, known = [], ["?x"]
    for _ in range(draw(st.integers(1, most))):
        subject = draw(st.sampled_from([*known, *known, *RESOURCES[:3]]))
        object_ = draw(st.sampled_from([*VARIABLES, *VARIABLES, "1", ":a", "'a'"]))
        predicate = draw(st.sampled_from([*PREDICATES[:3] * 3, "?v"]))
        found.append(f"{subject} {predicate} {object_}")
        known += [part for part in (subject, object_) if part.startswith("?")]
    return found


@st.composite
def conditions(draw, names):
    name = st.sampled_from(names)
    simple = st.one_of(
        st.builds(
            "{} {} {}".format,
            name,
            st.sampled_from(["=", "!=", "<", ">", "<=", ">="]),
            st.one_of(st.sampled_from(["1", "-3", "3", "0", ":a", ":none", "'a'", "'none'"]), name),
        ),
        st.builds("{} > {}".format, st.sampled_from(["1", "2"]), name),
        st.builds("{}({})".format, st.sampled_from(["isIRI", "isLiteral", "isBlank"]), name),
    )
    return draw(
        st.one_of(
            simple,
            st.builds("{} && {}".format, simple, simple),
            st.builds("({} || {})".format, simple, simple),
            st.builds("!({})".format, simple),
        )
    )


@st.composite
def queries(draw):
    """A query, and whether its answer is in order, by which columns."""
    group = draw(patterns())
    names = list(dict.fromkeys(word for row in group for word in row.split() if word.startswith("?")))
    if not names:
        names, group = ["?x"], ["?x :p :a"]
    body = " . ".join(group)
    for _ in range(draw(st.integers(0, 2))):
        inner = " . ".join(draw(patterns(most=2)))
        body += draw(
            st.one_of(
                st.just(f" FILTER NOT EXISTS {{ {inner} }}"),
                st.just(f" FILTER EXISTS {{ {inner} }}"),
                conditions(names).map(" FILTER({})".format),
                st.just(f" MINUS {{ {inner} }}"),
            )
        )
    order, keys = "", []
    if draw(st.booleans()):
        chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=2))
        made = [
            (f"?m{number}", f"({word} AS ?m{number})")
            for number, word in enumerate(
                draw(
                    st.lists(
                        st.builds(
                            "{}({}{})".format,
                            st.sampled_from(["COUNT", "SUM", "AVG", "MIN", "MAX"]),
                            st.sampled_from(["", "DISTINCT "]),
                            st.sampled_from(names),
                        )
                        | st.just("COUNT(*)"),
                        min_size=1,
                        max_size=2,
                    )
                )
            )
        ]
        head = " ".join([*chosen, *(text for _, text in made)])
        tail = f" GROUP BY {' '.join(chosen)}" if chosen else ""
        columns = [*chosen, *(name for name, _ in made)]
    else:
        columns = draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
        head, tail = draw(st.sampled_from(["", "DISTINCT "])) + " ".join(columns), ""
        if draw(st.integers(0, 5)) == 0:
            head = "*"
    if draw(st.booleans()):
        keys = draw(st.lists(st.sampled_from(columns), unique=True, min_size=1, max_size=2))
        signs = [draw(st.sampled_from(["{}", "ASC({})", "DESC({})"])) for _ in keys]
        order = " ORDER BY " + " ".join(sign.format(key) for sign, key in zip(signs, keys, strict=True))
    limit = draw(st.sampled_from(["", "", " LIMIT 3", " LIMIT 2 OFFSET 1", " OFFSET 2", " LIMIT 0"])) if keys else ""
    if draw(st.integers(0, 4)) == 0:
        inner = draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
        body = f"SELECT DISTINCT {' '.join(inner)} {{ {body} }}"
    return f"{PREFIX}SELECT {head} {{ {body} }}{tail}{order}", limit, [key[1:] for key in keys]


def make(rows, folder):
    store = open_store(None)
    parts = [f"GRAPH {g} {{ {s} {p} {o} }}" if g else f"{s} {p} {o} ." for s, p, o, g in rows]
    store.update(f"{PREFIX}INSERT DATA {{ {' '.join(parts)} }}")
    build_columns(store, folder / FOLDER)
    return store, open_columns(folder / FOLDER)


def ask(store, text):
    output = BytesIO()
    store.query(text).write(output, get_format("json"))
    return read(output.getvalue())


def read(data):
    """The columns, and the rows as texts that can be counted."""
    found = json.loads(data)
    return found["head"]["vars"], [json.dumps(row, sort_keys=True) for row in found["results"]["bindings"]]


@given(rows=datasets(), asked=st.lists(queries(), min_size=1, max_size=8))
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_answers_are_oxigraphs(tmp_path, rows, asked):
    store, columns = make(rows, tmp_path)
    for text, limit, keys in asked:
        found = answer(columns, text + limit, ALL_GRAPHS, least=0)
        event("answered" if found else "left to Oxigraph" if recognise(text + limit) else "not recognised")
        if found is None:
            continue
        names, mine = read(found.data)
        expected, theirs = ask(store, text)
        assert names == expected
        first, most = 0, len(theirs)
        if limit:
            words = limit.split()
            first = int(words[words.index("OFFSET") + 1]) if "OFFSET" in words else 0
            most = int(words[words.index("LIMIT") + 1]) if "LIMIT" in words else most
        assert not Counter(mine) - Counter(theirs), text + limit
        assert len(mine) == len(theirs[first : first + most]), text + limit
        if keys:  # rows that tie may come in any order

            def project(row, keys=keys):
                return [json.loads(row).get(key) for key in keys]

            assert [project(row) for row in mine] == [project(row) for row in theirs[first : first + most]], (
                text + limit
            )


@given(
    asked=queries(),
    place=st.integers(0, 80),
    other=st.sampled_from(["", "", "{", "}", ".", ";", "a", "A", "?q", "1", "AS", "-", "*"]),
)
@settings(max_examples=300, deadline=None)
def test_what_is_no_sparql_is_not_recognised(asked, place, other):
    tokens = list(scan(asked[0] + asked[1]).tokens)
    text = asked[0] + asked[1]
    token = tokens[min(place, len(tokens) - 1)]
    changed = f"{text[: token.start]}{other} {text[token.start + len(token.text) :]}"
    if recognise(changed) is not None:
        open_store(None).query(changed)  # raises QueryError where it is none


TEXTS = [
    ("a path", "SELECT DISTINCT ?o { ?s :p/:q ?o }"),
    ("an optional part", "SELECT (COUNT(*) AS ?n) { ?s :p ?o OPTIONAL { ?o :q ?x } }"),
    ("a graph", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s :p ?o } }"),
    ("FROM", "SELECT (COUNT(*) AS ?n) FROM :g { ?s :p ?o }"),
    (
        "a filter inside NOT EXISTS",
        "SELECT (COUNT(*) AS ?n) { ?s :p ?o FILTER NOT EXISTS { ?s :p ?x FILTER(?x > ?o) } }",
    ),
    ("triples after MINUS", "SELECT (COUNT(*) AS ?n) { ?s :p ?o MINUS { ?s :q ?x } ?s :r ?y }"),
    ("a function", "SELECT DISTINCT ?s { ?s :p ?o FILTER(lang(?o) = 'en') }"),
    ("an expression", "SELECT DISTINCT ?s { ?s :p ?o FILTER(?o + 1 = 2) }"),
    ("HAVING", "SELECT ?s (COUNT(*) AS ?n) { ?s :p ?o } GROUP BY ?s HAVING(COUNT(*) > 1)"),
    ("VALUES", "SELECT (COUNT(*) AS ?n) { VALUES ?s { :a } ?s :p ?o }"),
    ("VALUES at the end", "SELECT (COUNT(*) AS ?n) { ?s :p ?o } VALUES ?s { :a }"),
    ("a subquery in a group", "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s { ?s :p ?o } } ?s :q ?x }"),
    ("a subquery without DISTINCT", "SELECT (COUNT(*) AS ?n) { SELECT ?s { ?s :p ?o } }"),
    ("what a subquery does not give", "SELECT (COUNT(?o) AS ?n) { SELECT DISTINCT ?s { ?s :p ?o } }"),
    ("a blank node", "SELECT (COUNT(*) AS ?n) { _:x :p ?o }"),
    ("a relative IRI", "SELECT DISTINCT ?s { ?s <p> ?o }"),
    ("an IRI to be shortened", "SELECT DISTINCT ?s { ?s <http://a.org/b/../c> ?o }"),
    ("an unknown prefix", "SELECT DISTINCT ?s { ?s x:p ?o }"),
    ("an unbound variable", "SELECT DISTINCT ?x { ?s :p ?o }"),
    ("a variable that is not grouped", "SELECT ?s (COUNT(*) AS ?n) { ?s :p ?o }"),
    ("an alias twice", "SELECT (COUNT(*) AS ?o) { ?s :p ?o }"),
    ("a keyword in capitals that has none", "SELECT DISTINCT ?s { ?s A ?o }"),
    ("nothing to gain", "SELECT ?s ?o { ?s :p ?o }"),
    ("nothing to gain before a limit", "SELECT ?s { ?s :p ?o FILTER(?o > 1) } LIMIT 1"),
    ("an ASK", "ASK { ?s :p ?o FILTER(?o > 1) }"),
]


@pytest.mark.parametrize("text", [row[1] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_left_to_oxigraph(text):
    assert recognise(PREFIX + text) is None


COUNT = "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }"
SCOPES = [
    ("all graphs as one", ALL_GRAPHS, True),
    ("the default graph, beside named ones", DEFAULT_GRAPH, False),
    ("graphs that the request names", Scope(False, ("urn:g",)), False),
    ("named graphs that the request names", Scope(False, (), ("urn:g",)), False),
]


@pytest.mark.parametrize(("scope", "answered"), [row[1:] for row in SCOPES], ids=[row[0] for row in SCOPES])
def test_scopes(tmp_path, scope, answered):
    _, columns = make([(":a", ":p", "1", ""), (":a", ":p", "1", ":g")], tmp_path)
    assert (answer(columns, COUNT, scope, least=0) is not None) is answered


def test_the_default_graph_alone_is_all_graphs(tmp_path):
    _, columns = make([(":a", ":p", "1", "")], tmp_path)
    assert answer(columns, COUNT, DEFAULT_GRAPH, least=0) is not None


def test_few_statements_are_left_to_oxigraph(tmp_path):
    _, columns = make([(":a", ":p", "1", "")], tmp_path)
    assert answer(columns, COUNT, ALL_GRAPHS) is None


def test_terms_of_rdf_1_2_have_no_columns(tmp_path):
    store = open_store(None)
    store.update("INSERT DATA { <urn:a> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> }")
    with pytest.raises(UnfitError):
        build_columns(store, tmp_path / FOLDER)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_every_format(tmp_path, form):
    store, columns = make([(":a", ":p", value, "") for value in LITERALS] + [(":b", ":p", "_:x", "")], tmp_path)
    text = "SELECT DISTINCT ?s ?o { ?s <urn:p> ?o }"
    mine, theirs = BytesIO(), BytesIO()
    answer(columns, text, ALL_GRAPHS, least=0).write(mine, get_format(form))
    store.query(text).write(theirs, get_format(form))
    assert Counter(mine.getvalue().split(b"\n")) == Counter(theirs.getvalue().split(b"\n")) or form in ("json", "xml")
    assert len(mine.getvalue()) == len(theirs.getvalue())


RDFLIB = [
    ("groups", "SELECT ?o (COUNT(*) AS ?n) (SUM(?v) AS ?m) { ?s :p ?o ; :v ?v } GROUP BY ?o"),
    ("an average", "SELECT (AVG(?v) AS ?m) { ?s :v ?v }"),
    ("extremes", "SELECT ?o (MIN(?v) AS ?least) (MAX(?v) AS ?most) { ?s :p ?o ; :v ?v } GROUP BY ?o"),
    ("distinct", "SELECT DISTINCT ?o { ?s :p ?o }"),
    ("count of distinct rows", "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?o { ?s :p ?o } }"),
    ("not exists, joined", "SELECT ?s { ?s :v ?v FILTER NOT EXISTS { ?s :p ?o . ?x :q ?o } }"),
    ("minus", "SELECT ?s { ?s :v ?v MINUS { ?s :q ?o } }"),
    ("minus without a shared variable", "SELECT ?s { ?s :v ?v MINUS { ?a :q ?b } }"),
    ("exists", "SELECT ?s { ?s :v ?v FILTER EXISTS { ?s :q ?o } }"),
    ("conditions", "SELECT ?s { ?s :v ?v FILTER(?v > 3 && ?v != 5 || ?s = :s1) }"),
    ("order", "SELECT ?s { ?s :v ?v } ORDER BY DESC(?v) ?s LIMIT 5"),
]


@pytest.mark.parametrize("text", [row[1] for row in RDFLIB], ids=[row[0] for row in RDFLIB])
def test_rdflib_answers_alike(tmp_path, text):
    rows = [(f":s{n}", ":v", str(n * 7 % 11), "") for n in range(20)]
    rows += [(f":s{n}", ":p", f":o{n % 4}", ":g") for n in range(15)]
    rows += [(f":s{n}", ":q", f":o{n}", ":h") for n in range(0, 6, 2)]
    _, columns = make(rows, tmp_path)
    dataset = rdflib.Dataset(default_union=True)
    for s, p, o, g in rows:
        graph = dataset.graph(rdflib.URIRef(f"urn:{g[1:] or 'default'}"))
        value = rdflib.Literal(int(o)) if o.isdigit() else rdflib.URIRef(f"urn:{o[1:]}")
        graph.add((rdflib.URIRef(f"urn:{s[1:]}"), rdflib.URIRef(f"urn:{p[1:]}"), value))
    found = json.loads(answer(columns, PREFIX + text, ALL_GRAPHS, least=0).data)
    mine = [tuple(row[name]["value"] for name in found["head"]["vars"]) for row in found["results"]["bindings"]]
    theirs = [tuple(map(str, row)) for row in dataset.query(PREFIX + text)]
    if "ORDER" not in text:
        mine, theirs = sorted(mine), sorted(theirs)
    assert [[value[:15] for value in row] for row in mine] == [[value[:15] for value in row] for row in theirs]
