"""Our embedded engine beside `reasonable` and owlrl, in one run: seconds, memory, growth, changes and proofs.

`python benchmarks/reason.py` (about ten minutes; `--quick` leaves out 1 M triples and owlrl at 100 k). Each measurement
is a process of its own; the median of `--runs` is reported. All write the whole closure, the given triples among it.
It needs `pip install reasonable` beside the project.
"""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import click
import numpy as np
from univ_bench import generate_lines, write_schema

_MEMORY = 12 * 2**30  # bytes a process may take
ROOT = Path(__file__).parent.parent
OWL, EX = "http://www.w3.org/2002/07/owl#", "http://example.org/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


# ---- data ------------------------------------------------------------------------------------------------------------


def make_university(triples: int) -> Iterator[str]:
    yield write_schema()
    yield from generate_lines(triples)


def make_chain(length: int) -> Iterator[str]:
    yield f"<{EX}p> {TYPE} <{OWL}TransitiveProperty> .\n"
    yield from (f"<{EX}n{i}> <{EX}p> <{EX}n{i + 1}> .\n" for i in range(length))


def make_one_class(members: int) -> Iterator[str]:
    """Yield things that are all the same by one identifier, each with a fact of its own."""
    yield f"<{EX}id> {TYPE} <{OWL}InverseFunctionalProperty> .\n"
    for i in range(members):
        yield f'<{EX}n{i}> <{EX}id> "one" .\n'
        yield f"<{EX}n{i}> <{EX}q> <{EX}m{i}> .\n"


def make_many_classes(things: int) -> Iterator[str]:
    """Yield things of which every three are the same by identifier, and facts between them."""
    yield f"<{EX}id> {TYPE} <{OWL}InverseFunctionalProperty> .\n"
    for i in range(things):
        yield f'<{EX}n{i}> <{EX}id> "{i // 3}" .\n'
        yield f"<{EX}n{i}> <{EX}q> <{EX}n{i * 7 % things}> .\n"


DATA: dict[str, Callable[[], Iterator[str]]] = {
    "university 10 k": lambda: make_university(10_000),
    "university 100 k": lambda: make_university(100_000),
    "university 1 M": lambda: make_university(1_000_000),
    "transitive chain 1,000": lambda: make_chain(1_000),
    "one class of 200": lambda: make_one_class(200),
    "one class of 10,000": lambda: make_one_class(10_000),
    "classes of 3, 1,000 things": lambda: make_many_classes(1_000),
}
SKIPPED = {
    ("owlrl", "university 1 M"): "hours",
    ("owlrl", "transitive chain 1,000"): "hours",
    ("owlrl", "one class of 200"): "hours",
    ("owlrl", "one class of 10,000"): "hours",
    ("owlrl", "classes of 3, 1,000 things"): "hours",
    ("reasonable", "one class of 10,000"): "it writes every pair; a class of 1,000 takes more than 17 GB",
}


# ---- what one process does -------------------------------------------------------------------------------------------


def run_embedded(source: Path, target: Path) -> dict[str, float]:
    from kg.reason.embedded.expand import list_inferred
    from kg.reason.embedded.files import read_ntriples, save_ntriples
    from kg.reason.embedded.reasoner import Reasoner
    from kg.reason.rules import load_profile

    clock = [time.perf_counter()]
    # Every trivial triple as the others write them, but for x owl:sameAs x, which reasonable leaves out as well.
    full = load_profile("full")
    profile = replace(full, rules=tuple(rule for rule in full.rules if rule.name != "eq-ref"))
    reasoner = Reasoner(profile)
    data = source.read_bytes()
    rows = read_ntriples(data, reasoner.terms)
    clock.append(time.perf_counter())
    reasoner.add(rows)
    clock.append(time.perf_counter())
    with target.open("wb") as file:
        file.write(data)
        count = len(rows) + save_ntriples(file, list_inferred(reasoner), reasoner.terms, reasoner.type)
    clock.append(time.perf_counter())
    return report(clock, count)


def run_reasonable(source: Path, target: Path) -> dict[str, float]:
    import reasonable

    clock = [time.perf_counter()]
    reasoner = reasonable.PyReasoner()
    reasoner.load_file(str(source))
    clock.append(time.perf_counter())
    triples = reasoner.reason()
    clock.append(time.perf_counter())
    with target.open("w") as file:
        for s, p, o in triples:
            file.write(f"{s.n3()} {p.n3()} {o.n3()} .\n")
    clock.append(time.perf_counter())
    found = report(clock, len(triples))
    del triples
    hand_out = float("inf")
    for _ in range(2):
        again = time.perf_counter()
        reasoner.reason()  # nothing is left to reason: what this takes is handing out the triples
        hand_out = min(hand_out, time.perf_counter() - again)
    found["hand out"] = hand_out
    found["reason"] = max(found["reason"] - hand_out, 0.0)
    return found


def run_owlrl(source: Path, target: Path) -> dict[str, float]:
    from owlrl import DeductiveClosure, OWLRL_Semantics
    from rdflib import Graph

    clock = [time.perf_counter()]
    graph = Graph().parse(source, format="nt")
    clock.append(time.perf_counter())
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    clock.append(time.perf_counter())
    graph.serialize(target, format="nt", encoding="utf-8")
    clock.append(time.perf_counter())
    return report(clock, len(graph))


def run_changes(source: Path, _: Path) -> dict[str, float]:
    """Add and withdraw 1 % (the last, as an article comes and goes; then any), and prove 200 triples."""
    from kg.reason.embedded.columns import LOW, SHIFT
    from kg.reason.embedded.expand import list_inferred
    from kg.reason.embedded.files import read_ntriples
    from kg.reason.embedded.reasoner import Reasoner
    from kg.reason.embedded.search import Search
    from kg.reason.embedded.withdraw import withdraw
    from kg.reason.rules import load_profile

    reasoner = Reasoner(load_profile("owl-rl"))
    rows = read_ntriples(source.read_bytes(), reasoner.terms)
    found: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        work()
        found[name] = time.perf_counter() - start

    timed("full", lambda: reasoner.add(rows))
    rng = np.random.default_rng(0)
    schema = write_schema().count("\n")
    some = np.sort(rng.choice(np.arange(schema, len(rows)), len(rows) // 100, replace=False))
    for label, part in (("together", rows[-len(rows) // 100 :]), ("anywhere", rows[some])):
        size = len(reasoner.store)
        timed(f"remove 1 % {label}", lambda part=part: withdraw(reasoner, part))
        timed(f"add 1 % {label}", lambda part=part: reasoner.add(part))
        assert len(reasoner.store) == size, "the closure is not what it was"
    inferred = list_inferred(reasoner)
    names = list(inferred)
    weights = np.array([len(inferred[name]) for name in names])
    times = []
    for place in rng.choice(len(names), 200, p=weights / weights.sum()):
        name, key = names[place], int(rng.choice(inferred[names[place]]))
        goal = (key, reasoner.type, ~name) if name < 0 else (key >> SHIFT, name, key & LOW)
        start = time.perf_counter()
        assert Search(reasoner).prove(goal), "no proof"
        times.append(time.perf_counter() - start)
    found["proof, median"], found["proof, 90 %"] = statistics.median(times), sorted(times)[int(len(times) * 0.9)]
    return found


def report(clock: list[float], count: int) -> dict[str, float]:
    load, reason, write = (after - before for before, after in pairwise(clock))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "load": load,
        "reason": reason,
        "write": write,
        "total": clock[-1] - clock[0],
        "CPU": time.process_time(),
        "MB": peak,
        "triples": count,
    }


ENGINES = {"embedded": run_embedded, "reasonable": run_reasonable, "owlrl": run_owlrl, "changes": run_changes}


# ---- the run ---------------------------------------------------------------------------------------------------------


def measure(engine: str, source: Path, runs: int, limit: int) -> dict[str, float] | None:
    """Return the median of each figure over several processes; None where one takes too long or too much memory."""
    found = []
    for _ in range(runs):
        command = [sys.executable, __file__, "--worker", engine, str(source)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=True, cwd=ROOT)
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            return None
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return {key: statistics.median(one[key] for one in found) for key in found[0]}


def ratio(one: float | None, other: float | None) -> str:
    return f"{one / other:,.1f}" if one is not None and other else "not measured"


@click.command(help=__doc__)
@click.option("--runs", default=3, help="Processes a measurement (owlrl has one).")
@click.option("--quick", is_flag=True, help="Leave out 1 M triples, and owlrl at 100 k.")
@click.option("--limit", default=1800, help="Seconds after which a process is given up.")
@click.option("--worker", nargs=2, help="Run one engine on one file and print its figures (used by this script).")
def main(runs: int, quick: bool, limit: int, worker: tuple[str, str] | None) -> None:
    if worker:
        sys.path.insert(0, str(ROOT))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(ENGINES[worker[0]](Path(worker[1]), Path(folder, "out.nt"))))
        return
    figures: dict[tuple[str, str], dict[str, float]] = {}
    print(f"Machine: {os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}\n")
    print("| data | engine | load s | reason s | write s | total s | CPU s | peak MB | triples out |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in DATA.items():
            if quick and "1 M" in name:
                continue
            source = Path(folder, name.replace(" ", "-") + ".ttl")  # reasonable reads by extension; N-Triples is Turtle
            with source.open("w") as file:
                file.writelines(make())
            for engine in ("embedded", "reasonable", "owlrl"):
                why = SKIPPED.get((engine, name), "--quick" if quick and engine == "owlrl" and "100 k" in name else "")
                row = None if why else measure(engine, source, 1 if engine == "owlrl" else runs, limit)
                if row is None:
                    print(f"| {name} | {engine} | not run: {why or f'over {limit} s, or 12 GB'} |", flush=True)
                    continue
                figures[engine, name] = row
                cells = " | ".join(f"{row[key]:.3f}" for key in ("load", "reason", "write", "total", "CPU"))
                print(f"| {name} | {engine} | {cells} | {row['MB']:.0f} | {row['triples']:,.0f} |", flush=True)
            if name == ("university 100 k" if quick else "university 1 M"):
                changes = measure("changes", source, runs, limit) or {}
                changed = name
    print_targets(figures, changes, changed)


def print_targets(figures: dict[tuple[str, str], dict[str, float]], changes: dict[str, float], changed: str) -> None:
    def get(engine: str, name: str, key: str) -> float | None:
        return figures.get((engine, name), {}).get(key)

    large, chain, many = "university 1 M", "transitive chain 1,000", "one class of 200"
    middle = "university 100 k"
    print("\n| target | asked for | measured |\n|---|---|---|")
    rows = [
        (
            "1 M: reasoning alone, times faster than reasonable",
            "8",
            ratio(get("reasonable", large, "reason"), get("embedded", large, "reason")),
        ),
        (
            "1 M: file to file, times faster than reasonable",
            "10",
            ratio(get("reasonable", large, "total"), get("embedded", large, "total")),
        ),
        (
            "100 k: reasoning, times faster than owlrl",
            "1,000",
            ratio(get("owlrl", middle, "reason"), get("embedded", middle, "reason")),
        ),
        (
            "1 M: memory, times less than reasonable",
            "2",
            ratio(get("reasonable", large, "MB"), get("embedded", large, "MB")),
        ),
        (
            "transitive chain of 1,000, times faster than reasonable",
            "5",
            ratio(get("reasonable", chain, "reason"), get("embedded", chain, "reason")),
        ),
        (
            "class of 200 same things, times faster than reasonable",
            "5",
            ratio(get("reasonable", many, "reason"), get("embedded", many, "reason")),
        ),
        (
            "growth 100 k to 1 M: time / closure",
            "1 at most",
            ratio(
                (get("embedded", large, "reason") or 0) / (get("embedded", middle, "reason") or 1),
                (get("embedded", large, "triples") or 0) / (get("embedded", middle, "triples") or 1),
            ),
        ),
    ]
    for key, asked in (
        ("add 1 % together", "10 %"),
        ("add 1 % anywhere", "10 %"),
        ("remove 1 % together", "20 %"),
        ("remove 1 % anywhere", "20 %"),
    ):
        rows.append(
            (
                f"{changed.removeprefix('university ')}: {key}, share of a full run",
                asked,
                f"{changes[key] / changes['full']:.1%}",
            )
        )
    rows.append(
        (
            f"{changed.removeprefix('university ')}: a proof, median (90 %)",
            "100 ms",
            f"{changes['proof, median'] * 1000:.0f} ms ({changes['proof, 90 %'] * 1000:.0f} ms)",
        )
    )
    for row in rows:
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
