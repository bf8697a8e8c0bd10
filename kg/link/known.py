"""What earlier articles named: people and bodies by name; instruments by who sent them to whom, about whom, when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.link.gazetteer import fold_name
from kg.model import Decision, Entity, Extraction, Interval, MentionType
from kg.terms import list_superclasses, list_terms

_ROOTS = frozenset(("Instrument", "Entity", "Thing"))


@dataclass(frozen=True, slots=True)
class Signature:
    """What tells one instrument from another: kind, issuer, addressee, whom it is about, and when.

    `issuer`, `addressee` and `subjects` are IRIs. `bounds` are the earliest and latest day of issue.
    """

    iri: str
    article: str
    kind: str
    issuer: str | None
    addressee: str | None
    subjects: frozenset[str]
    bounds: tuple[date, date] | None
    plural: bool = False

    def overlaps(self, other: "Signature") -> bool:
        """Say whether both dates are known and share a day."""
        if self.bounds is None or other.bounds is None:
            return False
        return self.bounds[0] <= other.bounds[1] and other.bounds[0] <= self.bounds[1]


@dataclass
class Known:
    """A register of what the articles so far named; `add` each article after it has been linked."""

    names: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    instruments: list[Signature] = field(default_factory=list)

    def find_name(self, family: str, name: str) -> list[tuple[str, str]]:
        """Return (IRI, article) of the things of a family that earlier articles gave this very name."""
        return self.names.get((family, fold_name(name)), [])

    def add(self, extraction: Extraction, decisions: tuple[Decision, ...]) -> None:
        """Remember an article's named things and instruments under the IRIs they were given."""
        iris = {decision.entity: decision.iri for decision in decisions}
        for entity in extraction.entities:
            if entity.generic or entity.id not in iris:
                continue
            if entity.type is MentionType.INSTRUMENT:
                self.instruments.append(sign_instrument(entity, extraction, iris))
            else:
                key = (find_family(entity), fold_name(entity.name))
                pair = (iris[entity.id], extraction.document.id)
                if pair not in self.names.setdefault(key, []):
                    self.names[key].append(pair)


def find_family(entity: Entity) -> str:
    """Return the family whose members may share an IRI: people, bodies, courts, organisations, places."""
    families = {
        MentionType.OFFICIAL: "person",
        MentionType.PERSON: "person",
        MentionType.AGENCY: "body",
        MentionType.COURT: "court",
        MentionType.ORGANISATION: "organization",
        MentionType.NEWS_ORGANISATION: "news",
        MentionType.JURISDICTION: "place",
        MentionType.PLACE: "place",
        MentionType.INSTRUMENT: "instrument",
        MentionType.CRIME: "crime",
    }
    return families.get(entity.type, "thing")


def sign_instrument(entity: Entity, extraction: Extraction, iris: Mapping[str, str]) -> Signature:
    """Return an instrument's signature from the relations and events of its article.

    Only what the article says in its own voice or somebody claims is read alike: a signature is a means of comparing.
    """
    issuer = addressee = None
    subjects: set[str] = set()
    spans: list[Interval] = []
    for relation in extraction.relations:
        if relation.subj != entity.id:
            continue
        value = iris.get(relation.obj)
        if relation.rel in ("issuedBy", "filedBy"):
            issuer = issuer or value
        elif relation.rel == "addressedTo":
            addressee = addressee or value
        elif relation.rel in ("seeksInformationAbout", "seeksCustodyOf") and value:
            subjects.add(value)
        if relation.rel in ("issuedOn", "issuedBy", "addressedTo") and relation.interval is not None:
            spans.append(relation.interval)
    for event in extraction.events:
        if event.interval is None or event.kind not in ("Issuing", "Sending", "Serving", "Filing"):
            continue
        if any(part.entity == entity.id and part.role in ("theme", "instrument") for part in event.participants):
            spans.append(event.interval)
    bounds = None
    if spans:
        narrow = min(spans, key=lambda span: span.latest - span.earliest)
        bounds = (narrow.earliest, narrow.latest)
    return Signature(
        iris[entity.id],
        extraction.document.id,
        entity.kind,
        issuer,
        addressee,
        frozenset(subjects),
        bounds,
        entity.plural,
    )


def are_kin(left: str, right: str) -> bool:
    """Say whether two kinds of instrument are one family: one above the other, or both demands.

    >>> are_kin("AdministrativeSubpoena", "Subpoena"), are_kin("Summons", "Subpoena"), are_kin("Motion", "Subpoena")
    (True, True, False)
    """
    if left == right:
        return True
    if left not in list_terms() or right not in list_terms():
        return False
    above = set(list_superclasses(left)) - _ROOTS, set(list_superclasses(right)) - _ROOTS
    return left in above[1] or right in above[0] or "Demand" in above[0] & above[1]


def are_same_kind(left: str, right: str) -> bool:
    """Say whether one kind is the other or lies above it ("Subpoena" and "AdministrativeSubpoena")."""
    if left == right:
        return True
    if left not in list_terms() or right not in list_terms():
        return False
    return (
        left not in _ROOTS
        and right not in _ROOTS
        and (left in list_superclasses(right) or right in list_superclasses(left))
    )
