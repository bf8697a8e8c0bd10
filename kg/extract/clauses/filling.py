"""Subjects and objects that the rules did not find or mistook, from what a trained model says, where there is one."""

from kg.extract.clauses.nouns import gather_coordinated, read_nouns
from kg.extract.clauses.records import Analysis


def keep_active(analysis: Analysis) -> None:
    """Call a bare "rejected" the clause's verb where the model names its subject and an object behind it."""
    named = {one.verb: one for one in analysis.sentence.arguments}
    for chunk in analysis.chunks:
        one = named.get(chunk.head)
        if chunk.kind != "VG" or chunk.form != "part" or chunk.end - chunk.start > 1 or one is None:
            continue
        if one.subject is not None and one.object is not None and one.subject < one.verb < one.object:
            chunk.form, chunk.passive = "fin", False


def fill_subjects(analysis: Analysis) -> None:
    """Give finite verbs the subject that the model names, if they have none or it stands behind: "said Ada Roe"."""
    named = {one.verb: one.subject for one in analysis.sentence.arguments}
    for verb in analysis.verbs:
        if verb.chunk.form != "fin":
            continue
        place = _find_noun(analysis, named.get(verb.chunk.head))
        if place is not None and (not verb.subject or place > verb.index):
            verb.subject = gather_coordinated(analysis.chunks, place)


def fill_objects(analysis: Analysis) -> None:
    """Give active verbs without an object the one that the model names."""
    named = {one.verb: one.object for one in analysis.sentence.arguments}
    for verb in analysis.verbs:
        if verb.objects or verb.passive:
            continue
        place = _find_noun(analysis, named.get(verb.chunk.head))
        if place is not None and place not in verb.subject:
            verb.objects = read_nouns(analysis.chunks, place)[0] if place > verb.index else (place,)


def _find_noun(analysis: Analysis, token: int | None) -> int | None:
    """Return the position of the noun group that a token lies in, None where it lies in none."""
    if token is None:
        return None
    places = (i for i, chunk in enumerate(analysis.chunks) if chunk.start <= token < chunk.end and chunk.kind == "NP")
    return next(places, None)
