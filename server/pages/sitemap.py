"""`/sitemap.xml`: the pages worth finding (sitemaps.org, protocol 0.9), in parts of at most 50,000 addresses."""

from xml.sax.saxutils import escape

from flask import Blueprint, Response, request

from server.describe import find_root
from server.pages.inquiry import Inquiry
from server.pages.words import link_local

blueprint = Blueprint("sitemap", __name__)

_MOST = 20_000
_FIXED = ("/", "/disputes", "/timeline", "/sparql")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


@blueprint.get("/sitemap.xml")
def send_sitemap() -> Response:
    """Send the addresses of articles and of things that articles name; `after` skips the first so many."""
    inquiry = Inquiry()
    after = max(0, request.args.get("after", 0, type=int))
    rows = inquiry.ask("sitemap", most=_MOST, after=after)
    paths = [*(() if after else _FIXED), *(link_local(str(row["thing"])) for row in rows)]
    root = find_root()
    lines = [f"<url><loc>{escape(root + path)}</loc></url>" for path in paths if path.startswith("/")]
    body = _HEAD + "\n".join(lines) + "\n</urlset>\n"
    response = Response(body, mimetype="application/xml")
    response.headers["Dataset-Version"] = str(inquiry.version)
    response.headers["Cache-Control"] = "no-cache"
    return response
