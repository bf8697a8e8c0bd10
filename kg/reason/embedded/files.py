"""N-Triples in and out without a Python object a triple (RDF 1.1 N-Triples)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyoxigraph

from kg.errors import SourceError
from kg.reason.embedded.columns import LOW, SHIFT, Ids
from kg.reason.embedded.dictionary import Dictionary

_TERM = re.compile(
    rb"""<[^\x00-\x20<>"{}|^`\\]+>|_:[A-Za-z0-9_][A-Za-z0-9_.-]*(?<!\.)
    |"[^"\\\n\r]*"(?:@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*|\^\^<[^\x00-\x20<>"{}|^`\\]+>)?""",
    re.VERBOSE,
)
_BATCH = 500_000
_LINES = 200  # fewer lists at a time than the number at which Python looks for garbage


def read_ntriples(data: bytes, terms: Dictionary, *, path: Path | str = "input") -> Ids:
    """Return the triples of an N-Triples document as rows of numbers, one term of `terms` each.

    Lines in the canonical form (one space between terms) pass at once; the first time a term is seen it is checked.
    Any other line is read by Oxigraph's parser, which also says what is wrong with it.

    Raises:
        SourceError: The document is not N-Triples; the line is named.
    """
    known = len(terms)
    lines = data.split(b"\n")
    if not lines[-1]:
        lines.pop()
    encode, encode_end = terms.encode, _Ends(terms).__getitem__
    rows = np.empty((len(lines), 3), dtype=np.int64)
    try:
        for start in range(0, len(lines), _LINES):
            batch = lines[start : start + _LINES]
            terms_of_lines = zip(*[line.split(b" ", 2) for line in batch], strict=True)
            for place, column in enumerate(terms_of_lines):
                numbers = map(encode if place < 2 else encode_end, column)
                rows[start : start + len(batch), place] = np.fromiter(numbers, dtype=np.int64, count=len(batch))
    except ValueError:  # a line has fewer terms, or does not end as the canonical form does
        terms.forget(known)
        return _read_slowly(data, terms, path)
    if all(map(_TERM.fullmatch, terms.tokens[known:])) and _are_placed(rows, terms):
        return rows
    terms.forget(known)
    return _read_slowly(data, terms, path)


class _Ends(dict[bytes, int]):
    """The end of a line, its object and the full stop, to the object's number."""

    def __init__(self, terms: Dictionary) -> None:
        self._encode = terms.encode

    def __missing__(self, end: bytes) -> int:
        if not end.endswith(b" ."):
            raise ValueError(end)
        number = self[end] = self._encode(end[:-2])
        return number


def _are_placed(rows: Ids, terms: Dictionary) -> bool:
    """Say whether no subject is a literal and every predicate an IRI."""
    starts = np.frombuffer(b"".join(token[:1] for token in terms.tokens), dtype=np.uint8)
    return bool((starts[rows[:, 0]] != ord('"')).all() and (starts[rows[:, 1]] == ord("<")).all())


def _read_slowly(data: bytes, terms: Dictionary, path: Path | str) -> Ids:
    rows = []
    try:
        for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES):
            s, p, o = quad.subject, quad.predicate, quad.object
            rows.append([terms.encode(str(term).encode()) for term in (s, p, o)])
    except SyntaxError as fault:
        raise SourceError(
            f"is not N-Triples: {fault.msg}.",
            path=path,
            line=fault.lineno,
            hint="Correct the line, or convert the file.",
        ) from None
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def write_ntriples(closure: dict[int, Ids], terms: Dictionary, type_id: int) -> Iterator[bytes]:
    """Yield keys by relation as N-Triples, half a million lines at most at a time."""
    starts = np.array([token + b" " for token in terms.tokens], dtype=object)
    ends = np.array([token + b" .\n" for token in terms.tokens], dtype=object)
    for name, all_keys in closure.items():
        predicate = starts[name if name >= 0 else type_id]
        for place in range(0, len(all_keys), _BATCH):
            keys = all_keys[place : place + _BATCH]
            lines = np.empty((len(keys), 3), dtype=object)
            lines[:, 0] = starts[keys if name < 0 else keys >> SHIFT]
            lines[:, 1] = predicate
            lines[:, 2] = ends[~name] if name < 0 else ends[keys & LOW]
            yield b"".join(lines.ravel().tolist())


def save_ntriples(target: BinaryIO, closure: dict[int, Ids], terms: Dictionary, type_id: int) -> int:
    """Write keys by relation to an open file; return the number of triples."""
    for block in write_ntriples(closure, terms, type_id):
        target.write(block)
    return sum(map(len, closure.values()))
