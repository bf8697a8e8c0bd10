"""`/disputes`: claims set against each other, side by side, and who disputes with whom."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response

from server.pages.claims import Claim, load_claims
from server.pages.inquiry import Inquiry
from server.pages.render import respond_page
from server.pages.words import find_article_id, name_article, name_term

blueprint = Blueprint("disputes", __name__)

_IN_ONE_SENTENCE = "in one sentence"


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two claims set against each other; `how` says by what."""

    one: Claim
    other: Claim
    how: str

    @property
    def speakers(self) -> str:
        """Who speaks against whom."""
        names = [str(claim.facts.get("name", "somebody unnamed")) for claim in (self.one, self.other)]
        return " and ".join(names)


def list_disputes(inquiry: Inquiry) -> list[Dispute]:
    """Return the claims that the graph sets against each other, then denials beside what they deny in one sentence.

    The second kind is not a relation of the graph: it is what one sentence of an article puts side by side.
    """
    pairs: dict[tuple[Any, Any], str] = {}
    for row in inquiry.ask("disputes"):
        key = (row["one"], row["other"])
        if key not in pairs or str(row["how"]).endswith("contradicts"):
            pairs[key] = name_term(str(row["how"]))
    for row in inquiry.ask("denials"):
        if (row["one"], row["other"]) not in pairs and (row["other"], row["one"]) not in pairs:
            pairs[row["one"], row["other"]] = _IN_ONE_SENTENCE
    claims = load_claims(inquiry, [claim for pair in pairs for claim in pair])
    found = []
    for (one, other), how in pairs.items():
        if one in claims and other in claims:
            left, right = claims[one], claims[other]
            found.append(Dispute(*((right, left) if left.denied and not right.denied else (left, right)), how))
    return sorted(found, key=lambda row: (row.how == _IN_ONE_SENTENCE, row.one.words))


@blueprint.get("/disputes")
def show_disputes() -> Response:
    """Show all disputes."""
    inquiry = Inquiry()
    disputes = list_disputes(inquiry)
    differences: dict[Any, dict[str, Any]] = {}
    for row in inquiry.ask("disagreements"):
        kept = differences.setdefault(row["node"], {**row, "sentences": []})
        kept["sentences"] += [row["evidence"]] if "evidence" in row else []
    return respond_page(
        "disputes.html",
        inquiry,
        disputes=disputes,
        differences=list(differences.values()),
        titles={find_article_id(str(row["article"])): name_article(row) for row in inquiry.ask("articles")},
        opponents=inquiry.ask("opponents"),
    )
