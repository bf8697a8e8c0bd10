"""The one table of what the server answers: each address and method, what it takes, what it sends.

`server.openapi` describes the interface from it; a test asks that every route of the application is a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.formats import list_formats
from kg.questions import load_questions

_KINDS = ("entity", "type", "property")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: what it means, whether it may be given several times, the values it may have ((): any)."""

    about: str
    many: bool = False
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """A row. `path` is in OpenAPI's notation; what stands in braces is in `PARAMETERS`, like each of `parameters`.

    `offers` are the media types of the answer, `takes` those of the request's body; `status` is that of success, and
    `writes` says whether a token is needed.
    """

    method: str
    path: str
    summary: str
    offers: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    status: int = 200
    writes: bool = False


@cache
def load_parameters() -> Mapping[str, Parameter]:
    """Return all parameters, by the names that rows give them."""
    return {
        "query": Parameter("A SPARQL 1.1 query; without one the service description is sent."),
        "default-graph-uri": Parameter("A graph of the default graph.", many=True),
        "named-graph-uri": Parameter("A named graph.", many=True),
        "format": Parameter("A format's name, which beats the Accept header."),
        "graph": Parameter("The graph's IRI."),
        "default": Parameter("The default graph, in place of a name; it has no value."),
        "thing": Parameter("The thing's path below https://w3id.org/polity/id/.", required=True),
        "graph-path": Parameter("The graph's path on this server.", required=True),
        "article": Parameter("The article's id.", required=True),
        "question": Parameter("The question's name.", required=True, values=tuple(sorted(load_questions()))),
        "version": Parameter("A version of the ontology, such as 0.1.0.", required=True),
        "kind": Parameter("What is meant.", required=True, values=_KINDS),
        "file": Parameter("A file that pages need.", required=True),
        "property": Parameter("Show the facts with this property alone: an IRI, or a name with its prefix."),
        "back": Parameter("With `property`: what refers to the thing by it; it has no value."),
        "after": Parameter("How many rows to pass over."),
        "party": Parameter("Only what this agent takes part in: an IRI, or a path below the identifiers."),
        "place": Parameter("Only what those do who govern this place, judge for it or are based in it."),
        "paper": Parameter("Only what concerns papers of this class."),
        "matter": Parameter("Only what articles report that concern this matter."),
        "sort": Parameter("What to show.", many=True, values=("event", "claim", "paper", "article")),
        "words": Parameter("The words to find."),
        "s": Parameter("The triple's subject, in N-Triples or with a prefix."),
        "p": Parameter("The triple's property."),
        "o": Parameter("The triple's object."),
        "cited": Parameter("The query whose answer is cited.", required=True),
        "on": Parameter("The day of the cited answer."),
        "dataset-version": Parameter("The version of the dataset that gave the cited answer."),
        "seen": Parameter("The digest of the cited answer."),
        "title": Parameter("What the citation is called."),
        "queries": Parameter("A batch of names to match, as JSON (Reconciliation 0.2, section 4)."),
        "extend": Parameter("Things and properties to give values of, as JSON (Reconciliation 0.2, section 7)."),
        "callback": Parameter("The function of JSONP (Reconciliation 0.2, section 3.2)."),
        "prefix": Parameter("The first letters of a name.", required=True),
        "cursor": Parameter("How many names to pass over."),
        "limit": Parameter("How many rows to send."),
        "id": Parameter("The thing's id.", required=True),
        "type": Parameter("The class whose properties are proposed."),
    }


NAMES = {
    "thing": "path", "graph-path": "path", "article": "article_id", "question": "name", "file": "filename",
    "words": "q", "cited": "query", "paper": "kind", "dataset-version": "version",
}  # fmt: skip
"""What a parameter is called in an address, where rows call it otherwise."""

_PAGE, _JSON, _PLAIN = ("text/html",), ("application/json",), ("text/plain",)
_JSONP = (*_JSON, "application/javascript")
_ATOM, _XML = ("application/atom+xml",), ("application/xml",)


@cache
def list_operations() -> tuple[Operation, ...]:
    """Return the table."""
    graphs = tuple(row.media_type for row in list_formats("graph", "dataset"))
    one_graph = tuple(row.media_type for row in list_formats("graph"))
    results = tuple(row.media_type for row in list_formats("results", "page"))
    protocol = ("default-graph-uri", "named-graph-uri", "format")
    query_body = ("application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update")
    form = ("application/x-www-form-urlencoded",)
    store = ("graph", "default")
    get, post = "get", "post"
    return (
        Operation(get, "/sparql", "Query, or the service description", (*results, *graphs), ("query", *protocol)),
        Operation(post, "/sparql", "Query or update; an update needs the token", (*results, *graphs), protocol,
                  query_body),
        Operation(get, "/graphs", "Read a graph, or the whole dataset", graphs, store),
        Operation("put", "/graphs", "Replace a graph", (), store, one_graph, 204, writes=True),
        Operation(post, "/graphs", "Add to a graph", (), store, one_graph, 204, writes=True),
        Operation("delete", "/graphs", "Remove a graph", (), store, (), 204, writes=True),
        Operation(get, "/graphs/{graph-path}", "Read the graph at this address", graphs),
        Operation("put", "/graphs/{graph-path}", "Replace the graph at this address", (), (), one_graph, 204,
                  writes=True),
        Operation(post, "/graphs/{graph-path}", "Add to the graph at this address", (), (), one_graph, 204,
                  writes=True),
        Operation("delete", "/graphs/{graph-path}", "Remove the graph at this address", (), (), (), 204, writes=True),
        Operation(get, "/", "Matters, disputes, latest articles, questions", _PAGE),
        Operation(get, "/id/{thing}", "Go to the page or the data of a thing", (), status=303),
        Operation(get, "/page/{thing}", "A thing, for people", _PAGE, ("property", "back", "after")),
        Operation(get, "/data/{thing}", "A thing, as RDF", graphs, ("format",)),
        Operation(get, "/around/{thing}", "A thing and what it is joined with", _PAGE),
        Operation(get, "/article/{article}", "An article with all that was read out of it marked", _PAGE),
        Operation(get, "/article/{article}/withdrawn", "What would fall if the article were withdrawn", _PAGE),
        Operation(get, "/why", "The proof of a triple", (*_PAGE, *_JSON), ("s", "p", "o", "format")),
        Operation(get, "/disputes", "Claims set against each other", _PAGE, ("matter", "party", "after")),
        Operation(get, "/timeline", "Events, words, papers and articles in time", _PAGE,
                  ("matter", "party", "paper", "place", "sort", "after")),
        Operation(get, "/search", "Things by words", (*_PAGE, *_JSON), ("words", "format")),
        Operation(get, "/ask/{question}", "The answer to a named question; its parameters go by their own names",
                  results, ("format",)),
        Operation(get, "/cite", "How to cite an answer: BibTeX or CSL JSON", ("application/x-bibtex", *_JSON),
                  ("cited", "on", "dataset-version", "seen", "title", "format")),
        Operation(get, "/feed", "The latest articles", _ATOM),
        Operation(get, "/feed/{thing}", "The latest articles on a matter or a thing", _ATOM),
        Operation(get, "/ns", "The ontology", (*_PAGE, *graphs), ("format",)),
        Operation(get, "/ns/{version}", "A version of the ontology", (), status=303),
        Operation(get, "/terms.json", "The terms in use, for the editor's completion", _JSON),
        Operation(get, "/reconcile", "Reconciliation 0.2: the manifest, a batch of names, or values", _JSONP,
                  ("queries", "extend", "callback")),
        Operation(post, "/reconcile", "Reconciliation 0.2: a batch of names, or values", _JSON, (), form),
        Operation(get, "/reconcile/suggest/{kind}", "Reconciliation 0.2: names that begin so", _JSONP,
                  ("prefix", "cursor", "callback")),
        Operation(get, "/reconcile/flyout/{kind}", "Reconciliation 0.2: what a suggestion means", _JSONP,
                  ("id", "callback")),
        Operation(get, "/reconcile/preview", "Reconciliation 0.2: a small page of a thing", _PAGE, ("id",)),
        Operation(get, "/reconcile/extend/propose", "Reconciliation 0.2: properties of a class", _JSONP,
                  ("type", "limit", "callback")),
        Operation(get, "/reconcile/1.0", "Reconciliation 1.0-draft: the manifest", _JSON),
        Operation(post, "/reconcile/1.0/match", "Reconciliation 1.0-draft: a batch of names", _JSON, (), _JSON),
        Operation(post, "/reconcile/1.0/extend", "Reconciliation 1.0-draft: values of things", _JSON, (), _JSON),
        Operation(get, "/reconcile/1.0/extend/propose", "Reconciliation 1.0-draft: properties of a class", _JSON,
                  ("type", "limit")),
        Operation(get, "/reconcile/1.0/suggest/{kind}", "Reconciliation 1.0-draft: names that begin so", _JSON,
                  ("prefix", "cursor")),
        Operation(get, "/reconcile/1.0/preview", "Reconciliation 1.0-draft: a small page of a thing", _PAGE, ("id",)),
        Operation(get, "/.well-known/void", "What the dataset holds (VoID, DCAT)", graphs, ("format",)),
        Operation(get, "/healthz", "Whether the server works", _JSON),
        Operation(get, "/metrics", "Counters, for Prometheus", _PLAIN),
        Operation(get, "/openapi.json", "This description", _JSON),
        Operation(get, "/robots.txt", "What crawlers may read", _PLAIN),
        Operation(get, "/sitemap.xml", "The pages worth finding", _XML, ("after",)),
        Operation(get, "/static/{file}", "Style sheet, scripts, icon", ("text/css", "text/javascript")),
    )  # fmt: skip
