"""Relations that follow from events: what took place, or is asked for, entails them."""

from collections.abc import Iterator

from kg.extract.clauses import Analysis, Verb
from kg.extract.clauses.nouns import gather_coordinated
from kg.extract.events import FoundEvent
from kg.extract.relations.focus import Focus
from kg.extract.relations.found import ACTORS, DATED, PEOPLE, Found
from kg.extract.relations.wording import is_dispatch, is_filed, is_policy
from kg.extract.tokens import load_wording
from kg.model import Level, Mention, MentionType, Modality

_OF_PAPERS = frozenset({"filedBy", "filedIn", "assignedTo"})
_ISSUES = frozenset({"Issuing", "Sending", "Signing", "Serving"})
_COUNTS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def is_actual(event: FoundEvent) -> bool:
    """Say whether an event is said to have taken place."""
    return event.reality.modality is Modality.ACTUAL and event.reality.polarity


def read_event(event: FoundEvent, focus: Focus) -> Iterator[Found]:
    """Yield the relations that an event entails: from one that took place, or is asked for where the row says so.

    Args:
        event: The event.
        focus: What the sentences before leave in focus, for "they" and for "it was filed".
    """
    frame, roles, reality = event.match.frame, event.match.roles, event.reality
    actual = is_actual(event)
    rows = [(row, False) for row in frame.relations] + [(row, True) for row in frame.bench_relations]
    for row, bench_only in rows:
        rel, subject, value, *conditions = row
        if "@requested" in conditions:
            if reality.modality is not Modality.REQUESTED:
                continue
        elif not actual and not ("@denied" in conditions and reality.modality is Modality.ACTUAL):
            continue
        subjects = list_agents(event, focus) if subject == "agent" else list_named(event, subject)
        if subject == "petitioner":
            subjects = find_askers(event.analysis, event.match.verb, focus)
        for subj in subjects:
            if rel in {"sues", "filedBy"} and is_resolved(event):
                continue
            if rel == "petitioned" and subj.type is MentionType.INSTRUMENT:
                continue  # the paper's filer asks: see _read_filer
            if bench_only and not event.bench.holds(subj):
                continue
            if rel == "petitioned" and focus.resolve_asker(event, subj):
                continue
            for obj in list_named(event, value):
                extra = _list_extra(event, rel, subj, frame.kind)
                place = event.trigger.start
                if rel == "issuedBy" and is_filed(subj):
                    rel = "filedBy"
                if rel == "filedBy" and is_dispatch(subj):
                    rel = "issuedBy"
                if rel == "sues" and 0 <= subj.span.start - obj.span.end <= 1:
                    continue  # "Clinic owner Tern Health sued": the description is no defendant
                if rel == "passedBy" and subj.type is not MentionType.INSTRUMENT:
                    # "It passed the House": the bill in focus did.
                    if obj.level is Level.PRONOUN and focus.bill is not None:
                        yield Found(rel, focus.bill.entity, subj.entity, event.analysis.sentence, frame.name, (), place)
                    continue
                if rel == "issuedBy" and obj.type in PEOPLE and is_policy(subj):
                    continue  # who wrote a law did not issue it
                if rel in _OF_PAPERS and subj.level is Level.PRONOUN and focus.paper is not None:
                    subj = focus.paper
                yield Found(rel, subj.entity, obj.entity, event.analysis.sentence, frame.name, extra, place)
    if actual and frame.kind in _ISSUES and event.norm and len(event.norm) == 10:
        for theme in list_named(event, "theme"):
            if "agent" not in roles or is_dispatch(theme):
                sentence, place = event.analysis.sentence, event.trigger.start
                yield Found("issuedOn", theme.entity, event.norm, sentence, frame.name, (), place)


def is_resolved(event: FoundEvent) -> bool:
    """Say whether the act was only voted for: "voted to sue" is no suit yet."""
    above = event.match.verb.governor
    return above is not None and event.match.verb.link == "inf" and above.lemma in {"vote", "agree", "decide"}


def list_named(event: FoundEvent, role: str) -> list[Mention]:
    """Return the mentions that fill a role of an event."""
    return [f.mention for f in event.match.roles.get(role, ()) if f.mention is not None]


def _list_extra(event: FoundEvent, rel: str, subj: Mention, kind: str) -> tuple[tuple[str, str], ...]:
    extra: list[tuple[str, str]] = []
    if event.norm and rel in DATED:
        extra.append(("date", event.norm))
    first = subj.text.split()[0].lower() if subj.text else ""
    if rel == "issuedBy" and (first.isdigit() or first in _COUNTS[1:]):
        extra.append(("count", first if first.isdigit() else str(_COUNTS.index(first))))
    if rel == "courtAction":
        extra.append(("action", kind))
    return tuple(extra)


def list_agents(event: FoundEvent, focus: Focus | None = None) -> list[Mention]:
    """Return who acts: the agents with whom "who" joins them, or the focus that "they" means."""
    verb, analysis = event.match.verb, event.analysis
    agents = list_named(event, "agent") or _find_apposed(analysis, verb)
    above = verb.governor
    if agents and above is not None and above.lemma == "join" and verb.preposition == "in":
        # "Lind joined Dahl in urging the board": both urge.
        agents += [n for k in above.objects if (n := analysis.names[k]) is not None and n.type in PEOPLE]
    if verb.link == "rel" or not verb.passive:
        joined = [k for filler in event.match.roles.get("agent", ()) for k in find_joined(analysis, verb, filler.chunk)]
        agents += [n for k in joined if (n := analysis.names[k]) is not None and n not in agents and n.type in ACTORS]
    return agents or (focus.find(analysis, verb) if focus else [])


def _find_apposed(analysis: Analysis, verb: Verb) -> list[Mention]:
    """Return whom commas name after a subject that is no mention: "His predecessor, Ann Lind, sued"."""
    if verb.passive or len(verb.subject) != 1 or analysis.names[verb.subject[0]] is not None:
        return []
    after = verb.subject[0] + 1
    if [c.kind for c in analysis.chunks[after : after + 3]] != ["C", "NP", "C"] or after + 3 != verb.index:
        return []
    name = analysis.names[after + 1]
    return [name] if name is not None and name.type in PEOPLE else []


def find_joined(analysis: Analysis, verb: Verb, chunk: int) -> list[int]:
    """Return the noun groups joined with one that a relative clause follows: "the league and two voters, who sued"."""
    if chunk >= verb.index or not any(c.kind == "REL" for c in analysis.chunks[chunk + 1 : verb.index]):
        return []
    return [k for k in gather_coordinated(analysis.chunks, chunk) if k != chunk]


def find_askers(analysis: Analysis, verb: Verb, focus: Focus | None = None) -> list[Mention]:
    """Return who asks for what a verb says: the paper that asks, else the subject of the asking verb above."""
    above: Verb | None = verb
    for _ in range(5):
        if above is None:
            break
        if above.via is not None:
            name = analysis.names[above.via]
            if name is not None and name.type is MentionType.INSTRUMENT:
                return [name]
        if above.governor is None or above.link not in {"inf", "ing", "coord"}:
            break
        asks = above.governor
        if asks.lemma in load_wording("events_modality")["verbs"]["requested"]:
            names = [analysis.names[k] for k in asks.subject]
            found = [n for n in names if n is not None and n.type in ACTORS | {MentionType.INSTRUMENT}]
            return found or (focus.find(analysis, asks) if focus else [])
        above = asks
    return []
