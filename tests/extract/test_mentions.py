"""Mentions: what is one, of which type, and where it begins and ends."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Extraction, Level

Extract = Callable[[str], Extraction]


class Case(NamedTuple):
    why: str
    text: str
    expected: list[tuple[str, str]]


CASES = [
    Case(
        "an act whose name runs over small words",
        "The Fair Fishing for All Act stalled.",
        [("LegalInstrument", "Fair Fishing for All Act")],
    ),
    Case("a platform that does something is a company", "Twitter declined.", [("Organisation", "Twitter")]),
    Case("a platform that is written on is none", "She posted it on Twitter.", []),
    Case("an embassy is a body of government", "The Peruvian Embassy closed.", [("Agency", "Peruvian Embassy")]),
    Case(
        "a title before a name outweighs a town of that name",
        "Judge Merrick Osgood ruled.",
        [("Role", "Judge"), ("Official", "Merrick Osgood")],
    ),
    Case(
        "party and state in brackets make a person of a name that ends like a company's",
        "Reps. Ada Steel (R-TX) voted.",
        [("Role", "Reps."), ("Official", "Ada Steel"), ("Official", "R-TX"), ("Jurisdiction", "TX")],
    ),
    Case("a post as an address names nobody", "“Mr. President, I object,” she said.", [("Official", "Mr. President")]),
    Case(
        "small words inside an act's name",
        "The Senate passed the Protecting the Right to Fish Act and the No Detours Act.",
        [
            ("Agency", "Senate"),
            ("LegalInstrument", "Protecting the Right to Fish Act"),
            ("LegalInstrument", "No Detours Act"),
        ],
    ),
    Case(
        "a people is no body",
        "The Peruvian Railways struck. The Peruvian winter is mild.",
        [("Organisation", "Peruvian Railways")],
    ),
    Case("wars and days are no bodies", "Turnout rose on Super Tuesday, as after the Korean War.", []),
    Case(
        "a town hall that is held is no body",
        "The station aired the senator's hour-long town hall.",
        [("Official", "the senator")],
    ),
    Case(
        "a noun that no list holds echoes the name it ends",
        "The Blue Heron Creamery opened. Neighbors praised the creamery.",
        [("Organisation", "Blue Heron Creamery"), ("Person", "Neighbors"), ("Organisation", "the creamery")],
    ),
    Case(
        "an echo that only modifies is none",
        "The Blue Heron Creamery opened. It runs the creamery store.",
        [("Organisation", "Blue Heron Creamery")],
    ),
    Case(
        "names nest in phrases",
        "Tampa officials sued.",
        [("Official", "Tampa officials"), ("Jurisdiction", "Tampa")],
    ),
    Case(
        "officials in a place are one phrase",
        "State prosecutors in Tampa declined.",
        [("Official", "State prosecutors in Tampa"), ("Jurisdiction", "Tampa")],
    ),
    Case(
        "a title, a name",
        "Mayor Ada Roe objected.",
        [("Role", "Mayor"), ("Official", "Ada Roe")],
    ),
    Case(
        "an apposition with what the post is of",
        "Ada Roe, head of the Orchard Health Commission, objected.",
        [
            ("Official", "Ada Roe"),
            ("Role", "head of the Orchard Health Commission"),
            ("Agency", "Orchard Health Commission"),
        ],
    ),
    Case(
        "an acting post before a comma",
        "The acting EPA administrator, Lee Sands, objected.",
        [("Role", "acting EPA administrator"), ("Agency", "EPA"), ("Official", "Lee Sands")],
    ),
    Case(
        "an age and a description",
        "Lee Sands, a 41-year-old man from Ohio, fled.",
        [("Person", "Lee Sands"), ("Person", "a 41-year-old man from Ohio"), ("Jurisdiction", "Ohio")],
    ),
    Case(
        "counts and quotation marks inside a phrase",
        "They sent four “secret subpoenas” to Tampa.",
        [("LegalInstrument", "four “secret subpoenas”"), ("Jurisdiction", "Tampa")],
    ),
    Case("a demand that only says what something is", "This is not a request.", []),
    Case("the city of a name is one mention", "They sued the city of Tampa.", [("Jurisdiction", "the city of Tampa")]),
    Case("court, not a court of tennis", "They met in court.", []),
    Case(
        "a charge in words",
        "He was accused of illegally dumping waste.",
        [("Crime", "illegally dumping waste")],
    ),
    Case(
        "an accusation that is no charge",
        "The mayor accused Congress of lying.",
        [("Official", "The mayor"), ("Agency", "Congress")],
    ),
    Case(
        "an administration holds its head",
        "The Sands administration objected.",
        [("Agency", "The Sands administration"), ("Official", "Sands")],
    ),
    Case(
        "a metonym is the place",
        "The county said it would appeal.",
        [("Jurisdiction", "The county")],
    ),
    Case(
        "a hall that has a spokeswoman",
        "Town hall spokeswoman Ada Roe declined.",
        [("Role", "Town hall spokeswoman"), ("Agency", "Town hall"), ("Official", "Ada Roe")],
    ),
    Case("a hall where people meet", "They met at city hall.", []),
    Case("an unknown acronym that is written to", "He wrote to QRB.", [("Agency", "QRB")]),
    Case("an unknown acronym that speaks", "QRB said no.", [("Agency", "QRB")]),
    Case("a numeral and a degree are no bodies", "He saw part II and has an MBA.", []),
    Case(
        "what a place is called is no other place",
        "The laws made us the safest big city in Ohio.",
        [("LegalInstrument", "The laws"), ("Jurisdiction", "Ohio")],
    ),
    Case("a place that acts is one", "The largest city sued.", [("Jurisdiction", "The largest city")]),
    Case(
        "a district and a state by postal code",
        "Rep. Ada Roe (MI-05) met Lee Park in Flint, MI.",
        [
            ("Role", "Rep."),
            ("Official", "Ada Roe"),
            ("Jurisdiction", "MI-05"),
            ("Person", "Lee Park"),
            ("Place", "Flint, MI"),
            ("Jurisdiction", "MI"),
        ],
    ),
    Case(
        "a party and a place",
        "Sen. Ada Roe, D-Ohio, objected.",
        [("Role", "Sen."), ("Official", "Ada Roe"), ("Official", "D-Ohio"), ("Jurisdiction", "Ohio")],
    ),
    Case("a form of address is no part of a name", "They met Mr. Sands.", [("Person", "Sands")]),
    Case("about and most before numbers", "About 60 people came.", [("Person", "About 60 people")]),
    Case("about as a topic", "They asked about three inmates.", [("Person", "three inmates")]),
    Case("U.S. that qualifies a noun", "He paid a U.S. fine of US$500.", []),
    Case(
        "a case holds its parties",
        "They cite Roe v. Adams County.",
        [("LegalInstrument", "Roe v. Adams County"), ("Jurisdiction", "Adams County")],
    ),
    Case("what ranks a court", "The state Supreme Court agreed.", [("Court", "state Supreme Court")]),
    Case(
        "a place opens an organisation's name",
        "The Ohio Tenants Union sued.",
        [("Organisation", "Ohio Tenants Union"), ("Jurisdiction", "Ohio")],
    ),
    Case(
        "an unknown word before a place's name",
        "She left Red Tampa Hospital.",
        [("Organisation", "Red Tampa Hospital")],
    ),
    Case(
        "the office of a person",
        "Sen. Ada Roe's office declined.",
        [("Agency", "Sen. Ada Roe's office"), ("Role", "Sen."), ("Official", "Ada Roe")],
    ),
    Case(
        "a post with whose it is by a common noun",
        "Ada Roe, the city's deputy corporation counsel, objected.",
        [("Official", "Ada Roe"), ("Role", "city's deputy corporation counsel"), ("Jurisdiction", "the city")],
    ),
    Case(
        "the next person's title in a list",
        "They met Lee Park, Mayor Ada Roe and others.",
        [("Person", "Lee Park"), ("Role", "Mayor"), ("Official", "Ada Roe")],
    ),
    Case(
        "a company's spokesman is a private person",
        "A company spokesman declined.",
        [("Person", "A company spokesman")],
    ),
    Case(
        "people of a place", "Residents of Tampa sued.", [("Person", "Residents of Tampa"), ("Jurisdiction", "Tampa")]
    ),
    Case(
        "a group called",
        "A group called Tenants for Heat sued.",
        [("Organisation", "A group"), ("Organisation", "Tenants for Heat")],
    ),
    Case("a state rank in an instrument", "It meets the state standard.", [("LegalInstrument", "the state standard")]),
    Case(
        "a description before a name is no post",
        "Tampa resident Ada Roe sued.",
        [("Person", "Tampa resident"), ("Jurisdiction", "Tampa"), ("Person", "Ada Roe")],
    ),
    Case(
        "a title, a form of address",
        "Health Officer Dr. Ada Roe objected.",
        [("Role", "Health Officer"), ("Official", "Dr. Ada Roe")],
    ),
    Case(
        "a post that the person's rank follows",
        "Its president, Sgt. Ada Roe, objected.",
        [("Role", "president"), ("Role", "Sgt."), ("Official", "Ada Roe")],
    ),
    Case(
        "a body by a noun of its name",
        "The Adams Housing Authority met. The authority voted.",
        [("Agency", "Adams Housing Authority"), ("Agency", "The authority")],
    ),
    Case("power is no body", "The mayor has the authority.", [("Official", "The mayor")]),
    Case(
        "an order by its date",
        "An April 15 opinion came.",
        [("Date", "April 15"), ("LegalInstrument", "An April 15 opinion")],
    ),
    Case(
        "a description with an article", "The owner, Lee Park, sued.", [("Person", "The owner"), ("Person", "Lee Park")]
    ),
    Case("a post with its body's pronoun", "Its owner, Lee Park, sued.", [("Role", "owner"), ("Person", "Lee Park")]),
    Case("words with capitals that open sentences", "Officials objected.", [("Official", "Officials")]),
    Case(
        "two plurals of one kind are one mention",
        "They sued cities and states.",
        [("Jurisdiction", "cities and states")],
    ),
    Case(
        "who is one of several is counted twice: the one, and all",
        "One of the tenants sued.",
        [("Person", "One of the tenants"), ("Person", "the tenants")],
    ),
    Case(
        "what a source knows belongs to the source",
        "Two people familiar with the talks said so.",
        [("Person", "Two people familiar with the talks")],
    ),
    Case(
        "members of a body of government are officials, those of a union are not",
        "Members of Congress met members of the Orchard Tenants Union.",
        [
            ("Official", "Members of Congress"),
            ("Agency", "Congress"),
            ("Person", "members of the Orchard Tenants Union"),
            ("Organisation", "Orchard Tenants Union"),
        ],
    ),
    Case(
        "an apposition says what an unknown name is",
        "Orvane, an athletic equipment company, sued.",
        [("Organisation", "Orvane"), ("Organisation", "an athletic equipment company")],
    ),
    Case(
        "the president of a union named before holds no public office",
        "The Orchard Tenants Union sued. Its president, Ada Roe, spoke.",
        [("Organisation", "Orchard Tenants Union"), ("Role", "president"), ("Person", "Ada Roe")],
    ),
    Case(
        "a title over the name of its body",
        "The Bureau of Land Management director, Ada Roe, objected.",
        [
            ("Role", "Bureau of Land Management director"),
            ("Agency", "Bureau of Land Management"),
            ("Official", "Ada Roe"),
        ],
    ),
    Case(
        "an age as a noun",
        "Police shot an unarmed 19-year-old.",
        [("Agency", "Police"), ("Person", "an unarmed 19-year-old")],
    ),
    Case(
        "an unknown county in the name of its jail",
        "He is held at the Orvale County Jail.",
        [("Place", "Orvale County Jail"), ("Jurisdiction", "Orvale County")],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_mentions(case: Case, extract: Extract) -> None:
    found = [(m.type.value, m.text) for m in extract(case.text).mentions if m.level is not Level.PRONOUN]
    assert sorted(found) == sorted(case.expected)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Tampa",
                "the",
                "Mayor",
                "Ada",
                "Roe",
                "of",
                "“",
                "”",
                "court",
                "order",
                ",",
                ".",
                "and",
                "'s",
                "said",
                "he",
                "\n",
                "U.S.",
                "v.",
                "12",
                "Jr.",
                "II",
                "Dr.",
                "de",
                "County",
                "June",
            ]
        ),
        max_size=40,
    )
)
def test_spans_are_verbatim_and_entities_exist(extract: Extract, words: list[str]) -> None:
    text = " ".join(words)
    found = extract(text)
    ids = {entity.id for entity in found.entities}
    for mention in found.mentions:
        assert mention.text == mention.span.of(text)
        assert mention.text
        assert mention.entity in ids
