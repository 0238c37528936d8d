"""Builds the mirror's text index with SQLite FTS5 and with tantivy, and asks both the same; the counts must agree.

`python -m benchmarks.mirror_index [N]` (10^6 records). The records are made up: 200,000 words of two to five invented
syllables, drawn by Zipf's law with Mandelbrot's shift (rank + 2.7, exponent 1.05); titles of 6 to 20 words, abstracts
log-normal about 190 words (80 % between 110 and 330), as PubMed's are; 12 whole values a record (headings, types) out
of 30,000. The words and headings of queries/hpc-spine.toml are strewn in: the tumour's in 1 record of 20,000 each, the
place's and the spread's in 1 of 300. Both engines get the same words, cut already, and answer with all PMIDs, not ten.
Needs `pip install tantivy`, which the package itself does not. Exit status 1 where two counts differ.
"""

from __future__ import annotations

import random
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import tantivy  # type: ignore[import-not-found,unused-ignore]

from harvester.query import find_query, read_query
from harvester.syntax import Boolean, Node, Term, parse

STRATEGY = read_query(find_query("hpc-spine")).strategy
SYLLABLES = [first + vowel + last for first in "bdfgklmnprstvz" for vowel in "aeiou" for last in ("", "n", "r", "s")]
BLOCK = 10_000

T = TypeVar("T")
Document = tuple[int, str, str, tuple[str, ...]]
"""PMID, title, abstract, whole values."""


# --------------------------------------------------------------------------------------------------------- documents


def documents(count: int) -> Iterator[Document]:
    """The made-up records, the same ones at every call."""
    draw = np.random.default_rng(20261122)
    words = _invented()
    weights = 1 / (np.arange(len(words)) + 2.7) ** 1.05
    limits = np.cumsum(weights / weights.sum())
    planted = _planted()
    for begin in range(0, count, BLOCK):
        for at in range(begin, min(begin + BLOCK, count)):
            lengths = (int(draw.integers(6, 21)), min(int(draw.lognormal(np.log(190), 0.43)), 900))
            picked = words[np.searchsorted(limits, draw.random(sum(lengths)))].tolist()
            values = [f"v{number}" for number in draw.integers(0, 30_000, 12).tolist()]
            for chance, text, value in planted:
                if draw_rare(at, chance, text or value):
                    picked += text.split()
                    values += [value] if value else []
            yield 1_000 + at, " ".join(picked[: lengths[0]]), " ".join(picked[lengths[0] :]), tuple(values)


def draw_rare(at: int, chance: int, what: str) -> bool:
    """Whether record `at` is one of those that hold a planted word: one of `chance`, evenly and without a generator."""
    return (at * 2_654_435_761 + sum(what.encode()) * 40_503) % 4_294_967_291 % chance == 0


def _invented() -> np.ndarray:
    random.seed(7)
    found: dict[str, None] = {}
    while len(found) < 200_000:
        found["".join(random.choices(SYLLABLES, k=random.choice((2, 3, 3, 4, 5))))] = None
    return np.array(list(found), dtype=object)


def _planted() -> list[tuple[int, str, str]]:
    """The strategy's words: the first block's rare, the others' common; a truncated word gets two endings."""
    tree = parse(STRATEGY)
    assert isinstance(tree, Boolean)
    found = []
    for block, chance in zip(tree.operands, (20_000, 300, 300), strict=True):
        for term in _terms(block):
            if _is_text(term):
                endings = ("a", "as") if term.text.endswith("*") else ("",)
                found += [(chance * len(endings), " ".join(_words(term)) + end, "") for end in endings]
            else:
                found.append((chance, "", _value(term)))
    return found


def _terms(node: Node) -> Iterator[Term]:
    if isinstance(node, Boolean):
        for operand in node.operands:
            yield from _terms(operand)
    elif isinstance(node, Term):
        yield node


def _is_text(term: Term) -> bool:
    return term.field is not None and term.field.tag in ("ti", "tiab")


def _words(term: Term) -> list[str]:
    return term.text.lower().replace("/", " ").replace("*", "").split()


def _value(term: Term) -> str:
    return "h" + "".join(letter for letter in term.text.lower() if letter.isalnum())


# -------------------------------------------------------------------------------------------------------------- FTS5


class Fts5:
    """One SQLite file: a contentless FTS5 table with the columns that the mirror's text index has."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "fts5.db", isolation_level=None)

    def build(self, wanted: Iterator[Document]) -> None:
        """Index the documents in one transaction."""
        run = self.connection.execute
        run("PRAGMA page_size = 8192")
        run("PRAGMA cache_size = -200000")
        run("CREATE VIRTUAL TABLE t USING fts5(ti, ab, v, content='', columnsize=0, tokenize='ascii')")
        run("INSERT INTO t(t, rank) VALUES ('hashsize', 33554432)")
        run("BEGIN")
        self.connection.executemany(
            "INSERT INTO t(rowid, ti, ab, v) VALUES (?, ?, ?, ?)",
            ((pmid, title, abstract, " ".join(values)) for pmid, title, abstract, values in wanted),
        )
        run("COMMIT")
        run("CREATE VIRTUAL TABLE terms USING fts5vocab(t, 'row')")

    def find(self, node: Node) -> set[int]:
        """The PMIDs of a strategy, all joined inside FTS5."""
        return {
            pmid for (pmid,) in self.connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (self._match(node),))
        }

    def _match(self, node: Node) -> str:
        if isinstance(node, Boolean):
            return f" {node.operator} ".join(f"({self._match(operand)})" for operand in node.operands)
        assert isinstance(node, Term)
        if not _is_text(node):
            return f'v : "{_value(node)}"'
        if node.within is not None:
            return f"{{ti ab}} : NEAR({' '.join(_words(node))}, {node.within})"
        columns = "ti" if node.field is not None and node.field.tag == "ti" else "{ti ab}"
        return f'{columns} : "{" ".join(_words(node))}"{"*" if node.text.endswith("*") else ""}'

    def variants(self, stem: str) -> int:
        """How many words begin so, for the rule of 600."""
        asked = "SELECT count(*) FROM (SELECT term FROM terms WHERE term >= ? AND term < ? LIMIT 601)"
        (count,) = self.connection.execute(asked, (stem, stem + "\U0010ffff")).fetchone()
        return int(count)


# ------------------------------------------------------------------------------------------------------------ tantivy


class Tantivy:
    """A tantivy index with the PMID as a fast field; segments as its own merge policy leaves them."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("pmid", stored=False, indexed=True, fast=True)
        for column in ("ti", "ab"):
            schema.add_text_field(column, stored=False, tokenizer_name="whitespace", index_option="position")
        schema.add_text_field("v", stored=False, tokenizer_name="whitespace", index_option="basic")
        self.schema = schema.build()
        (folder / "tantivy").mkdir()
        self.index = tantivy.Index(self.schema, str(folder / "tantivy"))
        cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self.index.register_tokenizer("whitespace", cut)

    def build(self, wanted: Iterator[Document]) -> None:
        """Index the documents, with one commit."""
        writer = self.index.writer(heap_size=512_000_000, num_threads=2)
        for pmid, title, abstract, values in wanted:
            document = tantivy.Document()
            document.add_integer("pmid", pmid)
            document.add_text("ti", title)
            document.add_text("ab", abstract)
            document.add_text("v", " ".join(values))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def find(self, node: Node) -> set[int]:
        """The PMIDs of a strategy, all joined inside tantivy."""
        searcher = self.index.searcher()
        found = searcher.search(self._query(node), limit=searcher.num_docs, count=False, order_by_field="pmid")
        return {pmid for pmid, _ in found.hits}

    def _query(self, node: Node) -> tantivy.Query:
        if isinstance(node, Boolean):
            return self._boolean(node)
        assert isinstance(node, Term)
        if not _is_text(node):
            return tantivy.Query.term_query(self.schema, "v", _value(node), index_option="basic")
        columns = ("ti",) if node.field is not None and node.field.tag == "ti" else ("ti", "ab")
        return _any(query for column in columns for query in self._in_column(node, column))

    def _in_column(self, term: Term, column: str) -> Iterator[tantivy.Query]:
        words = _words(term)
        if term.within is not None:
            yield tantivy.Query.phrase_query(self.schema, column, words, slop=term.within)
            yield tantivy.Query.phrase_query(self.schema, column, words[::-1], slop=term.within)
        elif term.text.endswith("*"):
            yield tantivy.Query.regex_query(self.schema, column, words[-1] + ".*")
        elif len(words) > 1:
            yield tantivy.Query.phrase_query(self.schema, column, words)
        else:
            yield tantivy.Query.term_query(self.schema, column, words[0])

    def _boolean(self, node: Boolean) -> tantivy.Query:
        first, *others = (self._query(operand) for operand in node.operands)
        if node.operator == "OR":
            return _any([first, *others])
        how = tantivy.Occur.Must if node.operator == "AND" else tantivy.Occur.MustNot
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, first), *((how, one) for one in others)])

    def variants(self, stem: str) -> int:
        """How many words begin so, for the rule of 600."""
        return len({*self.index.searcher().terms_with_prefix("ab", stem, limit=601)})


def _any(queries: Iterator[tantivy.Query] | list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in queries])


# ----------------------------------------------------------------------------------------------------------- measuring


def main() -> int:
    """Build both, ask both, print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    home = Path(tempfile.mkdtemp(prefix="mirror_index."))
    try:
        return measure(count, home)
    finally:
        shutil.rmtree(home)


def measure(count: int, home: Path) -> int:
    """Print seconds and megabytes of both; 1 where two counts differ."""
    seconds = timed(lambda: sum(1 for _ in documents(count)))[1]
    print(f"{count:,} records; making them takes {seconds:.0f} s, taken off below", flush=True)
    engines = [built(kind, count, home, seconds) for kind in (Fts5, Tantivy)]
    differing = 0
    for label, strategy in questions().items():
        node = parse(strategy)
        answers = [best(lambda engine=engine: engine.find(node)) for engine in engines]  # type: ignore[misc]
        shown = "   ".join(f"{engine.name} {took * 1e3:8.1f} ms" for engine, (_, took) in zip(engines, answers))
        same = answers[0][0] == answers[1][0]
        differing += not same
        counts = f"{len(answers[0][0]):>8,}" if same else f"{len(answers[0][0]):,} and {len(answers[1][0]):,} DIFFER"
        print(f"{label:44} {counts}   {shown}", flush=True)
    for stem in ("metasta", "vert"):
        took = [best(lambda engine=engine: engine.variants(stem))[1] * 1e3 for engine in engines]  # type: ignore[misc]
        print(f"{'words that begin with ' + stem:44} {'':8}   " + "   ".join(f"{one:.1f} ms" for one in took))
    sets()
    return int(differing > 0)


def built(kind: type[Fts5] | type[Tantivy], count: int, home: Path, making: float) -> Fts5 | Tantivy:
    """An engine with the documents in it, and a line that says what that took."""
    folder = home / kind.__name__
    folder.mkdir()
    engine = kind(folder)
    seconds = timed(lambda: engine.build(documents(count)))[1] - making
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{engine.name}: built in {seconds:.0f} s, {size / 1e6:,.0f} MB on disk, peak {memory:,.0f} MB so far",
        flush=True,
    )
    return engine


def questions() -> dict[str, str]:
    """What is asked: by rank of the invented words, and the review's own strategy."""
    words = _invented()
    return {
        "a rare word": f"{words[20_000]}[tiab]",
        "a common word": f"{words[300]}[tiab]",
        "a very common word": f"{words[5]}[tiab]",
        "a word of the title": f"{words[300]}[ti]",
        "a planted phrase": '"solitary fibrous"[tiab]',
        "a phrase of common words": f'"{words[20]} {words[40]}"[tiab]',
        "a truncated word": "metasta*[tiab]",
        "a truncated word, many variants": f"{words[300][:4]}*[tiab]",
        "two words at most 5 apart": f'"{words[200]} {words[300]}"[tiab:~5]',
        "a whole value": '"Spine"[mh]',
        "common NOT common": f"{words[300]}[tiab] NOT {words[5]}[tiab]",
        "the strategy's second block (55 terms, OR)": str(_block(1)),
        "the strategy hpc-spine": STRATEGY,
    }


def _block(number: int) -> Node:
    tree = parse(STRATEGY)
    assert isinstance(tree, Boolean)
    return tree.operands[number]


def sets() -> None:
    """What joining two results costs in each kind of set."""
    one = np.arange(0, 1_000_000, 10)
    other = np.arange(0, 1_000_000, 7)
    ours, theirs = set(one.tolist()), set(other.tolist())
    _, plain = best(lambda: ours & theirs)
    _, sorted_arrays = best(lambda: np.intersect1d(one, other, assume_unique=True))
    line = f"100,000 AND 143,000 PMIDs: sets {plain * 1e3:.1f} ms, numpy {sorted_arrays * 1e3:.1f} ms"
    try:
        from pyroaring import BitMap
    except ImportError:
        print(line)
        return
    bits, others = BitMap(one.tolist()), BitMap(other.tolist())
    print(f"{line}, pyroaring {best(lambda: bits & others)[1] * 1e3:.2f} ms")


def timed(what: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and the seconds it took."""
    began = time.perf_counter()
    return what(), time.perf_counter() - began


def best(what: Callable[[], T]) -> tuple[T, float]:
    """The same, the middle one of three."""
    runs = sorted((timed(what) for _ in range(3)), key=lambda run: run[1])
    return runs[1]


if __name__ == "__main__":
    sys.exit(main())
