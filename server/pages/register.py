"""Add the pages to an application."""

from flask import Flask

from server.pages import around, article, disputes, editor, entity, feed, home, sitemap, timeline, why, words


def register_pages(app: Flask) -> None:
    """Register every page, and the filters its template uses."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.filters["kind"] = around.find_kind
    app.jinja_env.tests.update(words.TESTS)
    app.jinja_env.globals.update(
        write_date=words.write_date,
        name_article=words.name_article,
        nav=(("/disputes", "Disputes"), ("/timeline", "Timeline"), ("/sparql", "Query")),
    )
    for module in (home, article, entity, disputes, timeline, why, editor, around, feed, sitemap):
        app.register_blueprint(module.blueprint)
