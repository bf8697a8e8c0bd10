"""What articles have to do with each other: one utterance in two wordings, values in conflict, drift, suspect names.

Everything found is a `Comparison` for people to look at. Nothing is corrected, merged or taken for true.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein
from rdflib import Literal

from kg.iri import make_entity_iri
from kg.link.gazetteer import Gazetteer, fold_name
from kg.link.known import are_kin
from kg.model import Claim, Comparison, Decision, Entity, Extraction, Level, Mention, MentionType, Part, Relation, Span
from kg.terms import NS, get_term, load_ontology

SAME_UTTERANCE = 70.0
"""The least likeness, of 100, of two wordings of one utterance.

Over the pairs of tests/link/test_compare.py, all invented: nine of ten re-worded utterances reach 79 to 100 and one
61; twelve pairs of other utterances, one speaker on one subject, stay at or below 62. 70 stands in the gap.
"""
MIN_WORDS = 5
"""A content shorter than this ("It is a lie") is too common to identify an utterance."""
MIN_PART = 4
"""A part of a name shorter than this differs too easily ("Lee", "Leo") to be suspected."""
LIKE_PART = 0.75
"""The least similarity (Damerau-Levenshtein, by length) of the one part in which two garbled names differ."""

_STOP = frozenset(
    re.findall(
        r"\w+",
        """a an the this that these those is are was were be been being am do does did of to in on at by for with from
        as and or it its he she they them his her their we our us you your i my me who which there s t will would has
        have had can could may might than then so such very just""",
    )
)
_FULL_NAME = re.compile(r"[A-Z][^\W\d_]+(?: [A-Z]\.)?(?: [A-Z][\w’'-]+)+")
_ACRONYM = re.compile(r"\b[A-Z]{2,5}\b")
_PEOPLE = frozenset((MentionType.OFFICIAL, MentionType.PERSON))


@dataclass(frozen=True, slots=True)
class Linked:
    """An article's extraction with the IRI of each of its entities."""

    extraction: Extraction
    decisions: tuple[Decision, ...]

    @property
    def id(self) -> str:
        """The article's id."""
        return self.extraction.document.id


def compare_articles(articles: Sequence[Linked], gazetteer: Gazetteer) -> tuple[Comparison, ...]:
    """Compare every two articles, and every article with the gazetteer.

    Returns:
        The comparisons of all kinds, in the order of the articles. Repeated wire copy gives same-utterance
        comparisons at score 1: one report with two publishers, not two witnesses.
    """
    views = [_View(article, gazetteer) for article in articles]
    found: list[Comparison] = []
    for view in views:
        found.extend(_find_suspect_acronyms(view, gazetteer))
    finders: tuple[tuple[_List, _Find], ...] = (
        (_list_speakers, _find_same_utterances),
        (_list_valued, _find_conflicts),
        (_list_instruments, _find_drift),
        (_list_name_parts, _find_unlike_names),
    )
    for list_keys, find in finders:
        for left, right in _pair_views(views, list_keys):
            found.extend(find(left, right))
    return tuple(found)


def _pair_views(views: Sequence["_View"], list_keys: "_List") -> list[tuple["_View", "_View"]]:
    """Return the pairs of articles that share a key, in order: most articles have nothing to do with each other."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, view in enumerate(views):
        for key in list_keys(view):
            holders[key].append(at)
    pairs = {pair for group in holders.values() for pair in combinations(group, 2)}
    return [(views[left], views[right]) for left, right in sorted(pairs)]


def _list_speakers(view: "_View") -> set[str]:
    """Return the IRIs of those who speak in an article and may speak in another."""
    return {view.iris[c.speaker] for c in view.extraction.claims if c.speaker in view.iris} & view.known


def _list_valued(view: "_View") -> set[str]:
    """Return subject and property of every single-valued relation."""
    single = list_single_valued()
    return {
        f"{view.iris[relation.subj]} {relation.rel}"
        for relation in view.extraction.relations
        if relation.rel in single and view.iris.get(relation.subj) in view.known
    }


def _list_instruments(view: "_View") -> set[str]:
    """Return the IRIs that an article's instruments have, may have or belong to."""
    found: set[str] = set()
    for entity in view.entities.values():
        if entity.type is MentionType.INSTRUMENT and not entity.generic and entity.id in view.iris:
            found |= {view.iris[entity.id], *view.near.get(entity.id, ()), *_find_owners(entity, view)}
    return found


def _list_name_parts(view: "_View") -> set[str]:
    """Return the words of the full names of people."""
    return {part for name in _list_people(view) for part in name.split()}


class _View:
    """An article's records by what comparisons ask for."""

    def __init__(self, article: Linked, gazetteer: Gazetteer) -> None:
        self.article, self.gazetteer = article, gazetteer
        self.extraction = article.extraction
        self.text = self.extraction.document.text
        self.iris = {decision.entity: decision.iri for decision in article.decisions}
        self.near = {decision.entity: dict(decision.candidates) for decision in article.decisions}
        self.entities = {entity.id: entity for entity in self.extraction.entities}
        self.mentions: defaultdict[str, list[Mention]] = defaultdict(list)
        for mention in self.extraction.mentions:
            self.mentions[mention.entity].append(mention)
        self.known = {i for i in self.iris.values() if "/article/" not in i}

    def make_part(self, kind: str, part_id: str, span: Span) -> Part:
        """Return a stretch of this article as one side of a comparison."""
        return Part(self.article.id, kind, part_id, span.of(self.text), span)

    def make_entity_part(self, entity: Entity) -> Part | None:
        """Return the entity's fullest mention as one side, None where it has none."""
        mentions = self.mentions.get(entity.id)
        if not mentions:
            return None
        best = max(mentions, key=lambda m: (m.level is Level.NAME, m.level is not Level.PRONOUN, len(m.text)))
        return self.make_part("entity", entity.id, best.span)


_List = Callable[[_View], set[str]]
_Find = Callable[[_View, _View], Iterator[Comparison]]


def measure_likeness(left: str, right: str) -> float:
    """Return how alike two wordings are, from 0 to 100, whatever the order of words and the small words in them.

    The words are cut to six letters at most, less a plural ending, so that "policy" and "policies" are one.
    The mean of two ratios: of the sorted words, and of the words both have to the words of the shorter one.

    >>> measure_likeness("We will not yield to threats", "To threats we will not yield")
    100.0
    """
    one, two = _cut_words(left), _cut_words(right)
    if not one or not two:
        return 0.0
    shared = sum((Counter(one) & Counter(two)).values())
    ordered = fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(two)))
    return round((ordered + 100 * shared / min(len(one), len(two))) / 2, 1)


def _is_negative(text: str) -> bool:
    """Say whether an odd number of negations stands in a text."""
    return len(re.findall(r"\b(?:not|no|never|nor|neither|cannot)\b|n['’]t\b", text.casefold())) % 2 == 1


def _cut_words(text: str) -> list[str]:
    """Return the content words, cut to six letters."""
    words = re.findall(r"[a-z0-9]+", text.casefold().replace("’", "'").replace("'s", "").replace("n't", " not"))
    return [re.sub(r"(ies|es|s|y)$", "", word)[:6] if len(word) > 4 else word for word in words if word not in _STOP]


def _find_same_utterances(left: _View, right: _View) -> Iterator[Comparison]:
    """Find claims of one speaker with like content; each claim is paired with its likest one."""
    pairs = []
    for one, two in product(left.extraction.claims, right.extraction.claims):
        if not _share_speaker(one, two, left, right) or one.kind == two.kind == "paraphrase":
            continue
        first, second = one.span.of(left.text), two.span.of(right.text)
        if min(len(_cut_words(first)), len(_cut_words(second))) < MIN_WORDS:
            continue
        likeness = measure_likeness(first, second)
        if likeness >= SAME_UTTERANCE and _is_negative(first) == _is_negative(second):
            pairs.append((likeness, one, two))
    taken: set[str] = set()
    for likeness, one, two in sorted(pairs, key=lambda pair: -pair[0]):
        keys = {f"l{one.id}", f"r{two.id}"}
        if taken & keys:
            continue
        taken |= keys
        same = fold_name(one.span.of(left.text)) == fold_name(two.span.of(right.text))
        reason = "one speaker, the same words" if same else "one speaker, like words: one utterance reported twice"
        yield Comparison(
            "same-utterance",
            left.make_part("claim", one.id, one.span),
            right.make_part("claim", two.id, two.span),
            round(likeness / 100, 3),
            reason,
        )


def _share_speaker(one: Claim, two: Claim, left: _View, right: _View) -> bool:
    """Say whether both claims have a speaker, and the same one."""
    if one.speaker is None or two.speaker is None:
        return False
    first, second = left.iris.get(one.speaker), right.iris.get(two.speaker)
    return first is not None and first == second


@cache
def list_single_valued() -> frozenset[str]:
    """Return the properties that the ontology says have one true value at a time (local names)."""
    found = load_ontology().subjects(get_term("singleValued"), Literal(True))
    return frozenset(str(term).removeprefix(NS) for term in found)


def _find_conflicts(left: _View, right: _View) -> Iterator[Comparison]:
    """Find different values of one thing's single-valued property."""
    single = list_single_valued()
    others: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in right.extraction.relations:
        if relation.rel in single and relation.subj in right.iris:
            others[right.iris[relation.subj], relation.rel].append(relation)
    for relation in left.extraction.relations:
        if relation.rel not in single or relation.subj not in left.iris:
            continue
        key = (left.iris[relation.subj], relation.rel)
        if not _list_values(left, *key).isdisjoint(_list_values(right, *key)):
            continue  # the articles agree on one value at least
        for other in others.get(key, ()):
            first, second = _read_values(relation, left), _read_values(other, right)
            if first.isdisjoint(second) and not _is_explained(relation, other, left, right):
                yield Comparison(
                    "value-conflict",
                    left.make_part("relation", relation.id, _find_value_span(relation, left)),
                    right.make_part("relation", other.id, _find_value_span(other, right)),
                    0.9,
                    f"{relation.rel} of {left.entities[relation.subj].name}: "
                    f"{_show_value(relation, left)} / {_show_value(other, right)}",
                )


def _list_values(view: _View, iri: str, rel: str) -> frozenset[str]:
    """Return all that an article gives as values of one thing's property."""
    own = [r for r in view.extraction.relations if r.rel == rel and view.iris.get(r.subj) == iri]
    return frozenset(value for relation in own for value in _read_values(relation, view))


def _read_values(relation: Relation, view: _View) -> frozenset[str]:
    """Return what a value may stand for: IRIs of a demonym's countries, of a linked entity, or the folded text."""
    text = _show_value(relation, view)
    countries = view.gazetteer.demonyms.get(text, ())
    if countries:
        return frozenset(str(make_entity_iri(country)) for country in countries)
    iri = view.iris.get(relation.obj)
    if iri is not None and "/article/" not in iri:
        return frozenset((iri,))
    if relation.interval is not None and relation.rel == "issuedOn":
        return frozenset((relation.interval.norm,))
    return frozenset((fold_name(text),))


def _show_value(relation: Relation, view: _View) -> str:
    """Return the words of a relation's value."""
    entity = view.entities.get(relation.obj)
    return entity.name if entity is not None else relation.obj


def _find_value_span(relation: Relation, view: _View) -> Span:
    """Return where the value stands in the relation's sentence, else the sentence."""
    evidence = relation.evidence
    inside = [m.span for m in view.mentions.get(relation.obj, ()) if evidence.holds(m.span)]
    if inside:
        return inside[0]
    sentence = evidence.of(view.text)
    for words in (_show_value(relation, view), *_list_demonyms(relation, view)):
        at = sentence.find(words)
        if at >= 0:
            return Span(evidence.start + at, evidence.start + at + len(words))
    return evidence


def _list_demonyms(relation: Relation, view: _View) -> Iterator[str]:
    """Yield the words for the people of the country that a relation gives: "Guyanese" where the value is Guyana."""
    values = _read_values(relation, view)
    for words in dict.fromkeys(re.findall(r"[A-Z]\w+(?:[ -][A-Z]\w+)*", relation.evidence.of(view.text))):
        countries = view.gazetteer.demonyms.get(words, ())
        if any(_names_country(view, country, values) for country in countries):
            yield words


def _names_country(view: _View, country: str, values: frozenset[str]) -> bool:
    row = view.gazetteer.get_row(country)
    return str(make_entity_iri(country)) in values or fold_name(row.label) in values


def _is_explained(one: Relation, two: Relation, left: _View, right: _View) -> bool:
    """Say whether time explains the difference: ages a birthday apart, dates of which one holds the other."""
    if one.rel == "age":
        ages = [re.search(r"\d+", _show_value(r, view)) for r, view in ((one, left), (two, right))]
        if not (ages[0] and ages[1]):
            return True
        days = [view.extraction.document.published for view in (left, right)]
        if days[0] is None or days[1] is None:
            return abs(int(ages[0].group()) - int(ages[1].group())) <= 1
        grown = int(ages[1].group()) - int(ages[0].group())
        years = days[1].earliest.year - days[0].earliest.year
        return min(0, years - 1) <= grown <= max(0, years) + (years >= 0 and days[0] != days[1])
    if one.interval is not None and two.interval is not None:
        return one.interval.earliest <= two.interval.latest and two.interval.earliest <= one.interval.latest
    return False


def _find_drift(left: _View, right: _View) -> Iterator[Comparison]:
    """Find one thing under different words: linked as one, candidates for it, or policies of one body."""
    seen: set[tuple[str, str]] = set()
    for one, two in product(left.entities.values(), right.entities.values()):
        reason = _find_bond(one, two, left, right)
        if reason is None:
            continue
        parts = left.make_entity_part(one), right.make_entity_part(two)
        if parts[0] is None or parts[1] is None:
            continue
        words = " ".join(sorted(_cut_words(_find_head(one.name)))), " ".join(sorted(_cut_words(_find_head(two.name))))
        if words[0] == words[1] or words in seen:
            continue
        seen.add(words)
        yield Comparison("drift", parts[0], parts[1], 0.6, reason)


def _find_bond(one: Entity, two: Entity, left: _View, right: _View) -> str | None:
    """Return why two entities may be one thing, None where nothing says so."""
    if one.type is not two.type or one.type is not MentionType.INSTRUMENT or one.generic or two.generic:
        return None
    first, second = left.iris.get(one.id, ""), right.iris.get(two.id, "")
    if first == second and "/article/" in first:
        return "linked as one thing, under different words"
    if first in right.near.get(two.id, {}) or second in left.near.get(one.id, {}):
        return "the same parties and time, under different words"
    owners = _find_owners(one, left), _find_owners(two, right)
    if not owners[0].isdisjoint(owners[1]) and are_kin(one.kind, two.kind):
        return "policies of one body, under different words"
    return None


def _find_owners(entity: Entity, view: _View) -> frozenset[str]:
    """Return whose policy an entity is."""
    return frozenset(
        view.iris[r.obj]
        for r in view.extraction.relations
        if r.subj == entity.id and r.rel == "policyOf" and r.obj in view.iris
    ) & frozenset(view.known)


def _find_head(name: str) -> str:
    """Return a noun phrase up to its first preposition: what it calls the thing."""
    return re.split(r"\s+(?:of|to|by|from|for|on|about|against|in|that|which)\s+", name)[0]


def _find_suspect_acronyms(view: _View, gazetteer: Gazetteer) -> Iterator[Comparison]:
    """Find an acronym nobody knows or explains, used once, where one known acronym of its length is used often."""
    counts = Counter(_ACRONYM.findall(view.text))
    known: dict[str, str] = {}
    for hit in gazetteer.scan(view.text):
        word = hit.span.of(view.text).replace(".", "")
        if _ACRONYM.fullmatch(word) and not hit.row_ids[0].startswith("place/"):
            known[word] = hit.row_ids[0]
    capital_lines = {word for line in view.text.splitlines() if line.isupper() for word in line.split()}
    for match in _ACRONYM.finditer(view.text):
        word = match.group()
        if counts[word] > 1 or word in known or word in capital_lines or _is_known_word(word, view, gazetteer):
            continue
        like = [name for name in known if len(name) == len(word) and counts[name] > 1]
        if len(like) != 1 or not any(a == b for a, b in zip(word, like[0], strict=True)):
            continue
        same = sum(a == b for a, b in zip(word, like[0], strict=True))
        yield Comparison(
            "suspected-name",
            view.make_part("mention", _find_mention_id(match, view), Span(match.start(), match.end())),
            None,
            round(0.3 + 0.5 * same / len(word), 2),
            f"{word} is not known and not explained; {like[0]} ({gazetteer.rows[known[like[0]]].label}) fits its place",
        )


def _is_known_word(word: str, view: _View, gazetteer: Gazetteer) -> bool:
    """Say whether an acronym is a name, stands in brackets after what it is short for, or is part of a longer run."""
    if gazetteer.find_rows(word):
        return True
    initials = r"\b" + r"\w*[\s-]+(?:of |the |and |for |to )*".join(word) + r"\w*"
    if re.search(initials, view.text):
        return True
    return bool(re.search(rf"\({word}\)|\b[A-Z]{{2,}}[ ,-]+{word}\b|\b{word}[ ,-]+[A-Z]{{2,}}\b", view.text))


def _find_mention_id(match: re.Match[str], view: _View) -> str:
    """Return the id of the mention that covers a match, or one made of its offset."""
    for mentions in view.mentions.values():
        for mention in mentions:
            if mention.span.holds(Span(match.start(), match.end())):
                return mention.id
    return f"at{match.start()}"


def _find_unlike_names(left: _View, right: _View) -> Iterator[Comparison]:
    """Find two personal names that differ in one part, and there by a letter or two: one may be garbled."""
    names = [_list_people(view) for view in (left, right)]
    shared = names[0].keys() & names[1].keys()
    for one, two in product(sorted(names[0].keys() - shared), sorted(names[1].keys() - shared)):
        parts = one.split(), two.split()
        differing = [pair for pair in zip(*parts, strict=False) if pair[0] != pair[1]]
        if len(parts[0]) != len(parts[1]) or len(differing) != 1 or min(map(len, differing[0])) < MIN_PART:
            continue
        likeness = DamerauLevenshtein.normalized_similarity(*differing[0])
        if likeness < LIKE_PART:
            continue
        first, second = left.make_entity_part(names[0][one]), right.make_entity_part(names[1][two])
        if first is not None and second is not None:
            reason = "nearly the same name, a part in common"
            yield Comparison("suspected-name", first, second, round(likeness, 2), reason)


def _list_people(view: _View) -> Mapping[str, Entity]:
    """Return the people of an article that have a full name, by that name folded."""
    return {
        fold_name(entity.name): entity
        for entity in view.entities.values()
        if entity.type in _PEOPLE and not entity.generic and not entity.plural and _FULL_NAME.fullmatch(entity.name)
    }
