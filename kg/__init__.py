"""Polity: a knowledge graph of government and law from news.

Seven verbs, each a folder here::

    article ─read→ Document ─extract→ Mention, Claim, Event ─link→ Entity ─convert→ rdflib Dataset
            ─reason→ Dataset + inferred graph ─store→ Store ─┬─export→ files
                                                              └─server→ SPARQL, pages, reconciliation
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from IPython.core.interactiveshell import InteractiveShell
    from rdflib import Dataset

    from kg.errors import KgError
    from kg.notebook.answers import Answer
    from kg.notebook.graph import Graph

__version__ = "0.1.0"
__all__ = ["Answer", "Graph", "KgError", "open"]

_SHOWN = {"Graph": "kg.notebook.graph", "Answer": "kg.notebook.answers", "KgError": "kg.errors"}
"""What people import from here, and where it is: loaded when asked for, so that `kg --help` stays quick."""


def open(where: "str | Path | Dataset | None" = None) -> "Graph":  # noqa: A001 -- kg.open reads well
    """Open a graph: a store's folder, an endpoint's address, an rdflib Dataset, or None for the shipped articles.

    See `kg.notebook.graph.open_graph`.
    """
    from kg.notebook.graph import open_graph

    return open_graph(where)


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- several kinds
    """Load what is shown here when it is asked for."""
    if name in _SHOWN:
        from importlib import import_module

        return getattr(import_module(_SHOWN[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Give a notebook the magic `%%sparql` (called by `%load_ext kg`)."""
    from kg.notebook.magic import register_magic

    register_magic(shell)
