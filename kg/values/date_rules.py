"""What each form of date means, reckoned from one day of publication: a matched form and a day in, an interval out.

Each rule takes the match, the day (None where the article has no date), the direction its sentence looks in, and the
interval of the date mentioned before it. It returns None where nothing certain can be said, and where the form names
no date (the 31st of June).
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from kg.model import Interval
from kg.values.calendar import (
    MONTHS,
    WEEKDAYS,
    find_holiday,
    join_intervals,
    make_day,
    make_fiscal_year,
    make_interval,
    make_months,
    make_season,
    make_week,
    make_weekend,
    make_years,
)
from kg.values.direction import Direction
from kg.values.number import read_number

Rule = Callable[[re.Match[str], date | None, Direction, Interval | None], Interval | None]

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_SHIFTS = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "following": 1}
# A day without a year lies rather behind than ahead: news tells more of what was than of what will be.
_PAST_WEIGHT = 0.7
# Days that stand for what happened on them, whatever the year of the article.
_NAMED_DAYS = (
    ((9, 11), 2001, re.compile(r"\s(?:terror|attack|hijack|Commission|victim|families)", re.I)),
    (
        (1, 6),
        2021,
        re.compile(r"\s(?:attack|insurrection|riot|siege|Capitol|committee|rioters|defendants|probe)", re.I),
    ),
)


def _read(match: re.Match[str], name: str) -> str | None:
    return match.groupdict().get(name)


def _month(name: str) -> int:
    return next(number for number, full in enumerate(MONTHS, 1) if full.lower().startswith(name.lower()[:3]))


def _shift(word: str | None) -> int:
    return _SHIFTS.get((word or "").lower().split()[-1] if word else "", 0)


def _year(match: re.Match[str], anchor: date | None, group: str = "y") -> int | None:
    """Return the year that the form writes out or relates to the publication ("of last year"), if any."""
    if written := _read(match, group):
        return int(written)
    if (related := _read(match, "r")) and anchor:
        return anchor.year + _shift(related)
    return None


def _pick(choices: list[Interval], anchor: date, direction: Direction) -> Interval | None:
    """Choose among yearly repetitions: the last begun, the next not over, or without a cue the nearest."""
    past = [one for one in choices if one.earliest <= anchor]
    future = [one for one in choices if one.latest >= anchor]
    if not past or not future:
        return None
    if direction is Direction.PAST:
        return past[-1]
    if direction is Direction.FUTURE:
        return future[0]
    behind, ahead = max(0, (anchor - past[-1].latest).days), max(0, (future[0].earliest - anchor).days)
    return past[-1] if behind * _PAST_WEIGHT <= ahead else future[0]


def _repeat(make: Callable[[int], Interval | None], anchor: date, direction: Direction) -> Interval | None:
    choices = [made for year in range(anchor.year - 4, anchor.year + 5) if (made := make(year))]
    return _pick(choices, anchor, direction)


def _make_days(year: int, month: int, day: int, last: str | None) -> Interval | None:
    try:
        first = date(year, month, day)
        return make_interval(first, date(year, month, int(last))) if last and int(last) > day else make_day(first)
    except ValueError:
        return None


def read_day(match: re.Match[str], anchor: date | None, direction: Direction, _: Interval | None) -> Interval | None:
    """Resolve "Jan. 10", "January 10-12, 2020", "10 January", "2020-01-10"."""
    if iso := _read(match, "iso"):
        try:
            return make_day(date.fromisoformat(iso))
        except ValueError:
            return None
    month, day, last = _month(match["m"]), int(match["d"]), _read(match, "d2")
    year = _year(match, anchor)
    if year is not None:
        return _make_days(year, month, day, last)
    for known, named, context in _NAMED_DAYS:
        if known == (month, day) and context.match(match.string, match.end()) and (not anchor or anchor.year >= named):
            return _make_days(named, month, day, last)
    if not anchor or _read(match, "r"):
        return None
    if name := _read(match, "w"):
        return _match_weekday(WEEKDAYS.index(name.title()), month, day, anchor, direction)
    return _repeat(lambda year: _make_days(year, month, day, last), anchor, direction)


def _match_weekday(weekday: int, month: int, day: int, anchor: date, direction: Direction) -> Interval | None:
    """A named weekday fixes the year better than its sentence: take the nearest year in which both agree."""
    found = [one for year in range(anchor.year - 6, anchor.year + 7) if (one := _make_days(year, month, day, None))]
    agreeing = [one for one in found if one.earliest.weekday() == weekday]
    near = min(agreeing, key=lambda one: abs((one.earliest - anchor).days), default=None)
    if near and abs((near.earliest - anchor).days) <= 366:
        return near
    return _pick(found, anchor, direction)


def read_numeric(match: re.Match[str], anchor: date | None, _: Direction, __: Interval | None) -> Interval | None:
    """Resolve "1/10/2020" the American way, month first, and "25/12/2019" as the only way it can be read."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["c"]) == 2:
        year += 2000 if not anchor or year <= anchor.year % 100 + 10 else 1900
    month, day = (second, first) if first > 12 else (first, second)
    return _make_days(year, month, day, None) if 1 <= month <= 12 and year else None


def read_days(match: re.Match[str], anchor: date | None, direction: Direction, _: Interval | None) -> Interval | None:
    """Resolve a stretch across months: "Jan. 30-Feb. 2", "Dec. 28, 2019-Jan. 3, 2020"."""
    first, last = (_month(match["m"]), int(match["d"])), (_month(match["m2"]), int(match["d2"]))

    def make(year: int) -> Interval | None:
        start = int(match["y2"]) if match["y2"] else year - (first > last)
        try:
            return make_interval(date(start, *first), date(year, *last))
        except ValueError:
            return None

    year = _year(match, anchor)
    return make(year) if year else _repeat(make, anchor, direction) if anchor else None


def read_months(match: re.Match[str], anchor: date | None, direction: Direction, _: Interval | None) -> Interval | None:
    """Resolve "May-July 2019"."""
    first, last = _month(match["m"]), _month(match["m2"])

    def make(year: int) -> Interval:
        return make_months(year - (last < first), first, (last - first) % 12 + 1)

    year = _year(match, anchor)
    return make(year) if year else _repeat(make, anchor, direction) if anchor else None


def read_month(match: re.Match[str], anchor: date | None, direction: Direction, _: Interval | None) -> Interval | None:
    """Resolve "January 2020", "last January", "January"."""
    if iso := _read(match, "isomonth"):
        return make_months(int(iso[:4]), int(iso[5:]))
    month, year = _month(match["m"]), _year(match, anchor)
    if year is not None:
        return make_months(year, month)
    if not anchor or _read(match, "r"):
        return None
    if shift := _read(match, "s"):
        if move := _shift(shift):
            beside = anchor.month > month if move < 0 else anchor.month < month
            return make_months(anchor.year + (0 if beside else move), month)
        return make_months(anchor.year, month)
    return _repeat(lambda year: make_months(year, month), anchor, direction)


def read_weekday(
    match: re.Match[str], anchor: date | None, direction: Direction, _: Interval | None
) -> Interval | None:
    """Resolve "Monday": the latest not after publication or, looking ahead, the first not before it."""
    if not anchor:
        return None
    weekday, shift = WEEKDAYS.index(match["w"].title()), _read(match, "s")
    back = timedelta(days=(anchor.weekday() - weekday) % 7)
    ahead = timedelta(days=(weekday - anchor.weekday()) % 7)
    if related := _read(match, "r"):
        return make_day(make_week(anchor, _shift(related)).earliest + timedelta(days=weekday))
    if shift and _shift(shift) < 0:
        return make_day(anchor - (back or timedelta(days=7)))
    if shift and shift.lower() == "next":
        return make_day(make_week(anchor, 1).earliest + timedelta(days=weekday))
    if shift and _shift(shift) > 0:
        return make_day(anchor + (ahead or timedelta(days=7)))
    if shift and direction is Direction.UNKNOWN:
        return make_day(make_week(anchor).earliest + timedelta(days=weekday))
    return make_day(anchor + ahead if direction in (Direction.FUTURE, Direction.PLANNED) else anchor - back)


def read_week(
    match: re.Match[str], anchor: date | None, direction: Direction, before: Interval | None
) -> Interval | None:
    """Resolve "the week of Jan. 6" to the ISO week of that day."""
    day = read_day(match, anchor, direction, before)
    return make_week(day.earliest) if day else None


def read_today(match: re.Match[str], anchor: date | None, _: Direction, __: Interval | None) -> Interval | None:
    """Resolve "yesterday", "last night", "this morning"."""
    word = match["t"].lower()
    steps = 2 if word.startswith("day ") else 1
    back = "yesterday" in word or word.startswith("last")
    move = -steps if back else steps if "tomorrow" in word else 0
    return make_day(anchor + timedelta(days=move)) if anchor else None


def _make_unit(unit: str, day: date, move: int) -> Interval:
    year = day.year + move
    match unit:
        case "day" | "morning" | "night":
            return make_day(day + timedelta(days=move))
        case "week":
            return make_week(day, move)
        case "weekend":
            return make_weekend(day, move)
        case "month":
            return make_months(day.year, day.month + move)
        case "quarter":
            return make_months(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * move, 3)
        case "year":
            return make_years(year)
        case "decade":
            return make_years(day.year // 10 * 10 + 10 * move, 10)
        case _:
            return make_years((day.year - 1) // 100 * 100 + 1 + 100 * move, 100)


def read_relative(
    match: re.Match[str], anchor: date | None, direction: Direction, _: Interval | None
) -> Interval | None:
    """Resolve "last month", "this week", "the weekend", "the end of the year" to the whole unit of the calendar."""
    if not anchor:
        return None
    unit, shift = _read(match, "u") or match["u2"], match["s"]
    if unit == "weekend" and not _shift(shift):
        behind = direction is not Direction.FUTURE and anchor.weekday() < 5
        return make_weekend(anchor, -1 if behind and (shift == "the" or direction is Direction.PAST) else 0)
    return _make_unit(unit, anchor, _shift(shift))


def read_ago(match: re.Match[str], anchor: date | None, _: Direction, __: Interval | None) -> Interval | None:
    """Resolve "two weeks ago" to the unit it counts in: a day, an ISO week, a month, a year."""
    if not anchor:
        return None
    count, unit = int(read_number(match["n"])), match["u"]
    move = count if match["g"].startswith("from") else -count
    if unit in ("decade", "century", "centurie"):
        return make_years(anchor.year + move * (10 if unit == "decade" else 100))
    return _make_unit(unit, anchor, move)


def read_season(match: re.Match[str], anchor: date | None, direction: Direction, _: Interval | None) -> Interval | None:
    """Resolve "the fall of 2019", "last summer", "this spring"."""
    name, year = match["e"].lower(), _year(match, anchor)
    if year is not None:
        return make_season(name, year)
    if not anchor or _read(match, "r"):
        return None
    move = _shift(match["s"])
    choices = [make_season(name, year) for year in range(anchor.year - 2, anchor.year + 3)]
    if move < 0:
        return [one for one in choices if one.latest < anchor][-1]
    if move > 0:
        return next(one for one in choices if one.earliest > anchor)
    if match["s"]:
        begun = anchor.year - (name == "winter" and anchor.month <= 3)  # a winter is named after its December
        return next((one for one in choices if one.earliest.year == begun), None)
    return _pick(choices, anchor, direction)


def read_decade(match: re.Match[str], _: date | None, __: Direction, ___: Interval | None) -> Interval | None:
    """Resolve "the 1990s", "the ’90s", and "the 1800s" as a century."""
    if short := _read(match, "yy"):
        return make_years(1900 + int(short), 10)
    year = int(match["y"])
    return make_years(year, 100 if year % 100 == 0 and year != 2000 else 10)


def read_century(match: re.Match[str], _: date | None, __: Direction, ___: Interval | None) -> Interval | None:
    """Resolve "the 19th century": 1801 to 1900."""
    return make_years(int(match["c"]) * 100 - 99, 100)


def _second_year(first: int, written: str) -> int:
    """Complete the second year of "2019-20" and "1999-00"."""
    if len(written) == 4:
        return int(written)
    year = first // 100 * 100 + int(written)
    return year if year > first else year + 100


def read_fiscal_year(match: re.Match[str], anchor: date | None, _: Direction, __: Interval | None) -> Interval | None:
    """Resolve "fiscal year 2021", "FY21", "the current fiscal year" as federal fiscal years."""
    groups = match.groupdict()
    if written := groups.get("y"):
        year = int(written) + (2000 if len(written) == 2 else 0)
        first = make_fiscal_year(year)
        second = _second_year(year, groups["y2"]) if groups.get("y2") else year
        return join_intervals(first, make_fiscal_year(second)) if year <= second < year + 20 else first
    if not anchor:
        return None
    return make_fiscal_year(anchor.year + (anchor.month >= 10) + _shift(groups.get("s")) * (groups["s"] != "coming"))


def read_quarter(
    match: re.Match[str], anchor: date | None, direction: Direction, _: Interval | None
) -> Interval | None:
    """Resolve "the third quarter of 2020", "Q3"."""
    word = match["o"].lower()
    number = _ORDINALS.get(word) or int(word[0])
    year = _year(match, anchor)
    if year is not None:
        return make_months(year, number * 3 - 2, 3)
    if not anchor or _read(match, "r"):
        return None
    return _repeat(lambda year: make_months(year, number * 3 - 2, 3), anchor, direction)


def read_half(match: re.Match[str], anchor: date | None, _: Direction, __: Interval | None) -> Interval | None:
    """Resolve "the first half of 2020"."""
    year = _year(match, anchor)
    return make_months(year, 1 if match["o"].lower() == "first" else 7, 6) if year else None


def read_years(match: re.Match[str], _: date | None, __: Direction, ___: Interval | None) -> Interval | None:
    """Resolve "2015-2019", "2019-20"; what runs backwards or over a century is no stretch of years."""
    first = int(match["y"])
    last = _second_year(first, match["y2"])
    return make_years(first, last - first + 1) if first < last <= first + 100 else None


def read_year(match: re.Match[str], _: date | None, __: Direction, ___: Interval | None) -> Interval | None:
    """Resolve "2015", "late 2019": the whole year, since "late" gives no certain bound."""
    return make_years(int(match["y"]))


def read_anaphoric(match: re.Match[str], _: date | None, __: Direction, before: Interval | None) -> Interval | None:
    """Resolve "the next day" against the date mentioned before, where that is exact enough for the unit."""
    unit = match["u"]
    if not before:
        return None
    fits = {"day": 1, "morning": 1, "night": 1, "week": 7, "month": 31}.get(unit, 366)
    if (before.latest - before.earliest).days >= fits:
        return None
    return _make_unit(unit, before.earliest, _shift(match["s"]))


def read_that_time(match: re.Match[str], _: date | None, __: Direction, before: Interval | None) -> Interval | None:
    """Resolve "that fall", "that year" to the first not over when the date mentioned before it began."""
    if not before:
        return None
    if not match["e"]:
        whole = make_years(before.earliest.year)
        return whole if before.latest <= whole.latest else None
    choices = (make_season(match["e"], year) for year in range(before.earliest.year - 1, before.earliest.year + 2))
    return next(one for one in choices if one.latest >= before.earliest)


def read_holiday(
    match: re.Match[str], anchor: date | None, direction: Direction, _: Interval | None
) -> Interval | None:
    """Resolve "Election Day", "last Christmas", "Labor Day 2019"."""

    def make(year: int) -> Interval | None:
        day = find_holiday(match["h"], year)
        return make_day(day) if day else None

    if written := match["y"]:
        return make(int(written))
    if not anchor:
        return None
    shift = _shift(match["s"])
    return _repeat(make, anchor, Direction.PAST if shift < 0 else Direction.FUTURE if shift else direction)


def read_attacks(_: re.Match[str], __: date | None, ___: Direction, ____: Interval | None) -> Interval | None:
    """Resolve "9/11"."""
    return make_day(date(2001, 9, 11))


RULES: dict[str, Rule] = {
    "day": read_day,
    "numeric": read_numeric,
    "attacks": read_attacks,
    "days": read_days,
    "months": read_months,
    "month": read_month,
    "bare_month": read_month,
    "weekday": read_weekday,
    "week": read_week,
    "today": read_today,
    "relative": read_relative,
    "ago": read_ago,
    "season": read_season,
    "decade": read_decade,
    "century": read_century,
    "fiscal_year": read_fiscal_year,
    "quarter": read_quarter,
    "half": read_half,
    "years": read_years,
    "year": read_year,
    "anaphoric": read_anaphoric,
    "that_time": read_that_time,
    "holiday": read_holiday,
}
