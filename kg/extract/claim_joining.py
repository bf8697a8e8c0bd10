"""One speaker where a quotation goes on in the next paragraph, one claim where two finders found the same words."""

from dataclasses import replace
from itertools import pairwise

from kg.extract.claim_drafts import Draft, State
from kg.extract.quotations import Quotation

_WEAK = ("goes-on", "unattributed", "announced")
"""Ways to find a speaker that yield to a verb of speech."""


def join_paragraphs(state: State, quotations: tuple[Quotation, ...]) -> None:
    """Give a quotation that goes on in the next paragraph one speaker: each paragraph stays a claim of its own."""
    outer = [q for q in quotations if q.depth == 0]
    held = {draft.quoted: draft for draft in state.drafts if draft.quoted >= 0}
    pairs = [
        (held[before.span.start], held[after.span.start])
        for before, after in pairwise(outer)
        if before.continues and before.span.start in held and after.span.start in held
    ]
    for one, two in (*reversed(pairs), *pairs):
        if one.claim.speaker == two.claim.speaker:
            continue
        if two.claim.rule.endswith(_WEAK) and one.claim.speaker is not None:
            _copy_source(one, two)
        elif one.claim.rule.endswith(_WEAK) and two.claim.speaker is not None:
            _copy_source(two, one)


def _copy_source(known: Draft, other: Draft) -> None:
    """Take over who says it, and how, from the claim of which that is known."""
    claim = known.claim
    other.mention = known.mention
    other.claim = replace(
        other.claim,
        speaker=claim.speaker,
        speaker_span=claim.speaker_span,
        verb=claim.verb,
        verb_span=claim.verb_span,
        addressee=claim.addressee,
        channel=claim.channel,
        interval=claim.interval,
        rule=claim.rule.partition(":")[0] + ":goes-on",
    )


def drop_repeated(drafts: list[Draft]) -> list[Draft]:
    """Keep one claim where two have nearly the same content."""
    kept: list[Draft] = []
    for draft in drafts:
        span = draft.claim.span
        for i, other in enumerate(kept[-4:], start=max(0, len(kept) - 4)):
            shared = min(span.end, other.claim.span.end) - max(span.start, other.claim.span.start)
            if shared > 0.6 * max(span.end - span.start, other.claim.span.end - other.claim.span.start):
                if other.claim.speaker is None and draft.claim.speaker is not None:
                    kept[i] = draft
                break
        else:
            kept.append(draft)
    return kept
