"""What a mention says by the mentions and words inside it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.extract.nationality import find_nationality
from kg.extract.relations.found import BODIES, PEOPLE, PLACES, Found, list_nested, list_outermost
from kg.extract.relations.plural import is_plural
from kg.extract.relations.wording import list_words
from kg.extract.sentences import Sentence
from kg.model import Level, Mention, MentionType

_AGE = re.compile(r"\b(\d{1,3})[-‑ ]year[-‑ ]old\b")
_ADMINISTRATION = re.compile(r"(?:[’']s?|^his|^her)\s+(?:administration|government|office)$", re.IGNORECASE)


def read_inside(sentence: Sentence, mentions: Sequence[Mention], mention: Mention) -> Iterator[Found]:
    """Yield what a mention says by the mentions and words inside it."""
    nested = list_nested(mention, mentions)
    place = mention.span.start
    plural = mention.type in PEOPLE and is_plural(sentence, mention)
    if mention.type in PEOPLE:
        if age := _AGE.search(mention.text):
            yield Found("age", mention.entity, age[1], sentence, "beside/year-old", (), place)
        if mention.level is not Level.NAME and not plural and (country := _find_country(mention, nested)):
            yield Found("nationality", mention.entity, country, sentence, "beside/demonym", (), place)
    if mention.type is MentionType.PERSON and mention.level is not Level.NAME and not plural:
        for spot in list_outermost(nested, PLACES):
            if spot.level is Level.NAME and _lives_there(mention, spot):
                yield Found("residence", mention.entity, spot.entity, sentence, "beside/person-of-place", (), place)
    if mention.type in PEOPLE and mention.level is not Level.NAME and not plural:
        for spot in list_outermost(nested, PLACES):
            if _comes_from(mention, spot):
                yield Found("basedIn", mention.entity, spot.entity, sentence, "beside/lawyer-from", (), place)
    if mention.type in PEOPLE and mention.level is not Level.NAME:
        for body in list_outermost(nested, BODIES | {MentionType.JURISDICTION}):
            if body.entity != mention.entity and _belongs(mention, body, plural=plural):
                yield Found("memberOf", mention.entity, body.entity, sentence, "beside/one-of-body", (), place)
    if mention.type in {MentionType.COURT, MentionType.ORGANISATION} and mention.level is not Level.NAME:
        for body in list_outermost(nested, frozenset({mention.type})):
            before = mention.text[: body.span.start - mention.span.start].lower().split()
            if body.entity != mention.entity and not list_words("parts").isdisjoint(before):
                yield Found("partOf", mention.entity, body.entity, sentence, "beside/part-inside", (), place)
    for spot in (*nested, *(m for m in mentions if mention.span.start < m.span.start < mention.span.end < m.span.end)):
        if (
            spot.type in PLACES
            and spot.level is Level.NAME
            and spot.span.end >= mention.span.end
            and _follows_in(mention, spot)
            and _has_seat(mention)
            and spot.text.lower().removeprefix("the ") not in list_words("nation")
        ):
            yield Found("basedIn", mention.entity, spot.entity, sentence, "beside/body-in-place", (), place)
    if mention.type is MentionType.ORGANISATION:
        for body in _list_wholes(mention, nested):
            yield Found("partOf", mention.entity, body.entity, sentence, "beside/site-of-body", (), place)
    if mention.type is MentionType.AGENCY and _ADMINISTRATION.search(mention.text):
        for head in nested:
            owns = head.level is Level.PRONOUN or head.level is Level.NAME
            if head.type in PEOPLE and owns:
                rel = "memberOf" if _is_deputy(head, mentions) else "headsAdministration"
                yield Found(rel, head.entity, mention.entity, sentence, "beside/administration", (), place)
    if mention.type is MentionType.AGENCY:
        for body in nested:
            if body.type is MentionType.AGENCY and body.entity != mention.entity and _is_unit(mention):
                yield Found("partOf", mention.entity, body.entity, sentence, "beside/unit-inside", (), place)


def _is_deputy(head: Mention, mentions: Sequence[Mention]) -> bool:
    """Say whether somebody's post before the name is under another: "Deputy District Attorney Lind … her office"."""
    names = {m.span.start for m in mentions if m.entity == head.entity}
    posts = [m for m in mentions if m.type is MentionType.ROLE and m.span.end + 1 in names]
    return any(not list_words("deputies").isdisjoint(m.text.lower().split()) for m in posts)


def _find_country(person: Mention, nested: Sequence[Mention]) -> str | None:
    """Return the country by whose people a phrase calls somebody; "Bureau of Indian Affairs" says none."""
    if not list_words("crowds").isdisjoint(person.text.lower().split()):
        return None
    text, start = person.text, person.span.start
    for body in nested:
        if body.type in BODIES and " " in body.text:
            text = text.replace(person.text[body.span.start - start : body.span.end - start], "")
    return find_nationality(text)


def _belongs(person: Mention, body: Mention, *, plural: bool) -> bool:
    """Say whether a phrase for people says what body they are of: "a member of", "students at", "a Navy official"."""
    words = _cut_words(person, body)
    before = person.text[: body.span.start - person.span.start].lower().split()
    if body.type not in BODIES:
        return not list_words("membership").isdisjoint(words) and "of" in before
    if not list_words("belonging").isdisjoint(words):
        return True
    if "at" in before[-2:] and not list_words("attending").isdisjoint(words):
        return True
    opens = not set(before) - {"a", "an", "the", "one"}
    return opens and person.type is MentionType.OFFICIAL and not plural and body.level is Level.NAME


def read_based(sentence: Sentence, mentions: Sequence[Mention], places: Mapping[str, str]) -> Iterator[Found]:
    """Yield where a body is based by a word before its noun: "Tern Mining, a Boise-based company".

    Args:
        sentence: The sentence.
        mentions: The mentions that lie in it.
        places: The document's places by their name in lower case: entity ids.
    """
    for before, token in pairwise(sentence.tokens):
        if token.lower != "-based" or before.lower not in places:
            continue
        holding = [m for m in mentions if m.type in BODIES and m.span.holds(token.span)]
        after = [m for m in mentions if m.type in BODIES and 0 <= m.span.start - token.span.end <= 1]
        for body in (holding or after)[:1]:
            yield Found("basedIn", body.entity, places[before.lower], sentence, "beside/based", (), token.span.start)


def _list_wholes(part: Mention, nested: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the bodies that a site or a center belongs to: "the Tern Mining mill"."""
    for body in nested:
        if body.type is not MentionType.ORGANISATION or body.entity == part.entity or body.level is not Level.NAME:
            continue
        before = part.text[: body.span.start - part.span.start].lower().split()
        after = part.text[body.span.end - part.span.start :].lower().split()
        site = not set(before) - {"the", "a", "an"} and after and after[0] in list_words("sites")
        if site or (before[-1:] == ["at"] and not after):
            yield body


def _comes_from(person: Mention, spot: Mention) -> bool:
    """Say whether a phrase says where somebody practises: "a lawyer from Boise"."""
    before = person.text[: spot.span.start - person.span.start].lower().split()
    return before[-1:] == ["from"] and not list_words("practices").isdisjoint(before)


def _cut_words(outer: Mention, inner: Mention) -> set[str]:
    """Return the words of a mention less those of one inside it, in lower case."""
    start, end = inner.span.start - outer.span.start, inner.span.end - outer.span.start
    return set((outer.text[:start] + outer.text[end:]).lower().split())


def _lives_there(person: Mention, spot: Mention) -> bool:
    """Say whether a phrase says where somebody lives: "a Boise woman", "from Boise", "residents of Boise"."""
    words = _cut_words(person, spot)
    if _is_citizen(person) or not list_words("professions").isdisjoint(words):
        return False
    before = person.text[: spot.span.start - person.span.start].lower().split()
    led = [word for word in before if word in {"of", "in", "from", "at", "near", "with", "for"}]
    return not led or led[-1] == "from" or not list_words("residents").isdisjoint(words)


def _is_unit(mention: Mention) -> bool:
    """Say whether an agency's name ends or begins like a part of another: "… Division", "the Bureau of …"."""
    words = mention.text.lower().split()
    return any(word in list_words("units") for word in (words[-1], *words[:4]))


def _is_citizen(mention: Mention) -> bool:
    """Say whether the phrase names somebody by a country: "a U.S. citizen" need not live there."""
    return not list_words("citizens").isdisjoint(mention.text.lower().split())


def _has_seat(mention: Mention) -> bool:
    """Say whether the mention is of a body, or of officials by kind ("prosecutors in …"); named people have none."""
    if mention.type is MentionType.OFFICIAL:
        return mention.level is not Level.NAME
    return mention.type in BODIES


def _follows_in(outer: Mention, inner: Mention) -> bool:
    return outer.text[: inner.span.start - outer.span.start].rstrip().lower().endswith((" in", " in the"))
