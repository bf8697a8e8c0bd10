"""Find the verbs of a sentence with their subjects, objects, prepositional phrases and governors.

A light clause analysis over chunks: no tree, a few passes to the left and right of each verb group. It covers active,
passive, relative and participial clauses, coordination, and control ("asked a judge to order the city to pay": the
judge orders, the city pays).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract.chunks import Chunk, chunk_sentence
from kg.extract.sentences import Sentence
from kg.model import Mention, MentionType

PEOPLE = frozenset({MentionType.OFFICIAL, MentionType.PERSON})
CLOSED = PEOPLE | {MentionType.CRIME, MentionType.INSTRUMENT, MentionType.NEWS_ORGANISATION}
MAX_PHRASES = 12


@dataclass(slots=True, eq=False)
class Verb:
    """A verb group in its clause. Numbers are chunk positions.

    `subject` and `objects` are the logical ones only for `passive` False; with `passive` True the surface subject is
    the one acted upon. `second` is the second object ("sent the city *a letter*"). `phrases` are pairs of a
    preposition and its noun groups. `governor` is the verb it depends on, `via` the noun between ("a *motion* to
    compel"), and `link` says how: inf, ing, comp (a finite complement), cond (under "if"), part (after a noun), coord.
    """

    chunk: Chunk
    index: int
    subject: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()
    second: tuple[int, ...] = ()
    phrases: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    governor: "Verb | None" = None
    via: int | None = None
    link: str = ""
    passive: bool = False
    conditional: bool = False
    particle: str = ""
    preposition: str = ""

    @property
    def lemma(self) -> str:
        """The main verb's lemma."""
        return self.chunk.lemma


@dataclass(slots=True)
class Analysis:
    """A sentence's chunks, its verbs in order, and for each chunk the mention its head names, if any."""

    sentence: Sentence
    chunks: list[Chunk]
    verbs: list[Verb]
    names: list[Mention | None]

    def list_phrases(self, index: int) -> list[tuple[str, tuple[int, ...]]]:
        """Return the prepositional phrases that follow a noun group directly, each with its noun groups."""
        found, i, n = [], index + 1, len(self.chunks)
        while i + 1 < n and len(found) < MAX_PHRASES:
            if self.chunks[i].kind in {"Q", "T"}:
                i += 1
                continue
            if self.chunks[i].kind != "P":
                break
            nouns, after = _read_nouns(self.chunks, i + 1)
            if not nouns:
                break
            found.append((self.chunks[i].lemma, nouns))
            i = after
        return found


def analyse_clauses(sentence: Sentence, mentions: Sequence[Mention]) -> Analysis:
    """Cut a sentence into chunks and find its clauses.

    Args:
        sentence: A sentence with its tokens.
        mentions: The mentions that lie in it, in any order; nested ones too.
    """
    frozen, outer = _freeze(sentence, mentions)
    times = frozenset(i for i, m in enumerate(outer) if m.type is MentionType.DATE)
    closed = frozenset(
        i
        for i, m in enumerate(outer)
        if m.type in CLOSED
        and not (m.type in PEOPLE and i + 1 < len(outer) and outer[i + 1].type is MentionType.ROLE)
    )
    chunks = chunk_sentence(sentence.tokens, frozen, times, closed)
    names = [_find_name(sentence, chunk, mentions, frozen, outer) for chunk in chunks]
    analysis = Analysis(sentence, chunks, [], names)
    _mend_participles(chunks, names)
    by_chunk: dict[int, Verb] = {}
    for i, chunk in enumerate(chunks):
        if chunk.kind == "VG":
            verb = Verb(chunk, i, passive=chunk.passive)
            by_chunk[i] = verb
            analysis.verbs.append(verb)
    for verb in analysis.verbs:
        if verb.chunk.form == "fin":
            _find_subject(analysis, verb, by_chunk)
    taken = {i for verb in analysis.verbs for i in verb.subject if verb.chunk.form == "fin" and verb.link != "rel"}
    for verb in analysis.verbs:
        _find_objects(analysis, verb, taken)
        _find_phrases(analysis, verb, taken)
    for position, verb in enumerate(analysis.verbs):
        _find_governor(analysis, verb, position)
    return analysis


def _freeze(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[list[int], list[Mention]]:
    """Number the outermost mentions and mark each token with the number of the one it lies in, or -1."""
    outer: list[Mention] = []
    frozen = [-1] * len(sentence.tokens)
    starts = {token.span.start: i for i, token in enumerate(sentence.tokens)}
    for mention in sorted(mentions, key=lambda m: (m.span.start, -m.span.end)):
        if "PRO" == mention.level or (outer and outer[-1].span.overlaps(mention.span)):
            continue
        i = starts.get(mention.span.start)
        if i is None:
            continue
        outer.append(mention)
        while i < len(frozen) and sentence.tokens[i].span.start < mention.span.end:
            frozen[i] = len(outer) - 1
            i += 1
    return frozen, outer


def _find_name(
    sentence: Sentence, chunk: Chunk, mentions: Sequence[Mention], frozen: Sequence[int], outer: Sequence[Mention]
) -> Mention | None:
    if chunk.kind not in {"NP", "T"}:
        return None
    tokens = sentence.tokens
    if frozen[chunk.head] >= 0:
        name = outer[frozen[chunk.head]]
        if name.type is MentionType.ROLE:
            inside = [
                outer[frozen[i]]
                for i in range(chunk.start, chunk.end)
                if frozen[i] >= 0 and outer[frozen[i]].type in PEOPLE
            ]
            return inside[-1] if inside else name
        return name
    head = tokens[chunk.head].span
    held = [m for m in mentions if m.span.end == head.end and m.span.start >= tokens[chunk.start].span.start]
    return max(held, key=lambda m: m.span.end - m.span.start, default=None)


def _read_nouns(chunks: Sequence[Chunk], i: int) -> tuple[tuple[int, ...], int]:
    """Read "A", "A and B", "A, B and C" from position `i`; returns the noun groups and the position after them."""
    n = len(chunks)
    while i < n and chunks[i].kind in {"Q", "A"}:
        i += 1
    if i >= n or chunks[i].kind != "NP":
        return (), i
    found = [i]
    i += 1
    while i < n:
        j = i
        if chunks[j].kind == "C" and j + 1 < n and chunks[j + 1].kind == "NP" and _list_ends_with_and(chunks, j + 2):
            found.append(j + 1)
            i = j + 2
            continue
        if chunks[j].kind == "C" and j + 1 < n and chunks[j + 1].kind == "CC":
            j += 1
        if chunks[j].kind == "CC" and chunks[j].lemma in {"and", "or", "&"}:
            k = j + 1
            while k < n and chunks[k].kind in {"Q", "A"}:
                k += 1
            if k < n and chunks[k].kind == "NP" and not _is_subject_ahead(chunks, k):
                found.append(k)
                i = k + 1
                continue
        break
    return tuple(found), i


def _list_ends_with_and(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether a list of noun groups goes on from `i` to an "and": "…, B and C"."""
    n = len(chunks)
    while i < n:
        if chunks[i].kind == "CC":
            return i + 1 < n and chunks[i + 1].kind == "NP"
        if chunks[i].kind == "C" and i + 1 < n and chunks[i + 1].kind in {"NP", "CC"}:
            i += 1 if chunks[i + 1].kind == "CC" else 2
            continue
        return False
    return False


def _is_subject_ahead(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether the noun group at `i` is followed by a finite verb of its own, its prepositional phrases skipped."""
    j = i + 1
    while j < len(chunks) and chunks[j].kind in {"P", "NP", "A", "T"}:
        j += 1
    return j < len(chunks) and chunks[j].kind == "VG" and chunks[j].form == "fin"


def _mend_participles(chunks: list[Chunk], names: Sequence[Mention | None]) -> None:
    """Tell a bare "filed" that is the clause's verb from one that describes the noun before it, whatever the tagger said."""
    for i, chunk in enumerate(chunks):
        if chunk.kind != "VG" or chunk.end - chunk.start != 1 or chunk.form not in {"fin", "part"}:
            continue
        if chunk.form == "fin" and chunk.tense != "past":
            continue
        before = chunks[i - 1] if i else None
        after = chunks[i + 1] if i + 1 < len(chunks) else None
        has_object = after is not None and after.kind in {"NP", "COMP"}
        if chunk.form == "part":
            ahead = _next_finite(chunks, i)
            behind = _has_open_subject(chunks, i)
            if before and before.kind in {"NP", "T", "REL", "A"} and behind and (has_object or not ahead) and not (
                after and after.kind == "P" and after.lemma == "by"
            ):
                chunk.form, chunk.passive = "fin", False
        elif before and before.kind in {"NP", "T"}:
            by_agent = after is not None and after.kind == "P" and after.lemma == "by"
            if (by_agent and not _has_object_before(chunks, i)) or (not has_object and _next_finite(chunks, i)):
                chunk.form, chunk.passive = "part", True
            elif not _has_open_subject(chunks, i):
                chunk.form, chunk.passive = "part", True


def _has_object_before(chunks: Sequence[Chunk], i: int) -> bool:
    return False


def _next_finite(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether a finite verb follows before the clause ends, with no new subject or conjunction between."""
    for j in range(i + 1, len(chunks)):
        kind = chunks[j].kind
        if kind in {"COMP", "REL", "CC", "D"}:
            return False
        if kind == "C":
            return False
        if kind == "VG" and chunks[j].form == "fin":
            # A subject of its own directly before it means another clause.
            return chunks[j - 1].kind != "NP" or (j - 2 > i and chunks[j - 2].kind == "P")
    return False


def _has_open_subject(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether a noun group waits for its verb left of `i`: none finite since the clause began."""
    seen = False
    for j in range(i - 1, -1, -1):
        chunk = chunks[j]
        if chunk.kind == "NP":
            seen = True
        elif chunk.kind in {"COMP", "D"}:
            return seen
        elif chunk.kind == "REL":
            return True
        elif chunk.kind == "VG" and chunk.form == "fin":
            # "X sued and won": the subject is shared.
            return any(c.kind == "CC" for c in chunks[j + 1 : i]) and not seen
        elif chunk.kind == "C" and seen and j + 1 < i:
            before = [c for c in chunks[:j] if c.kind == "VG" and c.form == "fin"]
            if before:
                return False if not any(c.kind in {"CC"} for c in chunks[j : j + 2]) else True
    return seen


def _go_left_over_phrases(chunks: Sequence[Chunk], i: int) -> int:
    """From a noun group inside prepositional phrases go to the noun they hang on ("officials in [Denver]": officials)."""
    while True:
        j = i - 1
        while j >= 0 and chunks[j].kind in {"Q", "A"}:
            j -= 1
        if j >= 1 and chunks[j].kind == "P":
            k = j - 1
            while k >= 0 and chunks[k].kind in {"Q", "T", "A"}:
                k -= 1
            if k >= 0 and chunks[k].kind == "NP":
                i = k
                continue
            if k >= 0 and chunks[k].kind == "VG" and chunks[k].form in {"part", "ing"} and k >= 1 and chunks[k - 1].kind == "NP":
                i = k - 1
                continue
            return -1 if k >= 0 and chunks[k].kind == "VG" else i
        if j >= 1 and chunks[j].kind == "VG" and chunks[j].form in {"part", "ing", "inf"} and chunks[j - 1].kind == "NP":
            i = j - 1  # "a man accused of murder was", "a law requiring employers was"
            continue
        return i


def _gather_coordinated(chunks: Sequence[Chunk], i: int) -> tuple[int, ...]:
    """Return the noun groups joined with the one at `i` by commas and "and", left of it, itself last."""
    found = [i]
    j = i - 1
    if j >= 1 and chunks[j].kind == "CC" and chunks[j].lemma in {"and", "or"}:
        k = j - 1
        if k >= 0 and chunks[k].kind == "C":
            k -= 1
        while k >= 0 and chunks[k].kind == "NP":
            top = _go_left_over_phrases(chunks, k)
            if top < 0 or (top >= 1 and chunks[top - 1].kind == "VG"):
                return (i,) if len(found) == 1 else tuple(sorted(found))
            found.append(top)
            if top >= 2 and chunks[top - 1].kind == "C" and chunks[top - 2].kind == "NP":
                k = top - 2
            else:
                break
    return tuple(sorted(found))


def _find_subject(analysis: Analysis, verb: Verb, by_chunk: dict[int, Verb]) -> None:
    chunks, names = analysis.chunks, analysis.names
    j = verb.index - 1
    while j >= 0 and chunks[j].kind in {"A", "T", "Q", "X"}:
        j -= 1
    if j < 0:
        return
    if chunks[j].kind == "COMP" and chunks[j].lemma == "that" and j >= 1 and chunks[j - 1].kind in {"NP", "C"}:
        chunks[j].kind = "REL"
    if chunks[j].kind == "COMP" and chunks[j].lemma in {"as", "than", "if", "when", "while", "where"}:
        return
    if chunks[j].kind == "REL":
        verb.subject, verb.link = _find_antecedent(analysis, j), "rel"
        return
    if chunks[j].kind == "CC" or (chunks[j].kind == "C" and _shares_subject(chunks, j)):
        for k in range(j - 1, -1, -1):
            other = by_chunk.get(k)
            if other is not None and other.chunk.form == "fin" and other.subject:
                verb.subject, verb.link, verb.governor = other.subject, "coord", other
                return
        return
    closing = chunks[j].kind in {"C", "D"}
    if closing:
        j = _skip_parenthesis(chunks, j)
        if j < 0:
            return
    while j >= 0 and chunks[j].kind in {"Q", "T", "A"}:
        j -= 1
    if j < 0:
        return
    if chunks[j].kind == "VG" and chunks[j].form in {"part", "ing", "inf"}:
        k = j - 1
        while k >= 0 and chunks[k].kind != "NP":
            k -= 1
        j = k
    if j < 0 or chunks[j].kind != "NP":
        return
    top = _go_left_over_phrases(chunks, j)
    if top < 0:
        top = j
    # "X, head of Y, said" is dealt with above; "prosecutors in Brooklyn" ends here.
    verb.subject = _gather_coordinated(chunks, top)
    if names[top] is None and chunks[top].kind == "NP" and analysis.sentence.tokens[chunks[top].head].lower in RELATIVE_LIKE:
        verb.subject = ()


RELATIVE_LIKE = frozenset({"what", "whoever", "there"})


def _shares_subject(chunks: Sequence[Chunk], comma: int) -> bool:
    """Say whether a comma right before a verb stands in a list of verbs: "sued, lost, and appealed"."""
    return comma >= 1 and chunks[comma - 1].kind == "CC"


def _find_antecedent(analysis: Analysis, rel: int) -> tuple[int, ...]:
    """Return the noun group a relative pronoun stands for: the nearest, for "who" the nearest person."""
    chunks, names = analysis.chunks, analysis.names
    j = rel - 1
    if chunks[rel].lemma == "whose" or (j >= 0 and chunks[j].kind == "P" and chunks[rel].lemma != "who"):
        return ()
    if j >= 0 and chunks[j].kind == "CC":  # "who was released and who is accused"
        for k in range(j - 1, -1, -1):
            if chunks[k].kind == "REL":
                return _find_antecedent(analysis, k)
            if chunks[k].kind in {"COMP", "D"}:
                break
    first = None
    for k in range(j, max(-1, j - 12), -1):
        if chunks[k].kind == "NP":
            if chunks[rel].lemma not in {"who", "whom"}:
                return (k,)
            first = k if first is None else first
            name = names[k]
            if name is not None and name.type in PEOPLE | {MentionType.ROLE}:
                return (k,)
        elif chunks[k].kind == "VG" and chunks[k].form == "fin":
            break
    return (first,) if first is not None else ()


def _skip_parenthesis(chunks: Sequence[Chunk], closing: int) -> int:
    """Return the position before the comma or dash that opens what `closing` closes; that of `closing` - 1 where none does."""
    kind = chunks[closing].kind
    for j in range(closing - 1, 0, -1):
        if chunks[j].kind == kind:
            inner = chunks[j + 1 : closing]
            finite = [c for c in inner if c.kind == "VG" and c.form == "fin"]
            opened = bool(inner) and inner[0].kind in {"REL", "NP", "VG", "P", "COMP", "CC", "T", "X", "A"}
            if opened and (not finite or inner[0].kind in {"REL", "COMP"} or any(c.kind == "REL" for c in inner)):
                before = chunks[j - 1].kind
                if before in {"NP", "T", "Q"}:
                    # "X, 21, of Queens, said": go on over chained parentheses.
                    further = _skip_chain(chunks, j)
                    return further
            break
    return closing - 1


def _skip_chain(chunks: Sequence[Chunk], comma: int) -> int:
    """From an opening comma go left over further short comma-bound pieces that describe the same noun."""
    j = comma - 1
    if j >= 1 and chunks[j].kind == "NP" and chunks[j - 1].kind == "C" and j - 2 >= 0 and chunks[j - 2].kind == "NP":
        if not any(c.kind == "VG" for c in chunks[j - 1 : comma]):
            return j - 2
    return j


def _find_objects(analysis: Analysis, verb: Verb, taken: set[int]) -> None:
    chunks = analysis.chunks
    n, i = len(chunks), verb.index + 1
    while i < n and chunks[i].kind in {"A", "Q", "T"}:
        if chunks[i].kind == "A" and not verb.particle:
            verb.particle = chunks[i].lemma
        if chunks[i].kind == "T":
            verb.times.append(i)
        i += 1
    if verb.passive:
        # "was ordered", "was sent a letter": a noun group after a passive is the second object.
        nouns, _ = _read_nouns(chunks, i)
        if nouns and nouns[0] not in taken:
            verb.second = nouns
        return
    if verb.link == "rel" or True:
        nouns, after = _read_nouns(chunks, i)
        if nouns and nouns[0] not in taken:
            verb.objects = tuple(k for k in nouns if k not in taken)
            while after < n and chunks[after].kind == "Q":
                after += 1
            second, _ = _read_nouns(chunks, after)
            if second and second[0] not in taken and after < n and chunks[after].kind == "NP":
                verb.second = second
            return
    # "the subpoena that the agency issued", "the rule the agency proposed"
    if verb.chunk.form == "fin" and verb.subject and verb.link != "rel":
        j = min(verb.subject) - 1
        if j >= 0 and chunks[j].kind in {"REL", "COMP"} and (chunks[j].kind == "REL" or chunks[j].lemma == "that"):
            verb.objects = _find_antecedent(analysis, j) if j >= 1 and chunks[j - 1].kind in {"NP", "C", "T"} else ()
        elif j >= 0 and chunks[j].kind == "NP" and chunks[j].end == chunks[min(verb.subject)].start:
            verb.objects = (j,)


def _find_phrases(analysis: Analysis, verb: Verb, taken: set[int]) -> None:
    """Collect the prepositional phrases and times from the verb to the end of its clause, and those that open the clause."""
    chunks = analysis.chunks
    n, i = len(chunks), verb.index + 1
    while i < n and len(verb.phrases) < MAX_PHRASES:
        chunk = chunks[i]
        if chunk.kind in {"VG", "COMP", "REL", "D"}:
            break
        if chunk.kind == "NP" and i in taken:
            break
        if chunk.kind == "CC" and i + 1 < n and chunks[i + 1].kind not in {"NP", "P"}:
            break
        if chunk.kind == "T" and i not in verb.times:
            verb.times.append(i)
        if chunk.kind == "P":
            nouns, after = _read_nouns(chunks, i + 1)
            nouns = tuple(k for k in nouns if k not in taken)
            if nouns:
                verb.phrases.append((chunk.lemma, nouns))
                i = after
                continue
            if i + 1 < n and chunks[i + 1].kind == "T":
                verb.times.append(i + 1)
                i += 2
                continue
        i += 1
    if verb.subject and verb.chunk.form == "fin":
        first = min(verb.subject)
        for j in range(first + 1, verb.index):
            if chunks[j].kind == "T" and not any(c.kind == "VG" for c in chunks[first : verb.index]):
                verb.times.append(j)
        _collect_opening(analysis, verb, first)


def _collect_opening(analysis: Analysis, verb: Verb, first: int) -> None:
    """Add phrases that stand before the subject: "In one of the subpoenas, ICE asked", "On Monday the court ruled"."""
    chunks = analysis.chunks
    j = first - 1
    if j >= 0 and chunks[j].kind == "C":
        j -= 1
    start = j
    while start >= 0 and chunks[start].kind in {"NP", "P", "T", "Q", "A"}:
        start -= 1
    for k in range(start + 1, j + 1):
        if chunks[k].kind == "T":
            verb.times.append(k)
        elif chunks[k].kind == "P" and k + 1 <= j and chunks[k + 1].kind == "NP" and (start < 0 or chunks[start].kind in {"CC", "COMP", "D"}):
            verb.phrases.append((f"^{chunks[k].lemma}", (k + 1,)))


OBJECT_CONTROL = frozenset(
    "ask order force require urge allow compel direct tell request permit want expect authorize authorise enable instruct "
    "press pressure encourage persuade warn advise beg call cause command forbid get help implore invite lead let make "
    "mandate need oblige pay petition push remind sue tap trust use hire appoint name select nominate sentence beseech "
    "challenge charge condemn convince entitle empower demand find like prefer prompt ban bar see have hear watch "
    "accuse".split()
)


def _find_governor(analysis: Analysis, verb: Verb, position: int) -> None:
    """Join infinitives, participles and complement clauses to the verb or noun they hang on, and fill their subject."""
    chunks, previous = analysis.chunks, analysis.verbs[position - 1] if position else None
    form, j = verb.chunk.form, verb.index - 1
    while j >= 0 and chunks[j].kind in {"A", "Q", "X"}:
        j -= 1
    before = chunks[j] if j >= 0 else None
    if form == "fin":
        _find_complement_governor(analysis, verb, position)
        return
    if form == "part":
        if before is not None and before.kind in {"NP", "T"}:
            k = j if before.kind == "NP" else j - 1
            if k >= 0 and chunks[k].kind == "NP":
                verb.subject, verb.link = (k,), "part"
                name = analysis.names[k]
                top = _go_left_over_phrases(chunks, k)
                if name is not None and name.type in {MentionType.PLACE} and top >= 0:
                    verb.subject = (top,)
        elif before is not None and before.kind == "CC" and previous is not None:
            verb.subject, verb.governor, verb.link = previous.subject, previous, "coord"
            verb.passive = previous.passive or verb.passive
        elif before is not None and before.kind == "C" and j >= 1 and chunks[j - 1].kind == "NP":
            verb.subject, verb.link = (j - 1,), "part"
        return
    if before is None:
        return
    if before.kind == "CC" and previous is not None:
        peer = next((v for v in reversed(analysis.verbs[:position]) if v.chunk.form == form or form == "bare"), None)
        if peer is not None:
            verb.governor, verb.link, verb.subject = peer, "coord", peer.subject
            verb.via = peer.via
        return
    if previous is None:
        return
    if form == "ing":
        if before.kind == "P":
            _govern(analysis, verb, previous, "ing", before.lemma)
        elif before.kind == "NP":
            name = analysis.names[j]
            top = j
            if (name is None or name.type is MentionType.PLACE) and _go_left_over_phrases(chunks, j) >= 0:
                top = _go_left_over_phrases(chunks, j)
            if top in previous.objects and previous.lemma in {"accuse", "stop", "keep", "leave", "see", "find"}:
                _govern(analysis, verb, previous, "ing", "")
            else:
                verb.subject, verb.link, verb.via = (top,), "part", None
        else:
            main = _find_main(analysis, position) or previous
            link = "ing" if before.kind == "VG" else "adv"
            verb.governor, verb.link = (previous, "ing") if before.kind == "VG" else (main, link)
            verb.subject = verb.governor.subject
            if verb.governor.passive and link == "adv":
                verb.subject = ()
        return
    if form in {"inf", "bare"}:
        _govern(analysis, verb, previous, "inf", "")


def _find_main(analysis: Analysis, position: int) -> Verb | None:
    """Return the nearest finite verb to the left that is no relative clause's, else the nearest to the right."""
    for verb in reversed(analysis.verbs[:position]):
        if verb.chunk.form == "fin" and verb.link != "rel":
            return verb
    return next((v for v in analysis.verbs[position + 1 :] if v.chunk.form == "fin"), None)


def _govern(analysis: Analysis, verb: Verb, governor: Verb, link: str, preposition: str) -> None:
    """Hang `verb` on `governor`; its subject is the governor's object under object control, else the governor's subject."""
    chunks = analysis.chunks
    verb.governor, verb.link, verb.preposition = governor, link, preposition
    between = [k for k in range(governor.index + 1, verb.index) if chunks[k].kind == "NP"]
    if governor.passive:
        verb.subject = governor.subject
    elif governor.objects and governor.lemma in OBJECT_CONTROL and preposition not in {"by", "after", "before", "for"}:
        verb.subject = (governor.second or governor.objects) if governor.lemma in {"have"} else governor.objects
    elif governor.phrases and governor.lemma in {"call", "appeal", "push", "plead", "wait"} and link == "inf":
        nouns = [p for prep, p in governor.phrases if prep in {"on", "upon", "for", "to", "with"}]
        verb.subject = nouns[0] if nouns else governor.subject
    else:
        verb.subject = governor.subject
    if between:
        nearest = between[-1]
        top = _go_left_over_phrases(chunks, nearest)
        for k in dict.fromkeys((nearest, top)):
            if k >= 0 and is_content_noun(analysis, k):
                verb.via = k
                break
    if verb.via is not None and link == "inf":
        _hang_on_noun(analysis, verb, governor)


def _hang_on_noun(analysis: Analysis, verb: Verb, governor: Verb) -> None:
    """ "A motion to compel": the court compels, not who files; "summonses by the agency to seek": the summonses seek."""
    assert verb.via is not None
    if verb.via not in governor.objects and verb.via not in governor.subject:
        verb.subject, verb.link = (verb.via,), "noun"
    elif analysis.chunks[verb.via].lemma in ASKING_NOUNS:
        verb.subject = ()


ASKING_NOUNS = frozenset("request motion petition lawsuit suit demand call application complaint appeal brief".split())


def is_content_noun(analysis: Analysis, index: int) -> bool:
    """Say whether the noun group can hold an infinitive: an instrument, or a noun such as "effort", "plan", "decision"."""
    name, chunk = analysis.names[index], analysis.chunks[index]
    if name is not None and name.type is MentionType.INSTRUMENT:
        return True
    return chunk.lemma in CONTENT_NOUNS


CONTENT_NOUNS = frozenset(
    "attempt bid effort plan proposal move decision order request motion petition lawsuit suit demand call threat failure "
    "refusal vow promise pledge agreement power authority right ability permission intention intent obligation duty "
    "requirement deadline subpoena summons complaint filing document bill measure legislation resolution vote push "
    "campaign application warrant injunction letter deal offer invitation willingness reluctance".split()
)


def _find_complement_governor(analysis: Analysis, verb: Verb, position: int) -> None:
    """A finite verb's governor: the verb of saying before it, or the conjunction that makes it conditional."""
    chunks = analysis.chunks
    start = min(verb.subject) if verb.subject and verb.link not in {"rel", "coord"} else verb.index
    j = start - 1
    while j >= 0 and chunks[j].kind in {"Q", "A", "X", "T"}:
        j -= 1
    if j >= 0 and chunks[j].kind == "COMP":
        if chunks[j].lemma in {"if", "unless", "whether"}:
            verb.conditional = True
        elif chunks[j].lemma == "that":
            k = j - 1
            while k >= 0 and chunks[k].kind in {"Q", "A", "X", "T", "NP", "P"}:
                k -= 1
            if k >= 0 and chunks[k].kind == "VG":
                governor = next(v for v in analysis.verbs if v.index == k)
                if verb.governor is None:
                    verb.governor, verb.link = governor, "comp"
        return
    if verb.link == "coord" and verb.governor is not None:
        verb.conditional = verb.governor.conditional
        return
    if position and verb.link not in {"rel"} and j >= 0 and verb.governor is None:
        last = analysis.verbs[position - 1]
        if chunks[j].kind == "VG" or (last.chunk.kind == "VG" and j == last.index):
            verb.governor, verb.link = last, "comp"
        elif last.lemma in {"tell", "warn", "inform", "notify"} and last.objects and j == max(last.objects):
            verb.governor, verb.link = last, "comp"
