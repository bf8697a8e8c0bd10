"""Find the verbs of a sentence with their subjects, objects, prepositional phrases and governors.

A light clause analysis over chunks: no tree, a few passes to the left and right of each verb group. It covers active,
passive, relative and participial clauses, coordination, and control ("asked a judge to order the city to pay": the
judge orders, the city pays).
"""

from kg.extract.clauses.analyse import analyse_clauses
from kg.extract.clauses.nouns import list_phrases
from kg.extract.clauses.records import Analysis, Verb

__all__ = ["Analysis", "Verb", "analyse_clauses", "list_phrases"]
