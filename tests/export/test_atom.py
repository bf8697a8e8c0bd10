"""A feed of changes: valid by RFC 4287, the same twice, and only about what was asked for."""

import io
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from kg.export.atom import write_feed
from kg.export.diff import Change

ROWS = [
    Change("gained", "<urn:g>", "<http://e.example/m>", "<urn:p>", '"a <b> & c"', quotations=("Said so.",)),
    Change("lost", "<urn:g>", "<http://e.example/m>", "<urn:p>", "<http://e.example/x>"),
    Change("changed", "<urn:g>", "<http://e.example/n>", "<urn:q>", '"2"', before='"1"'),
]
NAMES = {"a": "http://www.w3.org/2005/Atom"}


def write(rows, **more) -> bytes:
    output = io.BytesIO()
    write_feed(rows, output, date(2026, 11, 22), **more)
    return output.getvalue()


def test_the_feed_has_what_rfc_4287_demands():
    feed = ET.fromstring(write(ROWS))
    entries = feed.findall("a:entry", NAMES)
    assert len(entries) == 2
    for node in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"a:{name}", NAMES)) == 1, name
    assert feed.findtext("a:author/a:name", namespaces=NAMES)
    ids = [entry.findtext("a:id", namespaces=NAMES) for entry in entries]
    assert len(set(ids)) == 2
    assert "Said so." in entries[0].findtext("a:content", namespaces=NAMES)
    assert '"1" -> "2"' in entries[1].findtext("a:content", namespaces=NAMES)


def test_order_does_not_matter():
    assert write(ROWS) == write(ROWS[::-1])


@pytest.mark.parametrize(("about", "count"), [("http://e.example/n", 1), ("http://e.example/x", 1), ("urn:none", 0)])
def test_only_what_was_asked_for(about, count):
    assert len(ET.fromstring(write(ROWS, about=about)).findall("a:entry", NAMES)) == count
