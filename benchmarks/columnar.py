"""Columns beside Oxigraph, and maplib where it is installed, in one process: ms a query by shape, results written as JSON.

    python benchmarks/columnar.py --triples 100000 1000000 --rounds 7

The data and the first shapes are those of benchmarks/serve.py; the others read all of the data. A time is the least of
the rounds, each of which asks something else. maplib's (PyPI: maplib) has no results written: it gives a DataFrame.
"""

import argparse
import importlib.util
import io
import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.serve import PREFIX, SHAPES, write_data
from kg.formats import get_format
from kg.store.base import ALL_GRAPHS
from kg.store.columnar.answer import answer, open_columns
from kg.store.columnar.build import FOLDER, build_columns
from kg.store.embedded import open_store

# ruff: noqa: E501 -- one query a line
WHOLE: dict[str, str] = {
    "order all": "SELECT ?s ?v { ?s p:value ?v } ORDER BY DESC(?v) ?s LIMIT 10",
    "distinct all": "SELECT DISTINCT ?v { ?s p:value ?v }",
    "group all": "SELECT ?t (COUNT(*) AS ?n) (AVG(?v) AS ?a) { ?s p:type ?t ; p:value ?v } GROUP BY ?t",
    "not exists all": "SELECT (COUNT(*) AS ?n) { ?s p:type ?t FILTER NOT EXISTS { ?s p:note ?m } }",
    "minus all": "SELECT (COUNT(*) AS ?n) { ?s p:type ?t MINUS { ?s p:note ?m } }",
    "not exists, joined": "SELECT (COUNT(*) AS ?n) { ?s p:type e:t1 ; p:value ?v FILTER NOT EXISTS { ?s p:next ?x . ?x p:value ?v } }",
    "count distinct all": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "count distinct rows": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }",
    "predicates": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
}


def measure(ask: Callable[[str], bool], make: Callable[[int], str], rounds: int) -> float:
    """Return the least time in ms; NaN where it has no answer."""
    best, spent = math.inf, 0.0
    for number in range(rounds):
        text = f"{PREFIX}{make(number * 37)} # {number}"
        begun = time.perf_counter()
        if not ask(text):
            return math.nan
        took = time.perf_counter() - begun
        best, spent = min(best, took), spent + took
        if spent > 20:
            break
    return best * 1000


def measure_size(triples: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data.nt"
        write_data(data, triples)
        store = open_store(None)
        with data.open("rb") as file:
            store.load(file, get_format("ntriples"))
        begun = time.process_time()
        build_columns(store, Path(name) / FOLDER)
        took = time.process_time() - begun
        size = sum(file.stat().st_size for file in (Path(name) / FOLDER).iterdir()) / 2**20
        print(f"\n{triples:,} triples: columns of {size:.0f} MB built in {took:.1f} s of CPU time")
        columns = open_columns(Path(name) / FOLDER)
        assert columns is not None

        def ask_columns(text: str) -> bool:
            found = answer(columns, text, ALL_GRAPHS)
            if found is not None:
                found.write(io.BytesIO(), get_format("json"))
            return found is not None

        def ask_oxigraph(text: str) -> bool:
            store.query_plain(text).write(io.BytesIO(), get_format("json"))
            return True

        engines = {"columns": ask_columns, "oxigraph": ask_oxigraph}
        if importlib.util.find_spec("maplib"):
            import maplib  # type: ignore[import-not-found]

            model = maplib.Model()
            model.read(str(data))
            engines["maplib"] = lambda text: model.query(text) is not None
        print("| shape | " + " | ".join(engines) + " |\n" + "|---" * (len(engines) + 1) + "|")
        shapes = {**SHAPES, **{key: lambda _, text=text: text for key, text in WHOLE.items()}}
        shapes.pop("describe")
        for shape, make in shapes.items():
            times = [measure(ask, make, rounds) for ask in engines.values()]
            print(f"| {shape} | " + " | ".join(f"{row:.2f}" for row in times) + " |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, nargs="+", default=[100_000])
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    for triples in options.triples:
        measure_size(triples, options.rounds)
    print(f"at the most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
