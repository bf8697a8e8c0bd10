"""Frames: what a verb of government and law says of its subject, object and prepositional phrases.

Rows are data (data/lexicon/frames_*.toml); the passive, participles, relative clauses and control follow from the
clause analysis, so that a row states the active clause alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import LexiconError
from kg.extract.chunks import load_words
from kg.extract.clauses import Analysis, Verb, list_phrases
from kg.extract.tokens import load_wording
from kg.model import Mention

_ACTORS = frozenset({"Agency", "Official", "Person", "Jurisdiction", "Organisation"})
FILES = ("frames_court", "frames_law", "frames_government", "frames_crime", "frames_conduct", "frames_nouns")


@dataclass(frozen=True, slots=True)
class Frame:
    """One row. `slots` maps a place in the active clause to a role: "subject", "object", "second", "with:to"; "below"
    is the object of a gerund ("from enforcing the law"), "content" the subject of a that-clause.

    A row is triggered by `verbs` or by `nouns` ("the arrest of"), whose roles are all "with:…".
    `types` are the mention types a role takes, `words` the lemmas that fill it without a mention, `heads` the lemmas a
    filler must have, `spare` those it must not have; an `open` role takes any noun group that is no mention. `needs`
    are roles of which one of each group must be filled, `without` those that must be empty. `comp` and `spare_comp` are
    verbs that must and must not hang on it, `infinitive` asks for what somebody is to do ("asked the board to wait"),
    `gerund` for what is kept from ("barred them from voting"), `tail` for a word after the object ("kept them safe").
    A `negated` row says what "would not" does. `trigger` is the role whose noun names the event ("held elections").
    """

    name: str
    kind: str
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    slots: Mapping[str, str]
    types: Mapping[str, frozenset[str]]
    bench: frozenset[str]
    words: Mapping[str, frozenset[str]]
    heads: Mapping[str, frozenset[str]]
    spare: Mapping[str, frozenset[str]]
    open: frozenset[str]
    needs: tuple[frozenset[str], ...]
    without: frozenset[str]
    unless: frozenset[str]
    governor: frozenset[str]
    comp: frozenset[str]
    spare_comp: frozenset[str]
    trigger: str
    passive_only: bool
    clause: bool
    infinitive: bool
    gerund: bool
    negated: bool
    tail: frozenset[str]
    relations: tuple[tuple[str, ...], ...]
    bench_relations: tuple[tuple[str, ...], ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: a noun group, and the mention its head names (None where only the word is known)."""

    chunk: int
    mention: Mention | None


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that fits a verb, with the fillers of its roles."""

    frame: Frame
    verb: Verb
    roles: Mapping[str, tuple[Filler, ...]]


@cache
def load_frames() -> tuple[Frame, ...]:
    """Read every frame row, in the order of the files.

    Raises:
        LexiconError: A row lacks a key or names a set of types that frames_types.toml does not have.
    """
    sets: dict[str, list[str]] = load_wording("frames_types")["sets"]
    return tuple(_read_frame(row, file, sets) for file in FILES for row in load_wording(file)["frame"])


def _read_frame(row: dict[str, Any], file: str, sets: Mapping[str, list[str]]) -> Frame:
    name = str(row.get("name", "?"))
    for key in ("name", "kind", "needs", "examples", "counterexamples"):
        if key not in row:
            raise LexiconError(f"has no {key}.", file=file, row=name, hint=f"Add {key} = ….")
    types: dict[str, str] = row.get("types", {})
    for value in types.values():
        if value not in sets:
            raise LexiconError(
                f"names the set {value!r}.", file=file, row=name, hint="See [sets] in frames_types.toml."
            )
    slots: dict[str, str] = {
        str(place): row[place] for place in ("subject", "object", "second", "below", "content") if place in row
    }
    bench, open_sets = (frozenset(load_wording("frames_types")[table]["sets"]) for table in ("bench", "open"))
    slots |= {f"with:{preposition}": role for preposition, role in row.get("with", {}).items()}
    return Frame(
        name=f"{file}/{name}",
        kind=row["kind"],
        verbs=tuple(row.get("verbs", ())),
        nouns=tuple(row.get("nouns", ())),
        slots=slots,
        types={role: frozenset(sets[value]) for role, value in types.items()},
        bench=frozenset(role for role, value in types.items() if value in bench),
        words={role: frozenset(value) for role, value in row.get("words", {}).items()},
        heads={role: frozenset(value) for role, value in row.get("heads", {}).items()},
        spare={role: frozenset(value) for role, value in row.get("spare", {}).items()},
        open=frozenset(role for role, value in types.items() if value in open_sets),
        needs=tuple(frozenset(need.split("|")) for need in row["needs"]),
        without=frozenset(row.get("without", ())),
        unless=frozenset(row.get("unless", ())),
        governor=frozenset(row.get("governor", ())),
        comp=frozenset(row.get("comp", ())),
        spare_comp=frozenset(row.get("spare_comp", ())),
        trigger=str(row.get("trigger", "")),
        passive_only=bool(row.get("passive", False)),
        clause=bool(row.get("clause", False)),
        infinitive=bool(row.get("infinitive", False)),
        gerund=bool(row.get("gerund", False)),
        negated=bool(row.get("negated", False)),
        tail=frozenset(row.get("tail", ())),
        relations=tuple(tuple(text.split()) for text in row.get("relations", ())),
        bench_relations=tuple(tuple(text.split()) for text in row.get("bench_relations", ())),
        examples=tuple(row["examples"]),
        counterexamples=tuple(row["counterexamples"]),
    )


@cache
def _index_frames() -> dict[str, tuple[tuple[str, Frame], ...]]:
    """Frames by the first word of each of their verbs, with the particle that must follow ("" for none)."""
    index: dict[str, list[tuple[str, Frame]]] = {}
    for frame in load_frames():
        for verb in frame.verbs:
            lemma, _, particle = verb.partition(" ")
            index.setdefault(lemma, []).append((particle, frame))
    # A verb with its particle says more than the verb alone.
    return {lemma: tuple(sorted(rows, key=lambda row: not row[0])) for lemma, rows in index.items()}


@cache
def _index_nouns() -> dict[str, tuple[Frame, ...]]:
    index: dict[str, list[Frame]] = {}
    for frame in load_frames():
        for noun in frame.nouns:
            index.setdefault(noun, []).append(frame)
    return {noun: tuple(frames) for noun, frames in index.items()}


@cache
def _bench_words() -> frozenset[str]:
    return frozenset(load_wording("frames_types")["bench"]["words"])


class Bench:
    """Knows which entities of a document are judges or courts: by their mentions' words, or the post they hold."""

    def __init__(self, mentions: Sequence[Mention], posts: Mapping[str, str]) -> None:
        """Take the document's mentions, and for entities that hold a post the post's wording."""
        self._entities = {
            mention.entity
            for mention in mentions
            if not _bench_words().isdisjoint(mention.text.lower().replace("’s", "").split())
        }
        self._entities |= {
            entity for entity, post in posts.items() if not _bench_words().isdisjoint(post.lower().split())
        }

    def holds(self, mention: Mention) -> bool:
        """Say whether the mention names a judge or a court."""
        return mention.type == "Court" or (mention.type != "LegalInstrument" and mention.entity in self._entities)


def match_frames(analysis: Analysis, verb: Verb, bench: Bench) -> Match | None:
    """Return the first frame that fits the verb, or None."""
    for particle, frame in _list_rows(analysis, verb):
        if particle and not _has_particle(analysis, verb, particle):
            continue
        if (match := _fit_frame(analysis, verb, frame, bench)) is not None:
            return match
    return None


def match_nouns(analysis: Analysis, bench: Bench) -> Iterator[Match]:
    """Yield the frames that nouns of a sentence trigger: "the arrest of two men", in reading order.

    The match's verb stands for the noun: its chunk and phrases are the noun's, it has no subject.
    """
    index = _index_nouns()
    for number, chunk in enumerate(analysis.chunks):
        if chunk.kind != "NP" or chunk.lemma not in index:
            continue
        noun = Verb(chunk, number, phrases=list_phrases(analysis, number))
        for frame in index[chunk.lemma]:
            if (match := _fit_frame(analysis, noun, frame, bench)) is not None:
                yield match
                break


def _list_rows(analysis: Analysis, verb: Verb) -> tuple[tuple[str, Frame], ...]:
    """Return the rows of the verb's lemma; "fined" may be a form of "fine" though "fin" is a word too."""
    index, lower = _index_frames(), analysis.sentence.tokens[verb.chunk.head].lower
    for lemma in (verb.lemma, lower[:-1] if lower.endswith("ed") else "", lower[:-3] + "e"):
        if lemma in index:
            return index[lemma]
    return ()


def _has_particle(analysis: Analysis, verb: Verb, particle: str) -> bool:
    """Say whether the particle follows the verb at once, or its object ("turn him over")."""
    tokens = analysis.sentence.tokens
    places = [verb.chunk.end, *(analysis.chunks[k].end for k in verb.objects)]
    words = particle.split()
    return any([t.lower for t in tokens[p : p + len(words)]] == words for p in places)


def _fit_frame(analysis: Analysis, verb: Verb, frame: Frame, bench: Bench) -> Match | None:
    if frame.passive_only and not verb.passive:
        return None
    if frame.governor:
        above = verb.governor
        if above is None or verb.link not in {"inf", "ing"} or above.lemma not in frame.governor:
            return None
    below = [v for v in analysis.verbs if v.governor is verb]
    if frame.comp and not any(v.lemma in frame.comp for v in below):
        return None
    if any(v.lemma in frame.spare_comp for v in below):
        return None
    if frame.clause and not any(v.link == "comp" for v in below):
        return None
    if frame.infinitive and not any(v.link in {"inf", "comp"} for v in below):
        return None
    if frame.negated and not (verb.chunk.negated and verb.chunk.modal in {"would", "will"}):
        return None
    if frame.tail and not _has_tail(analysis, verb, frame.tail):
        return None
    if frame.gerund and not any(v.link == "ing" and v.preposition == "from" for v in below):
        return None
    if frame.unless:
        tail = [t.lower for t in analysis.sentence.tokens[verb.chunk.end : verb.chunk.end + 4]]
        if (tail and tail[0] in frame.unless) or not (frame.unless - {"for"}).isdisjoint(tail):
            return None
    roles: dict[str, list[Filler]] = {}
    for place, chunks in _list_places(analysis, verb):
        for role in _roles_of(frame, place):
            fillers = [f for k in chunks if (f := _fill(analysis, frame, role, k, bench)) is not None]
            if fillers:
                roles.setdefault(role, []).extend(f for f in fillers if f not in roles.get(role, ()))
                break
    filled = roles.keys() | ({"petitioner"} if _is_asked_for(analysis, verb) else set())
    if any(not (need & filled) for need in frame.needs) or frame.without & roles.keys():
        return None
    return Match(frame, verb, {role: tuple(fillers) for role, fillers in roles.items()})


def _has_tail(analysis: Analysis, verb: Verb, words: frozenset[str]) -> bool:
    """Say whether one of the words follows the verb's object at once."""
    ends = [verb.chunk.end, *(analysis.chunks[k].end for k in verb.objects)]
    return any(t.lower in words for end in ends for t in analysis.sentence.tokens[end : end + 1])


def _is_asked_for(analysis: Analysis, verb: Verb) -> bool:
    """Say whether a paper asks for what the verb says: "a motion to force the county to answer"."""
    if verb.via is None:
        return False
    name = analysis.names[verb.via]
    return name is not None and name.type == "LegalInstrument"


def _list_places(analysis: Analysis, verb: Verb) -> list[tuple[str, tuple[int, ...]]]:
    """Return the verb's arguments by their place in the active clause."""
    places: list[tuple[str, tuple[int, ...]]] = []
    if verb.passive:
        places += [("object", verb.subject), ("second", verb.second)]
        places += [("subject", nouns) for preposition, nouns in verb.phrases if preposition == "by"]
    elif verb.second:
        places += [("subject", verb.subject), ("object", verb.objects), ("second", verb.second)]
    else:
        places += [("subject", verb.subject), ("object", verb.objects)]
    places += [(f"with:{preposition}", nouns) for preposition, nouns in verb.phrases]
    for other in analysis.verbs:
        if other.governor is verb and other.link == "comp":
            places.append(("content", other.subject))
        elif other.governor is verb and other.link == "ing" and other.preposition == "from":
            places.append(("below", other.objects))
    return places


def _roles_of(frame: Frame, place: str) -> tuple[str, ...]:
    """Return the roles a place may fill, the likeliest first: "sent the city a letter" has the recipient as object."""
    role = frame.slots.get(place)
    if role is None:
        return (frame.slots["object"],) if place == "second" and "object" in frame.slots else ()
    if place in {"object", "second"}:
        others = [frame.slots[p] for p in ("second", "with:to", "with:on") if p in frame.slots]
        if place == "object":
            others.append(frame.slots.get("object", role))
        return tuple(dict.fromkeys((role, *others)))
    return (role,)


def _fill(analysis: Analysis, frame: Frame, role: str, chunk: int, bench: Bench) -> Filler | None:
    mention, lemma = analysis.names[chunk], analysis.chunks[chunk].lemma
    if mention is None and lemma in load_words("collectives"):
        inner = [k for preposition, nouns in list_phrases(analysis, chunk)[:1] if preposition == "of" for k in nouns]
        mention = analysis.names[inner[0]] if inner else None
    if lemma in frame.spare.get(role, ()) or (role in frame.heads and not _has_head(mention, lemma, frame.heads[role])):
        return None
    if mention is not None and mention.type in frame.types.get(role, frozenset()):
        if role in frame.bench and not bench.holds(mention) and not _says_judge(analysis, chunk):
            return None
        return Filler(chunk, mention)
    if lemma in frame.words.get(role, frozenset()):
        return Filler(chunk, mention)
    if mention is None and role in frame.open:
        return Filler(chunk, None)
    return Filler(chunk, None) if _is_pronoun(analysis, frame, role, chunk) else None


def _has_head(mention: Mention | None, lemma: str, heads: frozenset[str]) -> bool:
    """Say whether a noun group is of one of the kinds: by its head, or by a word of its name ("House Bill 12")."""
    if lemma in heads:
        return True
    return mention is not None and mention.level == "NAM" and not heads.isdisjoint(mention.text.lower().split())


def _is_pronoun(analysis: Analysis, frame: Frame, role: str, chunk: int) -> bool:
    """Say whether an unresolved pronoun may fill the role: an actor's, but no judge's."""
    word = analysis.sentence.tokens[analysis.chunks[chunk].head]
    if word.pos != "PRP" or role in frame.bench or role in frame.heads or role in {"theme", "topic"}:
        return False
    return not _ACTORS.isdisjoint(frame.types.get(role, frozenset()))


def _says_judge(analysis: Analysis, chunk: int) -> bool:
    group = analysis.chunks[chunk]
    return any(t.lower in _bench_words() for t in analysis.sentence.tokens[group.start : group.end])
