"""Numbers that name legal things: dockets, statutes, regulations, executive orders, bills, public laws.

Forms follow The Bluebook's rules 10.8.1 (dockets), 12 (statutes), 13 (bills), 14 (regulations) and what newspapers make
of them. Section signs without a title ("Section 1373") are kept as written: which code is meant the text must say.
"""

import re
from dataclasses import dataclass
from functools import cache

from rdflib import XSD, Literal

from kg.model import Span


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered legal thing in a text.

    `kind` is docket, statute, regulation, section, executive_order, bill, resolution, public_law, proposition or
    case_report. `norm` is one canonical form for all ways of writing it.
    """

    span: Span
    kind: str
    norm: str


_SECTIONS = r"(?P<section>\d+[a-z]{0,2}(?:[-–.]\d+[a-z]?)?(?:\([0-9A-Za-z]{1,4}\))*)"
_MARK = r"(?:§+\s?|[Ss]ections?\s|[Ss]ecs?\.\s?)"
_ROWS: tuple[tuple[str, str], ...] = (
    # 8 U.S.C. § 1373(a); 8 USC 1373; Title 8, Section 1373 of the U.S. Code
    ("statute", rf"(?P<title>\d{{1,2}})\s(?:U\.\s?S\.\s?C\.(?:A\.)?|USCA?|U\.S\.\sCode)\s?{_MARK}?\s?{_SECTIONS}"),
    (
        "statute",
        rf"{_MARK}{_SECTIONS}\sof\s[Tt]itle\s(?P<title>\d{{1,2}})(?:,?\s(?:of\sthe\s)?(?:U\.S\.|US|United\sStates)\sCode)?",
    ),
    (
        "statute",
        rf"[Tt]itle\s(?P<title>\d{{1,2}}),?\s{_MARK}{_SECTIONS}(?:,?\sof\sthe\s(?:U\.S\.|US|United\sStates)\sCode)?",
    ),
    ("regulation", rf"(?P<title>\d{{1,2}})\s(?:C\.\s?F\.\s?R\.|CFR)\s?(?:[Pp]arts?\s|pt\.\s|{_MARK})?\s?{_SECTIONS}"),
    ("section", rf"{_MARK}{_SECTIONS}"),
    (
        "executive_order",
        r"(?:[Ee]xecutive\s[Oo]rder|Exec\.\sOrder|E\.O\.|EO)\s(?:No\.\s|[Nn]umber\s)?"
        r"(?P<number>\d{4,5}|\d{1,2},\d{3})(?![\d,]\d)",
    ),
    (
        "resolution",
        r"(?P<house>H\.|S\.|[Hh]ouse|[Ss]enate)\s?(?P<type>(?:Con|J|Conc|Joint|Concurrent)\.?\s?)?(?:Res\.|[Rr]esolution)\s"
        r"(?:No\.\s)?(?P<number>\d{1,5})",
    ),
    (
        "bill",
        r"(?P<house>H\.\s?R\.|S\.|HR|H\.B\.|S\.B\.|A\.B\.|HB|SB|AB|LB|LD)\s?(?P<number>\d{1,5})(?![\d,]*\d"
        r"|\s?\()",
    ),
    ("bill", r"(?P<house>House|Senate|Assembly)\s(?:Bill|File)\s(?:No\.\s)?(?P<number>\d{1,5})"),
    ("public_law", r"(?:Public\sLaw|Pub\.\s?L\.|P\.\s?L\.)\s(?:No\.\s)?(?P<number>\d{1,3}[-–]\d{1,4})"),
    (
        "proposition",
        r"(?:Proposition|Prop\.|Measure|(?:Ballot|State)\s(?:Question|Issue))\s(?P<number>\d{1,4}"
        r"|[A-Z]{1,2})\b(?![’'])",
    ),
    # No. 1:20-cv-01234-ABC; Case No. 19 Civ. 123; 20-1234
    (
        "docket",
        r"(?:(?:[Cc]ase|[Dd]ocket|[Cc]ivil\s[Aa]ction|[Cc]riminal)\s)?(?:(?:Nos?\.|[Nn]umber|#)\s?)?"
        r"(?P<office>\d{1,2}:)?(?P<year>(?:19|20)?\d\d)(?:-|–|\s)(?P<type>cv|cr|mc|mj|ap|bk|md|po|sw|CV|CR|MC|MJ|civ|Civ\.|Cr\.|cr\.|Crim\.|Misc\.)"
        r"(?:-|–|\s)(?P<number>\d{1,6})(?P<judges>(?:-[A-Z]{2,4}){0,3})(?:\s\([A-Z]{2,4}\)){0,2}",
    ),
    (
        "docket",
        r"(?:[Cc]ase|[Dd]ocket|[Ii]ndex|[Ff]ile|[Cc]ause|Nos?\.)\s?(?:(?:Nos?\.|[Nn]umber|#)\s?)?(?P<number>\d{2}[A-Z]?[-–]\d{1,6}(?:[-–][A-Za-z0-9]+)*|\d{5,8}/\d{2,4})",
    ),
    (
        "case_report",
        r"(?P<volume>\d{1,4})\s(?P<reporter>U\.S\.|S\.\sCt\.|F\.(?:2d|3d|4th)?"
        r"|F\.\sSupp\.(?:\s[23]d)?)\s(?P<page>\d{1,5})(?!\s?U\.S)",
    ),
)

_HOUSES = {"house": "H.R.", "hr": "H.R.", "h.r.": "H.R.", "senate": "S."}
_TYPES = {"civ": "cv", "civ.": "cv", "crim.": "cr", "cr.": "cr", "misc.": "mc"}


@cache
def _compile_rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(rf"(?<![\w$.]){pattern}")) for kind, pattern in _ROWS)


def _write_norm(kind: str, match: re.Match[str]) -> str:
    part = {name: value or "" for name, value in match.groupdict().items()}
    number = part.get("number", "").replace(",", "").replace("–", "-")
    match kind:
        case "statute":
            return f"{part['title']} U.S.C. § {part['section'].replace('–', '-')}"
        case "regulation":
            return f"{part['title']} C.F.R. § {part['section'].replace('–', '-')}"
        case "section":
            return f"§ {part['section'].replace('–', '-')}"
        case "executive_order":
            return f"E.O. {number}"
        case "bill":
            return _write_bill(part["house"], number, match.group())
        case "resolution":
            house = "H." if part["house"].lower().startswith("h") else "S."
            form = {"c": "Con. Res.", "j": "J. Res."}.get(part["type"][:1].lower(), "Res.")
            return f"{house} {form} {number}"
        case "public_law":
            return f"Pub. L. {number}"
        case "proposition":
            return f"Proposition {number}" if match.group().startswith("Prop") else match.group()
        case "case_report":
            return f"{part['volume']} {part['reporter']} {part['page']}"
    if part.get("type"):
        form = _TYPES.get(part["type"].lower(), part["type"].lower())
        return f"{part['office']}{part['year'][-2:]}-{form}-{int(number):05}"
    return number


def _write_bill(house: str, number: str, written: str) -> str:
    """State bills and "Senate Bill 54" keep the chamber's letters; only H.R. and S. are surely the Congress's."""
    key = house.lower().replace(" ", "")
    if "Bill" in written or "File" in written:
        return f"{house[0]}.B. {number}"
    if key in _HOUSES or key == "s.":
        return f"{_HOUSES.get(key, 'S.')} {number}"
    letters = key.replace(".", "").upper()
    return f"{letters[0]}.{letters[1:]}. {number}"


def _list_windows(text: str) -> list[tuple[int, int]]:
    """Return the stretches around numbers, where alone a citation can be; cut between words."""
    windows: list[tuple[int, int]] = []
    for number in re.finditer(r"\d+|(?:Measure|Prop\.|Proposition|Question|Issue)\s[A-Z]", text):
        blank = text.find(" ", min(len(text), number.end() + 70))
        start, end = max(0, number.start() - 70), len(text) if blank < 0 else min(blank, number.end() + 270)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def find_citations(text: str) -> tuple[Citation, ...]:
    """Find every numbered legal thing, in reading order, spans never overlapping; the longest form wins.

    >>> [(c.kind, c.norm) for c in find_citations("under 8 U.S.C. 1373 and Executive Order 13768, No. 1:20-cv-1234")]
    [('statute', '8 U.S.C. § 1373'), ('executive_order', 'E.O. 13768'), ('docket', '1:20-cv-01234')]
    """
    found = [
        (match.start(), -match.end(), rank, Citation(Span(*match.span()), kind, _write_norm(kind, match)))
        for lower, upper in _list_windows(text)
        for rank, (kind, pattern) in enumerate(_compile_rows())
        for match in pattern.finditer(text, lower, upper)
    ]
    found.sort(key=lambda row: row[:3])
    kept: list[Citation] = []
    for start, _, _, citation in found:
        if not kept or start >= kept[-1].span.end:
            kept.append(citation)
    return tuple(kept)


def clean_citation(text: str) -> str | None:
    """Return the canonical form where the whole text is one citation, else None.

    >>> clean_citation("8 USC §1373(a)"), clean_citation("Senate Bill 54"), clean_citation("the law")
    ('8 U.S.C. § 1373(a)', 'S.B. 54', None)
    """
    found = find_citations(text.strip())
    return found[0].norm if len(found) == 1 and found[0].span == Span(0, len(text.strip())) else None


def compare_citations(first: str, second: str) -> bool:
    """Say whether two texts cite the same thing: equal in canonical form, a docket also without its office.

    >>> compare_citations("H.R. 1", "HR 1"), compare_citations("1:20-cv-01234", "No. 20-cv-1234")
    (True, True)
    """
    left, right = clean_citation(first), clean_citation(second)
    if left is None or right is None:
        return False
    return left == right or re.sub(r"^\d+:", "", left) == re.sub(r"^\d+:", "", right)


def write_citation(citation: Citation) -> Literal:
    """Return the canonical form as a string literal."""
    return Literal(citation.norm, datatype=XSD.string)
