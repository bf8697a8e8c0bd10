"""Posts that stand beside a name: "acting health commissioner Lee Park", "Ada Roe, head of the water board"."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache

from kg.extract.candidates import Candidate
from kg.extract.lexicon import Rule, find_words
from kg.extract.phrases import grow_title, list_words
from kg.extract.tokens import Token
from kg.model import Level, MentionType

_PRIVATE = (MentionType.ORGANISATION, MentionType.NEWS_ORGANISATION)
_PUBLIC = (MentionType.AGENCY, MentionType.COURT, MentionType.JURISDICTION, MentionType.PLACE)
_PHRASE = frozenset(("JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "POS", "VBG", "VBN", "DT", "PRP$"))


def find_roles(
    tokens: Sequence[Token],
    sentence: int,
    people: Sequence[Candidate],
    barred: Collection[int],
    names: Sequence[Candidate] = (),
) -> list[tuple[Candidate, int]]:
    """Find the post of each person named in a sentence; `names` are its other names, which a post takes in whole.

    Returns:
        Pairs of the post's mention and the number, in `people`, of who bears it.
    """
    found: list[tuple[Candidate, int]] = []
    for number, person in enumerate(people):
        blocked = {i for other in people for i in range(other.first, other.last)} | set(barred)
        for find in (_before, _before_comma, _after_comma, _after, _predicate):
            role = find(tokens, sentence, person, blocked)
            role = _fit_names(role, names, tokens) if role is not None else None
            if role is not None and not any(role.meets(other) for other, _ in found):
                found.append((role, number))
    return found


def _fit_names(role: Candidate, names: Sequence[Candidate], tokens: Sequence[Token]) -> Candidate:
    """Widen a post to names it cuts, and make it a private one where it is a post of an organisation."""
    first, last = role.first, role.last
    for name in names:
        if name.first < role.first < name.last and name.last < role.last:
            first = min(first, name.first)
        if name.first < role.last < name.last and name.first > role.first:
            last = max(last, name.last)
    role = _own(role.widen(first=first, last=last), tokens)
    owners = [name for name in names if role.covers(name) or name.last + 1 == role.first]
    bodies = [name for name in owners if not any(other.covers(name) and other is not name for other in owners)]
    private = any(name.type in _PRIVATE for name in bodies) and not any(name.type in _PUBLIC for name in bodies)
    title = _ends_title(tokens, role.head + 1)
    words = {token.lemma for token in tokens[role.first : role.last]}
    words -= {token.lemma for token in tokens[title[0] : role.head + 1]} if title else set()
    private = private or bool(words & list_words("private_bodies"))
    presiding = tokens[role.head].lemma in (
        "president",
        "chancellor",
        "speaker",
        "commissioner",
        "member",
        "supervisor",
    )
    if private and (role.kind != "ElectedOfficial" or presiding):
        rest = tuple(pair for pair in role.attributes if pair[0] != "official")
        return replace(role, attributes=rest)
    return role


def _own(role: Candidate, tokens: Sequence[Token]) -> Candidate:
    """Take in whose post it is where a common noun says so: "the city's deputy counsel"; a name stays outside."""
    at = role.first - 1
    if at < 2 or tokens[at].pos != "POS" or tokens[at - 1].pos not in ("NN", "NNS") or tokens[at - 1].text[0].isupper():
        return role
    first = at - 1
    while first and tokens[first - 1].pos in ("NN", "JJ") and tokens[first - 1].text[0].islower():
        first -= 1
    return role.widen(first=first) if first and tokens[first - 1].pos == "DT" else role


@cache
def _longest() -> int:
    return max(len(words) for words in find_words("titles"))


def _ends_title(tokens: Sequence[Token], stop: int) -> tuple[int, Rule] | None:
    """The start of the longest title phrase that ends before word `stop`, and its row."""
    titles = find_words("titles")
    for length in range(min(_longest(), stop), 0, -1):
        words = tuple(token.lower for token in tokens[stop - length : stop])
        rule = titles.get(words) or titles.get((*words[:-1], tokens[stop - 1].lemma))
        if rule is not None:
            return stop - length, rule
    return None


def _make(sentence: int, first: int, last: int, head: int, rule: Rule, tokens: Sequence[Token]) -> Candidate:
    words = [token.lower for token in tokens[first:last]]
    acting = (("acting", "true"),) if "acting" in words or "interim" in words else ()
    former = (("former", "true"),) if {"former", "then", "ex"} & set(words) else ()
    official = (("official", "true"),) if rule.data["official"] else ()
    return Candidate(
        sentence,
        first,
        last,
        head,
        MentionType.ROLE,
        Level.NAME,
        rule.data["kind"],
        rule.name,
        attributes=acting + former + official,
    )


def _before(tokens: Sequence[Token], sentence: int, person: Candidate, barred: Collection[int]) -> Candidate | None:
    """Find a title right before a name."""
    stop = _skip_address(tokens, person.first)
    title = _ends_title(tokens, stop)
    if title is None:
        return _of_title(tokens, sentence, person, barred)
    first = grow_title(tokens, title[0], barred)
    return _make(sentence, first, stop, stop - 1, title[1], tokens)


def _skip_address(tokens: Sequence[Token], stop: int) -> int:
    """The word after a title that a form of address parts from the name: "Health Officer Dr. Ada Roe"."""
    while stop and tokens[stop - 1].lower in list_words("honorifics"):
        stop -= 1
    return stop


def _of_title(tokens: Sequence[Token], sentence: int, person: Candidate, barred: Collection[int]) -> Candidate | None:
    """Find a title with "of" before a name: "Secretary of Health Lee Park"."""
    stop = person.first
    start = stop
    while start > 0 and tokens[start - 1].text[0].isupper() and tokens[start - 1].pos.startswith("NN"):
        start -= 1
    joined = start - 1 if start > 1 and tokens[start - 1].lower == "the" else start
    if start == stop or joined < 2 or tokens[joined - 1].lower not in ("of", "for", "from"):
        return None
    title = _ends_title(tokens, joined - 1)
    if title is None:
        return None
    return _make(sentence, grow_title(tokens, title[0], barred), stop, joined - 2, title[1], tokens)


def _before_comma(
    tokens: Sequence[Token], sentence: int, person: Candidate, barred: Collection[int]
) -> Candidate | None:
    """Find "the acting water commissioner, Lee Park," and "its president, Sgt. Lee Park,"."""
    stop = _skip_address(tokens, person.first)
    ranked = _ends_title(tokens, stop)
    if ranked is not None:
        stop = ranked[0]
    if stop < 2 or tokens[stop - 1].text != ",":
        return None
    person = person.widen(first=stop)
    closed = person.last < len(tokens) and tokens[person.last].text in (",", ".")
    title = _ends_title(tokens, person.first - 1)
    if not closed:
        return None
    if title is None:
        # "the head of the water board, Lee Park,": from its article on.
        for at in range(person.first - 2, max(person.first - 14, -1), -1):
            if tokens[at].pos == "DT":
                role = _read_title(tokens, sentence, at + 1, barred)
                if role is not None and role.last == person.first - 1:
                    return role
        return None
    first = _reach_body(tokens, grow_title(tokens, title[0], barred))
    if first and tokens[first - 1].pos not in ("DT", "PRP$", "POS") and first != 0:
        return None
    if tokens[first].lower in ("second", "third", "fourth", "other"):
        return None  # "a second officer, Lee Park," counts people
    if not title[1].data["official"] and person.first - 1 - first == 1 and tokens[first - 1].pos == "DT":
        return None  # "the nurse, Ada Roe," describes a person; "its lawyer, Ada Roe," gives a post
    return _make(sentence, first, person.first - 1, person.first - 2, title[1], tokens)


def _reach_body(tokens: Sequence[Token], first: int) -> int:
    """The first word of a title that goes on to the left over the name of its body: "Bureau of Water chief"."""
    while (
        first > 1
        and tokens[first].text[0].isupper()
        and tokens[first - 1].lower in ("of", "for", "and", "&")
        and tokens[first - 2].text[0].isupper()
    ):
        first -= 2
        while first and tokens[first - 1].text[0].isupper() and tokens[first - 1].coarse in "na":
            first -= 1
    return first


def _predicate(tokens: Sequence[Token], sentence: int, person: Candidate, barred: Collection[int]) -> Candidate | None:
    """Find "Lee Park is acting director": a title behind "be" that has no article."""
    at = person.last
    if (
        at + 1 >= len(tokens)
        or tokens[at].lemma not in ("be", "become", "remain")
        or tokens[at + 1].coarse not in "nav"
    ):
        return None
    role = _read_title(tokens, sentence, at + 1, barred)
    return role if role is not None and role.first == at + 1 and tokens[at].pos != "POS" else None


def _after_comma(
    tokens: Sequence[Token], sentence: int, person: Candidate, barred: Collection[int]
) -> Candidate | None:
    """Find "Lee Park, the county's head of permits," and "Lee Park, 41, a water engineer"."""
    at = person.last
    if at + 1 >= len(tokens) or tokens[at].text not in (",", "—", "–", "("):
        return None
    at += 1
    if tokens[at].text.isdigit() and at + 1 < len(tokens) and tokens[at + 1].text == ",":
        at += 2
    if at + 1 < len(tokens) and tokens[at].lower in ("then", "now", "formerly", "once"):
        at += 1
    role = _read_title(tokens, sentence, at, barred)
    if role is not None and role.last in barred and tokens[role.last].text[0].isupper():
        return None  # "Lee Park, Mayor Ada Roe": the next one's title
    if role is not None and tokens[role.head].lower == "major" and role.rule == "titles/uniformed":
        return None  # "Lee Park, an economics major,"
    if role is not None and ("official", "true") not in role.attributes and role.last == role.head + 1:
        return None  # "Lee Park, a gym teacher," describes a person
    return role


def _after(tokens: Sequence[Token], sentence: int, person: Candidate, barred: Collection[int]) -> Candidate | None:
    """Find a title right behind a name, in lower case, as garbled text has it."""
    at = person.last
    if at >= len(tokens) or tokens[at].pos not in ("NN", "JJ") or not tokens[at].text[0].islower():
        return None
    title = _read_title(tokens, sentence, at, barred)
    return title if title is not None and title.last - title.first <= 3 else None


def _read_title(tokens: Sequence[Token], sentence: int, start: int, barred: Collection[int]) -> Candidate | None:
    """Read a title phrase from word `start` on: the first noun phrase must end in a title's words."""
    stop = _end_phrase(tokens, start, barred)
    title, head = None, stop
    for end in range(stop, start, -1):
        title = _ends_title(tokens, end)
        if title is not None and title[0] >= start and (end == stop or tokens[end].pos == "CD"):
            head = end
            break
        title = None
    if title is None:
        return None
    first = grow_title(tokens, title[0], barred)
    first = max(first, start)
    last = head
    while last < len(tokens) and last not in barred and tokens[last].lower in list_words("title_prepositions"):
        more = _end_phrase(tokens, last + 1, barred)
        while (
            more + 1 < len(tokens)
            and tokens[more].lower in ("and", "&")
            and tokens[more + 1].pos in ("NN", "NNP", "NNS", "NNPS", "JJ")
            and (nxt := _end_phrase(tokens, more + 1, barred)) > more + 1
        ):
            more = nxt
        if more == last + 1 or tokens[last + 1].pos in ("VBG", "VBN") or last - first > 14:
            break
        last = more
    voice = title[1].id == "speaking" and last == head and last + 1 < len(tokens) and tokens[last].lower == "for"
    if voice and not (last + 1 in barred or tokens[last + 1].pos == "DT"):
        return _make(sentence, first, head, head - 1, title[1], tokens)
    if last in barred and last > head and title[1].id == "speaking":
        return _make(sentence, first, head, head - 1, title[1], tokens)
    if last in barred and last > head and tokens[last].text[0].isupper():
        return None  # "an aide to Gov. Lee Park": the words go on to somebody else
    return _make(sentence, first, last, head - 1, title[1], tokens)


def _end_phrase(tokens: Sequence[Token], start: int, barred: Collection[int]) -> int:
    """The word after the noun phrase that begins at `start`."""
    at = start
    while (
        at < len(tokens)
        and at not in barred
        and (tokens[at].pos in _PHRASE or tokens[at].text == "&" or (tokens[at].text[0].isupper() and at > start))
    ):
        if tokens[at].pos == "DT" and at != start:
            break
        at += 1
        if (
            at + 1 < len(tokens)
            and tokens[at].lower == "and"
            and tokens[at - 1].text[0].isupper()
            and tokens[at + 1].text[0].isupper()
        ):
            at += 1
    while at > start and tokens[at - 1].pos in ("VBG", "VBN", "POS", "DT"):
        at -= 1
    return at
