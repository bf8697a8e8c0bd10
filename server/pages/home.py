"""`/`: the matters, what is disputed in them, the latest articles, and the questions that can be asked."""

from flask import Blueprint, Response

from kg.questions import load_questions
from server.pages.disputes import list_disputes
from server.pages.inquiry import Inquiry
from server.pages.matters import list_matters
from server.pages.render import respond_page

blueprint = Blueprint("front_page", __name__)

_SHOWN = 12


@blueprint.get("/")
def show_home() -> Response:
    """Show the home page."""
    inquiry = Inquiry()
    articles = inquiry.ask("articles")
    disputes = list_disputes(inquiry)
    return respond_page(
        "home.html",
        inquiry,
        articles=articles[:_SHOWN],
        article_count=len(articles),
        matters=list_matters(inquiry, articles)[:_SHOWN],
        disputes=disputes[:6],
        dispute_count=len(disputes),
        questions=load_questions(),
    )
