"""Frames: what a verb of government and law says of its subject, object and prepositional phrases.

Rows are data (data/lexicon/frames_*.toml); the passive, participles, relative clauses and control follow from the
clause analysis, so that a row states the active clause alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import LexiconError
from kg.extract.tokens import load_wording
from kg.model import Mention

FILES = (
    "frames_phrases",
    "frames_court",
    "frames_law",
    "frames_government",
    "frames_crime",
    "frames_conduct",
    "frames_asking",
    "frames_posts",
    "frames_money",
    "frames_colour",
    "frames_plain",
    "frames_nouns",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One row. `slots` maps a place in the active clause to a role: "subject", "object", "second", "with:to"; "below"
    is the object of a gerund ("from enforcing the law"), "content" the subject of a that-clause.

    A row is triggered by `verbs` or by `nouns` ("the arrest of"), whose roles are all "with:…".
    `types` are the mention types a role takes, `words` the lemmas that fill it without a mention, `heads` the lemmas a
    filler must have, `spare` those it must not have; an `open` role takes any noun group that is no mention. `needs`
    are roles of which one of each group must be filled, `without` those that must be empty. `comp` and `spare_comp` are
    verbs that must and must not hang on it, `infinitive` asks for what somebody is to do ("asked the board to wait"),
    `gerund` for what is kept from ("barred them from voting"), `tail` for a word after the object ("kept them safe").
    A `negated` row says what a refusal to do it amounts to ("would not comment"), a `denied` row what did not happen
    ("did not respond"); `modals` bounds the modal ("ing": "is not saying"). `trigger` is the role whose noun names the
    event ("held elections"). A `definite` noun needs more than an article ("Friday’s meeting"), a `singular` one is no
    plural; the place "'s" is the noun's owner or attribute ("his arrest", "the police investigation"); `under` are
    verbs whose object it must be ("consider an appeal"), `behind` prepositions that it must follow ("under review").
    A `silent` row gives relations but no event; an `inverse` one says that the event did not happen ("abstained").
    """

    name: str
    kind: str
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    slots: Mapping[str, str]
    types: Mapping[str, frozenset[str]]
    bench: frozenset[str]
    words: Mapping[str, frozenset[str]]
    heads: Mapping[str, frozenset[str]]
    spare: Mapping[str, frozenset[str]]
    open: frozenset[str]
    needs: tuple[frozenset[str], ...]
    without: frozenset[str]
    unless: frozenset[str]
    governor: frozenset[str]
    comp: frozenset[str]
    spare_comp: frozenset[str]
    trigger: str
    passive_only: bool
    clause: bool
    infinitive: frozenset[str]
    gerund: bool
    negated: bool
    denied: bool
    definite: bool
    singular: bool
    silent: bool
    inverse: bool
    modals: frozenset[str]
    under: frozenset[str]
    behind: frozenset[str]
    tail: frozenset[str]
    relations: tuple[tuple[str, ...], ...]
    bench_relations: tuple[tuple[str, ...], ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@cache
def load_frames() -> tuple[Frame, ...]:
    """Read every frame row, in the order of the files.

    Raises:
        LexiconError: A row lacks a key or names a set of types that frames_types.toml does not have.
    """
    sets: dict[str, list[str]] = load_wording("frames_types")["sets"]
    return tuple(_read_frame(row, file, sets) for file in FILES for row in load_wording(file)["frame"])


def _read_frame(row: dict[str, Any], file: str, sets: Mapping[str, list[str]]) -> Frame:
    name = str(row.get("name", "?"))
    for key in ("name", "kind", "needs", "examples", "counterexamples"):
        if key not in row:
            raise LexiconError(f"has no {key}.", file=file, row=name, hint=f"Add {key} = ….")
    types: dict[str, str] = row.get("types", {})
    for value in types.values():
        if value not in sets:
            raise LexiconError(
                f"names the set {value!r}.", file=file, row=name, hint="See [sets] in frames_types.toml."
            )
    words, heads, spare = (
        {role: _expand(value, file, name) for role, value in row.get(key, {}).items()}
        for key in ("words", "heads", "spare")
    )
    slots: dict[str, str] = {
        str(place): row[place] for place in ("subject", "object", "second", "below", "content") if place in row
    }
    bench, open_sets = (frozenset(load_wording("frames_types")[table]["sets"]) for table in ("bench", "open"))
    slots |= {p if p == "'s" else f"with:{p}": role for p, role in row.get("with", {}).items()}
    return Frame(
        name=f"{file}/{name}",
        kind=row["kind"],
        verbs=tuple(row.get("verbs", ())),
        nouns=tuple(row.get("nouns", ())),
        slots=slots,
        types={role: frozenset(sets[value]) for role, value in types.items()},
        bench=frozenset(role for role, value in types.items() if value in bench),
        words=words,
        heads=heads,
        spare=spare,
        open=frozenset(role for role, value in types.items() if value in open_sets),
        needs=tuple(frozenset(need.split("|")) for need in row["needs"]),
        without=frozenset(row.get("without", ())),
        unless=frozenset(row.get("unless", ())),
        governor=frozenset(row.get("governor", ())),
        comp=frozenset(row.get("comp", ())),
        spare_comp=frozenset(row.get("spare_comp", ())),
        trigger=str(row.get("trigger", "")),
        passive_only=bool(row.get("passive", False)),
        clause=bool(row.get("clause", False)),
        infinitive=_read_links(row.get("infinitive", False)),
        gerund=bool(row.get("gerund", False)),
        negated=bool(row.get("negated", False)),
        denied=bool(row.get("denied", False)),
        definite=bool(row.get("definite", False)),
        singular=bool(row.get("singular", False)),
        silent=bool(row.get("silent", False)),
        inverse=bool(row.get("inverse", False)),
        modals=frozenset(row.get("modals", ())),
        under=frozenset(row.get("under", ())),
        behind=frozenset(row.get("behind", ())),
        tail=frozenset(row.get("tail", ())),
        relations=tuple(tuple(text.split()) for text in row.get("relations", ())),
        bench_relations=tuple(tuple(text.split()) for text in row.get("bench_relations", ())),
        examples=tuple(row["examples"]),
        counterexamples=tuple(row["counterexamples"]),
    )


def _read_links(value: bool | list[str]) -> frozenset[str]:
    """Return the links that `infinitive` asks for: true is an infinitive or a clause, a list names them."""
    if isinstance(value, bool):
        return frozenset({"inf", "comp"}) if value else frozenset()
    return frozenset(value)


def _expand(words: Sequence[str], file: str, row: str) -> frozenset[str]:
    """Return the words, with "@people" replaced by the list `people` of frames_types.toml."""
    lists: dict[str, list[str]] = load_wording("frames_types")["words"]
    found: set[str] = set()
    for word in words:
        if not word.startswith("@"):
            found.add(word)
        elif word[1:] in lists:
            found.update(lists[word[1:]])
        else:
            raise LexiconError(
                f"names the list {word!r}.", file=file, row=row, hint="See [words] in frames_types.toml."
            )
    return frozenset(found)


@cache
def index_frames() -> dict[str, tuple[tuple[str, Frame], ...]]:
    """Frames by the first word of each of their verbs, with the particle that must follow ("" for none)."""
    index: dict[str, list[tuple[str, Frame]]] = {}
    for frame in load_frames():
        for verb in frame.verbs:
            lemma, _, particle = verb.partition(" ")
            index.setdefault(lemma, []).append((particle, frame))
    # A verb with its particle says more than the verb alone.
    return {lemma: tuple(sorted(rows, key=lambda row: not row[0])) for lemma, rows in index.items()}


@cache
def index_nouns() -> dict[str, tuple[Frame, ...]]:
    """Return the frames that each noun triggers."""
    index: dict[str, list[Frame]] = {}
    for frame in load_frames():
        for noun in frame.nouns:
            index.setdefault(noun, []).append(frame)
    return {noun: tuple(frames) for noun, frames in index.items()}


@cache
def list_bench_words() -> frozenset[str]:
    """Return the words that tell a judge or a court from other officials and bodies."""
    return frozenset(load_wording("frames_types")["bench"]["words"])


class Bench:
    """Knows which entities of a document are judges or courts: by their mentions' words, or the post they hold."""

    def __init__(self, mentions: Sequence[Mention], posts: Mapping[str, str]) -> None:
        """Take the document's mentions, and for entities that hold a post the post's wording."""
        self._entities = {
            mention.entity
            for mention in mentions
            if not list_bench_words().isdisjoint(mention.text.lower().replace("’s", "").split())
        }
        self._entities |= {
            entity for entity, post in posts.items() if not list_bench_words().isdisjoint(post.lower().split())
        }

    def holds(self, mention: Mention) -> bool:
        """Say whether the mention names a judge or a court."""
        return mention.type == "Court" or (mention.type != "LegalInstrument" and mention.entity in self._entities)
