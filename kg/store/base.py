"""What a store does, whichever it is. A store holds one RDF dataset and answers SPARQL 1.1 over it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, Protocol

from rdflib import Dataset
from rdflib.term import Identifier

from kg.formats import Format

Kind = Literal["bindings", "boolean", "graph"]


class Result(Protocol):
    """The answer to one query. It can be read once, and only in the thread that asked."""

    kind: Kind
    variables: tuple[str, ...]
    """The names of the columns, without "?"; empty unless `kind` is bindings."""

    @property
    def boolean(self) -> bool:
        """The answer to an ASK query."""

    def rows(self) -> Iterator[dict[str, Identifier]]:
        """Yield the solutions of a SELECT query; an unbound variable has no key."""

    def triples(self) -> Iterator[tuple[Identifier, Identifier, Identifier]]:
        """Yield the triples of a CONSTRUCT or DESCRIBE query."""

    def write(self, output: IO[bytes], form: Format) -> None:
        """Write the whole answer in a format that holds its kind.

        Raises:
            UnknownNameError: The format cannot hold this kind of answer.
        """


@dataclass(frozen=True, slots=True)
class Scope:
    """What a query sees (SPARQL 1.1 Protocol, section 2.1.4): graph IRIs that stand above FROM and FROM NAMED.

    Where both tuples are empty the query's own FROM holds; where it has none, `union` says whether its default
    graph is all graphs merged or the store's default graph.
    """

    union: bool = True
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


ALL_GRAPHS = Scope()
DEFAULT_GRAPH = Scope(union=False)


class Store(Protocol):
    """One RDF dataset. Every method may raise StoreError; a failed write leaves what was there before."""

    path: Path | None

    @property
    def version(self) -> int:
        """A number that goes up with every write and never comes back to an earlier value."""

    def query(
        self, text: str, *, scope: Scope = ALL_GRAPHS, bindings: Mapping[str, Identifier] | None = None, base: str = ""
    ) -> Result:
        """Answer a query, `bindings` giving values to variables (named without "?").

        Raises:
            QueryError: The text is not a SPARQL 1.1 query.
        """

    def update(self, text: str, *, scope: Scope = DEFAULT_GRAPH, base: str = "") -> None:
        """Carry out an update, all of it or nothing; it is on disk when this returns.

        Raises:
            QueryError: The text is not a SPARQL 1.1 update.
        """

    def load(self, source: IO[bytes] | bytes, form: Format, *, graph: str | None = None, base: str = "") -> None:
        """Add RDF, into one graph (an IRI) or, where `graph` is None, into those the data names.

        Blank nodes are new each time: two files never share one.

        Raises:
            LoadError: The data is malformed; none of it was kept.
        """

    def load_dataset(self, dataset: Dataset) -> None:
        """Add all quads of an rdflib dataset."""

    def replace_graph(self, source: IO[bytes] | bytes, form: Format, *, graph: str | None, base: str = "") -> bool:
        """Put RDF in place of a graph's content (None: the default graph); say whether there was such a graph.

        Raises:
            LoadError: The data is malformed; the graph is as it was.
        """

    def drop_graph(self, graph: str | None) -> bool:
        """Remove a graph (None: empty the default graph); say whether there was one."""

    def has_graph(self, graph: str | None) -> bool:
        """Say whether a graph exists; the default graph (None) always does."""

    def list_graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""

    def dump(self, output: IO[bytes], form: Format, *, graph: str | None = None) -> None:
        """Write the dataset, or one graph of it: "" is the default graph.

        Raises:
            UnknownNameError: The format holds graphs only, and no graph was named.
        """

    def snapshot(self, folder: Path) -> int:
        """Put a copy of the data as it is now into a new folder, without holding up anyone; return its version."""

    def __len__(self) -> int:
        """Return the number of quads."""

    def close(self) -> None:
        """Let go of the files; using the store afterwards is an error."""
