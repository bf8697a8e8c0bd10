"""The tools as a server of the Model Context Protocol."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from kg import __version__
from kg.errors import KgError, MissingExtraError
from kg.mcp.tools import NOTICE, Tools

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

INSTRUCTIONS = (
    "A knowledge graph of government and law from news: who did what, who says so, in which words. "
    "Look up things with find_entity, terms with search_schema, and ask list_questions and ask_question before you "
    "write SPARQL for run_query. Give the sentence and article (get_evidence) with what you tell. " + NOTICE
)


def make_service(tools: Tools) -> "MCPServer":
    """Return the server with all tools, each marked as reading only.

    Raises:
        MissingExtraError: The package mcp is not installed.
    """
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise MissingExtraError("mcp", "serving language models") from error
    service = MCPServer("polity", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    reading = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

    def answer(ask: Callable[[], dict[str, Any]]) -> str:
        try:
            return json.dumps(ask(), ensure_ascii=False)
        except KgError as error:
            # Told to the model as data, so that it can mend its question.
            return json.dumps({"error": str(error)}, ensure_ascii=False)

    @service.tool(annotations=reading, structured_output=False)
    def search_schema(words: Annotated[str, Field(description="Words to look for, such as 'subpoena issued'.")]) -> str:
        """Find classes and properties of the ontology by words."""
        return answer(lambda: tools.search_schema(words))

    @service.tool(annotations=reading, structured_output=False)
    def list_questions(words: Annotated[str, Field(description="What you want to know; may be empty.")] = "") -> str:
        """List the named questions, the nearest to the words first, with their parameters."""
        return answer(lambda: tools.list_questions(words))

    @service.tool(annotations=reading, structured_output=False)
    def ask_question(name: str, parameters: dict[str, str] | None = None) -> str:
        """Ask a named question. A parameter is an IRI (d:agency/us-ice), a "text" in quotation marks, or a date."""
        return answer(lambda: tools.ask_question(name, parameters))

    @service.tool(annotations=reading, structured_output=False)
    def find_entity(name: str, kind: str | None = None, limit: int = 5) -> str:
        """Find agencies, courts, officials and places by a name, also a misspelt one; kind is a class such as Court."""
        return answer(lambda: tools.find_entity(name, kind, limit))

    @service.tool(annotations=reading, structured_output=False)
    def run_query(
        sparql: Annotated[str, Field(description="SELECT or ASK; prefixes need no declaration.")],
    ) -> str:
        """Run a read-only SPARQL 1.1 query over all graphs; at most 200 rows are shown."""
        return answer(lambda: tools.run_query(sparql))

    @service.tool(annotations=reading, structured_output=False)
    def get_evidence(iri: str) -> str:
        """Get the sentences that a claim, an event, a statement or a thing rests on, with their articles."""
        return answer(lambda: tools.get_evidence(iri))

    @service.tool(annotations=reading, structured_output=False)
    def prove(subject: str, predicate: str, object: str) -> str:  # noqa: A002 -- the word of RDF
        """Prove a triple: each step with its rule, each fact with its sentence; or tell what is missing."""
        return answer(lambda: tools.prove(subject, predicate, object))

    return service
