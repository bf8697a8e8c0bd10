"""Add to SPARQL text what a request says outside of it: values of variables, and the graphs an update reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import QueryError
from kg.store.scan import Token, scan
from kg.store.text import PROPERTY


def bind(text: str, values: Mapping[str, str]) -> str:
    """Give variables of a query their values, as terms in SPARQL's notation, by a VALUES block at the start of WHERE.

    A variable inside a sub-SELECT is bound only where the sub-SELECT projects it.

    >>> bind("SELECT ?s WHERE { ?s ?p ?o }", {"o": '"x"'})
    'SELECT ?s WHERE { VALUES (?o) { ("x") } ?s ?p ?o }'
    """
    place = scan(text).where()
    if place is None or not values:
        return text
    names = " ".join(f"?{name}" for name in values)
    return f"{text[:place]} VALUES ({names}) {{ ({' '.join(values.values())}) }}{text[place:]}"


def add_using(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Give each DELETE/INSERT … WHERE of an update the graphs of `using-graph-uri` and `using-named-graph-uri`.

    Raises:
        QueryError: The update names graphs itself, by USING or WITH (SPARQL 1.1 Protocol, section 2.2.3).

    >>> add_using("DELETE WHERE { ?s ?p ?o }", ["urn:g"], [])
    'DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }'
    >>> add_using("INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", [], ["urn:g"])
    'INSERT { ?s ?p 1 } USING NAMED <urn:g> WHERE { ?s ?p 2 }'
    """
    if not default and not named:
        return text
    for name in (*default, *named):
        if any(character in '<>"{}|^`\\' or character <= " " for character in name):
            raise QueryError(f"{name!r} is not an IRI, so it names no graph.")
    found = scan(text)
    if found.words & {"USING", "WITH"}:
        raise QueryError(
            "The update has USING or WITH, so using-graph-uri and using-named-graph-uri must not be given."
        )
    clause = " ".join([f"USING <{name}>" for name in default] + [f"USING NAMED <{name}>" for name in named])
    out, done = [], 0
    for number, token in enumerate(found.tokens):
        if token.kind == "word" and token.text == "WHERE" and token.depth == 0:
            before = found.tokens[number - 1]
            template = _copy_group(text, found.tokens[number + 1 :]) if before.text == "DELETE" else ""
            out += [text[done : token.start], template, clause, " "]
            done = token.start
    return "".join([*out, text[done:]])


def _copy_group(text: str, tokens: Sequence[Token]) -> str:
    """Return the text of the group that starts the tokens, with a space after it."""
    end = next((token for token in tokens[1:] if token.text == "}" and token.depth == tokens[0].depth), None)
    return f"{text[tokens[0].start : end.start + 1]} " if end else ""


@dataclass(frozen=True, slots=True)
class Remote:
    """A part of a query or update that reaches for another server: the word, its offset, and whether it is SILENT."""

    word: str
    start: int
    silent: bool


def take_out_remote(text: str) -> tuple[str, list[Remote]]:
    """Take SERVICE and LOAD out of a text, and list them.

    What is left is a legal text just if the whole was; where all of them are SILENT it is also what the text means to a
    server that cannot reach the others: SERVICE SILENT gives one empty solution (SPARQL 1.1 Federated Query, 2.1), LOAD
    SILENT does nothing (SPARQL 1.1 Update, 3.1.4).

    >>> take_out_remote("ASK { SERVICE SILENT <urn:s> { ?s ?p ?o } }")
    ('ASK { {} }', [Remote(word='SERVICE', start=6, silent=True)])
    >>> take_out_remote("LOAD <urn:f> INTO GRAPH <urn:g> ; CLEAR ALL")[0]
    'INSERT DATA {} ; CLEAR ALL'
    """
    tokens = scan(text).tokens
    out, done, remotes = [], 0, []
    index = 0
    while index < len(tokens):
        token, at = tokens[index], index + 1
        index += 1
        if token.kind != "word" or token.text not in ("SERVICE", "LOAD"):
            continue
        silent = at < len(tokens) and tokens[at].text == "SILENT"
        at += silent
        remotes.append(Remote(token.text, token.start, silent))
        kinds = ("iri", "prefixed", "variable") if token.text == "SERVICE" else ("iri", "prefixed")
        if at >= len(tokens) or tokens[at].kind not in kinds:
            continue  # not legal: it stays in, and the engine says so
        end = tokens[at].start + len(tokens[at].text)
        if token.text == "SERVICE":
            close = next((row for row in tokens[at + 1 :] if row.text == "}" and row.depth == token.depth), None)
            if close is None or at + 1 >= len(tokens) or tokens[at + 1].text != "{":
                continue
            body = text[tokens[at + 1].start : close.start + 1]
            out += [text[done : token.start], "{}" if silent else body]
            end = close.start + 1
        else:
            if [row.text for row in tokens[at + 1 : at + 3]] == ["INTO", "GRAPH"]:
                if at + 3 >= len(tokens) or tokens[at + 3].kind not in kinds:
                    continue
                end = tokens[at + 3].start + len(tokens[at + 3].text)
            out += [text[done : token.start], "INSERT DATA {}"]
        done = end
        while index < len(tokens) and tokens[index].start < end:
            index += 1
    return "".join([*out, text[done:]]), remotes


def put_in_hits(text: str, search: Callable[[str], Sequence[str]]) -> str:
    """Put the things that a full-text search finds in the place of ``?thing <…/text/search> "words"``.

    Raises:
        QueryError: The property stands between other things than a variable and a plain string.

    >>> put_in_hits(f'ASK {{ ?s <{PROPERTY}> "ice" . ?s ?p ?o }}', lambda words: ["urn:a"])
    'ASK { VALUES ?s { <urn:a> } . ?s ?p ?o }'
    """
    tokens = scan(text).tokens
    prefixes = {
        tokens[index + 1].text: tokens[index + 2].text[1:-1]
        for index in range(len(tokens) - 2)
        if tokens[index].text == "PREFIX" and tokens[index + 2].kind == "iri"
    }
    out, done = [], 0
    for index, token in enumerate(tokens):
        prefix, _, local = token.text.partition(":")
        full = token.text[1:-1] if token.kind == "iri" else prefixes.get(f"{prefix}:", "") + local
        if full != PROPERTY or token.kind not in ("iri", "prefixed"):
            continue
        before, after = tokens[index - 1], tokens[index + 1] if index + 1 < len(tokens) else token
        rest = tokens[index + 2].text if index + 2 < len(tokens) else ""
        if before.kind != "variable" or after.kind != "string" or rest in (";", ","):
            raise QueryError(
                f'Search is written ?thing <{PROPERTY}> "words" as a triple of its own, ended by a full stop: '
                "a variable before it, a plain string after it."
            )
        words = after.text.strip(after.text[0])
        things = " ".join(f"<{thing}>" for thing in search(words))
        out += [text[done : before.start], f"VALUES {before.text} {{ {things} }}"]
        done = after.start + len(after.text)
    return "".join([*out, text[done:]])
