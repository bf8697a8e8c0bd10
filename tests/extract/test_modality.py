"""How real an event is: modality and polarity from modals, governing verbs and nouns, conditions and negation."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.events import find_events
from kg.extract.sentences import analyse_text
from tests.extract.marked import read_marked


@dataclass(frozen=True)
class Case:
    why: str
    text: str
    kind: str
    modality: str = "actual"
    polarity: bool = True


CASES = [
    Case("plain past", "[J The state] sued [A the agency].", "Suing"),
    Case("passive", "[A The agency] was sued by [J the state].", "Suing"),
    Case("perfect", "[J The state] has sued [A the agency].", "Suing"),
    Case("present progressive", "[J The state] is suing [A the agency].", "Suing"),
    Case("may", "[J The state] may sue [A the agency].", "Suing", "possible"),
    Case("could have", "[J The state] could have sued [A the agency].", "Suing", "possible"),
    Case("will", "[J The state] will sue [A the agency].", "Suing", "planned"),
    Case("would not", "[J The county] would not comply with [I the order].", "Complying", "planned", False),
    Case("must", "[J The county] must comply with [I the order].", "Complying", "required"),
    Case("have to", "[J The county] has to comply with [I the order].", "Complying", "required"),
    Case("did not", "[A The agency] did not respond to [I the subpoena].", "Responding", "actual", False),
    Case("contracted", "[A The agency] didn’t respond to [I the subpoena].", "Responding", "actual", False),
    Case("never", "[A The agency] never responded to [I the subpoena].", "Responding", "actual", False),
    Case("no subject", "No [O judge] has blocked [I the rule].", "Blocking", "actual", False),
    Case("has yet to", "[O The governor] has yet to sign [I the bill].", "Signing", "actual", False),
    Case("refused", "[O The governor] refused to sign [I the bill].", "Signing", "actual", False),
    Case("declined", "[O The governor] declined to sign [I the bill].", "Signing", "actual", False),
    Case("failed", "[G The company] failed to comply with [I the order].", "Complying", "actual", False),
    Case("failure to", "[A The agency] cited its failure to file [I the report].", "Filing", "actual", False),
    Case("threatened to", "[O The secretary] threatened to sue [J the state].", "Suing", "threatened"),
    Case("threat to", "[O The mayor] dismissed the threat to sue [J the city].", "Suing", "threatened"),
    Case("vowed", "[O The mayor] vowed to veto [I the bill].", "Vetoing", "planned"),
    Case("plans", "[G The union] plans to appeal [I the ruling].", "Appealing", "planned"),
    Case("is expected", "[O The governor] is expected to sign [I the bill].", "Signing", "planned"),
    Case("is likely", "[C The court] is likely to block [I the rule].", "Blocking", "possible"),
    Case("is considering", "[A The agency] is considering appealing [I the ruling].", "Appealing", "possible"),
    Case("tried", "[A The council] tried to repeal [I the ordinance].", "Repealing", "planned"),
    Case("effort to", "[O Lawmakers] backed an effort to repeal [I the tax].", "Repealing", "planned"),
    Case("ask to", "[O Tenants] asked [O a judge] to block [I the rule].", "Blocking", "requested"),
    Case(
        "control of control",
        "[O Tenants] asked [O a judge] to order [J the city] to release [P the man].",
        "Releasing",
        "requested",
    ),
    Case("motion to", "[O Lawyers] filed [I a motion] to block [I the rule].", "Blocking", "requested"),
    Case("lawsuit seeks to", "[I The lawsuit] seeks to block [I the rule].", "Blocking", "requested"),
    Case("urged", "[G The group] urged [O the governor] to veto [I the bill].", "Vetoing", "requested"),
    Case("call on", "[G The group] called on [O the governor] to sign [I the bill].", "Signing", "requested"),
    Case("ordered to", "[O A judge] ordered [J the county] to release [P the man].", "Releasing", "required"),
    Case("was ordered to", "[J The county] was ordered to release [P the man].", "Releasing", "required"),
    Case("requires", "[I The law] requires [A the agency] to review [I the permit].", "Reviewing", "required"),
    Case("if", "If [A the agency] appeals [I the ruling], the case goes on.", "Appealing", "conditional"),
    Case("unless", "Unless [C the court] blocks [I the rule], it takes effect.", "Blocking", "conditional"),
    Case("whether", "[O The mayor] would not say whether [J the city] sued [A the agency].", "Suing", "possible"),
    Case(
        "denied that", "[O The chief] denied that [A the police] arrested [P the girl].", "Arresting", "actual", False
    ),
    Case("denied doing", "[O The chief] denied arresting [P the girl].", "Arresting", "actual", False),
    Case("said that", "[O The chief] said that [A the police] arrested [P the girl].", "Arresting"),
    Case("allowed to", "[I The rule] allows [A the agency] to deport [P families].", "Deporting", "possible"),
    Case("barred from", "[O A judge] barred [A the agency] from deporting [P families].", "Deporting", "actual", False),
    Case("managed", "[G The firm] managed to settle [I the lawsuit].", "Settling"),
    Case("began", "[A The agency] began releasing [P the families].", "Releasing"),
    Case("without", "[A The agency] acted without consulting [O the governor].", "Consulting", "actual", False),
    Case("instead of", "[J The county] paid instead of appealing [I the ruling].", "Appealing", "actual", False),
    Case("after", "[O He] spoke after signing [I the bill].", "Signing"),
    Case("coordinated infinitive", "[O She] vowed to veto [I the bill] and sue [A the agency].", "Suing", "planned"),
    Case("coordinated past", "[O She] vetoed [I the bill] and sued [A the agency].", "Suing"),
    Case("participle of a noun", "[I The law], signed by [O the governor], bans fracking.", "Signing"),
    Case("cannot", "[J The state] cannot ignore [I the order].", "Refusing", "possible", False),
    Case("whether to", "[A The agency] has not decided whether to revoke [I the permit].", "Revoking", "possible"),
    Case("voted to", "[A The council] voted to adopt [I the ordinance].", "Approving"),
    Case("a bill that would", "[I The bill] would ban fracking.", "Banning", "conditional"),
    Case("a bill to", "[O The senator] filed [I a bill] to ban fracking.", "Banning", "conditional"),
    Case("will, if", "[G The union] will sue [A the agency] if [I the rule] stands.", "Suing", "conditional"),
    Case("is to", "[O The governor] is to sign [I the bill].", "Signing", "planned"),
    Case("refused to let", "[O The judge] refused to let [G the firm] reopen the plant.", "Opening", "actual", False),
    Case("would not comment", "[O The chief] would not comment on [I the ruling].", "DecliningToComment"),
    Case("fined for doing", "[A The agency] may fine [G the firm] for violating [I the order].", "Fining", "possible"),
    Case("for doing stands alone", "[O He] was ordered to pay for shooting [P the boy].", "Assaulting"),
    Case("if before", "If [J the state] loses, [O she] could sue [A the agency].", "Suing", "conditional"),
    Case(
        "if without a subject", "If convicted, [P the man] could get ten years in prison.", "Convicting", "conditional"
    ),
    Case("should have", "[J The state] should have sued [A the agency].", "Suing", "possible", False),
    Case("had days to", "[G The firm] has 20 days to appeal [I the ruling].", "Appealing", "possible"),
    Case("no duty to", "[J The county] had no duty to consult [A the tribe].", "Consulting", "required", False),
    Case("vote on a bill to", "[A The House] voted on [I a bill] to ban fracking.", "Banning", "conditional"),
    Case(
        "bill that, people between",
        "[I a bill] introduced by [O Ann Lind] that would ban fees",
        "Banning",
        "conditional",
    ),
    Case(
        "would and bare", "[I The bill] would ban fees and require [A the agency] to act.", "Requiring", "conditional"
    ),
    Case("present bill", "[I The bill] requires [G banks] to report fees.", "Requiring", "conditional"),
    Case("first to", "[J The city] became the first to ban fracking.", "Banning"),
    Case("wants it lifted", "[O The mayor] wants [I the permit] revoked.", "Revoking", "requested"),
    Case("nor did", "Nor did [O he] sign [I the bill].", "Signing", "actual", False),
    Case("had he", "Had [O he] signed [I the bill], [J the state] would owe nothing.", "Signing", "conditional"),
    Case("those who", "Those who violate [I the order] pay.", "Violating", "conditional"),
    Case("did not rule out", "[O He] did not rule out revoking [I the permit].", "Revoking", "possible"),
    Case("lacked authority", "[O He] lacked authority to suspend [I the rule].", "Blocking", "possible", False),
    Case("abstained", "[O The council president] abstained.", "Voting", "actual", False),
    Case("we strongly urge", "We strongly urge [O lawmakers] to act.", "Petitioning"),
    Case("after the noun", "[P He] is believed to have fled after the killing of [P Ann Lind].", "Killing"),
    Case("warned it would", "[A The agency] warned it would fine [G the firm].", "Fining", "threatened"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.why)
def test_modality_and_polarity(case: Case) -> None:
    _, sentences, mentions, entities = read_marked(case.text)
    found = [event for event in find_events(sentences, mentions, entities) if event.kind == case.kind]
    assert [(event.modality.value, event.polarity) for event in found] == [(case.modality, case.polarity)]


WORDS = st.sampled_from(
    "the a judge court city asked ordered to not that who , . — “ ” and or by of from if refused sue sued block "
    "blocked was been has will whether said which including released subpoena Lind 2021 n't".split()
)


@given(st.lists(WORDS, max_size=60))
def test_any_order_of_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    sentences = analyse_text(text)
    for event in find_events(sentences, (), ()):
        assert any(sentence.span.holds(event.span) for sentence in sentences)
        assert event.evidence.holds(event.span)
