"""Countries by the name of their people."""

import csv
import re
from collections.abc import Mapping
from functools import cache

from kg.resources import find_resource


@cache
def _load_demonyms() -> Mapping[str, str]:
    """Return countries by their demonym in lower case, from data/gazetteer/demonyms.csv."""
    names: dict[str, str] = {}
    places: dict[str, str] = {}
    with find_resource("data", "gazetteer", "world.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            places[row["id"]] = row["label"]
    with find_resource("data", "gazetteer", "demonyms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["demonym"].lower()] = places.get(row["id"], row["demonym"])
    return names


def find_nationality(text: str) -> str | None:
    """Return the country whose people a noun phrase names ("a Peruvian man"), or None."""
    demonyms = _load_demonyms()
    for word in re.findall(r"[A-Z][\w-]+(?: [A-Z][\w-]+)?", text):
        for part in (word, *word.split()):
            if part.lower() in demonyms:
                return demonyms[part.lower()]
    return None
