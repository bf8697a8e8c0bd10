"""Public or private: people whose post makes them officials, nouns for who works for a body, administrations."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.candidates import PEOPLE, PLACES, Candidate
from kg.extract.name_book import NameBook
from kg.extract.phrases import list_words
from kg.extract.tokens import Token
from kg.model import Level, MentionType

_CHOSEN = frozenset(("appointee", "nominee", "holdover"))
_OWNERS = {
    "Commission": (MentionType.AGENCY, "Agency"),
    "Department": (MentionType.AGENCY, "Agency"),
    "Agency": (MentionType.AGENCY, "Agency"),
    "company": (MentionType.ORGANISATION, "Organization"),
    "City": (MentionType.JURISDICTION, "City"),
    "County": (MentionType.JURISDICTION, "County"),
}
"""Nouns that open a post's name and mean a body of the article."""


def mend_surnames(names: list[Candidate], tokens: Sequence[Token], book: NameBook) -> list[Candidate]:
    """Make a place's name that is a surname of the article's people that person's, unless it stands as a place."""
    mended: list[Candidate] = []
    for one in names:
        known = book.surnames.get(tokens[one.last - 1].lower) if one.last - one.first == 1 else None
        if known is not None and one.type in PLACES:
            placed = one.first and tokens[one.first - 1].lower in ("in", "from", "near")
            if not placed:
                one = replace(one, type=known, kind="Person", rule="name/surname", rows=(), person=True)
        mended.append(one)
    return mended


def promote_people(people: Sequence[Candidate], posts: Sequence[tuple[Candidate, int]]) -> dict[Candidate, Candidate]:
    """Return people whose post is public, each with itself as an official; `posts` give numbers of `people`."""
    promoted: dict[Candidate, Candidate] = {}
    for role, number in posts:
        person = people[number]
        if ("official", "true") in role.attributes:
            kind = role.kind if person.kind == "Person" else person.kind
            promoted[person] = replace(person, type=MentionType.OFFICIAL, kind=kind)
    return promoted


def promote_listed(
    people: Sequence[Candidate],
    posts: Sequence[tuple[Candidate, int]],
    promoted: dict[Candidate, Candidate],
    tokens: Sequence[Token],
) -> None:
    """Add to `promoted` the second of "Sens. Ada Roe and Lee Park": an official too where the title is a plural."""
    for role, number in posts:
        if tokens[role.head].lower not in list_words("plural_titles"):
            continue
        for before, after in zip(people[number:], people[number + 1 :], strict=False):
            between = tokens[before.last : after.first]
            if len(between) > 6 or not any(token.lower in ("and", ",") for token in between):
                break
            if any(token.coarse == "v" for token in between):
                break
            promoted.setdefault(after, replace(after, type=MentionType.OFFICIAL, kind=role.kind))


def tell_appointer(one: Candidate, tokens: Sequence[Token]) -> Candidate:
    """Make a name before "appointee" that of an official: "a Roe appointee" was chosen by one."""
    if one.type not in (*PEOPLE, *PLACES) or one.last >= len(tokens) or tokens[one.last].lemma not in _CHOSEN:
        return one
    return replace(one, type=MentionType.OFFICIAL, kind="ElectedOfficial", rows=(), person=True)


def promote_counted(
    people: Sequence[Candidate],
    nominals: Sequence[Candidate],
    promoted: dict[Candidate, Candidate],
    tokens: Sequence[Token],
) -> None:
    """Add to `promoted` who is counted among officials: "Ada Roe, one of two council members who objected"."""
    groups = {one.first: one for one in nominals if one.type is MentionType.OFFICIAL and one.plural}
    for one in people:
        at = one.last + 1
        if one.last >= len(tokens) or tokens[one.last].text != "," or one.type is MentionType.OFFICIAL:
            continue
        group = groups.get(at)
        if group is not None and tokens[at].lower in ("one", "among"):
            promoted.setdefault(one, replace(one, type=MentionType.OFFICIAL, kind=group.kind))


def find_administrations(tokens: Sequence[Token], number: int, names: Sequence[Candidate]) -> list[Candidate]:
    """Find "the Roe administration", "Mayor Ada Roe's administration": an agency named for its head."""
    found: list[Candidate] = []
    for one in names:
        at = one.last
        if at < len(tokens) and tokens[at].pos == "POS":
            at += 1
        if (
            one.type in (*PEOPLE, *PLACES)
            and at < len(tokens)
            and tokens[at].lower in ("administration", "government", "office")
        ):
            people = one.type in PEOPLE
            after = tokens[at + 1].coarse if at + 1 < len(tokens) else ""
            if not people or after == "n" or (tokens[at].lower == "office" and tokens[at - 1].pos != "POS"):
                continue
            first = one.first
            while first and tokens[first - 1].text[0].isupper() and tokens[first - 1].coarse == "n":
                first -= 1
            if first and tokens[first - 1].pos == "DT":
                first -= 1
            found.append(
                Candidate(number, first, at + 1, at, MentionType.AGENCY, Level.NAME, "Administration", "administration")
            )
    return found


def tell_office(name: Candidate, nominals: Sequence[Candidate]) -> Candidate:
    """Make a gazetteer name that begins with a noun for officials mean them: "federal prosecutors in Tampa"."""
    if name.type is MentionType.AGENCY and name.rows:
        for one in nominals:
            if one.type is MentionType.OFFICIAL and one.first <= name.first and name.covers(one):
                return replace(one, last=name.last, rows=name.rows)
    return name


def tell_private(one: Candidate, names: Sequence[Candidate], tokens: Sequence[Token]) -> Candidate:
    """Tell who speaks for a company from who speaks for an agency, and the city's lawyers from a tenant's."""
    words = {token.lemma for token in tokens[one.first : one.last]}
    if one.kind == "Spokesperson":
        named = any(one.covers(name) and name.type in (MentionType.ORGANISATION,) for name in names)
        if named or words & list_words("private_bodies"):
            return replace(one, type=MentionType.PERSON, kind="Person")
    public = words & {"lawyer", "attorney", "employee", "worker", "engineer", "scientist", "staff"}
    if public and one.type is MentionType.PERSON:
        agency = any(one.covers(name) and name.type is MentionType.AGENCY and name.last <= one.head for name in names)
        owned = any(
            tokens[at].lower in ("city", "state", "county", "town", "agency", "department", "government", "federal")
            for at in range(one.first, one.head)
        )
        if agency or owned:
            return replace(one, type=MentionType.OFFICIAL, kind="Official")
    return one


def name_owner(role: Candidate, tokens: Sequence[Token]) -> list[Candidate]:
    """Name whose post it is where a noun alone says so: "company spokesman", "County Auditor"."""
    word = tokens[role.first].text
    if word in ("City", "County") and not tokens[role.head].lemma.startswith("spokes"):
        return []
    if role.last - role.first < 2 or word not in _OWNERS:
        return []
    type_, kind = _OWNERS[word]
    at = role.first
    return [Candidate(role.sentence, at, at + 1, at, type_, Level.NOMINAL, kind, "role/owner", determiner="the")]


def list_unowned(people: Sequence[Candidate], tokens: Sequence[Token]) -> set[int]:
    """Return words of people's names that own nothing: "told Roe prosecutors" must not give "Roe prosecutors"."""
    owned: set[int] = set()
    for one in people:
        owner = one.last < len(tokens) and tokens[one.last].pos == "POS"
        body = one.last < len(tokens) and tokens[one.last].lower in ("administration", "government", "campaign")
        if not owner and not body:
            owned |= set(range(one.first, one.last))
    return owned
