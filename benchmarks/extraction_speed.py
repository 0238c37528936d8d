"""How fast the rules read on one core, beside medspaCy on the same texts; start-up; and whose assertion is right.

`python -m benchmarks.extraction_speed [--rounds 5] [--peer PYTHON]`. The peer has an interpreter of its own, named by
`--peer` or MEDSPACY_PYTHON, and made with

    python -m venv /work/medspacy-venv && /work/medspacy-venv/bin/pip install medspacy negspacy

Without one, its part is skipped and that is said. Both are bound to the same core and take turns, so that neither has
a quieter machine; times are CPU seconds of the process, the median of the rounds. medspaCy's default pipeline splits
sentences, matches targets and reads ConText, and has no rules for ages, levels or times: it does less, and what it
finds is not compared, but for its assertion. Its debug messages are turned off.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from harvester.cli import texts as commands
from harvester.extract import Extractor
from harvester.extract.text import assertion
from harvester.extract.text.reading import Reading
from harvester.extract.text.vocabulary import Matcher
from harvester.pubmed import read_pubmed
from harvester.query import find_query, read_query
from harvester.records import Record, Section

DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"
UNLABELLED = Path(__file__).parents[2] / "shared" / "data" / "case_texts" / "unlabelled_tumour_spine.jsonl"
STARTS = 10


class Said(NamedTuple):
    """An invented sentence, the words asked about, and what a reader takes it to say of them."""

    sentence: str
    target: str
    meant: str


SENTENCES = (
    Said("There was no recurrence at the resection site.", "recurrence", "negated"),
    Said("A lung metastasis was ruled out by computed tomography.", "lung metastasis", "negated"),
    Said("The patient declined radiotherapy.", "radiotherapy", "negated"),
    Said("Radiotherapy was not given because of her age.", "Radiotherapy", "negated"),
    Said("Embolization was discussed but not performed.", "Embolization", "negated"),
    Said("MRI showed a metastasis at L2 without cord compression.", "metastasis", "present"),
    Said("MRI showed a metastasis at L2 without cord compression.", "cord compression", "negated"),
    Said("No pain was reported, but the weakness progressed.", "weakness", "present"),
    Said("Radiosurgery was refused, and he died of liver metastases.", "liver metastases", "present"),
    Said("Not only the epidural mass but also the edema resolved.", "epidural mass", "present"),
    Said("The differential diagnosis included schwannoma.", "schwannoma", "uncertain"),
    Said("The lesion was thought to be a meningioma.", "meningioma", "uncertain"),
    Said("The images were suggestive of metastasis.", "metastasis", "uncertain"),
    Said("He had a history of intracranial hemangiopericytoma.", "hemangiopericytoma", "historical"),
    Said("Her mother had died of breast cancer.", "breast cancer", "family"),
    Said("The tumor at T8 was resected en bloc.", "tumor", "present"),
)
"""Fixed before either side was asked. They are ours, so they lean to what our own rules were written for."""


# ---------------------------------------------------------------------------------------------------------- our side


def corpora() -> dict[str, tuple[Record, ...]]:
    """The demo reports and, where ../shared stands beside the checkout, its unlabelled texts."""
    demo = tuple(item for item in read_pubmed(DEMO) if isinstance(item, Record))
    real = UNLABELLED.read_text(encoding="utf-8").splitlines() if UNLABELLED.exists() else []
    texts = tuple(Record(pmid=str(n), sections=(Section(text=json.loads(one)["text"]),)) for n, one in enumerate(real))
    return {"demo": demo} | ({"real": texts} if texts else {})


def whole_path(records: Sequence[Record]) -> Callable[[], None]:
    """`harvester extract` itself, in this process: JSON Lines from a file to JSON Lines in a file."""
    folder = Path(tempfile.mkdtemp(prefix="harvester-speed-"))
    lines = ({"id": one.pmid, "title": one.title, "abstract": _abstract(one)} for one in records)
    (folder / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    def go() -> None:
        with (folder / "out.jsonl").open("w") as out, contextlib.redirect_stdout(out):
            commands.extract("hpc-spine", folder / "in.jsonl")

    return go


def _abstract(record: Record) -> str:
    return record.text[len(record.title) + 2 :]


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds that it takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def judged(said: Said) -> str:
    """What our rules say of the target of a sentence."""
    reading = Reading(Record(pmid="1", sections=(Section(text=said.sentence),)), Matcher(assertion.CUES))
    start = reading.text.index(said.target)
    end = start + len(said.target)
    if assertion.negated(reading, start, end):
        return "negated"
    if assertion.of_family(reading, start):
        return "family"
    if assertion.historical(reading, start):
        return "historical"
    return "uncertain" if assertion.uncertain(reading, start, end) else "present"


def start_up(command: Sequence[str]) -> float:
    """Wall seconds from the shell to the end of a process without input; the median of ten."""
    return statistics.median(_once(command) for _ in range(STARTS))


def _once(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


# -------------------------------------------------------------------------------------------------------- the peer

PEER = """
import json, sys, time
import spacy, medspacy
from medspacy.ner import TargetRule
nlp = medspacy.load()
answer = lambda said: print(json.dumps(said), flush=True)
def cpu(texts):
    began = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return time.process_time() - began
def negations(sentences):
    from negspacy.negation import Negex
    other = spacy.blank("en")
    other.add_pipe("sentencizer")
    other.add_pipe("entity_ruler").add_patterns([{"label": "T", "pattern": target} for _, target in sentences])
    other.add_pipe("negex", config={"ent_types": ["T"]})
    for sentence, target in sentences:
        found = [one for one in other(sentence).ents if one.text == target]
        yield "not found" if not found else "negated" if found[0]._.negex else "present"
def assertions(sentences):
    context = medspacy.load()
    context.get_pipe("medspacy_target_matcher").add([TargetRule(target, "T") for _, target in sentences])
    for sentence, target in sentences:
        found = [one for one in context(sentence).ents if one.text == target]
        flags = ("is_negated", "is_family", "is_historical", "is_uncertain", "is_hypothetical")
        true = [flag[3:] for flag in flags if found and getattr(found[0]._, flag)]
        yield "not found" if not found else true[0] if true else "present"
answer(nlp.pipe_names)
for line in sys.stdin:
    asked = json.loads(line)
    if "texts" in asked:
        answer(cpu(asked["texts"]))
    else:
        answer([list(assertions(asked["sentences"])), list(negations(asked["sentences"]))])
"""


class Peer:
    """medspaCy in its own interpreter, asked line by line."""

    def __init__(self, python: str) -> None:
        quiet = {**os.environ, "LOGURU_LEVEL": "WARNING", "PYTHONWARNINGS": "ignore"}
        pipe = subprocess.PIPE
        self.python = python
        self.process = subprocess.Popen([python, "-c", PEER], stdin=pipe, stdout=pipe, text=True, env=quiet)
        self.pipes = self._answer()

    def ask(self, **asked: object) -> Any:
        """Its answer to one line."""
        assert self.process.stdin
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        """End it by ending its input."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()

    def cost(self) -> str:
        """What an install of it weighs, and what its start takes."""
        code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
        listed = subprocess.run([self.python, "-c", code], capture_output=True, text=True, check=True)
        folder = Path(listed.stdout.strip())
        tools = ("pip", "setuptools", "wheel", "pkg_resources", "_distutils_hack")
        files = [one for one in folder.rglob("*") if one.is_file() and one.relative_to(folder).parts[0] not in tools]
        size = sum(one.stat().st_size for one in files if "__pycache__" not in one.parts) / 1e6
        seconds = start_up([self.python, "-c", "import medspacy; medspacy.load()"])
        return f"{size:.0f} MB installed without pip and byte code (negspacy among them), {seconds:.2f} s to load"


@contextlib.contextmanager
def peer_of(python: str) -> Iterator[Peer | None]:
    """The peer; None, and the reason on stdout, where there is no such interpreter."""
    if not python or not Path(python).exists():
        print("medspaCy: skipped: --peer or MEDSPACY_PYTHON names no interpreter; how to make one stands in the file")
        yield None
        return
    peer = Peer(python)
    try:
        yield peer
    finally:
        peer.close()


# ------------------------------------------------------------------------------------------------------------- run


def compare(name: str, records: Sequence[Record], rounds: int, peer: Peer | None) -> None:
    """The ways to read one corpus, a round of each in turn, and their medians."""
    extractor = Extractor(read_query(find_query("hpc-spine")))
    path = whole_path(records)
    ways: dict[str, Callable[[], float]] = {
        "Extractor.extract": lambda: cpu(lambda: [extractor.extract(one) for one in records]),
        "harvester extract, lines to lines": lambda: cpu(path),
    }
    if peer:
        texts = [one.text for one in records]
        ways["medspaCy, default pipeline"] = lambda: float(peer.ask(texts=texts))
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(rounds + 1):
        for way, go in ways.items():
            seconds = go()
            if turn:  # the first round only warms up
                taken[way].append(seconds)
    size = sum(len(one.text) for one in records)
    print(f"\n{name}: {len(records)} texts, {size / len(records):,.0f} code points each, {rounds} rounds in turn")
    print_speeds({way: statistics.median(times) for way, times in taken.items()}, taken, len(records))


def print_speeds(medians: dict[str, float], taken: dict[str, list[float]], n: int) -> None:
    """Texts a second by way: median, slowest and fastest round, and how often the slowest way fits in."""
    slowest = max(medians.values())
    for way, seconds in medians.items():
        span = f"{n / max(taken[way]):,.0f} to {n / min(taken[way]):,.0f}"
        print(f"  {way:<36}{n / seconds:>8,.0f} texts/s  ({span})  {slowest / seconds:.1f} x")


def print_assertions(peer: Peer | None) -> None:
    """Sentence by sentence: what was meant, what we say, what the peers say."""
    sides = {"harvester": [judged(one) for one in SENTENCES]}
    if peer:
        both = peer.ask(sentences=[(one.sentence, one.target) for one in SENTENCES])
        sides |= dict(zip(("medspaCy", "negspacy"), both, strict=True))
    print(f"\nassertion of {len(SENTENCES)} invented sentences (negspacy knows only negated and present)")
    print("".join(f"{head:<12}" for head in ("meant", *sides)))
    for index, said in enumerate(SENTENCES):
        row = (said.meant, *(given[index] for given in sides.values()))
        print("".join(f"{cell:<12}" for cell in row) + said.sentence.replace(said.target, f"[{said.target}]", 1))
    for side, given in sides.items():
        right = sum(one == said.meant for one, said in zip(given, SENTENCES, strict=True))
        print(f"{side}: {right} of {len(SENTENCES)} as meant")


def main() -> int:
    """Run it and say how it went."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", default=os.environ.get("MEDSPACY_PYTHON", ""), metavar="PYTHON")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # the peer inherits it
    command = [str(Path(sys.executable).parent / "harvester"), "extract", "hpc-spine"]
    print(f"start-up of `harvester extract hpc-spine` without input: {start_up(command):.2f} s, median of {STARTS}")
    with peer_of(options.peer) as peer:
        if peer:
            print(f"medspaCy ({', '.join(peer.pipes)}): {peer.cost()}")
        for name, records in corpora().items():
            compare(name, records, options.rounds, peer)
        print_assertions(peer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
