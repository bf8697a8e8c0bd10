"""Terms that courts and laws set: years in prison, months of probation, days to respond.

The norm is an ISO 8601 duration ("P2Y6M"). Months are the unit of the Sentencing Table (U.S.S.G. ch. 5, pt. A).
"""

import re
from dataclasses import dataclass
from functools import cache

from rdflib import XSD, Literal

from kg.errors import InputError
from kg.model import Span
from kg.values.number import NUMBER, read_number

_KINDS: tuple[tuple[str, str], ...] = (
    ("supervised_release", r"supervised\srelease|post-release\ssupervision|parole"),
    ("probation", r"probation"),
    ("community_service", r"community\sservice"),
    ("home_confinement", r"(?:home|house)\s(?:confinement|arrest|detention)"),
    ("prison", r"prison|jail|custody|incarceration|imprisonment|behind\sbars|confinement|lockup|penitentiary"),
)
_BEFORE = re.compile(
    r"\b(?:sentenced\s(?:\w+\s){0,4}to|sentence\sof|prison\sterm\sof|jailed\sfor|imprisoned\sfor|faces?|facing"
    r"|serv(?:e|ed|ing)|imprisonment\sof)\s(?:(?:up\sto|at\sleast|a|an|between|about|nearly|more\sthan|as\smuch\sas"
    r"|a\smaximum\sof|a\sminimum\sof)\s)*$"
)
_PROBATION_BEFORE = re.compile(r"\b(?:probation\s(?:of|for)|put\son\sprobation\sfor)\s$")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in a text, as it is written: `years`, `months`, `weeks`, `days`, `hours`.

    `kind` is prison, probation, supervised_release, community_service, home_confinement, or "" for any other.
    `bound` is "at most", "at least", or "" where the text gives the length itself.
    """

    span: Span
    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    kind: str = ""
    bound: str = ""

    @property
    def norm(self) -> str:
        """The ISO 8601 form; weeks are written as days where they are not alone."""
        if self.weeks and not (self.years or self.months or self.days or self.hours):
            return f"P{self.weeks}W"
        parts = ((self.years, "Y"), (self.months, "M"), (self.days + 7 * self.weeks, "D"))
        day = "".join(f"{count}{unit}" for count, unit in parts if count)
        return f"P{day}{f'T{self.hours}H' if self.hours else ''}" if day or self.hours else "P0D"

    @property
    def total_months(self) -> int:
        """Years and months in months; weeks, days and hours are left out."""
        return self.years * 12 + self.months


_UNITS = ("years", "months", "weeks", "days", "hours")


@cache
def _compile() -> re.Pattern[str]:
    years, months, weeks, days, hours = (
        rf"(?P<{unit}>(?:{NUMBER}))[-\s](?:full\s|consecutive\s|more\s|straight\s)?{unit[:-1]}s?\b" for unit in _UNITS
    )
    joint = r"(?:,?\s(?:and\s)?|,\s)"
    return re.compile(
        rf"(?<![\w.,$])(?:{years}(?:{joint}{months})?|{months.replace('<months>', '<months2>')}"
        rf"(?:{joint}{days})?|{weeks}|{days.replace('<days>', '<days2>')}|{hours})(?![-\s](?:old|ago)\b)",
        re.I,
    )


def _read_kind(text: str, start: int, end: int) -> str:
    """Return what the term is of: by the words after it in its clause, else by those before it."""
    after = re.split(r"[,;.]|\band\b", text[end : end + 60])[0]
    places = [(match.start(), kind) for kind, words in _KINDS if (match := re.search(rf"\b(?:{words})\b", after))]
    if places and re.match(
        r"(?:’|')?\s?(?:of|in|on|behind|under|federal|state|county|sentence|term|or|\w+\s)", after.lstrip()
    ):
        return min(places)[1]
    before = text[max(0, start - 80) : start]
    if _PROBATION_BEFORE.search(before):
        return "probation"
    return "prison" if _BEFORE.search(before) and not re.match(r"\s(?:after|ago|later|from)\b", after) else ""


def _read_bound(before: str) -> str:
    if re.search(r"\b(?:up to|at most|no more than|a maximum of|as (?:much|long) as|less than)\s(?:an?\s)?$", before):
        return "at most"
    return "at least" if re.search(r"\b(?:at least|a minimum of|no less than|more than|over)\s$", before) else ""


def find_durations(text: str) -> tuple[Duration, ...]:
    """Find every length of time that has a number; ages and "two years ago" are none.

    >>> term, = find_durations("She got two years and six months in federal prison.")
    >>> term.norm, term.total_months, term.kind, term.span
    ('P2Y6M', 30, 'prison', Span(start=8, end=32))
    """
    found = []
    for match in _compile().finditer(text):
        counts = {name.rstrip("2"): read_number(value) for name, value in match.groupdict().items() if value}
        if any(count != int(count) or count > 100_000 for count in counts.values()):
            continue
        numbers = {unit: int(count) for unit, count in counts.items()}
        found.append(
            Duration(
                Span(*match.span()),
                kind=_read_kind(text, *match.span()),
                bound=_read_bound(text[max(0, match.start() - 24) : match.start()]),
                **numbers,
            )
        )
    return tuple(found)


def find_prison_terms(text: str) -> tuple[Duration, ...]:
    """Find the prison terms that the text gives as a number; "life" and "several years" carry none.

    >>> [term.total_months for term in find_prison_terms("A got 5 years in prison and three years of probation.")]
    [60]
    """
    return tuple(term for term in find_durations(text) if term.kind == "prison")


def read_duration_norm(norm: str) -> Duration:
    """Return the duration that a norm says; its span is empty.

    Raises:
        InputError: It is no norm.

    >>> read_duration_norm("P2Y6M").total_months
    30
    """
    match = re.fullmatch(r"P(?:(\d+)W|(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(\d+)H)?)", norm)
    if not match or not any(match.groups()):
        raise InputError(f"{norm!r} is no duration. Write the form of ISO 8601, such as 'P2Y6M'.")
    weeks, years, months, days, hours = (int(group or 0) for group in match.groups())
    return Duration(Span(0, 0), years, months, weeks, days, hours)


def compare_durations(first: Duration, second: Duration) -> bool:
    """Say whether two lengths are the same, a year being 12 months and a week 7 days; months are never days."""
    return (first.total_months, first.days + 7 * first.weeks, first.hours) == (
        second.total_months,
        second.days + 7 * second.weeks,
        second.hours,
    )


def write_duration(duration: Duration) -> Literal:
    """Return the duration as xsd:duration, which has no weeks."""
    norm = f"P{7 * duration.weeks}D" if duration.norm.endswith("W") else duration.norm
    return Literal(norm, datatype=XSD.duration)
