"""Put what other servers answer in the place of SERVICE and LOAD, before an engine sees the text.

``SERVICE <e> { P }`` becomes the rows of ``SELECT * { P }`` at e, as VALUES: by SPARQL 1.1 Federated Query (section 4)
the two mean the same. ``LOAD <f> INTO GRAPH <g>`` becomes INSERT DATA. So no engine ever opens a connection.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import KgError
from kg.store.scan import Token, scan
from server.errors import ForbiddenError, LimitError
from server.remote import Remote, RemoteError, make_query_url

_RESULTS = "application/sparql-results+json"
_MOST_ROWS = 10_000
_MOST_CALLS = 8
_GENID = "https://w3id.org/polity/.well-known/genid/"

Load = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Call:
    """A place where a text reaches for another server: from `start` to `end`, the word, the address ("" if it is none
    that is known before the query runs), whether it is SILENT, the group of a SERVICE, the graph of a LOAD."""

    start: int
    end: int
    word: str
    address: str
    silent: bool
    group: str = ""
    graph: str = ""


def find_calls(text: str) -> list[Call]:
    """Return the outermost SERVICE and LOAD parts of a legal text.

    >>> find_calls("PREFIX : <http://e.example/> ASK { SERVICE SILENT :q { ?s ?p ?o } }")[0].address
    'http://e.example/q'
    >>> find_calls("LOAD <http://e.example/f> INTO GRAPH <urn:g>")[0].graph
    '<urn:g>'
    """
    tokens = scan(text).tokens
    prefixes: dict[str, str] = {}
    calls, index = [], 0
    while index < len(tokens):
        token, at = tokens[index], index + 1
        index += 1
        if token.text == "PREFIX" and at + 1 < len(tokens) and tokens[at + 1].kind == "iri":
            prefixes[tokens[at].text] = tokens[at + 1].text[1:-1]
        if token.kind != "word" or token.text not in ("SERVICE", "LOAD"):
            continue
        silent = tokens[at].text == "SILENT"
        at += silent
        address = _resolve(tokens[at], prefixes)
        group = graph = ""
        last = tokens[at]
        if token.text == "SERVICE":
            last = next(row for row in tokens[at + 2 :] if row.text == "}" and row.depth == token.depth)
            group = text[tokens[at + 1].start : last.start + 1]
        elif [row.text for row in tokens[at + 1 : at + 3]] == ["INTO", "GRAPH"]:
            last = tokens[at + 3]
            graph = f"<{_resolve(last, prefixes)}>"
        calls.append(Call(token.start, last.start + len(last.text), token.text, address, silent, group, graph))
        while index < len(tokens) and tokens[index].start <= last.start:
            index += 1
    return calls


def _resolve(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind == "prefixed":
        name, colon, local = token.text.partition(":")
        return prefixes.get(name + colon, "") + local.replace("\\", "")
    return ""


def find_prologue(text: str, end: int) -> str:
    """Return what a text declares before an offset: its PREFIX and BASE.

    >>> find_prologue("PREFIX : <urn:> LOAD <urn:f> ; BASE <urn:b> ASK {}", 60)
    'PREFIX : <urn:> BASE <urn:b>'
    """
    tokens = [token for token in scan(text).tokens if token.start < end]
    found = []
    for index, token in enumerate(tokens):
        if token.kind == "word" and token.text in ("PREFIX", "BASE"):
            found += [row.text for row in tokens[index : index + (3 if token.text == "PREFIX" else 2)]]
    return " ".join(found)


def bring_in(text: str, remote: Remote, load: Load) -> str:
    """Return a text with what other servers answer in the place of its calls.

    Args:
        text: A query or update that is legal.
        remote: Fetches what is listed.
        load: Returns the RDF at an address as N-Triples.

    Raises:
        ForbiddenError: A call that is not SILENT reaches for what is not listed.
        RemoteError: A call that is not SILENT failed.
        LimitError: There are too many calls, or an answer is too long.
    """
    calls = find_calls(text)
    if len(calls) > _MOST_CALLS:
        raise LimitError(f"The text reaches for other servers {len(calls)} times.", limit="SERVICE", value=_MOST_CALLS)
    out, done = [], 0
    for call in calls:
        try:
            if call.word == "LOAD":
                triples = load(call.address)
                put = f"GRAPH {call.graph} {{ {triples} }}" if call.graph else triples
                put = f"INSERT DATA {{ {put} }}"
            else:
                put = f"{{ {_ask(remote, call, find_prologue(text, call.start))} }}"
        except KgError:
            if not call.silent:
                raise
            put = "INSERT DATA {}" if call.word == "LOAD" else "{}"
        out += [text[done : call.start], put]
        done = call.end
    return "".join([*out, text[done:]])


def _ask(remote: Remote, call: Call, prologue: str) -> str:
    """Return the rows that an endpoint answers with, as VALUES."""
    if not call.address:
        raise ForbiddenError("SERVICE names its endpoint by a variable. Write the endpoint's address.")
    found = remote.fetch(make_query_url(call.address, f"{prologue} SELECT * WHERE {call.group}"), _RESULTS)
    try:
        rows = ox.parse_query_results(found.data, ox.QueryResultsFormat.JSON)
        if not isinstance(rows, ox.QuerySolutions):
            raise RemoteError(call.address, "does not answer with rows")
        names = [variable.value for variable in rows.variables]
        lines = []
        for row in rows:
            lines.append(f"({' '.join(_write(row[name]) for name in names)})")
            if len(lines) > _MOST_ROWS:
                raise LimitError(f"<{call.address}> answers with too many rows.", limit="SERVICE", value=_MOST_ROWS)
    except (SyntaxError, ValueError) as error:
        raise RemoteError(call.address, f"sends no results in JSON ({error})") from error
    return write_values(names, lines)


def write_values(names: Sequence[str], lines: Sequence[str]) -> str:
    """Return rows as a VALUES block.

    >>> write_values(["s"], ["(1)"])
    'VALUES (?s) { (1) }'
    """
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(lines)} }}"


def _write(term: object) -> str:
    """Return a term in SPARQL; a blank node of another server gets an IRI (RDF 1.1 Concepts, section 3.5)."""
    if term is None:
        return "UNDEF"
    return f"<{_GENID}{term.value}>" if isinstance(term, ox.BlankNode) else str(term)
