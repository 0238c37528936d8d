"""A literature question in, a living patient-level case series out."""

__version__ = "0.1.0"
