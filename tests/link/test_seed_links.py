"""What the seed articles name and the reference data holds: every agency, court, jurisdiction and public official."""

from functools import cache

import pytest

from kg.iri import ID
from kg.model import Level
from kg.pipeline import build_dataset
from kg.resources import find_resource

FIRST, SECOND = "000_a54dc87872dcdfdd", "002_f8b803e74bdc5656"
LINKS = {
    FIRST: {
        "Federal prosecutors in Brooklyn": "agency/usao-nyed",
        "Brooklyn": "place/us-ny-brooklyn",
        "New York City": "place/us-ny-new-york",
        "US immigration and customs enforcement": "agency/us-ice",
        "the United States": "place/us",
        "federal government": "government/us",
        "Bill de Blasio": "person/ocd-19eead88",
        "Congress": "agency/us-congress",
        "Queens": "place/us-ny-queens",
        "Legal Department of the city": "agency/us-ny-new-york-nyc-law",
        "the city of Denver": "place/us-co-denver",
        "the federal court of Manhattan": "court/nysd",
        "Manhattan": "place/us-ny-manhattan",
        "The Associated Press": "news/associated-press",
    },
    SECOND: {
        "NEW YORK": "place/us-ny-new-york",
        "U.S. Immigration and Customs Enforcement": "agency/us-ice",
        "enforcement and removal operations": "agency/us-ice-ero",
        "Bill de Blasio": "person/ocd-19eead88",
        "the city of Denver": "place/us-co-denver",
        "Department of Safety in Denver": "agency/us-co-denver-denver-safety",
        "El Salvador": "place/sv",
        "America": "place/us",
        "Queens": "place/us-ny-queens",
        "New York City police": "agency/us-ny-new-york-nypd",
        "Manhattan": "place/us-ny-manhattan",
        "The Associated Press": "news/associated-press",
    },
}
"""Each known thing by a name that the article gives it."""
UNLINKED = {
    FIRST: ["the Trump government", "Matthew Albence", "Eric Komitee", "Allyne Ross", "James Johnson", "Reeaz Khan"],
    SECOND: ["the Trump administration", "Henry Lucero", "Freddi Goldstein", "Chad Sublet", "Maria Fuertas"],
}
"""Names of things that the reference data does not hold: no row of it may be taken for them."""


@cache
def list_links() -> dict[str, dict[str, set[str]]]:
    """Return by article, and by every name of each entity, the gazetteer rows it was linked to."""
    found: dict[str, dict[str, set[str]]] = {}
    for article in build_dataset([find_resource("data", "articles", "seed")]).articles:
        taken = {d.entity: d.iri.removeprefix(ID) for d in article.decisions if d.decided_by == "gazetteer"}
        names: dict[str, set[str]] = {}
        for mention in article.extraction.mentions:
            if mention.entity in taken and mention.level is not Level.PRONOUN:
                names.setdefault(mention.text.removeprefix("the ").removeprefix("The "), set()).add(
                    taken[mention.entity]
                )
        for entity in article.extraction.entities:
            if entity.id in taken:
                names.setdefault(entity.name.removeprefix("the ").removeprefix("The "), set()).add(taken[entity.id])
        found[article.extraction.document.id] = names
    return found


ROWS = [(article, name, row) for article, links in LINKS.items() for name, row in links.items()]


@pytest.mark.parametrize(
    ("article", "name", "row"), ROWS, ids=[f"{name} {row[0][:3]}" for row in ROWS for name in [row[1]]]
)
def test_what_is_known_is_linked(article, name, row):
    plain = name.removeprefix("the ").removeprefix("The ")
    assert list_links()[article].get(plain) == {row}


@pytest.mark.parametrize("article", list(LINKS))
def test_nothing_else_is_linked(article):
    taken = set().union(*list_links()[article].values())
    assert taken == set(LINKS[article].values())


@pytest.mark.parametrize(("article", "name"), [(a, name) for a, names in UNLINKED.items() for name in names])
def test_what_is_not_known_is_linked_to_nothing(article, name):
    assert name.removeprefix("the ") not in list_links()[article]
