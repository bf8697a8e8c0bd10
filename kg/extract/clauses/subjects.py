"""The subject of a finite verb: to its left, over parentheses, phrases and relative clauses."""

from collections.abc import Sequence

from kg.extract.chunks import Chunk, load_words
from kg.extract.clauses.nouns import find_antecedent, gather_coordinated, go_left_over_phrases
from kg.extract.clauses.records import Analysis, Verb


def find_subject(analysis: Analysis, verb: Verb, by_chunk: dict[int, Verb]) -> None:
    """Fill the subject of a finite verb, and its governor where it shares another verb's subject."""
    chunks, names = analysis.chunks, analysis.names
    j = verb.index - 1
    while j >= 0 and (chunks[j].kind in {"A", "T", "Q", "X"} or (chunks[j].kind == "P" and chunks[j + 1].kind == "T")):
        j -= 1
    if j < 0:
        return
    if chunks[j].kind == "VG" and chunks[j].form == "fin":
        if j >= 2 and chunks[j - 2].kind == "REL" and chunks[j].lemma in load_words("thinking_verbs"):
            verb.subject, verb.link = find_antecedent(analysis, j - 2), "rel"
            return
        verb.subject = _leave_relative(analysis, j, by_chunk)
        return
    if chunks[j].kind == "COMP" and chunks[j].lemma == "that" and j >= 1 and chunks[j - 1].kind in {"NP", "C"}:
        chunks[j].kind = "REL"
    if chunks[j].kind == "COMP" and chunks[j].lemma in {"as", "than", "if", "when", "while", "where"}:
        return
    if chunks[j].kind == "REL":
        verb.subject, verb.link = find_antecedent(analysis, j), "rel"
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
    if j == verb.index - 1 and analysis.sentence.tokens[chunks[j].head].lower in load_words("subject_pronouns"):
        verb.subject = (j,)
        return
    inner = by_chunk.get(j - 1)
    if j == verb.index - 1 and inner is not None and inner.link == "rel" and inner.subject:
        verb.subject = inner.subject  # "the trooper who shot the man was cleared"
        return
    top = go_left_over_phrases(chunks, j)
    if top < 0:
        clause = next((k for k in range(j - 1, -1, -1) if chunks[k].kind == "VG"), -1)
        antecedent = _leave_relative(analysis, clause, by_chunk)
        if antecedent:
            verb.subject = antecedent
            return
        top = j
    # "X, head of Y, said" is dealt with above; "prosecutors in Brooklyn" ends here.
    verb.subject = gather_coordinated(chunks, top)
    if (
        names[top] is None
        and chunks[top].kind == "NP"
        and analysis.sentence.tokens[chunks[top].head].lower in load_words("empty_subjects")
    ):
        verb.subject = ()


def _shares_subject(chunks: Sequence[Chunk], comma: int) -> bool:
    """Say whether a comma right before a verb stands in a list of verbs: "sued, lost, and appealed"."""
    return comma >= 1 and chunks[comma - 1].kind == "CC"


def _skip_parenthesis(chunks: Sequence[Chunk], closing: int) -> int:
    """Return the position before the comma or dash that `closing` closes; `closing` - 1 where none does."""
    kind = chunks[closing].kind
    for j in range(closing - 1, 0, -1):
        if chunks[j].kind == kind:
            inner = chunks[j + 1 : closing]
            finite = [c for c in inner if c.kind == "VG" and c.form == "fin"]
            opened = bool(inner) and inner[0].kind in {"REL", "NP", "VG", "P", "COMP", "CC", "T", "X", "A"}
            reduced = bool(inner) and inner[0].form == "part"
            if opened and (
                not finite or reduced or inner[0].kind in {"REL", "COMP"} or any(c.kind == "REL" for c in inner)
            ):
                before = chunks[j - 1].kind
                if before in {"NP", "T", "Q"}:
                    # "X, 21, of Queens, said": go on over chained parentheses.
                    return _skip_chain(chunks, j)
            break
    return closing - 1


def _skip_chain(chunks: Sequence[Chunk], comma: int) -> int:
    """From an opening comma go left over further short comma-bound pieces that describe the same noun."""
    j = comma - 1
    chained = j >= 2 and [c.kind for c in chunks[j - 2 : j + 1]] == ["NP", "C", "NP"]
    return j - 2 if chained else j


def _leave_relative(analysis: Analysis, verb: int, by_chunk: dict[int, Verb]) -> tuple[int, ...]:
    """Return the noun that the relative clause of the verb at `verb` describes, (): it is no relative clause."""
    chunks, inner = analysis.chunks, by_chunk.get(verb)
    if inner is None or inner.chunk.form != "fin" or not inner.subject:
        return ()
    if inner.link == "rel":
        return inner.subject
    k = min(inner.subject) - 1
    if k >= 1 and (chunks[k].kind == "REL" or (chunks[k].kind == "COMP" and chunks[k].lemma == "that")):
        k -= 1
    elif k >= 0 and chunks[k].end != chunks[k + 1].start:
        return ()
    return (go_left_over_phrases(chunks, k),) if k >= 0 and chunks[k].kind == "NP" else ()
