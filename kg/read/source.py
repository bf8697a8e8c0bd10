"""Where articles come from: data/articles/<source>/source.toml, its facts, bounds and known faults.

A source states who published its articles, under which licence, in which language, and which reader reads them
("auto" looks at the content). `[columns]` maps fields of JSONL and CSV files, `[expect]` bounds what a whole folder
holds, `[articles."file"]` adds what is known of one file from outside its text, `[[repairs]]` describes faults.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kg.errors import InputError, SourceError, UnknownKeyError
from kg.model import Interval
from kg.values.calendar import make_day
from kg.values.date import read_norm

READERS = ("auto", "text", "web", "news", "feed", "jsonl", "csv", "archive")
_TEXT_KEYS = ("id", "title", "description", "publisher", "licence", "url", "language", "reader")
_TABLES = ("columns", "expect", "articles", "repairs")
_COLUMN_KEYS = ("text", "title", "published", "url", "id", "byline", "publisher", "language")
_EXPECT_KEYS = ("articles", "earliest", "latest")
_ARTICLE_KEYS = ("published", "title", "byline", "publisher", "licence", "url", "language", "note")
_REPAIR_KEYS = ("file", "fault", "handling")


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What a source states of one file; None where it states nothing."""

    published: Interval | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    licence: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A source of articles. `columns` maps a field of `Draft` to a column's name, dots going into nested JSON."""

    id: str = "local"
    title: str | None = None
    publisher: str | None = None
    licence: str | None = None
    url: str | None = None
    language: str = "en"
    reader: str = "auto"
    columns: dict[str, str] = field(default_factory=dict)
    articles: dict[str, ArticleFacts] = field(default_factory=dict)
    expected: int | None = None
    earliest: date | None = None
    latest: date | None = None
    path: Path | None = None


def _find_line(text: str, key: str, table: str | None) -> int | None:
    """Return the line of a key below its table's header, since tomllib keeps no positions."""
    inside = table is None
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[+\s*(.*?)\s*\]+\s*(?:#.*)?$", line)
        if header:
            name = re.sub(r"[\"']", "", header[1])
            if table is None and (name == key or name.startswith(key + ".")):
                return number
            inside = table is not None and name == table
        elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
            return number
    return None


class _Reader:
    """One source.toml on its way to a `Source`: each step knows the file and can name the line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text

    def check_keys(self, table: dict[str, Any], known: tuple[str, ...], name: str | None) -> None:
        for key in table:
            if key not in known:
                raise UnknownKeyError(key, known=known, path=self.path, line=_find_line(self.text, key, name))

    def refuse(self, key: str, table: str | None, wants: str) -> SourceError:
        line = _find_line(self.text, key, table)
        return SourceError(f"{key!r} is not {wants}.", path=self.path, line=line, hint="Correct its value.")

    def read_text(self, table: dict[str, Any], key: str, name: str | None) -> str | None:
        value = table.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.refuse(key, name, "a text in quotation marks")
        return value

    def read_table(self, table: dict[str, Any], key: str) -> dict[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self.refuse(key, None, f"a table; write [{key}]")
        return value

    def read_date(self, table: dict[str, Any], key: str, name: str) -> Interval | None:
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, date):
            return make_day(value.date() if isinstance(value, datetime) else value)
        try:
            return read_norm(str(value))
        except InputError:
            raise self.refuse(key, name, "a date, such as 2020-01-18, or a norm, such as '2020-01'") from None

    def read_article(self, file: str, table: object) -> ArticleFacts:
        name = f"articles.{file}"
        if not isinstance(table, dict):
            raise self.refuse(file, "articles", "a table of what is known of the file")
        self.check_keys(table, _ARTICLE_KEYS, name)
        byline = table.get("byline", [])
        names = [byline] if isinstance(byline, str) else byline
        if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
            raise self.refuse("byline", name, "a list of names")
        texts = {key: self.read_text(table, key, name) for key in ("title", "publisher", "licence", "url", "language")}
        return ArticleFacts(published=self.read_date(table, "published", name), byline=tuple(names), **texts)


def load_source(path: Path) -> Source:
    """Read a source.toml.

    Raises:
        UnknownKeyError: It has a key that does not exist; the message names the line and the nearest key.
        SourceError: It is missing, is no TOML, or a value is of the wrong kind.
    """
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        hint = "See https://toml.io for the form."
        raise SourceError(f"is no TOML: {error}.", path=path, line=int(line[1]) if line else None, hint=hint) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"cannot be read ({error}).", path=path, hint="Check that it is there and in UTF-8."
        ) from None
    reader = _Reader(path, text)
    reader.check_keys(table, (*_TEXT_KEYS, *_TABLES), None)
    texts = {key: reader.read_text(table, key, None) for key in _TEXT_KEYS}
    if not texts["id"]:
        raise SourceError("has no id.", path=path, line=1, hint="Add one, such as: id = 'the-daily-record'.")
    if texts["reader"] not in (None, *READERS):
        raise reader.refuse("reader", None, f"one of {', '.join(READERS)}")
    columns, expect = reader.read_table(table, "columns"), reader.read_table(table, "expect")
    reader.check_keys(columns, _COLUMN_KEYS, "columns")
    reader.check_keys(expect, _EXPECT_KEYS, "expect")
    repairs = table.get("repairs", [])
    if not isinstance(repairs, list) or not all(isinstance(row, dict) for row in repairs):
        raise reader.refuse("repairs", None, "a list of tables; write [[repairs]]")
    for repair in repairs:
        reader.check_keys(repair, _REPAIR_KEYS, "repairs")
    expected = expect.get("articles")
    if expected is not None and (not isinstance(expected, int) or isinstance(expected, bool)):
        raise reader.refuse("articles", "expect", "a number of articles")
    earliest, latest = (reader.read_date(expect, key, "expect") for key in ("earliest", "latest"))
    articles = reader.read_table(table, "articles")
    return Source(
        id=texts["id"],
        title=texts["title"],
        publisher=texts["publisher"],
        licence=texts["licence"],
        url=texts["url"],
        language=texts["language"] or "en",
        reader=texts["reader"] or "auto",
        columns={key: reader.read_text(columns, key, "columns") or key for key in columns},
        articles={file: reader.read_article(file, facts) for file, facts in articles.items()},
        expected=expected,
        earliest=earliest.earliest if earliest else None,
        latest=latest.latest if latest else None,
        path=path,
    )
