"""Building a store from articles: shared by `kg build`, `kg serve --build` and questions asked without a store."""

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.stores import DEFAULT_LINKS
from kg.errors import OutputError

if TYPE_CHECKING:
    from kg.pipeline import Build, Extractor
    from kg.store.embedded import EmbeddedStore

Report = Callable[[str, int, int], None]


@contextlib.contextmanager
def show_progress() -> Iterator[Report]:
    """Give a function that shows how far each stage is: bars on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with Progress(console=Console(stderr=True), transient=True) as bars:
        known: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in known:
                known[stage] = bars.add_task(stage, total=total)
            bars.update(known[stage], completed=done, total=total)

        yield report


def check_target(path: Path) -> None:
    """Refuse a place that no store may be built at, before any work is done.

    Raises:
        OutputError: Something other than a store is there, or its parent folder cannot be written.
    """
    import os

    if path.exists() and (not path.is_dir() or (any(path.iterdir()) and not (path / "data").is_dir())):
        raise OutputError(f"{path} is there already and is no store. Name another folder with --out.")
    parent = next(folder for folder in path.absolute().parents if folder.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise OutputError(f"{path} cannot be made: {parent} cannot be written. Name another folder with --out.")


def list_paths(paths: Sequence[Path]) -> list[Path]:
    """Return the paths given, or the folder of the articles that come with Polity."""
    from kg.resources import find_resource

    return list(paths) or [find_resource("data", "articles")]


def run_pipeline(
    paths: Sequence[Path],
    *,
    jobs: int = 1,
    engine: str = "embedded",
    reviews: Path | None = None,
    links: Path | None = None,
    extractor: "Extractor | None" = None,
) -> "Build":
    """Read, extract, link, convert and reason, with progress; failures are listed on standard error.

    `extractor` is the rules alone by default.
    """
    from kg.extract import extract_document
    from kg.link.matches import load_matches
    from kg.link.reviews import load_reviews
    from kg.pipeline import build_dataset

    with show_progress() as report:
        decided = load_reviews(reviews) if reviews else ()
        matches = load_matches(links) if links else ()
        built = build_dataset(
            list_paths(paths),
            jobs=jobs,
            engine=engine,
            reviews=decided,
            matches=matches,
            extractor=extractor or extract_document,
            report=report,
        )
    for failure in built.failures:
        click.echo(f"kg: {failure}", err=True)
    return built


def build_folder(
    paths: Sequence[Path],
    out: Path,
    *,
    jobs: int = 1,
    engine: str = "embedded",
    reviews: Path | None = None,
    links: Path | None = None,
    extractor: "Extractor | None" = None,
) -> "tuple[Build, int]":
    """Build a store at `out`, in the place of one that is there; return what was made and the number of statements.

    Raises:
        OutputError: No store may be built there.
        StoreError: It cannot be written; what was there is unharmed.
    """
    from kg.errors import InputError

    check_target(out)
    built = run_pipeline(paths, jobs=jobs, engine=engine, reviews=reviews, links=links, extractor=extractor)
    if not built.articles:
        raise InputError(f"No article could be read, so {out} was left as it was. Mend what is listed above.")
    return built, write_store(built, out)


def write_store(built: "Build", out: Path) -> int:
    """Put a build at `out`, with its documents beside it for `kg add`; return the number of statements."""
    from kg.cli.documents import save_documents
    from kg.store.embedded import build_store

    out.parent.mkdir(parents=True, exist_ok=True)
    with build_store(out) as store:
        store.load_dataset(built.dataset)
        if store.path is not None:
            save_documents(store.path, [article.extraction.document for article in built.articles])
        return len(store)


def build_in_memory() -> "EmbeddedStore":
    """Build the articles that come with Polity into a store in memory."""
    from kg.store.embedded import open_store

    click.echo("kg: there is no store: reading the articles that come with Polity. To keep one: kg build", err=True)
    store = open_store(None)
    store.load_dataset(run_pipeline([], links=DEFAULT_LINKS).dataset)
    return store
