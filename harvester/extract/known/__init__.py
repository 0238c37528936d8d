"""Claims of how many cases were known when the report was written."""
