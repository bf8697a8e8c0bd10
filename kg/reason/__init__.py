"""Reason: add what the ontology entails, in a graph of its own."""
