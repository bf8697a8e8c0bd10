"""Common nouns that echo a name of the article: "the creamery" after "Blue Heron Creamery".

No list can hold every kind of body that news writes about; the name itself says what its bearer may be called.
"""

from collections.abc import Collection, Mapping, Sequence

from kg.extract.candidates import Candidate
from kg.extract.phrases import list_words
from kg.extract.tokens import Token
from kg.model import Level, MentionType

_BODIES = frozenset(
    {MentionType.AGENCY, MentionType.COURT, MentionType.ORGANISATION, MentionType.NEWS_ORGANISATION, MentionType.PLACE}
)
_DETERMINERS = frozenset(("the", "this", "that"))
_JOINTS = frozenset(("of", "for", "on", "in", "at", "to"))


def learn_echoes(
    named: Sequence[Sequence[Candidate]], texts: Sequence[Sequence[Token]]
) -> dict[str, tuple[MentionType, str]]:
    """Return the head nouns of the article's names of several words, in lower case, with type and kind.

    Args:
        named: For each sentence its names.
        texts: For each sentence its tokens.
    """
    heads: dict[str, tuple[MentionType, str]] = {}
    for found, tokens in zip(named, texts, strict=True):
        for one in found:
            if one.type in _BODIES and one.last - one.first > 1:
                words = [token.lower for token in tokens[one.first : one.last]]
                cut = next((at for at, word in enumerate(words) if at and word in _JOINTS), len(words))
                head = words[cut - 1]
                if len(head) > 3 and head.isalpha() and head not in list_words("no_echoes"):
                    heads.setdefault(head, (one.type, one.kind))
    return heads


def find_echoes(
    tokens: Sequence[Token],
    sentence: int,
    heads: Mapping[str, tuple[MentionType, str]],
    taken: Collection[int],
) -> list[Candidate]:
    """Find "the" and a head noun of a name in a sentence; `taken` are words of mentions found otherwise.

    >>> from kg.extract.sentences import analyse_text
    >>> tokens = analyse_text("Inspectors closed the creamery and the creamery store.")[0].tokens
    >>> heads = {"creamery": (MentionType.ORGANISATION, "Organization")}
    >>> [(one.first, one.last) for one in find_echoes(tokens, 0, heads, ())]
    [(2, 4)]
    """
    found = []
    for index, token in enumerate(tokens):
        if index and token.lower in heads and token.text[0].islower() and index not in taken:
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            modifies = after is not None and (after.pos in ("NN", "NNS", "NNP", "NNPS", "CD") or after.text == "-")
            if tokens[index - 1].lower in _DETERMINERS and not modifies:
                type_, kind = heads[token.lower]
                found.append(
                    Candidate(
                        sentence=sentence,
                        first=index - 1,
                        last=index + 1,
                        head=index,
                        type=type_,
                        level=Level.NOMINAL,
                        kind=kind,
                        rule="nominal/echo",
                        determiner=tokens[index - 1].lower,
                    )
                )
    return found
