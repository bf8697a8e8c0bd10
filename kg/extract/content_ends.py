"""Where what is said ends: where another verb of speech takes over, or with its sentence."""

from kg.extract.speech import load_speech
from kg.extract.units import BE, COMMAS, FINITE, HAVE, SUBORDINATE, Unit, has_finite_verb, is_date
from kg.extract.verbs import Verb

_PERIODS = frozenset(
    ("minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years", "decade")
)
_SIDE = frozenset(("though", "while", "whereas", "although", "but", "and", "as", "or", "yet"))


def find_clause_end(unit: Unit, start: int, verbs: list[Verb], own: Verb) -> int:
    """Return where a clause from `start` ends: where another speaker or the writer takes over, or its sentence."""
    end = _find_taken_over(unit, start, verbs, own)
    return min(end, _find_main_clause(unit, start, end, own), _find_writer(unit, start, end))


def _find_writer(unit: Unit, start: int, end: int) -> int:
    """Where the writer adds what follows from it or when it was: "said it would sue, setting up a fight"."""
    parts = load_speech().parts
    for i in range(start + 3, end - 2):
        if unit.low(i) != "," or unit.quote[i] >= 0:
            continue
        low = unit.low(i + 1)
        if low in parts["consequences"] or (low == "prior" and unit.low(i + 2) == "to"):
            return i
        if low == "in" and unit.low(i + 2) in ("a", "the", "what", "another") and unit.low(i + 3) in parts["turns"]:
            return i
        for j in range(i + 1, min(i + 5, end - 1)):
            if unit.low(j) in _PERIODS and unit.low(j + 1) in ("after", "before"):
                return i
    return end


def _find_main_clause(unit: Unit, start: int, end: int, own: Verb) -> int:
    """Where the main clause begins after "Two weeks after the court ruled that the tax was void, …"."""
    subject = own.subject
    if subject is None or own.inverted or subject.left > start:
        return end
    if own.participle and unit.low(own.group - 1) == ",":
        commas = (i for i in range(start + 1, end - 2) if unit.low(i) == "," and unit.quote[i] < 0)
        # "The suit, alleging fraud, was filed Monday"
        return next((i for i in commas if unit.pos(i + 1) in FINITE), end)
    opener, first = subject.left - 1, unit.first[own.at]
    if not first <= opener < first + 5 or unit.low(opener) not in SUBORDINATE - {"that", "than", "so", "lest"}:
        return end
    for i in range(start + 2, end - 2):
        if unit.low(i) == "," and unit.quote[i] < 0 and has_finite_verb(unit, i + 2, end):
            return i
    return end


def find_relative(unit: Unit, verb: Verb, verbs: list[Verb]) -> tuple[int, int] | None:
    """Find what is said of what a relative clause belongs to: "a firm that critics say [broke the law] has closed"."""
    subject, at = verb.subject, verb.after
    while unit.pos(at) == "RB":
        at += 1
    if subject is None or verb.participle or verb.inverted or subject.left <= unit.first[verb.at]:
        return None
    lead = subject.left - 1
    relative = unit.low(lead) in ("who", "that", "which")
    if not relative and not unit.pos(lead).startswith("NN"):
        return None
    sure = relative or unit.low(subject.head) in ("he", "she", "they", "it")
    if unit.pos(at) not in FINITE and unit.low(at) not in BE | HAVE and not (sure and unit.pos(at) == "VBN"):
        return None
    if unit.quote[at] >= 0:
        return None
    end = find_clause_end(unit, at, verbs, verb)
    if not any(unit.pos(i) in FINITE and unit.quote[i] < 0 for i in range(unit.first[verb.at], lead)):
        for i in range(at + 2, end):
            if (
                (unit.pos(i) in FINITE or unit.low(i) in BE)
                and unit.quote[i] < 0
                and unit.pos(i - 1)[:2] in ("NN", "CD")
            ):
                return verb.after, i
    return verb.after, end


def _find_taken_over(unit: Unit, start: int, verbs: list[Verb], own: Verb) -> int:
    end = unit.find_sentence_end(start)
    later = [v for v in verbs if v.at > start and v.at < end and v is not own]
    for i in range(start + 1, end - 1):
        if unit.quote[i] >= 0:
            continue
        if unit.low(i) in ("but", "and") and unit.low(i + 1) in load_speech().parts["breaks_off"]:
            return i - 1 if unit.tokens[i - 1].text == "," else i  # "said it was open, but declined to elaborate"
        if unit.low(i) == ";" and any(v.at > i for v in later):
            return i
        if unit.low(i) == ":" and unit.opens(i + 1) and unit.find_closing(i + 1) - i > 5:
            return i
    if unit.low(own.group - 1) in ("who", "which") and unit.tokens[own.group - 2].text == ",":
        end = _find_relative_end(unit, start, end)
    if own.row.takes & {"object", "as"}:
        aside = next(
            (
                i
                for i in range(start + 1, end - 1)
                if unit.low(i) == "," and unit.quote[i] < 0 and unit.pos(i + 1) == "VBG"
            ),
            None,
        )
        end = aside or end
    for verb in later:
        lead = verb.group - 1
        if lead <= start:
            continue
        if verb.row.id == "according to" and unit.low(verb.at - 1) == ",":
            return verb.at - 1
        if verb.participle and unit.tokens[lead].text in COMMAS:
            return lead
        if verb.participle and verb.subject is not None and unit.low(verb.subject.left - 1) == "with":
            other = verb.subject.left - 1
            if other > start:
                return other - 1 if unit.tokens[other - 1].text == "," else other
        if verb.participle and unit.low(lead) in ("while", "by", "before") and verb.group - 1 > start:
            return lead
        own_words = verb.subject is own.subject or (
            verb.subject is not None and verb.subject.start in range(start, lead)
        )
        if unit.low(lead) in ("and", "but") and own_words and (verb.subject is own.subject or _is_he(unit, verb)):
            return lead - 1 if unit.tokens[lead - 1].text in COMMAS else lead
        if verb.subject is not None and verb.subject.left > start:
            before = verb.subject.left - 1
            if unit.low(before) in _SIDE and unit.tokens[before - 1].text in (",", ";", "—"):
                return before - 1
            if unit.low(before) in _SIDE and unit.closes(before - 1) and unit.tokens[before - 2].text == ",":
                return before
            if unit.tokens[before].text == ";":
                return before
            if unit.low(before) in ("though", "although", "while", "whereas"):
                return before
            closing = all(not unit.tokens[i].text[0].isalnum() or is_date(unit, i) for i in range(verb.after, end))
            if unit.tokens[before].text == "," and closing and unit.quote[before] < 0:
                return before
    return end


def _is_he(unit: Unit, verb: Verb) -> bool:
    """Whether the speaker's own pronoun is the verb's subject: "Roe said she read it and called it a farce"."""
    return verb.subject is not None and unit.low(verb.subject.head) in ("he", "she", "they", "it")


def _find_relative_end(unit: Unit, start: int, end: int) -> int:
    """Where a relative clause between commas ends: "Roe, who called it “a farce,” voted no"."""
    for i in range(start + 1, end):
        if unit.quote[i] < 0 and unit.tokens[i].text == ",":
            return i
        if unit.closes(i) and unit.tokens[i - 1].text == ",":
            return i + 1
    return end
