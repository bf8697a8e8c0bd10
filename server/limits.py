"""What a query may look like: checked on its tokens, before any engine reads it.

A query inside these budgets can still be slow; the deadline and the memory limit of its worker see to that. What is
refused here would overflow an engine's stack, or keep its optimiser busy for minutes, and gets a better message.
"""

from functools import lru_cache

from kg.errors import QueryError
from kg.store.rewrite import Remote
from kg.store.scan import Scan, scan
from server.config import Config
from server.errors import ForbiddenError, LimitError


def check_query(text: str, config: Config) -> Scan:
    """Return a query's tokens if it is inside the budgets and has a form.

    Raises:
        LimitError: It is too long, nests too deep, or has too many patterns.
        QueryError: It is no query at all.
    """
    found = _check(text, config)
    if not found.form:
        raise QueryError("The text is not a SPARQL query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE.")
    return found


def check_update(text: str, config: Config) -> Scan:
    """Return an update's tokens if it is inside the budgets.

    INSERT DATA and DELETE DATA may be as long as an upload: they are data, and cost the engine no planning.

    Raises:
        LimitError: It is too long, nests too deep, or has too many patterns.
    """
    return _check(text, config)


def count_patterns(found: Scan) -> int:
    """Return about how many triple patterns a text has: its separators, steps of paths and members of lists.

    >>> count_patterns(scan("SELECT * { ?s a ?c ; ?p ?o, ?q . ?x <urn:p>/<urn:q> ?y }"))
    5
    """
    count = 0
    for before, token in zip((None, *found.tokens), found.tokens, strict=False):
        if token.text in (".", ";", ",", "/", "|", "{", "[") or (token.text == "(" and before and before.text == "("):
            count += 1
    return count


def refuse_remote(found: Scan, remotes: list[Remote]) -> None:
    """Refuse a legal text that reaches for other servers, unless it says SILENT wherever it does.

    Raises:
        ForbiddenError: It does.
    """
    loud = next((row for row in remotes if not row.silent), None)
    if loud is not None:
        line, column = found.find_position(loud.start)
        what = "ask another endpoint" if loud.word == "SERVICE" else "load a file from elsewhere"
        raise ForbiddenError(
            f"{loud.word} at line {line}, column {column}: this server does not {what}. "
            "Send the data itself, or ask the other endpoint from your own side."
        )


@lru_cache(maxsize=64)
def _check(text: str, config: Config) -> Scan:
    size = len(text.encode("utf-8", "surrogatepass"))
    data = text.lstrip()[:400].upper()
    is_data = "INSERT DATA" in data or "DELETE DATA" in data
    if size > (config.upload_mb * 2**20 if is_data else config.query_bytes):
        raise LimitError(f"The text is {size} bytes long.", limit="query_bytes", value=config.query_bytes)
    found = scan(text)
    if found.depth > config.nesting:
        line, column = found.find_position(found.deepest.start)
        message = f"Brackets nest {found.depth} deep, at line {line}, column {column}: {found.deepest.text[:40]!r}."
        raise LimitError(message, limit="nesting", value=config.nesting)
    if not is_data and (patterns := count_patterns(found)) > config.patterns:
        message = f"The text has about {patterns} triple patterns."
        raise LimitError(message, limit="patterns", value=config.patterns)
    optionals = sum(token.text == "OPTIONAL" and token.kind == "word" for token in found.tokens)
    if optionals > config.optionals:
        raise LimitError(f"The text has {optionals} OPTIONAL parts.", limit="optionals", value=config.optionals)
    return found
