"""The named questions: query files in ontology/queries, each with a header of comments.

A header line is ``# key: value``: ``title``, ``question`` (a plain sentence), ``parameters`` and ``columns`` (names of
variables, between commas or spaces).
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import SourceError
from kg.resources import find_resource

_HEADER = re.compile(r"#\s*(\w+)\s*:\s*(.*)")


@dataclass(frozen=True, slots=True)
class Question:
    """A named question: `name` is the file's, `text` the whole SPARQL text."""

    name: str
    title: str
    question: str
    parameters: tuple[str, ...]
    columns: tuple[str, ...]
    text: str


def read_question(path: Path) -> Question:
    """Read one query file.

    Raises:
        SourceError: It cannot be read, or its header has no title.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read ({error}).", path=path, hint="Write it as UTF-8.") from error
    header: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if found := _HEADER.fullmatch(line.strip()):
            header[found[1].lower()] = found[2].strip()
    if "title" not in header:
        raise SourceError("has no `# title:` line at its top.", path=path, line=1, hint="Add one.")
    parameters, columns = (tuple(re.findall(r"\w+", header.get(key, ""))) for key in ("parameters", "columns"))
    question = header.get("question", header["title"])
    return Question(path.stem, header["title"], question, parameters, columns, text)


@cache
def load_questions() -> dict[str, Question]:
    """Return all named questions by name, sorted; empty where there is no folder of them."""
    try:
        folder = find_resource("ontology", "queries")
    except SourceError:
        return {}
    return {path.stem: read_question(path) for path in sorted(folder.glob("*.rq"))}
