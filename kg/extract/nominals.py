"""Mentions by common nouns: "three subpoenas", "the sheriff's department", "city officials in Tampa"."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from kg.extract.candidates import Candidate
from kg.extract.lexicon import NOUN_FILES, Rule, load_rules
from kg.extract.phrases import QUOTES, grow_left, list_words
from kg.extract.tokens import Token
from kg.model import Level, MentionType
from kg.values.number import SMALL_NUMBERS

_BE = frozenset(("be", "'s"))
_INDEFINITE = frozenset(("a", "an", "no", "any", "another"))
_CALLING = frozenset(("Person", "Organisation"))
_PEOPLE = frozenset(("Person", "Official"))
_FILES = (*NOUN_FILES, "crimes")


@cache
def _heads() -> Mapping[str, tuple[tuple[tuple[str, ...], Rule], ...]]:
    """Phrases by their last word, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
    for file in _FILES:
        for rule in load_rules(file):
            for words in rule.words:
                parts = tuple(words.replace("'s", " 's").split())
                table.setdefault(parts[-1], []).append((parts, rule))
    return {last: tuple(sorted(rows, key=lambda row: -len(row[0]))) for last, rows in table.items()}


def find_nominals(
    tokens: Sequence[Token],
    sentence: int,
    named: Collection[int],
    barred: Collection[int],
    names: Sequence[Candidate] = (),
) -> list[Candidate]:
    """Find the mentions by common nouns in a sentence, in reading order.

    Args:
        tokens: The sentence's words.
        sentence: Its number.
        named: Words that belong to names; a head among them is a name's, not a common noun.
        barred: Words that no phrase takes in, such as those of dates and people's names.
        names: The names in the sentence: a phrase that would cut one takes it in whole.
    """
    heads = _heads()
    found: list[Candidate] = []
    for index, token in enumerate(tokens):
        rows = heads.get(token.lemma) or heads.get(token.lower)
        if (rows and index not in named and not token.pos.startswith(("VB", "IN", "MD"))) or (
            rows and _is_noun_after_all(tokens, index)
        ):
            candidate = _read_head(tokens, sentence, index, rows, barred)
            if candidate:
                cut = [name.first for name in names if name.first < candidate.first < name.last <= candidate.head]
                found.append(candidate.widen(first=min(cut)) if cut else candidate)
        elif token.lower.endswith(("-year-old", "-year-olds")) and index not in named and index not in barred:
            aged = _read_age(tokens, sentence, index, barred)
            if aged is not None:
                found.append(aged)
    return _merge_pairs(found, tokens)


def _read_age(tokens: Sequence[Token], sentence: int, index: int, barred: Collection[int]) -> Candidate | None:
    """Read "an unarmed 19-year-old", where no noun follows."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    plural = tokens[index].lower.endswith("s")
    first = grow_left(tokens, index, barred)
    if (after is not None and after.coarse in ("n", "a")) or not (plural or tokens[first].pos in ("DT", "PRP$", "CD")):
        return None
    age = tokens[index].lower.split("-")[0]
    return Candidate(
        sentence,
        first,
        index + 1,
        index,
        MentionType.PERSON,
        Level.NOMINAL,
        "Person",
        "nominals/age",
        person=True,
        plural=plural,
        determiner=tokens[first].lower if tokens[first].pos == "DT" else "",
        attributes=(("age", age),),
    )


def _is_noun_after_all(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word tagged a verb stands where only a noun can: right after an article, possessive or number."""
    before = tokens[index - 1].pos if index else ""
    return tokens[index].pos in ("VB", "VBP", "VBZ") and before in ("DT", "PRP$", "POS", "JJ", "CD")


def _read_head(
    tokens: Sequence[Token],
    sentence: int,
    index: int,
    rows: Sequence[tuple[tuple[str, ...], Rule]],
    barred: Collection[int],
) -> Candidate | None:
    for words, rule in rows:
        start = index - len(words) + 1
        if start < 0 or any(
            word not in (tokens[at].lower, tokens[at].lemma) for at, word in enumerate(words, start) if at < index
        ):
            continue
        if not _is_head(tokens, index) and tokens[index + 1].lemma not in rule.data.get("modifies", ()):
            return None
        if rule.data["type"] not in _PEOPLE and not rule.data.get("name") and _is_named(tokens, start, index):
            return None
        first = grow_left(tokens, start, barred)
        if _fits(tokens, first, start, index, rule):
            return _make(tokens, sentence, first, start, index, rule)
    return None


def _is_named(tokens: Sequence[Token], start: int, index: int) -> bool:
    """Whether a capital makes the head a name's, not a common noun: "Common Pleas", "he told Memo"."""
    if not tokens[index].text[0].isupper() or start == 0:
        return False
    before = tokens[start - 1]
    return before.text[0].isupper() or before.pos.startswith("VB")


def _is_head(tokens: Sequence[Token], index: int) -> bool:
    """Whether no noun follows that the word would only modify."""
    if index + 1 >= len(tokens):
        return True
    after = tokens[index + 1]
    ahead = tokens[index + 2].pos if index + 2 < len(tokens) else ""
    if after.pos == "NNS" and tokens[index].pos == "NN" and ahead in ("DT", "PRP$", "CD", "JJ", "PRP"):
        return True  # "The complaint notes many ..."
    if after.lower in list_words("past_forms") and ahead in ("DT", "PRP$", "CD", "JJ", "PRP", "NNP"):
        return True  # "Police shot a man"
    if tokens[index].pos == "NNS" and after.lower in ("committee", "commission", "board", "panel", "council", "office"):
        return False
    if after.pos == "NN" and tokens[index].pos == "NNS" and after.lower in list_words("plural_owners"):
        return False  # "the farmers market"
    if after.pos in ("NN", "NNS") and after.text[0].islower() and tokens[index].pos in ("NN", "NNP", "JJ", "VB"):
        return False
    return not (after.text == "-" or after.lower in ("-based",))


def _fits(tokens: Sequence[Token], first: int, start: int, index: int, rule: Rule) -> bool:
    data = rule.data
    plural = tokens[index].pos in ("NNS", "NNPS", "VBZ")
    if tokens[first].lower == "no" and data["type"] == "Person":
        return False
    determiner = tokens[first].pos in ("DT", "PRP$", "PDT", "WP$", "CD") or any(
        token.pos == "POS" for token in tokens[first:start]
    )
    modifier = any(token.pos != "DT" and token.text not in QUOTES for token in tokens[first:start])
    if data.get("plural") and not plural and not (determiner and data["plural"] == "or-determiner"):
        return False
    needs = data.get("needs")
    if needs in ("any", "counted", "determiner") and data["type"] in _CALLING and _calls(tokens, first, index):
        needs = None
    if needs == "determiner" and not (determiner or plural):
        return False
    if needs == "modifier" and not modifier:
        return False
    if data.get("singular") and plural:
        return False
    if needs == "counted" and not (determiner or plural or any(token.coarse == "n" for token in tokens[first:start])):
        return False
    if needs == "any" and not (determiner or plural or modifier):
        return False
    if (only := data.get("only_after")) and not any(
        token.lower in only or (token.pos == "JJ" and token.text[0].isupper() and first < at)
        for at, token in enumerate(tokens[first:start], first)
    ):
        return False
    ahead = " ".join(token.lower for token in tokens[index + 1 : index + 4]) + " "
    if any(ahead.startswith(words + " ") for words in data.get("not_before", ())):
        return False
    inside = " " + " ".join(token.lower for token in tokens[max(0, start - 3) : start])
    outside = " " + " ".join(token.lower for token in tokens[max(0, first - 3) : first])
    if any(text.endswith(" " + words) for words in data.get("not_after", ()) for text in (inside, outside)):
        return False
    if data["type"] == "Jurisdiction" and _says_what(tokens, first, start):
        return False
    return not (data.get("predicate") is False and _is_predicate(tokens, first))


def _calls(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether a bare noun stands right before the name of whom it calls so: "activist Ada Roe", "refiner Orcorp"."""
    if (
        index + 1 >= len(tokens)
        or tokens[index].pos not in ("NN", "NNP")
        or (tokens[index].text[0].isupper() and first)
    ):
        return False
    after = tokens[index + 1]
    return after.text[0].isupper() and after.pos in ("NNP", "NNPS") and not after.lower.endswith("day")


def _is_predicate(tokens: Sequence[Token], first: int) -> bool:
    """Whether an indefinite phrase only says what something is: "This is not a request", "appears to be a request"."""
    if tokens[first].lower not in _INDEFINITE:
        return False
    back = first - 1
    while back >= 0 and (tokens[back].lower in ("not", "n't", "just", "only") or tokens[back].text in QUOTES):
        back -= 1
    return back >= 0 and (tokens[back].lemma in _BE or tokens[back].lower in ("'s", "as"))


def _says_what(tokens: Sequence[Token], first: int, start: int) -> bool:
    """Whether a phrase for a place is said of another: "made us the safest big city", "Tampa is a city that cares"."""
    if not first:
        return False
    best = any(token.pos == "JJS" or token.lower == "most" for token in tokens[first:start])
    before = tokens[first - 1]
    if before.pos in ("RB", "''") and first > 1:
        before = tokens[first - 2]
    if before.lemma in ("be", "become", "remain"):
        return best or tokens[first].lower in _INDEFINITE
    return best and first > 1 and before.coarse in ("o", "n") and tokens[first - 2].lemma in ("make", "call", "name")


def _make(tokens: Sequence[Token], sentence: int, first: int, start: int, index: int, rule: Rule) -> Candidate:
    attributes: list[tuple[str, str]] = []
    named = rule.data.get("name") or (rule.name == "crimes/crime" and first == start)
    for token in tokens[first:start]:
        if token.pos == "CD" and token.lower in SMALL_NUMBERS:
            attributes.append(("count", str(SMALL_NUMBERS[token.lower])))
        elif token.pos == "CD" and token.text.isdigit():
            attributes.append(("count", token.text))
        elif token.lower.endswith("-year-old"):
            attributes.append(("age", token.lower.removesuffix("-year-old")))
    return Candidate(
        sentence=sentence,
        first=first,
        last=index + 1,
        head=index,
        type=MentionType(rule.data["type"]),
        level=Level.NAME if named else Level.NOMINAL,
        kind=rule.data["kind"],
        rule=rule.name,
        person=bool(rule.data.get("person")),
        plural=tokens[index].pos in ("NNS", "NNPS", "VBZ"),
        determiner=tokens[first].lower if tokens[first].pos in ("DT", "PRP$", "PDT") else "",
        attributes=tuple(attributes),
    )


def _merge_pairs(found: list[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """Join "cities and states", "its laws and policies": two bare plurals of one type are one mention."""
    merged: list[Candidate] = []
    for candidate in found:
        last = merged[-1] if merged else None
        if (
            last is not None
            and candidate.first == last.last + 1 == candidate.head
            and tokens[last.last].lower in ("and", "or")
            and candidate.type is last.type
            and candidate.type in (MentionType.JURISDICTION, MentionType.INSTRUMENT)
            and candidate.plural
            and last.plural
        ):
            merged[-1] = last.widen(last=candidate.last)
            continue
        merged.append(candidate)
    return merged
