"""Reads a treebank in CoNLL-U, the format of Universal Dependencies (https://universaldependencies.org/format.html)."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError


@dataclass(frozen=True, slots=True)
class Tree:
    """A sentence of a treebank: its raw text, and in parallel for each word what stands of it.

    `starts` are offsets in `text` (code points), `kinds` universal parts of speech, `tags` Penn tags, `heads` numbers
    of the word each depends on (from 1, 0: the root) with the `relations`, `links` the same of the enhanced graph.
    """

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    kinds: tuple[str, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    links: tuple[tuple[tuple[int, str], ...], ...]


def read_treebank(path: Path) -> Iterator[Tree]:
    """Yield the sentences of a CoNLL-U file, compressed (.gz) or not; Penn tags stand in its fifth column.

    Raises:
        SourceError: The file cannot be read, or a line has not ten columns.
    """
    rows: list[list[str]] = []
    text = ""
    for number, line in enumerate([*_read_lines(path), ""], 1):
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif line and not line.startswith("#"):
            columns = line.split("\t")
            if len(columns) != 10:
                message = f"a word has {len(columns)} columns, not 10."
                raise SourceError(message, path=path, line=number, hint="Give a file in CoNLL-U.")
            if columns[0].isdigit():  # 3-4 is a contraction, 5.1 an elided word
                rows.append(columns)
        elif rows and not line:
            yield _make_tree(text, rows)
            rows, text = [], ""


def _make_tree(text: str, rows: list[list[str]]) -> Tree:
    forms, starts, end = [row[1] for row in rows], [], 0
    text = text or " ".join(forms)
    for form in forms:
        start = text.find(form, end)
        starts.append(start if start >= 0 else end)
        end = starts[-1] + (len(form) if start >= 0 else 0)
    columns = list(zip(*rows, strict=True))
    return Tree(
        text,
        # A word with a blank in it ("i tunes") is one token here as there.
        tuple(form.replace(" ", "") for form in forms),
        tuple(starts),
        columns[3],
        columns[4],
        tuple(int(head) if head.isdigit() else 0 for head in columns[6]),
        columns[7],
        tuple(tuple(_read_links(links)) for links in columns[8]),
    )


def _read_links(column: str) -> Iterator[tuple[int, str]]:
    for link in column.split("|"):
        head, _, relation = link.partition(":")
        if head.isdigit():
            yield int(head), relation


def _read_lines(path: Path) -> list[str]:
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise SourceError("cannot be read as a treebank.", path=path, hint="Give a CoNLL-U file in UTF-8.") from error
    return text.split("\n")
