"""Open a graph (a store, an endpoint, an rdflib dataset, or the articles that come with Polity), and ask it."""

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

from rdflib import Dataset
from rdflib import Graph as RdfGraph
from rdflib.term import Identifier

from kg.client import read_error
from kg.errors import QueryError, StoreError
from kg.notebook.answers import Answer, Frame, write_table
from kg.prefixes import add_prefixes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import polars as pl

    from kg.store.base import Store


class Source(Protocol):
    """What answers queries: SELECT with an answer, ASK with a truth value, CONSTRUCT and DESCRIBE with a graph."""

    def ask(self, text: str, bindings: "Mapping[str, Identifier]") -> Answer | bool | RdfGraph:
        """Answer a query, with values given to variables."""

    def close(self) -> None:
        """Let go of what is open."""


class Graph:
    """A graph that is open for reading. Use it in a `with`, or close it."""

    def __init__(self, source: Source, name: str) -> None:
        """Take what answers, and what people call it."""
        self._source, self.name = source, name

    def query(
        self, text: str, frame: Frame = "pandas", **values: Identifier
    ) -> "pd.DataFrame | pl.DataFrame | bool | RdfGraph":
        """Answer a SPARQL query over all graphs: SELECT with a typed frame, ASK with a truth value, others a graph.

        Args:
            text: The query; prefixes of ontology/context.jsonld need no declaration.
            frame: "pandas" or "polars".
            values: Terms for variables, by name.

        Raises:
            QueryError: It is not SPARQL.
            MissingExtraError: The frame's library is not installed.
        """
        found = self._source.ask(add_prefixes(text), values)
        return found.to_frame(frame) if isinstance(found, Answer) else found

    def select(self, text: str, **values: Identifier) -> Answer:
        """Answer a SELECT query with rows of RDF terms.

        Raises:
            QueryError: It is not SPARQL, or no SELECT query.
        """
        found = self._source.ask(add_prefixes(text), values)
        if not isinstance(found, Answer):
            raise QueryError("This is no SELECT query. Use query() for others.")
        return found

    def ask(self, name: str, frame: Frame = "pandas", **parameters: str) -> "pd.DataFrame | pl.DataFrame":
        """Answer a named question with a typed data frame; see `questions`.

        Raises:
            UnknownNameError: There is no such question or parameter.
        """
        return self.answer(name, **parameters).to_frame(frame)

    def answer(self, name: str, **parameters: str) -> Answer:
        """Answer a named question with rows of RDF terms.

        Raises:
            UnknownNameError: There is no such question or parameter.
        """
        from kg.questions import bind_parameters, get_question

        question = get_question(name)
        found = self._source.ask(question.text, bind_parameters(question, parameters))
        if not isinstance(found, Answer):
            raise QueryError(f"{name} has no rows.")
        return found

    @staticmethod
    def questions() -> dict[str, str]:
        """Return the named questions: name and what is asked."""
        from kg.questions import load_questions

        return {name: row.question for name, row in load_questions().items()}

    def evidence(self, iri: str) -> "pd.DataFrame | pl.DataFrame":
        """Return the sentences behind a statement, a claim, an event or a thing, with the articles they stand in."""
        from kg.prefixes import expand_iri

        text = """SELECT DISTINCT ?sentence ?article WHERE { ?thing :evidence ?e .
          ?e oa:hasSelector/oa:exact ?sentence ; :inArticle ?article } ORDER BY ?article ?sentence"""
        return self.select(text, thing=expand_iri(iri)).to_frame()

    def close(self) -> None:
        """Let go of the store."""
        self._source.close()

    def __enter__(self) -> "Graph":
        """Return the graph itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the graph."""
        self.close()

    def __repr__(self) -> str:
        """Return where the graph is."""
        return f"<kg.Graph {self.name}>"

    def _repr_html_(self) -> str:
        """Return how much of each kind the graph holds, and its questions, as HTML."""
        counts = self.select("SELECT ?class (COUNT(DISTINCT ?s) AS ?things) { ?s a ?class } GROUP BY ?class")
        rows = sorted(counts, key=lambda row: (-row["things"], str(row["class"])))[:12]
        asked = [{"name": name, "question": text} for name, text in self.questions().items()]
        return write_table(("class", "things"), rows) + write_table(("name", "question"), asked)


class StoreSource:
    """A store on this machine."""

    def __init__(self, store: "Store") -> None:
        """Take the open store."""
        self._store = store

    def ask(self, text: str, bindings: "Mapping[str, Identifier]") -> Answer | bool | RdfGraph:
        """Answer a query."""
        result = self._store.query(text, bindings=bindings)
        if result.kind == "boolean":
            return result.boolean
        if result.kind == "bindings":
            return Answer(result.variables, tuple(result.rows()))
        graph = RdfGraph()
        for triple in result.triples():
            graph.add(triple)
        return graph

    def close(self) -> None:
        """Close the store."""
        self._store.close()


class EndpointSource:
    """A SPARQL endpoint, asked over HTTP (SPARQL 1.1 Protocol, section 2.1.2)."""

    def __init__(self, url: str, timeout: float = 60.0) -> None:
        """Take its address, and the seconds to wait for an answer."""
        self._url, self._timeout = url, timeout

    def ask(self, text: str, bindings: "Mapping[str, Identifier]") -> Answer | bool | RdfGraph:
        """Answer a query."""
        from urllib.error import HTTPError, URLError
        from urllib.request import Request, urlopen

        from kg.store.rewrite import bind
        from kg.store.terms import to_oxigraph

        text = bind(text, {name: str(to_oxigraph(term)) for name, term in bindings.items()})
        accept = "application/sparql-results+json, application/n-triples;q=0.9"
        request = Request(self._url, urlencode({"query": text}).encode(), {"Accept": accept})  # noqa: S310 -- by `open`
        try:
            with urlopen(request, timeout=self._timeout) as answer:  # noqa: S310
                return _read_answer(answer.read(), answer.headers.get_content_type())
        except HTTPError as error:
            kind = QueryError if error.code == 400 else StoreError
            raise kind(f"{self._url} answered {error.code}: {read_error(error)}") from error
        except (URLError, TimeoutError, OSError) as error:
            raise StoreError(f"{self._url} gave no answer: {error}. Check the address, and that it runs.") from error

    def close(self) -> None:
        """Nothing is open."""


def _read_answer(data: bytes, media_type: str) -> Answer | bool | RdfGraph:
    import pyoxigraph as ox

    from kg.store.terms import to_rdflib

    if "json" not in media_type:
        return RdfGraph().parse(data=data, format="nt")
    try:
        found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        columns = tuple(name.value for name in found.variables)
        rows = (zip(columns, row, strict=True) for row in found)
        return Answer(columns, tuple({key: to_rdflib(term) for key, term in row if term is not None} for row in rows))
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"The endpoint sent what is no SPARQL result: {error}.") from error


def open_graph(where: "str | Path | Dataset | None" = None) -> Graph:
    """Open a graph for reading.

    Args:
        where: The folder of a store that `kg build` made, the address of a SPARQL endpoint, an rdflib Dataset, or None
            for the articles that come with Polity, which are then read into memory.

    Raises:
        StoreError: There is no store in that folder.
    """
    from kg.store.embedded import open_store

    if isinstance(where, str) and where.startswith(("http://", "https://")):
        return Graph(EndpointSource(where), where)
    if isinstance(where, str | Path):
        if not (Path(where) / "data").is_dir():
            raise StoreError(f"There is no store at {where}. Make one: kg build --out {where}")
        return Graph(StoreSource(open_store(Path(where), read_only=True)), str(where))
    store = open_store(None)
    if where is None:
        from kg.pipeline import build_dataset
        from kg.resources import find_resource

        where, name = build_dataset([find_resource("data", "articles")]).dataset, "the articles of Polity"
    else:
        name = "an rdflib dataset"
    store.load_dataset(where)
    return Graph(StoreSource(store), name)
