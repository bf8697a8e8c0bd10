"""Texts that broke the extractor once, found by benchmarks/fuzz.py; each row is cut down to what breaks it."""

import pytest

from kg.model import Document
from tests.extract.conftest import Extract

ROWS = [
    ("a sentence that ends behind a name, an age and a comma", "De Oy,41,"),
    ("a text that ends with what somebody denied", "The mayor denied it"),
    ("the same inside a text", "Officials met Ada Roe, 41,\n\nThe council sued."),
]


@pytest.mark.parametrize(("why", "text"), ROWS, ids=[row[0] for row in ROWS])
def test_what_broke_the_extractor_is_read(extract: Extract, why: str, text: str) -> None:
    found = extract(text)
    assert isinstance(found.document, Document), why
    assert all(one.span.of(text) == one.text for one in found.mentions), why
