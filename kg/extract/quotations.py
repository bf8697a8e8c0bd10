"""Find quotations: which stretches of a text stand between quotation marks.

Only the marks and the characters beside them are read, in one pass. Curly, straight, single and double marks, marks
inside marks, and marks that nobody closed are dealt with; whether a quotation is somebody's utterance, a term of art
or a title is for `kg.extract.claims` to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Span

_MARKS = re.compile(r"[“”„‟\"«»‘’‚‛']")
_DOUBLE_OPEN, _DOUBLE_CLOSE, _DOUBLE_PLAIN = "“„‟«", "”»", '"'
_SINGLE_OPEN = "‘‚‛"
_BEFORE_OPENING = "([{—–-/“‘\"'„«"
_ELISION = re.compile(r"[’']?(?:em|til|tis|twas|cause|n|\d0s|\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks.

    `span` covers the marks, `content` what stands between them. `double` says whether the marks are double ones.
    `depth` is 0 for a quotation in no other. `closed` is False where the paragraph ends before a closing mark; the
    quotation then ends with the paragraph. `continues` says that the next paragraph opens with a mark and goes on
    with the same speech (The Chicago Manual of Style, 17th ed., 13.32).
    """

    span: Span
    content: Span
    double: bool
    depth: int = 0
    closed: bool = True
    continues: bool = False


@dataclass(slots=True)
class _Open:
    """A mark waiting for its partner; `holds_double` once a double quotation has been closed inside it."""

    start: int
    double: bool
    holds_double: bool = False


def split_paragraphs(text: str) -> Iterator[Span]:
    """Yield the paragraphs of a text, without the white space around them.

    A line break ends a paragraph unless the next line goes on in lower case, as in text wrapped by a mail program.

    >>> [p.of("One\\nline.\\n\\nTwo.") for p in split_paragraphs("One\\nline.\\n\\nTwo.")]
    ['One\\nline.', 'Two.']
    """
    start: int | None = None
    end = 0
    for line in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        body = line.group().strip()
        if not body:
            continue
        begin = line.start() + line.group().index(body[0])
        wrapped = start is not None and body[0].islower() and text.count("\n", end, begin) == 1
        if start is not None and not wrapped:
            yield Span(start, end)
        if not wrapped:
            start = begin
        end = begin + len(body)
    if start is not None:
        yield Span(start, end)


def _classify(text: str, at: int, bounds: Span) -> tuple[bool, bool]:
    """Say whether the mark at `at` can open and whether it can close a quotation."""
    mark = text[at]
    before = text[at - 1] if at > bounds.start else " "
    after = text[at + 1] if at + 1 < bounds.end else " "
    opens = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
    closes = not before.isspace() and not (after.isalnum() and before.isalnum())
    if mark in _DOUBLE_OPEN:
        # Some typesetters turn a closing mark round: “like this“ .
        return (opens or not closes or after.isalnum()), closes and not opens and not after.isalnum()
    if mark in _DOUBLE_CLOSE:
        return opens and not closes, True
    if mark == _DOUBLE_PLAIN:
        return opens or before.isspace(), not before.isspace() and not (opens and after.isalnum())
    if mark in _SINGLE_OPEN:
        return not (before.isalnum() or _ELISION.match(text, at + 1)), False
    if before.isspace() and _ELISION.match(text, at + 1):
        return False, False
    return mark == "'" and opens and after.isalnum(), closes and not after.isalnum()


def _find_in_paragraph(text: str, bounds: Span, *, next_opens: bool) -> list[Quotation]:
    marks = [(m.start(), *_classify(text, m.start(), bounds)) for m in _MARKS.finditer(text, bounds.start, bounds.end)]
    # Whether, before any single mark opens again, a single mark that can only close still comes: then an
    # apostrophe after a plural ("‘the workers’ rights’") is none that closes.
    more = [False] * (len(marks) + 1)
    for i in range(len(marks) - 1, -1, -1):
        at, opens, closes = marks[i]
        single = text[at] not in '“”„‟"«»'
        more[i] = more[i + 1] if not single else (closes and not opens) or (more[i + 1] and not opens)
    found: list[Quotation] = []
    stack: list[_Open] = []
    doubles = singles = 0
    for i, (at, opens, closes) in enumerate(marks):
        double = text[at] in '“”„‟"«»'
        is_open = doubles if double else singles
        if closes and is_open and not (opens and text[at] in _DOUBLE_OPEN):
            plural = not double and text[at - 1] in "sS" and re.match(r" [a-z]", text[at + 1 : at + 3])
            if plural and more[i + 1]:
                continue
            while stack[-1].double != double:  # an apostrophe taken for an opening mark, or a mark never closed
                doubles, singles = doubles - stack[-1].double, singles - (not stack[-1].double)
                stack.pop()
            start = stack.pop().start
            doubles, singles = doubles - double, singles - (not double)
            if start + 1 < at:
                found.append(Quotation(Span(start, at + 1), Span(start + 1, at), double))
            if double and stack:
                stack[-1].holds_double = True
        elif opens:
            stack.append(_Open(at, double))
            doubles, singles = doubles + double, singles + (not double)
    # A mark left open: the speech goes on in the next paragraph, or the printer lost the closing mark. Only the
    # innermost double one is believed, and none that holds a whole double quotation.
    last = next((o for o in reversed(stack) if o.double), None)
    if last and not last.holds_double and last.start + 1 < bounds.end:
        found.append(
            Quotation(
                Span(last.start, bounds.end), Span(last.start + 1, bounds.end), True, closed=False, continues=next_opens
            )
        )
    return found


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Find every quotation of a text, in reading order, in time linear in its length.

    Args:
        text: A document's text; offsets are code points of it.

    Returns:
        The quotations, outer before inner. None crosses a paragraph's end: a speech over several paragraphs is
        one quotation a paragraph, joined by `continues`. Apostrophes, lost marks and empty pairs are left out.

    >>> text = 'He said: “We heard ‘no’ twice. Don’t ask.”'
    >>> [(q.content.of(text), q.depth) for q in find_quotations(text)]
    [('We heard ‘no’ twice. Don’t ask.', 0), ('no', 1)]
    """
    paragraphs = list(split_paragraphs(text))
    found: list[Quotation] = []
    for i, bounds in enumerate(paragraphs):
        following = text[paragraphs[i + 1].start] if i + 1 < len(paragraphs) else ""
        found += _find_in_paragraph(text, bounds, next_opens=following in tuple('“„«"'))
    found.sort(key=lambda q: (q.span.start, -q.span.end))
    ends: list[int] = []
    nested: list[Quotation] = []
    for q in found:
        while ends and ends[-1] <= q.span.start:
            ends.pop()
        nested.append(Quotation(q.span, q.content, q.double, len(ends), q.closed, q.continues))
        ends.append(q.span.end)
    return tuple(nested)
