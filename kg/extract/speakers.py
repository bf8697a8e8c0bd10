"""Who speaks: the subject of a verb of speech, the mention that names it, and what a pronoun stands for."""

from dataclasses import dataclass

from kg.extract.speech import load_speech
from kg.extract.units import ATTACHING, BE, DO, HAVE, MODAL, NEGATION, Unit, is_date
from kg.model import Level, Mention, MentionType, Span

PEOPLE = frozenset((MentionType.PERSON, MentionType.OFFICIAL))


SPEAKING = PEOPLE | {
    MentionType.AGENCY,
    MentionType.COURT,
    MentionType.ORGANISATION,
    MentionType.NEWS_ORGANISATION,
    MentionType.JURISDICTION,
    MentionType.INSTRUMENT,
    MentionType.PLACE,
    MentionType.ROLE,
}


_PARTS = frozenset(("part", "parts", "portion", "portions", "section", "sections"))
NO_HEAD = frozenset(("that", "this", "there", "what"))


@dataclass(frozen=True, slots=True)
class Subject:
    """A verb's subject: its tokens from `start` to `end`, the head's position, the mention that names it if any.

    `left` is where it begins with all that stands in apposition to it, `right` where that ends.
    """

    start: int
    end: int
    head: int
    mention: Mention | None
    left: int
    right: int

    def get_span(self, unit: Unit) -> Span:
        """The mention's span, or else the noun group's; the group's too for a source ("people familiar with it")."""
        group = Span(unit.tokens[self.start].span.start, unit.tokens[self.end - 1].span.end)
        if self.mention is None:
            return group
        wider = self.mention.span.start == group.start and self.mention.span.end < group.end
        return group if wider and self._describes(unit) else self.mention.span

    def _describes(self, unit: Unit) -> bool:
        """Whether the group says more of an unnamed person than the mention: "an aide to the mayor"."""
        if self.mention is None or self.mention.level is not Level.NOMINAL or self.mention.type not in PEOPLE:
            return False
        end = self.mention.span.end
        after = next((i for i in range(self.start, self.end) if unit.tokens[i].span.start >= end), self.end)
        return after < self.end and (unit.low(after) in ATTACHING or unit.low(after + 1) in ATTACHING)


def find_group_start(unit: Unit, i: int) -> int:
    """Return where the verb group of the verb at `i` begins: at its first auxiliary or adverb."""
    start = i
    floor = unit.first[i]
    while start > floor and unit.quote[start - 1] < 0:
        low, pos = unit.low(start - 1), unit.pos(start - 1)
        auxiliary = low in BE or low in HAVE or low in DO or low in MODAL or low in NEGATION or pos in ("TO", "MD")
        adverb = pos in ("RB", "RBR") or low in ("also", "then", "first", "later", "long")
        if not auxiliary and not (adverb and not is_date(unit, start - 1)):
            break
        if low in ("'s",) and pos == "POS":
            break
        start -= 1
    return start


def _choose_mention(unit: Unit, start: int, end: int, head: int) -> Mention | None:
    """The mention that names the noun group: the longest that covers its head, names of people first."""
    low, high = unit.tokens[start].span.start, unit.tokens[end - 1].span.end
    spot = unit.tokens[head].span
    best: Mention | None = None
    rank: tuple[int, int] = (-1, -1)
    for mention in unit.mentions:
        if mention.span.start < low - 1 or mention.span.end > high + 2 or not mention.span.overlaps(spot):
            continue
        if mention.type not in SPEAKING:
            continue
        weight = 0 if mention.type is MentionType.ROLE else 2 if mention.type in PEOPLE else 1
        if mention.level is Level.NAME and mention.type in PEOPLE:
            weight = 3
        key = (weight, mention.span.end - mention.span.start)
        if key > rank:
            best, rank = mention, key
    return best


def find_head(unit: Unit, start: int, end: int) -> int:
    """The head of a noun group: the last word before its first preposition or bracket."""
    i = start
    while i < end:
        inside = i > start and unit.name[i] is not None and unit.name[i] is unit.name[i - 1]
        if i > start and not inside and (unit.low(i) in ATTACHING or unit.tokens[i].text == "("):
            break
        i += 1
    head = i - 1
    while head > start and (unit.pos(head) == "POS" or unit.tokens[head].text[0] in ")’" or _is_class(unit, head)):
        head -= 1
    if head > start and unit.pos(head) == "JJ" and unit.name[head] is None and unit.pos(head - 1).startswith("NN"):
        head -= 1  # "people familiar with the talks"
    return head


def _is_class(unit: Unit, i: int) -> bool:
    """Whether a number is a year behind a name: "Ada Roe ’26"."""
    return unit.pos(i) == "CD" and unit.tokens[i - 1].text == "’"


def make_subject(unit: Unit, start: int, end: int) -> Subject:
    """Return the noun group from `start` to `end` as a subject, with the mention that names it."""
    head = find_head(unit, start, end)
    if unit.low(head) in _PARTS and unit.low(head + 1) == "of" and head + 2 < end:
        return make_subject(unit, head + 2, end)
    mention = _choose_mention(unit, start, end, head)
    last = unit.name[end - 1]
    if (mention is None or mention.type is MentionType.ROLE) and last is not None and head != end - 1:
        # "President of the board Ada Roe": the post's holder, not the head, is who speaks.
        begin = end - 1
        while begin > start and unit.name[begin - 1] is last:
            begin -= 1
        apart = unit.low(begin - 1) not in ATTACHING and unit.pos(begin - 1) != "POS"
        if last.type in PEOPLE and last.level is Level.NAME and apart and begin > start:
            mention, head = last, end - 1
    return Subject(start, end, head, mention, start, end)


def is_document(unit: Unit, subject: Subject) -> bool:
    """Whether what speaks is written or recorded: "court records", "the footage", "a report"."""
    parts, head = load_speech().parts, unit.low(subject.head)
    known = head in parts["records"] or head in parts["documents"] or head in parts["statement"]
    return known or (subject.mention is not None and subject.mention.type is MentionType.INSTRUMENT)
