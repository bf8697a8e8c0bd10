"""HTML pages: the article's own metadata (schema.org JSON-LD, Open Graph) first, its text by trafilatura."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import EncodingError, SizeError, SourceError
from kg.model import Interval
from kg.read.draft import Draft, split_byline
from kg.read.encoding import clean_extracted
from kg.read.limits import Limits
from kg.values.date import clean_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})", re.I)
_BLOCK = (
    "p",
    "div",
    "br",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "tr",
    "section",
    "article",
    "ul",
    "ol",
)
# Nested deeper than this, a page is an attack on the parser and not an article.
_MAX_OPEN = 20_000


def decode_page(data: bytes, *, path: Path | str) -> str:
    """Decode a page by its byte order mark, else as UTF-8, else by the charset it declares.

    Raises:
        EncodingError: None of them fits.
    """
    declared = _CHARSET.search(data[:4096])
    for charset in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", declared and declared[1].decode()):
        try:
            if charset:
                return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    hint = "Declare its charset in a meta element, or convert it to UTF-8."
    raise EncodingError("is neither in UTF-8 nor in a charset that it declares.", path=path, line=1, hint=hint)


def list_objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - it is any JSON
    """Yield the objects of a JSON-LD document, those of lists and of @graph too, no deeper than 6 levels."""
    if depth > 6:
        return
    if isinstance(value, list):
        for one in value:
            yield from list_objects(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from list_objects(value.get("@graph"), depth + 1)


def is_article(value: dict[str, Any]) -> bool:
    """Say whether a JSON-LD object is a schema.org Article or one of its kinds (NewsArticle, ReportageNewsArticle ...).

    >>> is_article({"@type": ["NewsArticle"]}), is_article({"@type": "Organization"})
    (True, False)
    """
    kinds = value.get("@type") or value.get("type") or ()
    kinds = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
    return any(isinstance(kind, str) and re.search(r"(?:Article|BlogPosting|Report)$", kind) for kind in kinds)


def read_name(value: Any) -> str | None:  # noqa: ANN401 - it is any JSON
    """Return the name in a schema.org Person or Organization, a list of them, or a plain text."""
    if isinstance(value, list):
        return " and ".join(name for one in value[:20] if (name := read_name(one))) or None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _list_linked_data(tree: "HtmlElement") -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            try:
                yield from list_objects(json.loads(script.text, strict=False))
            except (ValueError, RecursionError):
                continue  # a page's broken metadata is no reason to refuse its text


def _list_metas(tree: "HtmlElement") -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and (content := meta.get("content")):
            metas.setdefault(name, content.strip())
    return metas


def _first(values: dict[str, str], *names: str) -> str | None:
    return next((values[name] for name in names if values.get(name)), None)


def extract_block_text(html: str) -> str:
    """Return the text of a fragment of HTML, such as a feed's item: a blank line between blocks, no markup.

    >>> extract_block_text("<p>One &amp; <b>two</b>.</p><p>Three.</p>")
    'One & two.\\n\\nThree.'
    """
    import lxml.html
    from lxml.etree import ParserError

    try:
        tree = lxml.html.fromstring(f"<div>{html}</div>")
    except (ParserError, ValueError):
        return ""
    for element in list(tree.iter("script", "style", "noscript")):
        element.drop_tree()
    for element in tree.iter(*_BLOCK):
        element.tail = "\n\n" + (element.tail or "")
        element.text = (element.text or "") if element.tag != "br" else element.text
    lines = (" ".join(line.split()) for line in str(tree.text_content()).split("\n\n"))
    return "\n\n".join(line for line in lines if line)


def read_web(data: bytes, *, path: Path | str, limits: Limits, url: str | None = None) -> Draft:
    """Read one page.

    Raises:
        SizeError: The page is larger than `limits.page`.
        EncodingError: Its charset is unknown.
        SourceError: It holds no article.
    """
    import lxml.html
    from lxml.etree import ParserError
    from trafilatura import extract

    if len(data) > limits.page or data.count(b"<") > 40 * _MAX_OPEN:
        hint = "Save the article alone, or raise the limit of a page."
        raise SizeError(f"is a page of {len(data):,} bytes.", path=path, hint=hint)
    page = clean_extracted(re.sub(r"^\s*<\?xml[^>]*\?>", "", decode_page(data, path=path)))
    try:
        tree = lxml.html.fromstring(page)
    except (ParserError, ValueError, RecursionError):
        raise _refuse(path) from None
    metas = _list_metas(tree)
    article: dict[str, Any] = next((one for one in _list_linked_data(tree) if is_article(one)), {})
    body = article.get("articleBody")
    text = extract(page, include_comments=False, include_tables=False, deduplicate=False, output_format="txt") or ""
    if isinstance(body, str) and len(body) > 200 and len(body) > len(text):
        text = extract_block_text(body) if "<" in body else body
    text = clean_extracted(text)
    if not text:
        raise _refuse(path)
    heading = tree.find(".//title")
    time = next((one.get("datetime") for one in tree.iter("time") if one.get("datetime")), None)
    dated = article.get("datePublished") or _first(
        metas, "article:published_time", "datepublished", "og:published_time", "dc.date.issued", "dc.date", "date",
        "parsely-pub-date", "publish-date", "pubdate", "sailthru.date",
    )  # fmt: skip
    published: Interval | None = clean_date(str(dated)) if dated else None
    published = published or (clean_date(time) if time else None)
    author = read_name(article.get("author")) or _first(metas, "author", "article:author", "byl", "dc.creator") or ""
    return Draft(
        text=text,
        published=published,
        published_from="metadata" if published else "",
        title=read_name(article.get("headline")) or _first(metas, "og:title", "twitter:title")
        or (" ".join(str(heading.text_content()).split()) or None if heading is not None else None),
        byline=() if author.startswith("http") else split_byline(author),
        publisher=read_name(article.get("publisher")) or _first(metas, "og:site_name", "application-name", "publisher"),
        language=(tree.get("lang") or "").split("-")[0].lower() or None,
        url=url or _first(metas, "og:url"),
    )  # fmt: skip


def _refuse(path: Path | str) -> SourceError:
    return SourceError("is a page without an article's text.", path=path, hint="Save the article as plain text.")
