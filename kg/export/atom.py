"""Changes between two datasets as an Atom feed (RFC 4287): an entry for each thing that gained, lost or changed."""

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import IO

from kg.export.diff import Change
from kg.iri import make_entity_iri
from kg.prefixes import shorten_iri

_ATOM = "http://www.w3.org/2005/Atom"
_SIGNS = {"gained": "new", "lost": "gone", "changed": "changed"}


def write_feed(changes: Iterable[Change], output: IO[bytes], day: date, *, about: str | None = None) -> int:
    """Write the changes as a feed; return the number of entries.

    Args:
        changes: What `compare_datasets` found.
        output: Gets UTF-8.
        day: When the newer dataset was made; the same changes and day make the same bytes.
        about: The IRI of a matter or thing: only changes that name it, as subject or as value; None for all.
    """
    wanted = [row for row in changes if about is None or f"<{about}>" in (row.subject, row.object, row.before)]
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    when = f"{day.isoformat()}T00:00:00Z"
    name = shorten_iri(about) if about else "the graph"
    _add(feed, "title", f"Polity: changes of {name}")
    _add(feed, "id", f"{make_entity_iri('feed')}/{_hash(about or '')}")
    _add(feed, "updated", when)
    _add(_add(feed, "author"), "name", "Polity")
    count = 0
    for subject, rows in groupby(sorted(wanted, key=_order), key=lambda row: row.subject):
        own = list(rows)
        iri = subject[1:-1] if subject.startswith("<") else subject
        lines = [_write_line(row) for row in own]
        entry = _add(feed, "entry")
        _add(entry, "title", f"{shorten_iri(iri)}: {len(own)} change{'' if len(own) == 1 else 's'}")
        _add(entry, "id", f"{make_entity_iri('feed')}/{_hash(subject, when, *lines)}")
        _add(entry, "updated", when)
        if iri.startswith(("http://", "https://")):
            _add(entry, "link", href=iri)
        _add(entry, "content", "\n".join(lines), type="text")
        count += 1
    ET.indent(feed)
    output.write(ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n")
    return count


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    node = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    node.text = text
    return node


def _order(row: Change) -> tuple[str, ...]:
    return (row.subject, row.predicate, row.kind, row.object, row.graph)


def _write_line(row: Change) -> str:
    value = f"{_shorten(row.before)} -> {_shorten(row.object)}" if row.before else _shorten(row.object)
    quoted = "".join(f"\n  “{' '.join(quotation.split())}”" for quotation in row.quotations)
    return f"{_SIGNS[row.kind]}: {_shorten(row.predicate)} {value}{quoted}"


def _shorten(term: str) -> str:
    return shorten_iri(term[1:-1]) if term.startswith("<") else term


def _hash(*parts: str) -> str:
    return hashlib.sha256(b"".join(f"{len(part.encode())}:{part}".encode() for part in parts)).hexdigest()[:16]
