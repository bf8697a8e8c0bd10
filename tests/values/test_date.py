"""Dates of newspaper English: what they mean on the day of publication, and what is none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.values.calendar import make_day, make_interval, make_months, make_years
from kg.values.date import bound_event, clean_date, compare_dates, find_dates, read_norm, write_date

# A Wednesday: 2021-06-16.
WEDNESDAY = make_day(date(2021, 6, 16))

# (sentence, [(expression, norm), ...]) on that Wednesday.
CASES: list[tuple[str, list[tuple[str, str | None]]]] = [
    # Days of the week
    ("The judge ruled Wednesday that the order stands.", [("Wednesday", "2021-06-16")]),
    ("The judge ruled Thursday that the order stands.", [("Thursday", "2021-06-10")]),
    ("He said on Monday that the city would appeal.", [("Monday", "2021-06-14")]),
    ("The council will vote Monday.", [("Monday", "2021-06-21")]),
    ("A hearing is scheduled for Friday.", [("Friday", "2021-06-18")]),
    ("The judge gave the county until Friday to respond.", [("Friday", "2021-06-18")]),
    ("She ordered the agency to hand over the files by Friday.", [("Friday", "2021-06-18")]),
    ("The area was hit by Friday’s storm.", [("Friday", "2021-06-11")]),
    ("On Friday, the board will meet.", [("Friday", "2021-06-18")]),
    ("On Friday, the board met.", [("Friday", "2021-06-11")]),
    ("Police arrested him Tuesday night.", [("Tuesday night", "2021-06-15")]),
    ("The bill was signed late Tuesday.", [("late Tuesday", "2021-06-15")]),
    ("He was arrested last Friday.", [("last Friday", "2021-06-11")]),
    ("The trial starts next Tuesday.", [("next Tuesday", "2021-06-22")]),
    ("Early voting begins this Saturday.", [("this Saturday", "2021-06-19")]),
    ("In a Tuesday statement, the mayor denied it.", [("Tuesday", "2021-06-15")]),
    ("Tuesday’s hearing lasted an hour.", [("Tuesday", "2021-06-15")]),
    ("He was charged Monday and is due in court Friday.", [("Monday", "2021-06-14"), ("Friday", "2021-06-18")]),
    ("The panel meets every Monday.", []),
    ("The Sunday Times reported it.", []),
    ("The vote – Monday’s second – failed.", [("Monday", "2021-06-14")]),
    ("Open Monday-Friday from 9 to 5.", []),
    # Days with a month
    ("They are accepting applications through Aug. 1.", [("Aug. 1", "2021-08-01")]),
    ("The deal, which was signed by the United States, will keep it open until Aug. 1.", [("Aug. 1", "2021-08-01")]),
    ("We repeat our May request to meet.", [("May", "2021-05")]),
    ("Khan was charged with murder Jan. 10 and remains in custody.", [("Jan. 10", "2021-01-10")]),
    ("It was filed on January 10, 2020.", [("January 10, 2020", "2020-01-10")]),
    ("It was filed Friday, Jan. 10, 2020, in Ohio.", [("Friday, Jan. 10, 2020", "2020-01-10")]),
    ("He was arrested Dec. 5.", [("Dec. 5", "2020-12-05")]),
    ("The trial is set for Dec. 5.", [("Dec. 5", "2021-12-05")]),
    ("The law takes effect July 1.", [("July 1", "2021-07-01")]),
    ("The law took effect July 1.", [("July 1", "2020-07-01")]),
    ("before the Aug. 3 primary", [("Aug. 3", "2021-08-03")]),
    ("The Sept. 11 attacks changed that.", [("Sept. 11", "2001-09-11")]),
    ("It dates from 10 January 2020.", [("10 January 2020", "2020-01-10")]),
    ("They met on the 10th of May.", [("10th of May", "2021-05-10")]),
    ("The term ran Jan. 10-12, 2020.", [("Jan. 10-12, 2020", "2020-01-10/2020-01-12")]),
    ("It ran from Jan. 30-Feb. 2.", [("Jan. 30-Feb. 2", "2021-01-30/2021-02-02")]),
    ("Hearings were held on May 3, 4 and 6.", [("May 3", "2021-05-03"), ("4", "2021-05-04"), ("6", "2021-05-06")]),
    ("published 2020-02-03 in print", [("2020-02-03", "2020-02-03")]),
    ("dated 2/3/2020", [("2/3/2020", "2020-02-03")]),
    ("dated 25/12/19", [("25/12/19", "2019-12-25")]),
    ("on Feb. 30, 2020", [("Feb. 30, 2020", None)]),
    ("the morning of March 5", [("March 5", "2021-03-05")]),
    ("The emergency was expected to end on Dec. 15.", [("Dec. 15", "2020-12-15")]),
    ("His term was to end in August.", [("August", "2021-08")]),
    ("She was scheduled to appear in court Friday.", [("Friday", "2021-06-18")]),
    ("at around 1625 UTC", []),
    # Months
    ("He was charged last month.", [("last month", "2021-05")]),
    ("He was sentenced in March.", [("March", "2021-03")]),
    ("She took office in January 2019.", [("January 2019", "2019-01")]),
    ("She was elected in November.", [("November", "2020-11")]),
    ("Voters will decide in November.", [("November", "2021-11")]),
    ("He resigned last May.", [("last May", "2021-05")]),
    ("He resigned in late January.", [("late January", "2021-01")]),
    ("The May election was close.", [("May", "2021-05")]),
    ("between May and July 2019", [("May", "2019-05"), ("July 2019", "2019-07")]),
    ("The trial ran from November to January.", [("November", "2020-11"), ("January", "2021-01")]),
    ("It may end, and the march went on.", []),
    ("Theresa May said it. Later May resigned.", []),
    ("April Smith and August Wilson spoke.", []),
    ("January of last year was cold.", [("January of last year", "2020-01")]),
    # Weeks
    ("He said on Twitter this week that it passed.", [("this week", "2021-W24")]),
    ("The suit was filed last week.", [("last week", "2021-W23")]),
    ("A vote is expected next week.", [("next week", "2021-W25")]),
    ("She was named earlier this week.", [("earlier this week", "2021-W24")]),
    ("during the week of June 7", [("the week of June 7", "2021-W23")]),
    ("He was shot over the weekend.", [("the weekend", "2021-06-12/2021-06-13")]),
    ("Talks will continue this weekend.", [("this weekend", "2021-06-19/2021-06-20")]),
    # Years and longer
    ("He was deported last year.", [("last year", "2020")]),
    ("He re-entered the country after a plot in 2015.", [("2015", "2015")]),
    ("a 2018 law and the 2016 election", [("2018", "2018"), ("2016", "2016")]),
    ("in 2015, 2017 and 2019", [("2015", "2015"), ("2017", "2017"), ("2019", "2019")]),
    ("from 2015 to 2019", [("2015", "2015"), ("2019", "2019")]),
    ("the 2015-2019 plan", [("2015-2019", "2015/2019")]),
    ("in the 2019-20 school year", [("2019-20", "2019/2020")]),
    ("It killed 2000 people and cost $2015.", []),
    ("under Section 2015 and No. 2019-20", []),
    ("at 2020 Main Street", []),
    ("in the 1990s", [("1990s", "1990/1999")]),
    ("since the late ’90s", [("late ’90s", "1990/1999")]),
    ("in the 19th century", [("19th century", "1801/1900")]),
    ("by the end of the year", [("the end of the year", "2021")]),
    ("in fiscal year 2021", [("fiscal year 2021", "2020-10/2021-09")]),
    ("for FY22", [("FY22", "2021-10/2022-09")]),
    ("in the fall of 2019", [("fall of 2019", "2019-09/2019-11")]),
    ("Last summer, it burned.", [("Last summer", "2020-06/2020-08")]),
    ("in the third quarter of 2020", [("third quarter of 2020", "2020-07/2020-09")]),
    ("in the first half of 2020", [("first half of 2020", "2020-01/2020-06")]),
    ("earlier this year", [("earlier this year", "2021")]),
    ("the Clean Rivers Act of 1972, a 21st century law", []),
    ("the Ghost of Christmas Future", []),
    # Counted back
    ("two weeks ago", [("two weeks ago", "2021-W22")]),
    ("three days ago", [("three days ago", "2021-06-13")]),
    ("about six months ago", [("six months ago", "2020-12")]),
    ("five years ago", [("five years ago", "2016")]),
    ("yesterday and last night", [("yesterday", "2021-06-15"), ("last night", "2021-06-15")]),
    ("today announced", [("today", "2021-06-16")]),
    ("It happened on 9/11.", [("9/11", "2001-09-11")]),
    ("He left on Election Day.", [("Election Day", "2020-11-03")]),
    ("A rally will be held on Labor Day.", [("Labor Day", "2021-09-06")]),
    # No dates
    ("He was given two years in prison and three years of probation.", []),
    ("a 92-year-old woman, every single day, hours before, days later", []),
    ("over the past week and in the last year of his term", []),
    ("in recent years, in the coming weeks", []),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[sentence for sentence, _ in CASES])
def test_find_dates(sentence: str, expected: list[tuple[str, str | None]]) -> None:
    found = find_dates(sentence, WEDNESDAY)
    got = [(one.span.of(sentence), one.interval.norm if one.interval else None) for one in found]
    stripped = [(text.removeprefix("the "), norm) for text, norm in got]
    assert stripped == [(text.removeprefix("the "), norm) for text, norm in expected]


UNDATED = [
    ("a day with its year needs no publication", "Jan. 10, 2020", "2020-01-10"),
    ("a weekday needs one", "on Monday", None),
    ("a day without its year needs one", "Jan. 10", None),
    ("a year is a year", "in 2015", "2015"),
    ("last month needs one", "last month", None),
]


@pytest.mark.parametrize(("why", "text", "norm"), UNDATED, ids=[row[0] for row in UNDATED])
def test_without_publication(why: str, text: str, norm: str | None) -> None:
    (found,) = find_dates(text)
    assert (found.interval.norm if found.interval else None) == norm, why


BOUNDED = [
    ("a month of publication bounds last month", "last month", make_months(2020, 1), "2019-12"),
    ("a month of publication bounds a weekday", "on Monday", make_months(2020, 1), "2019-12-30/2020-01-27"),
    ("two days can agree on a day", "Jan. 10", make_interval(date(2020, 1, 18), date(2020, 1, 20)), "2020-01-10"),
    ("a year of publication bounds last year", "last year", make_years(2020), "2019"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "published", "norm"), BOUNDED, ids=[row[0] for row in BOUNDED])
def test_bounded_publication(why: str, text: str, published, norm: str) -> None:
    (found,) = find_dates(text, published)
    assert found.interval, why
    assert found.interval.norm == norm, why


EVENTS = [
    ("a deadline runs from the publication to its day", "must answer by Friday", "2021-06-16/2021-06-18"),
    ("since runs to the publication", "closed since 2015", "2015-01-01/2021-06-16"),
    ("after runs to the publication", "moved after May 3", "2021-05-03/2021-06-16"),
    ("in is the date itself", "moved in May", "2021-05"),
    ("before something past has no lower bound", "moved before May 3", None),
]


@pytest.mark.parametrize(("why", "text", "norm"), EVENTS, ids=[row[0] for row in EVENTS])
def test_bound_event(why: str, text: str, norm: str | None) -> None:
    (found,) = find_dates(text, WEDNESDAY)
    bound = bound_event(found, WEDNESDAY)
    assert (bound.norm if bound else None) == norm, why


COMPARED = [
    ("2020-01-10", "2020-01-10", "equal"),
    ("2020-01-10", "2020-01", "within"),
    ("2020", "2020-W03", "holds"),
    ("2019", "2020", "before"),
    ("2020-03", "2020-01-10", "after"),
    ("2020-W05", "2020-01", "overlaps"),
]


@pytest.mark.parametrize(("first", "second", "expected"), COMPARED)
def test_compare_dates(first: str, second: str, expected: str) -> None:
    assert compare_dates(read_norm(first), read_norm(second)) == expected


@pytest.mark.parametrize("norm", ["", "soon", "2020-13", "2020-W60", "2020-02-30", "2020/", "20200110x"])
def test_read_norm_refuses(norm: str) -> None:
    with pytest.raises(InputError, match="not the norm"):
        read_norm(norm)


def test_clean_and_write() -> None:
    cleaned = clean_date("Mon, 13 Jan 2020 10:00:00 GMT")
    assert cleaned
    assert cleaned.norm == "2020-01-13"
    literal = write_date(cleaned)
    assert literal is not None
    assert literal.toPython() == date(2020, 1, 13)
    assert write_date(read_norm("2020-W03")) is None


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(DAYS, DAYS)
def test_norms_round_trip(first: date, second: date) -> None:
    interval = make_interval(min(first, second), max(first, second))
    assert read_norm(interval.norm) == interval


WORDS = st.sampled_from(
    [
        "Monday",
        "last",
        "next",
        "this",
        "week",
        "month",
        "year",
        "Jan.",
        "May",
        "March",
        "10",
        "31",
        "12,",
        "2020",
        "2019-20",
        "in",
        "by",
        "the",
        "of",
        "since",
        "’90s",
        "two",
        "ago",
        "fall",
        "fiscal",
        "FY",
        "9/11",
        "2/3/20",
        "Q3",
        "and",
        "to",
        "-",
        "–",
        "quarter",
        "century",
        "21st",
        "Christmas",
        "§",
        "No.",
        "said",
        "will",
        "was",
        ".",
        "early",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS | st.text(max_size=8), max_size=40).map(" ".join), DAYS | st.none())
def test_any_text_gives_ordered_spans(text: str, published: date | None) -> None:
    end = 0
    for found in find_dates(text, make_day(published) if published else None):
        assert end <= found.span.start < found.span.end <= len(text)
        assert found.span.of(text) == found.span.of(text).strip()
        end = found.span.end


@given(DAYS)
def test_written_days_are_read(day: date) -> None:
    text = f"It was filed on {day:%B} {day.day}, {day.year}, in court."
    (found,) = find_dates(text)
    assert found.interval == make_day(day)


@given(DAYS, DAYS)
def test_weekdays_never_lie_ahead_of_what_is_reported(published: date, day: date) -> None:
    (found,) = find_dates(f"He said it on {day:%A}.", make_day(published))
    assert found.interval
    assert 0 <= (published - found.interval.earliest).days < 7
    assert found.interval.earliest.weekday() == day.weekday()
