"""Pronouns that may stand for somebody or something named before."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.phrases import list_words
from kg.extract.sentences import Sentence
from kg.extract.tokens import Token
from kg.model import Span


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun at word `index` of a sentence, `form` in lower case.

    `gender` is m or f for a person's; `possessive` as in "her office"; `sent` says that it is the subject of what only
    an instrument undergoes: "it was issued".
    """

    sentence: int
    index: int
    span: Span
    person: bool
    plural: bool
    possessive: bool
    gender: str = ""
    form: str = ""
    sent: bool = False


_FORMS = {
    "he": (True, False, False, "m"),
    "him": (True, False, False, "m"),
    "his": (True, False, True, "m"),
    "himself": (True, False, False, "m"),
    "she": (True, False, False, "f"),
    "her": (True, False, True, "f"),
    "herself": (True, False, False, "f"),
    "it": (False, False, False, ""),
    "its": (False, False, True, ""),
    "they": (False, True, False, ""),
    "them": (False, True, False, ""),
    "their": (False, True, True, ""),
}
_EMPTY_IT = frozenset(("is", "was", "'s", "would", "will", "could", "may", "might", "seems", "appears"))


def find_pronouns(sentences: tuple[Sentence, ...]) -> list[Pronoun]:
    """Find the third-person pronouns of a document; an "it" that names nothing ("it is late") is left out.

    >>> from kg.extract.sentences import analyse_text
    >>> [(p.index, p.gender) for p in find_pronouns(analyse_text("She said it was late when his boss left."))]
    [(0, 'f'), (6, 'm')]
    """
    found: list[Pronoun] = []
    for number, sentence in enumerate(sentences):
        tokens = sentence.tokens
        for index, token in enumerate(tokens):
            form = _FORMS.get(token.lower)
            if form is None or token.text == "IT":
                continue
            participle = _find_participle(tokens, index)
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            if token.lower == "it" and after is not None and after.lower in _EMPTY_IT and not participle:
                continue
            sent = participle in list_words("instrument_verbs") and not form[0]
            found.append(Pronoun(number, index, token.span, *form, token.lower, sent))
    return found


def _find_participle(tokens: Sequence[Token], index: int) -> str:
    """The verb that its subject, at word `index`, undergoes: "it was never sent"; "" where there is none.

    "It is expected to rain" and "it was reported that" have an "it" that names nothing.
    """
    at = index + 1
    passive = False
    while at < len(tokens) and (tokens[at].pos in ("MD", "RB") or tokens[at].lemma in ("be", "have", "get")):
        passive = passive or tokens[at].lemma in ("be", "get")
        at += 1
    if not passive or at >= len(tokens) or tokens[at].pos not in ("VBN", "VBD"):
        return ""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if after in ("that", "whether", "how", "why") or tokens[at].lemma in list_words("human_verbs"):
        return ""
    return "" if tokens[at].lemma in list_words("opinion_verbs") else tokens[at].lemma
