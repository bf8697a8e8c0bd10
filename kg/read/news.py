"""schema.org NewsArticle in JSON-LD, and feeds: RSS 2.0, RSS 1.0 and Atom (RFC 4287)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import SizeError, SourceError
from kg.read.draft import Draft, split_byline
from kg.read.encoding import clean_extracted, decode_text
from kg.read.limits import Limits
from kg.read.web import extract_block_text, is_article, list_objects, read_name
from kg.values.date import clean_date

if TYPE_CHECKING:
    from lxml.etree import _Element


def parse_json(text: str, *, path: Path | str, line: int | None = None) -> Any:  # noqa: ANN401 - it is any JSON
    """Parse JSON.

    Raises:
        SourceError: It is none, or nested too deeply; the message names the line.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = line or error.lineno
        raise SourceError(f"is no JSON: {error.msg}.", path=path, line=where, hint="Correct it there.") from None
    except (RecursionError, ValueError):
        hint = "Flatten it, or leave it out."
        raise SourceError(
            "is JSON nested too deeply, or with a number too long.", path=path, line=line, hint=hint
        ) from None


def read_article_object(value: dict[str, Any], *, key: str | None = None) -> Draft | None:
    """Return the draft of a schema.org article, None where it has no articleBody."""
    body = value.get("articleBody") or value.get("text")
    if not isinstance(body, str) or not body.strip():
        return None
    dated = value.get("datePublished") or value.get("dateCreated")
    published = clean_date(dated) if isinstance(dated, str) else None
    language = value.get("inLanguage")
    url = value.get("url") or value.get("mainEntityOfPage") or value.get("@id")
    url = url.get("@id") if isinstance(url, dict) else url
    return Draft(
        text=clean_extracted(extract_block_text(body) if "</" in body else body),
        key=key,
        published=published,
        published_from="metadata" if published else "",
        title=read_name(value.get("headline") or value.get("name")),
        byline=split_byline(read_name(value.get("author")) or ""),
        publisher=read_name(value.get("publisher") or value.get("sourceOrganization")),
        dateline=read_name(value.get("dateline")),
        language=language.split("-")[0].lower() if isinstance(language, str) else None,
        url=url if isinstance(url, str) else None,
    )


def read_news(data: bytes, *, path: Path | str) -> Iterator[Draft]:
    """Read every article of a JSON-LD document; one alone has no key.

    Raises:
        SourceError: It is no JSON, or no object in it is an article with a text.
    """
    value = parse_json(decode_text(data, path=path), path=path)
    articles = [one for one in list_objects(value) if is_article(one)]
    drafts = [
        draft
        for one in articles
        if (draft := read_article_object(one, key=_read_key(one) if len(articles) > 1 else None)) is not None
    ]
    if not drafts:
        hint = "Give a schema.org NewsArticle with an articleBody."
        raise SourceError("holds no article with a text.", path=path, line=1, hint=hint)
    yield from drafts


def _read_key(value: dict[str, Any]) -> str:
    named = value.get("@id") or value.get("url") or value.get("headline")
    return named if isinstance(named, str) else str(value.get("articleBody"))


def _local(element: "_Element") -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _find(item: "_Element", *names: str) -> "_Element | None":
    return next((child for name in names for child in item if _local(child) == name), None)


def _text(element: "_Element | None") -> str:
    return "".join(str(part) for part in element.itertext()).strip() if element is not None else ""


def _read_link(item: "_Element") -> str | None:
    links = [child for child in item if _local(child) == "link"]
    best = next((one for one in links if one.get("rel") in (None, "alternate")), None)
    return ((best.get("href") or _text(best)) if best is not None else "") or None


def read_feed(data: bytes, *, path: Path | str, limits: Limits) -> Iterator[Draft]:
    """Read every item of a feed. A document type, and so every entity, is refused; nothing is fetched.

    Raises:
        SizeError: The feed is larger than `limits.page`.
        SourceError: It is no XML, declares a document type, or has no items with text.
    """
    from lxml import etree

    if len(data) > limits.page:
        hint = "Split it, or raise the limit of a page."
        raise SizeError(f"is a feed of {len(data):,} bytes.", path=path, hint=hint)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise SourceError(
            f"is no well-formed feed ({error}).", path=path, line=line, hint="Correct it there."
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        hint = "Remove the DOCTYPE; feeds need none."
        raise SourceError("declares a document type.", path=path, line=1, hint=hint)
    publisher = _text(next((one for one in root.iter() if _local(one) == "title"), None)) or None
    found = False
    for item in (one for one in root.iter() if _local(one) in ("item", "entry")):
        body = _find(item, "encoded", "content", "description", "summary")
        kind = (body.get("type") or "") if body is not None else ""
        inner = (
            b"".join(etree.tostring(child) for child in body).decode()
            if body is not None and kind == "xhtml"
            else _text(body)
        )
        text = clean_extracted(extract_block_text(inner) if "<" in inner else inner)
        if not text:
            continue
        found = True
        published = clean_date(_text(_find(item, "pubDate", "published", "date", "updated")))
        author = _find(item, "creator", "author")
        named = _text(_find(author, "name")) or _text(author) if author is not None else ""
        link = _read_link(item)
        yield Draft(
            text=text,
            key=_text(_find(item, "guid", "id")) or link or text,
            line=item.sourceline,
            published=published,
            published_from="metadata" if published else "",
            title=_text(_find(item, "title")) or None,
            byline=split_byline(named) if "@" not in named else (),
            publisher=publisher,
            url=link,
        )
    if not found:
        raise SourceError("is a feed without a text.", path=path, line=1, hint="Give one whose items hold their texts.")
