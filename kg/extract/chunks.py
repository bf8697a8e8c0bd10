"""Cut a tagged sentence into noun groups, verb groups and the small words between them.

A finite-state chunker in the manner of Abney (1991, "Parsing by Chunks"): one pass, no recursion, linear in the number
of words. Part-of-speech tags are those of the Penn Treebank (Santorini 1990).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.extract.tokens import Token, load_wording


@cache
def load_words(name: str) -> frozenset[str]:
    """Return a list of data/lexicon/events_grammar.toml."""
    return frozenset(load_wording("events_grammar")[name])


@dataclass(slots=True)
class Chunk:
    """A group of words: `start` and `end` are token positions in the sentence, `end` exclusive; `head` is one too.

    `kind` is NP, VG (verb group), P (preposition), CC, COMP (complementiser), REL (relative pronoun), C (comma),
    D (dash, colon, bracket), Q (quotation mark), T (a time), A (adverb or predicate adjective), X (anything else).
    `lemma` is the head's. Verb groups have `form` (fin, inf, ing, part, bare), `passive`, `negated`, `modal` and
    `tense`; `perfect` says that "have" stands in it. A noun group's `negated` says "no judge", "neither city".
    """

    kind: str
    start: int
    end: int
    head: int
    lemma: str
    form: str = ""
    passive: bool = False
    negated: bool = False
    modal: str = ""
    tense: str = "past"
    perfect: bool = False


def _is_aux(word: Token) -> bool:
    low = word.lower
    return (
        low in load_words("be")
        or low in load_words("have")
        or low in load_words("do")
        or word.pos == "MD"
        or low in {"getting", "got", "get"}
    )


# Quantifiers that stand inside a verb group: "were both convicted".
_FLOATING = frozenset({"both", "all", "each", "since"})


def _find_auxiliary_run(words: Sequence[Token], i: int, frozen: Sequence[int]) -> tuple[int, int] | None:
    """Return the end and the main verb's position of a verb group that starts at `i`, or None."""
    n, j, main = len(words), i, -1
    if words[j].pos == "TO" or (words[j].lower == "to" and j + 1 < n and words[j + 1].pos in {"VB", "RB"}):
        k = j + 1
        while k < n and words[k].pos.startswith("RB"):
            k += 1
        if k >= n or words[k].pos not in {"VB", "VBP"} or frozen[k] >= 0:
            return None
        j = k
    while j < n and frozen[j] < 0:
        word, low = words[j], words[j].lower
        if word.pos == "MD" or word.pos.startswith("VB"):
            main = j
            j += 1
            if not _is_aux(word):
                break
            # "have to pay", "has yet to pay", "is to pay", "is going to pay": the infinitive is the main verb.
            k = j
            while k < n and (
                words[k].pos.startswith("RB") or words[k].lower in {"yet", "going"} | load_words("negations")
            ):
                k += 1
            if k + 1 < n and words[k].lower == "to" and words[k + 1].pos in {"VB", "VBP"} and frozen[k + 1] < 0:
                if low in load_words("have") or low in load_words("be"):
                    j = k + 1
                    continue
                break
        elif main >= 0 and main < j and _wants_verb(words, main, j):
            main = j
            j += 1
            break
        elif (
            main >= 0
            and (word.pos.startswith("RB") or low in load_words("negations") or low in _FLOATING)
            and low not in {"as", "so", "too"}
        ):
            k = j
            while k < n and (
                words[k].pos.startswith("RB")
                or words[k].lower in load_words("negations")
                or words[k].lower in _FLOATING
            ):
                k += 1
            if (
                k < n
                and frozen[k] < 0
                and _is_aux(words[main])
                and (words[k].pos.startswith("VB") or _wants_verb(words, main, k))
            ):
                j = k
            elif word.lower in {"not", "n't"}:
                j += 1
                break
            else:
                break
        else:
            break
    return (max(main + 1, j), main) if main >= 0 else None


def _wants_verb(words: Sequence[Token], aux: int, j: int) -> bool:
    """Say whether a word that the tagger took for a noun must be a verb: after "will", "did not", "could never"."""
    if words[j].pos not in {"NN", "JJ", "JJR"} or not words[j].text[0].islower():
        return False
    if words[aux].pos == "MD":
        return words[aux].lower not in {"'d"}
    return words[aux].lower in load_words("do") and j > aux + 1 and words[j - 1].lower in load_words("negations")


def _make_verb_group(words: Sequence[Token], start: int, end: int, main: int) -> Chunk:
    lows = [w.lower for w in words[start:main]]
    tag, aux = words[main].pos, [w.lower for w in words[start:end] if w.lower != words[main].lower]
    chunk = Chunk("VG", start, end, main, words[main].lemma)
    chunk.negated = any(
        w in load_words("negations") or w.endswith("n't") or w == "cannot"
        for w in lows + [w.lower for w in words[main + 1 : end]]
    )
    chunk.negated |= start > 0 and words[start - 1].lower in {"never", "nor"}
    modals = [w.lower for w in words[start:main] if w.pos == "MD"]
    if "to" in lows and (set(lows[: lows.index("to")]) & (load_words("have") | load_words("be"))):
        before = lows[: lows.index("to")]
        plain = "be to" if before[-1] in load_words("be") else "have to"
        modals.append("yet to" if "yet" in before else "going to" if "going" in before else plain)
        if "yet" in before:
            chunk.negated = True
    chunk.modal = modals[-1].removesuffix("n't") if modals else ""
    chunk.modal = {"ca": "can", "cannot": "can", "wo": "will", "'ll": "will", "'d": "would", "sha": "shall"}.get(
        chunk.modal, chunk.modal
    )
    chunk.perfect = any(w in load_words("have") for w in lows) and chunk.modal not in {"have to", "be to"}
    passive_aux = load_words("be") | {"get", "got", "getting"}
    chunk.passive = tag in {"VBN", "VBD"} and bool(lows) and any(w in passive_aux for w in lows)
    first = words[start]
    if first.lower == "to" or first.pos == "TO":
        chunk.form = "inf"
    elif first.pos in {"MD", "VBZ", "VBP", "VBD"}:
        chunk.form = "fin"
    elif first.pos == "VBG":
        chunk.form = "ing"
    elif first.pos == "VBN":
        chunk.form = "part"
        chunk.passive = True
    elif first.pos.startswith("RB"):
        inner = next((w for w in words[start:end] if not w.pos.startswith("RB")), first)
        chunk.form = {"VBG": "ing", "VBN": "part", "VB": "bare"}.get(inner.pos, "fin")
    else:
        chunk.form = "bare"
    if chunk.modal in {"will", "shall", "would", "going to", "may", "might"}:
        chunk.tense = "future"
    elif first.pos in {"VBZ", "VBP"} or first.lower in {"is", "are", "has", "have", "does", "do"}:
        chunk.tense = "past" if chunk.perfect and "been" not in aux[:0] else "present"
    elif chunk.modal:
        chunk.tense = "present"
    return chunk


_NOUN = ("NN", "PRP", "CD", "EX", "WP")


def _starts_noun(word: Token) -> bool:
    return word.pos.startswith(("NN", "CD", "DT", "PDT", "PRP", "JJ", "$", "EX", "FW", "#")) or _is_money(word)


def _is_money(word: Token) -> bool:
    return len(word.text) > 1 and word.text[0] in "$€£"


def chunk_sentence(
    words: Sequence[Token],
    frozen: Sequence[int],
    times: frozenset[int] = frozenset(),
    closed: frozenset[int] = frozenset(),
) -> list[Chunk]:
    """Cut a sentence into chunks.

    Args:
        words: The sentence's tokens in order.
        frozen: For each token, the number of the name it belongs to, or -1; a name is never cut.
        times: The numbers of those names that are dates.
        closed: The numbers of those names after which a noun group ends, if another name follows.

    Returns:
        The chunks in order; every token but bare adverbs inside verb groups belongs to one.
    """
    chunks: list[Chunk] = []
    n, i = len(words), 0
    while i < n:
        word, low = words[i], words[i].lower
        if frozen[i] >= 0:
            j = _extend_noun(words, i, frozen, times, closed)
            chunks.append(_make_noun(words, i, j, frozen, times))
            i = j
        elif low == ",":
            chunks.append(Chunk("C", i, i + 1, i, ","))
            i += 1
        elif low in _HEDGES and (skip := _find_hedge(words, i)):
            j = _extend_noun(words, i + skip, frozen, times, closed)
            chunks.append(_make_noun(words, i + skip, j, frozen, times))
            chunks[-1].start = i
            i = j
        elif word.text in load_words("quotes") or word.pos in {"``", "''"}:
            chunks.append(Chunk("Q", i, i + 1, i, low))
            i += 1
        elif word.text in load_words("dashes") or word.pos in {":", "-LRB-", "-RRB-"}:
            chunks.append(Chunk("D", i, i + 1, i, low))
            i += 1
        elif word.pos == "CC" or low in {"and", "or", "but"}:
            chunks.append(Chunk("CC", i, i + 1, i, low))
            i += 1
        elif low in load_words("relatives") or (low == "that" and word.pos in {"WDT"}):
            chunks.append(Chunk("REL", i, i + 1, i, low))
            i += 1
        elif (
            not (chunks and chunks[-1].kind == "P" and _is_noun_after_preposition(words, i, frozen))
            and not (chunks and chunks[-1].kind == "VG" and _is_attribute_after_verb(words, i, frozen))
            and (group := _try_verb(words, i, frozen)) is not None
        ):
            chunks.append(group)
            i = group.end
        elif low in load_words("prepositions") and word.pos in {"IN", "TO", "RP", "VBG", "JJ", "RB", "VBN", "NN"}:
            nxt = words[i + 1] if i + 1 < n else None
            clause = low in load_words("complementisers") and word.pos == "IN" and _opens_clause(words, i + 1, frozen)
            chunks.append(Chunk("COMP" if clause else "P", i, i + 1, i, low))
            if nxt is not None and low in {"because", "out", "instead", "ahead"} and nxt.lower == "of":
                chunks[-1].end, chunks[-1].lemma, chunks[-1].kind = i + 2, f"{low} of", "P"
            i = chunks[-1].end
        elif low in {"according", "because", "instead", "rather", "ahead", "due"} and i + 1 < n:
            two = f"{low} {words[i + 1].lower}"
            if two in {"according to", "because of", "instead of", "rather than", "ahead of", "due to"}:
                chunks.append(Chunk("P", i, i + 2, i, two))
                i += 2
            else:
                chunks.append(Chunk("COMP" if low == "because" else "A", i, i + 1, i, low))
                i += 1
        elif low in load_words("complementisers") and not (low == "that" and word.pos == "DT" and _next_noun(words, i)):
            chunks.append(Chunk("COMP", i, i + 1, i, low))
            i += 1
        elif (
            low in {"most", "much", "none", "all", "some", "half", "many"} and i + 1 < n and words[i + 1].lower == "of"
        ):
            chunks.append(_make_noun(words, i, i + 1, frozen, times))
            i += 1
        elif _starts_noun(word) or word.pos in {"VB", "VBN", "VBD"}:
            j = _extend_noun(words, i, frozen, times, closed)
            chunks.append(_make_noun(words, i, j, frozen, times))
            i = j
        else:
            kind = "A" if word.pos.startswith(("RB", "RP")) else "X"
            chunks.append(Chunk(kind, i, i + 1, i, low))
            i += 1
    chunks = _join_dated(chunks, words)
    for left, right in pairwise(chunks):
        if left.kind == "NP" and left.end == left.start + 1 and words[left.head].pos == "JJ" and right.form == "fin":
            left.kind = "A"  # "The rule, he said, likely violates the act."
    return chunks


def _join_dated(chunks: list[Chunk], words: Sequence[Token]) -> list[Chunk]:
    """Join "the" and "auction" in "the Dec. 18 auction", and "Friday" and "meeting" in "Friday’s meeting"."""
    if not any(chunk.kind == "T" for chunk in chunks):
        return chunks
    joined: list[Chunk] = []
    for chunk in chunks:
        if chunk.kind == "NP" and len(joined) >= 2 and joined[-1].kind in {"T", "X"}:
            date, before = (joined[-1], joined[-2]) if joined[-1].kind == "T" else (joined[-2], joined[-1])
            article = before.kind == "NP" and words[before.head].pos in {"DT", "PRP$"} and before.end == date.start
            owner = before.kind == "X" and date.kind == "T" and words[before.head].pos == "POS"
            if (article or owner) and chunk.start == joined[-1].end:
                chunk.start = joined[-2].start
                del joined[-2:]
        joined.append(chunk)
    return joined


# Words that bound a number: "as much as $310 million", "up to 11 years".
_HEDGES = {
    "as": (("much", "as"), ("many", "as"), ("little", "as")),
    "up": (("to",),),
    "at": (("least",), ("most",)),
    "more": (("than",),),
    "less": (("than",),),
    "fewer": (("than",),),
}


def _find_hedge(words: Sequence[Token], i: int) -> int:
    """Return how many words bound the number that follows them, 0 where none does."""
    for rest in _HEDGES[words[i].lower]:
        j = i + 1 + len(rest)
        if tuple(w.lower for w in words[i + 1 : j]) == rest and j < len(words):
            return j - i if words[j].pos == "CD" or _is_money(words[j]) or words[j].lower in {"half", "a"} else 0
    return 0


MAX_BRACKET = 8


def drop_brackets(chunks: list[Chunk]) -> list[Chunk]:
    """Leave out short bracketed pieces, which stand outside the clause: "Sens. Lind (R-Ohio) and Dahl wrote"."""
    kept: list[Chunk] = []
    i = 0
    while i < len(chunks):
        if chunks[i].lemma in {"(", "["} and kept and kept[-1].kind == "NP":
            close = next(
                (j for j in range(i + 1, min(len(chunks), i + MAX_BRACKET)) if chunks[j].lemma in {")", "]"}), i
            )
            if close > i:
                i = close + 1
                continue
        kept.append(chunks[i])
        i += 1
    return kept


def _is_noun_after_preposition(words: Sequence[Token], i: int, frozen: Sequence[int]) -> bool:
    """Say whether a "verb" after a preposition is a noun or its attribute: "for comment", "of aggravated battery"."""
    if words[i].pos == "VB":
        return True
    return words[i].pos in {"VBN", "VBD"} and i + 1 < len(words) and (_next_noun(words, i) or frozen[i + 1] >= 0)


def _is_attribute_after_verb(words: Sequence[Token], i: int, frozen: Sequence[int]) -> bool:
    """Say whether a participle right after a full verb belongs to its object: "dropped attempted murder charges"."""
    before = words[i - 1]
    full = before.pos in {"VBD", "VBZ", "VBP", "VB", "VBG"} and not _is_aux(before)
    return (
        full
        and words[i].pos in {"VBN", "VBD"}
        and (_next_noun(words, i) or (i + 1 < len(words) and frozen[i + 1] >= 0))
    )


def _next_noun(words: Sequence[Token], i: int) -> bool:
    return i + 1 < len(words) and words[i + 1].pos.startswith(("NN", "JJ", "CD"))


def _opens_clause(words: Sequence[Token], i: int, frozen: Sequence[int]) -> bool:
    """Say whether a subject and a verb follow before any comma, as after "after", "since", "until", "as"."""
    seen_noun = False
    for j in range(i, min(len(words), i + 14)):
        tag, low = words[j].pos, words[j].lower
        if low in {",", ";", "who", "which", "that"} or tag == "WDT":
            return False
        if tag.startswith("NN") or tag in {"PRP", "EX", "DT", "CD"} or frozen[j] >= 0:
            seen_noun = True
        elif seen_noun and tag in {"MD", "VBZ", "VBP", "VBD"}:
            return True
        elif tag in {"VBG", "TO"} and not seen_noun:
            return False
    return False


def _try_verb(words: Sequence[Token], i: int, frozen: Sequence[int]) -> Chunk | None:
    word = words[i]
    if not (word.pos.startswith(("VB", "MD", "TO")) or word.lower == "to"):
        return None
    if word.pos in {"VBG", "VBN"} and word.lower in {"including", "regarding", "concerning", "following", "according"}:
        return None
    found = _find_auxiliary_run(words, i, frozen)
    return _make_verb_group(words, i, found[0], found[1]) if found else None


def _may_modify(words: Sequence[Token], j: int, frozen: Sequence[int]) -> bool:
    """Say whether a participle, adverb or quotation mark stands before a noun it belongs to: "the newly passed law"."""
    if j + 1 >= len(words):
        return False
    following = words[j + 1].pos
    if words[j].pos in {"VBG", "VBN", "VBD"}:
        return _next_noun(words, j) or frozen[j + 1] >= 0
    if words[j].pos.startswith("RB"):
        return following.startswith(("JJ", "VBN")) or (words[j].lower == "only" and following.startswith("NN"))
    return words[j].text in load_words("quotes") and following.startswith(("NN", "JJ", "VBG"))


def _extend_noun(
    words: Sequence[Token], i: int, frozen: Sequence[int], times: frozenset[int], closed: frozenset[int]
) -> int:
    """Return the end of the noun group that starts at `i`."""
    n, j, seen = len(words), i, False
    if frozen[i] in times:
        while j < n and frozen[j] == frozen[i]:
            j += 1
        return j
    while j < n:
        word = words[j]
        if frozen[j] >= 0:
            if frozen[j] in times and j > i:
                break
            fresh = j > i and frozen[j] != frozen[j - 1]
            if fresh and frozen[j - 1] in closed:
                break
            if fresh and seen and (word.pos in {"DT", "PRP$"} or words[j - 1].pos == "PRP"):
                break
            seen = True
            j += 1
            continue
        tag, low = word.pos, word.lower
        if word.text in {"'", "’"} or tag == "POS" or low == "'s":
            if not seen:
                break
            j += 1
            seen = False
        elif tag in {"DT", "PRP$", "PDT"} or low in {"no", "its", "their", "his", "her", "our", "my"}:
            if j > i and words[j - 1].pos not in {"PDT", "DT"} and words[j - 1].lower not in {"all", "both", "half"}:
                break
            j += 1
        elif tag in {"PRP", "EX"}:
            if j > i:
                break
            return j + 1
        elif tag == "CD" and j > i and words[j - 1].pos in {"NN", "NNS"} and _is_score(words, j):
            break  # "raised tuition 5%", "passed the ban 7-2"
        elif (tag == "CD" and j > i and frozen[j - 1] in closed) or (_is_money(word) and j > i and frozen[j - 1] >= 0):
            break  # "passed the bill 220-210", "fined the company $2 million"
        elif tag.startswith(("NN", "CD", "FW", "$", "#")) or _is_money(word):
            seen = True
            j += 1
        elif tag.startswith("JJ"):
            if seen and not _next_noun(words, j) and (j + 1 >= n or frozen[j + 1] < 0 or frozen[j + 1] in times):
                break
            j += 1
        elif (
            (j > i or tag in {"VBN", "VBD"})
            and (not seen or words[j - 1].pos == "CD")
            and _may_modify(words, j, frozen)
        ):
            j += 1
        else:
            break
    return max(j, i + 1)


def _is_score(words: Sequence[Token], j: int) -> bool:
    """Say whether a number after a noun is a share or a count of votes, not a part of the noun's name."""
    after = words[j + 1].lower if j + 1 < len(words) else ""
    text = words[j].text
    return (
        after in {"%", "percent"} or text.endswith("%") or (len(text) > 2 and "-" in text[1:-1] and text[0].isdigit())
    )


def _find_noun_head(words: Sequence[Token], start: int, head: int, frozen: Sequence[int]) -> int:
    """Return the head of a name that holds prepositions: "[the policy] of this city", but "one of [the subpoenas]"."""
    if frozen[head] < 0:
        return head
    for i in range(start + 1, head):
        if (
            frozen[i] == frozen[head] == frozen[i - 1]
            and words[i].lower in load_words("inner_prepositions")
            and words[i].pos in {"IN", "TO"}
        ):
            if words[i].lower == "of" and words[i - 1].lower in load_words("partitives"):
                continue
            return i - 1
    return head


def _make_noun(words: Sequence[Token], start: int, end: int, frozen: Sequence[int], times: frozenset[int]) -> Chunk:
    head = end - 1
    while head > start and (
        words[head].text in load_words("quotes") or words[head].pos == "POS" or words[head].lower == "'s"
    ):
        head -= 1
    head = _find_noun_head(words, start, head, frozen)
    kind = "T" if frozen[start] in times and frozen[start] >= 0 else "NP"
    chunk = Chunk(kind, start, end, head, words[head].lemma)
    chunk.negated = words[start].lower in {"no", "neither", "none", "nobody", "nothing"}
    return chunk
