"""Noun phrases: from a head noun to the words before it that belong to it."""

from collections.abc import Collection, Sequence
from functools import cache

from kg.extract.tokens import Token, load_wording

QUOTES = frozenset("“”\"‘’'«»")
_PLAIN = frozenset(("JJ", "JJR", "JJS", "NN", "NNP", "NNPS", "CD"))
_ROUND = (["a", "million"], ["a", "dozen"], ["a", "hundred"], ["a", "thousand"], ["a", "billion"], ["half", "a"])
_BOUNDS = frozenset((("more", "than"), ("fewer", "than"), ("less", "than"), ("at", "least"), ("up", "to")))
_DETERMINERS = frozenset(("DT", "PRP$", "PDT", "WP$"))


@cache
def list_words(kind: str) -> frozenset[str]:
    """Return a list of data/lexicon/phrases.toml as a set."""
    return frozenset(load_wording("phrases")[kind])


def grow_left(tokens: Sequence[Token], head: int, barred: Collection[int] = (), *, possessor: bool = True) -> int:
    """Return the number of the first word of the phrase whose head begins at word `head`.

    Adjectives, nouns, names, numbers, participles after an article, one possessor with its own article, and quantities
    ("a handful of") belong to it. `barred` are words that do not, such as those of a date.

    >>> from kg.extract.sentences import analyse_text
    >>> tokens = analyse_text("They read the state’s four “secret water permits” aloud.")[0].tokens
    >>> " ".join(token.text for token in tokens[grow_left(tokens, 9) : 10])
    'the state ’s four “ secret water permits'
    """
    first = head
    while first > 0:
        token = tokens[first - 1]
        year = token.pos == "CD" and first > 1 and tokens[first - 2].pos in ("DT", "PRP$", "POS")  # "a 2017 settlement"
        if first - 1 in barred and not year:
            start = first - 1
            while start and start - 1 in barred and first - start < 4:
                start -= 1
            if start and tokens[start - 1].pos in ("DT", "PRP$") and tokens[start].text[0].isupper():
                return start - 1  # "an April 15 opinion", "a February audit"
        alone = token.lower == "only" and first > 1 and _opens(tokens[first - 2])  # "the state's only clinic"
        if (first - 1 in barred and not year) or (token.lower in list_words("stops") and not alone):
            break
        if alone:
            first -= 1
            continue
        if token.pos in _DETERMINERS:
            first -= 1
            break
        if token.pos == "POS" and token.lower in ("'s", "'") and first > 1:
            if possessor and tokens[first - 2].coarse == "n":
                return grow_left(tokens, first - 2, barred, possessor=False)
            break
        if not _belongs(tokens, first - 1):
            break
        first -= 1
    while first < head and (tokens[first].text in QUOTES or tokens[first].lower in ("and", "or", ",")):
        first += 1
    return _take_measure(tokens, first, barred)


def _belongs(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word stands as a modifier before the next one."""
    token = tokens[index]
    before = tokens[index - 1] if index else None
    if token.text in QUOTES:
        # An opening mark inside the phrase: four “secret permits”.
        return token.text in '“‘"' and before is not None and before.pos in ("CD", "JJ", "NN", "POS", "DT", "PRP$")
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.pos in ("VBG", "VBN", "VBD", "VB"):
        if token.lower in list_words("participles"):
            if before is not None and before.coarse in "no" and before.pos != "PRP$" and token.pos in ("VBD", "VBN"):
                return token.lower == "so-called"  # "Hartwell Steel accused managers" has a verb
            return after is None or after.pos not in ("DT", "CD", "PRP$")  # "convicted two men" has a verb
        adverb = before is not None and before.pos == "RB" and index > 1 and _opens(tokens[index - 2])
        return before is not None and (before.pos in ("DT", "PRP$", "JJ", "POS") or adverb) and token.pos != "VB"
    if token.pos == "RB" and after is not None and after.pos in ("JJ", "VBN", "VBD"):
        known = token.lower.endswith("ly") or token.lower in list_words("adverbs")
        return token.lower == "very" or (known and before is not None and _opens(before))
    if token.text == "," and after is not None and before is not None and index > 1:
        return before.pos == "JJ" and after.pos in ("JJ", "VBN") and _opens(tokens[index - 2])
    if token.pos in _PLAIN or token.pos == "RBR":
        return True
    if token.pos == "NNS":
        return token.lower in list_words("plural_modifiers")
    if token.lower in ("and", "or", "&") and before is not None and index + 1 < len(tokens):
        levels = list_words("levels")
        return before.pos == "JJ" == tokens[index + 1].pos or (
            before.lower in levels and tokens[index + 1].lower in levels
        )
    return token.lower in ("so-called", "then")


def _opens(token: Token) -> bool:
    """Whether a word begins a noun phrase: an article, a possessive, a number."""
    return token.pos in ("DT", "PRP$", "POS", "CD", "WP$")


def _take_measure(tokens: Sequence[Token], first: int, barred: Collection[int]) -> int:
    """Take in "a handful of", "one of", "two of" before a phrase, and "about", "most", "more than" before numbers."""
    if first > 0 and first - 1 not in barred and tokens[first - 1].lower in list_words("approximators"):
        counted = tokens[first].pos == "CD" or [token.lower for token in tokens[first : first + 2]] in _ROUND
        topic = tokens[first - 1].lower == "about" and first > 1 and tokens[first - 2].coarse in ("n", "v")
        if (counted and not topic) or (tokens[first - 1].lower == "most" and tokens[first].pos not in ("DT", "PRP$")):
            return first - 1
    if first > 1 and tokens[first].pos == "CD" and (tokens[first - 2].lower, tokens[first - 1].lower) in _BOUNDS:
        return first - 2
    if first >= 2 and tokens[first - 1].lower == "of" and tokens[first - 2].lower in list_words("measures"):
        start = first - 2
        while start > 0 and start - 1 not in barred and tokens[start - 1].pos in ("DT", "JJ", "CD"):
            start -= 1
        return start
    return first


def _small() -> frozenset[str]:
    """Words in lower case that stand before a capital title and within one."""
    return list_words("before_capital") | {"and", "of", "for", "&", "the"}


def grow_title(tokens: Sequence[Token], head: int, barred: Collection[int] = ()) -> int:
    """Return the first word of a title whose last word begins at `head`: no article, no possessor.

    >>> from kg.extract.sentences import analyse_text
    >>> tokens = analyse_text("He met the state’s acting deputy water commissioner.")[0].tokens
    >>> grow_title(tokens, 8)
    5
    """
    first = head
    while first > 0 and first - 1 not in barred:
        token = tokens[first - 1]
        known = token.lower in list_words("title_openers") or (
            token.text[0].isupper() and (token.coarse in "nav" or token.lower in list_words("directions"))
        )
        if tokens[first].text[0].isupper() and token.text[0].islower() and token.lower not in _small():
            break
        if token.lower in ("last", "next", "then", "such", "dear") or not (
            known or token.pos in _PLAIN or token.pos == "NNS"
        ):
            if (
                token.lower in ("and", "&")
                and first > 1
                and first - 2 not in barred
                and tokens[first - 2].text[:1].isupper()
                and tokens[first].text[:1].isupper()
            ):
                first -= 1
                continue
            break
        if token.pos == "NNS" and not token.text[0].isupper() and token.lower not in list_words("plural_modifiers"):
            break
        first -= 1
    while first < head and tokens[first].pos == "CD" and not tokens[first].lower.endswith(("st", "nd", "rd", "th")):
        first += 1
    return first
