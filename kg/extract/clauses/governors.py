"""What a verb hangs on: control of infinitives and gerunds, coordination, complements of saying, conditions."""

from kg.extract.chunks import load_words
from kg.extract.clauses.nouns import go_left_over_phrases
from kg.extract.clauses.records import Analysis, Verb
from kg.model import MentionType


def find_governor(analysis: Analysis, verb: Verb, position: int) -> None:
    """Join infinitives, participles and complement clauses to the verb or noun they hang on, and fill their subject."""
    chunks, previous = analysis.chunks, analysis.verbs[position - 1] if position else None
    form, j = verb.chunk.form, verb.index - 1
    while j >= 0 and chunks[j].kind in {"A", "Q", "X"}:
        j -= 1
    before = chunks[j] if j >= 0 else None
    if form == "fin":
        _find_complement_governor(analysis, verb, position)
        return
    if form == "part":
        if before is not None and before.kind in {"NP", "T"}:
            k = j if before.kind == "NP" else j - 1
            if k >= 0 and chunks[k].kind == "NP":
                verb.subject, verb.link = (k,), "part"
                name = analysis.names[k]
                top = go_left_over_phrases(chunks, k)
                if name is not None and name.type in {MentionType.PLACE} and top >= 0:
                    verb.subject = (top,)
                if previous is not None and k in previous.objects and previous.lemma in load_words("result_takers"):
                    verb.governor, verb.link = previous, "res"  # "wants the ban lifted"
        elif before is not None and before.kind == "CC" and previous is not None:
            verb.subject, verb.governor, verb.link = previous.subject, previous, "coord"
            verb.passive = previous.passive or verb.passive
        elif before is not None and before.kind == "C" and j >= 1 and chunks[j - 1].kind == "NP":
            verb.subject, verb.link = (j - 1,), "part"
        elif before is not None and before.kind == "COMP":
            _find_reduced_clause(analysis, verb, position, before.lemma)
        return
    if before is None:
        main = _find_main(analysis, position) if form == "ing" else None
        if main is not None:  # "Refusing to step down, the sheriff said …"
            verb.governor, verb.link, verb.subject = main, "adv", () if main.passive else main.subject
        return
    if before.kind == "CC" and previous is not None:
        earlier = analysis.verbs[:position]
        peer = next((v for v in reversed(earlier) if v.chunk.form == form or (form == "bare" and _is_base(v))), None)
        if peer is None and form == "bare":
            peer = previous
        if peer is not None:
            verb.governor, verb.link, verb.subject = peer, "coord", peer.subject
            verb.via = peer.via
        return
    if previous is None:
        if form == "ing" and before.kind == "NP":
            verb.subject, verb.link = (j,), "part"  # "a bill being drafted by"
        return
    if form == "ing":
        if before.kind == "P":
            main = _find_main(analysis, position) if before.lemma == "by" and previous.link == "part" else None
            _govern(analysis, verb, main or previous, "ing", before.lemma)
        elif before.kind == "NP":
            name = analysis.names[j]
            top = j
            above = go_left_over_phrases(chunks, j)
            paper = above >= 0 and (held := analysis.names[above]) is not None and held.type is MentionType.INSTRUMENT
            if above >= 0 and (name is None or name.type is MentionType.PLACE or paper):
                top = above
            if top in previous.objects and previous.lemma in {"accuse", "stop", "keep", "leave", "see", "find"}:
                _govern(analysis, verb, previous, "ing", "")
            else:
                verb.subject, verb.link, verb.via = (top,), "part", None
        else:
            main = _find_main(analysis, position) or previous
            link = "ing" if before.kind == "VG" else "adv"
            verb.governor, verb.link = (previous, "ing") if before.kind == "VG" else (main, link)
            verb.subject = verb.governor.subject
            if verb.governor.passive and link == "adv":
                verb.subject = ()
        return
    if form == "bare" and before.kind == "NP" and j >= 1 and chunks[j - 1].lemma == "that":
        verb.subject, verb.governor, verb.link = (j,), previous, "comp"  # "asked that the case be moved"
        return
    if form in {"inf", "bare"}:
        _govern(analysis, verb, previous, "inf", "")


def _is_base(verb: Verb) -> bool:
    """Say whether the verb group ends in a base form that a bare verb may go on from: "will amend", "to amend"."""
    return verb.chunk.form in {"inf", "bare"} or bool(verb.chunk.modal)


def _find_reduced_clause(analysis: Analysis, verb: Verb, position: int, opener: str) -> None:
    """Give "if convicted, he could go to prison" its subject, that of the clause it belongs to."""
    main = next((v for v in analysis.verbs[position + 1 :] if v.chunk.form == "fin"), None)
    if main is None or any(c.kind == "VG" and c.form == "fin" for c in analysis.chunks[: verb.index]):
        main = _find_main(analysis, position)
    if main is not None:
        verb.subject, verb.link = main.subject, "sub"
    verb.conditional = opener in {"if", "unless", "once", "until"}


def _find_main(analysis: Analysis, position: int) -> Verb | None:
    """Return the nearest finite verb to the left that is no relative clause's, else the nearest to the right."""
    for verb in reversed(analysis.verbs[:position]):
        if verb.chunk.form == "fin" and verb.link != "rel":
            return verb
    return next((v for v in analysis.verbs[position + 1 :] if v.chunk.form == "fin"), None)


def _govern(analysis: Analysis, verb: Verb, governor: Verb, link: str, preposition: str) -> None:
    """Hang `verb` on `governor`: its subject is the governor's object under object control, else its subject."""
    chunks = analysis.chunks
    verb.governor, verb.link, verb.preposition = governor, link, preposition
    between = [k for k in range(governor.index + 1, verb.index) if chunks[k].kind == "NP"]
    if governor.passive:
        verb.subject = governor.subject
    elif (
        governor.objects
        and governor.lemma in load_words("object_control")
        and preposition not in {"by", "after", "before", "for"}
    ):
        verb.subject = (governor.second or governor.objects) if governor.lemma in {"have"} else governor.objects
    elif governor.phrases and governor.lemma in {"call", "appeal", "push", "plead", "wait"} and link == "inf":
        nouns = [p for prep, p in governor.phrases if prep in {"on", "upon", "for", "to", "with"}]
        verb.subject = nouns[0] if nouns else governor.subject
    else:
        verb.subject = governor.subject
    for k in reversed(between[-4:]):
        if is_content_noun(analysis, k):
            verb.via = k
            break
    if verb.via is not None and link == "inf":
        _hang_on_noun(analysis, verb, governor)


def _hang_on_noun(analysis: Analysis, verb: Verb, governor: Verb) -> None:
    """Part "a motion to compel" (the court compels, not who files) from "summonses to seek" (the summonses seek)."""
    if verb.via is None:
        return
    if verb.via not in governor.objects and verb.via not in governor.subject:
        verb.subject, verb.link = (verb.via,), "noun"
    elif analysis.chunks[verb.via].lemma in load_words("asking_nouns"):
        verb.subject = ()


def is_content_noun(analysis: Analysis, index: int) -> bool:
    """Say whether the noun group can hold an infinitive: an instrument, or a noun such as "effort"."""
    name, chunk = analysis.names[index], analysis.chunks[index]
    if name is not None and name.type is MentionType.INSTRUMENT:
        return True
    return chunk.lemma in load_words("content_nouns")


def _find_complement_governor(analysis: Analysis, verb: Verb, position: int) -> None:
    """A finite verb's governor: the verb of saying before it, or the conjunction that makes it conditional."""
    chunks = analysis.chunks
    start = min(verb.subject) if verb.subject and verb.link not in {"rel", "coord"} else verb.index
    j = start - 1
    while j >= 0 and chunks[j].kind in {"Q", "A", "X", "T"}:
        j -= 1
    if j >= 0 and chunks[j].kind == "COMP":
        if chunks[j].lemma in {"if", "unless", "whether"}:
            verb.conditional = True
        elif chunks[j].lemma == "that":
            k = j - 1
            while k >= 0 and chunks[k].kind in {"Q", "A", "X", "T", "NP", "P"}:
                k -= 1
            if k >= 0 and chunks[k].kind == "VG":
                governor = next(v for v in analysis.verbs if v.index == k)
                if verb.governor is None:
                    verb.governor, verb.link = governor, "comp"
        return
    if verb.link == "coord" and verb.governor is not None:
        verb.conditional = verb.governor.conditional
        return
    if position and verb.link not in {"rel"} and j >= 0 and verb.governor is None:
        last = analysis.verbs[position - 1]
        told = last.lemma in {"tell", "warn", "inform", "notify"} and last.objects and j == max(last.objects)
        if chunks[j].kind == "VG" or told:
            verb.governor, verb.link = last, "comp"
