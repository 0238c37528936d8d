"""A mirror in a process of its own, for the measurements that need a real socket."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SERVE = """
import sys
from pathlib import Path
from harvester.mirror import serve
serve(Path(sys.argv[1]), limits=None, announce=lambda url: print(url, flush=True))
"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The base URL of a mirror's folder, which is served without limits for as long as it is needed."""
    command = [sys.executable, "-c", _SERVE, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()
