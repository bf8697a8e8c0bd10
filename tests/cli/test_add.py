"""`kg add`: a store with one more article is the store that would have been built with it."""

import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.resources import find_resource
from tests.cli.test_store_commands import run

SEEDS = find_resource("data", "articles", "seed")
FIRST, SECOND = "000_a54dc87872dcdfdd.txt", "002_f8b803e74bdc5656.txt"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    out = tmp_path / "graph"
    assert run("build", SEEDS / FIRST, "--out", out).code == 0
    return out


def test_added_is_as_if_built_with(store: Path, tmp_path: Path) -> None:
    shutil.copy(SEEDS / FIRST, tmp_path / FIRST)
    before = run("export", "--format", "nquads", "--store", store).out
    dry = run("add", SEEDS / SECOND, "--dry-run", "--store", store)
    assert (dry.code, "claim" in dry.out) == (0, True)
    assert run("export", "--format", "nquads", "--store", store).out == before
    done = run("add", SEEDS / SECOND, "--store", store)
    assert (done.code, done.out, "1 added; 2 articles" in done.err) == (0, "", True)
    assert run("build", SEEDS / FIRST, SEEDS / SECOND, "--out", tmp_path / "both").code == 0
    assert run("diff", "--all", tmp_path / "both", store).out == "0 gained, 0 lost, 0 changed\n"
    again = run("add", SEEDS / SECOND, "--store", store)
    assert (again.code, "already" in again.err) == (0, True)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A page on this machine: the second seed, as HTML."""
    paragraphs = (SEEDS / SECOND).read_text(encoding="utf-8").split("\n")
    folder = tmp_path / "site"
    folder.mkdir()
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<!DOCTYPE html><html lang=en><head><title>T</title></head><body><article>{body}</article></body></html>"
    (folder / "page.html").write_text(page, encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_is_fetched_and_shown(store: Path, site: str) -> None:
    done = run("add", f"{site}/page.html", "--dry-run", "--published", "2020-01-18", "--store", store)
    assert (done.code, done.err) == (0, "")
    assert "it’s a demand" in done.out


def test_bad_sources(store: Path, site: str, tmp_path: Path) -> None:
    (tmp_path / FIRST).write_text("The city sued the agency on Monday, and the agency said that it would answer.\n")
    cases = [
        (f"{site}/none.html", "cannot be fetched"),
        (str(tmp_path / "none.txt"), "is not there"),
        (str(tmp_path / FIRST), "holds another article named"),
    ]
    for source, message in cases:
        done = run("add", source, "--store", store)
        assert (done.code, done.out) == (1, "")
        assert message in done.err, done.err
        assert "Traceback" not in done.err


def test_a_store_not_built_from_articles(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text("<urn:a> <urn:b> <urn:c> .\n")
    run("load", tmp_path / "a.nt", "--store", tmp_path / "graph")
    done = run("add", SEEDS / FIRST, "--store", tmp_path / "graph")
    assert (done.code, "was not built from articles" in done.err) == (1, True)
