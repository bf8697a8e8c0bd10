"""How newspapers write dates: one row a form, built of named parts. `date_rules` says what each row means.

At one place the longest form wins, then the earlier row. A row's name is the `kind` of the mentions it finds.
"""

import re
from functools import cache

from kg.values.calendar import HOLIDAYS
from kg.values.number import SMALL_NUMBERS, TENS

_MONTH = (
    r"(?P<m>(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT|SEP|OCT|NOV|DEC)\b\.?)"
)
_WEEKDAY = (
    r"(?P<w>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)\b(?![’']?s of\b)"
)
_SHORT_WEEKDAY = r"(?:(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\b\.?)"
_DAY = (
    r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|[.,:]\d|[ ]?(?:%|percent\b|a\.m|p\.m|[ap]m\b)"
    r"|[-–](?:year|month|day|week|hour|minute|mile|foot|page|member|point))"
)
_YEAR = r"(?P<y>(?:1[4-9]|20)\d\d)(?!\d|[.,:/]\d|%)\b"
_DASH = r"\s?[-–—]\s?"
_PART = r"(?:\s(?:morning|afternoon|evening|night)\b)?"
_VAGUE = (
    r"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)(?:\s|-)(?:in\s(?:the\s)?)?"
    r"|(?:[Ee]arlier|[Ll]ater)\s(?:in\s(?:the\s)?|this\s(?=[A-Z])))?"
)
_SHIFT = r"(?P<s>[Tt]his\s(?:past|coming)|[Tt]his|[Ll]ast|[Nn]ext|[Pp]ast|[Cc]oming)\s"
_COUNT = rf"(?i:(?P<n>\d{{1,3}}|an?|{'|'.join({**SMALL_NUMBERS, **TENS})}))"
_ORDINAL = r"(?P<o>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|1st|2nd|3rd|4th)"
_SEASON = r"(?P<e>[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter)\b"
_OF_YEAR = r"(?:,?\s(?:of\s)?(?P<r>last|this|next)\syear\b)"
_SMALL_UNIT = r"(?P<u>day|week|month|year|decade|century|centurie)s?"

ROWS: tuple[tuple[str, str], ...] = (
    ("day", r"(?P<iso>\d{4}-\d{2}-\d{2})(?!\d|-\d)"),
    ("numeric", r"(?<![/.\d])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<c>\d{4}|\d{2})(?![/\d])"),
    ("attacks", r"9/11(?![/\d])"),
    # Monday, Jan. 10, 2020; Jan. 10-12; late Jan. 10; January 10 of last year
    (
        "day",
        rf"(?:(?:{_WEEKDAY}|{_SHORT_WEEKDAY})(?:,|\s[Tt]he)?\s)?(?:(?:[Ee]arly|[Ll]ate)\s)?{_MONTH}\s(?:the\s)?{_DAY}"
        rf"(?:(?:{_DASH}|\s(?:to|through|thru)\s)(?P<d2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|[,:]\d|-))?"
        rf"(?:,?\s(?:of\s)?{_YEAR}|{_OF_YEAR})?",
    ),
    # Jan. 30-Feb. 2, 2020
    (
        "days",
        rf"{_MONTH}\s{_DAY}(?:,\s(?P<y2>\d{{4}}))?{_DASH}{_MONTH.replace('<m>', '<m2>')}\s{_DAY.replace('<d>', '<d2>')}"
        rf"(?:,?\s{_YEAR})?",
    ),
    # 10 January 2020; the 10th of January
    (
        "day",
        rf"(?:(?:{_WEEKDAY}|{_SHORT_WEEKDAY}),?\s)?(?<![\d.,$:])(?P<british>){_DAY}\s(?:day\s)?(?:of\s)?{_MONTH}"
        rf"(?:,?\s(?:of\s)?{_YEAR}|{_OF_YEAR})?",
    ),
    # May-July 2019
    ("months", rf"{_MONTH}{_DASH}{_MONTH.replace('<m>', '<m2>')}(?:,?\s{_YEAR})?"),
    ("month", rf"{_VAGUE}{_MONTH}(?:,|\sof)?\s{_YEAR}"),
    ("month", rf"{_VAGUE}{_MONTH}{_OF_YEAR}"),
    ("month", rf"{_SHIFT}{_MONTH}"),
    ("bare_month", rf"{_VAGUE}{_MONTH}"),
    ("month", r"(?P<isomonth>(?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?![\d-])"),
    ("weekday", rf"(?:{_SHIFT})?(?:(?:[Ee]arly|[Mm]id|[Ll]ate)(?:\s|-)(?:on\s)?)?{_WEEKDAY}{_PART}"),
    ("weekday", rf"{_WEEKDAY}\s(?:of\s)?(?P<r>last|this|next)\sweek\b"),
    (
        "week",
        rf"(?:[Tt]he\s)?[Ww]eek\s(?:of|beginning|starting|ending|that\s(?:began"
        rf"|ended))\s{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?",
    ),
    ("today", r"(?:[Tt]he\s)?(?P<t>[Dd]ay\s(?:before\syesterday|after\stomorrow))\b"),
    (
        "today",
        rf"(?:(?:[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly)\s)?(?P<t>[Tt]oday|[Yy]esterday|[Tt]omorrow"
        rf"|[Tt]onight)\b{_PART}",
    ),
    (
        "today",
        r"(?P<t>[Ll]ast\snight|[Tt]his\s(?:morning|afternoon|evening)|[Ee]arlier\sin\sthe\sday"
        r"|[Ll]ater\sin\sthe\sday)\b",
    ),
    (
        "relative",
        rf"(?:(?:[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly|[Mm]id)(?:\s|-))?{_SHIFT}"
        rf"(?:calendar\s)?(?P<u>weekend|week|month|quarter|year|decade|century)\b",
    ),
    ("relative", r"(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)\sin\s(?P<s>the)\s(?P<u>week|month|year)\b"),
    (
        "relative",
        r"(?:the\s)?(?P<s>)(?:[Ee]nd|[Ss]tart|[Bb]eginning|[Mm]iddle|[Cc]lose|[Rr]est)\sof\sthe\s(?P<u>week|month|quarter|year|decade|century)\b",
    ),
    ("relative", r"(?P<s>)(?:(?P<u>year|month|week)[’']s\send|(?P<u2>year)[-\s]end)\b"),
    ("relative", r"(?P<s>the)\s(?P<u>weekend)\b"),
    ("ago", rf"{_COUNT}(?:\s|-){_SMALL_UNIT}\s(?P<g>ago|from\s(?:now|today))\b"),
    ("season", rf"{_VAGUE}(?:{_SHIFT})?{_SEASON}(?:,?\s(?:of\s)?(?:{_YEAR}|(?P<r>last|this|next)\syear\b))?"),
    ("decade", r"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)(?:\s|-))?(?:to[\s-])?(?P<y>(?:1[4-9]|20)\d0)[’']?s\b"),
    ("decade", r"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)(?:\s|-))?(?<!\w)[’'‘](?P<yy>[1-9]0)s\b"),
    ("century", r"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)(?:\s|-))?(?P<c>1\d|2[01])(?:th|st)[\s-][Cc]entury\b"),
    ("fiscal_year", rf"(?:[Ff]ederal\s)?[Ff]iscal\s(?:[Yy]ears?\s)?{_YEAR}(?:{_DASH}(?P<y2>\d{{4}}|\d\d)\b)?"),
    ("fiscal_year", r"FY[\s-]?[’']?(?P<y>20\d\d|\d\d)(?!\d)(?:[-–/](?P<y2>\d{4}|\d\d)\b)?"),
    ("fiscal_year", r"(?P<s>[Tt]his|[Ll]ast|[Nn]ext|[Cc]urrent|[Cc]oming)\s(?:[Ff]ederal\s)?[Ff]iscal\s[Yy]ear\b"),
    ("quarter", rf"{_ORDINAL}[\s-]quarter(?:,?\s(?:of\s)?(?:{_YEAR}|(?P<r>last|this|next)\syear\b))?"),
    ("quarter", rf"Q(?P<o>[1-4])(?:,?\s(?:of\s)?{_YEAR})?"),
    ("half", rf"(?P<o>[Ff]irst|[Ss]econd)\shalf\sof\s(?:{_YEAR}|(?P<r>last|this|next)\syear\b)"),
    ("years", r"(?P<y>(?:1[4-9]|20)\d\d)(?:\s?[–—]\s?|[-/])(?P<y2>(?:1[4-9]|20)\d\d|\d\d)(?![\d\-–/]|[.,:]\d)"),
    ("year", rf"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)(?:\s|-)(?:in\s)?)?(?:calendar\syear\s)?{_YEAR}(?![-–]\d)"),
    ("holiday", rf"(?:{_SHIFT})?(?P<h>{'|'.join(pattern for pattern, _ in HOLIDAYS)})(?:,?\s(?:of\s)?{_YEAR})?"),
    ("that_time", rf"[Tt]hat\s(?:same\s)?(?:{_SEASON}|(?P<u>year))"),
    (
        "anaphoric",
        r"(?:[Tt]he\s)?(?P<s>[Nn]ext|[Ff]ollowing|[Pp]revious|[Pp]receding)\s(?P<u>day|morning|night"
        r"|week|month|year)\b",
    ),
)


# Every form holds one of these, so the rows are tried around them only: a fifth of a usual text.
_TRIGGER = re.compile(
    r"\d{4}|\d/\d|FY|\bQ[1-4]|[’'‘]\d0s|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL"
    r"|AUG|SEP|OCT|NOV|DEC|Christmas|Thanksgiving|Halloween|Juneteenth|fall|spring|summer|autumn|winter|Fall|Spring|Summer"
    r"|Autumn|Winter|tonight|week|month|quarter|year|decade|centur|Centur|morning|afternoon|evening|night|Fiscal|fiscal)"
    r"|(?:[Tt]o|[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un|[Yy]ester|MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)"
    r"(?:day|DAY)|[Tt]omorrow|[Tt]onight|\b[Dd]ay\b|Day\b|days? (?:ago|from)|New Year|first half|second half|July"
)
_BEFORE, _AFTER = 48, 72


def list_windows(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a text that can hold a form, in order, never overlapping, cut between words."""
    windows: list[tuple[int, int]] = []
    for trigger in _TRIGGER.finditer(text):
        start, end = max(0, trigger.start() - _BEFORE), min(len(text), trigger.end() + _AFTER)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    spaced: list[tuple[int, int]] = []
    for start, end in windows:
        blank = text.find(" ", end)
        spaced.append((start, len(text) if blank < 0 else min(blank, end + 200)))
    return spaced


@cache
def compile_rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile every row once; a form starts at a word, never inside one or behind a digit and its point."""
    edge = r"(?<![\w$€£#§])(?<!\d[.,/-])"
    return tuple((kind, re.compile(edge + pattern)) for kind, pattern in ROWS)
