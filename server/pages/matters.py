"""The matters of the graph as pages show them: their parties, what is demanded, the articles that report them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from rdflib import Literal
from rdflib.term import Identifier

from server.pages.inquiry import Inquiry
from server.results import Row


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter: its parties, the kinds of demand in it, and its articles, the latest first, with how many there are."""

    iri: Identifier
    name: str
    parties: list[Row]
    demands: list[str]
    articles: list[Row]
    count: int


def list_matters(inquiry: Inquiry) -> list[Matter]:
    """Return the matters that most articles report; kg/convert/matters.py says what one is."""
    return _load(inquiry, inquiry.ask("matters", keep=True))


def load_matter(inquiry: Inquiry, matter: Identifier, name: str) -> Matter:
    """Return one matter; at most so many of its articles as queries/matter-articles.rq gives."""
    return _load(inquiry, [{"matter": matter, "label": Literal(name)}])[0]


def _load(inquiry: Inquiry, rows: list[Row]) -> list[Matter]:
    wanted = [row["matter"] for row in rows]
    parties = _gather(inquiry.ask("matter-parties", keep=True, matter=wanted))
    demands = _gather(inquiry.ask("matter-demands", keep=True, matter=wanted))
    articles = _gather(inquiry.ask("matter-articles", keep=True, matter=wanted))
    return [
        Matter(
            row["matter"],
            str(row["label"]),
            parties[row["matter"]],
            [str(one["label"]) for one in demands[row["matter"]]][:3],
            sorted(articles[row["matter"]], key=_find_day, reverse=True),
            int(str(row.get("articles", len(articles[row["matter"]])))),
        )
        for row in rows
    ]


def _gather(rows: list[Row]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["matter"]].append(row)
    return found


def _find_day(row: Row) -> str:
    return str(row.get("on") or row.get("to") or "")
