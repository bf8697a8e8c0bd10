"""Whose verb of speech it is: the subject before the verb, behind it, or shared with another verb."""

from dataclasses import replace

from kg.extract.speakers import PEOPLE, Subject, make_subject
from kg.extract.speech import load_speech
from kg.extract.subjects import find_agent, find_following_subject, find_main_subject, find_subject
from kg.extract.units import Unit, find_noun_start, is_date
from kg.extract.verbs import Verb


def give_subjects(unit: Unit, verbs: list[Verb]) -> None:
    """Find each verb's subject: before it, behind it, or shared with an earlier verb of the sentence."""
    for i, verb in enumerate(verbs):
        if "according" in verb.row.takes:
            verb.subject = find_following_subject(unit, verb.after)
            continue
        lead = verb.group - 1
        before_comma = lead >= 0 and unit.tokens[lead].text in (",", "—", "–") and unit.quote[lead] < 0
        stray = lead > unit.first[verb.at] and unit.tokens[lead].text in ("”", '"') and unit.quote[lead] < 0
        closes = stray or unit.closes(lead) or (before_comma and unit.closes(lead - 1))
        reports = verb.row.takes & {"quote", "clause", "that", "tail"}
        if (
            reports
            and not verb.participle
            and (closes or before_comma or (lead >= 0 and verb.group == unit.first[verb.group]))
        ):
            follower = find_following_subject(unit, verb.after)
            if follower is not None and (closes or _ends_attribution(unit, follower)):
                ahead = find_subject(unit, verb.group) if before_comma and not closes else None
                named = follower.mention is not None and follower.mention.type in PEOPLE
                if ahead is not None and named and "tail" in verb.row.takes and _is_whole(unit, verb, ahead):
                    ahead = None  # "The clinic will close in May, said Ada Roe, its director."
                if ahead is None:
                    verb.subject, verb.inverted = follower, True
                    continue
        earlier = next(
            (v for v in reversed(verbs[:i]) if unit.first[v.at] == unit.first[verb.at] and v.subject is not None), None
        )
        if earlier and earlier.subject and verb.participle and _is_relative(unit, earlier.subject):
            earlier = None  # "asked to close what critics call a dump, claiming that it leaks"
        if earlier and any(unit.low(k) == ";" and unit.quote[k] < 0 for k in range(earlier.at, verb.at)):
            earlier = None  # "the court found it void; Judge Roe dissented, writing"
        if verb.participle:
            verb.subject = _find_participle_subject(unit, verb, earlier)
            continue
        subject = None if unit.low(lead) in ("and", "but", "or", "then") else find_subject(unit, verb.group)
        if subject is None and unit.low(lead) in ("and", "but", "then", ","):
            subject = earlier.subject if earlier else find_main_subject(unit, verb.group)
        verb.subject = subject


def _ends_attribution(unit: Unit, subject: Subject) -> bool:
    """Whether a subject behind its verb ends the attribution there, and is not the object of "X, who said …"."""
    after = max(subject.end, subject.right)
    return (
        after >= len(unit.tokens)
        or unit.tokens[after].text in ".,;—"
        or unit.pos(after) == "IN"
        or is_date(unit, after)
    )


def _is_relative(unit: Unit, subject: Subject) -> bool:
    lead = subject.left - 1
    return lead > unit.first[subject.head] and unit.low(lead) in ("that", "who", "which", "what", "whom")


def _is_whole(unit: Unit, verb: Verb, ahead: Subject) -> bool:
    """Whether what stands before a verb is a clause of its own, and not the verb's subject with its apposition."""
    first = unit.first[verb.at]
    return ahead.left > first and any(unit.pos(i).startswith("VB") for i in range(first, ahead.left))


def _find_participle_subject(unit: Unit, verb: Verb, earlier: Verb | None) -> Subject | None:
    lead = verb.group - 1
    floor = unit.first[verb.at]
    if lead < floor:
        # "Calling the vote a farce, the mayor left": the subject follows the comma.
        end = unit.find_sentence_end(verb.at)
        comma = next((i for i in range(verb.after, end) if unit.low(i) == "," and unit.quote[i] < 0), None)
        subject = find_following_subject(unit, comma + 1) if comma is not None else None
        return replace(subject, left=comma + 1) if subject is not None and comma is not None else None
    if unit.low(lead) == "as" and unit.low(lead - 1) in ("quoted", "cited"):
        return find_main_subject(unit, lead)
    if unit.tokens[lead].text in (",", "—", "–") or unit.low(lead) in (
        "by",
        "while",
        "before",
        "after",
        "in",
        "and",
        "but",
    ):
        if earlier is not None:
            return earlier.subject
        main = find_main_subject(unit, verb.group)
        start = find_noun_start(unit, lead) if main is None and unit.low(lead) == "," else None
        return make_subject(unit, start, lead) if start is not None else main  # "The suit, alleging fraud, was filed"
    if unit.quote[lead] >= 0:
        return earlier.subject if earlier else find_main_subject(unit, verb.group)
    at = verb.group
    while at > floor and is_date(unit, at - 1):
        at -= 1
    start = find_noun_start(unit, at)
    if start is None:
        return find_main_subject(unit, verb.group)
    if unit.low(start - 1) == "with":
        return make_subject(unit, start, at)
    documents = load_speech().parts["documents"]
    if any(unit.low(i) in documents for i in range(start, at)):
        main = find_main_subject(unit, verb.group)
        agent = find_agent(unit, verb.group, start)
        return agent or main or make_subject(unit, start, at)
    if unit.low(start - 1) == "by":
        return make_subject(unit, start, at)
    return earlier.subject if earlier else find_main_subject(unit, verb.group)
