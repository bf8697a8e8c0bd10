"""`kg eval`: score extraction against data/gold."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.models import add_model_options, choose_extractor, report_extractor

if TYPE_CHECKING:
    from kg.pipeline import Extractor
    from kg.score import GoldArticle, Score
    from kg.score.tally import Tally


@click.command("eval", short_help="Score extraction against hand-made annotations.")
@click.argument("gold", type=click.Path(exists=True, path_type=Path), required=False)
@click.option(
    "--found",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Score these files of `kg extract --json`, named as the gold files are, instead of extracting.",
)
@click.option("--split", help="Only this split: seed, dev or test.")
@click.option("--by-type", is_flag=True, help="Also each relation and kind of event, and entities strict by type.")
@click.option(
    "--errors",
    is_flag=True,
    help="List each mistake with its text and offset; of the test split only with --split test.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@add_model_options
def command(
    gold: Path | None,
    found: Path | None,
    split: str | None,
    by_type: bool,
    errors: bool,
    as_json: bool,
    model_url: str | None,
    model: str | None,
    model_cache: Path | None,
) -> None:
    """Print precision, recall and F1 for entities (also by type), relations, claims, dates and events, split by split.

    GOLD is a folder of annotations (data/gold by default) or one file. How each layer is scored: data/gold/README.md.
    Whoever has looked at the mistakes of the test split has made development data of it.

    Example: kg eval data/gold --errors
    """
    from kg.resources import find_resource
    from kg.score import add_scores, load_gold, score_extraction

    articles = [a for a in load_gold(gold or find_resource("data", "gold")) if split in (None, a.split)]
    extractor = choose_extractor(model_url, model, model_cache)
    scored: list[GoldArticle] = []
    scores: list[Score] = []
    for article in articles:
        if found is None and article.text is None:
            click.echo(f"kg eval: {article.name} is left out: {article.why_absent}.", err=True)
            continue
        result = _read_found(found / f"{article.name}.json") if found else extract_article(article, extractor)
        scored.append(article)
        scores.append(score_extraction(result, article.annotations))
    report_extractor(extractor)
    total = add_scores(scores)
    if as_json:
        click.echo(json.dumps(_to_json(scored, scores, total, errors=errors), ensure_ascii=False, indent=1))
        return
    for name in dict.fromkeys(article.split for article in scored):
        part = [score for article, score in zip(scored, scores, strict=True) if article.split == name]
        summed = add_scores(part)
        click.echo(f"{name}: {len(part)} articles")
        _print_table(summed, by_type=by_type)
        for mistake in summed.mistakes if errors and name in (split, "seed", "dev") else ():
            where = f"{mistake.document}:{mistake.start if mistake.start is not None else ''}"
            click.echo(f"{mistake.layer:10} {mistake.sort:9} {where:32} {mistake.what}")
        click.echo()


def extract_article(article: "GoldArticle", extractor: "Extractor | None" = None) -> dict[str, Any]:
    """Extract an annotated article, by the rules alone unless an extractor is given.

    The date of publication is given, as a reader would find it in metadata.

    Raises:
        SourceError: The reader made another text of it than the annotations are about.
    """
    from datetime import date

    from kg.errors import SourceError
    from kg.export.annotations import to_annotations
    from kg.extract import extract_document
    from kg.link.gazetteer import load_gazetteer
    from kg.model import Document, Interval
    from kg.read import read_paths

    day = article.annotations.get("published")
    if article.path is not None:
        document = next(iter(read_paths([article.path])))
        if isinstance(document, SourceError):
            raise document
    else:
        text = article.text or ""
        interval = Interval(date.fromisoformat(day), date.fromisoformat(day), day) if day else None
        document = Document(article.name, text, "", "gold", interval, "metadata" if interval else "")
    if document.text != article.text:
        message = f"is read as another text than {article.name} was annotated on."
        raise SourceError(message, path=article.path or article.name, hint="Annotate it anew, or mend the reader.")
    return to_annotations((extractor or extract_document)(document, load_gazetteer()))


def _read_found(path: Path) -> dict[str, Any]:
    from kg.errors import SourceError

    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError("cannot be read.", path=path, hint="Write it with `kg extract --json`.") from error
    except json.JSONDecodeError as error:
        raise SourceError("is no JSON.", path=path, line=error.lineno, hint=f"Mend it: {error.msg}.") from error
    return data


def _print_table(total: "Score", *, by_type: bool) -> None:
    click.echo(f"{'layer':28} {'P':>6} {'R':>6} {'F1':>6} {'right':>6} {'found':>6} {'gold':>6}")
    rows: list[tuple[str, Tally]] = []
    for layer, tally in total.tallies.items():
        rows.append((layer, tally))
        if by_type or layer == "entities-relaxed":
            rows += [(f"  {name}", row) for name, row in sorted(total.by_type.get(layer, {}).items())]
    for name, row in rows:
        figures = f"{row.precision:6.3f} {row.recall:6.3f} {row.f1:6.3f} {row.right:6} {row.found:6} {row.gold:6}"
        click.echo(f"{name:28} {figures}")


def _to_json(articles: "list[GoldArticle]", scores: "list[Score]", total: "Score", *, errors: bool) -> dict[str, Any]:
    def write(score: "Score") -> dict[str, Any]:
        return {
            name: {
                "precision": round(row.precision, 4),
                "recall": round(row.recall, 4),
                "f1": round(row.f1, 4),
                "right": row.right,
                "found": row.found,
                "gold": row.gold,
            }
            for name, row in score.tallies.items()
        }

    out: dict[str, Any] = {
        "articles": {article.name: write(score) for article, score in zip(articles, scores, strict=True)},
        "total": write(total),
    }
    if errors:
        fields = ("document", "layer", "sort", "what", "start")
        out["mistakes"] = [{field: getattr(mistake, field) for field in fields} for mistake in total.mistakes]
    return out
