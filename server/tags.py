"""The headers of an answer: its type, its version, its strong entity tag."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from werkzeug.wsgi import ClosingIterator

from kg.formats import Format
from server.answer import Answer
from server.config import Config

_CHUNK = 256 * 1024
_POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
_EXPOSED = "Dataset-Version, ETag, Link, Location, Retry-After, WWW-Authenticate"

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


def add_common_headers(headers: Headers, fields: Mapping[str, str], config: Config) -> None:
    """Add what every response says; `fields` are the headers there are, by their names in small letters."""
    if "content-security-policy" not in fields:
        headers.append(("Content-Security-Policy", _POLICY))
    headers += [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")]
    if "accept-encoding" not in fields.get("vary", "").lower():
        headers.append(("Vary", "Accept-Encoding"))
    if config.cors_origin:
        headers.append(("Access-Control-Allow-Origin", config.cors_origin))
        headers.append(("Access-Control-Expose-Headers", _EXPOSED))


def read_body(answer: Answer) -> Iterable[bytes]:
    """Return an answer's bytes, in parts where a file holds them; the file is closed at the end."""
    if answer.file is None:
        return [answer.body]
    return ClosingIterator(_read_chunks(answer.file), answer.file.close)


def _read_chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
