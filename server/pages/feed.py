"""`/feed` and `/feed/<path>`: the latest articles, or those about a matter or a thing, as an Atom feed (RFC 4287)."""

import xml.etree.ElementTree as ET

from flask import Blueprint, Response
from rdflib import URIRef

from server.describe import find_root
from server.pages.claims import load_labels_of
from server.pages.inquiry import Inquiry
from server.pages.words import clip, link_local, name_article, name_term
from server.resources import find_thing
from server.results import Row

blueprint = Blueprint("feed", __name__)

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 50
_UNKNOWN = "1970-01-01"  # an entry must have a day (section 4.2.15); this one says that nobody knows it


@blueprint.get("/feed")
def send_feed() -> Response:
    """Send the latest articles."""
    inquiry = Inquiry()
    return _respond(inquiry, "Polity: the latest articles", "/", inquiry.ask("articles", keep=True))


@blueprint.get("/feed/<path:path>")
def send_feed_of(path: str) -> Response:
    """Send the latest articles that concern a matter or name a thing."""
    thing = find_thing(path)
    inquiry = Inquiry()
    name = load_labels_of(inquiry, [thing]).get(thing, name_term(thing))
    rows = inquiry.ask("feed", thing=thing)
    latest = sorted(rows, key=lambda row: (_find_day(row), str(row["article"])), reverse=True)[:_MOST]
    titles = {row["article"]: row for row in inquiry.ask("titles", article=[row["article"] for row in latest])}
    return _respond(
        inquiry, f"Polity: {name}", link_local(thing), [{**row, **titles.get(row["article"], {})} for row in latest]
    )


def _respond(inquiry: Inquiry, title: str, page: str, rows: list[Row]) -> Response:
    root = find_root()
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _add(feed, "title", title)
    _add(feed, "id", root + page)
    _add(feed, "link", href=root + page)
    _add(feed, "updated", f"{max((_find_day(row) for row in rows), default=_UNKNOWN)}T00:00:00Z")
    _add(_add(feed, "author"), "name", "Polity")
    for row in rows:
        entry = _add(feed, "entry")
        iri = URIRef(row["article"])
        _add(entry, "title", name_article(row))
        _add(entry, "id", str(iri))
        _add(entry, "link", href=root + link_local(iri))
        _add(entry, "updated", f"{_find_day(row)}T00:00:00Z")
        _add(entry, "summary", clip(row.get("lead", ""), 240))
    ET.indent(feed)
    body = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    response = Response(body, mimetype="application/atom+xml")
    response.headers["Dataset-Version"] = str(inquiry.version)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _find_day(row: Row) -> str:
    """Return the last day on which an article can have been published."""
    return str(row.get("on") or row.get("to") or _UNKNOWN)[:10]


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    node = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    node.text = _leave_out_controls(text) if text else text
    return node


def _leave_out_controls(text: str) -> str:
    """Return a text without what XML cannot hold (XML 1.0, section 2.2).

    >>> _leave_out_controls("a\\x00b")
    'ab'
    """
    return "".join(one for one in text if (one >= " " and one not in "\ufffe\uffff") or one in "\t\n")
