"""Convert: turn what was extracted and linked into RDF, every triple with its evidence."""
