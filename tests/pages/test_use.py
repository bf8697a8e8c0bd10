"""What people do on the pages, by mouse and by keyboard."""

import re
from urllib.parse import quote

import pytest

from tests.pages.conftest import TEXT
from tests.pages.test_pages import SEED, look


def test_choosing_a_mark_by_mouse(page, seed):
    page.goto(seed + SEED)
    page.locator("#at-claim-c5 > .handle").click()
    card = page.locator("#claim-c5")
    assert card.is_visible()
    assert "New York City Police Department denies" in card.inner_text()
    assert not page.locator("#claim-c0").is_visible()


def test_marks_by_keyboard(page, seed):
    page.goto(seed + SEED)
    page.locator("#text a").first.focus()
    page.keyboard.press("ArrowRight")
    chosen = page.evaluate("document.activeElement.hash")
    page.keyboard.press("Enter")
    assert page.locator(chosen).is_visible()
    assert page.evaluate("document.activeElement.id") == chosen[1:]
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.hash") == chosen


def test_marks_can_be_hidden(page, seed):
    page.goto(seed + SEED)
    handle = page.locator("#at-claim-c5 > .handle")
    assert handle.is_visible()
    page.get_by_label("claim", exact=False).first.uncheck()
    assert not handle.is_visible()


def test_the_first_tab_skips_to_the_content(page, seed):
    page.goto(seed)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_editor(page, seed):
    page.goto(seed + "/sparql")
    page.wait_for_load_state("networkidle")
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?body { ?paper :issuedB")
    page.locator(".cm-tooltip-autocomplete").wait_for()
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    page.keyboard.type(" ?body }")
    text = page.locator("#query").input_value()
    assert text.startswith("PREFIX : <https://w3id.org/polity/ns#>")
    assert ":issuedBy ?body }" in text
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sparql?query=**")
    assert "U.S. Immigration and Customs Enforcement" in page.locator("table.results").inner_text()
    page.get_by_role("button", name="New query tab").click()
    assert page.locator("#query").input_value() == ""
    page.get_by_role("button", name="Query 1").click()
    assert page.locator("#query").input_value() == text


def test_tab_leaves_the_editor(page, seed):
    page.goto(seed + "/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"


def test_the_doctor_mends_a_query(page, seed):
    wrong = "PREFIX : <https://w3id.org/polity/ns#> SELECT * { ?paper :issuedBye ?body }"
    page.goto(f"{seed}/sparql?query={quote(wrong)}")
    page.locator("a", has_text="run it so").first.click()
    assert re.match(r"[1-9]\d* rows", page.locator("#answer").inner_text())


DOCTOR = [
    ("a class that is not there", "?x a :Subpena", ":Subpoena"),
    ("two patterns that never meet", "?x a :Court . ?x a :Subpoena", "together with"),
    ("a filter", "?x a :Court FILTER(?x = 1)", "FILTER"),
    ("a thing that is not there", "<https://w3id.org/polity/id/agency/customs-enforcement> ?p ?o", "is not there"),
]


@pytest.mark.parametrize(("patterns", "words"), [row[1:] for row in DOCTOR], ids=[row[0] for row in DOCTOR])
def test_the_doctor(page, seed, patterns, words):
    page.goto(f"{seed}/sparql?query=" + quote(f"PREFIX : <https://w3id.org/polity/ns#> SELECT * {{ {patterns} }}"))
    assert words in page.locator(".doctor").inner_text()


def test_a_timeline_is_narrowed(page, seed):
    page.goto(seed + "/timeline")
    all_rows = page.locator(".timeline tbody tr").count()
    page.get_by_label("Party").select_option(label="City of New York")
    page.get_by_role("button", name="Show").click()
    assert 0 < page.locator(".timeline tbody tr").count() < all_rows


def test_a_picture_says_what_its_table_says(page, seed):
    page.goto(seed + "/around/agency/us-ice")
    page.locator("#graph[data-settled]").wait_for(state="attached")
    rows = page.locator("#edges tbody tr")
    assert page.locator("#graph line").count() == rows.count()
    page.locator("#graph a").nth(1).focus()
    assert page.locator("#edges tr.lit").count() > 0


def test_a_citation_says_same_or_shows_the_difference(page, hard):
    address = f"http://127.0.0.1:{hard.port}"
    hard.update("INSERT DATA { GRAPH <urn:cite> { <urn:a> <urn:cited> 'one' , 'two' } }")
    page.goto(f"{address}/sparql?query=" + quote("SELECT ?v { <urn:a> <urn:cited> ?v }"))
    link = page.get_by_role("link", name="permanent link").get_attribute("href")
    page.goto(address + link)
    assert "The same answer as cited" in page.locator(".same").inner_text()
    hard.update("DELETE DATA { GRAPH <urn:cite> { <urn:a> <urn:cited> 'one' } }")
    hard.update("INSERT DATA { GRAPH <urn:cite> { <urn:a> <urn:cited> 'three' } }")
    page.goto(address + link)
    said = page.locator(".differs").inner_text()
    assert "1 new row" in said
    assert '"one"' in said
    assert "three" in page.locator("tr.new").inner_text()
    bibtex = page.request.get(address + page.get_by_role("link", name="BibTeX").get_attribute("href"))
    assert bibtex.text().startswith("@misc{polity")
    csl = page.request.get(address + page.get_by_role("link", name="CSL JSON").get_attribute("href"))
    assert csl.json()[0]["type"] == "dataset"


def test_a_text_never_becomes_markup(page, hard, axe):
    page.goto(f"http://127.0.0.1:{hard.port}/article/torture")
    text = page.locator("#text").inner_text()
    assert "<script>window.hacked=1</script>" in text.replace("◆", "").replace("•", "")
    assert TEXT.splitlines()[-1] in text.replace("◆", "")
    assert page.evaluate("window.hacked") is None
    assert page.locator("main b, main img, main script, main em").count() == 0
    assert look(page, axe) == []


def test_ten_thousand_facts_come_in_pages(page, hard):
    page.goto(f"http://127.0.0.1:{hard.port}/page/agency/many")
    assert page.locator("h1").inner_text() == "The <em>many</em>"
    assert page.locator(".fact-table tbody tr").count() <= 700
    page.locator("section[aria-labelledby=more] a").first.click()
    assert page.locator(".fact-table tbody tr").count() == 250
    assert "1–250 of 250" in page.locator("#count").inner_text()


def test_a_query_out_of_time_offers_a_narrower_one(page, hard):
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = ?f && ?f = ?i && ?a > ?d && ?d > ?g) } ORDER BY ?a"
    page.goto(f"http://127.0.0.1:{hard.port}/sparql?query={quote(text)}")
    assert "ran for longer" in page.locator(".problem").inner_text()
    assert "LIMIT 20" in page.get_by_role("link", name="first rows").get_attribute("href").replace("%20", " ")


def test_five_hundred_nodes_settle(page, hard):
    rows = " ".join(f"id:thing\\/n{n % 30} ns:partOf id:thing\\/n{n} ." for n in range(30, 480))
    hard.update(
        "PREFIX id: <https://w3id.org/polity/id/> PREFIX ns: <https://w3id.org/polity/ns#> "
        + "INSERT DATA { GRAPH <urn:n> { "
        + " ".join(f"id:hub ns:partOf id:thing\\/n{n} ." for n in range(500)) + rows + " } }"
    )  # fmt: skip
    page.goto(f"http://127.0.0.1:{hard.port}/around/hub")
    page.locator("#graph[data-settled]").wait_for(state="attached", timeout=20_000)
    assert page.locator("#graph a").count() >= 490


TRIGGERS = """PREFIX : <https://w3id.org/polity/ns#> PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?event ?trigger ?words WHERE { ?event :reportedIn <https://w3id.org/polity/id%s> ; :trigger ?trigger ;
  :triggerEvidence/oa:hasSelector/oa:exact ?words }"""


def test_every_event_is_marked_where_the_graph_says_its_word_stands(page, seed):
    asked = f"{seed}/sparql?format=json&query={quote(TRIGGERS % SEED)}"
    rows = page.request.get(asked).json()["results"]["bindings"]
    page.goto(seed + SEED)
    assert len(rows) == page.locator(".detail.event").count() > 20
    for row in rows:
        trigger = row["trigger"]["value"]
        mark = page.locator(f"#at-event-{row['event']['value'].rsplit('/', 1)[-1]}")
        assert trigger == row["words"]["value"]
        assert " ".join(mark.text_content().lstrip("▸").split()) == trigger
