"""Polity: a knowledge graph of government and law from news.

Seven verbs, each a folder here::

    article ─read→ Document ─extract→ Mention, Claim, Event ─link→ Entity ─convert→ rdflib Dataset
            ─reason→ Dataset + inferred graph ─store→ Store ─┬─export→ files
                                                              └─server→ SPARQL, pages, reconciliation
"""

__version__ = "0.1.0"
