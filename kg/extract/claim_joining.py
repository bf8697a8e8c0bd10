"""One claim where a quotation goes on in the next paragraph, and where two finders found the same words."""

from dataclasses import replace

from kg.extract.claim_drafts import Draft, State
from kg.extract.quotations import Quotation
from kg.model import Span


def join_paragraphs(state: State, quotations: tuple[Quotation, ...]) -> None:
    """Make one claim of a quotation that goes on in the next paragraph."""
    outer = [q for q in quotations if q.depth == 0]
    gone: set[int] = set()
    held = {draft.quoted: draft for draft in state.drafts if draft.quoted >= 0}
    for i in range(len(outer) - 1, 0, -1):
        before, after = outer[i - 1], outer[i]
        if not before.continues:
            continue
        one, two = held.get(before.span.start), held.get(after.span.start)
        if one is None or two is None:
            continue
        if one.claim.speaker == two.claim.speaker or two.claim.rule.endswith(("goes-on", "unattributed")):
            keep = one.claim if one.claim.speaker is not None or two.claim.speaker is None else two.claim
        elif one.claim.rule.endswith(("goes-on", "unattributed", "announced")):
            keep = two.claim
        else:
            continue
        evidence = Span(
            min(one.claim.evidence.start, two.claim.evidence.start), max(one.claim.evidence.end, two.claim.evidence.end)
        )
        about = tuple(dict.fromkeys((*one.claim.about, *two.claim.about)))
        one.claim = replace(keep, span=Span(one.claim.span.start, two.claim.span.end), evidence=evidence, about=about)
        gone.add(id(two))
    state.drafts = [draft for draft in state.drafts if id(draft) not in gone]


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
