"""What a lawsuit known from earlier sentences entails: who filed it, where, and which judge has it."""

from collections.abc import Iterator, Mapping, Sequence

from kg.extract.events import FoundEvent
from kg.extract.relations.found import Found
from kg.extract.relations.from_events import is_resolved, list_named
from kg.extract.relations.wording import is_lawsuit
from kg.model import Level, Mention, MentionType, Modality, Span


def read_case(event: FoundEvent, case: str | None) -> Iterator[Found]:
    """Yield to whom "the case" went, where the lawsuit was named before."""
    themes = event.match.roles.get("theme", ())
    if event.match.frame.kind != "Assigning" or case is None or any(f.mention for f in themes) or not themes:
        return
    if event.reality.modality is Modality.ACTUAL and event.reality.polarity:
        for judge in list_named(event, "recipient"):
            rule, place = event.match.frame.name, event.trigger.start
            yield Found("assignedTo", case, judge.entity, event.analysis.sentence, rule, (), place)


def read_filers(
    found: Sequence[Found], mentions: Sequence[Mention], events: Mapping[Span, Sequence[FoundEvent]]
) -> Iterator[Found]:
    """Yield what follows from who filed a paper: "the suit asks Judge Lind": its filer asks, she has the case.

    Where the document knows one lawsuit alone, who sues in it filed it, in the court where they sue.
    """
    filers: dict[str, list[str]] = {}
    for row in found:
        if row.rel == "filedBy":
            filers.setdefault(row.subj, []).append(row.obj)
    suits = dict.fromkeys(m.entity for m in mentions if m.type is MentionType.INSTRUMENT and is_lawsuit(m))
    for event in (event for group in events.values() for event in group):
        actual = event.reality.modality is Modality.ACTUAL and event.reality.polarity
        frame, sentence, place = event.match.frame, event.analysis.sentence, event.trigger.start
        if not actual or is_resolved(event):
            continue
        if frame.kind == "Suing" and len(suits) == 1:
            suit = next(iter(suits))
            for rel, role in (("filedBy", "agent"), ("filedIn", "court")):
                for other in list_named(event, role):
                    yield Found(rel, suit, other.entity, sentence, "relations/one-suit", (), place)
        if frame.kind == "Petitioning":
            for paper in list_named(event, "agent"):
                for asked in list_named(event, "recipient") if paper.type is MentionType.INSTRUMENT else ():
                    for filer in dict.fromkeys(filers.get(paper.entity, ())):
                        yield Found("petitioned", filer, asked.entity, sentence, frame.name, (), place)
                    if is_lawsuit(paper) and asked.level is Level.NAME and asked.type is MentionType.OFFICIAL:
                        yield Found("assignedTo", paper.entity, asked.entity, sentence, frame.name, (), place)
