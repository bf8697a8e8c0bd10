"""What can go wrong in answering a request, beyond what the store reports; each with the status it is sent with."""

from collections.abc import Sequence

from kg.errors import InputError, KgError


class RequestError(InputError):
    """The request breaks the protocol it speaks."""


class MediaTypeError(InputError):
    """The request's body is of a type, or in a coding, that is not understood here; `codings` names those that are."""

    status = 415

    def __init__(self, message: str, *, codings: Sequence[str] = ()) -> None:
        """Take what was wrong, and the codings that would do if that is what was wrong."""
        self.codings = tuple(codings)
        super().__init__(message)


class NotAcceptableError(InputError):
    """None of the formats the client accepts can be sent."""

    status = 406


class NotFoundError(InputError):
    """There is no such thing here; `suggestions` pairs addresses of things that may be meant with their names."""

    status = 404

    def __init__(self, message: str, *, suggestions: Sequence[tuple[str, str]] = ()) -> None:
        """Take what was asked for, and what may be meant."""
        self.suggestions = list(suggestions)
        super().__init__(message)


class UnauthorisedError(InputError):
    """The request writes, and carries no token or a wrong one."""

    status = 401


class ForbiddenError(InputError):
    """What is asked for is switched off on this server."""

    status = 403


class LimitError(InputError):
    """The request, or its answer, is larger than allowed; `limit` names the setting that says so."""

    status = 413

    def __init__(self, message: str, *, limit: str, value: float) -> None:
        """Take what was too large, and the setting and value that it passed."""
        self.limit, self.value = limit, value
        super().__init__(f"{message} The limit `{limit}` of this server is {value:g}.")


class DeadlineError(KgError):
    """A query or an update was stopped because it took too long."""

    status = 503

    def __init__(self, what: str, seconds: float) -> None:
        """Take what was stopped ("query") and the time it was given."""
        self.limit, self.value = "deadline", seconds
        super().__init__(
            f"The {what} was stopped: it ran for longer than this server's `deadline` of {seconds:g} seconds. "
            "Add a LIMIT, name more terms, or ask for less at once."
        )


class BusyError(KgError):
    """All places for queries are taken."""

    status = 503
    retry_after = 2


class RateError(KgError):
    """The client asks too often."""

    status = 429

    def __init__(self, wait: float) -> None:
        """Take the seconds after which the next request will be let through."""
        self.retry_after = max(1, round(wait + 0.5))
        super().__init__(f"Too many requests. Wait {self.retry_after} s before the next one.")


class EngineError(KgError):
    """The process that ran the query died of it."""
