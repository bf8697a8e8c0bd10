"""Quads to take out and quads to put in, as one update: what Oxigraph carries out in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

Name = ox.NamedNode | ox.BlankNode
Functions = dict[ox.NamedNode, Callable[..., ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]]
_PLACES = ("subject", "predicate", "object", "graph_name")
_FUNCTION = "urn:polity:quad:"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a write does: quads taken out and put in, named graphs made and dropped."""

    removed: Sequence[ox.Quad] = ()
    added: Sequence[ox.Quad] = ()
    made: Sequence[Name] = ()
    dropped: Sequence[Name] = ()


def write_effect(effect: Effect) -> tuple[str, Functions]:
    """Return an update that has the effect, and the functions it calls.

    No notation of SPARQL names a blank node that is in the store, so a function gives those of the quads that have one.

    >>> a, b = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
    >>> text, functions = write_effect(Effect(added=[ox.Quad(a, b, ox.BlankNode("x"))]))
    >>> store = ox.Store()
    >>> store.update(text, custom_functions=functions)
    >>> [str(quad.object) for quad in store]
    ['_:x']
    """
    blank: list[ox.Quad] = []
    gone = set(effect.dropped)
    steps = [f"DROP SILENT GRAPH {name}" for name in effect.dropped]
    steps += _write_steps("DELETE", (quad for quad in effect.removed if quad.graph_name not in gone), blank)
    steps += [f"CREATE SILENT GRAPH {name}" for name in effect.made]
    steps += _write_steps("INSERT", effect.added, blank)
    functions: Functions = {
        ox.NamedNode(_FUNCTION + place): lambda number, place=place: getattr(blank[int(number.value)], place)
        for place in _PLACES
    }
    return ";\n".join(steps), functions if blank else {}


def _write_steps(verb: str, quads: Iterable[ox.Quad], blank: list[ox.Quad]) -> list[str]:
    ground: dict[str, list[str]] = {}
    special: dict[bool, list[int]] = {}
    for quad in quads:
        default = isinstance(quad.graph_name, ox.DefaultGraph)
        if all(isinstance(getattr(quad, place), ox.NamedNode | ox.Literal | ox.DefaultGraph) for place in _PLACES):
            graph = "" if default else str(quad.graph_name)
            ground.setdefault(graph, []).append(f"{quad.subject} {quad.predicate} {quad.object} .")
        else:
            special.setdefault(default, []).append(len(blank))
            blank.append(quad)
    steps = []
    for graph, lines in ground.items():
        data = " ".join(lines)
        steps.append(f"{verb} DATA {{ GRAPH {graph} {{ {data} }} }}" if graph else f"{verb} DATA {{ {data} }}")
    for default, numbers in special.items():
        template = "?subject ?predicate ?object" if default else "GRAPH ?graph_name { ?subject ?predicate ?object }"
        places = _PLACES[:3] if default else _PLACES
        binds = " ".join(f"BIND(<{_FUNCTION}{place}>(?n) AS ?{place})" for place in places)
        steps.append(f"{verb} {{ {template} }} WHERE {{ VALUES ?n {{ {' '.join(map(str, numbers))} }} {binds} }}")
    return steps
