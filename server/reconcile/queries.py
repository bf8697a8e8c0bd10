"""Reconciliation queries: one record for both versions of the protocol, and how each version writes it.

Sources: Reconciliation Service API 0.2 (W3C Community Group Final Report), section 4; 1.0-draft, "Match Service".
"""

from dataclasses import dataclass
from typing import Any

from server.errors import LimitError, RequestError

_LIMIT, _MOST = 10, 100
_QUANTIFIERS = ("any", "all", "none")


@dataclass(frozen=True, slots=True)
class Condition:
    """A property that candidates should have: any, all or none of the values; a required one that fails excludes."""

    property: str
    values: tuple[str, ...]
    required: bool = False
    quantifier: str = "any"


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `strict` says that candidates of other types are left out, else they score less."""

    name: str = ""
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    strict: bool = False
    limit: int = _LIMIT
    conditions: tuple[Condition, ...] = ()


def read_batch_02(batch: object, most: int) -> dict[str, Query]:
    """Read a batch of version 0.2: an object of queries by the client's keys.

    Raises:
        RequestError: It is not of that form; the message names the query and the member.
        LimitError: It has more than `most` queries.
    """
    if not isinstance(batch, dict):
        raise RequestError('A batch of version 0.2 is a JSON object of queries: {"q1": {"query": "a name"}}.')
    _check_size(len(batch), most)
    return {key: _read_02(query, f"query {key!r}") for key, query in batch.items()}


def _read_02(query: object, where: str) -> Query:
    if not isinstance(query, dict):
        raise RequestError(f"{where} is not a JSON object.")
    name = query.get("query", "")
    if not isinstance(name, str):
        raise RequestError(f"{where}: `query` must be a string.")
    types = query.get("type", [])
    types = [types] if isinstance(types, str) else types
    if not isinstance(types, list) or not all(isinstance(row, str) for row in types):
        raise RequestError(f"{where}: `type` must be a string or an array of strings.")
    strictness = query.get("type_strict", "any")
    if strictness not in ("any", "should", "all"):
        raise RequestError(f"{where}: `type_strict` must be any, should or all.")
    conditions = []
    for row in _read_array(query, "properties", where):
        if not isinstance(row.get("pid"), str) or "v" not in row:
            raise RequestError(f"{where}: each of `properties` needs `pid`, a string, and `v`.")
        conditions.append(Condition(row["pid"], _read_values(row["v"], where)))
    if not name.strip() and not conditions:
        raise RequestError(f"{where} needs `query`, or `properties` that are not empty.")
    return Query(name, (), tuple(types), strictness != "should", _read_limit(query, where), tuple(conditions))


def read_batch_10(batch: object, most: int) -> list[Query]:
    """Read a batch of version 1.0-draft: an object with the array `queries`.

    Raises:
        RequestError: It is not of that form; the message names the query and the member.
        LimitError: It has more than `most` queries.
    """
    if not isinstance(batch, dict) or not isinstance(batch.get("queries"), list):
        raise RequestError('A batch of version 1.0-draft is a JSON object: {"queries": [{"conditions": [...]}]}.')
    _check_size(len(batch["queries"]), most)
    return [_read_10(query, f"query {at}") for at, query in enumerate(batch["queries"])]


def _read_10(query: object, where: str) -> Query:
    if not isinstance(query, dict):
        raise RequestError(f"{where} is not a JSON object.")
    name, conditions = "", []
    ids: list[str] = []
    rows = _read_array(query, "conditions", where)
    if not rows:
        raise RequestError(f"{where} needs `conditions`, at least one.")
    for row in rows:
        kind, quantifier = row.get("matchType"), row.get("matchQuantifier", "any")
        if "propertyValue" not in row or quantifier not in _QUANTIFIERS:
            raise RequestError(f"{where}: a condition needs `propertyValue`; `matchQuantifier` is any, all or none.")
        values = _read_values(row["propertyValue"], where)
        if kind == "name":
            name = values[0] if values else ""
        elif kind == "id":
            ids += values
        elif kind == "property" and isinstance(row.get("propertyId"), str):
            conditions.append(Condition(row["propertyId"], values, row.get("required") is True, quantifier))
        else:
            raise RequestError(f"{where}: `matchType` is name, id or property, the last with `propertyId`.")
    wanted = query.get("type")
    if wanted is not None and not isinstance(wanted, str):
        raise RequestError(f"{where}: `type` must be a string.")
    return Query(name, tuple(ids), (wanted,) if wanted else (), True, _read_limit(query, where), tuple(conditions))


def _check_size(count: int, most: int) -> None:
    if count > most:
        raise LimitError(
            f"The batch has {count} queries. Send them in smaller batches.", limit="reconcile_batch", value=most
        )


def _read_array(query: dict[str, Any], name: str, where: str) -> list[dict[str, Any]]:
    rows = query.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RequestError(f"{where}: `{name}` must be an array of objects.")
    return rows


def _read_limit(query: dict[str, Any], where: str) -> int:
    limit = query.get("limit", _LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or limit < 1:
        raise RequestError(f"{where}: `limit` must be a number from 1 up.")
    return min(int(limit), _MOST)


def _read_values(value: object, where: str) -> tuple[str, ...]:
    """Return the texts of a value or of an array of values; a value that is a thing is given by its id."""
    found = []
    for row in value if isinstance(value, list) else [value]:
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            found.append(row["id"])
        elif isinstance(row, bool):
            found.append("true" if row else "false")
        elif isinstance(row, str | int | float):
            found.append(str(row))
        else:
            raise RequestError(f"{where}: a value must be a string, a number, true, false, or an object with `id`.")
    return tuple(found)
