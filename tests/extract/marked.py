"""Sentences with their mentions marked: "[A The agency] sued [J the county]." """

import re

from kg.extract.sentences import Sentence, analyse_text
from kg.model import Document, Entity, Level, Mention, MentionType, Span

LETTERS = {
    "A": MentionType.AGENCY,
    "C": MentionType.COURT,
    "O": MentionType.OFFICIAL,
    "P": MentionType.PERSON,
    "R": MentionType.ROLE,
    "I": MentionType.INSTRUMENT,
    "J": MentionType.JURISDICTION,
    "L": MentionType.PLACE,
    "D": MentionType.DATE,
    "X": MentionType.CRIME,
    "G": MentionType.ORGANISATION,
    "N": MentionType.NEWS_ORGANISATION,
}
DATES = {"Monday": "2021-05-03", "Friday": "2021-05-07", "last month": "2021-04"}


def read_marked(marked: str) -> tuple[Document, tuple[Sentence, ...], tuple[Mention, ...], tuple[Entity, ...]]:
    """Read a marked text; mentions may nest, and mentions of the same words less "the" are one entity."""
    text, open_at, mentions = "", [], []
    for piece in re.split(r"(\[[A-Z] |\])", marked):
        if re.fullmatch(r"\[[A-Z] ", piece):
            open_at.append((len(text), LETTERS[piece[1]]))
        elif piece == "]":
            start, kind = open_at.pop()
            words = text[start:]
            bare = re.sub(r"^(the|a|an) ", "", words, flags=re.IGNORECASE)
            level = Level.NAME if bare[0].isupper() else Level.NOMINAL
            entity = bare.lower()
            norm = DATES.get(words) if kind is MentionType.DATE else None
            mentions.append(Mention(f"m{len(mentions)}", kind, level, Span(start, len(text)), words, entity, norm))
        else:
            text += piece
    entities = {m.entity: Entity(m.entity, m.type, m.type.value, m.text) for m in mentions}
    document = Document("d", text, "", "test")
    return document, analyse_text(text), tuple(mentions), tuple(entities.values())
