"""A query without its constants: what all queries of one shape have in common, found once and kept.

Programs ask the same few queries over and over, with another name or number in them. Splitting a text at its
constants takes a tenth of the time that reading all its tokens takes; the rest of the text is the key under which
what was found out about the shape is kept.
"""

import re
import string
from dataclasses import dataclass

from kg.store.scan import Scan, Token

# First the tokens of `kg.store.scan` that are no constants, as many as there are, then a constant. Where neither fits
# (an open string), one character stands for the constant, and matches no kind of it. Nothing is tried twice.
_PART = re.compile(
    r"""
    ((?:
        [^\w\#<"':.?$@_]++
      | [?$][\w·̀-ͯ‿-⁀]*+
      | @(?:[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[a-z]++)?+)?+
      | _:\w(?:[\w.·-]*[\w·-])?
      | (?![^\W\d_][\w.·-]*+:)[A-Za-z_][A-Za-z0-9_]*+
      | <(?![^<>"{}|^`\x00-\x20]*+>)
      | \.(?!\d)
    )*+)
    ( \#[^\r\n]*+
    | <[^<>"{}|^`\x00-\x20]*+>
    | (?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)
        (?:(?:[\w:.·-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\.))?)?
    | (?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)?+
    | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    | "(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'
    | .
    | \Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_LETTERS = string.ascii_letters + ":"
_KINDS = {"#": "#", "<": "<", '"': '"', "'": '"', ".": "0", **dict.fromkeys("0123456789", "0")}
_TABLE = {ord(first): kind for first, kind in _KINDS.items()} | dict.fromkeys(map(ord, _LETTERS), ":")
_NAMES = {"#": "space", "<": "iri", '"': "string", "0": "number", ":": "prefixed"}


@dataclass(frozen=True, slots=True)
class Split:
    """A text cut at its constants: a gap stands before each; the last constant is empty. `key` names the shape."""

    gaps: tuple[str, ...]
    constants: tuple[str, ...]
    key: tuple[str, ...]


def split(text: str) -> Split:
    """Cut a text at its constants: IRIs, prefixed names, strings, numbers and comments.

    >>> split("ASK { ?v1 e:7 'x' } # done").constants
    ('e:7', "'x'", '# done', '')
    >>> split("ASK { ?v e:7 'x' }").key == split("ASK { ?v f:8 'y' }").key
    True
    """
    gaps, constants = zip(*_PART.findall(text), strict=True)
    return Split(gaps, constants, ("".join([row[:1] for row in constants]).translate(_TABLE), *gaps))


def match_tokens(found: Scan, cut: Split) -> dict[int, int] | None:
    """Return the number of the constant that stands at each offset where a token does; None where the two disagree."""
    numbers: dict[int, int] = {}
    offset = 0
    for number, (gap, constant) in enumerate(zip(cut.gaps, cut.constants, strict=True)):
        offset += len(gap)
        if constant and constant[0] != "#":
            numbers[offset] = number
        offset += len(constant)
    tokens = {row.start: row for row in found.tokens if row.kind in ("iri", "prefixed", "string", "number")}
    if tokens.keys() != numbers.keys():
        return None
    return numbers if all(_agree(row, cut.constants[numbers[start]]) for start, row in tokens.items()) else None


def _agree(token: Token, constant: str) -> bool:
    return token.text == constant and _NAMES.get(constant[:1].translate(_TABLE)) == token.kind
