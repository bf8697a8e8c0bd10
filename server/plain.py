"""Answer a plain request, ``GET /sparql?query=…``, from its bytes, where its query is known to cost little.

What is not plain, or not cheap, or wrong in any way gets no answer here: the server proper answers it, so there is one
place for each rule of the protocol. A query is cheap if `server.bound` gives it a bound, and that is low; only then the
engine sees it in this process, which other clients depend on.
"""

import binascii
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError
from kg.formats import Format, list_formats
from server.answer import Answer
from server.bound import Outline, bound_cost, read_outline
from server.cache import Cache
from server.config import Config
from server.degrees import Degrees
from server.description import asks_for_description
from server.encoding import choose_coding, encode, is_compressible, list_codings
from server.limits import check_query
from server.negotiation import choose_format
from server.tags import add_common_headers, find_reply_headers, make_tag
from server.template import Split, match_tokens, split

MOST_STEPS = 2000
"""The most solutions a query may meet on its way: a few milliseconds' work."""
MOST_CHARACTERS = 2**21
"""The most characters of terms it may touch."""
_LONGEST = 4000
_SEARCH = "https://w3id.org/polity/text/"
_MOST_KEPT = 2000
_MOST_ASKED = 20_000
_START, _END = b"GET /sparql?query=", b" HTTP/1.1"
_VALUE = re.compile(rb"(?:[A-Za-z0-9+._~:/?@!$'()*,=-]++|%[0-9A-Fa-f]{2})++")
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_FIELD = re.compile(rb"([A-Za-z0-9-]+):[ \t]*([\x20-\x7e]*?)[ \t]*")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?")
_STRONG_TAG = re.compile(r'(?<!W/)"([^"]*)"')
_BODY = frozenset({"content-length", "transfer-encoding", "expect", "upgrade", "range", "te", "http2-settings"})
_FORWARDED = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host")
_OFFERS = {
    "SELECT": list_formats("results", "page"),
    "ASK": tuple(row for row in list_formats("results", "page") if row.name in ("json", "xml", "csv", "tsv", "html")),
    "CONSTRUCT": list_formats("graph", "dataset", "page"),
    "DESCRIBE": list_formats("graph", "dataset", "page"),
}


Digits = tuple[tuple[int, int, bytes], ...]
"""Parts of a text: where each starts and ends, and what it is."""


@dataclass(slots=True)
class Reply:
    """A whole response, made from a version of the dataset; `body` is all of it after the date.

    `length` is that of the content, `client` the address a proxy named ("" without one), `query_ms` the engine's time.
    """

    version: str
    status: int
    body: bytes
    length: int
    client: str
    close: bool
    query_ms: str = ""

    def write(self, date: bytes) -> bytes:
        """Return the bytes to send; `date` is the value of the header (RFC 9110, section 6.6.1)."""
        return _STATUS[self.status] + date + self.body


_STATUS = {200: b"HTTP/1.1 200 OK\r\nDate: ", 304: b"HTTP/1.1 304 Not Modified\r\nDate: "}


@dataclass(frozen=True, slots=True)
class Head:
    """What the headers of a request say: the address it was sent to, formats by query form, coding, tags known."""

    base: str
    client: str
    formats: dict[str, Format]
    coding: str
    tags: frozenset[str]
    close: bool


@dataclass(slots=True)
class Shape:
    """What is known of all queries with the same text around their constants."""

    form: str
    outline: Outline | None
    get_used: Callable[[tuple[str, ...]], Any]
    columns: str = ""
    """What to write for the ``*`` of SELECT *: Oxigraph gives the columns in an order of its own."""
    cheap: dict[Any, bool] = field(default_factory=dict)


class PlainQueries:
    """Answers plain requests on one version of a dataset, which is in memory. For one thread."""

    def __init__(self, store: ox.Store, degrees: Degrees, version: int, name: str, config: Config) -> None:
        """Take the dataset, its degrees and version, the store's name (for entity tags), and the settings."""
        self._store, self._degrees, self._config, self._name = store, degrees, config, name
        self._number, self._version = version, str(version)
        self._cache: Cache[Reply] = Cache(config.cache_mb * 2**20)
        self._asked: set[int] = set()
        self._heads: dict[bytes, Head] = {}
        self._shapes: dict[tuple[str, ...], Shape] = {}
        self._known: dict[bytes, tuple[Shape, Digits]] = {}
        self._fixed: dict[str, bytes] = {}

    def find_kept(self, data: bytes) -> Reply | None:
        """Return the response that was given to the same bytes before, if it is kept."""
        return self._cache.get(data, self._version)

    def answer(self, data: bytes) -> Reply | None:
        """Return the response to the bytes of a request, or None where it is not for here."""
        end = data.find(b"\r\n")
        if not data.startswith(_START) or data[end - 9 : end] != _END or data.find(b"\r\n\r\n", end) != len(data) - 4:
            return None
        value = data[len(_START) : end - 9]
        head = self._read_head(data[end + 2 : -2])
        if head is None or not _VALUE.fullmatch(value):
            return None
        decoded = unquote(value)
        try:
            text = decoded.decode("utf-8")
        except UnicodeDecodeError:
            return None
        shape = self._find_cheap(text, decoded)
        if shape is None:
            return None
        reply = self._answer_query(text, shape, head)
        if reply is not None:
            if hash(data) in self._asked:  # most questions are asked but once, and would drive out the others
                self._cache.put(data, reply)
            else:
                if len(self._asked) >= _MOST_ASKED:
                    self._asked.clear()
                self._asked.add(hash(data))
        return reply

    def _find_cheap(self, text: str, data: bytes) -> Shape | None:
        """Return the shape of a query that is cheap, or None; `data` is the text in UTF-8."""
        if _SEARCH in text or asks_for_description(text):
            return None
        skeleton = data.translate(_DIGITS)
        known = self._known.get(skeleton)
        if known is not None and all(data[start:end] == part for start, end, part in known[1]):
            return known[0]
        if len(text) > min(_LONGEST, self._config.query_bytes // 4):
            return None
        cut = split(text)
        shape = self._shapes.get(cut.key) or self._learn(text, cut)
        if shape is None or not self._is_cheap(shape, cut):
            return None
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        if text.isascii():
            self._known[skeleton] = (shape, find_digits(cut, shape.outline))
        return shape

    def _answer_query(self, text: str, shape: Shape, head: Head) -> Reply | None:
        form = head.formats.get(shape.form)
        if form is None:
            return None
        tag = make_tag(self._name, self._number, "query", text, form.name, None, (), head.base)
        if head.tags and any(name in head.tags for name in (tag, *(f"{tag}-{row}" for row in list_codings()))):
            return self._make_reply(304, head, form, f'ETag: "{tag}"\r\n', b"")
        if shape.columns:
            text = _name_columns(text, shape.columns)
        begun = time.perf_counter()
        try:
            body = self._run(text, form, head.base)
        except (SyntaxError, ValueError, RuntimeError, OSError):
            return None  # the server proper finds the same fault, and tells of it
        if body is None:
            return None
        took = f"{(time.perf_counter() - begun) * 1000:.1f}"
        coded = ""
        if head.coding and is_compressible(form.media_type, len(body)):
            body, coded = encode(body, head.coding), f"Content-Encoding: {head.coding}\r\n"
            tag = f"{tag}-{head.coding}"
        lines = f'Content-Length: {len(body)}\r\n{coded}ETag: "{tag}"\r\nServer-Timing: query;dur={took}\r\n'
        return self._make_reply(200, head, form, lines, body, took)

    def _run(self, text: str, form: Format, base: str) -> bytes | None:
        found = self._store.query(text, base_iri=base, use_default_graph_as_union=self._config.union_default_graph)
        if isinstance(found, ox.QueryTriples):
            return found.serialize(format=getattr(ox.RdfFormat, str(form.oxigraph)))
        return found.serialize(format=getattr(ox.QueryResultsFormat, str(form.oxigraph)))

    def _make_reply(self, status: int, head: Head, form: Format, lines: str, body: bytes, query_ms: str = "") -> Reply:
        fixed = self._fixed.get(form.name) or self._write_fixed(form)
        ending = "Connection: close\r\n\r\n" if head.close else "\r\n"
        rest = b"".join((fixed, lines.encode("ascii"), ending.encode("ascii"), body))
        return Reply(self._version, status, rest, len(body), head.client, head.close, query_ms)

    def _write_fixed(self, form: Format) -> bytes:
        """Return the headers that all answers in a format have alike."""
        headers = find_reply_headers(Answer(form, self._number, 0, 0.0), "")
        headers = [row for row in headers if row[0] not in ("Content-Length", "ETag", "Server-Timing")]
        add_common_headers(headers, {name.lower(): value for name, value in headers}, self._config)
        text = "\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers)
        return self._fixed.setdefault(form.name, text.encode("latin-1"))

    def _learn(self, text: str, cut: Split) -> Shape | None:
        """Find out about a shape met for the first time; None where the query breaks a rule or is not SPARQL."""
        try:
            found = check_query(text, self._config)
        except KgError:
            return None
        numbers = match_tokens(found, cut)
        outline = read_outline(found, numbers) if numbers is not None else None
        used = outline.used if outline is not None else ()
        shape = Shape(found.form, outline, itemgetter(*used) if used else lambda _: ())
        if outline is not None and outline.columns:
            shape.columns = " ".join(f"?{name}" for name in outline.columns) + " "
        if len(self._shapes) >= _MOST_KEPT:
            self._shapes.clear()
        self._shapes[cut.key] = shape
        return shape

    def _is_cheap(self, shape: Shape, cut: Split) -> bool:
        if shape.outline is None:
            return False
        used = shape.get_used(cut.constants)
        known = shape.cheap.get(used)
        if known is None:
            bound = bound_cost(shape.outline, cut.constants, self._degrees)
            known = bound is not None and bound.steps <= MOST_STEPS and bound.characters <= MOST_CHARACTERS
            if len(shape.cheap) >= _MOST_KEPT:
                shape.cheap.clear()
            shape.cheap[used] = known
        return known

    def _read_head(self, block: bytes) -> Head | None:
        head = self._heads.get(block)
        if head is None:
            head = read_head(block, self._config)
            if head is not None and len(block) < _LONGEST:
                if len(self._heads) >= _MOST_KEPT:
                    self._heads.clear()
                self._heads[block] = head
        return head


def read_head(block: bytes, config: Config) -> Head | None:
    """Read the lines of a request's headers, each ended by CRLF; None where anything in them is out of the ordinary."""
    fields: dict[str, str] = {}
    for line in block.split(b"\r\n")[:-1]:
        match = _FIELD.fullmatch(line)
        name = match[1].decode().lower() if match else ""
        if match is None or name in fields or name in _BODY:
            return None
        fields[name] = match[2].decode()
    host, scheme, client = fields.get("host", ""), "http", ""
    if config.proxies:
        if not all(name in fields for name in _FORWARDED[:2]) or "forwarded" in fields:
            return None
        scheme, host = fields[_FORWARDED[1]], fields.get(_FORWARDED[2], host)
        client = fields[_FORWARDED[0]].split(",")[-config.proxies :][0].strip()
    connection, accept, tags = (fields.get(name, "") for name in ("connection", "accept", "if-none-match"))
    if not _HOST.fullmatch(host) or scheme not in ("http", "https") or connection.lower() not in _CONNECTION:
        return None
    if "html" in accept or "*" in tags:
        return None
    formats = {}
    for form, offers in _OFFERS.items():
        try:
            formats[form] = choose_format(accept or None, offers)
        except KgError:
            continue
    return Head(
        f"{scheme}://{host}/sparql",
        client,
        {name: row for name, row in formats.items() if row.name != "html"},
        choose_coding(fields.get("accept-encoding", "")),
        frozenset(_STRONG_TAG.findall(tags)),
        connection.lower() == "close",
    )


_CONNECTION = frozenset({"", "keep-alive", "close"})


def unquote(value: bytes) -> bytes:
    """Return what a value of a query string stands for, as `urllib.parse.unquote_to_bytes` does, if it is well-formed.

    The escapes of quoted-printable are the same but for their first character, and there is C code that reads them.

    >>> unquote(b"a+b%3D%25=%2B")
    b'a b=%=+'
    """
    return binascii.a2b_qp(value.replace(b"+", b" ").replace(b"=", b"=3D").replace(b"%", b"="))


def find_digits(cut: Split, outline: Outline | None) -> Digits:
    """Return what must be equal in a text that differs from another in the values of its digits, to have the same cost.

    That is what has digits, save comments and the constants of which the cost is independent.

    >>> find_digits(split("ASK { e:12 p:1 ?v2 } # 3"), None)
    ((6, 10, b'e:12'), (11, 14, b'p:1'), (14, 21, b' ?v2 } '))
    """
    used = frozenset(outline.used) if outline is not None else frozenset(range(len(cut.constants)))
    found: list[tuple[int, int, bytes]] = []
    start = 0
    for number, (gap, constant) in enumerate(zip(cut.gaps, cut.constants, strict=True)):
        for part, matters in ((gap, True), (constant, number in used and constant[:1] != "#")):
            if matters and any(character.isdigit() for character in part):
                found.append((start, start + len(part), part.encode()))
            start += len(part)
    return tuple(found)


def _name_columns(text: str, columns: str) -> str:
    """Write names for the ``*`` of SELECT *, the first outside of constants."""
    if text.count("*") == 1:
        return text.replace("*", columns)
    cut = split(text)
    start = 0
    for gap, constant in zip(cut.gaps, cut.constants, strict=True):
        if "*" in gap:
            place = start + gap.index("*")
            return text[:place] + columns + text[place + 1 :]
        start += len(gap) + len(constant)
    return text
