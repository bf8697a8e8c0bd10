"""Every row of the rule table, on its example and its counterexample, on every engine."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import SourceError, UnknownNameError
from kg.reason import ENGINES, infer, materialise
from kg.reason.rules import Rule, load_profile, load_rules, read_example, read_rule

# What owlrl does not do, by row, and why; the test fails as soon as it does.
OWLRL_GAPS = {
    "dt-eq": "compares literals as written",
    "dt-diff": "makes unequal literals the same without a word",
    "rdfs-axioms": "adds axioms only when asked",
    "dt-not-type": "checks a literal against its own datatype alone",
}
# A literal is no subject in SPARQL, so what holds of literals by their value cannot be said there.
SPARQL_GAPS = {"dt-type2", "dt-eq", "dt-diff", "dt-not-type"}
GAPS = {"owlrl": set(OWLRL_GAPS), "sparql": SPARQL_GAPS, "embedded": set[str]()}
PROFILE_OF_TABLE = {"rdfs": "rdfs", "polity": "polity"}


def entails(engine: str, rule: Rule, *, counter: bool) -> bool:
    """Say whether an engine draws (any of, for a counterexample) what the row's example says."""
    profile = replace(load_profile(PROFILE_OF_TABLE.get(rule.table, "full")), trivial=True)
    given, then = read_example(rule, counter=counter)
    closure, findings = ENGINES[engine](given, profile)
    if then is None:
        named = engine == "owlrl" or rule.name in {finding.rule for finding in findings}  # owlrl tells in prose
        return bool(findings) and (counter or named)
    known = set(closure) | set(given)
    return bool(set(then) & known) if counter else set(then) <= known


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.name)
@pytest.mark.parametrize("engine", ENGINES)
def test_row(engine: str, rule: Rule) -> None:
    if engine == "owlrl" and rule.table == "polity":
        pytest.skip("owlrl takes no rules of a user's")
    assert not entails(engine, rule, counter=True), f"{rule.name} draws what its counterexample forbids"
    assert entails(engine, rule, counter=False) is (rule.name not in GAPS[engine])


def test_every_row_of_the_specification_is_there() -> None:
    tables = [rule.table for rule in load_profile("full").rules]
    assert {table: tables.count(table) for table in "456789"} == {"4": 9, "5": 20, "6": 19, "7": 5, "8": 5, "9": 20}


def test_every_row_has_both_examples() -> None:
    assert not [rule.name for rule in load_rules().values() if not rule.example or not rule.counterexample]


FAULTS = [
    ("a head variable that nothing binds", {"name": "r", "body": ["?x a ?c"], "head": ["?x a ?d"]}, "?d"),
    ("two terms are no triple", {"name": "r", "body": ["?x a"], "head": ["?x a ?c"]}, "'?x a'"),
    ("an unknown prefix", {"name": "r", "body": ["?x foo:p ?c"], "head": ["?x a ?c"]}, "foo:p"),
    ("no body", {"name": "r", "head": ["?x a ?c"]}, "'body'"),
    (
        "a claim is no fact",
        {"name": "r", "body": ["?c rdf:subject ?s", "?c rdf:predicate ?p", "?c rdf:object ?o"], "head": ["?s ?p ?o"]},
        "?c",
    ),
    (
        "nor with another property",
        {"name": "r", "body": ["?c rdf:subject ?s", "?c rdf:object ?o"], "head": ["?s :p ?o"]},
        "what is said stays said",
    ),
    ("a key misspelt", {"name": "r", "body": ["?x a ?c"], "head": ["?c a ?c"], "exampel": ""}, "exampel"),
]


@pytest.mark.parametrize(("why", "row", "told"), FAULTS, ids=lambda value: value if isinstance(value, str) else "")
def test_bad_rows_are_told(why: str, row: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=r"^(r:|the row) ") as caught:
        read_rule(row)
    assert told in str(caught.value), why


def test_a_bad_table_names_its_file(tmp_path: Path) -> None:
    table = tmp_path / "mine.toml"
    table.write_text('[[rule]]\nname = "mine"\nbody = ["?x :p ?y"]\nhead = ["?x :q ?z"]\n')
    with pytest.raises(SourceError, match=r"mine.toml: mine: the body does not bind \?z"):
        load_rules(table)
    with pytest.raises(UnknownNameError, match="owl-rl"):
        load_profile("owl-lr")


def test_a_value_written_otherwise_is_no_news() -> None:
    given, _ = read_example(load_rules()["dt-eq"])
    given.parse(
        data="@prefix : <urn:x:> . :z :q 1 , 1.0 . :w :q 01.0 . :q <http://www.w3.org/2002/07/owl#inverseOf> :r ."
    )
    assert not [t for t in materialise(given) if str(t[1]) == "urn:x:q"]
    assert [t for t in materialise(given, profile="full") if str(t[1]) == "urn:x:q"]


def test_a_users_rules_hold_beside_the_profiles(tmp_path: Path) -> None:
    table = tmp_path / "mine.toml"
    table.write_text('[[rule]]\nname = "mine"\nbody = ["?x :p ?y", "?y :p ?z"]\nhead = ["?x :grand ?z"]\n')
    given, _ = read_example(load_rules()["prp-trp"])
    for engine in ("embedded", "sparql"):
        grand = [t for t in infer(given, engine=engine, rules=table).graph if str(t[1]) == "urn:x:grand"]
        assert len(grand) == 3, engine
