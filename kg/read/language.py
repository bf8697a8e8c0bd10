"""A cheap check that a text is in English: the share of the commonest function words of each language."""

import re
from functools import cache
from pathlib import Path

from kg.errors import LanguageError

_WORDS = {
    "English": "the of and to in a is that for it as was with be by on not he his but at are this have from or "
    "had they which you were their been has will would who she an said its",
    "Spanish": "de la que el en y a los se del las un por con una su para es al lo como más o pero sus le ha me si sin",
    "French": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont avec "
    "aux été",
    "German": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an "
    "werden aus er",
    "Italian": "di e il la che in un a per è una sono con non del si da dei le al come più gli alla nel della ha lo",
    "Portuguese": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao das tem à",
    "Dutch": "de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij of uit nog "
    "naar heeft",
}
_TOKEN = re.compile(r"[^\W\d_]+")
_LOOK_AT = 20_000
_ENOUGH = 25


@cache
def _load_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _WORDS.items()}


def guess_language(text: str) -> str | None:
    """Return the language of a text by name, "another language" where it is none of those known, None if too short.

    >>> guess_language("El alcalde dijo que la ciudad no va a cambiar la ley de los " * 3)
    'Spanish'
    >>> guess_language("Too short to say.")
    """
    letters = [char for char in text[:_LOOK_AT] if char.isalpha()]
    if len(letters) >= _ENOUGH and sum(char > "\u024f" for char in letters) > len(letters) / 2:
        return "another language"
    # Words in lower case only: a list of names says nothing of the language.
    tokens = [token for token in _TOKEN.findall(text[:_LOOK_AT]) if token.islower()]
    if len(tokens) < _ENOUGH:
        return None
    shares = {
        language: sum(token in words for token in tokens) / len(tokens) for language, words in _load_words().items()
    }
    best = max(shares, key=lambda language: shares[language])
    if shares["English"] >= 0.15 or (shares["English"] >= 0.08 and best == "English"):
        return best if shares[best] > 1.6 * shares["English"] else "English"
    return best if shares[best] >= 0.15 else "another language"


def check_language(text: str, *, path: Path | str, line: int | None = None) -> None:
    """Refuse a text that is not in English.

    Raises:
        LanguageError: It is long enough to tell, and it is in another language.
    """
    language = guess_language(text)
    if language not in (None, "English"):
        hint = "Polity reads English only; give a translation, or leave it out."
        raise LanguageError(f"is not in English but in {language}.", path=path, line=line, hint=hint)
