"""Proposals of links to an RDF file, a SPARQL endpoint or a reconciliation service, each with a score and its evidence.

A proposal is never taken by itself: a person accepts it, and then it becomes skos:exactMatch, which says the same
without making a reasoner merge two descriptions as owl:sameAs would.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.client import Client
from kg.errors import AuthorityError, SourceError
from kg.link.fuzzy import NameIndex, compare_names, fold_for_search

_NAMES = (
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://xmlns.com/foaf/0.1/name",
    "http://schema.org/name",
    "https://schema.org/name",
)
_AT_ONCE = 25
_LONGEST = 200
_MOST = 100
"""How many of an authority's candidates for one name are looked at: some send 10,000."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing of ours: its IRI and the names it goes by, its main one first."""

    iri: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a thing of ours may be a thing elsewhere.

    `score` runs from 0 to 100; `evidence` is one sentence; `source` is the path or address it was found at.
    """

    iri: str
    name: str
    target: str
    target_name: str
    score: float
    evidence: str
    source: str


class Target(Protocol):
    """Something to link against."""

    def find(self, things: Iterable[Named], limit: int) -> Iterator[Proposal]:
        """Yield proposals in the order of the things, at most `limit` for each, best first."""


@dataclass(frozen=True)
class FileTarget:
    """The named things of an RDF file."""

    source: str
    names: dict[str, tuple[str, ...]]

    def find(self, things: Iterable[Named], limit: int) -> Iterator[Proposal]:
        """Yield the things of the file with the nearest names."""
        iris = list(self.names)
        index = NameIndex(self.names.values())
        for thing in things:
            best: dict[str, Proposal] = {}
            for name in thing.names:
                for match in index.find(name, limit):
                    row = _propose(thing, name, iris[match.item], match.name, match.similarity, self.source)
                    if row.target not in best or best[row.target].score < row.score:
                        best[row.target] = row
            yield from _cut(best.values(), limit)


@dataclass(frozen=True)
class EndpointTarget:
    """A SPARQL endpoint, asked for things that bear our very names."""

    url: str
    client: Client

    def find(self, things: Iterable[Named], limit: int) -> Iterator[Proposal]:
        """Yield the things of the endpoint that are called like ours, letter for letter, in English or no language."""
        rows = list(things)
        for begin in range(0, len(rows), _AT_ONCE):
            part = rows[begin : begin + _AT_ONCE]
            found = self._ask(sorted({name for thing in part for name in thing.names[:3]}))
            for thing in part:
                best: dict[str, Proposal] = {}
                for name in thing.names[:3]:
                    for iri in sorted(found.get(name, ()))[:_MOST]:
                        best.setdefault(iri, _propose(thing, name, iri, name, 100.0, self.url))
                count = len(best)
                # A name that many things bear says little about each of them.
                shared = [
                    Proposal(
                        p.iri, p.name, p.target, p.target_name, round(p.score / count**0.5, 1), p.evidence, p.source
                    )
                    for p in best.values()
                ]
                yield from _cut(shared, limit)

    def _ask(self, names: list[str]) -> dict[str, set[str]]:
        values = " ".join(f"{json.dumps(name)}@en {json.dumps(name)}" for name in names)
        paths = "|".join(f"<{iri}>" for iri in _NAMES)
        query = f"SELECT DISTINCT ?s ?l {{ VALUES ?l {{ {values} }} ?s {paths} ?l FILTER(isIRI(?s)) }} LIMIT 5000"
        found: defaultdict[str, set[str]] = defaultdict(set)
        for row in ask_endpoint(self.client, self.url, query):
            found[row["l"]["value"]].add(row["s"]["value"])
        return found


@dataclass(frozen=True)
class ServiceTarget:
    """A reconciliation service, of version 0.2 or 1.0-draft."""

    url: str
    client: Client
    manifest: dict[str, Any]

    def find(self, things: Iterable[Named], limit: int) -> Iterator[Proposal]:
        """Yield the service's candidates; its scores count where it says that they run from 0 to 100."""
        rows = list(things)
        size = self.manifest.get("batchSize", _AT_ONCE)
        size = max(1, min(size if isinstance(size, int) else _AT_ONCE, 500))
        for begin in range(0, len(rows), size):
            part = rows[begin : begin + size]
            for thing, candidates in zip(part, self._ask(part, limit), strict=True):
                yield from _cut(self._read(thing, candidates), limit)

    def _ask(self, part: list[Named], limit: int) -> list[list[dict[str, Any]]]:
        if "0.2" in self.manifest.get("versions", ["0.2"]):
            batch = {f"q{at}": {"query": thing.names[0], "limit": limit} for at, thing in enumerate(part)}
            body = urlencode({"queries": json.dumps(batch)}).encode()
            answer = self.client.ask_json(self.url, body, {"Content-Type": "application/x-www-form-urlencoded"})
            found = [answer.get(key, {}).get("result") if isinstance(answer, dict) else None for key in batch]
        else:
            queries = [
                {"conditions": [{"matchType": "name", "propertyValue": thing.names[0]}], "limit": limit}
                for thing in part
            ]
            body = json.dumps({"queries": queries}).encode()
            headers = {"Content-Type": "application/json"}
            answer = self.client.ask_json(f"{self.url.rstrip('/')}/match", body, headers)
            results = answer.get("results") if isinstance(answer, dict) else None
            found = [row.get("candidates") for row in results] if isinstance(results, list) else []
        if len(found) != len(part) or not all(isinstance(rows, list) for rows in found):
            raise AuthorityError(self.url, "sent an answer that does not fit the queries.")
        return [rows[:_MOST] for rows in found if rows is not None]

    def _read(self, thing: Named, candidates: list[dict[str, Any]]) -> Iterator[Proposal]:
        template = str(self.manifest.get("view", {}).get("url", ""))
        for row in candidates:
            if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not isinstance(row.get("name"), str):
                continue
            name = row["name"][:_LONGEST]
            own = compare_names(fold_for_search(thing.names[0]), fold_for_search(name))
            given = row.get("score")
            told = isinstance(given, int | float) and 0 <= given <= 100
            # Services differ in what their scores mean, so the names must bear them out.
            score = min(own, float(given)) if told and given is not None else own
            space = str(self.manifest.get("identifierSpace", ""))
            target = _make_target(row["id"], space, template)
            if _is_iri(target):
                said = f"{self.url} gives it the score {given}" if told else f"{self.url} proposes it"
                evidence = f"{said}; called {name!r} there"
                yield Proposal(thing.iri, thing.names[0], target, name, round(score, 1), evidence, self.url)


def open_target(where: str, client: Client) -> Target:
    """Return what an address or a path names: an RDF file, a reconciliation service, or else a SPARQL endpoint.

    Raises:
        SourceError: The file is missing, malformed, or of an unknown extension.
        AuthorityError: The server gave no answer.
    """
    if not where.startswith(("http://", "https://")):
        return read_names(Path(where))
    try:
        manifest = client.ask_json(where)
    except AuthorityError:
        return EndpointTarget(where, client)
    if isinstance(manifest, dict) and ("versions" in manifest or "identifierSpace" in manifest):
        return ServiceTarget(where, client, manifest)
    return EndpointTarget(where, client)


def read_names(path: Path) -> FileTarget:
    """Return the things of an RDF file that have an IRI and a name.

    Raises:
        SourceError: It is missing, malformed, or of an unknown extension.
    """
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for quad in read_quads(path):
        if (
            quad.predicate.value in _NAMES
            and isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.Literal)
        ):
            found[quad.subject.value][quad.object.value[:_LONGEST]] = None
    return FileTarget(str(path), {iri: tuple(names) for iri, names in sorted(found.items())})


def read_quads(path: Path) -> Iterator[ox.Quad]:
    """Yield the quads of an RDF file, its format told by its extension.

    Raises:
        SourceError: It is missing, malformed, or of an unknown extension.
    """
    form = ox.RdfFormat.from_extension(path.suffix.lstrip("."))
    if form is None:
        raise SourceError("is of no RDF format by its extension.", path=path, hint="Use .ttl, .nt, .nq, .trig or .rdf.")
    try:
        yield from ox.parse(path=str(path), format=form)
    except OSError as error:
        raise SourceError(f"cannot be read ({error.strerror}).", path=path, hint="Name an existing file.") from error
    except (SyntaxError, ValueError) as error:
        raise SourceError(f"is malformed: {error}.", path=path, hint="Mend it, or convert it.") from error


def ask_endpoint(client: Client, url: str, query: str) -> list[dict[str, Any]]:
    """Return the rows of a SELECT query as the JSON results format writes them.

    Raises:
        AuthorityError: The endpoint gave no answer, or one that is no such result.
    """
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    answer = client.ask_json(url, urlencode({"query": query}).encode(), headers)
    try:
        rows = answer["results"]["bindings"]
        if not all(isinstance(row, dict) and all("value" in term for term in row.values()) for row in rows):
            raise TypeError("a row is malformed")
    except (KeyError, TypeError) as error:
        raise AuthorityError(url, f"sent what is no SPARQL result: {error}.") from error
    return list(rows)


def _propose(thing: Named, name: str, target: str, target_name: str, similarity: float, source: str) -> Proposal:
    if name == target_name:
        evidence = f"{source} calls it {target_name!r} too"
    else:
        evidence = f"{source} calls it {target_name!r}, which is {similarity:.0f} % like {name!r}"
    return Proposal(thing.iri, thing.names[0], target, target_name, round(similarity, 1), evidence, source)


def _cut(rows: Iterable[Proposal], limit: int) -> list[Proposal]:
    return sorted((row for row in rows if row.iri != row.target), key=lambda row: (-row.score, row.target))[:limit]


def _make_target(found: str, space: str, template: str) -> str:
    """Return the IRI of a service's id: the id itself, in its identifier space, or as its pages are addressed."""
    if found.startswith(("http://", "https://")):
        return found
    if space.startswith(("http://", "https://")):
        return space + found
    return template.replace("{{id}}", found).replace("{+id}", found).replace("{id}", found)


def _is_iri(text: str) -> bool:
    return text.startswith(("http://", "https://", "urn:")) and not any(c in '<>"{}|^`\\' or c <= " " for c in text)
