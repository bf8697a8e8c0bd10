"""All mentions of a document, by words: dates, names, posts, common nouns, crimes; longest first, nested ones kept."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.candidates import PEOPLE, Candidate
from kg.extract.districts import find_coded, find_party_members
from kg.extract.mention_borders import attach_following, list_counted, settle_members, take_rank
from kg.extract.mention_dates import DateWords, list_intervals, make_date, place_dates
from kg.extract.mention_echoes import find_echoes, learn_echoes
from kg.extract.mention_offices import (
    find_administrations,
    list_unowned,
    mend_surnames,
    name_owner,
    promote_counted,
    promote_listed,
    promote_people,
    tell_appointer,
    tell_office,
    tell_private,
)
from kg.extract.mention_settling import is_echoed, is_modifier, is_rank_of, settle_candidates
from kg.extract.mention_sides import tell_campus, tell_side, tell_voice
from kg.extract.name_book import NameBook, learn_capitals, learn_people
from kg.extract.name_hits import place_hits, scan_nested
from kg.extract.name_nesting import drop_namesakes
from kg.extract.name_numbers import find_numbered
from kg.extract.name_view import NameView
from kg.extract.names import find_names
from kg.extract.nominals import find_nominals
from kg.extract.offences import find_offences
from kg.extract.phrases import list_words
from kg.extract.posts import find_roles
from kg.extract.sentences import Sentence
from kg.extract.tokens import Token
from kg.model import Document, Interval, MentionType, NameHit, NameScanner

_MOST_HITS = 40
"""Gazetteer hits that are read of one sentence: bounds the time that a list of names takes."""


@dataclass(frozen=True, slots=True)
class Found:
    """What `find_mentions` gives: the candidates in reading order, the posts' bearers, and the dates' intervals.

    `bearers` maps a Role's number among `candidates` to its person's; `intervals` a Date's number to what it means.
    """

    candidates: tuple[Candidate, ...]
    bearers: dict[int, int]
    intervals: dict[int, Interval]


def find_mentions(document: Document, sentences: tuple[Sentence, ...], names: NameScanner) -> Found:
    """Find the mentions of a document.

    Args:
        document: The article; its date gives "Monday" its meaning.
        sentences: Its sentences, of `analyse_text(document.text)`.
        names: The gazetteer.

    Returns:
        Candidates in reading order, outer before inner. Names nest ("Adams County" in "Adams County officials").
    """
    scanned = names.scan(document.text)
    nested = [inner for hit in scanned for inner in scan_nested(document.text, hit, names)]
    hits = _split_hits([*scanned, *nested], sentences)
    dates = place_dates(document, sentences)
    placed = [place_hits(sentence, hits[number], names)[:_MOST_HITS] for number, sentence in enumerate(sentences)]
    book = learn_capitals(sentences, dates)
    book.campus = tell_campus(sentences)
    numbered = [
        find_numbered(sentence.tokens, number) + find_coded(sentence.tokens, number, names)
        for number, sentence in enumerate(sentences)
    ]
    named = [
        find_names(NameView(sentence, number, placed[number], dates[number].keys(), book, numbered[number]))
        for number, sentence in enumerate(sentences)
    ]
    learn_people(book, named, sentences)
    learned = {
        *book.surnames,
        *(short.lower() for short in book.acronyms),
        *(w for words in book.places for w in words),
    }
    for number, sentence in enumerate(sentences):
        # Only where a word occurs that the article has taught can a second reading find other names.
        if not learned.isdisjoint(token.lower for token in sentence.tokens):
            view = NameView(sentence, number, placed[number], dates[number].keys(), book, numbered[number])
            named[number] = find_names(view)
    book.echoes = learn_echoes(named, [sentence.tokens for sentence in sentences])
    named = drop_namesakes(named)
    everything: list[Candidate] = []
    bearers: dict[Candidate, Candidate] = {}
    for number, sentence in enumerate(sentences):
        found, posts = _read_sentence(sentence, number, dates[number], book, named[number], everything)
        everything += sorted(found, key=lambda one: one.first)
        bearers.update(posts)
    everything.sort(key=lambda one: (one.sentence, one.first, -one.last))
    at = {one: index for index, one in enumerate(everything)}
    intervals = {at[one]: interval for one, interval in list_intervals(dates) if one in at}
    return Found(
        tuple(everything),
        {at[role]: at[person] for role, person in bearers.items() if role in at and person in at},
        intervals,
    )


def _split_hits(hits: Sequence[NameHit], sentences: tuple[Sentence, ...]) -> list[list[NameHit]]:
    """Share the hits out to the sentences they stand in."""
    starts = [sentence.span.start for sentence in sentences]
    shared: list[list[NameHit]] = [[] for _ in sentences]
    for hit in hits:
        number = bisect_left(starts, hit.span.start + 1) - 1
        if number >= 0 and hit.span.end <= sentences[number].span.end:
            shared[number].append(hit)
    return shared


def _read_sentence(
    sentence: Sentence,
    number: int,
    dates: dict[int, DateWords],
    book: NameBook,
    read: list[Candidate],
    before: Sequence[Candidate],
) -> tuple[list[Candidate], dict[Candidate, Candidate]]:
    tokens = sentence.tokens
    names = [tell_appointer(one, tokens) for one in mend_surnames(read, tokens, book)]
    people = [one for one in names if one.type in PEOPLE]
    posts = find_roles(tokens, number, people, dates.keys(), [one for one in names if one not in people])
    posts = [
        (tell_side(role, tokens, [*before, *_list_before(names, role)], campus=book.campus), at) for role, at in posts
    ]
    # "(D-Del.)" is a party and a state, no delegate.
    posts = [(role, at) for role, at in posts if tokens[role.first].lower not in list_words("party_letters")]
    persons = {index for one in people for index in range(one.first, one.last)}
    named = {index for one in names for index in range(one.first, one.last) if index == one.head}
    named |= persons
    offences = find_offences(tokens, number, persons | dates.keys())
    nominals = find_nominals(
        tokens, number, named | _inside(names, tokens), dates.keys() | list_unowned(people, tokens), names
    )
    administrations = find_administrations(tokens, number, names)
    promoted = promote_people(people, posts)
    promote_listed(people, posts, promoted, tokens)
    promote_counted(people, nominals, promoted, tokens)
    for one in people:
        if any(body.covers(one) for body in administrations) and not book.campus:
            kind = "ElectedOfficial" if one.kind == "Person" else one.kind
            promoted[one] = replace(promoted.get(one, one), type=MentionType.OFFICIAL, kind=kind)
    names = [promoted.get(one, one) for one in names]
    roles = [role for role, _ in posts]
    names = [tell_office(one, nominals) for one in names if not is_modifier(one, tokens)]
    nominals = [one for one in nominals if is_echoed(one, tokens, book)]
    nominals = [tell_private(one, names, tokens) for one in nominals]
    nominals = [tell_voice(one, [*before, *_list_before(names, one)], campus=book.campus) for one in nominals]
    nominals = [*nominals, *find_party_members(tokens, number, names)]
    covered = {index for one in (*names, *nominals) for index in range(one.first, one.last)} | dates.keys()
    nominals += find_echoes(tokens, number, book.echoes, covered)
    names = [take_rank(one, tokens) for one in names]
    nominals = [one for one in nominals if not any(is_rank_of(one, name) for name in names)]
    nominals += [held for role in roles for held in name_owner(role, tokens)]
    found = attach_following([*names, *nominals, *administrations], tokens)
    found = settle_candidates(settle_members(found, tokens), roles, offences, tokens)
    found += list_counted(found, tokens)
    found += {id(date): make_date(number, date) for date in dates.values()}.values()
    bearers = {role: promoted.get(people[at], people[at]) for role, at in posts}
    return found, bearers


def _list_before(names: Sequence[Candidate], one: Candidate) -> list[Candidate]:
    """The names of a sentence that end before a candidate."""
    return [name for name in names if name.last <= one.first]


def _inside(names: Sequence[Candidate], tokens: Sequence[Token]) -> set[int]:
    """Words with a capital within names: "Court" in "Court of Appeals" is no common noun there."""
    return {i for one in names for i in range(one.first, one.last) if tokens[i].text[0].isupper()}
