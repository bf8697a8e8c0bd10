"""Score one article, layer by layer: entities, relations, claims, dates, and events where the gold holds them."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from kg.score.align import (
    CLAIM,
    Stretch,
    add_speakers,
    align_entities,
    cut_mentions,
    measure_overlap,
    pair_best,
    rate_stretches,
    strip_ends,
)
from kg.score.tally import Mistake, Score, Tally

Article = Mapping[str, Any]
Key = tuple[str, ...]


class _Notes:
    """Collects tallies and mistakes of one article."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.tallies: dict[str, Tally] = {}
        self.by_type: defaultdict[str, dict[str, Tally]] = defaultdict(dict)
        self.mistakes: list[Mistake] = []

    def count(self, layer: str, right: int, found: int, gold: int) -> None:
        self.tallies[layer] = self.tallies.get(layer, Tally()) + Tally(right, found, gold)

    def count_type(self, layer: str, name: str, right: int, found: int, gold: int) -> None:
        rows = self.by_type[layer]
        rows[name] = rows.get(name, Tally()) + Tally(right, found, gold)

    def blame(self, layer: str, sort: str, what: str, start: int | None = None) -> None:
        self.mistakes.append(Mistake(self.document, layer, sort, what, start))


def score_extraction(found: Article, gold: Article) -> Score:
    """Score one extraction against the annotations of the same text; both in the shape of data/gold/README.md.

    Args:
        found: What `kg extract --json` prints. Its ids are free: entities are known by their mentions.
        gold: A file of data/gold.

    Returns:
        Tallies of every layer and all mistakes, with text and offset. Events are scored where the gold holds them.
    """
    notes = _Notes(str(gold.get("document", "")))
    mine, theirs = cut_mentions(found["mentions"]), cut_mentions(gold["mentions"])
    _score_entities(notes, mine, theirs)
    with_speakers = cut_mentions(add_speakers(dict(found))), cut_mentions(add_speakers(dict(gold)))
    paired = pair_best(*with_speakers, partial(rate_stretches, merged=True))
    same = align_entities(paired)
    _score_links(notes, paired)
    _score_dates(notes, found, gold, mine, theirs)
    _score_relations(notes, found, gold, same)
    _score_claims(notes, found, gold, same)
    if "events" in gold:
        _score_events(notes, found, gold, same)
    return Score(notes.tallies, dict(notes.by_type), tuple(notes.mistakes))


def _score_entities(notes: _Notes, mine: list[Stretch], theirs: list[Stretch]) -> None:
    def rate_exact(left: Stretch, right: Stretch, *, merged: bool) -> float:
        same_span = (left.start, left.end) == (right.start, right.end)
        return rate_stretches(left, right, merged=merged) if same_span else 0.0

    for name, rate in (("entities-strict", rate_exact), ("entities-relaxed", rate_stretches)):
        merged_pairs = pair_best(mine, theirs, partial(rate, merged=True))
        notes.count(f"{name}-merged", len(merged_pairs), len(mine), len(theirs))
        pairs = pair_best(mine, theirs, partial(rate, merged=False))
        notes.count(name, len(pairs), len(mine), len(theirs))
        for left, _ in pairs:
            notes.count_type(name, left.type, 1, 0, 0)
        for left in mine:
            notes.count_type(name, left.type, 0, 1, 0)
        for right in theirs:
            notes.count_type(name, right.type, 0, 0, 1)
        if name == "entities-strict":
            exact = {id(side) for pair in pairs for side in pair}
            continue
        for left, right in pairs:
            if id(left) not in exact and id(right) not in exact:
                notes.blame("entities", "wrong", f"{left.type} {left.text!r} for {right.text!r}", left.start)
        paired = {id(side) for pair in pairs for side in pair}
        for left in mine:
            if id(left) not in paired:
                notes.blame("entities", "spurious", f"{left.type} {left.text!r}", left.start)
        for right in theirs:
            if id(right) not in paired:
                notes.blame("entities", "missed", f"{right.type} {right.text!r}", right.start)


def _score_links(notes: _Notes, paired: Sequence[tuple[Stretch, Stretch]]) -> None:
    """Count the pairs of mentions that are one entity here, there, and in both, among those that both sides have."""
    both = Counter((mine.entity, theirs.entity) for mine, theirs in paired if theirs.type != "Date")
    found, gold = Counter[str](), Counter[str]()
    for (one, other), number in both.items():
        found[one] += number
        gold[other] += number
    sides = (both.values(), found.values(), gold.values())
    notes.count("entity-links", *(sum(number * (number - 1) // 2 for number in side) for side in sides))


def _score_dates(
    notes: _Notes, found: Article, gold: Article, mine: Sequence[Stretch], theirs: Sequence[Stretch]
) -> None:
    left_dates = [stretch for stretch in mine if stretch.type == "Date"]
    right_dates = [stretch for stretch in theirs if stretch.type == "Date"]
    pairs = pair_best(left_dates, right_dates, rate_stretches)
    right = unscored = 0
    for left, other in pairs:
        expected, norm = gold["mentions"][other.row].get("norm"), found["mentions"][left.row].get("norm")
        if expected is None:
            unscored += 1
        elif norm == expected:
            right += 1
        else:
            notes.blame("dates", "wrong", f"{other.text!r}: {norm}, should be {expected}", other.start)
    without = sum(1 for stretch in right_dates if gold["mentions"][stretch.row].get("norm") is None)
    notes.count("dates", right, len(left_dates) - unscored, len(right_dates) - without)


def _normalise(text: str) -> str:
    plain = re.sub(r"\s+", " ", str(text)).strip()
    start, end = strip_ends(0, plain)
    return plain[start:end].casefold()


def _name_entities(article: Article) -> dict[str, set[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for mention in article["mentions"]:
        names[mention["entity"]] |= {_normalise(mention["text"]), _normalise(mention.get("norm") or mention["text"])}
    return dict(names)


class _Ends:
    """Brings a relation's ends into one form: an annotated entity's id, or a literal's normalised text."""

    def __init__(self, found: Article, gold: Article, same: Mapping[str, str]) -> None:
        self.mine, self.theirs, self.same = _name_entities(found), _name_entities(gold), same
        self.literals = {_normalise(end) for row in gold.get("relations", ()) for end in (row["subj"], row["obj"])} - {
            _normalise(entity) for entity in self.theirs
        }

    def of_gold(self, end: str) -> str:
        return f"@{end}" if end in self.theirs else _normalise(end)

    def of_found(self, end: str) -> str:
        if end in self.mine:
            literal = sorted(self.mine[end] & self.literals)
            return f"@{self.same[end]}" if end in self.same else literal[0] if literal else f"?{end}"
        text = _normalise(end)
        named = sorted(entity for entity, names in self.theirs.items() if text in names)
        return text if text in self.literals or not named else f"@{named[0]}"

    def show_found(self, end: str) -> str:
        return max(sorted(self.mine[end]), key=len) if end in self.mine else end

    def show_gold(self, end: str) -> str:
        return max(sorted(self.theirs[end]), key=len) if end in self.theirs else end


def _score_relations(notes: _Notes, found: Article, gold: Article, same: Mapping[str, str]) -> None:
    ends = _Ends(found, gold, same)
    wanted: dict[Key, Mapping[str, Any]] = {}
    got: dict[Key, Mapping[str, Any]] = {}
    for row in gold.get("relations", ()):
        wanted.setdefault((row["rel"], ends.of_gold(row["subj"]), ends.of_gold(row["obj"])), row)
    for row in found.get("relations", ()):
        subject, value = ends.of_found(row["subj"]), ends.of_found(row["obj"])
        # A literal in the gold may be an entity here (a date, a country): try its wording too.
        options = [(row["rel"], subject, value)]
        if row["obj"] in ends.mine:
            options += [(row["rel"], subject, name) for name in sorted(ends.mine[row["obj"]])]
        got.setdefault(next((key for key in options if key in wanted), options[0]), row)
    right = wanted.keys() & got.keys()
    notes.count("relations", len(right), len(got), len(wanted))
    for key in wanted.keys() | got.keys():
        notes.count_type("relations", key[0], key in right, key in got, key in wanted)
    for key, row in got.items():
        if key not in right:
            text = f"{row['rel']}({ends.show_found(row['subj'])} → {ends.show_found(row['obj'])})"
            notes.blame("relations", "spurious", text, row.get("sent_start"))
    for key, row in wanted.items():
        if key not in right:
            text = f"{row['rel']}({ends.show_gold(row['subj'])} → {ends.show_gold(row['obj'])})"
            notes.blame("relations", "missed", text, row.get("sent_start"))
    more_wanted = {(*key, *item) for key, row in wanted.items() for item in _list_extras(row)}
    more_got = {(*key, *item) for key, row in got.items() for item in _list_extras(row)}
    notes.count("relation-extras", len(more_wanted & more_got), len(more_got), len(more_wanted))


def _list_extras(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, _normalise(value)) for name, value in (row.get("extra") or {}).items()]


def _score_claims(notes: _Notes, found: Article, gold: Article, same: Mapping[str, str]) -> None:
    def rate(left: Mapping[str, Any], right: Mapping[str, Any]) -> float:
        overlap = measure_overlap(left["start"], left["end"], right["start"], right["end"])
        return overlap if overlap >= CLAIM else 0.0

    mine, theirs = found.get("claims", ()), gold.get("claims", ())
    pairs = pair_best(mine, theirs, rate)
    speakers = kinds = 0
    for left, right in pairs:
        speaker = same.get(left["speaker"]) if left["speaker"] else None
        # A speaker whom the alignment does not know is nobody's equal, not even an unnamed source's.
        if speaker == right["speaker"] and bool(left["speaker"]) == bool(right["speaker"]):
            speakers += 1
        else:
            text = f"speaker {left.get('speaker_text')!r}, should be {right.get('speaker_text')!r}: {right['text']!r}"
            notes.blame("claims", "wrong", text, right["start"])
        kinds += left.get("kind") == right.get("kind")
    notes.count("claims-span", len(pairs), len(mine), len(theirs))
    notes.count("claims-speaker", speakers, len(mine), len(theirs))
    notes.count("claims-kind", kinds, len(pairs), len(pairs))
    paired = {id(side) for pair in pairs for side in pair}
    for sort, rows in (("spurious", mine), ("missed", theirs)):
        for row in rows:
            if id(row) not in paired:
                notes.blame("claims", sort, f"{row.get('speaker_text')}: {row['text']!r}", row["start"])


def _score_events(notes: _Notes, found: Article, gold: Article, same: Mapping[str, str]) -> None:
    def rate(left: Mapping[str, Any], right: Mapping[str, Any]) -> float:
        same_kind = left["kind"] == right["kind"]
        return measure_overlap(left["start"], left["end"], right["start"], right["end"]) if same_kind else 0.0

    mine, theirs = found.get("events", ()), gold["events"]
    pairs = pair_best(mine, theirs, rate)
    notes.count("events", len(pairs), len(mine), len(theirs))
    for left, _ in pairs:
        notes.count_type("events", left["kind"], 1, 0, 0)
    for rows, sides in ((mine, (0, 1, 0)), (theirs, (0, 0, 1))):
        for row in rows:
            notes.count_type("events", row["kind"], *sides)
    for layer, default in (("polarity", True), ("modality", "actual")):
        agree = 0
        for left, right in pairs:
            value, expected = left.get(layer, default), right.get(layer, default)
            agree += value == expected
            if value != expected:
                notes.blame("events", "wrong", f"{right['kind']} {layer} {value}, should be {expected}", right["start"])
        notes.count(f"event-{layer}", agree, len(pairs), len(pairs))
    twins = {id(left): number for number, (left, _) in enumerate(pairs)}
    number_of = {id(right): number for number, (_, right) in enumerate(pairs)}
    got = {
        (str(twins.get(id(row), f"?{index}")), part["role"], same.get(part["entity"], f"?{part['entity']}"))
        for index, row in enumerate(mine)
        for part in row.get("participants", ())
    }
    wanted = {
        (str(number_of.get(id(row), f"!{index}")), part["role"], part["entity"])
        for index, row in enumerate(theirs)
        for part in row.get("participants", ())
    }
    notes.count("event-participants", len(got & wanted), len(got), len(wanted))
    for sort, rows, known in (("spurious", mine, twins), ("missed", theirs, number_of)):
        for row in rows:
            if id(row) not in known:
                notes.blame("events", sort, f"{row['kind']} {row.get('text')!r}", row["start"])
