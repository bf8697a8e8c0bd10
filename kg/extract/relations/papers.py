"""What stands beside an instrument's noun: whose it is, to whom, against whom, in which court, for whom."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.extract.clauses import Analysis, list_phrases
from kg.extract.frames import Bench
from kg.extract.relations.focus import Focus
from kg.extract.relations.found import ACTORS, DATED, PEOPLE, PLACES, Found, list_nested
from kg.extract.relations.suits import read_against
from kg.extract.relations.wording import asks_custody, find_head, list_families
from kg.extract.sentences import Sentence
from kg.model import Level, Mention, MentionType

_LEADING = frozenset({"the", "a", "an", "its", "their", "his", "her", "this", "that"})


def read_nouns(analysis: Analysis, mentions: Sequence[Mention], bench: Bench, focus: Focus) -> Iterator[Found]:
    """Yield what stands beside an instrument's noun: whose it is, to whom, against whom, in which court, for whom.

    Args:
        analysis: The sentence.
        mentions: The mentions that lie in it.
        bench: Who is a judge or a court.
        focus: Who acted together in the sentences before, for "their lawsuit".
    """
    tokens = analysis.sentence.tokens
    for index, chunk in enumerate(analysis.chunks):
        name = analysis.names[index]
        if chunk.kind != "NP" or name is None or name.type is not MentionType.INSTRUMENT:
            continue
        family = list_families().get(find_head(analysis, name, chunk.lemma))
        if family is None or (chunk.start and tokens[chunk.start - 1].lower == "into"):
            continue  # "signed into law by the governor"
        head = find_head(analysis, name, chunk.lemma)
        where = tokens[chunk.start].span.start
        owners = focus.join(list(_list_owners(analysis, index, name, mentions)))
        if head in family.get("defendant", ()):
            yield from read_against(analysis, index, owners)
        for owner in owners:
            rel = family["court_owner"] if owner.type is MentionType.COURT else family["owner"]
            vague = owner.level is Level.PRONOUN and owner.type is not MentionType.JURISDICTION
            if not rel or (rel == "policyOf" and (owner.type in PEOPLE or vague)):
                continue
            yield Found(rel, name.entity, owner.entity, analysis.sentence, "relations_nouns/owner", (), where)
        between: list[Mention] = []
        for number, (preposition, nouns) in enumerate(list_phrases(analysis, index)):
            nearer = any(other.type is MentionType.INSTRUMENT for other in between)
            between += [n for k in nouns if (n := analysis.names[k]) is not None]
            if (number and preposition == "by") or (nearer and preposition == "from"):
                continue  # "detainers without a warrant from a judge": the judge's is the warrant
            for other in (n for k in nouns if (n := analysis.names[k]) is not None):
                rel = _read_phrase(family, head, name, preposition, other, bench)
                if rel:
                    extra = _date_beside(analysis, index) if rel in DATED else ()
                    yield Found(
                        rel, name.entity, other.entity, analysis.sentence, "relations_nouns/phrase", extra, where
                    )


def read_requests(analyses: Sequence[Analysis], found: Sequence[Found]) -> Iterator[Found]:
    """Yield who filed a request that a court acted on; `found` are the relations so far."""
    acted = {row.obj for row in found if row.rel == "courtAction"}
    for analysis in analyses if acted else ():
        for index, chunk in enumerate(analysis.chunks):
            name = analysis.names[index]
            if name is None or name.entity not in acted or chunk.lemma not in list_families():
                continue
            if list_families()[chunk.lemma]["owner"]:
                continue
            by = [n for p, ks in list_phrases(analysis, index)[:1] if p == "by" for k in ks if (n := analysis.names[k])]
            for owner in (
                *_list_owners(analysis, index, name, analysis.mentions),
                *(n for n in by if n.type in ACTORS),
            ):
                place, rule = name.span.start, "relations_nouns/request"
                yield Found("filedBy", name.entity, owner.entity, analysis.sentence, rule, (), place)


def _date_beside(analysis: Analysis, index: int) -> tuple[tuple[str, str], ...]:
    """Return the date that stands in a noun's phrases: "summonses by the agency last month"."""
    for chunk, name in list(zip(analysis.chunks, analysis.names, strict=True))[index + 1 : index + 5]:
        if chunk.kind == "T" and name is not None and name.norm:
            return (("date", name.norm),)
        if chunk.kind not in {"P", "NP"}:
            break
    return ()


def _list_owners(analysis: Analysis, index: int, name: Mention, mentions: Sequence[Mention]) -> Iterator[Mention]:
    tokens = analysis.sentence.tokens
    chunk = analysis.chunks[index]
    start = tokens[chunk.start].span.start
    head_end = tokens[chunk.head].span.end
    inside = [
        m
        for m in mentions
        if m is not name
        and m.type in ACTORS
        and start <= m.span.start
        and m.span.end < head_end
        and m.entity != name.entity
    ]
    outermost = [m for m in inside if not any(o is not m and o.span.holds(m.span) and o.span != m.span for o in inside)]
    for owner in outermost:
        after = next((t for t in tokens if t.span.start >= owner.span.end), None)
        if (after is not None and after.lower in {"'s", "'"}) or (owner.level is Level.PRONOUN and after is not None):
            yield owner
    for owner in list_nested(name, mentions):
        if owner.type in ACTORS and owner.span.end == name.span.end:
            between = name.text[: owner.span.start - name.span.start].rstrip().lower()
            if between.endswith((" of", " of the", " by", " from")):
                yield owner


def read_names(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Yield what stands inside an instrument's name before its head: its date, whose law or order it is."""
    for paper in mentions:
        if paper.type is not MentionType.INSTRUMENT or " v. " in paper.text:
            continue
        words = paper.text.lower().split()
        family = next((list_families()[w] for w in reversed(words) if w in list_families()), None)
        for inner in list_nested(paper, mentions):
            if inner.type in ACTORS and _is_addressee(paper, inner):
                rule, place = "relations_nouns/to", paper.span.start
                yield Found("addressedTo", paper.entity, inner.entity, sentence, rule, (), place)
            before = paper.text[: inner.span.start - paper.span.start].lower().split()
            after = paper.text[inner.span.end - paper.span.start :]
            owned = bool(before) and before[-1].endswith(("’s", "'s", "s’", "s'"))
            if not after.startswith(" ") or not (set(before) <= _LEADING or (owned and inner.type is MentionType.DATE)):
                continue
            if any(
                m is not inner and m.span.holds(inner.span) and m.span != paper.span
                for m in list_nested(paper, mentions)
            ):
                continue  # "a Texas agency's rule" is the agency's
            place = inner.span.start
            lasting = family is not None and family["owner"] in {"issuedBy", "addressedTo"}
            length = len(inner.norm or "")
            exact = length == 10 or (length > 0 and paper.level is Level.NAME) or (length == 4 and lasting)
            if inner.type is MentionType.DATE and inner.norm and exact and inner.norm[:4].isdigit():
                yield Found("issuedOn", paper.entity, inner.norm, sentence, "relations_nouns/dated", (), place)
            elif family is None or inner.level is not Level.NAME:
                continue
            elif family["owner"] == "policyOf" and inner.type is MentionType.JURISDICTION:
                yield Found("policyOf", paper.entity, inner.entity, sentence, "relations_nouns/law-of", (), place)
            elif family["owner"] == "issuedBy" and inner.type in {MentionType.AGENCY, MentionType.COURT}:
                yield Found("issuedBy", paper.entity, inner.entity, sentence, "relations_nouns/order-of", (), place)


def _is_addressee(paper: Mention, inner: Mention) -> bool:
    """Say whether a paper's own words say whom it is for: "a Sept. 5 letter to the county"."""
    before = paper.text[: inner.span.start - paper.span.start].lower().removesuffix("the ").split()
    if inner.span.end != paper.span.end or len(before) < 2 or before[-1] != "to":
        return False
    return before[-2] in list_families().get(before[-2], {}).get("addressed", ())


def _read_phrase(
    family: Mapping[str, Any], head: str, name: Mention, preposition: str, other: Mention, bench: Bench
) -> str:
    """Return the relation that a preposition beside an instrument's noun says, or ""."""
    if preposition in {"by", "from"} and other.type in ACTORS:
        if preposition == "from" and other.type in PLACES and family["owner"] == "policyOf":
            return ""
        if "maker" in family:
            return str(family["maker"]) if preposition == "by" else ""
        if head == "act" and name.level is not Level.NAME:
            return ""  # "an act by officials"
        return "passedBy" if family["owner"] == "policyOf" else str(family["owner"])
    if preposition == "against" and head == "detainer" and other.type is MentionType.PERSON:
        return "seeksCustodyOf"
    if preposition in {"to", "on", "against"} and head in family.get("addressed", ()) and other.type in ACTORS:
        return str(family["target"])
    if preposition in {"in", "before"} and other.type is MentionType.COURT and "court" in family:
        return str(family["court"])
    if preposition == "for" and head in family.get("custody", ()) and other.type in PEOPLE:
        return "seeksCustodyOf"
    if preposition == "for" and head == "request" and other.type is MentionType.PERSON:
        return "seeksCustodyOf" if asks_custody(name) else ""
    if preposition == "before" and bench.holds(other) and family["owner"] == "filedBy":
        return "assignedTo"
    return ""
