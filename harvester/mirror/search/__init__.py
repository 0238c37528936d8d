"""A strategy and the index -> the PMIDs it finds, and how it was understood."""
