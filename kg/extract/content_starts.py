"""Where what is said begins to the right of its verb: a quotation, a clause, a colon."""

from kg.extract.speech import load_speech
from kg.extract.units import ATTACHING, BE, FINITE, SUBORDINATE, Unit, find_noun_end, has_finite_verb
from kg.extract.verbs import skip_time
from kg.model import Level, MentionType

_PREPOSITIONS = ATTACHING | frozenset(("by", "during", "through", "via", "from", "before", "after", "as", "following"))

_FIRST = frozenset(("DT", "PRP", "PRP$", "NN", "NNS", "NNP", "CD", "EX", "JJ"))


def starts_clause(unit: Unit, start: int, end: int, *, strict: bool = False) -> bool:
    """Whether a clause with a subject and a finite verb begins at `start`; `strict` trusts no past participle."""
    if start >= end or unit.tokens[start].text in ".,;:)?!":
        return False
    low, pos = unit.low(start), unit.pos(start)
    if (
        pos in ("IN", "TO")
        and low not in SUBORDINATE
        and low not in ("that", "if", "in", "under", "at", "by", "with", "for")
    ):
        return False
    if low == "at" and unit.low(start + 1) in ("least", "most"):
        return starts_clause(unit, start + 2, end, strict=strict)
    if low in ("whether", "why", "how") or (strict and pos in ("WP", "WRB")):
        return False
    if pos in ("VBD", "MD", "CC", "POS") or (pos in ("VBZ", "VBP") and low not in ("is",)):
        return False
    if not strict and start + 1 < end and low in ("he", "she", "they", "we", "i", "there", "it"):
        # A pronoun that can only be a subject; "it" may be an object: "said it in court".
        return low != "it" or unit.pos(start + 1) not in ("IN", ",", ".", "TO", "RB")
    seen, relatives, asides = False, 0, 0
    for i in range(start, end):
        if unit.quote[i] < 0 and i > start:
            if unit.low(i) in (":", ";"):
                return False
            noun = unit.pos(i - 1).startswith("NN") or unit.low(i - 1) == ","
            relative = unit.pos(i) in ("WDT", "WP") or (unit.low(i) in ("that", "where") and noun)
            if relative or (strict and unit.low(i) in SUBORDINATE and unit.pos(i) in ("IN", "WRB")):
                relatives += 1  # its verb is not the clause's
            if unit.low(i) == "," and not relatives and low not in SUBORDINATE and pos not in ("IN", "RB"):
                nested = unit.low(i + 1) in ("which", "who", "whose", "where", "a", "an", "the", "once", "when", "if")
                before = unit.name[i - 1]
                named = before is not None and before.level is Level.NAME
                if (not nested and not asides) or (strict and not asides and not (nested and named)):
                    return False
                asides = asides - 1 if asides and not nested else asides + 1
            if strict and unit.pos(i) == "VBG" and (unit.pos(i - 1) == "IN" or unit.low(i) in load_speech().by_word):
                return False  # "answered critics by saying", "posted a message announcing"
        if unit.pos(i).startswith(("NN", "PRP", "CD", "EX", "DT", "WP", "VBG")) or unit.name[i] is not None:
            seen = True
        if seen and i > start and unit.opens(i) and unit.find_closing(i) - i > 3 and not strict and not relatives:
            return pos != "IN"  # "said the claim “borders on the absurd”", whatever the tags inside
        lead = i - 2 if unit.pos(i - 1) == "RB" else i - 1
        bare_verb = unit.pos(i) == "VB" and lead >= start and unit.pos(lead).startswith("NN")  # "a deputy let them in"
        passive = unit.low(i + 1) == "by" and unit.pos(i + 2) != "CD"
        participle = (unit.pos(i) == "VBN" or bare_verb) and not strict and not passive
        if unit.pos(i) == "VB" and lead >= start and unit.pos(lead) == "NNS":
            participle = True  # "most voters oppose the tax"
        if strict and unit.pos(i) == "VBN" and unit.pos(i + 1) == "TO" and unit.pos(i - 1) == "NNP":
            participle = True  # "announced Roe intended to appeal"
        if seen and i > start and (unit.pos(i) in FINITE or unit.low(i) in BE or participle):
            bare = strict and unit.pos(i - 1) == "PRP" and i - 2 > start and unit.pos(i - 2).startswith("NN")
            joined = "CC" in (unit.pos(i - 1), unit.pos(i - 2) if unit.pos(i - 1) == "RB" else "")
            if bare or joined or unit.low(i - 1) == "to":
                return False  # "reported the theft and left": the verb's subject is the speaker
            if relatives:
                relatives -= 1
                continue
            return pos != "IN" or low in SUBORDINATE or "," in {unit.low(j) for j in range(start, i)} or low == "that"
    return False


def find_right_start(
    unit: Unit, i: int, end: int, *, told: bool, strict: bool = False, leads: bool = False
) -> tuple[int, str, tuple[int, int] | None] | None:
    """Return where the content to the right of a verb begins, how it is joined, and the addressee.

    `leads` says that no clause stands before the verb and its subject.
    """
    addressee, begin = None, i
    i = skip_time(unit, i)
    if told:
        if _opens_content(unit, i, end):
            return None
        stop = _find_newsroom_end(unit, i) or find_noun_end(unit, i)
        if stop is None:
            return None
        addressee, i = (i, stop), skip_time(unit, stop)
    for _ in range(5):
        found = _opens_content(unit, i, end)
        if found:
            return (*found, addressee)
        quantity = unit.low(i) == "at" and unit.low(i + 1) in ("least", "most")
        if i < end and starts_clause(unit, i, end, strict=strict) and (quantity or unit.low(i) not in _PREPOSITIONS):
            return i, "clause", addressee
        if unit.low(i) not in _PREPOSITIONS and unit.low(i) != "to":
            break
        stop = find_noun_end(unit, i + 1)
        if stop is None:
            break
        if unit.low(i) == "to" and addressee is None:
            addressee = (i + 1, stop)
        i = skip_time(unit, stop)
    if i < end and starts_clause(unit, i, end, strict=strict):
        return i, "clause", addressee
    late = unit.low(i) == "," and i > begin and leads and not told and unit.pos(i + 1) in _FIRST
    if late and starts_clause(unit, i + 1, end, strict=strict):
        return i + 1, "clause", addressee  # "said on Monday, the dam had burst"
    if unit.low(i) == ",":
        # An aside: "said, citing the audit, that …", "said, in passing, at the market, that …".
        for j in range(i + 1, min(end, i + 20)):
            if unit.low(j) == "," and unit.quote[j] < 0:
                found = _opens_content(unit, j + 1, end)
                if found and found[1] != "comma":
                    return (*found, addressee)
                if starts_clause(unit, j + 1, end, strict=strict) and unit.pos(i + 1) in ("VBG", "IN"):
                    return j + 1, "clause", addressee
                if unit.pos(j + 1) != "IN":
                    break
    if unit.low(i) in _PREPOSITIONS:
        # A phrase whose end is hard to tell: "conceded under questioning that …".
        for j in range(i + 1, min(end - 1, i + 8)):
            if (
                unit.low(j) == "that"
                and unit.quote[j] < 0
                and unit.pos(j - 1) in ("VBG", "NN", "NNS", "NNP", "CD", "JJ")
            ):
                return (j + 1, "that", addressee) if has_finite_verb(unit, j + 2, end) else None
            if unit.pos(j) in FINITE or unit.low(j) in BE or unit.tokens[j].text in ",:;" or unit.quote[j] >= 0:
                break
    for j in range(i, min(end, i + 16)):
        # "warned in a statement posted on Facebook: “…”"
        if unit.low(j) == ":" and unit.opens(j + 1):
            return j + 1, "comma", addressee
        if unit.quote[j] >= 0 or unit.low(j) in BE or unit.pos(j) in ("VBZ", "VBP", "MD"):
            break
    return None


def _find_newsroom_end(unit: Unit, i: int) -> int | None:
    """Where the name of a news organisation that is told something ends, whatever follows: "told WXYZ aides lied"."""
    at = unit.tokens[i].span.start if i < len(unit.tokens) else -1
    for mention in unit.mentions:
        if mention.type is MentionType.NEWS_ORGANISATION and mention.span.start == at:
            return next((j for j in range(i, len(unit.tokens)) if unit.tokens[j].span.start >= mention.span.end), None)
    return None


def find_free_start(unit: Unit, verb_end: int, end: int, *, told: bool) -> int | None:
    """Return where what is said begins behind a verb after which nothing but what is said stands ("say", "insist").

    None for "said so", "said nothing of it", and for a rest without any verb.
    """
    i = skip_time(unit, verb_end)
    if told:
        stop = _find_newsroom_end(unit, i) or find_noun_end(unit, i)
        if stop is None:
            return None
        i = skip_time(unit, stop)
    low, pos = unit.low(i), unit.pos(i)
    if (
        i >= end
        or unit.quote[i] >= 0
        or unit.tokens[i].text[0] in ".,;:—–-)?!"
        or low in load_speech().parts["no_content"]
    ):
        return None
    if pos in ("VBD", "VBZ", "MD", "TO", "CC", "POS", "WP", "WRB", "RP") or (
        low in _PREPOSITIONS and low not in ("as", "after", "before")
    ):
        return None
    last = end - 1 if unit.tokens[end - 1].text[0].isalnum() else end - 2
    ending = unit.pos(last) == "NNS" and unit.pos(last - 1) == "NN" and pos in ("DT", "PRP$")  # "argues the law works"
    return i if ending or has_finite_verb(unit, i + 1, end) else None


def _opens_content(unit: Unit, i: int, end: int) -> tuple[int, str] | None:
    low = unit.low(i)
    if i >= end:
        return None
    if unit.opens(i):
        return i, "quote"
    if low == "that" and unit.quote[i] < 0 and i + 1 < end:
        j = i + 1
        if unit.low(j) in ("'s", "’s", "is", "was", "would", "will", "has"):
            return i, "clause"  # "says that’s not true": the word is the clause's subject
        quoted = any(unit.opens(k) for k in range(j, min(end, j + 8)))
        return (j, "that") if quoted or has_finite_verb(unit, j, end) else None
    if low in (",", ":", "—", "–", "--"):
        for j in range(i + 1, min(i + 5, end)):
            if unit.opens(j):
                between = [unit.low(k) for k in range(i + 1, j)]
                if all(word in ("in", "part", ",", ":", "and") for word in between):
                    return j, "comma"
                break
        capital = unit.tokens[i + 1].text[0].isupper() if i + 1 < end else False
        if low == ":" and (starts_clause(unit, i + 1, end) or (capital and end - i > 5)):
            return i + 1, "colon"
    return None
