"""A small gazetteer for the tests of extraction, so that they do not hang on the shipped rows."""

from collections.abc import Callable
from datetime import date

import pytest

from kg.extract import extract_document
from kg.model import Document, Extraction, GazetteerRow, Interval, NameHit, Span

ROWS = (
    GazetteerRow("place/tampa", "Tampa", "City"),
    GazetteerRow("place/ohio", "Ohio", "State"),
    GazetteerRow("place/adams", "Adams County", "County"),
    GazetteerRow("place/us", "United States", "Country", aliases=("U.S.",)),
    GazetteerRow("agency/epa", "Environmental Protection Agency", "FederalAgency", aliases=("EPA",)),
    GazetteerRow("agency/congress", "Congress", "LegislativeBody"),
    GazetteerRow("agency/tampa-police", "Tampa Police Department", "LocalAgency", aliases=("Tampa police",)),
    GazetteerRow("news/ap", "Associated Press", "NewsOrganization", aliases=("AP",)),
)


class SmallGazetteer:
    """Finds the names of ROWS as they are written."""

    def __init__(self) -> None:
        self.rows = {row.id: row for row in ROWS}

    def get_row(self, row_id: str) -> GazetteerRow:
        return self.rows[row_id]

    def scan(self, text: str) -> list[NameHit]:
        hits: list[NameHit] = []
        names = sorted(((name, row.id) for row in ROWS for name in (row.label, *row.aliases)), key=lambda n: -len(n[0]))
        for name, row_id in names:
            at = text.find(name)
            while at >= 0:
                span = Span(at, at + len(name))
                apart = not (text[at - 1 : at].isalnum() or text[span.end : span.end + 1].isalnum())
                if apart and not any(span.overlaps(hit.span) for hit in hits):
                    hits.append(NameHit(span, (row_id,), name))
                at = text.find(name, at + 1)
        return sorted(hits, key=lambda hit: hit.span)


Extract = Callable[[str], Extraction]


@pytest.fixture(scope="session")
def extract() -> Extract:
    """Extract a text published on Friday, 14 June 2024."""
    day = date(2024, 6, 14)
    gazetteer = SmallGazetteer()

    def run(text: str) -> Extraction:
        return extract_document(Document("d", text, "", "test", Interval(day, day, "2024-06-14")), gazetteer)

    return run
