"""One server for all tests that only need some server with a little data."""

import pytest

from tests.server.live import Live

DATA = """
PREFIX id: <https://w3id.org/polity/id/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT DATA {
  id:agency\\/us-ice rdfs:label "Immigration <b>and</b> Customs"@en ; <urn:p> 1 , <javascript:alert(1)> .
  GRAPH <urn:g> { id:agency\\/us-ice <urn:p> 2 }
  GRAPH id:graph\\/inferred { id:agency\\/us-ice a <urn:Body> }
}
"""


@pytest.fixture(scope="session")
def live():
    server = Live()
    assert server.update(DATA).status == 200
    yield server
    assert server.stop() == 0
