"""Numbers as newspapers write them: words to ten, figures above, magnitudes ("1.5 million")."""

import re
from decimal import Decimal, InvalidOperation

from kg.errors import InputError

_ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: number * 10
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
"""The number of each word for a multiple of ten, "twenty" to "ninety"."""
SMALL_NUMBERS = {**{word: number for word, number in _ONES.items() if number}, "twenty": 20}
"""The number of each word from "one" to "twenty"."""
_MAGNITUDES = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "m": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_UNDER_TWENTY = "|".join(sorted(_ONES, key=len, reverse=True))
WORDS = rf"(?:(?:{'|'.join(TENS)})(?:[-\s](?:{_UNDER_TWENTY}))?|{_UNDER_TWENTY}|an?)(?:\shundred|\sdozen)?"
FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,15}(?:\.\d{1,4})?"
MAGNITUDE = r"(?:hundred|thousand|million|billion|trillion|bn|[kKmM](?![\w]))"
NUMBER = rf"(?:{FIGURES}|{WORDS})(?:[-\s]{MAGNITUDE})?"


def read_number(text: str) -> Decimal:
    """Return the number that figures, words and a magnitude say.

    Raises:
        InputError: They say none.

    >>> read_number("1.5 million"), read_number("twenty-two"), read_number("1,200"), read_number("a hundred")
    (Decimal('1500000.0'), Decimal('22'), Decimal('1200'), Decimal('100'))
    """
    total, current = Decimal(0), None
    try:
        for token in re.findall(r"[A-Za-z]+|\d[\d,.]*\d|\d", text):
            word = token.lower()
            if word[0].isdigit():
                current = Decimal(word.replace(",", ""))
            elif word in ("a", "an"):
                current = Decimal(1)
            elif word in _ONES or word in TENS:
                current = (current or 0) + Decimal(_ONES.get(word) or TENS.get(word, 0))
            elif word == "dozen":
                current = (current or 1) * Decimal(12)
            elif word in _MAGNITUDES:
                total, current = (
                    total + (current if current is not None else Decimal(1)) * _MAGNITUDES[word],
                    Decimal(0),
                )
    except InvalidOperation:
        current = None
    if current is None:
        raise InputError(f"{text!r} is no number. Write figures or words, such as '1.5 million' or 'twenty-two'.")
    return total + current
