"""Answers that can be cited: a link that carries the query, the version and the answer itself, or its rows' hashes."""

import base64
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from rdflib.term import Identifier

from server.results import Row

_LONGEST = 4000  # characters of an address that browsers, servers and mail programs still take
_MOST_ROWS = 400
_LARGEST = 2**20


@dataclass(frozen=True, slots=True)
class Difference:
    """How an answer differs from the one that was cited.

    `gone` are cited rows that are no longer answered, as texts; None where the link carries hashes alone, which tell
    how many there are (`gone_count`) but not what they said. `new` are indices of rows that were not cited.
    """

    on: str
    version: str
    gone: list[str] | None
    gone_count: int
    new: frozenset[int]

    @property
    def same(self) -> bool:
        """Whether the answer is the same, the order of rows apart."""
        return not self.gone_count and not self.new


def write_rows(columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Return each row as a line of text: its terms in N-Triples, parted by tabs."""
    return ["\t".join(_write(row.get(name)) for name in columns) for row in rows]


def _write(term: Identifier | None) -> str:
    return "" if term is None else term.n3()


def make_permalink(query: str, version: int, columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Return an address that carries the query, the dataset's version, the day, and what was answered."""
    lines = write_rows(columns, rows)
    given = {"query": query, "version": str(version), "on": datetime.now(UTC).date().isoformat()}
    return "/sparql?" + urlencode({**given, "seen": pack(lines)})


def pack(lines: Sequence[str]) -> str:
    """Return lines as a short text that is safe in an address: whole if they fit, as hashes of lines if not.

    >>> unpack(pack(["a", "b"]))
    (['a', 'b'], [])
    """
    whole = "r" + _encode(json.dumps(sorted(lines), ensure_ascii=False).encode())
    if len(whole) <= _LONGEST:
        return whole
    digests = sorted(_hash(line) for line in lines)
    if len(lines) <= _MOST_ROWS:
        return "h" + _encode("".join(digests).encode())
    return "d" + hashlib.sha256("\n".join(digests).encode()).hexdigest()[:32]


def unpack(text: str) -> tuple[list[str] | None, list[str]]:
    """Return the lines that `pack` took, or None and their hashes; None and no hashes for what it did not make."""
    try:
        data = _decode(text[1:]) if text[:1] in ("r", "h") else text.encode()
        if text.startswith("r"):
            found = json.loads(data)
            return ([str(line) for line in found], []) if isinstance(found, list) else (None, [])
        if text.startswith("h"):
            digests = data.decode("ascii")
            return None, [digests[place : place + 8] for place in range(0, len(digests), 8)]
    except (ValueError, zlib.error):
        pass
    return None, []


def compare(seen: str, on: str, version: str, columns: Sequence[str], rows: Sequence[Row]) -> Difference | None:
    """Return how an answer differs from what a permalink carries; None where it carries nothing readable."""
    lines = write_rows(columns, rows)
    if seen.startswith("d"):
        same = pack([*lines]) == seen
        return Difference(on, version, None, 0 if same else 1, frozenset() if same else frozenset(range(len(lines))))
    kept, digests = unpack(seen)
    if kept is None and not digests:
        return None
    if kept is not None:
        left = list(kept)
        new = [number for number, line in enumerate(lines) if not _take(left, line)]
        return Difference(on, version, left, len(left), frozenset(new))
    left = list(digests)
    new = [number for number, line in enumerate(lines) if not _take(left, _hash(line))]
    return Difference(on, version, None, len(left), frozenset(new))


def _take(left: list[str], line: str) -> bool:
    if line in left:
        left.remove(line)
        return True
    return False


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8", "replace")).hexdigest()[:8]


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(data, 9)).decode().rstrip("=")


def _decode(text: str) -> bytes:
    """Return what `_encode` took; raises ValueError or zlib.error for what it did not make, or what grows too large."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    reader = zlib.decompressobj()
    found = reader.decompress(data, _LARGEST)
    if reader.unconsumed_tail:
        raise ValueError("It is too large.")
    return found


def write_bibtex(title: str, address: str, version: str, day: str) -> str:
    """Return a citation in BibTeX."""
    key = "polity" + hashlib.sha256(address.encode()).hexdigest()[:8]
    clean = title.replace("{", "(").replace("}", ")").replace("\\", "/")
    return (
        f"@misc{{{key},\n  title = {{{clean}}},\n  author = {{{{Polity}}}},\n  year = {{{day[:4]}}},\n"
        f"  note = {{Dataset version {version}, answered on {day}}},\n"
        f"  url = {{{address}}},\n  urldate = {{{day}}}\n}}\n"
    )


def write_csl(title: str, address: str, version: str, day: str) -> str:
    """Return a citation in CSL JSON (citation-style-language, schema 1.0)."""
    parts = [int(part) for part in day.split("-")]
    row = {
        "id": "polity" + hashlib.sha256(address.encode()).hexdigest()[:8],
        "type": "dataset",
        "title": title,
        "author": [{"literal": "Polity"}],
        "version": version,
        "URL": address,
        "issued": {"date-parts": [parts]},
        "accessed": {"date-parts": [parts]},
    }
    return json.dumps([row], ensure_ascii=False, indent=1) + "\n"
