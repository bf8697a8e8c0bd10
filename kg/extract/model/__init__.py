"""An optional extractor: any server that speaks the OpenAI chat protocol proposes claims and events, the text decides.

Off unless asked for. What the rules find stays; a proposal is kept only where its words stand in the text.
"""

from kg.extract.model.extractor import ModelExtractor

__all__ = ["ModelExtractor"]
