"""Stretches of the calendar as `Interval`: days, weeks, months, quarters, seasons, years, decades, holidays.

Weeks are those of ISO 8601 (Monday to Sunday). Seasons are the meteorological ones of the northern hemisphere. Fiscal
years are those of the United States federal government (31 U.S.C. 1102). Holidays: 5 U.S.C. 6103, and a few more.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from kg.errors import InputError
from kg.model import Interval

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}


def make_interval(earliest: date, latest: date) -> Interval:
    """Return the interval with the shortest ISO 8601 form that says the same; see `kg.model.Interval`.

    >>> make_interval(date(2020, 1, 1), date(2020, 1, 31)).norm
    '2020-01'
    >>> make_interval(date(2020, 1, 13), date(2020, 1, 19)).norm
    '2020-W03'
    >>> make_interval(date(2019, 9, 1), date(2019, 11, 30)).norm
    '2019-09/2019-11'
    """
    if latest < earliest:
        raise InputError(
            f"An interval cannot end ({latest}) before it starts ({earliest}). Give the earlier day first."
        )
    if earliest == latest:
        return Interval(earliest, latest, earliest.isoformat())
    whole_months = earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]
    if whole_months and (earliest.month, latest.month) == (1, 12):
        first, last = f"{earliest.year:04}", f"{latest.year:04}"
    elif whole_months:
        first, last = earliest.isoformat()[:7], latest.isoformat()[:7]
    elif earliest.weekday() == 0 and (latest - earliest).days == 6:
        first = last = "{:04}-W{:02}".format(*earliest.isocalendar()[:2])
    else:
        first, last = earliest.isoformat(), latest.isoformat()
    return Interval(earliest, latest, first if first == last else f"{first}/{last}")


def make_day(day: date) -> Interval:
    """Return one day."""
    return make_interval(day, day)


def make_week(day: date, offset: int = 0) -> Interval:
    """Return the ISO week that holds the day, or the one `offset` weeks later."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
    return make_interval(monday, monday + timedelta(days=6))


def make_weekend(day: date, offset: int = 0) -> Interval:
    """Return Saturday and Sunday of the ISO week that holds the day, or of the one `offset` weeks later."""
    sunday = make_week(day, offset).latest
    return make_interval(sunday - timedelta(days=1), sunday)


def make_months(year: int, month: int, count: int = 1) -> Interval:
    """Return `count` whole months from a month on; `month` may run past 1 to 12, into the years beside.

    >>> make_months(2020, 0).norm, make_months(2019, 12, 3).norm
    ('2019-12', '2019-12/2020-02')
    """
    first, last = year * 12 + month - 1, year * 12 + month + count - 2
    end_year, end_month = last // 12, last % 12 + 1
    return make_interval(
        date(first // 12, first % 12 + 1, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])
    )


def make_years(year: int, count: int = 1) -> Interval:
    """Return `count` whole years.

    >>> make_years(1990, 10).norm
    '1990/1999'
    """
    return make_interval(date(year, 1, 1), date(year + count - 1, 12, 31))


def make_season(name: str, year: int) -> Interval:
    """Return three months of a year; a winter is that which begins in December of the year.

    >>> make_season("fall", 2019).norm
    '2019-09/2019-11'
    """
    return make_months(year, SEASONS[name.lower()], 3)


def make_fiscal_year(year: int) -> Interval:
    """Return a federal fiscal year, 1 October to 30 September, named after the year in which it ends.

    >>> make_fiscal_year(2021).norm
    '2020-10/2021-09'
    """
    return make_months(year - 1, 10, 12)


def join_intervals(first: Interval, second: Interval) -> Interval:
    """Return the smallest interval that holds both.

    >>> join_intervals(make_months(2020, 5), make_months(2020, 7)).norm
    '2020-05/2020-07'
    """
    if first == second:
        return first
    return make_interval(min(first.earliest, second.earliest), max(first.latest, second.latest))


def find_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the nth weekday (Monday is 0) of a month; nth -1 is the last.

    >>> find_weekday(2020, 11, 3, 4)
    datetime.date(2020, 11, 26)
    """
    if nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    return lambda year: find_weekday(year, month, weekday, nth)


# Election Day is the Tuesday after the first Monday of November: 2 U.S.C. 7.
HOLIDAYS: tuple[tuple[str, Callable[[int], date]], ...] = (
    (r"New Year[’']s Eve", _fixed(12, 31)),
    (r"New Year[’']s Day", _fixed(1, 1)),
    (r"Martin Luther King,? Jr\.? Day|Martin Luther King Day|MLK Day", _nth(1, 0, 3)),
    (r"Inauguration Day", _fixed(1, 20)),
    (r"Valentine[’']s Day", _fixed(2, 14)),
    (r"Presidents?[’']?s? Day", _nth(2, 0, 3)),
    (r"St\. Patrick[’']s Day", _fixed(3, 17)),
    (r"Earth Day", _fixed(4, 22)),
    (r"May Day", _fixed(5, 1)),
    (r"Mother[’']s Day", _nth(5, 6, 2)),
    (r"Memorial Day", _nth(5, 0, -1)),
    (r"Flag Day", _fixed(6, 14)),
    (r"Juneteenth", _fixed(6, 19)),
    (r"Father[’']s Day", _nth(6, 6, 3)),
    (r"Independence Day|the Fourth of July|July Fourth|Fourth of July", _fixed(7, 4)),
    (r"Labor Day", _nth(9, 0, 1)),
    (r"Constitution Day", _fixed(9, 17)),
    (r"Indigenous Peoples[’']? Day|Columbus Day", _nth(10, 0, 2)),
    (r"Halloween", _fixed(10, 31)),
    (r"Election Day", lambda year: find_weekday(year, 11, 0, 1) + timedelta(days=1)),
    (r"Veterans?[’']? Day", _fixed(11, 11)),
    (r"Thanksgiving(?: Day)?", _nth(11, 3, 4)),
    (r"Black Friday", lambda year: find_weekday(year, 11, 3, 4) + timedelta(days=1)),
    (r"Christmas Eve", _fixed(12, 24)),
    (r"Christmas(?: Day)?", _fixed(12, 25)),
)


@cache
def _compile_holidays() -> tuple[tuple[re.Pattern[str], Callable[[int], date]], ...]:
    return tuple((re.compile(pattern), rule) for pattern, rule in HOLIDAYS)


def find_holiday(name: str, year: int) -> date | None:
    """Return the day a holiday falls on in a year, None where the name is not known.

    >>> find_holiday("Election Day", 2020), find_holiday("Labor Day", 2020)
    (datetime.date(2020, 11, 3), datetime.date(2020, 9, 7))
    """
    return next((rule(year) for pattern, rule in _compile_holidays() if pattern.fullmatch(name)), None)
