"""What reasoning finds wrong with the data: a record, never an exception half-way."""

from dataclasses import dataclass

from rdflib.term import Node

Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Finding:
    """An inconsistency, or an axiom that could not be used.

    `rule` names the row of the rule table that fired ("cax-dw"), or what refused the axiom; `message` is one sentence
    for a person; `triples` are those that clash, as far as the engine can name them.
    """

    rule: str
    message: str
    triples: tuple[Triple, ...] = ()
