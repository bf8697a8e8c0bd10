"""Names that bear a number, and cases named by their parties: "House Bill 12", "Local 5", "Roe v. Adams County"."""

from collections.abc import Sequence
from functools import cache

from kg.extract.candidates import Candidate
from kg.extract.lexicon import Rule, load_rules
from kg.extract.patterns import encode_sentence
from kg.extract.tokens import Token
from kg.model import Level, MentionType

_SMALL = frozenset(("IN", "RB", "CC", "DT", "PRP$", "WRB", "TO"))
VERSUS = frozenset(("v.", "vs.", "v"))


def find_numbered(tokens: Sequence[Token], sentence: int) -> list[Candidate]:
    """Find instruments that bear a number or the names of parties: "House Bill 12", "Roe v. Adams County"."""
    rules, needs = _list_numbered()
    if needs.isdisjoint(token.lower for token in tokens):
        return []
    encoded = encode_sentence(tokens)
    found: list[Candidate] = []
    for rule in rules:
        for match in rule.pattern.find(encoded) if rule.pattern else ():
            last = match.last
            while last > match.first and tokens[last - 1].lower in ("of", "the", "and", ",", "&"):
                last -= 1
            if last < len(tokens) and tokens[last].lower in rule.data.get("not_before", ()):
                continue
            type_ = MentionType(rule.data["type"])
            first = _reach_left(tokens, match.first) if rule.data.get("reach") else match.first
            while first < match.last and tokens[first].pos in _SMALL:
                first += 1
            head = next((at for at in range(first, last) if tokens[at].lower in (*VERSUS, "of")), last - 1)
            one = Candidate(sentence, first, last, head, type_, Level.NAME, rule.data["kind"], rule.name)
            if not any(one.meets(other) for other in found):
                found.append(one)
    return found


def _reach_left(tokens: Sequence[Token], first: int) -> int:
    """The first of the words with a capital, joined by "of", "and" or "&", that end before word `first`."""
    while first > 0:
        before = tokens[first - 1]
        opening = first == 1 and before.pos in _SMALL
        joined = before.lower in ("of", "and", "&", "for") and first > 1 and tokens[first - 2].text[0].isupper()
        if not joined and (not before.text[0].isupper() or opening or before.pos in ("IN", "DT", "CC")):
            break
        first -= 1
    return first


@cache
def _list_numbered() -> tuple[tuple[Rule, ...], frozenset[str]]:
    """The rows of named_instruments, and words of which a sentence must have one for any to match."""
    rules = load_rules("named_instruments")
    return rules, frozenset(word for rule in rules if rule.pattern for word in rule.pattern.needs)
