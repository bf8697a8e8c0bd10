"""Mentions by name: runs of capitalised words, sorted by gazetteer, by the word that says what they are, by context."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.extract.candidates import Candidate
from kg.extract.lexicon import Rule, find_words, load_rules
from kg.extract.patterns import encode_sentence
from kg.extract.phrases import QUOTES, list_words
from kg.extract.sentences import Sentence
from kg.extract.tokens import Token, is_common_word
from kg.model import GazetteerRow, Level, MentionType, NameHit, NameScanner, Span
from kg.resources import find_resource
from kg.terms import list_superclasses

_CLASSES = (
    ("NewsOrganization", MentionType.NEWS_ORGANISATION),
    ("Court", MentionType.COURT),
    ("GovernmentBody", MentionType.AGENCY),
    ("Official", MentionType.OFFICIAL),
    ("Person", MentionType.PERSON),
    ("Instrument", MentionType.INSTRUMENT),
    ("Policy", MentionType.INSTRUMENT),
    ("Jurisdiction", MentionType.JURISDICTION),
    ("Place", MentionType.PLACE),
    ("Organization", MentionType.ORGANISATION),
)
_WHOLE = frozenset(("NewsOrganization", "Person", "Official", "City", "County", "State", "Country", "Place"))
"""Classes of rows in whose names no place is named."""
_FUNCTION = frozenset(("DT", "IN", "PRP", "PRP$", "CC", "TO", "MD", "WDT", "WP", "WP$", "WRB", "EX", "PDT"))
_VERSUS = frozenset(("v.", "vs.", "v"))
_UNITS = frozenset(("city", "county", "town", "village", "borough", "state", "commonwealth", "township"))
_JOINERS = frozenset(("of", "for", "on", "and", "&"))
_PEOPLE = (MentionType.PERSON, MentionType.OFFICIAL)
_PLACES = (MentionType.PLACE, MentionType.JURISDICTION)


@dataclass(slots=True)
class NameBook:
    """What an article's names have taught so far.

    Surnames of its people, what its acronyms stand for, words with a capital inside sentences, places by their words.
    """

    surnames: dict[str, MentionType] = field(default_factory=dict)
    acronyms: dict[str, tuple[MentionType, str]] = field(default_factory=dict)
    inside: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    places: dict[tuple[str, ...], Candidate] = field(default_factory=dict)


@cache
def load_given_names() -> dict[str, str]:
    """Return the given names of data/lexicon/given_names.txt in lower case, with m, f or b (both)."""
    lines = find_resource("data", "lexicon", "given_names.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {name.lower(): gender for name, gender in rows}


@cache
def map_class(kind: str) -> MentionType | None:
    """Return the type of mention that a class of the ontology is annotated as, None for classes of no mention."""
    above = list_superclasses(kind)
    return next((type_ for name, type_ in _CLASSES if name in above), None)


@dataclass(frozen=True, slots=True)
class Hit:
    """A gazetteer hit by words of a sentence."""

    first: int
    last: int
    row: GazetteerRow
    rows: tuple[str, ...]
    type: MentionType
    weak: bool


def scan_nested(text: str, hit: NameHit, names: NameScanner) -> list[NameHit]:
    """Find the place inside a hit: behind its last "in" or "of", or before its last word in lower case.

    "Federal prosecutors in Tampa" holds "Tampa", "Tampa police" too; "Tampa Police Department" is a name of its own.
    """
    words = hit.span.of(text)
    at = max(words.rfind(" in "), words.rfind(" of "))
    start, end = hit.span.start, hit.span.end
    if at > 0 and words[at + 4 : at + 5].isupper():
        start += at + 4
    elif " " in words and words.rsplit(" ", 1)[1].islower():
        end = start + words.rindex(" ")
    elif " " in words and names.get_row(hit.row_ids[0]).type not in _WHOLE:
        return _scan_front(text, hit, names)
    else:
        return []
    found = [
        NameHit(Span(start + one.span.start, start + one.span.end), one.row_ids, one.name, one.weak)
        for one in names.scan(text[start:end])
    ]
    whole = [
        one
        for one in found
        if one.span == Span(start, end) and map_class(names.get_row(one.row_ids[0]).type) in _PLACES
    ]
    return whole or (_scan_front(text, hit, names) if names.get_row(hit.row_ids[0]).type not in _WHOLE else [])


def _scan_front(text: str, hit: NameHit, names: NameScanner) -> list[NameHit]:
    """The place that opens a body's, court's or law's name: "Ohio" in "Ohio Supreme Court"."""
    kind = map_class(names.get_row(hit.row_ids[0]).type)
    if kind not in (MentionType.AGENCY, MentionType.COURT, MentionType.ORGANISATION, MentionType.INSTRUMENT):
        return []
    start = hit.span.start + (4 if hit.span.of(text).lower().startswith("the ") else 0)
    found = names.scan(text[start : hit.span.end].rsplit(" ", 1)[0])
    return [
        NameHit(Span(start, start + one.span.end), one.row_ids, one.name, one.weak)
        for one in found[:1]
        if one.span.start == 0
        and not one.weak
        and (row := names.get_row(one.row_ids[0])).type != "Country"
        and map_class(row.type) in _PLACES
    ]


def place_hits(sentence: Sentence, hits: Sequence[NameHit], names: NameScanner) -> list[Hit]:
    """Turn hits in a sentence's stretch of text into hits by its words; those that cut a word are dropped."""
    begin = {token.span.start: index for index, token in enumerate(sentence.tokens)}
    end = {token.span.end: index + 1 for index, token in enumerate(sentence.tokens)}
    placed: list[Hit] = []
    for hit in hits:
        first, last = begin.get(hit.span.start), end.get(hit.span.end)
        if first is None or last is None:
            continue
        row = names.get_row(hit.row_ids[0])
        type_ = map_class(row.type)
        if last - first > 2 and sentence.tokens[first].lower in _UNITS and sentence.tokens[first + 1].lower == "of":
            continue  # "the city of Tampa" is a place by its noun, whatever the gazetteer calls its government
        if type_ is not None:
            placed.append(Hit(first, last, row, hit.row_ids, type_, hit.weak))
    return placed


def find_numbered(tokens: Sequence[Token], sentence: int) -> list[Candidate]:
    """Find instruments that bear a number or the names of parties: "House Bill 12", "Roe v. Adams County"."""
    rules, needs = _list_numbered()
    if needs.isdisjoint(token.lower for token in tokens):
        return []
    encoded = encode_sentence(tokens)
    found: list[Candidate] = []
    for rule in rules:
        for match in rule.pattern.find(encoded) if rule.pattern else ():
            last = match.last
            while last > match.first and tokens[last - 1].lower in ("of", "the", "and", ",", "&"):
                last -= 1
            type_ = MentionType(rule.data["type"])
            head = next((at for at in range(match.first, last) if tokens[at].lower in (*_VERSUS, "of")), last - 1)
            one = Candidate(sentence, match.first, last, head, type_, Level.NAME, rule.data["kind"], rule.name)
            if not any(one.meets(other) for other in found):
                found.append(one)
    return found


@cache
def _list_numbered() -> tuple[tuple[Rule, ...], frozenset[str]]:
    """The rows of named_instruments, and words of which a sentence must have one for any to match."""
    rules = load_rules("named_instruments")
    return rules, frozenset(word for rule in rules if rule.pattern for word in rule.pattern.needs)


@cache
def _plain_nouns() -> frozenset[str]:
    """Single common nouns of kg.extract.nominals for people: "the Congresswoman" is no name."""
    rows = (rule for rule in load_rules("nominals") if rule.data["type"] in ("Official", "Person"))
    return frozenset(words for rule in rows for words in rule.words if " " not in words)


class NameFinder:
    """Finds the names of one sentence, given its gazetteer hits, its dates, and the article's name book."""

    def __init__(
        self,
        sentence: Sentence,
        number: int,
        hits: Sequence[Hit],
        barred: Collection[int],
        book: NameBook,
        numbered: Sequence[Candidate] = (),
    ) -> None:
        """Take a sentence, its number, hits, dates' words, the article's name book, and `find_numbered` of it."""
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
        verb = any(token.pos in ("VBD", "VBZ", "VBP", "MD") and token.text[0].islower() for token in self.tokens)
        self.heading = len(words) > 2 and capitals and not verb

    def find(self) -> list[Candidate]:
        """Return the names in reading order; names nest."""
        found = list(self.numbered)
        taken = {index for one in found for index in range(one.first, one.last)}
        for first, last in self._find_runs(taken):
            found += self._sort_run(first, last)
        for one in self.numbered:
            if one.kind == "LegalCase":
                found += self._list_parties(one)
            elif any(self.tokens[at].lower == "of" for at in range(one.first, one.last)):
                after = next(at for at in range(one.first, one.last) if self.tokens[at].lower == "of") + 1
                found += self._list_parties(one.widen(first=after))
        return [self._strip_address(one) for one in found]

    def _list_parties(self, case: Candidate) -> list[Candidate]:
        """The names inside a case's: "Roe" and "Adams County" in "Roe v. Adams County"."""
        taken = set(range(case.first)) | set(range(case.last, len(self.tokens)))
        taken |= {at for at in range(case.first, case.last) if self.tokens[at].lower in _VERSUS}
        runs = self._find_runs(taken)
        found = [one for first, last in runs for one in self._sort_run(first, last)]
        return [one for one in found if case.covers(one)]

    def _strip_address(self, one: Candidate) -> Candidate:
        """Leave a form of address before a name out: "Mr. Roe" is "Roe"."""
        first = one.first
        while one.type in _PEOPLE and first + 1 < one.last and self.tokens[first].lower in list_words("honorifics"):
            first += 1
        return one.widen(first=first)

    # -- runs
    def _is_name(self, index: int) -> bool:
        """Whether a word may be part of a name."""
        token = self.tokens[index]
        if index in self.barred:
            return False
        if index in self.hit_at and not self.hit_at[index].weak:
            return True
        if not token.text[0].isupper():
            return False
        if token.lower in list_words("no_names"):
            after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
            known = token.lower in list_words("directions") or token.lower in list_words("peoples")
            if known and after is not None and after.lower in list_words("peoples"):
                return self._is_name(index + 1)  # "Native American Rights Fund"
            return known and after is not None and after.text[0].isupper() and after.lower not in list_words("no_names")
        if token.pos in _FUNCTION and not (token.text.isupper() and len(token.text) > 1):
            return False
        if len(token.text) == 1 or token.lower.endswith(("-based", "-area", "-led", "-era", "-backed")):
            return False
        if self._opens(index):
            after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
            follows = after is not None and after.text[0].isupper() and index + 1 not in self.barred
            if token.lower in self.book.surnames or token.lower in self.book.inside:
                return True
            if is_common_word(token.lower):
                return follows and not self.heading and token.pos not in ("RB", "VBG", "VBN", "VB", "VBD")
            return True
        return True

    def _opens(self, index: int) -> bool:
        """Whether a word's capital may come from its place: the first of a sentence, quotation or list item."""
        before = self.tokens[index - 1].text if index else ""
        return index == 0 or before in QUOTES or before in (":", "•", "*", "—", "–", "(", "-", "...", "…", ".")

    def _find_runs(self, taken: Collection[int]) -> list[tuple[int, int]]:
        runs: list[tuple[int, int]] = []
        index, count = 0, len(self.tokens)
        while index < count:
            if index in taken or not self._starts(index):
                index += 1
                continue
            last = index + 1
            while last < count and last not in taken:
                token = self.tokens[last]
                initial = len(token.text) == 2 and token.text[1] == "." and token.text[0].isupper()
                particle = (
                    token.lower in list_words("particles")
                    and last + 1 < count
                    and (self._is_name(last + 1) or self.tokens[last + 1].lower in list_words("particles"))
                )
                if (
                    self._is_name(last)
                    or initial
                    or particle
                    or (token.text == "&" and last + 1 < count and self._is_name(last + 1))
                ):
                    last += 1
                elif (
                    token.text == "," and last + 1 < count and self.tokens[last + 1].lower in list_words("suffixes")
                ) or (
                    token.text == "," and last + 1 < count and self.tokens[last + 1].lower in ("inc.", "llc", "l.p.")
                ):
                    last += 2
                else:
                    break
            runs.append((index, last))
            index = last
        return self._join(runs)

    def _starts(self, index: int) -> bool:
        token = self.tokens[index]
        initial = len(token.text) == 2 and token.text[1] == "." and token.text[0].isupper()
        return self._is_name(index) or (initial and index + 1 < len(self.tokens) and self._is_name(index + 1))

    def _join(self, runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Join "Department" "of" "Health and Human Services", "Immigration" "and" "Customs Enforcement"."""
        joined: list[tuple[int, int]] = []
        for first, last in runs:
            while joined:
                start, stop = joined[-1]
                between = [token.lower for token in self.tokens[stop:first]]
                if between and self._joins(start, stop, first, last, between):
                    joined.pop()
                    first = start
                    continue
                break
            joined.append((first, last))
        return joined

    def _joins(self, start: int, stop: int, first: int, last: int, between: list[str]) -> bool:
        if self.heading and first not in self.hit_at:
            return False
        head = self._head_rule(start, stop) or find_words("name_heads").get((self.tokens[stop - 1].lower,))
        if between in (["for"], ["against"]) and stop - start <= 2 and self.tokens[stop - 1].lemma in _plain_nouns():
            return not self.heading  # "Parents for Safe Streets"
        if between in (["of"], ["for"], ["of", "the"], ["for", "the"], ["on"], ["to", "the"], ["on", "the"]):
            if head is None or (between[0] != "of" and head.data["type"] not in ("Agency", "Organisation", "Court")):
                return self._hit_over(start, last)
            hit = self.hit_at.get(first)
            place = hit is not None and hit.last == last and hit.type in (MentionType.JURISDICTION, MentionType.PLACE)
            return not (place and between[0] in ("on", "for"))
        if between in (["and"], ["&"], [",", "and"], [","]):
            if self._hit_over(start, last):
                return True
            words = [token.lower for token in self.tokens[first:last]]
            joint = any(token.lower in ("of", "for", "on") for token in self.tokens[start:stop])
            if joint and head is not None and between != [","]:
                # Department of Health and Human Services: common words, no name of their own.
                return all(is_common_word(word) for word in words) and self._head_rule(first, last) is None
            after = self._head_rule(first, last)
            return (
                between in (["and"], ["&"])
                and after is not None
                and after.data["type"] in ("Agency", "Organisation", "LegalInstrument")
                and len(words) > 1
                and stop - start <= 2
                and all(is_common_word(token.lower) for token in self.tokens[start:stop])
                and (head is None or (head.data["type"] == "Organisation" and after.data["type"] == "Agency"))
            )
        return False

    def _hit_over(self, first: int, last: int) -> bool:
        hit = self.hit_at.get(first)
        return hit is not None and hit.last >= last and hit.first <= first

    def _head_rule(self, first: int, last: int) -> Rule | None:
        """The row of name_heads for the last word of a name, or the last before "of", "for" or "on"."""
        rows = find_words("name_heads")
        stop = next((at for at in range(first + 1, last) if self.tokens[at].lower in ("of", "for", "on", "to")), last)
        for start in range(max(first, stop - 3), stop):
            rule = rows.get(tuple(token.lower for token in self.tokens[start:stop]))
            if rule is None and start == stop - 1 and "-" in self.tokens[start].lower:
                rule = rows.get((self.tokens[start].lower.rsplit("-", 1)[1],))  # Courier-Journal
            if rule is not None and (rule.data["alone"] or stop < last or start > first):
                return rule
        return None

    # -- sorting
    def _sort_run(self, first: int, last: int) -> list[Candidate]:
        """Say what a run names. Titles in it are left for kg.extract.posts, which sees the words before the name."""
        whole = self.hit_at.get(first)
        if whole and whole.first == first and whole.last == last and not (whole.weak and not self._supports(whole)):
            found = [self._from_hit(whole)]
            return found + self._list_nested(found, first, last)
        known = self.book.places.get(tuple(token.lower for token in self.tokens[first:last]))
        if known is not None:
            return [self._make(first, last, known.type, known.kind, known.rule)]
        if self._is_place(first, last):
            return [self._make(first, last, MentionType.PLACE, "Place", "name/place")]
        context = self._read_context(first, last)
        if context is not None:
            return [context, *self._list_nested([context], first, last)]
        start = self._skip_title(first, last)
        if whole and whole.first == first == start and whole.last < last and self._is_person(whole.last, last):
            # "House of Representatives Ada Roe": a body's name runs into a person's.
            return [self._from_hit(whole), *self._sort_plain(whole.last, last)]
        titled = start > first and 2 <= last - start <= 4 and self._head_rule(start, last) is None
        if titled and self.hit_at.get(start) is None and not self.heading:
            found = [self._make(start, last, MentionType.PERSON, "Person", "name/person", person=True)]
        else:
            found = self._sort_plain(start, last)
        if not found and start > first and last - start == 1 and not is_common_word(self.tokens[start].lower):
            found = [self._make(start, last, MentionType.PERSON, "Person", "name/person", person=True)]
        return found + self._list_nested(found, first, last)

    def _read_context(self, first: int, last: int) -> Candidate | None:
        """What the words before a name call it: "the news agency Orinfo", "a group called Tenants for Heat"."""
        before = [self.tokens[at].lower for at in range(max(0, first - 4), first)]
        if before[-2:] in (["news", "agency"], ["news", "site"], ["news", "outlet"]) or before[-1:] == ["newspaper"]:
            return self._make(first, last, MentionType.NEWS_ORGANISATION, "NewsOrganization", "name/called")
        called = before[-1:] in (["called"], ["named"]) and set(before) & list_words("private_bodies")
        if called and not self._is_person(first, last):
            return self._make(first, last, MentionType.ORGANISATION, "Organization", "name/called")
        return None

    def _is_place(self, first: int, last: int) -> bool:
        """Whether an unknown name has its state behind it, as in a dateline."""
        words = tuple(token.lower for token in self.tokens[first:last])
        if last - first > 3 or last + 1 >= len(self.tokens) or self.tokens[last].text != ",":
            return False
        if any((word,) in find_words("titles") for word in words) or (
            last - first > 1 and words[0] in load_given_names()
        ):
            return False
        hit = self.hit_at.get(last + 1)
        state = hit is not None and hit.type in _PLACES and hit.row.type == "State" and hit.first == last + 1
        coded = next((one for one in self.numbered if one.first == last + 1 and one.rule == "postal/state"), None)
        stop = hit.last if state and hit is not None else coded.last if coded is not None else 0
        closes = stop and (
            stop == len(self.tokens) or self.tokens[stop].text in ".,()—–-;" or self.tokens[stop].text == "--"
        )
        return bool(closes) and self.tokens[last - 1].lower not in self.book.surnames

    def _list_nested(self, names: list[Candidate], first: int, last: int) -> list[Candidate]:
        """Gazetteer hits inside a run that are mentions of their own."""
        found = list(names)
        whole_names = [one for one in found if one.type not in _PLACES and one.rule != "name/acronym"]
        for hit in self.hits:
            if not (first <= hit.first and hit.last <= last) or (hit.weak and not self._supports(hit)):
                continue
            one = self._from_hit(hit)
            if any(name.covers(one) and not self._in_tail(name, one) for name in whole_names):
                continue
            if self._is_part(hit, first):
                continue
            if not any(other.first == one.first and other.last == one.last for other in found):
                found.append(one)
        for name in whole_names:
            if name.type in (MentionType.AGENCY, MentionType.COURT, MentionType.ORGANISATION, MentionType.INSTRUMENT):
                found += self._open_place(name, found)
        return found[len(names) :]

    def _open_place(self, name: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
        """The article's own place that opens a name: "Port Orchard" in "Port Orchard School Board"."""
        for stop in range(min(name.first + 3, name.last - 1), name.first, -1):
            words = tuple(token.lower for token in self.tokens[name.first : stop])
            known = self.book.places.get(words)
            if known and not any(one.first == name.first and one is not name for one in found):
                return [self._make(name.first, stop, known.type, known.kind, known.rule)]
        return []

    def _is_part(self, hit: Hit, first: int) -> bool:
        """Whether an unknown word before a place belongs to its name: "Red Mesa", "George Washington Bridge"."""
        if hit.first == first or hit.type not in _PLACES or hit.row.type in ("State", "Country"):
            return False
        before = self.tokens[hit.first - 1]
        known = hit.first - 1 in self.hit_at or (before.lower,) in find_words("titles")
        opening = self._opens(hit.first - 1) and is_common_word(before.lower)
        return before.text.istitle() and before.text.isalpha() and not known and not opening

    def _in_tail(self, name: Candidate, inner: Candidate) -> bool:
        """Whether a place stands behind "of" or "in" at the end of a name: only such names nest."""
        before = self.tokens[inner.first - 1].lower if inner.first > name.first else ""
        before_common = inner.last < name.last and self.tokens[name.last - 1].text[0].islower()
        bodies = (MentionType.AGENCY, MentionType.COURT, MentionType.ORGANISATION, MentionType.INSTRUMENT)
        if name.type in bodies and inner.type in _PLACES and inner.kind != "Country":
            only = self.tokens[inner.last].lower if inner.last < name.last else ""
            return not (is_common_word(self.tokens[inner.first].lower) and only in ("court", "courts"))
        return inner.type in _PLACES and (
            (inner.last == name.last and before in ("of", "in", "for", "the"))
            or (before_common and inner.first == name.first)
        )

    def _skip_title(self, first: int, last: int) -> int:
        """The word where a person's name begins after title words at the start of the run; `first` if none does."""
        titles = find_words("titles")
        best = first
        for stop in range(first + 1, last):
            words = [tuple(token.lower for token in self.tokens[start:stop]) for start in range(max(0, stop - 4), stop)]
            rule = self._head_rule(stop, last) if last - stop > 1 else self._head_rule(stop - 1, last)
            named = rule is None or (rule.data["type"] == "Place" and self._is_person(stop, last))
            titled = any(word in titles for word in words) and named
            if titled and self.tokens[stop].lower not in ("of", "for", "general", "&"):
                best = stop
        if best == first and last - first > 2 and self.tokens[first].lower not in load_given_names():
            # "Marine Corps Commandant Ada Roe": an unlisted post, then a given name.
            for at in range(first + 1, last - 1):
                given = self.tokens[at].lower in load_given_names() and not is_common_word(self.tokens[at].lower)
                prefix = all(
                    is_common_word(token.lower) or i in self.hit_at
                    for i, token in enumerate(self.tokens[first:at], first)
                )
                if given and prefix and at not in self.hit_at and self._head_rule(at, last) is None:
                    return at
        if best == first and first > 1 and self.tokens[first - 1].lower in ("of", "for"):
            # "Secretary of Agriculture Roe": what the post is of, then the name.
            titled = (self.tokens[first - 2].lower,) in titles
            common = [is_common_word(token.lower) for token in self.tokens[first:last]]
            if titled and common[0] and not all(common) and self._head_rule(first, last) is None:
                best = first + common.index(False)
        return best

    def _sort_plain(self, first: int, last: int) -> list[Candidate]:
        hit = self.hit_at.get(first)
        if hit and hit.first == first and hit.last == last and (not hit.weak or self._supports(hit)):
            return [self._from_hit(hit)]
        inner = self.hit_at.get(first + 1)
        if (
            inner
            and inner.type in _PLACES
            and inner.last == last
            and self.tokens[first].lower in list_words("directions")
        ):
            return [self._make(first, last, inner.type, "Place", "name/direction")]
        rule = self._head_rule(first, last)
        if rule is not None and not (self.heading and last - first > 6):
            if rule.data["type"] in ("Place", "Jurisdiction") and self._is_lone_person(first, last):
                return [self._make(first, last, MentionType.PERSON, "Person", "name/person", person=True)]
            level = Level.NAME
            opener = self.hit_at.get(first)
            if rule.data["type"] == "Organisation" and opener is not None and opener.type is MentionType.AGENCY:
                return [self._make(first, last, MentionType.AGENCY, "Agency", rule.name)]
            one = self._make(first, last, MentionType(rule.data["type"]), rule.data["kind"], rule.name, level=level)
            inner = self.hit_at.get(last - 1)
            capital = inner is not None and all(token.text[0].isupper() for token in self.tokens[first : inner.first])
            if inner and capital and inner.first > first and inner.type is one.type and inner.last == last:
                start = self.hit_at.get(first)
                return [one if start is not None and start.type in _PLACES else self._from_hit(inner)]
            return [one]
        words = self.tokens[first:last]
        if words[-1].lower in self.book.surnames and all(word.lower in list_words("particles") for word in words[:-1]):
            type_ = self.book.surnames[words[-1].lower]
            return [self._make(first, last, type_, "Person", "name/surname", person=True)]
        if last - first == 1:
            return self._sort_single(first)
        if self._is_person(first, last):
            return [self._make(first, last, MentionType.PERSON, "Person", "name/person", person=True)]
        if (words[-1].lower,) in find_words("titles") or any((w.lower,) in find_words("titles") for w in words[:-1]):
            return []
        inside = [other for other in self.hits if first <= other.first and other.last <= last and not other.weak]
        if self.heading:
            return []
        common = [is_common_word(word.lower) for word in words]
        opening = words[0].lower in list_words("place_openers") and len(words) == 2 and not common[1]
        if self._opens(first) and common[0] and not all(common) and not opening:
            return self._sort_plain(first + 1, last)
        if inside and (len(inside) > 1 or inside[0].first > first or len(words) < 3):
            return []
        before = self.tokens[first - 1].lower if first else ""
        if words[0].lower in list_words("place_openers") or before in ("in", "at", "near", "outside", "from"):
            return [self._make(first, last, MentionType.PLACE, "Place", "name/place")] if len(words) < 4 else []
        if all(common) and not self._acts(last):
            return []
        if (not self._is_titled(first) and (all(common) or len(words) > 2)) or any(
            word.text.isupper() for word in words
        ):
            return [self._make(first, last, MentionType.ORGANISATION, "Organization", "name/unknown")]
        if len(words) < 5 and self._is_titled(first):
            return [self._make(first, last, MentionType.PERSON, "Person", "name/person", person=True)]
        if common[-1] and not common[0] and words[-1].lower not in self.book.surnames:
            return [self._make(first, last, MentionType.ORGANISATION, "Organization", "name/unknown")]
        return (
            [self._make(first, last, MentionType.PERSON, "Person", "name/person", person=True)]
            if len(words) < 4
            else []
        )

    def _sort_single(self, first: int) -> list[Candidate]:
        token = self.tokens[first]
        known = self.book.surnames.get(token.lower)
        if known is not None and not self.heading:
            return [self._make(first, first + 1, known, "Person", "name/surname", person=True)]
        if token.text in self.book.acronyms:
            type_, kind = self.book.acronyms[token.text]
            return [self._make(first, first + 1, type_, kind, "name/acronym")]
        if (token.lower,) in find_words("titles") or self.tokens[first].lemma in _plain_nouns():
            return []
        if (
            len(token.text) == 4
            and token.text.isupper()
            and token.text[0] in "KW"
            and token.text.isalpha()
            and not self.heading
        ):
            return [
                self._make(first, first + 1, MentionType.NEWS_ORGANISATION, "NewsOrganization", "name/call-letters")
            ]
        rule = find_words("name_heads").get((token.lower,))
        parts = [find_words("name_heads").get((part,)) for part in token.lower.split("-")]
        if len(parts) == 2 and all(part is not None and part.id == "news" for part in parts):
            return [self._make(first, first + 1, MentionType.NEWS_ORGANISATION, "NewsOrganization", "name_heads/news")]
        if rule is not None and rule.data["alone"] and token.lower != "house":
            return [self._make(first, first + 1, MentionType(rule.data["type"]), rule.data["kind"], rule.name)]
        acronym = self._sort_acronym(first)
        if acronym is not None:
            return [acronym]
        after = self.tokens[first + 1] if first + 1 < len(self.tokens) else None
        ruled = (
            after is not None
            and after.lower in ("administration", "government")
            and first
            and self.tokens[first - 1].pos == "DT"
            and token.pos != "JJ"
        )
        titled = ruled or (
            first > 0
            and (self.tokens[first - 1].lower,) in find_words("titles")
            and self.tokens[first - 1].text[0].isupper()
        )
        speaks = after is not None and after.lemma in list_words("human_verbs") and after.pos.startswith("VB")
        before = self.tokens[first - 1].lower if first else ""
        aged = before == "of" and first > 1 and self.tokens[first - 2].text == ","
        if (
            (before in ("in", "near", "outside", "from") or aged)
            and (aged or not is_common_word(token.lower))
            and not self.heading
            and token.text.istitle()
        ):
            return [self._make(first, first + 1, MentionType.PLACE, "Place", "name/place")]
        if titled or (speaks and not is_common_word(token.lower) and not self.heading):
            return [self._make(first, first + 1, MentionType.PERSON, "Person", "name/person", person=True)]
        return []

    def _sort_acronym(self, first: int) -> Candidate | None:
        """An unknown word all in capitals: an agency where only a body can stand, an organisation else."""
        token = self.tokens[first]
        letters = token.text.replace(".", "")
        if self.heading or not (letters.isupper() and letters.isalpha() and 2 <= len(letters) <= 6):
            return None
        if is_common_word(token.lower, plural=len(letters) > 4) or set(letters) <= set("IVXLCM"):
            return None
        before = self.tokens[first - 1] if first else None
        after = self.tokens[first + 1] if first + 1 < len(self.tokens) else None
        acts = after is not None and (
            after.lemma in ("official", "agent", "director", "officer", "spokesman", "spokeswoman", "spokesperson")
            or (after.lemma in list_words("human_verbs") and after.pos.startswith("VB"))
        )
        written = before is not None and before.lower in ("to", "by", "from", "against")
        if acts or written:
            return self._make(first, first + 1, MentionType.AGENCY, "Agency", "name/acronym")
        if len(letters) < 3 or (before is not None and before.lower in ("a", "an")):
            return None
        return self._make(first, first + 1, MentionType.ORGANISATION, "Organization", "name/acronym")

    def _is_person(self, first: int, last: int) -> bool:
        words = [
            token
            for token in self.tokens[first:last]
            if token.lower not in list_words("suffixes") and token.text != ","
        ]
        if not words:
            return False
        if words[0].lower in list_words("honorifics") and 1 < len(words) <= 5:
            return True
        if not 2 <= len(words) <= 5 or (
            any(word.text.isupper() and len(word.text) > 2 for word in words) and not self.heading
        ):
            return False
        given = words[0].lower.split("-")[0] in load_given_names() or (
            words[0].text.endswith(".") and len(words[0].text) == 2
        )
        if given and not any(word.lower in ("street", "avenue", "act", "day") for word in words):
            return not self.heading or len(words) < 4
        after = self.tokens[last] if last < len(self.tokens) else None
        if self.heading:
            return False
        age = (
            after is not None
            and after.text == ","
            and last + 1 < len(self.tokens)
            and self.tokens[last + 1].text.isdigit()
            and len(self.tokens[last + 1].text) == 2
        )
        speaks = after is not None and after.lemma in list_words("human_verbs") and after.pos.startswith("VB")
        return age or (speaks and not all(is_common_word(word.lower) for word in words))

    def _is_titled(self, first: int) -> bool:
        """Whether a title in lower case stands before a name: "attorney Wena Otter", "its president, Wena Otter"."""
        at = first - 2 if first > 1 and self.tokens[first - 1].text == "," else first - 1
        return at >= 0 and (self.tokens[at].lower,) in find_words("titles") and self.tokens[at].text[0].islower()

    def _acts(self, last: int) -> bool:
        """Whether what stands before word `last` does what bodies do, or has an acronym behind it."""
        if last + 1 >= len(self.tokens):
            return False
        after = self.tokens[last]
        acts = after.lemma in list_words("body_verbs") and after.pos.startswith("VB")
        return acts or (after.text == "(" and self.tokens[last + 1].text.isupper())

    def _is_lone_person(self, first: int, last: int) -> bool:
        """Whether two words that end like a place ("Lee Park") are a person: a given name, nothing before it."""
        before = self.tokens[first - 1] if first else None
        placed = before is not None and (before.pos in ("DT", "IN") or before.lower == "to")
        return last - first == 2 and not placed and self.tokens[first].lower in load_given_names() and not self.heading

    def _supports(self, hit: Hit) -> bool:
        """Whether the words around a doubtful name speak for it: "in Mobile", "Mobile, Alabama"."""
        before = self.tokens[hit.first - 1] if hit.first else None
        if hit.type in (MentionType.JURISDICTION, MentionType.PLACE):
            near = before is not None and before.lower in ("in", "near", "from", "of", "at", "outside")
            after = (
                hit.last + 1 < len(self.tokens) and self.tokens[hit.last].text == "," and hit.last + 1 in self.hit_at
            )
            return (near or after) and self.tokens[hit.first].lower not in self.book.surnames
        return False

    def _from_hit(self, hit: Hit) -> Candidate:
        person = hit.type in _PEOPLE
        return self._make(hit.first, hit.last, hit.type, hit.row.type, "gazetteer", rows=hit.rows, person=person)

    def _make(
        self,
        first: int,
        last: int,
        type_: MentionType,
        kind: str,
        rule: str,
        *,
        rows: tuple[str, ...] = (),
        person: bool = False,
        level: Level = Level.NAME,
    ) -> Candidate:
        return Candidate(self.number, first, last, last - 1, type_, level, kind, rule, rows, person)
