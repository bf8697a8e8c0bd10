"""What is shipped for browsers: built from what is pinned, with its licences, and loading nothing from elsewhere."""

import json
import re

from server.pages.words import load_labels
from tests.server.live import ROOT

STATIC = ROOT / "server" / "static"
SOURCE = ROOT / "server" / "static-src"


def test_every_package_that_is_shipped_has_its_licence():
    text = (STATIC / "LICENCES.txt").read_text(encoding="utf-8")
    lock = json.loads((SOURCE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in re.findall(r"^=+\n(\S+) (\S+) \((?:MIT|ISC|BSD-3-Clause)\)$", text, re.MULTILINE):
        assert lock[f"node_modules/{name}"]["version"] == version
    assert {"codemirror", "codemirror-lang-sparql", "d3-force"} <= set(re.findall(r"^(\S+) \d", text, re.MULTILINE))
    assert text.count("=" * 80) == len(re.findall(r"\((?:MIT|ISC|BSD-3-Clause)\)\n", text))


def test_templates_hold_no_script_style_or_handler_of_their_own():
    for path in (ROOT / "server" / "templates").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son\w+=|<style|\|\s*safe", text), path.name
        assert all('src="/static/' in tag or "ld+json" in tag for tag in re.findall(r"<script[^>]*>", text)), path.name


def test_a_style_sheet_that_asks_nothing_of_others():
    assert not re.search(r"url\(|@import", (STATIC / "style.css").read_text(encoding="utf-8"))


def test_terms_have_names():
    assert load_labels()["https://w3id.org/polity/ns#issuedBy"] == "issued by"
