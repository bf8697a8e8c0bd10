"""The example in docs/reasoning.md runs, and its tables name what there is."""

import re
import tomllib
from pathlib import Path

from kg.reason import ENGINES, list_profiles
from kg.reason.rules import read_rule

TEXT = (Path(__file__).parents[2] / "docs" / "reasoning.md").read_text(encoding="utf-8")


def test_the_example_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)
    assert getattr(names["proof"], "rule", "") == "cax-sco"
    assert len(getattr(names["change"], "gained", ())) == 1


def test_the_rule_is_one() -> None:
    (table,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    (row,) = tomllib.loads(table)["rule"]
    assert read_rule(row).name == "acts-for-parent"


def test_every_profile_and_engine_is_listed() -> None:
    listed = re.findall(r"^\| `([\w-]+)` \|", TEXT, re.MULTILINE)
    assert set(listed) == {*list_profiles(), *ENGINES}
