"""Serving the page: one process that several people's browsers may ask at once, until it is stopped."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address

import waitress  # type: ignore[import-untyped]  # it ships no types

from ..errors import HarvesterError
from ..review import Review
from .app import page
from .desk import Desk
from .guard import Guard

QUIET = 3.0
"""Seconds without a word after which the files are written: not after each, for that takes longer than a word."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where the page listens. Beyond this machine only with a password; `names` are further names it goes by."""

    host: str = "127.0.0.1"
    port: int = 8765
    password: str = ""
    names: tuple[str, ...] = ()


def serve(review: Review, address: Address, by: str, announce: Callable[[str], object]) -> None:
    """Serve the checking page of a review until Ctrl-C, and leave its files written; `by` is who checks.

    HarvesterError where the address cannot be listened on, or is not of this machine and there is no password.
    """
    if not _is_local(address.host) and not address.password:
        raise HarvesterError(
            f"--host {address.host}: others could read and decide; set a password in HARVESTER_PASSWORD, "
            "or leave it at 127.0.0.1"
        )
    line = _listening(address)
    desk = Desk(review)
    app = page(desk, Guard(password=address.password, names=address.names), by)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every request that waits for a thread
    server = waitress.create_server(app, sockets=[line], threads=6, ident=None)
    stopped = threading.Event()
    settler = threading.Thread(target=_settle_when_quiet, args=(desk, stopped), daemon=True)
    settler.start()
    try:
        announce(f"http://{_shown(address.host)}:{line.getsockname()[1]}/")
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        stopped.set()
        server.close()
        settler.join()
        _settle(desk)


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _listening(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    line = socket.socket(family, socket.SOCK_STREAM)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        line.bind((address.host, address.port))
    except OSError as error:
        line.close()
        raise HarvesterError(
            f"{address.host}:{address.port}: cannot be listened on ({error.strerror}); name another with --port"
        ) from error
    line.listen()
    return line


def _settle_when_quiet(desk: Desk, stopped: threading.Event) -> None:
    """Write the files whenever nothing was said for a moment; a word that comes meanwhile waits for the next time."""
    last, since = -1, time.monotonic()
    while not stopped.wait(0.5):
        if desk.seen != last:
            last, since = desk.seen, time.monotonic()
        elif desk.unsettled and time.monotonic() - since >= QUIET:
            _settle(desk)
            last = desk.seen


def _settle(desk: Desk) -> None:
    if not desk.unsettled:
        return
    try:
        desk.settle(datetime.now(UTC))
    except HarvesterError as error:
        desk.trouble = f"what was said is kept, the files could not be written: {error}"
