"""Words of a text: where each stands, its part of speech (Penn Treebank tags) and its dictionary form.

Part of speech comes from the lexicon in TextBlob's wheel (each word's commonest tag), then suffixes, then a few rules
for words that are noun and verb alike ("order", "request"). `tag_tokens` is the one place that knows.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.model import Span
from kg.resources import find_resource


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign. `text` is as it stands, `lower` lower-cased with ’ made ', `pos` its Penn Treebank tag."""

    span: Span
    text: str
    lower: str
    lemma: str
    pos: str

    @property
    def coarse(self) -> str:
        """The kind of word in a letter: n v a(djective) r(adverb) d(eterminer) p(reposition) m(odal) w o c x."""
        return COARSE.get(self.pos, "x")


COARSE = {
    **dict.fromkeys(("NN", "NNS", "NNP", "NNPS"), "n"),
    **dict.fromkeys(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"), "v"),
    **dict.fromkeys(("JJ", "JJR", "JJS"), "a"),
    **dict.fromkeys(("RB", "RBR", "RBS"), "r"),
    **dict.fromkeys(("DT", "PDT"), "d"),
    **dict.fromkeys(("IN", "TO"), "p"),
    **dict.fromkeys(("WDT", "WP", "WP$", "WRB"), "w"),
    **dict.fromkeys(("PRP", "PRP$"), "o"),
    "MD": "m",
    "CD": "c",
}
"""Penn tag to one letter; what is not listed is x (punctuation, conjunctions, the possessive)."""


@cache
def load_wording(name: str) -> dict[str, Any]:
    """Return a file of data/lexicon as plain TOML, read once; `name` has no ending."""
    return tomllib.loads(find_resource("data", "lexicon", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _token_pattern() -> re.Pattern[str]:
    words = load_wording("abbreviations")
    known = sorted((*words["never"], *words["perhaps"]), key=len, reverse=True)
    listed = "|".join(re.escape(word) for word in known)
    return re.compile(
        rf"""
        https?://[^\s<>"”)]+[^\s<>"”).,;:]            # an address of the web
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                   # an address of mail
      | [@#]\w+
      | (?:[A-Za-z]\.){{2,}}(?:[A-Za-z]\b(?!\.))?      # U.S., a.m.
      | (?<![\w’'])(?i:{listed})\.(?![\w])             # Sen., Jan.
      | (?<![\w.])[A-Z]\.(?=\s*[A-Z])                  # an initial
      | \$?\d+(?:[.,:/]\d+)+(?:-\w+)*%?                # 1,200.50 10:30 24/7
      | \d+(?:st|nd|rd|th|s)\b(?:-\w+)*                # 2nd, 1970s
      | \$?\d+(?:[-–]\w+)*%?                           # 92-year-old
      | §+
      | (?:then|ex)-(?=[A-Z])
      | (?<!\w)[A-Z]\w+(?=-(?:based|born|area)\b)     # Tampa|-based
      | (?<=\w)-(?:based|born|area)\b
      | (?<!\w)(?:[DRI]|DFL)-(?=[A-Z][A-Za-z.])        # a party: D-|Ohio, R-|S.D.
      | (?:n['’]t)\b
      | ['’](?:s|S|re|ve|ll|d|m)\b
      | \w+?(?=n['’]t\b)                               # did|n't
      | \w+(?:&\w+)*(?:[-‑](?=\w)[\w&]+|['’](?!(?:s|re|ve|ll|d|m|S)\b)(?=\w{{2,}})\w+)*
      | \.\.\.+ | …
      | --+ | [–—]
      | \S
        """,
        re.VERBOSE,
    )


def split_tokens(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut `text[start:end]` into tokens; returns their offsets in `text`, in order, never overlapping.

    Contractions and possessives are tokens of their own, hyphened words are one, abbreviations keep their full stop.

    >>> text = "Sen. Lee didn't sue the U.S. agency’s 92-year-old head."
    >>> [text[a:b] for a, b in split_tokens(text, 0, len(text))]
    ['Sen.', 'Lee', 'did', "n't", 'sue', 'the', 'U.S.', 'agency', '’s', '92-year-old', 'head', '.']
    """
    return [match.span() for match in _token_pattern().finditer(text, start, end)]


@cache
def _load_tags() -> dict[str, str]:
    """The commonest tag of each of 94,000 words, read from TextBlob's wheel without importing it (that takes 0.6 s)."""
    spec = find_spec("textblob")
    if spec is None or spec.origin is None:
        raise SourceError("is not installed.", path="textblob", hint="Run: pip install textblob")
    path = Path(spec.origin).parent / "en" / "en-lexicon.txt"
    rows = (line.split(" ") for line in path.read_text(encoding="utf-8").splitlines() if line and line[:3] != ";;;")
    return {row[0]: row[1] for row in rows if len(row) > 1}


_SUFFIXES = (
    ("ly", "RB"), ("ing", "VBG"), ("ed", "VBD"), ("able", "JJ"), ("ible", "JJ"), ("ous", "JJ"), ("ful", "JJ"),
    ("ive", "JJ"), ("ical", "JJ"), ("less", "JJ"), ("ary", "JJ"),
    ("ss", "NN"), ("us", "NN"), ("is", "NN"), ("s", "NNS"),
)  # fmt: skip
_CONTRACTED = {"n't": "RB", "'s": "POS", "'re": "VBP", "'ve": "VBP", "'ll": "MD", "'d": "MD", "'m": "VBP", "'": "POS"}
_QUOTES = frozenset("“”\"‘’'«»")
_AUXILIARY = frozenset(("be", "have", "do", "get"))
_NOMINAL_BEFORE = frozenset(("DT", "PRP$", "JJ", "POS", "CD", "JJS", "JJR"))


def tag_tokens(words: Sequence[str]) -> list[str]:
    """Return the Penn Treebank tag of each word of one sentence.

    >>> tag_tokens(["The", "county", "asked", "a", "judge", "to", "order", "the", "sale", "."])
    ['DT', 'NN', 'VBD', 'DT', 'NN', 'TO', 'VB', 'DT', 'NN', '.']
    """
    tags: list[str] = []
    for index, word in enumerate(words):
        lower = word.lower().replace("’", "'")
        tag = _CONTRACTED.get(lower) or tag_word(word, index == 0 or words[index - 1] in _QUOTES)
        tags.append(tag)
    for index, word in enumerate(words):
        tags[index] = _mend_tag(words, tags, index, word)
    return tags


@lru_cache(maxsize=65536)
def tag_word(word: str, first: bool) -> str:
    """The commonest tag of a word by itself."""
    lexicon = _load_tags()
    if word[0] in "$€£" and len(word) > 1:
        return "CD"
    if word == "US":
        return "NNP"
    if word[0].isupper() and len(word) > 5 and word.endswith("ans"):
        return "NNPS"  # Ohioans
    if word[0] == "-" and word[1:].isalpha():
        return "JJ"
    if not word[0].isalnum():
        if word in _QUOTES:
            return "''"
        return {",": ",", "–": ":", "—": ":", "--": ":", ";": ":", ":": ":", "$": "$", "(": "(", ")": ")"}.get(
            word, "."
        )
    if word[0].isdigit():
        return "CD" if not word[-1].isalpha() or word[-2:] in ("st", "nd", "rd", "th") else "JJ"
    lower = word.lower()
    if lower in ("then-", "ex-"):
        return "JJ"
    tag = lexicon.get(lower) if first else (lexicon.get(word) or (lexicon.get(lower) if word.isupper() else None))
    if tag is None and not first and word[0].isupper():
        # Unlisted with a capital inside a sentence: a name, unless it is a function word of a heading.
        low = lexicon.get(lower)
        return low if low in ("DT", "IN", "CC", "TO", "PRP", "PRP$", "MD") else "NNP"
    if tag is None and first and word[0].isupper():
        return lexicon.get(word) or "NNP"
    if tag is None and "-" in word:
        last = word.rsplit("-", 1)[1]
        known = lexicon.get(last.lower())
        if last.lower() in ("old", "led", "based", "wide", "era") or (known and known.startswith(("JJ", "VB"))):
            return "VBG" if last.endswith("ing") else "JJ"
        tag = known
    if tag is None:
        tag = next((tag for suffix, tag in _SUFFIXES if lower.endswith(suffix)), "NN")
    return "NNP" if tag == "FW" and word[0].isupper() else tag


_VERBAL = frozenset(("VB", "VBP", "VBZ"))
_OBJECT_STARTS = frozenset(("DT", "PRP", "PRP$", "TO", "NNP", "CD", "RB", "''", "NNS"))
_DO = frozenset(("do", "does", "did"))
_CONJUNCTIONS = frozenset(
    (
        "that",
        "after",
        "because",
        "if",
        "while",
        "as",
        "although",
        "though",
        "since",
        "before",
        "until",
        "whether",
        "unless",
    )
)
_NAMES_OF_IT = frozenset(("it", "that", "he", "she", "there", "what", "who", "here"))


def _mend_tag(words: Sequence[str], tags: list[str], index: int, word: str) -> str:
    """Correct one tag by its neighbours; those to the left are mended already."""
    tag = tags[index]
    if not word[0].isalpha() and tag != "POS":
        return tag
    lower = word.lower()
    before = tags[index - 1] if index else ""
    following = tags[index + 1] if index + 1 < len(tags) else "."
    if lower == "that" and tag == "IN" and before in ("NN", "NNS") and following in ("VBZ", "VBP", "VBD", "MD"):
        return "WDT"
    if lower == "that" and tag == "IN" and before in ("", "''") and index + 1 < len(tags):
        return "DT" if tags[index + 1] in ("NN", "JJ", "NNS") else tag
    previous = words[index - 1].lower() if index else ""
    if lower == "that" and tag == "IN" and before.startswith("VB") and following == "NN":
        after = tags[index + 2] if index + 2 < len(tags) else "."
        return "DT" if after in (",", ".", "IN", "CC") else tag
    if tag == "POS":
        if lower in ("'s", "’s") and previous in _NAMES_OF_IT:
            return "VBZ"
        return "''" if index == 0 or before in ("''", ",", ".") else tag
    if tag in ("VBD", "VBN"):
        return _mend_participle(words, tags, index)
    form = _both_forms().get(lower, "")
    if before in ("TO", "MD"):
        verb = tag == "VBP" or form == "base" or (before == "MD" and tag in ("NN", "JJ") and _takes_object(following))
        return "VB" if verb and word[0].islower() else tag
    if previous in ("n't", "n’t", "not") and index > 1 and (tags[index - 2] == "MD" or words[index - 2].lower() in _DO):
        return "VB" if tag in ("NN", "VBP") else tag
    if tag in _VERBAL and before in _NOMINAL_BEFORE and (form or following in ("IN", ".", ",", "VBD", "MD")):
        return "NNS" if tag == "VBZ" else "NN"
    if form and word[0].islower():
        return _tell_noun(form, tag, before, previous, following, _lacks_verb(words, tags, index))
    return "VBP" if tag == "VB" and before in ("NNS", "NNPS", "PRP", "WP", "WDT", "NNP") else tag


def _takes_object(following: str) -> bool:
    """Whether a word after "could" or "will" has its object behind it, so that it is the verb: "could poison fish"."""
    return following in ("DT", "PRP", "PRP$", "NNS", "NNP", "CD", "NN", "JJ")


def _tell_noun(form: str, tag: str, before: str, previous: str, following: str, verbless: bool) -> str:
    """Tell noun from verb for a word that is both."""
    plural = before == "NNS" or previous == "police"
    subject = before in ("NNP", "NNPS", "PRP", "WDT", "WP") or (plural if form == "base" else before == "NN")
    opens = (
        following in _OBJECT_STARTS
        or (following == "JJ" and plural and form == "base")
        or (following == "IN" and (before not in ("NN", "NNP", "NNS") or plural))
    )
    if subject and opens and previous != "her" and verbless:
        return "VBZ" if form == "s" else "VBP"
    if tag == "VBZ" and not subject:
        return "NNS"
    if tag == "VBZ" and not opens and before == "NN":
        return "NNS"
    if tag in ("VB", "VBP") and (before in ("JJ", "DT", "POS", "PRP$") or (before == "NN" and not opens)):
        return "NN"
    return "NNS" if tag == "NN" and form == "s" else tag


def _lacks_verb(words: Sequence[str], tags: list[str], index: int) -> bool:
    """Whether a clause has begun before `index` whose verb is still to come."""
    for back in range(index - 1, -1, -1):
        tag = tags[back]
        if tag == "IN":
            return words[back].lower() in _CONJUNCTIONS
        if tag in (",", ":", "WDT", "WP", "WRB", "CC"):
            return True
        if tag in ("VBD", "VBZ", "VBP", "MD", "TO", "VBG", "CD"):
            return False
    return True


def _mend_participle(words: Sequence[str], tags: list[str], index: int) -> str:
    """Tell a past tense from a past participle: a participle follows be, have or a noun it stands beside with by."""
    lower = words[index].lower()
    for back in range(index - 1, max(-1, index - 4), -1):
        if tags[back] in ("RB", "''"):
            continue
        lemma = (
            find_lemma(words[back].lower().replace("’", "'"), tags[back])
            if tags[back].startswith(("VB", "MD", "POS"))
            else ""
        )
        if lemma in _AUXILIARY:
            return "VBN"
        break
    if lower.endswith("ed") or tags[index] == "VBD":
        following = words[index + 1].lower() if index + 1 < len(words) else ""
        if following == "by" and index and tags[index - 1] in ("NN", "NNS", "NNP"):
            return "VBN"
        if (
            index
            and tags[index - 1] in ("NN", "NNP", "NNS", "NNPS", "PRP", "WDT", "WP", "RB")
            and _lacks_verb(words, tags, index)
        ):
            return "VBD" if lower.endswith("ed") else tags[index]
    return tags[index]


@cache
def _both_forms() -> dict[str, str]:
    """Forms of words that are noun and verb alike: "order" is base, "orders" is s."""
    forms: dict[str, str] = {}
    for base in load_wording("tagging")["both"]:
        forms[base] = "base"
        plural = base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s")
        if base.endswith("y") and base[-2] not in "aeiou":
            plural = base[:-1] + "ies"
        forms[plural] = "s"
    return forms


@cache
def _irregular(kind: str) -> dict[str, str]:
    return {form: lemma for lemma, forms in load_wording("lemmas")[kind].items() for form in (lemma, *forms)}


@lru_cache(maxsize=65536)
def find_lemma(lower: str, pos: str) -> str:
    """Return a word's dictionary form; words other than nouns and verbs come back as they are.

    >>> [find_lemma(*pair) for pair in [("issued", "VBD"), ("cities", "NNS"), ("summonses", "NNS"), ("planned", "VBD")]]
    ['issue', 'city', 'summons', 'plan']
    """
    if pos.startswith("VB") or pos == "MD":
        return _irregular("verb").get(lower) or _strip_verb(lower, pos)
    if pos in ("NNS", "NNPS"):
        return _irregular("noun").get(lower) or _strip_plural(lower)
    if pos in ("NN", "NNP"):
        return _irregular("noun").get(lower, lower)
    return "not" if lower == "n't" else lower


def _strip_plural(lower: str) -> str:
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith("men") and len(lower) > 4:
        return lower[:-3] + "man"
    if lower.endswith("oes") and len(lower) > 5:
        return lower[:-2]
    if lower.endswith(("sses", "shes", "ches", "xes", "zes")):
        return lower[:-2]
    return lower[:-1] if lower.endswith("s") and not lower.endswith(("ss", "us", "is")) else lower


def _strip_verb(lower: str, pos: str) -> str:
    if pos == "VBZ" or (pos == "VB" and lower.endswith("s") and not lower.endswith("ss")):
        return _strip_plural(lower)
    for ending in ("ing", "ed"):
        if not lower.endswith(ending) or len(lower) <= len(ending) + 2:
            continue
        stem = lower[: -len(ending)]
        if ending == "ed" and stem.endswith("i"):
            return stem[:-1] + "y"
        if _is_base(stem + "e") and not _is_base(stem):
            return stem + "e"
        if _is_base(stem):
            return stem
        if stem[-1] == stem[-2] and stem[-1] not in "aeiou":
            return stem[:-1] if _is_base(stem[:-1]) or stem[-1] not in "sl" else stem
        return stem + "e" if stem[-1] in "csvguz" or stem.endswith(("at", "ir", "ut")) else stem
    return lower


def _is_base(word: str) -> bool:
    tag = _load_tags().get(word)
    return tag in ("VB", "VBP", "NN", "JJ")


def is_common_word(lower: str, *, plural: bool = True) -> bool:
    """Whether a word stands in the tagger's lexicon in lower case, so that its capital may come from its place.

    `plural`: its singular will do.
    """
    tags = _load_tags()
    return lower in tags or (plural and lower.endswith("s") and lower[:-1] in tags)
