"""The documents do what they say: the tutorial's and how-tos' commands are run, and the site holds together.

A block of commands that cannot be run here says why in a comment before it: `<!-- not run here: WHY -->`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest

from databases import database

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]
BLOCK = re.compile(r"(?:^<!-- (?P<mark>[^\n]*) -->\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.M | re.S)
END = "----- end of block -----"


@dataclass(frozen=True)
class Block:
    """Commands, and what they print on stdout where the page shows it."""

    commands: str
    shown: str = ""
    left_out: bool = False
    needs_postgres: bool = False


def blocks(page: Path) -> list[Block]:
    found: list[Block] = []
    for match in BLOCK.finditer(page.read_text("utf-8")):
        mark, body = match["mark"] or "", match["body"]
        if match["kind"] == "bash":
            assert not mark or re.match(r"not run here: \w.{10,}|needs PostgreSQL: ", mark), f"{page.name}: {mark}"
            found.append(
                Block(body, left_out=mark.startswith("not run"), needs_postgres=mark.startswith("needs PostgreSQL"))
            )
        elif match["kind"] == "text":
            assert found, f"{page.name}: output before any command"
            found[-1] = Block(found[-1].commands, body, found[-1].left_out, found[-1].needs_postgres)
    return found


def pattern(shown: str) -> str:
    """What is shown as a regular expression: … stands for anything in a line, and alone on one for any lines."""
    lines = (
        "(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n"
        for line in shown.splitlines()
    )
    return "".join(lines)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_run_and_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    run = [block for block in blocks(page) if not block.left_out]
    assert run
    with ExitStack() as stack:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("HARVESTER_", "NCBI_"))},
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DEMO": str(ROOT / "data" / "demo" / "pubmed_demo.xml"),
            "COLUMNS": "200",
        }
        if any(block.needs_postgres for block in run):
            environment["DATABASE"] = stack.enter_context(database("postgresql", tmp_path))
        home = tmp_path / "home"
        home.mkdir()
        script = "".join(f"{block.commands}\nprintf '%s\\n' '{END}'\n" for block in run)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=home,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    # A table's last column is padded, which no page shows.
    printed = re.sub(" +$", "", done.stdout, flags=re.M).split(f"{END}\n")
    assert len(printed) == len(run) + 1
    for block, out in zip(run, printed, strict=False):
        assert re.fullmatch(pattern(block.shown), out) or not block.shown, f"{block.commands}\nprinted:\n{out}"


def test_a_page_that_shows_something_else_is_told_apart() -> None:
    assert re.fullmatch(pattern("a … c\n…\nd\n"), "a b c\nx\ny\nd\n")
    assert not re.fullmatch(pattern("a … c\n…\nd\n"), "a b\nd\n")
    assert not re.fullmatch(pattern("119\n"), "118\n")


def site(tmp_path: Path) -> Path:
    pytest.importorskip("furo", reason="the documents' generator is not installed (pip install -e '.[docs]')")
    built = tmp_path / "site"
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", str(DOCS), str(built)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return built


def references(built: Path) -> Iterator[tuple[Path, str]]:
    for page in built.rglob("*.html"):
        for found in re.finditer(r'(?:src|href)="([^"]+)"', page.read_text("utf-8")):
            yield page, found[1]


def test_the_site_holds_together_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    built = site(tmp_path)
    for page, target in references(built):
        if target.startswith(("http://", "https://", "mailto:", "data:", "#")):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (page.parent / path.split("?")[0]).resolve()
        assert file.is_file(), f"{page.name}: {target}"
        if anchor and file.suffix == ".html":
            assert f'id="{anchor}"' in file.read_text("utf-8"), f"{page.name}: {target}"
    for page in built.rglob("*.html"):
        loaded = re.findall(
            r'<(?:script|img|iframe)[^>]*src="(https?:)?//|<link[^>]*rel="stylesheet"[^>]*href="https?:',
            page.read_text("utf-8"),
        )
        assert loaded == [], page.name
    commands = (built / "reference" / "commands.html").read_text("utf-8")
    for name in ("harvester run", "harvester check", "harvester mirror build", "--published-by"):
        assert name in commands
    assert "class" in (built / "reference" / "python.html").read_text("utf-8")


def test_every_page_is_in_the_site() -> None:
    index = (DOCS / "index.md").read_text("utf-8")
    for page in DOCS.rglob("*.md"):
        name = page.relative_to(DOCS).with_suffix("").as_posix()
        assert name == "index" or re.search(rf"^{re.escape(name)}$", index, re.M), name
