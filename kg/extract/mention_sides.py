"""Public or private by the text around: "its president" after a union's name, a university's president, a spokesman."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.candidates import Candidate
from kg.extract.lexicon import find_words
from kg.extract.phrases import list_words
from kg.extract.sentences import Sentence
from kg.extract.tokens import Token
from kg.model import Level, MentionType

_BODIES = (MentionType.AGENCY, MentionType.ORGANISATION, MentionType.COURT, MentionType.JURISDICTION)
_REACH = 30
"""Candidates before a mention among which the body that spoke last is looked for."""
_CAMPUS = 4
"""Words of a university's life from which on an article is about one."""
_CAMPUS_POSTS = frozenset(("president", "chancellor", "spokesperson", "spokesman", "spokeswoman", "trustee", "dean"))


def tell_campus(sentences: Sequence[Sentence]) -> bool:
    """Say whether an article is about a university: its president is no head of state."""
    words = [token.lemma for sentence in sentences for token in sentence.tokens]
    campus = sum(word in list_words("campus") for word in words)
    return campus >= _CAMPUS and campus > sum(word in list_words("capital") for word in words)


def tell_side(role: Candidate, tokens: Sequence[Token], before: Sequence[Candidate], *, campus: bool) -> Candidate:
    """Make a post a private one where the words around say so.

    Args:
        role: The post.
        tokens: The words of its sentence.
        before: Candidates before it, in reading order, of its sentence and those before.
        campus: Whether the article is about a university.

    Returns:
        The post, without its attribute "official" where its body is an organisation.
    """
    if ("official", "true") not in role.attributes:
        return role
    ranked = role.last + 1 < len(tokens) and (tokens[role.last + 1].lower,) in find_words("titles")
    owned = role.first > 0 and tokens[role.first - 1].lower == "its" and not ranked
    private = owned and _find_side(before) is MentionType.ORGANISATION
    alone = role.last - role.first == 1 or tokens[role.first].lower in list_words("private_bodies")
    if private or (campus and alone and tokens[role.head].lemma in _CAMPUS_POSTS):
        return replace(role, attributes=tuple(pair for pair in role.attributes if pair[0] != "official"))
    return role


def tell_voice(one: Candidate, before: Sequence[Candidate], *, campus: bool) -> Candidate:
    """Make "a spokesman" of no named body a private one where an organisation was named last, or on a campus."""
    if one.type is not MentionType.OFFICIAL or one.last - one.first > 2:
        return one
    if one.kind == "Spokesperson" and _find_side(before) is MentionType.ORGANISATION:
        return replace(one, type=MentionType.PERSON, kind="Person")
    if campus and one.rule in ("nominals/public-employee", "nominals/executive") and one.determiner in ("the", ""):
        return replace(one, type=MentionType.PERSON, kind="Person")
    return one


def _find_side(before: Sequence[Candidate]) -> MentionType | None:
    """The type of the body named last, by name or as "the company"."""
    for one in reversed(before[-_REACH:]):
        if one.type in _BODIES and (one.level is Level.NAME or one.determiner == "the"):
            return one.type
    return None
