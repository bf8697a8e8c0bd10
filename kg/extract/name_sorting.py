"""Sorting: what a run of capitalised words names, by gazetteer, by the word that says it, by the words around."""

from dataclasses import replace

from kg.extract.candidates import PLACES, Candidate
from kg.extract.lexicon import find_words
from kg.extract.name_nesting import list_nested
from kg.extract.name_numbers import VERSUS
from kg.extract.name_people import is_lone_person, is_person, is_title, is_titled, load_given_names, skip_title
from kg.extract.name_view import NameView, list_plain_nouns
from kg.extract.phrases import list_words
from kg.extract.tokens import is_common_word
from kg.model import MentionType

_ARTICLES = frozenset(("a", "an", "the", "one"))


def sort_run(view: NameView, first: int, last: int) -> list[Candidate]:
    """Say what a run names.

    Args:
        view: The sentence.
        first: The run's first word.
        last: The word behind its last.

    Returns:
        The name, if it is one, and the names nested in it. Titles in it are left for kg.extract.posts, which sees
        the words before the name.
    """
    whole = view.hit_at.get(first)
    if whole and whole.first == first and whole.last == last and not (whole.weak and not view.is_supported(whole)):
        one = view.make_known(whole)
        if last - first > 2 and view.tokens[last - 2].text == ",":
            one = replace(one, head=last - 3)  # "Washington, D.C." is called Washington; "D.C." is a name of its own
        return [one, *list_nested(view, [one], first, last)]
    known = view.book.places.get(tuple(token.lower for token in view.tokens[first:last]))
    if known is not None:
        one = view.make_name(first, last, known.type, known.kind, known.rule)
        return [one, *list_nested(view, [one], first, last)]
    if _is_place(view, first, last):
        return [view.make_name(first, last, MentionType.PLACE, "Place", "name/place")]
    context = _read_context(view, first, last)
    if context is not None:
        return [context, *list_nested(view, [context], first, last)]
    start = skip_title(view, first, last)
    if start == first and last - first > 2 and _has_party(view, last) and is_title(view, first):
        start = first + 1  # "Reps. Michelle Steel (R-CA)", though steel is a company's word
    if whole and whole.first == first == start and whole.last < last and is_person(view, whole.last, last):
        # "House of Representatives Ada Roe": a body's name runs into a person's.
        return [view.make_known(whole), *_sort_plain(view, whole.last, last)]
    titled = start > first and 2 <= last - start <= 4 and view.find_head(start, last) is None
    over = view.hit_at.get(start)
    inside = over is None or (over.type in PLACES and over.last < last)  # "Judge Merrick Roe", though Merrick is a town
    party = _has_party(view, last) and 2 <= last - start <= 4 and (over is None or over.type in PLACES)
    if party or (titled and inside and not view.heading):
        found = [view.make_name(start, last, MentionType.PERSON, "Person", "name/person", person=True)]
    else:
        found = _sort_plain(view, start, last)
    post = is_title(view, start)  # "Mr. President"
    if not found and start > first and last - start == 1 and not post and not is_common_word(view.tokens[start].lower):
        found = [view.make_name(start, last, MentionType.PERSON, "Person", "name/person", person=True)]
    return found + list_nested(view, found, first, last)


def _has_party(view: NameView, last: int) -> bool:
    """Whether party or district stand in brackets before word `last`'s place: "Ada Roe (R-CA)", "Ada Roe (AL-05)"."""
    if last + 1 >= len(view.tokens) or view.tokens[last].text != "(":
        return False
    coded = any(one.first == last + 1 and one.rule in ("postal/party", "postal/district") for one in view.numbered)
    return coded or view.tokens[last + 1].lower in list_words("party_letters")


def _read_context(view: NameView, first: int, last: int) -> Candidate | None:
    """What the words around a name call it: "the news agency Orinfo", "Orcorp, a retailer", "the city of Orvale"."""
    before = [view.tokens[at].lower for at in range(max(0, first - 4), first)]
    if before[-2:] in (["news", "agency"], ["news", "site"], ["news", "outlet"]) or before[-1:] == ["newspaper"]:
        return view.make_name(first, last, MentionType.NEWS_ORGANISATION, "NewsOrganization", "name/called")
    if before[-1:] and before[-1] in list_words("party_letters"):
        return view.make_name(first, last, MentionType.PLACE, "Place", "name/place")
    known = first in view.hit_at
    if len(before) > 1 and before[-1] == "of" and _is_dweller(view, first - 2) and not known and last - first > 1:
        return view.make_name(first, last, MentionType.PLACE, "Place", "name/place")
    if len(before) > 1 and before[-1] == "from" and _is_called_to(view, first, last) and not known:
        return view.make_name(first, last, MentionType.ORGANISATION, "Organization", "name/called")
    unit = first > 1 and view.tokens[first - 2].text.islower() and view.tokens[first - 2].lower in list_words("units")
    if unit and before[-1] == "of" and not known:
        return view.make_name(first, last, MentionType.JURISDICTION, "City", "name/place")
    firm = any(view.tokens[at].text == "&" for at in range(first + 1, last - 1))
    if before[-1:] == ["firm"] and not known:
        return view.make_name(first, last, MentionType.ORGANISATION, "Organization", "name/called")
    if view.heading or (is_person(view, first, last) and not firm):
        return None
    if before[-1:] in (["called"], ["named"]) and set(before) & list_words("private_bodies"):
        return view.make_name(first, last, MentionType.ORGANISATION, "Organization", "name/called")
    plain = not known and view.find_head(first, last) is None and not _is_learned(view, first, last)
    if plain and before and before[-1] in list_words("company_nouns") and view.tokens[first - 1].pos != "NNP":
        return view.make_name(first, last, MentionType.ORGANISATION, "Organization", "name/called")
    if plain and _is_called(view, last, "private_bodies", "company_nouns"):
        return view.make_name(first, last, MentionType.ORGANISATION, "Organization", "name/called")
    partly = known and view.hit_at[first].last < last and view.find_head(first, last) is None
    if (plain or partly) and _is_called(view, last, "sites"):
        return view.make_name(first, last, MentionType.PLACE, "Place", "name/place")
    firm = firm and last - first <= 5 and not any(is_common_word(view.tokens[at].lower) for at in (first, last - 1))
    if plain and firm and not (view.is_opening(first) and is_common_word(view.tokens[first].lower)):
        return view.make_name(first, last, MentionType.ORGANISATION, "Organization", "name/firm")
    return None


def _is_learned(view: NameView, first: int, last: int) -> bool:
    """Whether the article has taught what a name is: somebody's surname or an acronym."""
    return last - first == 1 and (
        view.tokens[first].lower in view.book.surnames or view.tokens[first].text in view.book.acronyms
    )


def _is_called(view: NameView, last: int, *lists: str) -> bool:
    """Whether an apposition behind a name calls it one of the nouns: "Orcorp, an athletic equipment company"."""
    if last + 2 >= len(view.tokens) or view.tokens[last].text != "," or view.tokens[last + 1].lower not in _ARTICLES:
        return False
    for at in range(last + 2, min(last + 10, len(view.tokens))):
        token = view.tokens[at]
        if (
            token.coarse not in ("n", "a", "c")
            and token.text not in (",", "-based")
            and token.pos not in ("VBG", "VBN")
        ):
            return False
        behind = view.tokens[at + 1] if at + 1 < len(view.tokens) else None
        if token.coarse == "n" and (behind is None or behind.coarse not in ("n", "a") or behind.text[0].isupper()):
            return any(token.lemma in list_words(kind) for kind in lists)
    return False


def _is_place(view: NameView, first: int, last: int) -> bool:
    """Whether an unknown name has its state behind it, as in a dateline."""
    words = tuple(token.lower for token in view.tokens[first:last])
    if last - first > 3 or last + 1 >= len(view.tokens) or view.tokens[last].text != ",":
        return False
    if any((word,) in find_words("titles") for word in words) or (last - first > 1 and words[0] in load_given_names()):
        return False
    hit = view.hit_at.get(last + 1)
    state = hit is not None and hit.type in PLACES and hit.row.type == "State" and hit.first == last + 1
    coded = next((one for one in view.numbered if one.first == last + 1 and one.rule == "postal/state"), None)
    stop = hit.last if state and hit is not None else coded.last if coded is not None else 0
    closes = stop and (
        stop == len(view.tokens) or view.tokens[stop].text in ".,()—–-;" or view.tokens[stop].text == "--"
    )
    return bool(closes) and view.tokens[last - 1].lower not in view.book.surnames


def _sort_plain(view: NameView, first: int, last: int) -> list[Candidate]:
    hit = view.hit_at.get(first)
    if hit and hit.first == first and hit.last == last and (not hit.weak or view.is_supported(hit)):
        return [view.make_known(hit)]
    inner = view.hit_at.get(first + 1)
    if inner and inner.type in PLACES and inner.last == last and view.tokens[first].lower in list_words("directions"):
        return [view.make_name(first, last, inner.type, "Place", "name/direction")]
    rule = view.find_head(first, last)
    if rule is not None and not (view.heading and last - first > 6):
        if rule.data["type"] in ("Place", "Jurisdiction") and is_lone_person(view, first, last):
            return [view.make_name(first, last, MentionType.PERSON, "Person", "name/person", person=True)]
        opener = view.hit_at.get(first)
        if rule.data["type"] == "Organisation" and opener is not None and opener.type is MentionType.AGENCY:
            return [view.make_name(first, last, MentionType.AGENCY, "Agency", rule.name)]
        one = view.make_name(first, last, MentionType(rule.data["type"]), rule.data["kind"], rule.name)
        inner = view.hit_at.get(last - 1)
        capital = inner is not None and all(token.text[0].isupper() for token in view.tokens[first : inner.first])
        if (
            inner
            and capital
            and not inner.weak
            and inner.first > first
            and (inner.type, inner.last) == (one.type, last)
        ):
            start = view.hit_at.get(first)
            return [one if start is not None and start.type in PLACES else view.make_known(inner)]
        return [one]
    words = view.tokens[first:last]
    if words[-1].lower in view.book.surnames and all(word.lower in list_words("particles") for word in words[:-1]):
        type_ = view.book.surnames[words[-1].lower]
        return [view.make_name(first, last, type_, "Person", "name/surname", person=True)]
    if last - first == 1:
        return _sort_single(view, first)
    if is_person(view, first, last):
        return [view.make_name(first, last, MentionType.PERSON, "Person", "name/person", person=True)]
    numbered = words[-1].lower in ("i", "ii", "iii") and words[-2].lower == "war"
    if numbered or words[-1].lower in list_words("no_heads"):
        return []
    if (words[-1].lower,) in find_words("titles") or any((w.lower,) in find_words("titles") for w in words[:-1]):
        return []
    inside = [other for other in view.hits if first <= other.first and other.last <= last and not other.weak]
    if view.heading:
        return []
    if words[0].lower in list_words("no_openers"):
        return []
    if len(words) > 2 and _is_chapter(view, first, last):
        return [view.make_name(first, last, MentionType.ORGANISATION, "Organization", "name/unknown")]
    common = [is_common_word(word.lower) for word in words]
    opening = words[0].lower in list_words("place_openers") and len(words) == 2 and not common[1]
    if view.is_opening(first) and common[0] and not all(common) and not opening:
        return _sort_plain(view, first + 1, last)
    if inside and (len(inside) > 1 or inside[0].first > first or len(words) < 3):
        return []
    before = view.tokens[first - 1].lower if first else ""
    if words[0].lower in list_words("place_openers") or before in ("in", "at", "near", "outside", "from"):
        return [view.make_name(first, last, MentionType.PLACE, "Place", "name/place")] if len(words) < 4 else []
    if all(common) and not _acts(view, last):
        return []
    if (not is_titled(view, first) and (all(common) or len(words) > 2)) or any(word.text.isupper() for word in words):
        return [view.make_name(first, last, MentionType.ORGANISATION, "Organization", "name/unknown")]
    if len(words) < 5 and is_titled(view, first):
        return [view.make_name(first, last, MentionType.PERSON, "Person", "name/person", person=True)]
    if common[-1] and not common[0] and words[-1].lower not in view.book.surnames:
        return [view.make_name(first, last, MentionType.ORGANISATION, "Organization", "name/unknown")]
    return (
        [view.make_name(first, last, MentionType.PERSON, "Person", "name/person", person=True)]
        if len(words) < 4
        else []
    )


def _is_chapter(view: NameView, first: int, last: int) -> bool:
    """Whether a place ends the name of a body that acts: "Fair Count Georgia isn't waiting"."""
    hit = view.hit_at.get(last - 1)
    if hit is None or hit.last != last or hit.first != last - 1 or hit.row.type not in ("State", "City", "County"):
        return False
    front = view.tokens[first : hit.first]
    placed = first > 0 and view.tokens[first - 1].lower in ("in", "at", "near", "from", "of")
    directed = any(token.lower in list_words("directions") for token in front)
    after = view.tokens[last] if last < len(view.tokens) else None
    acts = after is not None and (after.pos in ("VBZ", "VBD", "MD") or after.text == ",")
    return acts and not placed and not directed and not any((t.lower,) in find_words("titles") for t in front)


def _acts(view: NameView, last: int) -> bool:
    """Whether what stands before word `last` does what bodies do, or has an acronym behind it."""
    if last + 1 >= len(view.tokens):
        return False
    after = view.tokens[last]
    acts = after.lemma in list_words("body_verbs") and after.pos.startswith("VB")
    return acts or (after.text == "(" and view.tokens[last + 1].text.isupper())


def _is_outlet(view: NameView, first: int) -> bool:
    """Whether one word is a newspaper's short name where somebody speaks to it: "told the Beacon", "told Memo"."""
    token = view.tokens[first]
    before = view.tokens[first - 1].lower if first else ""
    spoken = view.tokens[first - 2].lower if first > 1 else ""
    row = find_words("name_heads").get((token.lower,))
    if view.heading or token.lower in view.book.surnames or not token.text.istitle():
        return False
    if before == "the" and row is not None and row.id == "news":
        after = view.tokens[first + 1] if first + 1 < len(view.tokens) else None
        tells = after is not None and after.lemma in ("report", "obtain", "review", "say", "find")
        return spoken in ("told", "to", "with", "by", "gave", "for") or tells
    return before == "told" and row is None and first not in view.hit_at and is_common_word(token.lower, plural=False)


def _sort_single(view: NameView, first: int) -> list[Candidate]:
    token = view.tokens[first]
    if first + 1 < len(view.tokens) and view.tokens[first + 1].lower in VERSUS:
        return []  # a party in a case's name, of which nothing else is known
    if _is_outlet(view, first):
        return [view.make_name(first, first + 1, MentionType.NEWS_ORGANISATION, "NewsOrganization", "name/outlet")]
    known = view.book.surnames.get(token.lower)
    if known is not None and not view.heading:
        return [view.make_name(first, first + 1, known, "Person", "name/surname", person=True)]
    if token.lower in list_words("platforms"):
        return [view.make_name(first, first + 1, MentionType.ORGANISATION, "Organization", "name/platform")]
    if token.text in view.book.acronyms and not _is_demonym(view, first):
        type_, kind = view.book.acronyms[token.text]
        return [view.make_name(first, first + 1, type_, kind, "name/acronym")]
    if (token.lower,) in find_words("titles") or view.tokens[first].lemma in list_plain_nouns():
        return []
    if (
        len(token.text) == 4
        and token.text.isupper()
        and token.text[0] in "KW"
        and token.text.isalpha()
        and not view.heading
    ):
        return [
            view.make_name(first, first + 1, MentionType.NEWS_ORGANISATION, "NewsOrganization", "name/call-letters")
        ]
    rule = find_words("name_heads").get((token.lower,))
    parts = [find_words("name_heads").get((part,)) for part in token.lower.split("-")]
    if len(parts) == 2 and all(part is not None and part.id == "news" for part in parts):
        return [view.make_name(first, first + 1, MentionType.NEWS_ORGANISATION, "NewsOrganization", "name_heads/news")]
    if rule is not None and rule.data["alone"] and token.lower != "house":
        return [view.make_name(first, first + 1, MentionType(rule.data["type"]), rule.data["kind"], rule.name)]
    acronym = _sort_acronym(view, first)
    if acronym is not None:
        return [acronym]
    after = view.tokens[first + 1] if first + 1 < len(view.tokens) else None
    ruled = (
        after is not None
        and after.lower in ("administration", "government", "appointee", "appointees", "nominee", "holdover")
        and first
        and view.tokens[first - 1].pos == "DT"
        and token.pos != "JJ"
    )
    titled = ruled or (
        first > 0
        and (view.tokens[first - 1].lower,) in find_words("titles")
        and view.tokens[first - 1].text[0].isupper()
    )
    speaks = after is not None and after.lemma in list_words("human_verbs") and after.pos.startswith("VB")
    before = view.tokens[first - 1].lower if first else ""
    aged = before == "of" and first > 1 and (view.tokens[first - 2].text == "," or _is_dweller(view, first - 2))
    if (
        (before in ("in", "near", "outside") or (before == "from" and _comes(view, first)) or aged)
        and (aged or not is_common_word(token.lower))
        and not view.heading
        and token.text.istitle()
    ):
        return [view.make_name(first, first + 1, MentionType.PLACE, "Place", "name/place")]
    if titled or (speaks and not is_common_word(token.lower) and not view.heading):
        return [view.make_name(first, first + 1, MentionType.PERSON, "Person", "name/person", person=True)]
    return []


def _comes(view: NameView, first: int) -> bool:
    """Whether "from" tells a place: "a woman from Orvale", not "a letter from Roe"."""
    before = view.tokens[first - 2] if first > 1 else None
    return before is not None and before.lemma not in list_words("sendings")


def _is_called_to(view: NameView, first: int, last: int) -> bool:
    """Whether a name behind "from" opens with a verb, as a campaign's does: "protesters from Save Our Bay"."""
    opener = view.tokens[first]
    return last - first > 1 and opener.lower in list_words("calls")


def _is_dweller(view: NameView, at: int) -> bool:
    """Whether a noun says who lives somewhere: "the people of", "residents of"."""
    return view.tokens[at].lower in ("people", "residents", "resident", "citizens", "voters", "natives", "native")


def _is_served(view: NameView, first: int) -> bool:
    """Whether a post or a noun for people stands before a name: "director of ORAP", "with the ORAP"."""
    at = first - 1
    if at > 0 and view.tokens[at].lower == "the":
        at -= 1
    if at < 1 or view.tokens[at].lower not in ("of", "for", "at", "with", "by", "from"):
        return False
    served = view.tokens[at - 1]
    return (served.lower,) in find_words("titles") or served.lemma in list_plain_nouns() or served.coarse == "v"


def _is_demonym(view: NameView, first: int) -> bool:
    """Whether a word that opened a body's name only says of which people something is: "a Georgian player"."""
    after = view.tokens[first + 1] if first + 1 < len(view.tokens) else None
    people = view.tokens[first].lower.endswith(("ian", "ean", "ese", "ish", "can", "ic"))
    return people and after is not None and after.coarse in "na" and after.text[0].islower()


def _sort_acronym(view: NameView, first: int) -> Candidate | None:
    """An unknown word all in capitals: an agency where only a body can stand, an organisation else."""
    token = view.tokens[first]
    letters = token.text.replace(".", "")
    if view.heading or not (letters.isupper() and letters.isalpha() and 2 <= len(letters) <= 6):
        return None
    if is_common_word(token.lower, plural=len(letters) > 4) or set(letters) <= set("IVXLCM"):
        return None
    before = view.tokens[first - 1] if first else None
    after = view.tokens[first + 1] if first + 1 < len(view.tokens) else None
    acts = after is not None and (
        after.lemma in ("official", "agent", "director", "officer", "spokesman", "spokeswoman", "spokesperson")
        or (after.lemma in list_words("human_verbs") and after.pos.startswith("VB"))
    )
    written = before is not None and before.lower in ("to", "by", "from", "against")
    if acts or written:
        return view.make_name(first, first + 1, MentionType.AGENCY, "Agency", "name/acronym")
    if letters.endswith("TV") and len(letters) > 2:
        return view.make_name(first, first + 1, MentionType.NEWS_ORGANISATION, "NewsOrganization", "name/acronym")
    if len(letters) < 3 or (before is not None and before.lower in ("a", "an")):
        return None
    if not (view.acts(first) or _is_served(view, first)):
        return None  # PPE, PTSD: letters for things
    return view.make_name(first, first + 1, MentionType.ORGANISATION, "Organization", "name/acronym")
