"""Find relations: what follows from events that took place, and what nouns and names say by themselves."""

from collections.abc import Sequence

from kg.extract.clauses import Analysis
from kg.extract.events import FoundEvent, analyse_document, group_mentions, match_events
from kg.extract.frames import Bench
from kg.extract.relations.acts import read_acts, read_compelled, read_made
from kg.extract.relations.authors import read_authors, read_pleas, read_written
from kg.extract.relations.beside import find_beside
from kg.extract.relations.bodies import Bodies
from kg.extract.relations.byline import read_article
from kg.extract.relations.crimes import read_lists, read_victims
from kg.extract.relations.focus import Focus
from kg.extract.relations.found import PLACES, Found
from kg.extract.relations.from_events import list_agents, read_event
from kg.extract.relations.inside import read_based
from kg.extract.relations.matters import read_matters
from kg.extract.relations.papers import read_names, read_nouns, read_requests
from kg.extract.relations.records import make_records
from kg.extract.relations.similar import Seen
from kg.extract.relations.suits import Suits, read_askers, read_case, read_case_name
from kg.extract.sentences import Sentence
from kg.model import Claim, Document, Entity, Level, Mention, Relation, Span


def list_posts(beside: Sequence[Sequence[Found]], mentions: Sequence[Mention]) -> dict[str, str]:
    """Return for each entity that holds a post the post's wording; `beside` is what `read_beside` gives."""
    texts = {m.entity: m.text for m in mentions}
    posts: dict[str, str] = {}
    for found in beside:
        for row in found:
            if row.rel == "holdsOffice":
                posts[row.subj] = f"{posts.get(row.subj, '')} {texts.get(row.obj, '')}".strip()
    return posts


def read_beside(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> tuple[list[Found], ...]:
    """Return for each sentence the relations that stand beside its names; for `list_posts` and `find_relations`."""
    groups = group_mentions(sentences, mentions)
    return tuple(list(find_beside(sentence, group)) for sentence, group in zip(sentences, groups, strict=True))


def find_relations(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    *,
    claims: Sequence[Claim] = (),
    analyses: Sequence[Analysis] | None = None,
    beside: Sequence[Sequence[Found]] | None = None,
    matched: Sequence[FoundEvent] | None = None,
) -> tuple[Relation, ...]:
    """Find the relations of a document.

    Args:
        document: The document; its publication date becomes a relation only where the text gives it.
        sentences: Its sentences.
        mentions: Its mentions, those of pronouns too where they are resolved.
        entities: Its entities; a relation's ends are among them, or literals where relations.toml says so.
        claims: Its claims: a relation whose evidence lies in a claim's content is the claim's.
        analyses: The sentences' clauses, where they are known already.
        beside: What `read_beside` gives, where it is known already.
        matched: What `match_events` gives, where it is known already.

    Returns:
        The relations in reading order, each relation of the same ends once a sentence.
    """
    analyses = analyses if analyses is not None else analyse_document(sentences, mentions)
    beside = beside if beside is not None else read_beside(sentences, mentions)
    bench = Bench(mentions, list_posts(beside, mentions))
    by_sentence: dict[Span, list[FoundEvent]] = {}
    for event in matched if matched is not None else match_events(analyses, bench):
        by_sentence.setdefault(event.analysis.sentence.span, []).append(event)
    found: list[Found] = []
    by_id = {entity.id: entity for entity in entities}
    seen, bodies = Seen(), Bodies(document.text, mentions, by_id)
    places = {m.text.split(",")[0].lower(): m.entity for m in mentions if m.type in PLACES and m.level is Level.NAME}
    suits, focus = Suits(mentions, by_id, bench), Focus()
    for analysis, group, names in zip(analyses, group_mentions(sentences, mentions), beside, strict=True):
        first = len(found)
        found += names
        found += read_based(analysis.sentence, group, places)
        found += read_nouns(analysis, group, bench, focus)
        found += read_authors(analysis)
        found += read_written(analysis)
        found += bodies.read_posts(analysis.sentence, group, names)
        events = by_sentence.get(analysis.sentence.span, ())
        for event in events:
            found += read_event(event, focus)
            found += list(read_acts(event, focus, found))
            found += read_case(event, seen.last_case)
            focus.note(list_agents(event))
        focus.note_papers(analysis.names)
        focus.note_opening(analysis)
        suits.read_sentence(analysis, group, events)
        found += list(read_lists(analysis.sentence, group, found[first:]))
        found += list(read_pleas(analysis, found[first:]))
        found += read_case_name(analysis.sentence, group, suits.outside)
        found += read_compelled(analysis, bench, focus)
        found += read_names(analysis.sentence, group)
        found += read_matters(analysis)
        found += seen.find_similar(analysis.sentence, group)
    found += read_article(document, sentences, mentions)
    happened = [event for events in by_sentence.values() for event in events]
    found += list(suits.read_document(found))
    found += list(read_victims(happened, found))
    found += list(read_requests(analyses, found))
    found += list(read_made(happened, mentions, found))
    found += list(read_askers(found, happened, focus.asking))
    return make_records(found, by_id, claims)
