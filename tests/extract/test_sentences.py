"""Sentences, words, their parts of speech and dictionary forms."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.sentences import analyse_text


class Case(NamedTuple):
    why: str
    text: str
    sentences: list[str]


CASES = [
    Case("a title with a stop ends nothing", "Sen. Roe spoke. Gov. Park left.", ["Sen. Roe spoke.", "Gov. Park left."]),
    Case("a date's month ends nothing", "It began Jan. 10. It ended.", ["It began Jan. 10.", "It ended."]),
    Case(
        "a country's stop ends where a sentence opens",
        "He left the U.S. The court met.",
        ["He left the U.S.", "The court met."],
    ),
    Case("and not inside a name", "The U.S. District Court met.", ["The U.S. District Court met."]),
    Case("a case has one sentence", "They cite Roe v. Adams County.", ["They cite Roe v. Adams County."]),
    Case("initials", "J. B. Roe met A. Park.", ["J. B. Roe met A. Park."]),
    Case("numbers of laws", "See No. 4 of it. Go.", ["See No. 4 of it.", "Go."]),
    Case("a closing quote belongs to its sentence", "“Go.” She left.", ["“Go.”", "She left."]),
    Case("a quotation of two sentences", "“It is so. We go,” he said.", ["“It is so.", "We go,” he said."]),
    Case("a question goes on to its speaker", "“Why now?” Roe asked.", ["“Why now?” Roe asked."]),
    Case("straight quotes", '"Go." She left.', ['"Go."', "She left."]),
    Case("a line break ends a paragraph", "No stop\nNext one", ["No stop", "Next one"]),
    Case("but not a wrapped line", "It was\nlate today.", ["It was\nlate today."]),
    Case("a web address has dots", "See example.com. Go.", ["See example.com.", "Go."]),
    Case("a decimal", "It cost $1.5 million. Go.", ["It cost $1.5 million.", "Go."]),
    Case("nothing but blanks", " \n ", []),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_sentences(case: Case) -> None:
    found = [sentence.span.of(case.text) for sentence in analyse_text(case.text)]
    assert found == case.sentences


TAGS = [
    ("an infinitive", "They asked a judge to order the sale.", "order", "VB"),
    ("a noun after its article", "They read the order.", "order", "NN"),
    ("a plural after a name is a verb before an object", "Roe orders the sale.", "orders", "VBZ"),
    ("a plural after a number is a noun", "They read four orders.", "orders", "NNS"),
    ("negated", "They do not request help.", "request", "VB"),
    ("a possessive", "The city’s plan.", "’s", "POS"),
    ("a short is", "It’s late.", "’s", "VBZ"),
    ("passive", "It was issued.", "issued", "VBN"),
    ("past", "The court issued it.", "issued", "VBD"),
    ("a pronoun of pointing", "That request failed.", "That", "DT"),
]


@pytest.mark.parametrize(("why", "text", "word", "tag"), TAGS, ids=[row[0] for row in TAGS])
def test_tags(why: str, text: str, word: str, tag: str) -> None:
    (sentence,) = analyse_text(text)
    assert next(token.pos for token in sentence.tokens if token.text == word) == tag, why


LEMMAS = [
    ("subpoenaed", "subpoena"),
    ("complied", "comply"),
    ("suing", "sue"),
    ("sent", "send"),
    ("denies", "deny"),
    ("overruled", "overrule"),
]


@pytest.mark.parametrize(("form", "lemma"), LEMMAS)
def test_lemmas(form: str, lemma: str) -> None:
    from kg.extract.tokens import find_lemma

    pos = "VBZ" if form.endswith("s") else "VBG" if form.endswith("ing") else "VBD"
    assert find_lemma(form, pos) == lemma


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=300))
def test_tokens_are_the_text_in_order(text: str) -> None:
    position = 0
    for sentence in analyse_text(text):
        for token in sentence.tokens:
            assert token.text == token.span.of(text)
            assert token.span.start >= position
            assert not text[position : token.span.start].strip()
            position = token.span.end
    assert not text[position:].strip()
