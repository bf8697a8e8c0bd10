"""How fast the pages answer: each page's first answer and its later ones, on the seed articles and on a large graph.

    python benchmarks/pages.py                                     # the articles that come with Polity
    python benchmarks/pages.py --articles news.jsonl --first 500   # with the first 500 articles of a file
    python benchmarks/pages.py --store graph                       # a store that is there already

A thing with 10,000 facts is added to a copy of the store. "cold" is a page's first answer after the server has started
and answered one query; "warm" are later answers, made anew each time (the server's cache of answers is off); "kept" is
what the cache gives. All are times of a whole HTTP request from the same machine, in milliseconds.
"""

import argparse
import http.client
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from kg.formats import get_format
from kg.iri import ID
from kg.store.base import ALL_GRAPHS
from kg.store.embedded import EmbeddedStore, open_store
from kg.terms import NS

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "data" / "articles" / "seed"
MANY = "agency/ten-thousand"
_MOST_NAMED = f"""SELECT ?thing (COUNT(*) AS ?times) {{ ?mention <{NS}refersTo> ?thing
  FILTER(!CONTAINS(STR(?thing), "/article/")) }} GROUP BY ?thing ORDER BY DESC(?times) ?thing LIMIT 3"""


def build(articles: Path | None, first: int, folder: Path) -> Path:
    """Build a store of the seeds and the first articles of a file."""
    paths = [str(SEEDS)]
    if articles is not None:
        cut = folder / f"articles{articles.suffix}"
        with articles.open(encoding="utf-8") as lines:
            cut.write_text("".join(islice(lines, first)), encoding="utf-8")
        paths.append(str(cut))
    store = folder / "store"
    subprocess.run([sys.executable, "-m", "kg", "build", *paths, "--out", str(store)], check=False, cwd=ROOT)
    return store


def add_many(store: EmbeddedStore) -> None:
    """Add a thing that 5,000 triples are about and 5,000 refer to."""
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    rows = [f"<{ID}{MANY}> a <{NS}Agency> ; {label} 'Agency of ten thousand facts'@en ."]
    for n in range(5000):
        letter = f"<{ID}letter/{n}>"
        rows.append(f"{letter} a <{NS}Letter> ; <{NS}issuedBy> <{ID}{MANY}> ; {label} 'Letter {n}'@en .")
        rows.append(f"<{ID}{MANY}> <{NS}cites> {letter} .")
    store.load("\n".join(rows).encode(), get_format("turtle"), graph=f"{ID}graph/many")


def list_pages(store: EmbeddedStore) -> dict[str, str]:
    """Return the addresses that are measured, by their names."""
    named = [str(row["thing"]).removeprefix(ID) for row in store.query(_MOST_NAMED, scope=ALL_GRAPHS).rows()]
    articles = f"SELECT ?article {{ ?article a <{NS}Article> }} ORDER BY ?article LIMIT 1"
    article = next(str(row["article"]) for row in store.query(articles, scope=ALL_GRAPHS).rows()).removeprefix(ID)
    matters = f"SELECT ?matter {{ ?matter a <{NS}Matter> }} ORDER BY ?matter LIMIT 1"
    matter = [str(row["matter"]).removeprefix(ID) for row in store.query(matters, scope=ALL_GRAPHS).rows()]
    return {
        "home": "/",
        "entity, an agency": "/page/agency/us-ice",
        "entity, a person": "/page/person/reeaz-khan",
        **{f"entity, named most ({place})": f"/page/{path}" for place, path in enumerate(named, 1)},
        "entity with 10,000 facts": f"/page/{MANY}",
        "one property of it": f"/page/{MANY}?property={NS.replace('#', '%23')}cites&after=300",
        **dict.fromkeys(["matter"] if matter else [], f"/page/{matter[0]}" if matter else ""),
        "article": f"/{article}",
        "disputes": "/disputes",
        "timeline": "/timeline",
        "search": "/search?q=detainer",
        "around": "/around/agency/us-ice",
    }


@contextmanager
def serve(store: Path, cache: int) -> Iterator[http.client.HTTPConnection]:
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0"]
    environment = {**os.environ, "KG_LOG": "no", "KG_CACHE_MB": str(cache), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
    try:
        address = next(line for line in process.stderr or () if "answers at" in line)
        connection = http.client.HTTPConnection("127.0.0.1", int(address.strip().rstrip("/").rsplit(":", 1)[1]))
        ask(connection, "/healthz")
        yield connection
    finally:
        process.terminate()
        process.wait(timeout=30)


def ask(connection: http.client.HTTPConnection, path: str) -> float:
    """Return how many milliseconds an answer takes; NaN, after a word about it, for one that is no page."""
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Accept": "text/html"})
    reply = connection.getresponse()
    reply.read()
    if reply.status != http.client.OK:
        print(f"{path} was answered with {reply.status}", file=sys.stderr)
        return math.nan
    return 1000 * (time.perf_counter() - begun)


def measure(store: Path, pages: dict[str, str], rounds: int, settle: float) -> dict[str, list[float]]:
    """Return for each page: cold, the warm median, 95th percentile and best, kept."""
    found: dict[str, list[float]] = {}
    with serve(store, 0) as connection:
        time.sleep(settle)
        cold = {name: ask(connection, path) for name, path in pages.items()}
        pages = {name: path for name, path in pages.items() if not math.isnan(cold[name])}
        warm: dict[str, list[float]] = {name: [] for name in pages}
        for _ in range(rounds):
            for name, path in pages.items():
                warm[name].append(ask(connection, path))
    with serve(store, 64) as connection:
        for name, path in pages.items():
            ask(connection, path)
            kept = statistics.median(ask(connection, path) for _ in range(5))
            p95 = statistics.quantiles(warm[name], n=20)[-1]
            found[name] = [cold[name], statistics.median(warm[name]), p95, min(warm[name]), kept]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, help="measure this store, in a copy")
    parser.add_argument("--articles", type=Path, help="a file of articles, one a line, that the seeds are built with")
    parser.add_argument("--first", type=int, default=500, help="how many of them")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument(
        "--settle", type=float, default=3.0, help="seconds between the server's start and the first page"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "copy"
        if given.store:
            shutil.copytree(given.store, store, ignore=shutil.ignore_patterns("snapshots", "text-*"))
        else:
            store = build(given.articles, given.first, folder)
        opened = open_store(store)
        add_many(opened)
        pages, size = list_pages(opened), len(opened)
        opened.close()
        rows = measure(store, pages, given.rounds, given.settle)
    print(f"{size:,} statements; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {given.rounds} rounds")
    print("| page | cold | warm, median | warm, p95 | warm, best | kept |\n|---|---|---|---|---|---|")
    for page, figures in rows.items():
        print(f"| {page} | {' | '.join(f'{one:.0f}' for one in figures)} |")


if __name__ == "__main__":
    main()
