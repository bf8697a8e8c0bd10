"""Tags and clauses of the extractor against a treebank: the rules alone, and joined with a trained tagger.

`python benchmarks/syntax.py [--split test] [--tagger ud-ewt]` reads Universal Dependencies English-EWT in
shared/corpora ($POLITY_SHARED or ../shared). Tags are compared on the treebank's own words; subjects and objects of
verbs on its raw sentences, with our tokens and mentions, against its enhanced dependencies (which give the subject of
each of several verbs, and the noun that a relative clause is about). A noun group is right if it holds the noun that
the treebank names.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from kg.extract.clauses import Analysis
from kg.extract.entities import resolve_entities
from kg.extract.events import analyse_document
from kg.extract.mentions import find_mentions
from kg.extract.sentences import analyse_text
from kg.extract.tagger import read_models
from kg.extract.tagger.join import join_tags
from kg.extract.tagger.train import TAGS, read_goal
from kg.extract.tagger.treebank import Tree, read_treebank
from kg.extract.tokens import tag_tokens
from kg.link.gazetteer import load_gazetteer
from kg.model import Document

ROOT = Path(__file__).parent.parent


@dataclass
class Tally:
    right: int = 0
    found: int = 0
    gold: int = 0

    def describe(self) -> str:
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.gold)
        f1 = 2 * self.right / max(1, self.found + self.gold)
        return f"{precision:6.3f} {recall:6.3f} {f1:6.3f} {self.right:6} {self.found:6} {self.gold:6}"


def measure_tags(trees: list[Tree], tagger: str) -> tuple[float, float, Counter[tuple[str, str]], int]:
    """Return how many words the rules and the joined tags get right (shares), the joined confusions, how many words."""
    words = [tree.words for tree in trees]
    rules = [tag_tokens(sentence) for sentence in words]
    models = read_models(tagger)
    joined = join_tags(models[0], words, rules) if models else rules
    confused: Counter[tuple[str, str]] = Counter()
    count = by_rules = 0
    for tree, one, two in zip(trees, rules, joined, strict=True):
        for word, tag, rule, both in zip(tree.words, tree.tags, one, two, strict=True):
            goal = read_goal(word, tag)
            if goal >= 0:
                count += 1
                by_rules += rule == TAGS[goal]
                if both != TAGS[goal]:
                    confused[TAGS[goal], both] += 1
    return by_rules / count, 1 - confused.total() / count, confused, count


def list_gold(tree: Tree) -> Iterator[tuple[str, int, int]]:
    """Yield each pair of a verb and its subject or object: which of the two, then the words' numbers from 0."""
    for number, links in enumerate(tree.links):
        for head, relation in links:
            if head and tree.kinds[head - 1] == "VERB":
                if relation in ("nsubj", "nsubj:pass"):
                    yield "subject", head - 1, number
                elif relation in ("obj", "iobj"):
                    yield "object", head - 1, number


def list_found(analysis: Analysis) -> Iterator[tuple[str, int, range]]:
    """Yield the same from our analysis: which, the verb's offset in the text, the offsets of the noun group.

    Subjects of finite verbs only: those of others ("asked a judge *to order*") the treebank does not call subjects.
    """
    tokens = analysis.sentence.tokens
    for verb in analysis.verbs:
        place = tokens[verb.chunk.head].span.start
        for kind, numbers in (("subject", verb.subject), ("object", (*verb.objects, *verb.second))):
            for number in dict.fromkeys(numbers):
                chunk = analysis.chunks[number]
                if chunk.kind in {"NP", "T"} and (kind == "object" or verb.chunk.form == "fin"):
                    yield kind, place, range(tokens[chunk.start].span.start, tokens[chunk.end - 1].span.end)


def list_named(analysis: Analysis) -> Iterator[tuple[str, int, range]]:
    """Yield the same from what the trained model alone says; a noun is taken with the noun group it lies in."""
    tokens = analysis.sentence.tokens
    for one in analysis.sentence.arguments:
        for kind, noun in (("subject", one.subject), ("object", one.object)):
            chunk = next((c for c in analysis.chunks if noun is not None and c.start <= noun < c.end), None)
            if chunk is not None:
                group = range(tokens[chunk.start].span.start, tokens[chunk.end - 1].span.end)
                yield kind, tokens[one.verb].span.start, group


def measure_clauses(trees: Iterable[Tree]) -> dict[str, Tally]:
    """Return the tallies of subjects and of objects; verbs that the treebank calls no verbs are left out."""
    names = load_gazetteer()
    tallies: dict[str, Tally] = {}
    for tree in trees:
        document = Document("benchmark", tree.text, "", "benchmark")
        sentences = analyse_text(tree.text)
        mentions, _ = resolve_entities(tree.text, sentences, find_mentions(document, sentences, names), names)
        analyses = analyse_document(sentences, mentions)
        verbs = {start for start, kind in zip(tree.starts, tree.kinds, strict=True) if kind == "VERB"}
        gold = [(kind, tree.starts[verb], tree.starts[noun]) for kind, verb, noun in list_gold(tree)]
        for name, lister in (("", list_found), (", model alone", list_named)):
            found = [pair for analysis in analyses for pair in lister(analysis)]
            for kind in ("subject", "object"):
                tally = tallies.setdefault(kind + name, Tally())
                ours = {(verb, group) for k, verb, group in found if k == kind and verb in verbs}
                theirs = {(verb, noun) for k, verb, noun in gold if k == kind}
                tally.gold += len(theirs)
                tally.found += len(ours)
                tally.right += sum(any(v == verb and noun in group for v, noun in theirs) for verb, group in ours)
    return tallies


@click.command()
@click.option("--split", default="dev", show_default=True, help="dev or test.")
@click.option("--tagger", default="", help="A model: a folder, or its name in data/models.")
@click.option("--confusions", default=12, show_default=True, help="How many kinds of wrong tags to list.")
@click.option("--tags-only", is_flag=True, help="Leave subjects and objects out.")
def main(split: str, tagger: str, confusions: int, tags_only: bool) -> None:
    """Measure and print."""
    shared = Path(os.environ.get("POLITY_SHARED") or ROOT.parent / "shared")
    trees = list(read_treebank(shared / "corpora" / "ud-english-ewt" / f"{split}.conllu.gz"))
    rules, joined, confused, count = measure_tags(trees, tagger)
    click.echo(f"{split}: {len(trees)} sentences, {count} words; tags right: rules {rules:.4f}, joined {joined:.4f}")
    for (goal, found), times in confused.most_common(confusions):
        click.echo(f"  {goal:5} tagged {found:5} {times:5}")
    if tags_only:
        return
    os.environ["KG_TAGGER"] = tagger
    click.echo(f"{'':20} {'P':>6} {'R':>6} {'F1':>6} {'right':>6} {'found':>6} {'gold':>6}")
    for kind, tally in measure_clauses(trees).items():
        if tally.found:
            click.echo(f"{kind:20} {tally.describe()}")


if __name__ == "__main__":
    main()
