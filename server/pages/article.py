"""`/article/<id>`: the text with everything that was read out of it marked in place, and a card for each."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response
from rdflib import URIRef

from kg.iri import make_article_iri
from server.errors import NotFoundError
from server.pages.inquiry import Inquiry
from server.pages.linked import list_links, write_json_ld
from server.pages.marks import Mark, write_marked
from server.pages.render import respond_page
from server.pages.words import name_article, write_date
from server.results import Row

blueprint = Blueprint("article", __name__)


@dataclass
class Card:
    """What is shown of one thing, claim or event of an article. `spans` are offsets in code points."""

    id: str
    iri: URIRef
    name: str
    kinds: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    parts: list[Row] = field(default_factory=list)
    sentence: tuple[int, int] | None = None


@blueprint.get("/article/<article_id>")
def show_article(article_id: str) -> Response:
    """Show an article."""
    iri = make_article_iri(article_id)
    inquiry = Inquiry()
    found = inquiry.ask("article", article=iri)
    if not found:
        raise NotFoundError(f"There is no article named {article_id!r}. The home page lists those there are.")
    row = found[0]
    text = str(row["text"])
    reading = Reading(inquiry, iri, text)
    title = name_article(row)
    path = str(iri).rsplit("/", 1)[-1]
    about = {
        "@context": "https://schema.org/",
        "@type": "NewsArticle",
        "@id": str(iri),
        "headline": title,
        "datePublished": str(row["on"]) if "on" in row else None,
        "url": str(row["url"]) if "url" in row else None,
    }
    return respond_page(
        "article.html",
        inquiry,
        links=list_links(str(iri), f"article/{path}", "https://schema.org/NewsArticle"),
        iri=iri,
        path=path,
        title=title,
        article=row,
        date=write_date(row.get("on"), row.get("from"), row.get("to")),
        text=write_marked(text, reading.list_marks()),
        source=text,
        things=list(reading.things.values()),
        claims=list(reading.claims.values()),
        events=list(reading.events.values()),
        json_ld=write_json_ld(about),
    )


class Reading:
    """What was read out of one article, as cards."""

    def __init__(self, inquiry: Inquiry, article: URIRef, text: str) -> None:
        """Ask for everything that the article's page shows."""
        self._text = text
        self._sentences: set[tuple[int, int]] = set()
        self.things = self._read_things(inquiry, article)
        evidence: dict[Any, list[tuple[int, int]]] = defaultdict(list)
        for row in inquiry.ask("article-evidence", article=article):
            evidence[row["node"]].append((int(str(row["start"])), int(str(row["end"]))))
        self.claims = self._read_claims(inquiry, article, evidence)
        self.events = self._read_events(inquiry, article, evidence)
        self._add_statements(inquiry, article, evidence)
        for row in inquiry.ask("article-disputes", article=article):
            if card := self.claims.get(row["claim"]):
                card.others.append(row)
        self._sentences.update(max(spans, key=lambda span: span[1] - span[0]) for spans in evidence.values())

    def _read_things(self, inquiry: Inquiry, article: URIRef) -> dict[Any, Card]:
        things: dict[Any, Card] = {}
        for row in inquiry.ask("article-mentions", article=article):
            card = things.get(row["thing"])
            if card is None:
                name = str(row.get("label", row["thing"].rsplit("/", 1)[-1]))
                card = things[row["thing"]] = Card(f"thing-{len(things)}", URIRef(row["thing"]), name)
            span = (int(str(row["start"])), int(str(row["end"])))
            if span not in card.spans:
                card.spans.append(span)
        for row in inquiry.ask("article-types", article=article):
            if (card := things.get(row["thing"])) and str(row["type"]) not in card.kinds:
                card.kinds.append(str(row["type"]))
        for row in inquiry.ask("article-others", article=article):
            if card := things.get(row["thing"]):
                card.others.append(row)
        return things

    def _read_claims(
        self, inquiry: Inquiry, article: URIRef, evidence: dict[Any, list[tuple[int, int]]]
    ) -> dict[Any, Card]:
        claims: dict[Any, Card] = {}
        for row in inquiry.ask("article-claims", article=article):
            card = claims.get(row["claim"])
            if card is None:
                words = str(row["words"])
                card = Card(
                    f"claim-{str(row['claim']).rsplit('/', 1)[-1]}", URIRef(row["claim"]), words, facts=dict(row)
                )
                card.facts["date"] = write_date(row.get("on"), row.get("from"), row.get("to"))
                spans = evidence.get(row["claim"], [])
                card.spans = [span for span in spans if self._text[span[0] : span[1]] == words][:1]
                card.sentence = max(spans, key=lambda span: span[1] - span[0], default=None)
                claims[row["claim"]] = card
            if "about" in row and all(part["about"] != row["about"] for part in card.parts):
                card.parts.append(row)
        return dict(sorted(claims.items(), key=lambda item: item[1].spans or [(0, 0)]))

    def _read_events(
        self, inquiry: Inquiry, article: URIRef, evidence: dict[Any, list[tuple[int, int]]]
    ) -> dict[Any, Card]:
        events: dict[Any, Card] = {}
        for row in inquiry.ask("article-events", article=article):
            if row["event"] in events:
                continue
            name = str(row.get("kindLabel", row["kind"]))
            card = Card(f"event-{str(row['event']).rsplit('/', 1)[-1]}", URIRef(row["event"]), name, facts=dict(row))
            card.facts["date"] = write_date(row.get("on"), row.get("from"), row.get("to"))
            card.sentence = max(evidence.get(row["event"], []), key=lambda span: span[1] - span[0], default=None)
            events[row["event"]] = card
        for row in inquiry.ask("article-triggers", article=article):
            if found := events.get(row["event"]):
                found.spans = [(int(str(row["start"])), int(str(row["end"])))]
        for row in inquiry.ask("article-roles", article=article):
            if found := events.get(row["event"]):
                found.parts.append(row)
        return dict(sorted(events.items(), key=lambda item: item[1].spans or [(0, 0)]))

    def _add_statements(self, inquiry: Inquiry, article: URIRef, evidence: dict[Any, list[tuple[int, int]]]) -> None:
        """Give each card its triples: a claim those it states, a thing those that the article asserts of it."""
        for row in inquiry.ask("article-statements", article=article):
            spans = evidence.get(row["node"], [])
            row = {**row, "sentence": max(spans, key=lambda span: span[1] - span[0], default=None)}  # type: ignore[dict-item]
            claim = self.claims.get(row.get("whole", row["node"]))
            for card in [claim] if claim else [self.things.get(row["s"]), self.things.get(row["o"])]:
                if card and all(kept["node"] != row["node"] for kept in card.statements):
                    card.statements.append(row)

    def list_marks(self) -> list[Mark]:
        """Return all marks: mentions, claims, events, and the sentences that bear something out."""
        marks: list[Mark] = []
        for card in self.things.values():
            kind = card.kinds[0] if card.kinds else "thing"
            marks += [Mark(a, b, "mention", f"at-{a}-{b}", card.id, kind, "◆") for a, b in card.spans]
        for card in self.claims.values():
            speaker = str(card.facts.get("name", "somebody unnamed"))
            marks += [Mark(a, b, "claim", f"at-{card.id}", card.id, f"Claim by {speaker}", "❝") for a, b in card.spans]
        for card in self.events.values():
            marks += [Mark(a, b, "event", f"at-{card.id}", card.id, f"Event, {card.name}", "▸") for a, b in card.spans]
        used = {mark.id for mark in marks}
        marks += [Mark(a, b, "bears", f"at-{a}-{b}") for a, b in self._sentences if f"at-{a}-{b}" not in used]
        return marks
