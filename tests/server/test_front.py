"""What every request meets first: kept answers, compression, cross-origin rules, rate limit, counters."""

import gzip
from urllib.parse import quote

import brotli
import pytest
import zstandard

from server.cache import Cache, Kept
from server.encoding import choose_coding
from tests.server.live import TOKEN, Live

SELECT = "SELECT * WHERE { ?s ?p ?o } # " + "x" * 50
LONG = "/sparql?query=" + quote("SELECT * { ?s ?p ?o . ?a ?b ?c }")
DECODE = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompress(data),
}

CODINGS = [
    ("the best of equals", "gzip, br, zstd", "zstd"),
    ("the one wished most", "gzip;q=1, br;q=0.5", "gzip"),
    ("anything", "*", "zstd"),
    ("anything but", "zstd;q=0, br;q=0, *", "gzip"),
    ("as it is", "identity", ""),
    ("nothing known", "deflate, compress", ""),
    ("nonsense", "gzip;q=much", ""),
]


@pytest.mark.parametrize(("accept", "coding"), [row[1:] for row in CODINGS], ids=[row[0] for row in CODINGS])
def test_coding(accept, coding):
    assert choose_coding(accept) == coding


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_compressed_answers_hold_the_same(live, coding):
    plain = live.ask("GET", LONG, Accept="text/csv")
    for _ in range(2):  # made, then kept
        packed = live.ask("GET", LONG, Accept="text/csv", Accept_Encoding=coding)
        assert packed.headers["content-encoding"] == coding
        assert DECODE[coding](packed.body) == plain.body
        assert packed.headers["etag"] != plain.headers["etag"], "a strong tag names the very bytes"
        assert "Accept-Encoding" in packed.headers["vary"]
    again = live.ask("GET", LONG, Accept="text/csv", Accept_Encoding=coding, If_None_Match=packed.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_a_kept_answer_goes_with_the_next_update(live):
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    first = int(live.query(count).values("n")[0])
    assert int(live.query(count).values("n")[0]) == first
    assert live.update("INSERT DATA { GRAPH <urn:k> { <urn:k> <urn:k> 1 } }").status == 200
    assert int(live.query(count).values("n")[0]) == first + 1
    assert live.update("DROP GRAPH <urn:k>").status == 200
    assert int(live.query(count).values("n")[0]) == first


def test_the_cache_stays_inside_its_bytes():
    cache = Cache(10_000)
    for number in range(100):
        cache.put(number, Kept("1", "200 OK", (), b"x" * 1000, ""))
        assert cache.size <= 10_000
    assert cache.get(0, "1") is None
    assert cache.get(99, "1") is not None
    assert cache.get(99, "2") is None, "an answer from another version is no answer"
    cache.put("big", Kept("1", "200 OK", (), b"x" * 9000, ""))
    assert cache.get("big", "1") is None


def test_scripts_of_other_sites_may_ask(live):
    preflight = live.ask("OPTIONS", "/sparql", Origin="https://example.org", Access_Control_Request_Method="POST")
    assert preflight.status == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Authorization" in preflight.headers["access-control-allow-headers"]
    for reply in (live.query(SELECT), live.query("SELECT"), live.update("x", token="wrong")):
        assert reply.headers["access-control-allow-origin"] == "*"
        assert "Dataset-Version" in reply.headers["access-control-expose-headers"]
    plain = live.ask("OPTIONS", "/sparql")
    assert {"GET", "POST", "HEAD"} <= set(plain.headers["allow"].replace(",", " ").split())


def test_metrics_count(live):
    live.query(SELECT)
    text = live.ask("GET", "/metrics").text
    assert 'polity_requests_total{method="GET",place="sparql",status="200"}' in text
    live.ask("GET", "/made-up-by-a-client")
    assert "made-up" not in live.ask("GET", "/metrics").text


def test_a_client_that_asks_too_often_is_told_to_wait():
    server = Live(rate=2)
    try:
        replies = [server.ask("GET", "/healthz") for _ in range(30)]
        refused = [reply for reply in replies if reply.status == 429]
        assert len(refused) >= 5
        assert int(refused[0].headers["retry-after"]) >= 1
        assert refused[0].json()["status"] == 429
    finally:
        server.stop()


def test_granian_serves_the_same_application():
    pytest.importorskip("granian")
    import socket
    import time

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Live(engine="granian", port=port)
    try:
        for _ in range(100):
            try:
                assert server.ask("GET", "/healthz").status == 200
                break
            except ConnectionError:
                time.sleep(0.1)
        headers = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        assert server.ask("POST", "/sparql", "INSERT DATA { <urn:a> <urn:p> 1 }", **headers).status == 200
        assert server.query("SELECT ?o { ?s ?p ?o }").values("o") == ["1"]
    finally:
        server.stop()
