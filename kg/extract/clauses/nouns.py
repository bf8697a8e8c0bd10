"""Noun groups among chunks: lists of them, what their phrases hang on, and what a relative pronoun stands for."""

from collections.abc import Sequence

from kg.extract.chunks import Chunk
from kg.extract.clauses.records import MAX_PHRASES, PEOPLE, Analysis
from kg.model import MentionType


def read_nouns(chunks: Sequence[Chunk], i: int) -> tuple[tuple[int, ...], int]:
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


def go_left_over_phrases(chunks: Sequence[Chunk], i: int) -> int:
    """From a noun inside phrases go to the noun they hang on ("officials in [Denver]": officials)."""
    while True:
        j = i - 1
        while j >= 0 and chunks[j].kind in {"Q", "A"}:
            j -= 1
        if j >= 1 and chunks[j].kind == "P":
            k = j - 1
            while k >= 0 and chunks[k].kind in {"Q", "T", "A", "P"}:  # "in at least five cars"
                k -= 1
            if k >= 0 and chunks[k].kind == "NP":
                i = k
                continue
            if (
                k >= 0
                and chunks[k].kind == "VG"
                and chunks[k].form in {"part", "ing"}
                and k >= 1
                and chunks[k - 1].kind == "NP"
            ):
                i = k - 1
                continue
            return -1 if k >= 0 and chunks[k].kind == "VG" else i
        if (
            j >= 1
            and chunks[j].kind == "VG"
            and chunks[j].form in {"part", "ing", "inf"}
            and chunks[j - 1].kind == "NP"
        ):
            i = j - 1  # "a man accused of murder was", "a law requiring employers was"
            continue
        return i


def gather_coordinated(chunks: Sequence[Chunk], i: int) -> tuple[int, ...]:
    """Return the noun groups joined with the one at `i` by commas and "and", left of it, itself last."""
    found = [i]
    j = i - 1
    if j >= 1 and chunks[j].kind == "CC" and chunks[j].lemma in {"and", "or"}:
        k = j - 1
        if k >= 0 and chunks[k].kind == "C":
            k -= 1
        while k >= 0 and chunks[k].kind == "NP":
            top = go_left_over_phrases(chunks, k)
            if top < 0 or (top >= 1 and chunks[top - 1].kind == "VG"):
                return (i,) if len(found) == 1 else tuple(sorted(found))
            found.append(top)
            if top >= 2 and chunks[top - 1].kind == "C" and chunks[top - 2].kind == "NP":
                k = top - 2
            else:
                break
    return tuple(sorted(found))


def find_antecedent(analysis: Analysis, rel: int) -> tuple[int, ...]:
    """Return the noun group a relative pronoun stands for: the nearest, for "who" the nearest person."""
    chunks, names = analysis.chunks, analysis.names
    j = rel - 1
    if chunks[rel].lemma == "whose" or (j >= 0 and chunks[j].kind == "P" and chunks[rel].lemma != "who"):
        return ()
    if j >= 0 and chunks[j].kind == "CC":  # "who was released and who is accused"
        for k in range(j - 1, -1, -1):
            if chunks[k].kind == "REL":
                return find_antecedent(analysis, k)
            if chunks[k].kind in {"COMP", "D"}:
                break
    if j >= 0 and chunks[j].kind == "D":
        j = next((k - 1 for k in range(j - 1, 0, -1) if chunks[k].kind == "D"), j - 1)
    first = None
    for k in range(j, max(-1, j - 12), -1):
        if chunks[k].kind == "NP":
            if chunks[rel].lemma not in {"who", "whom"}:
                person = names[k]
                if person is not None and person.type in PEOPLE and chunks[rel].lemma == "that":
                    first = k if first is None else first  # "the bill introduced by Sen. Lind that would ban"
                    continue
                return (k,)
            first = k if first is None else first
            name = names[k]
            if name is not None and name.type in PEOPLE | {MentionType.ROLE}:
                return (k,)
        elif chunks[k].kind == "VG" and chunks[k].form == "fin":
            break
    return (first,) if first is not None else ()


def list_phrases(analysis: Analysis, index: int) -> list[tuple[str, tuple[int, ...]]]:
    """Return the prepositional phrases that follow a noun group directly, each with its noun groups."""
    found: list[tuple[str, tuple[int, ...]]] = []
    i, n = index + 1, len(analysis.chunks)
    while i + 1 < n and len(found) < MAX_PHRASES:
        if analysis.chunks[i].kind in {"Q", "T"}:
            i += 1
            continue
        if analysis.chunks[i].kind != "P":
            break
        nouns, after = read_nouns(analysis.chunks, i + 1)
        if not nouns:
            break
        found.append((analysis.chunks[i].lemma, nouns))
        i = after
    return found
