"""Quality floors: what extraction reaches on data/gold, by split, may rise and never sink unnoticed.

`KG_FIX=1 pytest tests/test_quality.py` raises the floors to what is reached now; it never lowers one. The hash pins
the annotations: a floor is only good for the gold it was measured on.
"""

import hashlib
import math
import os
import tomllib
from functools import cache
from pathlib import Path

import pytest

from kg.cli.evaluate import extract_article
from kg.resources import find_resource
from kg.score import GoldArticle, Score, add_scores, load_gold, score_extraction

FOLDER = find_resource("data", "gold")
FLOORS = FOLDER / "floors.toml"
LAYERS = (
    "entities-strict", "entities-relaxed", "dates", "relations", "claims-span", "claims-speaker", "events",
    "event-polarity", "event-modality",
)  # fmt: skip


@cache
def load_split(split: str) -> tuple[GoldArticle, ...]:
    return tuple(article for article in load_gold(FOLDER) if article.split == split)


@cache
def score_split(split: str) -> Score:
    return add_scores(score_extraction(extract_article(a), a.annotations) for a in load_split(split))


def hash_split(split: str) -> str:
    digest = hashlib.sha256()
    for article in load_split(split):
        digest.update((FOLDER / f"{article.name}.json").read_bytes())
    return digest.hexdigest()


def read_floors() -> dict[str, dict[str, float | str]]:
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def list_splits() -> list[str]:
    return sorted({article.split for article in load_gold(FOLDER)})


def write_floors(path: Path) -> None:
    """Write the floors anew, each the higher of the old one and the figure reached, rounded down to 0.01."""
    old, lines = (
        read_floors(),
        ["# F1 that extraction must reach on each split of data/gold; see tests/test_quality.py."],
    )
    for split in list_splits():
        before = old.get(split, {}) if old.get(split, {}).get("sha256") == hash_split(split) else {}
        lines += ["", f"[{split}]", f'sha256 = "{hash_split(split)}"']
        for layer in LAYERS:
            if layer in score_split(split).tallies:
                reached = math.floor(score_split(split).tallies[layer].f1 * 100 + 1e-9) / 100
                lines.append(f"{layer} = {max(reached, float(before.get(layer, 0))):.2f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(autouse=True, scope="module")
def fix() -> None:
    if os.environ.get("KG_FIX"):
        write_floors(FLOORS)


@pytest.mark.parametrize("split", list_splits())
def test_split_holds_its_floors(split: str) -> None:
    absent = [article.why_absent for article in load_split(split) if article.text is None]
    if absent:
        pytest.skip(absent[0])
    floors = dict(read_floors()[split])
    pinned = floors.pop("sha256")
    assert pinned == hash_split(split), "the gold has changed: measure anew with KG_FIX=1, and say so in the commit"
    reached = {layer: round(score_split(split).tallies[layer].f1, 4) for layer in floors}
    below = {
        layer: f"{reached[layer]}, floor {floor}" for layer, floor in floors.items() if reached[layer] < float(floor)
    }
    assert not below
