"""Runs: the stretches of capitalised words that may be one name, joined over "of", "for" and "and"."""

from collections.abc import Collection

from kg.extract.lexicon import find_words
from kg.extract.name_people import load_given_names
from kg.extract.name_view import NameView, list_plain_nouns
from kg.extract.phrases import list_words
from kg.extract.tokens import is_common_word
from kg.model import MentionType

_IN_LAWS = (["in"], ["with"], ["over"], ["against"], ["in", "the"], ["the"], ["to"], ["a"], ["from"], ["at"], ["by"])
_IN_NAMES = (["for"], ["of"], ["on"], ["for", "the"], ["of", "the"], ["on", "the"])
_FUNCTION = frozenset(("DT", "IN", "PRP", "PRP$", "CC", "TO", "MD", "WDT", "WP", "WP$", "WRB", "EX", "PDT"))


def find_runs(view: NameView, taken: Collection[int]) -> list[tuple[int, int]]:
    """Find the stretches of words that may be one name.

    Args:
        view: The sentence.
        taken: Words that no run may touch.

    Returns:
        First word and the word behind the last of each run, in reading order, never overlapping.
    """
    runs: list[tuple[int, int]] = []
    index, count = 0, len(view.tokens)
    while index < count:
        if index in taken or not _starts(view, index):
            index += 1
            continue
        last = index + 1
        while last < count and last not in taken:
            token = view.tokens[last]
            initial = len(token.text) == 2 and token.text[1] == "." and token.text[0].isupper()
            particle = (
                token.lower in list_words("particles")
                and last + 1 < count
                and (_is_name(view, last + 1) or view.tokens[last + 1].lower in list_words("particles"))
            )
            if (
                _is_name(view, last)
                or initial
                or particle
                or (token.text == "&" and last + 1 < count and _is_name(view, last + 1))
            ):
                last += 1
            elif (token.text == "," and last + 1 < count and view.tokens[last + 1].lower in list_words("suffixes")) or (
                token.text == "," and last + 1 < count and view.tokens[last + 1].lower in ("inc.", "llc", "l.p.")
            ):
                last += 2
            else:
                break
        runs.append((index, last))
        index = last
    return _join(view, runs)


def _starts(view: NameView, index: int) -> bool:
    token = view.tokens[index]
    initial = len(token.text) == 2 and token.text[1] == "." and token.text[0].isupper()
    return _is_name(view, index) or (initial and index + 1 < len(view.tokens) and _is_name(view, index + 1))


def _is_name(view: NameView, index: int) -> bool:
    """Whether a word may be part of a name."""
    token = view.tokens[index]
    if index in view.barred:
        return False
    if index in view.hit_at and not view.hit_at[index].weak:
        return True
    if not token.text[0].isupper():
        return False
    if token.lower in list_words("platforms"):
        return view.acts(index)
    if token.lower in list_words("no_names"):
        if token.text.isupper() and len(token.text) > 2 and _ends_as_law(view, index + 1):
            return True  # "the PFAS Action Act"
        if token.lower == "no" and _is_capital_inside(view, index):
            return True
        after = view.tokens[index + 1] if index + 1 < len(view.tokens) else None
        known = token.lower in list_words("directions") or token.lower in list_words("peoples")
        if known and after is not None and after.lower in list_words("peoples"):
            return _is_name(view, index + 1)  # "Native American Rights Fund"
        return known and after is not None and after.text[0].isupper() and after.lower not in list_words("no_names")
    if token.pos in _FUNCTION and not (token.text.isupper() and len(token.text) > 1):
        return _is_capital_inside(view, index)
    if len(token.text) == 1 or token.lower.endswith(("-based", "-area", "-led", "-era", "-backed")):
        return False
    if view.is_opening(index):
        after = view.tokens[index + 1] if index + 1 < len(view.tokens) else None
        follows = after is not None and after.text[0].isupper() and index + 1 not in view.barred
        if token.lower in view.book.surnames or token.lower in view.book.inside:
            return True
        if is_common_word(token.lower):
            return follows and not view.heading and token.pos not in ("RB", "VBG", "VBN", "VB", "VBD")
        return True
    return True


def _is_capital_inside(view: NameView, index: int) -> bool:
    """Whether a small word has a capital as its neighbours in a name have: "Keep Our Rivers Clean Act", "Will Roe"."""
    if view.is_opening(index) or view.heading or index + 1 >= len(view.tokens):
        return False
    before, token, after = view.tokens[index - 1 : index + 2]
    follows = after.text[0].isupper() and after.text.isalpha() and index + 1 not in view.barred
    if token.pos == "MD":
        return follows and token.lower in load_given_names()
    owned = token.pos in ("PRP$", "IN", "DT", "PDT") and token.lower not in ("that", "this")
    if before.lower in ("the", "for", "of", "to") and owned:
        return _ends_as_law(view, index + 1)  # "the No Surprises Act", "the For the People Act"
    return owned and follows and before.text[0].isupper() and before.text.isalpha() and index - 1 not in view.barred


def _ends_as_law(view: NameView, index: int) -> bool:
    """Whether a title that goes on at a word ends as a law's does, small words between."""
    for token in view.tokens[index : index + 8]:
        if token.lower in ("act", "amendment"):
            return token.text[0].isupper()
        if not (token.text[0].isupper() or token.pos in ("DT", "IN", "TO", "CC", "PRP$")):
            return False
    return False


def _join(view: NameView, runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join "Department" "of" "Health and Human Services", "Immigration" "and" "Customs Enforcement"."""
    joined: list[tuple[int, int]] = []
    for first, last in runs:
        while joined:
            start, stop = joined[-1]
            between = [token.lower for token in view.tokens[stop:first]]
            if between and _joins(view, start, stop, first, last, between):
                joined.pop()
                first = start
                continue
            break
        joined.append((first, last))
    return joined


def _stands_for(view: NameView, start: int, stop: int, first: int, last: int) -> bool:
    """Whether a group's name says what it is for: "Everhome for Safe Streets"."""
    cause = view.tokens[first:last]
    front = view.tokens[start:stop]
    plain = all(is_common_word(token.lower) and token.text.istitle() for token in cause)
    free = not any(at in view.hit_at or (view.tokens[at].lower,) in find_words("titles") for at in range(start, stop))
    given = front[0].lower in load_given_names()
    return plain and free and not given and not view.heading and len(front) <= 2 and first not in view.hit_at


def _lists_topics(view: NameView, start: int, stop: int, last: int) -> bool:
    """Whether common words before a comma or "and" belong to the committee or act behind it.

    "Science, Space and Technology Committee", "the Water Quality and Services Improvement Act".
    """
    kind = view.tokens[last - 1].lower
    if kind not in ("committee", "subcommittee", "act") or view.heading or stop - start > 5:
        return False
    plain = all(is_common_word(t.lower) and t.text.istitle() and t.pos != "CD" for t in view.tokens[start:stop])
    named = any(at in view.hit_at and not view.hit_at[at].weak for at in range(start, stop))
    opened = start > 0 and (view.tokens[start - 1].pos in ("DT", "PRP$", "POS") or view.tokens[start - 1].text == ",")
    return plain and not named and view.find_head(start, stop) is None and (opened or kind != "act")


def _owns(view: NameView, start: int, stop: int, first: int, last: int) -> bool:
    """Whether a name runs over a possessive: "Adams County Sheriff's Department", "the Nurses' Association"."""
    after = view.find_head(first, last) or find_words("name_heads").get((view.tokens[last - 1].lower,))
    if after is None or view.heading or last - first > 4:
        return False
    owner = view.tokens[stop - 1]
    if (owner.lower,) in find_words("titles") or tuple(t.lower for t in view.tokens[stop - 2 : stop]) in find_words(
        "titles"
    ):
        return after.data["type"] == "Agency" and last - first <= 2
    if after.data["type"] != "Organisation" or after.id == "news":
        return False
    saint = view.tokens[start].lower in ("st.", "saint", "our", "children", "people", "women", "veterans")
    plural = owner.lower.endswith("s") or owner.pos == "NNS"
    return saint or (is_common_word(owner.lower) and plural and stop not in view.hit_at)


def _joins(view: NameView, start: int, stop: int, first: int, last: int, between: list[str]) -> bool:
    if view.heading and first not in view.hit_at:
        return False
    if between in (["'s"], ["'"]):
        if view.tokens[stop - 1].lower == "veterans" and view.tokens[first].lower == "affairs":
            return True
        return _hit_over(view, start, last) or _owns(view, start, stop, first, last)
    if between in _IN_LAWS or between in _IN_NAMES:
        law = view.find_head(first, last)
        act = law is not None and law.id == "instrument" and view.tokens[last - 1].lower in ("act", "amendment", "code")
        common = all(is_common_word(token.lower) for token in view.tokens[start:stop])
        if between in _IN_LAWS or (act and common):
            return act and common and start not in view.hit_at
    head = view.find_head(start, stop) or find_words("name_heads").get((view.tokens[stop - 1].lower,))
    if between in (["for"], ["against"]) and stop - start <= 2 and view.tokens[stop - 1].lemma in list_plain_nouns():
        return not view.heading  # "Parents for Safe Streets"
    if between in (["for"], ["against"]) and _stands_for(view, start, stop, first, last):
        return True
    if between in (["of"], ["for"], ["of", "the"], ["for", "the"], ["on"], ["to", "the"], ["on", "the"]):
        if head is None or (between[0] != "of" and head.data["type"] not in ("Agency", "Organisation", "Court")):
            return _hit_over(view, start, last)
        hit = view.hit_at.get(first)
        place = hit is not None and hit.last == last and hit.type in (MentionType.JURISDICTION, MentionType.PLACE)
        return not (place and between[0] in ("on", "for"))
    if between in (["and"], ["&"], [",", "and"], [","]):
        if _hit_over(view, start, last) or _lists_topics(view, start, stop, last):
            return True
        words = [token.lower for token in view.tokens[first:last]]
        joint = any(token.lower in ("of", "for", "on") for token in view.tokens[start:stop])
        if joint and head is not None and between != [","]:
            # Department of Health and Human Services: common words, no name of their own.
            return all(is_common_word(word) for word in words) and view.find_head(first, last) is None
        after = view.find_head(first, last)
        if between == ["and"] and after is not None and after.id == "state" and stop - start <= 2 and head is None:
            return view.tokens[last - 1].lower in ("tribes", "nations", "bands")  # "Oto and Mesa Tribes"
        return (
            between in (["and"], ["&"])
            and after is not None
            and after.data["type"] in ("Agency", "Organisation", "LegalInstrument")
            and len(words) > 1
            and stop - start <= 2
            and all(is_common_word(token.lower) for token in view.tokens[start:stop])
            and (head is None or (head.data["type"] == "Organisation" and after.data["type"] == "Agency"))
        )
    return False


def _hit_over(view: NameView, first: int, last: int) -> bool:
    hit = view.hit_at.get(first)
    return hit is not None and hit.last >= last and hit.first <= first
