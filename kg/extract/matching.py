"""Fit frames to the verbs and nouns of a sentence: which row a verb takes, and who fills its roles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.chunks import load_words
from kg.extract.clauses import Analysis, Verb, list_phrases
from kg.extract.frames import Bench, Frame, index_frames, index_nouns, list_bench_words
from kg.model import Level, Mention

_PEOPLE = frozenset({"Official", "Person", "Role"})
_ACTORS = frozenset({"Agency", "Official", "Person", "Jurisdiction", "Organisation"})


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


def match_frames(analysis: Analysis, verb: Verb, bench: Bench) -> Match | None:
    """Return the first frame that fits the verb, or None."""
    rows = _list_rows(analysis, verb)
    if not rows:
        return None
    setting = _Setting(analysis, verb, bench)
    for particle, frame in rows:
        if particle and not _has_particle(analysis, verb, particle):
            continue
        if (match := _fit_frame(setting, frame)) is not None:
            return match
    return None


def match_nouns(analysis: Analysis, bench: Bench) -> Iterator[Match]:
    """Yield the frames that nouns of a sentence trigger: "the arrest of two men", in reading order.

    The match's verb stands for the noun: its chunk and phrases are the noun's, it has no subject.
    """
    index = index_nouns()
    for number, chunk in enumerate(analysis.chunks):
        if chunk.kind != "NP" or chunk.lemma not in index:
            continue
        noun = _Setting(analysis, Verb(chunk, number, phrases=list_phrases(analysis, number)), bench)
        for frame in index[chunk.lemma]:
            if (match := _fit_frame(noun, frame)) is not None:
                yield match
                break


def _list_rows(analysis: Analysis, verb: Verb) -> tuple[tuple[str, Frame], ...]:
    """Return the rows of the verb's lemma; "fined" may be a form of "fine" though "fin" is a word too."""
    index, lower = index_frames(), analysis.sentence.tokens[verb.chunk.head].lower
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


@dataclass(slots=True)
class _Setting:
    """What all rows of one verb look at, gathered once: the verbs below it and its arguments by place."""

    analysis: Analysis
    verb: Verb
    bench: Bench
    below: list[Verb] = field(default_factory=list)
    places: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        number = self.verb.index if self.verb.chunk.kind == "NP" else -1
        self.below = [v for v in self.analysis.verbs if v.governor is self.verb or v.via == number]
        self.places = _list_places(self.verb, self.below)


def _fit_frame(setting: _Setting, frame: Frame) -> Match | None:
    analysis, verb = setting.analysis, setting.verb
    if not _has_form(setting, frame):
        return None
    roles: dict[str, list[Filler]] = {}
    for place, chunks in setting.places:
        for role in _roles_of(frame, place):
            fillers = [f for k in chunks if (f := _fill(analysis, frame, role, k, setting.bench)) is not None]
            if fillers:
                roles.setdefault(role, []).extend(f for f in fillers if f not in roles.get(role, ()))
                break
    if (role := frame.slots.get("'s", "")) and role not in roles:
        owner = _find_owner(analysis, verb.index, frame.types.get(role, frozenset()))
        if owner is not None:
            roles[role] = [Filler(verb.index, owner)]
        elif frame.types.get(role, _ACTORS) <= _PEOPLE and _starts_with_owner(analysis, verb.index):
            roles[role] = [Filler(verb.index, None)]
    filled = roles.keys() | ({"petitioner"} if _is_asked_for(analysis, verb) else set())
    if any(not (need & filled) for need in frame.needs) or frame.without & roles.keys():
        return None
    return Match(frame, verb, {role: tuple(fillers) for role, fillers in roles.items()})


def _has_form(setting: _Setting, frame: Frame) -> bool:
    """Say whether voice, negation, governor and what hangs on the verb are those that the row asks for."""
    verb, below = setting.verb, setting.below
    if frame.passive_only and not verb.passive:
        return False
    if frame.governor:
        above = verb.governor
        if above is None or verb.link not in {"inf", "ing", "res"} or above.lemma not in frame.governor:
            return False
    if frame.comp and not any(v.lemma in frame.comp for v in below):
        return False
    if frame.spare_comp and any(v.lemma in frame.spare_comp for v in below):
        return False
    if frame.clause and not any(v.link == "comp" for v in below):
        return False
    if frame.infinitive and not any(v.link in frame.infinitive for v in below):
        return False
    if (frame.negated or frame.denied) and not _is_denied(setting):
        return False
    if frame.modals and (verb.chunk.modal or _name_form(setting)) not in frame.modals:
        return False
    if frame.gerund and not any(v.link == "ing" and v.preposition == "from" for v in below):
        return False
    if frame.tail and not _has_tail(setting.analysis, verb, frame.tail):
        return False
    if frame.singular and setting.analysis.sentence.tokens[verb.chunk.head].pos in {"NNS", "NNPS"}:
        return False
    if frame.under and not any(v.lemma in frame.under and verb.index in v.objects for v in setting.analysis.verbs):
        return False
    if frame.behind and not _is_behind(setting.analysis, verb.index, frame.behind):
        return False
    if frame.definite and not _is_definite(setting.analysis, verb.index):
        return False
    if frame.unless:
        tail = [t.lower for t in setting.analysis.sentence.tokens[verb.chunk.end : verb.chunk.end + 4]]
        if (tail and tail[0] in frame.unless) or not (frame.unless - {"for"}).isdisjoint(tail):
            return False
    return True


def _name_form(setting: _Setting) -> str:
    """Return "ing" for a progressive ("is not saying"), a finite verb's tense, or the verb group's form."""
    head = setting.analysis.sentence.tokens[setting.verb.chunk.head]
    chunk = setting.verb.chunk
    return "ing" if head.pos == "VBG" else chunk.tense if chunk.form == "fin" else chunk.form


def _is_denied(setting: _Setting) -> bool:
    """Say whether the act is negated, by its own verb group, its subject or a governor ("failed to answer")."""
    chunks, verb = setting.analysis.chunks, setting.verb
    if (
        verb.chunk.negated
        or verb.chunk.modal == "yet to"
        or any(chunks[k].negated for k in (*verb.subject, *verb.objects))
    ):
        return True
    return verb.link == "inf" and verb.governor is not None and verb.governor.lemma in {"fail", "decline", "refuse"}


def _is_behind(analysis: Analysis, index: int, prepositions: frozenset[str]) -> bool:
    """Say whether one of the prepositions stands right before the noun group."""
    before = analysis.chunks[index - 1] if index else None
    return before is not None and before.kind == "P" and before.lemma in prepositions


def _is_definite(analysis: Analysis, index: int) -> bool:
    """Say whether a noun group is a certain one: with a definite article and more, an owner, or a day before it."""
    chunk = analysis.chunks[index]
    tokens = analysis.sentence.tokens[chunk.start : chunk.head]
    return len(tokens) > 1 and (
        tokens[0].lower in {"the", "this", "that"} or any(t.pos in {"PRP$", "POS"} or t.lower == "'s" for t in tokens)
    )


def _starts_with_owner(analysis: Analysis, index: int) -> bool:
    return analysis.sentence.tokens[analysis.chunks[index].start].lower in {"his", "her", "their", "my", "our"}


def _find_owner(analysis: Analysis, index: int, types: frozenset[str]) -> Mention | None:
    """Return the mention that owns or qualifies the noun: "[his] arrest", "the [police] investigation"."""
    chunk, tokens = analysis.chunks[index], analysis.sentence.tokens
    start, end = tokens[chunk.start].span.start, tokens[chunk.head].span.start
    inside = [m for m in analysis.mentions if start <= m.span.start and m.span.end <= end and m.type in types]
    if not inside:
        return None
    owner = max(inside, key=lambda m: (m.span.end, m.span.end - m.span.start))
    between = [t for t in tokens[chunk.start : chunk.head] if t.span.start >= owner.span.end]
    owned = owner.level is Level.PRONOUN or (between and (between[0].pos == "POS" or between[0].lower in {"'s", "'"}))
    return owner if owned or not between else None


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


def _list_places(verb: Verb, below: Sequence[Verb]) -> list[tuple[str, tuple[int, ...]]]:
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
    for other in below:
        if other.link == "comp":
            places.append(("content", other.subject))
        elif other.link == "ing" and other.preposition == "from":
            places.append(("below", other.objects))
    return places


def _roles_of(frame: Frame, place: str) -> tuple[str, ...]:
    """Return the roles a place may fill, the likeliest first: "sent the city a letter" has the recipient as object."""
    role = frame.slots.get(place)
    if role is None:
        return (frame.slots["object"],) if place == "second" and "object" in frame.slots else ()
    if place in {"object", "second"}:
        others = [frame.slots[p] for p in ("second", "with:to", "with:on") if p in frame.slots]
        others.append(frame.slots.get("object", role))
        return tuple(dict.fromkeys((role, *others)))
    return (role,)


def _fill(analysis: Analysis, frame: Frame, role: str, chunk: int, bench: Bench) -> Filler | None:
    mention, lemma = analysis.names[chunk], analysis.chunks[chunk].lemma
    if "$" in lemma or lemma[0] in "€£":
        lemma = "$"
    if mention is None and lemma in load_words("collectives"):
        inner = [k for preposition, nouns in list_phrases(analysis, chunk)[:1] if preposition == "of" for k in nouns]
        mention = analysis.names[inner[0]] if inner else None
    if lemma in frame.spare.get(role, ()) or (role in frame.heads and not _has_head(mention, lemma, frame.heads[role])):
        return None
    fits = mention is not None and mention.type in frame.types.get(role, frozenset())
    if (
        mention is not None
        and fits
        and (role not in frame.bench or bench.holds(mention) or _says_judge(analysis, chunk))
    ):
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
    if word.pos != "PRP" or role in frame.bench or role in frame.heads:
        return False
    if role in {"theme", "topic"} and not (frame.types.get(role, _PEOPLE) <= _PEOPLE and word.lower != "it"):
        return False
    return not _ACTORS.isdisjoint(frame.types.get(role, frozenset()))


def _says_judge(analysis: Analysis, chunk: int) -> bool:
    group = analysis.chunks[chunk]
    return any(t.lower in list_bench_words() for t in analysis.sentence.tokens[group.start : group.end])
