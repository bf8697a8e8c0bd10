"""Settling: which candidates stay where several claim the same words."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.candidates import PEOPLE, PLACES, Candidate
from kg.extract.mention_borders import list_rules, take_quote
from kg.extract.name_book import NameBook
from kg.extract.tokens import Token
from kg.model import Level, MentionType


def settle_candidates(
    found: list[Candidate], roles: list[Candidate], offences: list[Candidate], tokens: Sequence[Token]
) -> list[Candidate]:
    """Drop what a better candidate has taken: a post's words are no official, one head is one mention.

    Args:
        found: Names and phrases of one sentence.
        roles: Its posts; all of them are kept.
        offences: Its crimes.
        tokens: Its words.

    Returns:
        The candidates that stay, the posts first.
    """
    kept: list[Candidate] = list(roles)
    for role in roles:
        found = [
            one
            for one in found
            if not (
                one.meets(role)
                and role.first <= one.head < role.last
                and one.head == role.head
                and one.level is Level.NOMINAL
            )
            and not (one.meets(role) and one.type in PEOPLE and one.level is Level.NOMINAL)
        ]
    offences = [
        one
        for one in offences
        if not any(
            one.first <= other.head < one.last and other.type is MentionType.CRIME and other.covers(one)
            for other in found
        )
    ]
    crimes = [one for one in (*found, *offences) if one.type is MentionType.CRIME]
    found = [one for one in found if one not in crimes or not any(o is not one and o.covers(one) for o in crimes)]
    found = [one for one in found if not _is_chamber(one, found)]
    found = [_name_city(one, found) for one in found if not _repeats_city(one, found)]
    nested = [one for one in found if one.type is MentionType.PERSON and one.level is Level.NOMINAL]
    owners = {
        id(one)
        for one in nested
        for other in nested
        if other is not one and other.first <= one.first < one.last < other.last
    }
    found = [one for one in found if id(one) not in owners]
    # "U.S." in "U.S. District Judge" says what the post is, not where.
    found = [
        one
        for one in found
        if not (one.kind == "Country" and any(role.covers(one) and one.last < role.last for role in roles))
    ]
    found = [one for one in found if not _is_part_of(one, found, roles, tokens)]
    best: dict[tuple[int, bool], Candidate] = {}
    for one in [*found, *offences]:
        key = one.head, one.type in PLACES
        other = best.get(key)
        if other is None or _rank(one) > _rank(other):
            best[key] = one
    for one in best.values():
        if any(one.first == other.first and one.last == other.last for other in kept):
            continue
        kept.append(take_quote(one, tokens))
    return kept


def _is_chamber(one: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether a house of parliament only says of which house people are: "House Republicans"."""
    return (
        one.type is MentionType.AGENCY
        and one.level is Level.NAME
        and one.last - one.first == 1
        and one.rule == "name_heads/known-body"
        and any(o.type is MentionType.OFFICIAL and o.level is Level.NOMINAL and o.head == one.last for o in found)
    )


def _is_part_of(
    one: Candidate, found: Sequence[Candidate], roles: Sequence[Candidate], tokens: Sequence[Token]
) -> bool:
    """Whether the words are only a part of another mention's.

    "the state" in "the state standard", "the sheriff" in "the sheriff's office", "Superior Court" in "Superior Court
    Judge".
    """
    if one.type is MentionType.COURT and not one.rows and one.last - one.first <= 2:
        return any(role.covers(one) for role in roles)
    if one.level is not Level.NOMINAL or one.type not in (*PLACES, *PEOPLE) or one.last >= len(tokens):
        return False
    if (
        one.type in PLACES
        and tokens[one.last].pos != "POS"
        and any(role.first <= one.head < role.head and role.covers(replace(one, first=one.head)) for role in roles)
    ):
        return True  # "the state" in "former state Rep. Ada Roe"
    if one.type in PLACES:
        return any(
            other.first == one.first and other.head == one.last and other.level is Level.NOMINAL for other in found
        )
    office = tokens[one.last].pos == "POS" and one.last + 1 < len(tokens) and tokens[one.last + 1].lower == "office"
    if office and not any(token.text[0].isupper() for token in tokens[one.first + 1 : one.last]):
        return False  # "the governor" speaks through "the governor's office"
    return (
        tokens[one.last].pos == "POS"
        and one.type is MentionType.OFFICIAL
        and any(
            other.head == one.last + 1
            and other.type in (MentionType.AGENCY, MentionType.OFFICIAL)
            and other.covers(one)
            for other in found
        )
    )


def _repeats_city(one: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether a place's name only completes "the city of ..."."""
    return (
        one.type in PLACES
        and one.level is Level.NAME
        and any(
            other.type is MentionType.JURISDICTION
            and other.level is Level.NOMINAL
            and other.last == one.last
            and other.head < one.first
            for other in found
        )
    )


def _name_city(one: Candidate, found: Sequence[Candidate]) -> Candidate:
    """Give "the city of Tampa" the rows of "Tampa"."""
    if one.type in PLACES and one.level is Level.NOMINAL and one.last > one.head + 2:
        for other in found:
            if other.type in PLACES and other.level is Level.NAME and other.last == one.last and other.first > one.head:
                return replace(one, rows=other.rows)
    return one


def _rank(one: Candidate) -> tuple[int, int, int]:
    return (one.level is Level.NAME, one.last - one.first, bool(one.rows))


def is_echoed(one: Candidate, tokens: Sequence[Token], book: NameBook) -> bool:
    """Say whether a noun that needs it ("the authority") has a body of the article named by it; true for others."""
    rule = list_rules().get(one.rule)
    if rule is None or not rule.data.get("echo"):
        return True
    return tokens[one.head].lower in (book.groups if one.type is MentionType.ORGANISATION else book.bodies)


def is_modifier(one: Candidate, tokens: Sequence[Token]) -> bool:
    """Say whether "U.S." only qualifies a common noun or a sum: "U.S. troops", "US$500"."""
    if one.kind != "Country" or tokens[one.last - 1].lower not in ("u.s.", "us", "usa", "states"):
        return False
    if one.last >= len(tokens) or _follows_of(one, tokens):
        return False
    after = tokens[one.last]
    if after.text.startswith("$"):
        return after.span.start == tokens[one.last - 1].span.end
    if after.text[0].isupper() and after.pos in ("NNP", "NNPS", "JJ") and not after.lower.endswith("day"):
        return after.text[0].isalpha() and after.span.start == tokens[one.last - 1].span.end + 1
    noun = after.pos in ("NN", "NNS") or (after.pos == "JJ" and after.lower not in ("last", "next", "late", "early"))
    return noun and after.text[0].islower()


def _follows_of(one: Candidate, tokens: Sequence[Token]) -> bool:
    """Whether a name stands behind "of": "president of the United States Ada Roe"."""
    at = one.first - 1
    if at > 0 and tokens[at].lower == "the":
        at -= 1
    return at > 0 and tokens[at].lower == "of" and (at < one.first - 1 or tokens[one.last - 1].lower != "u.s.")


def is_rank_of(one: Candidate, name: Candidate) -> bool:
    """Say whether a phrase for a place only ranks a body: "the state" in "the state Supreme Court"."""
    return one.type in PLACES and one.head == name.first and name.type not in PLACES and name.last > one.last
