"""What the sentences of an article say together of a lawsuit: who filed it, where, and which judge has it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from kg.extract.clauses import Analysis, Verb, list_phrases
from kg.extract.clauses.nouns import read_nouns
from kg.extract.events import FoundEvent
from kg.extract.frames import Bench
from kg.extract.needs import list_needs
from kg.extract.patterns import Pattern, compile_pattern, encode_sentence
from kg.extract.relations.found import ACTORS, PEOPLE, Found, list_nested
from kg.extract.relations.from_events import is_actual, is_resolved, list_agents, list_named
from kg.extract.relations.wording import is_lawsuit
from kg.extract.sentences import Sentence
from kg.extract.tokens import load_wording
from kg.model import Entity, Level, Mention, MentionType

_NEAR = 250
"""How far before a sentence, in code points, stands the suit that its "it" means."""
_OBJECT = 12
"""How far from its verb, in code points, the noun of "filed suit" stands at most."""
_PRIVATE = PEOPLE | {MentionType.ORGANISATION, MentionType.NEWS_ORGANISATION}
_REACH = 1500
"""How far, in code points, "the suit" may stand from the words that say that somebody sued."""


@cache
def _list_patterns() -> tuple[tuple[Pattern, tuple[frozenset[str], ...]], ...]:
    sources = [row["pattern"] for row in load_wording("relations_suits")["judge"]]
    return tuple((compile_pattern(source), list_needs(source)) for source in sources)


class Suits:
    """The lawsuits of a document: what its sentences say of them, gathered sentence by sentence."""

    def __init__(self, mentions: Sequence[Mention], entities: Mapping[str, Entity], bench: Bench) -> None:
        """Take the document's mentions, in reading order, and its entities."""
        self._wording: Mapping[str, Any] = load_wording("relations_suits")
        self._bench = bench
        self._first: dict[str, Mention] = {}
        self._last: list[Mention] = []
        for mention in mentions:
            if mention.type is not MentionType.INSTRUMENT or mention.entity not in entities:
                continue
            if mention.entity in self._first or self._is_suit(mention, entities[mention.entity]):
                self._first.setdefault(mention.entity, mention)
                self._last.append(mention)
        cases = [m for m in mentions if m.type is MentionType.INSTRUMENT and _is_case_name(m)]
        self.outside = {m.entity for m in mentions if not any(case.span.holds(m.span) for case in cases)}
        """Entities that the text names outside the names of cases."""
        self._acts: list[FoundEvent] = []
        self._heard: list[tuple[Mention, Sentence]] = []
        self._plaintiffs: list[tuple[Mention, Sentence]] = []
        self._accused: list[tuple[str, Mention, Sentence]] = []

    def _is_suit(self, mention: Mention, entity: Entity) -> bool:
        heads = set(self._wording["suit"]["heads"])
        words = mention.text.lower().replace("’s", "").split()
        return entity.kind in self._wording["suit"]["kinds"] or words[-1] in heads or "lawsuit" in words[:3]

    def read_sentence(self, analysis: Analysis, mentions: Sequence[Mention], events: Sequence[FoundEvent]) -> None:
        """Note who sues, who the plaintiffs are, and which judge hears a case, in one sentence."""
        for event in events:
            if event.match.frame.kind == "Suing" and is_actual(event) and not is_resolved(event):
                self._acts.append(event)
        if not self._first:
            return
        tokens = analysis.sentence.tokens
        words = {token.lower for token in tokens} | {token.lemma for token in tokens}
        encoded = None
        for pattern, needs in _list_patterns():
            if any(need.isdisjoint(words) for need in needs):
                continue
            encoded = encoded or encode_sentence(tokens, mentions)
            for match in pattern.find(encoded):
                judge = match.mentions["judge"]
                if self._bench.holds(judge):
                    self._heard.append((judge, analysis.sentence))
        self._read_accused(analysis)
        self._plaintiffs += [(name, analysis.sentence) for name in self._find_plaintiffs(analysis)]

    def _read_accused(self, analysis: Analysis) -> None:
        """Note whom a suit accuses, or says to have broken the law."""
        wording = self._wording["accuses"]
        for verb in analysis.verbs:
            suits = [n.entity for k in verb.subject if (n := analysis.names[k]) is not None and n.entity in self._first]
            suits = suits or self._find_it(analysis, verb)
            if not suits or verb.passive:
                continue
            if verb.lemma in wording["verbs"]:
                blamed = list(verb.objects)
            elif verb.lemma in wording["claims"]:
                below = [v for v in analysis.verbs if v.governor is verb and v.lemma in wording["breaking"]]
                blamed = [k for v in below if not v.passive for k in v.subject]
            else:
                continue
            for name in (analysis.names[k] for k in blamed):
                if name is not None and name.type in ACTORS:
                    self._accused.append((suits[0], name, analysis.sentence))

    def _find_it(self, analysis: Analysis, verb: Verb) -> list[str]:
        """Return the suit that "it" means at the head of a sentence, where the one before spoke of a suit."""
        if len(verb.subject) != 1 or analysis.sentence.tokens[analysis.chunks[verb.subject[0]].head].lower != "it":
            return []
        start = analysis.sentence.span.start
        near = [m for m in self._last if 0 <= start - m.span.end < _NEAR]
        return [near[-1].entity] if near else []

    def _find_plaintiffs(self, analysis: Analysis) -> Iterator[Mention]:
        wording = self._wording["plaintiffs"]
        for index, chunk in enumerate(analysis.chunks):
            if chunk.kind != "NP" or chunk.lemma not in wording["nouns"]:
                continue
            if [c.kind for c in analysis.chunks[index + 1 : index + 3]] == ["C", "NP"]:
                yield from _list_parties(analysis, read_nouns(analysis.chunks, index + 2)[0])
            for verb in analysis.verbs:
                if index in verb.subject and verb.lemma in wording["verbs"]:
                    listed = [*verb.objects, *(k for p, nouns in verb.phrases if p == "as" for k in nouns)]
                    yield from _list_parties(analysis, listed)

    def read_document(self, found: Sequence[Found]) -> Iterator[Found]:
        """Yield what follows, all sentences read; `found` are the relations found in them."""
        filers: dict[str, dict[str, None]] = {}
        sued: dict[str, dict[str, None]] = {}
        for row in found:
            if row.rel == "filedBy":
                filers.setdefault(row.subj, {})[row.obj] = None
            elif row.rel == "sues":
                sued.setdefault(row.subj, {})[row.obj] = None
        for event in self._acts:
            suit = self._find_suit(event.trigger.start, filers)
            if suit is None:
                continue
            sentence, place = event.analysis.sentence, event.trigger.start
            for agent in list_agents(event):
                filers.setdefault(suit, {})[agent.entity] = None
                yield Found("filedBy", suit, agent.entity, sentence, "relations_suits/sued", (), place)
            for court in list_named(event, "court"):
                yield Found("filedIn", suit, court.entity, sentence, "relations_suits/sued", (), place)
        for mention, sentence in self._plaintiffs:
            suit = self._find_focus(sentence.span.end)
            if suit is None:
                continue
            against = {d: None for f in filers.get(suit, ()) for d in sued.get(f, ())}
            rule, place = "relations_suits/plaintiffs", mention.span.start
            yield Found("filedBy", suit, mention.entity, sentence, rule, (), place)
            for other in against:
                yield Found("sues", mention.entity, other, sentence, rule, (), place)
        for suit, blamed, sentence in self._accused:
            for filer in dict.fromkeys(filers.get(suit, ())):
                rule, place = "relations_suits/accused", blamed.span.start
                yield Found("sues", filer, blamed.entity, sentence, rule, (), place)
        for judge, sentence in self._heard:
            suit = self._find_focus(judge.span.start)
            if suit is not None:
                place = judge.span.start
                yield Found("assignedTo", suit, judge.entity, sentence, "relations_suits/heard", (), place)

    def _find_suit(self, place: int, filers: Mapping[str, object]) -> str | None:
        """Return the suit that "sued" began: the only one, or the next that is called "the suit" and has no filer."""
        if len(self._first) == 1 and is_lawsuit(next(iter(self._first.values()))):
            return next(iter(self._first))
        for entity, first in self._first.items():
            opens = first.text.split(None, 1)[0].lower()
            definite = opens in self._wording["suit"]["definite"] or first.level is Level.NAME
            distance = first.span.start - place
            if 0 < distance < _REACH and (definite or distance < _OBJECT) and entity not in filers:
                return entity
        return None

    def _find_focus(self, place: int) -> str | None:
        before = [m for m in self._last if m.span.start < place and m.entity in self._first]
        return before[-1].entity if before else None


def _find_group(sentence: Sentence, mentions: Sequence[Mention], case: Mention) -> Mention | None:
    """Return the plaintiffs before a case's name: "Plaintiffs in Lind v. Dahl"."""
    nouns = load_wording("relations_suits")["plaintiffs"]["nouns"]
    before = [t for t in sentence.tokens if t.span.end <= case.span.start][-2:]
    if len(before) < 2 or before[1].lower != "in" or before[0].lower not in nouns:
        return None
    return next((m for m in mentions if m.span.end == before[0].span.end and m.type in PEOPLE), None)


def _is_case_name(case: Mention) -> bool:
    return " v. " in case.text or " vs. " in case.text


def _list_parties(analysis: Analysis, chunks: Sequence[int]) -> list[Mention]:
    names = [analysis.names[k] for k in chunks]
    return [n for n in names if n is not None and n.type in ACTORS and n.level is Level.NAME]


def read_case_name(
    sentence: Sentence, mentions: Sequence[Mention], known: frozenset[str] | set[str]
) -> Iterator[Found]:
    """Yield plaintiff and defendant of a case by its name, where the text speaks of both outside of it too."""
    for case in mentions:
        if case.type is not MentionType.INSTRUMENT or not _is_case_name(case):
            continue
        sides = [m for m in list_nested(case, mentions) if m.type in ACTORS and m.entity in known]
        first = next((m for m in sides if m.span.start == case.span.start), None)
        last = next((m for m in sides if m.span.end == case.span.end), None)
        place = case.span.start
        group = _find_group(sentence, mentions, case)
        if group is not None:
            yield Found("filedBy", case.entity, group.entity, sentence, "relations_suits/case-name", (), place)
            if last is not None:
                yield Found("sues", group.entity, last.entity, sentence, "relations_suits/case-name", (), place)
        # "United States v. Lind" is no lawsuit but a charge.
        if first is None or last is None or first.entity == last.entity or first.type not in _PRIVATE:
            continue
        yield Found("sues", first.entity, last.entity, sentence, "relations_suits/case-name", (), place)
        yield Found("filedBy", case.entity, first.entity, sentence, "relations_suits/case-name", (), place)


def read_case(event: FoundEvent, case: str | None) -> Iterator[Found]:
    """Yield to whom "the case" went, where the lawsuit was named before."""
    themes = event.match.roles.get("theme", ())
    if event.match.frame.kind != "Assigning" or case is None or not themes:
        return
    if any(f.mention is not None and f.mention.type is MentionType.INSTRUMENT for f in themes):
        return
    if is_actual(event):
        for judge in list_named(event, "recipient"):
            rule, place = event.match.frame.name, event.trigger.start
            yield Found("assignedTo", case, judge.entity, event.analysis.sentence, rule, (), place)


def read_askers(
    found: Sequence[Found], events: Sequence[FoundEvent], asking: Sequence[tuple[FoundEvent, Mention]]
) -> Iterator[Found]:
    """Yield what follows from a paper's asking: "the suit asks Judge Lind": its filer asks, and she has the case.

    Args:
        found: The document's relations: who filed which paper.
        events: Its events.
        asking: The papers that "it" means in some of them.
    """
    filers: dict[str, list[str]] = {}
    for row in found:
        if row.rel == "filedBy":
            filers.setdefault(row.subj, []).append(row.obj)
    for event in events:
        if event.match.frame.kind != "Petitioning" or not is_actual(event) or is_resolved(event):
            continue
        sentence, place, rule = event.analysis.sentence, event.trigger.start, event.match.frame.name
        papers = [p for p in list_named(event, "agent") if p.type is MentionType.INSTRUMENT]
        papers += [paper for asked_in, paper in asking if asked_in is event]
        for asked in list_named(event, "recipient"):
            for paper in papers:
                for filer in dict.fromkeys(filers.get(paper.entity, ())):
                    yield Found("petitioned", filer, asked.entity, sentence, rule, (), place)
            for paper in (*papers, *list_named(event, "instrument")):
                if paper.entity in filers and asked.level is Level.NAME and asked.type in PEOPLE:
                    yield Found("assignedTo", paper.entity, asked.entity, sentence, rule, (), place)


def read_against(analysis: Analysis, index: int, owners: Sequence[Mention]) -> Iterator[Found]:
    """Yield who sues whom by a lawsuit's noun: "her lawsuit against the city", "a suit by the union against it"."""
    phrases = list_phrases(analysis, index)
    plaintiffs = [*owners, *(n for p, ks in phrases[:1] if p == "by" for k in ks if (n := analysis.names[k]))]
    sued = [n for p, ks in phrases if p == "against" for k in ks if (n := analysis.names[k]) is not None]
    place = analysis.sentence.tokens[analysis.chunks[index].start].span.start
    for one in plaintiffs:
        for other in sued:
            if one.type in ACTORS and other.type in ACTORS:
                rule = "relations_suits/against"
                yield Found("sues", one.entity, other.entity, analysis.sentence, rule, (), place)
