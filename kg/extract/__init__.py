"""Extract: find mentions, entities, claims, events and relations in a document."""

from kg.extract.claim_speakers import name_speakers
from kg.extract.claims import find_claims
from kg.extract.entities import resolve_entities
from kg.extract.events import analyse_document, find_events, match_events
from kg.extract.frames import Bench
from kg.extract.mentions import find_mentions
from kg.extract.merging import merge_accused, unite_entities
from kg.extract.public_office import settle_officials
from kg.extract.relations import find_relations, list_posts, read_beside
from kg.extract.sentences import analyse_text
from kg.extract.standing import find_standing
from kg.model import Document, Extraction, NameScanner

__all__ = ["analyse_text", "extract_document"]


def extract_document(document: Document, names: NameScanner) -> Extraction:
    """Read out of a document what its text says.

    Args:
        document: The article; its publication date gives "Monday" its meaning.
        names: The gazetteer, as `kg.link.gazetteer.load_gazetteer` gives it.

    Returns:
        Mentions in reading order (pronouns included, Level.PRONOUN), the entities they name inside this article, and
        what the text says of them. The same document and gazetteer give the same extraction, ids included.
    """
    sentences = analyse_text(document.text)
    found = find_mentions(document, sentences, names)
    mentions, entities = resolve_entities(document.text, sentences, found, names)
    claims = find_claims(document, sentences, mentions, entities)
    claims, mentions, entities = name_speakers(document.text, claims, mentions, entities)
    beside, analyses = read_beside(sentences, mentions), analyse_document(sentences, mentions)
    matched = tuple(match_events(analyses, Bench(mentions, list_posts(beside, mentions))))
    extraction = Extraction(
        document=document,
        sentences=tuple(sentence.span for sentence in sentences),
        mentions=mentions,
        entities=entities,
        relations=(
            *find_relations(
                document,
                sentences,
                mentions,
                entities,
                claims=claims,
                analyses=analyses,
                beside=beside,
                matched=matched,
            ),
            *find_standing(document.text, analyses, mentions, entities, claims),
        ),
        claims=claims,
        events=find_events(sentences, mentions, entities, claims=claims, matched=matched),
    )
    united = unite_entities(extraction, merge_accused(extraction.relations, mentions, entities))
    return settle_officials(united)
