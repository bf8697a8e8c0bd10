"""Whether a form that looks like a date is one in its place: "May" the month or the verb, 2015 the year or a count."""

import re

_UNITS = (
    r"people|persons|men|women|children|residents|inmates|prisoners|detainees|migrants|immigrants|refugees|workers"
    r"|employees|jobs|students|teachers|voters|votes|ballots|cases|deaths|troops|soldiers|officers|agents|members|homes"
    r"|houses|units|beds|acres|miles|feet|pounds|dollars|euros|tons|tonnes|barrels|gallons|hours|minutes|days|weeks"
    r"|months|years|times|percent|meters|metres|kilometers|kilometres|km|others|more|families|households|patients"
    r"|protesters|demonstrators|pages|signatures|complaints|applications|respondents|adults|attendees|points|customers"
    r"|vehicles|cars|guns|firearms|rounds|copies|delegates|seats|megawatts|square|individuals|civilians|doses|tests"
)
_COUNTED = re.compile(rf"[\s-](?:(?:[a-z]+\s)?(?:{_UNITS})\b|(?:page|member|person|mile|foot|seat|bed|acre|year)\b)")
_COUNTED_DIRECTLY = re.compile(rf"\s(?:{_UNITS})\b")
_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_NUMBERED = re.compile(
    r"(?:§+|[Ss]ections?|[Ss]ec\.|Titles?|Chapter|Rule|Nos?\.|[Nn]umbers?|#|[$€£]|H\.R\.|S\.|Res\.|[Bb]ills?|Order"
    r"|Resolution|Ordinance|Proclamation|Proposition|Prop\.|Law|P\.L\.|Route|Highway|Room|Suite|Box|Forms?|Part|Docket"
    r"|Case|Article|U\.S\.(?:C\.)?|C\.F\.R\.|F\.\dd|HB|SB|AB|HR|LB|LD|Unit|Channel|Flight|Measure|Amendment"
    r"|\b(?:about|nearly|approximately|almost|over|roughly|some|most|least|exactly|only"
    r"|(?<!later )(?<!earlier )than))\s*$"
)
_YEAR_LEFT = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|during|before|after|through|between|to|late|early|mid|the|an?|this|that|its"
    r"|his|her|their|our|my|year|years|[Ee]lection|for|circa|around|as|on|with|under|versus|vs\.|into|spring|summer"
    r"|fall|autumn|winter|back|than|per|via|new|class)[\s-]|[’']s?\s|[(\[]|[A-Za-z’']{3},\s|\s[–—]\s?|—|:\s"
    rf"|{_MONTHS},?\s)$",
    re.I,
)
_YEAR_NOUN = re.compile(r"\b(?:an?|the|his|her|its|their|this|that|our|my|[A-Za-z]+[’']s?)(?:\s[a-z-]{3,}){1,3}\s$")
_YEAR_LIST = re.compile(r"(?:1[4-9]|20)\d\d(?:,\sand|,\sor|,|\s(?:and|or|to|through|vs\.)|\s&)\s$")
_YEAR_START = re.compile(r"\s(?:was|is|will|saw|marked|brought|has|had|and\s(?:19|20)\d\d)\b")
_STREET = re.compile(
    r"\s(?:[NSEW]\.?\s)?[A-Z][\w.]*\s(?:[A-Z]\w+\s)?(?:St|Street|Ave|Avenue|Road|Rd|Blvd|Drive|Way|Lane)\b"
)
_MONTH_LEFT = re.compile(
    rf"(?:\b(?:in|since|until|till|by|of|from|through|throughout|during|before|after|between|for|to|last|next|this|late"
    rf"|early|mid|as of|every)[\s-]|{_MONTHS}(?:,?\s(?:and|or|to|through)|,)\s)$",
    re.I,
)
_SURE_MONTH_LEFT = re.compile(r"\b(?:in|since|until|last|next|this|late|early|mid|during|through)[\s-]$", re.I)
_MONTH_NOUN = re.compile(r"\b(?:an?|the|his|her|its|their|our|my|your|this|[A-Za-z]+[’']s?)\s$", re.I)
_NAMED_MAY = re.compile(
    r"\b(?:(?!The|This|That|Last|Next|In|By|Since|Until|From|And|On)[A-Z][a-z]+|Mrs?\.|Ms\.|Dr\.)\sMay\b(?!\s\d)"
)
_RECURRING = re.compile(
    r"(?:\b(?:every(?:\s(?:other|first|second|third|fourth|last))?|each|any|one|alternate|(?:on|of|like)\san?|Good|Super|Ash|Easter|Cyber|Palm|Bloody|Giving|Holy|Fat|Ruby"
    r"|[Cc]asual|Girl|Black|the\s(?:first|second|third|fourth|final))\s|[’'])$"
)
_DAYNAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_STRETCH_LEFT = re.compile(rf"{_DAYNAME}\s?[-–]\s?$")
_STRETCH_RIGHT = re.compile(rf"\s?[-–]\s?{_DAYNAME}\b")
_PAPER = re.compile(r"\s(?:Times|Telegraph|Mirror|Express|Mail|Herald|School|Night\s(?:Live|Football|Fever)|school\b)")
_POSSESSED = re.compile(r"(?:\b(?:the|his|her|their|its|our|my|your|every|final|very)|[’']s)\s$", re.I)
_ROLLING = re.compile(r"\b(?:over|in|during|for|within|throughout|of|into|spanning|covering)\s$", re.I)
_SEASON_LEFT = re.compile(
    r"\b(?:in|by|since|until|during|through|before|for|this|over)\s(?:the\s)(?:(?:early|late|mid)[\s-])?$", re.I
)
_SEASON_BARE = re.compile(r"\b(?:by|since|until|early|late|mid)[\s-]$", re.I)
_BRITISH_LEFT = re.compile(r"\b(?:on|by|until|since|from|before|after|of|the|between|and|to|dated|day,)\s$", re.I)
_QUARTER_LEFT = re.compile(r"\b(?:in|for|of|during|by|through|since)\s(?:the\s)?(?:its\s)?$", re.I)
_KEEPSAKE = re.compile(
    r"\s(?:tree|card|part(?:y|ies)|gift|present|carol|shopping|lights|dinner|market|music|song|movie|Future|Past|Carol|Story)s?\b"
)
_REACH = 40


def _is_month(match: re.Match[str], left: str, right: str) -> bool:
    name = match["m"].rstrip(".")
    if len(name) < 4 and name.title() != "May":
        return bool(_MONTH_LEFT.search(left)) and match["m"].endswith(".")
    begun = match.start("m") - match.start()
    if begun:  # "late January", "mid-May"
        return True
    followed = re.match(r"\s[A-Z][a-z]", right) and not re.match(
        r"\s(?:[A-Z][a-z]+day|Special|General|Primary)\b", right
    )
    if name.title() == "May":
        sure = _SURE_MONTH_LEFT.search(left)
        named = _NAMED_MAY.search(match.string)
        wide = _MONTH_LEFT.search(left) or (_MONTH_NOUN.search(left) and re.match(r"\s[a-z]", right))
        return bool(sure or (wide and not named and not followed))
    if name.title() == "March":
        return bool(
            _MONTH_LEFT.search(left) or (_MONTH_NOUN.search(left) and re.match(r"\s[a-z]+(?!\s(?:on|for)\b)", right))
        )
    if name.title() in ("April", "June", "August"):
        return bool(_MONTH_LEFT.search(left)) or not followed
    return True


def _is_year(left: str, right: str) -> bool:
    if re.match(r"\s(?:UTC|GMT|hours\b|local time|E[SD]T)", right):
        return False
    if re.search(r"\b(?:Acts?|Resolution|Amendments?|Code|Treaty|Statute)\sof\s$", left):
        return False  # the year is part of an instrument's name
    if _NUMBERED.search(left) or _COUNTED.match(right) or _STREET.match(right):
        return False
    if re.search(r"\b(?:and|or|,)\s$", left) and not _YEAR_LIST.search(left):
        return bool(re.search(r"[a-z’'.]{2},\s$", left)) and not re.match(r"\s[a-z]+s\b", right)
    if re.search(r"(?:^|[.!?”\"]\s+|\n\s*)$", left):
        return bool(_YEAR_START.match(right))
    return bool(_YEAR_LEFT.search(left) or _YEAR_LIST.search(left) or _YEAR_NOUN.search(left))


def _is_season(match: re.Match[str], left: str, right: str) -> bool:
    if match.groupdict().get("y") or match["r"]:
        return True
    if shift := match["s"]:
        return not _POSSESSED.search(left) and shift.lower() not in ("past", "coming")
    if re.match(r"\sof\b", right):
        return False
    if match.start("e") > match.start() and re.search(r"\bin $", left):
        return True  # "in late summer"; "in summer" is any summer
    return bool(_SEASON_LEFT.search(left)) or (
        match["e"].lower() != "fall" and match["e"].islower() and bool(_SEASON_BARE.search(left))
    )


def is_date(kind: str, match: re.Match[str]) -> bool:
    """Say whether a match of a row of `date_wording` names a date where it stands."""
    text = match.string
    left, right = text[max(0, match.start() - _REACH) : match.start()], text[match.end() : match.end() + _REACH]
    match kind:
        case "bare_month":
            return _is_month(match, left, right)
        case "year":
            return match.start("y") != match.start() or _is_year(left, right)
        case "years" | "month" if _NUMBERED.search(left):
            return False
        case "years":
            return not re.search(r"[\w./-]$", left)
        case "weekday":
            return not (
                _RECURRING.search(left)
                or _PAPER.match(right)
                or _is_nth_weekday(left, right)
                or _STRETCH_LEFT.search(left)
                or _STRETCH_RIGHT.match(right)
            )
        case "relative":
            loose = (match["s"] or "").lower() in ("last", "next", "past", "coming") and match.start(
                "s"
            ) == match.start()
            return not (loose and (_POSSESSED.search(left) or match["s"].lower() in ("past", "coming")))
        case "season":
            return _is_season(match, left, right)
        case "quarter":
            dated = match.groupdict().get("y") or match.groupdict().get("r") or text[match.start()] == "Q"
            return bool(dated) or (bool(_QUARTER_LEFT.search(left)) and not re.match(r"\sof\b|-century", right))
        case "day" if match.groupdict().get("british") is not None:
            written = match["y"] or match["r"] or " of " in match.group() or match.group("w")
            ordinal = re.search(r"\d(?:st|nd|rd|th)", match.group())
            return not _NUMBERED.search(left) and bool(written or ordinal or _BRITISH_LEFT.search(left))
        case "day" | "week" if match.groupdict().get("m"):
            if re.search(r"\bthe \d+(?:st|nd|rd|th)$", match.group()) and re.match(r"\s[A-Z]", right):
                return False  # "In June the 9th Circuit ruled"
            return bool(match["y"]) or not _COUNTED_DIRECTLY.match(right)
        case "century":
            placed = re.search(r"\b(?:in|of|since|during|from|early|late|mid|until|by)(?:\sthe)?[\s-]$", left)
            return bool(placed or match.start("c") != match.start())
        case "anaphoric":
            return not (match["s"].lower() == "next" and match["u"] != "day" and _ROLLING.search(left))
        case "holiday":
            national = re.match(r"Independence|Constitution|Veteran|Flag", match["h"]) and re.search(
                r"[A-Z]\w+\s$", left
            )
            return not (national or _KEEPSAKE.match(right))
    return True


def _is_nth_weekday(left: str, right: str) -> bool:
    """Say whether "last Monday" is the last of a month ("the last Monday in May"), a rule and no day."""
    return bool(re.search(r"\bthe\s$", left, re.I) and re.match(rf"\s(?:in|of)\s(?:{_MONTHS}|each|the|every)", right))
