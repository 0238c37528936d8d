"""Servers on bare sockets: they reset, withhold, say nothing, or answer for the mirror."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import requests

# -------------------------------------------------------------------------------------------------------- bare sockets

_CLOSED = b"Connection: close\r\nContent-Length: "
ERROR_400 = b"HTTP/1.1 400 Bad Request\r\n" + _CLOSED + b"32\r\n\r\n<eFetchResult><ERROR>no</ERROR>\n "
EMPTY_SET = b"HTTP/1.1 200 OK\r\n" + _CLOSED + b"39\r\n\r\n<PubmedArticleSet></PubmedArticleSet>\r\n"


def without(answer: bytes, pmid: str) -> bytes:
    """An efetch answer without one record."""
    one = rb"<PubmedArticle>(?:(?!</PubmedArticle>).)*?>%s<.*?</PubmedArticle>" % pmid.encode()
    return re.sub(one, b"", answer, flags=re.DOTALL)


@contextlib.contextmanager
def listening_socket() -> Iterator[tuple[int, list[socket.socket]]]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken: list[socket.socket] = []

        def take() -> None:
            with contextlib.suppress(OSError):
                while True:
                    taken.append(server.accept()[0])

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], taken
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for one in taken:
                one.close()


@contextlib.contextmanager
def relay(
    url: str,
    instead: Callable[[bytes], bytes] = lambda _: b"",
    afterwards: Callable[[bytes], bytes] = lambda answer: answer,
    *,
    reset_first: int = 0,
) -> Iterator[str]:
    """A server between client and mirror: resets its first connections, answers for the mirror, alters answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        left = [reset_first]

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection:
                        if left[0] > 0:
                            left[0] -= 1
                            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                            continue
                        _relayed(connection, url, instead, afterwards)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/entrez/eutils/"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def _relayed(
    connection: socket.socket, url: str, instead: Callable[[bytes], bytes], afterwards: Callable[[bytes], bytes]
) -> None:
    """One request of one connection, passed on unless it is answered here."""
    with connection.makefile("rb") as stream:
        path = stream.readline().split()[1].decode()
        length = 0
        while (line := stream.readline()).strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        body = stream.read(length)
    if said := instead(body):
        connection.sendall(said)
        return
    target = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}{path}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    content = afterwards(requests.post(target, data=body, headers=headers, timeout=30).content)
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    connection.sendall(head.encode() + content)
