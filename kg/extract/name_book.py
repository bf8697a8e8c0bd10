"""What an article's names teach: the surnames of its people, its acronyms, words whose capital is their own, places."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from kg.extract.candidates import PEOPLE, PLACES, Candidate
from kg.extract.lexicon import find_words
from kg.extract.nationality import find_nationality
from kg.extract.phrases import list_words
from kg.extract.sentences import Sentence
from kg.extract.tokens import is_common_word
from kg.model import MentionType

_PLAIN = frozenset(
    ("state", "national", "american", "united", "federal", "north", "south", "east", "west", "central", "new")
)
"""First words of bodies' names that do not call the body by themselves."""


@dataclass(slots=True)
class NameBook:
    """What an article's names have taught so far.

    Surnames of its people, what its acronyms stand for, words with a capital inside sentences, places by their words;
    `bodies` and `groups` are the words that agencies and organisations of the article have in their names;
    `campus` says that the article is about a university.
    """

    surnames: dict[str, MentionType] = field(default_factory=dict)
    acronyms: dict[str, tuple[MentionType, str]] = field(default_factory=dict)
    inside: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    places: dict[tuple[str, ...], Candidate] = field(default_factory=dict)
    echoes: dict[str, tuple[MentionType, str]] = field(default_factory=dict)
    campus: bool = False


def learn_capitals(sentences: Sequence[Sentence], dates: Sequence[Collection[int]]) -> NameBook:
    """Start an article's name book with the words that have a capital inside sentences.

    Args:
        sentences: All sentences of the article.
        dates: For each sentence the numbers of the words that belong to a date; these teach nothing.

    Returns:
        A new book; `learn_people` fills the rest of it.
    """
    book = NameBook()
    for number, sentence in enumerate(sentences):
        tokens = sentence.tokens
        for index in range(1, len(tokens)):
            token = tokens[index]
            inside = tokens[index - 1].text[-1:].isalpha() and tokens[index - 1].text[0].islower()
            if inside and token.text[0].isupper() and token.pos in ("NNP", "NNPS") and index not in dates[number]:
                book.inside.add(token.lower)
    return book


def learn_people(book: NameBook, named: Sequence[Sequence[Candidate]], sentences: Sequence[Sentence]) -> None:
    """Note surnames of the people named in full, acronyms in brackets behind a name, and unknown places.

    Args:
        book: The article's name book, which is changed.
        named: For each sentence the names of a first reading.
        sentences: All sentences of the article.
    """
    for found in named:
        for one in found:
            tokens = sentences[one.sentence].tokens
            if one.type is MentionType.AGENCY and one.last - one.first > 1:
                book.bodies |= {token.lower for token in tokens[one.first : one.last] if token.text[0].isupper()}
            if one.type is MentionType.ORGANISATION and one.last - one.first > 1:
                book.groups |= {
                    token.lemma.lower() for token in tokens[one.first : one.last] if token.text[0].isupper()
                }
            if one.type in PEOPLE and one.last - one.first > 1:
                last = one.last - 1
                while (last > one.first and tokens[last].lower in list_words("suffixes")) or tokens[last].text == ",":
                    last -= 1
                book.surnames.setdefault(tokens[last].lower, one.type)
                if tokens[last - 1].lower in list_words("particles"):
                    book.surnames.setdefault(tokens[last - 1].lower, one.type)
            if one.type is MentionType.ORGANISATION and one.last - one.first > 1 and not one.rows:
                short = tokens[one.first].text
                known = not is_common_word(short.lower()) or short.lower() in book.inside
                people = short.lower() in list_words("peoples") or find_nationality(short)  # "Indian Railways"
                plain = (short.lower(),) in find_words("name_heads") or short.lower() in _PLAIN
                if (
                    known
                    and not people
                    and not plain
                    and len(short) > 3
                    and short.istitle()
                    and (short.lower(),) not in book.places
                ):
                    book.acronyms.setdefault(short, (one.type, one.kind))
            if one.rule == "name/acronym":
                book.acronyms.setdefault(tokens[one.first].text, (one.type, one.kind))
            if one.type is MentionType.NEWS_ORGANISATION and one.last - one.first > 1 and not one.rows:
                book.acronyms.setdefault(tokens[one.last - 1].text, (one.type, one.kind))
            if (
                one.type not in PLACES
                and one.type not in PEOPLE
                and one.last + 2 < len(tokens)
                and tokens[one.last].text == "("
            ):
                short = tokens[one.last + 1].text
                if short.replace(".", "").isupper() and tokens[one.last + 2].text == ")":
                    book.acronyms.setdefault(short, (one.type, one.kind))
    for one in (one for found in named for one in found):
        tokens = sentences[one.sentence].tokens
        words = tuple(token.lower for token in tokens[one.first : one.last])
        unknown = not one.rows and not one.rule.startswith("postal") and words[-1] not in book.surnames
        if one.type in PLACES and unknown and words[0] not in list_words("directions"):
            book.places.setdefault(words, one)
