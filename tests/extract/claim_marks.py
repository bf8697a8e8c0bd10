"""Build a document, its mentions and the expected claim from one marked sentence, for the claim tests."""

import re

from kg.extract.claims import find_claims
from kg.extract.sentences import analyse_text
from kg.model import Claim, Document, Entity, Level, Mention, MentionType, Span

_MARK = re.compile(r"([{}\[\]])")


def read_marks(marked: str) -> tuple[str, list[Span], list[Span]]:
    """Return the text without marks, the spans in {braces} (mentions) and those in [brackets] (contents)."""
    text = ""
    opened: dict[str, list[int]] = {"{": [], "[": []}
    braces: list[Span] = []
    brackets: list[Span] = []
    for piece in _MARK.split(marked):
        if piece in opened:
            opened[piece].append(len(text))
        elif piece == "}":
            braces.append(Span(opened["{"].pop(), len(text)))
        elif piece == "]":
            brackets.append(Span(opened["["].pop(), len(text)))
        else:
            text += piece
    return text, sorted(braces), sorted(brackets)


def claim_marked(marked: str) -> tuple[str, list[Span], list[Span], tuple[Claim, ...]]:
    """Read the marks of a text, make each braced stretch a mention of its own entity, and find the claims."""
    text, braces, brackets = read_marks(marked)
    mentions: list[Mention] = []
    entities: dict[str, Entity] = {}
    for i, span in enumerate(braces):
        words = span.of(text)
        name = words.split()[0][0].isupper() and words.split()[0] not in ("The", "A", "An", "Three", "Two")
        entity = re.sub(r"^(?:The|A|An|the|a|an) ", "", words)
        kind = MentionType.OFFICIAL
        if re.search(r"Ledger|Gazette|Herald", words):
            kind = MentionType.NEWS_ORGANISATION
        elif re.search(
            r"agency|bureau|board|department|Department|city|county|ministry|Council|court|Agency|Bureau", words
        ):
            kind = MentionType.AGENCY
        elif re.search(r"Monday|Tuesday|Friday|\d{4}", words):
            kind = MentionType.DATE
        level = Level.NAME if name else Level.NOMINAL
        mentions.append(
            Mention(f"m{i}", kind, level, span, words, entity, "2020-01-10" if kind is MentionType.DATE else None)
        )
        entities.setdefault(entity, Entity(entity, kind, "", words, plural=bool(re.search(r"s$", words)) and not name))
    document = Document("t", text, "", "test")
    return text, braces, brackets, find_claims(document, analyse_text(text), mentions, tuple(entities.values()))
