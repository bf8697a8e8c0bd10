"""The check of a proof: each step is done again with the rule table, from its premises alone."""

from collections.abc import Iterator

from rdflib import OWL, RDF, Graph, Literal
from rdflib.term import Node

from kg.reason.embedded.dictionary import Dictionary, write_token
from kg.reason.embedded.solve import Triple as Numbers
from kg.reason.embedded.solve import encode_row, expand_lists, read_list, solve, substitute
from kg.reason.embedded.values import ANNOTATIONS, KNOWN, has_value_in, read_value
from kg.reason.finding import Triple
from kg.reason.proof import ASSERTED, BY_VALUE, Proof
from kg.reason.rules import Profile, Rule


def find_fault(proof: Proof, given: Graph, profile: Profile) -> str | None:
    """Return what is wrong with a proof, None where nothing is.

    Args:
        proof: The proof.
        given: The triples that count as asserted; lists that rules speak of are read from it.
        profile: The rules that may be used.
    """
    rules = {rule.name: rule for rule in profile.rules}
    for step in proof.walk():
        shown = " ".join(term.n3() for term in step.triple)
        if step.rule == ASSERTED:
            if step.triple not in given:
                return f"{shown} is not asserted"
        elif step.rule == BY_VALUE:
            if not holds_by_value(step.triple):
                return f"{shown} does not hold by value"
        elif step.rule not in rules:
            return f"{step.rule} is no rule of the profile {profile.name}"
        elif not follows(rules[step.rule], step.triple, [premise.triple for premise in step.premises], given):
            return f"{shown} does not follow by {step.rule}"
    return None


def holds_by_value(triple: Triple) -> bool:
    """Say whether a triple holds whatever is asserted: x sameAs x, equal literals, a literal in its datatype."""
    s, p, o = triple
    if p == OWL.sameAs:
        if s == o:
            return True
        if isinstance(s, Literal) and isinstance(o, Literal):
            value = read_value(write_token(s))
            return value is not None and value == read_value(write_token(o))
    if p != RDF.type:
        return False
    return (
        has_value_in(write_token(s), str(o)) is True if isinstance(s, Literal) else str(s) in KNOWN.union(ANNOTATIONS)
    )


def follows(rule: Rule, conclusion: Triple, premises: list[Triple], given: Graph) -> bool:
    """Say whether a rule gives the conclusion from the premises, each of which it uses."""
    terms = Dictionary()
    row = encode_row(rule, terms)
    encode = terms.encode_node
    known = {(encode(s), encode(p), encode(o)) for s, p, o in premises}
    goal = (encode(conclusion[0]), encode(conclusion[1]), encode(conclusion[2]))

    def match(s: int | None, p: int | None, o: int | None) -> Iterator[Numbers]:
        yield from (t for t in known if all(w is None or w == h for w, h in zip((s, p, o), t, strict=True)))

    def look_up(s: int | None, p: int | None, o: int | None) -> Iterator[Numbers]:
        wanted: list[Node | None] = [None if term is None else terms.decode(term) for term in (s, p, o)]
        for found in given.triples((wanted[0], wanted[1], wanted[2])):
            yield encode(found[0]), encode(found[1]), encode(found[2])

    first, rest, nil = map(encode, (RDF.first, RDF.rest, RDF.nil))

    def members(head: int) -> list[int] | None:
        return read_list(head, look_up, first, rest, nil)

    for head in row.head:
        binding: dict[int, int] = {}
        if not all(w == h or (w < 0 and binding.setdefault(w, h) == h) for w, h in zip(head, goal, strict=True)):
            continue
        for bound in solve(row.schema, binding, match):
            for choice, extra in expand_lists(row.lists, bound, members):
                for full in solve((*row.facts, *extra), choice, match):
                    used = {substitute(one, full) for one in (*row.schema, *row.facts, *extra)}
                    if used == known:
                        return True
    return False
