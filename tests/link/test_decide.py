"""Which thing an article's entity is, in an invented country: taken where the article shows it, left open where not."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.link.decide import compare_signatures, link_extraction
from kg.link.gazetteer import Gazetteer, load_gazetteer
from kg.link.known import Known, Signature
from kg.link.reviews import Review, load_reviews, save_review
from kg.model import Decision, Extraction
from tests.link.articles import T, make_article, make_day

HEAD = "id,label,aliases,type,parent,valid_from,valid_to,same_as,source\n"
ROWS = (
    HEAD + "place/aa,Alderland,,Country,,,,,invented\n"
    "place/aa-no,Northmark,,State,place/aa,,,,invented\n"
    "place/aa-so,Southmark,,State,place/aa,,,,invented\n"
    "place/aa-no-elmstead,Elmstead,,City,place/aa-no,,,,invented\n"
    "place/aa-so-elmstead,Elmstead,,City,place/aa-so,,,,invented\n"
    "place/aa-so-quayford,Quayford,,City,place/aa-so,,,,invented\n"
    "place/aa-no-brill,Brill,,City,place/aa-no,,,,invented\n"
    "place/aa-so-brill,Brill,,City,place/aa-so,,,,invented\n"
    "place/bb,Bolderland,,Country,,,,,invented\n"
    "agency/qpd,Quayford Police Department,QPD,LawEnforcementAgency,government/so-quayford,,,,invented\n"
    "government/no-elmstead,City of Elmstead,,LocalGovernment,,,,,invented\n"
    "government/so-elmstead,City of Elmstead,,LocalGovernment,,,,,invented\n"
    "government/so-quayford,City of Quayford,,LocalGovernment,,,,,invented\n"
    "agency/bhs,Bureau of Harbor Safety,BHS|harbor wardens in Quayford,FederalAgency,,,,,invented\n"
    "court/quayford,Harbor Court,,TrialCourt,,,,,invented\n"
    "post/mayor-quayford,Mayor of Quayford,,Post,,,,,invented\n"
    "person/thorn,Ada Thorn,,ElectedOfficial,,2018-01-01,2021-12-31,,invented\n"
)
FACTS = (
    "subject,property,object,source\n"
    "government/no-elmstead,governs,place/aa-no-elmstead,invented\n"
    "government/so-elmstead,governs,place/aa-so-elmstead,invented\n"
    "government/so-quayford,governs,place/aa-so-quayford,invented\n"
    "post/mayor-quayford,postIn,government/so-quayford,invented\n"
    "agency/qpd,levelOfGovernment,LocalLevel,invented\n"
    "court/quayford,basedIn,place/aa-so-quayford,invented\n"
)
TENURES = "person,post,start,end,source\nperson/thorn,post/mayor-quayford,2018-01-01,2021-12-31,invented\n"
PROMINENT = "name,id,source\nBrill,place/aa-no-brill,invented\n"


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("gazetteer")
    for name, text in (("rows", ROWS), ("facts", FACTS), ("tenures", TENURES), ("prominent", PROMINENT)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_gazetteer(folder)


def show(iri: str) -> str:
    return iri.removeprefix("https://w3id.org/polity/id/")


@dataclass(frozen=True)
class Case:
    why: str
    article: Extraction
    want: str


def make_one(text: str, kind: T, cls: str, name: str, **options: object) -> Extraction:
    return make_article("a", text, [("e", kind, cls, name)], **options)  # type: ignore[arg-type]


CASES = [
    Case(
        "an agency by its name",
        make_one("The Bureau of Harbor Safety sued.", T.AGENCY, "Agency", "Bureau of Harbor Safety"),
        "agency/bhs",
    ),
    Case(
        "a group under a name of its office is the office",
        make_one("Harbor wardens in Quayford sued.", T.OFFICIAL, "OfficialGroup", "Harbor wardens in Quayford"),
        "agency/bhs",
    ),
    Case(
        "a group under another name is not",
        make_one("The harbor wardens sued.", T.OFFICIAL, "OfficialGroup", "harbor wardens"),
        "article/a/entity/e",
    ),
    Case("an agency by its acronym", make_one("BHS sued.", T.AGENCY, "Agency", "BHS"), "agency/bhs"),
    Case(
        "a court is no agency",
        make_one("The Harbor Court sat.", T.AGENCY, "Agency", "Harbor Court"),
        "article/a/entity/e",
    ),
    Case("a court by its name", make_one("The Harbor Court sat.", T.COURT, "Court", "Harbor Court"), "court/quayford"),
    Case(
        "a town whose country the article does not speak of",
        make_one("A fire in Quayford on Monday; Bolderland sent help.", T.PLACE, "City", "Quayford"),
        "article/a/entity/e",
    ),
    Case(
        "a town beside other places of its country",
        make_one("Quayford and Alderland thanked Bolderland.", T.PLACE, "City", "Quayford"),
        "place/aa-so-quayford",
    ),
    Case(
        "an acronym of a local body, its city named",
        make_one("QPD officers left Quayford.", T.AGENCY, "Agency", "QPD"),
        "agency/qpd",
    ),
    Case(
        "an acronym of a local body, its city not named",
        make_one("QPD officers left Southmark.", T.AGENCY, "Agency", "QPD"),
        "article/a/entity/e",
    ),
    Case(
        "a federal court by the city it sits in",
        make_one("He sued in the federal court of Quayford.", T.COURT, "Court", "federal court of Quayford"),
        "court/quayford",
    ),
    Case(
        "an appeals court in a city is another court",
        make_one(
            "He won in the federal appeals court of Quayford.", T.COURT, "Court", "federal appeals court of Quayford"
        ),
        "court/federal-appeals-court-of-quayford",
    ),
    Case(
        "one of two towns, by the state after it",
        make_one("A fire in Elmstead, Southmark, on Monday.", T.PLACE, "City", "Elmstead"),
        "place/aa-so-elmstead",
    ),
    Case(
        "two towns of one name and nothing to choose by stay open",
        make_one("A fire in Elmstead on Monday.", T.PLACE, "City", "Elmstead"),
        "article/a/entity/e",
    ),
    Case(
        "a place of the same state alone is not enough",
        make_one("A fire in Elmstead. Help came from Quayford.", T.PLACE, "City", "Elmstead"),
        "article/a/entity/e",
    ),
    Case(
        "a shared name that means one by itself",
        make_one("A fire in Brill on Monday.", T.PLACE, "City", "Brill"),
        "place/aa-no-brill",
    ),
    Case(
        "the other one where its state is written",
        make_one("A fire in Brill, Southmark. Southmark police came from Quayford.", T.PLACE, "City", "Brill"),
        "place/aa-so-brill",
    ),
    Case(
        "a city that speaks is its government",
        make_one("Quayford said it would sue.", T.AGENCY, "LocalGovernment", "Quayford"),
        "government/so-quayford",
    ),
    Case(
        "a mayor in office, in her city",
        make_one("Mayor Ada Thorn of Quayford spoke.", T.OFFICIAL, "Official", "Ada Thorn", published="2020-05-01"),
        "person/thorn",
    ),
    Case(
        "the same full name alone is no identity: a name of its own",
        make_one("The baker Ada Thorn spoke.", T.PERSON, "Person", "Ada Thorn", published="2024-05-01"),
        "person/ada-thorn",
    ),
    Case(
        "a surname alone stays in the article",
        make_one("Thorn spoke in Quayford.", T.OFFICIAL, "Official", "Thorn", published="2020-05-01"),
        "article/a/entity/e",
    ),
    Case(
        "a full name that the gazetteer lacks",
        make_one("Bo Marsh spoke.", T.PERSON, "Person", "Bo Marsh"),
        "person/bo-marsh",
    ),
    Case(
        "a body's bare function says not whose it is",
        make_one("The Department of Bridges met.", T.AGENCY, "Agency", "Department of Bridges"),
        "article/a/entity/e",
    ),
    Case(
        "a body with its place in its name",
        make_one("The Quayford Bridge Board met.", T.AGENCY, "Agency", "Quayford Bridge Board"),
        "agency/quayford-bridge-board",
    ),
    Case(
        "an organisation by its name",
        make_one("Friends of Eels sued.", T.ORGANISATION, "Organization", "Friends of Eels"),
        "organization/friends-of-eels",
    ),
    Case(
        "a kind of thing is never shared",
        make_one("BHS sends detainers.", T.INSTRUMENT, "Detainer", "detainers", generic=["e"]),
        "article/a/entity/e",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_one_entity(case: Case, gazetteer: Gazetteer) -> None:
    (decision,) = link_extraction(case.article, gazetteer, Known())
    assert show(decision.iri) == case.want, decision.reason
    assert 0 < decision.score <= 1
    assert decision.reason


def test_an_open_name_lists_its_candidates(gazetteer: Gazetteer) -> None:
    article = make_one("A fire in Elmstead on Monday.", T.PLACE, "City", "Elmstead")
    (decision,) = link_extraction(article, gazetteer, Known())
    assert {show(iri) for iri, _ in decision.candidates} == {"place/aa-no-elmstead", "place/aa-so-elmstead"}


def test_a_body_of_a_known_one_takes_its_owner_into_its_name(gazetteer: Gazetteer) -> None:
    article = make_article(
        "a",
        "The Department of Bridges, part of Quayford, met.",
        [("d", T.AGENCY, "Agency", "Department of Bridges"), ("q", T.AGENCY, "LocalGovernment", "Quayford")],
        [("partOf", "d", "q")],
    )
    decisions = {d.entity: show(d.iri) for d in link_extraction(article, gazetteer, Known())}
    assert decisions["q"] == "government/so-quayford"
    assert decisions["d"] in ("agency/so-quayford-department-of-bridges", "article/a/entity/d")


def test_a_full_name_is_one_person_across_articles(gazetteer: Gazetteer) -> None:
    known = Known()
    first = make_article("a", "Bo Marsh spoke.", [("e", T.PERSON, "Person", "Bo Marsh")])
    known.add(first, link_extraction(first, gazetteer, known))
    second = make_article("b", "Bo Marsh wept.", [("x", T.OFFICIAL, "Official", "Bo Marsh")])
    (decision,) = link_extraction(second, gazetteer, known)
    assert show(decision.iri) == "person/bo-marsh"
    assert "as in a" in decision.reason


def link_pair(gazetteer: Gazetteer, second_kind: str, second_name: str, about: str, day: str) -> Decision:
    """Link two articles with an instrument of BHS to Quayford each, and return the second one's decision."""
    known = Known()
    decisions: tuple[Decision, ...] = ()
    for article, cls, name, person, when in (
        ("a", "Subpoena", "a subpoena", "Bo Marsh", "2020-05-04"),
        ("b", second_kind, second_name, about, day),
    ):
        text = f"BHS sent {name} to Quayford about {person}."
        extraction = make_article(
            article,
            text,
            [
                ("i", T.INSTRUMENT, cls, name),
                ("s", T.AGENCY, "Agency", "BHS"),
                ("q", T.AGENCY, "LocalGovernment", "Quayford"),
                ("p", T.PERSON, "Person", person),
            ],
            [("issuedBy", "i", "s"), ("addressedTo", "i", "q"), ("seeksInformationAbout", "i", "p")],
            nominal=["i"],
            days={0: make_day(when)},
        )
        decisions = link_extraction(extraction, gazetteer, known)
        known.add(extraction, decisions)
    return next(d for d in decisions if d.entity == "i")


PAIRS = [
    ("the same parties, person and day: one instrument", "Subpoena", "a subpoena", "Bo Marsh", "2020-05-04", True, 0),
    ("another word for a demand: a candidate", "Summons", "a summons", "Bo Marsh", "2020-05-04", False, 1),
    ("about another person: two instruments", "Subpoena", "a subpoena", "Cy Hale", "2020-05-04", False, 0),
    ("another day: two instruments", "Subpoena", "a subpoena", "Bo Marsh", "2020-06-04", False, 0),
    ("another kind: two instruments", "Motion", "a motion", "Bo Marsh", "2020-05-04", False, 0),
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0])
def test_instruments_across_articles(pair: tuple[str, str, str, str, str, bool, int], gazetteer: Gazetteer) -> None:
    _, kind, name, about, day, merged, near = pair
    decision = link_pair(gazetteer, kind, name, about, day)
    assert (show(decision.iri) == "article/a/entity/i") is merged
    assert len(decision.candidates) == near


def test_signatures_compare_alike_both_ways() -> None:
    days = (date(2020, 5, 1), date(2020, 5, 31))
    one = Signature("x:1", "a", "Subpoena", "x:bhs", "x:q", frozenset(("x:p",)), days)
    for other in (
        Signature("x:2", "b", "Subpoena", "x:bhs", "x:q", frozenset(("x:p",)), (date(2020, 5, 4), date(2020, 5, 4))),
        Signature("x:2", "b", "Summons", "x:bhs", "x:q", frozenset(), days),
        Signature("x:2", "b", "Subpoena", "x:bhs", None, frozenset(("x:p",)), days),
        Signature("x:2", "b", "Subpoena", "x:bhs", "x:q", frozenset(("x:p",)), None),
    ):
        assert compare_signatures(one, other)[0] == compare_signatures(other, one)[0]


def test_reviews_accept_and_reject(gazetteer: Gazetteer, tmp_path: Path) -> None:
    article = make_article("a", "BHS sued.", [("e", T.AGENCY, "Agency", "BHS")])
    base = "https://w3id.org/polity/id/"
    path = tmp_path / "reviews.csv"
    assert load_reviews(path) == ()
    save_review(path, Review("a", "e", base + "agency/other", "accept", "a reader", date(2026, 1, 2)))
    (decision,) = link_extraction(article, gazetteer, Known(), load_reviews(path))
    assert (show(decision.iri), decision.score, decision.decided_by) == ("agency/other", 1.0, "a reader")
    save_review(path, Review("a", "e", base + "agency/other", "reject", "a reader", date(2026, 1, 3)))
    save_review(path, Review("a", "e", base + "agency/bhs", "reject", "a reader", date(2026, 1, 3)))
    (decision,) = link_extraction(article, gazetteer, Known(), load_reviews(path))
    assert show(decision.iri) == "article/a/entity/e"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("article,entity\n", "columns are wrong"),
        ("article,entity,iri,verdict,who,date\na,e,x:1,maybe,me,2026-01-01\n", "'maybe'"),
        ("article,entity,iri,verdict,who,date\na,e,x:1,accept,me,soon\n", "not a date"),
        ("article,entity,iri,verdict,who,date\na,e\n", "2 cells"),
    ],
)
def test_bad_reviews(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=says):
        load_reviews(path)
