"""Whom a pronoun that speaks stands for, where the mentions say nothing of it."""

from bisect import bisect_left

from kg.extract.speakers import PEOPLE, SPEAKING
from kg.model import Level, Mention, MentionType

_BODIES = SPEAKING - PEOPLE - {MentionType.PLACE, MentionType.ROLE}


def resolve_pronoun(
    word: str, at: int, mentions: tuple[Mention, ...], plural: frozenset[str], recent: list[tuple[int, Mention]]
) -> str | None:
    """Return the entity that a pronoun stands for, when the mentions say nothing of it.

    The last speaker who fits is taken, unless it is far off and a name of the right kind has come since; then the
    last such name. Only the last 200 mentions and 20 speakers are looked at.

    Args:
        word: The pronoun in lower case.
        at: Its offset in the document.
        mentions: All mentions, in reading order.
        plural: The entities known to be many.
        recent: The speakers so far, as offset and mention, oldest first.
    """
    people = word in ("he", "she", "i")
    wanted = PEOPLE if people else _BODIES if word == "it" else PEOPLE | _BODIES
    stop = bisect_left(mentions, at, key=lambda m: m.span.start)
    before = [m for m in mentions[max(0, stop - 200) : stop] if m.type in wanted and m.span.end <= at]
    for offset, mention in reversed(recent[-20:]):
        if at - offset > 1500 or mention.type not in wanted:
            continue
        single = mention.type in PEOPLE and mention.entity not in plural
        if (people and not single) or (word == "they" and single):
            continue
        since = [m for m in before if m.span.start >= mention.span.end and m.level is Level.NAME]
        if at - offset < 400 or all(m.entity == mention.entity for m in since):
            return mention.entity
        break
    for mention in reversed(before):
        if people and (mention.level is not Level.NAME or mention.entity in plural):
            continue
        return mention.entity
    return None
