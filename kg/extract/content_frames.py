"""What is said, by verbs with a construction of their own: accuse of, describe as, blame for, call, deny, issue."""

from dataclasses import dataclass

from kg.extract.content_ends import find_clause_end
from kg.extract.speech import load_speech
from kg.extract.units import ATTACHING, FINITE, Unit, find_noun_end, has_finite_verb, is_date
from kg.extract.verbs import Verb

_NOUNS = {"threaten": "threats", "express": "feelings"}
_POINTING = frozenset(("that", "this", "it", "them", "him", "her", "those", "these"))
_DETERMINERS = frozenset(("a", "an", "the", "one", "another", "no", "nothing", "part", "among", "both", "just"))


@dataclass(frozen=True, slots=True)
class Content:
    """What is said, in tokens, with the construction it was found by and where an addressee may stand."""

    start: int
    end: int
    frame: str
    topic: tuple[int, int] | None = None
    addressee: tuple[int, int] | None = None
    spoken: tuple[int, int] | None = None


def _find_of(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    stop = find_noun_end(unit, verb.after, attach=ATTACHING - {"of"}, whole=True)
    if stop is not None and unit.low(stop) == ",":
        # An apposition: "accused Roe, the chief engineer, of lying".
        stop = next((i + 1 for i in range(stop + 1, stop + 12) if unit.low(i) == "," and unit.quote[i] < 0), stop)
    if stop is None or unit.low(stop) != "of":
        return None
    return Content(stop + 1, find_clause_end(unit, stop + 1, verbs, verb), "of", topic=(verb.after, stop))


def _find_marker(unit: Unit, verb: Verb, markers: tuple[str, ...]) -> int | None:
    end = unit.find_sentence_end(verb.at)
    pointing = unit.low(verb.after) in _POINTING
    if find_noun_end(unit, verb.after) is None and not unit.opens(verb.after) and not pointing:
        return None
    for i in range(verb.after + 1, min(end - 1, verb.after + 18)):
        if unit.quote[i] >= 0:
            continue
        if unit.low(i) in markers:
            return i
        if unit.low(i) == "," and (unit.name[i] is not None or unit.low(i + 1) in markers or _is_placed(unit, i)):
            continue  # "blamed the town of Nogales, Sonora, for the spill"
        if unit.pos(i) in FINITE or unit.tokens[i].text in ",;:":
            return None
    return None


def _is_placed(unit: Unit, comma: int) -> bool:
    """Whether a comma opens the short name of where a place is: "Nogales, Sonora,"."""
    return unit.pos(comma + 1) == "NNP" and unit.low(comma + 2) == ","


def _find_about(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    """Of what somebody warns: "warned of “catastrophic” floods"."""
    if unit.low(verb.after) not in ("of", "about") or verb.subject is None or unit.pos(verb.after + 1) in ("WP", "WRB"):
        return None
    return Content(verb.after + 1, find_clause_end(unit, verb.after + 1, verbs, verb), "about")


def _find_as(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    at = _find_marker(unit, verb, ("as",))
    if at is None:
        return None
    return Content(at + 1, find_clause_end(unit, at + 1, verbs, verb), "as", topic=(verb.after, at))


def _find_for(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    at = _find_marker(unit, verb, ("with",) if verb.row.id == "credit" else ("for", "on", "over"))
    if at is None or is_date(unit, at + 1):
        return _find_whom(unit, verb, verbs)
    if unit.low(at) != "for" and verb.row.id not in ("blame", "credit"):
        return None
    return Content(verb.after, find_clause_end(unit, verb.after, verbs, verb), "for", topic=(verb.after, at))


def _find_whom(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    """Whom or what somebody blames, where no "for" follows: "blamed a shortage of nurses and a late vote"."""
    stop = find_noun_end(unit, verb.after)
    if verb.row.id != "blame" or stop is None or verb.subject is None or stop - verb.after < 2:
        return None
    return Content(verb.after, find_clause_end(unit, verb.after, verbs, verb), "for", topic=(verb.after, stop))


def _find_noun(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    """What is threatened, or felt, by a noun: "threatened a lawsuit", "expressed concern about the cost"."""
    at = verb.after
    stop = find_noun_end(unit, at)
    if stop is not None and unit.low(stop) == "with":
        at, stop = stop + 1, find_noun_end(unit, stop + 1)
    nouns = load_speech().parts[_NOUNS.get(verb.row.id, "points")]
    if stop is None or not (verb.row.id == "allege" or any(unit.low(i) in nouns for i in range(at, stop))):
        return None
    if unit.low(stop) == "that" and has_finite_verb(unit, stop + 1, unit.find_sentence_end(stop)):
        return Content(stop + 1, find_clause_end(unit, stop + 1, verbs, verb), "that")
    return Content(at, find_clause_end(unit, stop - 1, verbs, verb), "noun")


def _find_what(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    """What somebody wonders: "wondered aloud what the county would do"."""
    at = verb.after + (unit.pos(verb.after) == "RB")
    if unit.low(at) not in ("what", "whether", "why", "how", "if", "who", "where", "when"):
        return None
    return Content(at, find_clause_end(unit, at, verbs, verb), "what")


def _find_object(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    stop = verb.after + 1 if unit.low(verb.after) in _POINTING else find_noun_end(unit, verb.after)
    if stop is None or stop >= unit.find_sentence_end(verb.at):
        return None
    opening = unit.low(stop) in _DETERMINERS or unit.opens(stop) or unit.pos(stop) in ("JJ", "JJR", "JJS")
    opening = opening and unit.pos(stop) != "NNP"
    if not opening or is_date(unit, stop):
        return None
    return Content(stop, find_clause_end(unit, stop, verbs, verb), "object", topic=(verb.after, stop))


def _find_denial(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    gerund = unit.low(verb.after).endswith("ing") and unit.pos(verb.after + 1) in (
        "DT",
        "PRP",
        "PRP$",
        "NNP",
        "IN",
        "NNS",
    )
    if unit.pos(verb.after) == "VBG" or (gerund and unit.low(verb.after) not in load_speech().parts["deniable"]):
        return Content(verb.after, find_clause_end(unit, verb.after, verbs, verb), "denial")
    if unit.low(verb.after) in _POINTING and (
        unit.low(verb.after + 1) in ("", ".", ",", ";") or unit.pos(verb.after + 1) == "CC"
    ):
        return Content(verb.after, verb.after + 1, "denial")  # "The firm denies that."
    stop = find_noun_end(unit, verb.after, attach=frozenset())
    if stop is None or not any(unit.low(i) in load_speech().parts["deniable"] for i in range(verb.after, stop)):
        return None
    return Content(verb.after, find_clause_end(unit, stop - 1, verbs, verb), "denial")


def find_statement(unit: Unit, verb: Verb, end: int) -> Content | None:
    """Find the statement that "issued the following statement" leads up to, in this sentence or the next."""
    for i in range(verb.after, min(end, verb.after + 12)):
        if unit.low(i) in load_speech().parts["statement"]:
            break
    else:
        return None
    if unit.low(i + 1) == "that" and has_finite_verb(unit, i + 2, end):
        return Content(i + 2, end, "that")
    for j in range(i, len(unit.tokens)):
        if unit.tokens[j].text in (":", ",") and unit.quote[j] < 0 and unit.opens(j + 1):
            return Content(j + 1, unit.find_closing(j + 1) + 1, "quote", spoken=(j + 1, unit.find_closing(j + 1) + 1))
    return None


FINDERS = {
    "noun": _find_noun,
    "what": _find_what,
    "about": _find_about,
    "of": _find_of,
    "as": _find_as,
    "for": _find_for,
    "object": _find_object,
    "denial": _find_denial,
}
