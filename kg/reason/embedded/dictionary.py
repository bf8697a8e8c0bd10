"""Terms as numbers: every IRI, blank node and literal gets the next number when first seen.

A term is kept as its N-Triples form in UTF-8, so files pass through without a Python object a triple. `"x"` and
`"x"^^xsd:string` are one term (RDF 1.1 Concepts, section 3.3).
"""

import re
from collections.abc import Callable

from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

_STRING = b"^^<" + str(XSD.string).encode() + b">"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<(.*)>)?', re.DOTALL)


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text

    def replace(found: re.Match[str]) -> str:
        code = found[1]
        return chr(int(code[1:], 16)) if code[0] in "uU" and len(code) > 1 else _UNESCAPES.get(code, code)

    return re.sub(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", replace, text, flags=re.DOTALL)


def write_token(term: Node) -> bytes:
    r"""Return a term in N-Triples (RDF 1.1 N-Triples, section 2), in UTF-8.

    >>> write_token(Literal('a "b"')), write_token(BNode("x"))
    (b'"a \\"b\\""', b'_:x')
    """
    if isinstance(term, Literal):
        text = '"' + re.sub(r'[\\"\n\r]', lambda found: _ESCAPES[found[0]], str(term)) + '"'
        if term.language:
            return f"{text}@{term.language}".encode()
        if term.datatype and term.datatype != XSD.string:
            text += f"^^<{term.datatype}>"
        return text.encode()
    return (f"_:{term}" if isinstance(term, BNode) else f"<{term}>").encode()


def read_token(token: bytes) -> Node:
    r"""Return the term an N-Triples token writes.

    >>> read_token(b'"1"^^<http://www.w3.org/2001/XMLSchema#integer>')
    rdflib.term.Literal('1', datatype=rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#integer'))
    """
    if token.startswith(b"<"):
        return URIRef(_unescape(token[1:-1].decode()))
    if token.startswith(b"_:"):
        return BNode(token[2:].decode())
    lexical, language, datatype = split_literal(token)
    return Literal(lexical, lang=language, datatype=URIRef(datatype) if datatype else None, normalize=False)


def split_literal(token: bytes) -> tuple[str, str | None, str | None]:
    """Return a literal token's lexical form, language tag and datatype IRI.

    >>> split_literal(b'"chat"@fr')
    ('chat', 'fr', None)
    """
    found = _LITERAL.fullmatch(token.decode())
    assert found, token  # noqa: S101 - tokens are ours or were checked by the reader
    return _unescape(found[1]), found[2], found[3]


class _Numbers(dict[bytes, int]):
    """Token to number; a token that is asked for the first time gets one."""

    def __init__(self, tokens: list[bytes]) -> None:
        self._tokens = tokens

    def __missing__(self, token: bytes) -> int:
        if token.endswith(_STRING):
            number = self[token] = self[token[: -len(_STRING)]]
        else:
            number = self[token] = len(self._tokens)
            self._tokens.append(token)
        return number


class Dictionary:
    """Numbers for terms, from 0 up, never given twice."""

    def __init__(self) -> None:
        """Start empty."""
        self.tokens: list[bytes] = []
        self._ids = _Numbers(self.tokens)
        self._nodes: dict[Node, int] = {}
        self._terms: dict[int, Node] = {}

    def __len__(self) -> int:
        """Return how many terms have a number."""
        return len(self.tokens)

    @property
    def encode(self) -> Callable[[bytes], int]:
        """Return the number of a term in N-Triples form: a function, so that it can be mapped over many."""
        return self._ids.__getitem__

    def forget(self, size: int) -> None:
        """Take the numbers from `size` up back, as if their terms had not been seen."""
        for token in [token for token, number in self._ids.items() if number >= size]:
            del self._ids[token]
        del self.tokens[size:]

    def encode_node(self, term: Node) -> int:
        """Return the number of an rdflib term."""
        number = self._nodes.get(term)
        if number is None:
            number = self._nodes[term] = self.encode(write_token(term))
            self._terms.setdefault(number, term)
        return number

    def find(self, token: bytes, default: int) -> int:
        """Return the number of a term in N-Triples form, or the default where it has none."""
        return self._ids.get(token, default)

    def find_node(self, term: Node) -> int | None:
        """Return the number of an rdflib term, None where it has none."""
        number = self._nodes.get(term)
        return number if number is not None else self._ids.get(write_token(term))

    def decode(self, number: int) -> Node:
        """Return the rdflib term of a number."""
        term = self._terms.get(number)
        if term is None:
            term = self._terms[number] = read_token(self.tokens[number])
        return term

    def is_literal(self, number: int) -> bool:
        """Say whether the term is a literal."""
        return self.tokens[number].startswith(b'"')
