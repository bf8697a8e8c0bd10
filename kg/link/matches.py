"""What people decided about links to other sources: a CSV file, read by every build and before every proposal.

Its columns are those of a proposal, then the decision:

- iri, name: our thing and what it is called;
- target, target_name: the other source's thing and what it is called there;
- score: from 0 to 100, as proposed; evidence: the sentence it was proposed with;
- source: the file or address it was proposed from;
- verdict: accept or reject; who: the person; date: the day, YYYY-MM-DD.

An accepted row is written into the links graph by every build; a rejected one is not proposed again. Taking the row out
takes the decision back.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from kg.errors import SourceError
from kg.link.against import Proposal

PROPOSED = tuple(field.name for field in fields(Proposal))


@dataclass(frozen=True, slots=True)
class Match:
    """A person's verdict, "accept" or "reject", on a thing of ours being a thing elsewhere."""

    proposal: Proposal
    verdict: str
    who: str
    date: date


COLUMNS = (*PROPOSED, "verdict", "who", "date")


def load_matches(path: Path) -> tuple[Match, ...]:
    """Read decisions; none where the file does not exist.

    Raises:
        SourceError: Wrong columns, a malformed cell, or a file that cannot be read; file and line are named.
    """
    if not path.exists():
        return ()
    return tuple(_read_match(row, path, line) for line, row in _read_rows(path, COLUMNS))


def _read_match(row: Mapping[str, str], path: Path, line: int) -> Match:
    if row["verdict"] not in ("accept", "reject"):
        raise SourceError(f"the verdict is {row['verdict']!r}.", path=path, line=line, hint="Write accept or reject.")
    try:
        day = date.fromisoformat(row["date"])
    except ValueError as error:
        raise SourceError(f"{row['date']!r} is not a date.", path=path, line=line, hint="Write YYYY-MM-DD.") from error
    return Match(_read_proposal(row, path, line), row["verdict"], row["who"], day)


def load_proposals(path: Path) -> tuple[Proposal, ...]:
    """Read proposals as `kg link --against` prints them.

    Raises:
        SourceError: The file is no such list; file and line are named.
    """
    return tuple(_read_proposal(row, path, line) for line, row in _read_rows(path, PROPOSED))


def _read_proposal(row: Mapping[str, str], path: Path, line: int) -> Proposal:
    for name in ("iri", "target"):
        if ":" not in row[name] or any(sign in row[name] for sign in '<>"{}|^`\\ \t\r\n'):
            raise SourceError(f"{name} is {row[name]!r}.", path=path, line=line, hint="Give a whole IRI.")
    if row["iri"] == row["target"]:
        raise SourceError("links a thing to itself.", path=path, line=line, hint="Leave the row out.")
    try:
        score = float(row["score"])
    except ValueError as error:
        raise SourceError(f"{error}.", path=path, line=line, hint="Give a score from 0 to 100.") from error
    if not 0 <= score <= 100:
        raise SourceError(f"the score is {score:g}.", path=path, line=line, hint="Give a score from 0 to 100.")
    return Proposal(row["iri"], row["name"], row["target"], row["target_name"], score, row["evidence"], row["source"])


def _read_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    found = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            if tuple(next(reader, ())) != columns:
                raise SourceError("has other columns.", path=path, line=1, hint=f"They must be {','.join(columns)}.")
            for cells in reader:
                if len(cells) != len(columns):
                    hint = f"There must be {len(columns)}."
                    raise SourceError(f"{len(cells)} cells.", path=path, line=reader.line_num, hint=hint)
                found.append((reader.line_num, dict(zip(columns, cells, strict=True))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"cannot be read ({error}).", path=path, hint="Name a CSV file in UTF-8.") from error
    return found


def save_matches(path: Path, fresh: Iterable[Match]) -> None:
    """Add decisions to the file, each in the place of an earlier one on the same two things."""
    rows = {_name_pair(row): row for row in (*load_matches(path), *fresh)}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for _, row in sorted(rows.items()):
            writer.writerow((*asdict(row.proposal).values(), row.verdict, row.who, row.date.isoformat()))


def _name_pair(row: Match) -> tuple[str, str]:
    return row.proposal.iri, row.proposal.target


def list_decided(rows: Iterable[Match]) -> frozenset[tuple[str, str]]:
    """Return the pairs of things, ours and theirs, that need no proposal any more."""
    return frozenset(map(_name_pair, rows))
