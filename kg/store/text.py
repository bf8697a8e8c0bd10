"""Full-text search: an SQLite FTS5 index of the plain and language-tagged strings that things have.

An index is one file, made from one version of a store and never changed: what changes is which file is used.
"""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.store.base import Store

PROPERTY = "https://w3id.org/polity/text/search"
"""In SPARQL, ``?thing <https://w3id.org/polity/text/search> "some words"`` binds ?thing to what the words find."""

SELECT_TEXTS = """SELECT DISTINCT ?s ?p ?o { ?s ?p ?o FILTER(isIRI(?s) && isLiteral(?o) && (
  DATATYPE(?o) = <http://www.w3.org/2001/XMLSchema#string> || LANG(?o) != "")) }"""
FILE = "texts.sqlite"
"""The name of the index in the folder of the snapshot it was made from."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: its IRI, the property whose value holds the words, that value, and how well it fits (more is)."""

    thing: str
    property: str
    text: str
    score: float


def build_index(path: Path, rows: Iterable[tuple[str, str, str]]) -> int:
    """Write the index of triples (thing, property, text) to a new file, and return how many there are.

    Raises:
        StoreError: The file cannot be written, or this Python's SQLite has no FTS5.
    """
    try:
        with closing(sqlite3.connect(path)) as base:
            base.execute("PRAGMA journal_mode = OFF")
            base.execute("PRAGMA synchronous = OFF")
            base.execute(
                "CREATE VIRTUAL TABLE texts USING fts5(thing UNINDEXED, property UNINDEXED, text, "
                "tokenize = 'unicode61 remove_diacritics 2')"
            )
            base.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)
            base.execute("INSERT INTO texts(texts) VALUES ('optimize')")
            base.commit()
            return int(base.execute("SELECT count(*) FROM texts").fetchone()[0])
    except sqlite3.Error as error:
        raise StoreError(f"The text index {path} cannot be written: {error}. Check the disk.") from error


def index_store(store: Store, path: Path) -> int:
    """Write the index of a store's texts to a new file, and return how many there are; raises as `build_index`."""
    found = store.query(SELECT_TEXTS)
    return build_index(path, ((str(row["s"]), str(row["p"]), str(row["o"])) for row in found.rows()))


def make_match(words: str) -> str:
    """Return an FTS5 expression that asks for all words, the last one also as a beginning; "" where there are none.

    Nothing the user writes is read as FTS5's own language.

    >>> make_match('subpoena OR "mot')
    '"subpoena" "OR" "mot"*'
    """
    found = _WORD.findall(words)
    return " ".join(f'"{word}"' for word in found) + "*" if found else ""


def search_index(path: Path, words: str, *, limit: int = 100) -> list[Hit]:
    """Return the best hit of each thing whose texts hold all words (whole or as a beginning), best first.

    Raises:
        StoreError: The file is missing or damaged.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "index"
    ...     _ = build_index(file, [("urn:a", "urn:p", "José said no"), ("urn:b", "urn:p", "nobody spoke")])
    ...     [hit.thing for hit in search_index(file, "jose s")]
    ['urn:a']
    """
    match = make_match(words)
    if not match:
        return []
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
            rows = base.execute(
                "SELECT thing, property, text, -rank FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?",
                (match, limit * 5),
            ).fetchall()
    except sqlite3.Error as error:
        raise StoreError(f"The text index {path} cannot be read: {error}. Restart the server.") from error
    best: dict[str, Hit] = {}
    for row in rows:
        best.setdefault(row[0], Hit(*row))
    return list(best.values())[:limit]
