"""Subjects and objects that the rules did not find, from what a trained model says of the sentence, where one does."""

from kg.extract.clauses.nouns import gather_coordinated, read_nouns
from kg.extract.clauses.records import Analysis


def fill_subjects(analysis: Analysis) -> None:
    """Give finite verbs without a subject the one that the model names."""
    named = {one.verb: one.subject for one in analysis.sentence.arguments}
    for verb in analysis.verbs:
        if verb.chunk.form == "fin" and not verb.subject:
            place = _find_noun(analysis, named.get(verb.chunk.head))
            if place is not None:
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
