"""Polity's endpoint beside others on one machine, in one run: answers a second, latency and CPU time by query shape.

    python benchmarks/serve.py --triples 100000 --clients 1 8 --rounds 5 --peers polity oxigraph rdflib-endpoint

The client is `wrk` (Debian: wrk), which takes little of the machine. All peers run at once and are asked in turn, a
second each, round after round, so that a machine's ups and downs meet all of them alike; a ratio is the median of the
rounds' ratios. Peers are found on the PATH or in --peers-bin: `oxigraph` (PyPI, the server of the engine itself),
`rdflib-endpoint` with `oxrdflib` (PyPI), `virtuoso-t` (Debian: virtuoso-opensource-7-bin), `fuseki.jar` (Maven Central:
org.apache.jena:jena-fuseki-server). Polity, oxigraph and Virtuoso keep the data on disk, the others in memory. Every
request asks something else (a comment in the query counts on), so no cache answers it, save in the rows called
"repeated".
"""

import argparse
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "PREFIX e: <urn:e:> PREFIX p: <urn:p:> "


def write_data(path: Path, triples: int) -> int:
    """Write about so many triples, six for each thing; return how many things there are."""
    rng, things = random.Random(4), triples // 6
    with path.open("w", encoding="ascii") as file:
        for n in range(things):
            s = f"<urn:e:{n}>"
            file.write(f"{s} <urn:p:type> <urn:e:t{n % 20}> .\n")
            file.write(f'{s} <urn:p:label> "thing {n}" .\n')
            file.write(f'{s} <urn:p:value> "{rng.randrange(10000)}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n')
            file.write(f"{s} <urn:p:next> <urn:e:{(n * 7 + 1) % things}> .\n")
            file.write(f"{s} <urn:p:part> <urn:e:{rng.randrange(max(1, things // 50))}> .\n")
            if n % 3:
                file.write(f'{s} <urn:p:note> "note {n % 1000}" .\n')
    return things


# ruff: noqa: E501 -- one query a line
SHAPES: dict[str, Callable[[int], str]] = {
    "point": lambda n: f"SELECT ?p ?o {{ e:{n} ?p ?o }}",
    "describe": lambda n: f"DESCRIBE e:{n}",
    "star": lambda n: f"SELECT * {{ e:{n} p:label ?l ; p:value ?v ; p:next ?x ; p:part ?y . ?y p:label ?m }}",
    "chain": lambda n: f"SELECT ?d {{ e:{n} p:next ?a . ?a p:next ?b . ?b p:next ?c . ?c p:next ?d }}",
    "optional": lambda n: f"SELECT * {{ e:{n} p:next ?a . ?a p:label ?l OPTIONAL {{ ?a p:note ?m }} }}",
    "range": lambda n: f"SELECT ?s ?v {{ ?s p:type e:t{n % 20} ; p:value ?v FILTER(?v > {n % 9000} && ?v < {n % 9000 + 50}) }}",
    "union": lambda n: f"SELECT * {{ {{ e:{n} p:label ?x }} UNION {{ ?x p:next e:{n} }} }}",
    "order+limit": lambda n: f"SELECT ?s ?v {{ ?s p:type e:t{n % 20} ; p:value ?v }} ORDER BY DESC(?v) ?s LIMIT {n % 10 + 5}",
    "distinct": lambda n: f"SELECT DISTINCT ?y {{ ?s p:type e:t{n % 20} ; p:part ?y }} LIMIT {n + 1000}",
    "count": lambda n: f"SELECT (COUNT(*) AS ?n) {{ ?s p:type e:t{n % 20} ; p:value ?v FILTER(?v != {n}) }}",
    "average": lambda n: f"SELECT ?t (AVG(?v) AS ?a) {{ ?s p:part e:{n % 50} ; p:type ?t ; p:value ?v }} GROUP BY ?t",
    "subquery": lambda n: f"SELECT ?s ?l {{ {{ SELECT ?s {{ ?s p:part e:{n % 50} ; p:value ?v }} ORDER BY ?v ?s LIMIT 10 }} "
    "?s p:label ?l }",
    "not exists": lambda n: f"SELECT (COUNT(*) AS ?n) {{ ?s p:type e:t{n % 20} FILTER NOT EXISTS {{ ?s p:note ?m }} }}",
    "minus": lambda n: f"SELECT (COUNT(*) AS ?n) {{ ?s p:type e:t{n % 20} MINUS {{ ?s p:note ?m }} }}",
}  # fmt: skip
TESTS = {
    **SHAPES,
    "repeated point": SHAPES["point"],
    "repeated star": SHAPES["star"],
    "repeated count": SHAPES["count"],
}


# Requests that were made beforehand, each with a comment of its own where `fresh` is given.
_SCRIPT = """
local paths, n, fresh = {}, 0, FRESH
for line in io.lines("PATHS") do paths[#paths + 1] = line end
local tail = " HTTP/1.1\\r\\nHost: localhost\\r\\nAccept: ACCEPT\\r\\n\\r\\n"
request = function()
  n = n + 1
  local path = "GET " .. paths[n % #paths + 1]
  if fresh then path = path .. "%20%23%20" .. fresh .. n end
  return path .. tail
end
done = function(summary, latency, requests)
  local e = summary.errors
  print(string.format("RESULT %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), e.status + e.timeout + e.read + e.write + e.connect))
end
"""


@dataclass(frozen=True)
class Peer:
    """A running server: its port, the path that takes queries, its process."""

    port: int
    path: str
    pid: int


@dataclass(frozen=True)
class Figure:
    """What one second of asking gave; times in ms. `cpu` is what the server's processes took for an answer."""

    rate: float
    median: float
    p99: float
    cpu: float
    failed: int


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


@contextmanager
def run(command: list[str], port: int, folder: Path = ROOT, **environment: str) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
    )
    try:
        wait_for(port, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


_POLITY = "import os\nfrom server import *\nc = load_config(None, os.environ)\nserve(create_app(c), c.host, c.port)"
_LOAD = """
import sys
from pathlib import Path
from kg.formats import get_format
from kg.store.embedded import build_store
with build_store(Path(sys.argv[2])) as store, open(sys.argv[1], "rb") as file:
    store.load(file, get_format("ntriples"))
"""


@contextmanager
def start_polity(data: Path, folder: Path, binaries: Path | None) -> Iterator[Peer]:  # noqa: ARG001
    subprocess.run([sys.executable, "-c", _LOAD, str(data), str(folder / "store")], check=True, cwd=ROOT)
    port = find_port()
    settings = {"KG_STORE": str(folder / "store"), "KG_PORT": str(port), "KG_LOG": os.environ.get("KG_LOG", "no")}
    with run([sys.executable, "-c", _POLITY], port, **settings) as process:
        yield Peer(port, "/sparql", process.pid)


@contextmanager
def start_oxigraph(data: Path, folder: Path, binaries: Path | None) -> Iterator[Peer]:
    program = find_program("oxigraph", binaries)
    store = str(folder / "oxigraph")
    subprocess.run([program, "load", "--location", store, "--file", str(data)], check=True, stderr=subprocess.DEVNULL)
    port = find_port()
    with run([program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"], port) as process:
        yield Peer(port, "/query", process.pid)


_ENDPOINT = """
import sys, oxrdflib, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(store="Oxigraph", default_union=True)
graph.parse(sys.argv[1], format="ox-nt")
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), port=int(sys.argv[2]), log_level="error")
"""


@contextmanager
def start_endpoint(data: Path, folder: Path, binaries: Path | None) -> Iterator[Peer]:  # noqa: ARG001
    port = find_port()
    with run([find_program("python", binaries), "-c", _ENDPOINT, str(data), str(port)], port) as process:
        yield Peer(port, "/sparql", process.pid)


@contextmanager
def start_fuseki(data: Path, folder: Path, binaries: Path | None) -> Iterator[Peer]:
    jar, port = (binaries or Path()) / "fuseki.jar", find_port()
    if not jar.exists():
        raise FileNotFoundError("fuseki.jar is not in --peers-bin")
    command = [find_program("java", binaries), "-Xmx4g", "-jar", str(jar), "--localhost", f"--port={port}"]
    with run([*command, f"--file={data}", "/data"], port, folder) as process:
        yield Peer(port, "/data/query", process.pid)


@contextmanager
def start_virtuoso(data: Path, folder: Path, binaries: Path | None) -> Iterator[Peer]:
    program, shell = find_program("virtuoso-t", binaries), find_program("isql-vt", binaries)
    port, sql = find_port(), find_port()
    shutil.copy(data, folder / "data.nt")
    (folder / "v.ini").write_text(
        f"[Database]\nDatabaseFile=v.db\nErrorLogFile=v.log\nLockFile=v.lck\nTransactionFile=v.trx\n"
        f"xa_persistent_file=v.pxa\n[Parameters]\nServerPort=127.0.0.1:{sql}\nDirsAllowed=.\nNumberOfBuffers=170000\n"
        f"MaxDirtyBuffers=130000\nServerThreads=40\n[HTTPServer]\nServerPort=127.0.0.1:{port}\nServerThreads=40\n"
        f"[SPARQL]\nResultSetMaxRows=1000000\n"
    )
    with run([program, "-f", "-c", "v.ini"], sql, folder) as process:
        load = "DB.DBA.TTLP_MT(file_to_string_output('data.nt'),'','urn:g',0); checkpoint;"
        subprocess.run([shell, str(sql), "dba", "dba", f"exec={load}"], check=True, stdout=subprocess.DEVNULL)
        wait_for(port, process)
        yield Peer(port, "/sparql", process.pid)


PEERS = {
    "polity": start_polity,
    "oxigraph": start_oxigraph,
    "rdflib-endpoint": start_endpoint,
    "fuseki": start_fuseki,
    "virtuoso": start_virtuoso,
}


def find_program(name: str, binaries: Path | None) -> str:
    if binaries and (binaries / name).exists():
        return str(binaries / name)
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not on the PATH nor in --peers-bin")
    return found


def read_cpu(pid: int) -> float:
    """Return the seconds of CPU time that a process and its living descendants have taken (Linux)."""
    parents: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                row = (folder / "stat").read_text(errors="replace").rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents.setdefault(int(row[1]), []).append(int(folder.name))
            spent[int(folder.name)] = int(row[11]) + int(row[12])
    total, todo = 0, [pid]
    while todo:
        now = todo.pop()
        total += spent.get(now, 0)
        todo += parents.get(now, [])
    return total / os.sysconf("SC_CLK_TCK")


def write_scripts(peer: Peer, folder: Path, things: int, shape: str, make: Callable[[int], str]) -> Path:
    """Write the requests of one shape for a peer, and the script that has wrk send them; return the script."""
    rng, repeated = random.Random(7), shape.startswith("repeated")
    numbers = range(10) if repeated else [rng.randrange(things) for _ in range(20_000)]
    name = shape.replace(" ", "-")
    paths = folder / f"{name}.txt"
    paths.write_text("".join(f"{peer.path}?query={quote(PREFIX + make(n))}\n" for n in numbers), encoding="ascii")
    accept = "text/turtle" if shape == "describe" else "application/sparql-results+json"
    # wrk starts a script anew in each run, so what it counts from must be new each time: the time is put in later
    fresh = "false" if repeated else 'os.time() .. "."'
    script = _SCRIPT.replace("PATHS", str(paths)).replace("ACCEPT", accept).replace("FRESH", fresh)
    (folder / f"{name}.lua").write_text(script, encoding="ascii")
    return folder / f"{name}.lua"


def measure(peer: Peer, script: Path, clients: int, seconds: int) -> Figure:
    """Ask for some seconds; a run in which no answer came has a rate of NaN."""
    before = read_cpu(peer.pid)
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script)]
    said = subprocess.run([*command, f"http://127.0.0.1:{peer.port}/"], capture_output=True, text=True, check=True)
    cpu = read_cpu(peer.pid) - before
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", said.stdout)
    answers, took, median, p99, failed = map(int, found.groups()) if found else (0, 0, 0, 0, 0)
    if not answers:
        return Figure(float("nan"), float("nan"), float("nan"), float("nan"), failed)
    return Figure(answers / took * 1e6, median / 1000, p99 / 1000, cpu / answers * 1000, failed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=int, default=1, help="how long one peer is asked at a time")
    parser.add_argument(
        "--warm", type=float, default=10.0, help="seconds between the servers' start and the first query"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", nargs="+", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--shapes", nargs="+", default=list(TESTS), choices=list(TESTS))
    parser.add_argument("--peers-bin", type=Path)
    parser.add_argument("--json", type=Path, help="also write the figures there")
    options = parser.parse_args()
    figures: dict[str, dict[str, list[Figure]]] = {}
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        data = Path(name) / "data.nt"
        things = write_data(data, options.triples)
        peers: dict[str, Peer] = {}
        for peer_name in options.peers:
            folder = Path(name) / peer_name
            folder.mkdir()
            begun = time.monotonic()
            peers[peer_name] = stack.enter_context(PEERS[peer_name](data, folder, options.peers_bin))
            print(f"{peer_name}: loaded and started in {time.monotonic() - begun:.1f} s", flush=True)
        time.sleep(options.warm)
        print_header(options.peers)
        for shape in options.shapes:
            scripts = {
                key: write_scripts(row, Path(name) / key, things, shape, TESTS[shape]) for key, row in peers.items()
            }
            for key, peer in peers.items():
                measure(peer, scripts[key], 1, 1)  # every server may warm up
            for clients in options.clients:
                rows: dict[str, list[Figure]] = {key: [] for key in peers}
                for _ in range(options.rounds):
                    for key, peer in peers.items():
                        rows[key].append(measure(peer, scripts[key], clients, options.seconds))
                figures[f"{shape} x{clients}"] = rows
                print_row(f"{shape} x{clients}", rows)
    if options.json:
        kept = {
            row: {key: [vars(one) for one in found] for key, found in cells.items()} for row, cells in figures.items()
        }
        options.json.write_text(json.dumps(kept, indent=1))


def print_header(peers: list[str]) -> None:
    print(
        "\nanswers a second / p99 in ms / CPU ms an answer (! some failed); the first's rate over each other's, least-most"
    )
    print(
        "| shape, clients | "
        + " | ".join(peers)
        + " | "
        + " | ".join(f"{peers[0]} / {name}" for name in peers[1:])
        + " |"
    )
    print("|---" * (2 * len(peers)) + "|", flush=True)


def print_row(label: str, rows: dict[str, list[Figure]]) -> None:
    def middle(values: list[float]) -> float:
        return statistics.median(values)

    cells, first = [], next(iter(rows.values()))
    for found in rows.values():
        failed = "!" if any(row.failed for row in found) else ""
        rate, p99, cpu = (middle([getattr(row, name) for row in found]) for name in ("rate", "p99", "cpu"))
        cells.append(f"{rate:,.0f} / {p99:.1f} / {cpu:.2f}{failed}")
    for found in list(rows.values())[1:]:
        ratios = [mine.rate / theirs.rate for mine, theirs in zip(first, found, strict=True)]
        cells.append(f"{middle(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})")
    print(f"| {label} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
