"""Ask for proofs: a process of its own holds the closure of the newest version, and is started when first needed."""

import atexit
import contextlib
import threading
from typing import Any

from flask import current_app
from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier

from server.backend import Backend, get_backend
from server.channel import Child, ChildError, Head, Started
from server.errors import BusyError, DeadlineError, EngineError
from server.pool import raise_answer

_START = 60.0
_PATIENCE = 5.0
_OPENING = 10  # opening may take so many times the deadline of a query


class PreparingError(BusyError):
    """The process that proves reads a new version; a page that says so loads itself again."""

    retry_after = 5
    loads_again = True


class Prover:
    """Asks the process. One at a time: a proof takes milliseconds, once the closure is there."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._thread: threading.Thread | None = None
        self._child: Child | None = None
        self._version = -1
        self._failure: Exception | None = None
        atexit.register(self.close)

    def ask(self, backend: Backend, head: Head) -> dict[str, Any]:
        """Return the answer to a message of `server.explainer`.

        Raises:
            DeadlineError: It took too long.
            EngineError: The process died.
            LimitError: The store is too large for proofs in the server.
            PreparingError: The process still reads this version; it goes on by itself.
        """
        self._prepare(backend)
        with self._lock:
            if self._child is None:
                raise EngineError("The process that proves has ended. Try again.")
            return self._send(self._child, head, backend, backend.config.deadline)

    def _prepare(self, backend: Backend) -> None:
        """Have the newest version read, and wait a little for it."""
        with self._opening:
            if self._child is not None and self._version == backend.version:
                return
            if self._thread is None:
                self._failure = None
                self._thread = threading.Thread(target=self._open, args=(backend,), name="proofs", daemon=True)
                self._thread.start()
            thread = self._thread
        thread.join(min(_PATIENCE, backend.config.deadline))
        if thread.is_alive():
            raise PreparingError(
                "The proofs are being prepared: the server reads every statement once after each change of the data, "
                "which takes about 15 seconds for a million. This page loads itself again."
            )
        if self._failure is not None:
            raise self._failure

    def _open(self, backend: Backend) -> None:
        try:
            with self._lock:
                self._read(backend)
        except Exception as error:  # noqa: BLE001 -- handed to the request that waits for this thread
            self._failure = error
        finally:
            with self._opening:
                self._thread = None

    def _read(self, backend: Backend) -> None:
        if self._child is None:
            child = Started("server.explainer", str(backend.config.memory_mb + backend.config.proof_quads // 1000))
            if child.wait(_START) is None:
                child.kill()
                raise EngineError("The process that proves did not start.")
            self._child = child
        self._version = -1
        snapshot = backend.take_snapshot()
        head = {"do": "open", "folder": str(snapshot.folder), "most": backend.config.proof_quads}
        self._send(self._child, head, backend, backend.config.deadline * _OPENING)
        self._version = snapshot.version

    def _send(self, child: Child, head: Head, backend: Backend, deadline: float) -> dict[str, Any]:
        try:
            answer = child.ask(head, timeout=deadline)
        except ChildError as error:
            self._drop()
            raise EngineError("The proof took more memory than it may, or failed. Try: kg why") from error
        if answer is None:
            self._drop()
            raise DeadlineError("proof", deadline)
        raise_answer(answer[0], backend.config.memory_mb)
        return answer[0]

    def _drop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child, self._version = None, -1

    def close(self) -> None:
        """End the process; one that is reading is not waited for."""
        with contextlib.suppress(OSError):
            self._drop()


def get_prover() -> Prover:
    """Return the prover of the application that answers the current request."""
    return current_app.extensions.setdefault("polity-prover", Prover())  # type: ignore[no-any-return]


def ask_why(triple: tuple[Identifier, Identifier, Identifier]) -> dict[str, Any]:
    """Return why a triple holds, as `kg.reason.why.describe_why` puts it; see `Prover.ask` for the errors raised."""
    answer = get_prover().ask(get_backend(), {"do": "why", "triple": [_write_term(term) for term in triple]})
    return dict(answer["why"])


def ask_without(graph: URIRef) -> dict[str, Any]:
    """Return what would fall if a named graph were withdrawn; see `Prover.ask` for the errors raised."""
    return get_prover().ask(get_backend(), {"do": "without", "graph": str(graph)})


def _write_term(term: Identifier) -> dict[str, str]:
    """Return a term in the JSON of SPARQL results."""
    if isinstance(term, Literal):
        row = {"type": "literal", "value": str(term)}
        if term.language:
            row["xml:lang"] = term.language
        elif term.datatype:
            row["datatype"] = str(term.datatype)
        return row
    return {"type": "bnode" if isinstance(term, BNode) else "uri", "value": str(term)}
