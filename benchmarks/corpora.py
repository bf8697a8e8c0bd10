"""Extraction over whole corpora: what is found in articles nobody annotated, and whether the known member is among it.

`python benchmarks/corpora.py [COUNT]` reads shared/corpora ($POLITY_SHARED or ../shared): the Congressional
press releases, each with the member who published it in its metadata, and the Wikinews articles. A member counts as
found where a mention of an official or person holds the surname and the release holds it at all.
"""

import gzip
import json
import os
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path

from kg.errors import SourceError
from kg.extract import extract_document
from kg.link.gazetteer import load_gazetteer
from kg.model import Extraction, MentionType
from kg.read import read_paths

ROOT = Path(__file__).parent.parent
PEOPLE = {MentionType.OFFICIAL, MentionType.PERSON}


def fold(text: str) -> str:
    """Return the text without accents and case, with one kind of apostrophe."""
    parts = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


def find_member(extraction: Extraction, name: str) -> bool:
    surname = fold(name).removesuffix(", jr.").split()[-1]
    return any(surname in fold(one.text) for one in extraction.mentions if one.type in PEOPLE)


def main(count: int | None) -> None:
    shared = Path(os.environ.get("POLITY_SHARED") or ROOT.parent / "shared") / "corpora"
    with gzip.open(shared / "congress-press-2021-10.jsonl.gz", "rt", encoding="utf-8") as lines:
        members = {row["url"]: (row["member"] or {}).get("name") for row in map(json.loads, lines)}
    names = load_gazetteer()
    for file in ("congress-press-2021-10.jsonl.gz", "wikinews-2020.csv"):
        totals: Counter[str] = Counter()
        begun = time.process_time()
        for number, document in enumerate(read_paths([shared / file])):
            if count is not None and number >= count:
                break
            if isinstance(document, SourceError):
                totals["not read"] += 1
                print(f"  {document}"[:160])
                continue
            extraction = extract_document(document, names)
            totals["articles"] += 1
            totals["characters"] += len(document.text)
            for kind in ("mentions", "entities", "relations", "claims", "events"):
                totals[kind] += len(getattr(extraction, kind))
            member = members.get(document.url or "")
            if member and fold(member).split()[-1] in fold(document.text):
                totals["members in the text"] += 1
                totals["members found"] += find_member(extraction, member)
        seconds = time.process_time() - begun
        print(f"{file}: {totals['characters'] / 2000 / seconds:.0f} articles of 2 kB a second of processor time")
        for name, value in totals.items():
            print(f"  {name:20} {value}")
        if totals["members in the text"]:
            for whole in ("members in the text", "articles"):
                print(f"  found, of {whole:20} {totals['members found'] / totals[whole]:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else None)
