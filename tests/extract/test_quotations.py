"""Quotation marks, as newspapers, agencies and mail programs set them."""

import time
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.quotations import find_quotations, split_paragraphs


class Case(NamedTuple):
    why: str
    text: str
    expected: list[str]


CASES = [
    Case("curly", "“We will appeal,” she said.", ["We will appeal,"]),
    Case("straight", '"We will appeal," she said. "Soon."', ["We will appeal,", "Soon."]),
    Case("straight, after a bracket", 'The fund ("the Trust") closed.', ["the Trust"]),
    Case("single as scare quotes", "They spoke of ‘scare tactics’.", ["scare tactics"]),
    Case("straight single", "They spoke of 'fake ballots' again.", ["fake ballots"]),
    Case("apostrophes are no marks", "It’s the workers’ choice, isn't it?", []),
    Case("an elision is no mark", "Back in the ’90s, rock ’n’ roll, they told ’em.", []),
    Case("a plural inside single marks", "‘the workers’ rights’ came first", ["the workers’ rights"]),
    Case("a contraction inside single marks", "‘We don’t know,’ he said.", ["We don’t know,"]),
    Case("single in double", "“She said ‘never’ to me,” he said.", ["She said ‘never’ to me,", "never"]),
    Case("double in single", "‘They call it “reform”,’ he said.", ["They call it “reform”,", "reform"]),
    Case("a closing mark turned round", "The “reform“ failed, they said.", ["reform"]),
    Case("a lost closing mark", "“The plan failed, he said.", ["The plan failed, he said."]),
    Case("a lost closing mark before another", "“It failed, he said. “It is over.”", ["It is over."]),
    Case("a lost opening mark", "It failed,” he said. “It is over.”", ["It is over."]),
    Case("a speech over two paragraphs", "“One.\n\n“Two,” he said.", ["One.", "Two,"]),
    Case("wrapped lines", "He said “the city\nwill pay” for it.", ["the city\nwill pay"]),
    Case("an empty pair", "Nothing “” here.", []),
    Case("inches", 'A 6" pipe burst.', []),
    Case("guillemets", "«Non», said the minister.", ["Non"]),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.why)
def test_quotations(case: Case) -> None:
    assert [q.content.of(case.text) for q in find_quotations(case.text)] == case.expected


def test_only_the_first_of_two_paragraphs_continues() -> None:
    found = find_quotations("“One.\n\n“Two,” he said. “Three.")
    assert [(q.continues, q.closed) for q in found] == [(True, False), (False, True), (False, False)]


@given(st.text(alphabet="ab s.,\n“”‘’\"'(—", max_size=60))
def test_quotations_nest_and_stay_inside(text: str) -> None:
    found = find_quotations(text)
    assert found == find_quotations(text)
    for q in found:
        assert 0 <= q.span.start < q.content.start < q.content.end <= q.span.end <= len(text)
        for other in found:
            assert not q.span.overlaps(other.span) or q.span.holds(other.span) or other.span.holds(q.span)


@given(st.text(alphabet="ab A.\n\r ", max_size=40))
def test_paragraphs_lose_nothing_but_white_space(text: str) -> None:
    assert "\n".join(p.of(text) for p in split_paragraphs(text)).split() == text.split()


@pytest.mark.parametrize(
    "text",
    ["“" * 10_000 + "x" + "”" * 10_000, "“" * 20_000, "‘s’ " * 10_000, "\"'" * 20_000, "“a\n" * 10_000],
    ids=["nested", "never closed", "plurals", "mixed", "a paragraph each"],
)
def test_hostile_marks_take_linear_time(text: str) -> None:
    def measure(sample: str) -> float:
        begin = time.perf_counter()
        find_quotations(sample)
        return time.perf_counter() - begin

    measure(text)
    assert measure(text) < 1.5
