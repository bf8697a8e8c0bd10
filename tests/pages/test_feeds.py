"""Atom feeds of articles: of all, of a matter, of a thing."""

import urllib.error
import urllib.request
import xml.etree.ElementTree as ET

import pytest

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [
    ("the latest articles", "/feed", 2),
    ("the articles of a matter", "/feed/matter/002-f8b803e74bdc5656", 2),
    ("the articles that name a thing", "/feed/person/henry-lucero", 1),
]


@pytest.mark.parametrize(("path", "count"), [row[1:] for row in FEEDS], ids=[row[0] for row in FEEDS])
def test_a_feed_lists_articles_with_their_days(seed, path, count):
    with urllib.request.urlopen(seed + path) as reply:
        assert reply.headers["Content-Type"].startswith("application/atom+xml")
        feed = ET.fromstring(reply.read())
    for part in ("title", "id", "updated", "author"):
        assert feed.find(f"{ATOM}{part}") is not None, f"RFC 4287, section 4.1.1 asks for {part}"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == count
    days = [entry.find(f"{ATOM}updated").text for entry in entries]
    assert days == sorted(days, reverse=True)
    for entry in entries:
        assert "/article/" in entry.find(f"{ATOM}link").get("href")
        assert len(entry.find(f"{ATOM}title").text) > 10


def test_a_page_names_its_feed(seed):
    with urllib.request.urlopen(f"{seed}/page/matter/002-f8b803e74bdc5656") as reply:
        assert 'href="/feed/matter/002-f8b803e74bdc5656" type="application/atom+xml"' in reply.read().decode()


def test_no_feed_of_what_is_not_there(seed):
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{seed}/feed/agency/nobody")
    with caught.value as error:  # it holds the connection
        assert error.code == 404
