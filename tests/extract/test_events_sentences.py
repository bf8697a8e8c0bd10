"""Sentences as newspapers write them, of every kind of event: extraction finds the event with no name marked."""

import csv
from pathlib import Path

import pytest

from kg.extract import extract_document
from kg.link.gazetteer import load_gazetteer
from kg.model import Document
from kg.terms import list_superclasses

with (Path(__file__).parent / "event_sentences.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["kind"], row["sentence"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("kind", "sentence"), ROWS, ids=lambda text: text)
def test_event_is_found(kind: str, sentence: str) -> None:
    assert "Event" in list_superclasses(kind)
    found = extract_document(Document("d", sentence, "", "test"), load_gazetteer())
    assert kind in {event.kind for event in found.events}
