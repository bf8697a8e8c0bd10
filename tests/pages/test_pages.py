"""Every page in a real browser: no fault of accessibility, no error, nothing from elsewhere, nothing cut off."""

from urllib.parse import quote

import pytest

SEED = "/article/002-f8b803e74bdc5656"
NOTHING = quote("SELECT * WHERE { ?paper <https://w3id.org/polity/ns#isuedBy> ?body }")
PAGES = {
    "home": ("/", "Questions you can ask"),
    "article": (SEED, "last resort"),
    "a claim in its article": (f"{SEED}#claim-c6", "it was sent"),
    "what would fall": (f"{SEED}/withdrawn", "stated in it and nowhere else"),
    "entity": ("/page/agency/us-ice", "What it says"),
    "person": ("/page/person/matthew-albence", "Posts over time"),
    "matter": ("/page/matter/002-f8b803e74bdc5656", "Articles that report it"),
    "one property": ("/page/agency/us-ice?back=1&property=:issuedBy", "issued by"),
    "disputes": ("/disputes", "didn’t receive a detainer request"),
    "timeline": ("/timeline", "between 1 and 31 January 2020"),
    "timeline of a party": ("/timeline?party=agency/us-ice&sort=event", "responding"),
    "disputes of a matter": ("/disputes?matter=matter/002-f8b803e74bdc5656", "didn’t receive a detainer request"),
    "disputes of nobody": ("/disputes?party=agency/nobody", "No claims here"),
    "timeline of a matter": ("/timeline?matter=matter/002-f8b803e74bdc5656", "between 1 and 31 January 2020"),
    "why": ("/why?s=d:agency/us-ice&p=a&o=:GovernmentBody", "by the rule"),
    "why not": ("/why?s=d:agency/us-ice&p=a&o=:Motion", "does this not follow"),
    "why, empty": ("/why", "Subject"),
    "editor": ("/sparql", "Questions to start from"),
    "question": ("/ask/who-says-it-was-sent", "denies it"),
    "no rows": (f"/sparql?query={NOTHING}", "Why nothing was found"),
    "yes or no": ("/sparql?query=" + quote("ASK { ?s ?p ?o }"), "Yes"),
    "graph result": ("/sparql?query=" + quote("DESCRIBE <https://w3id.org/polity/ns#issuedBy>"), "issuedBy"),
    "wrong query": ("/sparql?query=" + quote("SELECT ?x {"), "No answer"),
    "around": ("/around/agency/us-ice", "acts for"),
    "search": ("/search?q=detainer", "detainer"),
    "unknown thing": ("/page/agency/immigration-and-customs", "Did you mean"),
    "unknown page": ("/nothing", "Not Found"),
}
ROWS = pytest.mark.parametrize(("path", "words"), PAGES.values(), ids=PAGES.keys())
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def look(page, axe):
    """Return the faults that axe-core finds."""
    page.evaluate(axe)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    return [(row["id"], [node["html"][:120] for node in row["nodes"]][:3]) for row in found["violations"]]


@ROWS
def test_page(page, seed, axe, path, words):
    """Read with JavaScript, by light and by dark; the whole page fits in every width."""
    page.goto(seed + path)
    page.wait_for_load_state("networkidle")
    assert words in page.locator("main").inner_text()
    assert look(page, axe) == []
    page.emulate_media(color_scheme="dark")
    assert look(page, axe) == []
    for width in (375, 800, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert excess <= 0, f"{excess} px too wide at {width}"


@ROWS
def test_page_without_javascript(browser, seed, path, words):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(seed + path)
    assert words in page.locator("main").inner_text()
    assert page.locator("h1").count() == 1
    context.close()


@pytest.mark.parametrize("path", ["/", SEED, "/page/agency/us-ice", "/disputes", "/timeline", "/around/agency/us-ice"])
def test_the_query_behind_a_page_runs(page, seed, path):
    page.goto(seed + path)
    page.locator("#behind summary").click()
    page.locator("#behind a").first.click()
    page.wait_for_url("**/sparql?**")
    assert "row" in page.locator("#answer").inner_text()


def test_from_home_to_a_sentence_and_its_denial(page, seed):
    page.goto(seed)
    page.locator("a", has_text="it was sent").first.click()
    page.locator(".dispute .sentence a", has_text="insists it was sent").first.click()
    sentence = page.locator(":target")
    words = sentence.inner_text().replace("❝", "").replace("◆", "")
    assert "they didn’t receive a detainer request for Khan, though ICE insists it was sent" in words
    expect = pytest.importorskip("playwright.sync_api").expect
    expect(sentence).to_be_in_viewport()
