"""Reason: add what the ontology entails, in a graph of its own.

```
data + ontology ─collect→ Graph ─engine→ closure ─less what RDF forbids, less what is trivially true→ inferred graph
```

Claims stay claims: a claim is a node with `rdf:subject`, `rdf:predicate` and `rdf:object`, and no rule turns those
parts into a triple of their own. Inconsistencies are records (`Finding`), never exceptions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rdflib import Dataset, Graph

from kg.errors import ProfileError, UnknownNameError
from kg.iri import INFERRED_GRAPH
from kg.reason.doubts import find_doubts
from kg.reason.embedded.engine import close_with_embedded
from kg.reason.finding import Finding
from kg.reason.owlrl import close_with_owlrl
from kg.reason.rules import Profile, list_profiles, load_profile
from kg.reason.sparql import close_with_sparql
from kg.reason.trivial import is_trivial, is_valid_rdf

Engine = Callable[[Graph, Profile], tuple[Graph, list[Finding]]]
"""A graph and a profile in; out comes the closure, with or without what was given, and the findings."""
ENGINES: dict[str, Engine] = {
    "embedded": close_with_embedded,
    "owlrl": close_with_owlrl,
    "sparql": close_with_sparql,
}


@dataclass(frozen=True, slots=True)
class Inference:
    """What a run of an engine gave: the new triples alone, and what it found wrong with the data."""

    graph: Graph
    findings: tuple[Finding, ...] = ()


def collect_graph(data: Dataset | Graph | Iterable[Graph], ontology: Graph | None = None) -> Graph:
    """Return one graph with every triple to reason over: the union of all graphs given, less earlier inferences.

    >>> from rdflib import RDF, RDFS, URIRef
    >>> data = Dataset()
    >>> _ = data.graph(INFERRED_GRAPH).add((URIRef("urn:a"), RDF.type, URIRef("urn:C")))
    >>> len(collect_graph(data))
    0
    """
    parts = data.graphs() if isinstance(data, Dataset) else [data] if isinstance(data, Graph) else data
    union = Graph()
    for part in [*parts, *([ontology] if ontology is not None else [])]:
        if part.identifier != INFERRED_GRAPH:
            for triple in part:
                union.add(triple)
    return union


def infer(
    data: Dataset | Graph | Iterable[Graph],
    ontology: Graph | None = None,
    *,
    engine: str = "embedded",
    profile: str = "owl-rl",
    strict: bool = False,
    rules: Path | None = None,
) -> Inference:
    """Return what the data and the ontology entail beyond themselves, with every inconsistency found.

    Args:
        data: A dataset (its inferred graph is left out), a graph, or several graphs; not changed.
        ontology: The axioms, where they are not among the data.
        engine: "embedded", ours; "owlrl", the reference reasoner: slow, and without rules beyond OWL 2 RL; "sparql",
            the rules as SPARQL updates, which know nothing of the values of literals (`kg.reason.sparql`).
        profile: A profile of rules.toml. "owl-rl": the rules of OWL 2 Profiles, section 4.3, less the triples that say
            nothing (`kg.reason.trivial.TRIVIAL`); "full": with them, exactly what the rules give.
        rules: A table of the user's own rules, in the form of rules.toml, to hold beside the profile's.
        strict: Refuse axioms that no rule can use, instead of passing them over (`kg.reason.doubts` lists them).

    Returns:
        New triples only, each valid RDF 1.1 (no literal subject, no blank node as predicate), and the findings.

    Raises:
        UnknownNameError: There is no such engine or profile.
        SourceError: The user's table cannot be read.
        ProfileError: An axiom is outside OWL 2 RL or has a broken list, and `strict` is set.
    """
    if engine not in ENGINES:
        raise UnknownNameError("engine", engine, known=ENGINES)
    chosen = load_profile(profile, rules)
    given = collect_graph(data, ontology)
    if strict and (axioms := [doubt.message for doubt in find_doubts(given) if doubt.rule != "prp-fp"]):
        raise ProfileError(axioms)
    closure, findings = ENGINES[engine](given, chosen)
    new = Graph()
    for triple in closure:
        if triple not in given and is_valid_rdf(triple) and (chosen.trivial or not is_trivial(triple)):
            new.add(triple)
    return Inference(new, tuple(findings))


def materialise(
    data: Dataset | Graph | Iterable[Graph],
    ontology: Graph | None = None,
    *,
    engine: str = "embedded",
    profile: str = "owl-rl",
) -> Graph:
    """Return the new triples alone; see `infer`.

    >>> from rdflib import RDF, RDFS, URIRef
    >>> court, body, x = URIRef("urn:Court"), URIRef("urn:Body"), URIRef("urn:x")
    >>> facts, axioms = Graph().add((x, RDF.type, court)), Graph().add((court, RDFS.subClassOf, body))
    >>> (x, RDF.type, body) in materialise(facts, axioms)
    True
    """
    return infer(data, ontology, engine=engine, profile=profile).graph


__all__ = ["ENGINES", "Finding", "Inference", "collect_graph", "infer", "list_profiles", "materialise"]
