"""What both versions of the protocol read from a request, and how they send JSON."""

import json
from typing import Any

from flask import Response, current_app, request

from server.backend import Backend, get_backend
from server.errors import LimitError, MediaTypeError, NotFoundError, RequestError
from server.reconcile.catalogue import Catalogues, Thing
from server.sparql import parse_pairs

_MOST_BYTES = 64 * 2**20
_SUGGESTED = 20


def get_catalogues() -> Catalogues:
    """Return the catalogues of the application that answers the current request."""
    backend = get_backend()
    found: Catalogues = current_app.extensions.setdefault("polity.reconcile", Catalogues(backend))
    return found


def get_base(backend: Backend) -> str:
    """Return the address of this server as clients see it, without a slash at its end."""
    return (backend.config.base or request.host_url).rstrip("/")


def read_body() -> bytes:
    """Return the request's body.

    Raises:
        LimitError: It is far longer than any batch that would be answered.
    """
    if (request.content_length or 0) > _MOST_BYTES:
        raise LimitError("The body is too long.", limit="reconcile_bytes", value=_MOST_BYTES)
    return request.get_data()


def read_parameters() -> dict[str, str]:
    """Return the parameters of the address and of a form in the body; of one given twice the last counts.

    Raises:
        MediaTypeError: The body is no form.
    """
    pairs = parse_pairs(request.query_string)
    if request.method == "POST":
        if request.mimetype != "application/x-www-form-urlencoded":
            raise MediaTypeError("Send the queries as a form: application/x-www-form-urlencoded.")
        pairs = pairs + parse_pairs(read_body())
    return dict(pairs)


def parse_json(text: str | bytes, what: str) -> Any:  # noqa: ANN401 -- JSON holds anything
    """Return what a JSON text says.

    Raises:
        RequestError: It is not JSON.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{what} is not JSON: {error}.") from error


def write_json(data: object, *, status: int = 200) -> Response:
    """Return a response that holds a JSON document; answers follow the graph, so none is kept by clients."""
    response = Response(json.dumps(data, ensure_ascii=False), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-cache"
    return response


def read_suggest() -> tuple[str, int, int]:
    """Return prefix, limit and offset of a suggest request; 0.2 calls the offset `cursor`.

    Raises:
        RequestError: There is no prefix, or a number is none.
    """
    if "prefix" not in request.args:
        raise RequestError("The parameter `prefix` is missing.")
    numbers = []
    for name, default in (("limit", _SUGGESTED), ("offset", 0)):
        given = request.args.get(name) or (request.args.get("cursor") if name == "offset" else None) or str(default)
        if not given.isascii() or not given.isdigit():
            raise RequestError(f"The parameter `{name}` must be a whole number from 0 up.")
        numbers.append(min(int(given), 1000))
    return request.args["prefix"], numbers[0], numbers[1]


def find_thing(thing_id: str | None) -> Thing:
    """Return the thing that a request names.

    Raises:
        RequestError: It names none.
        NotFoundError: There is no such thing.
    """
    if not thing_id:
        raise RequestError("The parameter `id` is missing.")
    found = get_catalogues().find_thing(thing_id)
    if found is None:
        raise NotFoundError(f"There is no thing with the id {thing_id[:200]!r}.")
    return found
