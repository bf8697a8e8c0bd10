"""Bad input: each fault a typed error that names file, line and next step; the rest goes through."""

import gzip
import json
import os
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import EncodingError, KgError, LanguageError, SizeError, SourceError, UnknownKeyError
from kg.model import Document
from kg.read import Limits, load_source, read_data, read_document, read_paths
from kg.read.fetch import fetch_url
from tests.read.pages import ENGLISH, FEED, NEWS, PAGE, make_warc

SPANISH = (
    "El alcalde dijo que la ciudad no va a cambiar la ley y que el juez de la corte debe decidir en una audiencia. " * 2
)
CHINESE = "市长周一表示该市不会改变其政策并且法院将于下周作出裁决" * 3
ENTITIES = (
    '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel>'
    "<item><description>&b;</description></item></channel></rss>"
)
TEXT = ENGLISH.encode()

# (why, content, error, line, part of the message)
FAULTS: list[tuple[str, bytes, type[SourceError], int | None, str]] = [
    ("empty", b"", SourceError, None, "is empty"),
    ("blank", b" \n\t\n", SourceError, None, "is empty"),
    ("a byte order mark alone", b"\xef\xbb\xbf\n", SourceError, None, "is empty"),
    ("binary by its NUL", b"words\nand \0 more", EncodingError, 2, "binary"),
    ("a PDF", b"%PDF-1.7\nwords", EncodingError, 1, "binary"),
    ("a zip file", b"PK\x03\x04words", EncodingError, 1, "binary"),
    ("Latin-1", "one\ntwo café three".encode("latin-1"), EncodingError, 2, "not in UTF-8"),
    ("UTF-16", "The mayor".encode("utf-16"), EncodingError, 1, "UTF-16"),
    ("half-written", TEXT + b"\nthe mayor\xe2\x80", EncodingError, 2, "half written"),
    ("a control character", b"one\ntwo\x08", EncodingError, 2, "control character (U+0008)"),
    ("an escape sequence", b"\x1b[31mred", EncodingError, 1, "U+001B"),
    ("text that runs backwards", "one\n\nsa\u202eid".encode(), EncodingError, 3, "U+202E"),
    ("an isolate", "sa\u2066id".encode(), EncodingError, 1, "U+2066"),
    ("50 MB", b"a word\n" * 7_500_000, SizeError, None, "longer than"),
    ("2 MB on one line", b"word " * 390_000, SizeError, 1, "has a line of 1,950,000 characters"),
    ("Spanish", SPANISH.encode(), LanguageError, None, "in Spanish"),
    ("Chinese", CHINESE.encode(), LanguageError, None, "another language"),
    ("a page of nothing", b"<html><body></body></html>", SourceError, None, "without an article"),
    ("a page that breaks off", b"<!DOCTYPE html><html><bo", SourceError, None, "without an article"),
    ("half a JSON", b'{"@context": "x", "@type": "NewsArticle",\n "articleBody": "the', SourceError, 2, "is no JSON"),
    ("JSON-LD without an article", b'{"@context": "x", "@type": "Person"}', SourceError, 1, "no article"),
    ("JSON nested 100,000 deep", b'[{"a":' * 100_000, SourceError, None, "nested too deeply"),
    ("half a surrogate in JSON", b'{"text": "\\ud800"}', SourceError, 1, "is empty"),
    ("a feed that declares entities", ENTITIES.encode(), SourceError, 1, "document type"),
    ("half a feed", FEED[:300].encode(), SourceError, 4, "well-formed"),
    ("a feed of nothing", b"<rss><channel></channel></rss>", SourceError, 1, "without a text"),
    ("CSV without a text", b'when,what\n1,"a"\n', SourceError, 1, "no column"),
    ("a gzip file cut off", gzip.compress(TEXT * 50)[:-20], SourceError, None, "cut off"),
    ("a damaged gzip file", b"\x1f\x8b\x08\x00" + b"\xff" * 40, SourceError, None, "damaged gzip"),
    ("a gzip bomb", gzip.compress(gzip.compress(b"\0" * 300_000_000)), EncodingError, 1, "binary"),
    ("a web archive cut off", make_warc([("text/html", PAGE.encode())])[:200], SourceError, None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("why", "data", "error", "line", "part"), FAULTS, ids=[row[0] for row in FAULTS])
def test_fault(why: str, data: bytes, error: type[SourceError], line: int | None, part: str) -> None:
    name = "a.csv" if why.startswith("CSV") else "a.txt"
    started = time.monotonic()
    found = list(read_data(data, name=name))
    assert time.monotonic() - started < 10
    if why == "a web archive cut off":
        assert not [one for one in found if isinstance(one, Document)]
        return
    (got,) = found
    assert isinstance(got, error), got
    assert part in str(got)
    assert got.line == line
    assert str(got).startswith(name)
    assert got.hint


def test_gzip_bomb_is_bounded() -> None:
    bomb = gzip.compress(b"a" * 200_000_000)
    tracemalloc.start()
    (got,) = read_data(bomb, name="a.gz", limits=Limits(container=10_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(got, SizeError)
    assert peak < 40_000_000


def test_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)
    (got,) = read_paths([path])
    assert isinstance(got, SizeError)
    assert "5,000,000,000 bytes" in str(got)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 30_000 + ENGLISH,
        "<p>" + ENGLISH + "<b" * 5_000,
        "<!DOCTYPE html><" + "a " * 50_000 + ">" + ENGLISH,
        PAGE.replace("</p>", "").replace("<article>", "<article <<"),
        "<html>" + "<!--" * 10_000,
        "<table>" + "<tr><td>" * 5_000 + ENGLISH,
    ],
    ids=["nested", "broken tags", "attributes", "unclosed", "comments", "tables"],
)
def test_malformed_pages_end(page: str) -> None:
    started = time.monotonic()
    found = list(read_data(page.encode(), name="a.html"))
    assert time.monotonic() - started < 20
    assert len(found) == 1


def test_the_rest_goes_through(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"bad \xff")
    (tmp_path / "b.txt").write_text(ENGLISH)
    (tmp_path / "c.txt").write_bytes(b"")
    found = list(read_paths([tmp_path / "missing.txt", tmp_path]))
    assert [type(one).__name__ for one in found] == ["SourceError", "EncodingError", "Document", "SourceError"]
    assert "is not there" in str(found[0])


@pytest.mark.skipif(os.name != "posix", reason="needs a named pipe")
def test_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (got,) = read_paths([tmp_path / "pipe"])
    assert "not a regular file" in str(got)


# (why, source.toml, line, part of the message)
SOURCES = [
    ("a wrong key", 'id = "a"\npublischer = "P"\n', 2, "the key 'publischer' is not known. Write 'publisher'."),
    ("a wrong key of a file", 'id = "a"\n\n[articles."x.txt"]\ndate_published = 2020-01-01\n', 4, "Write 'published'."),
    ("a wrong table", 'id = "a"\n[colums]\ntext = "t"\n', 2, "Write 'columns'."),
    ("a wrong key of columns", 'id = "a"\n[columns]\ntxt = "t"\n', 3, "Write 'text'."),
    ("a key like none", 'id = "a"\nzzzz = 1\n', 2, "The keys are: "),
    ("no id", 'publisher = "P"\n', 1, "has no id"),
    ("no TOML", 'id = "a"\npublisher = \n', 2, "is no TOML"),
    ("a number for a text", 'id = "a"\nlicence = 4\n', 2, "'licence' is not a text"),
    ("a date that is none", 'id = "a"\n[articles."x.txt"]\npublished = "soon"\n', 3, "'published' is not a date"),
    ("an unknown reader", 'id = "a"\nreader = "pdf"\n', 2, "'reader' is not one of"),
    ("a repair's wrong key", 'id = "a"\n[[repairs]]\nfix = "x"\n', 3, "the key 'fix' is not known"),
]


@pytest.mark.parametrize(("why", "text", "line", "part"), SOURCES, ids=[row[0] for row in SOURCES])
def test_source_file(why: str, text: str, line: int, part: str, tmp_path: Path) -> None:
    path = tmp_path / "source.toml"
    path.write_text(text)
    with pytest.raises(SourceError) as caught:
        load_source(path)
    assert part in str(caught.value), why
    assert caught.value.line == line
    assert isinstance(caught.value, UnknownKeyError) == ("key" in why or "table" in why)


def test_a_bad_source_stops_its_own_folder_only(tmp_path: Path) -> None:
    for folder in ("good", "bad"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.txt").write_text(ENGLISH + folder)
    (tmp_path / "bad" / "source.toml").write_text("id = 'b'\nlisence = 'x'\n")
    bad, good = read_paths([tmp_path])
    assert isinstance(bad, UnknownKeyError)
    assert isinstance(good, Document)


def test_folder_that_breaks_its_expectations(tmp_path: Path) -> None:
    (tmp_path / "source.toml").write_text("id = 'a'\n[expect]\narticles = 2\nlatest = 2020-01-01\n")
    (tmp_path / "a.txt").write_text("date 2020-02-03 It ruled.")
    found = list(read_paths([tmp_path]))
    assert [type(one).__name__ for one in found] == ["Document", "SourceError", "SourceError"]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/a", "example.org", "http://", "http://[", "javascript:1"]
)
def test_fetch_refuses_other_schemes(url: str) -> None:
    with pytest.raises(SourceError, match="no address of a page"):
        fetch_url(url)


def test_fetch_says_what_is_unreachable() -> None:
    with pytest.raises(SourceError, match="cannot be fetched"):
        fetch_url("http://127.0.0.1:9/", timeout=2)


SEEDS = [PAGE.encode(), json.dumps(NEWS).encode(), FEED.encode(), TEXT, make_warc([("text/html", PAGE.encode())]),
         json.dumps({"text": ENGLISH}).encode() + b"\n", b"title,text\na,b\n", gzip.compress(TEXT)]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real content with a stretch of it replaced by any bytes, or cut off."""
    data = draw(st.sampled_from(SEEDS))
    start = draw(st.integers(0, len(data)))
    return data[:start] + draw(st.binary(max_size=12)) + data[start + draw(st.integers(0, 200)) :]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=300) | damaged() | st.text(max_size=200).map(str.encode),
    st.sampled_from(["a.txt", "a.csv", "a"]),
)
def test_any_bytes_give_documents_or_typed_errors(data: bytes, name: str) -> None:
    for one in read_data(data, name=name):
        assert isinstance(one, Document | SourceError)
        if isinstance(one, Document):
            assert one.text.strip()
            assert len(one.text.encode()) <= Limits().text


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200))
def test_plain_text_round_trips(text: str) -> None:
    try:
        (document,) = read_document(text.encode(), name="a.txt")
    except KgError:
        return
    if document.id == "a" and not text.lstrip().startswith(("<", "{", "[")):
        assert document.text == text
