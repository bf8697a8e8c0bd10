"""Relations that stand beside a name, whatever the verb: posts, bodies, places, ages, custody, victims.

The patterns are data/lexicon/relations_beside.toml; what a mention holds inside it is read by inside.py.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kg.extract.lexicon import Rule, load_rules
from kg.extract.needs import list_needs
from kg.extract.patterns import Match, encode_sentence, span_of
from kg.extract.relations.crimes import list_joined_crimes
from kg.extract.relations.found import PEOPLE, PLACES, Found
from kg.extract.relations.inside import read_inside
from kg.extract.relations.offices import has_seated_post, hold_office, is_address, join_bodies, list_joined, list_seats
from kg.extract.relations.plural import is_plural
from kg.extract.relations.wording import list_words
from kg.extract.sentences import Sentence
from kg.extract.tokens import load_wording
from kg.model import Level, Mention, MentionType, Span

_CAPTURE = re.compile(r"\b[a-z]+=<([A-Za-z|]+)>")


def find_beside(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Yield the relations of one sentence that its names and what stands beside them say."""
    matches = match_rules(sentence, mentions)
    holders: dict[str, Mention] = {}
    bodies: dict[str, list[Mention]] = {}
    for rule, match in matches:
        rel = rule.data["rel"]
        if rel == "holdsOffice":
            role, who = match.mentions["role"], match.mentions["who"]
            joined = list(list_joined(sentence, mentions, role, who))
            if who.entity == role.entity or is_address(role) or (is_plural(sentence, role) and not joined):
                continue
            holders[role.id] = who
            for person in (who, *joined):
                yield hold_office(sentence, role, person, rule.name)
            for spot in list_seats(role, mentions):
                yield Found("basedIn", who.entity, spot.entity, sentence, rule.name, (), role.span.start)
        elif rel == "roleIn":
            bodies.setdefault(match.mentions["role"].id, []).append(match.mentions["body"])
        else:
            yield from _read_match(sentence, mentions, rule, match, holders)
        if rel == "chargedWith" and not rule.data.get("nearest"):
            for crime in list_joined_crimes(sentence, mentions, match.mentions["obj"]):
                subj = match.mentions["subj"]
                yield Found(rel, subj.entity, crime.entity, sentence, rule.name, (), subj.span.start)
    roles = {m.id: m for m in mentions if m.type is MentionType.ROLE}
    for role_id, who in holders.items():
        yield from join_bodies(sentence, mentions, roles[role_id], who, bodies.get(role_id, []))
    for mention in mentions:
        yield from read_inside(sentence, mentions, mention)


@cache
def _list_rules() -> tuple[tuple[Rule, tuple[set[str], ...], tuple[frozenset[str], ...]], ...]:
    """Return the rules with what a sentence must hold for each: mention types for its captures, and words."""
    parts: dict[str, str] = load_wording("relations_beside")["parts"]
    return tuple(
        (
            rule,
            tuple(set(types.split("|")) for types in _CAPTURE.findall(rule.pattern.source)),
            list_needs(rule.pattern.source, parts),
        )
        for rule in load_rules("relations_beside")
        if rule.pattern is not None
    )


@cache
def _list_fitting(kinds: frozenset[MentionType]) -> tuple[tuple[Rule, tuple[frozenset[str], ...]], ...]:
    """Return the rules that a sentence with mentions of these types may fit, with the words that each needs."""
    values = {kind.value for kind in kinds}
    return tuple((rule, needs) for rule, types, needs in _list_rules() if all(values & each for each in types))


def _may_fit(rule: Rule, needs: Sequence[frozenset[str]], words: set[str]) -> bool:
    if any(need.isdisjoint(words) for need in needs):
        return False
    ending = rule.data.get("ending")
    return ending is None or any(word.endswith(ending) for word in words)


def match_rules(sentence: Sentence, mentions: Sequence[Mention]) -> list[tuple[Rule, Match]]:
    """Return the matches of all rules; in one group each object (or subject, for literals) is taken once."""
    fitting = _list_fitting(frozenset(mention.type for mention in mentions))
    if not fitting:
        return []
    words = {token.lower for token in sentence.tokens} | {token.lemma for token in sentence.tokens}
    rules = [rule for rule, needs in fitting if _may_fit(rule, needs, words)]
    if not rules:
        return []
    encoded = encode_sentence(sentence.tokens, mentions)
    taken: set[tuple[str, str]] = set()
    found: list[tuple[Rule, Match]] = []
    for rule in rules:
        for match in rule.pattern.find(encoded) if rule.pattern else ():
            key = match.mentions.get("role") or match.mentions.get("subj")
            if key is None or (rule.data["group"], key.id) in taken:
                continue
            if rule.data.get("nominal") and key.level is Level.NAME and key.type is not MentionType.COURT:
                continue
            if rule.data.get("named") and key.level is not Level.NAME:
                continue
            if rule.data.get("long") and " " not in key.text:
                continue
            if rule.data.get("site") and key.text.split()[-1].lower() not in list_words("sites"):
                continue
            taken.add((rule.data["group"], key.id))
            found.append((rule, match))
    return found


def _read_match(
    sentence: Sentence, mentions: Sequence[Mention], rule: Rule, match: Match, holders: Mapping[str, Mention]
) -> Iterator[Found]:
    rel, subj = rule.data["rel"], match.mentions["subj"]
    if rule.data.get("nearest"):
        end = match.mentions["obj"].span if "obj" in match.mentions else span_of(sentence.tokens, *match.groups["hold"])
        subj = _find_nearest(sentence, mentions, subj, end)
    place = subj.span.start
    if rel == "age":
        text = sentence.tokens[match.groups["years"][0]].text.split("-")[0]
        if text.isdigit() and 0 < int(text) < 120:
            yield Found("age", subj.entity, text, sentence, rule.name, (), place)
    elif rel == "heldIn":
        hold = sentence.tokens[match.groups["hold"][0]]
        literal = "custody" if hold.lower == "bars" else hold.lower
        span = span_of(sentence.tokens, *match.groups["hold"])
        named = [m for m in mentions if m.span.holds(span) and m.type in PLACES | {MentionType.AGENCY}]
        yield Found("heldIn", subj.entity, named[0].entity if named else literal, sentence, rule.name, (), place)
    elif rel in {"victim", "victim-death"}:
        suspect = _find_suspect(mentions, match.mentions["crime"], subj)
        if suspect is not None and subj.text.lower() not in {"his", "her", "their"}:
            yield Found("allegedVictim", subj.entity, suspect.entity, sentence, rule.name, (), place)
    elif rel == "place":
        if subj.level is not Level.NAME:
            return
        name = "basedIn" if subj.type is MentionType.OFFICIAL else "residence"
        if name == "basedIn" and not has_seated_post(mentions, subj, holders):
            return
        yield Found(name, subj.entity, match.mentions["obj"].entity, sentence, rule.name, (), place)
    elif rel == "residence" and is_plural(sentence, subj):
        return
    elif subj.entity != match.mentions["obj"].entity:
        yield Found(rel, subj.entity, match.mentions["obj"].entity, sentence, rule.name, (), place)


def _find_nearest(sentence: Sentence, mentions: Sequence[Mention], first: Mention, end: Span) -> Mention:
    """Return the last person before `end` who is not behind "by": "agents hold Lind, who remains in custody"."""
    found = first
    before = {t.span.end: t.lower for t in sentence.tokens}
    for mention in mentions:
        apart = found.span.end <= mention.span.start and mention.span.end <= end.start
        if mention.type in PEOPLE and apart and before.get(mention.span.start - 1) != "by":
            found = mention
    return found


def _find_suspect(mentions: Sequence[Mention], crime: Mention, victim: Mention) -> Mention | None:
    """Return the person charged: the nearest before the crime that is no official by name."""
    before = [
        m
        for m in mentions
        if m.type is MentionType.PERSON and m.span.end <= crime.span.start and m.entity != victim.entity
    ]
    return before[-1] if before else None
