"""Claims as pages show them: who says what, in which words and sentence, where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rdflib import URIRef
from rdflib.term import Identifier

from server.pages.inquiry import Inquiry
from server.pages.words import find_article_id, write_date


@dataclass
class Evidence:
    """A sentence: its words, and the address of its place in its article."""

    text: str
    link: str
    article: str


@dataclass
class Claim:
    """A claim. `facts` are the row it was read from; `evidence` its sentences, the longest first."""

    iri: URIRef
    words: str
    facts: dict[str, Any]
    date: str
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def link(self) -> str:
        """The address of the claim in its article."""
        return f"/article/{find_article_id(self.iri)}#claim-{self.iri.rsplit('/', 1)[-1]}"

    @property
    def denied(self) -> bool:
        """Whether it says that something is not so."""
        return str(self.facts.get("polarity", "")) == "false"


def load_claims(inquiry: Inquiry, claims: Iterable[Identifier]) -> dict[Identifier, Claim]:
    """Return claims by IRI, with their sentences; those that are none are left out."""
    wanted = list(dict.fromkeys(claims))
    found: dict[Identifier, Claim] = {}
    for row in inquiry.ask("claims", claim=wanted):
        if row["claim"] not in found:
            date = write_date(row.get("on"), row.get("from"), row.get("to"))
            found[row["claim"]] = Claim(URIRef(row["claim"]), str(row["words"]), dict(row), date)
    for node, evidence in load_evidence(inquiry, list(found)).items():
        found[node].evidence = evidence
    return found


def load_evidence(inquiry: Inquiry, nodes: list[Identifier]) -> dict[Identifier, list[Evidence]]:
    """Return the sentences that each statement rests on, the longest first."""
    found: dict[Identifier, list[Evidence]] = {}
    for row in inquiry.ask("evidence", node=nodes):
        article = find_article_id(str(row["article"]))
        place = f"/article/{article}#at-{row['start']}-{row['end']}"
        found.setdefault(row["node"], []).append(Evidence(str(row["text"]), place, article))
    for evidence in found.values():
        evidence.sort(key=lambda one: -len(one.text))
    return found


def load_labels_of(inquiry: Inquiry, things: Iterable[Identifier]) -> dict[Identifier, str]:
    """Return the names of things; those that have none are left out."""
    wanted = list(dict.fromkeys(things))
    return {row["thing"]: str(row["label"]) for row in inquiry.ask("labels", thing=wanted)}
