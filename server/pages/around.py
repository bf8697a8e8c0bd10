"""`/around/<path>`: a thing and what it is joined with, as a table and, with JavaScript, as a picture of it."""

from dataclasses import dataclass

from flask import Blueprint, Response
from rdflib.term import Identifier

from server.pages.inquiry import Inquiry
from server.pages.render import respond_page
from server.pages.words import name_term
from server.resources import find_thing

blueprint = Blueprint("around", __name__)

_MOST_NODES = 500
_AMONG = 80


@dataclass(frozen=True, slots=True)
class Edge:
    """A triple between two things, with their names."""

    s: Identifier
    p: Identifier
    o: Identifier
    s_name: str
    o_name: str
    inferred: bool


@blueprint.get("/around/<path:path>")
def show_around(path: str) -> Response:
    """Show a thing's neighbours."""
    thing = find_thing(path)
    inquiry = Inquiry()
    names: dict[Identifier, str] = {}
    triples: dict[tuple[Identifier, Identifier, Identifier], bool] = {}
    for row in inquiry.ask("around", thing=thing):
        for end, label in (("s", "sLabel"), ("o", "oLabel")):
            names.setdefault(row[end], str(row.get(label) or name_term(str(row[end]))))
        triples[row["s"], row["p"], row["o"]] = str(row["asserted"]) == "false"
        if len(names) >= _MOST_NODES:
            break
    near = [one for one in names if one != thing][:_AMONG]
    for row in inquiry.ask("between", s=near, o=near) if near else []:
        triples.setdefault((row["s"], row["p"], row["o"]), str(row["asserted"]) == "false")
    edges = [Edge(s, p, o, names[s], names[o], inferred) for (s, p, o), inferred in triples.items()]
    return respond_page(
        "around.html",
        inquiry,
        thing=thing,
        path=path,
        name=names.get(thing, name_term(thing)),
        edges=edges,
        nodes=len(names),
    )


def find_kind(iri: str) -> str:
    """Return how a thing is drawn: "claim", "paper" or "thing".

    >>> find_kind("https://w3id.org/polity/id/article/a1/claim/c0")
    'claim'
    """
    parts = str(iri).split("/")
    if "claim" in parts or "event" in parts:
        return "claim"
    return "paper" if "entity" in parts or "instrument" in parts or "motion" in parts else "thing"
