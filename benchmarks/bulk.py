"""Made-up bulk files of PubMed's, the same ones at every call: `python -m benchmarks.bulk FOLDER [--files N] [--bare]`.

Each record is a real one of ../shared/data/pubmed_xml (some 250 articles, without those that were trimmed) in which
every word has become an invented one: its elements, attributes, mark-up, numbers of authors, sections and references,
and the length of each text are a real record's, so sizes and mark-up follow the real distribution by being drawn from
it (median 10 KB, mean 22 KB: articles of the last years, which bring their references; PubMed's older ones are
smaller). Equal words of a record stay equal and the small words are the same everywhere, so the files pack about as
well (1 : 4.5, the real ones 1 : 4.6). Layout and encoding are those of NLM's files: an element a line, indented, in
UTF-8, no references but XML's five.

With `--bare` the records come without their reference lists: 8 KB each, 1.4 KB packed, about what NLM's own files come
to (EUTILS.md 4: 30,000 records in 38 MB), for most of PubMed is older than those lists.

The commonest words of the first question's strategy stand in as many titles as in PubMed, roughly (`COMMON`). Into one
record of `RARE` a sentence that answers it is strewn, with its words in forms that a search of the bytes can miss: with
an accent, within mark-up, as a reference, in capitals, in letters of full width.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import html
import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared" / "data" / "pubmed_xml"
YEAR = 26
RARE = 5_000
"""One record of so many is planted with the question's words, and another one with only some of them."""

VARIANTS = 8
"""How many records of other words are made of each real one; those made of one variant differ in their numbers."""

HEAD = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b'<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"'
    b' "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
    b"<PubmedArticleSet>\n"
)
TAIL = b"</PubmedArticleSet>\n"

_ARTICLE = re.compile(rb"<PubmedArticle>.*?</PubmedArticle>", re.DOTALL)
_TOKEN = re.compile(r"<[^>]*>|&\w+;|[^<&]+")
_REFERENCES = re.compile(r"\s*<ReferenceList>.*</ReferenceList>", re.DOTALL)
_BETWEEN = re.compile(r">\s*<(?=/?[A-Z])")
_OWN = re.compile(r"(<MedlineCitation\b[^>]*>\s*<PMID\b[^>]*>)(\d+)(</PMID>)")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_KEPT = ("Year", "Month", "Day", "Hour", "Minute", "PublicationType", "DescriptorName", "QualifierName", "Language")
_SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]
_WEIGHTS = [1 / (rank + 4) for rank in range(len(_SYLLABLES))]  # so that they pack as the real ones do
_SMALL = 4  # letters; words so short are the same in all records, as the small words of a language are

PLANTED = (
    "Solitary fibrous tumor metastatic to the spine.",
    "A HEMANGIOPERICYTOMA with spinal metastasis.",
    "Spread of an h\u00e9mangiop\u00e9ricytome, a hemangiopericytoma, to the vertebrae.",
    "Deposits of haemangio<i>pericytoma</i> in the sacrum.",
    "Implants of <b>h</b>emangio\u00adpericytoma, or h&#233;mangiopericytoma, in the epidural space.",
    "Metastasis of SFT of the meninges to the lumbar spine.",
    "Distant spread of a solitary, <i>fibrous</i>\ntumour to bone.",
    "H\u00e9mangiop\u00e9ricytome m\u00e9tastatique: metastasis to L2.",
    "Spinal metastasis of h<sub>\u00e9</sub>m\u00e2ng\u00ef\u00f4p\u00e8r\u00efc\u00fft\u00f6m\u00e0.",
    f"Metastatic {''.join(chr(ord(letter) + 0xFEE0) for letter in 'Hemangiopericytoma')} of the spine.",
)
"""Sentences of ours that the first question's strategy finds."""

MISSING = (
    "The soft tissue and the spine.",
    "Hemangioma of the vertebra with metastatic carcinoma.",
    "HPC, a healthy person's control, and bone.",
)
"""Sentences that hold some of the words and are not found."""

COMMON = {
    "tumor": 23,
    "tumors": 67,
    "tumour": 131,
    "pleural": 149,
    "secondary": 45,
    "metastatic": 57,
    "bone": 53,
    "implanted": 83,
    "spinal": 97,
    "distal": 127,
    "spread": 137,
    "distant": 211,
    "sarcoma": 199,
    "meningeal": 197,
    "intracranial": 251,
    "solitary": 401,
    "fibrous": 499,
    "HPC": 4001,
    "SFT": 7001,
}
"""Words of the strategy, and that they stand in one of so many records: of 40 million, 700,000 speak of metastases."""


@dataclass(frozen=True, slots=True)
class Template:
    """A real record's shape with invented words: the bytes before its PMID, those up to the title's end, the rest."""

    head: bytes
    title: bytes
    rest: bytes


def templates(bare: bool) -> list[Template]:
    """VARIANTS of each real record, in an order that mixes them."""
    real = [article for path in sorted(SHARED.rglob("*.xml")) for article in _ARTICLE.findall(path.read_bytes())]
    plain = [html_free(article) for article in real]
    shapes = [
        _laid_out(_REFERENCES.sub("", one) if bare else one) for one in plain if _OWN.search(one) and "<Journal>" in one
    ]
    made = [_template(shape, variant) for variant in range(VARIANTS) for shape in shapes]
    random.Random(8).shuffle(made)
    return made


def html_free(article: bytes) -> str:
    """The article with every character as itself, but for the five that XML has names for."""
    return re.sub(r"&#(?!38;|60;|62;|34;|39;)\w+;", lambda found: html.unescape(found[0]), article.decode())


def _laid_out(article: str) -> str:
    """An element a line, indented by its depth, as NLM's files are; text and the mark-up within it stay as they are."""
    lines: list[str] = []
    depth = 0
    for line in _BETWEEN.sub(">\n<", article).split("\n"):
        words = line.strip()
        depth -= words.startswith("</")
        lines.append("  " * max(depth, 0) + words)
        depth += bool(re.match(r"<[A-Z]", words)) and "</" not in words and not words.endswith("/>")
    return "\n".join(lines) + "\n"


def _template(shape: str, variant: int) -> Template:
    """The shape with other words; what stands in elements of names, dates and headings is kept."""
    pieces, kept = [], False
    for token in _TOKEN.findall(shape):
        if token.startswith("<"):
            kept = token.strip("</>").split()[0] in _KEPT if not token.startswith("</") else False
            pieces.append(token)
        else:
            pieces.append(token if kept or token.startswith("&") else _WORD.sub(_invented(variant), token))
    whole = "".join(pieces)
    own = _OWN.search(whole)
    assert own, "every shape was chosen because it has one"
    title = max(whole.find("</ArticleTitle>", own.end()), own.end())
    return Template(whole[: own.start(2)].encode(), whole[own.end(2) : title].encode(), whole[title:].encode())


def _invented(variant: int) -> Callable[[re.Match[str]], str]:
    return lambda found: _word(found[0], variant if len(found[0]) > _SMALL else 0)


@functools.lru_cache(maxsize=1 << 20)
def _word(word: str, variant: int) -> str:
    """An invented word of the same length and case, always the same; a number keeps its first digit, accents stay."""
    draw = random.Random(zlib.crc32(f"{variant} {word}".encode()))
    if word[0].isdecimal():
        return word[0] + "".join(draw.choices("0123456789", k=len(word) - 1))
    made = "".join(draw.choices(_SYLLABLES, _WEIGHTS, k=len(word) // 2 + 1))
    return "".join(_like(old, new) for old, new in zip(word, made, strict=False))


def _like(old: str, new: str) -> str:
    if not old.isascii():
        return old
    return new.upper() if old.isupper() else new


def articles(records: int, first: int = 1, *, bare: bool = False) -> Iterator[bytes]:
    """So many records, numbered from `first`; the same ones at every call."""
    made = _shapes(bare)
    shapes = islice(cycle(made), first % len(made), None)
    for pmid, shape in zip(range(first, first + records), shapes, strict=False):
        yield b"%s%d%s%s%s" % (shape.head, pmid, shape.title, _sentence(pmid).encode(), shape.rest)


@functools.cache
def _shapes(bare: bool) -> list[Template]:
    return templates(bare)


def _sentence(pmid: int) -> str:
    """What is planted into a record's title: common words, in one of RARE what is found, in another what is not."""
    common = "".join(f" {word}" for word, records in COMMON.items() if pmid % records == 0)
    if pmid % RARE == 17:
        return common + " " + PLANTED[pmid // RARE % len(PLANTED)]
    return common + (" " + MISSING[pmid // RARE % len(MISSING)] if pmid % RARE == 500 else "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be made: its number, its records by their first PMID, how hard it is packed, those withdrawn."""

    folder: Path
    number: int
    first: int
    records: int
    level: int = 6
    bare: bool = False
    withdrawn: Sequence[int] = ()


def write_file(wanted: Wanted) -> Path:
    """Write one bulk file and, as NLM does, the file with its MD5."""
    path = wanted.folder / f"pubmed{YEAR}n{wanted.number:04d}.xml.gz"
    packer = zlib.compressobj(wanted.level, zlib.DEFLATED, 31)
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("wb") as file:
        for chunk in _chunks(wanted):
            packed = packer.compress(chunk)
            digest.update(packed)
            file.write(packed)
        digest.update(packed := packer.flush())
        file.write(packed)
    path.with_name(path.name + ".md5").write_text(f"MD5({path.name})= {digest.hexdigest()}\n", "ascii")
    return path


def _chunks(wanted: Wanted) -> Iterator[bytes]:
    yield HEAD
    yield from articles(wanted.records, wanted.first, bare=wanted.bare)
    if wanted.withdrawn:
        listed = b"".join(b'    <PMID Version="1">%d</PMID>\n' % pmid for pmid in wanted.withdrawn)
        yield b"<DeleteCitation>\n" + listed + b"</DeleteCitation>\n"
    yield TAIL


def write_files(folder: Path, files: int, records: int, *, level: int = 6, bare: bool = False) -> list[Path]:
    """Write so many files of so many records each, two at a time; those that are there already are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [Wanted(folder, 1 + at, 1 + at * records, records, level, bare) for at in range(files)]
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(_kept_or_written, wanted))


def _kept_or_written(wanted: Wanted) -> Path:
    path = wanted.folder / f"pubmed{YEAR}n{wanted.number:04d}.xml.gz"
    return path if path.with_name(path.name + ".md5").exists() else write_file(wanted)


def main() -> None:
    """Write the files and say how big they are."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=2)
    parser.add_argument("--records", type=int, default=30_000)
    parser.add_argument("--level", type=int, default=6)
    parser.add_argument("--bare", action="store_true")
    asked = parser.parse_args()
    for path in write_files(asked.folder, asked.files, asked.records, level=asked.level, bare=asked.bare):
        print(f"{path}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
