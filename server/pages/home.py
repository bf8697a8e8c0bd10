"""`/`: the matters, what is disputed in them, the latest articles, and the questions that can be asked."""

from flask import Blueprint, Response

from kg.questions import load_questions
from server.pages.disputes import count_disputes, list_disputes
from server.pages.inquiry import Inquiry
from server.pages.matters import list_matters
from server.pages.render import respond_page

blueprint = Blueprint("front_page", __name__)

_SHOWN = 12
_DISPUTES = 6


@blueprint.get("/")
def show_home() -> Response:
    """Show the home page. What it asks is bounded, and kept until the data changes."""
    inquiry = Inquiry()
    articles = inquiry.ask("articles", keep=True)
    if len(articles) < _SHOWN:
        articles = [*articles, *inquiry.ask("articles-undated", keep=True)]
    return respond_page(
        "home.html",
        inquiry,
        links=(("alternate", "/feed", "application/atom+xml"),),
        articles=articles[:_SHOWN],
        article_count=int(str(inquiry.ask("article-count", keep=True)[0]["count"])),
        matters=list_matters(inquiry),
        disputes=list_disputes(inquiry, most=_DISPUTES),
        dispute_count=count_disputes(inquiry),
        questions=load_questions(),
    )
