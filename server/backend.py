"""What stands behind the pages: one writer process, several readers, and snapshots that go from one to the others."""

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import current_app
from rdflib.term import Identifier

from kg.errors import KgError, StoreError
from kg.formats import Format, find_format, find_format_by_name, get_format, list_formats
from kg.store.base import ALL_GRAPHS, DEFAULT_GRAPH, Scope
from kg.store.mend import is_plain
from kg.store.rewrite import bind, put_in_hits, take_out_remote
from kg.store.scan import Scan
from kg.store.terms import to_oxigraph
from kg.store.text import FILE, Hit, search_index
from server.answer import Answer
from server.board import Board
from server.channel import Child, ChildError, Head, Started
from server.columns import Builder
from server.config import Config
from server.contexts import ACCEPT, inline_contexts
from server.description import Describer, asks_for_description
from server.errors import BusyError, DeadlineError
from server.federate import bring_in
from server.limits import check_query, check_update, refuse_remote
from server.pool import Pool, Snapshot, explain_death, raise_answer
from server.remote import Remote, RemoteError
from server.results import Row, read_boolean, read_rows

_log = logging.getLogger("polity.server")
_START_TIMEOUT = 60.0
_TEND_EVERY = 0.5
_SETTLED = 1.0
_MOST_HITS = 1000
_WRITER_SHARE = 4
"""The writer may take this many times the memory of a query: an upload is parsed before it is stored."""
_LOADED = tuple(row for row in list_formats("graph", "dataset") if row.name not in ("trig", "nquads"))
_SEARCH = "https://w3id.org/polity/text/"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of RDF that a client sent, and the format it is in."""

    path: Path
    form: Format


def get_backend() -> "Backend":
    """Return the backend of the application that answers the current request."""
    backend: Backend = current_app.extensions["polity"]
    backend.start()
    return backend


class Backend:
    """The store as the server uses it. Safe to use from any thread, once started."""

    def __init__(self, config: Config) -> None:
        """Take the settings; nothing runs until `start`."""
        self.config = config
        self._starting = threading.Lock()
        self.started = False
        self.board = Board()
        self.has_lanes = False
        """Whether somebody wants snapshots of versions that stay, see `find_settled`."""

    @property
    def version(self) -> int:
        """The newest version of the dataset."""
        return self.board.version

    @version.setter
    def version(self, value: int) -> None:
        self.board.version, self._written = value, time.monotonic()

    def start(self) -> None:
        """Start the processes, once; the store's folder is made if absent.

        Raises:
            StoreError: The store cannot be opened.
        """
        if self.started:
            return
        with self._starting:
            if not self.started:
                self._start()
                self.started = True

    def _start(self) -> None:
        config = self.config
        self._temporary = None
        if config.store is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="polity-", ignore_cleanup_errors=True)
        self.path = config.store or Path(str(self._temporary and self._temporary.name)) / "store"
        self._spool = tempfile.TemporaryDirectory(prefix="polity-spool-", ignore_cleanup_errors=True)
        self.spool = Path(self._spool.name)
        self._writing, self._snapshotting = threading.Lock(), threading.RLock()
        self._write_places = threading.BoundedSemaphore(max(1, config.threads // 2))
        self._snapshots = self.path / "snapshots"
        self._snapshot: Snapshot | None = None
        self._indexing = threading.Lock()
        self._index: tuple[int, Path] | None = None
        self._changed = time.monotonic()
        self._reason = config.reason
        self._writer = self._start_writer()
        # Not before: where another server has the store open, these are what it reads from.
        shutil.rmtree(self._snapshots, ignore_errors=True)
        for old in self.path.glob("text-*.sqlite"):
            old.unlink(missing_ok=True)
        self.id = self._read_id()
        self.pool = Pool(config)
        self.remote = Remote(config)
        self.describer = Describer(config, lambda text: self.select(text, scope=ALL_GRAPHS), self.spool)
        self._columns = Builder(config)
        self._closing = threading.Event()
        self._tender = threading.Thread(target=self._tend, name="tender", daemon=True)
        self._tender.start()

    def _start_writer(self) -> Child:
        memory, shapes = self.config.memory_mb * _WRITER_SHARE, "shapes" if self.config.shapes else ""
        child = Started("server.writer", str(self.path), str(memory), self._reason, shapes, channels=2)
        try:
            answer = child.wait(_START_TIMEOUT)
        except ChildError as error:
            last = error.said.strip().rsplit("\n", 1)[-1].partition(": ")[2] or error.said
            raise StoreError(f"The store {self.path} cannot be opened: {last}") from error
        if answer is None:
            child.kill()
            raise StoreError(f"The store {self.path} did not open within {_START_TIMEOUT:g} s.")
        self.version = answer[0]["version"]
        self._reason = answer[0]["reason"]  # so that a writer started later does as this one
        return child

    def _read_id(self) -> str:
        file = self.path / "id"
        if not file.exists():
            file.write_text(uuid4().hex[:12], encoding="ascii")
        return file.read_text(encoding="ascii")

    def query(
        self,
        text: str,
        form: Format,
        *,
        scope: Scope | None = None,
        bindings: Mapping[str, Identifier] | None = None,
        base: str = "",
    ) -> Answer:
        """Answer a query in a format; see `Pool.run` and `check_query` for the errors raised."""
        found = check_query(text, self.config)
        plain = not bindings and is_plain(found)
        text = self._leave_out_remote(text, found, "check_query", base)
        if _SEARCH in text:
            text = put_in_hits(text, lambda words: [hit.thing for hit in self.search(words, limit=_MOST_HITS)])
        graphs = (*scope.default, *scope.named) if scope is not None else ()
        lent = ""
        if asks_for_description(" ".join([text, *graphs])):
            root = (self.config.base or base.removesuffix("/sparql")).rstrip("/")
            root = root or f"http://{self.config.host}:{self.config.port}"
            lent = str(self.describer.write(self.version, root))
        return self._run("query", text, form, scope=scope, bindings=bindings, base=base, plain=plain, lent=lent)

    def _leave_out_remote(self, text: str, found: Scan, check: str, base: str) -> str:
        """Return a text without what is SILENT and reaches elsewhere; raises ForbiddenError or QueryError."""
        if not found.words & {"SERVICE", "LOAD"}:
            return text
        rest, remotes = take_out_remote(text)
        if remotes:
            self._run(check, rest, get_format("json"), base=base)
            if self.remote.is_on:
                return bring_in(text, self.remote, self._load_remote)
            refuse_remote(found, remotes)
        return rest

    def inline_contexts(self, data: bytes, base: str) -> bytes:
        """Return JSON-LD with the contexts it refers to in their places, where `remote_hosts` lists their hosts."""
        if not self.remote.is_on or b'"@context"' not in data:
            return data
        return inline_contexts(data, lambda url: self.remote.fetch(url, ACCEPT).data, base)

    def _load_remote(self, url: str) -> str:
        """Return the RDF at an address of another server as N-Triples, parsed in a process that can be killed."""
        found = self.remote.fetch(url, ", ".join(row.media_type for row in _LOADED))
        form = find_format(found.media_type, _LOADED) or find_format_by_name(url, _LOADED)
        if form is None:
            raise RemoteError(url, f"sends {found.media_type or 'something'}, which is no RDF that is read here")
        self.spool.mkdir(mode=0o700, exist_ok=True)  # cleaners of /tmp remove folders that look unused
        path = self.spool / f"{uuid4().hex}.remote"
        try:
            data = found.data
            path.write_bytes(self.inline_contexts(data, found.url) if form.name == "jsonld" else data)
            answer = self._run("convert", str(path), form, base=found.url)
        finally:
            path.unlink(missing_ok=True)
        if answer.file is None:
            return answer.body.decode()
        with answer.file as file:
            return file.read().decode()

    def dump(self, form: Format) -> Answer:
        """Return the whole dataset in a format that holds one."""
        return self._run("dump", "", form)

    def _run(
        self,
        do: str,
        text: str,
        form: Format,
        *,
        scope: Scope | None = None,
        bindings: Mapping[str, Identifier] | None = None,
        base: str = "",
        plain: bool = False,
        lent: str = "",
    ) -> Answer:
        if bindings:
            text = bind(text, {name: str(to_oxigraph(term)) for name, term in bindings.items()})
        scope = scope or (ALL_GRAPHS if self.config.union_default_graph else DEFAULT_GRAPH)
        spool = self.spool / uuid4().hex
        head: Head = {
            "do": do,
            "text": text,
            "union": scope.union,
            "default": scope.default,
            "named": scope.named,
            "base": base,
            "plain": plain,
            "lent": lent,
            "replica_quads": self.config.replica_quads,
            "format": form.name,
            "result_bytes": self.config.result_mb * 2**20,
            "spool": str(spool),
        }
        snapshot = self.take_snapshot()
        try:
            answer, body = self.pool.run(head, snapshot)
            file = spool.open("rb") if answer["file"] else None
        except KgError:
            spool.unlink(missing_ok=True)
            raise
        if file is not None:
            spool.unlink(missing_ok=True)
        return Answer(form, snapshot.version, answer["size"], answer["seconds"], body, file)

    def select(
        self, text: str, *, scope: Scope | None = None, bindings: Mapping[str, Identifier] | None = None
    ) -> list[Row]:
        """Answer a SELECT query with rows of rdflib terms, for pages; an unbound variable has no key."""
        answer = self.query(text, get_format("json"), scope=scope, bindings=bindings)
        if answer.file is None:
            return read_rows(answer.body)
        with answer.file as file:
            return read_rows(file.read())

    def ask(self, text: str, *, scope: Scope | None = None) -> bool:
        """Answer an ASK query."""
        return bool(read_boolean(self.query(text, get_format("json"), scope=scope).body))

    def search(self, words: str, *, limit: int = 100) -> list[Hit]:
        """Find things by words in their texts; the index is made anew where the data has changed since."""
        with self._indexing:
            snapshot = self.take_snapshot()
            if (ready := snapshot.folder / FILE).exists():
                return search_index(ready, words, limit=limit)
            version = snapshot.version
            if self._index is None or self._index[0] < version:
                path = self.path / f"text-{uuid4().hex}.sqlite"
                found = self._run("index", str(path), get_format("json"))
                if self._index is not None:
                    self._index[1].unlink(missing_ok=True)
                self._index = (found.version, path)
            return search_index(self._index[1], words, limit=limit)

    def take_snapshot(self) -> Snapshot:
        """Return a snapshot of the newest version, made now if there is none."""
        known = self._snapshot
        if known is not None and known.version >= self.version:
            return known
        with self._snapshotting:
            known = self._snapshot
            if known is not None and known.version >= self.version:
                return known
            folder = self._snapshots / uuid4().hex
            head = {"do": "snapshot", "folder": str(folder)}
            writer = self._writer
            try:
                answer = writer.ask(head, timeout=self.config.deadline, channel=1)
            except ChildError:
                # Killed from outside, or by an update that is about to be told so: its store holds all it acknowledged.
                self._restart_writer(writer)
                answer = self._writer.ask(head, timeout=self.config.deadline, channel=1)
            if answer is None:
                raise StoreError("The store did not give a snapshot in time. Try again in a second.")
            raise_answer(answer[0], 0)
            self._snapshot = Snapshot(folder, answer[0]["version"])
            self._changed = time.monotonic()
            return self._snapshot

    def find_settled(self) -> Snapshot | None:
        """Return the snapshot of the newest version if that has stood for a while: for what takes time to load."""
        known = self._snapshot
        return known if known is not None and known.version == self.version and self._is_settled() else None

    def _is_settled(self) -> bool:
        return time.monotonic() - max(self._written, self._changed) > _SETTLED

    def update(self, text: str, *, scope: Scope = DEFAULT_GRAPH, base: str = "") -> int:
        """Carry out an update and return the new version; it is on disk by then.

        Raises:
            DeadlineError: It took too long, and was rolled back.
            LimitError: It is too long or too deep, or took too much memory.
            QueryError: It is not SPARQL.
        """
        text = self._leave_out_remote(text, check_update(text, self.config), "check_update", base)
        head = {"do": "update", "text": text, "default": scope.default, "named": scope.named, "base": base}
        return int(self._write(head, "update")["version"])

    def write_graph(self, do: str, graph: str | None, uploads: Sequence[Upload], base: str) -> tuple[bool, int]:
        """Load files into a graph (`do` is "load"), put them in its place ("replace"), or "drop" the graph.

        Returns whether there was such a graph before, and the new version; None names the default graph.
        """
        files = [[str(row.path), row.form.name] for row in uploads]
        answer = self._write({"do": do, "graph": graph or "", "base": base, "files": files}, "upload")
        return bool(answer["existed"]), int(answer["version"])

    def _write(self, head: Head, what: str) -> Head:
        deadline = self.config.deadline if what == "update" else self.config.deadline * 10
        # Half of the threads at most wait to write: the others go on answering queries.
        if not self._write_places.acquire(blocking=False):
            raise BusyError("Too many clients wait to write. Try again in a few seconds.")
        try:
            answer = self._write_in_turn(head, what, deadline)
        finally:
            self._write_places.release()
        raise_answer(answer, self.config.memory_mb)
        return answer

    def _write_in_turn(self, head: Head, what: str, deadline: float) -> Head:
        with self._writing:
            writer = self._writer
            try:
                answer = writer.ask(head, timeout=deadline)
            except ChildError as error:
                self._restart_writer(writer)
                raise explain_death(error, what, self.config.memory_mb) from error
            if answer is None:
                self._restart_writer(writer)
                raise DeadlineError(what, deadline)
            if "version" in answer[0]:
                self.version = answer[0]["version"]
            return answer[0]

    def _restart_writer(self, dead: Child) -> None:
        """Put a new writer in the place of a dead or hanging one, unless somebody did so already."""
        with self._snapshotting:
            if self._writer is dead:
                dead.kill()
                self._writer = self._start_writer()
                _log.warning("the writer was restarted")

    def _tend(self) -> None:
        while not self._closing.is_set():
            self.pool.wanted.wait(_TEND_EVERY)
            self.pool.wanted.clear()
            settled = self._is_settled()
            try:
                snapshot = self._snapshot
                if settled and (snapshot is None or self.has_lanes):
                    snapshot = self.take_snapshot()  # what takes time is ready before the first query
                if settled and snapshot is not None:
                    self._columns.tend(snapshot.folder)
                self.pool.tend(snapshot if settled else None)
                self._remove_old_snapshots()
            except (OSError, KgError) as error:
                _log.warning("tending the workers failed: %s", error)

    def _remove_old_snapshots(self) -> None:
        current = self._snapshot
        if current is None or not self._snapshots.exists():
            return
        for folder in self._snapshots.iterdir():
            # A worker that has a snapshot open keeps its files open; one about to open it does so within seconds.
            if folder != current.folder and time.time() - folder.stat().st_mtime > 10 + self.config.deadline:
                shutil.rmtree(folder, ignore_errors=True)

    def describe_state(self) -> dict[str, Any]:
        """Return what /healthz tells."""
        return {"version": self.version, "workers": self.pool.count()}

    def close(self) -> None:
        """End all processes and remove temporary files."""
        with self._starting:
            if not self.started:
                return
            self.started = False
        self._closing.set()
        self.pool.wanted.set()
        self._tender.join(timeout=5)
        self._columns.close()
        self.pool.close()
        with self._writing:
            self._writer.kill()
        shutil.rmtree(self._snapshots, ignore_errors=True)
        self._spool.cleanup()
        if self._temporary is not None:
            self._temporary.cleanup()
