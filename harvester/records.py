"""The nouns of a case series.

Everything else in the package takes these in and gives these out. They are frozen: a record that changes is a new
record with a new digest, and a judgement that changes is a new decision.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol, get_args

from .errors import Refused

# --------------------------------------------------------------------------------------------------------- record


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as precise as the source gave it; `raw` keeps the words it came in (`1998 Dec-1999 Jan`)."""

    year: int
    month: int | None = None
    day: int | None = None
    raw: str = ""

    @property
    def iso(self) -> str:
        """ISO 8601, reduced to what is known: `2003`, `2003-07` or `2003-07-14`."""
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One AbstractText: its label as printed, NLM's category for it, and its text with mark-up resolved."""

    text: str
    label: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAbstract:
    """An abstract in another language or for another audience, which stands beside the main one."""

    sections: tuple[Section, ...]
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person (`last`, `fore`, `initials`, `suffix`) or a group (`collective`), with affiliations and identifiers."""

    last: str = ""
    fore: str = ""
    initials: str = ""
    suffix: str = ""
    collective: str = ""
    affiliations: tuple[str, ...] = ()
    orcid: str = ""

    @property
    def name(self) -> str:
        """The name as PubMed prints it: `Woitzik J`, `Smith J Jr`, or the group's name."""
        return self.collective or " ".join(part for part in (self.last, self.initials, self.suffix) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The journal, or for a book record the book."""

    title: str = ""
    abbreviation: str = ""
    issn: str = ""
    issn_linking: str = ""
    nlm_id: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates of a record. `entrez` is when it entered PubMed ([crdt]); `pubmed` is [edat], which NLM overwrites."""

    print: PartialDate | None = None
    electronic: PartialDate | None = None
    entrez: PartialDate | None = None
    pubmed: PartialDate | None = None
    medline: PartialDate | None = None
    completed: PartialDate | None = None
    revised: PartialDate | None = None

    @property
    def published(self) -> PartialDate | None:
        """The date a bibliography prints: of the issue where there is one, else of the electronic version."""
        return self.print or self.electronic


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """A MeSH subheading on a heading."""

    name: str
    ui: str = ""
    major: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshHeading:
    """A MeSH descriptor with its qualifiers; `major` is the star on the descriptor itself."""

    descriptor: str
    ui: str = ""
    major: bool = False
    qualifiers: tuple[Qualifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """A chemical (`registry` is its RN) or a MeSH supplementary concept (`kind` is Disease, Protocol, ...)."""

    name: str
    ui: str = ""
    registry: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A CommentsCorrections entry: `kind` is NLM's RefType (ErratumIn, RetractionOf, ...)."""

    kind: str
    source: str = ""
    pmid: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A grant as printed."""

    number: str = ""
    acronym: str = ""
    agency: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Title or abstract (or both) of a report as indexed in PubMed: one version of it, named by `digest`.

    `digest` is the SHA-256 of the raw XML, in hexadecimal, or of the entry of a reference file. What such a file states
    without a PMID gets a name of ours in its place, `import-` and twelve digits. Missing is None or empty, many is a
    tuple.
    """

    pmid: str
    version: int = 1
    kind: Literal["article", "book"] = "article"
    title: str = ""
    vernacular_title: str = ""
    sections: tuple[Section, ...] = ()
    copyright: str = ""
    other_abstracts: tuple[OtherAbstract, ...] = ()
    authors: tuple[Author, ...] = ()
    authors_complete: bool = True
    editors: tuple[Author, ...] = ()
    investigators: tuple[Author, ...] = ()
    journal: Journal = Journal()
    volume: str = ""
    issue: str = ""
    pages: str = ""
    dates: Dates = Dates()
    doi: str = ""
    pmcid: str = ""
    other_ids: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    mesh: tuple[MeshHeading, ...] = ()
    substances: tuple[Substance, ...] = ()
    keywords: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()
    accessions: tuple[tuple[str, str], ...] = ()
    corrections: tuple[Correction, ...] = ()
    references: tuple[str, ...] = ()
    conflict_of_interest: str = ""
    status: str = ""
    publication_status: str = ""
    publication_model: str = ""
    digest: str = ""

    @property
    def text(self) -> str:
        """The string that every span points into: title, blank line, then each section as `LABEL: text` on its line."""
        if not self.sections:
            return self.title
        lines = (f"{section.label}: {section.text}" if section.label else section.text for section in self.sections)
        return self.title + "\n\n" + "\n".join(lines)

    @property
    def text_digest(self) -> str:
        """A short name for what `text` reads, which a new version of the record keeps unless its words change."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @property
    def year(self) -> int | None:
        """Year of publication as a bibliography prints it."""
        return self.dates.published.year if self.dates.published else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """A PMID that NLM withdrew (DeleteCitation), or merged into another record, its `successor`.

    `at` is when this database learnt of it, None before it was stored.
    """

    pmid: str
    successor: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A record as its source gave it from `seen_at` on, until a later version.

    `of_file` says that a reference file gave it: such a one tells less than PubMed, and what it does not tell means
    nothing.
    """

    record: Record
    seen_at: datetime
    of_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What became of a report: the state it came into, and what that does to the counts.

    `seen_at` is when this database first saw it, `stated` the date that the source gives for it, `other` the PMID of
    the notice, or of the record it leads to.
    """

    pmid: str
    state: str
    seen_at: datetime
    stated: PartialDate | None = None
    other: str = ""
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An article, or the rest of a source, that could not be read; counted, never dropped.

    `position` is the ordinal of the article in its source, from 1.
    """

    source: str
    why: str
    pmid: str | None = None
    position: int | None = None

    @classmethod
    def of(cls, error: Refused) -> Refusal:
        """What the error says, to be counted."""
        return cls(source=error.source, why=error.why, pmid=error.pmid)

    def __str__(self) -> str:
        where = f", article {self.position}" if self.position else ""
        return f"{self.source}{where}{f', PMID {self.pmid}' if self.pmid else ''}: {self.why}"


# --------------------------------------------------------------------------------------------------------- evidence

Assertion = Literal["present", "negated", "uncertain", "historical", "family", "general"]
"""ConText's words (Harkema 2009); `general` is a statement about the disease and not about the patient."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The words that prove a value: code points `start` to `end` of a record's text. It cannot be built on a lie."""

    start: int
    end: int
    quote: str
    text: InitVar[str]

    def __post_init__(self, text: str) -> None:
        if not self.quote or text[self.start : self.end] != self.quote:
            raise ValueError(f"the text from {self.start} to {self.end} does not read {self.quote!r}")

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of `text` from `start` to `end`."""
        return cls(start=start, end=end, quote=text[start:end], text=text)

    def holds(self, text: str) -> bool:
        """Whether the same words still stand at the same place of `text`."""
        return text[self.start : self.end] == self.quote


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedCount:
    """How many cases a report says were known: "only seven previously reported" is n=7, own case not included."""

    n: int
    unit: Literal["patients", "reports"] = "patients"
    scope: str = ""
    includes_own: bool = False


Value = int | float | str | tuple[str, ...] | StatedCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """One value of one field of one case, with its words. Case 0 is the report itself (`n_patients`, `stated_count`).

    A value put together from several places (an interval summed from two) has several spans, in reading order.
    """

    pmid: str
    case: int
    field: str
    value: Value
    spans: tuple[Span, ...]
    assertion: Assertion = "present"
    rule: str
    rule_version: str


REPORT_FIELDS = ("n_patients", "stated_count")

CASE_FIELDS = (
    "age_years",
    "age_at",
    "sex",
    "diagnosis",
    "grade",
    "primary_site",
    "primary_site_text",
    "metastatic_to_spine",
    "spinal_levels",
    "compartment",
    "presentation",
    "interval_months",
    "surgery",
    "resection",
    "radiotherapy",
    "radiosurgery",
    "chemotherapy",
    "embolization",
    "recurrence",
    "recurrence_sites",
    "other_metastases",
    "other_metastases_sites",
    "outcome",
    "followup_months",
)
"""The case fields in the order of the columns of cases.csv; yes/no fields hold the words yes and no."""


# --------------------------------------------------------------------------------------------------------- judgement

Verdict = Literal["yes", "no", "unsure"]

Word = Literal["yes", "no", "unsure", "undone"]
"""What a decision may say: a verdict, or that its author takes back their last word on the same subject and field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who said what about what, and why; the one shape of screening, linkage and checking. Append-only.

    `subject` is a PMID, a case (`90000001#2`), or a pair of either joined by ` = `, the lower first. `by` is
    `rule:NAME/VERSION` for a rule and anything else for a person; a person outranks a rule, then the latest wins. A
    person's `undone` takes back the last word that they said of it, as if it had never been said.

    The last five are a check's: the `field` it is about, the `value` the person gives it (None: the report does not
    state it), the value it `was` when they looked, the `quote` that one stood on, and the digest of the text they
    `saw`, so that a word about a text that has changed since can be told (`text_digest`).
    """

    kind: Literal["screen", "same report", "same case", "check"]
    subject: str
    verdict: Word
    reason: str
    score: float | None = None
    by: str
    at: datetime
    field: str = ""
    value: Value | None = None
    was: Value | None = None
    quote: str = ""
    saw: str = ""

    @property
    def by_person(self) -> bool:
        """Whether a person and not a rule said so."""
        return not self.by.startswith("rule:")


class Extracts(Protocol):
    """What reads the values out of a record: the rules of `harvester.extract`, or a model that is asked."""

    def extract(self, record: Record) -> tuple[Extraction, ...]:
        """The values of a record: case 0 is the report or the whole group, 1 to n its own patients as described."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one version of the rules read, for one query, from one version of a record, and how it was judged."""

    query: Query
    record: Record
    rules: str
    extractions: tuple[Extraction, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two people gave a field different values, and the later did not see what the earlier had said.

    The later value stands, as of any two words of people; both are kept until somebody decides who has seen them.
    """

    earlier: Decision
    later: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One patient in one report (CARE), numbered from 1 in the order the report describes them."""

    pmid: str
    number: int
    extractions: tuple[Extraction, ...] = ()

    @property
    def key(self) -> str:
        """The case's name in decisions: `90000001#1`."""
        return f"{self.pmid}#{self.number}"

    def value(self, name: str) -> Value | None:
        """The value of a field, None where the report does not state it."""
        return next((found.value for found in self.extractions if found.field == name), None)


# --------------------------------------------------------------------------------------------------------- question


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """PRISMA-S item 9: the date limits sent with a search, as `YYYY`, `YYYY/MM` or `YYYY/MM/DD`; empty means open."""

    datetype: Literal["pdat", "edat", "mdat"] = "pdat"
    mindate: str = ""
    maxdate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One eligibility criterion over a field of the record, the report or the case.

    It is met when the value is one of `one_of`, none of `none_of`, or a number of `at_least` or more. `missing` is the
    verdict where the field is not stated, `unclear` lists the values that a person must look at.
    """

    name: str
    field: str
    reason: str
    one_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    at_least: float | None = None
    unclear: tuple[str, ...] = ()
    missing: Verdict = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where the metastasis must be: the field that says so, and the words for the place. No terms means anywhere."""

    field: str
    name: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The topic's words, as canonical name -> terms as written.

    A term is matched caseless, a space also standing for a hyphen, its last word in singular or plural; `*` ends a
    truncated word. A term of capitals only (HPC) is an abbreviation and matched as written.
    """

    diagnosis: Mapping[str, tuple[str, ...]]
    other_diagnosis: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    primary_site: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A report on a published review's list, and how many of its patients the review counts.

    `in_pubmed` is None where nobody has looked; `ledger` is the key of its row in a ledger of known cases.
    """

    citation: str
    pmid: str = ""
    doi: str = ""
    ledger: str = ""
    year: int | None = None
    patients: int = 1
    in_pubmed: bool | None = None


CutoffBasis = Literal[
    "",
    "search date stated",
    "search window stated",
    "received date",
    "revised date",
    "accepted date",
    "publication",
]
"""What the date is that a review's entry gives as its cut-off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A published review and the count it states; the entry that `harvester reproduce` works through.

    `key` is that of its row in a ledger of known cases, where it has one. `scope` is as the review words it, `criteria`
    are what of it our fields can say, beside what the query includes, and `scope_not_expressed` is what they cannot.
    No `listed` means that the review's list is not known. `cutoff` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `pmid` and
    `doi` are the review's own, whose patient is left out of what is found unless `includes_own`; None says that the
    review leaves open whether it counts it. `also_stated` is what it says of those it counts, which nobody can test
    without its list.
    """

    key: str
    citation: str
    stated: int
    unit: Literal["patients", "reports"]
    scope: str
    criteria: tuple[Criterion, ...] = ()
    scope_not_expressed: str = ""
    also_stated: str = ""
    includes_own: bool | None = None
    pmid: str = ""
    doi: str = ""
    year: int | None = None
    cutoff: str = ""
    cutoff_basis: CutoffBasis = ""
    listed: tuple[Listed, ...] = ()

    @property
    def list_known(self) -> bool:
        """Whether it is known whom the review counts; one that counts nobody has an empty list.

        Unless our fields say less than its scope: whoever is found then need not be one it would have counted.
        """
        return bool(self.listed) or (self.stated == 0 and not self.scope_not_expressed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One query file: what is asked. `strategy` is byte for byte as written.

    `digest` is the SHA-256 of what the file asks: of its keys and values as JSON, in the order written, without the
    `reviews`, which change nothing that is searched, read or judged.
    """

    name: str
    title: str
    strategy: str
    vocabulary: Vocabulary
    target: Target
    criteria: tuple[Criterion, ...]
    limits: Limits = Limits()
    fields: tuple[str, ...] = CASE_FIELDS
    must_find: tuple[str, ...] = ()
    reviews: tuple[Published, ...] = ()
    digest: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of a search small enough to be read whole: a PMID range and how many it holds. Empty bounds mean all."""

    low: str = ""
    high: str = ""
    count: int = 0


FILE = "file "
"""What the platform of a search begins with that is a reference file."""


FoundBy = Literal["database", "register", "website", "organisation", "citations"]
"""PRISMA 2020's kinds of sources: databases and registers, and the other methods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A query's strategy run against a platform, with all the platform said about it.

    `ran_at` is when it first gave this answer, `confirmed_at` when a run that found just the same last came to its end.
    `found_by` is where PRISMA 2020's flow diagram puts the source.
    """

    query: str
    query_digest: str
    platform: str
    strategy: str
    limits: Limits = Limits()
    translation: str = ""
    warnings: tuple[str, ...] = ()
    ran_at: datetime
    confirmed_at: datetime | None = None
    count: int
    pmids: tuple[str, ...]
    slices: tuple[Slice, ...] = ()
    found_by: FoundBy = "database"

    @property
    def of_file(self) -> bool:
        """Whether this is a reference file that was taken in; its strategy was run elsewhere and is not known."""
        return self.platform.startswith(FILE)

    @property
    def complete(self) -> bool:
        """Whether the platform gave out as many PMIDs as it counted; a file may state an entry twice."""
        return self.of_file or len(self.pmids) == self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One entry of the run log: a run, refresh, import or scan that came to its end, and the answer that it was given.

    `complete` says that nothing of what there was to find was left out. `count` is the platform's, `received` how many
    PMIDs it gave out.
    """

    kind: Literal["run", "refresh", "import", "scan"]
    platform: str
    began_at: datetime
    finished_at: datetime
    complete: bool
    count: int
    received: int


# --------------------------------------------------------------------------------------------------------- series


BoxName = Literal["duplicate", "refused", "missing", "deleted", "excluded", "unsure", "included"]
BOX_NAMES: tuple[BoxName, ...] = get_args(BoxName)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where a record that was identified ended in the flow diagram; each is in exactly one box.

    `duplicate` of a report that another record stands for, `refused` as unreadable, `missing` (found and never
    delivered), `deleted` by NLM, or the report's verdict after screening. `reason` and `by_person` are the verdict's.
    """

    name: BoxName
    reason: str = ""
    by_person: bool = False

    @property
    def label(self) -> str:
        """The box as tables print it: `excluded: no own patient`."""
        return f"{self.name}: {self.reason}" if self.name == "excluded" else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """PRISMA 2020 counts, derived from searches, records and decisions and never stored.

    `sources` are the records that each platform or file gave, a record that two gave once for each; `identified` is
    their sum, and so is `duplicates`, `refused`, `missing`, `deleted` and `screened` taken together. `by_person` are
    the excluded whose verdict is a person's and not a rule's.

    The last four are parts of boxes above them: of what was identified, the PMIDs that NLM merged into another; of what
    is included, the reports and patients that are retracted, and the patients under an expression of concern.
    """

    sources: Mapping[str, int]
    duplicates: int
    refused: int
    missing: int
    deleted: int
    screened: int
    excluded: Mapping[str, int]
    by_person: int = 0
    unsure: int
    included_reports: int
    included_patients: int
    merged: int = 0
    retracted_reports: int = 0
    retracted_patients: int = 0
    concern_patients: int = 0

    @property
    def identified(self) -> int:
        """The records that all sources gave together."""
        return sum(self.sources.values())

    @property
    def active_patients(self) -> int:
        """The included patients with at least one report that is neither retracted nor under concern."""
        return self.included_patients - self.retracted_patients - self.concern_patients


Standing = Literal["active", "retracted", "concern"]
"""What the literature says of a report today: an erratum is no retraction and leaves it active."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A record with what was judged and read of it."""

    record: Record
    decision: Decision | None = None
    extractions: tuple[Extraction, ...] = ()
    standing: Standing = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One row of the case series: the cases judged to be the same person, the most informative report's first."""

    id: str
    cases: tuple[Case, ...]
    standing: Standing = "active"
    checked_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The case series as it stands: what the exports are made of.

    `boxes` says of each record identified where it ended. `decisions` are as they were made, `standing` as they apply
    to the cases as numbered now; `stale` are a person's words whose text or patient is gone, `conflicts` where two
    people disagree. `known_at` is the moment of the newest row that it was made from, `runs` the run log, the earliest
    first.
    """

    query: Query
    searches: tuple[Search, ...]
    reports: tuple[Report, ...]
    patients: tuple[Patient, ...]
    decisions: tuple[Decision, ...]
    flow: Flow
    boxes: Mapping[str, Box] = field(default_factory=dict)
    standing: tuple[Decision, ...] = ()
    stale: tuple[Decision, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    known_at: datetime | None = None
    events: tuple[Event, ...] = ()
    published_by: date | None = None
    runs: tuple[Run, ...] = ()
