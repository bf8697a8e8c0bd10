"""Fetch from other servers, where the owner has listed them: for SERVICE, LOAD and contexts of JSON-LD.

A host must be listed by name. Its name is resolved here, once, and the connection goes to the very address that was
checked, so that a name that means another address the next moment gains nothing. An address that is not public (RFC
6890) is refused unless it is listed itself. Each redirect is checked in the same way.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from kg.errors import KgError
from server.config import Config
from server.errors import BusyError, ForbiddenError, LimitError

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
_CHUNK = 64 * 1024
_AGENT = "polity-kg (+https://w3id.org/polity/)"


class RemoteError(KgError):
    """Another server gave no answer that can be used."""

    status = 502

    def __init__(self, url: str, problem: str) -> None:
        """Take its address, and what it did."""
        self.url = url
        super().__init__(f"<{url}> {problem}. Ask again later, or leave it out: SILENT passes over it.")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What another server sent, its media type, and the address it came from at last."""

    data: bytes
    media_type: str
    url: str


class Remote:
    """Fetches within the limits of a configuration. Safe to use from any thread."""

    def __init__(self, config: Config) -> None:
        """Take the settings: `remote_hosts`, `remote_seconds`, `remote_mb`."""
        self._config = config
        self._listed = frozenset(name.strip().lower() for name in config.remote_hosts.split(",") if name.strip())
        self._places = threading.BoundedSemaphore(max(1, config.threads // 4))

    @property
    def is_on(self) -> bool:
        """Whether any host is listed."""
        return bool(self._listed)

    def fetch(self, url: str, accept: str) -> Fetched:
        """Return what is at an address.

        Raises:
            ForbiddenError: The address, or one it redirects to, is not listed.
            RemoteError: There is no answer in time, or it is no success.
            LimitError: The answer is too long.
            BusyError: Too many others wait for other servers.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError("Too many clients wait for other servers. Try again in a few seconds.")
        try:
            end = time.monotonic() + self._config.remote_seconds
            for _ in range(_MOST_REDIRECTS + 1):
                found = self._get(url, accept, end)
                if isinstance(found, Fetched):
                    return found
                url = found
        finally:
            self._places.release()
        raise RemoteError(url, "redirects too often")

    def _get(self, url: str, accept: str, end: float) -> Fetched | str:
        """Return the answer, or the address it redirects to."""
        parts = self._check_url(url)
        host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (f"?{parts.query}" if parts.query else "")
        headers = {"Accept": accept, "User-Agent": _AGENT, "Accept-Encoding": "identity", "Connection": "close"}
        try:
            address = self._resolve(url, host, port)
            with _connect(parts.scheme, host, port, address, end) as connection:
                connection.request("GET", target, headers=headers)
                answer = connection.getresponse()
                if answer.status in _REDIRECTS and answer.headers.get("Location"):
                    return str(urljoin(url, answer.headers["Location"]))
                if answer.status != http.client.OK:
                    raise RemoteError(url, f"answers with status {answer.status}")
                if answer.headers.get("Content-Encoding", "identity") != "identity":
                    raise RemoteError(url, "sends a compressed answer that nobody asked for")
                data = self._read(answer, url, end)
                return Fetched(data, answer.headers.get("Content-Type", ""), url)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise RemoteError(url, f"cannot be reached ({error or type(error).__name__})") from error

    def _check_url(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme)
        except ValueError as error:
            raise ForbiddenError(f"<{url[:200]}> is no address that is fetched here: {error}.") from error
        if parts.scheme not in _PORTS or not host or parts.username is not None or not url.isascii():
            raise ForbiddenError(f"<{url[:200]}> is no address that is fetched here: it must be http or https.")
        if f"{host}:{port}" not in self._listed and (host not in self._listed or port != _PORTS[parts.scheme]):
            raise ForbiddenError(
                f"This server does not reach for {host}:{port}. Its owner can list the host in `remote_hosts`."
            )
        return parts

    def _resolve(self, url: str, host: str, port: int) -> str:
        """Return an address of a host that may be connected to."""
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = dict.fromkeys(str(row[4][0]) for row in rows)
        for address in found:
            if is_public(address) or address in self._listed or f"{address}:{port}" in self._listed:
                return address
        raise ForbiddenError(
            f"<{url}> is at {', '.join(found)}, which is not a public address. The owner of this server can list the "
            "address itself in `remote_hosts`."
        )

    def _read(self, answer: http.client.HTTPResponse, url: str, end: float) -> bytes:
        parts, size, most = [], 0, self._config.remote_mb * 2**20
        while part := answer.read(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > most:
                raise LimitError(f"What <{url}> sends is too long.", limit="remote_mb", value=self._config.remote_mb)
            if time.monotonic() > end:
                break
        if time.monotonic() > end or answer.length:
            raise RemoteError(url, f"did not send all of its answer in {self._config.remote_seconds:g} s")
        return b"".join(parts)


def is_public(address: str) -> bool:
    """Say whether an IP address is one that anybody may reach (the IANA's registries for special purposes).

    >>> is_public("93.184.215.14"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return found.is_global and not found.is_multicast


@contextmanager
def _connect(scheme: str, host: str, port: int, address: str, end: float) -> Iterator[http.client.HTTPConnection]:
    """Connect to an address; the connection is broken off at `end`, however slowly the other side sends."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    made = socket.create_connection((address, port), timeout=left)
    watch = threading.Timer(left, _break_off, [made])
    watch.start()
    try:
        if scheme == "https":
            made = ssl.create_default_context().wrap_socket(made, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=left)
        connection.sock = made
        yield connection
    finally:
        watch.cancel()
        made.close()


def _break_off(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def make_query_url(endpoint: str, query: str) -> str:
    """Return the address at which an endpoint answers a query by GET (SPARQL 1.1 Protocol, section 2.1.1).

    >>> make_query_url("http://a.example/sparql?x=1", "ASK {}")
    'http://a.example/sparql?x=1&query=ASK%20%7B%7D'
    """
    return f"{endpoint}{'&' if '?' in endpoint else '?'}query={quote(query, safe='')}"
