"""Reports mutated in the ways that texts go wrong, and texts that regular expressions fear; each by its name.

An input is named `KIND:SEED` and is made again from its name, given the same texts to mutate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random


def _parts(listed: str) -> tuple[str, ...]:
    return tuple(listed.split("|"))


SIZES = (16_000, 64_000, 256_000, 1_000_000)

HOSTILE = _parts(
    "9|1 |1,|1, |1-|12.|-|- |,|, |(|)|((1) |.|. |\n| |\xa0|a|A|A. |C1-|C1, |C1 and |L5/|T1 |T12-L1 to |and |"
    "and and |of the |the |a |one |twenty-|12 months |12 months, |one year and |years after |years |after |"
    "year-old |48-year-old |48, |aged 48 and |a 48-year-old woman and |woman |patients |3 patients with |case |"
    "case 1 |cases of |no |not |she |he was |metastasis |hemangiopericytoma |metastatic to the |spine |thoracic |"
    "cervical |recurrence |recurred |follow-up |followed for |in 2003 |March 2003 to |Gy |50 Gy in 25 |resected |"
    "was resected and |radiotherapy, |died |the patient |respectively, |first |the third and |lung, |liver and |"
    "reported in the literature |only |previously reported |pain, |weakness and |T1-weighted |"
    "The patient was a woman. |Case 1: a 48-year-old woman. |She had a metastasis at T8. |CASE: "
)
"""Phrases that a rule which looks back, or tries a thing in two ways, reads again and again when they are repeated."""

RICH = """Spinal metastasis of a hemangiopericytoma: report of 2 cases and review.

Case 1: A 48-year-old woman, aged 48 years, presented in March 2003 with pain, 8 years and 2 months after resection of
an intracranial hemangiopericytoma. MRI showed a metastasis at T8 to T10, thoracic spine, with no cord compression. She
was followed for 12 months, received 50 Gy in 25 fractions, recurred at L2 and died of lung metastases. Only seven cases
of 20 patients were previously reported in the literature."""
"""A report with a word of every rule in it: half of the repeated phrases are put behind one of its words."""

EXTREMES = _parts(
    "0|00|1|13|99|120|999|1000|9999|123456|999999999|9999999999999999999999999999999999999999|0.5|1.2.3|"
    "1,000,000|48-49|1/2|½|\u0664\u0668|४८|-5|1e9|twenty-twenty|zero|ninety-nine|a dozen|hundredth|101st"
)
PHRASES = _parts(
    "999999999-year-old man|0-year-old girl|L0|T99-C1|L5-C1|C1-C1|C0|S9|Co1|T1N0|C6-T|Th-|0 months later|"
    "999999 years after|aged 999|aged zero|99999999 Gy in 0 fractions|in 2049|in 1930 and 2040|the 999999th case|"
    "the zeroth case|0 patients|999999999 patients|minus one case|-1 cases were reported|"
    "ages were 1, 2, 3, 4, 5, 6, 7, 8 and 9 years|respectively|Case 0|Case 99|Case 1 and Case 1|"
    "a one-and-a-half-year-old"
)
ODD = _parts(
    "́|̣̀|\u200b|\u200d|\u200f|\u202e|\ufeff|\x00|\x1f|\x85|\u2028|\r\n|\t|\xa0|\u2009|\u3000|‐|‑|–|—|−|\xad|"
    "\u05e9\u05dc\u05d5\u05dd|\u0645\u0631\u064a\u0636|患者|😀|👩🏽\u200d⚕️|𝟜𝟠|𝐂𝟔|²|½|\u0664|İ|ı|ſ|K|ß|ﬁ|µ|·"
)
LOOKALIKES = dict(
    pair.split("=")
    for pair in _parts("s=ſ|i=ıİ|k=\u212a|-=‐‑–—−\xad| =\xa0\u2009\u202f\t\n|e=é|C=\u0421|T=\u03a4|1=１\u0661𝟏")
)
"""Characters that a caseless pattern takes for a Latin letter, or an eye for a digit or a space."""


def truncated(rng: Random, text: str) -> str:
    """Cut off anywhere, at either end."""
    first, last = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
    return rng.choice((text[:last], text[first:], text[first:last]))


def shuffled(rng: Random, text: str) -> str:
    """Its sentences in any order."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    rng.shuffle(sentences)
    return rng.choice((" ", "\n", "", "\n\n")).join(sentences)


def duplicated(rng: Random, text: str) -> str:
    """Words said twice or more."""
    return "".join(word * rng.choice((1, 1, 1, 2, 3)) for word in _words(text))


def deleted(rng: Random, text: str) -> str:
    """Words left out."""
    share = rng.random() / 2
    return "".join(word for word in _words(text) if rng.random() > share)


def swapped(rng: Random, text: str) -> str:
    """Characters that changed places, near or far."""
    chars = list(text)
    for _ in range(rng.randrange(1, 60) if len(chars) > 9 else 0):
        one = rng.randrange(len(chars))
        other = rng.choice((rng.randrange(len(chars)), min(one + 1, len(chars) - 1)))
        chars[one], chars[other] = chars[other], chars[one]
    return "".join(chars)


def unicode(rng: Random, text: str) -> str:
    """Look-alikes in the place of letters, and odd characters anywhere."""
    share = rng.choice((0.02, 0.2, 1.0))
    chars = [rng.choice(LOOKALIKES[one]) if one in LOOKALIKES and rng.random() < share else one for one in text]
    for _ in range(rng.randrange(30)):
        chars.insert(rng.randrange(len(chars) + 1), rng.choice(ODD))
    return "".join(chars)


def extreme(rng: Random, text: str) -> str:
    """Numbers that no patient has, and phrases around them."""
    changed = re.sub(r"\d+", lambda found: rng.choice(EXTREMES) if rng.random() < 0.6 else found.group(), text)
    words = _words(changed)
    for _ in range(rng.randrange(1, 6)):
        words.insert(rng.randrange(len(words) + 1), f" {rng.choice(PHRASES)} ")
    return "".join(words)


def cased(rng: Random, text: str) -> str:
    """In capitals, in none, or in any mixture."""
    way = rng.choice((str.upper, str.lower, str.title, str.swapcase, str.capitalize, None))
    return way(text) if way else "".join(rng.choice((one.lower(), one.upper())) for one in text)


def merged(rng: Random, text: str) -> str:
    """Its sections in one, without their labels, or each sentence a section with a label."""
    label = rng.choice(("", "CASE REPORT: ", "Results: ", "OBJECTIVE: ", "BACKGROUND:"))
    return re.sub(
        r"\n+" if rng.random() < 0.5 else r"(?<=\.)\s", rng.choice((" ", "", f"\n{label}", f" {label}")), text
    )


def hostile(rng: Random, text: str) -> str:
    """A phrase repeated many times in the middle of a sentence."""
    phrase = rng.choice(HOSTILE) + rng.choice(("", "", rng.choice(HOSTILE)))
    return _stuffed(rng, text, phrase, rng.randrange(50, 8_000))


def spliced(rng: Random, text: str) -> str:
    """Two halves of sentences with other phrases between them."""
    words = _words(text)
    for _ in range(rng.randrange(1, 12)):
        at = rng.randrange(len(words) + 1)
        words[at:at] = [f" {rng.choice((*HOSTILE, *PHRASES))}" for _ in range(rng.randrange(1, 6))]
    return "".join(words)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _stuffed(rng: Random, text: str, phrase: str, size: int) -> str:
    told = RICH if rng.random() < 0.5 else text
    at = rng.choice([found.end() for found in re.finditer(r"\S+", told)] or [0])
    gap = rng.choice(("", " "))
    return told[:at] + gap + phrase * (size // len(phrase) + 1) + told[at:]


SHORT: dict[str, Callable[[Random, str], str]] = {
    one.__name__: one
    for one in (truncated, shuffled, duplicated, deleted, swapped, unicode, extreme, cased, merged, hostile, spliced)
}
LONG = ("long-hostile", "long-report", "long-sentence")


def mutated(kind: str, seed: int, texts: Sequence[str]) -> str:
    """The input of a name; one short input in three is mutated a second time, in another way."""
    rng = Random(f"{kind}:{seed}")
    text = rng.choice(texts)
    if kind in LONG:
        return _long(kind, seed, rng, texts)
    text = SHORT[kind](rng, text)
    return rng.choice(tuple(SHORT.values()))(rng, text) if rng.random() < 1 / 3 else text


def _long(kind: str, seed: int, rng: Random, texts: Sequence[str]) -> str:
    """Up to 1 MB: a hostile phrase inside a report, one report after another, or all that as one sentence."""
    if kind == "long-hostile":
        size = SIZES[seed // len(HOSTILE) % len(SIZES)]
        return _stuffed(rng, rng.choice(texts), HOSTILE[seed % len(HOSTILE)], size)
    size = SIZES[seed % len(SIZES)]
    pieces: list[str] = []
    while sum(len(piece) for piece in pieces) < size:
        pieces.append(rng.choice(tuple(SHORT.values()))(rng, rng.choice(texts)))
    text = " ".join(pieces)[:size]
    return re.sub(r"[.!?\n]", ",", text) if kind == "long-sentence" else text


def names(n: int, long: int) -> Iterator[tuple[str, int]]:
    """The names of n inputs, `long` of them long, which come first; one in ten of those is no repetition."""
    texts = long // 10
    yield from ((LONG[0], number) for number in range(long - texts))
    yield from ((LONG[1 + number % 2], number // 2) for number in range(texts))
    yield from ((tuple(SHORT)[number % len(SHORT)], number) for number in range(n - long))
