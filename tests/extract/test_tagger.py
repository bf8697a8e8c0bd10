"""The optional trained tagger: its training, its file, and what it leaves alone."""

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.group import group
from kg.errors import ModelError, SourceError
from kg.extract.events import analyse_document
from kg.extract.sentences import analyse_text
from kg.extract.tagger import ARGUMENTS, TAGGER, Arguments, analyse_words, features, pairs, read_models
from kg.extract.tagger.arguments import ROLES, find_arguments
from kg.extract.tagger.features import BUCKETS, WIDTH, list_features
from kg.extract.tagger.join import join_tags
from kg.extract.tagger.pairs import list_pairs
from kg.extract.tagger.train import TAGS, main, read_goal
from kg.extract.tagger.train_arguments import mark_right, train_arguments
from kg.extract.tagger.treebank import read_treebank
from kg.extract.tagger.weights import Model, load_model
from kg.extract.tokens import tag_tokens
from tests.extract.toy_treebank import SENTENCES, write_treebank

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ROOT / "data" / "models" / "ud-ewt"
needs_model = pytest.mark.skipif(not SHIPPED.exists(), reason="data/models/ud-ewt, an optional part, is not here")


def load_tagger(folder: Path) -> Model:
    return load_model(folder / TAGGER, features.VERSION)


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a treebank and the model the training command made of it."""
    folder = tmp_path_factory.mktemp("toy")
    corpus = write_treebank(folder / "toy.conllu")
    done = CliRunner().invoke(main, [str(corpus), str(folder / "model"), "--epochs", "40"])
    assert done.exit_code == 0, done.output
    return folder


def test_it_learns_its_own_corpus(toy: Path) -> None:
    trees = list(read_treebank(toy / "toy.conllu"))
    words = [tree.words for tree in trees]
    rules = [tag_tokens(sentence) for sentence in words]
    assert len(trees) == len(SENTENCES) == 50
    scores = load_tagger(toy / "model").score(list_features(words, rules))
    learnt = [TAGS[number] for number in scores.argmax(axis=1)]
    pairs = [pair for tree in trees for pair in zip(tree.words, tree.tags, strict=True)]
    wrong = [(*pair, tag) for pair, tag in zip(pairs, learnt, strict=True) if pair[1] in TAGS and pair[1] != tag]
    assert not wrong
    assert [tag for tags in rules for tag in tags] != [tag for _, tag in pairs], (
        "the rules alone get them all right: the corpus shows nothing"
    )


def test_it_learns_the_arguments_of_its_own_corpus(toy: Path) -> None:
    trees = list(read_treebank(toy / "toy.conllu"))
    words, tags = [tree.words for tree in trees], [tree.tags for tree in trees]
    found = list_pairs(words, tags)
    right = mark_right(trees, found)
    scores = train_arguments(trees, tags, epochs=40).score(found.features)
    flat = [word for sentence in words for word in sentence]
    ends = [*found.starts[1:].tolist(), len(scores)]
    missed = []
    for start, end in zip(found.starts.tolist(), ends, strict=True):
        for role in (0, 1):
            best = start + int(scores[start:end, role].argmax())
            if right[start:end, role].any() and not right[best, role]:
                missed.append((flat[found.verbs[start]], ROLES[role], flat[found.nouns[best]]))
    assert not missed
    assert right[found.nouns >= 0].sum() > 50


def test_the_same_corpus_gives_the_same_file(toy: Path) -> None:
    again = toy / "again"
    assert CliRunner().invoke(main, [str(toy / "toy.conllu"), str(again), "--epochs", "40"]).exit_code == 0
    for name in (TAGGER, ARGUMENTS):
        assert (again / name).read_bytes() == (toy / "model" / name).read_bytes()


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flip(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 255]) + data[middle + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(_cut, id="cut short"),
        pytest.param(_flip, id="a byte changed"),
        pytest.param(lambda _: b"not a model", id="no archive at all"),
        pytest.param(lambda _: b"", id="empty"),
    ],
)
def test_a_damaged_file_is_refused(toy: Path, tmp_path: Path, damage) -> None:
    (tmp_path / "tagger.npz").write_bytes(damage((toy / "model" / "tagger.npz").read_bytes()))
    with pytest.raises(ModelError, match="Train it anew"):
        load_tagger(tmp_path)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"weights": 1}, "checksum", id="weights that are not those that were written"),
        pytest.param({"version": 99}, "version 99", id="features of another version"),
        pytest.param({"keys": BUCKETS}, "damaged", id="keys that are no features"),
    ],
)
def test_a_forged_file_is_refused(toy: Path, tmp_path: Path, change: dict[str, int], says: str) -> None:
    with np.load(toy / "model" / "tagger.npz") as parts:
        head, keys, weights = json.loads(str(parts["head"])), parts["keys"].copy(), parts["weights"].copy()
    head["version"] = change.get("version", head["version"])
    weights[0, 0] += change.get("weights", 0)
    keys[-1] = change.get("keys", keys[-1])
    np.savez_compressed(tmp_path / "tagger.npz", head=np.array(json.dumps(head)), keys=keys, weights=weights)
    with pytest.raises(ModelError, match=says):
        load_tagger(tmp_path)


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "tagger.npz", head=np.array([{"version": 1}], dtype=object))
    with pytest.raises(ModelError):
        load_tagger(tmp_path)


def test_an_unknown_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_TAGGER", "no-such-model")
    with pytest.raises(ModelError, match="KG_TAGGER"):
        analyse_text("The court ruled.")
    shown = CliRunner().invoke(group, ["extract", "-"], input="The court ruled on Monday in the case of a law.")
    assert isinstance(shown.exception, ModelError)


@pytest.mark.parametrize("name", ["", "none"])
def test_without_a_model_the_rules_tag(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("KG_TAGGER", name)
    words = ["The", "city", "plans", "to", "sue", "."]
    assert analyse_words([words, []]) == [(tag_tokens(words), ()), ([], ())]
    assert read_models(name) is None
    assert all(not sentence.arguments for sentence in analyse_text("The city plans to sue. It sued."))


@given(st.lists(st.lists(st.text(min_size=1, max_size=8).filter(str.strip), max_size=6), max_size=4))
def test_any_words_have_features_and_tags(sentences: list[list[str]]) -> None:
    rules = [tag_tokens(words) for words in sentences]
    for tags in (rules, [["VBD" if i % 2 else "NN" for i in range(len(words))] for words in sentences]):
        rows = list_features(sentences, tags)
        assert rows.shape == (sum(map(len, sentences)), WIDTH)
        assert ((rows >= 0) & (rows < BUCKETS)).all()
        found = list_pairs(sentences, tags)
        assert ((found.features > 0) & (found.features < BUCKETS)).all()
        assert (found.nouns[found.starts] == -1).all()
        assert (found.firsts <= found.nouns).all()


@given(st.integers(0, 3), st.integers(0, 3))
def test_pairs_are_the_same_wherever_the_sentence_stands(before: int, after: int) -> None:
    words, tags = "The court that heard it threw out the case .".split(), "DT NN WDT VBD PRP VBD RP DT NN .".split()
    filler, filler_tags = ["Courts", "of", "law", ",", "ruled", "."], ["NNS", "IN", "NN", ",", "VBD", "."]
    alone = list_pairs([words], [tags])
    found = list_pairs(
        [filler] * before + [words] + [filler] * after, [filler_tags] * before + [tags] + [filler_tags] * after
    )
    start = 6 * before
    kept = (found.verbs >= start) & (found.verbs < start + len(words))
    assert (found.features[kept] == alone.features).all()
    assert (found.verbs[kept] - start == alone.verbs).all()


def test_a_long_text_goes_through(toy: Path) -> None:
    words = ["courts", "of", "law", "ruled"] * 3000
    model = load_model(toy / "model" / ARGUMENTS, pairs.VERSION)
    assert len(find_arguments(model, [words], [["NNS", "IN", "NN", "VBD"] * 3000])) == 1


def test_signs_keep_the_tags_of_the_rules(toy: Path) -> None:
    words = ["“", "The", "files", "”", ",", "she", "said", "–", "“", "matter", ".", "”"]
    rules = tag_tokens(words)
    joined = join_tags(load_tagger(toy / "model"), [words], [rules])[0]
    assert [t for w, t in zip(words, joined, strict=True) if not w.isalpha()] == [
        t for w, t in zip(words, rules, strict=True) if not w.isalpha()
    ]


def test_neighbours_end_with_the_sentence() -> None:
    one, two = ["The", "files", "burn", "."], ["Plans", "fail", "."]
    rules = [tag_tokens(one), tag_tokens(two)]
    together = list_features([one, two], rules)
    assert (together == np.vstack([list_features([one], rules[:1]), list_features([two], rules[1:])])).all()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(b"1\tcourt\tNN\n\n", "1", id="a row without ten columns"),
        pytest.param(b"\xff\xfe\x00", "", id="bytes that are no text"),
    ],
)
def test_a_malformed_treebank_is_refused(tmp_path: Path, text: bytes, line: str) -> None:
    path = tmp_path / "bad.conllu"
    path.write_bytes(text)
    with pytest.raises(SourceError, match=f"bad.conllu:{line}"):
        list(read_treebank(path))


def test_tags_that_are_not_learnt() -> None:
    assert read_goal("To", "IN") == TAGS.index("TO")
    assert read_goal("http", "ADD") == -1


@needs_model
def test_the_shipped_model_is_small_and_has_its_papers() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.glob("*.npz")) < 2_000_000
    assert "CC BY-SA 4.0" in (SHIPPED / "LICENSE").read_text(encoding="utf-8")
    assert "kg.extract.tagger.train" in (SHIPPED / "README.md").read_text(encoding="utf-8")


MENDED = [
    ("a past tense after its subject", "The panel that heard the case split over fees.", "heard", "VBD"),
    ("a particle", "The court threw out the conviction.", "out", "RP"),
    ("a verb after its plural subject", "Residents worry that the levee leaks.", "worry", "VBP"),
    ("a compound with a hyphen stays as it was", "The court-appointed lawyer left.", "court-appointed", "JJ"),
]


@needs_model
@pytest.mark.parametrize(("text", "word", "tag"), [row[1:] for row in MENDED], ids=[row[0] for row in MENDED])
def test_the_shipped_model_mends(monkeypatch, text: str, word: str, tag: str) -> None:
    monkeypatch.setenv("KG_TAGGER", "ud-ewt")
    tokens = [token for sentence in analyse_text(text) for token in sentence.tokens]
    assert [token.pos for token in tokens if token.text == word] == [tag]


@needs_model
def test_the_shipped_model_finds_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_TAGGER", "ud-ewt")
    (sentence,) = analyse_text("The judge who heard the case rejected the plea.")
    assert [token.text for token in sentence.tokens][6:9] == ["rejected", "the", "plea"]
    assert Arguments(6, 1, 8) in sentence.arguments


@needs_model
def test_eval_with_the_model_is_deterministic(monkeypatch: pytest.MonkeyPatch) -> None:
    gold = ROOT / "data" / "gold"
    one = gold / "inv-a01-paper-mill.json"
    monkeypatch.setenv("KG_TAGGER", os.path.relpath(SHIPPED))
    first, second = (CliRunner().invoke(group, ["eval", str(one), "--json"]).output for _ in range(2))
    assert first == second
    assert json.loads(first)["total"]


FILLED = [
    ("a subject behind a parenthesis", "The firm, the mayor said, owes the fee.", Arguments(7, 1, 9), "firm", "fee"),
    ("an object in front", "The tax, she said, the council never approved.", Arguments(9, 7, 1), "council", "tax"),
    ("a past tense is no participle", "The clerk denies the law harmed anyone.", Arguments(5, 4, 6), "law", "anyone"),
    ("a subject behind its verb", "“We won the case,” said the mayor.", Arguments(7, 9, None), "mayor", None),
    ("what the rules find stands", "The council approved the tax.", Arguments(2, None, 1), "council", "tax"),
]


@pytest.mark.parametrize("row", FILLED, ids=[row[0] for row in FILLED])
def test_arguments_fill_what_the_rules_leave(monkeypatch: pytest.MonkeyPatch, row) -> None:
    _, text, named, subject, object_ = row
    monkeypatch.delenv("KG_TAGGER", raising=False)
    (sentence,) = analyse_text(text)
    (analysis,) = analyse_document([replace(sentence, arguments=(named,))], [])
    verb = next(verb for verb in analysis.verbs if verb.chunk.head == named.verb)
    heads = [[analysis.chunks[i].lemma for i in places] for places in (verb.subject, verb.objects)]
    assert heads == [[subject], [object_] if object_ else []]
