"""`/id`, `/page`, `/data`, the home page and health."""

import pytest

THING = "/id/agency/us-ice"

ROWS = [
    ("a browser goes to the page", "text/html", "/page/agency/us-ice"),
    ("a program goes to the data", "text/turtle", "/data/agency/us-ice"),
    ("no wish goes to the data", None, "/data/agency/us-ice"),
]


@pytest.mark.parametrize(("accept", "where"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_things_are_described_elsewhere(live, accept, where):
    reply = live.ask("GET", THING, **({"Accept": accept} if accept else {}))
    assert (reply.status, reply.headers["location"]) == (303, where)
    assert "Accept" in reply.headers["vary"]


def test_the_page_tells_stated_from_inferred(live):
    page = live.ask("GET", "/page/agency/us-ice", Accept="text/html").text
    rows = [part.partition("</tr>")[0] for part in page.split("<tr>")]
    assert "inferred" in next(row for row in rows if "urn:Body" in row)
    assert all("inferred" not in row for row in rows if "urn:g" in row and "urn:Body" not in row)


def test_the_data_holds_all_graphs(live):
    data = live.ask("GET", "/data/agency/us-ice", Accept="application/n-triples").text
    assert "urn:Body" in data
    assert '"2"' in data


@pytest.mark.parametrize("path", ["/id/x y", "/page/nobody", "/data/%3Cx%3E", "/page/%00", "/nothing", "/ask/nothing"])
def test_unknown_things_are_told_so(live, path):
    reply = live.ask("GET", path.replace(" ", "%20"))
    if path.startswith("/id"):
        reply = live.ask("GET", reply.headers["location"])
    assert reply.status == 404
    assert reply.json()["detail"]


def test_home_and_health(live):
    home = live.ask("GET", "/")
    assert home.status == 200
    assert "Questions you can ask" in home.text
    assert live.ask("GET", "/healthz").json()["status"] == "ok"
    assert live.ask("GET", "/static/style.css").status == 200
