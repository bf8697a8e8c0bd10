"""Tags, and subjects and objects of verbs: by the rules, joined with trained models where they are asked for.

The models are an optional part with a licence of its own (data/models). The variable KG_TAGGER names it; without it
the rules stand alone. What reads tags in extraction is the same, wherever they come from.
"""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ModelError, SourceError
from kg.extract.tagger.records import Arguments
from kg.extract.tokens import tag_tokens
from kg.resources import find_resource

if TYPE_CHECKING:
    from kg.extract.tagger.weights import Model

__all__ = ["ARGUMENTS", "TAGGER", "Arguments", "analyse_words", "read_models"]

TAGGER, ARGUMENTS = "tagger.npz", "arguments.npz"
Analysed = tuple[list[str], tuple[Arguments, ...]]
"""The Penn tags of a sentence's words, and what a model says of its verbs (nothing without one)."""


def analyse_words(sentences: Sequence[Sequence[str]]) -> list[Analysed]:
    """Return what is said of some sentences' words, by the rules and, if KG_TAGGER is set, by its models.

    Raises:
        ModelError: KG_TAGGER names no models, or damaged ones.
    """
    tags = [tag_tokens(words) for words in sentences]
    models = read_models(os.environ.get("KG_TAGGER", ""))
    if models is None or not tags:
        return [(row, ()) for row in tags]
    from kg.extract.tagger.arguments import find_arguments
    from kg.extract.tagger.join import join_tags

    tags = join_tags(models[0], sentences, tags)
    return list(zip(tags, find_arguments(models[1], sentences, tags), strict=True))


@cache
def read_models(name: str) -> "tuple[Model, Model] | None":
    """Return the tagger and the finder of arguments of a folder or, by its bare name, of a folder of data/models.

    None for "" and "none".

    Raises:
        ModelError: They are not there, or damaged.
    """
    if name in ("", "none"):
        return None
    from kg.extract.tagger import features, pairs  # numpy takes a while: only where a model is used
    from kg.extract.tagger.weights import load_model

    folder = Path(name)
    if not folder.exists() and len(folder.parts) == 1:
        try:
            folder = find_resource("data", "models", name)
        except SourceError as error:
            hint = f"Set KG_TAGGER to a folder with {TAGGER} and {ARGUMENTS}, or unset it."
            raise ModelError("is no folder and no name of one in data/models.", path=name, hint=hint) from error
    return load_model(folder / TAGGER, features.VERSION), load_model(folder / ARGUMENTS, pairs.VERSION)
