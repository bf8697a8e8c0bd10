"""Scoring: what counts as right, by the rules of data/gold/README.md."""

import copy
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kg.errors import SourceError
from kg.resources import find_resource
from kg.score import Tally, add_scores, load_gold, score_extraction

TEXT = "The agency sent a subpoena to Springfield on Monday. “We got no letter,” Mayor Ann Lee said."


def annotate(*mentions: tuple[str, str, str], **rest: Any) -> dict[str, Any]:
    """Make annotations of TEXT from (type, wording, entity); `rest` adds or replaces layers."""
    rows = []
    for number, (kind, wording, entity) in enumerate(mentions):
        start = TEXT.index(wording)
        norm = "2020-01-06" if kind == "Date" else None
        rows.append(
            {"id": f"m{number}", "type": kind, "start": start, "text": wording, "entity": entity, "norm": norm}
            | {"end": start + len(wording), "level": "NAM"}
        )
    return {"document": "a.txt", "mentions": rows, "relations": [], "claims": []} | rest


def relate(rel: str, subj: str, obj: str, **extra: str) -> dict[str, Any]:
    return {"rel": rel, "subj": subj, "obj": obj, "extra": extra, "sent_start": 0, "sent_end": 50}


def claim(wording: str, speaker: str | None, kind: str = "quote") -> dict[str, Any]:
    start = TEXT.index(wording)
    span = {"start": start, "end": start + len(wording), "text": wording}
    return span | {"speaker": speaker, "speaker_span": None, "kind": kind}


def happen(kind: str, wording: str, **rest: Any) -> dict[str, Any]:
    start = TEXT.index(wording)
    return {"kind": kind, "start": start, "end": start + len(wording), "text": wording} | rest


AGENCY = ("Agency", "The agency", "ice")
PAPER = ("LegalInstrument", "a subpoena", "paper")
CITY = ("Jurisdiction", "Springfield", "city")
DATE = ("Date", "Monday", "d")
MAYOR = ("Official", "Ann Lee", "lee")
WE_GOT = claim("We got no letter", "lee")
SENT = happen("Issuing", "sent", participants=[{"role": "agent", "entity": "ice"}])


class Case(NamedTuple):
    why: str
    layer: str
    found: dict[str, Any]
    gold: dict[str, Any]
    counts: tuple[int, int, int]


CASES = [
    Case("a determiner at the front does not count", "entities-strict",
         annotate(("Agency", "agency", "x")), annotate(AGENCY), (1, 1, 1)),
    Case("half a name is no strict match", "entities-strict",
         annotate(("Official", "Lee", "x")), annotate(("Official", "Mayor Ann Lee", "y")), (0, 1, 1)),
    Case("a quarter of a name is no relaxed match either", "entities-relaxed",
         annotate(("Official", "Lee", "x")), annotate(("Official", "Mayor Ann Lee", "y")), (0, 1, 1)),
    Case("over 0.3 of a name is a relaxed match", "entities-relaxed",
         annotate(("Official", "Ann Lee", "x")), annotate(("Official", "Mayor Ann Lee", "y")), (1, 1, 1)),
    Case("Place and Jurisdiction are one type", "entities-strict",
         annotate(("Place", "Springfield", "x")), annotate(CITY), (1, 1, 1)),
    Case("Official and Person are two types", "entities-relaxed",
         annotate(("Person", "Ann Lee", "x")), annotate(MAYOR), (0, 1, 1)),
    Case("and one in the merged figure", "entities-relaxed-merged",
         annotate(("Person", "Ann Lee", "x")), annotate(MAYOR), (1, 1, 1)),
    Case("one gold mention is found once", "entities-relaxed",
         annotate(MAYOR, ("Official", "Mayor Ann Lee", "lee")), annotate(MAYOR), (1, 2, 1)),
    Case("a date with its day", "dates", annotate(DATE), annotate(DATE), (1, 1, 1)),
    Case("ids are free: entities are known by their mentions", "relations",
         annotate(("Agency", "agency", "e1"), ("LegalInstrument", "subpoena", "e2"),
                  relations=[relate("issuedBy", "e2", "e1")]),
         annotate(AGENCY, PAPER, relations=[relate("issuedBy", "paper", "ice")]), (1, 1, 1)),
    Case("ends the wrong way round", "relations",
         annotate(AGENCY, PAPER, relations=[relate("issuedBy", "ice", "paper")]),
         annotate(AGENCY, PAPER, relations=[relate("issuedBy", "paper", "ice")]), (0, 1, 1)),
    Case("the same relation twice counts once, on both sides", "relations",
         annotate(AGENCY, PAPER, relations=[relate("issuedBy", "paper", "ice")] * 3),
         annotate(AGENCY, PAPER, relations=[relate("issuedBy", "paper", "ice")] * 2), (1, 1, 1)),
    Case("an end that is no entity is compared as wording", "relations",
         annotate(MAYOR, relations=[relate("heldIn", "lee", " Custody")]),
         annotate(MAYOR, relations=[relate("heldIn", "lee", "custody")]), (1, 1, 1)),
    Case("the article is an end of its own", "relations",
         annotate(MAYOR, relations=[relate("authoredBy", "ARTICLE", "lee")]),
         annotate(MAYOR, relations=[relate("authoredBy", "ARTICLE", "lee")]), (1, 1, 1)),
    Case("a date entity stands for the literal day in the gold", "relations",
         annotate(DATE, relations=[relate("publishedOn", "ARTICLE", "d")]),
         annotate(DATE, relations=[relate("publishedOn", "ARTICLE", "2020-01-06")]), (1, 1, 1)),
    Case("an entity that no annotated mention matches is nobody", "relations",
         annotate(PAPER, ("Agency", "Monday", "x"), relations=[relate("issuedBy", "paper", "x")]),
         annotate(AGENCY, PAPER, relations=[relate("issuedBy", "paper", "ice")]), (0, 1, 1)),
    Case("extras are counted apart", "relation-extras",
         annotate(AGENCY, PAPER, relations=[relate("issuedBy", "paper", "ice", date="2020-01")]),
         annotate(AGENCY, PAPER, relations=[relate("issuedBy", "paper", "ice", date="2020-01-06")]), (0, 1, 1)),
    Case("two mentions of one entity are a link", "entity-links",
         annotate(AGENCY, PAPER, ("Jurisdiction", "Springfield", "ice")),
         annotate(AGENCY, PAPER, ("Jurisdiction", "Springfield", "ice")), (1, 1, 1)),
    Case("a wrong merge is a link too many", "entity-links",
         annotate(AGENCY, ("Jurisdiction", "Springfield", "ice")), annotate(AGENCY, CITY), (0, 1, 0)),
    Case("half the content is a match", "claims-span",
         annotate(MAYOR, claims=[claim("got no letter", "lee")]), annotate(MAYOR, claims=[WE_GOT]), (1, 1, 1)),
    Case("less than half is none", "claims-span",
         annotate(MAYOR, claims=[claim("letter", "lee")]), annotate(MAYOR, claims=[WE_GOT]), (0, 1, 1)),
    Case("the speaker must be the right entity", "claims-speaker",
         annotate(AGENCY, MAYOR, claims=[claim("We got no letter", "ice")]),
         annotate(AGENCY, MAYOR, claims=[WE_GOT]), (0, 1, 1)),
    Case("an unnamed source is right where the gold has none", "claims-speaker",
         annotate(claims=[claim("We got no letter", None)]),
         annotate(claims=[claim("We got no letter", None)]), (1, 1, 1)),
    Case("an unknown speaker is no unnamed source", "claims-speaker",
         annotate(claims=[claim("We got no letter", "x")]),
         annotate(claims=[claim("We got no letter", None)]), (0, 1, 1)),
    Case("an event of the same kind at the same word", "events",
         annotate(AGENCY, events=[SENT]), annotate(AGENCY, events=[SENT]), (1, 1, 1)),
    Case("another kind is another event", "events",
         annotate(events=[happen("Filing", "sent")]), annotate(events=[SENT]), (0, 1, 1)),
    Case("a participant is the right entity in the right part", "event-participants",
         annotate(AGENCY, events=[SENT]), annotate(AGENCY, events=[SENT]), (1, 1, 1)),
    Case("a threat taken for an act", "event-modality",
         annotate(events=[happen("Issuing", "sent")]),
         annotate(events=[happen("Issuing", "sent", modality="threatened")]), (0, 1, 1)),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_counts(case: Case) -> None:
    tally = score_extraction(case.found, case.gold).tallies[case.layer]
    assert (tally.right, tally.found, tally.gold) == case.counts


def test_a_wrong_day_is_found_and_listed() -> None:
    found = annotate(DATE)
    found["mentions"][0]["norm"] = "2020-01-13"
    score = score_extraction(found, annotate(DATE))
    assert score.tallies["dates"] == Tally(0, 1, 1)
    assert [mistake.what for mistake in score.mistakes] == ["'Monday': 2020-01-13, should be 2020-01-06"]


def test_events_are_scored_only_where_the_gold_holds_them() -> None:
    assert "events" not in score_extraction(annotate(events=[SENT]), annotate()).tallies


def list_seeds() -> list[Path]:
    return [path for path in sorted(find_resource("data", "gold").glob("*.json")) if path.stem[:1].isdigit()]


@pytest.mark.parametrize("path", list_seeds(), ids=lambda path: path.stem)
def test_gold_against_itself_is_perfect(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    score = score_extraction(gold, gold)
    assert {layer: tally.f1 for layer, tally in score.tallies.items()} == dict.fromkeys(score.tallies, 1.0)
    assert score.mistakes == ()


@pytest.mark.parametrize("path", list_seeds(), ids=lambda path: path.stem)
def test_renamed_ids_change_nothing_and_each_loss_is_listed(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    found = copy.deepcopy(gold)
    entities = {mention["entity"] for mention in gold["mentions"]}
    for mention in found["mentions"]:
        mention["entity"] = "e-" + mention["entity"]
    for row in found["relations"]:
        row.update({end: "e-" + row[end] for end in ("subj", "obj") if row[end] in entities})
    for row in found["claims"]:
        row["speaker"] = "e-" + row["speaker"]
    dropped = found["claims"].pop()
    score = score_extraction(found, gold)
    assert score.tallies["relations"].f1 == 1.0
    assert [(mistake.sort, mistake.start) for mistake in score.mistakes] == [("missed", dropped["start"])]


def test_figures_over_articles_are_micro_averages() -> None:
    one = score_extraction(annotate(MAYOR), annotate(MAYOR))
    two = score_extraction(annotate(), annotate(AGENCY, CITY, DATE))
    assert add_scores([one, two]).tallies["entities-strict"] == Tally(1, 1, 4)


BAD = [
    ("half-written JSON", '{"document": ', "is no JSON"),
    ("a field is missing", '{"document": "a.txt", "mentions": []}', "lacks 'relations'"),
    ("offsets of another text", json.dumps(annotate(MAYOR) | {"text": "x" + TEXT}), "does not fit its text"),
]


@pytest.mark.parametrize(("why", "content", "message"), BAD, ids=[row[0] for row in BAD])
def test_bad_gold_is_refused_by_name(why: str, content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message) as caught:
        load_gold(tmp_path)
    assert caught.value.path == path, why


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no annotations"):
        load_gold(tmp_path)
