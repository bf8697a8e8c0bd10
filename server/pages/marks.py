"""Mark stretches of a text in HTML: stretches may nest and may cross, and the text can never become markup."""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text, offsets in code points, and how it is shown.

    `kind` becomes its class. `target` is the id of the card it leads to, "" for none; `label` says in words what it
    is. `id` is its own id in the page.
    """

    start: int
    end: int
    kind: str
    id: str
    target: str = ""
    label: str = ""
    sign: str = ""


def write_marked(text: str, marks: Sequence[Mark]) -> Markup:
    """Return a text as HTML paragraphs with its marks.

    A mark that holds no other mark with a target is a link itself. One that holds others is drawn around them, and
    begins with its `sign` as the link, since links must not nest. A mark crossed by another or by the end of a
    paragraph goes on in a second piece, without id and link.

    >>> print(write_marked("a <b> c", [Mark(2, 5, "claim", "m1", "c1", "Claim")]))
    <p dir="auto">a <a class="mark claim" id="m1" href="#c1" aria-label="Claim: &lt;b&gt;">&lt;b&gt;</a> c</p>
    """
    kept = sorted(
        {mark for mark in marks if 0 <= mark.start < mark.end <= len(text)},
        key=lambda mark: (mark.start, -mark.end, bool(mark.target), not mark.sign, mark.id),
    )
    leaves = _find_leaves(kept)
    return Markup("\n").join(_write_paragraph(text, start, end, kept, leaves) for start, end in _split(text))


def _find_leaves(kept: Sequence[Mark]) -> set[Mark]:
    """Return the marks with a target inside which no other mark begins or ends, so that each can be one link."""
    ends, leaves = list[int](), set[Mark]()
    for place, mark in enumerate(kept):
        crossed = bisect_right(ends, mark.start) < bisect_left(ends, mark.end)
        holds = place + 1 < len(kept) and kept[place + 1].start < mark.end
        if mark.target and not crossed and not holds:
            leaves.add(mark)
        insort(ends, mark.end)
    return leaves


def _split(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between line breaks, without the white space around these."""
    begin = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    for found in _BREAK.finditer(text, begin, end):
        yield begin, found.start()
        begin = found.end()
    yield begin, end


def _write_paragraph(text: str, start: int, end: int, kept: Sequence[Mark], leaves: set[Mark]) -> Markup:
    inside = [mark for mark in kept if mark.start < end and start < mark.end]
    cuts = sorted({start, end, *(cut for mark in inside for cut in (mark.start, mark.end) if start < cut < end)})
    out, open_marks, tags = [Markup('<p dir="auto">')], list[Mark](), list[str]()
    for here, there in pairwise(cuts):
        wanted = [mark for mark in inside if mark.start <= here and there <= mark.end]
        same = 0
        while same < min(len(wanted), len(open_marks)) and wanted[same] == open_marks[same]:
            same += 1
        out += [Markup("</{}>").format(tag) for tag in reversed(tags[same:])]
        del tags[same:]
        for mark in wanted[same:]:
            linked = mark.start == here and mark in leaves
            tags.append("a" if linked else "span")
            out.append(_open(mark, mark.start == here, text, linked))
        out.append(escape(text[here:there]))
        open_marks = wanted
    out += [Markup("</{}>").format(tag) for tag in reversed(tags)]
    return Markup("").join(out) + Markup("</p>")


def _open(mark: Mark, first: bool, text: str, linked: bool) -> Markup:
    if not first:
        return Markup('<span class="mark {}">').format(mark.kind)
    words = " ".join(f"{mark.label}: {text[mark.start : mark.end]}".split())
    if linked:
        return Markup('<a class="mark {}" id="{}" href="#{}" aria-label="{}">').format(
            mark.kind, mark.id, mark.target, words
        )
    span = Markup('<span class="mark {}" id="{}">').format(mark.kind, mark.id)
    if not mark.target:
        return span
    handle = Markup('<a class="handle {}" href="#{}" aria-label="{}">{}</a>')
    return span + handle.format(mark.kind, mark.target, words, mark.sign or "•")
