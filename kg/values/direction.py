"""Whether the words around a date look back or ahead: "was charged Monday", "is due in court Monday".

The nearest cue to the left in the sentence decides, then the nearest to the right. This is no parser: it is the one
question that a year or a week left unsaid depends on.
"""

import re
from enum import IntEnum


class Direction(IntEnum):
    """Where a date lies, seen from the publication; UNKNOWN without a cue, PLANNED for "was expected to end in May"."""

    PAST = -1
    UNKNOWN = 0
    FUTURE = 1
    PLANNED = 2


_FUTURE = (
    r"(?:will|won[’']t|[’']ll|shall|would|can|may|could|should|must)(?: not| also| likely| already| soon| still"
    r"| probably| then| only| never| no longer)*(?: be(?: \w+)?| have(?: been)? \w+)?|upcoming|"
    r"(?:expected|scheduled|slated|set|due|planned|is|are|wants?|ordered|asked)(?: \w+)? to be(?: \w+)?"
    r"|scheduled|slated|due|tentatively|expected to|expects? to|planned for"
    r"|plan(?:s|ning)? to|planned to|intends? to|hopes? to|aims? to|(?:is|are|be|been|was|were) (?:set|due) (?:to|for)"
    r"|set for|postponed (?:to|until)|delayed until|extended (?:to|until|through)|moved to|is to|are to|deadline"
    r"|begins|starts|opens|expires|ends|convenes|meets|resumes|retires|leaves|closes|launches|lapses|kicks off"
    r"|steps down|heads? to|returns? to|return(?= $)|takes (?:effect|office)"
    r"|take (?:effect|office)"
    r"|go(?:es)? into effect|goes? to (?:trial|court)|effective|ahead of|in time for|no later than"
    r"|(?:is|are|isn[’']t|aren[’']t) (?:not )?(?:sending|holding|planning|meeting|going|starting|beginning|leaving)"
    r"|(?:go(?:es)?|comes?) (?:out|up|due)|[’']d (?!been\b|had\b|better\b|\w+ed\b)[a-z]+"
    r"|(?:stop|block|halt|delay|postpone|cancel|prevent)(?= (?:the|a|an|its|their|that) $)"
    r"|to (?:appear|be sentenced|be arraigned|be held|stand trial|return to court|testify|meet|respond|comply|convene)"
)
_NOT_PAST = (
    r"need|speed|feed|bleed|indeed|exceed|proceed|succeed|seed|weed|breed|greed|united|sacred|hundred|naked|wicked"
    r"|unprecedented|limited|red|bed|shed|reed|deed|heed|embed|unauthorized|undocumented|so-called|armed|related"
)
_PAST = (
    r"was|were|wasn[’']t|weren[’']t|did|didn[’']t|had|hadn[’']t|has|have|hasn[’']t|haven[’']t|said|says|told|wrote"
    r"|sent|took|came|went|began|made|gave|held|found|struck|shot|left|got|saw|met|won|lost|ran|led|spoke|sought|brought"
    r"|bought|paid|put|kept|fell|rose|grew|drew|swore|withdrew|overturned|upheld|overrode|broke|chose|sued|became|heard"
    r"|thought|taught|caught|fought|read out|hit|cut|built|dealt|died|stood|threw|knew|sat|shook|laid|fled|stole|born"
    rf"|(?!(?:{_NOT_PAST})\b)[a-z][a-z-]+ed"
)
_CUES = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))\b")
_SITTING = re.compile(
    r"\b(?:set|sets|setting|scheduled|schedules|called|calls|calendared)\b[^.;]{0,60}"
    r"\b(?:hearings?|trial|vote|election|sentencing|arraignment|conference|meeting|session|arguments?)\b"
    r"[^.;]{0,50} for $"
)
"""A sitting set for a day: the day lies ahead of the setting."""
_DEADLINE = re.compile(r"\b(?:by|until|till|no later than|on or before)(?: the end of| the| at least| its)? $", re.I)
_BEFORE_ACT = re.compile(r"\bto (?!have\b)[^.;]{1,80}\b(?:before|ahead of) $")
"""What somebody is to do before a day, whatever the tense of who says so: "begged them to leave before May"."""
_FRONTED = re.compile(r"(?:^|\bthat |[,:] )(?:[Ff]rom|[Ss]tarting|[Bb]eginning|[Ee]ffective|[Aa]s of)(?: on)? $")
_AHEAD = re.compile(r"(?:[’']s)? (?:planned|proposed|scheduled|expected|upcoming|deadline|target|start date)\b")
_FINITE = re.compile(r"will|won[’']t|[’']ll|shall|is|are|begins|starts|opens|expires|ends|takes")
_SURE = re.compile(r"will|won[’']t|[’']ll|shall|must")
_STOP = re.compile(r"[.!?][”’\"')]*\s+(?=[“\"‘A-Z])|\n")
_REACH = 240
_ABBREVIATIONS = re.compile(
    r"\b(?:[A-Z]|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Gov|Sen|Rep|Mr|Mrs|Ms|Dr|St|Lt|Gen|Sgt|Col|Rev|Jr|Sr|No|vs?)$"
)


def _find_cue(match: re.Match[str]) -> Direction:
    return Direction.FUTURE if match.group("future") else Direction.PAST


def _cut_before(text: str, start: int) -> str:
    """Return the sentence so far: from the last full stop, not one after an abbreviation, up to `start`."""
    left = text[max(0, start - _REACH) : start]
    cut = 0
    for stop in _STOP.finditer(left):
        if stop.group() == "\n" or not _ABBREVIATIONS.search(left[: stop.start()]):
            cut = stop.end()
    return left[cut:]


def _find_right(text: str, end: int) -> re.Match[str] | None:
    """Return the first cue after a date in its sentence."""
    right = text[end : end + _REACH]
    stop = _STOP.search(right)
    return _CUES.search(right[: stop.start()] if stop else right)


def guess_direction(text: str, start: int, end: int) -> Direction:
    """Say whether the date at text[start:end] lies before or after the publication, by the words around it.

    >>> text = "He was charged Monday and is due in court Friday."
    >>> guess_direction(text, 15, 21), guess_direction(text, 42, 48)
    (<Direction.PAST: -1>, <Direction.FUTURE: 1>)
    """
    left = _cut_before(text, start)
    cues = list(_CUES.finditer(left))
    finished = re.search(r"\b(?:had|was|were) (?:been |already )?\w+ed\b", left) or text.startswith(("’s", "'s"), end)
    if cues and not finished and _DEADLINE.search(left):
        # A law "requires that notices go out by" a day, a board "put it off until" one: the nearest such day.
        sure = cues[-1].group("future") and _SURE.match(cues[-1].group())
        return Direction.FUTURE if sure else Direction.PLANNED
    if _BEFORE_ACT.search(left) or _AHEAD.match(text, end):
        return Direction.PLANNED
    if _FRONTED.search(left) and (cue := _find_right(text, end)) and cue.group("future"):
        return Direction.FUTURE
    if _SITTING.search(left):
        return Direction.FUTURE
    if re.search(r"\bthrough(?: at least)? $", left):
        return Direction.PLANNED
    if re.search(r"\bsince $", left):
        return Direction.PAST
    if cues:
        last = cues[-1]
        if last.group("future") and re.search(
            r"\b(?:(?:was|were|had been)(?: \w+)?|originally|initially|previously) $", left[: last.start()]
        ):
            return Direction.PLANNED
        if re.match(r"was|were", last.group()) and re.match(r" to\b", left[last.end() :]):
            return Direction.PLANNED
        # "had planned to": the verb that follows lies ahead of the one that reports it.
        if last.group() in ("expected", "planned", "scheduled", "slated"):
            return (
                Direction.PLANNED
                if re.search(r"\b(?:was|were|had)(?: been)? $", left[: last.start()])
                else Direction.FUTURE
            )
        return _find_cue(last)
    cue = _find_right(text, end)
    if cue and cue.group("future") and not _FINITE.match(cue.group()):
        return Direction.UNKNOWN  # "the July request to meet" looks nowhere
    return _find_cue(cue) if cue else Direction.UNKNOWN
