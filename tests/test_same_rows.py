"""One question gives the same rows from the command line, the page, a data frame, HTTP and MCP."""

import asyncio
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from lxml import html
from mcp import Client

import kg
from kg.mcp.service import make_service
from kg.mcp.tools import Tools
from kg.pipeline import build_dataset
from kg.questions import load_questions
from kg.resources import find_resource
from kg.store.embedded import build_store
from server import Config
from server.backend import Backend
from tests.server.live import Live

ROOT = Path(__file__).parent.parent
ON_PAGES = ["who-disputes", "which-motion-enforces", "in-what-order"]
"""Questions whose page is compared too, cell by cell: these answer with texts, which a page shows as they are."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("same") / "graph"
    with build_store(path) as store:
        store.load_dataset(build_dataset([find_resource("data", "articles", "seed")]).dataset)
    shutil.copytree(path, path.with_name("copy"))  # a store has one server at a time
    return path


@pytest.fixture(scope="module")
def live(folder):
    server = Live(store=folder)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def tools(folder):
    backend = Backend(Config(store=folder.with_name("copy"), log=False))
    backend.start()
    made = Tools(backend)
    yield made
    made.close()


Rows = list[tuple[str, ...]]


def ask_command_line(name: str, folder: Path) -> Rows:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    command = [sys.executable, "-m", "kg", "ask", name, "--store", str(folder), "--format", "csv"]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=environment)
    return [tuple(row) for row in csv.reader(io.StringIO(done.stdout.decode(), newline=""))][1:]


def ask_frame(name: str, folder: Path) -> Rows:
    with kg.open(folder) as graph:
        frame = graph.ask(name, frame="polars")
        return [tuple("" if cell is None else write(cell) for cell in row) for row in frame.iter_rows()]


def write(cell: object) -> str:
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def ask_http(name: str, live: Live) -> Rows:
    data = live.ask("GET", f"/ask/{name}", Accept="application/sparql-results+json").json()
    columns = data["head"]["vars"]
    return [tuple(row.get(key, {}).get("value", "") for key in columns) for row in data["results"]["bindings"]]


def ask_page(name: str, live: Live) -> Rows:
    page = html.fromstring(live.ask("GET", f"/ask/{name}", Accept="text/html").text)
    rows = page.xpath("//table[contains(@class, 'results')]/tbody/tr")
    return [tuple(read_cell(cell) for cell in row.xpath("./td")) for row in rows]


def read_cell(cell: html.HtmlElement) -> str:
    """A cell's text; a date as it was before the page wrote it for people."""
    text = " ".join(cell.text_content().split())
    found = re.fullmatch(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})", text)
    return datetime.strptime(text, "%d %B %Y").date().isoformat() if found else text


def ask_mcp(name: str, tools: Tools) -> Rows:
    async def run():
        async with Client(make_service(tools)) as client:
            result = await client.call_tool("ask_question", {"name": name})
            return json.loads(result.content[0].text)

    # In a thread of its own: a browser test before it may have left a running loop in this one.
    with ThreadPoolExecutor(1) as thread:
        data = thread.submit(asyncio.run, run()).result()
    return [
        tuple(next(iter(row[key].values())) if key in row else "" for key in data["columns"]) for row in data["rows"]
    ]


def test_each_question_gives_the_same_rows(folder, live, tools):
    found = 0
    for name in load_questions():
        expected = ask_http(name, live)
        found += len(expected)
        assert ask_frame(name, folder) == expected, name
        assert ask_mcp(name, tools) == expected, name
    assert found > 50


@pytest.mark.parametrize("name", ON_PAGES)
def test_five_ways_to_ask(name, folder, live, tools):
    expected = ask_http(name, live)
    assert expected
    assert ask_command_line(name, folder) == expected
    assert ask_frame(name, folder) == expected
    assert ask_mcp(name, tools) == expected
    assert ask_page(name, live) == [tuple(" ".join(cell.split()) for cell in row) for row in expected]
