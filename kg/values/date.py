"""Dates as newspapers write them, resolved to intervals against the day of publication.

>>> from datetime import date
>>> for found in find_dates("He was charged Jan. 10, days after he left jail last year.", make_day(date(2020, 1, 18))):
...     print(found.kind, found.interval.norm)
day 2020-01-10
relative 2019
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib import XSD, Literal

from kg.errors import InputError
from kg.model import Interval, Span
from kg.values.calendar import join_intervals, make_day, make_interval, make_months, make_week, make_years
from kg.values.date_context import is_date
from kg.values.date_rules import RULES
from kg.values.date_wording import compile_rows, list_windows
from kg.values.direction import Direction, guess_direction
from kg.values.docket import find_citations


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: the bare expression, without preposition ("Monday", "last month", "Jan. 10").

    `interval` is None where the text and the publication leave it open. `kind` is the row of `date_wording`
    that found it. `preposition` is the word before it in lower case ("by", "since", "between", ""): with it
    `bound_event` says what the date means for what happens.
    """

    span: Span
    interval: Interval | None
    kind: str
    preposition: str = ""


_PREPOSITION = re.compile(
    r"\b(by|before|after|since|until|till|from|through|throughout|to|between|on|in|during|at|as of|effective"
    r"|and|prior to"
    r"|no later than|starting|beginning|for|of)(?:\s(?:the|the end of|about|around|at least))*\s$",
    re.I,
)
_MORE_DAYS = re.compile(
    r"(?P<gap>(?:,\s(?:and\s)?|\s(?:and|or|&)\s))(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    r"(?![\d:%]|[.,]\d|[-\s](?:[a-z]+\s)?[a-z]+s\b|\s(?:percent|million|a\.m|p\.m|other|of))"
)
_JOINED = re.compile(r"(?:,|,?\s(?:and|or|to|through|until|&)|\s?[-–—])\s?$")
_UNTIL = re.compile(r"\s?(?:to|through|until|till|and|[-–—])\s?$")
_NEEDS_YEAR = frozenset({"day", "bare_month", "month"})


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    match: re.Match[str]
    start: int
    end: int

    @property
    def year(self) -> bool:
        """Whether the form says its year, so that no neighbour needs to."""
        groups = self.match.groupdict()
        return any(groups.get(name) for name in ("y", "r", "iso", "isomonth", "s"))


def _list_forms(text: str) -> list[_Found]:
    """Find all forms that are dates in their place; at one place the longest, then the earlier row."""
    closed = [found.span for found in find_citations(text)] if re.search(r"\d{4}", text) else []
    forms = [
        (match.start(), -match.end(), rank, kind, match)
        for lower, upper in list_windows(text)
        for rank, (kind, pattern) in enumerate(compile_rows())
        for match in pattern.finditer(text, lower, upper)
    ]
    forms.sort(key=lambda form: form[:3])
    kept: list[_Found] = []
    for start, negative_end, _, kind, match in forms:
        end = -negative_end
        if kept and start < kept[-1].end:
            continue
        if any(span.start <= start < span.end for span in closed) or not is_date(kind, match):
            continue
        end -= len(match.group()) - len(match.group().rstrip())
        kept.append(_Found(kind, match, start, end))
    return kept


def _resolve(found: _Found, anchor: date | None, direction: Direction, before: Interval | None) -> Interval | None:
    try:
        return RULES[found.kind](found.match, anchor, direction, before)
    except (ValueError, OverflowError, InputError, IndexError, StopIteration):
        return None  # a day the calendar does not have, or a stretch beyond its years


def _resolve_against(
    found: _Found, published: Interval | None, direction: Direction, before: Interval | None
) -> Interval | None:
    """Resolve against both bounds of the publication: what holds for either is what is certain."""
    if published is None:
        return _resolve(found, None, direction, before)
    first = _resolve(found, published.earliest, direction, before)
    if published.exact:
        return first
    last = _resolve(found, published.latest, direction, before)
    return join_intervals(first, last) if first and last else None


def _read_preposition(text: str, start: int) -> str:
    match = _PREPOSITION.search(text, max(0, start - 40), start)
    return match.group(1).lower() if match else ""


def _add_days(text: str, found: _Found, interval: Interval | None) -> list[DateMention]:
    """Read the bare days after a full one: "Jan. 10, 11 and 12"."""
    if not interval or found.kind != "day" or not found.match.groupdict().get("m") or found.match.groupdict().get("y"):
        return []
    if found.match.groupdict().get("british") is not None:
        return []
    more, end, day = [], found.end, interval.latest
    while (match := _MORE_DAYS.match(text, end)) and (match["gap"] != ", " or _MORE_DAYS.match(text, match.end())):
        try:
            later = day.replace(day=int(match["d"]))
        except ValueError:
            break
        if later <= day:
            break
        more.append(DateMention(Span(match.start("d"), match.end()), make_day(later), "day", "and"))
        end, day = match.end(), later
    return more


def find_dates(text: str, published: Interval | None = None) -> tuple[DateMention, ...]:
    """Find every date that a text names, and say when it was.

    Args:
        text: A document's text as stored; spans are offsets in its code points.
        published: When the document was published: a day, or bounds, or None where nobody knows.

    Returns:
        The dates in reading order, spans never overlapping. What looks back or ahead from the publication
        ("Monday", "last month", a day without its year) is reckoned against both its bounds, and has no interval
        without them. Durations ("for two years", "the past week") and recurring days ("every Monday") are none.

    >>> from datetime import date
    >>> [(d.span.of("due by March 31"), d.interval.norm, d.preposition)
    ...  for d in find_dates("due by March 31", make_day(date(2020, 1, 18)))]
    [('March 31', '2020-03-31', 'by')]
    >>> find_dates("on Monday")
    (DateMention(span=Span(start=3, end=9), interval=None, kind='weekday', preposition='on'),)
    """
    forms = _list_forms(text)
    directions = [guess_direction(text, form.start, form.end) for form in forms]
    intervals: list[Interval | None] = [None] * len(forms)
    before: Interval | None = None
    for index, form in enumerate(forms):
        interval = _resolve_against(form, published, directions[index], before)
        if index and (earlier := intervals[index - 1]) and not form.year and interval and form.kind in _NEEDS_YEAR:
            gap, opening = text[forms[index - 1].end : form.start], _read_preposition(text, forms[index - 1].start)
            if opening in ("from", "between") and _UNTIL.fullmatch(gap) and interval.latest < earlier.earliest:
                interval = _resolve(form, earlier.latest, Direction.FUTURE, None) or interval
        intervals[index] = interval
        before = interval if interval and form.kind != "relative" else before
    for index in range(len(forms) - 2, -1, -1):  # "June and July 2019": the year stands with the last
        form, following, later = forms[index], forms[index + 1], intervals[index + 1]
        if form.kind in _NEEDS_YEAR and not form.year and following.kind in _NEEDS_YEAR and following.year and later:
            written = following.match.groupdict().get("y")
            if written and _JOINED.fullmatch(text[form.end : following.start]):
                intervals[index] = _resolve(form, later.latest, Direction.PAST, None) or intervals[index]
    mentions: list[DateMention] = []
    for form, interval in zip(forms, intervals, strict=True):
        if mentions and form.start < mentions[-1].span.end:
            continue
        preposition = _read_preposition(text, form.start)
        mentions.append(DateMention(Span(form.start, form.end), interval, form.kind, preposition))
        mentions.extend(_add_days(text, form, interval))
    return tuple(mentions)


def clean_date(text: str, published: Interval | None = None) -> Interval | None:
    """Return the date that a short text, such as a field of metadata, names first; None where it names none.

    >>> clean_date("Published: Saturday, January 18, 2020 3:14 p.m.").norm
    '2020-01-18'
    >>> clean_date("2020-01-18T03:14:00Z").norm, clean_date("20200118").norm, clean_date("soon")
    ('2020-01-18', '2020-01-18', None)
    """
    text = text.strip()
    if match := re.match(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*|\d{6})?$", text):
        try:
            return make_day(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            return None
    if re.fullmatch(r"(?:1[4-9]|20)\d\d", text):
        return make_years(int(text))
    return next((found.interval for found in find_dates(text, published) if found.interval), None)


def read_norm(norm: str) -> Interval:
    """Return the interval that a norm says; the inverse of `Interval.norm`.

    Raises:
        InputError: It is no norm; the message shows the forms there are.

    >>> read_norm("2020-W03").latest, read_norm("2019-09/2019-11").earliest
    (datetime.date(2020, 1, 19), datetime.date(2019, 9, 1))
    """
    first, slash, last = norm.partition("/")
    try:
        return join_intervals(_read_part(first), _read_part(last)) if slash else _read_part(first)
    except (ValueError, OverflowError):
        forms = "2020-01-10, 2020-01, 2020-W03, 2020, or two of them with a slash between"
        raise InputError(f"{norm!r} is not the norm of a date. Write {forms}.") from None


def _read_part(norm: str) -> Interval:
    if re.fullmatch(r"\d{4}-W\d\d", norm):
        return make_week(date.fromisocalendar(int(norm[:4]), int(norm[6:]), 1))
    if re.fullmatch(r"\d{4}-\d\d", norm) and 1 <= int(norm[5:]) <= 12:
        return make_months(int(norm[:4]), int(norm[5:]))
    if re.fullmatch(r"\d{4}", norm):
        return make_years(int(norm))
    return make_day(date.fromisoformat(norm))


def compare_dates(first: Interval, second: Interval) -> str:
    """Say how two dates stand to each other: "equal", "within", "holds", "overlaps", "before" or "after".

    Only "before" and "after" cannot both be true of one event.

    >>> compare_dates(read_norm("2020-01-10"), read_norm("2020-01"))
    'within'
    """
    if (first.earliest, first.latest) == (second.earliest, second.latest):
        return "equal"
    if first.latest < second.earliest:
        return "before"
    if second.latest < first.earliest:
        return "after"
    if second.earliest <= first.earliest and first.latest <= second.latest:
        return "within"
    if first.earliest <= second.earliest and second.latest <= first.latest:
        return "holds"
    return "overlaps"


def bound_event(mention: DateMention, published: Interval | None = None) -> Interval | None:
    """Return when something happens that a text dates with this mention and its preposition.

    "By March 31" ends on it and starts with the publication where that is earlier; "since 2015" runs up to it.
    Where a bound would be open and no publication closes it, the date alone is returned for "since" and "from",
    and None for "before", "by", "until" and "after".

    >>> text, published = "closed since 2015", read_norm("2020-01-18")
    >>> bound_event(find_dates(text, published)[0], published).norm
    '2015-01-01/2020-01-18'
    """
    interval = mention.interval
    if interval is None:
        return None
    match mention.preposition:
        case "since" | "from" | "starting" | "beginning":
            closes = published and mention.preposition == "since" and published.latest >= interval.latest
            return make_interval(interval.earliest, published.latest) if closes and published else interval
        case "by" | "until" | "till" | "no later than":
            if published and published.earliest <= interval.latest:
                return make_interval(published.earliest, interval.latest)
            return None
        case "before" | "prior to":
            last = interval.earliest - timedelta(days=1)
            return make_interval(published.earliest, last) if published and published.earliest <= last else None
        case "after":
            return (
                make_interval(interval.latest, published.latest)
                if published and published.latest >= interval.latest
                else None
            )
    return interval


def write_date(interval: Interval) -> Literal | None:
    """Return the literal of a day, a month or a year (xsd:date, xsd:gYearMonth, xsd:gYear), None for other stretches.

    >>> write_date(read_norm("2020-01"))
    rdflib.term.Literal('2020-01', datatype=rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#gYearMonth'))
    """
    for pattern, datatype in ((r"\d{4}-\d\d-\d\d", XSD.date), (r"\d{4}-\d\d", XSD.gYearMonth), (r"\d{4}", XSD.gYear)):
        if re.fullmatch(pattern, interval.norm):
            return Literal(interval.norm, datatype=datatype)
    return None
