"""Borders: what belongs to a mention before and behind its head, as in "officials in Tampa", "state Supreme Court"."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.extract.candidates import PEOPLE, PLACES, Candidate
from kg.extract.lexicon import NOUN_FILES, Rule, load_rules
from kg.extract.phrases import list_words
from kg.extract.tokens import Token
from kg.model import Level, MentionType

_BODIES = (MentionType.AGENCY, MentionType.ORGANISATION, MentionType.COURT, MentionType.JURISDICTION)
_EMPLOYERS = (MentionType.AGENCY, MentionType.ORGANISATION, MentionType.COURT)
_KNOWING = (("familiar", "with"), ("with", "knowledge", "of"), ("close", "to"), ("with", "ties", "to"))
_OBJECT = frozenset(("DT", "PRP$", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "VBG"))


@cache
def list_rules() -> dict[str, Rule]:
    """Return the lexicon rows of common nouns and crimes by their names."""
    return {rule.name: rule for file in (*NOUN_FILES, "crimes") for rule in load_rules(file)}


def attach_following(found: list[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """Give phrases what follows them and belongs to them: "officials in Tampa", "the policy of the city".

    Args:
        found: Candidates of one sentence.
        tokens: Its words.

    Returns:
        The same candidates in the same order, some wider.
    """
    begins = _map_begins(found, tokens)
    placed = [_attach_state(one, begins, tokens) for one in found]
    placed = [_follow_place(one, found, placed) for one in placed]
    begins = _map_begins(placed, tokens)
    return [_attach_one(one, begins, tokens) for one in placed]


def _map_begins(found: Sequence[Candidate], tokens: Sequence[Token]) -> dict[int, list[Candidate]]:
    """Candidates by the word they begin with, with and without their article."""
    begins: dict[int, list[Candidate]] = {}
    for one in found:
        begins.setdefault(one.first, []).append(one)
        if tokens[one.first].pos == "DT" and one.first + 1 < one.last:
            begins.setdefault(one.first + 1, []).append(one)
    return begins


def _attach_state(one: Candidate, begins: dict[int, list[Candidate]], tokens: Sequence[Token]) -> Candidate:
    """Give a place the state and country behind its comma: "Flint, Michigan, United States"."""
    if one.level is not Level.NAME or one.type not in PLACES:
        return one
    last = one.last
    while last + 1 < len(tokens) and tokens[last].text == ",":
        state = next((o for o in begins.get(last + 1, ()) if o.kind in ("State", "Country") and o.type in PLACES), None)
        if state is None or one.kind == "Country" or (last == one.last and one.kind == state.kind == "State"):
            break
        if one.kind == "State" and state.kind != "Country":
            break
        last = state.last
    return one.widen(last=last)


def _follow_place(one: Candidate, found: Sequence[Candidate], placed: Sequence[Candidate]) -> Candidate:
    """Widen a body's name with the place it ends in: "federal court in Tampa, Florida"."""
    if one.level is not Level.NAME or one.type not in _BODIES:
        return one
    for old, new in zip(found, placed, strict=True):
        if new.last > old.last == one.last and old.first > one.first and old.type in PLACES:
            return one.widen(last=new.last)
    return one


def _attach_one(one: Candidate, begins: dict[int, list[Candidate]], tokens: Sequence[Token]) -> Candidate:
    rule = list_rules().get(one.rule)
    kinds = rule.data.get("attach", ()) if rule is not None else ()
    if (
        one.level is Level.NAME
        and one.type in (MentionType.AGENCY, MentionType.COURT)
        and not one.rows
        and one.rule.startswith("name_heads")
    ):
        kinds = ("place", "of")
    if one.type is MentionType.ORGANISATION and one.rows:
        kinds = ("of",)
    named_law = one.level is Level.NAME and one.type is MentionType.INSTRUMENT
    if named_law and one.first and tokens[one.first - 1].lower in ("federal", "state"):
        one = one.widen(first=one.first - 1)
    if not kinds or one.last + 1 >= len(tokens):
        return one
    word = tokens[one.last].lower
    if (
        "to-act" in kinds
        and word == "to"
        and tokens[one.last + 1].lemma
        in ("dismiss", "quash", "compel", "intervene", "suppress", "seal", "unseal", "stay", "enforce")
    ):
        return one.widen(last=one.last + 2)
    if "familiar" in kinds and (last := _find_knowledge(tokens, one.last)):
        return one.widen(last=last)
    after = one.last + 2 if tokens[one.last + 1].pos == "DT" else one.last + 1
    near = [*begins.get(one.last + 1, ()), *begins.get(after, ())]
    last = _attach_place(one, kinds, word, near) or _attach_owner(one, kinds, word, near)
    if last:
        return one.widen(last=last)
    if "topic" in kinds and word in ("about", "on", "regarding"):
        at = one.last + 1
        while (
            at < len(tokens) and tokens[at].pos in ("JJ", "NN", "NNS", "VBG") and at - one.last < 5 and at not in begins
        ):
            at += 1
        if at > one.last + 1 and tokens[at - 1].coarse == "n" and (at >= len(tokens) or tokens[at].coarse != "n"):
            return one.widen(last=at)
    return one


def _attach_place(one: Candidate, kinds: Sequence[str], word: str, near: Sequence[Candidate]) -> int | None:
    """The word behind the place or body that a phrase takes in after `word`, if any."""
    within = [other for other in near if other.first > one.first and other.last >= one.last]
    inner = max((other for other in within if other.type in PLACES), key=lambda other: other.last, default=None)
    if inner is not None:
        person = one.type in PEOPLE
        fits = (
            (
                (word == "in" or (word == "from" and person) or (word == "at" and not person))
                and "place" in kinds
                and (one.plural or one.level is Level.NAME or one.type is not MentionType.AGENCY)
            )
            or (
                word == "of"
                and ("of" in kinds or ("place" in kinds and one.type in (MentionType.AGENCY, MentionType.COURT)))
            )
            or (word == "of" and "of-name" in kinds and inner.level is Level.NAME)
            or (word in ("from", "of") and "from" in kinds)
        )
        if fits:
            return inner.last
    if word == "at" and "of-body" in kinds and one.type in PEOPLE:
        longest = max(within, key=lambda other: other.last, default=None)
        if longest is not None and longest.type in _EMPLOYERS and longest.level is Level.NAME:
            return longest.last
    return None


def _attach_owner(one: Candidate, kinds: Sequence[str], word: str, near: Sequence[Candidate]) -> int | None:
    """The word behind the body that a phrase is of or for."""
    within = [other for other in near if other.first > one.first]
    bodies = [other for other in within if other.type in _BODIES]
    if word == "of" and "of-body" in kinds:
        owner = max(bodies, key=lambda other: other.last, default=None)
        if owner is not None and (owner.level is Level.NAME or owner.determiner in ("the", "this", "these", "a", "")):
            return owner.last
    if word == "for" and "for" in kinds:
        served = [other for other in within if other.type in _BODIES or other.type in PEOPLE]
        if served:
            return max(other.last for other in served)
    if word == "of" and "of-court" in kinds and bodies:
        return bodies[0].last
    return None


def _find_knowledge(tokens: Sequence[Token], at: int) -> int | None:
    """The word behind what a source knows, from word `at` on: "familiar with the talks", "close to the company"."""
    words = tuple(token.lower for token in tokens[at : at + 3])
    opening = next((pair for pair in _KNOWING if words[: len(pair)] == pair), None)
    if opening is None:
        return None
    last = at + len(opening)
    while last < len(tokens) and (
        tokens[last].pos in _OBJECT or (tokens[last].pos == "IN" and tokens[last].lower == "of")
    ):
        last += 1
    return last if last > at + len(opening) and tokens[last - 1].coarse == "n" else None


def settle_members(found: Sequence[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """Drop "members" of nothing that is named, and tell members of a body of government from those of a group.

    A noun whose row says `owned` ("members", "employees") stands only with the body behind its "of", whose type says
    whether it is for officials.
    """
    kept: list[Candidate] = []
    for one in found:
        rule = list_rules().get(one.rule)
        owned = rule is not None and rule.data.get("owned")
        if one.type not in PEOPLE or one.level is not Level.NOMINAL or one.last <= one.head + 1:
            if not owned:
                kept.append(one)
            continue
        inner = [other for other in found if other is not one and other.first > one.head and other.last == one.last]
        types = {other.type for other in inner}
        serves = rule is not None and (owned or tokens[one.head].lemma in list_words("servants"))
        if serves and types & {MentionType.AGENCY, MentionType.COURT} and not types & {MentionType.ORGANISATION}:
            one = replace(one, type=MentionType.OFFICIAL, kind="Official")
        kept.append(one)
    return kept


def list_counted(found: Sequence[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """The phrases inside "one of the people", where people are counted: they are mentions too."""
    inner: list[Candidate] = []
    for one in found:
        at = one.first
        counted = one.type in PEOPLE and one.level is Level.NOMINAL and tokens[at].lower in ("one", "two", "three")
        if not counted or one.head <= at + 2:
            continue
        opener = tokens[at + 2]
        if tokens[at + 1].lower == "of" and opener.pos in ("DT", "PRP$", "CD"):
            determiner = opener.lower if opener.pos != "CD" else ""
            inner.append(replace(one, first=at + 2, plural=True, determiner=determiner, attributes=()))
    return inner


def take_rank(one: Candidate, tokens: Sequence[Token]) -> Candidate:
    """Give a body or court what ranks it: "state Supreme Court", "the state's Supreme Court", "2nd District Court"."""
    if one.type not in (MentionType.COURT, MentionType.AGENCY) or not one.first or one.level is not Level.NAME:
        return one
    before = tokens[one.first - 1]
    if before.lower in ("state", "city", "county"):
        return one.widen(first=one.first - 1)
    if before.pos == "POS" and one.first > 1 and tokens[one.first - 2].lower in ("state", "city", "county"):
        return one.widen(first=one.first - 2) if one.type is MentionType.COURT else one
    ranked = before.text[0].isdigit() and before.text.endswith(("st", "nd", "rd", "th"))
    return one.widen(first=one.first - 1) if ranked else one


def take_quote(one: Candidate, tokens: Sequence[Token]) -> Candidate:
    """Take a quotation mark in whose partner stands at the other side of the border."""
    last = one.last
    if (
        last < len(tokens)
        and tokens[last].text in '”"’'
        and any(token.text in '“"‘' for token in tokens[one.first : last])
    ):
        opened = (
            sum(token.text in "“‘" for token in tokens[one.first : last])
            + sum(token.text == '"' for token in tokens[one.first : last]) % 2
        )
        if opened:
            return one.widen(last=last + 1)
    return one
