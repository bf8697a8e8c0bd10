"""For Python people: open a graph, ask it, and get data frames."""
