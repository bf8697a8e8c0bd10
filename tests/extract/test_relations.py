"""Relations of invented sentences, with the mentions given: what must be found, and that nothing else is."""

from dataclasses import dataclass

import pytest

from kg.extract.relations import find_relations
from tests.extract.marked import read_marked


@dataclass(frozen=True)
class Case:
    why: str
    text: str
    relations: tuple[str, ...]


CASES = [
    Case("title", "[R Gov.] [O Ann Lind] spoke.", ("holdsOffice ann lind > gov.",)),
    Case(
        "apposition with body",
        "[O Ann Lind], [R director of [A the Parks Department]], spoke.",
        ("holdsOffice ann lind > director of the parks department", "memberOf ann lind > parks department"),
    ),
    Case(
        "a post in the plural",
        "[R Sens.] [O Ann Lind] (R-Ohio), [O Bo Dahl] and [O Cy Eck] met [O Di Fox].",
        ("holdsOffice ann lind > sens.", "holdsOffice bo dahl > sens.", "holdsOffice cy eck > sens."),
    ),
    Case(
        "a list of crimes, and whom one of them harmed",
        "[P Dahl] was charged with [X arson], [X fraud] and [X stabbing [P a neighbor]].",
        (
            "chargedWith dahl > arson",
            "chargedWith dahl > fraud",
            "chargedWith dahl > stabbing a neighbor",
            "allegedVictim neighbor > dahl",
        ),
    ),
    Case(
        "a post that says where it is",
        "[O Ann Lind], [R a spokeswoman in [J Boise]], agreed.",
        ("holdsOffice ann lind > spokeswoman in boise", "basedIn ann lind > boise"),
    ),
    Case(
        "a company by its place",
        "[J Boise] fined [G a Boise-based company].",
        ("basedIn boise-based company > boise",),
    ),
    Case(
        "the holder for the post that acts",
        "[R The chair], [O Ann Lind], said so. [R The chair] issued [I an order].",
        ("holdsOffice ann lind > chair", "issuedBy order > ann lind"),
    ),
    Case(
        "who leads others in sending a letter",
        "[O Ann Lind] led others in sending [I a letter] to [A the harbor board].",
        ("issuedBy letter > ann lind", "addressedTo letter > harbor board"),
    ),
    Case("nothing of any order", "[O Ann Lind] denied that [A the board] issued [I any orders].", ()),
    Case("form of address", "[R Dr.] [P Ann Lind] agreed.", ()),
    Case(
        "a senator of a state is not based there",
        "[R Senator] [O Ann Lind] of [J Ohio] agreed.",
        ("holdsOffice ann lind > senator",),
    ),
    Case(
        "possessive, acting",
        "[O Lind], [A EPA]’s [R acting administrator], spoke.",
        ("holdsOffice lind > acting administrator", "memberOf lind > epa"),
    ),
    Case(
        "body before title",
        "[A EPA] [R spokeswoman] [O Ann Lind] declined to comment.",
        ("holdsOffice ann lind > spokeswoman", "memberOf ann lind > epa"),
    ),
    Case(
        "spokesman for",
        "[O Bo Dahl], [R a spokesman] for [G the union], agreed.",
        ("holdsOffice bo dahl > spokesman", "memberOf bo dahl > union"),
    ),
    Case(
        "judge of a place",
        "[R U.S. District Judge] [O Ann Lind] of [L Boise] spoke.",
        ("holdsOffice ann lind > u.s. district judge", "basedIn ann lind > boise"),
    ),
    Case(
        "age and residence",
        "[P Bo Dahl], 52, of [J Boise], was charged with [X arson] in [C county court].",
        (
            "age bo dahl > 52",
            "residence bo dahl > boise",
            "chargedWith bo dahl > arson",
            "chargedIn bo dahl > county court",
        ),
    ),
    Case(
        "lawsuit against, in court",
        "[G The Tern Fund] filed [I a lawsuit] against [A the Forest Service] in [C federal court] on [D Monday].",
        (
            "filedBy lawsuit > tern fund",
            "filedIn lawsuit > federal court",
            "sues tern fund > forest service",
        ),
    ),
    Case(
        "suit by several",
        "[A The Forest Service] was sued by [J Oregon] and [J Idaho].",
        ("sues oregon > forest service", "sues idaho > forest service"),
    ),
    Case(
        "judge blocks",
        "[O A federal judge] on [D Monday] blocked [I the rule].",
        ("courtAction federal judge > rule",),
    ),
    Case(
        "the filer asks what the suit asks",
        "[G The union] filed [I a lawsuit]. [I The lawsuit] asks [O Judge Ann Lind] to block [I the rule].",
        ("filedBy lawsuit > union", "petitioned union > judge ann lind", "assignedTo lawsuit > judge ann lind"),
    ),
    Case(
        "who sues filed the one suit",
        "[G The union] sued [J the county] in [C state court]. [I The lawsuit] is long.",
        ("sues union > county", "filedBy lawsuit > union", "filedIn lawsuit > state court"),
    ),
    Case("a vote to sue is no suit", "[A The council] voted to sue [J the county].", ()),
    Case("a year before the head", "[I its [D 2018] Ballot Act] stands.", ()),
    Case("a state before its law", "[I [J Ohio] law] bans fracking.", ("policyOf ohio law > ohio",)),
    Case("an agency before its order", "[I [A The Board] order] stands.", ("issuedBy board order > board",)),
    Case("a case's name says no such thing", "[I [G Tern Fund] v. [J Ohio]] drags on.", ()),
    Case(
        "judge orders a party",
        "[R U.S. District Judge] [O Ann Lind] ordered [A the agency] to release [P the man].",
        ("holdsOffice ann lind > u.s. district judge",),
    ),
    Case(
        "asked a court to compel",
        "[O Prosecutors] asked [C the court] to compel [G the bank] to hand over records.",
        ("petitioned prosecutors > court", "seeksToCompel prosecutors > bank"),
    ),
    Case(
        "motion to compel",
        "[O Prosecutors] filed [I a motion] to compel [G the bank] to hand over records.",
        ("filedBy motion > prosecutors", "seeksToCompel motion > bank"),
    ),
    Case(
        "threatened suit is none",
        "[O The governor] threatened to sue [A the agency].",
        (),
    ),
    Case(
        "denied suit is none",
        "[J The state] did not sue [A the agency].",
        (),
    ),
    Case(
        "subpoena for information",
        "[A The committee] issued [I three subpoenas] to [G the bank] for information about [P Bo Dahl].",
        (
            "issuedBy three subpoenas > committee",
            "addressedTo three subpoenas > bank",
            "seeksInformationAbout three subpoenas > bo dahl",
        ),
    ),
    Case(
        "relative clause without pronoun",
        "[I The subpoena] [A the agency] issued seeks records.",
        ("issuedBy subpoena > agency",),
    ),
    Case(
        "relative clause",
        "[I The letter] that [O Lind] sent to [A the board] is public.",
        ("issuedBy letter > lind", "addressedTo letter > board"),
    ),
    Case(
        "nominal issuer",
        "[I An order] from [O Gov. Lind] closed schools.",
        ("issuedBy order > gov. lind",),
    ),
    Case(
        "policy of",
        "Voters back [J Oregon]’s [I sanctuary law].",
        ("policyOf sanctuary law > oregon",),
    ),
    Case(
        "passed",
        "[I The ordinance], passed by [A the council] on [D Friday], bans plastic bags.",
        ("passedBy ordinance > council",),
    ),
    Case(
        "assigned",
        "[I The lawsuit] was assigned to [R District Judge] [O Bo Dahl].",
        ("holdsOffice bo dahl > district judge", "assignedTo lawsuit > bo dahl"),
    ),
    Case(
        "the case is the lawsuit named before",
        "[G The union] filed [I a lawsuit]. The case was assigned to [R Judge] [O Bo Dahl].",
        ("filedBy lawsuit > union", "holdsOffice bo dahl > judge", "assignedTo lawsuit > bo dahl"),
    ),
    Case(
        "barred from enforcing",
        "[O A federal judge] blocked [J Iowa] from enforcing [I a law].",
        ("courtAction federal judge > law",),
    ),
    Case(
        "convicted of a crime with an attribute",
        "[P Dahl] was convicted of aggravated [X battery].",
        ("chargedWith dahl > battery",),
    ),
    Case(
        "coordinated verbs with objects",
        "[O Deputies] arrested [P Bo Dahl] on [D Monday] and charged [P Bo Dahl] with [X arson].",
        ("chargedWith bo dahl > arson",),
    ),
    Case(
        "coordinated passives",
        "[P Bo Dahl] was arrested on [D Monday] and charged with [X arson] in [C county court].",
        ("chargedWith bo dahl > arson", "chargedIn bo dahl > county court"),
    ),
    Case(
        "ruled that a law violates",
        "[R Judge] [O Bo Dahl] ruled that [I the measure], signed in [D last month], likely violates [I the act].",
        ("holdsOffice bo dahl > judge", "courtAction bo dahl > measure"),
    ),
    Case(
        "senders with their parties in brackets, and what the letter demands",
        "[O Ann Lind] (R-Ohio) and [O Bo Dahl] (D-Iowa) sent [I a letter] to [O Cy Eck] demanding information "
        "about [P Di Fox].",
        (
            "issuedBy letter > ann lind",
            "issuedBy letter > bo dahl",
            "addressedTo letter > cy eck",
            "seeksInformationAbout letter > di fox",
        ),
    ),
    Case(
        "according to a lawsuit filed",
        "According to [I a lawsuit] filed [D Monday] in [C federal court] by [G the union], [A the agency] erred.",
        ("filedBy lawsuit > union", "filedIn lawsuit > federal court"),
    ),
    Case(
        "a panel of a court",
        "A panel of [C the 4th Circuit] upheld [I the ban].",
        ("courtAction 4th circuit > ban",),
    ),
    Case(
        "granted to a judge is assigned",
        "[I The motion] was granted to [R District Judge] [O Bo Dahl].",
        ("holdsOffice bo dahl > district judge", "assignedTo motion > bo dahl"),
    ),
    Case(
        "granted by a judge",
        "[I The motion] was granted by [R District Judge] [O Bo Dahl].",
        ("holdsOffice bo dahl > district judge", "courtAction bo dahl > motion"),
    ),
    Case(
        "victim",
        "[P A man] was charged with [X killing] [P Ann Lind].",
        ("chargedWith man > killing", "allegedVictim ann lind > man"),
    ),
    Case("custody", "[P Dahl] remains in custody.", ("heldIn dahl > custody",)),
    Case(
        "nationality, age, residence in a noun phrase",
        "Police found [P a 40-year-old Peruvian man].",
        ("age 40-year-old peruvian man > 40", "nationality 40-year-old peruvian man > Peru"),
    ),
    Case(
        "administration",
        "[A [R Gov.] [O Ann Lind]’s administration] agreed.",
        ("holdsOffice ann lind > gov.", "headsAdministration ann lind > gov. ann lind’s administration"),
    ),
    Case(
        "unit of a body",
        "[A The Justice Department]’s [A Civil Rights Division] agreed.",
        ("partOf civil rights division > justice department",),
    ),
    Case("seat", "[O prosecutors in [L Boise]] agreed.", ("basedIn prosecutors in boise > boise",)),
    Case(
        "issued on a day",
        "[I The permit] was issued on [D Friday].",
        ("issuedOn permit > 2021-05-07",),
    ),
    Case(
        "byline",
        "[P Ann Lind], [N The Boise Gazette]",
        ("authoredBy ARTICLE > ann lind", "publishedBy ARTICLE > boise gazette"),
    ),
    Case("byline with by", "By [P Ann Lind]", ("authoredBy ARTICLE > ann lind",)),
    Case(
        "detainer for",
        "[A The agency] sent [I a detainer] for [P Dahl] to [A the jail].",
        ("issuedBy detainer > agency", "addressedTo detainer > jail", "seeksCustodyOf detainer > dahl"),
    ),
    Case(
        "similar",
        "[A The agency] sent [I a subpoena] to [J Reno]. [A The agency] sent [I similar subpoenas] to [J Boise].",
        (
            "issuedBy subpoena > agency",
            "addressedTo subpoena > reno",
            "issuedBy similar subpoenas > agency",
            "addressedTo similar subpoenas > boise",
            "similarInstrument similar subpoenas > subpoena",
        ),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.why)
def test_relations(case: Case) -> None:
    document, sentences, mentions, entities = read_marked(case.text)
    found = find_relations(document, sentences, mentions, entities)
    assert sorted(f"{r.rel} {r.subj} > {r.obj}" for r in found) == sorted(case.relations)
