"""Polity's endpoint beside others on one machine, in one run: answers a second and latency by query shape.

    python benchmarks/serve.py --triples 100000 --clients 1 8 --seconds 3 --peers polity oxigraph rdflib-endpoint virtuoso

Peers are found on the PATH or in --peers-bin: `oxigraph` (PyPI, the server of the engine itself), `rdflib-endpoint`
with `oxrdflib` (PyPI), `virtuoso-t` (Debian: virtuoso-opensource-7-bin). Every request asks something else (a comment
in the query counts on), so no cache answers it, save in the rows called "repeated". Each figure is the median of
--rounds.
"""

import argparse
import itertools
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
NOT_EXISTS_ALL = "SELECT (COUNT(*) AS ?n) { ?s p:type ?t FILTER NOT EXISTS { ?s p:note ?m } }"


@dataclass(frozen=True)
class Peer:
    """A running server: its port and the path that takes queries."""

    port: int
    path: str


_count = itertools.count()


def make_fresh(make: Callable[[int], str]) -> Callable[[int], str]:
    """Return a maker of queries none of which was ever asked before: a comment counts them."""
    return lambda n: f"{make(n)} # {next(_count)}"


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
def run(command: list[str], port: int, **environment: str) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
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
    settings = {"KG_STORE": str(folder / "store"), "KG_PORT": str(port), "KG_LOG": "no"}
    engine = os.environ.get("KG_ENGINE", "granian")
    with run([sys.executable, "-c", _POLITY], port, KG_ENGINE=engine, **settings):
        yield Peer(port, "/sparql")


@contextmanager
def start_oxigraph(data: Path, folder: Path, binaries: Path | None) -> Iterator[Peer]:
    program = find_program("oxigraph", binaries)
    store = str(folder / "oxigraph")
    subprocess.run([program, "load", "--location", store, "--file", str(data)], check=True, stderr=subprocess.DEVNULL)
    port = find_port()
    with run([program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"], port):
        yield Peer(port, "/query")


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
    with run([find_program("python", binaries), "-c", _ENDPOINT, str(data), str(port)], port):
        yield Peer(port, "/sparql")


@contextmanager
def start_virtuoso(data: Path, folder: Path, binaries: Path | None) -> Iterator[Peer]:
    program, shell = find_program("virtuoso-t", binaries), find_program("isql-vt", binaries)
    port, sql = find_port(), find_port()
    home = folder / "virtuoso"
    home.mkdir()
    shutil.copy(data, home / "data.nt")
    (home / "v.ini").write_text(
        f"[Database]\nDatabaseFile=v.db\nErrorLogFile=v.log\nLockFile=v.lck\nTransactionFile=v.trx\n"
        f"xa_persistent_file=v.pxa\n[Parameters]\nServerPort=127.0.0.1:{sql}\nDirsAllowed=.\nNumberOfBuffers=170000\n"
        f"MaxDirtyBuffers=130000\nServerThreads=40\n[HTTPServer]\nServerPort=127.0.0.1:{port}\nServerThreads=40\n"
        f"[SPARQL]\nResultSetMaxRows=1000000\n"
    )
    process = subprocess.Popen(
        [program, "-f", "-c", "v.ini"], cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(sql, process)
        load = "DB.DBA.TTLP_MT(file_to_string_output('data.nt'),'','urn:g',0); checkpoint;"
        subprocess.run([shell, str(sql), "dba", "dba", f"exec={load}"], check=True, stdout=subprocess.DEVNULL)
        wait_for(port, process)
        yield Peer(port, "/sparql")
    finally:
        process.kill()
        process.wait()


PEERS = {
    "polity": start_polity,
    "oxigraph": start_oxigraph,
    "rdflib-endpoint": start_endpoint,
    "virtuoso": start_virtuoso,
}


def find_program(name: str, binaries: Path | None) -> str:
    if binaries and (binaries / name).exists():
        return str(binaries / name)
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not on the PATH nor in --peers-bin")
    return found


class Client:
    """One connection, kept open; as little Python a request as can be."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._socket = self._connect()

    def _connect(self) -> socket.socket:
        found = socket.create_connection(("127.0.0.1", self._peer.port), 60)
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return found

    def ask(self, text: str) -> tuple[int, bytes]:
        accept = "text/turtle" if "DESCRIBE" in text else "application/sparql-results+json"
        path = f"{self._peer.path}?query={quote(PREFIX + text)}"
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode()
        try:
            self._socket.sendall(request)
            return self._read()
        except (ConnectionError, IndexError):
            self._socket = self._connect()
            self._socket.sendall(request)
            return self._read()

    def _read(self) -> tuple[int, bytes]:
        data = self._receive()
        while b"\r\n\r\n" not in data:
            data += self._receive()
        head, _, body = data.partition(b"\r\n\r\n")
        low = head.lower()
        status = int(head.split(b" ", 2)[1])
        if b"content-length:" in low:
            length = int(low.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            parts, have = [body], len(body)
            while have < length:
                parts.append(self._receive())
                have += len(parts[-1])
            body = b"".join(parts)
        elif b"chunked" in low:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._receive()
        if b"connection: close" in low:
            self._socket.close()
            self._socket = self._connect()
        return status, body

    def _receive(self) -> bytes:
        data = self._socket.recv(1 << 18)
        if not data:
            raise ConnectionError("closed")
        return data


def measure(
    peer: Peer, make: Callable[[int], str], things: int, clients: int, seconds: float
) -> tuple[float, float, float]:
    """Return answers a second, and the median and 99th percentile of the latency in ms; failures make it NaN."""
    times: list[float] = []
    failed: list[int] = []
    stop = time.monotonic() + seconds

    def work(seed: int) -> None:
        client, rng = Client(peer), random.Random(seed)
        while time.monotonic() < stop:
            begun = time.monotonic()
            try:
                status, _ = client.ask(make(rng.randrange(things)))
            except TimeoutError:
                failed.append(0)
                return
            times.append(time.monotonic() - begun)
            if status != 200:
                failed.append(status)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - begun
    if failed or len(times) < 2:
        return float("nan"), float("nan"), float("nan")
    ranks = statistics.quantiles(times, n=100)
    return len(times) / took, ranks[49] * 1000, ranks[98] * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--warm", type=float, default=10.0, help="seconds between a server's start and the first query")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--peers", nargs="+", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--shapes", nargs="+", default=list(SHAPES), choices=list(SHAPES))
    parser.add_argument("--peers-bin", type=Path)
    parser.add_argument("--json", type=Path, help="also write the figures there")
    options = parser.parse_args()
    figures: dict[str, dict[str, tuple[float, float, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data.nt"
        things = write_data(data, options.triples)
        for peer_name in options.peers:
            folder = Path(name) / peer_name
            folder.mkdir()
            begun = time.monotonic()
            with PEERS[peer_name](data, folder, options.peers_bin) as peer:
                print(f"{peer_name}: loaded and started in {time.monotonic() - begun:.1f} s", flush=True)
                time.sleep(options.warm)  # every server may warm up
                rows = figures.setdefault(peer_name, {})
                tests = {shape: make_fresh(SHAPES[shape]) for shape in options.shapes}
                tests["repeated point"] = lambda n: SHAPES["point"](n % 10)
                tests["repeated count"] = lambda n: SHAPES["count"](n % 10)
                for shape, make in tests.items():
                    for clients in options.clients:
                        found = [measure(peer, make, things, clients, options.seconds) for _ in range(options.rounds)]
                        found.sort()
                        rows[f"{shape} x{clients}"] = found[len(found) // 2]
                begun = time.monotonic()
                status, _ = Client(peer).ask(NOT_EXISTS_ALL)
                print(
                    f"{peer_name}: NOT EXISTS over all: {time.monotonic() - begun:.2f} s, status {status}", flush=True
                )
    print_table(figures, options.peers)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1))


def print_table(figures: dict[str, dict[str, tuple[float, float, float]]], peers: list[str]) -> None:
    print(f"\n{'answers a second, p99 in ms':28}" + "".join(f"{name:>24}" for name in peers) + "   first/others")
    for row in figures[peers[0]]:
        cells = [figures[name].get(row, (float("nan"),) * 3) for name in peers]
        ratios = "  ".join(f"{cells[0][0] / cell[0]:.2f}" for cell in cells[1:] if cell[0])
        print(f"{row:28}" + "".join(f"{rate:>13.0f} {p99:>10.1f}" for rate, _, p99 in cells) + f"   {ratios}")


if __name__ == "__main__":
    main()
