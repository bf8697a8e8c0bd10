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
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import click

import kg.extract
from kg.extract import extract_document
from kg.link.gazetteer import load_gazetteer
from kg.model import Document, NameScanner

ROOT = Path(__file__).parent.parent
ARTICLE = 2_000  # characters


def read_documents(count: int) -> list[Document]:
    shared = Path(os.environ.get("POLITY_SHARED") or ROOT.parent / "shared")
    with gzip.open(shared / "corpora" / "congress-press-2021-10.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Document(row["url"], row["text"], "", "benchmark") for row in rows if row["text"]][:count]


def measure_stages(documents: list[Document], names: NameScanner) -> dict[str, float]:
    """Return the seconds of each stage: each function that kg.extract calls, by its name there."""
    seconds: dict[str, float] = {}

    def clock(stage: str, run: Callable[..., Any]) -> Callable[..., Any]:
        def run_timed(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            start = time.process_time()
            value = run(*args, **kwargs)
            if isinstance(value, Iterator):
                value = list(value)
            seconds[stage] = seconds.get(stage, 0.0) + time.process_time() - start
            return value

        return run_timed

    stages = {
        name: value
        for name, value in vars(kg.extract).items()
        if isinstance(value, FunctionType) and value is not extract_document
    }
    try:
        for name, run in stages.items():
            setattr(kg.extract, name, clock(name, run))
        for document in documents:
            extract_document(document, names)
    finally:
        for name, run in stages.items():
            setattr(kg.extract, name, run)
    return seconds


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
    for stage, seconds in sorted(stages.items(), key=lambda row: -row[1]):
        click.echo(f"  {stage:20} {seconds / sum(stages.values()):8.1%}")


if __name__ == "__main__":
    main()
