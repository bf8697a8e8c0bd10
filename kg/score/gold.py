"""Read data/gold: the annotations, and the text that each of them is about."""

import csv
import gzip
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.resources import find_resource

_NOT_ANNOTATIONS = {"disagreements.json"}


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One annotated article.

    `split` is "seed", "dev" or "test". `text` is None where the article's text lies outside the project and is not
    there; `why_absent` then says what is missing. `path` is the article's own file in data/articles, if it has one.
    """

    name: str
    split: str
    annotations: dict[str, Any]
    text: str | None
    path: Path | None = None
    why_absent: str = ""


def load_gold(folder: Path) -> list[GoldArticle]:
    """Read the annotated articles of a folder (or the one file), by file name.

    The text is, in this order: the file's own "text"; the record of "origin" (corpus, id, sha256) in ../shared/corpora
    or $POLITY_SHARED/corpora; the file of data/articles that is named as "document".

    Raises:
        SourceError: A file is no JSON, lacks a field, or has an offset that does not fit the text.
    """
    files = [folder] if folder.is_file() else sorted(folder.rglob("*.json"))
    articles = [_load_file(path) for path in files if path.name not in _NOT_ANNOTATIONS]
    if not articles:
        raise SourceError("holds no annotations.", path=folder, hint="Give a folder of JSON files like data/gold.")
    return articles


def _load_file(path: Path) -> GoldArticle:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise SourceError("is no JSON.", path=path, line=error.lineno, hint=f"Mend it: {error.msg}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"cannot be read ({error}).", path=path, hint="Check the path, and save it as UTF-8."
        ) from error
    for key in ("document", "mentions", "relations", "claims"):
        if key not in data:
            raise SourceError(f"lacks {key!r}.", path=path, hint="data/gold/README.md lists the fields.")
    split = data.get("split", "seed")
    if "text" in data:
        return _check(GoldArticle(path.stem, split, data, data["text"]), path)
    if "origin" in data:
        return _check(_load_origin(path, split, data), path)
    found = sorted(find_resource("data", "articles").rglob(data["document"]))
    if not found:
        why = f"data/articles holds no {data['document']}"
        return GoldArticle(path.stem, split, data, None, why_absent=why)
    with found[0].open(encoding="utf-8", newline="") as file:
        return _check(GoldArticle(path.stem, split, data, file.read(), path=found[0]), path)


def _load_origin(path: Path, split: str, data: dict[str, Any]) -> GoldArticle:
    origin = data["origin"]
    shared = Path(os.environ.get("POLITY_SHARED") or find_resource("data").parent.parent / "shared")
    corpus = shared / "corpora" / origin["corpus"]
    if not corpus.exists():
        return GoldArticle(path.stem, split, data, None, why_absent=f"{corpus} is absent")
    text = _index_corpus(corpus).get(origin["id"])
    if text is None:
        raise SourceError(f"names a record that {corpus.name} does not hold.", path=path, hint="Check origin.id.")
    if hashlib.sha256(text.encode()).hexdigest() != origin["sha256"]:
        raise SourceError(f"was made for another version of {origin['id']}.", path=path, hint="Annotate it anew.")
    return GoldArticle(path.stem, split, data, text)


@cache
def _index_corpus(corpus: Path) -> dict[str, str]:
    return {row["url"]: row["text"] for row in _read_rows(corpus)}


def _read_rows(corpus: Path) -> Iterator[dict[str, Any]]:
    if corpus.name.endswith(".csv"):
        csv.field_size_limit(sys.maxsize)
        with corpus.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    else:
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def _check(article: GoldArticle, path: Path) -> GoldArticle:
    """Check that each annotated text stands at its offsets: a gold file of another text would score nonsense."""
    rows = (row for layer in ("mentions", "claims", "events") for row in article.annotations.get(layer, ()))
    for row in rows:
        stands = article.text[row["start"] : row["end"]] if article.text is not None else row["text"]
        if stands != row["text"]:
            message = f"does not fit its text: {row.get('id')} says {row['text']!r}, the text {stands!r}."
            raise SourceError(message, path=path, hint="Offsets are code points of the file as it stands.")
    return article
