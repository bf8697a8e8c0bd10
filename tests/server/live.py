"""Start a real server process, and talk to it over real HTTP."""

import http.client
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent.parent
TOKEN = "a-token"
_MAIN = """
import os, sys
from pathlib import Path
from server import create_app, load_config, serve
config = load_config(None, os.environ)
serve(create_app(config), config.host, config.port)
"""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self):
        return json.loads(self.body)

    def values(self, name: str) -> list[str]:
        """The values of one column of results in JSON."""
        return [row[name]["value"] for row in self.json()["results"]["bindings"] if name in row]


class Live:
    """A server process; `port` is where it listens."""

    def __init__(self, **settings: object) -> None:
        given = {"port": 0, "token": TOKEN, "log": "no", **settings}
        environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
        environment.update({f"KG_{name.upper()}": str(value) for name, value in given.items()})
        environment["PYTHONPATH"] = str(ROOT)
        self.process = subprocess.Popen(
            [sys.executable, "-c", _MAIN], env=environment, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )
        self.said = ""
        while "answers at" not in self.said:
            line = self.process.stderr.readline()
            if not line:
                self.process.wait()
                self.process.stderr.close()
                raise RuntimeError(f"the server did not start: {self.said}")
            self.said += line
        self.port = int(self.said.rstrip("/\n").rsplit(":", 1)[1])

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, timeout: float = 60, **headers: str
    ) -> Reply:
        """Send one request; a header's name is given with "_" for "-"."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        data = body.encode() if isinstance(body, str) else body
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, data, sent)
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = "application/sparql-results+json", **parameters: str) -> Reply:
        return self.ask("GET", "/sparql?" + urlencode({"query": text, **parameters}), Accept=accept)

    def update(self, text: str, token: str = TOKEN) -> Reply:
        headers = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {token}"}
        return self.ask("POST", "/sparql", text, **headers)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.process.stderr.close()
        return code
