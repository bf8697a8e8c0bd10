"""The options of an optional language model, which proposes claims and events beside the rules."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.pipeline import Extractor

_OPTIONS = (
    click.option(
        "--model-url",
        metavar="URL",
        help="Also ask a language model at this OpenAI-compatible API (http://127.0.0.1:11434/v1). The text of each "
        "article is sent there; the key is read from KG_MODEL_KEY.",
    ),
    click.option("--model", metavar="NAME", help="The model's name there."),
    click.option("--model-cache", type=click.Path(path_type=Path), help="A folder that keeps the model's answers."),
)


def add_model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --model-url, --model and --model-cache; they arrive as keyword arguments of those names."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def choose_extractor(model_url: str | None, model: str | None, model_cache: Path | None) -> "Extractor":
    """Return the rules alone, or the rules with a model where one is asked for.

    Raises:
        click.UsageError: An address is given without a model, or the other way round.
    """
    from kg.client import Client
    from kg.extract import extract_document
    from kg.extract.model import ModelExtractor

    if not model_url and not model:
        return extract_document
    if not model_url or not model:
        raise click.UsageError("--model-url and --model belong together: give both, or neither.")
    client = Client(cache=model_cache, pause=0.0, timeout=120.0, most_bytes=2**20)
    return ModelExtractor(model_url, model, os.environ.get("KG_MODEL_KEY", ""), client)


def report_extractor(extractor: "Extractor") -> None:
    """Say on standard error what a model's proposals came to; nothing where there was none."""
    from kg.extract.model import ModelExtractor

    if isinstance(extractor, ModelExtractor):
        click.echo(f"kg: {extractor.describe()}", err=True)
