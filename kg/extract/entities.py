"""Entities inside one article: which mentions name one thing."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.candidates import Candidate
from kg.extract.coreference import (
    BODIES,
    KINDS_OF_HEAD,
    PEOPLE,
    PLACES,
    Memory,
    Thing,
    fold_words,
    make_initials,
)
from kg.extract.lexicon import load_rules
from kg.extract.mentions import Found
from kg.extract.names import load_given_names, map_class
from kg.extract.phrases import QUOTES, list_words
from kg.extract.pronouns import Pronoun, find_pronouns
from kg.extract.quotations import find_quotations
from kg.extract.sentences import Sentence
from kg.extract.tokens import Token
from kg.model import Entity, Level, Mention, MentionType, NameScanner, Span
from kg.terms import list_superclasses

_GENERIC = frozenset(("any", "no", "every", "each"))
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "such", "its", "their", "his", "her", "both"))
_POINTING = frozenset(("this", "that", "these", "those"))
_INSTRUMENT_WORDS = frozenset(("document", "request", "demand", "filing"))
_LOOSE = {"Instrument", "Legislation", "Regulation", "Statute", "CourtOrder"}
_LEVELS = {"municipal": "city", "statewide": "state", "countywide": "county", "citywide": "city"}


def resolve_entities(
    text: str, sentences: tuple[Sentence, ...], found: Found, names: NameScanner
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Tell which mentions name one thing, and what each thing is.

    Args:
        text: The document's text.
        sentences: Its sentences.
        found: What `find_mentions` found in them.
        names: The gazetteer, for the classes of rows.

    Returns:
        Mentions in reading order, pronouns included (Level.PRONOUN), and the entities they name. A surname, an
        acronym, "the agency", an apposition ("Lee Park, a Tampa nurse,") share the entity of what they mean. Where
        several things are as near, the phrase is an entity of its own: a wrong merge costs more than a missed one.
    """
    return _Resolver(text, sentences, found, names).resolve()


@cache
def _list_kinds(*names: str) -> set[str]:
    """The classes of the ontology at or below the named ones."""
    classes = {rule.data["kind"] for rule in load_rules("nominals")}
    return {kind for kind in classes if set(names) & set(list_superclasses(kind))}


@cache
def _accused() -> set[str]:
    """The nouns for somebody who is held or charged."""
    rule = next(rule for rule in load_rules("nominals") if rule.id == "detained")
    return {words.split()[-1] for words in rule.words}


@cache
def _gender_of_head() -> dict[str, str]:
    male = ("man", "boy", "father", "congressman", "councilman", "spokesman", "assemblyman", "gunman")
    female = ("woman", "girl", "mother", "congresswoman", "councilwoman", "spokeswoman", "assemblywoman")
    return {**dict.fromkeys(male, "m"), **dict.fromkeys(female, "f")}


@dataclass(slots=True)
class _Made:
    candidate: Candidate
    thing: Thing


class _Resolver:
    def __init__(self, text: str, sentences: tuple[Sentence, ...], found: Found, names: NameScanner) -> None:
        self.text, self.sentences, self.found, self.names = text, sentences, found, names
        self.memory = Memory()
        self.made: list[_Made] = []
        self.quoted = tuple(
            quotation.span for quotation in find_quotations(text) if quotation.depth == 0 and quotation.double
        )
        self.named_places: dict[int, list[tuple[str, str]]] = {}
        self.thing_of: dict[int, Thing] = {}
        self.held: dict[int, list[tuple[int, int]]] = {}
        for role, person in found.bearers.items():
            self.held.setdefault(role, []).append((role, person))
            self.held.setdefault(person, []).append((role, person))
        self.in_sentence: dict[int, list[Candidate]] = {}
        for one in found.candidates:
            self.in_sentence.setdefault(one.sentence, []).append(one)
        self.country: Candidate | None = None
        self.agencies = [one for one in found.candidates if one.type is MentionType.AGENCY and one.level is Level.NAME][
            :200
        ]
        self.countries = [
            one for one in found.candidates if one.level is Level.NAME and one.kind == "Country" and one.rows
        ]
        self.quote_starts = [span.start for span in self.quoted]
        self.by_surname: dict[str, str] = {}

    def resolve(self) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
        pronouns = find_pronouns(self.sentences)
        stream: list[tuple[int, int, int, int | Pronoun]] = [
            (one.sentence, one.first, -one.last, number) for number, one in enumerate(self.found.candidates)
        ]
        stream += [(one.sentence, one.index, 0, one) for one in pronouns]
        stream.sort(key=lambda item: item[:3])
        spoken: list[tuple[Span, Thing]] = []
        for *_, item in stream:
            if isinstance(item, Pronoun):
                thing = self._resolve_pronoun(item)
                if thing is not None:
                    spoken.append((item.span, thing))
                    self.memory.note(thing, item.sentence)
            else:
                self._take(item)
        return self._finish(spoken)

    # -- one mention
    def _take(self, number: int) -> None:
        one = self.found.candidates[number]
        tokens = self.sentences[one.sentence].tokens
        head = tokens[one.head].lemma if one.head < len(tokens) else ""
        if one.type is MentionType.DATE:
            interval = self.found.intervals.get(number)
            thing = self._keep(("date", interval.norm if interval else self._words(one)), one, named=True)
        elif one.type is MentionType.ROLE:
            thing = self._keep(("role", self._words(one)), one, named=True)
        elif one.level is Level.NAME:
            thing = self._take_name(one)
        else:
            thing = self._take_nominal(one, head)
        if one.level is Level.NOMINAL:
            thing.heads.add(head)
            thing.gender = thing.gender or _gender_of_head().get(head, "")
        thing.attributes.update(pair for pair in one.attributes if pair[0] != "official")
        self.memory.note(thing, one.sentence)
        thing.near |= self._places_in(one.sentence)
        self.made.append(_Made(one, thing))
        self.thing_of[number] = thing
        self._note_role(number)

    def _places_in(self, sentence: int) -> set[str]:
        """The ids of places that a sentence names, as far as they are known."""
        if sentence not in self.named_places:
            rows = [
                ("row", one.rows[0]) if one.rows else ("name", self._words(one))
                for one in self.in_sentence.get(sentence, ())
                if one.type in PLACES and one.level is Level.NAME
            ]
            self.named_places[sentence] = rows
        return {thing.id for key in self.named_places[sentence] if (thing := self.memory.get(key)) is not None}

    def _note_role(self, number: int) -> None:
        """Remember which words name whose post, for "the mayor"; the bearer may come before or after the post."""
        for role, person in self.held.get(number, ()):
            other = self.thing_of.get(person)
            if other is not None:
                title = self._tokens(self.found.candidates[role])
                other.words |= {token.lemma for token in title}
                other.gender = other.gender or _gender_of_head().get(title[-1].lemma, "")

    def _tokens(self, one: Candidate) -> Sequence[Token]:
        return self.sentences[one.sentence].tokens[one.first : one.last]

    def _words(self, one: Candidate) -> str:
        return fold_words(" ".join(token.text for token in self._tokens(one)))

    def _name(self, one: Candidate) -> str:
        return one.span_in(self.sentences).of(self.text)

    def _keep(self, key: tuple[str, str], one: Candidate, *, named: bool) -> Thing:
        return self.memory.get(key) or self.memory.add(key, one, self._name(one), named=named)

    # -- names
    def _take_name(self, one: Candidate) -> Thing:
        if one.type in PEOPLE:
            return self._take_person(one)
        words = self._words(one)
        if one.rows:
            thing = self.memory.get(("row", one.rows[0]))
            if thing is None:
                same = self.memory.get(("name", words))
                thing = same if same is not None and same.type is one.type else None
            thing = thing or self.memory.add(None, one, self._name(one), named=True)
            self.memory.keys[("row", one.rows[0])] = thing.id
            self.memory.keys.setdefault(("name", words), thing.id)
            return thing
        if one.type is MentionType.CRIME:
            return self._keep(("crime", words), one, named=True)
        known = self.memory.get(("name", words)) or self._match_acronym(one)
        if known is None and one.type in BODIES and one.last - one.first > 1:
            known = self._match_short(one, words)
        return known or self._keep(("name", words), one, named=True)

    def _match_acronym(self, one: Candidate) -> Thing | None:
        """ "(CWB)" and "CWB" after "Clean Water Board"."""
        short = self._name(one).replace(".", "")
        if not (short.isupper() and 2 <= len(short) <= 7):
            return None
        for thing in self.memory.list_recent((*BODIES, MentionType.INSTRUMENT)):
            if thing.named and len(thing.name.split()) > 1 and make_initials(thing.name).endswith(short):
                return thing
        return None

    def _match_short(self, one: Candidate, words: str) -> Thing | None:
        """ "the Water Board" after "the Adams County Water Board"."""
        for thing in self.memory.list_recent((one.type,)):
            if thing.named and fold_words(thing.name).endswith(" " + words):
                return thing
        return None

    def _take_person(self, one: Candidate) -> Thing:
        tokens = [
            token for token in self._tokens(one) if token.lower not in list_words("suffixes") and token.text != ","
        ]
        words = self._words(one)
        if one.rows and (row := self.memory.get(("row", one.rows[0]))):
            return row
        known = self.memory.get(("person", words))
        surname = tokens[-1].lower
        if known is None and len(tokens) == 1 and surname in self.by_surname:
            known = self.memory.things[self.by_surname[surname]]
        if known is None and len(tokens) > 1 and tokens[0].lower in list_words("particles"):
            known = self.memory.things.get(self.by_surname.get(surname, ""))
        if known is None and len(tokens) > 1:
            bare = self.memory.things.get(self.by_surname.get(surname, ""))
            if bare is not None and " " not in bare.name.strip():
                known, bare.name = bare, self._name(one)
        if known is None:
            known = self._match_apposition(one) or self.memory.add(None, one, self._name(one), named=True)
            known.name, known.named = self._name(one), True
            known.row = known.row or next(iter(one.rows), None)
        self.memory.keys[("person", words)] = known.id
        if one.rows:
            self.memory.keys[("row", one.rows[0])] = known.id
        self.by_surname[surname] = known.id
        if one.type is MentionType.OFFICIAL and known.type is not MentionType.OFFICIAL:
            known.type, known.kind = MentionType.OFFICIAL, one.kind
        elif one.kind not in ("Person", "Official") and known.kind in ("Person", "Official"):
            known.kind = one.kind
        if len(tokens) > 1 and not known.gender:
            gender = load_given_names().get(tokens[0].lower, "b")
            known.gender = "" if gender == "b" else gender
        return known

    def _match_apposition(self, one: Candidate) -> Thing | None:
        """The unnamed person just before a name: "the alleged attacker, Lee Park,"."""
        if not self.made:
            return None
        last = self.made[-1]
        tokens = self.sentences[one.sentence].tokens
        before = next(
            (
                m
                for m in reversed(self.made)
                if m.candidate.sentence == one.sentence and m.candidate.last == one.first - 1
            ),
            last,
        )
        fits = (
            before.candidate.sentence == one.sentence
            and before.candidate.last == one.first - 1
            and tokens[one.first - 1].text == ","
            and before.candidate.type in PEOPLE
            and before.candidate.level is Level.NOMINAL
            and not before.candidate.plural
        )
        return before.thing if fits else None

    # -- common nouns
    def _take_nominal(self, one: Candidate, head: str) -> Thing:
        found: Thing | None = None
        definite = one.determiner in _DEFINITE or self._owned(one)
        if one.type in PLACES:
            found = self._match_jurisdiction(one, head, definite=definite)
        elif one.type in (MentionType.AGENCY, MentionType.COURT, MentionType.ORGANISATION):
            found = self._match_body(one, head, definite=definite)
        elif one.type is MentionType.OFFICIAL:
            found = self._match_official(one, head, definite=definite)
        elif one.type is MentionType.PERSON:
            found = self._match_person(one, head, definite=definite)
        elif one.type is MentionType.INSTRUMENT:
            found = self._match_instrument(one, head, definite=definite)
        if found is not None:
            return found
        thing = self.memory.add(None, one, self._name(one), named=False)
        bare = one.plural and not one.determiner and not one.attributes and one.first == one.head
        thing.generic = one.determiner in _GENERIC or bare
        thing.words = {token.lemma for token in self._tokens(one)}
        return thing

    def _owned(self, one: Candidate) -> bool:
        return any(token.pos == "POS" for token in self._tokens(one)[:-1])

    def _inner(self, one: Candidate, types: Sequence[MentionType]) -> Thing | None:
        """What a phrase names inside: "Tampa" in "officials in Tampa"; read ahead, for inner mentions come later."""
        for other in self.in_sentence[one.sentence]:
            if other is not one and one.covers(other) and other.type in types and other.level is Level.NAME:
                if other.rows and (row := self.memory.get(("row", other.rows[0]))):
                    return row
                return self.memory.get(("name", self._words(other)))
        return None

    def _inner_key(self, one: Candidate) -> str:
        for other in self.in_sentence[one.sentence]:
            if other is not one and one.covers(other) and other.level is Level.NAME:
                return other.rows[0] if other.rows else self._words(other)
        return ""

    def _match_jurisdiction(self, one: Candidate, head: str, *, definite: bool) -> Thing | None:
        kinds = KINDS_OF_HEAD.get(head)
        if one.plural or kinds is None:
            return None
        if one.last > one.head + 2:
            return self._take_city(one)
        if not definite:
            return None
        if head in ("country", "nation"):
            return self._match_country(one)
        return self.memory.pick(one.sentence, PLACES, heads={head}, kinds=kinds, plural=False, reach=0.1)

    def _match_country(self, one: Candidate) -> Thing:
        """The country of the article: the one it names most often, before or after."""
        if self.country is None and self.countries:
            counted = Counter(other.rows[0] for other in self.countries).most_common(1)
            self.country = next(other for other in self.countries if other.rows[0] == counted[0][0])
        if self.country is not None:
            return self._take_name(self.country)
        return self._keep(("country", ""), one, named=False)

    def _take_city(self, one: Candidate) -> Thing:
        """ "the city of Tampa" is Tampa, whichever comes first."""
        tail = self.sentences[one.sentence].tokens[one.head + 2 : one.last]
        words = fold_words(" ".join(token.text for token in tail))
        key = ("row", one.rows[0]) if one.rows else ("name", words)
        thing = (
            self.memory.get(key)
            or self.memory.get(("name", words))
            or self.memory.add(None, one, self._name(one), named=True)
        )
        self.memory.keys[key] = self.memory.keys[("name", words)] = thing.id
        return thing

    def _match_body(self, one: Candidate, head: str, *, definite: bool) -> Thing | None:
        words = [token.lower for token in self._tokens(one) if token.pos not in ("DT",)]
        if one.type is MentionType.AGENCY and words[0] == "federal" and head in ("government", "authority"):
            known = next(
                (t for t in self.memory.list_recent((MentionType.AGENCY,)) if t.kind == "FederalGovernment"), None
            )
            return known or self._keep(("federal", "government"), one, named=False)
        modifiers = {
            word for word in words[:-1] if word not in ("local", "federal", "state", "law", "enforcement", "the")
        }
        if head == "authority" and modifiers:
            return self._match_topic(modifiers)
        if not definite or one.plural:
            key = self._inner_key(one)
            return self._keep((head, key), one, named=False) if key else None
        if one.first < one.head - 1 or self._owned(one):
            return self._keep(("body", " ".join(words)), one, named=False)
        if head == "agency":
            return self.memory.pick(one.sentence, (MentionType.AGENCY,), plural=False, named=True) or self.memory.pick(
                one.sentence, (MentionType.AGENCY,), plural=False
            )
        return self._match_called(one, head)

    def _match_called(self, one: Candidate, head: str) -> Thing | None:
        """A body whose name holds the noun: "the department" after "the Department of Health"."""
        best, weight = None, 0.0
        for thing in self.memory.list_recent((one.type,)):
            if head in fold_words(thing.name).split() or head in thing.heads:
                score = thing.weigh(one.sentence)
                if score > weight:
                    best, weight = thing, score
        if best is None and one.type is MentionType.ORGANISATION:
            return self.memory.pick(one.sentence, (MentionType.ORGANISATION,), plural=False, named=True)
        return best

    def _match_topic(self, words: set[str]) -> Thing | None:
        """A body whose name holds a topic: "health authorities" after "the Department of Health"."""
        fitting = [
            thing
            for thing in self.memory.list_recent((MentionType.AGENCY,))
            if thing.named and words & self._name_words(thing)
        ]
        if fitting:
            return max(fitting, key=lambda thing: len(thing.seen))
        for other in self.agencies:  # not named yet: read ahead
            if words & set(self._words(other).split()):
                return self._take_name(other)
        return None

    def _name_words(self, thing: Thing) -> set[str]:
        words = set(fold_words(thing.name).split())
        if thing.row is not None:
            words |= set(fold_words(self.names.get_row(thing.row).label).split())
        return words

    def _match_official(self, one: Candidate, head: str, *, definite: bool) -> Thing | None:
        if one.plural:
            return self._match_group(one, head)
        if not definite:
            return None
        words = {token.lemma for token in self._tokens(one) if token.pos != "DT"}
        best, weight = None, 0.0
        for thing in self.memory.list_recent((MentionType.OFFICIAL,)):
            if not thing.plural and (head in thing.words or head in thing.heads):
                score = thing.weigh(one.sentence) + 0.1 * len(words & thing.words)
                if score > weight:
                    best, weight = thing, score
        return best

    def _match_group(self, one: Candidate, head: str) -> Thing | None:
        """Several officials are one group where noun and body or place agree: "city officials", "prosecutors"."""
        if one.determiner in ("other", "some") or "count" in dict(one.attributes):
            return None
        modifiers = [
            _LEVELS.get(token.lower, token.lower)
            for token in self._tokens(one)[: one.head - one.first]
            if token.coarse in ("n", "a") and token.text not in QUOTES
        ]
        inner = self._inner_key(one)
        agency = self._inner(one, (MentionType.AGENCY,)) or self._match_topic(
            set(modifiers) - {"city", "state", "federal", "local"}
        )
        if agency is not None:
            return self._keep((head, agency.id), one, named=False)
        if inner:
            thing = self._keep((head, inner), one, named=False)
            self.memory.keys.setdefault((head, " ".join(modifiers)), thing.id)
            self.memory.keys.setdefault((head, ""), thing.id)
            return thing
        thing = self._keep((head, " ".join(modifiers)), one, named=False)
        self.memory.keys.setdefault((head, ""), thing.id)
        return thing

    def _match_person(self, one: Candidate, head: str, *, definite: bool) -> Thing | None:
        name = self._named_before(one) or self._named_after(one)
        if name is not None:
            return name
        if one.plural or not definite:
            return None
        same = self.memory.pick(one.sentence, (MentionType.PERSON,), heads={head}, plural=False)
        if same is not None:
            return same
        if head in _accused():
            accused = self.memory.pick(one.sentence, (MentionType.PERSON,), heads=_accused(), plural=False, reach=0.1)
            if accused is not None:
                return accused
        if one.determiner in _POINTING or head in ("suspect", "defendant", "attacker", "victim"):
            return self.memory.pick(one.sentence, (MentionType.PERSON,), plural=False, named=True)
        return None

    def _named_before(self, one: Candidate) -> Thing | None:
        """The person a description follows: "Lee Park, a 40-year-old nurse,"."""
        tokens = self.sentences[one.sentence].tokens
        if one.plural or one.first < 2 or tokens[one.first - 1].text != ",":
            return None
        for made in reversed(self.made):
            if made.candidate.sentence != one.sentence:
                return None
            if (
                made.candidate.type in PEOPLE
                and made.candidate.last == one.first - 1
                and made.candidate.level is Level.NAME
            ):
                return made.thing
        return None

    def _named_after(self, one: Candidate) -> Thing | None:
        """The person a description leads up to: "the alleged attacker, Lee Park,"."""
        tokens = self.sentences[one.sentence].tokens
        if one.plural or one.last + 1 >= len(tokens) or tokens[one.last].text != ",":
            return None
        for other in self.in_sentence[one.sentence]:
            if other.first == one.last + 1 and other.type in PEOPLE:
                return self._take_person(other) if other.level is Level.NAME else None
        return None

    def _match_instrument(self, one: Candidate, head: str, *, definite: bool) -> Thing | None:
        tokens = self.sentences[one.sentence].tokens
        words = [token.lower for token in self._tokens(one)]
        if {"similar", "other", "another", "one", "first", "second", "third", "fourth", "new", "separate"} & set(words):
            return None
        if not definite:
            bare = one.first < one.head and not one.plural and not one.determiner
            return self._keep(("phrase", " ".join(words)), one, named=False) if bare else None
        after = tokens[one.last] if one.last < len(tokens) else None
        if after is not None and after.lower in ("sent", "issued", "filed", "signed", "served") and one.plural:
            return None
        owners = [t for t in tokens[one.first : one.last] if t.pos == "POS"]
        if owners and any(other.type in PEOPLE and one.covers(other) for other in self.in_sentence[one.sentence]):
            return None
        type_, near = (MentionType.INSTRUMENT,), self._places_in(one.sentence)
        heads = {tokens[one.head].lemma}
        same = self.memory.pick(
            one.sentence, type_, heads=heads, kinds={one.kind} - _LOOSE, plural=one.plural, reach=0.05, near=near
        )
        if same is None:
            same = self.memory.pick(one.sentence, type_, heads=heads, kinds={one.kind} - _LOOSE, near=near)
        if same is not None or owners:
            return same
        if "Demand" in list_superclasses(one.kind):
            return self.memory.pick(one.sentence, type_, kinds=_list_kinds("Demand"), plural=one.plural, near=near)
        if head in _INSTRUMENT_WORDS:
            return self.memory.pick(
                one.sentence, type_, kinds=_list_kinds("Demand", "CourtFiling", "Letter"), plural=one.plural, near=near
            )
        return None

    # -- pronouns
    def _resolve_pronoun(self, one: Pronoun) -> Thing | None:
        """Choose whom a pronoun means: the last subject, on the same side of quotation marks."""
        inside = self._quoted(one.span.start)
        options: list[tuple[float, Thing]] = []
        for made in reversed(self.made):
            distance = one.sentence - made.candidate.sentence
            if distance > 3 or len(options) > 40:
                break
            if not self._agrees(one, made):
                continue
            start = made.candidate.span_in(self.sentences).start
            score = _CLOSENESS[distance]
            score += 0.35 if made.candidate.first <= 3 or self._is_subject(made.candidate) else 0.0
            score += 0.3 if made.candidate.level is Level.NAME else 0.0
            if distance == 0 and one.form in ("him", "them") and made.candidate.first < one.index:
                score -= 0.6  # the subject would be "himself"
            score -= _UNLIKELY.get(made.thing.type, 0.0)
            score -= 0.5 if self._quoted(start) != inside else 0.0
            score -= 0.3 if self._is_owner(made.candidate) and not one.possessive else 0.0
            options.append((score + start * 1e-7, made.thing))
        if not options:
            return None
        return max(options, key=lambda option: option[0])[1]

    def _agrees(self, one: Pronoun, made: _Made) -> bool:
        thing, candidate = made.thing, made.candidate
        if candidate.type in (MentionType.DATE, MentionType.ROLE, MentionType.CRIME):
            return False
        if one.person:
            return thing.type in PEOPLE and not thing.plural and thing.gender in ("", one.gender)
        if one.plural:
            return thing.plural or (thing.type in (MentionType.AGENCY, MentionType.COURT) and candidate.plural)
        return thing.type in (*BODIES, MentionType.INSTRUMENT, MentionType.JURISDICTION) and not thing.plural

    def _is_subject(self, one: Candidate) -> bool:
        tokens = self.sentences[one.sentence].tokens
        return one.last < len(tokens) and (tokens[one.last].pos in ("VBD", "VBZ", "VBP", "MD"))

    def _is_owner(self, one: Candidate) -> bool:
        tokens = self.sentences[one.sentence].tokens
        return one.last < len(tokens) and tokens[one.last].pos == "POS"

    def _quoted(self, at: int) -> bool:
        number = bisect_right(self.quote_starts, at) - 1
        return number >= 0 and at < self.quoted[number].end

    # -- the end
    def _finish(self, spoken: list[tuple[Span, Thing]]) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
        rows: list[tuple[Span, MentionType, Level, Thing, str | None, str]] = []
        for number, made in enumerate(self.made):
            one, thing = made.candidate, made.thing
            interval = self.found.intervals.get(number)
            type_ = one.type
            if one.type in PEOPLE and one.level is Level.NAME:
                type_ = thing.type
            if one.rule == "name/acronym":
                type_ = thing.type
            rows.append(
                (one.span_in(self.sentences), type_, one.level, thing, interval.norm if interval else None, one.rule)
            )
        rows += [(span, thing.type, Level.PRONOUN, thing, None, "pronoun") for span, thing in spoken]
        rows.sort(key=lambda row: (row[0].start, -row[0].end))
        mentions = tuple(
            Mention(f"m{number}", type_, level, span, span.of(self.text), thing.id, norm, rule)
            for number, (span, type_, level, thing, norm, rule) in enumerate(rows, start=1)
        )
        used = {mention.entity for mention in mentions}
        return mentions, tuple(self._close(thing) for thing in self.memory.things.values() if thing.id in used)

    def _close(self, thing: Thing) -> Entity:
        kind = thing.kind
        if thing.type is MentionType.DATE:
            kind = ""
        elif thing.type is MentionType.ROLE:
            kind = "Post"
        elif thing.plural and not thing.named and thing.type is MentionType.OFFICIAL:
            kind = "OfficialGroup"
        elif thing.plural and not thing.named and thing.type is MentionType.PERSON:
            kind = "Group"
        elif thing.row is not None and (row := self.names.get_row(thing.row).type) and map_class(row) is not None:
            kind = row if thing.type not in PEOPLE or row not in ("Person", "Official") else kind
        if thing.gender:
            thing.attributes.setdefault("gender", thing.gender)
        return Entity(
            thing.id,
            thing.type,
            kind,
            thing.name,
            thing.row,
            thing.generic,
            thing.plural,
            tuple(sorted(thing.attributes.items())),
        )


_UNLIKELY = {MentionType.INSTRUMENT: 0.6, MentionType.JURISDICTION: 0.3}
"""How much less a pronoun means such a thing than a body or a person."""
_CLOSENESS = {0: 1.1, 1: 1.0, 2: 0.4, 3: 0.15}
"""How near a mention is to a pronoun, by sentences between: the one before gives the subject oftener than its own."""
