"""`/page/<path>`: what is known of one thing, each fact with its sentence, stated and inferred told apart."""

from collections.abc import Collection

from flask import Blueprint, Response, redirect, request
from rdflib import OWL, RDF, RDFS, SKOS, BNode, URIRef
from werkzeug.wrappers import Response as BaseResponse

from kg.terms import NS, POLITY, load_ontology
from server.pages.claims import load_claims, load_labels_of
from server.pages.facts import Fact, fold_facts, load_fact_evidence
from server.pages.inquiry import Inquiry
from server.pages.linked import write_json_ld
from server.pages.render import respond_page
from server.pages.words import link_local, name_term
from server.resources import find_thing

blueprint = Blueprint("entity", __name__)

_MOST = 300
_SHOWN_CLAIMS = 12
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
    skipped = max(0, request.args.get("after", 0, type=int))
    evidence = load_fact_evidence(inquiry, thing)
    rows = inquiry.ask("entity-facts", thing=thing, most=_MOST + 1, after=skipped)
    back = inquiry.ask("entity-references", thing=thing, most=_MOST + 1, after=skipped)
    facts = fold_facts(thing, rows[:_MOST], evidence)
    references = fold_facts(thing, back[:_MOST], evidence)
    names = [fact.o for fact in facts if str(fact.p) == str(RDFS.label)]
    made = [row["claim"] for row in inquiry.ask("entity-claims-made", thing=thing)]
    about = [row["claim"] for row in inquiry.ask("entity-claims-about", thing=thing)]
    claims = load_claims(inquiry, [*made[:_SHOWN_CLAIMS], *about[:_SHOWN_CLAIMS]])
    posts = inquiry.ask("entity-posts", thing=thing)
    name = str(names[0]) if names else name_term(thing)
    kinds = [fact for fact in facts if str(fact.p) == str(RDF.type) and str(fact.o).startswith(NS)]
    authorities = [fact for fact in facts if str(fact.p) in _AUTHORITIES]
    jurisdiction = _choose(facts, _JURISDICTION)
    issued, received = _choose(references, _ISSUED), _choose(references, _RECEIVED)
    shown = {id(fact) for group in (kinds, authorities, jurisdiction, issued, received) for fact in group}
    rest = [fact for fact in facts if id(fact) not in shown and str(fact.p) not in _LABELS]
    data = f"/data/{path}"
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
            ("cite-as", str(thing), ""),
            ("describedby", f"{data}?format=jsonld", "application/ld+json"),
            ("alternate", f"{data}?format=turtle", "text/turtle"),
            ("alternate", f"{data}?format=jsonld", "application/ld+json"),
            ("type", "https://schema.org/AboutPage", ""),
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
        events=inquiry.ask("entity-events", thing=thing),
        jurisdiction=jurisdiction,
        facts=[fact for fact in rest if not _is_foreign(fact)],
        foreign=[fact for fact in rest if _is_foreign(fact)],
        references=[fact for fact in references if id(fact) not in shown and not (_is_foreign(fact) or _is_role(fact))],
        mentions=inquiry.ask("entity-mentions", thing=thing),
        decisions=inquiry.ask("entity-links", thing=thing),
        skipped=skipped,
        following=skipped + _MOST if max(len(rows), len(back)) > _MOST else 0,
        page_size=_MOST,
    )


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
