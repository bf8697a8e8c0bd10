"""Values that texts write in many ways: each module cleans, validates, compares and writes one kind."""
