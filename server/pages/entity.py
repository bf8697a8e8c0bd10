"""`/page/<path>`: what is known of one thing, each fact with its sentence, stated and inferred told apart."""

from collections.abc import Collection

from flask import Blueprint, Response, redirect, request
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Literal, URIRef
from rdflib.term import Identifier
from werkzeug.wrappers import Response as BaseResponse

from kg.prefixes import expand_iri
from kg.terms import NS, POLITY, load_ontology
from server.pages.choice import Choice
from server.pages.claims import load_claims, load_evidence, load_labels_of
from server.pages.disputes import list_disputes
from server.pages.facts import Fact, More, load_facts, load_facts_of
from server.pages.inquiry import Inquiry
from server.pages.linked import list_links, write_json_ld
from server.pages.matters import load_matter
from server.pages.render import respond_page
from server.pages.words import link_local, name_term
from server.resources import find_thing
from server.results import Row

blueprint = Blueprint("entity", __name__)

_PAGE = 300
_SHOWN_CLAIMS = 12
_MOST_CLAIMS = 300  # as many as queries/entity-claims-*.rq give
_SHOWN_ARTICLES = 50
_AUTHORITIES = {str(one) for one in (SKOS.exactMatch, SKOS.closeMatch, OWL.sameAs)}
_JURISDICTION = (
    "hasJurisdictionOver", "governs", "governedBy", "within", "basedIn", "courtFor", "appealsTo", "levelOfGovernment",
    "partOf", "presidesIn", "pendingIn", "residence", "nationality",
)  # fmt: skip
_ISSUED = ("issuedBy", "filedBy", "enactedBy", "policyOf")
_RECEIVED = ("directedTo", "seeksToCompel", "seeksInformationAbout")
_LABELS = {str(RDFS.label), str(SKOS.altLabel), str(RDFS.comment)}
_SCHEMA_TYPES = ("https://schema.org/", "http://schema.org/")
_VOCABULARIES = ("http://www.w3.org/", "http://data.europa.eu/", "http://semanticweb.cs.vu.nl/", "http://purl.org/")


@blueprint.get("/page/<path:path>")
def show_page(path: str) -> BaseResponse:
    """Show a thing."""
    thing = find_thing(path)
    own = link_local(thing)
    if not own.startswith("/page/") and "#" not in own and "facts" not in request.args:
        return redirect(own, 303)
    return _show(thing, path)


def _show(thing: URIRef, path: str) -> Response:
    inquiry = Inquiry()
    if "property" in request.args:
        return _show_property(inquiry, thing, path, expand_iri(request.args["property"]))
    found = load_facts(inquiry, thing)
    facts, references = found.own, found.back
    names = [fact.o for fact in facts if str(fact.p) == str(RDFS.label)]
    made, about = (_list_claims(inquiry, f"entity-claims-{one}", thing) for one in ("made", "about"))
    claims = load_claims(inquiry, [*made[:_SHOWN_CLAIMS], *about[:_SHOWN_CLAIMS]])
    posts = inquiry.ask("entity-posts", thing=thing)
    name = str(names[0]) if names else name_term(thing)
    kinds = [fact for fact in facts if str(fact.p) == str(RDF.type) and str(fact.o).startswith(NS)]
    is_matter = any(fact.o == POLITY.Matter for fact in kinds)
    authorities = [fact for fact in facts if str(fact.p) in _AUTHORITIES]
    jurisdiction = _choose(facts, _JURISDICTION)
    issued, received = _choose(references, _ISSUED), _choose(references, _RECEIVED)
    shown = {id(fact) for group in (kinds, authorities, jurisdiction, issued, received) for fact in group}
    rest = [fact for fact in facts if id(fact) not in shown and str(fact.p) not in _LABELS]
    mentions = inquiry.ask("entity-mentions", thing=thing)
    about_it = {
        "@context": "https://schema.org/",
        "@type": next((str(f.o).rsplit("/", 1)[-1] for f in facts if str(f.o).startswith(_SCHEMA_TYPES)), "Thing"),
        "@id": str(thing),
        "name": name,
        "alternateName": [str(fact.o) for fact in facts if str(fact.p) == str(SKOS.altLabel)] or None,
        "sameAs": [str(fact.o) for fact in authorities] or None,
    }
    return respond_page(
        "entity.html",
        inquiry,
        links=(
            *list_links(thing, path, "https://schema.org/AboutPage"),
            ("alternate", f"/feed/{path}", "application/atom+xml"),
        ),
        json_ld=write_json_ld(about_it),
        thing=thing,
        path=path,
        name=name,
        other_names=sorted({str(f.o) for f in facts if str(f.p) == str(SKOS.altLabel)}),
        kinds=sorted(kinds, key=lambda fact: (fact.inferred, str(fact.label))),
        authorities=authorities,
        posts=posts,
        labels=load_labels_of(
            inquiry, [row[name] for row in posts for name in ("member", "post", "body") if name in row]
        ),
        issued=issued,
        received=received,
        made=[claims[one] for one in made[:_SHOWN_CLAIMS] if one in claims],
        about=[claims[one] for one in about[:_SHOWN_CLAIMS] if one in claims],
        made_count=len(made),
        about_count=len(about),
        most_claims=_MOST_CLAIMS,
        events=_list_events(inquiry, thing),
        jurisdiction=jurisdiction,
        facts=[fact for fact in rest if not _is_foreign(fact) and not (is_matter and fact.p == POLITY.party)],
        foreign=[fact for fact in rest if _is_foreign(fact)],
        references=[
            fact
            for fact in references
            if id(fact) not in shown
            and not (_is_foreign(fact) or _is_role(fact) or (is_matter and fact.p == POLITY.concerns))
        ],
        more=[one for one in found.more if not _is_hidden(one)],
        mentions=_add_titles(inquiry, mentions)[:_SHOWN_ARTICLES],
        mention_count=len(mentions),
        decisions=sorted(inquiry.ask("entity-links", thing=thing), key=lambda row: str(row["reason"])),
        matter=load_matter(inquiry, thing, name) if is_matter else None,
        sentences=load_evidence(inquiry, [thing]).get(thing, []) if is_matter else [],
        disputes=list_disputes(inquiry, most=_SHOWN_CLAIMS, of=Choice({"matter": thing})) if is_matter else [],
    )


def _show_property(inquiry: Inquiry, thing: URIRef, path: str, name: URIRef) -> Response:
    """Show all facts with one property, in parts: `after`, and `back` for what refers to the thing by it."""
    after, back = max(0, request.args.get("after", 0, type=int)), "back" in request.args
    facts = load_facts_of(inquiry, thing, name, back=back, most=_PAGE, after=after)
    labels = load_labels_of(inquiry, [thing])
    count = "entity-inverse" if back else "entity-properties"
    total = next((int(str(row["n"])) for row in inquiry.ask(count, thing=thing) if row["p"] == name), 0)
    return respond_page(
        "property.html",
        inquiry,
        thing=thing,
        path=path,
        name=labels.get(thing, name_term(thing)),
        property=name,
        back=back,
        facts=facts,
        total=total,
        after=after,
        page_size=_PAGE,
    )


def _list_events(inquiry: Inquiry, thing: URIRef) -> list[Row]:
    """Return events that a thing takes part in, in the order of their days, each with the part it has."""
    roles = sorted(URIRef(str(role)) for role in load_ontology().subjects(RDFS.subPropertyOf, POLITY.participant))
    parts = {row["event"]: name_term(str(row["role"])) for row in inquiry.ask("entity-parts", thing=thing, role=roles)}
    rows = {row["event"]: row for row in inquiry.ask("events", event=list(parts))}
    found: list[Row] = [{**row, "part": Literal(parts[event])} for event, row in rows.items()]
    return sorted(found, key=lambda row: (str(row.get("on") or row.get("from") or "9999"), str(row["event"])))


def _list_claims(inquiry: Inquiry, query: str, thing: URIRef) -> list[Identifier]:
    """Return the claims that a query finds, the latest first."""
    rows = inquiry.ask(query, thing=thing)
    return list(dict.fromkeys(row["claim"] for row in sorted(rows, key=_order_claim)))


def _order_claim(row: Row) -> tuple[int, str]:
    day = str(row.get("on", "0000-00-00"))[:10].replace("-", "")
    return (-int(day) if day.isdigit() else 0, str(row["claim"]))


def _add_titles(inquiry: Inquiry, mentions: list[Row]) -> list[Row]:
    """Return the articles that name a thing most often, with their titles."""
    most = sorted(mentions, key=lambda row: (-int(str(row["times"])), str(row["article"])))[:_SHOWN_ARTICLES]
    titles = {row["article"]: row for row in inquiry.ask("titles", article=[row["article"] for row in most])}
    return [{**titles.get(row["article"], {}), **row} for row in most]


def _is_hidden(more: More) -> bool:
    """Say whether facts of this kind are not worth a list: names, and what only repeats in other vocabularies."""
    return str(more.p) in _LABELS or str(more.p).startswith((*_VOCABULARIES, *_SCHEMA_TYPES))


def _choose(facts: list[Fact], names: Collection[str]) -> list[Fact]:
    """Return the facts with one of the given properties of the ontology."""
    return [fact for fact in facts if str(fact.p).startswith(NS) and str(fact.p).removeprefix(NS) in names]


def _is_foreign(fact: Fact) -> bool:
    """Say whether a fact only repeats another in an aligned vocabulary, or in a nameless class."""
    elsewhere = str(fact.o).startswith(_SCHEMA_TYPES) or isinstance(fact.o, BNode)
    if fact.p == RDF.type:
        return fact.inferred and (elsewhere or str(fact.o).startswith(_VOCABULARIES))
    return fact.inferred and not str(fact.p).startswith(NS)


def _is_role(fact: Fact) -> bool:
    """Say whether a fact gives a thing its part in an event; the page lists events by themselves."""
    return (fact.p, RDFS.subPropertyOf, POLITY.participant) in load_ontology()
