"""Who may use the page: only its own pages, under its own name, and beyond this machine only with the password.

- The Host header must be an IP address, this machine's name or one that was named: a foreign name that leads here is
  DNS rebinding.
- Whatever writes must come from a page of ours (Origin) and carry the token of its session (CSRF).
- Nothing is loaded from elsewhere and no script stands in a page (Content-Security-Policy).
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
import time
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request, session

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TRIES = 10
"""Wrong passwords a minute, of all who try, before nobody is let in for the rest of it."""


@dataclass(frozen=True, kw_only=True)
class Guard:
    """What is asked of each request. Without a password everybody on this machine is let in."""

    password: str = ""
    names: Collection[str] = ()
    wrong: deque[float] = field(default_factory=deque)

    def protect(self, app: Flask) -> None:
        """Look at every request of the application, and send the safety headers with every answer."""
        app.secret_key = secrets.token_bytes(32)
        app.config.update(
            SESSION_COOKIE_NAME="harvester",
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_SAMESITE="Strict",
            MAX_CONTENT_LENGTH=64 * 1024,
        )
        app.before_request(self._look)
        app.after_request(_headers)
        app.jinja_env.globals["token"] = token

    def _look(self) -> None:
        if not self._is_ours(request.host):
            abort(421, f"{request.host} is no name of this page; open it under 127.0.0.1, or name it with --name")
        if request.method not in ("GET", "HEAD"):
            origin = request.headers.get("Origin")
            if origin is not None and urlsplit(origin).netloc != request.host:
                abort(403, f"a page of {origin} may not write here")
            held = str(session.get("token", ""))
            if not held or not hmac.compare_digest(request.form.get("token", "").encode(), held.encode()):
                abort(403, "this page is older than the program that serves it; load it again")

    def _is_ours(self, host: str) -> bool:
        name = urlsplit(f"//{host}").hostname or ""
        if name in {"localhost", socket.gethostname().lower(), *(one.lower() for one in self.names)}:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def lets_in(self, password: str) -> bool:
        """Whether the password is right; after many wrong ones nobody is let in for a while."""
        now = time.monotonic()
        while self.wrong and now - self.wrong[0] > 60:
            self.wrong.popleft()
        if len(self.wrong) >= TRIES:
            abort(429, "too many wrong passwords; wait a minute")
        if hmac.compare_digest(password.encode(), self.password.encode()):
            return True
        self.wrong.append(now)
        return False


def token() -> str:
    """The token that a form of this session carries."""
    if "token" not in session:
        session["token"] = secrets.token_urlsafe(32)
    return str(session["token"])


def _headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if request.endpoint not in ("static", "evidence"):
        response.headers["Cache-Control"] = "no-store"
    return response
