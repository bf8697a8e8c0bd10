"""What is said: where the content of a verb of speech begins and ends, for each construction the verb enters."""

from dataclasses import replace

from kg.extract.content_before import find_according, find_as_said, find_quote_before, find_tail
from kg.extract.content_ends import find_clause_end, find_relative
from kg.extract.content_frames import FINDERS, Content, find_statement
from kg.extract.content_starts import find_free_start, find_right_start, starts_clause
from kg.extract.speakers import is_document
from kg.extract.units import Unit, find_noun_end, has_finite_verb
from kg.extract.verbs import Verb, skip_time


def find_content(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    """Find what a verb of speech introduces, before or after it; None where it introduces nothing.

    A quotation right before the verb and its subject counts first, then what follows the verb by the
    constructions its row takes, then a clause before it that a comma cuts off.
    """
    takes = verb.row.takes
    if verb.row.documents and not (verb.subject is not None and is_document(unit, verb.subject)):
        return None
    if "according" in takes:
        return find_according(unit, verb, verbs)
    if takes & {"clause", "tail"} and (found := find_as_said(unit, verb)):
        return found
    before = find_quote_before(unit, verb) if "quote" in takes or "clause" in takes else None
    if before is not None:
        return before
    end = unit.find_sentence_end(verb.at)
    if "clause" in takes and (span := find_relative(unit, verb, verbs)):
        return Content(*span, "relative")
    asked = bool(takes & {"clause", "told"}) and not verb.inverted
    if asked and verb.subject is not None and unit.low(verb.subject.left - 1) == "what":
        return None  # "what the deputy told investigators"
    found = None if verb.inverted else _find_right(unit, verb, verbs, end)
    if found is not None and verb.subject is None and found.frame not in ("quote", "comma"):
        return None
    if found is not None and verb.participle and verb.subject is not None and verb.subject.start > verb.at:
        comma = min(verb.subject.left - 1, found.end)
        return replace(found, end=comma) if comma > found.start else None
    if found is not None:
        return found
    alone = not any(v.made and unit.first[v.at] == unit.first[verb.at] for v in verbs)
    if "tail" in takes and verb.subject is not None and not verb.participle and alone:
        return find_tail(unit, verb)
    return None


def _find_right(unit: Unit, verb: Verb, verbs: list[Verb], end: int) -> Content | None:
    takes = verb.row.takes
    for frame, finder in FINDERS.items():
        if frame in takes and (content := finder(unit, verb, verbs)):
            return content
    acts = verb.subject is not None and (
        verb.subject.mention is not None or unit.pos(verb.subject.head) in ("PRP", "NNP")
    )
    if "to" in takes and acts and unit.low(verb.after) == "to" and _is_infinitive(unit, verb.after + 1):
        return Content(verb.after, find_clause_end(unit, verb.after, verbs, verb), "to")
    if "statement" in takes:
        return find_statement(unit, verb, end)
    found = None
    if takes & {"clause", "that", "quote"}:
        leads = verb.subject is not None and not has_finite_verb(unit, unit.first[verb.at], verb.subject.left)
        found = find_right_start(unit, verb.after, end, told=False, strict="clause" not in takes, leads=leads)
    if (found is None or found[1] == "clause") and "told" in takes:
        found = find_right_start(unit, verb.after, end, told=True) or found
        if found is None and not takes & {"clause", "free"}:
            return None
    if found is None and "free" in takes and verb.subject is not None:
        free = find_free_start(unit, verb.after, end, told="told" in takes)
        found = (free, "clause", (verb.after, free) if "told" in takes else None) if free is not None else None
    if found is None:
        return None
    start, how, addressee = found
    allowed = {
        "clause": bool(takes & {"clause", "told", "free"}) or (takes > {"that"} and "only" not in takes),
        "that": bool(takes & {"clause", "that", "told"}),
        "colon": bool(takes & {"quote", "clause", "told"}),
    }.get(how, bool(takes & {"quote", "told", "clause"}))
    if not allowed or (how == "clause" and not takes & {"clause", "that"} and addressee is None):
        return None
    if how in ("comma", "quote"):
        close = unit.find_closing(start)
        after = close + 1
        ends = (
            after >= end
            or unit.tokens[after].text in ".,;?!"
            or unit.first[min(after, len(unit.tokens) - 1)] != unit.first[close]
        )
        titled = not takes & {"clause", "that", "told"} and how == "quote" and unit.tokens[close - 1].text not in ",.?!"
        what = verb.subject is not None and unit.low(verb.subject.left - 1) == "what"
        if titled and not what and not (ends and close - start > 5):
            return None  # a title: "She read “The Long Road” at school"
        addressee = addressee or _find_before_content(unit, verb, start)
        if how == "comma" or ends or unit.tokens[close - 1].text in ",.?!":
            joined = after < end and unit.low(after) in ("and", "but") and how == "quote"
            if not joined or not takes & {"clause", "that", "told"}:
                return Content(start, close + 1, "quote", addressee=addressee, spoken=(start, close + 1))
        if "clause" not in takes and close - start < 3:
            return None
    addressee = addressee or _find_before_content(unit, verb, start)
    return Content(start, find_clause_end(unit, start, verbs, verb), how, addressee=addressee)


def _find_before_content(unit: Unit, verb: Verb, start: int) -> tuple[int, int] | None:
    """Who is addressed between a verb and its content: "wrote in a letter to the board that"."""
    for i in range(verb.after, start - 1):
        if unit.low(i) == "to" and (stop := find_noun_end(unit, i + 1)) is not None and stop <= start:
            return i + 1, stop
    return None


def find_continuation(unit: Unit, verb: Verb, verbs: list[Verb], content: Content) -> Content | None:
    """Find the clause by which a content goes on behind its attribution: "They can go, he says, [but nobody will]"."""
    if content.frame != "tail" or verb.subject is None:
        return None
    end = unit.find_sentence_end(verb.at)
    at = skip_time(unit, max(verb.after, verb.subject.end if verb.inverted else verb.after))
    if unit.low(at) != "," or unit.low(at + 1) not in ("and", "but") or unit.quote[at] >= 0:
        return None
    if not starts_clause(unit, at + 2, end) or any(other.at > at for other in verbs):
        return None
    return Content(at + 2, end, "goes-on")


def _is_infinitive(unit: Unit, i: int) -> bool:
    """Whether a word after "to" is a verb, though it may be tagged as a noun: "threatened to fire the crew"."""
    noun = unit.pos(i) == "NN" and unit.pos(i + 1) in ("DT", "PDT", "PRP", "PRP$", "NNP", "CD")
    return noun or unit.pos(i).startswith("VB")
