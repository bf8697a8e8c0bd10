"""Relations that follow from events: what took place, or is asked for, entails them."""

from collections.abc import Iterator

from kg.extract.clauses import Analysis, Verb
from kg.extract.events import FoundEvent
from kg.extract.relations.found import ACTORS, DATED, Found
from kg.extract.relations.wording import is_filed
from kg.extract.tokens import load_wording
from kg.model import Mention, MentionType, Modality

_COUNTS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def read_event(event: FoundEvent) -> Iterator[Found]:
    """Yield the relations that an event entails: from one that took place, or is asked for where the row says so."""
    frame, roles, reality = event.match.frame, event.match.roles, event.reality
    actual = reality.modality is Modality.ACTUAL and reality.polarity
    rows = [(row, False) for row in frame.relations] + [(row, True) for row in frame.bench_relations]
    for row, bench_only in rows:
        rel, subject, value, *conditions = row
        if "@requested" in conditions:
            if reality.modality is not Modality.REQUESTED:
                continue
        elif not actual and not ("@denied" in conditions and reality.modality is Modality.ACTUAL):
            continue
        subjects = _list_seekers(event) if subject == "petitioner" else list_named(event, subject)
        for subj in subjects:
            if rel in {"sues", "filedBy"} and is_resolved(event):
                continue
            if rel == "petitioned" and subj.type is MentionType.INSTRUMENT:
                continue  # the paper's filer asks: see _read_filer
            if bench_only and not event.bench.holds(subj):
                continue
            for obj in list_named(event, value):
                extra = _list_extra(event, rel, subj, frame.kind)
                place = event.trigger.start
                if rel == "issuedBy" and is_filed(subj):
                    rel = "filedBy"
                yield Found(rel, subj.entity, obj.entity, event.analysis.sentence, frame.name, extra, place)
    if (
        frame.kind == "Issuing"
        and actual
        and event.interval
        and event.interval.exact
        and event.norm
        and "agent" not in roles
    ):
        for theme in list_named(event, "theme"):
            yield Found(
                "issuedOn", theme.entity, event.norm, event.analysis.sentence, frame.name, (), event.trigger.start
            )


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


def _list_seekers(event: FoundEvent) -> list[Mention]:
    """Return who asks for what the event's verb says: the paper that asks, else the asking verb's subject."""
    return find_askers(event.analysis, event.match.verb)


def find_askers(analysis: Analysis, verb: Verb) -> list[Mention]:
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
            return [n for n in names if n is not None and n.type in ACTORS | {MentionType.INSTRUMENT}]
        above = asks
    return []
