"""Names, money, durations and citations as newspapers write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.values.docket import clean_citation, compare_citations, find_citations
from kg.values.duration import (
    compare_durations,
    find_durations,
    find_prison_terms,
    read_duration_norm,
    write_duration,
)
from kg.values.money import find_money, read_money_norm, write_money
from kg.values.name import clean_name, compare_names, parse_name
from kg.values.number import read_number

# (text, post, first, last, suffix, acting, former)
NAMES = [
    ("Jane Doe", None, "Jane", "Doe", None, False, False),
    ("Jane Q. Doe Jr.", None, "Jane", "Doe", "Jr.", False, False),
    ("Doe, Jane Q.", None, "Jane", "Doe", None, False, False),
    ("Mr. Doe", "Mr.", None, "Doe", None, False, False),
    ("Mayor Ana de la Cruz", "Mayor", "Ana", "de la Cruz", None, False, False),
    ("De Blasio", None, None, "De Blasio", None, False, False),
    ("acting water board director Jane Doe", "water board director", "Jane", "Doe", None, True, False),
    ("former Gov. John Roe", "Gov.", "John", "Roe", None, False, True),
    ("U.S. District Judge Ann Poe", "U.S. District Judge", "Ann", "Poe", None, False, False),
    ("Lt. Gov. Ann Poe", "Lt. Gov.", "Ann", "Poe", None, False, False),
    ("the city’s spokeswoman Ann Poe’s", "city’s spokeswoman", "Ann", "Poe", None, False, False),
    ("Ludwig van Beethoven III", None, "Ludwig", "van Beethoven", "III", False, False),
    ("J.D. Roe", None, "J.D.", "Roe", None, False, False),
    ("William “Bill” Roe", None, "William", "Roe", None, False, False),
    ("John Roe, M.D.", None, "John", "Roe", "M.D.", False, False),
    ("the mayor", None, None, None, None, None, None),
    ("Judge", None, None, None, None, None, None),
    ("", None, None, None, None, None, None),
]  # fmt: skip


@pytest.mark.parametrize("row", NAMES, ids=[row[0] for row in NAMES])
def test_parse_name(row: tuple[str, str | None, str | None, str | None, str | None, bool, bool]) -> None:
    text, post, first, last, suffix, acting, former = row
    name = parse_name(text)
    if last is None:
        assert name is None
        return
    assert name is not None
    assert (name.post, name.first, name.last, name.suffix) == (post, first, last, suffix)
    assert (name.acting, name.former) == (acting, former)


COMPARED = [
    ("the same name in full", "Jane Doe", "Jane Doe", 1.0, 1.0),
    ("a short form", "Bob Roe", "Robert Roe", 0.9, 1.0),
    ("an initial", "J. Roe", "Jane Roe", 0.85, 0.95),
    ("a middle initial more", "Jane Roe", "Jane Q. Roe", 1.0, 1.0),
    ("middle initials that differ", "Jane P. Roe", "Jane Q. Roe", 0.0, 0.5),
    ("a surname alone", "Roe", "Jane Roe", 0.6, 0.6),
    ("a particle written large", "De Blasio", "Bill de Blasio", 0.6, 0.6),
    ("a title on one side", "Mayor Jane Roe", "Jane Roe", 1.0, 1.0),
    ("accents lost", "Nydia Velazquez", "Nydia Velázquez", 1.0, 1.0),
    ("half of a double surname", "Ana Doe-Roe", "Ana Roe", 0.85, 0.95),
    ("two generations", "John Roe Jr.", "John Roe Sr.", 0.0, 0.0),
    ("two given names", "Jane Roe", "Mary Roe", 0.0, 0.0),
    ("two surnames", "Jane Roe", "Jane Doe", 0.0, 0.0),
    ("one letter wrong in a long surname", "Jane Albence", "Jane Albenze", 0.7, 0.8),
    ("one letter between short surnames", "Jane Ross", "Jane Moss", 0.0, 0.0),
]


@pytest.mark.parametrize(("why", "first", "second", "low", "high"), COMPARED, ids=[row[0] for row in COMPARED])
def test_compare_names(why: str, first: str, second: str, low: float, high: float) -> None:
    one, two = parse_name(first), parse_name(second)
    assert one is not None
    assert two is not None
    assert low <= compare_names(one, two) <= high, why
    assert compare_names(one, two) == compare_names(two, one)


MONEY = [
    ("fined $1.5 million", ["USD 1500000"]),
    ("a $86,500 grant", ["USD 86500"]),
    ("from $5 million to $10 million", ["USD 5000000", "USD 10000000"]),
    ("€3,000 and £20bn", ["EUR 3000", "GBP 20000000000"]),
    ("twenty million dollars", ["USD 20000000"]),
    ("a $25-a-day fee", ["USD 25"]),
    ("50 cents a gallon", ["USD 0.5"]),
    ("a $2 trillion law", ["USD 2000000000000"]),
    ("a 10-pound bag of 5 million people", []),
    ("Section 5, 2020", []),
]


@pytest.mark.parametrize(("text", "norms"), MONEY, ids=[row[0] for row in MONEY])
def test_find_money(text: str, norms: list[str]) -> None:
    found = find_money(text)
    assert [money.norm for money in found] == norms
    for money in found:
        assert read_money_norm(money.norm).norm == money.norm
        assert write_money(money).ill_typed is False


TERMS = [
    ("words, years and months", "two years and six months in federal prison", [("P2Y6M", "prison", "")]),
    ("two people, two terms", "A got 5 years in prison; B got 7 months in prison.",
     [("P5Y", "prison", ""), ("P7M", "prison", "")]),
    ("probation is no prison", "three years of probation", [("P3Y", "probation", "")]),
    ("both in one sentence", "30 months in prison and three years of supervised release",
     [("P30M", "prison", ""), ("P3Y", "supervised_release", "")]),
    ("a sentence without the word prison", "He was sentenced to 10 years.", [("P10Y", "prison", "")]),
    ("an upper bound", "faces up to 20 years in prison", [("P20Y", "prison", "at most")]),
    ("an adjective", "an 18-month prison sentence", [("P18M", "prison", "")]),
    ("hours of work", "200 hours of community service", [("PT200H", "community_service", "")]),
    ("a deadline", "within 30 days of the order", [("P30D", "", "")]),
    ("weeks", "for two weeks", [("P2W", "", "")]),
    ("no number, no term", "several years in prison, or life in prison", []),
    ("an age is none", "a 92-year-old woman", []),
    ("a date is none", "two years ago", []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "expected"), TERMS, ids=[row[0] for row in TERMS])
def test_find_durations(why: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = find_durations(text)
    assert [(term.norm, term.kind, term.bound) for term in found] == expected, why
    for term in found:
        assert compare_durations(read_duration_norm(term.norm), term)
        assert write_duration(term).ill_typed is False
    assert len(find_prison_terms(text)) == sum(kind == "prison" for _, kind, _ in expected)


CITATIONS = [
    ("8 U.S.C. § 1373(a)", "statute", "8 U.S.C. § 1373(a)"),
    ("8 USC 1373", "statute", "8 U.S.C. § 1373"),
    ("Title 8, Section 1373 of the U.S. Code", "statute", "8 U.S.C. § 1373"),
    ("Section 1373", "section", "§ 1373"),
    ("8 C.F.R. § 287.7", "regulation", "8 C.F.R. § 287.7"),
    ("Executive Order 13768", "executive_order", "E.O. 13768"),
    ("Executive Order No. 13,768", "executive_order", "E.O. 13768"),
    ("H.R. 1", "bill", "H.R. 1"),
    ("Senate Bill 54", "bill", "S.B. 54"),
    ("SB 54", "bill", "S.B. 54"),
    ("S. 744", "bill", "S. 744"),
    ("H.J. Res. 46", "resolution", "H. J. Res. 46"),
    ("House Resolution 755", "resolution", "H. Res. 755"),
    ("Public Law 116-136", "public_law", "Pub. L. 116-136"),
    ("Proposition 187", "proposition", "Proposition 187"),
    ("No. 20-cv-1234", "docket", "20-cv-01234"),
    ("Case No. 1:20-cv-01234-ABC", "docket", "1:20-cv-01234"),
    ("No. 19-1257", "docket", "19-1257"),
    ("576 U.S. 644", "case_report", "576 U.S. 644"),
]


@pytest.mark.parametrize(("text", "kind", "norm"), CITATIONS, ids=[row[0] for row in CITATIONS])
def test_find_citations(text: str, kind: str, norm: str) -> None:
    sentence = f"The judge cited {text} on Monday."
    (found,) = find_citations(sentence)
    assert (found.kind, found.norm) == (kind, norm)
    assert found.span.of(sentence) == text
    assert clean_citation(text) == norm
    assert compare_citations(text, text)


@pytest.mark.parametrize(
    "text", ["the U.S. 54 times", "in 2020, 50 people", "Jan. 10, 2020", "at 9:30 a.m.", "No. 1 pick"]
)
def test_no_citation(text: str) -> None:
    assert find_citations(text) == ()


@pytest.mark.parametrize("text", ["", "some", "$"])
def test_no_number(text: str) -> None:
    with pytest.raises(InputError):
        read_number(text)


ANY = st.text(max_size=120) | st.lists(
    st.sampled_from(
        "$ 5 1,000 million two years and months in prison No. 20-cv-1 § Section 8 U.S.C. H.R. dollars a".split()
    )
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_any_text_gives_ordered_spans(text: str) -> None:
    for find in (find_money, find_durations, find_citations):
        end = 0
        for found in find(text):
            assert end <= found.span.start < found.span.end <= len(text)
            end = found.span.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_name_or_none(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(clean_name(clean_name(text)))
    name = parse_name(text)
    if name is not None:
        assert name.last
        assert compare_names(name, name) in (0.6, 1.0)
