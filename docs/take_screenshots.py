"""Take a picture of each page at three widths: python docs/take_screenshots.py [--url URL] [PAGE ...].

Without --url the articles that come with Polity are built into a store, and served while the pictures are taken.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
WIDTHS = (375, 800, 1440)
_MOST_HIGH = 1800  # long pages are shown down to here
_QUALITY = 55
_DARK = (("article", 1440), ("home", 375))
ARTICLE = "/article/002-f8b803e74bdc5656"
PAGES = {
    "home": "/",
    "article": ARTICLE,
    "article-claim": f"{ARTICLE}#claim-c6",
    "entity": "/page/agency/us-ice",
    "matter": "/page/matter/002-f8b803e74bdc5656",
    "disputes": "/disputes",
    "timeline": "/timeline",
    "around": "/around/agency/us-ice",
    "query": "/sparql",
    "query-answer": "/ask/who-says-it-was-sent",
    "query-nothing": "/sparql?query=" + quote("SELECT * WHERE { ?paper <https://w3id.org/polity/ns#isuedBy> ?body }"),
    "search": "/search?q=detainer",
    "unknown": "/page/agency/ice",
    "why": "/why?s=d:agency/us-ice&p=a&o=:GovernmentBody",
    "withdrawn": f"{ARTICLE}/withdrawn",
}
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def serve() -> Iterator[str]:
    """Build and serve the shipped articles; give the server's address."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "kg", "serve", "--build", "--store", f"{folder}/graph", "--port", "0"]
        environment = {**os.environ, "KG_LOG": "no"}
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)  # noqa: S603
        try:
            for line in process.stderr or ():
                if "answers at" in line:
                    yield line.rsplit(" ", 1)[-1].strip().rstrip("/")
                    break
        finally:
            process.terminate()
            process.wait(timeout=20)


def take(url: str, names: list[str]) -> None:
    """Take the pictures into docs/screenshots."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        for width in WIDTHS:
            page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
            for name in names:
                page.goto(url + PAGES[name])
                page.wait_for_load_state("networkidle")
                height = min(_MOST_HIGH, page.evaluate("document.documentElement.scrollHeight"))
                if "#" not in PAGES[name]:  # else the part of the text that the page was opened at
                    page.set_viewport_size({"width": width, "height": max(900, height)})
                path = HERE / "screenshots" / f"{name}-{width}.jpg"
                page.screenshot(path=path, type="jpeg", quality=_QUALITY)
                page.set_viewport_size({"width": width, "height": 900})
                excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                print(f"{name} {width}: {'fits' if excess <= 0 else f'{excess} px too wide'}")
        for name, width in _DARK:
            if name in names:
                page = browser.new_context(viewport={"width": width, "height": 1200}, color_scheme="dark").new_page()
                page.goto(url + PAGES[name])
                page.wait_for_load_state("networkidle")
                path = HERE / "screenshots" / f"{name}-dark-{width}.jpg"
                page.screenshot(path=path, type="jpeg", quality=_QUALITY)
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a server that runs already")
    parser.add_argument("pages", nargs="*", choices=[*PAGES, []], help="all by default")
    given = parser.parse_args()
    (HERE / "screenshots").mkdir(exist_ok=True)
    if given.url:
        take(given.url, given.pages or list(PAGES))
    else:
        with serve() as address:
            take(address, given.pages or list(PAGES))
