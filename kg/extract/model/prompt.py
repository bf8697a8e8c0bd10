"""The request: what a model is told, and the article as data."""

import json
from functools import cache
from string import Template

from rdflib import RDFS, URIRef

from kg.extract.frames import load_frames
from kg.extract.tokens import load_wording
from kg.model import Modality
from kg.terms import NS, get_term, load_ontology


@cache
def list_kinds() -> frozenset[str]:
    """Return the kinds of event of the ontology, by their local names."""
    below = load_ontology().transitive_subjects(RDFS.subClassOf, get_term("Event"))
    return frozenset(
        str(term).removeprefix(NS) for term in below if isinstance(term, URIRef) and term != get_term("Event")
    )


@cache
def list_roles() -> frozenset[str]:
    """Return the parts that a frame of the lexicon gives a participant: "agent", "theme", "court" and so on."""
    return frozenset(role for frame in load_frames() for role in frame.slots.values())


def make_request(text: str, model: str) -> bytes:
    """Return the body of a chat completion request that asks `model` about an article's text, as JSON in UTF-8."""
    system = Template(load_wording("model_prompt")["system"]).substitute(
        kinds=", ".join(sorted(list_kinds())), modalities=", ".join(Modality), roles=", ".join(sorted(list_roles()))
    )
    messages = [
        {"role": "system", "content": system.strip()},
        {"role": "user", "content": json.dumps({"article": text}, ensure_ascii=False)},
    ]
    body = {"model": model, "messages": messages, "temperature": 0, "response_format": {"type": "json_object"}}
    return json.dumps(body, ensure_ascii=False).encode()
