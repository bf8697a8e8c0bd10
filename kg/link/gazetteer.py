"""The gazetteer: the known things of government, law and geography, read from data/gazetteer/*.csv.

Files of rows have the columns of `COLUMNS`; facts.csv holds further facts (`subject,property,object,source`),
tenures.csv who held which post when, demonyms.csv the words for a country's people, weak.csv the names that are also
ordinary words or surnames, prominent.csv the row that a shared name means by itself. Every row names the source it was
read from.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from itertools import chain, pairwise
from pathlib import Path

from kg.errors import GazetteerError, UnknownNameError
from kg.link.names import NameTrie
from kg.model import GazetteerRow, NameHit, Tenure
from kg.resources import find_resource
from kg.terms import list_superclasses, list_terms

COLUMNS = ("id", "label", "aliases", "type", "parent", "valid_from", "valid_to", "same_as", "source")
_FACTS = ("subject", "property", "object", "source")
_TENURES = ("person", "post", "start", "end", "source")
_DEMONYMS = ("id", "demonym", "source")
_WEAK = ("name", "why", "source")
_PROMINENT = ("name", "id", "source")
_SPECIAL = frozenset(("facts.csv", "tenures.csv", "demonyms.csv", "weak.csv", "prominent.csv"))
_UNSCANNED = frozenset(("Post",))
_BODIES = frozenset(("Agent", "GovernmentBody", "Organization", "Court"))


@dataclass(frozen=True)
class Gazetteer:
    """All rows by id, who held which post, and the index of names.

    `names` maps a folded name to the ids of the rows that bear it, likeliest first. `demonyms` maps a word such as
    "Guyanese" to the countries it may stand for: a demonym is not a name of the country, so `scan` leaves it out.
    """

    rows: Mapping[str, GazetteerRow]
    tenures: tuple[Tenure, ...] = ()
    demonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fact_sources: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    prominent: Mapping[str, str] = field(default_factory=dict)
    _trie: NameTrie = field(default_factory=lambda: NameTrie(()), repr=False)

    def get_row(self, row_id: str) -> GazetteerRow:
        """Return a row by its id.

        Raises:
            UnknownNameError: There is no such row.
        """
        try:
            return self.rows[row_id]
        except KeyError:
            raise UnknownNameError("gazetteer row", row_id, known=list(self.rows)) from None

    def find_rows(self, name: str) -> tuple[str, ...]:
        """Return the ids of the rows that bear a name, whatever its case, likeliest first; empty for none."""
        return self.names.get(fold_name(name), ())

    def scan(self, text: str) -> list[NameHit]:
        """Find every name of the gazetteer in a text: the longest hits in reading order, never overlapping.

        Spans are in code points of `text`. Acronyms match in their own case only, long names of bodies in any case,
        other names as written or in capitals. A name of several rows gives one hit with all of them, less those that
        a state after a comma rules out ("Springfield, Ill.").
        """
        hits = self._trie.scan(text)
        for at, (hit, after) in enumerate(pairwise(hits)):
            if len(hit.row_ids) > 1 and text[hit.span.end : after.span.start] == ", ":
                inside = tuple(row for row in hit.row_ids if not set(after.row_ids).isdisjoint(self.list_parents(row)))
                if inside:
                    hits[at] = replace(hit, row_ids=inside, weak=False)
        return hits

    def list_parents(self, row_id: str) -> tuple[str, ...]:
        """Return the ids of the row's parents, nearest first."""
        found: list[str] = []
        parent = self.rows[row_id].parent if row_id in self.rows else None
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.rows[parent].parent
        return tuple(found)

    def list_facts(self, row_id: str, name: str) -> tuple[str, ...]:
        """Return the objects of one property of a row, in file order."""
        return tuple(value for key, value in self.rows[row_id].facts if key == name)

    def get_prominent(self, name: str) -> str | None:
        """Return the row that a name of several rows means where nothing else is said, None where there is none."""
        return self.prominent.get(fold_name(name))

    def list_tenures(self, person: str) -> tuple[Tenure, ...]:
        """Return the posts a person is known to have held."""
        return self._by_person.get(person, ())

    def list_governments(self, place: str) -> tuple[str, ...]:
        """Return the governments of a territory."""
        return self._by_place.get(place, ())

    def list_courts(self, place: str) -> tuple[str, ...]:
        """Return the courts that sit in a city or borough."""
        return self._courts_by_place.get(place, ())

    @cached_property
    def _courts_by_place(self) -> Mapping[str, tuple[str, ...]]:
        grouped: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for row in self.rows.values():
            if "Court" in list_superclasses(row.type):
                for value in self.list_facts(row.id, "basedIn"):
                    grouped[value] += (row.id,)
        return dict(grouped)

    @cached_property
    def _by_person(self) -> Mapping[str, tuple[Tenure, ...]]:
        grouped: defaultdict[str, tuple[Tenure, ...]] = defaultdict(tuple)
        for tenure in self.tenures:
            grouped[tenure.person] += (tenure,)
        return dict(grouped)

    @cached_property
    def _by_place(self) -> Mapping[str, tuple[str, ...]]:
        grouped: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for row in self.rows.values():
            for name, value in row.facts:
                if name == "governs":
                    grouped[value] += (row.id,)
        return dict(grouped)


def fold_name(name: str) -> str:
    """Return a name as `Gazetteer.names` keys it: no case, no dots, no leading article, straight apostrophes.

    >>> fold_name("The U.S.  Department of Justice")
    'us department of justice'
    """
    words = name.casefold().replace(".", "").replace("’", "'").replace("&", "and").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Read a gazetteer; without a folder the shipped one, which is read once and shared.

    Raises:
        GazetteerError: A file has wrong columns, or a row a duplicate id, an unknown parent, type or property, or a
            date that is not ISO 8601; the error names file and line.
        SourceError: The folder is not part of the installation.
    """
    return _load_default() if folder is None else _read_folder(folder)


@cache
def _load_default() -> Gazetteer:
    return _read_folder(find_resource("data", "gazetteer"))


def _read_folder(folder: Path) -> Gazetteer:
    """Read all files of a folder and check them against each other."""
    rows: dict[str, GazetteerRow] = {}
    places: dict[str, tuple[Path, int]] = {}
    types: set[str] = set()
    terms = list_terms()
    for path in sorted(folder.glob("*.csv")):
        if path.name in _SPECIAL:
            continue
        for line, cells in _read_rows(path, COLUMNS):
            row = _make_row(path, line, cells)
            if row.id in rows:
                first, number = places[row.id]
                raise GazetteerError(
                    f"the id {row.id} is taken by {first.name}:{number}.",
                    path=path,
                    line=line,
                    hint="Give each row its own.",
                )
            if row.type not in types:
                if row.type not in terms:
                    raise GazetteerError.for_term(row.type, known=terms, path=path, line=line)
                types.add(row.type)
            rows[row.id], places[row.id] = row, (path, line)
    for row in rows.values():
        if row.parent is not None and row.parent not in rows:
            path, line = places[row.id]
            raise GazetteerError.for_row(row.parent, "parent", known=rows, path=path, line=line)
    sources = _read_facts(folder / "facts.csv", rows, terms)
    prominent = _read_prominent(folder / "prominent.csv", rows)
    weak = {cells[0] for _, cells in _read_rows(folder / "weak.csv", _WEAK)}
    return Gazetteer(
        rows=rows,
        tenures=tuple(_read_tenures(folder / "tenures.csv", rows)),
        demonyms=_read_demonyms(folder / "demonyms.csv", rows),
        fact_sources=sources,
        prominent=prominent,
        **_index_names(rows, weak, prominent),  # type: ignore[arg-type]
    )


def _read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of every row; nothing where the file is absent."""
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            head = next(reader, [])
            if tuple(head) != columns:
                raise GazetteerError(
                    f"the columns are {','.join(head)!r}.",
                    path=path,
                    line=1,
                    hint=f"They must be {','.join(columns)!r}.",
                )
            for cells in reader:
                if len(cells) != len(columns):
                    raise GazetteerError(
                        f"{len(cells)} cells where there are {len(columns)} columns.",
                        path=path,
                        line=reader.line_num,
                        hint="Quote a cell that holds a comma.",
                    )
                yield reader.line_num, cells
    except UnicodeDecodeError as error:
        raise GazetteerError(
            f"byte {error.start} is not UTF-8.", path=path, line=None, hint="Save the file as UTF-8."
        ) from error
    except csv.Error as error:
        raise GazetteerError(
            f"not CSV: {error}.", path=path, line=None, hint="Close every quotation mark (RFC 4180)."
        ) from error


def _make_row(path: Path, line: int, cells: list[str]) -> GazetteerRow:
    """Turn cells into a row."""
    row_id, label, aliases, kind, parent, valid_from, valid_to, same_as, source = cells
    for name, value in (("id", row_id), ("label", label), ("type", kind), ("source", source)):
        if not value.strip():
            raise GazetteerError(f"the column {name} is empty.", path=path, line=line, hint="Fill it.")
    pairs: tuple[tuple[str, str], ...] = ()
    if same_as:
        split = [item.partition(":") for item in same_as.split("|")]
        if not all(scheme and value for scheme, _, value in split):
            raise GazetteerError(
                f"same_as {same_as!r} is not scheme:identifier.",
                path=path,
                line=line,
                hint="Write it like wikidata:Q1, several with | between.",
            )
        pairs = tuple((scheme, value) for scheme, _, value in split)
    return GazetteerRow(
        id=row_id,
        label=label,
        type=kind,
        aliases=tuple(aliases.split("|")) if aliases else (),
        parent=parent or None,
        valid_from=_read_date(valid_from, path, line),
        valid_to=_read_date(valid_to, path, line),
        same_as=pairs,
        source=source,
    )


def _read_date(text: str, path: Path, line: int) -> date | None:
    """Read an ISO 8601 date, None for an empty cell."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise GazetteerError(f"{text!r} is not a date.", path=path, line=line, hint="Write YYYY-MM-DD.") from error


def _read_facts(path: Path, rows: dict[str, GazetteerRow], terms: frozenset[str]) -> dict[tuple[str, str, str], str]:
    """Add the facts to the rows; return the source of each.

    An object with a slash must be a row's id; any other is a literal.
    """
    grouped: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    sources: dict[tuple[str, str, str], str] = {}
    for line, (subject, name, value, source) in _read_rows(path, _FACTS):
        if subject not in rows:
            raise GazetteerError.for_row(subject, "subject", known=rows, path=path, line=line)
        if name not in terms:
            raise GazetteerError.for_term(name, known=terms, path=path, line=line)
        if "/" in value and value not in rows:
            raise GazetteerError.for_row(value, "object", known=rows, path=path, line=line)
        grouped[subject].append((name, value))
        sources[subject, name, value] = source
    for subject, facts in grouped.items():
        rows[subject] = replace(rows[subject], facts=tuple(facts))
    return sources


def _read_tenures(path: Path, rows: Mapping[str, GazetteerRow]) -> Iterator[Tenure]:
    """Read who held which post when."""
    for line, (person, post, start, end, source) in _read_rows(path, _TENURES):
        for what, row_id in (("person", person), ("post", post)):
            if row_id not in rows:
                raise GazetteerError.for_row(row_id, what, known=rows, path=path, line=line)
        yield Tenure(person, post, _read_date(start, path, line), _read_date(end, path, line), source)


def _read_demonyms(path: Path, rows: Mapping[str, GazetteerRow]) -> dict[str, tuple[str, ...]]:
    """Read the words for the people of a country."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for line, (row_id, demonym, _) in _read_rows(path, _DEMONYMS):
        if row_id not in rows:
            raise GazetteerError.for_row(row_id, "id", known=rows, path=path, line=line)
        found[demonym] += (row_id,)
    return dict(found)


def _read_prominent(path: Path, rows: Mapping[str, GazetteerRow]) -> dict[str, str]:
    """Read which row a shared name means by itself."""
    found: dict[str, str] = {}
    for line, (name, row_id, _) in _read_rows(path, _PROMINENT):
        if row_id not in rows:
            raise GazetteerError.for_row(row_id, "id", known=rows, path=path, line=line)
        found[fold_name(name)] = row_id
    return found


def _index_names(rows: Mapping[str, GazetteerRow], weak: set[str], prominent: Mapping[str, str]) -> dict[str, object]:
    """Build both indexes: by folded name, and the trie. The prominent row comes first, the others in file order."""
    folded: defaultdict[str, dict[str, None]] = defaultdict(dict)
    exact: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name in exact:
        first = prominent.get(fold_name(name))
        if first in exact[name]:
            exact[name] = {first: None} | exact[name]
            folded[fold_name(name)] = {first: None} | folded[fold_name(name)]
    body = {kind: not _BODIES.isdisjoint(list_superclasses(kind)) for kind in {row.type for row in rows.values()}}
    for row in rows.values():
        if row.type in _UNSCANNED:
            continue
        for name in chain((row.label,), row.aliases):
            folded[fold_name(name)][row.id] = None
            exact[name][row.id] = None
    trie = NameTrie((name, tuple(ids), body[rows[next(iter(ids))].type], name in weak) for name, ids in exact.items())
    return {"names": {name: tuple(ids) for name, ids in folded.items()}, "_trie": trie}
