"""The headers of an answer: its type, its version, its strong entity tag."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import IO

from werkzeug.wsgi import ClosingIterator

from kg.formats import Format
from server.backend import Answer

_CHUNK = 256 * 1024

Headers = list[tuple[str, str]]


def write_content_type(form: Format) -> str:
    """Return the Content-Type of a format; text is UTF-8."""
    return f"{form.media_type}; charset=utf-8" if form.media_type.startswith("text/") else form.media_type


def make_tag(store: str, version: int, *parts: object) -> str:
    """Return a strong entity tag: equal only for the same store, version and question (RFC 9110, section 8.8.3)."""
    digest = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return f"{store}-{version}-{digest}"


def find_reply_headers(answer: Answer, tag: str) -> Headers:
    """Return the headers that an answer is sent with."""
    return [
        ("Content-Type", write_content_type(answer.form)),
        ("Content-Length", str(answer.size)),
        ("Dataset-Version", str(answer.version)),
        ("ETag", f'"{tag}"'),
        ("Cache-Control", "no-cache"),
        ("Vary", "Accept, Accept-Encoding"),
        ("Server-Timing", f"query;dur={answer.seconds * 1000:.1f}"),
    ]


def read_body(answer: Answer) -> Iterable[bytes]:
    """Return an answer's bytes, in parts where a file holds them; the file is closed at the end."""
    if answer.file is None:
        return [answer.body]
    return ClosingIterator(_read_chunks(answer.file), answer.file.close)


def _read_chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
