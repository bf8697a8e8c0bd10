"""The queries a page asks, kept so that the page can show them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib.term import Identifier

from kg.store.base import Scope
from kg.store.rewrite import bind
from kg.store.terms import to_oxigraph
from server.backend import get_backend
from server.results import Row

_FOLDER = Path(__file__).parent / "queries"
_SHOWN = 20  # values in a query as shown; more would hide the query


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
        self, name: str, *, most: int = 0, after: int = 0, **values: Identifier | Sequence[Identifier]
    ) -> list[Row]:
        """Answer a query of queries/ over all graphs, its variables bound to a term or to any of several.

        Where `most` is not 0 at most so many rows are answered, those after the first `after`.

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
        self.asked.append(Asked(query.title, _bind_any(whole, shown) if shown != several else text))
        return self._backend.select(text, scope=Scope(union=True))


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
