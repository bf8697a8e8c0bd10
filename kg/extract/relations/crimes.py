"""Crimes in a list, and who suffered from one."""

from collections.abc import Iterator, Sequence

from kg.extract.events import FoundEvent
from kg.extract.relations.found import PEOPLE, Found
from kg.extract.relations.from_events import is_actual, list_named
from kg.extract.sentences import Sentence
from kg.model import Mention, MentionType

_JOINS = frozenset(
    {",", "and", "or", ":", ";", "&", "two", "counts", "of", "one", "count", "charges", "to", "-", "–", "—"}
)


def list_joined_crimes(sentence: Sentence, mentions: Sequence[Mention], first: Mention) -> Iterator[Mention]:
    """Yield the crimes in a list with one of them: "charged with arson, fraud and theft"."""
    listed = any(t.text == ":" and 0 <= t.span.start - first.span.end <= 1 for t in sentence.tokens)
    last = first
    for crime in mentions:
        if crime.type is not MentionType.CRIME or crime.span.start < last.span.end:
            continue
        between = [t for t in sentence.tokens if last.span.end <= t.span.start and t.span.end <= crime.span.start]
        if not listed and (not between or any(t.lower not in _JOINS for t in between)):
            return
        yield crime
        last = crime


def read_lists(sentence: Sentence, mentions: Sequence[Mention], found: Sequence[Found]) -> Iterator[Found]:
    """Yield the further crimes of those whom a sentence says to be charged with one; `found` are its relations."""
    for row in found:
        if row.rel != "chargedWith":
            continue
        for first in mentions:
            if first.type is MentionType.CRIME and first.entity == row.obj:
                for crime in list_joined_crimes(sentence, mentions, first):
                    yield Found(row.rel, row.subj, crime.entity, sentence, row.rule, row.extra, row.place)
                for harmed in _list_harmed(mentions, first):
                    if harmed.entity != row.subj:
                        rule = "relations/harmed-by-crime"
                        yield Found("allegedVictim", harmed.entity, row.subj, sentence, rule, (), row.place)


def _list_harmed(mentions: Sequence[Mention], crime: Mention) -> list[Mention]:
    """Return whom a crime's words name: "stabbing another man"; those right after it, or inside at its end."""
    types = PEOPLE | {MentionType.ORGANISATION}
    return [
        m
        for m in mentions
        if m.type in types
        and (m.span.start == crime.span.end + 1 or (crime.span.holds(m.span) and m.span.end == crime.span.end))
        and crime.text.split()[0].lower().endswith("ing")
    ]


def read_victims(events: Sequence[FoundEvent], found: Sequence[Found]) -> Iterator[Found]:
    """Yield whom somebody harmed, by the text's own words, who is charged with a crime; `found` are its relations."""
    charged = {row.subj for row in found if row.rel == "chargedWith"}
    for event in events:
        if event.match.frame.kind not in {"Assaulting", "Killing"} or not is_actual(event):
            continue
        for agent in list_named(event, "agent"):
            for harmed in list_named(event, "theme") + list_named(event, "recipient"):
                if agent.entity in charged and harmed.type in PEOPLE:
                    rule, place = "relations/harmed", event.trigger.start
                    yield Found("allegedVictim", harmed.entity, agent.entity, event.analysis.sentence, rule, (), place)
