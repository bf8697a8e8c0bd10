"""How real an event is: modality, polarity and tense, from its verb group and what governs it.

The lists are data/lexicon/events_modality.toml. Own modals come first, then the governing verb, noun or adjective, then
whatever that inherits: in "asked a judge to order the city to pay", ordering and paying are both requested.
"""

from dataclasses import dataclass
from functools import cache

from kg.extract.clauses import Analysis, Verb
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
    polarity = not chunk.negated and not any(analysis.chunks[k].negated for k in (*verb.subject, *verb.objects))
    tense = chunk.tense
    modality = Modality.ACTUAL
    effect = _index("modals").get(chunk.modal, "")
    if effect == "negative":
        polarity = False
    elif effect:
        modality = Modality(effect)
    if effect == "planned" and chunk.modal == "would" and _is_draft(analysis, verb, any_paper=True):
        modality = Modality.CONDITIONAL
    if modality is Modality.ACTUAL and verb.link in {"rel", "part"} and not verb.passive and _is_draft(analysis, verb):
        modality = Modality.CONDITIONAL
    if verb.conditional:
        modality = Modality.POSSIBLE if _asks_whether(analysis, verb) else Modality.CONDITIONAL
    if effect in {"planned", "possible"} and chunk.modal in {"will", "would", "could"} and _hangs_on_if(analysis, verb):
        modality = Modality.CONDITIONAL
    if chunk.form == "inf" and verb.governor is None and verb.via is None and not effect:
        modality = Modality.PLANNED
    above = verb.governor
    if above is None or depth >= MAX_DEPTH:
        return Reality(modality, polarity, tense)
    outer = find_reality(analysis, above, depth=depth + 1)
    if verb.link == "coord":
        own = bool(chunk.modal) or verb.conditional or (chunk.form == "fin" and chunk.tense != "past")
        if chunk.form in {"bare", "inf", "ing"} or (not own and chunk.form == "part"):
            return Reality(outer.modality, polarity and (outer.polarity or chunk.form != "bare"), outer.tense)
        return Reality(modality, polarity, tense)
    if verb.link not in {"inf", "ing", "comp", "res"}:
        return Reality(modality, polarity, outer.tense if verb.link == "adv" else tense)
    if verb.link == "inf" and verb.index and analysis.chunks[verb.index - 1].lemma == "whether":
        return Reality(Modality.POSSIBLE, polarity, outer.tense)
    return _apply_governor(analysis, verb, above, outer, modality, polarity)


def _is_draft(analysis: Analysis, verb: Verb, *, any_paper: bool = False) -> bool:
    """Say whether a bill or the like is what acts: what it "would ban" hangs on its passing."""
    drafts = load_wording("events_modality")["nouns"]["conditional"]
    for k in verb.subject:
        name = analysis.names[k]
        if analysis.chunks[k].lemma in drafts:
            return True
        if any_paper and name is not None and name.type is MentionType.INSTRUMENT:
            return True
    return False


def _asks_whether(analysis: Analysis, verb: Verb) -> bool:
    start = min(verb.subject, default=verb.index)
    return any(c.lemma == "whether" for c in analysis.chunks[max(0, start - 3) : verb.index])


def _hangs_on_if(analysis: Analysis, verb: Verb) -> bool:
    """Say whether an "if" follows the verb in its own clause: "will sue if nothing changes"."""
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
        if index not in below and not any(index in nouns for _, nouns in verb.phrases):
            continue
        outer = find_reality(analysis, verb)
        effect = _index("verbs").get(verb.lemma, "") if index in below else ""
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
        elif modality is Modality.ACTUAL and _index("verbs").get(above.lemma) in {"possible", "requested"}:
            modality = Modality(_index("verbs")[above.lemma])
        elif above.lemma in {"warn", "threaten"} and verb.chunk.modal in {"will", "would", "could", "may", "might"}:
            modality = Modality.THREATENED
        return Reality(modality, polarity, tense)
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
    before = analysis.chunks[verb.index - 1] if verb.index else None
    if before is not None and before.lemma in _index("adjectives") and before.kind in {"NP", "A", "X"}:
        return _index("adjectives")[before.lemma]
    if above.lemma == "be" and verb.link == "inf":
        return "implicative"
    return _index("verbs").get(above.lemma, "")
