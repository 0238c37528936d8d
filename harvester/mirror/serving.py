"""Two ways into a mirror: in this process, through a requests session, and over a socket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

import requests
import waitress  # type: ignore[import-untyped]  # it ships no types
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from werkzeug.test import Client

from .eutils import create_app

BASE_URL = "http://mirror.invalid/entrez/eutils/"
"""The base URL of a mirror in process; `.invalid` resolves nowhere (RFC 2606), so nothing can leave by mistake."""


class InProcess(BaseAdapter):
    """A requests adapter that calls a WSGI application in this process; no socket is opened."""

    def __init__(self, application: WSGIApplication) -> None:
        super().__init__()
        self._client = Client(application, use_cookies=False)

    def send(  # noqa: PLR0913, PLR0917 - the signature is that of requests
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The application's answer to a request; what belongs to a connection has no meaning here."""
        body = request.body.encode() if isinstance(request.body, str) else request.body
        url = urlsplit(request.url or "")
        answer = self._client.open(
            request.path_url,
            base_url=f"{url.scheme}://{url.netloc}",
            method=request.method or "GET",
            headers=dict(request.headers),
            data=body,
        )
        response = requests.Response()
        response.status_code = answer.status_code
        response.reason = answer.status.partition(" ")[2]
        response.headers = CaseInsensitiveDict(answer.headers.items())
        response.encoding = get_encoding_from_headers(response.headers)
        response.raw = BytesIO(answer.get_data())
        response.url = request.url or ""
        response.request = request
        return response

    def close(self) -> None:
        """Nothing is held open."""


def session(folder: Path) -> requests.Session:
    """A session that reaches the mirror at BASE_URL, and nothing else. Raises StoreError where there is no mirror."""
    made = requests.Session()
    made.trust_env = False
    made.adapters.clear()
    made.mount("http://mirror.invalid/", InProcess(create_app(folder)))
    return made


def serve(folder: Path, *, host: str = "127.0.0.1", port: int = 0, announce: Callable[[str], object] = print) -> None:
    """Serve a mirror until interrupted; port 0 takes a free one. `announce` is told the base URL once it listens."""
    server = waitress.create_server(create_app(folder), host=host, port=port)
    try:
        announce(f"http://{host}:{server.effective_port}/entrez/eutils/")
        server.run()
    finally:
        server.close()
