"""Fetch one page for `kg add URL`. Only the command line imports this; the server never fetches anything."""

import re
import time
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from kg.errors import SizeError, SourceError
from kg.iri import make_slug
from kg.read.limits import DEFAULT_LIMITS, Limits

_AGENT = "polity-kg (+https://w3id.org/polity/)"


class _Redirects(HTTPRedirectHandler):
    """Follow redirects to http and https only."""

    max_redirections = 5

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Check the scheme of each step."""
        _check_scheme(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check_scheme(url: str) -> None:
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits:
        raise SourceError("is no address of a page.", path=url, hint="Give one that begins with https:// or http://.")


def _make_opener() -> OpenerDirector:
    return build_opener(_Redirects())


def name_url(url: str) -> str:
    """Return a file name for what an address holds, from its host and path.

    >>> name_url("https://www.example.org/2021/06/city-sues.html?utm=1")
    'example-org-2021-06-city-sues'
    """
    parts = urlsplit(url)
    path = re.sub(r"\.\w{2,5}$", "", parts.path)
    return make_slug(f"{(parts.hostname or '').removeprefix('www.')} {path}")[:120].strip("-")


def fetch_url(url: str, *, timeout: float = 20.0, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return the content of a page.

    Args:
        url: An address with the scheme http or https.
        timeout: Seconds for the whole exchange.
        limits: `page` bounds the answer.

    Raises:
        SourceError: The address is none, or does not answer with a page in time.
        SizeError: The answer is larger than `limits.page`.
    """
    _check_scheme(url)
    ends, parts, total = time.monotonic() + timeout, [], 0
    request = Request(url, headers={"User-Agent": _AGENT, "Accept": "text/html, text/plain, */*;q=0.5"})  # noqa: S310 - the scheme is checked
    try:
        with _make_opener().open(request, timeout=timeout) as answer:
            while part := answer.read1(1 << 16):
                parts.append(part)
                total += len(part)
                if total > limits.page:
                    hint = "Save the article by hand, or raise the limit of a page."
                    raise SizeError(f"is larger than {limits.page:,} bytes.", path=url, hint=hint)
                if time.monotonic() > ends:
                    raise TimeoutError(f"no end after {timeout:g} seconds")
    except (URLError, HTTPException, OSError, ValueError) as error:
        hint = "Check the address, or save the page and give the file."
        raise SourceError(f"cannot be fetched ({error}).", path=url, hint=hint) from None
    return b"".join(parts)
