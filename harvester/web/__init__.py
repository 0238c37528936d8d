"""The checking page: the abstract with its evidence marked, what waits for a person, and each word they say of it."""

from .serving import Address, serve

__all__ = ["Address", "serve"]
