"""Stretches of a paragraph that are read together: sentences that one quotation spans, with marks and mentions.

Also the small steps over words that reported speech needs: where a noun group begins and where it ends.
All positions here are numbers of tokens in the unit.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.extract.quotations import Quotation
from kg.extract.sentences import Sentence
from kg.extract.speech import load_speech
from kg.extract.tokens import Token
from kg.model import Level, Mention, MentionType, Span


def list_words(words: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(words.split())


BE = frozenset(("be", "am", "is", "are", "was", "were", "been", "being", "'re", "'m"))
HAVE = frozenset(("has", "have", "had", "having", "'ve", "'d"))
DO = frozenset(("do", "does", "did"))
NEGATION = frozenset(("not", "n't", "never", "neither", "nor", "hardly", "rarely"))
MODAL = frozenset(
    ("would", "will", "could", "can", "should", "shall", "may", "might", "must", "'ll", "wo", "ca", "cannot")
)
SUBORDINATE = list_words(
    "after before because since until till while although though if unless whereas as when where whether once than "
    "that so lest"
)
ATTACHING = list_words(
    "of in for from at with on within under against inside among between near to about outside without across "
    "throughout like"
)
COMMAS = frozenset((",", "—", "–", "--"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_NOUNISH = frozenset(("NN", "NNS", "NNP", "NNPS", "CD", "JJ", "JJR", "JJS", "POS", "FW", "$", "#"))
_NOUN = frozenset(("NN", "NNS", "NNP", "NNPS", "CD", "PRP", "EX"))
_SOMEBODY = list_words(
    "everyone everybody everything anyone anybody anything someone somebody something nobody nothing"
)
_OPENING_WORDS = frozenset(("DT", "PDT", "PRP$"))


@dataclass(slots=True)
class Unit:
    """Sentences read together.

    `quote` gives for each token the number of the outermost quotation it lies in, marks included, or -1; `name` the
    longest mention that covers it, or None, and `first` the position where its sentence starts.
    """

    text: str
    tokens: tuple[Token, ...]
    paragraph: int
    sentences: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    quote: list[int] = field(default_factory=list)
    name: list[Mention | None] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    mentions: tuple[Mention, ...] = ()
    ranges: list[tuple[int, int]] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """The unit's span in the document."""
        return Span(self.sentences[0].start, self.sentences[-1].end)

    def low(self, i: int) -> str:
        """The lower-cased token at `i`, empty outside the unit."""
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""

    def pos(self, i: int) -> str:
        """The tag of the token at `i`, empty outside the unit."""
        return self.tokens[i].pos if 0 <= i < len(self.tokens) else ""

    def opens(self, i: int) -> bool:
        """Whether the token at `i` is the opening mark of an outermost quotation."""
        return 0 <= i < len(self.tokens) and self.quote[i] >= 0 and (i == 0 or self.quote[i - 1] != self.quote[i])

    def closes(self, i: int) -> bool:
        """Whether the token at `i` is the last of an outermost quotation."""
        n = len(self.tokens)
        return 0 <= i < n and self.quote[i] >= 0 and (i + 1 == n or self.quote[i + 1] != self.quote[i])

    def find_opening(self, i: int) -> int:
        """The position of the opening mark of the quotation that holds token `i`."""
        return self.ranges[self.quote[i]][0]

    def find_closing(self, i: int) -> int:
        """The position of the last token of the quotation that holds token `i`."""
        return self.ranges[self.quote[i]][1] - 1

    def find_sentence_end(self, i: int) -> int:
        """The position after the last token of the sentence of token `i`, a quotation never being cut."""
        n = len(self.tokens)
        while i < n:
            start = self.first[i]
            while i < n and self.first[i] == start:
                i += 1
            if i >= n or self.quote[i] < 0 or self.quote[i - 1] != self.quote[i]:
                return i
        return n


def build_units(
    text: str, sentences: Sequence[Sentence], quotations: Sequence[Quotation], mentions: Iterable[Mention]
) -> list[Unit]:
    """Group sentences that a quotation spans, and lay quotations and mentions over their tokens."""
    outer = [q for q in quotations if q.depth == 0 and (q.closed or q.continues or _is_all(text, q))]
    ordered = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
    units: list[Unit] = []
    group: list[Sentence] = []
    q_at = m_at = 0
    for i, sentence in enumerate(sentences):
        group.append(sentence)
        end = sentence.span.end
        while q_at < len(outer) and outer[q_at].span.end <= end:
            q_at += 1
        held = q_at < len(outer) and outer[q_at].span.start < end
        if i + 1 < len(sentences) and _names_speaker(text, sentence, sentences[i + 1], group, outer, q_at):
            continue
        if held and i + 1 < len(sentences) and sentences[i + 1].paragraph == sentence.paragraph:
            continue
        units.append(_build_unit(text, group))
        group = []
    q_from = 0
    for unit in units:
        span = unit.span
        while q_from < len(outer) and outer[q_from].span.end <= span.start:
            q_from += 1
        q_to = q_from
        while q_to < len(outer) and outer[q_to].span.start < span.end:
            q_to += 1
        unit.quotations = tuple(outer[q_from:q_to])
        while m_at < len(ordered) and ordered[m_at].span.start < span.start:
            m_at += 1
        m_to = m_at
        while m_to < len(ordered) and ordered[m_to].span.start < span.end:
            m_to += 1
        unit.mentions = tuple(ordered[m_at:m_to])
        _lay_over(unit)
    return units


def _is_all(text: str, quotation: Quotation) -> bool:
    """Whether a quotation that nobody closed is a paragraph of speech, without an attribution inside."""
    start = quotation.span.start
    lead = text[max(0, start - 1) : start]
    return lead in ("", "\n", ":", " ") and not re.search(r"\b(?:said|says|added|told)\b", quotation.content.of(text))


def _names_speaker(
    text: str, sentence: Sentence, after: Sentence, group: list[Sentence], outer: list[Quotation], q_at: int
) -> bool:
    """Whether a short sentence names the speaker of the quotation before it: “We lost.” Roe said."""
    if after.paragraph != sentence.paragraph or len(after.tokens) > 12 or q_at == 0:
        return False
    quotation = outer[q_at - 1]
    if quotation.span.end != sentence.span.end or quotation.span.start != group[0].span.start:
        return False
    words = [token.lower for token in after.tokens[1:8]]
    last = [token.lower for token in after.tokens if token.text[0].isalnum()][-1:]
    alone = last and any("quote" in row.takes for _, row in load_speech().by_word.get(last[0], ()))
    return (alone or any(word in ("said", "says", "added", "wrote", "stated") for word in words)) and text[
        after.span.start
    ] not in '“"‘'


def _build_unit(text: str, group: list[Sentence]) -> Unit:
    tokens: list[Token] = []
    first: list[int] = []
    for sentence in group:
        first += [len(tokens)] * len(sentence.tokens)
        tokens += sentence.tokens
    return Unit(text, tuple(tokens), group[0].paragraph, tuple(s.span for s in group), (), first=first)


def _lay_over(unit: Unit) -> None:
    quote: list[int] = []
    at = 0
    for token in unit.tokens:
        while at < len(unit.quotations) and unit.quotations[at].span.end <= token.span.start:
            at += 1
        quote.append(at if at < len(unit.quotations) and unit.quotations[at].span.start < token.span.end else -1)
    name: list[Mention | None] = [None] * len(unit.tokens)
    i = 0
    for mention in unit.mentions:
        while i < len(unit.tokens) and unit.tokens[i].span.end <= mention.span.start:
            i += 1
        j = i
        while j < len(unit.tokens) and unit.tokens[j].span.start < mention.span.end:
            held = name[j]
            if held is None or held.span.end - held.span.start < mention.span.end - mention.span.start:
                name[j] = mention
            j += 1
    unit.quote, unit.name = quote, name
    unit.ranges = [(0, 0)] * len(unit.quotations)
    for i, number in enumerate(quote):
        if number >= 0:
            begin = unit.ranges[number][0] if unit.ranges[number][1] else i
            unit.ranges[number] = (begin, i + 1)


def is_date(unit: Unit, i: int) -> bool:
    """Whether the token at `i` lies in a mention of a date."""
    if not 0 <= i < len(unit.tokens):
        return False
    mention = unit.name[i]
    if mention is None:
        return unit.low(i) in ("today", "yesterday", "tonight") and unit.quote[i] < 0
    return mention.type is MentionType.DATE


def _joins(unit: Unit, i: int, j: int) -> bool:
    """Whether tokens `i` and `j` lie in one mention."""
    return unit.name[i] is not None and unit.name[i] is unit.name[j]


def _is_nominal(unit: Unit, i: int) -> bool:
    token = unit.tokens[i]
    if token.pos in _NOUNISH or token.text == "US":
        return True
    mention = unit.name[i]
    if mention is not None and mention.level is not Level.PRONOUN and mention.type is not MentionType.DATE:
        return token.text not in ("(", ")")
    return token.text[0].isupper() and i != unit.first[i] and token.pos not in ("PRP", "DT", "IN", "MD", "CC", "WP")


def find_noun_start(unit: Unit, end: int, *, attach: bool = True) -> int | None:
    """Return where the noun group that ends before `end` begins, its prepositional phrases included; None for none."""
    start = _find_base_start(unit, end)
    while start is not None and attach and start >= 2 and start > unit.first[end - 1]:
        if unit.low(start - 1) not in ATTACHING or unit.quote[start - 1] >= 0:
            break
        before = unit.pos(start - 2)
        # "people familiar with the talks", "a woman close to the case"
        trailing = before == "JJ" and unit.pos(start - 3).startswith("NN") and unit.quote[start - 2] < 0
        if not (
            trailing or before.startswith("NN") or unit.tokens[start - 2].text == ")" or _is_named(unit, start - 2)
        ):
            break
        further = _find_base_start(unit, start - 1)
        if further is None:
            break
        start = further
    return start


def _is_named(unit: Unit, i: int) -> bool:
    mention = unit.name[i]
    return mention is not None and mention.type is not MentionType.DATE


def _find_base_start(unit: Unit, end: int) -> int | None:
    i, floor = end, unit.first[end - 1] if end > 0 else 0
    if i > floor and unit.tokens[i - 1].text == ")":
        back = i - 1
        while back > floor and unit.tokens[back].text != "(" and i - back < 12:
            back -= 1
        if unit.tokens[back].text == "(":
            i = back
    if i > floor and unit.pos(i - 1) in ("PRP", "EX", "WP") and unit.quote[i - 1] < 0:
        return i - 1
    if i > floor and unit.pos(i - 1) == "DT" and unit.low(i - 1) not in ("the", "a", "an"):
        return i - 1  # "some say", "both said"
    last = i
    if is_date(unit, i - 1) or (i - 1 == floor and unit.pos(i - 1) == "CD"):
        return None
    while i > floor and unit.quote[i - 1] < 0:
        if i < last and unit.pos(i - 1) in _OPENING_WORDS and not _joins(unit, i - 1, i):
            i -= 1
            if unit.pos(i - 1) not in ("POS", "PDT"):
                break
        elif _is_nominal(unit, i - 1) or (i < last and _extends_left(unit, i - 1)):
            i -= 1
        else:
            break
    return i if i < last else None


def _extends_left(unit: Unit, i: int) -> bool:
    """Whether a word that is no noun belongs to the noun group that goes on after it."""
    if _joins(unit, i, i + 1) or unit.tokens[i].text == "&":
        return True
    if unit.low(i) == "," and unit.low(i + 1) in ("jr.", "jr", "sr.", "sr", "ii", "iii"):
        return True
    if i <= unit.first[i]:
        return False
    if unit.pos(i) in ("VBN", "VBG"):
        return unit.pos(i - 1) in _OPENING_WORDS or (unit.pos(i) == "VBG" and unit.tokens[i - 1].text == ",")
    return unit.pos(i) in ("RB", "RBS") and unit.pos(i + 1) == "JJ" and unit.pos(i - 1) == "DT"


def find_noun_end(unit: Unit, start: int, *, attach: frozenset[str] = ATTACHING, whole: bool = False) -> int | None:
    """Return where the noun group that begins at `start` ends; None for no noun.

    `attach` are the prepositions taken along. With `whole` a new mention does not end the group, as in a title
    before a name ("acting ICE director Matthew Albence").
    """
    end = _find_base_end(unit, start, whole=whole)
    while end is not None and unit.low(end) in attach and unit.quote[end] < 0:
        further = _find_base_end(unit, end + 1, whole=whole)
        if further is None:
            break
        end = further
    return end


def _find_base_end(unit: Unit, start: int, *, whole: bool) -> int | None:
    n, i, noun = len(unit.tokens), start, False
    if i < n and unit.pos(i) in ("PRP", "EX") and unit.quote[i] < 0:
        return i + 1
    while i < n and unit.quote[i] < 0 and unit.first[i] == unit.first[start]:
        pos = unit.pos(i)
        if i > start and _joins(unit, i - 1, i):
            noun = True
        elif is_date(unit, i):
            if unit.low(i + 1) not in ("'s", "’s", "'") and (noun or i == start or not _goes_on_after_date(unit, i)):
                break
        elif pos in _OPENING_WORDS:
            if noun and unit.pos(i - 1) != "POS":
                break
        elif noun and unit.low(i) in _SOMEBODY and unit.pos(i - 1) != "JJ":
            break  # "told the panel everyone had left"
        elif i > start and noun and not whole and unit.name[i] is not None and unit.name[i - 1] is not None:
            break
        elif i > start and pos.startswith("VB") and unit.pos(i - 1) in _OPENING_WORDS and unit.pos(i + 1) in _NOUN:
            pass  # "an emailed statement", "his live stream", whatever the tags
        elif pos in ("VBN", "VBG", "RB") and not noun and unit.pos(i + 1) in _NOUNISH and i + 1 < n:
            pass
        elif not _is_nominal(unit, i) and unit.tokens[i].text != "&":
            break
        noun = noun or pos in _NOUN or _is_named(unit, i)
        if pos in ("JJ", "JJR") and noun and unit.pos(i - 1) in _NOUN and unit.pos(i + 1) not in _NOUNISH:
            break  # "called the bill dead"
        if pos == "POS":
            noun = False
        i += 1
    if i < n and unit.tokens[i].text == "(" and noun:
        close = next((j for j in range(i, min(n, i + 10)) if unit.tokens[j].text == ")"), None)
        i = close + 1 if close else i
    return i if noun and i > start else None


def _goes_on_after_date(unit: Unit, i: int) -> bool:
    """Whether a noun follows a date right away: "the Sept. 6 meeting", "a February audit"."""
    while is_date(unit, i):
        i += 1
    return unit.pos(i) in _NOUNISH and unit.quote[i] < 0


def has_finite_verb(unit: Unit, start: int, end: int) -> bool:
    """Whether a finite verb stands in the tokens from `start` to `end`, quoted ones included."""
    return any(
        unit.pos(i) in FINITE
        or unit.low(i) in BE
        or (unit.pos(i) in ("VBN", "VB") and i > start and (unit.pos(i - 1) in _NOUN or unit.closes(i - 1)))
        or (unit.pos(i) == "VB" and i > start + 1 and unit.pos(i - 1) == "RB" and unit.pos(i - 2) in _NOUN)
        for i in range(start, end)
    )
