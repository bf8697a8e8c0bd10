"""Names inside a name: "Adams County" in "Adams County officials", "Tampa" in "federal prosecutors in Tampa"."""

from collections.abc import Sequence

from kg.extract.candidates import PLACES, Candidate
from kg.extract.lexicon import find_words
from kg.extract.name_hits import Hit
from kg.extract.name_view import NameView
from kg.extract.phrases import list_words
from kg.extract.tokens import is_common_word
from kg.model import MentionType

_BODIES = (MentionType.AGENCY, MentionType.COURT, MentionType.ORGANISATION, MentionType.INSTRUMENT)


def list_nested(view: NameView, names: list[Candidate], first: int, last: int) -> list[Candidate]:
    """Return what is named inside a run besides `names`: gazetteer hits, and places that open a body's name."""
    found = list(names)
    grounds = [one for one in found if one.rule == "name_heads/place"]
    whole_names = [one for one in found if one.type not in PLACES and one.rule != "name/acronym"]
    for hit in view.hits:
        if not (first <= hit.first and hit.last <= last) or (hit.weak and not view.is_supported(hit)):
            continue
        one = view.make_known(hit)
        if any(name.covers(one) and not _in_tail(view, name, one) for name in whole_names):
            continue
        if any(name.covers(one) and not _is_building(view, name) for name in grounds if name.last > one.last):
            continue
        if _is_part(view, hit, first):
            continue
        after = view.tokens[hit.last].lower if hit.last < len(view.tokens) else ""
        if after in ("court", "courts") and is_common_word(view.tokens[hit.first].lower) and hit.last < last:
            continue  # "Superior Court Judge Ada Roe" names no town
        if not any(other.first == one.first and other.last == one.last for other in found):
            found.append(one)
    for name in whole_names:
        if name.type in _BODIES:
            found += _open_place(view, name, found)
    found += _list_counties(view, found, first, last)
    return found[len(names) :]


def _list_counties(view: NameView, found: Sequence[Candidate], first: int, last: int) -> list[Candidate]:
    """Unknown counties inside a run: "Orvale County" in "Orvale County Jail", "Orvale County Sheriff Ada Roe"."""
    counties: list[Candidate] = []
    for at in range(first + 1, last - 1):
        row = find_words("name_heads").get((view.tokens[at].lower,))
        if row is None or row.id != "county" or not view.tokens[at].text[0].isupper():
            continue
        start = at
        while start > first and _is_proper(view, start - 1):
            start -= 1
        whole = any(one.first <= start and at < one.last and one.type in PLACES and one.last == at + 1 for one in found)
        if start < at and not whole:
            counties.append(view.make_name(start, at + 1, MentionType.JURISDICTION, "County", "name_heads/county"))
    return counties


def _is_proper(view: NameView, at: int) -> bool:
    token = view.tokens[at]
    plain = is_common_word(token.lower) and view.is_opening(at)
    return token.text.istitle() and token.text.isalpha() and not plain and token.pos not in ("IN", "DT", "CC")


def _is_building(view: NameView, name: Candidate) -> bool:
    """Whether a place's name ends in a building's noun, so that the place before it is named too: "Tampa Airport"."""
    return view.tokens[name.last - 1].lower in list_words("buildings")


def _open_place(view: NameView, name: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    """The article's own place that opens a name: "Port Orchard" in "Port Orchard School Board"."""
    for stop in range(min(name.first + 3, name.last - 1), name.first, -1):
        words = tuple(token.lower for token in view.tokens[name.first : stop])
        known = view.book.places.get(words)
        if known and not any(one.first == name.first and one is not name for one in found):
            return [view.make_name(name.first, stop, known.type, known.kind, known.rule)]
    return []


def _is_part(view: NameView, hit: Hit, first: int) -> bool:
    """Whether an unknown word before a place belongs to its name: "Red Mesa", "George Washington Bridge"."""
    if hit.first == first or hit.type not in PLACES or hit.row.type in ("State", "Country"):
        return False
    before = view.tokens[hit.first - 1]
    known = hit.first - 1 in view.hit_at or (before.lower,) in find_words("titles")
    opening = view.is_opening(hit.first - 1) and is_common_word(before.lower)
    return before.text.istitle() and before.text.isalpha() and not known and not opening


def _in_tail(view: NameView, name: Candidate, inner: Candidate) -> bool:
    """Whether a place stands behind "of" or "in" at the end of a name: only such names nest."""
    before = view.tokens[inner.first - 1].lower if inner.first > name.first else ""
    before_common = inner.last < name.last and view.tokens[name.last - 1].text[0].islower()
    if name.type in _BODIES and inner.type in PLACES and inner.kind != "Country":
        only = view.tokens[inner.last].lower if inner.last < name.last else ""
        return not (is_common_word(view.tokens[inner.first].lower) and only in ("court", "courts"))
    return inner.type in PLACES and (
        (inner.last == name.last and before in ("of", "in", "for", "the"))
        or (before_common and inner.first == name.first)
    )


def drop_namesakes(named: Sequence[list[Candidate]]) -> list[list[Candidate]]:
    """Drop towns that only open an organisation's name, where the article names the town nowhere else.

    "Meridian Oil" and "Eureka Holdings" are named for no town of the article; "Tampa Tenants Union" is, where
    people of Tampa speak.
    """
    alone = {
        one.rows
        for found in named
        for one in found
        if one.type in PLACES and one.rows and not any(_opens_name(other, one) for other in found)
    }
    return [
        [
            one
            for one in found
            if not (
                one.kind in ("City", "Town", "Place")
                and one.rows
                and one.rows not in alone
                and any(_opens_name(other, one) for other in found)
            )
        ]
        for found in named
    ]


def _opens_name(body: Candidate, place: Candidate) -> bool:
    return body.type is MentionType.ORGANISATION and body.first == place.first and body.last > place.last
