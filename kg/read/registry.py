"""Which reader reads what: by content first, by name where the content leaves it open."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from kg.errors import EncodingError, SourceError
from kg.model import Document, Interval
from kg.read.archive import read_archive
from kg.read.draft import Draft
from kg.read.encoding import check_text, decode_text, expand_gzip
from kg.read.language import check_language
from kg.read.limits import DEFAULT_LIMITS, Limits
from kg.read.news import read_feed, read_news
from kg.read.source import ArticleFacts, Source
from kg.read.tables import COLUMNS, read_csv, read_jsonl
from kg.read.text import read_text
from kg.read.web import read_web

_BINARY = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"BZh",
    b"\xfd7zXZ",
)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]", re.I)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|meta|section|main|title|span|table|h1)\b", re.I)
_JSON_ARTICLE = re.compile(rb"\"@(?:type|context|graph)\"")


def detect_reader(data: bytes, name: str = "") -> str:
    """Return the name of the reader that fits: text, web, news, feed, jsonl, csv or archive.

    Args:
        data: The content, or its first 64 kB; not compressed.
        name: The file's name, which decides between text and CSV only.

    >>> detect_reader(b"<!DOCTYPE html><p>Hi"), detect_reader(b'{"text": "A"}\\n{"text": "B"}\\n'), detect_reader(b"Hi")
    ('web', 'jsonl', 'text')
    """
    head = data[:65_536].lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.match(rb"WARC/\d", head):
        return "archive"
    if head.startswith(b"<"):
        if _FEED.search(head[:2000]):
            return "feed"
        return "web" if _PAGE.search(head[:4000]) else "text"
    if head.startswith((b"{", b"[{", b"[\n", b"[ ", b"[]", b"[\r")):
        first = head.split(b"\n", 1)[0].rstrip()
        if (
            head.startswith(b"{")
            and _JSON_ARTICLE.search(head[:4000])
            and not (first.endswith(b"}") and b"\n{" in head)
        ):
            return "news"
        if head.startswith(b"[") and _JSON_ARTICLE.search(head[:4000]):
            return "news"
        if re.match(rb"[{\[]\s*(?:[\"{\[\]]|$)", head[:200]):
            return "jsonl"
    header = head.split(b"\n", 1)[0].decode("utf-8", "replace").lower()
    names = {field.strip(' "\r') for field in re.split(r"[,\t]", header)}
    known = {name for common in COLUMNS.values() for name in common}
    if len(names) > 1 and names & set(COLUMNS["text"]) and len(names & known) > 1:
        return "csv"
    return "csv" if PurePath(name.removesuffix(".gz")).suffix.lower() in (".csv", ".tsv") else "text"


def _make_drafts(
    data: bytes, reader: str, *, path: Path | str, source: Source, limits: Limits
) -> Iterator[Draft | SourceError]:
    match reader:
        case "web":
            yield read_web(data, path=path, limits=limits)
        case "news":
            yield from read_news(data, path=path)
        case "feed":
            yield from read_feed(data, path=path, limits=limits)
        case "jsonl":
            yield from read_jsonl(data, source.columns, path=path, limits=limits)
        case "csv":
            yield from read_csv(data, source.columns, path=path, limits=limits)
        case "archive":
            yield from read_archive(data, path=path, limits=limits)
        case _:
            if data.startswith(_BINARY):
                hint = "Give the article as text or HTML."
                raise EncodingError("is binary.", path=path, line=1, hint=hint)
            if len(data) <= limits.text * 4:
                yield read_text(decode_text(data, path=path))
            else:
                check_text("x" * (limits.text + 1), path=path, limits=limits)


def _make_id(name: str, key: str | None) -> str:
    """A file's own stem; with a hash of the key where the file holds several articles."""
    stem = PurePath(name.removesuffix(".gz")).stem
    stem = stem if re.search(r"\w", stem) else "article"
    return stem if key is None else f"{stem}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:12]}"


def make_document(
    draft: Draft, *, name: str, source: Source, published: Interval | None = None, url: str | None = None
) -> Document:
    """Join what the reader found with what the source states; what a person states goes before what was read."""
    facts = source.articles.get(name) or ArticleFacts()
    stated = published or facts.published
    same = stated is not None and draft.published == stated and draft.published_from == "text"
    return Document(
        id=_make_id(name, draft.key),
        text=draft.text,
        sha256=hashlib.sha256(draft.text.encode()).hexdigest(),
        source=source.id,
        published=stated or draft.published,
        published_from=("text" if same else "metadata") if stated else draft.published_from,
        title=facts.title or draft.title,
        byline=facts.byline or draft.byline,
        publisher=facts.publisher or draft.publisher or source.publisher,
        dateline=draft.dateline,
        language=facts.language or draft.language or source.language,
        url=facts.url or url or draft.url,
        licence=facts.licence or source.licence,
    )


def read_data(
    data: bytes,
    *,
    name: str,
    source: Source | None = None,
    published: Interval | None = None,
    limits: Limits = DEFAULT_LIMITS,
    path: Path | str | None = None,
    url: str | None = None,
) -> Iterator[Document | SourceError]:
    """Read all articles in the content of one file; what cannot be read is an error in its place.

    Args:
        data: The content, gzip or not.
        name: The file's name: its stem becomes the id of its one article, or begins the ids of its many.
        source: Where it comes from; a source without statements if None.
        published: When it was published, known from outside; goes before every date found.
        limits: Bounds of time and memory.
        path: How messages name the file; `name` if None.
        url: Where it was fetched.

    Yields:
        A Document, or a SourceError that names file and line. Only programming faults are raised.
    """
    where, source = path or name, source or Source()
    try:
        if data.startswith(b"\x1f\x8b"):
            data = expand_gzip(data, path=where, limits=limits)
        if not data.strip():
            raise SourceError("is empty.", path=where, hint="Give a file with an article in it, or remove it.")
        reader = source.reader if source.reader != "auto" else detect_reader(data, name)
        for draft in _make_drafts(data, reader, path=where, source=source, limits=limits):
            if isinstance(draft, SourceError):
                yield draft
                continue
            try:
                check_text(draft.text, path=where, limits=limits, line=draft.line)
                check_language(draft.text, path=where, line=draft.line)
            except SourceError as error:
                yield error
                continue
            yield make_document(draft, name=name, source=source, published=published, url=url)
    except SourceError as error:
        yield error


def read_document(
    data: bytes,
    *,
    name: str,
    source: Source | None = None,
    published: Interval | None = None,
    limits: Limits = DEFAULT_LIMITS,
    url: str | None = None,
) -> list[Document]:
    """Return the articles in the content of one file; see `read_data` for the arguments.

    Raises:
        SourceError: The first thing that cannot be read.

    >>> document, = read_document(b"date 2020-02-03 Prosecutors asked two judges on Monday to act.", name="a.txt")
    >>> document.id, document.published.norm
    ('a', '2020-02-03')
    """
    documents = []
    for one in read_data(data, name=name, source=source, published=published, limits=limits, url=url):
        if isinstance(one, SourceError):
            raise one
        documents.append(one)
    return documents
