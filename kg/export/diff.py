"""What one dataset gained, lost and changed against another, with the sentences that bear it out."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from kg.export.statements import Row, sort_statements
from kg.terms import NS

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_OA = "http://www.w3.org/ns/oa#"
_PARTS = {f"<{_RDF}{name}>": place for place, name in enumerate(("subject", "predicate", "object"))}
_EVIDENCE, _SELECTOR, _EXACT = f"<{NS}evidence>", f"<{_OA}hasSelector>", f"<{_OA}exact>"
# Nodes that only record where something stands: they move with every edit of a text and say nothing by themselves.
_RECORDS = {f"<{NS}{name}>" for name in ("Evidence", "Mention", "Assertion")} | {
    f"<{_OA}{name}>" for name in ("TextPositionSelector", "TextQuoteSelector")
}
_TYPE = f"!<{_RDF}type>"
Read = Callable[[], Iterable[ox.Quad]]


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that came, went, or has another value; terms as in N-Quads, "" for what is not there.

    `kind` is gained, lost or changed; `before` is the old value of a changed one. `quotations` are the sentences behind
    the statement: of the new dataset, or of the old one for a lost statement.
    """

    kind: str
    graph: str
    subject: str
    predicate: str
    object: str
    before: str = ""
    quotations: tuple[str, ...] = ()


def compare_datasets(old: Read, new: Read, *, records: bool = False) -> list[Change]:
    """Compare two datasets, graph by graph.

    Args:
        old: Yields the quads of the one; it is called twice.
        new: Likewise of the other.
        records: Also compare evidence, mentions and assertions, which only say where something stands.

    Returns:
        The changes by graph, subject and predicate. A property with one value lost and one gained has changed.
    """
    evidence = {"lost": _Evidence(old()), "gained": _Evidence(new())}
    found = _merge(sort_statements(old()), sort_statements(new()))
    changes: list[Change] = []
    for (graph, subject, predicate), group in groupby(found, key=lambda item: item[1][:3]):
        values: dict[str, list[str]] = {"lost": [], "gained": []}
        for kind, (*_, value) in group:
            values[kind].append(value)
        if not records and (evidence["lost"].is_record(subject) or evidence["gained"].is_record(subject)):
            continue
        about = (graph, subject, predicate.removeprefix("!"))
        if len(values["lost"]) == len(values["gained"]) == 1:
            (before,), (after,) = values["lost"], values["gained"]
            quotations = evidence["gained"].find(subject, about[2], after)
            changes.append(Change("changed", *about, after, before, quotations))
            continue
        changes.extend(
            Change(kind, *about, value, quotations=evidence[kind].find(subject, about[2], value))
            for kind in ("lost", "gained")
            for value in values[kind]
        )
    return changes


def _merge(old: Iterator[Row], new: Iterator[Row]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the rows that only one side has, in their order, each with "lost" or "gained"."""
    both = heapq.merge(((row, "lost") for row in old), ((row, "gained") for row in new))
    for row, sides in groupby(both, key=lambda item: item[0]):
        kinds = [kind for _, kind in sides]
        if len(kinds) == 1:
            yield kinds[0], tuple(row.split("\t"))


class _Evidence:
    """Finds the quotations behind a statement."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._records: set[str] = set()
        parts: defaultdict[str, list[str]] = defaultdict(lambda: ["", "", ""])
        links: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        exact: dict[str, str] = {}
        for quad in quads:
            subject, predicate = str(quad.subject), str(quad.predicate)
            if predicate in _PARTS:
                parts[subject][_PARTS[predicate]] = str(quad.object)
            elif predicate in (_EVIDENCE, _SELECTOR):
                links[predicate][subject].append(str(quad.object))
            elif predicate == _EXACT and isinstance(quad.object, ox.Literal):
                exact[subject] = quad.object.value
            elif f"!{predicate}" == _TYPE and str(quad.object) in _RECORDS:
                self._records.add(subject)
        self._quotations: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for node, nodes in links[_EVIDENCE].items():
            words = {exact[item] for one in nodes for item in links[_SELECTOR][one] if item in exact}
            self._quotations[(node,)] |= words
            if node in parts:
                self._quotations[tuple(parts[node])] |= words

    def is_record(self, subject: str) -> bool:
        return subject in self._records

    def find(self, subject: str, predicate: str, value: str) -> tuple[str, ...]:
        """Return the quotations of the statement's own assertions, or else of its subject (a claim, an event)."""
        for key in ((subject, predicate, value), (subject,)):
            if words := self._quotations.get(key):
                return tuple(sorted(words))
        return ()
