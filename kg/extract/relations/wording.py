"""The wording that relations are read by: words beside names, and the families of instruments' nouns."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from kg.extract.clauses import Analysis
from kg.extract.tokens import load_wording
from kg.model import Mention


@cache
def list_relations() -> Mapping[str, Mapping[str, Any]]:
    """Return the rows of data/lexicon/relations.toml by their name."""
    return {row["name"]: row for row in load_wording("relations")["relation"]}


@cache
def list_words(name: str) -> frozenset[str]:
    """Return a list of [words] in data/lexicon/relations_beside.toml."""
    return frozenset(load_wording("relations_beside")["words"][name])


@cache
def list_families() -> Mapping[str, Mapping[str, Any]]:
    """Families of instruments by head lemma; a lemma of several families is the first's."""
    index: dict[str, Mapping[str, Any]] = {}
    for family in load_wording("relations_nouns")["families"].values():
        for head in family["heads"]:
            index.setdefault(head, family)
    return index


def find_head(analysis: Analysis, name: Mention, lemma: str) -> str:
    """Return the lemma of the mention's head noun: the last before its first preposition."""
    head = lemma
    for token in analysis.sentence.tokens:
        if name.span.holds(token.span):
            if token.lower in {"of", "about", "for", "on", "to", "in", "against", "by", "from", "that"}:
                if head in {"one", "two", "some", "all", "many", "most"} and token.lower == "of":
                    continue
                break
            if token.coarse in {"n", "c"} or token.lemma in list_families():
                head = token.lemma
    return head


def is_filed(paper: Mention) -> bool:
    """Say whether a paper is of the kind that is filed in a court rather than issued."""
    words = paper.text.lower().split()
    return not set(words).isdisjoint(load_wording("relations_nouns")["families"]["filing"]["filed"])


def is_dispatch(paper: Mention) -> bool:
    """Say whether a paper is of the kind that goes out on a day: a letter, an order, a demand."""
    return not set(load_wording("relations_nouns")["dispatch"]["heads"]).isdisjoint(paper.text.lower().split())


def is_bill(paper: Mention) -> bool:
    """Say whether a paper is one that a house of parliament votes on."""
    return not set(load_wording("relations_nouns")["bill"]["heads"]).isdisjoint(paper.text.lower().split())


def is_policy(paper: Mention) -> bool:
    """Say whether a paper is of the kind that is somebody's policy rather than issued to anybody."""
    words = paper.text.lower().split()
    family = next((list_families()[word] for word in reversed(words) if word in list_families()), None)
    return family is not None and family["owner"] == "policyOf"


def is_lawsuit(paper: Mention) -> bool:
    """Say whether an instrument is called a lawsuit."""
    words = paper.text.lower().replace("’s", "").split()
    return not {"lawsuit", "suit", "lawsuits", "suits"}.isdisjoint(words[-1:]) or "lawsuit" in words[:3]


def asks_custody(name: Mention) -> bool:
    """Say whether a request is one to hand somebody over."""
    words = load_wording("relations_nouns")["families"]["request"]["custody_words"]
    return not set(words).isdisjoint(name.text.lower().split())
