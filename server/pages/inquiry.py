"""The queries a page asks, kept so that the page can show them."""

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib.term import Identifier

from kg.store.base import ALL_GRAPHS, Scope
from kg.store.rewrite import bind
from kg.store.terms import to_oxigraph
from server.backend import get_backend
from server.results import Row

_FOLDER = Path(__file__).parent / "queries"
_SHOWN = 20  # values in a query as shown; more would hide the query
_MOST_KEPT = 64
_lock = threading.Lock()
_kept: OrderedDict[tuple[str, int, str], list[Row]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that a page asked: what it is for, in words, and its text, which runs as it stands."""

    title: str
    text: str


@cache
def load_query(name: str) -> Asked:
    """Return a query of queries/ by its file's name; its first line, a comment, is its title.

    >>> load_query("articles").title
    'The articles, the latest first'
    """
    title, _, text = (_FOLDER / f"{name}.rq").read_text(encoding="utf-8").partition("\n")
    return Asked(title.removeprefix("# "), text)


class Inquiry:
    """What one page asks of the store. `version` is that of the store when the page began."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self._backend = get_backend()
        self.version = self._backend.version
        self.asked: list[Asked] = []

    def ask(
        self,
        name: str,
        *,
        most: int = 0,
        after: int = 0,
        keep: bool = False,
        scope: Scope = ALL_GRAPHS,
        **values: Identifier | Sequence[Identifier],
    ) -> list[Row]:
        """Answer a query of queries/ over all graphs or another scope, variables bound to a term or any of several.

        Where `most` is not 0 at most so many rows are answered, those after the first `after`. Where `keep` is set the
        rows are kept for all pages, until the data changes; nobody may change them.

        Raises:
            DeadlineError: It took too long.
        """
        query = load_query(name)
        single = {key: value for key, value in values.items() if isinstance(value, Identifier)}
        several = {key: list(value) for key, value in values.items() if not isinstance(value, Identifier)}
        if any(not row for row in several.values()):
            return []
        whole = query.text.strip() + (f"\nLIMIT {most} OFFSET {after}" if most else "")
        for key, term in single.items():
            whole = put_term(whole, key, term)
        text = _bind_any(whole, several)
        shown = {key: row[:_SHOWN] for key, row in several.items()}
        return self._answer(query.title, text, _bind_any(whole, shown) if shown != several else text, keep, scope)

    def ask_each(
        self, name: str, key: str, terms: Sequence[Identifier], *, most: int, **values: Identifier
    ) -> list[Row]:
        """Answer a query for each of several terms by itself, with at most so many rows for each."""
        if not terms:
            return []
        query = load_query(name)
        head, _, body = query.text.strip().partition("SELECT")
        for other, term in values.items():
            body = put_term(body, other, term)
        parts = [f"{{ SELECT{put_term(body, key, term)}\nLIMIT {most} }}" for term in terms]
        text = f"{head}SELECT * WHERE {{\n" + "\nUNION\n".join(parts) + "\n}"
        return self._answer(query.title, text, text)

    def _answer(self, title: str, text: str, shown: str, keep: bool = False, scope: Scope = ALL_GRAPHS) -> list[Row]:
        self.asked.append(Asked(title, shown))
        key = (self._backend.id, self.version, f"{scope}{text}")
        with _lock:
            if keep and key in _kept:
                _kept.move_to_end(key)
                return _kept[key]
        rows = self._backend.select(text, scope=scope)
        if keep:
            with _lock:
                _kept[key] = rows
                for old in [one for one in _kept if one[0] == key[0] and one[1] < key[1]]:
                    del _kept[old]
                while len(_kept) > _MOST_KEPT:
                    _kept.popitem(last=False)
        return rows


def put_term(text: str, name: str, term: Identifier) -> str:
    """Put a term in the place of a variable that is not projected.

    The engine then looks it up in each part of the query; from a VALUES block it would not reach UNION and OPTIONAL.

    >>> from rdflib import URIRef
    >>> put_term("SELECT ?s { ?s ?p ?thing }", "thing", URIRef("urn:x"))
    'SELECT ?s { ?s ?p <urn:x> }'
    """
    written = str(to_oxigraph(term))
    return re.sub(rf"\?{name}\b", lambda _: written, text)


def _bind_any(text: str, values: dict[str, list[Identifier]]) -> str:
    """Bind each variable by a VALUES block of its own."""
    for name, terms in values.items():
        text = bind(text, {name: ") (".join(str(to_oxigraph(term)) for term in terms)})
    return text
