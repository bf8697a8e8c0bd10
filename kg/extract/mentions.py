"""All mentions of a document, by words: dates, names, posts, common nouns, crimes; longest first, nested ones kept."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.candidates import Candidate
from kg.extract.districts import find_coded, find_party_members
from kg.extract.lexicon import Rule, load_rules
from kg.extract.names import Hit, NameBook, NameFinder, find_numbered, place_hits, scan_nested
from kg.extract.nominals import find_nominals
from kg.extract.offences import find_offences
from kg.extract.phrases import list_words
from kg.extract.posts import find_roles
from kg.extract.sentences import Sentence
from kg.extract.tokens import Token, is_common_word
from kg.model import Document, Interval, Level, MentionType, NameHit, NameScanner
from kg.values.date import find_dates

_PLACES = (MentionType.PLACE, MentionType.JURISDICTION)
_PEOPLE = (MentionType.PERSON, MentionType.OFFICIAL)
_BODIES = (MentionType.AGENCY, MentionType.ORGANISATION, MentionType.COURT, MentionType.JURISDICTION)


@dataclass(frozen=True, slots=True)
class Found:
    """What `find_mentions` gives: the candidates in reading order, the posts' bearers, and the dates' intervals.

    `bearers` maps a Role's number among `candidates` to its person's; `intervals` a Date's number to what it means.
    """

    candidates: tuple[Candidate, ...]
    bearers: dict[int, int]
    intervals: dict[int, Interval]


def find_mentions(document: Document, sentences: tuple[Sentence, ...], names: NameScanner) -> Found:
    """Find the mentions of a document.

    Args:
        document: The article; its date gives "Monday" its meaning.
        sentences: Its sentences, of `analyse_text(document.text)`.
        names: The gazetteer.

    Returns:
        Candidates in reading order, outer before inner. Names nest ("Adams County" in "Adams County officials").
    """
    scanned = names.scan(document.text)
    nested = [inner for hit in scanned for inner in scan_nested(document.text, hit, names)]
    hits = _split_hits([*scanned, *nested], sentences)
    dates = _place_dates(document, sentences)
    placed = [place_hits(sentence, hits[number], names) for number, sentence in enumerate(sentences)]
    book = _learn(sentences, placed, dates)
    numbered = [
        find_numbered(sentence.tokens, number) + find_coded(sentence.tokens, number, names)
        for number, sentence in enumerate(sentences)
    ]
    named = [
        NameFinder(sentence, number, placed[number], dates[number].keys(), book, numbered[number]).find()
        for number, sentence in enumerate(sentences)
    ]
    _learn_people(book, named, sentences)
    learned = {
        *book.surnames,
        *(short.lower() for short in book.acronyms),
        *(w for words in book.places for w in words),
    }
    for number, sentence in enumerate(sentences):
        # Only where a word occurs that the article has taught can a second reading find other names.
        if not learned.isdisjoint(token.lower for token in sentence.tokens):
            finder = NameFinder(sentence, number, placed[number], dates[number].keys(), book, numbered[number])
            named[number] = finder.find()
    everything: list[Candidate] = []
    bearers: dict[Candidate, Candidate] = {}
    for number, sentence in enumerate(sentences):
        found, posts = _read_sentence(sentence, number, dates[number], book, named[number])
        everything += found
        bearers.update(posts)
    everything.sort(key=lambda one: (one.sentence, one.first, -one.last))
    at = {one: index for index, one in enumerate(everything)}
    intervals = {at[one]: interval for one, interval in _list_dates(dates) if one in at}
    return Found(
        tuple(everything),
        {at[role]: at[person] for role, person in bearers.items() if role in at and person in at},
        intervals,
    )


def _split_hits(hits: Sequence[NameHit], sentences: tuple[Sentence, ...]) -> list[list[NameHit]]:
    """Share the hits out to the sentences they stand in."""
    starts = [sentence.span.start for sentence in sentences]
    shared: list[list[NameHit]] = [[] for _ in sentences]
    for hit in hits:
        number = bisect_left(starts, hit.span.start + 1) - 1
        if number >= 0 and hit.span.end <= sentences[number].span.end:
            shared[number].append(hit)
    return shared


@dataclass(frozen=True, slots=True)
class _Date:
    first: int
    last: int
    interval: Interval | None


def _place_dates(document: Document, sentences: tuple[Sentence, ...]) -> list[dict[int, _Date]]:
    """Say for each sentence which words belong to which date."""
    shared: list[dict[int, _Date]] = [{} for _ in sentences]
    starts = [sentence.span.start for sentence in sentences]
    for found in find_dates(document.text, document.published):
        number = bisect_left(starts, found.span.start + 1) - 1
        if number < 0:
            continue
        tokens = sentences[number].tokens
        words = [at for at, token in enumerate(tokens) if found.span.overlaps(token.span)]
        while len(words) > 1 and tokens[words[-1]].lower in ("night", "morning", "afternoon", "evening"):
            words.pop()
        if words and not _is_given_name(tokens, words):
            date = _Date(words[0], words[-1] + 1, found.interval)
            shared[number].update(dict.fromkeys(words, date))
    return shared


def _is_given_name(tokens: Sequence[Token], words: list[int]) -> bool:
    """Whether a month is a person's name: "June Halvorsen"."""
    after = tokens[words[0] + 1] if words[0] + 1 < len(tokens) else None
    return (
        len(words) == 1
        and tokens[words[0]].text in ("April", "May", "June", "August")
        and after is not None
        and after.text[0].isupper()
        and after.text.isalpha()
        and not is_common_word(after.lower)
    )


def _make_date(number: int, date: _Date) -> Candidate:
    return Candidate(number, date.first, date.last, date.last - 1, MentionType.DATE, Level.NAME, "Date", "date")


def _list_dates(dates: list[dict[int, _Date]]) -> list[tuple[Candidate, Interval]]:
    return [
        (_make_date(number, date), date.interval)
        for number, words in enumerate(dates)
        for date in words.values()
        if date.interval
    ]


def _learn(sentences: tuple[Sentence, ...], hits: list[list[Hit]], dates: list[dict[int, _Date]]) -> NameBook:
    """Read through the article once for what its names teach: words with a capital inside sentences, "(EPA)"."""
    book = NameBook()
    for number, sentence in enumerate(sentences):
        tokens = sentence.tokens
        for index in range(1, len(tokens)):
            token = tokens[index]
            inside = tokens[index - 1].text[-1:].isalpha() and tokens[index - 1].text[0].islower()
            if inside and token.text[0].isupper() and token.pos in ("NNP", "NNPS") and index not in dates[number]:
                book.inside.add(token.lower)
        del hits[number][40:]
    return book


def _learn_people(book: NameBook, named: list[list[Candidate]], sentences: tuple[Sentence, ...]) -> None:
    """Note surnames of the people named in full, and the acronyms that stand in brackets behind a name."""
    for found in named:
        for one in found:
            tokens = sentences[one.sentence].tokens
            if one.type is MentionType.AGENCY and one.last - one.first > 1:
                book.bodies |= {token.lower for token in tokens[one.first : one.last] if token.text[0].isupper()}
            if one.type in _PEOPLE and one.last - one.first > 1:
                last = one.last - 1
                while (last > one.first and tokens[last].lower in list_words("suffixes")) or tokens[last].text == ",":
                    last -= 1
                book.surnames.setdefault(tokens[last].lower, one.type)
                if tokens[last - 1].lower in list_words("particles"):
                    book.surnames.setdefault(tokens[last - 1].lower, one.type)
            if one.type is MentionType.ORGANISATION and one.last - one.first > 1 and not one.rows:
                short = tokens[one.first].text
                known = not is_common_word(short.lower()) or short.lower() in book.inside
                if known and len(short) > 3 and short.istitle() and (short.lower(),) not in book.places:
                    book.acronyms.setdefault(short, (one.type, one.kind))
            if one.type is MentionType.NEWS_ORGANISATION and one.last - one.first > 1 and not one.rows:
                book.acronyms.setdefault(tokens[one.last - 1].text, (one.type, one.kind))
            if (
                one.type not in _PLACES
                and one.type not in _PEOPLE
                and one.last + 2 < len(tokens)
                and tokens[one.last].text == "("
            ):
                short = tokens[one.last + 1].text
                if short.replace(".", "").isupper() and tokens[one.last + 2].text == ")":
                    book.acronyms.setdefault(short, (one.type, one.kind))
    for one in (one for found in named for one in found):
        tokens = sentences[one.sentence].tokens
        words = tuple(token.lower for token in tokens[one.first : one.last])
        unknown = not one.rows and not one.rule.startswith("postal") and words[-1] not in book.surnames
        if one.type in _PLACES and unknown and words[0] not in list_words("directions"):
            book.places.setdefault(words, one)


def _read_sentence(
    sentence: Sentence,
    number: int,
    dates: dict[int, _Date],
    book: NameBook,
    read: list[Candidate],
) -> tuple[list[Candidate], dict[Candidate, Candidate]]:
    tokens = sentence.tokens
    names = _mend_surnames(read, tokens, book)
    people = [one for one in names if one.type in _PEOPLE]
    posts = find_roles(tokens, number, people, dates.keys(), [one for one in names if one not in people])
    persons = {index for one in people for index in range(one.first, one.last)}
    named = {index for one in names for index in range(one.first, one.last) if index == one.head}
    named |= persons
    offences = find_offences(tokens, number, persons | dates.keys())
    nominals = find_nominals(
        tokens, number, named | _inside(names, tokens), dates.keys() | _unowned(people, tokens), names
    )
    administrations = _find_administrations(tokens, number, names)
    promoted = _promote(people, posts)
    _promote_listed(people, posts, promoted, tokens)
    for one in people:
        if any(body.covers(one) for body in administrations):
            kind = "ElectedOfficial" if one.kind == "Person" else one.kind
            promoted[one] = replace(promoted.get(one, one), type=MentionType.OFFICIAL, kind=kind)
    names = [promoted.get(one, one) for one in names]
    roles = [role for role, _ in posts]
    names = [_tell_office(one, nominals) for one in names if not _modifies(one, tokens)]
    nominals = [one for one in nominals if _is_echo(one, tokens, book)]
    nominals = [_tell_private(one, names, tokens) for one in nominals]
    nominals = [*nominals, *find_party_members(tokens, number, names)]
    names = [_take_state(one, tokens) for one in names]
    nominals = [one for one in nominals if not any(_is_state_of(one, name) for name in names)]
    nominals += [held for role in roles for held in _name_owner(role, tokens)]
    found = _attach([*names, *nominals, *administrations], tokens)
    found = _settle(found, roles, offences, tokens)
    found += {id(date): _make_date(number, date) for date in dates.values()}.values()
    bearers = {role: promoted.get(people[at], people[at]) for role, at in posts}
    return found, bearers


def _is_echo(one: Candidate, tokens: Sequence[Token], book: NameBook) -> bool:
    """Whether a noun that needs it ("the authority") has a body of the article that is named by it; true for others."""
    rule = _rules().get(one.rule)
    return rule is None or not rule.data.get("echo") or tokens[one.head].lower in book.bodies


def _name_owner(role: Candidate, tokens: Sequence[Token]) -> list[Candidate]:
    """Name whose post it is where a noun alone says so: "company spokesman", "County Auditor"."""
    word = tokens[role.first].text
    if role.last - role.first < 2 or word not in _OWNERS:
        return []
    type_, kind = _OWNERS[word]
    at = role.first
    return [Candidate(role.sentence, at, at + 1, at, type_, Level.NOMINAL, kind, "role/owner", determiner="the")]


_OWNERS = {
    "Commission": (MentionType.AGENCY, "Agency"),
    "Department": (MentionType.AGENCY, "Agency"),
    "Agency": (MentionType.AGENCY, "Agency"),
    "company": (MentionType.ORGANISATION, "Organization"),
    "City": (MentionType.JURISDICTION, "City"),
    "County": (MentionType.JURISDICTION, "County"),
}
"""Nouns that open a post's name and mean a body of the article."""


def _tell_private(one: Candidate, names: Sequence[Candidate], tokens: Sequence[Token]) -> Candidate:
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


def _modifies(one: Candidate, tokens: Sequence[Token]) -> bool:
    """Whether "U.S." only qualifies a common noun or a sum: "U.S. troops", "US$500"."""
    if one.kind != "Country" or tokens[one.last - 1].lower not in ("u.s.", "us", "usa", "states"):
        return False
    if one.last >= len(tokens):
        return False
    after = tokens[one.last]
    if after.text.startswith("$"):
        return after.span.start == tokens[one.last - 1].span.end
    if after.text[0].isupper() and after.pos in ("NNP", "NNPS", "JJ") and not after.lower.endswith("day"):
        return after.text[0].isalpha() and after.span.start == tokens[one.last - 1].span.end + 1
    noun = after.pos in ("NN", "NNS") or (after.pos == "JJ" and after.lower not in ("last", "next", "late", "early"))
    return noun and after.text[0].islower()


def _take_state(one: Candidate, tokens: Sequence[Token]) -> Candidate:
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


def _is_state_of(one: Candidate, name: Candidate) -> bool:
    """Whether a phrase for a place only ranks a body: "the state" in "the state Supreme Court"."""
    return one.type in _PLACES and one.head == name.first and name.type not in _PLACES and name.last > one.last


def _inside(names: Sequence[Candidate], tokens: Sequence[Token]) -> set[int]:
    """Words with a capital within names: "Court" in "Court of Appeals" is no common noun there."""
    return {i for one in names for i in range(one.first, one.last) if tokens[i].text[0].isupper()}


def _unowned(people: Sequence[Candidate], tokens: Sequence[Token]) -> set[int]:
    """Words of people's names that own nothing: "told Roe prosecutors" must not give "Roe prosecutors"."""
    owned: set[int] = set()
    for one in people:
        owner = one.last < len(tokens) and tokens[one.last].pos == "POS"
        body = one.last < len(tokens) and tokens[one.last].lower in ("administration", "government", "campaign")
        if not owner and not body:
            owned |= set(range(one.first, one.last))
    return owned


def _mend_surnames(names: list[Candidate], tokens: Sequence[Token], book: NameBook) -> list[Candidate]:
    """A place's name that is a surname of the article's people is that person, unless it stands as a place."""
    mended: list[Candidate] = []
    for one in names:
        known = book.surnames.get(tokens[one.last - 1].lower) if one.last - one.first == 1 else None
        if known is not None and one.type in _PLACES:
            placed = one.first and tokens[one.first - 1].lower in ("in", "from", "near")
            if not placed:
                one = replace(one, type=known, kind="Person", rule="name/surname", rows=(), person=True)
        mended.append(one)
    return mended


def _tell_office(name: Candidate, nominals: Sequence[Candidate]) -> Candidate:
    """A gazetteer name that begins with a noun for officials means them: "federal prosecutors in Tampa"."""
    if name.type is MentionType.AGENCY and name.rows:
        for one in nominals:
            if one.type is MentionType.OFFICIAL and one.first <= name.first and name.covers(one):
                return replace(one, last=name.last, rows=name.rows)
    return name


def _promote(people: Sequence[Candidate], posts: Sequence[tuple[Candidate, int]]) -> dict[Candidate, Candidate]:
    """People with a public post are officials; a title of none makes its bearer a private person."""
    promoted: dict[Candidate, Candidate] = {}
    for role, number in posts:
        person = people[number]
        if ("official", "true") in role.attributes:
            kind = role.kind if person.kind == "Person" else person.kind
            promoted[person] = replace(person, type=MentionType.OFFICIAL, kind=kind)
    return promoted


def _promote_listed(
    people: Sequence[Candidate],
    posts: Sequence[tuple[Candidate, int]],
    promoted: dict[Candidate, Candidate],
    tokens: Sequence[Token],
) -> None:
    """In "Sens. Ada Roe and Lee Park" the second is an official too; the title must be a plural."""
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


def _find_administrations(tokens: Sequence[Token], number: int, names: Sequence[Candidate]) -> list[Candidate]:
    """Find "the Roe administration", "Mayor Ada Roe's administration": an agency named for its head."""
    found: list[Candidate] = []
    for one in names:
        at = one.last
        if at < len(tokens) and tokens[at].pos == "POS":
            at += 1
        if (
            one.type in (*_PEOPLE, *_PLACES)
            and at < len(tokens)
            and tokens[at].lower in ("administration", "government", "office")
        ):
            people = one.type in _PEOPLE
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


# -- borders
@cache
def _rules() -> dict[str, Rule]:
    return {rule.name: rule for file in ("nominals", "crimes") for rule in load_rules(file)}


def _attach(found: list[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """Give phrases what follows them and belongs to them: "officials in Tampa", "the policy of the city"."""
    begins: dict[int, list[Candidate]] = {}
    for one in found:
        begins.setdefault(one.first, []).append(one)
        if tokens[one.first].pos == "DT" and one.first + 1 < one.last:
            begins.setdefault(one.first + 1, []).append(one)
    return [_attach_one(one, begins, tokens) for one in found]


def _attach_one(one: Candidate, begins: dict[int, list[Candidate]], tokens: Sequence[Token]) -> Candidate:
    rule = _rules().get(one.rule)
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
    if one.level is Level.NAME and one.type in _PLACES and one.last + 1 < len(tokens) and tokens[one.last].text == ",":
        state = next(
            (o for o in begins.get(one.last + 1, ()) if o.kind in ("State", "Country") and o.type in _PLACES), None
        )
        if state is not None and one.kind not in ("State", "Country"):
            return one.widen(last=state.last)
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
    after = one.last + 2 if tokens[one.last + 1].pos == "DT" else one.last + 1
    inner = max(
        (
            other
            for other in (*begins.get(one.last + 1, ()), *begins.get(after, ()))
            if other.type in _PLACES and other.first > one.first
        ),
        key=lambda other: other.last,
        default=None,
    )
    if inner is not None:
        fits = (
            (
                word in ("in", "from", "at")
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
        if fits and inner.last >= one.last:
            return one.widen(last=inner.last)
    if word == "of" and "of-body" in kinds:
        owner = max(
            (
                o
                for at in {one.last + 1, after}
                for o in begins.get(at, ())
                if o.type in _BODIES and o.first > one.first
            ),
            key=lambda other: other.last,
            default=None,
        )
        if owner is not None and (owner.level is Level.NAME or owner.determiner in ("the", "this", "these", "")):
            return one.widen(last=owner.last)
    owner = next((other for other in begins.get(after, ()) if other.type in _BODIES), None)
    if owner is not None and ((word == "for" and "for" in kinds) or (word == "of" and "of-court" in kinds)):
        return one.widen(last=owner.last)
    if (
        "topic" in kinds
        and word in ("about", "on", "regarding", "governing", "restricting", "limiting", "banning")
        and word in ("about", "on", "regarding")
    ):
        at = one.last + 1
        while (
            at < len(tokens) and tokens[at].pos in ("JJ", "NN", "NNS", "VBG") and at - one.last < 5 and at not in begins
        ):
            at += 1
        if at > one.last + 1 and tokens[at - 1].coarse == "n" and (at >= len(tokens) or tokens[at].coarse != "n"):
            return one.widen(last=at)
    return one


def _settle(
    found: list[Candidate], roles: list[Candidate], offences: list[Candidate], tokens: Sequence[Token]
) -> list[Candidate]:
    """Drop what a better candidate has taken: a post's words are no official, one head is one mention."""
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
            and not (one.meets(role) and one.type in _PEOPLE and one.level is Level.NOMINAL)
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
        key = one.head, one.type in _PLACES
        other = best.get(key)
        if other is None or _rank(one) > _rank(other):
            best[key] = one
    for one in best.values():
        if any(one.first == other.first and one.last == other.last for other in kept):
            continue
        kept.append(_trim(one, tokens))
    return kept


def _is_part_of(
    one: Candidate, found: Sequence[Candidate], roles: Sequence[Candidate], tokens: Sequence[Token]
) -> bool:
    """Whether the words are only a part of another mention's.

    "the state" in "the state standard", "the sheriff" in "the sheriff's office", "Superior Court" in "Superior Court
    Judge".
    """
    if one.type is MentionType.COURT and not one.rows and one.last - one.first <= 2:
        return any(role.covers(one) for role in roles)
    if one.level is not Level.NOMINAL or one.type not in (*_PLACES, *_PEOPLE) or one.last >= len(tokens):
        return False
    if one.type in _PLACES:
        return any(
            other.first == one.first and other.head == one.last and other.level is Level.NOMINAL for other in found
        )
    return (
        tokens[one.last].pos == "POS"
        and one.type is MentionType.OFFICIAL
        and any(other.head == one.last + 1 and other.type is MentionType.AGENCY for other in found)
    )


def _repeats_city(one: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether a place's name only completes "the city of ..."."""
    return (
        one.type in _PLACES
        and one.level is Level.NAME
        and any(
            other.type in _PLACES and other.level is Level.NOMINAL and other.last == one.last and other.head < one.first
            for other in found
        )
    )


def _name_city(one: Candidate, found: Sequence[Candidate]) -> Candidate:
    """Give "the city of Tampa" the rows of "Tampa"."""
    if one.type in _PLACES and one.level is Level.NOMINAL and one.last > one.head + 2:
        for other in found:
            if (
                other.type in _PLACES
                and other.level is Level.NAME
                and other.last == one.last
                and other.first > one.head
            ):
                return replace(one, rows=other.rows)
    return one


def _rank(one: Candidate) -> tuple[int, int, int]:
    return (one.level is Level.NAME, one.last - one.first, bool(one.rows))


def _trim(one: Candidate, tokens: Sequence[Token]) -> Candidate:
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
