"""Why a triple holds in a dataset, or why not: proofs with the sentences and the graphs they rest on."""

from dataclasses import dataclass

from rdflib import Dataset, Graph

from kg.reason import collect_graph
from kg.reason.closure import Closure
from kg.reason.evidence import Sentence, find_sentences
from kg.reason.finding import Triple
from kg.reason.proof import ASSERTED, NearMiss, Proof, describe_proof, list_sources
from kg.reason.rules import load_profile


@dataclass(frozen=True, slots=True)
class Why:
    """The answer: proofs, shortest first, or the rules that nearly gave the triple where there is none.

    `sentences` are those of every asserted triple in the proofs; `sources` the named graphs of the first proof.
    """

    triple: Triple
    proofs: tuple[Proof, ...]
    misses: tuple[NearMiss, ...]
    sentences: dict[Triple, list[Sentence]]
    sources: tuple[str, ...]


def explain(data: Dataset, triple: Triple, *, count: int = 1, profile: str = "polity") -> Why:
    """Return why a triple holds in a dataset, its inferred graph left out of account.

    Args:
        data: The dataset with the ontology; not changed.
        triple: What is asked about, asserted or inferred.
        count: How many proofs, at most.
        profile: The rules.

    Raises:
        UnknownNameError: There is no such profile.
    """
    given = collect_graph(data)
    return explain_with(Closure(given, load_profile(profile)), given, data, triple, count=count)


def explain_with(closure: Closure, given: Graph, data: Dataset, triple: Triple, *, count: int = 1) -> Why:
    """Do the same with a closure that was made before, of the triples `given`, all those asserted in `data`."""
    proofs = tuple(closure.explain(triple, count))
    misses = () if proofs else tuple(closure.explain_absence(triple))
    leaves = {leaf for proof in proofs for leaf in proof.leaves}
    sentences = {leaf: found for leaf in leaves if (found := find_sentences(leaf, given))}
    sources = tuple(map(str, list_sources(proofs[0], data))) if proofs else ()
    return Why(triple, proofs, misses, sentences, sources)


def describe_why(why: Why) -> dict[str, object]:
    """Return an answer as what JSON can hold; terms are in N-Triples form, null stands for any term."""
    return {
        "triple": [term.n3() for term in why.triple],
        "entailed": bool(why.proofs),
        "proofs": [_describe(proof, why) for proof in why.proofs],
        "sources": list(why.sources),
        "nearMisses": [
            {
                "rule": miss.rule,
                "found": [[term.n3() for term in triple] for triple in miss.found],
                "missing": [None if term is None else term.n3() for term in miss.missing],
            }
            for miss in why.misses
        ],
    }


def _describe(proof: Proof, why: Why) -> dict[str, object]:
    row = describe_proof(proof) | {"premises": [_describe(premise, why) for premise in proof.premises]}
    if proof.rule == ASSERTED:
        row["sentences"] = [
            {"article": one.article, "words": one.words, "start": one.start}
            for one in why.sentences.get(proof.triple, [])
        ]
    return row
