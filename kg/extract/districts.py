"""Places by postal code: "Flint, MI", "MI-05"; and whom a party and a place mean: "Sen. Ada Roe, D-Ohio"."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from kg.extract.candidates import Candidate
from kg.extract.tokens import Token, load_wording
from kg.model import Level, MentionType, NameScanner

_DISTRICT = re.compile(r"([A-Z]{2})-(?:\d{1,2}|AL)")


@cache
def _codes() -> Mapping[str, str]:
    return dict(load_wording("postal")["codes"])


def find_coded(tokens: Sequence[Token], sentence: int, names: NameScanner) -> list[Candidate]:
    """Find congressional districts, and states by postal code behind a comma or a party.

    >>> from kg.extract.sentences import analyse_text
    >>> class NoNames:
    ...     def scan(self, text): return []
    >>> (sentence,) = analyse_text("Rep. Ada Roe (MI-05) and Sen. Lee Park (D-OH) met in Flint, MI, OK?")
    >>> [sentence.tokens[one.first].text for one in find_coded(sentence.tokens, 0, NoNames())]
    ['MI-05', 'OH', 'MI']
    """
    found: list[Candidate] = []
    for index, token in enumerate(tokens):
        if not token.text.isupper() or token.text[:2] not in _codes():
            continue
        before = tokens[index - 1].text if index else ""
        placed = before in load_wording("postal")["parties"] or (
            before == ","
            and index > 1
            and tokens[index - 2].text[0].isupper()
            and tokens[index - 2].text.isalpha()
            and tokens[index - 2].text not in _codes()
        )
        district = _DISTRICT.fullmatch(token.text)
        if district is None and not (placed and token.text in _codes()):
            continue
        rows = () if district else next((hit.row_ids for hit in names.scan(_codes()[token.text])), ())
        kind = "Jurisdiction" if district else "State"
        rule = "postal/district" if district else "postal/state"
        found.append(
            Candidate(sentence, index, index + 1, index, MentionType.JURISDICTION, Level.NAME, kind, rule, rows)
        )
    return found


def find_party_members(tokens: Sequence[Token], sentence: int, names: Sequence[Candidate]) -> list[Candidate]:
    """Find "D-Ohio": who stands before it, by party and place; the place is among the sentence's names."""
    found: list[Candidate] = []
    for index, token in enumerate(tokens[:-1]):
        if token.text not in load_wording("postal")["parties"]:
            continue
        place = next((one for one in names if one.first == index + 1 and one.type in _PLACES), None)
        last = place.last if place is not None else index + 2
        found.append(
            Candidate(
                sentence, index, last, index, MentionType.OFFICIAL, Level.NOMINAL, "ElectedOfficial", "postal/party"
            )
        )
    return found


_PLACES = (MentionType.PLACE, MentionType.JURISDICTION)
