"""Terms in N-Triples, as Oxigraph dumps them: what kind each is, and by what it is ordered within its kind."""

import re

XSD = "http://www.w3.org/2001/XMLSchema#"
BLANK, IRI, STRING, INTEGER = range(4)
"""The kinds every dataset has, numbered; further ones are numbered from 4 on, in the order of their names."""

FIRST_KINDS = ("blank", "iri", "string", "integer")
_INTEGER = f'"^^<{XSD}integer>'.encode()
_EXACT = 2**53
"""Integers beyond this are left to Oxigraph: a sum of them might not be exact here."""
_LITERAL = re.compile(rb'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_UNESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_ORDERED = {
    f"{XSD}date": re.compile(rb"\d{4}-\d\d-\d\d"),
    f"{XSD}dateTime": re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
}
"""Datatypes whose literals, so written, are ordered by their text as by their value."""

Key = bytes | int


def classify(token: bytes) -> tuple[str, Key] | None:
    r"""Return a token's kind and what it is ordered by among its kind; None for terms of RDF 1.2.

    A kind whose name begins with "?" has no order that could be told from the text.

    >>> classify(b'<urn:a>'), classify(b'"a\\n"@en')
    (('iri', b'urn:a'), ('@en', b'a\n'))
    >>> classify(b'"7"^^<http://www.w3.org/2001/XMLSchema#integer>')
    ('integer', 7)
    >>> classify(b'"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    ('?http://www.w3.org/2001/XMLSchema#decimal', b'1.5')
    """
    first = token[:1]
    if first == b"<":
        return None if token[1:2] == b"<" else ("iri", token[1:-1])
    if first == b"_":
        return "blank", token
    if token.endswith(_INTEGER):
        text = token[1 : -len(_INTEGER)]
        if len(text) < 20 and abs(int(text)) <= _EXACT:
            return "integer", int(text)
        return f"?{XSD}integer", text
    found = _LITERAL.fullmatch(token)
    if found is None:
        return None
    value = unescape(found[1])
    if found[2] is not None:
        return None if b"--" in found[2] else (f"@{found[2].decode()}", value)
    if found[3] is None:
        return "string", value
    kind = found[3].decode()
    pattern = _ORDERED.get(kind)
    return (kind if pattern and pattern.fullmatch(value) else f"?{kind}"), value


def unescape(text: bytes) -> bytes:
    r"""Return what stands between the quotes of a literal as it is meant (N-Triples, section 2.4).

    >>> unescape(b"a\\tb\\u00E9") == "a\tb\u00e9".encode()
    True
    """
    if b"\\" not in text:
        return text

    def replace(found: re.Match[str]) -> str:
        code = found[1]
        return chr(int(code[1:], 16)) if code[0] in "uU" and len(code) > 1 else _UNESCAPES.get(code, code)

    return re.sub(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", replace, text.decode(), flags=re.DOTALL).encode()
