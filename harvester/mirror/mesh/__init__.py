"""MeSH: the tree of headings and subheadings, bundled facts until NLM's own files are read."""
