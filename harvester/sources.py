"""The name of a source -> the door to it: NCBI, a mirror in a folder or at an address, the demo corpus."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import mirror
from .entrez import Entrez
from .errors import HarvesterError
from .query import shipped

DEMO = "demo corpus (synthetic records)"
"""The platform of a search that was answered with the demo's records."""


@contextmanager
def open_source(
    source: str, *, email: str = "", api_key: str = "", say: Callable[[str], object] = lambda said: None
) -> Iterator[Entrez]:
    """The door to a source: `pubmed`, `demo`, the folder of a mirror, or a base URL that ends in `/entrez/eutils/`.

    `say` is told, before a request is sent again, why and after how long.
    """
    if source == "pubmed":
        with Entrez(email=email, api_key=api_key, say=say) as entrez:
            yield entrez
    elif source == "demo":
        with tempfile.TemporaryDirectory(prefix="harvester-demo-") as folder:
            mirror.build(Path(folder), sorted(shipped("data/demo").glob("*.xml")))
            with _mirrored(Path(folder), DEMO) as entrez:
                yield entrez
    elif "://" in source:
        if not re.fullmatch(r"https?://.+/entrez/eutils/?", source):
            raise HarvesterError(f"--source {source}: no base URL of E-utilities; one ends in /entrez/eutils/")
        # The key is NCBI's and goes to nobody else.
        with Entrez(base_url=source, email=email, say=say) as entrez:
            yield entrez
    else:
        with _mirrored(Path(source), f"local mirror {source}") as entrez:
            yield entrez


def _mirrored(folder: Path, platform: str) -> Entrez:
    """The same client, speaking E-utilities to the mirror's application in this process."""
    return Entrez(base_url=mirror.BASE_URL, session=mirror.session(folder), per_second=None, platform=platform)
