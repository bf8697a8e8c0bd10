"""Claims in invented newspaper English: {braces} hold mentions, [brackets] the contents expected, in reading order."""

import time
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.claim_speakers import name_speakers
from kg.extract.claims import find_claims
from kg.extract.sentences import analyse_text
from kg.extract.units import list_words
from kg.model import Document, Level, Mention, MentionType, Span
from tests.extract.claim_marks import claim_marked


class Case(NamedTuple):
    why: str
    marked: str
    speakers: list[str | None]


CASES = [
    # direct speech
    Case("speaker behind", "“[The dam is safe],” said {Ada Roe}, the state engineer.", ["Ada Roe"]),
    Case("title before the name behind", "“[It is safe],” said deputy water commissioner {Ada Roe}.", ["Ada Roe"]),
    Case("name behind a post in apposition", "“[It is safe],” said {the state engineer}, {Ada Roe}.", ["Ada Roe"]),
    Case("speaker before", "{Ada Roe} said, “[The dam is safe. It will hold.]”", ["Ada Roe"]),
    Case("speaker before a colon", "{Ada Roe} told reporters: “[The dam is safe.]”", ["Ada Roe"]),
    Case("speaker between, one sentence", "“[The dam],” {Roe} said, “[is safe.]”", ["Roe", "Roe"]),
    Case("speaker between, two sentences", "“[It is safe],” {Roe} said. “[It will hold.]”", ["Roe", "Roe"]),
    Case("two speakers", "“[It is safe],” {Roe} said. “[It is not],” said {Lind}.", ["Roe", "Lind"]),
    Case("a question", "“[Who will pay?]” asked {Judge Lind}.", ["Judge Lind"]),
    Case("straight marks", '"[We will appeal]," {Roe} said Monday.', ["Roe"]),
    Case("single marks", "‘[We will certainly appeal this],’ {Roe} said.", ["Roe"]),
    Case("a quotation in a quotation", "“[They called us ‘the enemy’ again],” {Roe} said.", ["Roe"]),
    Case("a comma outside", "“[We will appeal]”, {Roe} said.", ["Roe"]),
    Case("no comma at all", "“[We will appeal this ruling to the end]” said {Roe}.", ["Roe"]),
    Case("two apposition commas", "“[We lost],” {Ada Roe}, chief of the fire service, told the panel.", ["Ada Roe"]),
    Case("a post first, then the name", "{The acting director}, {Ada Roe}, said [the fund was empty].", ["Ada Roe"]),
    Case("age in apposition", "“[I saw it],” {Ada Roe}, 45, said.", ["Ada Roe"]),
    Case("party in brackets", "“[I saw it],” said {Rep. Ada Roe} (D-Ohio).", ["Rep. Ada Roe"]),
    Case("a relative clause", "{Ada Roe}, who called the plan “[a farce]”, voted no.", ["Ada Roe"]),
    Case("a sentence that only names the speaker", "“[We will appeal this ruling.]” {Roe} said.", ["Roe"]),
    Case("a heading", "{Mayor}: “[We will appeal]”", ["Mayor"]),
    Case("the sentence before announces it", "{Ada Roe} was blunt. “[We lost, and we know why.]”", ["Ada Roe"]),
    Case(
        "a statement above",
        "ALBANY – {Rep. Ada Roe} (D-Ohio) released the following statement:\n\n“[We regret the error.]”",
        ["Rep. Ada Roe"],
    ),
    Case("a post's holder", "President of the Senate {Ada Roe} said [the vote was fair].", ["Ada Roe"]),
    Case("a statement", "{The department} released a statement: “[We regret the error.]”", ["department"]),
    # indirect speech
    Case("described by a clause", "{Lawyers} who represent tenants said [the rule would stand].", ["Lawyers"]),
    Case("described by a participle", "{Lawmakers} supporting the ban said [the rule would stand].", ["Lawmakers"]),
    Case("described by who did it", "{The officials} who ordered that change said [it was a study].", ["officials"]),
    Case("described by what is near", "{An official} close to the firm said [talks had failed].", ["official"]),
    Case("with that", "{The agency} said on Friday that [the permit had lapsed].", ["agency"]),
    Case("without that", "{City officials} say [the permit had lapsed].", ["City officials"]),
    Case("a date before the verb", "{The governor} on {Monday} said [the road would open].", ["governor"]),
    Case("channel between", "{Roe} said in a letter to {the board} that [the road would open].", ["Roe"]),
    Case("an aside", "{The agency} said, citing a recent audit, that [the fund was short].", ["agency"]),
    Case("at the end", "[The road will open in May], {the governor} said Monday.", ["governor"]),
    Case("at the end, inverted", "[The road will open in May], said {Ada Roe}.", ["Ada Roe"]),
    Case("in the middle", "[The road, {officials} said, will open in May].", ["officials"]),
    Case("according to, behind", "[The road was closed], according to {the sheriff}.", ["sheriff"]),
    Case("according to, before", "According to {the sheriff}, [the road was closed].", ["sheriff"]),
    Case("told someone", "{Roe} told {the Daily Ledger} [the road was unsafe].", ["Roe"]),
    Case("told with that", "{Roe} told {the board} that [the road was unsafe].", ["Roe"]),
    Case(
        "coordinated verbs",
        "{Tenants} say [the notice is void] and called it [a “sham” that helps landlords].",
        ["Tenants"] * 2,
    ),
    Case("coordinated after a fact", "{The agency} sent two letters and warned that [it might sue].", ["agency"]),
    Case(
        "two clauses, two speakers",
        "{The county} says [it paid], though {the state} insists [it did not].",
        ["county", "state"],
    ),
    Case("participle", "{The board} rejected the bid, saying [it was too low].", ["board"]),
    Case("a document states", "{Prosecutors} filed a motion {Monday} stating that [the firm lied].", ["Prosecutors"]),
    Case("a participle ahead", "Calling the law “[cruel]”, {the governor} vetoed it.", ["governor"]),
    Case("by saying", "{The chief} answered critics by saying [the records were lost].", ["chief"]),
    Case("they", "{City officials} met. They said [the tax would rise].", ["City officials"]),
    Case(
        "he, after his own quotation",
        "“[It is over],” {Bo Lind} said. He added that [he would resign].",
        ["Bo Lind"] * 2,
    ),
    Case("it", "{The agency} was sued. It said [it would respond in court].", ["agency"]),
    Case("an office, not its holder", "{{Mayor Roe}’s office} said [the road would open].", ["Mayor Roe’s office"]),
    Case("a list before", "{Ada Roe} and {Bo Lind} said [the vote was fair].", ["Ada Roe"]),
    Case("officials of a place", "{Officials in {Adams County}} said [they won].", ["Officials in Adams County"]),
    Case("unnamed", "A person familiar with the talks said [the deal was dead].", [None]),
    Case(
        "people familiar", "People familiar with the talks, who were not authorized to speak, said [it failed].", [None]
    ),
    Case("not to be named", "“[It is a sad day],” one {clerk}, who asked not to be named, said.", ["clerk"]),
    Case("unnamed officials", "Two officials who spoke on condition of anonymity said [the deal was dead].", [None]),
    Case("with another saying", "{Roe} said [it passed], with {Lind} saying [it would not last].", ["Roe", "Lind"]),
    Case("in writing", "{Roe} responded in writing that [the threat was “unlawful]”.", ["Roe"]),
    Case("a posted statement", "{The union} warned in a statement posted on Facebook: “[Crime will rise.]”", ["union"]),
    Case("would only say", "{Roe} would only say: “[Ask me tomorrow.]”", ["Roe"]),
    Case("refused after a comma", "{Roe} said [it was “open],” but declined to say more.", ["Roe"]),
    Case("asked about it", "{Ada Roe}, asked about the vote, would only say: “[Ask me tomorrow.]”", ["Ada Roe"]),
    Case("a condition in front", "[If the board fails, {Roe} said, she will act].", ["Roe"]),
    Case("a condition and a clause", "[When it rained, the road closed], {Roe} said.", ["Roe"]),
    Case("whether", "[Whether the law survives, {Roe} says, depends on the court].", ["Roe"]),
    Case("people familiar", "People familiar with the talks, who were not allowed to speak, said [it failed].", [None]),
    Case(
        "another clause's participle",
        "{The court} upheld it; {Bo Lind} dissented, writing that [it was void].",
        ["Bo Lind"],
    ),
    Case("which goes with the nearest", "It drew anger from {unions}, which say [it is void].", ["unions"]),
    Case("the middle with a channel", "[The road, {it} said in a filing, will open].", ["it"]),
    Case(
        "two clauses, the first quoted",
        "{Ada Roe} described it as “[a gift],” and {Bo Lind} said only that [it was late].",
        ["Ada Roe", "Bo Lind"],
    ),
    # accusation, blame, denial, names
    Case("accused of", "{The mayor} has accused {the agency} of [using “dirty tricks” and hiding files].", ["mayor"]),
    Case("blamed for", "{Ranchers} have blamed [{the bureau} for the fire].", ["Ranchers"]),
    Case("called", "{Ada Roe} called the ruling [a “travesty]”.", ["Ada Roe"]),
    Case("described as", "{Ada Roe} described the raid as [an abuse of power].", ["Ada Roe"]),
    Case("denied that", "{The firm} denied that [it dumped waste].", ["firm"]),
    Case("denied doing", "{The firm} denied [dumping waste in the river].", ["firm"]),
    Case("vowed to", "{The attorney general} vowed [to appeal the ruling].", ["attorney general"]),
    # mixed speech
    Case("a fragment ends it", "{Roe} said [the law is “an insult to every voter]”.", ["Roe"]),
    Case(
        "a clause, then a fragment, then the speaker",
        "[Those files are “plainly relevant],” {prosecutors} wrote.",
        ["prosecutors"],
    ),
    Case("a fragment after that", "{The judge} wrote that “[the statute says nothing of the kind.]”", ["judge"]),
    # no claims
    Case("no reply", "{The agency} did not respond to a request for comment on {Monday}.", []),
    Case("declined", "{The agency} declined to say how many were held.", []),
    Case("a petition", "{Prosecutors} asked two judges to force {the city} to comply.", []),
    Case("a request", "{The subpoenas} seek information about two men.", []),
    Case("so-called", "{The county} ended its so-called open door policy.", []),
    Case("a term of art", "{Sheriffs} ignore “detainers” from {the agency}.", []),
    Case("a title", "She read “The Long Road Home” at school.", []),
    Case("according to law", "Votes are counted according to state law.", []),
    Case("said to be", "The tunnel is said to be the longest in the state.", []),
    Case("accused by nobody", "The man accused of theft was freed.", []),
    Case("a crime", "A man was charged with murder on {Friday}.", []),
    Case("that said", "That said, the plan has its friends.", []),
    Case("a modal", "{The mayor} would not say whether {the city} would appeal.", []),
    Case("was told", "Residents were told that the water was unsafe.", []),
    Case("the said property", "The tenants left the said property.", []),
    # between, behind and inside
    Case(
        "no that, a child's age between", "{The widow} said [their son, 4, keeps asking when court is over].", ["widow"]
    ),
    Case(
        "two finite clauses and no comma",
        "[If the money is late the clinic will close], {Ada Roe} told {the board} Tuesday.",
        ["Ada Roe"],
    ),
    Case(
        "inverted with an apposition behind",
        "[Two clerks plan to sue], said their lawyer, {Ada Roe}, who would not name them.",
        ["Ada Roe"],
    ),
    Case("so far, says", "So far, says {Ada Roe}, [nobody has paid the new fee].", ["Ada Roe"]),
    Case("a relative that critics say", "The firm that {officials} say [broke the law] has closed.", ["officials"]),
    Case("pupils who, it said", "It listed pupils who, {the agency} said, [were wrongly left behind].", ["agency"]),
    Case("a verb that no row knows", "“[He is thirteen],” fumed {Ada Roe}, 41, of Salem.", ["Ada Roe"]),
    Case(
        "the name before such a verb",
        "“[That is not the law],” {Judge Roe}, a former clerk, interjected.",
        ["Judge Roe"],
    ),
    Case(
        "the writer's consequence",
        "{The chief} told {the board} that [the cameras are late], setting up a fight.",
        ["chief"],
    ),
    Case("a month after", "{The agency} said [it could close the mill], a month after a judge refused.", ["agency"]),
    Case(
        "weeks after a ruling",
        "Two weeks after {the court} ruled that [the ban may stand], Salem passed one.",
        ["court"],
    ),
    Case(
        "a report of what officials said",
        "{The Daily Ledger} reported that [{officials} said [the files were lost]].",
        ["Daily Ledger", "officials"],
    ),
    Case(
        "it goes on behind the attribution",
        "[They can carry him out], {Roe} says, but [they had better bring a chair].",
        ["Roe", "Roe"],
    ),
    Case("as Roe noted", "As {Roe} noted, [the dam is ninety years old].", ["Roe"]),
    Case("after a semicolon", "He owed much; according to {the county}, [he had sold the house].", ["county"]),
    Case("and according to", "The trial is set and, according to {the county}, [the ballots are due].", ["county"]),
    Case("records that show", "{Emails} obtained by the paper show [the mayor knew].", ["Emails"]),
    Case("signed below", "“[I read it and I am for it.]” — {Ada Roe}, on the bill", ["Ada Roe"]),
    Case("what he called", "Roe lost what {officials} called “[a rigged vote.]”", ["officials"]),
    Case("said on a day, a comma, a clause", "{The agency} said on {Monday}, [the dam had burst].", ["agency"]),
    Case("when asked", "{Ada Roe}, when asked whether it was so, said [it was late].", ["Ada Roe"]),
    Case(
        "from a place in apposition",
        "{Lori Roe}, 58, of Salem, whose family fishes there, said [the fine was small].",
        ["Lori Roe"],
    ),
    Case(
        "a relative clause inside the apposition",
        "{Ada Roe}, 39, a nurse who came from Ohio, said [she saw it].",
        ["Ada Roe"],
    ),
    Case(
        "the first of a pair with a relative clause",
        "{The Adams County board} and {nine voters}, who sued, said [they would go on].",
        ["Adams County board"],
    ),
    Case(
        "first said", "{The sheriff}, whose deputies run security, first said [his office had no warning].", ["sheriff"]
    ),
    Case(
        "a participle in apposition",
        "{One clerk}, speaking on condition of anonymity because talks go on, said [it failed].",
        ["One clerk"],
    ),
    Case("says that's not true", "{The agency} says [that’s not true].", ["agency"]),
    Case("denies that", "{The agency} denies [that].", ["agency"]),
    Case("blamed no one but a thing", "{The chief} blamed [a vendor that missed two shipments].", ["chief"]),
    Case("threatened with a noun", "{The union} threatened [a lawsuit over the mold].", ["union"]),
    Case("a stop behind the mark", '"[We got back on even]", {Roe} said. "[They had a roll on]".', ["Roe", "Roe"]),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.why)
def test_claims(case: Case) -> None:
    text, _, contents, claims = claim_marked(case.marked)
    assert [claim.span.of(text) for claim in claims] == [span.of(text) for span in contents]
    assert [claim.speaker for claim in claims] == case.speakers


class Facet(NamedTuple):
    why: str
    marked: str
    field: str
    expected: object


FACETS = [
    Facet("a quotation", "“We lost,” {Roe} said.", "kind", "quote"),
    Facet("a paraphrase", "{Roe} said they lost.", "kind", "paraphrase"),
    Facet("mixed", "{Roe} said they “lost badly” there.", "kind", "mixed"),
    Facet("a letter", "{Roe} wrote in a letter to {the board} that it was late.", "channel", "letter"),
    Facet("an e-mail statement", "“We lost,” {Roe} said in an email statement.", "channel", "e-mail"),
    Facet("a tweet", "{Roe} said on Twitter this week that they lost.", "channel", "social media"),
    Facet("a news conference", "{Roe} told a news conference in Albany that they lost.", "channel", "news conference"),
    Facet("told a newspaper", "{Roe} told {the Daily Ledger} they lost.", "channel", "interview"),
    Facet("a filing", "{Prosecutors} said in a court filing that the firm lied.", "channel", "court filing"),
    Facet("a channel of the content is none", "{Roe} said the letter to voters was late.", "channel", None),
    Facet("told whom", "“We lost,” {Roe} told {the Daily Ledger}.", "addressee", "Daily Ledger"),
    Facet("referring to is not addressed to", "“We lost,” {Roe} said, referring to {the board}.", "addressee", None),
    Facet("a filing announced is no channel", "{Roe}, in announcing the filing, said it was late.", "channel", None),
    Facet("a letter to whom", "{Roe} wrote in a letter to {the board} that it was late.", "addressee", "board"),
    Facet("denial", "{The firm} denied that it lied.", "polarity", False),
    Facet("confirmation", "{The firm} confirmed that it lied.", "polarity", True),
    Facet("saying entails nothing", "{The firm} said that it lied.", "polarity", None),
    Facet("may", "{Roe} said the agency may sue.", "certainty", "hedged"),
    Facet("appear", "{Roe} said the files appear to be lost.", "certainty", "hedged"),
    Facet("plain", "{Roe} said the files are lost.", "certainty", "asserted"),
    Facet("second hand", "{The Daily Ledger} reported that the files are lost.", "certainty", "reported"),
    Facet("said when", "{Roe} said {Monday} that the files are lost.", "interval", "2020-01-10"),
    Facet("a date in the content is not when", "{Roe} said the files were lost on {Monday}.", "interval", None),
    Facet("a date of an earlier clause", "After the raid ended {Monday}, {Roe} said it failed.", "interval", None),
    Facet("a place is not addressed", "{Roe} told a news conference in {Albany} they lost.", "addressee", None),
    Facet("about the subject first", "{Roe} said {the city} hid files from {the board}.", "about", ("city", "board")),
    Facet("about the accused", "{Roe} accused {the city} of lying.", "about", ("city",)),
    Facet("about the speaker", "{Officials} said they would not comply.", "about", ("Officials",)),
]


@pytest.mark.parametrize("facet", FACETS, ids=lambda f: f.why)
def test_facets(facet: Facet) -> None:
    claim = claim_marked(facet.marked)[3][0]
    value = getattr(claim, facet.field)
    assert (value.norm if facet.field == "interval" and value else value) == facet.expected


class Speaker(NamedTuple):
    why: str
    text: str
    expected: list[tuple[str, str]]


SPEAKERS = [
    Speaker("a name", "State Radio said it rained.", [("State Radio", "Organisation")]),
    Speaker("a person's name", "Mary Lind said it rained.", [("Mary Lind", "Person")]),
    Speaker(
        "once for the same words",
        "State radio said it rained. State radio said it snowed.",
        [("State radio", "Organisation")] * 2,
    ),
    Speaker("a pronoun of nobody", "They said it snowed.", []),
    Speaker("a source", "A person familiar with it said it hailed.", [("A person familiar with it", "Person")]),
    Speaker("a document", "Court records show that it failed.", [("Court records", "LegalInstrument")]),
    Speaker("records", "The dam leaked, according to tests.", [("tests", "LegalInstrument")]),
    Speaker("a body", "The firemen’s league said it rained.", [("The firemen’s league", "Organisation")]),
]


@pytest.mark.parametrize("case", SPEAKERS, ids=lambda c: c.why)
def test_a_speaker_without_a_mention_gets_one(case: Speaker) -> None:
    claims, mentions, entities = name_speakers(case.text, claim_marked(case.text)[3], (), ())
    assert [(mention.text, mention.type.value) for mention in mentions] == case.expected
    assert {claim.speaker for claim in claims} - {None} == {entity.id for entity in entities}


POST = "{Ada Roe}, {director}, spoke. The embattled director said it was over."


def test_a_post_means_its_last_holder() -> None:
    text, braces, _, claims = claim_marked(POST)
    roe = Mention("m1", MentionType.PERSON, Level.NAME, braces[0], "Ada Roe", "e1")
    post = Mention("m2", MentionType.ROLE, Level.NOMINAL, braces[1], "director", "e2")
    claims, mentions, entities = name_speakers(text, claims, (roe, post), ())
    assert [claim.speaker for claim in claims] == ["e1"]
    assert [mention.entity for mention in mentions] == ["e1", "e2", "e1"]
    assert entities == ()


def test_a_source_is_widened() -> None:
    text, _, _, claims = claim_marked("{Two people} familiar with the talks said it failed.")
    people = Mention("m1", MentionType.PERSON, Level.NOMINAL, Span(0, 10), "Two people", "Two people")
    claims, mentions, _ = name_speakers(text, claims, (people,), ())
    assert [mention.text for mention in mentions] == ["Two people familiar with the talks"]


def test_a_speech_over_three_paragraphs_is_three_claims_of_one_speaker() -> None:
    text, _, _, claims = claim_marked("“We tried.\n\n“It failed.\n\n“We will try again,” {Roe} said.")
    assert [(c.span.of(text), c.speaker) for c in claims] == [
        ("We tried", "Roe"),
        ("It failed", "Roe"),
        ("We will try again", "Roe"),
    ]


WORDS = st.sampled_from(
    sorted(
        list_words(
            "“ ” ‘ ’ ' , . : ; — ( ) said says told that accused of called the a mayor city Roe He according to saying "
            "and but who Monday law is lied they in letter by"
        )
        | {'"', "\n\n"}
    )
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_claims_stay_inside_the_text(words: list[str]) -> None:
    text = " ".join(words)
    document = Document("t", text, "", "test")
    claims = find_claims(document, analyse_text(text), (), ())
    assert claims == find_claims(document, analyse_text(text), (), ())
    assert [claim.id for claim in claims] == [f"c{i}" for i in range(len(claims))]
    for claim in claims:
        assert 0 <= claim.span.start < claim.span.end <= len(text)
        assert claim.span.of(text) == claim.span.of(text).strip()
        for span in (claim.evidence, claim.speaker_span, claim.verb_span):
            assert span is None or (0 <= span.start < span.end <= len(text))


@pytest.mark.parametrize(
    "text",
    [
        "“" * 10_000 + "x" + "”" * 10_000,
        "said “a,” " * 5_000,
        "the mayor said that " * 5_000,
        "He said, " * 10_000,
        "“We won,” he said. " * 3_000,
        "“We won.\n\n" * 3_000,
        ", who said " * 5_000,
        "of the city in " * 5_000 + "said it is.",
    ],
    ids=["nested", "short quotations", "that", "commas", "pronouns", "paragraphs", "relatives", "phrases"],
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    sentences = analyse_text(text)
    begin = time.perf_counter()
    find_claims(Document("t", text, "", "test"), sentences, (), ())
    assert time.perf_counter() - begin < 10
