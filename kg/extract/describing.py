"""Which earlier thing a common noun means: "the agency", "the subpoenas", "the mayor"."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from kg.extract.candidates import PEOPLE, PLACES, Candidate
from kg.extract.coreference import CITIES, KINDS_OF_HEAD, Thing, fold_words
from kg.extract.lexicon import NOUN_FILES, find_words, load_rules
from kg.extract.naming import NameResolver
from kg.extract.phrases import QUOTES
from kg.model import Level, MentionType
from kg.terms import list_superclasses

_GENERIC = frozenset(("any", "no", "every", "each"))
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "such", "its", "their", "his", "her", "both"))
_POINTING = frozenset(("this", "that", "these", "those"))
_ENDS = frozenset(("VBD", "VBZ", "VBP", "MD", ".", ",", ":", "CC", "WDT"))
_INSTRUMENT_WORDS = frozenset(("document", "request", "demand", "filing"))
_PENDING = frozenset(("Bill", "Ordinance", "BallotMeasure", "Resolution"))
_LAWS = frozenset(("measure", "legislation", "bill", "act", "proposal", "ordinance", "statute"))
_LOOSE = {"Instrument", "Legislation", "Regulation", "Statute", "CourtOrder"}
_NO_CITY = frozenset(("State", "County", "Country", "Borough", "District", "Region"))
_DATELINE, _FAR = 0.5, 0.6
"""How much likelier the city of the dateline is meant, and how much less one named with its state in passing."""
_LEVELS = {"municipal": "city", "statewide": "state", "countywide": "county", "citywide": "city"}


@cache
def list_kinds(*names: str) -> set[str]:
    """Return the classes of common nouns at or below the named ones in the ontology."""
    classes = {rule.data["kind"] for file in NOUN_FILES for rule in load_rules(file)}
    return {kind for kind in classes if set(names) & set(list_superclasses(kind))}


@cache
def _accused() -> set[str]:
    """The nouns for somebody who is held or charged."""
    rule = next(rule for rule in load_rules("nominals_people") if rule.id == "detained")
    return {words.split()[-1] for words in rule.words}


class PhraseResolver(NameResolver):
    """Adds to names the things that common nouns mean."""

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
        if head in CITIES:
            return self._match_city(one, head, kinds)
        return self.memory.pick(one.sentence, PLACES, heads={head}, kinds=kinds, plural=False, reach=0.1)

    def _match_city(self, one: Candidate, head: str, kinds: set[str]) -> Thing | None:
        """The city that "the city" means: the article's own, from its dateline, before one named with its state."""
        best, weight = None, 0.1
        for thing in self.memory.list_recent(PLACES):
            headed = find_words("name_heads").get((thing.name.split()[-1].lower(),)) is not None
            unlisted = thing.named and thing.row is None and thing.kind not in _NO_CITY and not headed
            if thing.plural or not (head in thing.heads or thing.kind in kinds or unlisted):
                continue
            own = thing.id == self.dateline
            score = thing.weigh(one.sentence) + (_DATELINE if own else -_FAR if "," in thing.name else 0.0)
            if score > weight:
                best, weight = thing, score
        return best

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
        if (named := self._named_body(one)) is not None:
            return named
        if not definite or one.plural:
            key = self._inner_key(one)
            return self._keep((head, key), one, named=False) if key else None
        based = one.head - one.first == 2 and words[0].endswith("-based")
        if (one.first < one.head - 1 and not based) or self._owned(one):
            return self._keep(("body", " ".join(words)), one, named=False)
        if head == "agency":
            return self.memory.pick(one.sentence, (MentionType.AGENCY,), plural=False, named=True) or self.memory.pick(
                one.sentence, (MentionType.AGENCY,), plural=False
            )
        return self._match_called(one, head)

    def _named_body(self, one: Candidate) -> Thing | None:
        """The body a description follows: "the Tern Fund, a group based in Boise"."""
        tokens = self.sentences[one.sentence].tokens
        if one.plural or one.first < 2 or one.determiner not in ("a", "an") or tokens[one.first - 1].text != ",":
            return None
        if one.last < len(tokens) and tokens[one.last].lower in ("and", "or"):
            return None
        for made in reversed(self.made):
            if made.candidate.sentence != one.sentence:
                return None
            named = made.candidate.level is Level.NAME and made.candidate.type is one.type
            if named and made.candidate.last == one.first - 1:
                return made.thing
        return None

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
        name = self._named_before(one) or self._named_between(one)
        if name is not None:
            if name.type is MentionType.PERSON and one.kind != "Spokesperson":
                name.type, name.kind = MentionType.OFFICIAL, one.kind
            return name
        if not definite:
            return None
        words = {token.lemma for token in self._tokens(one) if token.pos != "DT"}
        best, weight = None, 0.0
        known = [thing for thing in self.memory.list_recent((MentionType.OFFICIAL,)) if not thing.plural]
        fitting = [thing for thing in known if head in thing.posts or head in thing.heads]
        for thing in fitting or [thing for thing in known if head in thing.words]:
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
        if one.plural and one.determiner in ("the", "these", "those") and one.first >= one.head - 1:
            return self.memory.pick(one.sentence, (MentionType.PERSON,), heads={head}, plural=True)
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
        """The person a description follows: "Lee Park, a 40-year-old nurse,", "Lee Park (R-Ohio), a member of …"."""
        tokens = self.sentences[one.sentence].tokens
        if one.plural or one.first < 2 or tokens[one.first - 1].text not in (",", "("):
            return None
        end = one.first - 1
        if tokens[end - 1].text == ")":
            end = next((i for i in range(end - 2, max(-1, end - 8), -1) if tokens[i].text == "("), end)
        elif tokens[end - 1].text.isdigit() and end > 2 and tokens[end - 2].text == ",":
            end -= 2  # "Lee Park, 44, a nurse"
        for made in reversed(self.made):
            if made.candidate.sentence != one.sentence:
                return None
            if made.candidate.type in PEOPLE and made.candidate.last == end and made.candidate.level is Level.NAME:
                return made.thing
        return None

    def _named_between(self, one: Candidate) -> Thing | None:
        """The person whom commas name after a description: "The agency's director, Lee Park, said"."""
        tokens = self.sentences[one.sentence].tokens
        if one.plural or one.last >= len(tokens) or tokens[one.last].text != ",":
            return None
        for other in self.in_sentence[one.sentence]:
            if other.first == self._skip_post(one) and other.type in PEOPLE and other.level is Level.NAME:
                after = [token.text for token in tokens[other.last : other.last + 2]]
                # "The mayor, Ann Lind, and Bo Dahl" may be three people.
                return self._take_person(other) if after[:1] == [","] and after[1:] not in (["and"], ["or"]) else None
        return None

    def _skip_post(self, one: Candidate) -> int:
        """Where a name may begin after a description's comma: behind a title, "his rival, former Sen. Lee Park,"."""
        at = one.last + 1
        posts = [
            other for other in self.in_sentence[one.sentence] if other.type is MentionType.ROLE and other.first == at
        ]
        return max((other.last for other in posts), default=at)

    def _named_after(self, one: Candidate) -> Thing | None:
        """The person a description leads up to: "the alleged attacker, Lee Park,"."""
        tokens = self.sentences[one.sentence].tokens
        if one.plural or one.last + 1 >= len(tokens) or tokens[one.last].text != ",":
            return None
        for other in self.in_sentence[one.sentence]:
            at = self._skip_post(one)
            if at > one.last + 1 and tokens[other.last : other.last + 1] and tokens[other.last].text not in (",", "of"):
                continue  # "… its only dentist, clinic director Lee Park said": another person
            if other.first == at and other.type in PEOPLE:
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
        sent = self._match_addressed(one, near) if not owners else None
        if sent is not None:
            return sent
        heads = {tokens[one.head].lemma}
        same = self.memory.pick(
            one.sentence, type_, heads=heads, kinds={one.kind} - _LOOSE, plural=one.plural, reach=0.05, near=near
        )
        if same is None:
            same = self.memory.pick(one.sentence, type_, heads=heads, kinds={one.kind} - _LOOSE, near=near)
        if same is not None or owners:
            return same
        if head in _LAWS and not one.plural:
            return self._match_law()
        if "Demand" in list_superclasses(one.kind):
            # What the text has called a summons it may next call a subpoena: the nearest in kind is meant.
            wider = list_superclasses(one.kind)[: list_superclasses(one.kind).index("Demand") + 1]
            options = (
                self.memory.pick(one.sentence, type_, kinds=list_kinds(kind), plural=one.plural, near=near)
                for kind in wider
            )
            return next((thing for thing in options if thing is not None), None)
        if head in _INSTRUMENT_WORDS:
            return self.memory.pick(
                one.sentence, type_, kinds=list_kinds("Demand", "CourtFiling", "Letter"), plural=one.plural, near=near
            )
        return None

    def _match_law(self) -> Thing | None:
        """The one bill, law or ordinance of the article that "the measure" can mean; None where it has several."""
        laws = [
            thing
            for thing in self.memory.list_recent((MentionType.INSTRUMENT,))
            if not thing.plural
            and (thing.kind in _PENDING or (thing.named and fold_words(thing.name).endswith(" act")))
        ]
        return laws[0] if len(laws) == 1 else None

    def _note_addressee(self, one: Candidate, thing: Thing) -> None:
        """Record the place that an instrument goes to: "sent subpoenas to the city of Tampa", "sent Tampa one"."""
        tokens = self.sentences[one.sentence].tokens
        at = one.last
        while at < len(tokens) and at < one.last + 5 and tokens[at].lower != "to" and tokens[at].pos not in _ENDS:
            at += 1
        sent = at < len(tokens) and tokens[at].lower == "to"
        for other in self.in_sentence[one.sentence]:
            if other.type not in PLACES or not (other.level is Level.NAME or other.rows):
                continue
            goal = (
                sent
                and at < other.first <= at + 4
                and all(token.pos not in _ENDS and token.coarse != "v" for token in tokens[at + 1 : other.first])
            )
            dative = other.last == one.first and tokens[other.first - 1].lemma in ("send", "issue", "give", "serve")
            if goal or dative:
                self.addressed.setdefault(thing.id, set()).add(self._place_key(other))

    def _match_addressed(self, one: Candidate, near: set[str]) -> Thing | None:
        """The demand that went to a place which the sentence names: "Officials in Tampa ignored the requests"."""
        demand = "Demand" in list_superclasses(one.kind) or self._tokens(one)[-1].lemma in _INSTRUMENT_WORDS
        if not near or not demand:
            return None
        fitting = [
            thing
            for thing in self.memory.list_recent((MentionType.INSTRUMENT,))
            if thing.plural == one.plural
            and thing.kind in list_kinds("Demand")
            and any((place := self.memory.get(key)) and place.id in near for key in self.addressed.get(thing.id, ()))
        ]
        return max(fitting, key=lambda thing: thing.seen[-1], default=None)
