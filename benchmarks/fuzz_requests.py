"""Fuzz what reads requests, guided by coverage: `python benchmarks/fuzz_requests.py corpus/ -max_total_time=3600`.

Needs `pip install atheris`. Each input is a request to the application itself, over a store with a little data:
whatever it is, the answer is no fault of the server's (a status under 500, or 503 for what passes a limit). Every text
is also given to the parts that rewrite queries. What is found becomes a row of tests/server/test_bad_input.py.
"""

import io
import sys
from contextlib import suppress
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
with atheris.instrument_imports(include=["server", "kg.store"]):
    from kg.errors import KgError
    from kg.store.columnar.read import recognise
    from kg.store.mend import is_plain, mend, order_columns
    from kg.store.rewrite import add_using, bind, put_in_hits, take_out_remote
    from kg.store.scan import scan
    from server.app import create_app
    from server.config import Config
    from server.contexts import inline_contexts
    from server.federate import find_calls

from werkzeug.test import EnvironBuilder, run_wsgi_app

METHODS = ("GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")
PLACES = ("/sparql", "/sparql", "/graphs", "/graphs/", "/id/", "/data/", "/page/", "/ask/", "/search", "/reconcile",
          "/reconcile/1.0", "/why", "/.well-known/void", "/")  # fmt: skip
NAMES = (
    "query",
    "query",
    "update",
    "graph",
    "default",
    "default-graph-uri",
    "using-graph-uri",
    "format",
    "q",
    "queries",
    "s",
)
TYPES = (
    "application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded", "text/turtle",
    "application/ld+json", "application/rdf+xml", "multipart/form-data; boundary=x", "application/json", "a/b",
)  # fmt: skip
CODINGS = ("", "", "", "gzip", "deflate", "br", "zstd", "identity", "gzip, gzip")
TOKEN = "a-token"

app = create_app(Config(token=TOKEN, log=False, deadline=5.0, memory_mb=300, upload_mb=1, union_default_graph=True))


def send(environ: dict) -> int:
    body, status, _ = run_wsgi_app(app, environ, buffered=True)
    list(body)
    return int(status[:3])


send(EnvironBuilder("/sparql", method="POST", data={"update": "INSERT DATA { <urn:a> <urn:p> 1, 'x'@en, [] }"},
                    headers={"Authorization": f"Bearer {TOKEN}"}).get_environ())  # fmt: skip


def check_text(text: str) -> None:
    """Give a text to all that reads SPARQL without an engine; errors of input are no findings."""
    for part in (
        lambda: mend(text, lambda: ["urn:g"]),
        lambda: is_plain(scan(text)),
        lambda: order_columns(scan(text), ["s", "p"]),
        lambda: bind(text, {"s": "<urn:a>"}),
        lambda: add_using(text, ["urn:g"], []),
        lambda: put_in_hits(text, lambda words: [words[:0] + "urn:a"]),
        lambda: take_out_remote(text),
        lambda: recognise(text),
        lambda: inline_contexts(text.encode("utf-8", "replace"), lambda _: b'{"@context": "x"}', "http://a.example/"),
    ):
        with suppress(KgError):
            part()
    if take_out_remote(text)[1]:
        with suppress(IndexError, StopIteration):  # only legal texts go there, and this one need not be legal
            find_calls(text)


def check(data: bytes) -> None:
    """Send a request made of the bytes."""
    given = atheris.FuzzedDataProvider(data)
    method, place = METHODS[given.ConsumeIntInRange(0, 7)], PLACES[given.ConsumeIntInRange(0, len(PLACES) - 1)]
    kind, coding = TYPES[given.ConsumeIntInRange(0, 8)], CODINGS[given.ConsumeIntInRange(0, 8)]
    pairs = [
        (NAMES[given.ConsumeIntInRange(0, len(NAMES) - 1)], given.ConsumeUnicodeNoSurrogates(60))
        for _ in range(given.ConsumeIntInRange(0, 2))
    ]
    tail, accept = given.ConsumeUnicodeNoSurrogates(8), given.ConsumeString(12).encode("ascii", "replace").decode()
    body = given.ConsumeBytes(given.remaining_bytes())
    for _, text in pairs:
        check_text(text)
    check_text(body.decode("utf-8", "replace"))
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind}
    if coding:
        headers["Content-Encoding"] = coding
    builder = EnvironBuilder(place, method=method, query_string=pairs, headers=headers)
    environ = builder.get_environ()
    environ["PATH_INFO"] += tail.encode().decode("latin-1") if place.endswith("/") else ""
    environ["HTTP_ACCEPT"] = accept.replace("\n", " ").replace("\r", " ")
    if method in ("POST", "PUT", "PATCH"):
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))
    status = send(environ)
    assert status < 500 or status == 503, (status, method, place, pairs)


if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
