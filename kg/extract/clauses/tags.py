"""Mend the tags of verbs that the tagger took for nouns: "An officer shot the driver", "The driver faces charges"."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.extract.chunks import load_words
from kg.extract.tokens import Token, find_lemma

# Only words of these tags are ever mended.
_MENDED = frozenset({"NN", "NNS", "JJ", "VB", "VBP", "VBG", "IN"})
_OPENERS = frozenset({"NN", "JJ", "DT", "CD", "PR", "RB", "TO", "IN"})
_BORDERS = frozenset({",", ":", "WDT", "WP", "WRB"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@cache
def _read_form(lower: str) -> tuple[str, str] | None:
    """Return tag and lemma of a word as a finite form of a verb of the list, or None."""
    verbs = load_words("mendable_verbs")
    if lower.endswith("s") and not lower.endswith("ss"):
        lemma = find_lemma(lower, "VBZ")
        return ("VBZ", lemma) if lemma in verbs else None
    lemma = find_lemma(lower, "VBD")
    if lower in load_words("unchanging_verbs"):
        return "VBD", lower
    return ("VBD", lemma) if lemma != lower and lemma in verbs else None


def mend_tags(tokens: Sequence[Token], frozen: Sequence[int]) -> tuple[Token, ...]:
    """Return the tokens with such verbs tagged as verbs: after a name, before an object, where no verb else is near."""
    mended = list(tokens)
    for i in range(1, len(tokens) - 1):
        token = tokens[i]
        if token.lower == "cannot":
            mended[i] = replace(token, pos="MD", lemma="can")
            continue
        if token.pos not in _MENDED:
            continue
        if token.lower.endswith("ing") and _is_gerund(mended, i, frozen):
            mended[i] = replace(token, pos="VBG", lemma=find_lemma(token.lower, "VBG"))
            continue
        if token.pos == "VBG" and tokens[i - 1].pos in {"DT", "PRP$", "POS"} and tokens[i + 1].lower == "of":
            mended[i] = replace(token, pos="NN", lemma=token.lower)
            continue
        if token.lower == "that" and token.pos == "IN" and _points(tokens, i):
            mended[i] = replace(token, pos="DT")
            continue
        if token.pos == "JJ" and token.lower == "likely" and tokens[i + 1].pos.startswith("VB"):
            mended[i] = replace(token, pos="RB")
            continue
        if token.pos in {"NN", "JJ"} and _is_base(mended, i, frozen):
            mended[i] = replace(token, pos="VB", lemma=token.lower)
            continue
        if tag := _read_unchanging(mended, i, frozen):
            mended[i] = replace(token, pos=tag, lemma=find_lemma(token.lower, tag))
            continue
        if token.pos == "VB" and _follows_we(mended, i):
            mended[i] = replace(token, pos="VBP")
            continue
        if token.pos == "NN" and _is_subjunctive(mended, i, frozen):
            mended[i] = replace(token, pos="VBP", lemma=token.lower)
            continue
        if token.pos == "VB" and (mended[i - 1].pos in {"DT", "PRP$"} or _is_object(mended, i, frozen)):
            mended[i] = replace(token, pos="NN")
            continue
        if token.pos not in {"NN", "NNS", "JJ"} or frozen[i] >= 0 or not token.text[0].islower():
            continue
        after = tokens[i + 1]
        if _follows_subject(mended, i) and (form := _read_form(token.lower)) is not None:
            mended[i] = replace(token, pos=form[0], lemma=form[1])
            continue
        if frozen[i - 1] < 0 and not (tokens[i - 1].pos in {"NN", "NNS"} and after.pos in {"DT", "PRP$", "PRP"}):
            continue
        if frozen[i + 1] < 0 and after.pos not in {"DT", "PRP$", "TO", "CD", "PRP", "IN", "VBG", "RB", "RP"}:
            joined = after.pos == "CC" and i + 2 < len(tokens) and tokens[i + 2].pos in {"VBD", "VBN"}
            if not joined:
                continue
        form = _read_form(token.lower)
        if form is None and token.pos == "NN" and mended[i - 1].pos == "NNS" and after.pos in {"DT", "PRP$"}:
            form = ("VBP", token.lower) if token.lower in load_words("mendable_verbs") else None
        if form is not None and not _has_verb_near(mended, i):
            mended[i] = replace(token, pos=form[0], lemma=form[1])
    if not any(t.pos in _FINITE for t in mended):
        _mend_verbless(mended, frozen)
    return tuple(mended)


def _mend_verbless(mended: list[Token], frozen: Sequence[int]) -> None:
    """Take the first noun that may be a finite verb for one: "The ordinance bans leaf blowers"."""
    for i in range(1, len(mended) - 1):
        token, after = mended[i], mended[i + 1].pos
        if token.pos not in {"NNS", "NN"} or frozen[i] >= 0 or not token.text[0].islower():
            continue
        j = i - 2 if mended[i - 1].pos == "RB" and i > 1 else i - 1
        if not (mended[j].pos.startswith(("NN", "PRP")) or frozen[j] >= 0):
            continue
        opens = after[:2] in _OPENERS or frozen[i + 1] >= 0
        form = _read_form(token.lower)
        if form is None and opens and after != "IN" and mended[j].pos in {"NNS", "NNPS"} and j == i - 1:
            form = ("VBP", token.lower) if token.lower in load_words("mendable_verbs") else None
        if form is not None and opens:
            mended[i] = replace(token, pos=form[0], lemma=form[1])
            return


def _read_unchanging(tokens: Sequence[Token], i: int, frozen: Sequence[int]) -> str:
    """Return the tag of "quit", "shut", "let": a past tense after a subject, a participle after "be" or "have"."""
    before, lower = tokens[i - 1], tokens[i].lower
    if (
        tokens[i].pos == "NN"
        and before.lower in load_words("be")
        and frozen[i] < 0
        and lower in load_words("odd_participles")
    ):
        return "VBN"
    if tokens[i].pos == "NN" and before.lower in load_words("be") and frozen[i] < 0 and lower.endswith("ing"):
        leads = tokens[i + 1].pos in {"IN", "DT", "PRP", "PRP$"}
        return "VBG" if leads and find_lemma(lower, "VBG") in load_words("mendable_verbs") else ""
    if tokens[i].pos not in {"VB", "VBP", "NN"} or lower not in load_words("unchanging_verbs"):
        return ""
    if before.lower in load_words("be") or before.lower in load_words("have"):
        return "VBN"
    subject = before.pos in {"NN", "NNS", "NNP", "NNPS", "PRP"} or frozen[i - 1] >= 0
    subject |= before.pos == "," and i > 2 and not any(t.pos in _FINITE for t in tokens[:i])
    return "VBD" if subject and frozen[i] < 0 and not _has_verb_near(tokens, i) and tokens[i].pos != "NN" else ""


def _follows_we(tokens: Sequence[Token], i: int) -> bool:
    """Say whether a plain verb follows a subject pronoun, over adverbs: "we strongly urge"."""
    j = i - 1
    while j > 0 and tokens[j].pos == "RB":
        j -= 1
    return tokens[j].lower in {"we", "they", "i"} and (j == 0 or tokens[j - 1].lemma not in load_words("bare_takers"))


def _is_subjunctive(tokens: Sequence[Token], i: int, frozen: Sequence[int]) -> bool:
    """Say whether a noun is the verb of what somebody asks for: "demanded that the owner visit the town"."""
    after = tokens[i + 1]
    if frozen[i] >= 0 or tokens[i].lower not in load_words("mendable_verbs") or tokens[i - 1].pos in {"DT", "JJ", "IN"}:
        return False
    if not (after.pos in {"DT", "PRP$", "PRP"} or frozen[i + 1] >= 0):
        return False
    for j in range(i - 1, max(-1, i - 8), -1):
        if tokens[j].pos.startswith("VB") or tokens[j].pos in {"MD", ","}:
            return tokens[j].lemma in load_words("asking_verbs")
    return False


def _points(tokens: Sequence[Token], i: int) -> bool:
    """Say whether "that" points at the noun behind it: "repealed that agreement."."""
    noun = tokens[i + 1].pos in {"NN", "NNS"} and tokens[i - 1].pos.startswith("VB")
    return noun and i + 2 < len(tokens) and tokens[i + 2].pos in {".", ",", "TO", "CC", "IN"}


def _is_base(tokens: Sequence[Token], i: int, frozen: Sequence[int]) -> bool:
    """Say whether a noun is an infinitive: "to freeze the rates", "to sign or veto the bill", "they plan to sue"."""
    lower, before, after = tokens[i].lower, tokens[i - 1], tokens[i + 1]
    if frozen[i] >= 0:
        return False
    if before.lower == "to" and tokens[i - 2].lower == "not":
        return True
    if _is_inverted(tokens, i, frozen):
        return lower in load_words("mendable_verbs")
    if lower in load_words("own_controls"):
        return before.pos == "NNS" and after.lower == "to" and not _has_verb_near(tokens, i)
    opens = after.pos in {"DT", "PRP$", "PRP", "CD", "PDT"} or frozen[i + 1] >= 0 or after.lower == "all"
    if lower not in load_words("mendable_verbs") or not opens:
        return False
    if before.lower == "to":
        return True
    led = [t.lower for t in tokens[max(0, i - 6) : i - 1]]
    return before.pos == "CC" and "to" in led and any(t.pos == "VB" for t in tokens[max(0, i - 5) : i - 1])


def _is_inverted(tokens: Sequence[Token], i: int, frozen: Sequence[int]) -> bool:
    """Say whether an auxiliary stands before the subject before the word: "nor did he grant the request"."""
    if tokens[i - 1].pos != "PRP" and frozen[i - 1] < 0:
        return False
    j = i - 1
    while j > 0 and frozen[j] >= 0 and frozen[j - 1] == frozen[j]:
        j -= 1
    opened = j < 2 or tokens[j - 2].pos in {",", "CC", ":", ".", "''", "``", "WRB", "WP"}
    return j >= 1 and opened and (tokens[j - 1].pos == "MD" or tokens[j - 1].lower in load_words("do"))


def _is_object(tokens: Sequence[Token], i: int, frozen: Sequence[int]) -> bool:
    """Say whether a "bare verb" right after a full verb is its object: "set bail", "revise pay rates"."""
    before = tokens[i - 1]
    if frozen[i - 1] >= 0 or not before.pos.startswith("VB") or before.lemma in load_words("bare_takers"):
        return False
    return not (load_words("be") | load_words("have") | load_words("do")) & {before.lower}


def _follows_subject(tokens: Sequence[Token], i: int) -> bool:
    """Say whether a word follows a pronoun that can only be a subject: "he shot", "a bill that bans fees"."""
    before = tokens[i - 1].lower
    if before in {"that", "which"}:
        return i > 1 and tokens[i - 2].pos.startswith("NN") and tokens[i + 1].pos not in {"VBD", "VBZ", "VBP", "MD"}
    return before in {"he", "she", "they", "we", "who"}


def _has_verb_near(tokens: Sequence[Token], i: int) -> bool:
    """Say whether a finite verb stands in the same stretch between commas and conjunctions."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(tokens) and tokens[j].pos not in _BORDERS and tokens[j].lower != "that":
            if step < 0 and tokens[j].pos == "IN" and tokens[j].lower in load_words("complementisers"):
                break
            if tokens[j].pos in _FINITE:
                return True
            j += step
    return False


def _is_gerund(tokens: Sequence[Token], i: int, frozen: Sequence[int]) -> bool:
    """Say whether a noun or adjective in -ing is a gerund with an object: "without consulting the board"."""
    token, before, after = tokens[i], tokens[i - 1], tokens[i + 1]
    if not token.lower.endswith("ing") or token.pos not in {"NN", "JJ"} or frozen[i] >= 0:
        return False
    if before.pos == "," and after.lower == "that":
        return find_lemma(token.lower, "VBG") in load_words("mendable_verbs")  # "he blocked it, ruling that …"
    opens = frozen[i + 1] >= 0 or after.pos in {"DT", "PRP$", "PRP"}
    led = before.pos in {"IN", "TO"} or before.pos.startswith("VB") or before.lower == "than"
    return opens and led and find_lemma(token.lower, "VBG") in load_words("mendable_verbs")
