"""Add to SPARQL text what a request says outside of it: values of variables, and the graphs an update reads."""

from collections.abc import Mapping, Sequence

from kg.errors import QueryError
from kg.store.scan import Token, scan


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
