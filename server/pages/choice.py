"""What a list is narrowed to: a party, a kind of paper, a place, a matter, as the address of a page says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from rdflib import URIRef
from rdflib.term import Identifier

from kg.errors import UnknownNameError
from kg.iri import ID
from kg.prefixes import expand_iri
from server.pages.inquiry import Inquiry


@dataclass(frozen=True, slots=True)
class Choice:
    """The things chosen, by the filter's name; None where a filter is not used."""

    things: Mapping[str, URIRef | None]

    @classmethod
    def read(cls, arguments: Mapping[str, str], names: Sequence[str]) -> "Choice":
        """Read the filters of an address; a value is an IRI, or the path of one of Polity's things."""
        return cls({name: _read(arguments.get(name, "")) for name in names})

    @property
    def chosen(self) -> dict[str, str]:
        """The IRIs, "" where a filter is not used."""
        return {name: str(thing or "") for name, thing in self.things.items()}

    def write(self) -> str:
        """Return the filters as the end of an address, "" where none is used."""
        used = {name: iri for name, iri in self.chosen.items() if iri}
        return f"&{urlencode(used)}" if used else ""

    def list_nodes(self, inquiry: Inquiry) -> set[Identifier] | None:
        """Return the claims, events, papers and articles that fit every filter; None where no filter is used."""
        kept: set[Identifier] | None = None
        for name, thing in self.things.items():
            if thing is not None:
                fitting = {row["node"] for row in inquiry.ask(f"of-{name}", thing=thing)}
                kept = fitting if kept is None else kept & fitting
        return kept


def _read(text: str) -> URIRef | None:
    if not text.strip():
        return None
    try:
        return expand_iri(text.strip())
    except UnknownNameError:
        return expand_iri(ID + text.strip())
