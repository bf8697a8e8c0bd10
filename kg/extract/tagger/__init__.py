"""Tags: those of the rules, joined with those of a trained model where one is asked for.

The model is an optional part with a licence of its own (data/models). The variable KG_TAGGER names it; without it
the rules tag alone. Everything else in extraction stays as it is: it reads the tags, wherever they come from.
"""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ModelError, SourceError
from kg.extract.tokens import tag_tokens
from kg.resources import find_resource

if TYPE_CHECKING:
    from kg.extract.tagger.weights import Model

__all__ = ["read_tagger", "tag_sentences"]


def tag_sentences(sentences: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the Penn tags of each word of some sentences, by the rules and, if KG_TAGGER is set, a model.

    Raises:
        ModelError: KG_TAGGER names no model, or a damaged one.
    """
    tags = [tag_tokens(words) for words in sentences]
    model = read_tagger(os.environ.get("KG_TAGGER", ""))
    if model is None or not tags:
        return tags
    from kg.extract.tagger.join import join_tags

    return join_tags(model, sentences, tags)


@cache
def read_tagger(name: str) -> "Model | None":
    """Return the model of a folder or, by its bare name, of a folder of data/models; None for "" and "none".

    Raises:
        ModelError: There is none, or it is damaged.
    """
    if name in ("", "none"):
        return None
    from kg.extract.tagger.weights import load_model  # numpy takes a while: only where a model is used

    folder = Path(name)
    if not folder.exists() and len(folder.parts) == 1:
        try:
            folder = find_resource("data", "models", name)
        except SourceError as error:
            hint = "Set KG_TAGGER to a folder with a tagger.npz, or unset it."
            raise ModelError("is no folder and no name of a model in data/models.", path=name, hint=hint) from error
    return load_model(folder)
