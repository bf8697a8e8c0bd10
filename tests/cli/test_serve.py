"""`kg serve` and `kg config`, as processes."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.test_store_commands import DATA, ROOT, run


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "data.trig").write_bytes(DATA)
    assert run("load", tmp_path / "data.trig", "--store", tmp_path / "graph").code == 0
    return tmp_path / "graph"


def test_a_served_store_answers_and_stops(store: Path) -> None:
    command = [sys.executable, "-m", "kg", "serve", "--port", "0"]
    environment = {**os.environ, "KG_STORE": str(store)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as server:
        try:
            assert server.stderr
            line = server.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert found, line
            with urlopen(f"{found[0]}sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D", timeout=30) as answer:
                assert json.load(answer)["boolean"] is True
            asked = run("query", "-", "--url", f"{found[0]}sparql", "--json", stdin="ASK { ?s a :Agency }")
            assert json.loads(asked.out)["boolean"] is True
            refused = run("query", "-", "--url", f"{found[0]}sparql", stdin="ASK {")
            assert (refused.code, "answered 400" in refused.err) == (1, True)
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=30)
    assert server.returncode == 0


def test_serving_no_store_says_what_to_do(tmp_path: Path) -> None:
    done = run("serve", "--store", tmp_path / "none")
    assert (done.code, done.out, "kg build --out" in done.err) == (1, "", True)


def test_paths_without_build_are_wrong_usage(tmp_path: Path) -> None:
    assert run("serve", tmp_path).code == 2


def test_variables_beat_the_file_and_the_file_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("[server]\nport = 9001\ndeadline = 5\ntoken = 'secret'\n")
    done = run("config", "--show", "--json", cwd=tmp_path, KG_PORT="9002")
    rows = {row["name"]: (row["value"], row["origin"]) for row in json.loads(done.out)}
    assert rows["port"] == (9002, "KG_PORT")
    assert rows["deadline"] == (5.0, "kg.toml")
    assert rows["host"] == ("127.0.0.1", "default")
    assert rows["token"] == ("(set)", "kg.toml")


BAD = [
    ("a setting that is none", "[server]\nprot = 1\n", {}, "Did you mean port"),
    ("not TOML", "[server\n", {}, "is not TOML"),
    ("a value of the wrong kind", "", {"KG_PORT": "many"}, "port cannot be 'many'"),
    ("a file that is not there", "", {"KG_CONFIG": "none.toml"}, "none.toml: cannot be read"),
]


@pytest.mark.parametrize(("why", "text", "variables", "message"), BAD, ids=[row[0] for row in BAD])
def test_bad_configuration(why: str, text: str, variables: dict[str, str], message: str, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(text)
    done = run("config", "--show", cwd=tmp_path, **variables)
    assert (done.code, done.out) == (1, ""), why
    assert message in done.err
    assert "Traceback" not in done.err
