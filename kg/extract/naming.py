"""Which earlier thing a name means: a surname, an acronym, a shortened name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.candidates import PEOPLE, PLACES, Candidate
from kg.extract.coreference import BODIES, Memory, Thing, fold_words, make_initials
from kg.extract.mentions import Found
from kg.extract.name_people import load_given_names
from kg.extract.phrases import list_words
from kg.extract.quotations import find_quotations
from kg.extract.sentences import Sentence
from kg.extract.tokens import Token, load_wording
from kg.model import Level, MentionType, NameScanner


@cache
def load_title_nouns() -> dict[str, tuple[str, ...]]:
    """Return the nouns that a title's holder may be called by: data/lexicon/title_nouns.toml."""
    return {title: tuple(nouns) for title, nouns in load_wording("title_nouns")["nouns"].items()}


_BILLS = {"hb": "house bill", "sb": "senate bill", "hr": "house bill", "ab": "assembly bill"}
_LETTERED = re.compile(rf"^(?:{'|'.join(_BILLS)})(?= \d)")
_ADDRESS = {"mr": "m", "mrs": "f", "ms": "f"}
_SHORTEST = 4
"""How many letters a shortened name has at least."""


@cache
def gender_of_head() -> dict[str, str]:
    """Return the nouns that tell a person's gender, as m or f."""
    male = ("man", "boy", "father", "congressman", "councilman", "spokesman", "assemblyman", "gunman")
    female = ("woman", "girl", "mother", "congresswoman", "councilwoman", "spokeswoman", "assemblywoman")
    return {**dict.fromkeys(male, "m"), **dict.fromkeys(female, "f")}


@dataclass(slots=True)
class Made:
    """A mention that has been given its thing."""

    candidate: Candidate
    thing: Thing


class NameResolver:
    """What an article has named so far, and the thing that each name means."""

    def __init__(self, text: str, sentences: tuple[Sentence, ...], found: Found, names: NameScanner) -> None:
        """Take what `resolve_entities` takes."""
        self.text, self.sentences, self.found, self.names = text, sentences, found, names
        self.memory = Memory()
        self.made: list[Made] = []
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
        self.bearers: dict[str, dict[str, None]] = {}
        self.dateline = ""
        self.carried: dict[int, Thing] = {}
        self.addressed: dict[str, set[tuple[str, str]]] = {}

    def _places_in(self, sentence: int) -> set[str]:
        """The ids of places that a sentence names, as far as they are known."""
        if sentence not in self.named_places:
            self.named_places[sentence] = [
                self._place_key(one)
                for one in self.in_sentence.get(sentence, ())
                if one.type in PLACES and (one.level is Level.NAME or one.rows)
            ]
        return {thing.id for key in self.named_places[sentence] if (thing := self.memory.get(key)) is not None}

    def _place_key(self, one: Candidate) -> tuple[str, str]:
        return ("row", one.rows[0]) if one.rows else ("name", self._words(one))

    def _note_role(self, number: int) -> None:
        """Remember which words name whose post, for "the mayor"; the bearer may come before or after the post."""
        for role, person in self.held.get(number, ()):
            other = self.thing_of.get(person)
            if other is not None:
                title = self._tokens(self.found.candidates[role])
                other.words |= {token.lemma for token in title}
                stop = next(
                    (i for i, token in enumerate(title) if i and token.lower in ("of", "for", "to")), len(title)
                )
                post = title[stop - 1].lemma
                other.posts |= {post, *load_title_nouns().get(post, ())}
                other.gender = other.gender or gender_of_head().get(title[-1].lemma, "")

    def _name_bearer(self, number: int) -> str:
        """The surname of who holds a post: two senators hold two posts of one name."""
        bearers = [person for role, person in self.held.get(number, ()) if role == number]
        return self._tokens(self.found.candidates[bearers[0]])[-1].lower if bearers else ""

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
            # Of several places of a name, the one that the article has named in full.
            row = next((row for row in one.rows if self.memory.get(("row", row)) is not None), one.rows[0])
            thing = self.memory.get(("row", row))
            if thing is None:
                same = self.memory.get(("name", words))
                thing = same if same is not None and same.type is one.type else None
            thing = thing or self.memory.add(None, one, self._name(one), named=True)
            self.memory.keys[("row", row)] = thing.id
            self.memory.keys.setdefault(("name", words), thing.id)
            return thing
        if one.type in PLACES:
            words = self._words_of_place(one)
        if one.type is MentionType.INSTRUMENT:
            words = _LETTERED.sub(lambda found: _BILLS[found.group()], words)
        if one.type is MentionType.CRIME:
            return self._keep(("crime", words), one, named=True)
        known = self.memory.get(("name", words)) or self._match_acronym(one)
        if known is None and one.type in BODIES and one.last - one.first > 1:
            known = self._match_short(one, words)
        if known is None and one.type is MentionType.ORGANISATION:
            known = self._match_start(words)
        return known or self._keep(("name", words), one, named=True)

    def _words_of_place(self, one: Candidate) -> str:
        """A place's name without what it is or where it lies: "the City of Salem", "SALEM, Ore."."""
        tokens = [token.text for token in self._tokens(one)]
        words = fold_words(" ".join(tokens[: tokens.index(",")] if "," in tokens[1:] else tokens))
        return re.sub(r"^(?:city|town|village|borough|township) of ", "", words)

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

    def _match_start(self, words: str) -> Thing | None:
        """ "Calloway" after "Calloway Petroleum Corp."; two that begin so leave it open."""
        if len(words) < _SHORTEST or words in list_words("peoples") or words in list_words("directions"):
            return None
        fitting = [
            thing
            for thing in self.memory.list_recent((MentionType.ORGANISATION,))
            if thing.named and not thing.plural and fold_words(thing.name).startswith(words + " ")
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _take_person(self, one: Candidate) -> Thing:
        if one.last - one.first > 1 and self._tokens(one)[0].lower in list_words("honorifics"):
            one = one.widen(first=one.first + 1)  # "Dr. Roe" is who "Ada Roe" is
        tokens = [
            token for token in self._tokens(one) if token.lower not in list_words("suffixes") and token.text != ","
        ] or list(self._tokens(one))
        words = self._words(one)
        if one.rows and (row := self.memory.get(("row", one.rows[0]))):
            return row
        known = self.memory.get(("person", words))
        surname = tokens[-1].lower
        if known is None and len(tokens) == 1:
            known = self._choose_bearer(one, surname)
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
        if len(tokens) > 1:
            self.bearers.setdefault(surname, {})[known.id] = None
            self.bearers.setdefault(tokens[0].lower, {})[known.id] = None
        if one.rows:
            self.memory.keys[("row", one.rows[0])] = known.id
        self.by_surname[surname] = known.id
        if one.type is MentionType.OFFICIAL and known.type is not MentionType.OFFICIAL:
            known.type, known.kind = MentionType.OFFICIAL, one.kind
        elif one.kind not in ("Person", "Official") and known.kind in ("Person", "Official"):
            known.kind = one.kind
        before = self.sentences[one.sentence].tokens[one.first - 1].lower.rstrip(".") if one.first else ""
        known.gender = known.gender or _ADDRESS.get(before, "")
        if len(tokens) > 1 and not known.gender:
            gender = load_given_names().get(tokens[0].lower, "b")
            known.gender = "" if gender == "b" else gender
        return known

    def _choose_bearer(self, one: Candidate, name: str) -> Thing | None:
        """Whom one name alone means: of a family, the one spoken of most; by a first name, who alone bears it."""
        bearers = [self.memory.things[id_] for id_ in self.bearers.get(name, ())]
        last = self.memory.things.get(self.by_surname.get(name, ""))
        if last is None:
            return bearers[0] if len(bearers) == 1 else None
        before = self.sentences[one.sentence].tokens[one.first - 1].lower.rstrip(".") if one.first else ""
        gender = _ADDRESS.get(before, "")
        fitting = [thing for thing in bearers if not gender or thing.gender in ("", gender)]
        return max(fitting, key=lambda thing: len(thing.seen), default=last)

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
