"""Relations that stand beside a name, whatever the verb: posts, bodies, places, ages, custody, victims.

The patterns are data/lexicon/relations_beside.toml; what a mention holds inside it is read here.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.lexicon import Rule, load_rules
from kg.extract.patterns import Match, encode_sentence, span_of
from kg.extract.sentences import Sentence
from kg.extract.tokens import Token, load_wording
from kg.model import Level, Mention, MentionType
from kg.resources import find_resource

PEOPLE = frozenset({MentionType.OFFICIAL, MentionType.PERSON})
BODIES = frozenset({MentionType.AGENCY, MentionType.COURT, MentionType.ORGANISATION, MentionType.NEWS_ORGANISATION})
PLACES = frozenset({MentionType.PLACE, MentionType.JURISDICTION})
ACTING = frozenset({"acting", "interim"})
_AGE = re.compile(r"\b(\d{1,3})[-‑ ]year[-‑ ]old\b")
_CAPTURE = re.compile(r"\b[a-z]+=<([A-Za-z|]+)>")
_ADMINISTRATION = re.compile(r"[’']s?\s+(?:administration|government|office)$")


@dataclass(frozen=True, slots=True)
class Found:
    """A relation as found: `subj` and `obj` are entity ids or a literal's text; `extra` as in kg.model.Relation."""

    rel: str
    subj: str
    obj: str
    sentence: Sentence
    rule: str
    extra: tuple[tuple[str, str], ...] = ()
    place: int = 0


def list_nested(outer: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that lie inside another one."""
    return [m for m in mentions if m is not outer and outer.span.holds(m.span) and m.span != outer.span]


def find_beside(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Yield the relations of one sentence that its names and what stands beside them say."""
    matches = match_rules(sentence, mentions)
    holders: dict[str, Mention] = {}
    bodies: dict[str, list[Mention]] = {}
    for rule, match in matches:
        rel = rule.data["rel"]
        if rel == "holdsOffice":
            role, who = match.mentions["role"], match.mentions["who"]
            joined = list(_list_joined(sentence, mentions, role, who))
            if who.entity == role.entity or _is_address(role) or (_is_plural(sentence, role) and not joined):
                continue
            holders[role.id] = who
            for person in (who, *joined):
                yield _hold_office(sentence, role, person, rule.name)
        elif rel == "roleIn":
            bodies.setdefault(match.mentions["role"].id, []).append(match.mentions["body"])
        else:
            yield from _read_match(sentence, mentions, rule, match, holders)
    roles = {m.id: m for m in mentions if m.type is MentionType.ROLE}
    for role_id, who in holders.items():
        yield from _join_bodies(sentence, mentions, roles[role_id], who, bodies.get(role_id, []))
    for mention in mentions:
        yield from _read_inside(sentence, mentions, mention)


@cache
def _list_rules() -> tuple[tuple[Rule, tuple[set[str], ...]], ...]:
    """Return the rules with the mention types that a sentence must hold for each of their captures."""
    return tuple(
        (rule, tuple(set(types.split("|")) for types in _CAPTURE.findall(rule.pattern.source)))
        for rule in load_rules("relations_beside")
        if rule.pattern is not None
    )


def match_rules(sentence: Sentence, mentions: Sequence[Mention]) -> list[tuple[Rule, Match]]:
    """Return the matches of all rules; in one group each object (or subject, for literals) is taken once."""
    kinds = {mention.type.value for mention in mentions}
    rules = [rule for rule, needed in _list_rules() if all(kinds & types for types in needed)]
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
            taken.add((rule.data["group"], key.id))
            found.append((rule, match))
    return found


def _words(name: str) -> frozenset[str]:
    return frozenset(load_wording("relations_beside")["words"][name])


def _is_address(role: Mention) -> bool:
    """Say whether the "post" is a mere form of address: "Dr."."""
    return role.text.lower().rstrip(".") in _words("address")


def _has_seated_post(mentions: Sequence[Mention], who: Mention, holders: Mapping[str, Mention]) -> bool:
    posts = [m.text.lower().split() for m in mentions if m.id in holders and holders[m.id].entity == who.entity]
    return any(not _words("seated").isdisjoint(post) for post in posts)


def _is_plural(sentence: Sentence, mention: Mention) -> bool:
    """Say whether the mention's last noun, or the last before a preposition, is in the plural."""
    tokens = [t for t in sentence.tokens if mention.span.holds(t.span)]
    head = next(
        (
            i
            for i, t in enumerate(tokens)
            if i and t.pos in {"IN", "TO"} and tokens[i - 1].lower not in {"all", "some", "many"}
        ),
        len(tokens),
    )
    last = tokens[head - 1] if head else None
    return last is not None and (last.pos in {"NNS", "NNPS"} or last.lower in {"sens.", "reps.", "govs.", "messrs."})


def _list_joined(sentence: Sentence, mentions: Sequence[Mention], role: Mention, who: Mention) -> Iterator[Mention]:
    """Yield the further holders of a post in the plural: "Sens. Ann Lind (R-Ohio), Bo Dahl and Cy Eck"."""
    if not _is_plural(sentence, role) or who.span.start < role.span.end:
        return
    people = [m for m in mentions if m.type in PEOPLE and m.span.start >= who.span.end and m.level is Level.NAME]
    last = who
    for other in people:
        between = [t for t in sentence.tokens if last.span.end <= t.span.start and t.span.end <= other.span.start]
        outside = _drop_brackets(between)
        if any(t.lower not in {",", "and", "&", ";"} for t in outside) or not outside:
            return
        yield other
        last = other


def _drop_brackets(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.text == "("
        if not depth:
            kept.append(token)
        depth -= token.text == ")" and depth > 0
    return kept


def _hold_office(sentence: Sentence, role: Mention, who: Mention, rule: str) -> Found:
    words = set(role.text.lower().split())
    first = next((i for i, t in enumerate(sentence.tokens) if t.span.start >= role.span.start), 0)
    if first and sentence.tokens[first - 1].lower in ACTING:
        words.add(sentence.tokens[first - 1].lower)
    extra: tuple[tuple[str, str], ...] = (("acting", "true"),) if words & ACTING else ()
    if "former" in words or (first and sentence.tokens[first - 1].lower == "former"):
        extra += (("former", "true"),)
    return Found("holdsOffice", who.entity, role.entity, sentence, rule, extra, role.span.start)


def _join_bodies(
    sentence: Sentence, mentions: Sequence[Mention], role: Mention, who: Mention, beside: Sequence[Mention]
) -> Iterator[Found]:
    inside = [m for m in list_nested(role, mentions) if m.type in BODIES]
    outermost = [m for m in inside if not any(o is not m and o.span.holds(m.span) for o in inside)]
    for body in (*outermost, *beside):
        yield Found("memberOf", who.entity, body.entity, sentence, "beside/body-of-post", (), body.span.start)
    for body in beside:
        for unit in outermost:
            if unit.entity != body.entity and body.span.end <= role.span.start:
                yield Found("partOf", unit.entity, body.entity, sentence, "beside/unit-in-post", (), unit.span.start)


def _read_match(
    sentence: Sentence, mentions: Sequence[Mention], rule: Rule, match: Match, holders: Mapping[str, Mention]
) -> Iterator[Found]:
    rel, subj = rule.data["rel"], match.mentions["subj"]
    place = subj.span.start
    if rel == "age":
        text = sentence.tokens[match.groups["years"][0]].text
        if text.isdigit() and 0 < int(text) < 120:
            yield Found("age", subj.entity, text, sentence, rule.name, (), place)
    elif rel == "heldIn":
        hold = sentence.tokens[match.groups["hold"][0]]
        literal = "custody" if hold.lower == "bars" else hold.lower
        span = span_of(sentence.tokens, *match.groups["hold"])
        named = [m for m in mentions if m.span.end == span.end and m.type in PLACES | {MentionType.AGENCY}]
        yield Found("heldIn", subj.entity, named[0].entity if named else literal, sentence, rule.name, (), place)
    elif rel in {"victim", "victim-death"}:
        suspect = _find_suspect(mentions, match.mentions["crime"], subj)
        if suspect is not None:
            yield Found("allegedVictim", subj.entity, suspect.entity, sentence, rule.name, (), place)
    elif rel == "place":
        if subj.level is not Level.NAME:
            return
        name = "basedIn" if subj.type is MentionType.OFFICIAL else "residence"
        if name == "basedIn" and not _has_seated_post(mentions, subj, holders):
            return
        yield Found(name, subj.entity, match.mentions["obj"].entity, sentence, rule.name, (), place)
    elif subj.entity != match.mentions["obj"].entity:
        yield Found(rel, subj.entity, match.mentions["obj"].entity, sentence, rule.name, (), place)


def _find_suspect(mentions: Sequence[Mention], crime: Mention, victim: Mention) -> Mention | None:
    """Return the person charged: the nearest before the crime that is no official by name."""
    before = [
        m
        for m in mentions
        if m.type is MentionType.PERSON and m.span.end <= crime.span.start and m.entity != victim.entity
    ]
    return before[-1] if before else None


def _read_inside(sentence: Sentence, mentions: Sequence[Mention], mention: Mention) -> Iterator[Found]:
    """Yield what a mention says by the mentions and words inside it."""
    nested = list_nested(mention, mentions)
    place = mention.span.start
    plural = mention.type in PEOPLE and _is_plural(sentence, mention)
    if mention.type in PEOPLE:
        if age := _AGE.search(mention.text):
            yield Found("age", mention.entity, age[1], sentence, "beside/year-old", (), place)
        if mention.level is not Level.NAME and not plural and (country := find_nationality(mention.text)):
            yield Found("nationality", mention.entity, country, sentence, "beside/demonym", (), place)
    if mention.type is MentionType.PERSON and mention.level is not Level.NAME and not plural:
        for spot in nested:
            if spot.type in PLACES and spot.level is Level.NAME and _lives_there(mention, spot):
                yield Found("residence", mention.entity, spot.entity, sentence, "beside/person-of-place", (), place)
    if mention.type in PEOPLE and mention.level is not Level.NAME:
        for body in _list_outermost(nested, BODIES):
            if body.entity != mention.entity and not _words("belonging").isdisjoint(_cut_words(mention, body)):
                yield Found("memberOf", mention.entity, body.entity, sentence, "beside/one-of-body", (), place)
    if mention.type in {MentionType.COURT, MentionType.ORGANISATION} and mention.level is not Level.NAME:
        for body in _list_outermost(nested, frozenset({mention.type})):
            before = mention.text[: body.span.start - mention.span.start].lower().split()
            if body.entity != mention.entity and not _words("parts").isdisjoint(before):
                yield Found("partOf", mention.entity, body.entity, sentence, "beside/part-inside", (), place)
    for spot in nested:
        if (
            spot.type in PLACES
            and spot.span.end == mention.span.end
            and _follows_in(mention, spot)
            and _has_seat(mention)
            and spot.text.lower().removeprefix("the ") not in _words("nation")
        ):
            yield Found("basedIn", mention.entity, spot.entity, sentence, "beside/body-in-place", (), place)
    if mention.type is MentionType.AGENCY and _ADMINISTRATION.search(mention.text):
        for head in nested:
            if head.type in PEOPLE:
                yield Found(
                    "headsAdministration", head.entity, mention.entity, sentence, "beside/administration", (), place
                )
    if mention.type is MentionType.AGENCY:
        for body in nested:
            if body.type is MentionType.AGENCY and body.entity != mention.entity and _is_unit(mention):
                yield Found("partOf", mention.entity, body.entity, sentence, "beside/unit-inside", (), place)


def _list_outermost(nested: Sequence[Mention], types: frozenset[MentionType]) -> list[Mention]:
    held = [m for m in nested if m.type in types]
    return [m for m in held if not any(o is not m and o.span.holds(m.span) and o.span != m.span for o in held)]


def _cut_words(outer: Mention, inner: Mention) -> set[str]:
    """Return the words of a mention less those of one inside it, in lower case."""
    start, end = inner.span.start - outer.span.start, inner.span.end - outer.span.start
    return set((outer.text[:start] + outer.text[end:]).lower().split())


def _lives_there(person: Mention, spot: Mention) -> bool:
    """Say whether a phrase says where somebody lives: "a Boise woman", "from Boise", "residents of Boise"."""
    words = _cut_words(person, spot)
    if _is_citizen(person) or not _words("professions").isdisjoint(words):
        return False
    before = person.text[: spot.span.start - person.span.start].lower().split()
    led = [word for word in before if word in {"of", "in", "from", "at", "near", "with", "for"}]
    return not led or led[-1] == "from" or not _words("residents").isdisjoint(words)


def _is_unit(mention: Mention) -> bool:
    """Say whether an agency's name ends or begins like a part of another: "… Division", "the Bureau of …"."""
    words = mention.text.lower().split()
    return any(word in _words("units") for word in (words[-1], *words[:4]))


def _is_citizen(mention: Mention) -> bool:
    """Say whether the phrase names somebody by a country: "a U.S. citizen" need not live there."""
    return not _words("citizens").isdisjoint(mention.text.lower().split())


def _has_seat(mention: Mention) -> bool:
    """Say whether the mention is of a body, or of officials by kind ("prosecutors in …"); named people have none."""
    if mention.type is MentionType.OFFICIAL:
        return mention.level is not Level.NAME
    return mention.type in BODIES


def _follows_in(outer: Mention, inner: Mention) -> bool:
    return outer.text[: inner.span.start - outer.span.start].rstrip().lower().endswith((" in", " in the"))


@cache
def _load_demonyms() -> Mapping[str, str]:
    """Return countries by their demonym in lower case, from data/gazetteer/demonyms.csv."""
    names: dict[str, str] = {}
    places: dict[str, str] = {}
    with find_resource("data", "gazetteer", "world.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            places[row["id"]] = row["label"]
    with find_resource("data", "gazetteer", "demonyms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["demonym"].lower()] = places.get(row["id"], row["demonym"])
    return names


def find_nationality(text: str) -> str | None:
    """Return the country whose people a noun phrase names ("a Peruvian man"), or None."""
    demonyms = _load_demonyms()
    for word in re.findall(r"[A-Z][\w-]+(?: [A-Z][\w-]+)?", text):
        for part in (word, *word.split()):
            if part.lower() in demonyms:
                return demonyms[part.lower()]
    return None
