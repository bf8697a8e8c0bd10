"""The embedded store: Oxigraph, in memory or in a folder.

A folder holds `data` (Oxigraph's own files) and `version`. Oxigraph loses one of two updates that read and write the
same triples at the same time, so all writing goes through one lock; it does not sync to disk by itself, so every
write ends in a flush.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from uuid import uuid4

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Identifier, Node

from kg.errors import GraphError, LoadError, QueryError, StoreBusyError, StoreError, UnknownNameError
from kg.formats import Format, list_formats
from kg.store.base import ALL_GRAPHS, DEFAULT_GRAPH, Kind, Scope
from kg.store.mend import find_unknown_function, mend, order_columns
from kg.store.quads import Effect, write_effect
from kg.store.rewrite import add_using, bind, take_out_remote
from kg.store.scan import scan
from kg.store.terms import to_oxigraph, to_rdflib

_SNAPSHOT_TRIES = 3
_GRAPH_FORMATS = list_formats("graph", "dataset")


class EmbeddedResult:
    """An answer of the embedded store; see `kg.store.base.Result`."""

    def __init__(self, found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> None:
        """Wrap what Oxigraph returned."""
        self._found = found
        self.kind: Kind = "graph"
        self.variables: tuple[str, ...] = ()
        if isinstance(found, ox.QuerySolutions):
            self.kind, self.variables = "bindings", tuple(name.value for name in found.variables)
        elif isinstance(found, ox.QueryBoolean):
            self.kind = "boolean"

    @property
    def boolean(self) -> bool:
        """The answer to an ASK query; False for other queries."""
        return isinstance(self._found, ox.QueryBoolean) and bool(self._found)

    def rows(self) -> Iterator[dict[str, Identifier]]:
        """Yield the solutions of a SELECT query; an unbound variable has no key."""
        if isinstance(self._found, ox.QuerySolutions):
            for row in self._found:
                terms = zip(self.variables, row, strict=True)
                yield {name: to_rdflib(term) for name, term in terms if term is not None}

    def triples(self) -> Iterator[tuple[Identifier, Identifier, Identifier]]:
        """Yield the triples of a CONSTRUCT or DESCRIBE query."""
        if isinstance(self._found, ox.QueryTriples):
            for row in self._found:
                yield to_rdflib(row.subject), to_rdflib(row.predicate), to_rdflib(row.object)

    def write(self, output: IO[bytes], form: Format) -> None:
        """Write the whole answer; raises UnknownNameError where the format cannot hold it."""
        if isinstance(self._found, ox.QueryTriples):
            if form not in _GRAPH_FORMATS:
                raise UnknownNameError("graph format", form.name, known=[row.name for row in _GRAPH_FORMATS])
            self._found.serialize(output, find_rdf_format(form))
            return
        formats = list_formats("results")
        if isinstance(self._found, ox.QueryBoolean):
            formats = tuple(row for row in formats if row.name in ("json", "xml", "csv", "tsv"))
        if form not in formats:
            raise UnknownNameError("result format", form.name, known=[row.name for row in formats])
        self._found.serialize(output, getattr(ox.QueryResultsFormat, str(form.oxigraph)))


class EmbeddedStore:
    """Oxigraph in memory (`path` None) or in a folder; see `kg.store.base.Store`. Use `open_store` to make one."""

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        """Open or create the store."""
        self.path = path
        self._lock = threading.Lock()
        try:
            if path is None:
                self._store = ox.Store()
            elif read_only:
                self._store = ox.Store.read_only(str(path / "data"))
            else:
                (path / "data").mkdir(parents=True, exist_ok=True)
                self._store = ox.Store(str(path / "data"))
        except OSError as error:
            if "lock" in str(error).lower():
                raise StoreBusyError(
                    f"{path} is open in another process. Stop it, or write through its SPARQL endpoint."
                ) from error
            raise StoreError(
                f"The store {path} cannot be opened: {error}. Name a folder made by `kg build`."
            ) from error
        self._version = self._committed = self._read_version()

    def _read_version(self) -> int:
        if self.path is None:
            return 0
        file = self.path / "version"
        try:
            return int(file.read_text(encoding="ascii")) if file.exists() else 0
        except ValueError as error:
            raise StoreError(f"{file} is damaged. Restore the store from a backup, or build it anew.") from error

    @property
    def version(self) -> int:
        """A number that goes up with every write; kept across restarts."""
        return self._committed

    @property
    def oxigraph(self) -> ox.Store:
        """Oxigraph's own store, to read quads from; written to only inside `writing`."""
        return self._store

    @contextmanager
    def writing(self) -> Iterator[ox.Store]:
        """Hold the writer lock, count the version up, and sync to disk at the end.

        The version is on disk before the data: after a crash in between it names a state nobody was told of.
        """
        with self._lock:
            self._version += 1
            try:
                if self.path is not None:
                    write_synced(self.path / "version", str(self._version))
                yield self._store
                if self.path is not None:
                    self._store.flush()
                self._committed = self._version
            except OSError as error:
                raise StoreError(f"The store {self.path} cannot be written: {error}. Check the disk.") from error

    def query(
        self, text: str, *, scope: Scope = ALL_GRAPHS, bindings: Mapping[str, Identifier] | None = None, base: str = ""
    ) -> EmbeddedResult:
        """Answer a query; see the protocol."""
        try:
            text = bind(text, {name: str(to_oxigraph(term)) for name, term in (bindings or {}).items()})
            text = mend(stay_home(text), self.list_graphs)
            union = scope.union and "FROM" not in scan(text).words
            found = self._query(text, scope, base, union=union)
            if isinstance(found, ox.QuerySolutions):
                ordered = order_columns(scan(text), [name.value for name in found.variables])
                found = self._query(ordered, scope, base, union=union) if ordered else found
            return EmbeddedResult(found)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(f"The query cannot be run: {error}.") from error
        except OSError as error:
            raise StoreError(f"The store {self.path} cannot be read: {error}. Restore it from a backup.") from error

    def query_plain(self, text: str, *, scope: Scope = ALL_GRAPHS, base: str = "") -> EmbeddedResult:
        """Answer a query that `kg.store.mend.is_plain` found plain: sooner, as nothing looks at it again."""
        try:
            return EmbeddedResult(self._query(text, scope, base, union=scope.union))
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(f"The query cannot be run: {error}.") from error

    def _query(
        self, text: str, scope: Scope, base: str, *, union: bool
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
        named: list[ox.NamedNode | ox.BlankNode] | None = None
        if scope.default or scope.named:
            default = [ox.NamedNode(name) for name in scope.default]
            named = [ox.NamedNode(name) for name in scope.named]
        functions: dict[ox.NamedNode, Callable[..., ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]] = {}
        while True:
            try:
                return self._store.query(
                    text,
                    base_iri=base or None,
                    use_default_graph_as_union=union and default is None,
                    default_graph=default,
                    named_graphs=named,
                    custom_functions=functions or None,
                )
            except (SyntaxError, ValueError, RuntimeError) as error:
                # A function nobody knows is an error of the expression it stands in, not of the query (17.6).
                unknown = find_unknown_function(str(error))
                if unknown is None or ox.NamedNode(unknown) in functions:
                    raise
                functions[ox.NamedNode(unknown)] = _fail

    def update(self, text: str, *, scope: Scope = DEFAULT_GRAPH, base: str = "") -> None:
        """Carry out an update in one transaction; see the protocol."""
        text = add_using(text, scope.default, scope.named)
        text = stay_home(text)
        with self.writing() as store:
            try:
                store.update(text, base_iri=base or None)
            except (SyntaxError, ValueError) as error:
                raise QueryError(f"The update cannot be carried out: {error}.") from error
            except RuntimeError as error:
                raise GraphError(f"{error}. Nothing was changed. SILENT lets such an update pass.") from error

    def commit(self, effect: Effect) -> None:
        """Take quads out and put quads in, in one transaction; blank nodes are those of the store."""
        text, functions = write_effect(effect)
        with self.writing() as store:
            try:
                store.update(text, custom_functions=functions)
            except (SyntaxError, ValueError, RuntimeError) as error:
                raise StoreError(f"The change cannot be carried out: {error}. Nothing was changed.") from error

    def load(self, source: IO[bytes] | bytes, form: Format, *, graph: str | None = None, base: str = "") -> None:
        """Add RDF in one transaction; see the protocol."""
        target = None if graph is None else ox.NamedNode(graph)
        source = refuse_entities(source, form)
        with self.writing() as store:
            try:
                store.load(source, find_rdf_format(form), base_iri=base or None, to_graph=target)
            except (SyntaxError, ValueError) as error:
                raise LoadError(f"The {form.name} is malformed: {error}. Nothing of it was kept.") from error

    def load_dataset(self, dataset: Dataset) -> None:
        """Add all quads of an rdflib dataset, fast: into an empty store without a transaction."""
        data = BytesIO(write_nquads(dataset))
        with self.writing() as store:
            try:
                if len(store) == 0:
                    store.bulk_load(data, ox.RdfFormat.N_QUADS)
                else:
                    store.load(data, ox.RdfFormat.N_QUADS)
            except (SyntaxError, ValueError) as error:
                raise LoadError(f"The dataset holds a term that is not valid RDF: {error}.") from error

    def replace_graph(self, source: IO[bytes] | bytes, form: Format, *, graph: str | None, base: str = "") -> bool:
        """Put RDF in place of a graph's content, in one transaction; see the protocol."""
        fresh = ox.Store()
        target = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
        try:
            fresh.load(refuse_entities(source, form), find_rdf_format(form), base_iri=base or None, to_graph=target)
        except (SyntaxError, ValueError) as error:
            raise LoadError(f"The {form.name} is malformed: {error}. The graph is as it was.") from error
        data = BytesIO()
        fresh.dump(data, ox.RdfFormat.N_TRIPLES, from_graph=target)
        triples = data.getvalue().decode()
        with self.writing() as store:
            existed = graph is None or store.contains_named_graph(ox.NamedNode(graph))
            if graph is None:
                store.update(f"DROP SILENT DEFAULT; INSERT DATA {{ {triples} }}")
            else:
                name = f"GRAPH <{graph}>"
                store.update(f"DROP SILENT {name}; CREATE {name}; INSERT DATA {{ {name} {{ {triples} }} }}")
        return existed

    def drop_graph(self, graph: str | None) -> bool:
        """Remove a graph, or empty the default graph; say whether there was one."""
        if not self.has_graph(graph):
            return False
        with self.writing() as store:
            if graph is None:
                store.clear_graph(ox.DefaultGraph())
            else:
                store.remove_graph(ox.NamedNode(graph))
        return True

    def has_graph(self, graph: str | None) -> bool:
        """Say whether a graph exists; the default graph (None) always does."""
        return graph is None or self._store.contains_named_graph(ox.NamedNode(graph))

    def list_graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return sorted(name.value for name in self._store.named_graphs())

    def dump(self, output: IO[bytes], form: Format, *, graph: str | None = None) -> None:
        """Write the dataset, or one graph of it ("" is the default graph); see the protocol."""
        if graph is None and form.holds == "graph":
            known = [row.name for row in list_formats("dataset")]
            raise UnknownNameError("format for a whole dataset", form.name, known=known)
        source = None if graph is None else ox.NamedNode(graph) if graph else ox.DefaultGraph()
        self._store.dump(output, find_rdf_format(form), from_graph=source)

    def snapshot(self, folder: Path) -> int:
        """Put a copy of the data into a new folder by hard links, and return the version it has.

        Writing goes on meanwhile; where a write ends during the copy, the copy is made again, as nobody could say
        whether that write is in it. The store must have a folder itself.
        """
        for attempt in range(_SNAPSHOT_TRIES):
            if attempt == _SNAPSHOT_TRIES - 1:
                with self._lock:
                    self._copy(folder)
                    return self._committed
            before = self._committed
            self._copy(folder)
            if self._committed == before:
                break
        return before

    def _copy(self, folder: Path) -> None:
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            self._store.backup(str(folder / "data"))
            write_synced(folder / "version", str(self._committed))
        except OSError as error:
            raise StoreError(f"No copy of {self.path} can be put into {folder}: {error}.") from error

    def copy_to_memory(self) -> "EmbeddedStore":
        """Return a store in memory with the same data and version."""
        copy = EmbeddedStore(None)
        copy._version = copy._committed = self._version
        with TemporaryFile() as file:
            self._store.dump(file, ox.RdfFormat.N_QUADS)
            file.seek(0)
            copy._store.bulk_load(file, ox.RdfFormat.N_QUADS)
        for name in self._store.named_graphs():
            copy._store.add_graph(name)
        return copy

    @contextmanager
    def lend_graph(self, path: Path, graph: str) -> Iterator[None]:
        """Have a file of N-Triples as a named graph of a store in memory while the block runs; its version stays.

        Where the store has a graph of that name, that one stays as it is.
        """
        name = ox.NamedNode(graph)
        if self._store.contains_named_graph(name):
            yield
            return
        self._store.load(path=str(path), format=ox.RdfFormat.N_TRIPLES, to_graph=name)
        try:
            yield
        finally:
            self._store.remove_graph(name)

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._store)

    def close(self) -> None:
        """Flush, and let go of the files."""
        if self.path is not None:
            with suppress(OSError, RuntimeError):  # a store opened for reading alone has nothing to flush
                self._store.flush()
        del self._store


def open_store(path: Path | None, *, read_only: bool = False) -> EmbeddedStore:
    """Open the store in a folder, made if absent; None gives an empty store in memory.

    A store opened `read_only` can be opened beside its writer; it keeps showing the state it was opened at.

    Raises:
        StoreBusyError: Another process has it open for writing.
        StoreError: It is damaged, or cannot be read.

    >>> store = open_store(None)
    >>> store.update("INSERT DATA { <urn:a> <urn:b> 1 }")
    >>> [row["o"].toPython() for row in store.query("SELECT ?o { ?s ?p ?o }").rows()]
    [1]
    """
    if path is not None:
        _mend_swap(path)
    return EmbeddedStore(path, read_only=read_only)


@contextmanager
def build_store(path: Path) -> Iterator[EmbeddedStore]:
    """Build a new store and, once the block ends well, put it in the place of the one at `path`.

    The store is built in a folder beside `path`. Where the block raises, that folder goes, and what was at `path`
    stays as it was.

    Raises:
        StoreBusyError: The old store is open in another process, which would be left without its files.
        StoreError: The folder cannot be written.
    """
    _mend_swap(path)
    fresh, old = _name_sibling(path, f"building-{uuid4().hex}"), _name_sibling(path, "old")
    shutil.rmtree(fresh, ignore_errors=True)
    store = EmbeddedStore(fresh)
    try:
        yield store
        if path.exists():
            before = EmbeddedStore(path)  # refused while another process writes
            write_synced(fresh / "version", str(max(store.version, before.version + 1)))
            before.close()
        store.close()
        try:
            if path.exists():
                path.rename(old)
            fresh.rename(path)
        except OSError as error:
            raise StoreError(f"The new store cannot be moved to {path}: {error}.") from error
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _name_sibling(path: Path, word: str) -> Path:
    return path.with_name(f".{path.name}.{word}")


def _mend_swap(path: Path) -> None:
    """Finish what a process killed between the two renames of `build_store` left: the old store comes back."""
    old = _name_sibling(path, "old")
    if old.exists() and not path.exists():
        old.rename(path)


def stay_home(text: str) -> str:
    """Return a text without what is SILENT and reaches for other servers, which Oxigraph would ask without a timeout.

    Raises:
        QueryError: It reaches for another server and is not SILENT.
    """
    if not scan(text).words & {"SERVICE", "LOAD"}:
        return text
    text, remotes = take_out_remote(text)
    if any(not row.silent for row in remotes):
        raise QueryError("SERVICE and LOAD are switched off. Fetch the data, and add it to a graph.")
    return text


def _fail(*arguments: object) -> None:
    """Be the function that is not there: no value, so an error in its expression."""


def refuse_entities(source: IO[bytes] | bytes, form: Format) -> IO[bytes] | bytes:
    """Return RDF as it came, unless it is RDF/XML that declares entities: a kilobyte of them can stand for gigabytes.

    Raises:
        LoadError: It declares some.
    """
    if form.name != "rdfxml":
        return source
    data = source if isinstance(source, bytes) else source.read()
    # Encodings of two bytes a character are found too: their zero bytes are left out.
    if b"<!ENTITY" in data.replace(b"\x00", b""):
        raise LoadError("The rdfxml declares entities, which are not expanded here. Write them out. Nothing was kept.")
    return data


def write_nquads(dataset: Dataset) -> bytes:
    """Return a dataset as N-Quads, each term written once: several times faster than rdflib's own serializer.

    Raises:
        QueryError: A term is not valid RDF 1.1.

    >>> from rdflib import Dataset, Literal, URIRef
    >>> data = Dataset()
    >>> _ = data.default_graph.add((URIRef("urn:a"), URIRef("urn:b"), Literal("x")))
    >>> write_nquads(data)
    b'<urn:a> <urn:b> "x" .\\n'
    """
    known: dict[Node, str] = {}
    lines = []
    for graph in dataset.graphs():
        name = graph.identifier
        end = " .\n" if name == DATASET_DEFAULT_GRAPH_ID else f" {to_oxigraph(name)} .\n"
        for triple in graph:
            for term in triple:
                if term not in known:
                    known[term] = str(to_oxigraph(term))
            lines.append(" ".join([known[term] for term in triple]) + end)
    return "".join(lines).encode()


def find_rdf_format(form: Format) -> ox.RdfFormat:
    """Return Oxigraph's name of an RDF format.

    Raises:
        UnknownNameError: The format holds no RDF.
    """
    if form not in _GRAPH_FORMATS:
        raise UnknownNameError("RDF format", form.name, known=[row.name for row in _GRAPH_FORMATS])
    return getattr(ox.RdfFormat, str(form.oxigraph))  # type: ignore[no-any-return]


def write_synced(path: Path, text: str) -> None:
    """Replace a small file's content so that it is whole and on disk when this returns."""
    beside = path.with_name(f"{path.name}.new")
    with beside.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
