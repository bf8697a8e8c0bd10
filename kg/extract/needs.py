"""Words without which a pattern of kg/extract/patterns.py cannot fit, so that most sentences need not be tried.

`Pattern.needs` asks for one word of the pattern's plainest element; here every element and every group of alternatives
gives its own set, of which a sentence must hold a word.
"""

from collections.abc import Mapping, Sequence

_Need = frozenset[str]
_WILD = "~<{.^$"


def list_needs(source: str, parts: Mapping[str, str] | None = None) -> tuple[_Need, ...]:
    """Return sets of words and dictionary forms; where a pattern fits, the sentence holds one of each set.

    Args:
        source: A pattern, its elements with blanks between them.
        parts: The pieces that it may name in {braces}.

    >>> [sorted(need) for need in list_needs("subj=<Person> ( who? lead:v | head:v ) the? obj=<Agency> now|here")]
    [['head', 'lead'], ['here', 'now']]
    """
    needs, end = _read(source.split(), 0, parts or {})
    return tuple(dict.fromkeys(needs)) if end == len(source.split()) else ()


def _read(elements: Sequence[str], start: int, parts: Mapping[str, str]) -> tuple[list[_Need], int]:
    """Read alternatives up to the bracket that closes them: what all of them need, and the position of the bracket."""
    options: list[list[_Need]] = [[]]
    i = start
    while i < len(elements) and not elements[i].startswith(")"):
        element = elements[i]
        if element == "|":
            options.append([])
        elif element.endswith("("):
            inner, i = _read(elements, i + 1, parts)
            if i < len(elements) and elements[i][1:2] not in ("?", "*"):
                options[-1] += inner
        elif element.startswith("{") and element.endswith("}"):
            options[-1] += _read(parts.get(element[1:-1], "").split(), 0, parts)[0]
        elif need := _read_element(element):
            options[-1].append(need)
        i += 1
    if len(options) == 1:
        return options[0], i
    if not all(options):
        return [], i
    return [frozenset().union(*(min(option, key=len) for option in options))], i


def _read_element(element: str) -> _Need:
    """Return the words of which a single element is one; none for an optional element or one of any word."""
    if element[-1] in "?*" or any(sign in element for sign in _WILD):
        return frozenset()
    words: set[str] = set()
    for option in element.rstrip("+").split("|"):
        word, colon, _ = option.partition(":")
        if colon and not word:
            return frozenset()
        words.add(word.removeprefix("=").lower() if len(word) > 1 else word.lower())
    return frozenset(words)
