"""`/disputes`: claims set against each other, side by side, and who disputes with whom."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from rdflib.term import Identifier

from kg.iri import make_article_iri
from server.pages.choice import Choice
from server.pages.claims import Claim, load_claims
from server.pages.inquiry import Inquiry
from server.pages.render import respond_page
from server.pages.words import find_article_id, name_article, name_term

blueprint = Blueprint("disputes", __name__)

MOST = 1000
"""How many pairs of each kind a query gives; queries/disputes.rq and denials.rq say the same."""
_PAGE = 50
_DIFFERENCES = 200
_OPPONENTS = 200
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


def list_disputes(inquiry: Inquiry, *, most: int, after: int = 0, of: Choice | None = None) -> list[Dispute]:
    """Return claims that the graph sets against each other, then denials beside what they deny in one sentence.

    The second kind is not a relation of the graph: it is what one sentence of an article puts side by side.

    Args:
        inquiry: Asks the queries.
        most: How many are returned.
        after: How many are skipped before.
        of: Only those of a party or matter.
    """
    pairs = _find_pairs(inquiry, of)[after : after + most]
    claims = load_claims(inquiry, [claim for one, other, _ in pairs for claim in (one, other)])
    found = []
    for one, other, how in pairs:
        if one in claims and other in claims:
            left, right = claims[one], claims[other]
            found.append(Dispute(*((right, left) if left.denied and not right.denied else (left, right)), how))
    return found


def count_disputes(inquiry: Inquiry, of: Choice | None = None) -> int:
    """Return how many pairs of claims there are; at most `MOST` of each kind are counted."""
    return len(_find_pairs(inquiry, of))


def _find_pairs(inquiry: Inquiry, of: Choice | None) -> list[tuple[Identifier, Identifier, str]]:
    """Return the pairs and what sets them against each other, those that contradict first."""
    pairs: dict[tuple[Identifier, Identifier], str] = {}
    for row in inquiry.ask("disputes", keep=True):
        key = (row["one"], row["other"])
        if key not in pairs or str(row["how"]).endswith("contradicts"):
            pairs[key] = name_term(str(row["how"]))
    for row in inquiry.ask("denials", keep=True):
        if (row["one"], row["other"]) not in pairs and (row["other"], row["one"]) not in pairs:
            pairs[row["one"], row["other"]] = _IN_ONE_SENTENCE
    kept = of.list_nodes(inquiry) if of else None
    found = [(*pair, how) for pair, how in pairs.items() if kept is None or kept & {*pair}]
    return sorted(found, key=lambda row: (row[2] == _IN_ONE_SENTENCE, row[2], str(row[0]), str(row[1])))


@blueprint.get("/disputes")
def show_disputes() -> Response:
    """Show disputes in parts, narrowed by `party` and `matter` (IRIs), and who disputes with whom."""
    inquiry = Inquiry()
    after = max(0, request.args.get("after", 0, type=int))
    of = Choice.read(request.args, ("party", "matter"))
    opponents = inquiry.ask("opponents", keep=True)
    differences: dict[Any, dict[str, Any]] = {}
    for row in inquiry.ask("disagreements", keep=True):
        kept = differences.setdefault(row["node"], {**row, "sentences": []})
        kept["sentences"] += [row["evidence"]] if "evidence" in row else []
    shown = list(differences.values())[:_DIFFERENCES]
    articles = {find_article_id(str(one)) for row in shown for one in row["sentences"]} - {""}
    titles = inquiry.ask("titles", article=[make_article_iri(one) for one in sorted(articles)])
    parties = {row[end]: str(row.get(f"{end}Label", "")) for row in opponents for end in ("one", "other")}
    return respond_page(
        "disputes.html",
        inquiry,
        disputes=list_disputes(inquiry, most=_PAGE, after=after, of=of),
        total=count_disputes(inquiry, of),
        most=MOST,
        after=after,
        page_size=_PAGE,
        chosen=of.chosen,
        rest=of.write(),
        choices={
            "party": sorted(parties.items(), key=lambda row: row[1]),
            "matter": [(row["matter"], str(row["label"])) for row in inquiry.ask("matters", keep=True)],
        },
        differences=shown,
        difference_count=len(differences),
        titles={find_article_id(str(row["article"])): name_article(row) for row in titles},
        opponents=opponents[:_OPPONENTS],
        opponent_count=len(opponents),
    )
