"""Work round faults of Oxigraph 0.5 by rewriting a query into one it answers as SPARQL 1.1 says.

Each function takes and returns the text of a query, and leaves one without the fault's pattern as it is. A rewritten
query means what the first one meant; tests/w3c holds the cases that show each fault.
"""

import re
from collections.abc import Callable, Sequence

from kg.errors import QueryError
from kg.store.scan import Scan, Token, scan

_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "GROUP"})
_DELICATE = frozenset({"GRAPH", "GROUP_CONCAT", "BNODE", "FROM", "SERVICE"})
_MOST_GRAPHS = 1000
_ROW = "polityRow"


def mend(text: str, list_graphs: Callable[[], Sequence[str]]) -> str:
    """Return a query that Oxigraph answers rightly; `list_graphs` gives the IRIs of the named graphs if need be.

    >>> mend("SELECT ?s { ?s ?p ?o }", list)
    'SELECT ?s { ?s ?p ?o }'
    """
    found = scan(text)
    words = found.words
    has_path = any(token.text in ("*", "?") for token in found.tokens)
    if "GRAPH" in words and "FROM" not in words and words & {"MINUS", "VALUES", "SELECT"}:
        text = spread_graphs(text, list_graphs)
    if "GROUP_CONCAT" in words:
        text = strip_language(text)
    if "BNODE" in words:
        text = separate_blank_nodes(text)
    if has_path:
        text = add_zero_paths(text)
    return text


def is_plain(found: Scan) -> bool:
    """Say whether a query has nothing that could need mending, nor names its own graphs, nor reaches elsewhere.

    >>> is_plain(scan("SELECT ?s { ?s ?p ?o }")), is_plain(scan("SELECT * { ?s ?p ?o }"))
    (True, False)
    """
    return not found.words & _DELICATE and not any(token.text in ("*", "?") for token in found.tokens)


def _find_end(tokens: Sequence[Token], start: int) -> int:
    """Return the index of the bracket that closes the one at `start`; the last index where nothing does."""
    depth = tokens[start].depth
    for index in range(start + 1, len(tokens)):
        if tokens[index].depth == depth and tokens[index].text in ("}", ")", "]"):
            return index
    return len(tokens) - 1


def spread_graphs(text: str, list_graphs: Callable[[], Sequence[str]]) -> str:
    """Ask each graph by itself, where ``GRAPH ?g { … }`` holds MINUS, VALUES of ?g, or an aggregate.

    Oxigraph treats ?g as a variable of the patterns inside, so MINUS removes too much, and groups span graphs.

    Raises:
        QueryError: There are too many graphs to do so.

    >>> spread_graphs("ASK { GRAPH ?g { ?a ?p 1 MINUS { ?b ?p 2 } } }", lambda: ["urn:g"])
    'ASK { GRAPH ?g { ?a ?p 1 MINUS { ?b ?p 2 } } }'
    >>> spread_graphs("ASK { GRAPH ?g { ?a <p> 1 MINUS { ?b <p> 2 } } }", lambda: ["urn:g"])
    'ASK {  { VALUES ?g { <urn:g> } GRAPH <urn:g> { ?a <p> 1 MINUS { ?b <p> 2 } } }  }'
    """
    tokens = scan(text).tokens
    for index in range(len(tokens) - 2):
        name, brace = tokens[index + 1], tokens[index + 2]
        if tokens[index].text != "GRAPH" or name.kind != "variable" or brace.text != "{":
            continue
        end = _find_end(tokens, index + 2)
        if not _is_misread(tokens[index + 3 : end], name.text):
            continue
        graphs = list_graphs()
        if len(graphs) > _MOST_GRAPHS:
            raise QueryError(
                f"GRAPH {name.text} around MINUS, VALUES or an aggregate is asked of each graph by itself, and there "
                f"are {len(graphs)}. Name the graphs by FROM NAMED, or group by {name.text} outside."
            )
        body = text[brace.start : tokens[end].start + 1]
        parts = [f"{{ VALUES {name.text} {{ <{graph}> }} GRAPH <{graph}> {body} }}" for graph in graphs]
        group = " UNION ".join(parts) or "{ FILTER(false) }"
        return f"{text[: tokens[index].start]} {group} {text[tokens[end].start + 1 :]}"
    return text


def _is_misread(inside: Sequence[Token], name: str) -> bool:
    words = {token.text for token in inside if token.kind == "word"}
    variables = {token.text[1:] for token in inside if token.kind == "variable"}
    if ("SELECT" in words and words & _AGGREGATES) or ("VALUES" in words and name[1:] in variables):
        return True
    for index, token in enumerate(inside):
        if token.text == "MINUS" and index + 1 < len(inside):
            end = _find_end(inside, index + 1)
            removed = {row.text[1:] for row in inside[index:end] if row.kind == "variable"}
            kept = {row.text[1:] for row in inside[:index] if row.kind == "variable"}
            if not (removed & kept) - {name[1:]}:
                return True
    return False


def strip_language(text: str) -> str:
    """Take the language off what GROUP_CONCAT returns, which is a plain string (SPARQL 1.1, 18.5.1.7).

    >>> strip_language("SELECT (GROUP_CONCAT(?o) AS ?all) { ?s ?p ?o }")
    'SELECT (STR(GROUP_CONCAT(?o)) AS ?all) { ?s ?p ?o }'
    """
    tokens = scan(text).tokens
    marks: list[tuple[int, str]] = []
    for index, token in enumerate(tokens[:-1]):
        if token.kind == "word" and token.text == "GROUP_CONCAT" and tokens[index + 1].text == "(":
            marks += [(token.start, "STR("), (tokens[_find_end(tokens, index + 1)].start, ")")]
    return _insert(text, marks)


def separate_blank_nodes(text: str) -> str:
    """Have ``BNODE(text)`` in a SELECT clause give another blank node for each solution (SPARQL 1.1, 17.4.2.9).

    >>> separate_blank_nodes('SELECT (BNODE("x") AS ?b) { ?s ?p ?o }')
    'SELECT (BNODE(CONCAT(?polityRow, "x")) AS ?b) { ?s ?p ?o BIND(STRUUID() AS ?polityRow) }'
    """
    found = scan(text)
    where = found.where()
    if where is None or found.form != "SELECT" or found.words & _AGGREGATES:
        return text
    tokens = found.tokens
    marks: list[tuple[int, str]] = []
    for index, token in enumerate(tokens[:-2]):
        if (
            token.start < where
            and token.text == "BNODE"
            and tokens[index + 1].text == "("
            and tokens[index + 2].text != ")"
        ):
            end = _find_end(tokens, index + 1)
            marks += [(tokens[index + 2].start, f"CONCAT(?{_ROW}, "), (tokens[end].start, ")")]
    if marks:
        start = next(index for index, token in enumerate(tokens) if token.start == where - 1)
        marks.append((tokens[_find_end(tokens, start)].start, f"BIND(STRUUID() AS ?{_ROW}) "))
    return _insert(text, marks)


def add_zero_paths(text: str) -> str:
    """Have ``<a> <p>* ?x`` and ``<a> <p>? ?x`` give ?x = <a> even where the store does not know <a> (18.4).

    >>> add_zero_paths("SELECT ?x { <a> <p>* ?x }")
    'SELECT ?x {  { <a> <p>* ?x } UNION { FILTER NOT EXISTS { <a> <p>* <a> } BIND(<a> AS ?x) }  }'
    """
    tokens = scan(text).tokens
    for index in range(1, len(tokens) - 3):
        if tokens[index - 1].text not in ("{", ".", "}"):
            continue
        step = index + 1
        end = _find_end(tokens, step) if tokens[step].text == "(" else step
        if end + 3 >= len(tokens) or tokens[end + 1].text not in ("*", "?") or tokens[end + 3].text not in (".", "}"):
            continue
        if tokens[end].kind not in ("iri", "prefixed") and tokens[step].text not in ("(", "A"):
            continue
        first, last = tokens[index], tokens[end + 2]
        constant, variable = (first, last) if last.kind == "variable" else (last, first)
        if constant.kind not in ("iri", "prefixed") or variable.kind != "variable":
            continue
        path = text[tokens[step].start : tokens[end + 1].start + 1]
        whole = text[first.start : last.start + len(last.text)]
        rest = text[last.start + len(last.text) :]
        zero = (
            f"FILTER NOT EXISTS {{ {constant.text} {path} {constant.text} }} BIND({constant.text} AS {variable.text})"
        )
        group = f" {{ {whole} }} UNION {{ {zero} }} "
        if tokens[end + 3].text == ".":
            rest = rest.replace(".", "", 1)
        return text[: first.start] + group + add_zero_paths_after(rest)
    return text


def add_zero_paths_after(rest: str) -> str:
    """Return the rest of a query after one path, mended too: it is scanned as if it stood inside a group.

    >>> add_zero_paths_after(" ?s ?p ?o }")
    ' ?s ?p ?o }'
    """
    return add_zero_paths("{" + rest)[1:]


def order_columns(found: Scan, variables: Sequence[str]) -> str | None:
    """Return the text with the `*` of ``SELECT *`` written out in the order in which the variables appear.

    None where the query is no ``SELECT *``, or the order is right already. `variables` are the columns, in any order.

    >>> order_columns(scan("SELECT * { ?s ?p ?o }"), ["o", "p", "s"])
    'SELECT ?s ?p ?o { ?s ?p ?o }'
    """
    tokens = found.tokens
    for index, token in enumerate(tokens[:-1]):
        if token.text == "SELECT" and token.kind == "word":
            star = index + 1 + (tokens[index + 1].text in ("DISTINCT", "REDUCED"))
            if token.depth or star >= len(tokens) or tokens[star].text != "*":
                return None
            seen = dict.fromkeys(row.text[1:] for row in tokens if row.kind == "variable")
            order = [name for name in seen if name in variables]
            if not order or order == list(variables) or set(order) != set(variables):
                return None
            names = " ".join(f"?{name}" for name in order)
            return found.source[: tokens[star].start] + names + found.source[tokens[star].start + 1 :]
    return None


def _insert(text: str, marks: list[tuple[int, str]]) -> str:
    for place, addition in sorted(marks, reverse=True):
        text = text[:place] + addition + text[place:]
    return text


def find_unknown_function(message: str) -> str | None:
    """Return the IRI in Oxigraph's complaint about a function it does not know, or None if it is another complaint.

    >>> find_unknown_function("The custom function <urn:f> is not supported")
    'urn:f'
    """
    match = re.search(r"custom function <([^>]*)> is not supported", message)
    return match[1] if match else None
