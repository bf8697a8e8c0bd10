"""What follows from the kind of an event, whatever its verb: data/lexicon/relations_acts.toml."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from kg.extract.clauses import Analysis, Verb
from kg.extract.events import FoundEvent
from kg.extract.frames import Bench
from kg.extract.relations.focus import Focus
from kg.extract.relations.found import ACTORS, BODIES, DATED, Found
from kg.extract.relations.from_events import is_actual, is_resolved, list_agents, list_named
from kg.extract.tokens import load_wording
from kg.model import Mention, MentionType, Modality

_FORUMS = frozenset({MentionType.COURT, MentionType.AGENCY})
_REACH = 1200
"""How far, in code points, "the order" may stand from the words that say that somebody ordered."""


@cache
def _index_acts() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    index: dict[str, list[Mapping[str, Any]]] = {}
    for row in load_wording("relations_acts")["act"]:
        for kind in row["kinds"]:
            index.setdefault(kind, []).append(row)
    return index


def read_acts(event: FoundEvent, focus: Focus, found: Sequence[Found]) -> Iterator[Found]:
    """Yield the relations that the kind of an event entails.

    Args:
        event: The event.
        focus: What the sentences before leave in focus.
        found: The relations found so far: an act of a ruling is that of the court that issued it.
    """
    for row in _index_acts().get(event.match.frame.kind, ()):
        denied = row["denied"] and event.reality.modality is Modality.ACTUAL
        if (
            event.match.verb.lemma in row.get("spare_verbs", ())
            or is_resolved(event)
            or not (denied or is_actual(event))
        ):
            continue
        agents = list(list_agents(event, focus))
        if event.match.frame.kind == "Petitioning" and focus.opening is not None:
            agents = [a for a in agents if a.text.lower() != "it"]  # the paper in focus asks
        if row["bench"]:
            agents = [a for a in agents if event.bench.holds(a)]
        makers = [
            r.obj for a in list_named(event, "agent") for r in found if r.rel == "issuedBy" and r.subj == a.entity
        ]
        fillers = {"agent": [a.entity for a in agents if _fits(row, "agent", a)] or (makers if row["bench"] else [])}
        for relation in row["relations"]:
            name, *ends = relation.split()
            for role in ends:
                fillers.setdefault(role, [m.entity for m in list_named(event, role) if _fits(row, role, m)])
            extra = (("date", event.norm),) if event.norm and name in DATED else ()
            if name == "courtAction":
                extra = (*extra, ("action", event.match.frame.kind))
            for subj in fillers[ends[0]] if fillers.get("theme", [1]) else ():
                for obj in fillers[ends[1]]:
                    rule, place = f"relations_acts/{row['id']}", event.trigger.start
                    yield Found(name, subj, obj, event.analysis.sentence, rule, extra, place)


def _fits(row: Mapping[str, Any], role: str, mention: Mention) -> bool:
    types, heads = row["types"].get(role), row["heads"].get(role)
    if role == "agent" and types is None:
        types = [kind.value for kind in ACTORS]
    if types is not None and mention.type.value not in types:
        return False
    words = mention.text.lower().split()
    return heads is None or not set(heads).isdisjoint((*words, *(word.removesuffix("s") for word in words)))


def read_made(events: Sequence[FoundEvent], mentions: Sequence[Mention], found: Sequence[Found]) -> Iterator[Found]:
    """Yield who made what a text calls "the order" after it said that somebody ordered something.

    Args:
        events: The document's events, in reading order.
        mentions: Its mentions.
        found: Its relations: a paper whose maker they say is left alone.
    """
    made_by = {row.subj for row in found if row.rel in {"issuedBy", "filedBy"}}
    seen: set[str] = set()
    for mention in sorted(mentions, key=lambda m: m.span.start):
        if mention.type is not MentionType.INSTRUMENT or mention.entity in seen:
            continue
        seen.add(mention.entity)
        words = mention.text.lower().split()
        if mention.entity in made_by or words[0] not in {"the", "that", "this"} or len(words) > 3:
            continue
        for row in load_wording("relations_acts")["made"]:
            if words[-1] in row["nouns"] and (event := _find_maker(row, events, mention)):
                yield from _relate_made(row, event, mention)
                break


def _find_maker(row: Mapping[str, Any], events: Sequence[FoundEvent], mention: Mention) -> FoundEvent | None:
    for event in reversed(events):
        distance = mention.span.start - event.trigger.end
        if not 0 < distance < _REACH or event.match.frame.kind not in row["kinds"] or not is_actual(event):
            continue
        fillers = [f.mention for role in event.match.roles.values() for f in role if f.mention is not None]
        if any(filler.entity == mention.entity for filler in fillers):
            continue  # what overturned the ruling did not make it
        agents = [a for a in list_agents(event) if a.type in ACTORS]
        if agents and (not row["bench"] or all(event.bench.holds(a) for a in agents)) and not is_resolved(event):
            return event
    return None


def _relate_made(row: Mapping[str, Any], event: FoundEvent, mention: Mention) -> Iterator[Found]:
    rule, place, sentence = f"relations_acts/{row['id']}", event.trigger.start, event.analysis.sentence
    for relation in row["relations"]:
        name, _, role = relation.split()
        if role == "date":
            ends = [event.norm] if event.norm and len(event.norm) == 10 else []
        else:
            fillers = list_agents(event) if role == "agent" else list_named(event, role)
            ends = [m.entity for m in fillers if m.type in (_FORUMS if name == "filedIn" else ACTORS)]
        extra = (("date", event.norm),) if event.norm and name in DATED else ()
        for end in ends:
            yield Found(name, mention.entity, end, sentence, rule, extra, place)


def read_compelled(analysis: Analysis, bench: Bench, focus: Focus) -> Iterator[Found]:
    """Yield whom a court is asked to force: "asked a judge to make the company rehire them"."""
    wording = load_wording("relations_acts")["compel"]
    for verb in analysis.verbs:
        asking = verb.governor
        if asking is not None and verb.link == "inf" and asking.lemma in wording["begging"]:
            yield from _read_begged(analysis, asking)
        if asking is None or verb.link != "inf" or verb.lemma not in wording["verbs"]:
            continue
        if asking.lemma not in wording["asking"] or asking.chunk.negated or asking.chunk.modal:
            continue
        asked = [n for k in asking.objects if (n := analysis.names[k]) is not None]
        if asked and not any(bench.holds(name) for name in asked):
            continue
        subjects = [n for k in asking.subject if (n := analysis.names[k]) is not None and n.type in ACTORS]
        led = [n for p, ks in asking.phrases if p == "^in" for k in ks if (n := analysis.names[k]) is not None]
        subjects = [n for n in led if n.type is MentionType.INSTRUMENT] or subjects
        for seeker in subjects or focus.find(analysis, asking):
            for other in _list_forced(analysis, verb):
                place = analysis.sentence.tokens[verb.chunk.start].span.start
                rule = "relations_acts/compel"
                yield Found("seeksToCompel", seeker.entity, other.entity, analysis.sentence, rule, (), place)


def _read_begged(analysis: Analysis, verb: Verb) -> Iterator[Found]:
    if verb.passive or verb.chunk.negated or verb.chunk.modal:
        return
    types = BODIES | {MentionType.OFFICIAL, MentionType.JURISDICTION}
    place = analysis.sentence.tokens[verb.chunk.start].span.start
    for one in (n for k in verb.subject if (n := analysis.names[k]) is not None and n.type in ACTORS):
        for other in (n for k in verb.objects if (n := analysis.names[k]) is not None and n.type in types):
            rule = "relations_acts/beg"
            yield Found("petitioned", one.entity, other.entity, analysis.sentence, rule, (), place)


def _list_forced(analysis: Analysis, verb: Verb) -> list[Mention]:
    names = [analysis.names[k] for k in (*verb.objects, *verb.second)]
    return [n for n in names if n is not None and n.type in ACTORS - {MentionType.PLACE}]
