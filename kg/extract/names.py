"""Mentions by name: runs of capitalised words, sorted by gazetteer, by the word that says what they are, by context."""

from kg.extract.candidates import PEOPLE, Candidate
from kg.extract.name_numbers import VERSUS
from kg.extract.name_runs import find_runs
from kg.extract.name_sorting import sort_run
from kg.extract.name_view import NameView
from kg.extract.phrases import list_words


def find_names(view: NameView) -> list[Candidate]:
    """Find the names of one sentence.

    Args:
        view: The sentence with its gazetteer hits, its dates' words, the article's name book and `find_numbered`.

    Returns:
        Candidates by words, first the numbered instruments, then the runs in reading order. Names nest: "Adams
        County" stands beside "Adams County officials". Forms of address are left out: "Mr. Roe" is "Roe".
    """
    found = [one for one in view.numbered if not _is_inside_hit(view, one)]
    taken = {index for one in found for index in range(one.first, one.last)}
    for first, last in find_runs(view, taken):
        found += sort_run(view, first, last)
    for one in view.numbered:
        if one.kind == "LegalCase":
            found += _list_parties(view, one)
        elif any(view.tokens[at].lower == "of" for at in range(one.first, one.last)):
            after = next(at for at in range(one.first, one.last) if view.tokens[at].lower == "of") + 1
            found += _list_parties(view, one.widen(first=after))
    return [_strip_address(view, one) for one in found]


def _is_inside_hit(view: NameView, one: Candidate) -> bool:
    """Whether a state's letters are the end of a known name: "Washington, DC"."""
    hit = view.hit_at.get(one.first)
    return one.rule == "postal/state" and hit is not None and hit.first < one.first and one.last <= hit.last


def _list_parties(view: NameView, case: Candidate) -> list[Candidate]:
    """The names inside a case's: "Roe" and "Adams County" in "Roe v. Adams County"."""
    taken = set(range(case.first)) | set(range(case.last, len(view.tokens)))
    taken |= {at for at in range(case.first, case.last) if view.tokens[at].lower in VERSUS}
    found = [one for first, last in find_runs(view, taken) for one in sort_run(view, first, last)]
    return [one for one in found if case.covers(one)]


def _strip_address(view: NameView, one: Candidate) -> Candidate:
    """Leave a form of address before a name out: "Mr. Roe" is "Roe"; "Dr. Roe" keeps what she is."""
    first = one.first
    while one.type in PEOPLE and first + 1 < one.last and view.tokens[first].lower in list_words("addresses"):
        first += 1
    return one.widen(first=first)
