"""Score an extraction against hand-made annotations: data/gold/README.md says what counts."""

from kg.score.gold import GoldArticle, load_gold
from kg.score.layers import score_extraction
from kg.score.tally import Mistake, Score, Tally, add_scores

__all__ = ["GoldArticle", "Mistake", "Score", "Tally", "add_scores", "load_gold", "score_extraction"]
