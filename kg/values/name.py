"""Names of persons: title, post and acting before the name, given names, particles, surname and suffix.

Given names that stand for each other (Bill, William) count as nearly equal. Nothing here decides that two people are
one: `compare_names` gives a score, and `kg link` decides.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein
from rdflib import XSD, Literal

# Words of a title or a post that stand before a name with a capital letter; posts in small letters need no list.
_TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend father sister rabbi imam pastor bishop "
    "judge justice magistrate chief president vice speaker senator sen rep representative congressman "
    "congresswoman delegate assemblyman assemblywoman assemblymember councilman councilwoman councilmember "
    "councilor councillor alderman alderwoman commissioner comptroller governor gov lt lieutenant mayor sheriff "
    "deputy officer detective sergeant sgt captain capt colonel col general gen major maj admiral adm corporal "
    "cpl private pvt trooper agent inspector superintendent warden marshal attorney attorneys prosecutor "
    "solicitor secretary undersecretary minister premier chancellor ambassador director administrator chair "
    "chairman chairwoman chairperson spokesman spokeswoman spokesperson counsel clerk treasurer auditor district "
    "u.s us american federal state county city assistant associate senior acting former interim then ex prime "
    "king queen prince princess pope cardinal trustee ombudsman adviser advisor press atty dist supt".split()
)
_SUFFIXES = {
    "jr": "Jr.",
    "sr": "Sr.",
    "ii": "II",
    "iii": "III",
    "iv": "IV",
    "esq": "Esq.",
    "md": "M.D.",
    "phd": "Ph.D.",
    "jd": "J.D.",
}
_GENERATIONS = frozenset({"Jr.", "Sr.", "II", "III", "IV"})
_PARTICLES = frozenset(
    "de del della der den di da dos das du la le las los van von vander bin ibn al el ben ter ten st st. san "
    "santa mac y e".split()
)
_SHORT_FORMS: tuple[tuple[str, ...], ...] = (
    ("william", "bill", "will", "billy", "willie", "liam"),
    ("robert", "bob", "rob", "bobby", "robbie", "bert"),
    ("richard", "rick", "dick", "rich", "ricky"),
    ("james", "jim", "jimmy", "jamie"),
    ("john", "jack", "johnny", "jon"),
    ("jonathan", "jon", "jonny"),
    ("joseph", "joe", "joey"),
    ("thomas", "tom", "tommy"),
    ("charles", "chuck", "charlie", "chas"),
    ("edward", "ed", "eddie", "ted", "ned"),
    ("theodore", "ted", "teddy", "theo"),
    ("michael", "mike", "mick", "mickey"),
    ("matthew", "matt"),
    ("daniel", "dan", "danny"),
    ("david", "dave", "davey"),
    ("donald", "don", "donny"),
    ("ronald", "ron", "ronnie"),
    ("kenneth", "ken", "kenny"),
    ("steven", "stephen", "steve"),
    ("andrew", "andy", "drew"),
    ("anthony", "tony"),
    ("benjamin", "ben"),
    ("christopher", "chris"),
    ("christine", "christina", "chris", "tina"),
    ("gregory", "greg"),
    ("jeffrey", "jeff", "geoffrey"),
    ("lawrence", "larry"),
    ("nicholas", "nick"),
    ("patrick", "pat"),
    ("patricia", "pat", "patty", "trish"),
    ("peter", "pete"),
    ("samuel", "sam"),
    ("samantha", "sam"),
    ("timothy", "tim"),
    ("francis", "frank"),
    ("franklin", "frank"),
    ("gerald", "jerry", "gerry"),
    ("raymond", "ray"),
    ("phillip", "philip", "phil"),
    ("alexander", "alex", "al"),
    ("alexandra", "alex", "sandra"),
    ("elizabeth", "liz", "beth", "betsy", "betty", "eliza", "lisa"),
    ("katherine", "catherine", "kathryn", "kate", "kathy", "cathy", "katie"),
    ("margaret", "maggie", "peggy", "meg"),
    ("susan", "sue", "suzanne", "susie"),
    ("deborah", "debbie", "deb", "debra"),
    ("barbara", "barb"),
    ("jennifer", "jen", "jenny"),
    ("rebecca", "becky"),
    ("victoria", "vicky", "tori"),
    ("jacqueline", "jackie"),
    ("frederick", "fred"),
    ("eugene", "gene"),
    ("leonard", "len", "lenny"),
    ("albert", "al", "bert"),
    ("walter", "walt"),
    ("zachary", "zach"),
    ("joshua", "josh"),
    ("nathaniel", "nathan", "nate"),
    ("abraham", "abe"),
    ("bernard", "bernie"),
    ("mitchell", "mitch"),
    ("charlotte", "lottie"),
    ("kimberly", "kim"),
    ("pamela", "pam"),
    ("cynthia", "cindy"),
    ("sandra", "sandy"),
    ("amanda", "mandy"),
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a name as written. `post` is what stands before the name, less acting and former.

    `first` is None where only a surname is given. `last` holds its particles ("de Blasio").
    """

    last: str
    first: str | None = None
    middle: tuple[str, ...] = ()
    suffix: str | None = None
    nickname: str | None = None
    post: str | None = None
    acting: bool = False
    former: bool = False

    @property
    def full(self) -> str:
        """Given names, surname and suffix, without post and nickname."""
        return " ".join(part for part in (self.first, *self.middle, self.last, self.suffix) if part)


def fold_name(text: str) -> str:
    """Return a name for comparison: no accents, no case, no points, apostrophes of one kind.

    >>> fold_name("Nydia M. Velázquez"), fold_name("O’Halleran")
    ('nydia m velazquez', "o'halleran")
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    return " ".join(
        "".join(char for char in plain if not unicodedata.combining(char)).replace(".", " ").lower().split()
    )


def clean_name(text: str) -> str:
    """Return a name without what clings to it in a text: quotation marks, a possessive, commas, doubled spaces.

    >>> clean_name(" “Bill  de Blasio’s ")
    'Bill de Blasio'
    """
    text = " ".join(text.split()).strip(' ,;:()[]“”"')
    return re.sub(r"[’']s?$", "", text) if re.search(r"(?:[’']s|s[’'])$", text) else text


def _split_suffix(tokens: list[str]) -> tuple[list[str], str | None]:
    suffix = None
    while len(tokens) > 1 and (known := _SUFFIXES.get(tokens[-1].replace(".", "").lower())):
        suffix = known if suffix is None or known in _GENERATIONS else suffix
        tokens = tokens[:-1]
    return tokens, suffix


def _find_start(tokens: list[str]) -> int:
    """Return where the name begins: behind the last word of a title or in small letters that is no particle."""
    start = 0
    for index, token in enumerate(tokens[:-1]):
        plain = token.lower().strip(".,’'")
        plain = re.sub(r"[’']s$", "", plain)
        small = token[0].islower() and plain not in _PARTICLES
        titled = plain in _TITLES or plain.replace(".", "") in _TITLES or plain.removeprefix("ex-") in _TITLES
        possessive = re.search(r"[’']s$|[’']$", token)
        initials = token.isupper() and len(token) > 1 and "." not in token and len(tokens) > 2 and index == 0
        if small or titled or possessive or (initials and not tokens[1].isupper()):
            start = index + 1
    return start


def parse_name(text: str) -> PersonName | None:
    """Split a name as a newspaper writes it.

    Args:
        text: A mention: "acting ICE director Matthew Albence", "Judge Ross", "Lucero, Henry", "Jane Q. Doe Jr.".

    Returns:
        Its parts; None where no name is left after titles and posts ("the mayor").

    >>> name = parse_name("acting ICE director Matthew Albence")
    >>> name.acting, name.post, name.first, name.last
    (True, 'ICE director', 'Matthew', 'Albence')
    >>> parse_name("Mayor Bill de Blasio").last, parse_name("the mayor")
    ('de Blasio', None)
    """
    text = clean_name(text)
    nickname = None
    if match := re.search(r"\s[“\"(‘]([^”\"’)]{1,30})[”\")’]\s", text):
        nickname, text = match[1], text[: match.start()] + " " + text[match.end() :]
    head, comma, tail = text.partition(", ")
    if comma and tail and not _SUFFIXES.get(tail.split()[0].replace(".", "").replace(",", "").lower()):
        swapped = "," not in tail and len(head.split()) <= 3 and len(tail.split()) <= 3 and tail[0].isupper()
        text = f"{tail} {head}" if swapped else head
    tokens, suffix = _split_suffix([token for token in text.replace(",", " ").split() if token.strip(".’'")])
    if not tokens:
        return None
    start = _find_start(tokens)
    before, names = tokens[:start], tokens[start:]
    if not names or not any(name[0].isupper() for name in names):
        return None
    if len(names) == 1 and (names[0].lower().strip(".") in _TITLES or not names[0][0].isupper()):
        return None
    split = len(names) - 1
    while split > 1 and names[split - 1].lower() in _PARTICLES:
        split -= 1
    if split == 1 and names[0].lower() in _PARTICLES:
        split = 0
    words = [re.sub(r"^the$", "", word, flags=re.I) for word in before]
    marks = {word.lower().strip(".,") for word in before}
    former = {"former", "ex", "then", "then-", "one-time"}
    post = " ".join(w for w in words if w and w.lower().strip(".,") not in {"acting", "interim", *former})
    return PersonName(
        last=" ".join(names[split:]),
        first=names[0] if split else None,
        middle=tuple(names[1:split]),
        suffix=suffix,
        nickname=nickname,
        post=post or None,
        acting=bool(marks & {"acting", "interim"}),
        former=bool(marks & former) or any(word.lower().startswith("ex-") for word in before),
    )


@cache
def _load_short_forms() -> dict[str, frozenset[int]]:
    forms: dict[str, set[int]] = {}
    for number, row in enumerate(_SHORT_FORMS):
        for name in row:
            forms.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in forms.items()}


def _score_given(first: str, second: str) -> float:
    one, two = fold_name(first), fold_name(second)
    if one == two:
        return 1.0
    if len(one.replace(" ", "")) == 1 or len(two.replace(" ", "")) == 1:
        return 0.9 if one[:1] == two[:1] else 0.0
    forms = _load_short_forms()
    if forms.get(one, frozenset()) & forms.get(two, frozenset()):
        return 0.95
    close = min(len(one), len(two)) >= 5 and DamerauLevenshtein.distance(one, two) == 1
    return 0.7 if close else 0.0


def _score_last(first: str, second: str) -> float:
    one, two = fold_name(first), fold_name(second)
    if one.replace(" ", "").replace("-", "") == two.replace(" ", "").replace("-", ""):
        return 1.0
    parts, others = set(re.split(r"[-\s]", one)) - _PARTICLES, set(re.split(r"[-\s]", two)) - _PARTICLES
    if parts and others and (parts <= others or others <= parts):
        return 0.9
    close = min(len(one), len(two)) >= 6 and DamerauLevenshtein.distance(one, two) == 1
    return 0.75 if close else 0.0


def compare_names(first: PersonName, second: PersonName) -> float:
    """Score how well two names could be one person's, from 0 (cannot) to 1 (same name in full).

    A surname alone scores 0.6 against any name with it; a wrong generation ("Jr.", "Sr.") or given name scores 0.

    >>> compare_names(parse_name("Bill Barr"), parse_name("Attorney General William P. Barr"))
    0.95
    >>> compare_names(parse_name("Barr"), parse_name("William Barr"))
    0.6
    >>> compare_names(parse_name("A. Doe"), parse_name("B. Doe"))
    0.0
    """
    if first.suffix in _GENERATIONS and second.suffix in _GENERATIONS and first.suffix != second.suffix:
        return 0.0
    surname = _score_last(first.last, second.last)
    if not surname:
        return 0.0
    if first.first is None or second.first is None:
        return round(0.6 * surname, 3)
    given = max(
        _score_given(one, two)
        for one in (first.first, first.nickname)
        for two in (second.first, second.nickname)
        if one and two
    )
    if given < 0.9:  # a person may go by a middle name
        middles = [_score_given(second.first, name) for name in first.middle] + [
            _score_given(first.first, name) for name in second.middle
        ]
        given = max([given, *(0.85 * score for score in middles if score >= 0.95)])
    if first.middle and second.middle and not _score_given(first.middle[0], second.middle[0]):
        given *= 0.4
    return round(surname * given, 3)


def write_name(name: PersonName) -> Literal:
    """Return the name without its post as a string literal."""
    return Literal(name.full, datatype=XSD.string)
