"""Names of an invented gazetteer in invented sentences: what is found, and what is not."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.link.names import NameTrie, split_words

NAMES = [
    ("ICE", ("agency/ice",), True, False),
    ("Bureau of Harbor and River Safety", ("agency/bhrs",), True, False),
    ("U.S. Lantern Service", ("agency/lantern",), True, False),
    ("Port Elm", ("place/elm",), False, False),
    ("Port Elm County", ("place/elm-county",), False, False),
    ("Elmstead", ("place/elmstead-a", "place/elmstead-b"), False, False),
    ("St. Odo", ("place/odo",), False, False),
    ("Prince Olaf's Bay", ("place/olaf",), False, False),
    ("Normal", ("place/normal",), False, True),
    ("Elm.", ("place/elm-state",), False, False),
    ("Oak", ("place/oak",), False, False),
]
TRIE = NameTrie(NAMES)


@dataclass(frozen=True)
class Case:
    why: str
    text: str
    want: list[tuple[str, str]]


CASES = [
    Case("an acronym in its own case", "ICE said so.", [("ICE", "agency/ice")]),
    Case("ice is no acronym", "There was ice on the road. Ice, too.", []),
    Case("a dotted acronym is the same", "I.C.E. agents", [("I.C.E.", "agency/ice")]),
    Case("a possessive ends the name", "ICE’s letter", [("ICE", "agency/ice")]),
    Case("the longest name wins", "in Port Elm County today", [("Port Elm County", "place/elm-county")]),
    Case("the shorter name where the longer breaks off", "in Port Elm, County Hall", [("Port Elm", "place/elm")]),
    Case(
        "a long name of a body in lower case",
        "the bureau of harbor and river safety",
        [("bureau of harbor and river safety", "agency/bhrs")],
    ),
    Case(
        "an ampersand is and",
        "Bureau of Harbor & River Safety",
        [("Bureau of Harbor & River Safety", "agency/bhrs")],
    ),
    Case("US and U.S. are one", "the US Lantern Service", [("US Lantern Service", "agency/lantern")]),
    Case("a place in lower case is none", "a port elm grew", []),
    Case("a dateline in capitals", "PORT ELM — The mayor", [("PORT ELM", "place/elm")]),
    Case("a full stop divides sentences", "We left the Port. Elm trees stood there.", []),
    Case("an abbreviation's stop does not", "St. Odo and St Odo", [("St. Odo", "place/odo"), ("St Odo", "place/odo")]),
    Case("a line break inside a name", "Port\nElm", [("Port Elm".replace(" ", "\n"), "place/elm")]),
    Case("a paragraph break is none", "the Port\n\n\n\nElm", []),
    Case("an apostrophe of either kind", "Prince Olaf’s Bay", [("Prince Olaf’s Bay", "place/olaf")]),
    Case("an abbreviation needs its stop", "Elm trees in Quay, Elm.", [("Elm.", "place/elm-state")]),
    Case("part of a word is no name", "Oakland and Oak", [("Oak", "place/oak")]),
    Case("nothing in an empty text", "", []),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_scan(case: Case) -> None:
    hits = TRIE.scan(case.text)
    assert [(hit.span.of(case.text), hit.row_ids[0]) for hit in hits] == case.want


def test_scan_gives_every_candidate_and_marks_weak_names() -> None:
    first, second = TRIE.scan("Elmstead is Normal")
    assert first.row_ids == ("place/elmstead-a", "place/elmstead-b")
    assert (first.weak, second.weak) == (False, True)


@given(st.lists(st.sampled_from(["Port Elm", "ICE", "St. Odo", "and", ", ", ". ", "\n", "Elmstead", "’s", "Ö", " "])))
def test_hits_are_verbatim_ordered_and_apart(parts: list[str]) -> None:
    text = " ".join(parts)
    hits = TRIE.scan(text)
    for hit in hits:
        assert 0 <= hit.span.start < hit.span.end <= len(text)
        assert hit.row_ids
    assert all(a.span.end <= b.span.start for a, b in pairwise(hits))


@given(st.text(max_size=200))
def test_words_lie_where_they_say(text: str) -> None:
    for word in split_words(text):
        covered = text[word.start : word.end]
        assert word.written == ("and" if covered == "&" else covered.replace(".", ""))


def test_a_hostile_line_takes_linear_time() -> None:
    assert len(TRIE.scan("Port " * 100_000 + "Elm")) == 1
