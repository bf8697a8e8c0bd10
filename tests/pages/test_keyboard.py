"""Every page by keyboard and by mouse: Tab reaches every control in reading order, each shows its focus, keys act."""

import pytest

from tests.pages.test_pages import PAGES

ROWS = pytest.mark.parametrize("path", [row[0] for row in PAGES.values()], ids=PAGES.keys())
MOST = 100  # controls that are walked through; long pages go on with more of the same
# What can be reached by Tab, in the order of the document: links, buttons, fields, summaries, regions that scroll.
LIST = """() => {
  const found = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"], [contenteditable="true"]')];
  const seen = found.filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility(
    {visibilityProperty: true}) && one.closest('details:not([open]) > :not(summary)') === null);
  seen.forEach((one, place) => one.dataset.place = place);
  return seen.length;
}"""
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const editor = one.shadowRoot?.querySelector('.cm-editor.cm-focused');
  const shape = one.querySelector('circle, path, rect');
  const box = one.getBoundingClientRect(), style = getComputedStyle(editor ?? one);
  const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const ring = outline || (one.namespaceURI.endsWith('svg') && parseFloat(getComputedStyle(shape).strokeWidth) >= 4);
  return {place: Number(one.dataset.place ?? -1), tag: one.tagName, words: one.outerHTML.slice(0, 150),
    ring, inside: box.bottom > 0 && box.top < innerHeight};
}"""


def walk(page, key="Tab"):
    """Press Tab until the page ends; yield what has the focus each time."""
    for _ in range(MOST):
        page.keyboard.press(key)
        found = page.evaluate(FOCUS)
        if found is None:
            return
        if not found["ring"]:  # the editor marks itself a moment later
            page.wait_for_timeout(200)
            found = page.evaluate(FOCUS)
        yield found


@ROWS
def test_tab_reaches_every_control_in_order_and_shows_it(page, seed, path):
    page.emulate_media(reduced_motion="reduce")
    page.goto(seed + path)
    page.wait_for_load_state("networkidle")
    page.evaluate("history.replaceState(null, '', location.pathname + location.search)")
    page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
    page.locator("body").evaluate("body => { body.tabIndex = -1; body.focus(); }")
    count = page.evaluate(LIST)
    visited = []
    for found in walk(page):
        assert found["ring"], f"no focus is seen on {found}"
        assert found["inside"], f"the focus is out of sight on {found}"
        visited.append(found["place"])
    known = [place for place in visited if place >= 0]
    assert known == sorted(known), "Tab goes in the order of reading"
    wanted = set(range(min(count, MOST - 5)))
    missed = wanted - set(known)
    words = [page.locator(f"[data-place='{place}']").first.evaluate("one => one.outerHTML")[:120] for place in missed]
    assert not missed, f"Tab does not reach {words}"


@ROWS
def test_the_skip_link_leads_past_the_head(page, seed, path):
    page.goto(seed + path.split("#")[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator("a.skip").evaluate("one => one.getBoundingClientRect().top >= 0"), (
        "it is seen once it has focus"
    )
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@ROWS
def test_a_summary_opens_by_keys_and_by_mouse(page, seed, path):
    page.goto(seed + path.split("#")[0])
    page.wait_for_load_state("networkidle")
    for place in range(min(page.locator("main summary, footer summary").count(), 4)):
        summary = page.locator("main summary, footer summary").nth(place)
        was = summary.evaluate("one => one.parentElement.open")
        summary.focus()
        for act in (lambda: page.keyboard.press("Enter"), lambda: page.keyboard.press("Space"), summary.click):
            act()
            was = not was
            assert summary.evaluate("one => one.parentElement.open") == was
        if was:
            summary.click()


LINKS = """() => [...document.querySelectorAll('main a[href^="/"]')].filter(one => one.checkVisibility()
  && one.closest('details:not([open])') === null && !one.closest('svg')).map(one => one.getAttribute('href'))"""


@ROWS
def test_a_link_leads_to_the_same_place_by_key_and_by_mouse(page, seed, path):
    page.goto(seed + path)
    page.wait_for_load_state("networkidle")
    targets = [
        one for one in page.evaluate(LINKS) if "#" not in one and not one.startswith(("/cite", "/feed", "/data"))
    ]
    if not targets:
        pytest.skip("the page has no link of its own")
    found = []
    for act in ("key", "mouse"):
        page.goto(seed + path)
        page.wait_for_load_state("networkidle")
        link = page.locator(f'main a[href="{targets[0]}"]:visible').first
        with page.expect_navigation():
            if act == "key":
                link.focus()
                page.keyboard.press("Enter")
            else:
                link.click()
        found.append(page.url)
    assert found[0] == found[1] != seed + path


FORMS = [
    ("search from any page", "/timeline", "#q", "detainer", "/search?q=detainer"),
    ("the timeline's filters", "/timeline", "form.filters button", None, "/timeline?"),
    ("the disputes' filters", "/disputes", "form.filters button", None, "/disputes?"),
    ("why, by its three fields", "/why?s=d:agency/us-ice&p=a&o=:Motion", "main form button", None, "/why?s="),
]


@pytest.mark.parametrize(("path", "field", "words", "leads"), [row[1:] for row in FORMS], ids=[row[0] for row in FORMS])
def test_a_form_is_sent_by_enter_and_by_mouse(page, seed, path, field, words, leads):
    found = []
    for act in ("key", "mouse"):
        page.goto(seed + path)
        page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
        one = page.locator(field).first
        if words:
            one.fill(words)
        one.focus()
        with page.expect_navigation():
            if act == "key":
                page.keyboard.press("Enter")
            else:
                (page.locator("form.search button") if words else one).click()
        assert leads in page.url
        found.append(page.url)
    assert found[0] == found[1]


def test_a_choice_is_made_by_arrow_keys_and_a_box_by_space(page, seed):
    page.goto(f"{seed}/timeline")
    chosen = page.locator("select#matter")
    chosen.focus()
    page.keyboard.press("ArrowDown")
    assert chosen.input_value().endswith("/matter/002-f8b803e74bdc5656")
    box = page.get_by_role("checkbox", name="papers")
    box.focus()
    page.keyboard.press("Space")
    assert not box.is_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline?matter=**")
    assert "paper" not in page.url.split("sort=", 1)[1]


def test_a_region_that_scrolls_does_so_by_arrow_keys(page, seed):
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{seed}/ask/who-says-it-was-sent")
    region = page.locator(".wide").first
    excess = region.evaluate("one => one.scrollWidth - one.clientWidth")
    if excess <= 0:
        pytest.skip("the table fits")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.wide').scrollLeft > 0")


PRINTED = ["home", "article", "entity", "disputes", "timeline", "why", "matter"]


@pytest.mark.parametrize("name", PRINTED)
def test_a_page_prints(page, seed, name):
    """On paper: no navigation, dark ink, all cards of an article, nothing wider than the sheet."""
    path, words = PAGES[name]
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less its margins, in CSS pixels
    page.goto(seed + path)
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("header nav").is_visible()
    assert not page.locator("form.search").is_visible()
    assert words in page.locator("main").inner_text()
    excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert excess <= 0, f"{excess} px too wide for the sheet"
    ink, sheet = page.evaluate(
        "['color', 'backgroundColor'].map(name => getComputedStyle(document.body)[name].match(/[\\d.]+/g).map(Number))"
    )
    assert sum(ink[:3]) < 200, "ink is dark"
    assert len(sheet) == 4 or sum(sheet[:3]) > 600, "paper is light"
    assert len(page.pdf(format="A4")) > 10_000
