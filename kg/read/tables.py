"""Files of many articles: JSONL (one JSON object a line), a JSON array of them, CSV and TSV."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import SizeError, SourceError
from kg.model import Interval
from kg.read.draft import Draft, split_byline
from kg.read.encoding import clean_extracted, decode_text
from kg.read.limits import Limits
from kg.read.news import parse_json, read_article_object
from kg.read.text import read_text
from kg.read.web import is_article, read_name
from kg.values.date import clean_date

# Names that corpora give their columns, the surest first. A source's [columns] go before these.
COLUMNS: dict[str, tuple[str, ...]] = {
    "text": (
        *("text", "body", "content", "articlebody", "article_text", "full_text", "fulltext", "maintext"),
        *("story", "article"),
    ),
    "title": ("title", "headline", "name"),
    "published": (
        *("published", "date_published", "datepublished", "published_at", "publication_date", "publish_date"),
        *("pub_date", "pubdate", "date", "created"),
    ),
    "url": ("url", "link", "permalink", "source_url", "href"),
    "id": ("id", "uuid", "guid", "doc_id", "article_id"),
    "byline": ("byline", "author", "authors", "creator"),
    "publisher": ("publisher", "publication", "outlet", "newspaper", "site", "sitename", "domain"),
    "language": ("language", "lang"),
}


def find_columns(names: list[str], mapped: dict[str, str]) -> dict[str, str]:
    """Return which of the names holds what: a source's own mapping first, then the common names, case aside.

    >>> find_columns(["URL", "Body", "Headline"], {"title": "Headline"})
    {'text': 'Body', 'title': 'Headline', 'url': 'URL'}
    """
    lower = {name.strip().lower(): name for name in reversed(names) if name}
    found = {}
    for what, common in COLUMNS.items():
        name = mapped.get(what) or next((lower[one] for one in common if one in lower), None)
        if name:
            found[what] = name
    return found


def _get(row: dict[str, Any], path: str) -> Any:  # noqa: ANN401 - it is any JSON
    """Return a value by its column name, or by names with dots between into nested objects."""
    if path in row:
        return row[path]
    value: Any = row
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _read_row(row: dict[str, Any], columns: dict[str, str], *, path: Path | str, line: int) -> Draft:
    values = {what: _get(row, name) for what, name in columns.items()}
    text = values.get("text")
    if not isinstance(text, str):
        hint = "Name the column that holds the text under [columns] in source.toml."
        raise SourceError("has no text.", path=path, line=line, hint=hint)
    text = clean_extracted(text)
    inside = read_text(text)
    url, named = read_name(values.get("url")), values.get("id")
    published: Interval | None = clean_date(str(values["published"])) if values.get("published") else None
    return Draft(
        text=text,
        key=str(named) if isinstance(named, str | int) and named != "" else f"{url or ''}\n{text}",
        line=line,
        published=published,
        published_from="metadata" if published else "",
        title=read_name(values.get("title")),
        byline=split_byline(read_name(values.get("byline")) or "") or inside.byline,
        dateline=inside.dateline,
        publisher=read_name(values.get("publisher")),
        language=(read_name(values.get("language")) or "").split("-")[0].lower() or None,
        url=url,
    )


def _read_object(value: Any, mapped: dict[str, str], *, path: Path | str, line: int) -> Draft:  # noqa: ANN401
    if not isinstance(value, dict):
        hint = "Write one JSON object a line, with a field 'text'."
        raise SourceError("is not a JSON object.", path=path, line=line, hint=hint)
    if is_article(value) and (
        draft := read_article_object(value, key=str(value.get("@id") or value.get("url") or line))
    ):
        return draft
    return _read_row(value, find_columns(list(value), mapped), path=path, line=line)


def read_jsonl(
    data: bytes, mapped: dict[str, str], *, path: Path | str, limits: Limits
) -> Iterator[Draft | SourceError]:
    """Read one article a line, or a JSON array of articles; a bad line is an error in its place, the rest goes on.

    Raises:
        SourceError: The whole cannot be read: no UTF-8, or an array that is no JSON.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        values = parse_json(decode_text(data, path=path), path=path)
        for number, value in enumerate(values[: limits.records], 1):
            try:
                yield _read_object(value, mapped, path=path, line=number)
            except SourceError as error:
                yield error
        return
    for number, line in enumerate(io.BytesIO(data), 1):
        if number > limits.records:
            raise SizeError(f"has more than {limits.records:,} lines.", path=path, line=number, hint="Split it.")
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            if len(line) > 4 * limits.text:
                hint = "Split it, or raise the limit of a text."
                raise SizeError(f"has a line of {len(line):,} bytes.", path=path, line=number, hint=hint)
            text = decode_text(line, path=path).lstrip("\ufeff")
            yield _read_object(parse_json(text, path=path, line=number), mapped, path=path, line=number)
        except SourceError as error:
            error.line = error.line if error.line and error.line > 1 else number
            yield error


def read_csv(data: bytes, mapped: dict[str, str], *, path: Path | str, limits: Limits) -> Iterator[Draft | SourceError]:
    """Read one article a row of CSV (RFC 4180) or TSV with a header line.

    Raises:
        SourceError: There is no column of text, or the file breaks the rules of CSV; the message names the line.
    """
    text = decode_text(data, path=path).lstrip("\ufeff")
    csv.field_size_limit(max(csv.field_size_limit(), limits.text + 1))
    header = text.split("\n", 1)[0]
    rows = csv.DictReader(
        io.StringIO(text, newline=""), delimiter="\t" if header.count("\t") > header.count(",") else ","
    )
    try:
        columns = find_columns(list(rows.fieldnames or ()), mapped)
        if "text" not in columns:
            hint = "Name it under [columns] in source.toml: text = 'the column'."
            raise SourceError("has no column that holds the text.", path=path, line=1, hint=hint)
        for row in rows:
            if rows.line_num > limits.records * 100:
                raise SizeError("has too many lines.", path=path, line=rows.line_num, hint="Split it.")
            try:
                yield _read_row(row, columns, path=path, line=rows.line_num)
            except SourceError as error:
                yield error
    except csv.Error as error:
        hint = "Quote fields that hold quotes or line ends, and double the quotes inside."
        raise SourceError(f"is no CSV ({error}).", path=path, line=rows.line_num, hint=hint) from None
