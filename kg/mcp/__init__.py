"""For language models: the graph as tools of the Model Context Protocol. Reading only, under the server's limits."""
