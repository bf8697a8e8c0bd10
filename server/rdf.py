"""Write small rdflib graphs in any format for graphs."""

from rdflib import Dataset, Graph

from kg.formats import Format


def write_graph(graph: Graph, form: Format) -> bytes:
    """Return a graph in a format; one for datasets gets it as the default graph."""
    if form.name in ("trig", "nquads"):
        dataset = Dataset()
        for prefix, name in graph.namespaces():
            dataset.bind(prefix, name)
        for triple in graph:
            dataset.default_graph.add(triple)
        graph = dataset.default_graph
        return graph.serialize(format="turtle" if form.name == "trig" else "nt", encoding="utf-8")
    return graph.serialize(format=form.rdflib or "turtle", encoding="utf-8")
