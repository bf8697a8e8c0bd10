"""The HTTP side of Polity."""
