"""A sentence as names are read in it: its words, gazetteer hits, dates' words, and what the article has taught."""

from collections.abc import Collection, Sequence
from functools import cache

from kg.extract.candidates import PEOPLE, Candidate
from kg.extract.lexicon import NOUN_FILES, Rule, find_words, load_rules
from kg.extract.name_book import NameBook
from kg.extract.name_hits import Hit
from kg.extract.phrases import QUOTES, list_words
from kg.extract.sentences import Sentence
from kg.model import Level, MentionType


@cache
def list_plain_nouns() -> frozenset[str]:
    """Return single common nouns of kg.extract.nominals for people: "the Congresswoman" is no name."""
    rows = (rule for file in NOUN_FILES for rule in load_rules(file) if rule.data["type"] in ("Official", "Person"))
    return frozenset(words for rule in rows for words in rule.words if " " not in words)


class NameView:
    """One sentence with all that tells its names: made anew whenever the name book has learned more.

    `hit_at` maps a word's number to the longest gazetteer hit over it; hits that touch a date are left out.
    `barred` are the words of dates. `heading` says that the sentence looks like a headline: nearly all its longer
    words have capitals, and no verb stands in lower case.
    """

    def __init__(
        self,
        sentence: Sentence,
        number: int,
        hits: Sequence[Hit],
        barred: Collection[int],
        book: NameBook,
        numbered: Sequence[Candidate] = (),
    ) -> None:
        """Take a sentence, its number in the article, hits, dates' words, the name book, and `find_numbered` of it."""
        self.tokens = sentence.tokens
        self.number = number
        self.hits = [hit for hit in hits if not any(index in barred for index in range(hit.first, hit.last))]
        longest = sorted(self.hits, key=lambda hit: hit.last - hit.first)
        self.hit_at = {index: hit for hit in longest for index in range(hit.first, hit.last)}
        self.barred = barred
        self.book = book
        self.numbered = numbered
        words = [token for token in self.tokens if token.text.isalpha() and len(token.text) > 3]
        capitals = sum(token.text[0].isupper() for token in words) > 0.75 * len(words)
        self.heading = len(words) > 2 and capitals and not self._has_verb()

    def _has_verb(self) -> bool:
        """Whether a finite verb in lower case stands in the sentence."""
        finite = ("VBD", "VBZ", "VBP", "MD", "VB")
        return any(token.pos in finite and token.text[0].islower() for token in self.tokens)

    def is_opening(self, index: int) -> bool:
        """Say whether a word's capital may come from its place: the first of a sentence, quotation or list item."""
        before = self.tokens[index - 1].text if index else ""
        if index and self.tokens[index - 1].pos == "POS":
            return False
        return index == 0 or before in QUOTES or before in (":", "•", "*", "—", "–", "(", "-", "...", "…", ".")

    def find_head(self, first: int, last: int) -> Rule | None:
        """Return the row of name_heads for the last word of a name, or the last before "of", "for" or "on", or None."""
        rows = find_words("name_heads")
        for length in (3, 4):  # "Ohio Council of Churches" is no council of government
            rule = rows.get(tuple(token.lower for token in self.tokens[max(first, last - length) : last]))
            if rule is not None and last - length > first:
                return rule
        law = self.tokens[last - 1].lower in ("act", "amendment")  # "Right to Organize Act"
        joints = () if law else ("of", "for", "on", "to")
        stop = next((at for at in range(first + 1, last) if self.tokens[at].lower in joints), last)
        for start in range(max(first, stop - 3), stop):
            rule = rows.get(tuple(token.lower for token in self.tokens[start:stop]))
            if rule is None and start == stop - 1 and "-" in self.tokens[start].lower:
                rule = rows.get((self.tokens[start].lower.rsplit("-", 1)[1],))  # Courier-Journal
            if rule is not None and (rule.data["alone"] or stop < last or start > first):
                return rule
        return None

    def acts(self, index: int) -> bool:
        """Say whether a word stands where only a body or person can: "Roe said", "sued Roe", "accused by Roe"."""
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        before = self.tokens[index - 1] if index else None
        does = after is not None and (
            after.pos == "POS"
            or (after.pos in ("VBD", "VBZ", "VBP", "MD") and after.text[0].islower() and after.lower != "is")
        )
        suffers = before is not None and (before.lower == "against" or before.lemma in list_words("suing"))
        return does or suffers

    def is_supported(self, hit: Hit) -> bool:
        """Say whether the words around a doubtful name speak for it: "in Mobile", "Mobile, Alabama"."""
        before = self.tokens[hit.first - 1] if hit.first else None
        if hit.type in (MentionType.JURISDICTION, MentionType.PLACE):
            near = before is not None and before.lower in ("in", "near", "from", "of", "at", "outside")
            after = (
                hit.last + 1 < len(self.tokens) and self.tokens[hit.last].text == "," and hit.last + 1 in self.hit_at
            )
            return (near or after) and self.tokens[hit.first].lower not in self.book.surnames
        return False

    def make_known(self, hit: Hit) -> Candidate:
        """Return a gazetteer hit as a candidate."""
        person = hit.type in PEOPLE
        return self.make_name(hit.first, hit.last, hit.type, hit.row.type, "gazetteer", rows=hit.rows, person=person)

    def make_name(
        self,
        first: int,
        last: int,
        type_: MentionType,
        kind: str,
        rule: str,
        *,
        rows: tuple[str, ...] = (),
        person: bool = False,
    ) -> Candidate:
        """Return words `first` to the one before `last` as a name; its last word is the head."""
        return Candidate(self.number, first, last, last - 1, type_, Level.NAME, kind, rule, rows, person)
