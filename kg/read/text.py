"""Plain text: the file as it stands is the text; a header, dateline or byline in it is read and left in its place."""

import re

from kg.model import Interval
from kg.read.draft import NAME, Draft, split_byline
from kg.values.date import find_dates

_HEADER = re.compile(
    r"^\s*(?P<key>date|published|publication date|posted|pubdate|title|headline|by|byline|author|authors|url"
    r"|link|source"
    r"|publisher|language)\s*(?P<colon>:)?\s+(?P<value>\S.*)$",
    re.I,
)
_DATE_KEYS = ("date", "published", "publication date", "posted", "pubdate")
_UPPER = r"[A-Z][A-Z.’'-]+(?:\s[A-Z][A-Z.’'-]+){0,4}"
_TITLE = r"[A-Z][a-z’'.-]+(?:\s[A-Z][a-z’'.-]+){0,3}"
_STATE = r"(?:,\s(?:[A-Z][a-z]+\.?(?:\s[A-Z][a-z]+)?|[A-Z]\.\s?[A-Z]\.|[A-Z]{2,}))"
_DATELINE = re.compile(
    rf"^[\s\ufeff]*(?P<place>{_UPPER}{_STATE}?|{_TITLE}{_STATE}|{_TITLE}(?=\s\())"
    r"(?:,\s(?P<date>[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,\s\d{4})?))?"
    r"\s?(?:\((?P<agency>[A-Z][\w.’ /-]{1,40})\)\s?)?\s?(?:—|–|--|-)\s?(?=\S)"
)
_NAMES = rf"{NAME}(?:(?:,\s{NAME})*,?\sand\s{NAME})?"
_END_BYLINE = re.compile(rf"^(?P<names>{_NAMES}),\s(?P<publisher>(?:The\s)?[A-Z][\w&.’'\s-]{{2,60}})$")
_REPORTED = re.compile(rf"^\(?(?:Reporting|Writing|Reported|Written)\sby\s(?P<names>{_NAMES})")
_TOP_BYLINE = re.compile(rf"^(?:By|BY)\s(?P<names>{_NAMES})(?:,\s(?P<publisher>(?:The\s)?[A-Z].*))?$")
_TOP_LINES = 8


def _read_date(value: str) -> Interval | None:
    """Return the day that stands at the beginning of a value, never one reckoned from anything."""
    found = find_dates(value[:80])
    if found and found[0].span.start <= 12 and found[0].interval and found[0].interval.exact:
        return found[0].interval
    return None


def _is_date_line(line: str) -> Interval | None:
    """Return the day of a line that holds little but a day: "Jan. 18, 2020 3:14 p.m."."""
    found = find_dates(line[:80])
    exact = len(found) == 1 and found[0].interval and found[0].interval.exact
    return found[0].interval if exact and len(line) - (found[0].span.end - found[0].span.start) <= 24 else None


def _list_lines(text: str) -> list[tuple[str, bool]]:
    """Return the first lines that are not blank, each with whether a blank one follows."""
    lines = text[:20_000].lstrip("\ufeff").splitlines()
    return [
        (line.strip(), not lines[index + 1].strip() if index + 1 < len(lines) else False)
        for index, line in enumerate(lines)
        if line.strip()
    ][:_TOP_LINES]


def read_text(text: str, *, key: str | None = None, line: int | None = None) -> Draft:
    """Read the metadata of a plain text: date, title, byline, publisher, dateline, where it has them.

    >>> draft = read_text("date 2020-02-03 Prosecutors asked two judges on Monday to act.")
    >>> draft.published.norm, draft.published_from
    ('2020-02-03', 'text')
    >>> read_text("ALBANY, N.Y. (AP) — The governor signed the bill.").dateline
    'ALBANY, N.Y.'
    """
    found: dict[str, str] = {}
    published: Interval | None = None
    dateline = publisher = title = None
    byline: tuple[str, ...] = ()
    for index, (top, blank) in enumerate(_list_lines(text)):
        header = _HEADER.match(top)
        if header and header["key"].lower() in _DATE_KEYS and (day := _read_date(header["value"])):
            published = published or day
        elif header and header["colon"] and len(top) < 300:
            found.setdefault(header["key"].lower(), header["value"].strip())
        elif credit := _TOP_BYLINE.match(top):
            byline, publisher = byline or split_byline(credit["names"]), publisher or credit["publisher"]
        elif place := _DATELINE.match(top):
            dateline, publisher = place["place"], publisher or place["agency"]
            if place["date"]:
                published = published or _read_date(place["date"])
            break
        elif len(top) < 60 and (day := _is_date_line(top)):
            published = published or day
        elif index == 0 and blank and len(top) < 160 and not re.search(r"[.!?:,”\"]$", top):
            title = top.lstrip("# ")
        elif len(top) > 160:
            break
    last = text[-2000:].rstrip().rpartition("\n")[2].strip()
    if len(last) < 160 and (credit := _END_BYLINE.match(last) or _REPORTED.match(last)):
        byline = byline or split_byline(credit["names"])
        publisher = publisher or credit.groupdict().get("publisher")
    named = next((found[key] for key in ("byline", "by", "author", "authors") if key in found), "")
    return Draft(
        text=text,
        key=key,
        line=line,
        published=published,
        published_from="text" if published else "",
        title=found.get("title") or found.get("headline") or title,
        byline=byline or split_byline(named),
        publisher=found.get("publisher") or found.get("source") or publisher,
        dateline=dateline,
        language=found.get("language"),
        url=found.get("url") or found.get("link"),
    )
