"""Fetching a page, against a real server on this machine."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.errors import SizeError, SourceError
from kg.read import Limits, read_document
from kg.read.fetch import fetch_url, name_url
from tests.read.pages import PAGE


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in ("/to-file", "/loop"):
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname" if self.path == "/to-file" else "/loop")
            self.end_headers()
            return
        self.send_response(404 if self.path == "/missing" else 200)
        self.end_headers()
        self.wfile.write(b"a" * 50_000 if self.path == "/large" else PAGE.encode())

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_page_is_fetched_and_read(site: str) -> None:
    url = f"{site}/city-sues.html"
    (document,) = read_document(fetch_url(url), name=name_url(url), url=url)
    assert document.url == url
    assert document.byline == ("Jane Doe",)
    assert document.id.endswith("city-sues")


@pytest.mark.parametrize(
    ("path", "part"),
    [("/missing", "404"), ("/to-file", "not allowed"), ("/loop", "cannot be fetched")],
)
def test_what_cannot_be_fetched(site: str, path: str, part: str) -> None:
    with pytest.raises(SourceError, match=part):
        fetch_url(site + path, timeout=5)


def test_answer_is_bounded(site: str) -> None:
    with pytest.raises(SizeError):
        fetch_url(f"{site}/large", limits=Limits(page=10_000))
