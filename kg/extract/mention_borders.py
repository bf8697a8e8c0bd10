"""Borders: what belongs to a mention before and behind its head, as in "officials in Tampa", "state Supreme Court"."""

from collections.abc import Sequence
from functools import cache

from kg.extract.candidates import PLACES, Candidate
from kg.extract.lexicon import Rule, load_rules
from kg.extract.tokens import Token
from kg.model import Level, MentionType

_BODIES = (MentionType.AGENCY, MentionType.ORGANISATION, MentionType.COURT, MentionType.JURISDICTION)


@cache
def list_rules() -> dict[str, Rule]:
    """Return the lexicon rows of common nouns and crimes by their names."""
    return {rule.name: rule for file in ("nominals", "crimes") for rule in load_rules(file)}


def attach_following(found: list[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """Give phrases what follows them and belongs to them: "officials in Tampa", "the policy of the city".

    Args:
        found: Candidates of one sentence.
        tokens: Its words.

    Returns:
        The same candidates in the same order, some wider.
    """
    begins: dict[int, list[Candidate]] = {}
    for one in found:
        begins.setdefault(one.first, []).append(one)
        if tokens[one.first].pos == "DT" and one.first + 1 < one.last:
            begins.setdefault(one.first + 1, []).append(one)
    return [_attach_one(one, begins, tokens) for one in found]


def _attach_one(one: Candidate, begins: dict[int, list[Candidate]], tokens: Sequence[Token]) -> Candidate:
    rule = list_rules().get(one.rule)
    kinds = rule.data.get("attach", ()) if rule is not None else ()
    if (
        one.level is Level.NAME
        and one.type in (MentionType.AGENCY, MentionType.COURT)
        and not one.rows
        and one.rule.startswith("name_heads")
    ):
        kinds = ("place", "of")
    if one.type is MentionType.ORGANISATION and one.rows:
        kinds = ("of",)
    named_law = one.level is Level.NAME and one.type is MentionType.INSTRUMENT
    if named_law and one.first and tokens[one.first - 1].lower in ("federal", "state"):
        one = one.widen(first=one.first - 1)
    if one.level is Level.NAME and one.type in PLACES and one.last + 1 < len(tokens) and tokens[one.last].text == ",":
        state = next(
            (o for o in begins.get(one.last + 1, ()) if o.kind in ("State", "Country") and o.type in PLACES), None
        )
        if state is not None and one.kind not in ("State", "Country"):
            return one.widen(last=state.last)
    if not kinds or one.last + 1 >= len(tokens):
        return one
    word = tokens[one.last].lower
    if (
        "to-act" in kinds
        and word == "to"
        and tokens[one.last + 1].lemma
        in ("dismiss", "quash", "compel", "intervene", "suppress", "seal", "unseal", "stay", "enforce")
    ):
        return one.widen(last=one.last + 2)
    after = one.last + 2 if tokens[one.last + 1].pos == "DT" else one.last + 1
    inner = max(
        (
            other
            for other in (*begins.get(one.last + 1, ()), *begins.get(after, ()))
            if other.type in PLACES and other.first > one.first
        ),
        key=lambda other: other.last,
        default=None,
    )
    if inner is not None:
        fits = (
            (
                word in ("in", "from", "at")
                and "place" in kinds
                and (one.plural or one.level is Level.NAME or one.type is not MentionType.AGENCY)
            )
            or (
                word == "of"
                and ("of" in kinds or ("place" in kinds and one.type in (MentionType.AGENCY, MentionType.COURT)))
            )
            or (word == "of" and "of-name" in kinds and inner.level is Level.NAME)
            or (word in ("from", "of") and "from" in kinds)
        )
        if fits and inner.last >= one.last:
            return one.widen(last=inner.last)
    if word == "of" and "of-body" in kinds:
        owner = max(
            (
                o
                for at in {one.last + 1, after}
                for o in begins.get(at, ())
                if o.type in _BODIES and o.first > one.first
            ),
            key=lambda other: other.last,
            default=None,
        )
        if owner is not None and (owner.level is Level.NAME or owner.determiner in ("the", "this", "these", "")):
            return one.widen(last=owner.last)
    owner = next((other for other in begins.get(after, ()) if other.type in _BODIES), None)
    if owner is not None and ((word == "for" and "for" in kinds) or (word == "of" and "of-court" in kinds)):
        return one.widen(last=owner.last)
    if (
        "topic" in kinds
        and word in ("about", "on", "regarding", "governing", "restricting", "limiting", "banning")
        and word in ("about", "on", "regarding")
    ):
        at = one.last + 1
        while (
            at < len(tokens) and tokens[at].pos in ("JJ", "NN", "NNS", "VBG") and at - one.last < 5 and at not in begins
        ):
            at += 1
        if at > one.last + 1 and tokens[at - 1].coarse == "n" and (at >= len(tokens) or tokens[at].coarse != "n"):
            return one.widen(last=at)
    return one


def take_rank(one: Candidate, tokens: Sequence[Token]) -> Candidate:
    """Give a body or court what ranks it: "state Supreme Court", "the state's Supreme Court", "2nd District Court"."""
    if one.type not in (MentionType.COURT, MentionType.AGENCY) or not one.first or one.level is not Level.NAME:
        return one
    before = tokens[one.first - 1]
    if before.lower in ("state", "city", "county"):
        return one.widen(first=one.first - 1)
    if before.pos == "POS" and one.first > 1 and tokens[one.first - 2].lower in ("state", "city", "county"):
        return one.widen(first=one.first - 2) if one.type is MentionType.COURT else one
    ranked = before.text[0].isdigit() and before.text.endswith(("st", "nd", "rd", "th"))
    return one.widen(first=one.first - 1) if ranked else one


def take_quote(one: Candidate, tokens: Sequence[Token]) -> Candidate:
    """Take a quotation mark in whose partner stands at the other side of the border."""
    last = one.last
    if (
        last < len(tokens)
        and tokens[last].text in '”"’'
        and any(token.text in '“"‘' for token in tokens[one.first : last])
    ):
        opened = (
            sum(token.text in "“‘" for token in tokens[one.first : last])
            + sum(token.text == '"' for token in tokens[one.first : last]) % 2
        )
        if opened:
            return one.widen(last=last + 1)
    return one
