"""Put an auxiliary that stands before its subject back to its verb: "Nor did he sign", "Would she settle?"."""

from collections.abc import Sequence

from kg.extract.chunks import Chunk, load_words
from kg.extract.tokens import Token


def right_inversions(chunks: list[Chunk], words: Sequence[Token]) -> list[Chunk]:
    """Return the chunks with each such auxiliary taken out and its meaning given to the verb after the subject.

    "Had he voted no" becomes a clause under "if", a question one under "whether".
    """
    for i in range(len(chunks) - 2):
        aux, subject, verb = chunks[i : i + 3]
        if aux.kind != "VG" or aux.end - aux.start > 2 or subject.kind != "NP" or verb.kind != "VG":
            continue
        low = words[aux.head].lower
        if not (words[aux.head].pos == "MD" or low in load_words("do") | load_words("have")):
            continue
        before = chunks[i - 1] if i else None
        led = before is not None and before.lemma in load_words("inverters")
        if not led and before is not None and before.kind not in {"C", "Q", "D", "CC"}:
            continue
        asks = any(w.lower == "?" for w in words[verb.end :])
        had = low == "had" and verb.form in {"part", "fin"} and (before is None or before.kind == "C")
        if not (led or had or asks) or verb.form not in {"bare", "part", "fin"}:
            continue
        verb.form, verb.tense, verb.passive = "fin", "past" if low in {"did", "had"} else aux.tense, False
        verb.negated |= aux.negated or (led and before is not None and before.lemma in {"nor", "neither", "never"})
        verb.modal = aux.lemma if words[aux.head].pos == "MD" else ""
        verb.perfect = low in load_words("have")
        if led:
            return chunks[:i] + chunks[i + 1 :]
        return [*chunks[:i], Chunk("COMP", aux.start, aux.end, aux.head, "if" if had else "whether"), *chunks[i + 1 :]]
    return chunks
