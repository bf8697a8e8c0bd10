"""People's names: given names, titles before them, and the words around that tell a person from a body or place."""

from functools import cache

from kg.extract.lexicon import find_words
from kg.extract.name_view import NameView, list_plain_nouns
from kg.extract.phrases import list_words
from kg.extract.tokens import is_common_word
from kg.resources import find_resource


@cache
def load_given_names() -> dict[str, str]:
    """Return the given names of data/lexicon/given_names.txt in lower case, with m, f or b (both)."""
    lines = find_resource("data", "lexicon", "given_names.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {name.lower(): gender for name, gender in rows}


def skip_title(view: NameView, first: int, last: int) -> int:
    """Return the word where a person's name begins after title words at the start of the run; `first` if none does."""
    titles = find_words("titles")
    best = first
    for stop in range(first + 1, last):
        words = [tuple(token.lower for token in view.tokens[start:stop]) for start in range(max(0, stop - 4), stop)]
        rule = view.find_head(stop, last) if last - stop > 1 else view.find_head(stop - 1, last)
        named = rule is None or (rule.data["type"] == "Place" and is_person(view, stop, last))
        titled = any(word in titles for word in words) and named
        if titled and view.tokens[stop].lower not in ("of", "for", "general", "&"):
            best = stop
    if best == first and last - first > 2 and view.tokens[first].lower not in load_given_names():
        # "Marine Corps Commandant Ada Roe": an unlisted post, then a given name.
        for at in range(first + 1, last - 1):
            given = view.tokens[at].lower in load_given_names() and not is_common_word(view.tokens[at].lower)
            prefix = all(
                is_common_word(token.lower) or i in view.hit_at for i, token in enumerate(view.tokens[first:at], first)
            )
            if given and prefix and at not in view.hit_at and view.find_head(at, last) is None:
                return at
    if best == first and first > 1 and view.tokens[first - 1].lower in ("of", "for"):
        # "Secretary of Agriculture Roe": what the post is of, then the name.
        titled = (view.tokens[first - 2].lower,) in titles
        common = [is_common_word(token.lower) for token in view.tokens[first:last]]
        if titled and common[0] and not all(common) and view.find_head(first, last) is None:
            best = first + common.index(False)
    return best


def is_person(view: NameView, first: int, last: int) -> bool:
    """Say whether words name a person in full: by an honorific, a given name, an age or a verb of speech."""
    words = [
        token for token in view.tokens[first:last] if token.lower not in list_words("suffixes") and token.text != ","
    ]
    if not words:
        return False
    if words[0].lower in list_words("honorifics") and 1 < len(words) <= 5:
        return (words[-1].lower,) not in find_words("titles")  # "Mr. President"
    if not 2 <= len(words) <= 5 or (
        any(word.text.isupper() and len(word.text) > 2 for word in words) and not view.heading
    ):
        return False
    given = words[0].lower.split("-")[0] in load_given_names() or (
        words[0].text.endswith(".") and len(words[0].text) == 2
    )
    if given and not any(word.lower in ("street", "avenue", "act", "day") for word in words):
        return not view.heading or len(words) < 4
    after = view.tokens[last] if last < len(view.tokens) else None
    if view.heading:
        return False
    age = (
        after is not None
        and after.text == ","
        and last + 1 < len(view.tokens)
        and view.tokens[last + 1].text.isdigit()
        and len(view.tokens[last + 1].text) == 2
    )
    speaks = after is not None and after.lemma in list_words("human_verbs") and after.pos.startswith("VB")
    if words[-1].lower in list_plain_nouns():
        return False  # "the Adams County Commissioner said"
    return age or (speaks and not all(is_common_word(word.lower) for word in words))


def is_title(view: NameView, at: int) -> bool:
    """Say whether one word is a title: "Rep."."""
    return (view.tokens[at].lower,) in find_words("titles")


def is_titled(view: NameView, first: int) -> bool:
    """Say whether a title in lower case stands before a name: "attorney Wena Otter", "its president, Wena Otter"."""
    at = first - 2 if first > 1 and view.tokens[first - 1].text == "," else first - 1
    return at >= 0 and is_title(view, at) and view.tokens[at].text[0].islower()


def is_lone_person(view: NameView, first: int, last: int) -> bool:
    """Say whether two words that end like a place ("Lee Park") are a person: a given name, nothing before it."""
    before = view.tokens[first - 1] if first else None
    placed = before is not None and (before.pos in ("DT", "IN") or before.lower == "to")
    if before is not None and before.lower == "of" and first > 1:
        placed = view.tokens[first - 2].lemma not in list_words("done_to_people")  # "the nomination of Ellen Park"
    return last - first == 2 and not placed and view.tokens[first].lower in load_given_names() and not view.heading
