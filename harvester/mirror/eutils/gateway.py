"""What NCBI's gateway says before any utility is reached: too many requests, a bad key, a URL too long."""

from __future__ import annotations

from flask import Response

from ..eutils import answers


def rate_exceeded(caller: str, count: int, limit: int, status: int = 429) -> Response:
    """Too many requests: the body names who asked, and the header when to come back (in seconds)."""
    said = {"error": "API rate limit exceeded", "api-key": caller, "count": str(count), "limit": str(limit)}
    answer = answers.json(said, status)
    if status == 429:
        answer.headers["Retry-After"] = "2"
    return answer


def key_invalid(key: str) -> Response:
    """A key that nobody has, or an empty one; the key itself stands in the body."""
    return answers.json({"error": "API key invalid", "api-key": key, "type": "invalid", "status": "unknown"}, 400)


def page(status: int, title: str, text: str) -> Response:
    """A page for people."""
    head = f"<html><head><title>{title}</title></head>"
    return answers.html(f"<!DOCTYPE html>\n{head}<body><h1>{title}</h1><p>{text}</p></body></html>\n", status)


def failed(status: int) -> Response:
    """The page of a gateway that could not pass a request on."""
    return page(status, f"{status} {_REASONS[status]}", "The request could not be passed on.")


_REASONS = {414: "Request-URI Too Large", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Time-out"}
