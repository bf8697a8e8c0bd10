"""Verbs of speech in a unit: which words report what somebody says."""

from dataclasses import dataclass

from kg.extract.speakers import PEOPLE, Subject, find_group_start
from kg.extract.speech import SpeechRow, load_speech
from kg.extract.units import BE, DO, FINITE, HAVE, MODAL, Unit, is_date, list_words
from kg.model import Level

_TIME = list_words(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight earlier later recently again "
    "also previously once now then afterward afterwards repeatedly publicly last this week month year night morning "
    "afternoon evening jan. feb. aug. sept. oct. nov. dec. january february march april june july august september "
    "october november december"
)


@dataclass(slots=True)
class Verb:
    """A verb of speech in a unit: position, form length, row, its verb group's start, and whether it is a participle.

    `subject` and `inverted` (the subject stands behind) are filled in by the finder, and `made` once it made a claim.
    """

    at: int
    length: int
    row: SpeechRow
    group: int
    participle: bool
    subject: Subject | None = None
    inverted: bool = False
    made: bool = False

    @property
    def after(self) -> int:
        """The position after the verb."""
        return self.at + self.length


def skip_time(unit: Unit, i: int) -> int:
    """Return the position after the words of time that begin at `i`: "on Friday", "again", "late last month"."""
    while i < len(unit.tokens) and unit.quote[i] < 0 and _tells_time(unit, i):
        i += 1
    return i


def _tells_time(unit: Unit, i: int) -> bool:
    if unit.low(i) == "writing" and unit.low(i - 1) == "in":
        return True
    if unit.low(i) in ("this", "last") and not (unit.low(i + 1) in _TIME or is_date(unit, i + 1)):
        return False
    if is_date(unit, i) or unit.low(i) in _TIME:
        return unit.low(i + 1) not in ("'s", "'")
    if unit.pos(i) in ("RB", "RBR"):
        if unit.low(i) == "only":
            return unit.low(i + 1) == "that"
        return unit.low(i) not in ("not", "n't", "there", "even")
    if unit.low(i) in ("on", "in", "late", "early", "at", "this", "last"):
        if unit.low(i + 1) == "writing":
            return True
        ahead = i + 2 if unit.low(i + 1) in ("late", "early", "mid", "the") else i + 1
        return (is_date(unit, ahead) or unit.low(ahead) in _TIME) and unit.low(ahead + 1) not in ("'s", "’s", "'")
    return unit.tokens[i].text[0].isdigit() and is_date(unit, i - 1)


def _find_manner(unit: Unit, known: frozenset[int]) -> list[Verb]:
    """Find verbs that no row knows but that a quotation and a person stand beside: “No,” fumed Roe; “No,” Roe fumed."""
    found: list[Verb] = []
    row = next(row for row in load_speech().rows if row.id == "manner")
    for first, last in unit.ranges:
        lead = last - 1 if unit.tokens[last - 1].text not in ",?!" else last
        comma = unit.tokens[lead - 1].text in (",", "?", "!", "—") or unit.low(last) == ","
        if last <= first or last >= len(unit.tokens) or not comma or unit.first[last] != unit.first[last - 1]:
            continue
        if not any(unit.pos(i).startswith("VB") or unit.tokens[i].text in "?!" for i in range(first, last)):
            continue
        at = last + (unit.low(last) == ",")
        if any(other in known for other in range(at, at + 16)):
            continue
        verb = _find_manner_at(unit, at)
        if verb is not None:
            found.append(Verb(verb, 1 + (unit.low(verb + 1) in ("back", "out", "up", "in", "off")), row, verb, False))
    return found


def _find_manner_at(unit: Unit, at: int) -> int | None:
    end = unit.find_sentence_end(at) if at < len(unit.tokens) else at
    if unit.pos(at) in ("VBD", "VBZ", "VBN") and unit.low(at) not in BE | HAVE | DO:
        return at if _names_person(unit, at + 1) else None
    if not any(_names_person(unit, i) for i in range(at, min(end, at + 4))):
        return None
    for i in range(at + 1, min(end, at + 16)):
        if unit.quote[i] >= 0 or unit.low(i) in BE | HAVE | DO | MODAL:
            return None
        after = unit.low(i + 1)
        closed = after in (".", ",", ":", ";", "back", "out", "") or unit.pos(i + 1) in ("RB", "IN", "TO")
        if unit.pos(i) in ("VBD", "VBZ", "VBN") and unit.name[i] is None:
            return i if closed or is_date(unit, i + 1) else None
    return None


def _names_person(unit: Unit, i: int) -> bool:
    mention = unit.name[i] if i < len(unit.name) else None
    person = mention is not None and mention.type in PEOPLE and mention.level is not Level.PRONOUN
    return person or unit.low(i) in ("he", "she")


def find_verbs(unit: Unit) -> list[Verb]:
    """Find a unit's verbs of speech that report: none quoted, negated, passive, infinitive or under a modal."""
    found: list[Verb] = []
    skip = -1
    for i in range(len(unit.tokens)):
        if i <= skip or unit.quote[i] >= 0:
            continue
        for words, row in load_speech().by_word.get(unit.low(i), ()):
            if all(unit.low(i + k) == word for k, word in enumerate(words)):
                verb = _read_verb(unit, i, len(words), row)
                if verb is not None:
                    found.append(verb)
                    skip = i + len(words) - 1
                    break
    found += _find_manner(unit, frozenset(verb.at for verb in found))
    return sorted(found, key=lambda verb: verb.at)


def _read_verb(unit: Unit, i: int, length: int, row: SpeechRow) -> Verb | None:
    if "according" in row.takes:
        return Verb(i, length, row, i, False)
    low, pos, before = unit.low(i), unit.pos(i), unit.low(i - 1)
    determined = before in ("the", "a", "an", "its", "his", "her", "their", "this", "our", "such", "no") or unit.pos(
        i - 1
    ) in ("POS", "JJ", "PRP$")
    if i == unit.first[i]:
        before, determined = "", False
    quantity = before in ("many", "some", "few", "several", "others", "most", "both")
    if unit.pos(i - 1) == "POS" and low in ("said", "says") and pos in ("VBD", "VBZ"):
        determined = False  # "St. Mary’s says it will close"
    if before in ("first", "long", "further") and pos in ("VBD", "VBZ", "VBN"):
        determined = False  # "the sheriff first said"
    if low.endswith("ing") and unit.pos(i - 1) == "JJ":
        determined = False  # "a brief stating": the tagger takes "brief" for an adjective
    if determined and not quantity and not (unit.name[i - 1] is not None and unit.pos(i - 1) == "JJ"):
        return None
    announced = low.endswith("ing") and (before == "," or before in BE) and unit.low(skip_time(unit, i + 1)) == "that"
    if unit.name[i] is not None and not pos.startswith("VB") and not announced:
        return None
    # "struck down the map, ruling Thursday that": a participle, though the tagger takes it for a noun.
    if not (announced or pos.startswith("VB")) and (
        pos in ("IN", "CD")
        or (pos.startswith("NN") and length == 1 and not _reads_as_verb(unit, i, low))
        or before in ("of", "in", "for", "on")
    ):
        return None
    group = find_group_start(unit, i)
    aux = [unit.low(k) for k in range(group, i)]
    participle = low.endswith("ing")
    barred = ("not", "n't", "never", "to", "neither", "hardly", "cannot")
    goes_on = aux[-1:] == ["to"] and unit.low(group - 1) == "on"
    goes_on = goes_on or aux[-1:] == ["only"] or unit.low(i + 1) == "only"  # "would only say", "would say only"
    carrier = _find_carrier(unit, i) if low == "say" and aux[-1:] == ["to"] else None
    if carrier is not None:
        return Verb(i, length, row, find_group_start(unit, carrier), False)
    if not goes_on and any(word in barred or unit.pos(group + k) == "MD" for k, word in enumerate(aux)):
        return None
    if participle:
        if any(word in BE for word in aux):
            participle = False
        elif (low == "writing" and before == "in") or before in (
            "without",
            "of",
            "for",
            "about",
            "like",
            "from",
            "worth",
            "to",
        ):
            return None
    elif any(word in BE or (word == "'s" and unit.low(i) != "said") for word in aux):
        return None
    if low == "said" and before == "that" and unit.low(i + 1) == ",":
        return None
    if row.takes <= {"statement"} or row.channel == "social media":
        documents = load_speech().parts["documents"]
        if before in documents and group == i:
            return None  # "a statement posted on Facebook"
    if unit.pos(i - 1) in ("CD", "RBS") and unit.pos(i + 1).startswith("NN") and i > unit.first[i]:
        return None  # "41 pledged delegates"
    if unit.tokens[i].text[0].isupper() and i > unit.first[i] and not unit.closes(i - 1):
        return None  # a name
    if goes_on and aux[-1:] == ["to"]:
        group = find_group_start(unit, group - 2)
    if participle and group > unit.first[i] and unit.pos(group - 1).startswith("VB") and unit.quote[group - 1] < 0:
        return None  # "helps promising students"
    return Verb(i, length, row, group, participle)


_CARRIERS = list_words("called emailed phoned posted texted took tweeted wrote went")


def _find_carrier(unit: Unit, i: int) -> int | None:
    """The verb that leads up to "to say": "took to Facebook to say", "went so far as to say"."""
    for k in range(i - 2, max(unit.first[i], i - 7), -1):
        if unit.low(k) in _CARRIERS and unit.quote[k] < 0:
            return k
        if unit.tokens[k].text in ",;:" or unit.pos(k) in FINITE:
            return None
    return None


_ENDINGS = frozenset(("claims", "charges", "states", "notes", "reads", "reports", "warns"))
_OPENERS = list_words(
    "that the a an it they he she its his her their our your this these those we i you no there : many most some all "
    "any few several both each every nobody anybody everybody nothing anyone everyone"
)


def _reads_as_verb(unit: Unit, i: int, low: str) -> bool:
    """Whether a form tagged as a noun reports all the same: "the city claims that", "officials say the"."""
    named = unit.name[i - 1] is not None or unit.low(i - 1) in (",", "who")
    if i == unit.first[i] or not (unit.pos(i - 1).startswith("NN") or unit.pos(i - 1) == "PRP" or named):
        return False
    if unit.pos(i - 1) == "NNS" and unit.pos(i) == "NN" and unit.pos(i + 1) in ("JJ", "NNS", "NNP", "CD"):
        return True  # "scientists report spiky skulls evolved twice"
    if unit.tokens[i + 1 : i + 2] and unit.tokens[i + 1].text == "." and low in _ENDINGS:
        comma = next((k for k in range(i - 1, unit.first[i], -1) if unit.low(k) == "," or unit.quote[k] >= 0), None)
        if comma is not None and any(unit.low(k) in load_speech().parts["documents"] for k in range(comma, i)):
            return True  # "The dam failed, a lawsuit filed Monday claims."
    if unit.pos(i) == "NNS" and unit.pos(i - 1) == "NNP" and unit.pos(i + 1) in ("VBG", "NN", "NNS", "JJ"):
        clause = next((k for k in range(i + 2, min(i + 7, len(unit.tokens))) if unit.pos(k) in FINITE), None)
        if clause is not None and not any(unit.pos(k) in FINITE for k in range(unit.first[i], i)):
            return True  # "The World Bank estimates rebuilding will cost a million"
    return unit.low(i + 1) in _OPENERS or unit.opens(i + 1) or low in ("says", "said", "show", "shows", "say")
