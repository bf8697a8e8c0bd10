"""Export: write the dataset as files."""
