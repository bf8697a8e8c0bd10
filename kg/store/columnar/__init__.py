"""Columns of numbers beside the embedded store, for queries that read much and answer little.

Oxigraph joins one row at a time; counting, grouping, sorting, DISTINCT, NOT EXISTS and MINUS over many rows are faster
on whole columns. ``build`` writes the columns of one version of a store into a folder, ``files`` opens them, ``read``
recognises the queries they can answer, ``match``, ``filters``, ``group`` and ``answer`` answer them. Whatever
is not recognised, and whatever meets data for which the answer could differ from Oxigraph's, is left to Oxigraph.
"""
