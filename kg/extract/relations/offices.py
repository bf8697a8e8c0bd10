"""Who holds a post, and in which body."""

from collections.abc import Iterator, Mapping, Sequence

from kg.extract.relations.found import BODIES, PEOPLE, PLACES, Found, list_nested, list_outermost
from kg.extract.relations.plural import is_plural
from kg.extract.relations.wording import list_words
from kg.extract.sentences import Sentence
from kg.extract.tokens import Token, load_wording
from kg.model import Level, Mention, MentionType

_ACTING = frozenset({"acting", "interim"})


def is_address(role: Mention) -> bool:
    """Say whether the "post" is a mere form of address: "Dr."."""
    return role.text.lower().rstrip(".") in list_words("address")


def has_seated_post(mentions: Sequence[Mention], who: Mention, holders: Mapping[str, Mention]) -> bool:
    """Say whether somebody holds a post whose "of Boise" says where the office is."""
    posts = [m.text.lower().split() for m in mentions if m.id in holders and holders[m.id].entity == who.entity]
    return any(not list_words("seated").isdisjoint(post) for post in posts)


def list_joined(sentence: Sentence, mentions: Sequence[Mention], role: Mention, who: Mention) -> Iterator[Mention]:
    """Yield the further holders of a post in the plural: "Sens. Ann Lind (R-Ohio), Bo Dahl and Cy Eck"."""
    if not is_plural(sentence, role) or who.span.start < role.span.end:
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


def hold_office(sentence: Sentence, role: Mention, who: Mention, rule: str) -> Found:
    """Return that somebody holds a post; `extra` says whether acting or former."""
    words = set(role.text.lower().split())
    first = next((i for i, t in enumerate(sentence.tokens) if t.span.start >= role.span.start), 0)
    if first and sentence.tokens[first - 1].lower in _ACTING:
        words.add(sentence.tokens[first - 1].lower)
    extra: tuple[tuple[str, str], ...] = (("acting", "true"),) if words & _ACTING else ()
    if "former" in words or (first and sentence.tokens[first - 1].lower == "former"):
        extra += (("former", "true"),)
    return Found("holdsOffice", who.entity, role.entity, sentence, rule, extra, role.span.start)


def list_seats(role: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the place at the end of a post that says where it is: "spokesman in Boise", "lawyer from Boise"."""
    nested = list_nested(role, mentions)
    spots = [m for m in list_outermost(nested, PLACES) if m.span.end == role.span.end]
    found: list[Mention] = []
    for spot in spots:
        words = role.text[: spot.span.start - role.span.start].lower().split()
        named = any(m.type in BODIES and 0 < spot.span.start - m.span.end <= 4 for m in nested)
        placed = len(words) > 1 and words[-1] in {"in", "from"} and words[-2] in list_words("practices")
        if placed and not named:
            found.append(spot)
    return found


def is_counsel(role: Mention) -> bool:
    """Say whether a post is that of a lawyer who acts for somebody from outside: "its attorney"."""
    wording = load_wording("relations_posts")["counsel"]
    words = role.text.lower().split()
    return words[-1] in wording["words"] and not set(words) & set(wording["unless"])


def join_bodies(
    sentence: Sentence, mentions: Sequence[Mention], role: Mention, who: Mention, beside: Sequence[Mention]
) -> Iterator[Found]:
    """Yield the bodies of a post, those named inside it and those beside it."""
    inside = [m for m in list_nested(role, mentions) if m.type in BODIES]
    # "the agency’s director": the post's name begins inside the body's, after the article.
    inside += [m for m in mentions if _owns_post(m, role)]
    outermost = [m for m in inside if not any(o is not m and o.span.holds(m.span) for o in inside)]
    for body in (*outermost, *beside):
        if body.span.start < role.span.start and is_counsel(role):
            continue
        yield Found("memberOf", who.entity, body.entity, sentence, "beside/body-of-post", (), body.span.start)
    for body in beside:
        for unit in outermost:
            if unit.entity != body.entity and body.span.end <= role.span.start:
                yield Found("partOf", unit.entity, body.entity, sentence, "beside/unit-in-post", (), unit.span.start)


def _owns_post(body: Mention, role: Mention) -> bool:
    if body.type not in BODIES and not (body.type is MentionType.JURISDICTION and body.level is Level.NOMINAL):
        return False
    return body.span.start < role.span.start < body.span.end < role.span.end
