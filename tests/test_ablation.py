"""Ablation: the lexicon's rows that only the seed articles need may go, and extraction of all the rest stays as good.

A row counts as the seeds' own where it fires in a seed article and in at most two others of data/gold.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from kg.extract import extract_document
from kg.link.gazetteer import load_gazetteer
from kg.model import Document
from kg.resources import find_resource
from kg.score import load_gold
from tests.test_quality import FOLDER, LAYERS, list_splits, load_split, score_split

ROOT = Path(__file__).parent.parent
MOST_OTHERS = 2
MAY_MOVE = 0.02
ROW = re.compile(r"^\[\[(?:rule|frame)\]\]\n(?:(?!^\[).*\n?)*", re.MULTILINE)
NAME = re.compile(r"""^(?:id|name) = ["']([^"']+)["']""", re.MULTILINE)


def find_rows_of_seeds() -> set[str]:
    """Return the names ("file/id") of the rows that fire in a seed and almost nowhere else."""
    fired: dict[str, set[str]] = defaultdict(set)
    names = load_gazetteer()
    for article in load_gold(FOLDER):
        if article.text:
            found = extract_document(Document(article.name, article.text, "", "gold"), names)
            for one in (*found.mentions, *found.relations, *found.claims, *found.events):
                fired[one.rule.partition(":")[0]].add(article.name)
    seeds = {article.name for article in load_split("seed")}
    return {row for row, articles in fired.items() if articles & seeds and len(articles - seeds) <= MOST_OTHERS}


def copy_without(rows: set[str], folder: Path) -> int:
    """Copy the package and its data to a folder, less these rows of the lexicon; return how many were cut."""
    shutil.copytree(ROOT / "kg", folder / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "ontology").symlink_to(find_resource("ontology"))
    (folder / "data").mkdir()
    for part in find_resource("data").iterdir():
        if part.name != "lexicon":
            (folder / "data" / part.name).symlink_to(part)
    shutil.copytree(find_resource("data", "lexicon"), folder / "data" / "lexicon")
    cut = 0
    for file in (folder / "data" / "lexicon").glob("*.toml"):

        def keep(match: re.Match[str], stem: str = file.stem) -> str:
            nonlocal cut
            name = NAME.search(match[0])
            if name is None or f"{stem}/{name[1]}" not in rows:
                return match[0]
            cut += 1
            return ""

        file.write_text(ROW.sub(keep, file.read_text(encoding="utf-8")), encoding="utf-8")
    return cut


def score_copy(folder: Path, split: str) -> dict[str, float]:
    """Return the F1 of each layer that `kg eval` prints in the copy."""
    shared = os.environ.get("POLITY_SHARED", str(ROOT.parent / "shared"))
    done = subprocess.run(
        [sys.executable, "-m", "kg", "eval", "--split", split, "--json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "POLITY_SHARED": shared},
        capture_output=True,
        check=True,
        timeout=300,
    )
    return {layer: row["f1"] for layer, row in json.loads(done.stdout)["total"].items()}


def test_no_figure_leans_on_rows_that_a_seed_article_motivated(tmp_path: Path) -> None:
    absent = [article.why_absent for split in list_splits() for article in load_split(split) if article.text is None]
    if absent:
        pytest.skip(absent[0])
    rows = find_rows_of_seeds()
    cut = copy_without(rows, tmp_path)
    assert cut >= 20, "the seeds have rows of their own; were none found, this test would say nothing"
    for split in set(list_splits()) - {"seed"}:
        ablated = score_copy(tmp_path, split)
        for layer in LAYERS:
            whole = score_split(split).tallies[layer].f1
            assert ablated[layer] == pytest.approx(whole, abs=MAY_MOVE), f"{split}, {layer}, without {sorted(rows)}"
