"""Read SPARQL text as tokens, without parsing it: enough to measure it, to find words in it, and to add to it.

The tokens are those of SPARQL 1.1 Query, section 19.8. Where the grammar is needed to tell `<` from the start of an
IRI, an IRI is taken, as the specification's longest match does.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+|\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$][\w·̀-ͯ‿-⁀]+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)?)
    | (?P<blank>_:\w(?:[\w.·-]*[\w·-])?)
    | (?P<prefixed>(?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)
        (?:(?:[\w:.·-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\.))?)?)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<mark><<\(|\)>>|<<|>>|\{\||\|\}|\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPEN, _CLOSE = frozenset({"{", "(", "[", "<<", "<<(", "{|"}), frozenset({"}", ")", "]", ">>", ")>>", "|}"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


@dataclass(frozen=True, slots=True)
class Token:
    """A token, its kind (a group of the pattern above), its offset in code points, and how deep in brackets it is.

    A word's `text` is in capitals; an opening bracket has the depth of what stands around it, as its closing one has.
    """

    kind: str
    text: str
    start: int
    depth: int


@dataclass(frozen=True)
class Scan:
    """A query or update as tokens, without spaces and comments."""

    source: str
    tokens: tuple[Token, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """The bare words used, in capitals: keywords and the names of built-in functions."""
        return frozenset(token.text for token in self.tokens if token.kind == "word")

    @cached_property
    def form(self) -> str:
        """SELECT, ASK, CONSTRUCT or DESCRIBE; "" where the text has none of them, as an update may."""
        found = (token.text for token in self.tokens if token.kind == "word" and token.text in _FORMS)
        return next(found, "")

    @cached_property
    def depth(self) -> int:
        """How deep brackets nest at the most."""
        return max((token.depth + (token.text in _OPEN) for token in self.tokens), default=0)

    @cached_property
    def deepest(self) -> Token:
        """The first token as deep as any; the scan must not be empty."""
        return max(self.tokens, key=lambda token: token.depth)

    def where(self) -> int | None:
        """Return the offset just inside the outermost WHERE group, or None where the query has none."""
        braces = [token for token in self.tokens if token.text == "{" and token.depth == 0]
        wheres = [token for token in self.tokens if token.text == "WHERE" and token.depth == 0]
        if wheres:
            braces = [token for token in braces if token.start > wheres[0].start]
        elif self.form == "CONSTRUCT":
            braces = braces[1:]
        return braces[0].start + 1 if braces else None

    def find_position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset, both from 1."""
        line = self.source.count("\n", 0, offset) + 1
        return line, offset - self.source.rfind("\n", 0, offset)


@lru_cache(maxsize=64)
def scan(text: str) -> Scan:
    """Split SPARQL text into tokens; any text has some, so this never fails, and takes time linear in its length.

    >>> [token.text for token in scan("select ?s { ?s a <#x> } # done").tokens]
    ['SELECT', '?s', '{', '?s', 'A', '<#x>', '}']
    >>> scan("ASK { ?service a 'SERVICE', service:x }").words == {"ASK", "A"}
    True
    """
    tokens: list[Token] = []
    depth = 0
    for match in _TOKEN.finditer(text):
        kind, part = match.lastgroup or "mark", match[0]
        if kind == "space":
            continue
        if part in _CLOSE:
            depth = max(0, depth - 1)
        tokens.append(Token(kind, part.upper() if kind == "word" else part, match.start(), depth))
        if part in _OPEN:
            depth += 1
    return Scan(text, tuple(tokens))
