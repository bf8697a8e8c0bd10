"""The documents a store was built from, kept in its folder so that `kg add` can build it anew with one more."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.model import Document

FILE = "documents.jsonl"


def save_documents(folder: Path, documents: "Sequence[Document]") -> None:
    """Write documents into a store's folder, one JSON object a line."""
    lines = (json.dumps(asdict(document), ensure_ascii=False, default=str) + "\n" for document in documents)
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def load_documents(folder: Path) -> "list[Document]":
    """Read the documents of a store.

    Raises:
        StoreError: It was not built from articles, or the file is damaged.
    """
    from kg.model import Document, Interval

    path = folder / FILE
    if not path.exists():
        raise StoreError(f"{folder} was not built from articles, so none can be added. Make a store with kg build.")
    found = []
    try:
        # Split at line feeds alone: a text may hold other line ends, which JSON leaves as they are.
        for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
            row = json.loads(line)
            if day := row["published"]:
                bounds = (date.fromisoformat(day["earliest"]), date.fromisoformat(day["latest"]))
                row["published"] = Interval(*bounds, day["norm"])
            found.append(Document(**{**row, "byline": tuple(row["byline"])}))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is damaged ({error}). Build the store anew with kg build.") from error
    return found


def copy_documents(source: Path, target: Path) -> None:
    """Copy the documents of one store's folder into another's, where there are any."""
    if (source / FILE).exists():
        shutil.copyfile(source / FILE, target / FILE)
