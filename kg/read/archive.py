"""Web archives (WARC, ISO 28500): each response, resource or conversion that holds a page or a text is an article."""

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import SizeError, SourceError
from kg.read.draft import Draft
from kg.read.encoding import clean_extracted, decode_text
from kg.read.limits import Limits
from kg.read.text import read_text
from kg.read.web import read_web

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain",)


def _read_payload(record: "ArcWarcRecord", limits: Limits, path: Path | str) -> bytes:
    """Read a record's content, decoded from its content encoding, never beyond `limits.page`."""
    stream, parts, total = record.content_stream(), [], 0
    while part := stream.read(1 << 16):
        parts.append(part)
        total += len(part)
        if total > limits.page:
            url = record.rec_headers.get_header("WARC-Target-URI")
            hint = "Leave the record out, or raise the limit of a page."
            raise SizeError(f"holds a record of more than {limits.page:,} bytes ({url}).", path=path, hint=hint)
    return b"".join(parts)


def _read_record(record: "ArcWarcRecord", limits: Limits, path: Path | str) -> Draft | None:
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if kind not in (*_PAGES, *_TEXTS) or not status.startswith("2"):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI")
    data = _read_payload(record, limits, path)
    draft = (
        read_web(data, path=path, limits=limits, url=url)
        if kind in _PAGES
        else read_text(clean_extracted(decode_text(data, path=path)))
    )
    return Draft(
        text=draft.text, key=f"{url}\n{draft.text}", published=draft.published, published_from=draft.published_from,
        title=draft.title, byline=draft.byline, publisher=draft.publisher, dateline=draft.dateline,
        language=draft.language, url=url,
    )  # fmt: skip


def read_archive(data: bytes, *, path: Path | str, limits: Limits) -> Iterator[Draft | SourceError]:
    """Read a WARC file; a record that cannot be used is an error in its place, the rest goes on.

    Raises:
        SourceError: The file is damaged, so that no further record can be found.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for count, record in enumerate(ArchiveIterator(io.BytesIO(data))):
            if count >= limits.records:
                raise SizeError(f"has more than {limits.records:,} records.", path=path, hint="Split it.")
            if record.rec_type not in ("response", "resource", "conversion"):
                continue
            try:
                draft = _read_record(record, limits, path)
            except SourceError as error:
                yield error
                continue
            if draft is not None:
                yield draft
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError, zlib.error) as error:
        raise SourceError(f"is a damaged web archive ({error}).", path=path, hint="Copy it again.") from None
