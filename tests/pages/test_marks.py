"""Marks in a text: they nest, cross, end with paragraphs, and the text stays a text."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.pages.marks import Mark, write_marked


def strip(html):
    """The text that a browser would show, marks' own signs taken out."""
    return unescape(re.sub(r"<a class=\"handle.*?</a>|<[^>]*>", "", html))


ROWS = [
    ("a lone mark is a link", "ICE said so", [(0, 3, "m", "t")], 1, 0),
    ("an outer mark begins with its sign", "ICE said so", [(0, 3, "m", "t"), (0, 11, "c", "u")], 1, 1),
    ("crossing marks are both drawn", "one two three", [(0, 7, "a", "t"), (4, 13, "b", "u")], 0, 2),
    ("a sentence without a card has no link", "one two", [(0, 7, "s", "")], 0, 0),
    ("the same stretch twice gives two ways in", "one", [(0, 3, "a", "t"), (0, 3, "b", "u")], 1, 1),
    ("what lies outside of the text is left out", "one", [(2, 9, "a", "t"), (-1, 2, "b", "u")], 0, 0),
]


@pytest.mark.parametrize(("text", "spans", "links", "signs"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_marks(text, spans, links, signs):
    html = str(
        write_marked(text, [Mark(a, b, kind, f"i{n}", to, sign="#") for n, (a, b, kind, to) in enumerate(spans)])
    )
    assert strip(html) == text
    assert (html.count('<a class="mark'), html.count('<a class="handle')) == (links, signs)


def test_a_mark_over_two_paragraphs_is_one_link():
    html = str(write_marked("one\n\ntwo", [Mark(0, 8, "c", "i", "t")]))
    assert (html.count("<p "), html.count("<a "), html.count('id="i"')) == (2, 1, 1)


TEXTS = st.text(alphabet="ab <>&\"'\n\u202e\u05d0", min_size=1, max_size=40)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_any_marks_leave_the_text_and_balance(text, spans):
    marks = [Mark(a, b, "k", f"i{n}", "t" * (n % 3), sign="#") for n, (a, b) in enumerate(spans)]
    html = str(write_marked(text, marks))
    assert re.sub(r"\s+", "", strip(html)) == re.sub(r"\s+", "", text)
    open_tags = []
    for close, name in re.findall(r"<(/?)(p|a|span)\b", html):
        if close:
            assert open_tags.pop() == name
        else:
            assert not (name == "a" and "a" in open_tags)
            open_tags.append(name)
    assert not open_tags
    assert len(re.findall(r'id="([^"]*)"', html)) == len(set(re.findall(r'id="([^"]*)"', html)))
