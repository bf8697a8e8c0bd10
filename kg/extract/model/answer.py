"""The answer: what a model proposes, read with distrust. What is not of the form asked for is dropped and counted."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MOST = 500
"""Proposals of one article that are looked at."""


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """Words, who says them, and the verb of saying, each as the text is said to have it."""

    words: str
    speaker: str
    verb: str


@dataclass(frozen=True, slots=True)
class ProposedEvent:
    """A kind of event with its trigger in a sentence; `participants` are pairs of role and words."""

    kind: str
    sentence: str
    trigger: str
    polarity: bool
    modality: str
    participants: tuple[tuple[str, str], ...]


def read_answer(answer: bytes, dropped: Counter[str]) -> list[ProposedClaim | ProposedEvent]:
    """Return the proposals in the body of a chat completion.

    What cannot be read is counted in `dropped`, by its reason.

    >>> counts = Counter()
    >>> content = '{"claims": [{"words": "it was sent", "speaker": "ICE", "verb": "insists"}, {"words": 7}]}'
    >>> read_answer(json.dumps({"choices": [{"message": {"content": content}}]}).encode(), counts)
    [ProposedClaim(words='it was sent', speaker='ICE', verb='insists')]
    >>> counts
    Counter({'a claim lacks words, speaker or verb': 1})
    """
    data = _read_json(_find_content(_read_json(answer)))
    if not isinstance(data, dict):
        dropped["the answer is not the JSON object asked for"] += 1
        return []
    proposals: list[ProposedClaim | ProposedEvent] = [
        *_read_claims(data.get("claims"), dropped),
        *_read_events(data.get("events"), dropped),
    ]
    if len(proposals) > _MOST:
        dropped["there are too many proposals"] += len(proposals) - _MOST
    return proposals[:_MOST]


def _read_json(text: bytes | str) -> Any:  # noqa: ANN401 -- any JSON
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _find_content(answer: Any) -> str:  # noqa: ANN401
    """Return what the model said, without the fence of Markdown that some put around JSON."""
    try:
        content = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        return ""
    return content.strip().removeprefix("```json").strip("`\n ") if isinstance(content, str) else ""


def _list_objects(value: Any, dropped: Counter[str], kind: str) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    for item in value if isinstance(value, list) else []:
        if isinstance(item, dict):
            yield item
        else:
            dropped[f"{kind} is no object"] += 1


def _read_claims(value: Any, dropped: Counter[str]) -> Iterator[ProposedClaim]:  # noqa: ANN401
    for item in _list_objects(value, dropped, "a claim"):
        parts = [item.get(name) for name in ("words", "speaker", "verb")]
        if all(isinstance(part, str) and part.strip() for part in parts):
            yield ProposedClaim(*(str(part).strip() for part in parts))
        else:
            dropped["a claim lacks words, speaker or verb"] += 1


def _read_events(value: Any, dropped: Counter[str]) -> Iterator[ProposedEvent]:  # noqa: ANN401
    for item in _list_objects(value, dropped, "an event"):
        parts = [item.get(name) for name in ("kind", "sentence", "trigger")]
        polarity, modality = item.get("polarity", True), item.get("modality", "actual")
        if not all(isinstance(part, str) and part.strip() for part in parts) or not isinstance(polarity, bool):
            dropped["an event lacks kind, sentence or trigger"] += 1
            continue
        given = _list_objects(item.get("participants"), dropped, "a participant")
        pairs = tuple((str(one.get("role", "")), str(one.get("words", "")).strip()) for one in given)
        kind, sentence, trigger = (str(part).strip() for part in parts)
        yield ProposedEvent(kind, sentence, trigger, polarity, str(modality), pairs)
