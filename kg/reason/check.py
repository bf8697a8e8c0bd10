"""Check data against the shapes of ontology/shapes.ttl (SHACL). A shape reports; it never adds a fact."""

from rdflib import RDF, SH, BNode, Dataset, Graph, URIRef
from rdflib.term import Node

from kg.errors import MissingExtraError
from kg.reason import collect_graph
from kg.reason.finding import Finding
from kg.resources import find_resource


def check_shapes(data: Dataset | Graph, shapes: Graph | None = None) -> list[Finding]:
    """Return what breaks a shape, sorted by the thing it is about.

    Args:
        data: What to check, with the ontology, which says what is a kind of what; not changed.
        shapes: The shapes; those of ontology/shapes.ttl by default.

    Returns:
        A finding for each result: `rule` is the component of SHACL that failed ("MinCountConstraintComponent"),
        `triples` one triple of the thing, the property and the value, as far as the result names them.

    Raises:
        MissingExtraError: pyshacl is not installed.
    """
    try:
        from pyshacl import validate
    except ImportError as error:
        raise MissingExtraError("shacl", "checking shapes") from error
    if shapes is None:
        shapes = Graph().parse(find_resource("ontology", "shapes.ttl"), format="turtle")
    graph = data if isinstance(data, Graph) and not isinstance(data, Dataset) else collect_graph(data)
    conforms, report, _ = validate(graph, shacl_graph=shapes, inference="none", advanced=False, inplace=False)
    if conforms or not isinstance(report, Graph):
        return []
    found = [_read_result(report, node) for node in report.subjects(RDF.type, SH.ValidationResult)]
    return sorted(found, key=lambda finding: (str(finding.triples), finding.message))


def _read_result(report: Graph, node: Node) -> Finding:
    focus, path = report.value(node, SH.focusNode), report.value(node, SH.resultPath)
    value, component = report.value(node, SH.value), report.value(node, SH.sourceConstraintComponent)
    messages = sorted(str(text) for text in report.objects(node, SH.resultMessage))
    triple = (focus or BNode(), path if isinstance(path, URIRef) else BNode(), value or BNode())
    rule = str(component).rpartition("#")[2]
    return Finding(rule, f"{focus}: {' '.join(messages)}", (triple,) if focus is not None else ())
