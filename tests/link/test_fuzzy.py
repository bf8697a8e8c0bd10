"""The index of names: what it finds for misspelt names, and what holds for any names at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.link.fuzzy import NameIndex, compare_names, fold_for_search

NAMES = [
    "Harbor Commission",
    "Harbor Commission of Salem",
    "1st Circuit",
    "2nd Circuit",
    "Twelfth Precinct",
    "Zoë Ångström",
]
FOUND = [
    ("a letter left out", "Harbor Comission", "Harbor Commission"),
    ("two letters exchanged", "Habror Commission of Salem", "Harbor Commission of Salem"),
    ("a number in words", "Second Circuit", "2nd Circuit"),
    ("a number in figures", "12th Precinct", "Twelfth Precinct"),
    ("accents left out", "Zoe Angstrom", "Zoë Ångström"),
    ("family name first", "Ångström, Zoë", "Zoë Ångström"),
    ("an article before it", "The Harbor Commission", "Harbor Commission"),
]


@pytest.mark.parametrize(("name", "expected"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_found(name, expected):
    index = NameIndex([name] for name in NAMES)
    assert index.find(name)[0].name == expected


def test_another_number_is_another_thing():
    found = NameIndex([["1st Circuit"], ["2nd Circuit"]]).find("2nd Circut")
    assert found[0].name == "2nd Circuit"
    assert all(match.similarity < 80 for match in found[1:])


texts = st.text(max_size=30)


@given(st.lists(texts, min_size=1, max_size=20), st.integers(0, 19))
def test_a_name_as_it_is_finds_itself(names, at):
    name = names[at % len(names)]
    found = NameIndex([one] for one in names).find(name, limit=len(names))
    if fold_for_search(name):
        assert found[0].similarity == 100.0
        assert any(names[match.item] == name for match in found if match.similarity == 100.0)
    else:
        assert found == []


@given(texts, texts)
def test_likeness_is_the_same_both_ways_and_within_bounds(left, right):
    left, right = fold_for_search(left), fold_for_search(right)
    assert 0.0 <= compare_names(left, right) <= 100.0
    assert compare_names(left, right) == pytest.approx(compare_names(right, left), abs=2.0)


@given(st.text(st.characters(max_codepoint=126), max_size=30))
def test_folding_twice_changes_nothing(text):
    once = fold_for_search(text)
    assert fold_for_search(once) == once
