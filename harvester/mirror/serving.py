"""Two ways into a mirror: in this process, through a requests session, and over a socket."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

import requests
import waitress  # type: ignore[import-untyped]  # it ships no types
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from urllib3 import HTTPResponse
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.task import WSGITask  # type: ignore[import-untyped]
from werkzeug.test import Client

from harvester.errors import HarvesterError

from .eutils import HISTORY_SECONDS, Rates, create_app

BASE_URL = "http://mirror.invalid/entrez/eutils/"
"""The base URL of a mirror in process; `.invalid` resolves nowhere (RFC 2606), so nothing can leave by mistake."""


class InProcess(BaseAdapter):
    """A requests adapter that calls a WSGI application in this process; no socket is opened.

    A body shorter than its Content-Length is an incomplete read, as over a socket. Nothing is packed: there is no line
    to save.
    """

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
            headers={name: value for name, value in request.headers.items() if name.lower() != "accept-encoding"},
            data=body,
        )
        response = requests.Response()
        response.status_code = answer.status_code
        response.reason = answer.status.partition(" ")[2]
        response.headers = CaseInsensitiveDict(answer.headers.items())
        response.encoding = get_encoding_from_headers(response.headers)
        response.raw = _on_the_line(answer.get_data(), response, request.method or "GET")
        response.url = request.url or ""
        response.request = request
        return response

    def close(self) -> None:
        """Nothing is held open."""


def _on_the_line(body: bytes, response: requests.Response, method: str) -> HTTPResponse:
    return HTTPResponse(
        BytesIO(body), response.headers, response.status_code, preload_content=False, request_method=method
    )


def session(folder: Path) -> requests.Session:
    """A session that reaches the mirror at BASE_URL, and nothing else. Raises StoreError where there is no mirror."""
    made = requests.Session()
    made.trust_env = False
    made.adapters.clear()
    made.mount("http://mirror.invalid/", InProcess(create_app(folder)))
    return made


def serve(  # noqa: PLR0913 - each is a switch of the command line
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    announce: Callable[[str], object] = print,
    limits: Rates | None = Rates(),  # noqa: B008 - frozen
    history_seconds: float = HISTORY_SECONDS,
) -> None:
    """Serve a mirror until SIGINT or SIGTERM, which end it in order; port 0 takes a free one.

    `announce` is told the base URL once it listens. NCBI's limits of requests a second hold unless `limits` is None;
    a result set is kept for `history_seconds` after its last use. Raises StoreError where the folder holds no mirror,
    HarvesterError where the port is taken.
    """
    app = create_app(folder, limits=limits, history_seconds=history_seconds)
    server = _listening(app, host, port)
    try:
        with _ended_by_sigterm():
            announce(f"http://{host}:{server.effective_port}/entrez/eutils/")
            server.run()
    finally:
        server.close()


def _listening(app: WSGIApplication, host: str, port: int) -> Any:
    try:
        line = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise HarvesterError(f"{host}:{port} cannot be listened on: {error.strerror}; choose another port") from error
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every request that waits for a thread
    server = waitress.create_server(app, sockets=[line], **_WAITRESS)
    server.channel_class = _Channel
    return server


_WAITRESS: Mapping[str, Any] = {
    "threads": 8,
    "ident": "harvester mirror",
    "connection_limit": 1_000,  # connections are kept open, and waitress takes no new one beyond its limit
    "channel_timeout": 30,
    "asyncore_use_poll": True,  # select() ends at 1,024
}


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """As SIGINT does, so that a service manager's stop is no crash; outside the main thread Python takes no signal."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


class _Task(WSGITask):  # type: ignore[misc]
    """One answer; it hands the connection's socket to the application, for the fault that hangs up before it."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ["harvester.socket"] = self.channel.socket
        return environ

    def build_response_header(self) -> bytes:
        """With the connection kept open after a chunked answer, as NCBI does and waitress of itself does not."""
        header: bytes = super().build_response_header()
        if self.chunked_response and self.request.headers.get("CONNECTION", "").lower() != "close":
            self.close_on_finish = False
            header = header.replace(b"\r\nConnection: close\r\n", b"\r\nConnection: Keep-Alive\r\n")
        return header


class _Channel(HTTPChannel):  # type: ignore[misc]
    task_class = _Task
