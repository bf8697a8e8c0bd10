"""Objects, prepositional phrases and times of a verb."""

from collections.abc import Sequence

from kg.extract.chunks import Chunk, load_words
from kg.extract.clauses.nouns import find_antecedent, read_nouns
from kg.extract.clauses.records import MAX_PHRASES, Analysis, Verb


def find_objects(analysis: Analysis, verb: Verb, taken: set[int]) -> None:
    """Fill the verb's objects: to its right, or the antecedent of a relative clause ("the rule that she signed")."""
    chunks = analysis.chunks
    n, i = len(chunks), verb.index + 1
    while i < n and chunks[i].kind in {"A", "Q", "T"}:
        if chunks[i].kind == "A" and not verb.particle:
            verb.particle = chunks[i].lemma
        if chunks[i].kind == "T":
            verb.times.append(i)
        i += 1
    if i < n and chunks[i].kind == "P" and f"{verb.lemma} {chunks[i].lemma}" in load_words("phrasal_verbs"):
        verb.particle = chunks[i].lemma
        i += 1
    if verb.passive:
        # "was ordered", "was sent a letter": a noun group after a passive is the second object.
        nouns, _ = read_nouns(chunks, i)
        if nouns and nouns[0] not in taken:
            verb.second = nouns
        return
    nouns, after = read_nouns(chunks, i)
    if nouns and nouns[0] not in taken:
        verb.objects = tuple(k for k in nouns if k not in taken)
        while after < n and chunks[after].kind == "Q":
            after += 1
        second, _ = read_nouns(chunks, after)
        if second and second[0] not in taken and after < n and chunks[after].kind == "NP":
            verb.second = second
        return
    # "to sign or veto the bill"
    if i + 2 < n and chunks[i].kind == "CC" and chunks[i + 1].kind == "VG" and chunks[i + 2].kind == "NP":
        peer = chunks[i + 1]
        if verb.chunk.form == "inf" and peer.form in {"inf", "bare"} and not peer.passive and i == verb.index + 1:
            shared, _ = read_nouns(chunks, i + 2)
            verb.objects = tuple(k for k in shared if k not in taken)
            return
    # "the subpoena that the agency issued", "the rule the agency proposed"
    if verb.chunk.form == "fin" and verb.subject and verb.link != "rel":
        j = min(verb.subject) - 1
        if j >= 0 and chunks[j].kind in {"REL", "COMP"} and (chunks[j].kind == "REL" or chunks[j].lemma == "that"):
            verb.objects = find_antecedent(analysis, j) if j >= 1 and chunks[j - 1].kind in {"NP", "C", "T"} else ()
        elif j >= 0 and chunks[j].kind == "NP" and chunks[j].end == chunks[min(verb.subject)].start:
            verb.objects = (j,)


def find_phrases(analysis: Analysis, verb: Verb, taken: set[int]) -> None:
    """Collect phrases and times from the verb to the end of its clause, and those that open the clause."""
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
        if chunk.kind == "T" and i not in verb.times and not _is_attribute(chunks, i):
            verb.times.append(i)
        if chunk.kind == "P" and not (chunk.lemma == verb.particle and i == verb.index + 1):
            nouns, after = read_nouns(chunks, i + 1)
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
        elif (
            chunks[k].kind == "P"
            and k + 1 <= j
            and chunks[k + 1].kind == "NP"
            and (start < 0 or chunks[start].kind in {"CC", "COMP", "D"})
        ):
            verb.phrases.append((f"^{chunks[k].lemma}", (k + 1,)))


def _is_attribute(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether a time describes the noun behind it: "the 2018 shooting", "last month's ruling"."""
    return (
        i + 1 < len(chunks)
        and chunks[i + 1].kind == "NP"
        and chunks[i - 1].kind == "NP"
        and (chunks[i - 1].lemma in {"the", "a", "an", "this", "that", "its", "their", "his", "her"})
    )
