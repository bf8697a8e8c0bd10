"""Amounts of money: "$1.5 million", "€3,000", "20 million dollars", "$5 million to $10 million" as two.

The norm is the code of ISO 4217 with the amount in figures: "USD 1500000".
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from rdflib import XSD, Literal

from kg.errors import InputError
from kg.model import Span
from kg.values.number import FIGURES, MAGNITUDE, NUMBER, read_number

_SIGNS = {
    "US$": "USD",
    "C$": "CAD",
    "CA$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "R$": "BRL",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₪": "ILS",
}
_NAMES = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "peso": "MXN", "ruble": "RUB", "cent": "USD"}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a text; `currency` is an ISO 4217 code, the dollar sign alone being read as USD."""

    span: Span
    amount: Decimal
    currency: str

    @property
    def norm(self) -> str:
        """The code and the amount in plain figures.

        >>> find_money("a $1.50 fare")[0].norm
        'USD 1.5'
        """
        plain = f"{self.amount:f}"
        return f"{self.currency} {plain.rstrip('0').rstrip('.') if '.' in plain else plain}"


@cache
def _compile() -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w$])(?:(?P<sign>{signs})\s?(?P<figures>(?:{FIGURES})(?:[-\s]?{MAGNITUDE})?)(?![\d,]*\d)"
        rf"|(?P<number>{NUMBER})[-\s](?:U\.?S\.?\s)?(?P<name>dollar|euro|pound|yen|peso|ruble|cent)s?\b(?!\ssterling\sof))"
    )


def find_money(text: str) -> tuple[Money, ...]:
    """Find every amount of money, in reading order, spans never overlapping.

    >>> [(money.norm, money.span.of("fined $1.5 million")) for money in find_money("fined $1.5 million")]
    [('USD 1500000', '$1.5 million')]
    """
    found = []
    for match in _compile().finditer(text):
        if match["name"] == "pound" and not match.group().endswith("s"):
            continue  # "a 10-pound bag"
        currency = _SIGNS[match["sign"]] if match["sign"] else _NAMES[match["name"]]
        amount = read_number(match["figures"] or match["number"])
        found.append(Money(Span(*match.span()), amount / 100 if match["name"] == "cent" else amount, currency))
    return tuple(found)


def clean_money(text: str) -> Money | None:
    """Return the amount where the whole text is one, else None.

    >>> clean_money(" $86,500 ").norm
    'USD 86500'
    """
    found = find_money(text.strip())
    return found[0] if len(found) == 1 and found[0].span == Span(0, len(text.strip())) else None


def read_money_norm(norm: str) -> Money:
    """Return the amount that a norm says; its span is empty.

    Raises:
        InputError: It is no norm.

    >>> read_money_norm("EUR 3000").amount
    Decimal('3000')
    """
    if not re.fullmatch(r"[A-Z]{3} \d+(?:\.\d+)?", norm):
        raise InputError(f"{norm!r} is no amount of money. Write a code and figures, such as 'USD 1500000'.")
    return Money(Span(0, 0), Decimal(norm[4:]), norm[:3])


def compare_money(first: Money, second: Money) -> bool | None:
    """Say whether two amounts are equal; None where their currencies differ, so that nothing follows."""
    return first.amount == second.amount if first.currency == second.currency else None


def write_money(money: Money) -> Literal:
    """Return the amount as xsd:decimal; the currency is a statement of its own."""
    return Literal(money.norm[4:], datatype=XSD.decimal)
