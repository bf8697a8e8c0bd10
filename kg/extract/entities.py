"""Entities inside one article: which mentions name one thing."""

from bisect import bisect_right

from kg.extract.candidates import PEOPLE, PLACES, Candidate
from kg.extract.coreference import BODIES, Thing
from kg.extract.describing import PhraseResolver, list_kinds
from kg.extract.levels import match_level
from kg.extract.mentions import Found
from kg.extract.name_hits import map_class
from kg.extract.naming import Made, gender_of_head
from kg.extract.phrases import list_words
from kg.extract.pronouns import Pronoun, find_pronouns
from kg.extract.sentences import Sentence
from kg.model import Entity, Level, Mention, MentionType, NameScanner, Span


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


class _Resolver(PhraseResolver):
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
                    if item.index <= 1 and not item.possessive and not self._quoted(item.span.start):
                        self.carried[item.sentence] = thing
            else:
                self._take(item)
        united = self._unite_lead()
        spoken = [(span, united.get(thing.id, thing)) for span, thing in spoken]
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
            thing = self._keep(("role", f"{self._words(one)} {self._name_bearer(number)}".strip()), one, named=True)
        elif one.level is Level.NAME:
            thing = self._take_name(one)
            if one.type in PLACES and one.sentence == one.first == 0:
                self.dateline = thing.id
        else:
            thing = self._take_nominal(one, head)
        if one.level is Level.NOMINAL:
            thing.heads.add(head)
            thing.gender = thing.gender or gender_of_head().get(head, "")
        thing.attributes.update(pair for pair in one.attributes if pair[0] != "official")
        if one.type is MentionType.INSTRUMENT:
            self._note_addressee(one, thing)
        self.memory.note(thing, one.sentence)
        thing.near |= self._places_in(one.sentence)
        self.made.append(Made(one, thing))
        self.thing_of[number] = thing
        self._note_role(number)

    def _unite_lead(self) -> dict[str, Thing]:
        """Unite whom the lead calls by a post with the one person whom the article then names with that post.

        "A federal judge struck down the map", and two paragraphs on, "U.S. District Judge Ada Roe": where two judges
        are named, either could be meant, and the lead's stays apart.
        """
        people = [thing for thing in self.memory.things.values() if thing.named and thing.type in PEOPLE]
        united: dict[str, Thing] = {}
        for made in self.made:
            one, thing = made.candidate, made.thing
            if one.sentence > _LEAD or thing.named or thing.plural or thing.type not in PEOPLE or thing.id in united:
                continue
            if one.level is not Level.NOMINAL or not (one.determiner in ("a", "an") or self._owned(one)):
                continue
            head = self.sentences[one.sentence].tokens[one.head].lemma
            titled = [other for other in people if head in other.posts and not other.plural]
            if len(titled) == 1 and titled[0].seen[0] > one.sentence:
                united[thing.id] = titled[0]
        for made in self.made:
            made.thing = united.get(made.thing.id, made.thing)
        return united

    # -- pronouns
    def _resolve_pronoun(self, one: Pronoun) -> Thing | None:
        """Choose whom a pronoun means: the last subject, on the same side of quotation marks."""
        certain = (
            self._find_sent(one)
            if one.sent
            else self._find_speaking(one) or self._find_owner(one) or self._find_stating(one)
        )
        if certain is not None or one.sent:
            return certain
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
        carried = self.carried.get(one.sentence - 1)
        if carried is not None and not inside and one.index <= 1 and self._fits(one, carried):
            options.append((_CLOSENESS[1] + _CARRIED, carried))  # "He was late. He said …": the subject goes on
        if not options:
            return None
        return max(options, key=lambda option: option[0])[1]

    def _find_sent(self, one: Pronoun) -> Thing | None:
        """What "it was sent" means: the last instrument of this sentence or the one before."""
        for made in reversed(self.made):
            if one.sentence - made.candidate.sentence > 1:
                break
            if made.thing.type is MentionType.INSTRUMENT and made.candidate.plural == one.plural:
                return made.thing
        return None

    def _find_speaking(self, one: Pronoun) -> Thing | None:
        """The plural body whose own words a "they" opens: "Police say they", "Officials in Tampa said that they"."""
        tokens = self.sentences[one.sentence].tokens
        verb = one.index - (2 if one.index > 1 and tokens[one.index - 1].lower == "that" else 1)
        if one.form != "they" or verb < 1 or tokens[verb].lemma not in list_words("human_verbs"):
            return None
        for made in reversed(self.made):
            if made.candidate.sentence != one.sentence:
                break
            bearer = made.thing.type in (*PEOPLE, *BODIES) and made.candidate.type is not MentionType.ROLE
            plural = made.candidate.plural or made.thing.plural or tokens[verb].pos in ("VBP", "VB")
            if bearer and plural and made.candidate.last == verb:
                return made.thing
        return None

    def _find_stating(self, one: Pronoun) -> Thing | None:
        """The document that "it says" goes on from: the subject of the sentence before."""
        tokens = self.sentences[one.sentence].tokens
        after = tokens[one.index + 1].lemma if one.index + 1 < len(tokens) else ""
        if one.form != "it" or after not in list_words("document_verbs"):
            return None
        for made in reversed(self.made[-40:]):
            document = made.thing.type is MentionType.INSTRUMENT and not made.thing.plural
            before = made.candidate.sentence == one.sentence - 1 and made.candidate.first <= 1
            if document and before and self._is_subject(made.candidate):
                return made.thing
        return None

    def _find_owner(self, one: Pronoun) -> Thing | None:
        """Whose policy or law "its policy" is: that of the nearest party named before in the sentence."""
        if one.form not in ("its", "their"):
            return None
        owned = next(
            (
                other
                for other in self.in_sentence.get(one.sentence, ())
                if other.first == one.index and other.type is MentionType.INSTRUMENT
            ),
            None,
        )
        if owned is None or owned.kind not in list_kinds("Policy", "Legislation"):
            return None
        parties = [
            made
            for made in self.made[-40:]
            if made.candidate.sentence == one.sentence
            and made.candidate.last <= one.index
            and made.thing.type in (MentionType.AGENCY, MentionType.JURISDICTION)
            and made.thing.plural == one.plural
        ]
        nearest = max(parties, key=lambda made: (made.candidate.last, -made.candidate.first), default=None)
        return nearest.thing if nearest is not None else None

    def _agrees(self, one: Pronoun, made: Made) -> bool:
        thing, candidate = made.thing, made.candidate
        if candidate.type in (MentionType.DATE, MentionType.ROLE, MentionType.CRIME):
            return False
        if one.person:
            return self._fits(one, thing)
        if one.plural:
            return thing.plural or (thing.type in (MentionType.AGENCY, MentionType.COURT) and candidate.plural)
        return thing.type in (*BODIES, MentionType.INSTRUMENT, MentionType.JURISDICTION) and not thing.plural

    def _fits(self, one: Pronoun, thing: Thing) -> bool:
        """Whether a thing is a person such as "he" or "she" may stand for."""
        return one.person and thing.type in PEOPLE and not thing.plural and thing.gender in ("", one.gender)

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
            if one.type in PEOPLE and (one.level is Level.NAME or thing.named):
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
        elif kind == "Agency" and not thing.named and (level := match_level(thing.name)):
            kind = level.agency
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


_CARRIED = 0.7
"""How much likelier the subject of the sentence before is, where a pronoun stood for it there too."""
_LEAD = 1
"""The last sentence of an article's lead, from 0."""
_UNLIKELY = {MentionType.INSTRUMENT: 0.6, MentionType.JURISDICTION: 0.3}
"""How much less a pronoun means such a thing than a body or a person."""
_CLOSENESS = {0: 1.1, 1: 1.0, 2: 0.4, 3: 0.15}
"""How near a mention is to a pronoun, by sentences between: the one before gives the subject oftener than its own."""
