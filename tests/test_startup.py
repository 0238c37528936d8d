"""A command imports what it uses. What is loaded is the same anywhere; for seconds see benchmarks/startup."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"Bio", "docx", "flask", "lxml", "matplotlib", "numpy", "openpyxl", "pandas", "requests", "sqlalchemy", "isal"}
"""Libraries that take long to import."""

ROOMS = {f"harvester.{room}" for room in ("entrez", "extract", "export.tables", "mirror", "pubmed", "review", "web")}

_CALL = """
import json, sys
from harvester.cli import main
try:
    main()
except SystemExit as ended:
    code = ended.code
print("\\n" + json.dumps({"code": code, "loaded": sorted(sys.modules)}))
"""


def loaded(*words: str) -> set[str]:
    """The modules that a command has loaded at its end, in a process of its own."""
    ended = subprocess.run([sys.executable, "-c", _CALL, *words], capture_output=True, text=True, check=True)
    told = json.loads(ended.stdout.splitlines()[-1])
    assert told["code"] == 0, ended.stdout + ended.stderr
    return set(told["loaded"])


def test_help_imports_neither_a_heavy_library_nor_the_nouns() -> None:
    modules = loaded("--help")
    assert not modules & (HEAVY | ROOMS | {"harvester.records", "rich.table"})


@pytest.mark.parametrize("json", [(), ("--json",)])
def test_status_reads_the_store_and_leaves_the_method_alone(tmp_path: Path, json: tuple[str, ...]) -> None:
    home = str(tmp_path / "series")
    loaded("run", "hpc-spine", "--offline", "--quiet", "--out", home)
    modules = loaded("status", "hpc-spine", "--out", home, *json)
    assert "sqlalchemy" in modules
    assert not modules & ((HEAVY | ROOMS) - {"sqlalchemy"})
