"""Ask another server, politely: one request at a time with a pause between, answers kept so that a run can be resumed.

The waiting time that a server asks for (Retry-After, RFC 9110, section 10.2.3) is kept. An answer that was received is
written to the cache at once, so that a run that was stopped goes on where it was, and the same question costs nothing.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from kg.errors import AuthorityError

_AGENT = "polity-kg (https://w3id.org/polity)"
_WAITS = frozenset((429, 502, 503, 504))
_LONGEST_WAIT = 60.0


def read_error(error: HTTPError, most: int = 2000) -> str:
    """Return the first `most` bytes of what a server says with an error, and close the connection it holds."""
    with error:
        return error.read(most).decode("utf-8", "replace").strip()


@dataclass
class Client:
    """Settings of a polite client: seconds between requests, seconds to wait for an answer, and the longest answer."""

    cache: Path | None = None
    pause: float = 1.0
    timeout: float = 30.0
    most_bytes: int = 32 * 2**20
    tries: int = 3
    _last: float = field(default=0.0, repr=False)

    def ask(self, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> bytes:
        """Return the answer to a GET, or to a POST where there is a body; from the cache where it is there.

        Raises:
            AuthorityError: The address is no web address, or the server gave no answer, an error, or one too long.
        """
        if urlsplit(url).scheme not in ("http", "https"):
            raise AuthorityError(url, "is not an address that begins with http:// or https://.")
        key = hashlib.sha256(json.dumps([url, (body or b"").hex(), sorted((headers or {}).items())]).encode())
        kept = self.cache / f"{key.hexdigest()}.answer" if self.cache else None
        if kept is not None and kept.exists():
            return kept.read_bytes()
        answer = self._fetch(Request(url, body, {"User-Agent": _AGENT, **(headers or {})}), url)  # noqa: S310
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(".part")
            part.write_bytes(answer)
            part.replace(kept)
        return answer

    def ask_json(self, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401
        """Return the answer as what its JSON says.

        Raises:
            AuthorityError: As `ask`, or the answer is not JSON.
        """
        answer = self.ask(url, body, {"Accept": "application/json", **(headers or {})})
        try:
            return json.loads(answer)
        except (ValueError, RecursionError) as error:
            raise AuthorityError(url, f"answered with what is not JSON: {answer[:80]!r}.") from error

    def _fetch(self, request: Request, url: str) -> bytes:
        problem = "gave no answer."
        for attempt in range(self.tries):
            time.sleep(max(0.0, self._last + self.pause - time.monotonic()))
            try:
                with urlopen(request, timeout=self.timeout) as answer:  # noqa: S310 -- checked above
                    data: bytes = answer.read(self.most_bytes + 1)
            except HTTPError as error:
                problem = f"answered {error.code}: {read_error(error, 500)}"
                if error.code not in _WAITS:
                    break
                given = error.headers.get("Retry-After", "")
                wait = float(given) if given.isdigit() else 2.0**attempt
                time.sleep(min(wait, _LONGEST_WAIT))
                continue
            except (URLError, HTTPException, TimeoutError, OSError) as error:
                problem = f"gave no answer: {error}."
                continue
            finally:
                self._last = time.monotonic()
            if len(data) > self.most_bytes:
                raise AuthorityError(url, f"sent more than {self.most_bytes} bytes.")
            return data
        raise AuthorityError(url, problem)
