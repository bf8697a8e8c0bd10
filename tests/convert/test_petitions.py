"""What is asked of a court or a judge is a motion; what is asked of anybody else is none."""

import pytest
from rdflib import RDF, Dataset

from kg.model import Document
from kg.pipeline import build_documents
from kg.terms import POLITY

ROWS = [
    (
        "a judge has the motion",
        "Prosecutors in Tampa asked U.S. District Judge Ada Roe to block the law.",
        "assignedTo",
    ),
    ("a court is where it is filed", "The city of Tampa asked the Florida Supreme Court to block the law.", "filedIn"),
    (
        "an agency is asked for no motion",
        "The senators asked the Environmental Protection Agency to ban the dye.",
        None,
    ),
    ("nor is an official", "The county asked Gov. Lee Park to send the National Guard.", None),
]


@pytest.mark.parametrize(("why", "text", "property_"), ROWS, ids=[row[0] for row in ROWS])
def test_only_the_bench_is_asked_by_motion(why: str, text: str, property_: str | None) -> None:
    built = build_documents([Document("a", text, "", "test")])
    graph: Dataset = built.dataset
    motions = {quad[0] for quad in graph.quads((None, RDF.type, POLITY.Motion, None))}
    found = {
        str(quad[1]).partition("#")[2]
        for motion in motions
        for quad in graph.quads((motion, None, None, None))
        if quad[1] in (POLITY.assignedTo, POLITY.filedIn)
    }
    assert found == ({property_} if property_ else set()), why
    assert not built.findings, why
