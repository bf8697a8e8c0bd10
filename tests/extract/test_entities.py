"""Which mentions name one thing: rows are a text and groups of words that share an entity."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from kg.model import Extraction

Extract = Callable[[str], Extraction]


class Case(NamedTuple):
    why: str
    text: str
    together: list[list[str]]


CASES = [
    Case("a surname", "Ada Roe sued. Roe won.", [["Ada Roe", "Roe"]]),
    Case(
        "an acronym of a row",
        "The Environmental Protection Agency acted. The EPA won.",
        [["Environmental Protection Agency", "EPA"]],
    ),
    Case(
        "an acronym in brackets",
        "The Clean Water Board (CWB) met. The CWB voted.",
        [["Clean Water Board", "CWB", "CWB"]],
    ),
    Case("the agency", "The EPA sued Tampa. The agency won.", [["EPA", "The agency"], ["Tampa"]]),
    Case("the city", "Tampa lost. The city appealed.", [["Tampa", "The city"]]),
    Case("the city of", "Tampa lost. The city of Tampa appealed.", [["Tampa", "The city of Tampa"]]),
    Case(
        "the instrument in focus",
        "The EPA issued two subpoenas. The subpoenas were late.",
        [["two subpoenas", "The subpoenas"]],
    ),
    Case(
        "a similar one is another",
        "The EPA issued a subpoena. It sent a similar subpoena.",
        [["a subpoena"], ["a similar subpoena"]],
    ),
    Case("that request", "Lawyers filed a request. That request failed.", [["a request", "That request"]]),
    Case("an apposition", "Lee Sands, a Tampa man, fled.", [["Lee Sands", "a Tampa man"]]),
    Case(
        "a description before its name",
        "The alleged attacker, Lee Sands, fled.",
        [["The alleged attacker", "Lee Sands"]],
    ),
    Case("the mayor", "Mayor Ada Roe sued. The mayor won.", [["Ada Roe", "The mayor"]]),
    Case("she", "Mayor Ada Roe met Lee Sands. She won.", [["Ada Roe", "She"], ["Lee Sands"]]),
    Case(
        "prosecutors again",
        "State prosecutors in Tampa sued. Prosecutors won.",
        [["State prosecutors in Tampa", "Prosecutors"]],
    ),
    Case(
        "it was sent: the instrument, not the speaker",
        "Tampa police say they never got a detainer request, though the EPA insists it was sent.",
        [["a detainer request", "it"], ["Tampa police", "they"], ["EPA"]],
    ),
    Case(
        "it was signed: the instrument of the sentence before",
        "The EPA wrote a permit. Tampa says it was signed.",
        [["a permit", "it"], ["Tampa"]],
    ),
    Case("an it that names nothing", "The EPA issued a permit. It is expected to rain.", [["a permit"], ["EPA"]]),
    Case("reported that", "The EPA issued a permit. It was reported that fish died.", [["a permit"], ["EPA"]]),
    Case(
        "officials speak of themselves",
        "The EPA met two inmates. City officials in Tampa said they would not comply.",
        [["City officials in Tampa", "they"], ["two inmates"]],
    ),
    Case(
        "a demand is the one sent to the place that answers it",
        "The EPA sent two subpoenas to Ohio. It had sent similar subpoenas to the city of Tampa. "
        "The EPA sent three subpoenas to Ohio.\n\nCity officials in Tampa ignored the requests, saying the subpoenas "
        "were late.\n\nThe documents ask for much, Ada Roe, a Tampa lawyer, said.",
        [["similar subpoenas", "the requests", "the subpoenas", "The documents"], ["three subpoenas"]],
    ),
    Case(
        "a demand elsewhere is the last one",
        "The EPA sent a subpoena to Tampa. The EPA sent another subpoena to Ohio. Ohio ignored the subpoena.",
        [["another subpoena", "the subpoena"], ["a subpoena"]],
    ),
    Case(
        "its policy is the nearest party's",
        "Fish died in Ohio. The Sands government fought Tampa over its so-called shelter policy.",
        [["Tampa", "its"], ["Sands government"]],
    ),
    Case("QRB is a body where only one can stand", "He wrote to QRB. QRB said no.", [["QRB", "QRB"]]),
    Case("two counties are two", "Adams County sued. Ohio won.", [["Adams County"], ["Ohio"]]),
    Case(
        "the start of a company's name",
        "Calder Motors Inc. sued Tampa. Calder won.",
        [["Calder Motors Inc.", "Calder"], ["Tampa"]],
    ),
    Case("a bill by its letters", "House Bill 12 passed. Roe read HB 12.", [["House Bill 12", "HB 12"]]),
    Case(
        "a judge whom the lead leaves unnamed",
        "A federal judge blocked the rule. U.S. District Judge Ada Roe wrote it.",
        [["A federal judge", "Ada Roe"]],
    ),
    Case(
        "two judges named leave the lead's open",
        "A federal judge blocked it. Judge Ada Roe wrote. Judge Lee Park dissented.",
        [["A federal judge"], ["Ada Roe"], ["Lee Park"]],
    ),
    Case(
        "a deputy's title is not the deputy's",
        "A deputy fled. Deputy District Attorney Ada Roe sued.",
        [["A deputy"], ["Ada Roe"]],
    ),
    Case(
        "of a family, the one spoken of most",
        "Lee Park sued. Park met a clerk. Ada Park, his wife, left. Park won.",
        [["Lee Park", "Park", "his", "Park"], ["Ada Park", "his wife"]],
    ),
    Case(
        "it says: the suit that the sentence before began with",
        "The EPA sued Tampa. The lawsuit seeks $3 million. It says the dam leaks.",
        [["The lawsuit", "It"], ["EPA"]],
    ),
    Case("the senator", "Sen. Ada Roe met Lee Park. The senator won.", [["Ada Roe", "The senator"], ["Lee Park"]]),
    Case(
        "the students",
        "Fourteen students sued Tampa. The students won.",
        [["Fourteen students", "The students"], ["Tampa"]],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_entities(case: Case, extract: Extract) -> None:
    found: dict[str, list[str]] = {}
    for mention in extract(case.text).mentions:
        found.setdefault(mention.entity, []).append(
            mention.text.removeprefix("The ") if mention.text[4:5].isupper() else mention.text
        )
    for group in case.together:
        assert group in list(found.values()), found


ATTRIBUTES = [
    ("a number of instruments", "They sent four subpoenas.", "four subpoenas", ("count", "4")),
    ("an age", "A 41-year-old man fled.", "A 41-year-old man", ("age", "41")),
    ("an acting post", "Acting Mayor Ada Roe spoke.", "Acting Mayor", ("acting", "true")),
]


@pytest.mark.parametrize(("why", "text", "words", "pair"), ATTRIBUTES, ids=[row[0] for row in ATTRIBUTES])
def test_attributes(why: str, text: str, words: str, pair: tuple[str, str], extract: Extract) -> None:
    found = extract(text)
    mention = next(m for m in found.mentions if m.text == words)
    assert pair in next(e for e in found.entities if e.id == mention.entity).attributes, why


def test_kinds_are_classes_of_the_ontology(extract: Extract) -> None:
    from kg.terms import list_terms

    text = (
        "Mayor Ada Roe of Tampa said Monday the EPA issued three administrative subpoenas; a judge blocked the order."
    )
    assert {entity.kind for entity in extract(text).entities} <= list_terms() | {""}
