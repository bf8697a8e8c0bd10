"""`%load_ext kg`, then `%%sparql [WHERE]`: a cell of a notebook that is a query."""

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from kg.notebook.answers import Answer
from kg.notebook.graph import Graph, open_graph

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell
    from rdflib import Graph as RdfGraph


@cache
def get_graph(where: str) -> Graph:
    """Return the graph at a place, opened once; "" is the articles that come with Polity."""
    return open_graph(where or None)


def run_cell(shell: "InteractiveShell", line: str, cell: str) -> "Answer | bool | RdfGraph | object":
    """Answer the query in a cell; the line names a variable that holds a graph, a folder, an address, or nothing."""
    name = line.strip()
    found: Any = shell.user_ns.get(name)
    graph = found if isinstance(found, Graph) else get_graph(name)
    return graph.query(cell)


def register_magic(shell: "InteractiveShell") -> None:
    """Give a notebook the magic `%%sparql`."""
    shell.register_magic_function(partial(run_cell, shell), "cell", "sparql")  # type: ignore[arg-type]
