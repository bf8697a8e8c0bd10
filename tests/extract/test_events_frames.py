"""Every frame row fires on its own examples, as the kind it says, and not on its counterexamples."""

import pytest
from rdflib import RDFS

from kg.extract.events import analyse_document, match_events
from kg.extract.frames import Bench, Frame, load_frames
from kg.extract.relations import list_relations
from kg.terms import POLITY, get_term, list_superclasses, list_terms, load_ontology
from tests.extract.marked import read_marked

FRAMES = load_frames()


def find_frames(marked: str) -> set[str]:
    _, sentences, mentions, _ = read_marked(marked)
    analyses = analyse_document(sentences, mentions)
    return {event.match.frame.name for event in match_events(analyses, Bench(mentions, {}))}


@pytest.mark.parametrize("frame", FRAMES, ids=lambda f: f.name)
def test_row_says_what_it_finds(frame: Frame) -> None:
    assert frame.examples, "a row without examples proves nothing"
    assert frame.counterexamples, "a row without counterexamples proves nothing"
    for text in frame.examples:
        assert frame.name in find_frames(text), text
    for text in frame.counterexamples:
        assert frame.name not in find_frames(text), text


@pytest.mark.parametrize("frame", FRAMES, ids=lambda f: f.name)
def test_row_keeps_to_the_ontology(frame: Frame) -> None:
    assert "Event" in list_superclasses(frame.kind)
    roles = set(frame.slots.values())
    assert {role for need in frame.needs for role in need} <= roles | {"petitioner"}
    assert set(frame.types) <= roles
    for role in roles:
        assert (get_term(role), RDFS.subPropertyOf, POLITY.participant) in load_ontology(), f"{role} cannot be written"
    for rel, subject, value, *_ in (*frame.relations, *frame.bench_relations):
        assert rel in list_relations()
        assert {subject, value} <= roles | {"petitioner"}


def test_names_are_unique() -> None:
    assert len({frame.name for frame in FRAMES}) == len(FRAMES)


@pytest.mark.parametrize("row", list_relations().values(), ids=lambda r: r["name"])
def test_relations_are_properties_of_the_ontology(row: dict[str, str]) -> None:
    assert row["property"] in list_terms()
