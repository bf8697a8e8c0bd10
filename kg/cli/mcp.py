"""`kg mcp`: the graph for language models."""

from pathlib import Path

import click

from kg.cli.stores import add_store_option, find_store


@click.command(short_help="Serve language models over the Model Context Protocol.")
@add_store_option
@click.option("--http", is_flag=True, help="Serve over HTTP at /mcp, instead of standard input and output.")
@click.option("--host", default="127.0.0.1", show_default=True, help="--http: the address to listen at.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="--http: the port.")
def command(store: Path | None, http: bool, host: str, port: int) -> None:
    """Offer a store's graph as tools: search the schema, ask questions, find entities, query, evidence, proofs.

    Nothing can be written, and a query is stopped at the limits of `kg config`. Text from articles is marked as quoted.
    The graph is read as it is at the start, also while a server has the store open; start again to read later changes.

    Example: kg mcp --store graph
    """
    import dataclasses

    from kg.cli.settings import read_settings
    from kg.mcp.service import make_service
    from kg.mcp.tools import Tools
    from kg.store.copying import open_copy
    from server.backend import Backend

    with open_copy(find_store(store)) as copy:
        backend = Backend(dataclasses.replace(read_settings(), store=copy, token=None, log=False))
        backend.start()
        tools = Tools(backend)
        try:
            service = make_service(tools)
            if http:
                service.run("streamable-http", host=host, port=port, stateless_http=True, json_response=True)
            else:
                service.run("stdio")
        finally:
            tools.close()
