"""PubMed's query language: text -> tree, and what PubMed would silently ignore or misread.

The language is the one of PubMed's help page: field tags in brackets, upper-case Booleans read strictly from left to
right, phrases in quotes, truncation by `*`, ranges by `:`. A strategy is only ever read, never rewritten.
"""

from .fields import FIELDS, Field, find_field
from .findings import Finding, StrategyError, pointed
from .lint import lint
from .parser import parse
from .stopwords import STOPWORDS
from .tree import Boolean, Node, Range, Stored, Term

__all__ = [
    "FIELDS",
    "STOPWORDS",
    "Boolean",
    "Field",
    "Finding",
    "Node",
    "Range",
    "Stored",
    "StrategyError",
    "Term",
    "find_field",
    "lint",
    "parse",
    "pointed",
]
