"""What stands around a claim: its span and kind, its evidence, channel, addressee, certainty and date."""

from datetime import date, timedelta

from kg.extract.content_frames import Content
from kg.extract.speakers import make_subject
from kg.extract.speech import load_speech
from kg.extract.units import FINITE, Unit, has_finite_verb, is_date
from kg.extract.verbs import Verb
from kg.model import Interval, MentionType, Span

_TRIM_END = " \t\r\n.,;:—–-"
_CLOSING = '”"»'


def trim_content(text: str, unit: Unit, content: Content) -> Span | None:
    """The content's span without the marks around it and the stop or comma that ends it."""
    start = unit.tokens[content.start].span.start
    end = unit.tokens[min(content.end, len(unit.tokens)) - 1].span.end
    return trim_span(text, unit, start, end)


def trim_span(text: str, unit: Unit, start: int, end: int) -> Span | None:
    """The span less the marks around it and the stop or comma that ends it; None where nothing is left."""
    while end > start and text[end - 1] in _TRIM_END:
        end -= 1
    spans = [q.span for q in unit.quotations]
    whole = next((s for s in spans if s.start == start and s.end >= end), None)
    if whole is not None:
        quotation = next(q for q in unit.quotations if q.span is whole)
        start, end = quotation.content.start, min(end, quotation.content.end)
        while end > start and text[end - 1] in " ,;:\t\r\n":
            end -= 1
    elif end > start and text[end - 1] in _CLOSING and any(s.end == end for s in spans):
        end -= 1
        while end > start and text[end - 1] in _TRIM_END:
            end -= 1
    while start < end and text[start] in " \t\r\n,:;":
        start += 1
    return Span(start, end) if end > start else None


def find_kind(unit: Unit, span: Span) -> str:
    """Whether a content is a quote, a paraphrase, or mixed."""
    for quotation in unit.quotations:
        if quotation.content.start <= span.start and span.end <= quotation.content.end:
            return "quote"
    return "mixed" if any(q.span.overlaps(span) for q in unit.quotations) else "paraphrase"


def find_evidence(unit: Unit, *spans: Span | None) -> Span:
    """The sentences that hold the given spans, as one span."""
    held = [s for s in unit.sentences for span in spans if span is not None and s.overlaps(span)]
    return Span(min(s.start for s in held), max(s.end for s in held)) if held else unit.span


def find_attribution(text: str, unit: Unit, verb: Verb, span: Span) -> str:
    """The verb's sentence without what was said."""
    start = unit.tokens[unit.first[verb.at]].span.start
    end = unit.tokens[unit.find_sentence_end(verb.at) - 1].span.end
    if span.end <= unit.tokens[verb.at].span.start:
        return text[max(start, span.end) : end]
    # What follows the content belongs to another clause, or to what was said.
    return text[start : min(end, span.start)] if span.start > start else text[span.end : end]


def find_interview(unit: Unit, verb: Verb, content: Content) -> str | None:
    """Something told to a news organisation is taken as an interview."""
    if verb.row.id != "tell" or content.addressee is None:
        return None
    for i in range(*content.addressee):
        mention = unit.name[i]
        if mention is not None and mention.type is MentionType.NEWS_ORGANISATION:
            return "interview"
    return None


def find_addressee(unit: Unit, tokens: tuple[int, int] | None) -> str | None:
    """The entity that a noun group's head names: nobody for "a news conference in Albany"."""
    mention = make_subject(unit, *tokens).mention if tokens else None
    return mention.entity if mention else None


def find_certainty(unit: Unit, verb: Verb, content: Content) -> str:
    """How sure the claim is: asserted, hedged by its main verb, or reported at second hand."""
    parts = load_speech().parts
    around = {unit.low(i) for i in range(verb.group, verb.after)} | {
        unit.low(i) for i in range(verb.group - 3, verb.group)
    }
    if verb.row.certainty:
        return verb.row.certainty
    if around & parts["hearsay"] or {"quoted", "as"} <= around:
        return "reported"
    for i in range(content.start, content.end):
        if unit.low(i) in parts["hedge"] and not (
            unit.low(i) == "may" and unit.tokens[i].text[0].isupper() and i > content.start + 1
        ):
            return "hedged"
        if i > content.start and unit.pos(i) in FINITE | {"VB"} and unit.pos(i) != "MD":
            # The main verb is reached: only "appears to" after it may hedge.
            return "hedged" if unit.low(i) in parts["hedge"] else "asserted"
    return "asserted"


def find_interval(unit: Unit, verb: Verb, content: Content) -> Interval | None:
    """The date beside the verb, in its sentence and outside what was said."""
    begin, end = unit.first[verb.at], unit.find_sentence_end(verb.at)
    spots = sorted(range(begin, end), key=lambda i: abs(i - verb.at))
    for i in spots:
        if i < verb.at and has_finite_verb(unit, begin, min(i, verb.group)):
            continue  # it belongs to an earlier clause: "hours after the raid ended on Friday, the sheriff said"
        if content.start <= i < content.end or not is_date(unit, i) or abs(i - verb.at) > 16:
            continue
        mention = unit.name[i]
        interval = read_interval(mention.norm) if mention is not None and mention.norm else None
        if interval is not None:
            return interval
    return None


def read_interval(norm: str) -> Interval | None:
    """Return the bounds that a date's ISO 8601 form means, or None for a form that gives none.

    >>> bounds = read_interval("2020-02")
    >>> str(bounds.earliest), str(bounds.latest)
    ('2020-02-01', '2020-02-29')
    """
    first, _, last = norm.partition("/")
    if last:
        low, high = read_interval(first), read_interval(last)
        return Interval(low.earliest, high.latest, norm) if low and high and low.earliest <= high.latest else None
    try:
        if "W" in norm:
            day = date.fromisoformat(norm)
            return Interval(day, day + timedelta(days=6), norm)
        pieces = [int(piece) for piece in norm.split("-")]
        if len(pieces) == 1:
            return Interval(date(pieces[0], 1, 1), date(pieces[0], 12, 31), norm)
        if len(pieces) == 2:
            following = date(pieces[0] + pieces[1] // 12, pieces[1] % 12 + 1, 1)
            return Interval(date(pieces[0], pieces[1], 1), following - timedelta(days=1), norm)
        day = date(*pieces)
    except (ValueError, TypeError):
        return None
    return Interval(day, day, norm)
