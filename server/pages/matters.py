"""The matters that the articles are about: which articles belong together, and who the parties are."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from server.pages.inquiry import Inquiry
from server.results import Row

_SHARED = 2  # things in common that make two articles speak of one matter
_PARTIES = 4
_COMMON = 50  # a thing that so many articles name says little of what each is about


@dataclass(frozen=True, slots=True)
class Matter:
    """Articles that speak of the same people, papers and cases; the bodies that make claims in them; the demands."""

    name: str
    articles: list[Row]
    parties: list[tuple[Any, str]]
    demands: list[tuple[Any, str]]


def list_matters(inquiry: Inquiry, articles: list[Row]) -> list[Matter]:
    """Return the matters, those with most articles first.

    Two articles speak of one matter where they share two or more people, papers or cases; an article
    that shares them with none is a matter of its own if bodies make claims in it.
    """
    things: dict[Any, set[Any]] = defaultdict(set)
    individuals = {row["thing"] for row in inquiry.ask("individuals")}
    for row in inquiry.ask("shared"):
        if row["thing"] in individuals:
            things[row["thing"]].add(row["article"])
    together: Counter[tuple[Any, Any]] = Counter()
    for members in things.values():
        if 1 < len(members) < _COMMON:
            together.update(combinations(sorted(members), 2))
    group = {row["article"]: row["article"] for row in articles}

    def find(article: Any) -> Any:  # noqa: ANN401 -- terms of the graph
        while group[article] != article:
            article = group[article]
        return article

    for (one, other), count in together.items():
        if count >= _SHARED and one in group and other in group:
            group[find(one)] = find(other)
    wider: dict[Any, set[Any]] = defaultdict(set)
    for row in inquiry.ask("wider"):
        wider[row["body"]].add(row["wider"])
    bodies = _leave_out_wider(inquiry.ask("parties"), wider)
    sides = {row["body"]: wider[row["body"]] or {row["body"]} for row in bodies}
    parties, demands = _count(bodies, "body", "claims"), _count(inquiry.ask("demands"), "kind", "mentions")
    members_of: dict[Any, list[Row]] = defaultdict(list)
    for row in articles:
        members_of[find(row["article"])].append(row)
    found = [_make(members, parties, demands, sides) for members in members_of.values()]
    return sorted((one for one in found if one.parties), key=lambda one: (-len(one.articles), one.name))


def _leave_out_wider(rows: list[Row], wider: dict[Any, set[Any]]) -> list[Row]:
    """Leave out bodies of which a part speaks in the same article: who speaks for a part speaks for the whole."""
    within: dict[Any, set[Any]] = defaultdict(set)
    for row in rows:
        within[row["article"]] |= wider[row["body"]]
    return [row for row in rows if row["body"] not in within[row["article"]]] or rows


def _count(rows: list[Row], key: str, count: str) -> dict[Any, Counter[tuple[Any, str]]]:
    found: dict[Any, Counter[tuple[Any, str]]] = defaultdict(Counter)
    for row in rows:
        found[row["article"]][row[key], str(row["label"])] += int(str(row[count]))
    return found


def _make(
    members: list[Row],
    parties: dict[Any, Counter[tuple[Any, str]]],
    demands: dict[Any, Counter[tuple[Any, str]]],
    sides: dict[Any, set[Any]],
) -> Matter:
    """Return the matter of some articles, named after its first party and the first of another government."""
    who, what = Counter[tuple[Any, str]](), Counter[tuple[Any, str]]()
    for row in members:
        who.update(parties[row["article"]])
        what.update(demands[row["article"]])
    bodies, papers = [one for one, _ in who.most_common()], [one for one, _ in what.most_common(3)]
    across = [one for one in bodies if not sides[one[0]] & sides[bodies[0][0]]]
    name = " and ".join(label for _, label in [*bodies[:1], *across[:1]])
    return Matter(name, members, bodies[:_PARTIES], papers)
