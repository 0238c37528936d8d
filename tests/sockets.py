"""A WSGI application on a real socket of this machine, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from wsgiref.types import WSGIApplication

from werkzeug.serving import make_server


@contextmanager
def listening(application: WSGIApplication) -> Iterator[str]:
    """The base URL under which the application answers as E-utilities do."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/entrez/eutils/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
