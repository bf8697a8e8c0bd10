"""Invented articles in each form the readers take."""

import gzip

ENGLISH = (
    "The city of Example filed the suit on Monday and asked the court to block the rule, which the state adopted last "
    "year. The agency said that it will respond in court and that the rule is lawful under the act of 1972."
)
_BODY = (
    "<p>EXAMPLE — The city of Example filed the suit on Monday and asked the federal court to block the new water"
    " rule, which the state adopted last year after a long debate.</p><p>“The rule goes too far,” the city’s "
    "lawyers wrote in the complaint. The agency said that it would respond in court, and that the rule is lawful "
    "under the act.</p><p>A judge has scheduled a hearing for July 1. The two sides have met several times since "
    "the spring, officials said, and neither of them expects a settlement before the hearing.</p>"
)
PAGE = f"""<!DOCTYPE html><html lang="en-US"><head><title>City sues | Record</title>
<meta property="og:site_name" content="The Daily Record"><meta property="og:url" content="https://example.org/water">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "WebPage"}},
{{"@type": "NewsArticle", "headline": "City sues over clean water rule", "datePublished": "2021-06-16T10:00:00Z",
"author": {{"@type": "Person", "name": "Jane Doe"}}}}]}}</script></head>
<body><nav><a href="/">Home</a> <a href="/s">Subscribe</a></nav><article><h1>City sues over clean water rule</h1>{_BODY}
</article><footer>Subscribe to our newsletter</footer></body></html>"""
NEWS = {
    "@context": "https://schema.org",
    "@type": "ReportageNewsArticle",
    "headline": "City sues",
    "datePublished": "2021-06-16",
    "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Roe"}],
    "publisher": {"@type": "NewsMediaOrganization", "name": "The Daily Record"},
    "articleBody": ENGLISH,
}
FEED = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Daily Record</title>
<item><title>City sues</title><link>https://example.org/1</link><guid>1</guid>
<pubDate>Wed, 16 Jun 2021 10:00:00 GMT</pubDate><dc:creator>Jane Doe</dc:creator>
<description>&lt;p&gt;The city of Example filed the suit on Monday.&lt;/p&gt;&lt;p&gt;It asked a court.&lt;/p&gt;
</description>
</item><item><title>Again</title><link>https://example.org/2</link><description>{ENGLISH}</description></item>
</channel></rss>"""


def make_warc(records: list[tuple[str, bytes]], *, compressed: bool = False, encoding: str | None = None) -> bytes:
    """Write a web archive with one response a record, as crawlers write it (ISO 28500)."""
    written = []
    for number, (kind, payload) in enumerate(records):
        coding = f"Content-Encoding: {encoding}\r\n" if encoding and "html" in kind else ""
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{coding}\r\n".encode() + payload
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            f"WARC-Date: 2021-06-16T10:00:00Z\r\nWARC-Target-URI: https://example.org/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        written.append(gzip.compress(record) if compressed else record)
    return b"".join(written)
