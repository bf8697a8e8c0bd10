"""What people decided about links: a CSV file `article,entity,iri,verdict,who,date`, read before every linking.

An accepted row gives the entity that IRI whatever the rules say; a rejected one forbids it. Taking the row out again
takes the decision back.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.errors import SourceError

COLUMNS = ("article", "entity", "iri", "verdict", "who", "date")


@dataclass(frozen=True, slots=True)
class Review:
    """A person's verdict, "accept" or "reject", on one entity of one article being one thing."""

    article: str
    entity: str
    iri: str
    verdict: str
    who: str
    date: date


def load_reviews(path: Path) -> tuple[Review, ...]:
    """Read reviews; none where the file does not exist.

    Raises:
        SourceError: Wrong columns, an unknown verdict, or a date that is not ISO 8601; file and line are named.
    """
    if not path.exists():
        return ()
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if tuple(next(reader, ())) != COLUMNS:
            raise SourceError("the columns are wrong.", path=path, line=1, hint=f"They must be {','.join(COLUMNS)}.")
        for cells in reader:
            line = reader.line_num
            if len(cells) != len(COLUMNS):
                raise SourceError(f"{len(cells)} cells.", path=path, line=line, hint=f"There must be {len(COLUMNS)}.")
            if cells[3] not in ("accept", "reject"):
                raise SourceError(f"the verdict is {cells[3]!r}.", path=path, line=line, hint="Write accept or reject.")
            try:
                day = date.fromisoformat(cells[5])
            except ValueError as error:
                raise SourceError(
                    f"{cells[5]!r} is not a date.", path=path, line=line, hint="Write YYYY-MM-DD."
                ) from error
            article, entity, iri, verdict, who, _ = cells
            found.append(Review(article, entity, iri, verdict, who, day))
    return tuple(found)


def save_review(path: Path, review: Review) -> None:
    """Add a review to the file, replacing an earlier one on the same article, entity and IRI."""
    key = (review.article, review.entity, review.iri)
    rows = [row for row in load_reviews(path) if (row.article, row.entity, row.iri) != key] + [review]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in sorted(rows, key=lambda row: (row.article, row.entity, row.iri)):
            writer.writerow((row.article, row.entity, row.iri, row.verdict, row.who, row.date.isoformat()))
