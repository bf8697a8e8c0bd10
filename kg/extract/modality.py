"""How real an event is: modality, polarity and tense, from its verb group and what governs it.

The lists are data/lexicon/events_modality.toml. Own modals come first, then the governing verb, noun or adjective, then
whatever that inherits: in "asked a judge to order the city to pay", ordering and paying are both requested.
"""

from dataclasses import dataclass
from functools import cache

from kg.extract.clauses import Analysis, Verb
from kg.extract.clauses.nouns import go_left_over_phrases
from kg.extract.tokens import load_wording
from kg.model import MentionType, Modality

MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Reality:
    """`polarity` False: it did not, or would not, happen. `tense` is past, present or future."""

    modality: Modality
    polarity: bool
    tense: str


@cache
def _index(table: str) -> dict[str, str]:
    """Return for each word of a table what it does: a modality's value, "negative" or "implicative"."""
    return {word: effect for effect, words in load_wording("events_modality")[table].items() for word in words}


def find_reality(analysis: Analysis, verb: Verb, *, depth: int = 0) -> Reality:
    """Return modality, polarity and tense of the event that `verb` triggers."""
    chunk = verb.chunk
    polarity = not chunk.negated and not any(_denies(analysis, k) for k in (*verb.subject, *verb.objects))
    tense = chunk.tense
    modality = Modality.ACTUAL
    effect = _index("modals").get(chunk.modal, "")
    if effect == "negative":
        polarity = False
    elif effect:
        modality = Modality(effect)
    if effect == "required" and chunk.perfect and chunk.modal in {"should", "ought"}:
        modality, polarity = Modality.POSSIBLE, False  # "should have filed": did not
    if effect == "planned" and chunk.modal == "would" and _is_draft(analysis, verb, any_paper=True):
        modality = Modality.CONDITIONAL
    if modality is Modality.ACTUAL and not verb.passive and _binds_later(analysis, verb):
        modality = Modality.CONDITIONAL
    if modality is Modality.ACTUAL and verb.link == "rel" and chunk.tense == "present" and _is_anybody(analysis, verb):
        modality = Modality.CONDITIONAL
    if verb.conditional:
        modality = Modality.POSSIBLE if _asks_whether(analysis, verb) else Modality.CONDITIONAL
    if effect in {"planned", "possible"} and chunk.modal in _IF_MODALS and _hangs_on_if(analysis, verb):
        modality = Modality.CONDITIONAL
    if chunk.form == "inf" and verb.governor is None and verb.via is None and not effect:
        modality = Modality.PLANNED
    above = verb.governor
    if above is None or depth >= MAX_DEPTH:
        return Reality(modality, polarity, tense)
    outer = find_reality(analysis, above, depth=depth + 1)
    if verb.link == "coord":
        base = analysis.sentence.tokens[chunk.head].pos in {"VB", "VBP"} and bool(above.chunk.modal) and not chunk.modal
        if base and chunk.form == "fin":
            return Reality(outer.modality, polarity and outer.polarity, outer.tense)
        own = bool(chunk.modal) or verb.conditional or (chunk.form == "fin" and chunk.tense != "past")
        if chunk.form in {"bare", "inf", "ing"} or (not own and chunk.form == "part"):
            return Reality(outer.modality, polarity and (outer.polarity or chunk.form != "bare"), outer.tense)
        return Reality(modality, polarity, tense)
    if verb.link == "noun":
        return _hang_on_noun(analysis, verb, polarity, outer.tense)
    if verb.link not in {"inf", "ing", "comp", "res"}:
        return Reality(modality, polarity, outer.tense if verb.link == "adv" else tense)
    if verb.link == "inf" and verb.index and analysis.chunks[verb.index - 1].lemma == "whether":
        return Reality(Modality.POSSIBLE, polarity, outer.tense)
    return _apply_governor(analysis, verb, above, outer, modality, polarity)


_OPEN_EFFECTS = frozenset({"possible", "requested", "required"})
_IF_MODALS = frozenset({"will", "would", "could", "may", "might", "can"})


def _denies(analysis: Analysis, index: int) -> bool:
    """Say whether a noun group negates its clause: "no judge", "neither city", but not the no of "voted no"."""
    chunk = analysis.chunks[index]
    before = analysis.chunks[index - 1] if index else None
    if before is not None and before.kind == "CC" and before.lemma == "nor":
        return True
    return chunk.negated and not (chunk.head == chunk.start and chunk.lemma == "no")


def _binds_later(analysis: Analysis, verb: Verb) -> bool:
    """Say whether a draft is what acts, now: "a bill that bans", "the bill preserves"; but it "violates" at once."""
    if verb.link in {"rel", "part"}:
        return _is_draft(analysis, verb)
    if verb.link == "coord" and verb.governor is not None and verb.governor.link in {"rel", "part"}:
        return _binds_later(analysis, verb.governor) and verb.chunk.tense == "present"
    plain = verb.chunk.form == "fin" and verb.chunk.tense == "present" and verb.link == ""
    return plain and verb.lemma not in {"violate", "breach", "be"} and _is_draft(analysis, verb)


def _is_anybody(analysis: Analysis, verb: Verb) -> bool:
    """Say whether nobody in particular acts: "those who violate the order", "anyone who camps"."""
    return any(
        analysis.chunks[k].lemma in {"those", "anyone", "anybody", "whoever", "everyone", "someone"}
        for k in verb.subject
    )


def _hang_on_noun(analysis: Analysis, verb: Verb, polarity: bool, tense: str) -> Reality:
    """Return the reality of what a noun that is no subject or object holds: "a vote on a bill to expel troops"."""
    if verb.via is None:
        return Reality(Modality.PLANNED, polarity, tense)
    noun = analysis.chunks[verb.via]
    effect = _index("nouns").get(noun.lemma, "")
    if effect == "negative":
        return Reality(Modality.ACTUAL, not polarity, tense)
    return Reality(Modality(effect) if effect else Modality.PLANNED, polarity and not noun.negated, tense)


def _is_draft(analysis: Analysis, verb: Verb, *, any_paper: bool = False) -> bool:
    """Say whether a bill or the like is what acts: what it "would ban" hangs on its passing."""
    drafts = load_wording("events_modality")["nouns"]["conditional"]
    for k in verb.subject:
        name, top = analysis.names[k], go_left_over_phrases(analysis.chunks, k)
        if analysis.chunks[k].lemma in drafts or (top >= 0 and analysis.chunks[top].lemma in drafts):
            return True
        if any_paper and name is not None and name.type is MentionType.INSTRUMENT:
            return True
        if any_paper and name is None and analysis.chunks[k].lemma == "it" and verb.link != "comp":
            return True
    return False


def _asks_whether(analysis: Analysis, verb: Verb) -> bool:
    start = min(verb.subject, default=verb.index)
    return any(c.lemma == "whether" for c in analysis.chunks[max(0, start - 3) : verb.index])


def _hangs_on_if(analysis: Analysis, verb: Verb) -> bool:
    """Say whether an "if" follows the verb in its own clause, or opens the sentence before it."""
    opening = next((c for c in analysis.chunks if c.kind not in {"Q", "CC", "A"}), None)
    if opening is not None and opening.lemma in {"if", "unless"} and not verb.conditional:
        return True
    for chunk in analysis.chunks[verb.index + 1 :]:
        if chunk.lemma in {"if", "unless"}:
            return True
        if chunk.kind in {"COMP", "REL", "CC", "D"} or (chunk.kind == "VG" and chunk.form == "fin"):
            return False
    return False


def find_noun_reality(analysis: Analysis, index: int) -> Reality:
    """Return the reality of the event that a noun group names, by the verb it hangs on: "seek the release of"."""
    negated = analysis.chunks[index].negated
    for verb in analysis.verbs:
        below = (*verb.objects, *verb.second, *(verb.subject if verb.passive else ()))
        asked = [
            nouns for preposition, nouns in verb.phrases if preposition in {"for", "on", "to", "toward", "towards"}
        ]
        aside = [nouns for preposition, nouns in verb.phrases if preposition not in {"for", "on", "to", "toward"}]
        direct = index in below or any(index in nouns for nouns in asked)
        if not direct and not any(index in nouns for nouns in aside):
            continue
        outer = find_reality(analysis, verb)
        effect = _index("verbs").get(verb.lemma, "") if direct else ""
        if not direct and outer.modality not in {Modality.CONDITIONAL, Modality.PLANNED}:
            return Reality(Modality.ACTUAL, not negated, "past")  # "is said to have fled after the killing"
        if effect in set(Modality) and outer.modality is Modality.ACTUAL:
            return Reality(Modality(effect), not negated, outer.tense)
        return Reality(outer.modality, outer.polarity and not negated and effect != "negative", outer.tense)
    return Reality(Modality.ACTUAL, not negated, "past")


def _apply_governor(
    analysis: Analysis, verb: Verb, above: Verb, outer: Reality, modality: Modality, polarity: bool
) -> Reality:
    tense = verb.chunk.tense if verb.link == "comp" else outer.tense
    if verb.link == "comp":
        if above.lemma == "deny":
            polarity = not polarity
        elif modality is Modality.ACTUAL and (effect := _index("verbs").get(above.lemma)) in _OPEN_EFFECTS:
            told = verb.chunk.form == "fin" and verb.chunk.tense == "past" and effect != "possible"
            modality = modality if told else Modality(effect)
        elif above.lemma in {"warn", "threaten"} and verb.chunk.modal in {"will", "would", "could", "may", "might"}:
            modality = Modality.THREATENED
        return Reality(modality, polarity, tense)
    if above.lemma == "lack":
        return Reality(Modality.POSSIBLE, False, tense)
    if above.lemma == "rule" and verb.link == "ing":  # "ruled out firing him", "did not rule out firing him"
        return Reality(outer.modality if outer.polarity else Modality.POSSIBLE, not outer.polarity, tense)
    effect = _find_effect(analysis, verb, above)
    if effect == "negative":
        return Reality(outer.modality, not polarity if not outer.polarity else False, tense)
    if effect == "independent":
        return Reality(modality, polarity, tense)
    if effect == "implicative" or (not effect and verb.link == "ing"):
        return Reality(outer.modality if modality is Modality.ACTUAL else modality, polarity and outer.polarity, tense)
    if effect == "possible" and not outer.polarity and outer.modality is Modality.ACTUAL and verb.via is None:
        return Reality(Modality.ACTUAL, False, tense)  # "refused to let them reopen": they did not
    imposed = Modality(effect) if effect else Modality.PLANNED
    # Whoever asks for an order asks for what is ordered; a requirement under a plan is planned.
    if outer.modality is not Modality.ACTUAL and (imposed in {Modality.REQUIRED, Modality.PLANNED}):
        imposed = outer.modality
    if verb.chunk.negated:
        polarity = False
    return Reality(imposed, polarity and (outer.polarity or imposed is Modality.REQUIRED), tense)


def _sets_term(analysis: Analysis, verb: Verb) -> bool:
    """Say whether a term is set: "has 20 days to appeal", "gave the county until Friday to answer"."""
    times = load_wording("events_modality")["terms"]["nouns"]
    named = any(analysis.chunks[k].lemma in times for k in (*verb.objects, *verb.second, *verb.times))
    after = analysis.chunks[verb.index + 1 : verb.index + 4]
    return named or any(c.lemma == "until" for c in after)


def _is_ordinal(analysis: Analysis, index: int) -> bool:
    chunk = analysis.chunks[index]
    words = analysis.sentence.tokens[chunk.start : chunk.end]
    return any(t.lower in {"first", "last", "latest", "second", "third"} for t in words)


def _find_effect(analysis: Analysis, verb: Verb, above: Verb) -> str:
    """Return what the noun, adjective, preposition or verb above an infinitive or gerund does to it."""
    if verb.link == "ing" and verb.preposition:
        if verb.preposition in {"from"}:
            return "negative" if _index("verbs").get(above.lemma) == "negative" else ""
        if verb.preposition in _index("prepositions"):
            return "negative"
        return "implicative" if verb.preposition == "by" else "independent"
    if verb.via is not None:
        noun = _index("nouns").get(analysis.chunks[verb.via].lemma)
        if noun:
            return noun
    if verb.link == "inf" and above.lemma in {"have", "give"} and _sets_term(analysis, above):
        return "possible" if above.lemma == "have" else "required"
    before = analysis.chunks[verb.index - 1] if verb.index else None
    if before is not None and before.kind == "NP" and verb.link == "inf" and _is_ordinal(analysis, verb.index - 1):
        return "implicative"  # "the first city to sue"
    if before is not None and before.lemma in _index("adjectives") and before.kind in {"NP", "A", "X"}:
        return _index("adjectives")[before.lemma]
    if above.lemma == "be" and verb.link == "inf":
        return "implicative"
    return _index("verbs").get(above.lemma, "")
