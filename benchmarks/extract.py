"""Extraction: articles a second on one core, memory, and the share of each stage, beside TextBlob in the same run.

`python benchmarks/extract.py` (about a minute) reads press releases of shared/corpora ($POLITY_SHARED or ../shared) and
takes processor time, so that other work on the machine counts little, though a full machine still slows caches. An
article is 2 kB of text: longer ones count for more. TextBlob's tags of the same texts are the yardstick: it does
the first of our stages alone.
"""

import gzip
import json
import os
import platform
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.extract import extract_document
from kg.extract.claim_speakers import name_speakers
from kg.extract.claims import find_claims
from kg.extract.entities import resolve_entities
from kg.extract.events import analyse_document, find_events, match_events
from kg.extract.frames import Bench
from kg.extract.mentions import find_mentions
from kg.extract.relations import find_relations, list_posts, read_beside
from kg.extract.sentences import analyse_text
from kg.extract.standing import find_standing
from kg.link.gazetteer import load_gazetteer
from kg.model import Document, NameScanner

ROOT = Path(__file__).parent.parent
ARTICLE = 2_000  # characters
T = TypeVar("T")


def read_documents(count: int) -> list[Document]:
    shared = Path(os.environ.get("POLITY_SHARED") or ROOT.parent / "shared")
    with gzip.open(shared / "corpora" / "congress-press-2021-10.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Document(row["url"], row["text"], "", "benchmark") for row in rows if row["text"]][:count]


def measure_stages(documents: list[Document], names: NameScanner) -> dict[str, float]:
    """Return the seconds of each stage; the stages are those of kg.extract.extract_document, in its order."""
    seconds: dict[str, float] = {}

    def clock(stage: str, run: Callable[[], T]) -> T:
        start = time.process_time()
        value = run()
        seconds[stage] = seconds.get(stage, 0.0) + time.process_time() - start
        return value

    for document in documents:
        _run_stages(document, names, clock)
    return seconds


def _run_stages(document: Document, names: NameScanner, clock: Callable[..., Any]) -> None:
    text = document.text
    sentences = clock("sentences and tags", lambda: analyse_text(text))
    found = clock("mentions", lambda: find_mentions(document, sentences, names))
    mentions, entities = clock("entities", lambda: resolve_entities(text, sentences, found, names))
    claims, entities = clock(
        "claims", lambda: name_speakers(text, find_claims(document, sentences, mentions, entities), mentions, entities)
    )
    beside = clock("beside names", lambda: read_beside(sentences, mentions))
    analyses = clock("clauses", lambda: analyse_document(sentences, mentions))
    bench = Bench(mentions, list_posts(beside, mentions))
    matched = clock("frames", lambda: tuple(match_events(analyses, bench)))
    clock(
        "relations",
        lambda: find_relations(
            document, sentences, mentions, entities, claims=claims, analyses=analyses, beside=beside, matched=matched
        ),
    )
    clock("standing", lambda: find_standing(text, analyses, mentions, entities, claims))
    clock("events", lambda: find_events(sentences, mentions, entities, claims=claims, matched=matched))


def measure_whole(documents: list[Document], names: NameScanner) -> float:
    start = time.process_time()
    for document in documents:
        extract_document(document, names)
    return time.process_time() - start


def measure_textblob(documents: list[Document]) -> float:
    """Return the seconds that TextBlob's own tagger takes for the texts."""
    from textblob.en import tag

    tag("It is warm.")  # loads its lexicon
    start = time.process_time()
    for document in documents:
        tag(document.text)
    return time.process_time() - start


@click.command()
@click.option("--count", default=200, show_default=True, help="How many press releases.")
@click.option("--runs", default=3, show_default=True, help="The best of so many runs is reported.")
def main(count: int, runs: int) -> None:
    """Measure and print one table."""
    names = load_gazetteer()
    documents = read_documents(count)
    size = sum(len(document.text) for document in documents) / ARTICLE
    measure_whole(documents[:10], names)
    whole = min(measure_whole(documents, names) for _ in range(runs))
    stages = measure_stages(documents, names)
    peer = measure_textblob(documents)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(
        f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()}"
    )
    click.echo(f"{len(documents)} press releases, {size:.0f} articles of 2 kB; memory at most {memory:.0f} MiB")
    click.echo(f"{'Polity, whole':22} {size / whole:8.1f} articles a second a core")
    click.echo(f"{'TextBlob, tags alone':22} {size / peer:8.1f} articles a second a core")
    for stage, seconds in stages.items():
        click.echo(f"  {stage:20} {seconds / sum(stages.values()):8.1%}")


if __name__ == "__main__":
    main()
