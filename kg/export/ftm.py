"""FollowTheMoney entities, one JSON object a line, for tools of investigative journalism.

People, bodies and organisations become Person, PublicBody, Court as PublicBody, Organization; articles become Article;
a post held becomes an Occupancy of a Position. Source: the schemata of followthemoney.tech.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from typing import IO

from kg.export.tables import Answer

_SCHEMATA = (("Person", "Person"), ("GovernmentBody", "PublicBody"), ("Organization", "Organization"))
_THINGS = """PREFIX : <https://w3id.org/polity/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?s ?name ?alias ?match { ?class rdfs:subClassOf* :%s . ?s a ?class ; rdfs:label ?name
  FILTER(isIRI(?s)) OPTIONAL { ?s skos:altLabel ?alias } OPTIONAL { ?s skos:exactMatch ?match } }"""
_ARTICLES = """PREFIX : <https://w3id.org/polity/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?s ?title ?day ?text { ?s a :Article ; rdfs:label ?title OPTIONAL { ?s :publishedOn ?day }
  OPTIONAL { ?s :text ?text } }"""
_POSTS = """PREFIX : <https://w3id.org/polity/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?s ?person ?post ?name ?from ?to { ?s a :Membership ; :member ?person .
  { ?s :inCurrentPost ?post } UNION { ?s :inFormerPost ?post } ?post rdfs:label ?name
  OPTIONAL { ?s :notBefore ?from } OPTIONAL { ?s :notAfter ?to } FILTER(isIRI(?post)) }"""
_Found = dict[str, defaultdict[str, set[str]]]


def write_ftm(ask: Callable[[str], Answer], output: IO[bytes]) -> int:
    """Write entities sorted by id, their values sorted; return how many they are.

    Args:
        ask: Answers a SELECT query over all graphs.
        output: Gets UTF-8.
    """
    schemata: dict[str, str] = {}
    found: _Found = {}

    def add(iri: str, schema: str, **values: object) -> None:
        schemata.setdefault(iri, schema)
        own = found.setdefault(iri, defaultdict(set))
        for name, value in values.items():
            if value is not None:
                own[name].add(str(value))

    for name, schema in _SCHEMATA:
        for row in ask(_THINGS % name).rows():
            match = str(row.get("match", ""))
            wikidata = match.rpartition("/")[2] if "wikidata.org/entity/" in match else None
            add(str(row["s"]), schema, name=row["name"], alias=row.get("alias"), wikidataId=wikidata)
    for row in ask(_ARTICLES).rows():
        add(str(row["s"]), "Article", title=row["title"], publishedAt=row.get("day"), bodyText=row.get("text"))
    for row in ask(_POSTS).rows():
        add(str(row["post"]), "Position", name=row["name"])
        dates = {"startDate": row.get("from"), "endDate": row.get("to")}
        add(str(row["s"]), "Occupancy", holder=row["person"], post=row["post"], **dates)
    for iri in sorted(found):
        values = {name: sorted(own) for name, own in sorted(found[iri].items())}
        line = json.dumps({"id": iri, "schema": schemata[iri], "properties": values}, ensure_ascii=False)
        output.write(line.encode() + b"\n")
    return len(found)
