"""Tell the clause's own verb from a participle that describes a noun."""

from collections.abc import Sequence
from itertools import pairwise

from kg.extract.chunks import Chunk, load_words


def mend_participles(chunks: list[Chunk]) -> None:
    """Tell a bare "filed" that is the clause's verb from one that describes the noun before it, whatever its tag."""
    for i, chunk in enumerate(chunks):
        if chunk.kind != "VG" or chunk.end - chunk.start != 1 or chunk.form not in {"fin", "part"}:
            continue
        if chunk.form == "fin" and chunk.tense != "past":
            continue
        if chunk.lemma == "have" and i and chunks[i - 1].kind in {"NP", "T", "REL"}:
            chunk.form, chunk.passive = "fin", False
            continue
        before = chunks[i - 1] if i else None
        after = chunks[i + 1] if i + 1 < len(chunks) else None
        has_object = after is not None and after.kind in {"NP", "COMP"}
        joined = before is not None and before.kind == "CC" and after is not None and after.kind == "NP"
        if _closes_sentence(chunks, i) or _goes_on(chunks, i) or _stands_bare(chunks, i) or _is_said_of(chunks, i):
            chunk.form, chunk.passive = "fin", False
            continue
        if _ends_relative(chunks, i) or (joined and chunk.form == "part" and _follows_active(chunks, i)):
            chunk.form, chunk.passive = "fin", False
            continue
        if [c.kind for c in chunks[i + 1 : i + 5]] == ["C", "NP", "C", "VG"] and before and before.kind == "NP":
            chunk.form, chunk.passive = "part", True  # "one of the people freed, Ann Lind, said"
            continue
        if _follows_apposition(chunks, i):
            chunk.form, chunk.passive = "fin", False
            continue
        if _opens_reduced_clause(chunks, i):
            chunk.form, chunk.passive = "part", True
            continue
        if (
            before is not None
            and before.kind == "C"
            and after is not None
            and after.kind == "P"
            and after.lemma == "by"
            and i >= 2
            and chunks[i - 2].kind == "NP"
        ):
            chunk.form, chunk.passive = "part", True
            continue
        if chunk.form == "part":
            ahead = _next_finite(chunks, i)
            behind = _has_open_subject(chunks, i)
            if (
                before
                and before.kind in {"NP", "T", "REL", "A"}
                and behind
                and (has_object or not ahead)
                and not (after and after.kind == "P" and after.lemma == "by")
            ):
                chunk.form, chunk.passive = "fin", False
        elif before and before.kind in {"NP", "T"}:
            by_agent = after is not None and after.kind == "P" and after.lemma == "by"
            if by_agent or (not has_object and _next_finite(chunks, i)) or not _has_open_subject(chunks, i):
                chunk.form, chunk.passive = "part", True


def _closes_sentence(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether subject and verb come last: "The law is void, a judge ruled Friday"."""
    if chunks[i].lemma not in load_words("closing_verbs") or i < 3 or chunks[i - 1].kind != "NP":
        return False
    after = chunks[i + 1].kind if i + 1 < len(chunks) else "X"
    opened = chunks[i - 2].kind in {"C", "Q"} and any(c.kind == "VG" and c.form == "fin" for c in chunks[: i - 2])
    return opened and after in {"T", "X", "C", "P"} and not (after == "P" and chunks[i + 1].lemma in {"by", "of", "to"})


def _goes_on(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether the verb goes on with the clause's subject: "sued the board and threatened to appeal"."""
    if chunks[i].lemma not in load_words("own_controls") or not i or chunks[i - 1].kind != "CC" or i + 1 >= len(chunks):
        return False
    return chunks[i + 1].kind == "VG" and chunks[i + 1].form == "inf" and any(c.form == "fin" for c in chunks[:i])


def _opens_reduced_clause(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether a participle between commas describes the subject: "The decree, signed after the vote, asks …"."""
    if i < 2 or chunks[i - 1].kind != "C" or chunks[i - 2].kind != "NP" or i + 1 >= len(chunks):
        return False
    if chunks[i + 1].kind not in {"P", "T", "COMP"} or any(c.kind == "VG" and c.form == "fin" for c in chunks[: i - 1]):
        return False
    return any(
        left.kind == "C" and right.kind == "VG" and right.form == "fin" for left, right in pairwise(chunks[i + 1 :])
    )


def _follows_apposition(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether the subject stands before a comma: "Rep. Lind, chair of the panel, accused the board"."""
    if i < 4 or chunks[i - 1].kind != "C" or chunks[i - 2].kind not in {"NP", "T"} or i + 1 >= len(chunks):
        return False
    if (
        chunks[i + 1].kind != "NP"
        or not any(c.kind == "C" for c in chunks[1 : i - 2])
        or chunks[0].kind in {"P", "COMP"}
    ):
        return False
    verbs = [c for c in chunks if c.kind == "VG" and c.form == "fin" and c is not chunks[i]]
    return not verbs


def _stands_bare(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether a court's verb needs no object: "He appealed, the court reversed, and the state gave up"."""
    if chunks[i].lemma not in load_words("bare_verbs") or not i or chunks[i - 1].kind not in {"NP", "T"}:
        return False
    after = chunks[i + 1].kind if i + 1 < len(chunks) else "X"
    j = i - 1
    while j >= 0 and chunks[j].kind in {"NP", "T", "A"}:
        j -= 1
    opened = j < 0 or chunks[j].kind in {"CC", "COMP", "D"} or any(c.form == "fin" for c in chunks[:j])
    return opened and after in {"C", "CC", "X", "D", "T", "COMP"} and not _next_finite(chunks, i)


def _is_said_of(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether the verb is what somebody says of an antecedent: "a man who prosecutors say planted drugs"."""
    if i >= 2 and chunks[i - 1].kind == "NP" and chunks[i - 2].kind == "VG" and chunks[i - 2].form == "ing":
        return chunks[i - 2].lemma in load_words("thinking_verbs")  # "alleging managers threatened to close the line"
    if i < 3 or chunks[i - 1].kind != "VG" or chunks[i - 1].form != "fin" or chunks[i - 2].kind != "NP":
        return False
    return chunks[i - 3].kind == "REL" and chunks[i - 1].lemma in load_words("thinking_verbs")


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
            if chunks[j - 1].kind != "NP":
                return True
            return j - 2 > i and (chunks[j - 2].kind == "P" or chunks[j - 2].form in {"ing", "inf"})
    return False


def _has_open_subject(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether a noun group waits for its verb left of `i`: none finite since the clause began."""
    seen = False
    for j in range(i - 1, -1, -1):
        chunk = chunks[j]
        if chunk.kind == "NP":
            seen = True
        elif chunk.kind in {"COMP", "D"}:
            opener = chunks[j + 1]
            return seen and not (opener.kind == "P" and opener.lemma in {"including", "with", "by"})
        elif chunk.kind == "REL":
            return True
        elif chunk.kind == "VG" and chunk.form == "fin":
            # "X sued and won": the subject is shared.
            return any(c.kind == "CC" for c in chunks[j + 1 : i]) and not seen
        elif chunk.kind == "C" and seen and j + 1 < i:
            before = [c for c in chunks[:j] if c.kind == "VG" and c.form == "fin"]
            return not before or any(c.kind == "CC" for c in chunks[j : j + 2])
    # "In 2022 the court struck it down": a phrase of time is no subject, and leaves one to come.
    return seen and (chunks[0].kind != "P" or chunks[1].kind == "T")


def _ends_relative(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether the verb ends a relative clause about an object: "the letter (that) Lind sent"."""
    if i >= 5 and [c.kind for c in chunks[i - 4 : i]] == ["NP", "C", "NP", "C"]:
        # "the report that the monitor, Ann Lind, filed"
        opener = chunks[i - 5]
        return (opener.kind == "REL" or opener.lemma == "that") and i >= 6 and chunks[i - 6].kind == "NP"
    if i < 2 or chunks[i - 1].kind != "NP":
        return False
    opener = chunks[i - 2]
    if opener.kind == "NP":
        return (
            chunks[i - 1].start == opener.end
            and i + 1 < len(chunks)
            and chunks[i + 1].kind in {"VG", "P", "X", "T", "C", "CC"}
        )
    if opener.kind == "REL" or (opener.kind == "COMP" and opener.lemma == "that"):
        object_follows = i + 1 < len(chunks) and chunks[i + 1].kind == "NP"
        return i >= 3 and chunks[i - 3].kind == "NP" and not object_follows
    return False


def _follows_active(chunks: Sequence[Chunk], i: int) -> bool:
    """Say whether the verb before is finite and active: "arrested the man and charged him"."""
    previous = next((c for c in reversed(chunks[:i]) if c.kind == "VG" and c.form != "inf"), None)
    return previous is not None and previous.form == "fin" and not previous.passive
