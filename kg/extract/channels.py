"""How something was said: the channel named beside a verb of speech (data/lexicon/channels.toml)."""

import re
from functools import cache

from kg.extract.lexicon import load_rules
from kg.extract.tokens import load_wording


@cache
def _load_channels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    before = "|".join(load_wording("channels")["parts"]["prepositions"])
    channels = []
    for rule in load_rules("channels"):
        nouns = "|".join(re.escape(word) for word in sorted(rule.words, key=len, reverse=True))
        verbs = "".join(rf"|\b{re.escape(word)}\b" for word in rule.data["verbs"])
        # Up to four words lie between, none of which ends the phrase or takes up another.
        between = r"(?:\s+(?!\w+ing\b|that\b|and\b|after\b|before\b|the\s+\w+\s+said\b)[\w’'.-]+){0,4}?"
        channels.append((rule.id, re.compile(rf"\b(?:{before})\b{between}\s+(?:{nouns})\b{verbs}", re.IGNORECASE)))
    return tuple(channels)


def find_channel(attribution: str) -> str | None:
    """Return the channel that the words around a verb of speech name, or None.

    Args:
        attribution: The sentence without what was said.

    >>> find_channel("Roe said in an email statement on Friday")
    'e-mail'
    >>> find_channel("Roe said after the hearing") is None
    True
    """
    return next((channel for channel, pattern in _load_channels() if pattern.search(attribution)), None)
