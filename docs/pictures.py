"""Draw the pictures of the documents anew, from the real page and the real files: `python docs/pictures.py`."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).parent / "pictures"
HARVESTER = str(Path(sys.executable).with_name("harvester"))


def main() -> None:
    """Harvest the demo, take its figures, open the page and series.html, and take a picture of each."""
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary) / "demo-series"
        subprocess.run([HARVESTER, "run", "hpc-spine", "--offline", "--quiet", "--out", str(folder)], check=False)
        for name in ("spinal-levels", "interval-to-metastasis"):
            shutil.copy(folder / "figures" / f"{name}.png", PICTURES)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 760})
        page.goto((folder / "series.html").as_uri())
        page.locator("#P90000001-1 .f-interval_months button").click()
        page.wait_for_timeout(300)
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=PICTURES / "series.png")
        command = [HARVESTER, "check", "hpc-spine", "--out", str(folder), "--port", "0", "--by", "Anna Berg"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr
            address = next(line for line in process.stderr if line.startswith("http://")).split(" is ")[0]
            page.goto(address)
            page.wait_for_timeout(300)
            page.screenshot(path=PICTURES / "check.png")
            process.send_signal(signal.SIGINT)
        browser.close()


if __name__ == "__main__":
    main()
