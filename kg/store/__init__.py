"""Store: keep the dataset where SPARQL can reach it."""
