"""Find relations: what follows from events that took place, and what nouns and names say by themselves."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from kg.extract.beside import BODIES, PEOPLE, PLACES, Found, find_beside, list_nested
from kg.extract.clauses import Analysis, Verb, list_phrases
from kg.extract.events import FoundEvent, analyse_document, find_claim, group_mentions, match_events
from kg.extract.frames import Bench
from kg.extract.sentences import Sentence
from kg.extract.tokens import load_wording
from kg.model import Claim, Document, Entity, Interval, Level, Mention, MentionType, Modality, Relation, Span
from kg.values.date import read_norm

ARTICLE = "ARTICLE"
"""Stands for the document itself as a relation's end."""
ACTORS = PEOPLE | BODIES | PLACES
_LEADING = frozenset({"the", "a", "an", "its", "their", "his", "her", "this", "that"})
COUNTS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
DATED = frozenset({"issuedBy", "filedBy", "petitioned", "chargedWith", "sues", "passedBy", "courtAction"})


@cache
def list_relations() -> Mapping[str, Mapping[str, Any]]:
    """Return the rows of data/lexicon/relations.toml by their name."""
    return {row["name"]: row for row in load_wording("relations")["relation"]}


@cache
def _families() -> Mapping[str, Mapping[str, Any]]:
    """Families of instruments by head lemma; a lemma of several families is the first's."""
    index: dict[str, Mapping[str, Any]] = {}
    for family in load_wording("relations_nouns")["families"].values():
        for head in family["heads"]:
            index.setdefault(head, family)
    return index


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
    seen = _Seen()
    for analysis, group, names in zip(analyses, group_mentions(sentences, mentions), beside, strict=True):
        found += names
        for event in by_sentence.get(analysis.sentence.span, ()):
            found += _read_event(event)
            found += _read_case(event, seen.last_case)
        found += _read_nouns_of(analysis, group, bench)
        found += _read_names_of(analysis.sentence, group)
        found += _read_matters(analysis)
        found += seen.find_similar(analysis.sentence, group)
    found += _read_article(document, sentences, mentions)
    found += _read_filers(found, mentions, by_sentence)
    return _make_records(found, {entity.id: entity for entity in entities}, claims)


def _make_records(
    found: Sequence[Found], entities: Mapping[str, Entity], claims: Sequence[Claim]
) -> tuple[Relation, ...]:
    merged: dict[tuple[str, str, str, Span], Found] = {}
    for row in found:
        if row.subj == row.obj or (row.subj != ARTICLE and row.subj not in entities) or _is_vague(row, entities):
            continue
        key = (row.rel, row.subj, row.obj, row.sentence.span)
        if key not in merged or len(row.extra) > len(merged[key].extra):
            merged[key] = row
    records: list[Relation] = []
    for row in sorted(merged.values(), key=lambda r: (r.sentence.span.start, r.place)):
        at = Span(row.place, row.place + 1)
        records.append(
            Relation(
                id=f"r{len(records)}",
                rel=row.rel,
                subj=row.subj,
                obj=row.obj,
                evidence=row.sentence.span,
                rule=row.rule,
                extra=row.extra,
                interval=_read_date(row.extra),
                claim=find_claim(at, claims),
            )
        )
    return tuple(records)


def _is_vague(row: Found, entities: Mapping[str, Entity]) -> bool:
    """Say whether both ends are kinds of things ("politicians"), or a crime is none ("earlier charges")."""
    ends = [entities[end] for end in (row.subj, row.obj) if end in entities]
    if len(ends) > 1 and all(end.generic for end in ends):
        return True
    words = load_wording("relations_nouns")["generic_crime"]["words"]
    return row.rel == "chargedWith" and all(w in words for w in ends[-1].name.lower().split())


def _read_date(extra: Sequence[tuple[str, str]]) -> Interval | None:
    return next((read_norm(value) for name, value in extra if name == "date"), None)


def _read_event(event: FoundEvent) -> Iterator[Found]:
    """Yield the relations that an event entails: from one that took place, or is asked for where the row says so."""
    frame, roles, reality = event.match.frame, event.match.roles, event.reality
    actual = reality.modality is Modality.ACTUAL and reality.polarity
    rows = [(row, False) for row in frame.relations] + [(row, True) for row in frame.bench_relations]
    for row, bench_only in rows:
        rel, subject, value, *conditions = row
        if "@requested" in conditions:
            if reality.modality is not Modality.REQUESTED:
                continue
        elif not actual and not ("@denied" in conditions and reality.modality is Modality.ACTUAL):
            continue
        subjects = _list_seekers(event) if subject == "petitioner" else _name(event, subject)
        for subj in subjects:
            if rel in {"sues", "filedBy"} and _is_resolved(event):
                continue
            if rel == "petitioned" and subj.type is MentionType.INSTRUMENT:
                continue  # the paper's filer asks: see _read_filer
            if bench_only and not event.bench.holds(subj):
                continue
            for obj in _name(event, value):
                extra = _list_extra(event, rel, subj, frame.kind)
                place = event.trigger.start
                if rel == "issuedBy" and _is_filed(subj):
                    rel = "filedBy"
                yield Found(rel, subj.entity, obj.entity, event.analysis.sentence, frame.name, extra, place)
    if (
        frame.kind == "Issuing"
        and actual
        and event.interval
        and event.interval.exact
        and event.norm
        and "agent" not in roles
    ):
        for theme in _name(event, "theme"):
            yield Found(
                "issuedOn", theme.entity, event.norm, event.analysis.sentence, frame.name, (), event.trigger.start
            )


def _is_resolved(event: FoundEvent) -> bool:
    """Say whether the act was only voted for: "voted to sue" is no suit yet."""
    above = event.match.verb.governor
    return above is not None and event.match.verb.link == "inf" and above.lemma in {"vote", "agree", "decide"}


def _is_filed(paper: Mention) -> bool:
    """Say whether a paper is of the kind that is filed in a court rather than issued."""
    words = paper.text.lower().split()
    return not set(words).isdisjoint(load_wording("relations_nouns")["families"]["filing"]["filed"])


def _name(event: FoundEvent, role: str) -> list[Mention]:
    return [f.mention for f in event.match.roles.get(role, ()) if f.mention is not None]


def _list_extra(event: FoundEvent, rel: str, subj: Mention, kind: str) -> tuple[tuple[str, str], ...]:
    extra: list[tuple[str, str]] = []
    if event.norm and rel in DATED:
        extra.append(("date", event.norm))
    first = subj.text.split()[0].lower() if subj.text else ""
    if rel == "issuedBy" and (first.isdigit() or first in COUNTS[1:]):
        extra.append(("count", first if first.isdigit() else str(COUNTS.index(first))))
    if rel == "courtAction":
        extra.append(("action", kind))
    return tuple(extra)


def _list_seekers(event: FoundEvent) -> list[Mention]:
    """Return who asks for what the event's verb says: the paper that asks, else the asking verb's subject."""
    return _climb(event.analysis, event.match.verb)


def _climb(analysis: Analysis, verb: Verb) -> list[Mention]:
    above: Verb | None = verb
    for _ in range(5):
        if above is None:
            break
        if above.via is not None:
            name = analysis.names[above.via]
            if name is not None and name.type is MentionType.INSTRUMENT:
                return [name]
        if above.governor is None or above.link not in {"inf", "ing", "coord"}:
            break
        asks = above.governor
        if asks.lemma in load_wording("events_modality")["verbs"]["requested"]:
            names = [analysis.names[k] for k in asks.subject]
            return [n for n in names if n is not None and n.type in ACTORS | {MentionType.INSTRUMENT}]
        above = asks
    return []


def _read_nouns_of(analysis: Analysis, mentions: Sequence[Mention], bench: Bench) -> Iterator[Found]:
    """Yield what stands beside an instrument's noun: whose it is, to whom, against whom, in which court, for whom."""
    tokens = analysis.sentence.tokens
    for index, chunk in enumerate(analysis.chunks):
        name = analysis.names[index]
        if chunk.kind != "NP" or name is None or name.type is not MentionType.INSTRUMENT:
            continue
        family = _families().get(_head_of(analysis, name, chunk.lemma))
        if family is None:
            continue
        head = _head_of(analysis, name, chunk.lemma)
        where = tokens[chunk.start].span.start
        for owner in _list_owners(analysis, index, name, mentions):
            rel = family["court_owner"] if owner.type is MentionType.COURT else family["owner"]
            vague = owner.level is Level.PRONOUN and owner.type is not MentionType.JURISDICTION
            if not rel or (rel == "policyOf" and (owner.type in PEOPLE or vague)):
                continue
            yield Found(rel, name.entity, owner.entity, analysis.sentence, "relations_nouns/owner", (), where)
        for number, (preposition, nouns) in enumerate(list_phrases(analysis, index)):
            if number and preposition == "by":
                continue
            for other in (n for k in nouns if (n := analysis.names[k]) is not None):
                rel = _read_phrase(family, head, name, preposition, other, bench)
                if rel:
                    extra = _date_beside(analysis, index) if rel in DATED else ()
                    yield Found(
                        rel, name.entity, other.entity, analysis.sentence, "relations_nouns/phrase", extra, where
                    )


def _head_of(analysis: Analysis, name: Mention, lemma: str) -> str:
    """Return the lemma of the mention's head noun: the last before its first preposition."""
    head = lemma
    for token in analysis.sentence.tokens:
        if name.span.holds(token.span):
            if token.lower in {"of", "about", "for", "on", "to", "in", "against", "by", "from", "that"}:
                if head in {"one", "two", "some", "all", "many", "most"} and token.lower == "of":
                    continue
                break
            if token.coarse in {"n", "c"} or token.lemma in _families():
                head = token.lemma
    return head


def _date_beside(analysis: Analysis, index: int) -> tuple[tuple[str, str], ...]:
    """Return the date that stands in a noun's phrases: "summonses by the agency last month"."""
    for chunk, name in list(zip(analysis.chunks, analysis.names, strict=True))[index + 1 : index + 5]:
        if chunk.kind == "T" and name is not None and name.norm:
            return (("date", name.norm),)
        if chunk.kind not in {"P", "NP"}:
            break
    return ()


def _list_owners(analysis: Analysis, index: int, name: Mention, mentions: Sequence[Mention]) -> Iterator[Mention]:
    tokens = analysis.sentence.tokens
    chunk = analysis.chunks[index]
    start = tokens[chunk.start].span.start
    head_end = tokens[chunk.head].span.end
    inside = [
        m
        for m in mentions
        if m is not name
        and m.type in ACTORS
        and start <= m.span.start
        and m.span.end < head_end
        and m.entity != name.entity
    ]
    outermost = [m for m in inside if not any(o is not m and o.span.holds(m.span) and o.span != m.span for o in inside)]
    for owner in outermost:
        after = next((t for t in tokens if t.span.start >= owner.span.end), None)
        if (after is not None and after.lower in {"'s", "'"}) or (owner.level is Level.PRONOUN and after is not None):
            yield owner
    for owner in list_nested(name, mentions):
        if owner.type in ACTORS and owner.span.end == name.span.end:
            between = name.text[: owner.span.start - name.span.start].rstrip().lower()
            if between.endswith((" of", " of the", " by", " from")):
                yield owner


def _read_names_of(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Yield what stands inside an instrument's name before its head: its date, whose law or order it is."""
    for paper in mentions:
        if paper.type is not MentionType.INSTRUMENT or " v. " in paper.text:
            continue
        words = paper.text.lower().split()
        family = next((_families()[w] for w in reversed(words) if w in _families()), None)
        for inner in list_nested(paper, mentions):
            before = paper.text[: inner.span.start - paper.span.start].lower().split()
            after = paper.text[inner.span.end - paper.span.start :]
            if not after.startswith(" ") or not set(before) <= _LEADING:
                continue
            place = inner.span.start
            exact = inner.norm is not None and (len(inner.norm) == 10 or paper.level is Level.NAME)
            if inner.type is MentionType.DATE and inner.norm and exact and inner.norm[:4].isdigit():
                yield Found("issuedOn", paper.entity, inner.norm, sentence, "relations_nouns/dated", (), place)
            elif family is None or inner.level is not Level.NAME:
                continue
            elif family["owner"] == "policyOf" and inner.type is MentionType.JURISDICTION:
                yield Found("policyOf", paper.entity, inner.entity, sentence, "relations_nouns/law-of", (), place)
            elif family["owner"] == "issuedBy" and inner.type in {MentionType.AGENCY, MentionType.COURT}:
                yield Found("issuedBy", paper.entity, inner.entity, sentence, "relations_nouns/order-of", (), place)


def _asks_custody(name: Mention) -> bool:
    words = load_wording("relations_nouns")["families"]["request"]["custody_words"]
    return not set(words).isdisjoint(name.text.lower().split())


def _read_phrase(
    family: Mapping[str, Any], head: str, name: Mention, preposition: str, other: Mention, bench: Bench
) -> str:
    """Return the relation that a preposition beside an instrument's noun says, or ""."""
    if preposition in {"by", "from"} and other.type in ACTORS:
        if preposition == "from" and other.type in PLACES and family["owner"] == "policyOf":
            return ""
        return "passedBy" if family["owner"] == "policyOf" else str(family["owner"])
    if preposition in {"to", "on", "against"} and head in family.get("addressed", ()) and other.type in ACTORS:
        return str(family["target"])
    if preposition == "in" and other.type is MentionType.COURT and "court" in family:
        return str(family["court"])
    if preposition == "for" and head in family.get("custody", ()) and other.type in PEOPLE:
        return "seeksCustodyOf"
    if preposition == "for" and head == "request" and other.type is MentionType.PERSON:
        return "seeksCustodyOf" if _asks_custody(name) else ""
    if preposition == "before" and bench.holds(other) and family["owner"] == "filedBy":
        return "assignedTo"
    return ""


def _read_matters(analysis: Analysis) -> Iterator[Found]:
    """Yield whom the information asked for is about, by the paper or the party that asks for it."""
    wording = load_wording("relations_nouns")["matter"]
    heads, about, seeking = wording["heads"], wording["about"], wording["seeking"]
    for index, chunk in enumerate(analysis.chunks):
        if chunk.kind != "NP" or chunk.lemma not in heads:
            continue
        topics = [
            name
            for preposition, nouns in list_phrases(analysis, index)[:1]
            if preposition in about
            for k in nouns
            if (name := analysis.names[k]) is not None and name.type in PEOPLE | BODIES
        ]
        if not topics:
            continue
        for seeker in _find_seekers(analysis, index, seeking):
            for topic in topics:
                place = analysis.sentence.tokens[chunk.start].span.start
                yield Found(
                    "seeksInformationAbout",
                    seeker.entity,
                    topic.entity,
                    analysis.sentence,
                    "relations_nouns/matter",
                    (),
                    place,
                )


def _find_seekers(analysis: Analysis, index: int, seeking: Sequence[str]) -> list[Mention]:
    verb = next(
        (
            v
            for v in reversed(analysis.verbs)
            if v.index < index and (index in v.objects or index in v.second or any(index in k for _, k in v.phrases))
        ),
        None,
    )
    if verb is None:
        return []
    papers = [
        name
        for k in (*verb.objects, *verb.second, *(k for p, ks in verb.phrases if p == "^in" for k in ks))
        if (name := analysis.names[k]) is not None and name.type is MentionType.INSTRUMENT
    ]
    asked = any(p == "for" and index in k for p, k in verb.phrases)
    if asked and papers:
        return papers
    if verb.lemma in seeking and (asked or verb.lemma != "ask"):
        if papers:
            return papers
        names = [analysis.names[k] for k in verb.subject]
        return [n for n in names if n is not None and n.type in ACTORS | {MentionType.INSTRUMENT}]
    return _climb(analysis, verb)


def _read_case(event: FoundEvent, case: str | None) -> Iterator[Found]:
    """Yield to whom "the case" went, where the lawsuit was named before."""
    themes = event.match.roles.get("theme", ())
    if event.match.frame.kind != "Assigning" or case is None or any(f.mention for f in themes) or not themes:
        return
    if event.reality.modality is Modality.ACTUAL and event.reality.polarity:
        for judge in _name(event, "recipient"):
            rule, place = event.match.frame.name, event.trigger.start
            yield Found("assignedTo", case, judge.entity, event.analysis.sentence, rule, (), place)


def _read_filers(
    found: Sequence[Found], mentions: Sequence[Mention], events: Mapping[Span, Sequence[FoundEvent]]
) -> Iterator[Found]:
    """Yield what follows from who filed a paper: "the suit asks Judge Lind": its filer asks, she has the case.

    Where the document knows one lawsuit alone, who sues in it filed it, in the court where they sue.
    """
    filers: dict[str, list[str]] = {}
    for row in found:
        if row.rel == "filedBy":
            filers.setdefault(row.subj, []).append(row.obj)
    suits = dict.fromkeys(m.entity for m in mentions if m.type is MentionType.INSTRUMENT and _is_lawsuit(m))
    for event in (event for group in events.values() for event in group):
        actual = event.reality.modality is Modality.ACTUAL and event.reality.polarity
        frame, sentence, place = event.match.frame, event.analysis.sentence, event.trigger.start
        if not actual or _is_resolved(event):
            continue
        if frame.kind == "Suing" and len(suits) == 1:
            suit = next(iter(suits))
            for rel, role in (("filedBy", "agent"), ("filedIn", "court")):
                for other in _name(event, role):
                    yield Found(rel, suit, other.entity, sentence, "relations/one-suit", (), place)
        if frame.kind == "Petitioning":
            for paper in _name(event, "agent"):
                for asked in _name(event, "recipient") if paper.type is MentionType.INSTRUMENT else ():
                    for filer in dict.fromkeys(filers.get(paper.entity, ())):
                        yield Found("petitioned", filer, asked.entity, sentence, frame.name, (), place)
                    if _is_lawsuit(paper) and asked.level is Level.NAME and asked.type is MentionType.OFFICIAL:
                        yield Found("assignedTo", paper.entity, asked.entity, sentence, frame.name, (), place)


def _is_lawsuit(paper: Mention) -> bool:
    words = paper.text.lower().replace("’s", "").split()
    return not {"lawsuit", "suit", "lawsuits", "suits"}.isdisjoint(words[-1:]) or "lawsuit" in words[:3]


class _Seen:
    """Remembers instruments by head noun, to find what "similar subpoenas" are similar to."""

    def __init__(self) -> None:
        self._last: dict[str, list[str]] = {}
        self.last_case: str | None = None

    def find_similar(self, sentence: Sentence, mentions: Sequence[Mention]) -> list[Found]:
        found: list[Found] = []
        for mention in mentions:
            if mention.type is not MentionType.INSTRUMENT:
                continue
            words = mention.text.lower().replace("”", "").split()
            heads = [t.lemma for t in sentence.tokens if mention.span.holds(t.span)]
            head = next((h for h in reversed(heads) if h in _families()), heads[-1] if heads else "")
            if head in _families() and head in _families()[head].get("defendant", ()):
                self.last_case = mention.entity
            alike = [entity for entity in self._last.get(head, []) if entity != mention.entity]
            if "similar" in words[:3] and alike:
                found.append(
                    Found(
                        "similarInstrument",
                        mention.entity,
                        alike[-1],
                        sentence,
                        "relations/similar",
                        (),
                        mention.span.start,
                    )
                )
            elif mention.entity not in self._last.setdefault(head, [])[-1:]:
                self._last[head].append(mention.entity)
        return found


def _read_article(document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Iterator[Found]:
    """Yield byline, credit and date, where the text gives them."""
    if not sentences:
        return
    if document.published is not None and document.published_from == "text":
        first = sentences[0]
        yield Found("publishedOn", ARTICLE, document.published.norm, first, "relations/date", (), first.span.start)
    groups = group_mentions(sentences, mentions)
    edges = dict.fromkeys((*range(min(3, len(sentences))), *range(max(0, len(sentences) - 3), len(sentences))))
    for number in edges:
        sentence, group = sentences[number], groups[number]
        people = [m for m in group if m.type in PEOPLE]
        papers = [m for m in group if m.type is MentionType.NEWS_ORGANISATION]
        rest = document.text[sentence.span.start : sentence.span.end]
        for mention in sorted((*people, *papers), key=lambda m: -m.span.start):
            start, end = mention.span.start - sentence.span.start, mention.span.end - sentence.span.start
            rest = rest[:start] + rest[end:]
        words = [
            w for w in rest.replace(",", " ").replace("|", " ").replace("—", " ").replace("-", " ").split() if w != "."
        ]
        by = [w.lower() for w in words[:1]] == ["by"]
        if not (by or (people and papers and not words)) or len(words) > (4 if by else 0):
            continue
        for mention in people:
            yield Found("authoredBy", ARTICLE, mention.entity, sentence, "relations/byline", (), mention.span.start)
        for mention in papers:
            yield Found("publishedBy", ARTICLE, mention.entity, sentence, "relations/byline", (), mention.span.start)
