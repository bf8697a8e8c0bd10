"""Whether a mention is of several people."""

from kg.extract.sentences import Sentence
from kg.model import Mention


def is_plural(sentence: Sentence, mention: Mention) -> bool:
    """Say whether the mention's last noun, or the last before a preposition, is in the plural."""
    tokens = [t for t in sentence.tokens if mention.span.holds(t.span)]
    head = next(
        (
            i
            for i, t in enumerate(tokens)
            if i and t.pos in {"IN", "TO"} and tokens[i - 1].lower not in {"all", "some", "many"}
        ),
        len(tokens),
    )
    last = tokens[head - 1] if head else None
    return last is not None and (last.pos in {"NNS", "NNPS"} or last.lower in {"sens.", "reps.", "govs.", "messrs."})
