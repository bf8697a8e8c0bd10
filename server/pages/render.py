"""Send a page: its template, its data, and what every page carries."""

from importlib.metadata import PackageNotFoundError, version

from flask import Response, render_template

from kg.formats import get_format
from server.pages.inquiry import Inquiry
from server.responses import respond_bytes


def respond_page(
    template: str, inquiry: Inquiry, *, links: tuple[tuple[str, str, str], ...] = (), **data: object
) -> Response:
    """Render a template and send it.

    Args:
        template: A file of server/templates.
        inquiry: The queries that were asked; the page shows them.
        links: Typed links (relation, address, media type or ""), sent both in the page and as a Link header
            (RFC 8288), among them those of Signposting.
        data: What the template is given.
    """
    page = render_template(template, inquiry=inquiry, links=links, software=find_version(), **data)
    response = respond_bytes(page.encode("utf-8", "replace"), get_format("html"), version=inquiry.version)
    for relation, address, media_type in links:
        kind = f'; type="{media_type}"' if media_type else ""
        response.headers.add("Link", f'<{address}>; rel="{relation}"{kind}')
    return response


def find_version() -> str:
    """Return the version of Polity that is installed, "" where it runs from a checkout that is not."""
    try:
        return version("polity-kg")
    except PackageNotFoundError:
        return ""
