"""An axis of days: where a day stands between the first and the last, in per cent, and which days are named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from `first` to `last`, both inclusive."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Return where a day begins, from 0 to 100.

        >>> Axis(date(2020, 1, 1), date(2020, 1, 10)).place(date(2020, 1, 6))
        50.0
        """
        return round(100 * (day - self.first).days / self.days, 2)

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.last - self.first).days + 1

    def list_ticks(self) -> list[tuple[float, str]]:
        """Return places and names of days that divide the axis: weeks, months or years, never too many.

        >>> Axis(date(2020, 1, 1), date(2020, 3, 1)).list_ticks()
        [(0.0, 'Jan 2020'), (50.82, 'Feb 2020')]
        """
        days = [self.first + timedelta(days=n) for n in range(self.days)] if self.days < 800 else []
        mondays = [(day, f"{day.day} {day:%b}") for day in days if day.weekday() == 0]
        months = [(day, f"{day:%b %Y}") for day in days if day.day == 1]
        years = [(date(year, 1, 1), str(year)) for year in range(self.first.year + 1, self.last.year + 1)]
        chosen = mondays if mondays and len(mondays) <= _MOST_TICKS else months or years
        step = -(-len(chosen) // _MOST_TICKS) or 1
        return [(self.place(day), name) for day, name in chosen[::step] if self.place(day) < 85]


def make_axis(days: Sequence[date]) -> Axis | None:
    """Return the axis that holds some days, with a little room; None where there are none."""
    return Axis(min(days), max(days)) if days else None


def read_day(text: object) -> date | None:
    """Return the day of an xsd:date; None where it is none that Python knows."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
