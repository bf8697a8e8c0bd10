"""Ask for proofs: a process of its own holds the closure of the newest version, and is started when first needed."""

import atexit
import contextlib
import threading
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from flask import current_app
from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier

from kg.formats import get_format
from server.backend import Backend, get_backend
from server.channel import Child, ChildError, Head, Started
from server.errors import DeadlineError, EngineError, LimitError
from server.pool import raise_answer

_START = 60.0
_MOST_QUADS = 400_000


class Prover:
    """Asks the process. One at a time: a proof takes milliseconds, once the closure is there."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._version = -1
        atexit.register(self.close)

    def ask(self, backend: Backend, head: Head) -> dict[str, Any]:
        """Return the answer to a message of `server.explainer`.

        Raises:
            DeadlineError: It took too long.
            EngineError: The process died.
            LimitError: The store is too large for proofs in the server.
        """
        with self._lock:
            child = self._open(backend)
            return self._send(child, head, backend)

    def _send(self, child: Child, head: Head, backend: Backend) -> dict[str, Any]:
        try:
            answer = child.ask(head, timeout=backend.config.deadline)
        except ChildError as error:
            self._drop()
            raise EngineError("The proof took more memory than it may, or failed. Try: kg why") from error
        if answer is None:
            self._drop()
            raise DeadlineError("proof", backend.config.deadline)
        raise_answer(answer[0], backend.config.memory_mb)
        return answer[0]

    def _open(self, backend: Backend) -> Child:
        version = backend.version
        if self._child is not None and self._version == version:
            return self._child
        quads = int(str(backend.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")[0]["n"]))
        if quads > _MOST_QUADS:
            raise LimitError(
                f"The store has {quads} statements, too many to prove in the server. Ask on its machine: kg why",
                limit="proof_quads",
                value=_MOST_QUADS,
            )
        if self._child is None:
            child = Started("server.explainer", str(backend.config.memory_mb))
            if child.wait(_START) is None:
                child.kill()
                raise EngineError("The process that proves did not start.")
            self._child = child
        path = backend.spool / f"{uuid4().hex}.nq"
        answer = backend.dump(get_format("nquads"))
        try:
            _write(path, answer.body, answer.file)
            self._send(self._child, {"do": "open", "path": str(path)}, backend)
        finally:
            path.unlink(missing_ok=True)
        self._version = answer.version
        return self._child

    def _drop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child, self._version = None, -1

    def close(self) -> None:
        """End the process."""
        with self._lock, contextlib.suppress(OSError):
            self._drop()


def _write(path: Path, body: bytes, file: IO[bytes] | None) -> None:
    with path.open("wb") as out:
        if file is None:
            out.write(body)
            return
        with file:
            while chunk := file.read(2**20):
                out.write(chunk)


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
