"""Writing that must not get lost: killed processes, clients that count side by side, a full shutdown, a bad store."""

import http.client
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.store.embedded import open_store
from tests.server.live import ROOT, TOKEN, Live

COUNT = "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }"


def count_up(server: Live, name: str, times: int) -> None:
    """Read and add one in a single update, over one connection."""
    text = (
        f"DELETE {{ <urn:{name}> <urn:n> ?n }} INSERT {{ <urn:{name}> <urn:n> ?m }} "
        f"WHERE {{ <urn:{name}> <urn:n> ?n BIND(?n + 1 AS ?m) }}"
    )
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    for _ in range(times):
        connection.request("POST", "/sparql", text, headers)
        response = connection.getresponse()
        response.read()
        assert response.status == 200
    connection.close()


@pytest.mark.parametrize("times", [25, pytest.param(1000, marks=pytest.mark.slow)])
def test_eight_clients_that_count_lose_nothing(tmp_path, times):
    server = Live(store=tmp_path / "s")
    try:
        assert server.update("INSERT DATA { <urn:c> <urn:n> 0 }").status == 200
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda _: count_up(server, "c", times), range(8)))
        assert server.query("SELECT ?n { <urn:c> <urn:n> ?n }").values("n") == [str(8 * times)]
    finally:
        server.stop()


WRITER = """
import sys
from pathlib import Path
from kg.store.embedded import open_store
store = open_store(Path(sys.argv[1]))
number = int(sys.argv[2])
while True:
    rows = " ".join(f"<urn:{number}-{part}> <urn:p> {number} ." for part in range(20))
    store.update(f"INSERT DATA {{ {rows} }}")
    print(number, store.version, flush=True)
    number += 1
"""


@pytest.mark.parametrize("rounds", [5, pytest.param(200, marks=pytest.mark.slow)])
def test_a_killed_writer_loses_no_acknowledged_update_and_leaves_no_half(tmp_path, rounds):
    rng, path, number, version = random.Random(7), tmp_path / "s", 0, 0
    for _ in range(rounds):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(number)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        first = writer.stdout.readline()
        assert first, "the writer must start"
        time.sleep(rng.random() * 0.05)
        writer.send_signal(signal.SIGKILL)
        said = [first, *writer.stdout.readlines()]
        writer.stdout.close()
        writer.wait()
        complete = [line for line in said if line.endswith("\n")]
        number, acknowledged = (int(word) for word in complete[-1].split())
        found, reopened = look_into(path)
        assert set(found.values()) == {20}, "an update is there in whole or not at all"
        assert set(range(number + 1)) <= set(found), "what was acknowledged is there"
        assert reopened >= acknowledged > version, "the version never comes back"
        version, number = reopened, max(found) + 1


def look_into(path) -> tuple[dict[int, int], int]:
    """How many triples each update left, and the version."""
    store = open_store(path)
    counts = store.query("SELECT ?n (COUNT(*) AS ?c) { ?s <urn:p> ?n } GROUP BY ?n")
    found = {int(row["n"]): int(row["c"]) for row in counts.rows()}
    version = store.version
    store.close()
    return found, version


def test_a_killed_server_keeps_what_it_acknowledged(tmp_path):
    for number in range(3):
        server = Live(store=tmp_path / "s")
        assert server.query(COUNT).values("n") == [str(number)]
        assert server.update(f"INSERT DATA {{ <urn:{number}> <urn:p> 1 }}").status == 200
        server.process.kill()
        server.process.wait()
        server.process.stderr.close()
        time.sleep(0.3)  # its writer sees the end of its channel and lets go of the store


def test_the_writer_comes_back_when_killed(tmp_path):
    server = Live(store=tmp_path / "s")
    try:
        assert server.update("INSERT DATA { <urn:1> <urn:p> 1 }").status == 200
        listed = subprocess.run(["pgrep", "-P", str(server.process.pid), "-f", "server.writer"], capture_output=True)
        for pid in listed.stdout.split():
            subprocess.run(["kill", "-9", pid.decode()], check=True)
        assert server.query(COUNT).status == 200
        assert server.update("INSERT DATA { <urn:2> <urn:p> 1 }").status in (200, 500)
        assert server.update("INSERT DATA { <urn:3> <urn:p> 1 }").status == 200
        assert int(server.query(COUNT).values("n")[0]) >= 2
    finally:
        server.stop()


def test_a_store_in_use_is_told_so(tmp_path):
    server = Live(store=tmp_path / "s")
    try:
        with pytest.raises(RuntimeError, match="open in another process"):
            Live(store=tmp_path / "s")
    finally:
        server.stop()


def test_stopping_answers_what_is_under_way(tmp_path):
    server = Live(store=tmp_path / "s", deadline=2)
    rows = " ".join(f"<urn:{n}> <urn:p> {n} ." for n in range(300))
    assert server.update(f"INSERT DATA {{ {rows} }}").status == 200
    with ThreadPoolExecutor(1) as threads:
        long = threads.submit(server.query, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
        time.sleep(0.5)
        assert server.stop() == 0
        assert long.result().json()["limit"] == "deadline"
    again = Live(store=tmp_path / "s")
    assert again.query(COUNT).values("n") == ["300"]
    assert again.stop() == 0
