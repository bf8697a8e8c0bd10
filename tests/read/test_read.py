"""What each reader takes from an article, and which reader a content gets."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.model import Document
from kg.read import Source, detect_reader, read_data, read_document, read_paths
from kg.resources import find_resource
from kg.values.calendar import make_day
from tests.read.pages import ENGLISH, FEED, NEWS, PAGE, make_warc

DETECTED = [
    ("plain words", b"The mayor said no.", "a.txt", "text"),
    ("a page by its doctype, whatever the name", b"\n<!DOCTYPE html><html>", "a.txt", "web"),
    ("a fragment of a page", b"<p>The mayor said no.</p>", "", "web"),
    ("a feed behind its XML declaration", b'<?xml version="1.0"?><rss version="2.0">', "", "feed"),
    ("an Atom feed", b'<feed xmlns="http://www.w3.org/2005/Atom">', "", "feed"),
    ("words in angle brackets are words", b"<unreadable> the clerk wrote", "", "text"),
    ("JSON lines", b'{"text": "a"}\n{"text": "b"}', "a.txt", "jsonl"),
    ("a JSON array of rows", b'[\n {"text": "a"}]', "", "jsonl"),
    ("JSON-LD", b'{"@context": "https://schema.org", "@type": "NewsArticle"}', "", "news"),
    ("CSV by its header", b"url,date,title,text\n", "a", "csv"),
    ("a tab-separated header", b"url\ttitle\tbody\n", "a", "csv"),
    ("a sentence with commas is no header", b"The text, the date, the title: all wrong.", "a.txt", "text"),
    ("CSV by its name", b"when,what\n", "a.csv", "csv"),
    ("a web archive", b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "", "archive"),
    ("a quotation in square brackets", b"[Sic] he said.", "", "text"),
]


@pytest.mark.parametrize(("why", "data", "name", "reader"), DETECTED, ids=[row[0] for row in DETECTED])
def test_detect_reader(why: str, data: bytes, name: str, reader: str) -> None:
    assert detect_reader(data, name) == reader, why


TEXTS = [
    ("a date in the first line", "date 2020-02-03 Prosecutors asked.", {"published": "2020-02-03"}),
    ("a header of keys", "Title: A vote\nDate: Jan. 18, 2020\nBy: Jane Doe\n\nThe city voted.",
     {"title": "A vote", "published": "2020-01-18", "byline": ("Jane Doe",)}),
    ("a headline, a byline, a date line", "City votes to sue\n\nBy JANE DOE and JOHN ROE, The Daily Record\n"
     "Jan. 18, 2020 3:14 p.m.\n\nALBANY, N.Y. (AP) — The city voted.",
     {"title": "City votes to sue", "byline": ("JANE DOE", "JOHN ROE"), "publisher": "The Daily Record",
      "published": "2020-01-18", "dateline": "ALBANY, N.Y."}),
    ("a dateline with agency and no year", "WASHINGTON, Jan 18 (Reuters) - The court ruled.",
     {"dateline": "WASHINGTON", "publisher": "Reuters", "published": None}),
    ("a dateline in title case", "Washington, D.C. – The member spoke.", {"dateline": "Washington, D.C."}),
    ("a credit in the last line", "The court ruled.\n\nJane Doe, The Daily Record",
     {"byline": ("Jane Doe",), "publisher": "The Daily Record"}),
    ("a date inside the report is not its own", "The court ruled on Jan. 10, 2020, in Ohio.", {"published": None}),
    ("a weekday is no date of publication", "Published Monday\n\nThe court ruled.", {"published": None}),
    ("a sentence that begins with By", "By Monday the city had sued.", {"byline": ()}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "expected"), TEXTS, ids=[row[0] for row in TEXTS])
def test_text_metadata(why: str, text: str, expected: dict[str, object]) -> None:
    (document,) = read_document(text.encode(), name="a.txt")
    assert document.text == text
    got = {key: getattr(document, key) for key in expected}
    if "published" in got:
        got["published"] = document.published.norm if document.published else None
    assert got == expected, why


def test_plain_text_is_kept_as_it_stands() -> None:
    text = "\ufeff One.\r\nTwo\u00a0words, e\u0301 as two characters. \n\n"
    (document,) = read_document(text.encode(), name="dir.v2.txt")
    assert document.text == text
    assert document.id == "dir.v2"


def test_seed_articles_are_read_with_their_source() -> None:
    first, second = (
        one for one in read_paths([find_resource("data", "articles", "seed")]) if isinstance(one, Document)
    )
    assert (first.published_from, second.published_from) == ("text", "metadata")
    assert first.published == make_day(date(2020, 2, 3))
    assert second.published == make_day(date(2020, 1, 18))
    assert (first.byline, second.dateline) == (("Jim Mustian",), "NEW YORK")
    assert first.publisher == second.publisher == "The Associated Press"


def test_what_a_person_states_goes_first() -> None:
    (document,) = read_document(b"date 2020-02-03 It ruled.", name="a", published=make_day(date(2020, 2, 4)))
    assert document.published == make_day(date(2020, 2, 4))
    assert document.published_from == "metadata"


def test_web_page() -> None:
    (document,) = read_document(PAGE.encode(), name="page.html")
    assert document.published == make_day(date(2021, 6, 16))
    assert document.title == "City sues over clean water rule"
    assert document.byline == ("Jane Doe",)
    assert document.publisher == "The Daily Record"
    assert document.url == "https://example.org/water"
    assert "filed the suit on Monday" in document.text
    assert "Subscribe" not in document.text
    assert read_document(PAGE.encode(), name="page.html")[0].sha256 == document.sha256


def test_page_in_a_declared_charset() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">')
    (document,) = read_document(page.encode("windows-1252"), name="page.html")
    assert "the city’s lawyers" in document.text


def test_json_ld_article() -> None:
    (document,) = read_document(json.dumps(NEWS).encode(), name="n.json")
    assert document.id == "n"
    assert document.text.startswith("The city of Example")
    assert document.byline == ("Jane Doe", "John Roe")
    assert document.published == make_day(date(2021, 6, 16))


def test_feed() -> None:
    first, second = read_document(FEED.encode(), name="feed.xml")
    assert first.title == "City sues"
    assert first.publisher == "The Daily Record"
    assert first.published == make_day(date(2021, 6, 16))
    assert "<" not in first.text
    assert first.text.count("\n\n") == 1
    assert second.text == ENGLISH
    assert first.id != second.id


def test_jsonl_with_a_bad_line() -> None:
    lines = [json.dumps({"body": ENGLISH, "member": {"name": "A B"}, "id": 7}), "{half", json.dumps({"no": 1}), ""]
    source = Source(columns={"publisher": "member.name"})
    found = list(read_data("\n".join(lines).encode(), name="many.jsonl", source=source))
    assert isinstance(found[0], Document)
    assert found[0].publisher == "A B"
    assert [one.line for one in found if isinstance(one, SourceError)] == [2, 3]


def test_csv_gzipped() -> None:
    rows = f'url,date,title,text\nhttps://example.org/1,2021-06-16,"A, B","{ENGLISH}"\n'
    (document,) = read_document(gzip.compress(rows.encode()), name="many.csv.gz")
    assert document.title == "A, B"
    assert document.id.startswith("many-")
    assert document.published == make_day(date(2021, 6, 16))


def test_archive() -> None:
    page, text = read_document(
        make_warc([("text/html", PAGE.encode()), ("text/plain", ENGLISH.encode())]), name="w.warc"
    )
    assert page.url == "https://example.org/0"
    assert page.byline == ("Jane Doe",)
    assert text.text == ENGLISH


def test_archive_gzipped_record_by_record() -> None:
    data = make_warc([("text/plain", ENGLISH.encode())] * 2, compressed=True)
    first, second = read_document(data, name="w.warc.gz")
    assert first.url != second.url


def test_same_article_twice_is_read_once(tmp_path: Path) -> None:
    for folder, text in (("one", ENGLISH), ("two", ENGLISH), ("three", ENGLISH + " More.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(text)
    found = list(read_paths([tmp_path / "one", tmp_path / "two", tmp_path / "three"]))
    assert [type(one).__name__ for one in found] == ["Document", "SourceError"]
    assert "second, different article" in str(found[1])


def test_stable_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        (tmp_path / name).write_text(ENGLISH + name)
    assert [one.id for one in read_paths([tmp_path]) if isinstance(one, Document)] == ["a", "b", "c"]


def test_warc_payload_is_bounded() -> None:
    bomb = gzip.compress(b"a" * 40_000_000)
    data = make_warc([("text/html", bomb), ("text/plain", ENGLISH.encode())], encoding="gzip")
    found = list(read_data(data, name="w.warc"))
    assert "holds a record of more than" in str(found[0])
    assert isinstance(found[1], Document)
