"""What a trained model says of a sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arguments:
    """A verb with its subject and its object, the last words of noun groups; numbers of tokens in the sentence."""

    verb: int
    subject: int | None
    object: int | None
