"""For tests of the checking page: `harvester check` as a process of its own, and Debian's chromium."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

HARVESTER = str(Path(sys.executable).with_name("harvester"))

CHROMIUM = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser; the test is skipped where there is none."""
    path = shutil.which("chromium")
    if not path:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM))
        yield found
        found.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page; the test is skipped where HARVESTER_AXE does not name its axe.min.js."""
    path = os.environ.get("HARVESTER_AXE")
    if not path:
        pytest.skip("HARVESTER_AXE names no axe.min.js (npm install axe-core)")
    page.evaluate(Path(path).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]


@contextmanager
def served(folder: Path, *arguments: str, db: str = "", by: str = "Anna", **environment: str) -> Iterator[str]:
    """The page's address while it is served; afterwards it has been stopped by Ctrl-C and written its files."""
    command = [HARVESTER, "check", "hpc-spine", "--out", str(folder), "--port", "0", *arguments]
    command += [*(("--by", by) if by else ()), *(("--db", db) if db else ())]
    environ = {**os.environ, **environment}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ) as process:
        assert process.stderr
        lines: list[str] = []
        for line in process.stderr:
            lines.append(line)
            if line.startswith("http://"):
                break
        else:
            pytest.fail("".join(lines))
        try:
            yield line.split("/ is")[0]
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
