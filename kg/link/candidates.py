"""Which gazetteer rows an article's entity may be, each with a score and the evidence for it.

A row is a candidate where it bears one of the entity's names and is of a type that the entity can have. A government
is a candidate where its city, county or state bears the name and the entity is a body ("the city of" as a speaker).
Scores add up evidence that the article gives; `ACCEPT` and `MARGIN` say when the best one is taken.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.link.gazetteer import Gazetteer
from kg.link.local import find_local_rows
from kg.model import Entity, Extraction, GazetteerRow, Interval, Level, Mention, MentionType
from kg.terms import list_superclasses, list_terms

ACCEPT = 0.75
"""The least score at which a candidate is taken: wrong merges cost more than missed ones."""
MARGIN = 0.15
"""The least lead over the next candidate."""

_CLASSES: Mapping[MentionType, tuple[str, ...]] = {
    MentionType.AGENCY: ("GovernmentBody",),
    MentionType.COURT: ("Court",),
    MentionType.OFFICIAL: ("Person",),
    MentionType.PERSON: ("Person",),
    MentionType.JURISDICTION: ("Place",),
    MentionType.PLACE: ("Place",),
    MentionType.ORGANISATION: ("Organization", "GovernmentBody"),
    MentionType.NEWS_ORGANISATION: ("NewsOrganization",),
    MentionType.INSTRUMENT: ("Instrument",),
}
_TITLES = {
    "senator": re.compile(r"\bSen(?:\.|ators?\b)"),
    "representative": re.compile(r"\bRep(?:s?\.|resentatives?\b)|\bCongress(?:man|woman|men|women|members?)\b"),
    "mayor": re.compile(r"\b[Mm]ayors?\b"),
}
"""The titles of the posts that the gazetteer has tenures of, by the first word of the posts' labels."""
_PLACED = re.compile(r"(?:[Tt]he )?(.+) (?:in|of|for) (?:the )?(?:[Cc]ity of )?([A-Z].+)\Z")
"""A local body with its place behind it ("the Department of Health in Boise"), which rows have in front."""
_PEOPLE = frozenset((MentionType.OFFICIAL, MentionType.PERSON))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row an entity may be, with a score from 0 to 1 and the evidence in a sentence."""

    row_id: str
    score: float
    reason: str


class Context:
    """What an article says around its entities: its text, date, and the places that are beyond doubt."""

    def __init__(self, extraction: Extraction, gazetteer: Gazetteer) -> None:
        """Take the extraction and the gazetteer its names are looked up in."""
        self.extraction, self.gazetteer = extraction, gazetteer
        self.text = extraction.document.text
        self.published = extraction.document.published
        self.mentions: dict[str, list[Mention]] = {}
        for mention in extraction.mentions:
            self.mentions.setdefault(mention.entity, []).append(mention)

    @cached_property
    def places(self) -> Counter[str]:
        """How often each place is meant for certain, its parents counted with it."""
        found: Counter[str] = Counter()
        for hit in self.gazetteer.scan(self.text):
            row_id = hit.row_ids[0]
            if len(hit.row_ids) > 1 or hit.weak or row_id.startswith("person/"):
                continue
            if hit.name.isupper() and not row_id.startswith("place/"):
                continue  # an acronym names no place
            own = locate_row(self.gazetteer, row_id)
            found.update(own)
        return found

    def list_names(self, entity: Entity) -> tuple[str, ...]:
        """Return the names an entity goes by in the article, its main one first."""
        own = [m.text for m in self.mentions.get(entity.id, ()) if m.level is Level.NAME]
        return tuple(dict.fromkeys((entity.name, *sorted(own, key=lambda name: (-len(name), name)))))


def list_candidates(entity: Entity, context: Context) -> tuple[Candidate, ...]:
    """Return the rows an entity may be, best first; empty for kinds of things and for what the gazetteer lacks."""
    if entity.generic or entity.type not in _CLASSES:
        return ()
    found: dict[str, str] = {}
    for name in context.list_names(entity):
        for row in _find_fitting(entity, name, context.gazetteer):
            found.setdefault(row.id, name)
        if found:
            break
    if not found and entity.gazetteer_id in context.gazetteer.rows and entity.kind != "OfficialGroup":
        found[str(entity.gazetteer_id)] = entity.name
    if not found and entity.type is MentionType.AGENCY:
        found = dict.fromkeys(find_local_rows(entity, context.extraction, context.gazetteer), entity.name)
    if not found and entity.type is MentionType.COURT:
        return _find_courthouse(entity, context)
    one_person = entity.type in _PEOPLE and entity.kind != "OfficialGroup"
    score = _score_person if one_person else _score_thing
    scored = [score(entity, row_id, name, len(found), context) for row_id, name in found.items()]
    return tuple(sorted(scored, key=lambda candidate: -candidate.score))


def _find_courthouse(entity: Entity, context: Context) -> tuple[Candidate, ...]:
    """Return the district courts that sit in the place a federal trial court is named with."""
    words = set(re.findall(r"\w+", entity.name.casefold()))
    if not {"federal", "court"} <= words or not words.isdisjoint(("appeals", "appellate", "bankruptcy", "immigration")):
        return ()
    gazetteer, found = context.gazetteer, []
    for hit in gazetteer.scan(entity.name):
        courts = [court for place in hit.row_ids for court in gazetteer.list_courts(place)]
        score = 0.85 if len(courts) == 1 else 0.4
        label = hit.span.of(entity.name)
        found += [Candidate(court, score, f"the federal trial court that sits in {label}") for court in courts]
    return tuple(found)


def choose_candidate(candidates: Iterable[Candidate]) -> Candidate | None:
    """Return the candidate to take, None where the best is too weak or too close to the next."""
    first, second = ([*candidates, None, None])[:2]
    if first is None or first.score < ACCEPT:
        return None
    if second is not None and first.score - second.score < MARGIN:
        return None
    return first


def _find_fitting(entity: Entity, name: str, gazetteer: Gazetteer) -> list[GazetteerRow]:
    """Return the rows that bear a name and can be what the entity is."""
    plain = re.sub(r"['’]s?$", "", name.strip("\"“”‘’' "))
    if entity.type in _PEOPLE:
        plain = strip_suffix(plain)
    found = gazetteer.find_rows(plain)
    if not found and entity.type is MentionType.AGENCY and (parts := _PLACED.match(plain)):
        found = gazetteer.find_rows(f"{parts[2]} {parts[1]}")
    rows = [gazetteer.rows[row_id] for row_id in found]
    if plain.islower():
        rows = [row for row in rows if any(alias.islower() for alias in row.aliases)]
    wanted = _list_wanted(entity)
    fitting = [row for row in rows if not wanted.isdisjoint(list_superclasses(row.type))]
    if not fitting and "GovernmentBody" in wanted:
        governments = gazetteer.list_governments
        fitting = [gazetteer.rows[government] for row in rows for government in governments(row.id)]
    if entity.type is MentionType.AGENCY:
        fitting = [row for row in fitting if "Court" not in list_superclasses(row.type)]
    if entity.type in _PEOPLE and " " not in plain:
        return []  # a surname alone names nobody
    return fitting


def strip_suffix(name: str) -> str:
    """Return a person's name without the degrees and generation behind it.

    >>> strip_suffix("Ann Roe, M.D."), strip_suffix("Al Roe Jr.")
    ('Ann Roe', 'Al Roe')
    """
    return re.sub(r"(?:,? (?:Jr|Sr|Esq|MD|M\.D|PhD|Ph\.D|DO|D\.O|II|III|IV)\.?)+$", "", name)


def _list_wanted(entity: Entity) -> frozenset[str]:
    """Return the classes of which a row must have one."""
    if entity.type in (MentionType.JURISDICTION, MentionType.PLACE) and entity.kind in list_terms():
        above = list_superclasses(entity.kind)
        if "GovernmentBody" in above:
            return frozenset(("GovernmentBody",))
    if entity.kind == "OfficialGroup":
        return frozenset(("GovernmentBody",))  # "federal prosecutors in" a city is a name of the office there
    return frozenset(_CLASSES[entity.type])


def _score_thing(entity: Entity, row_id: str, name: str, count: int, context: Context) -> Candidate:
    """Score a place, body, court or instrument.

    A name that one row bears is nearly certain, unless the article speaks of other places only. Among several, the
    article decides: a state written after the name (0.4), certain places in the same state (0.3), the row that the
    name means by itself (0.35), and the extractor's own choice (0.1).
    """
    gazetteer = context.gazetteer
    home = locate_row(gazetteer, row_id)
    if count == 1:
        doubt = _find_doubt(row_id, name, home, context)
        if doubt is not None:
            return Candidate(row_id, 0.6, f"only {gazetteer.rows[row_id].label} is called {name}, but {doubt}")
        return Candidate(row_id, 0.95, f"only {gazetteer.rows[row_id].label} is called {name}")
    score, reasons = 0.4, [f"{count} rows are called {name}"]
    states = _find_states(gazetteer, home) - {row_id}
    if states and _is_followed_by(entity, states, context):
        score += 0.4
        reasons.append("its state stands after the name")
    if any(_count_others(context, state, home, row_id) for state in states):
        score += 0.3
        reasons.append("the article names other places of its state")
    if gazetteer.get_prominent(name) == row_id or gazetteer.get_prominent(name) in home:
        score += 0.35
        reasons.append("the name by itself means it")
    if entity.gazetteer_id == row_id:
        score += 0.1
        reasons.append("the extractor chose it")
    return Candidate(row_id, min(score, 0.99), ", ".join(reasons))


def _find_doubt(row_id: str, name: str, home: tuple[str, ...], context: Context) -> str | None:
    """Return why a row may not be meant although no other bears its name, None where nothing speaks against it.

    The gazetteer does not hold every town of the world, nor every local body that shares an acronym.
    """
    rows, own = context.gazetteer.rows, context.places[row_id]
    if ("levelOfGovernment", "LocalLevel") in rows[row_id].facts and name.isupper():
        return None if any(context.places[place] for place in home[:1]) else "the article does not name its place"
    if rows[row_id].type not in ("City", "Place", "County"):
        return None
    countries = [place for place in home if rows[place].type == "Country"]
    if not countries or context.places[countries[0]] > own:
        return None
    others = [place for place in context.places if rows[place].type == "Country" and place not in countries]
    return "the article names other countries and nothing else in its own" if others else None


def _score_person(entity: Entity, row_id: str, name: str, count: int, context: Context) -> Candidate:
    """Score a person: full name (0.5), an official in the text (0.2), in office then (0.2), own place named (0.3).

    The title of the person's post before the name adds 0.2, that of another post takes 0.3 off.

    A full name alone stays below `ACCEPT`: many people share one.
    """
    row = context.gazetteer.rows[row_id]
    score, reasons = 0.5, [f"{name} is a full name of {row.label}"]
    if count > 1:
        reasons.append(f"as have {count - 1} more")
    if entity.type is MentionType.OFFICIAL:
        score += 0.2
        reasons.append("named as an official")
    if is_in_office(row, context.published):
        score += 0.2
        reasons.append("in office at the article's date")
    elif context.published is not None and (row.valid_from or row.valid_to):
        score -= 0.1
        reasons.append("not in office at the article's date")
    titles, own = _find_titles(entity, context), _list_titles(row_id, context.gazetteer)
    if titles & own:
        score += 0.2
        reasons.append("with the title of the post")
    elif titles and own:
        score -= 0.3
        reasons.append("with another title")
    home = locate_row(context.gazetteer, row_id)
    local = [place for place in home if place != "place/us" and context.places[place]]
    if local:
        score += 0.3
        reasons.append(f"the article names {context.gazetteer.rows[local[0]].label}")
    return Candidate(row_id, min(score, 0.99), ", ".join(reasons))


def _find_titles(entity: Entity, context: Context) -> set[str]:
    """Return the kinds of post whose title stands before one of the entity's names, or opens it."""
    found: set[str] = set()
    for mention in context.mentions.get(entity.id, ()):
        before = context.text[max(0, mention.span.start - 40) : mention.span.start] + mention.text[:24]
        found.update(post for post, title in _TITLES.items() if title.search(before))
    return found


def _list_titles(row_id: str, gazetteer: Gazetteer) -> set[str]:
    """Return the kinds of post that a person is known to have held."""
    labels = {gazetteer.rows[tenure.post].label.casefold() for tenure in gazetteer.list_tenures(row_id)}
    return {post for post in _TITLES for label in labels if label.startswith(post)}


def is_in_office(row: GazetteerRow, when: Interval | None) -> bool:
    """Say whether a person's dates hold the whole interval; an open bound holds everything, no dates nothing."""
    if when is None or (row.valid_from is None and row.valid_to is None):
        return False
    return (row.valid_from or date.min) <= when.earliest and when.latest <= (row.valid_to or date.max)


def locate_row(gazetteer: Gazetteer, row_id: str) -> tuple[str, ...]:
    """Return the places a row is in or acts for, nearest first: itself and parents, or its territory's."""
    found: list[str] = []
    if row_id.startswith("place/"):
        found.append(row_id)
    for name in ("governs", "courtFor", "hasJurisdictionOver", "basedIn", "within"):
        for value in gazetteer.list_facts(row_id, name):
            if value in gazetteer.rows:
                found.extend((value, *gazetteer.list_parents(value)))
    for tenure in gazetteer.list_tenures(row_id):
        for body in gazetteer.list_facts(tenure.post, "postIn"):
            found.extend(locate_row(gazetteer, body))
        state = re.match(r"post/us-(?:senator|representative)-(\w\w)\b", tenure.post)
        if state:
            found.append(f"place/us-{state[1]}")
    for parent in gazetteer.list_parents(row_id):
        if parent.startswith("place/"):
            found.append(parent)
        else:
            found.extend(gazetteer.list_facts(parent, "governs"))
    return tuple(place for place in dict.fromkeys(found) if place in gazetteer.rows)


def _find_states(gazetteer: Gazetteer, home: Iterable[str]) -> set[str]:
    """Return the states among places; the countries where there is no state."""
    for kind in ("State", "Country"):
        found = {place for place in home if gazetteer.rows[place].type == kind}
        if found:
            return found
    return set()


def _is_followed_by(entity: Entity, states: set[str], context: Context) -> bool:
    """Say whether one of the states stands after a comma behind one of the entity's names."""
    for mention in context.mentions.get(entity.id, ()):
        rest = context.text[mention.span.end : mention.span.end + 40]
        if not rest.startswith(", "):
            continue
        first = next(iter(context.gazetteer.scan(rest[2:])), None)
        if first is not None and first.span.start == 0 and not states.isdisjoint(first.row_ids):
            return True
    return False


def _count_others(context: Context, state: str, home: tuple[str, ...], row_id: str) -> int:
    """Return how often the article surely means the state or places in it, other than the row itself."""
    own = context.places[row_id] if row_id in home else 0
    return context.places[state] - own
