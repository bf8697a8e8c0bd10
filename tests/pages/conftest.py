"""A real browser on a real server over the articles that come with Polity. Absent Chromium, these tests are skipped."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.live import ROOT, Live

ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
ARTICLE = "https://w3id.org/polity/id/article/torture"
TEXT = (
    "<script>window.hacked=1</script> & \u202eevil\u202c \u05e9\u05dc\u05d5\u05dd <b>bold</b>\n\n"
    "\"'><img src=x onerror=hacked()>"
)


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    with playwright.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe():
    """The text of axe-core, which finds faults of accessibility."""
    package = pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    return next(Path(package.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def seed(tmp_path_factory):
    """A server over the shipped articles."""
    folder = tmp_path_factory.mktemp("seed") / "graph"
    subprocess.run(
        [sys.executable, "-m", "kg", "build", "--out", str(folder)], check=True, cwd=ROOT, capture_output=True
    )
    server = Live(store=folder)
    yield f"http://127.0.0.1:{server.port}"
    assert server.stop() == 0


@pytest.fixture(scope="session")
def hard():
    """A server over data made to break pages: markup in texts, marks from right to left, 10,000 facts of one thing."""
    server = Live(deadline=2)
    facts = " ".join(f"<urn:p{n % 40}> <urn:o{n}> ;" for n in range(10_000))
    text = TEXT.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    places = [("at", 0, 32), ("at2", 8, 40), ("at3", 45, 60)]
    mentions = " ".join(
        f"<{ARTICLE}/mention/{a}-{b}> a :Mention ; :inArticle <{ARTICLE}> ; :refersTo <{ARTICLE}/entity/{name}> ; "
        f"oa:hasSelector [ oa:start {a} ; oa:end {b} ] . <{ARTICLE}/entity/{name}> rdfs:label '<i>x</i>' ."
        for name, a, b in places
    )
    update = f"""PREFIX : <https://w3id.org/polity/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX oa: <http://www.w3.org/ns/oa#>
      INSERT DATA {{ GRAPH <urn:g> {{
        <https://w3id.org/polity/id/agency/many> rdfs:label "The <em>many</em>" ; {facts} a :Agency .
        <{ARTICLE}> a :Article ; rdfs:label "A <b>bold</b> title" ; :text "{text}" . {mentions} }} }}"""
    reply = server.update(update)
    assert reply.status == 200, reply.text
    yield server
    assert server.stop() == 0


@pytest.fixture
def page(browser):
    """A page that fails the test on errors in its console and on requests to elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda asked: None if "//127.0.0.1:" in asked.url else faults.append(f"asks {asked.url}"))
    opened.faults = faults
    yield opened
    context.close()
    assert [fault for fault in faults if not re.search(r"status of (400|404|503)", fault)] == []
