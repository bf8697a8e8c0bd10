"""Extract: find mentions, relations, events and claims in a document."""
