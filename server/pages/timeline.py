"""`/timeline`: events, words and papers in time, with bars where the day is not known."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, request
from rdflib import URIRef
from rdflib.term import Identifier

from kg.errors import UnknownNameError
from kg.iri import ID
from kg.prefixes import expand_iri
from server.pages.axis import Axis, make_axis, read_day
from server.pages.inquiry import Inquiry
from server.pages.render import respond_page
from server.pages.words import write_date
from server.results import Row

blueprint = Blueprint("timeline", __name__)

_PAGE = 150
_SORTS = ("event", "claim", "paper", "article")
_FILTERS = ("party", "kind", "place")


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the timeline: its first and last possible day, and where its bar stands, in per cent."""

    row: Row
    first: date
    last: date
    when: str
    x: float
    width: float

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last


@blueprint.get("/timeline")
def show_timeline() -> Response:
    """Show the timeline, narrowed by `party`, `kind`, `place` (IRIs) and `sort`, its rows from `after` on."""
    inquiry = Inquiry()
    chosen = {name: _read_choice(request.args.get(name, "")) for name in _FILTERS}
    sorts = [name for name in request.args.getlist("sort") if name in _SORTS] or list(_SORTS)
    rows = [row for row in _fold(inquiry.ask("timeline")) if str(row["sort"]) in sorts]
    for name, thing in chosen.items():
        if thing is not None:
            kept = {row["node"] for row in inquiry.ask(f"timeline-{name}", thing=thing)}
            rows = [row for row in rows if row["node"] in kept]
    after = max(0, request.args.get("after", 0, type=int))
    dated = [(row, days) for row in rows if (days := _read_days(row))]
    shown = dated[after : after + _PAGE]
    axis = make_axis([day for _, days in shown for day in days])
    choices: dict[str, list[tuple[Identifier, str]]] = {name: [] for name in _FILTERS}
    for row in inquiry.ask("timeline-choices"):
        choices[str(row["sort"])].append((row["thing"], str(row["label"])))
    return respond_page(
        "timeline.html",
        inquiry,
        items=[_make_item(row, days, axis) for row, days in shown if axis],
        ticks=axis.list_ticks() if axis else [],
        choices=choices,
        chosen={name: str(thing or "") for name, thing in chosen.items()},
        sorts=sorts,
        total=len(dated),
        after=after,
        page_size=_PAGE,
    )


def _read_choice(text: str) -> URIRef | None:
    """Return the thing that a filter names: an IRI, or the path of one of Polity's things."""
    if not text.strip():
        return None
    try:
        return expand_iri(text.strip())
    except UnknownNameError:
        return expand_iri(ID + text.strip())


def _fold(rows: list[Row]) -> list[Row]:
    """Return each thing once: two agents make two rows."""
    found: dict[Any, Row] = {}
    for row in rows:
        found.setdefault(row["node"], row)
    return list(found.values())


def _read_days(row: Row) -> tuple[date, date] | None:
    first = read_day(row.get("on", row.get("from")))
    last = read_day(row.get("on", row.get("to")))
    return (first, last) if first and last and first <= last else None


def _make_item(row: Row, days: tuple[date, date], axis: Axis) -> Item:
    first, last = days
    begin = axis.place(first)
    width = round(axis.place(last + timedelta(days=1)) - begin, 2)
    return Item(row, first, last, write_date(row.get("on"), row.get("from"), row.get("to")), begin, max(width, 0.6))
