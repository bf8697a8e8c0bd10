"""Data extension: the values of chosen properties of things that were matched."""

from dataclasses import dataclass
from typing import Any

from kg.iri import ID
from server.backend import Backend
from server.errors import LimitError, RequestError
from server.reconcile.facts import Value, load_facts
from server.reconcile.vocabulary import list_properties, read_term_id

_NUMBERS = frozenset(("integer", "int", "long", "nonNegativeInteger", "gYear"))


@dataclass(frozen=True, slots=True)
class Request:
    """Which properties of which things: ids as the client wrote them, and (property, most values) pairs."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, int], ...]


def read_request(data: object, most: int) -> Request:
    """Read a data extension query; both versions write it alike.

    Raises:
        RequestError: It is not of that form, or names a property with an unknown prefix.
        LimitError: It asks for more than `most` things.
    """
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("ids"), list)
        or not isinstance(data.get("properties"), list)
    ):
        raise RequestError('A data extension query is a JSON object: {"ids": [...], "properties": [{"id": "..."}]}.')
    if len(data["ids"]) > most:
        raise LimitError(
            f"The query asks for {len(data['ids'])} things. Send fewer.", limit="reconcile_batch", value=most
        )
    if not all(isinstance(row, str) for row in data["ids"]):
        raise RequestError("Each of `ids` must be a string.")
    properties = []
    for row in data["properties"]:
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise RequestError("Each of `properties` must be an object with `id`, a string.")
        read_term_id(row["id"])
        settings = row.get("settings")
        limit = settings.get("limit", 0) if isinstance(settings, dict) else 0
        if not str(limit).isdigit():
            raise RequestError(f"The setting `limit` of {row['id']} must be a whole number, 0 for no limit.")
        properties.append((row["id"], int(limit)))
    return Request(tuple(data["ids"]), tuple(properties))


def extend(
    wanted: Request, backend: Backend
) -> tuple[list[dict[str, Any]], dict[str, dict[str, list[dict[str, Any]]]]]:
    """Return the properties' descriptions, and for each thing the values of each property; unknown things have none."""
    facts = load_facts(backend, (thing.removeprefix(ID) for thing in wanted.ids if _is_path(thing.removeprefix(ID))))
    meta = [
        {"id": name, "name": list_properties()[name].name if name in list_properties() else name}
        for name, _ in wanted.properties
    ]
    rows = {}
    for thing in wanted.ids:
        known = facts.get(thing.removeprefix(ID), {})
        rows[thing] = {
            name: [write_value(value) for value in known.get(name, ())[: limit or None]]
            for name, limit in wanted.properties
        }
    return meta, rows


def _is_path(thing: str) -> bool:
    return not any(letter in '<>"{}|^`\\' or letter <= " " for letter in thing)


def write_value(value: Value) -> dict[str, Any]:
    """Return a value as the protocol writes it; a date gets the time that its schema demands, midnight UTC.

    >>> write_value(Value("2020-01-17", None, "date"))
    {'date': '2020-01-17T00:00:00Z'}
    """
    if value.id is not None:
        return {"id": value.id, "name": value.text}
    if value.datatype == "date":
        return {"date": f"{value.text[:10]}T00:00:00Z"}
    if value.datatype in _NUMBERS and value.text.lstrip("+-").isdigit():
        return {"int": int(value.text)}
    if value.datatype in ("decimal", "double", "float") and value.text.replace(".", "", 1).lstrip("+-").isdigit():
        return {"float": float(value.text)}
    return {"str": value.text}
