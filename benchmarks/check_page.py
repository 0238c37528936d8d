"""How long a person waits on the checking page: first paint, and each step, measured in the browser.

`python -m benchmarks.check_page [--cases N] [--steps N] [--postgres URL]`. A made-up literature
(benchmarks/literature.py), `harvester check` as a process of its own, Debian's chromium. A step lasts from the key to
the second animation frame after the next content stands in the page, when it is on the screen. The bound is 100 ms,
which a person takes for at once (Nielsen 1993, Usability Engineering, 5.5).
"""

from __future__ import annotations

import argparse
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.databases import emptied
from benchmarks.literature import Literature, report
from benchmarks.refresh import opened

BOUND = 100.0

STEP = """async ([key, what]) => {
  const before = what === "word" ? document.querySelector("#say [name=seen]").value : location.href;
  const now = () => what === "word" ? document.querySelector("#say [name=seen]").value : location.href;
  const began = performance.now();
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  while (now() === before) await new Promise((done) => setTimeout(done, 0));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - began;
}"""


def main() -> int:
    """Build, serve, step; print the medians and the slowest; 1 where a median is over the bound."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--cases", type=int, default=5000)
    asked.add_argument("--steps", type=int, default=100)
    asked.add_argument("--postgres", metavar="URL")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "review"
        with emptied("harvester_check", folder, options.postgres) as url:
            literature = Literature()
            days = (date(2026, 1, 31) - timedelta(days=pmid % 730) for pmid in range(1, options.cases + 1))
            literature.arrive(report(pmid, day) for pmid, day in enumerate(days, start=1))
            with opened(folder, url, literature) as (review, entrez):
                review.run(entrez, lambda *_: None)
                shutil.copy(Path("queries") / "hpc-spine.toml", folder / f"{review.query.name}.toml")
                name = review.query.name
            with served(folder, url, name) as address:
                return 0 if measure(address, options.cases, options.steps) else 1


@contextmanager
def served(folder: Path, url: str, name: str) -> Iterator[str]:
    """The page's address."""
    command = [str(Path(sys.executable).with_name("harvester")), "check", str(folder / f"{name}.toml")]
    command += ["--out", str(folder), "--db", url, "--port", "0", "--by", "Anna"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        line = next(line for line in process.stderr if line.startswith("http://"))
        try:
            yield line.split("/ is")[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(300)


def measure(address: str, cases: int, steps: int) -> bool:
    """Print each figure; whether every median is within the bound."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        page = browser.new_page(viewport={"width": 1300, "height": 900})
        print(f"{cases:,} cases; milliseconds: median, slowest of n")
        within = [
            told("first paint of a report", [first_paint(page, f"{address}/report/7?show=included") for _ in range(5)])
        ]
        within.append(told("next report (j)", [step(page, "j", "step") for _ in range(steps)]))
        within.append(told("previous report (k)", [step(page, "k", "step") for _ in range(steps // 2)]))
        included = [(step(page, "i", "word"), step(page, "j", "step")) for _ in range(steps // 2)]
        within.append(told("include (i), written down and shown", [word for word, _ in included]))
        within.append(told("next report after a word", [after for _, after in included]))
        words = []
        for _ in range(steps // 2):
            page.keyboard.press("n")
            words.append(step(page, "c", "word"))
            step(page, "j", "step")
        within.append(told("confirm a value (c), written down and shown", words))
        within.append(told("undo (z)", [step(page, "z", "word") for _ in range(steps // 4)]))
        told("first paint of the list", [first_paint(page, f"{address}/list?show=all") for _ in range(5)])
        told("a search", [first_paint(page, f"{address}/list?show=all&q=sex:f+t7") for _ in range(5)])
        browser.close()
    return all(within)


def first_paint(page: Page, address: str) -> float:
    """From the start of the navigation to the first contentful paint."""
    page.goto(address)
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length === 1")
    return float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))


def step(page: Page, key: str, what: str) -> float:
    """From a key to what it shows."""
    return float(page.evaluate(STEP, [key, what]))


def told(what: str, figures: list[float]) -> bool:
    """Print the median and the slowest; whether the median is within the bound."""
    median = statistics.median(figures)
    print(f"{what:45}{median:8.0f}{max(figures):8.0f} of {len(figures)}{'' if median < BOUND else '  over 100'}")
    return median < BOUND


if __name__ == "__main__":
    sys.exit(main())
