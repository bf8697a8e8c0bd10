"""Asking a SPARQL endpoint over HTTP (SPARQL 1.1 Protocol, section 2.1.2)."""

import shutil
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import click

from kg.cli.stores import open_output
from kg.client import read_error
from kg.errors import KgError
from kg.formats import get_format, list_formats


def ask_endpoint(url: str, text: str, form: str, out: Path | None, *, timeout: float = 60.0) -> None:
    """Send a query and write the answer as it comes; "table" asks for tab-separated values, or Turtle for a graph.

    Raises:
        KgError: The endpoint cannot be reached, or refused; its own words are in the message.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise click.UsageError(f"--url must begin with http:// or https://, not {url!r}.")
    if form == "table":
        accept = f"{get_format('tsv').media_type}, {get_format('turtle').media_type};q=0.5"
    else:
        accept = next(row for row in list_formats("graph", "dataset", "results") if row == get_format(form)).media_type
    request = Request(url, urlencode({"query": text}).encode(), {"Accept": accept})  # noqa: S310 -- checked above
    try:
        with urlopen(request, timeout=timeout) as answer, open_output(out) as output:  # noqa: S310
            shutil.copyfileobj(answer, output)
    except HTTPError as error:
        raise KgError(f"{url} answered {error.code}: {read_error(error)}") from error
    except (URLError, HTTPException, TimeoutError) as error:
        raise KgError(f"{url} gave no answer: {error}. Check the address, and that the server runs.") from error
