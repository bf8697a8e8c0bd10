"""Literals by what they mean: the value a literal denotes, and whether it belongs to a datatype.

The datatypes of OWL 2 RL (OWL 2 Profiles, section 4.2), with the value spaces of XML Schema 1.1 part 2: the decimal
types share one space, float and double have each their own, and so on.
"""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache

import numpy as np
from rdflib import OWL, RDF, RDFS, XSD

from kg.reason.embedded.dictionary import split_literal

Value = tuple[str, object]
"""A value space and a value in it; two literals mean the same where these are equal."""

_LIMITS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}
_NAME_START, _NAME = r"[A-Za-z_:\u00C0-\uFFFD]", r"[-.:\w\u00B7]"
_STRINGS: dict[str, str] = {
    "string": r"[\s\S]*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\s]+(?: [^\s]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "NMTOKEN": rf"{_NAME}+",
    "Name": rf"{_NAME_START}{_NAME}*",
    "NCName": r"[A-Za-z_\u00C0-\uFFFD][-.\w\u00B7]*",
}
_XSD = str(XSD)
LITERAL, PLAIN, LANG = str(RDFS.Literal), str(RDF.PlainLiteral), str(RDF.langString)
_OTHERS = ["boolean", "decimal", "float", "double", "hexBinary", "base64Binary", "anyURI", "dateTime", "dateTimeStamp"]
KNOWN: frozenset[str] = frozenset(
    [_XSD + name for name in (*_LIMITS, *_STRINGS, *_OTHERS)] + [LITERAL, PLAIN, str(RDF.XMLLiteral)]
)
"""The datatypes of OWL 2 RL, as IRIs."""
ANNOTATIONS: tuple[str, ...] = tuple(
    map(str, (RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.deprecated, OWL.versionInfo))
) + tuple(map(str, (OWL.priorVersion, OWL.backwardCompatibleWith, OWL.incompatibleWith)))
"""The built-in annotation properties (rule prp-ap)."""


def _read_decimal(text: str) -> Value | None:
    return ("decimal", Fraction(text)) if re.fullmatch(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", text) else None


def _read_integer(text: str, low: int | None, high: int | None) -> Value | None:
    if not re.fullmatch(r"[+-]?\d+", text):
        return None
    number = int(text)
    fits = (low is None or number >= low) and (high is None or number <= high)
    return ("decimal", Fraction(number)) if fits else None


def _read_boolean(text: str) -> Value | None:
    return {
        "true": ("boolean", True),
        "1": ("boolean", True),
        "false": ("boolean", False),
        "0": ("boolean", False),
    }.get(text)


def _read_float(text: str, space: str) -> Value | None:
    if text in {"INF", "+INF", "-INF", "NaN"}:
        return space, text.lstrip("+")
    if not re.fullmatch(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", text):
        return None
    number = float(np.float32(text)) if space == "float" else float(text)
    # XML Schema tells -0.0 from 0.0 by identity but OWL 2 equality of literals is identity: keep the sign.
    return space, (number, str(number).startswith("-"))


def _read_moment(text: str, zone_needed: bool) -> Value | None:
    found = re.fullmatch(r"(-?\d{4,}-\d\d-\d\dT)(\d\d)(:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?", text)
    if not found or (zone_needed and not found[5]):
        return None
    try:  # 24:00:00 is the next day's first moment and outside what datetime reads: kept as written
        moment = datetime.fromisoformat(found[1] + found[2] + found[3] + (found[5] or ""))
    except ValueError:
        return ("dateTime", text) if found[2] == "24" or len(found[1]) > 11 else None
    fraction = Fraction("0" + found[4]) if found[4] else Fraction(0)
    if moment.tzinfo is None:
        return "dateTime", (None, moment, fraction)
    return "dateTime", ("Z", moment.astimezone(UTC).replace(tzinfo=None), fraction)


def _read_hex(text: str) -> Value | None:
    return ("hexBinary", bytes.fromhex(text)) if re.fullmatch(r"(?:[0-9A-Fa-f]{2})*", text) else None


def _read_base64(text: str) -> Value | None:
    try:
        return "base64Binary", base64.b64decode(re.sub(r"\s", "", text), validate=True)
    except binascii.Error:
        return None


def _read_date(text: str) -> Value | None:
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?", text)
    if not found:
        return ("date", text) if re.fullmatch(r"-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?", text) else None
    try:
        return "date", (date.fromisoformat(found[1]), (found[2] or "").replace("+00:00", "Z"))
    except ValueError:
        return None


_READERS: dict[str, Callable[[str], Value | None]] = {
    "decimal": _read_decimal,
    "boolean": _read_boolean,
    "float": lambda text: _read_float(text, "float"),
    "double": lambda text: _read_float(text, "double"),
    "hexBinary": _read_hex,
    "base64Binary": _read_base64,
    "anyURI": lambda text: ("anyURI", text),
    "dateTime": lambda text: _read_moment(text, zone_needed=False),
    "dateTimeStamp": lambda text: _read_moment(text, zone_needed=True),
    "date": _read_date,
}


def read_value(token: bytes) -> Value | None:
    """Return what a literal in N-Triples form denotes; None where its text is not one of its datatype.

    A datatype that is not among those of OWL 2 RL gives a value of its own for each lexical form.

    >>> read_value(b'"01"^^<http://www.w3.org/2001/XMLSchema#byte>') == read_value(
    ...     b'"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    True
    """
    lexical, language, datatype = split_literal(token)
    if language:
        return "text", (lexical, language.lower())
    if datatype is None or datatype == PLAIN:
        return "string", lexical
    if not datatype.startswith(_XSD):
        return datatype, lexical
    name = datatype.removeprefix(_XSD)
    if name in _STRINGS:
        space = lexical if name == "string" else " ".join(lexical.split()) if name != "normalizedString" else lexical
        return ("string", space) if re.fullmatch(_STRINGS[name], space) else None
    text = lexical.strip(" \t\n\r")
    if name in _LIMITS:
        return _read_integer(text, *_LIMITS[name])
    return _READERS[name](text) if name in _READERS else (datatype, lexical)


def has_value_in(token: bytes, datatype: str) -> bool | None:
    """Say whether a literal's value belongs to a datatype; None for a datatype this module does not know.

    >>> five = b'"5"^^<http://www.w3.org/2001/XMLSchema#integer>'
    >>> has_value_in(five, str(XSD.byte)), has_value_in(five, str(XSD.string))
    (True, False)
    """
    if datatype not in KNOWN:
        own = split_literal(token)[2]
        return True if own == datatype else None
    value = read_value(token)
    if value is None:
        return False
    if datatype == LITERAL:
        return True
    space, inner = value
    if datatype == PLAIN:
        return space in {"string", "text"}
    if not datatype.startswith(_XSD):
        return space == datatype
    name = datatype.removeprefix(_XSD)
    if name in _STRINGS:
        return space == "string" and re.fullmatch(_STRINGS[name], str(inner)) is not None
    if name in _LIMITS:
        low, high = _LIMITS[name]
        if space != "decimal" or not isinstance(inner, Fraction) or inner.denominator != 1:
            return False
        return (low is None or inner >= low) and (high is None or inner <= high)
    if name == "dateTimeStamp":
        return space == "dateTime" and isinstance(inner, tuple) and inner[0] == "Z"
    return space == name


@cache
def list_supertypes(datatype: str | None, language: bool = False) -> frozenset[str]:
    """Return the known datatypes that hold every value a literal of this datatype can have.

    >>> str(XSD.decimal) in list_supertypes(str(XSD.byte)), str(XSD.byte) in list_supertypes(str(XSD.decimal))
    (True, False)
    """
    if language:
        return frozenset({LITERAL, PLAIN})
    name = "string" if datatype is None else datatype.removeprefix(_XSD)
    found = {LITERAL, datatype or _XSD + "string"}
    if name in _LIMITS:
        low, high = _LIMITS[name]
        found.add(_XSD + "decimal")
        for other, (least, most) in _LIMITS.items():
            if (least is None or (low is not None and low >= least)) and (
                most is None or (high is not None and high <= most)
            ):
                found.add(_XSD + other)
    elif name in _STRINGS:
        order = list(_STRINGS)
        chain = {"NMTOKEN": 3, "language": 3, "Name": 5, "NCName": 6}.get(name, order.index(name) + 1)
        found |= {_XSD + other for other in order[: min(chain, 3)]} | {PLAIN}
        if name == "NCName" or name == "Name":
            found |= {_XSD + "NMTOKEN", _XSD + "Name"}
    elif name == "dateTimeStamp":
        found.add(_XSD + "dateTime")
    return frozenset(found & KNOWN)
