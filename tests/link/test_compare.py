"""What invented articles have to do with each other."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.link.compare import SAME_UTTERANCE, Linked, compare_articles, list_single_valued, measure_likeness
from kg.link.decide import link_extraction
from kg.link.gazetteer import Gazetteer, load_gazetteer
from kg.link.known import Known
from kg.model import Comparison, Extraction
from tests.link.articles import T, make_article, make_day

HEAD = "id,label,aliases,type,parent,valid_from,valid_to,same_as,source\n"
ROWS = (
    HEAD + "place/aa,Alderland,,Country,,,,,invented\n"
    "place/bb,Bolderland,,Country,,,,,invented\n"
    "place/aa-quayford,Quayford,,City,place/aa,,,,invented\n"
    "government/quayford,City of Quayford,,LocalGovernment,,,,,invented\n"
    "agency/bhs,Bureau of Harbor Safety,BHS,FederalAgency,,,,,invented\n"
    "agency/dot,Department of Tides,DOT,FederalAgency,,,,,invented\n"
)
FACTS = "subject,property,object,source\ngovernment/quayford,governs,place/aa-quayford,invented\n"
DEMONYMS = "id,demonym,source\nplace/aa,Aldish,own\nplace/bb,Boldish,own\nplace/aa,Landish,own\nplace/bb,Landish,own\n"


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder: Path = tmp_path_factory.mktemp("gazetteer")
    for name, text in (("rows", ROWS), ("facts", FACTS), ("demonyms", DEMONYMS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_gazetteer(folder)


def compare(gazetteer: Gazetteer, *articles: Extraction) -> list[Comparison]:
    known, linked = Known(), []
    for article in articles:
        decisions = link_extraction(article, gazetteer, known)
        known.add(article, decisions)
        linked.append(Linked(article, decisions))
    return list(compare_articles(linked, gazetteer))


REWORDED = [
    (
        "The levee rules of this county are the only reason those homes were flooded and families lost all they owned",
        "It is this county’s levee rules that are the sole reason these homes flooded and families lost all they owned",
    ),
    (
        "We will fight this order in every court until the last farmer is heard",
        "This order will be fought by us in every court, until the very last farmer has been heard",
    ),
    (
        "Nobody in my office was told that the water had been tested",
        "No one in my office had been told the water was tested",
    ),
    (
        "The permit was granted in secret and our residents deserve an explanation from the governor",
        "Our residents deserve to hear an explanation from the governor: this permit was secretly granted",
    ),
    (
        "Our deputies acted within the law and followed the policy of the department at every step",
        "At each step our deputies followed department policy and acted lawfully",
    ),
    (
        "The audit shows that money meant for shelters was spent on consultants",
        "Money that was meant for shelters has been spent on consultants, as the audit shows",
    ),
    (
        "This tax cut rewards the largest companies and punishes working families",
        "The tax cut is a reward for the biggest companies and a punishment of working families",
    ),
    (
        "The ballots were counted twice by hand and both counts agreed",
        "Both counts agreed after ballots had been counted by hand two times",
    ),
    (
        "The plant has dumped waste into the river for ten years and the state looked away",
        "For ten years, the plant dumped its waste in the river while the state looked the other way",
    ),
]
MISSED = (
    "If the district closes the school, three hundred children will have nowhere to go in the fall",
    "Should the district close this school, 300 children have nowhere to go in the autumn",
)
OTHERS = [
    (
        "The levee rules of this county are the only reason those homes were flooded and families lost all they owned",
        "The county has had ten years to mend its levee and chose to build a stadium",
    ),
    (
        "We will fight this order in every court until the last farmer is heard",
        "The order was written without one farmer in the room",
    ),
    (
        "Nobody in my office was told that the water had been tested",
        "My office asked for new tests of the water in March and again in May",
    ),
    (
        "The permit was granted in secret and our residents deserve an explanation from the governor",
        "The governor has the power to withdraw the permit today",
    ),
    (
        "If the district closes the school, three hundred children will have nowhere to go in the fall",
        "The school has been the heart of this district for a hundred years",
    ),
    (
        "The audit shows that money meant for shelters was spent on consultants",
        "We asked the auditor to look at every contract the shelters signed",
    ),
    (
        "This tax cut rewards the largest companies and punishes working families",
        "Working families will pay more for insulin because of this vote",
    ),
    (
        "Our deputies acted within the law and followed the policy of the department at every step",
        "The department will review its policy on pursuits with the deputies",
    ),
    (
        "The ballots were counted twice by hand and both counts agreed",
        "Every ballot that arrived by Friday will be counted",
    ),
    (
        "The plant has dumped waste into the river for ten years and the state looked away",
        "The state must test the river below the plant every month",
    ),
    (
        "We are suing because the state ignored its own experts on the river",
        "We are suing because the state ignored the tribe's treaty rights",
    ),
    (
        "Our families deserve clean water and an honest answer from the company",
        "Our families deserve clean air and an end to the delays",
    ),
]


@pytest.mark.parametrize("pair", REWORDED, ids=lambda pair: pair[0][:30])
def test_a_reworded_utterance_is_like(pair: tuple[str, str]) -> None:
    assert measure_likeness(*pair) >= SAME_UTTERANCE + 5


@pytest.mark.parametrize("pair", OTHERS, ids=lambda pair: pair[0][:30])
def test_another_utterance_is_unlike(pair: tuple[str, str]) -> None:
    assert measure_likeness(*pair) <= SAME_UTTERANCE - 5


def test_a_heavily_reworded_utterance_is_missed() -> None:
    assert measure_likeness(*MISSED) < SAME_UTTERANCE


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric_and_bounded(left: str, right: str) -> None:
    likeness = measure_likeness(left, right)
    assert 0 <= likeness <= 100
    assert likeness == measure_likeness(right, left)


@dataclass(frozen=True)
class Said:
    why: str
    left: str
    right: str
    kinds: tuple[str, str]
    found: bool


SAID = [
    Said("two wordings of one quotation", *REWORDED[0], ("quote", "quote"), True),
    Said("a quotation and its paraphrase", *REWORDED[1], ("quote", "paraphrase"), True),
    Said("two paraphrases hold nobody's own words", *REWORDED[1], ("paraphrase", "paraphrase"), False),
    Said("one subject, two utterances", *OTHERS[0], ("quote", "quote"), False),
    Said(
        "the opposite is not the same",
        "We will pay the fine that the harbor court set in March",
        "We will not pay the fine that the harbor court set in March",
        ("quote", "quote"),
        False,
    ),
    Said("too short to know by", "It is a lie", "It is a lie", ("quote", "quote"), False),
]


@pytest.mark.parametrize("case", SAID, ids=lambda case: case.why)
def test_same_utterance(case: Said, gazetteer: Gazetteer) -> None:
    articles = [
        make_article(
            name,
            f"Bo Marsh said: {words}.",
            [("e", T.PERSON, "Person", "Bo Marsh")],
            claims=[("e", kind, words)],
        )
        for name, words, kind in (("a", case.left, case.kinds[0]), ("b", case.right, case.kinds[1]))
    ]
    found = [c for c in compare(gazetteer, *articles) if c.kind == "same-utterance"]
    assert bool(found) is case.found
    for comparison in found:
        assert comparison.left.text == case.left
        assert comparison.right is not None
        assert comparison.right.text == case.right


def test_two_speakers_do_not_share_an_utterance(gazetteer: Gazetteer) -> None:
    articles = [
        make_article(name, f"{who} said: {words}.", [("e", T.PERSON, "Person", who)], claims=[("e", "quote", words)])
        for name, who, words in (("a", "Bo Marsh", REWORDED[0][0]), ("b", "Cy Hale", REWORDED[0][1]))
    ]
    assert compare(gazetteer, *articles) == []


VALUES = [
    ("two nationalities", "nationality", "Aldish", "Boldish", True),
    ("one nationality", "nationality", "Aldish", "Aldish", False),
    ("a word for either country conflicts with neither", "nationality", "Landish", "Boldish", False),
    ("two homes", "residence", "Quayford", "Elmhurst", True),
    ("many parties, no single value", "sues", "Quayford", "Elmhurst", False),
]


@pytest.mark.parametrize("case", VALUES, ids=lambda case: case[0])
def test_values(case: tuple[str, str, str, str, bool], gazetteer: Gazetteer) -> None:
    _, rel, left, right, conflict = case
    articles = [
        make_article(
            name,
            f"Bo Marsh, {value}, spoke.",
            [("e", T.PERSON, "Person", "Bo Marsh"), ("v", T.PLACE, "Place", value)],
            [(rel, "e", "v")],
        )
        for name, value in (("a", left), ("b", right))
    ]
    found = [c for c in compare(gazetteer, *articles) if c.kind == "value-conflict"]
    assert bool(found) is conflict
    if found:
        assert found[0].right is not None
        assert (found[0].left.text, found[0].right.text) == (left, right)


def test_articles_that_share_a_value_agree(gazetteer: Gazetteer) -> None:
    articles = [
        make_article(
            name,
            f"Bo Marsh, {' and '.join(values)}, spoke.",
            [("e", T.PERSON, "Person", "Bo Marsh")],
            [("nationality", "e", value) for value in values],
        )
        for name, values in (("a", ["Aldish", "Boldish"]), ("b", ["Boldish"]))
    ]
    assert compare(gazetteer, *articles) == []


AGES = [
    ("the same day, years apart", "34", "2020-05-01", "43", "2020-05-01", True),
    ("a birthday between", "34", "2020-05-01", "35", "2020-09-01", False),
    ("a year and a birthday", "34", "2020-05-01", "36", "2021-09-01", False),
    ("nobody grows younger", "36", "2020-05-01", "34", "2021-05-01", True),
]


@pytest.mark.parametrize("case", AGES, ids=lambda case: case[0])
def test_ages(case: tuple[str, str, str, str, str, bool], gazetteer: Gazetteer) -> None:
    _, left, first, right, second, conflict = case
    articles = [
        make_article(
            name,
            f"Bo Marsh, {age}, spoke.",
            [("e", T.PERSON, "Person", "Bo Marsh")],
            [("age", "e", age)],
            published=day,
        )
        for name, age, day in (("a", left, first), ("b", right, second))
    ]
    assert bool([c for c in compare(gazetteer, *articles) if c.kind == "value-conflict"]) is conflict


def test_single_valued_properties_come_from_the_ontology() -> None:
    assert {"nationality", "age", "residence"} <= list_single_valued()
    assert "holdsPost" not in list_single_valued()


def test_one_demand_under_two_words_drifts(gazetteer: Gazetteer) -> None:
    articles = [
        make_article(
            name,
            f"BHS sent {words} to Quayford.",
            [
                ("i", T.INSTRUMENT, kind, words),
                ("s", T.AGENCY, "Agency", "BHS"),
                ("q", T.AGENCY, "LocalGovernment", "Quayford"),
            ],
            [("issuedBy", "i", "s"), ("addressedTo", "i", "q")],
            nominal=["i"],
            days={0: make_day("2020-05-04")},
        )
        for name, kind, words in (("a", "Subpoena", "two harbor subpoenas"), ("b", "Summons", "summonses"))
    ]
    (found,) = [c for c in compare(gazetteer, *articles) if c.kind == "drift"]
    assert found.right is not None
    assert (found.left.text, found.right.text) == ("two harbor subpoenas", "summonses")


SUSPECTS = [
    ("an unknown acronym in a known one's place", "BHS sued. BHS won. He wrote to BSH.", ["BSH"]),
    ("explained in brackets", "BHS sued. BHS won. He wrote to the Board of Sea Helpers (BSH).", []),
    ("explained by its words", "BHS sued. BHS won. The Board of Sea Helpers met. He wrote to BSH.", []),
    ("used twice, so meant", "BHS sued. BHS won. He wrote to BSH. BSH replied.", []),
    ("two known acronyms leave a choice", "BHS and DOT sued. BHS and DOT won. He wrote to BST.", []),
    ("known, if another", "BHS sued. BHS won. He wrote to DOT.", []),
    ("of another length", "BHS sued. BHS won. He wrote to BSHQ.", []),
    ("no letter in its place", "BHS sued. BHS won. He wrote to XQZ.", []),
    ("a headline in capitals", "BHS SUES CAT\nBHS sued. BHS won.", []),
]


@pytest.mark.parametrize("case", SUSPECTS, ids=lambda case: case[0])
def test_suspected_acronyms(case: tuple[str, str, list[str]], gazetteer: Gazetteer) -> None:
    _, text, want = case
    found = compare(gazetteer, make_article("a", text))
    assert [c.left.text for c in found] == want
    assert all(c.kind == "suspected-name" and c.right is None and c.score < 0.8 for c in found)


NAMES = [
    ("one letter apart", "Marla Quintero", "Marla Quintera", True),
    ("two people", "Marla Quintero", "Jonas Quintero", False),
    ("the same", "Marla Quintero", "Marla Quintero", False),
]


@pytest.mark.parametrize("case", NAMES, ids=lambda case: case[0])
def test_nearly_equal_names(case: tuple[str, str, str, bool], gazetteer: Gazetteer) -> None:
    _, left, right, want = case
    articles = [
        make_article(name, f"{who} spoke.", [("e", T.PERSON, "Person", who)])
        for name, who in (("a", left), ("b", right))
    ]
    assert bool(compare(gazetteer, *articles)) is want
