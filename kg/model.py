"""The records that the verbs hand to each other. All are frozen; none knows how it is read, stored or shown.

A *document* is an article's text as stored. A *span* is a stretch of it. A *mention* is a span that names a thing; an
*entity* is the thing, inside one article. A *relation*, an *event* and a *claim* are what the text says of entities:
a claim is somebody's, a relation or an event is the article's own unless its `claim` names the claim that holds it.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text: offsets in Unicode code points, `end` exclusive.

    >>> Span(4, 7).of("Did ICE say so?")
    'ICE'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the text the span covers."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Say whether `other` lies wholly inside this span (a span holds itself)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Bounds of a date, both days inclusive: a single day where they are equal.

    `norm` is the shortest ISO 8601 form that says the same: 2020-01-10, 2020-01, 2020-W03, 2020, or earliest/latest.
    """

    earliest: date
    latest: date
    norm: str

    @property
    def exact(self) -> bool:
        """Whether the interval is one day."""
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class Document:
    """An article as stored: text in the very form its file has, with what is known about it.

    `published_from` says where the date was read: "text", "metadata", or "" where `published` is None.
    `publisher` and `byline` are names as the source gives them. `sha256` is of the text in UTF-8, in hexadecimal.
    """

    id: str
    text: str
    sha256: str
    source: str
    published: Interval | None = None
    published_from: str = ""
    title: str | None = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    dateline: str | None = None
    language: str = "en"
    url: str | None = None
    licence: str | None = None


class MentionType(StrEnum):
    """What a mention names; the types of data/gold."""

    AGENCY = "Agency"
    COURT = "Court"
    OFFICIAL = "Official"
    PERSON = "Person"
    ROLE = "Role"
    INSTRUMENT = "LegalInstrument"
    JURISDICTION = "Jurisdiction"
    PLACE = "Place"
    DATE = "Date"
    CRIME = "Crime"
    ORGANISATION = "Organisation"
    NEWS_ORGANISATION = "NewsOrganisation"


class Level(StrEnum):
    """How a mention names: by a name, by a common noun phrase, or by a pronoun (kept inside, never printed)."""

    NAME = "NAM"
    NOMINAL = "NOM"
    PRONOUN = "PRO"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names an entity. `norm` is a date's ISO form; `rule` the lexicon row or finder that found it."""

    id: str
    type: MentionType
    level: Level
    span: Span
    text: str
    entity: str
    norm: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing inside one article, named by one or more mentions.

    `kind` is the most specific class of ontology/polity.ttl that the text supports ("AdministrativeSubpoena").
    `gazetteer_id` is the row it was recognised as, if any. `generic` marks kinds of things ("detainers", "a judge")
    that name no individual. `attributes` are further facts of the mention itself, such as ("count", "4").
    """

    id: str
    type: MentionType
    kind: str
    name: str
    gazetteer_id: str | None = None
    generic: bool = False
    plural: bool = False
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """Two entities joined. `rel` is a name from data/lexicon/relations.toml; `obj` an entity or a literal's text.

    `extra` holds date, count, acting. `claim` is the id of the claim whose content says it, None where the article
    does. `evidence` is the sentence; `rule` the lexicon row that fired.
    """

    id: str
    rel: str
    subj: str
    obj: str
    evidence: Span
    rule: str
    extra: tuple[tuple[str, str], ...] = ()
    interval: Interval | None = None
    claim: str | None = None


class Modality(StrEnum):
    """How real an event is in its sentence: only ACTUAL with polarity true says that it took place."""

    ACTUAL = "actual"
    POSSIBLE = "possible"
    PLANNED = "planned"
    REQUESTED = "requested"
    REQUIRED = "required"
    THREATENED = "threatened"
    CONDITIONAL = "conditional"


@dataclass(frozen=True, slots=True)
class Participant:
    """An entity's part in an event: agent, recipient, theme, court, topic, place, crime."""

    role: str
    entity: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens, might happen or did not: `kind` is a subclass of :Event in the ontology ("Filing").

    `span` is the trigger word, `evidence` the sentence. `polarity` is False under negation. `tense` is past, present
    or future. `claim` is the id of the claim whose content says it, None where the article does.
    """

    id: str
    kind: str
    span: Span
    evidence: Span
    participants: tuple[Participant, ...]
    rule: str
    interval: Interval | None = None
    polarity: bool = True
    modality: Modality = Modality.ACTUAL
    tense: str = "past"
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says. `kind` is quote, paraphrase or mixed; `span` the content, without its outer quotation marks.

    `speaker` is an entity, None where nothing says whose words they are. `about` are the entities that the content is
    about, main one first. `polarity` is what the verb entails ("denied": False, "confirmed": True), None where it
    entails nothing.
    `certainty` is asserted, hedged or reported. `channel` is letter, statement, e-mail, social media, interview,
    news conference, court filing, or None where the text does not say. `evidence` is the sentence or sentences.
    `accused` is the entity that the speaker accuses or blames, where the verb says so.
    """

    id: str
    speaker: str | None
    speaker_span: Span | None
    verb: str
    verb_span: Span | None
    kind: str
    span: Span
    evidence: Span
    rule: str
    about: tuple[str, ...] = ()
    addressee: str | None = None
    channel: str | None = None
    polarity: bool | None = None
    certainty: str = "asserted"
    interval: Interval | None = None
    accused: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one document."""

    document: Document
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class GazetteerRow:
    """A known thing: one row of data/gazetteer/*.csv.

    `type` is a class of the ontology, `parent` the id of another row, `same_as` pairs of scheme and identifier
    ("wikidata", "Q943091"), `facts` pairs of a property of the ontology and a row id or literal from facts.csv.
    """

    id: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    same_as: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Why an article's entity was given the IRI it has; kept in the links graph, listed and reversed by `kg link`.

    `score` runs from 0 to 1; `decided_by` names the rule or the person; `reason` is one sentence of evidence.
    """

    article: str
    entity: str
    iri: str
    score: float
    decided_by: str
    reason: str
    candidates: tuple[tuple[str, float], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person's time in a post by a reference source: one row of data/gazetteer/tenures.csv.

    `person` and `post` are ids of gazetteer rows; a bound the source does not give is None.
    """

    person: str
    post: str
    start: date | None
    end: date | None
    source: str


@dataclass(frozen=True, slots=True)
class NameHit:
    """A gazetteer name found in a text. `row_ids` are the rows it may name, likeliest first; more than one is a doubt.

    `weak` marks a name that is also an ordinary word or a frequent surname ("Mobile", "Davis"): the hit alone proves
    nothing. `name` is the alias that matched, as the gazetteer writes it.
    """

    span: Span
    row_ids: tuple[str, ...]
    name: str
    weak: bool = False


class NameScanner(Protocol):
    """What the extract verb needs of the gazetteer; the pipeline hands it in."""

    def scan(self, text: str) -> list[NameHit]:
        """Return the longest hits in reading order, never overlapping."""
        ...

    def get_row(self, row_id: str) -> GazetteerRow:
        """Return a row by its id."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """Something in one article that a comparison is about: a claim, a relation, an entity or a mention, by its id."""

    article: str
    kind: str
    id: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two articles, or one article and the gazetteer, have to do with each other.

    `kind` is same-utterance, value-conflict, drift or suspected-name. `right` is None for a suspected name, which
    `reason` compares with a known one. `score` runs from 0 to 1. A comparison never changes what was extracted.
    """

    kind: str
    left: Part
    right: Part | None
    score: float
    reason: str
