"""`/timeline`: events, words and papers in time, with bars where the day is not known."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, request
from rdflib.term import Identifier

from server.pages.axis import Axis, make_axis, read_day
from server.pages.choice import Choice
from server.pages.inquiry import Inquiry
from server.pages.render import respond_page
from server.pages.words import write_date
from server.results import Row

blueprint = Blueprint("timeline", __name__)

_PAGE = 150
_MOST_DAYS = 10_000  # as many as queries/timeline-days.rq gives
_WHAT = {"event": "event", "claim": "said", "paper": "issued", "article": "published"}
_FILTERS = ("party", "kind", "place", "matter")


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the timeline: its first and last possible day, and where its bar stands, in per cent."""

    row: Row
    sort: str
    what: str
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
    """Show the timeline, narrowed by `party`, `kind`, `place`, `matter` (IRIs) and `sort`, its rows from `after` on."""
    inquiry = Inquiry()
    of = Choice.read(request.args, _FILTERS)
    sorts = [name for name in request.args.getlist("sort") if name in _WHAT] or list(_WHAT)
    days = inquiry.ask("timeline-days", keep=True)
    kept = of.list_nodes(inquiry)
    dated: dict[Any, tuple[str, date, date]] = {}
    for row in days:
        first, last = read_day(row["from"]), read_day(row["to"])
        if first and last and first <= last and str(row["sort"]) in sorts and (kept is None or row["node"] in kept):
            dated.setdefault(row["node"], (str(row["sort"]), first, last))
    order = sorted(dated, key=lambda node: (dated[node][1], dated[node][2], str(node)))
    after = max(0, request.args.get("after", 0, type=int))
    shown = order[after : after + _PAGE]
    axis = make_axis([day for node in shown for day in dated[node][1:]])
    details: dict[Any, Row] = {}
    for row in inquiry.ask("timeline-details", node=shown):
        details.setdefault(row["node"], row)  # two agents make two rows
    choices: dict[str, list[tuple[Identifier, str]]] = {name: [] for name in _FILTERS}
    for row in inquiry.ask("timeline-choices", keep=True):
        choices[str(row["sort"])].append((row["thing"], str(row["label"])))
    return respond_page(
        "timeline.html",
        inquiry,
        items=[_make_item(details[node], *dated[node], axis) for node in shown if axis and node in details],
        ticks=axis.list_ticks() if axis else [],
        choices=choices,
        chosen=of.chosen,
        rest=of.write() + "".join(f"&sort={name}" for name in sorts if len(sorts) < len(_WHAT)),
        sorts=sorts,
        total=len(order),
        capped=len(days) >= _MOST_DAYS,
        most=_MOST_DAYS,
        after=after,
        page_size=_PAGE,
    )


def _make_item(row: Row, sort: str, first: date, last: date, axis: Axis) -> Item:
    begin = axis.place(first)
    width = round(axis.place(last + timedelta(days=1)) - begin, 2)
    when = write_date(first) if first == last else write_date(None, first, last)
    what = str(row.get("what", _WHAT[sort])) if sort == "event" else _WHAT[sort]
    return Item(row, sort, what, first, last, when, begin, max(width, 0.6))
