"""Crimes that a charge names in its own words: "accused of illegally dumping waste"."""

from collections.abc import Collection, Sequence

from kg.extract.candidates import Candidate
from kg.extract.phrases import grow_left
from kg.extract.tokens import Token
from kg.model import Level, MentionType

_TRIGGERS = {
    "charge": ("with",),
    "accuse": ("of",),
    "convict": ("of",),
    "suspect": ("of",),
    "indict": ("on", "for"),
    "guilty": ("of", "to"),
    "acquit": ("of",),
    "count": ("of",),
    "suspicion": ("of",),
    "want": ("for",),
    "sentence": ("for",),
    "imprison": ("for",),
}
_ENDING = frozenset(
    ("after", "before", "when", "while", "during", "at", "on", "since", "by", "near", "until", "if", "from", "against")
)
"""Words that end a deed: when and where it was done, and to whom."""
_SKIPPED = frozenset(
    ("charge", "count", "connection", "crime", "year", "month", "day", "information", "deportation", "questioning")
)


def find_offences(tokens: Sequence[Token], sentence: int, barred: Collection[int]) -> list[Candidate]:
    """Find what people are charged with, accused or convicted of, where the words say a deed.

    "They accused the mayor of lying" is no charge: "accuse" counts in the passive only.
    """
    found: list[Candidate] = []
    for index, token in enumerate(tokens):
        prepositions = _TRIGGERS.get(token.lemma) or _TRIGGERS.get(token.lower)
        if not prepositions or (token.lemma in ("accuse", "want", "sentence") and not _is_passive(tokens, index)):
            continue
        if token.lemma == "charge" and token.pos in ("NN", "NNS"):
            if index + 1 >= len(tokens) or tokens[index + 1].lower != "of":
                continue
            prepositions = ("of",)
        after = [
            at + 1 for at in range(index + 1, min(index + 14, len(tokens) - 1)) if tokens[at].lower in prepositions
        ]
        near = [at for at in after if at < index + 8]
        deeds = [at for at in after if any(word.pos == "VBG" for word in tokens[at : at + 2])]
        start = next(iter((deeds if token.pos.startswith("VB") else []) or near), 0)
        if start:
            found += _read_list(
                tokens, sentence, start, barred, gerunds_only=token.lemma in ("want", "suspect", "sentence")
            )
    return found


def _is_passive(tokens: Sequence[Token], index: int) -> bool:
    """Whether a participle has its subject before it: "was accused", "a man accused of", not "has accused"."""
    for back in range(index - 1, max(-1, index - 4), -1):
        if tokens[back].lemma == "have":
            return False
        if tokens[back].lemma == "be":
            return True
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and (after.pos in ("IN", "RB") or after.lower in ("last", "this", "in"))


def _read_list(
    tokens: Sequence[Token], sentence: int, start: int, barred: Collection[int], *, gerunds_only: bool
) -> list[Candidate]:
    found: list[Candidate] = []
    at = start
    while at < len(tokens):
        one = _read_gerund(tokens, sentence, at, barred) or (
            None if gerunds_only else _read_noun(tokens, sentence, at, barred)
        )
        if one is None:
            break
        found.append(one)
        at = one.last
        while at < len(tokens) and tokens[at].lower in (",", "and", "or"):
            at += 1
        if one.last < at < len(tokens) and tokens[at].lower in ("of", "to", "with"):
            at += 1  # "pleaded guilty to fraud and to hiding it"
        if at == one.last:
            break
    return found


def _read_gerund(tokens: Sequence[Token], sentence: int, start: int, barred: Collection[int]) -> Candidate | None:
    at = start
    while at < len(tokens) and tokens[at].pos == "RB":
        at += 1
    if at >= len(tokens) or tokens[at].pos != "VBG":
        return None
    verb = at
    at += 1
    end = at
    # The object belongs to the deed unless it is a person by name.
    while (
        at < len(tokens)
        and at not in barred
        and (
            tokens[at].pos in ("DT", "JJ", "NN", "NNS", "NNP", "NNPS", "CD", "IN", "TO", "PRP$", "POS", "RB")
            or (tokens[at].pos == "VB" and tokens[at - 1].pos == "TO")
        )
        and tokens[at].lower not in _ENDING
    ):
        at += 1
        sum_ = tokens[at - 1].lower in ("million", "billion", "thousand") or tokens[at - 1].text[0] == "$"
        if sum_ or tokens[at - 1].pos not in ("DT", "IN", "TO", "PRP$", "POS", "JJ", "CD"):
            end = at
    return Candidate(sentence, start, end, verb, MentionType.CRIME, Level.NOMINAL, "Crime", "offence/deed")


def _read_noun(tokens: Sequence[Token], sentence: int, start: int, barred: Collection[int]) -> Candidate | None:
    at = start
    while at < len(tokens) and at not in barred and tokens[at].pos in ("DT", "JJ", "NN", "NNS", "CD", "VBN"):
        at += 1
    if at == start or tokens[at - 1].pos not in ("NN", "NNS") or tokens[at - 1].lemma in _SKIPPED:
        return None
    head = at - 1
    if (
        at < len(tokens)
        and tokens[at].lower == "of"
        and tokens[head].lemma in ("possession", "obstruction", "violation", "sale", "abuse")
    ):
        more = at + 1
        while more < len(tokens) and tokens[more].pos in ("DT", "JJ", "NN", "NNS"):
            more += 1
        at = more
    first = max(start, grow_left(tokens, head, barred))
    level = Level.NAME if at - first == 1 else Level.NOMINAL
    return Candidate(sentence, first, at, head, MentionType.CRIME, level, "Crime", "offence/named")
