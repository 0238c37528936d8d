"""How many cases a report says were known: sentences as reports write them, and what is read out of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, StatedCount

READER = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))

Count = tuple[int, str, bool]


def stated(text: str, title: str = "") -> StatedCount | None:
    """The one count that is read out of a title and an abstract."""
    record = Record(pmid="90000001", title=title, sections=(Section(text=text),))
    found = [one.value for one in READER.extract(record) if one.field == "stated_count"]
    assert len(found) <= 1
    return found[0] if found and isinstance(found[0], StatedCount) else None


def count(text: str, title: str = "") -> Count | None:
    """Number, unit, and whether the own case is in it."""
    one = stated(text, title)
    return (one.n, one.unit, one.includes_own) if one else None


def test_a_count_with_its_scope_and_its_words() -> None:
    record = Record(
        pmid="90000001", title="", sections=(Section(text="Only seven previously reported cases are known."),)
    )
    (one,) = (one for one in READER.extract(record) if one.field == "stated_count")
    assert one.value == StatedCount(n=7, unit="patients", scope="previously reported", includes_own=False)
    assert [span.quote for span in one.spans] == ["Only seven previously reported cases"]
    assert one.rule == "counts.previously-reported"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Only 11 cases of spinal metastasis have been documented.", (11, "patients", False)),
        ("We reviewed 17 previously published cases plus ours.", (17, "patients", False)),
        ("We found 14 cases in the literature.", (14, "patients", False)),
        ("A review of the literature yielded 22 cases including ours.", (22, "patients", True)),
        ("Of the 76 reported cases, ours had the longest latency.", (76, "patients", True)),
        ("Approximately 30 cases of spinal metastasis have been described.", (30, "patients", False)),
        ("Roughly a dozen cases are on record.", (12, "patients", False)),
        ("About 80 cases have been published in the English literature.", (80, "patients", False)),
        ("One hundred and twelve cases have been reported to date.", (112, "patients", False)),
        ("There is only one previous report of this association.", (1, "reports", False)),
        ("A single earlier case has been published.", (1, "patients", False)),
        ("Two other patients are on record.", (2, "patients", False)),
        ("Since the first description in 1942, 64 cases have been reported.", (64, "patients", False)),
        ("We identified 64 articles reporting 118 patients.", (118, "patients", False)),
        ("There have been only four reported cases of metastasis to the vertebral column.", (4, "patients", False)),
        ("There are only three case reports of spinal involvement.", (3, "reports", False)),
        ("There are only three case reports of spinal involvement in the literature.", (3, "reports", False)),
        ("Including our patient, 15 cases of vertebral metastasis have been described.", (15, "patients", True)),
        ("With the present case, 16 patients with this condition have been reported.", (16, "patients", True)),
        ("A total of 157 cases including the current case have been reported since 1958.", (157, "patients", True)),
        ("We are aware of only two similar cases.", (2, "patients", False)),
        ("We know of five other examples.", (5, "patients", False)),
        (
            "A PubMed search with the keyword hemangiopericytoma revealed nine patients with spinal metastasis.",
            (9, "patients", False),
        ),
        ("Review of the English-language literature disclosed only six cases.", (6, "patients", False)),
        ("A literature search identified 13 additional patients.", (13, "patients", False)),
        ("We could find only eight cases in the literature.", (8, "patients", False)),
        (
            "Spinal metastasis from this tumor is extremely rare, with only 12 cases reported in the literature.",
            (12, "patients", False),
        ),
        ("Spinal metastasis is extremely rare, with only 12 cases reported so far.", (12, "patients", False)),
        ("Metastasis to the spine is rare (only 9 cases reported).", (9, "patients", False)),
        ("Such metastases have been reported in only seven patients.", (7, "patients", False)),
        ("Such metastases have been reported only twice.", (2, "patients", False)),
        ("Intradural spread is exceptional; only three cases exist in the literature.", (3, "patients", False)),
        ("Up to 2019, 24 cases of spinal metastasis had been published.", (24, "patients", False)),
        ("Until now, eleven cases have been described.", (11, "patients", False)),
        ("This is one of only five cases of spinal metastasis reported in the literature.", (5, "patients", False)),
        ("Nine patients have been reported with hemangiopericytoma metastatic to the spine.", (9, "patients", False)),
        ("Our case and the nine previously reported ones are discussed.", (9, "patients", False)),
        ("The clinical features of the 19 cases in the literature are summarized.", (19, "patients", False)),
        ("We analyzed the 23 cases published to date together with our own.", (23, "patients", False)),
        ("Twenty-six cases, including the two described here, have been published.", (26, "patients", True)),
        ("The literature contains 44 cases of spinal HPC.", (44, "patients", False)),
        ("Forty-four spinal HPCs have been reported.", (44, "patients", False)),
        ("Primary osseous HPC of the spine has been described in 9 cases.", (9, "patients", False)),
        (
            "Only one case of spinal metastasis from an orbital HPC has been reported previously.",
            (1, "patients", False),
        ),
        ("To date only a single case of metastasis to the sacrum has been reported.", (1, "patients", False)),
        ("The world literature holds records of 21 patients.", (21, "patients", False)),
        ("Our review of the literature found 33 patients in 27 reports.", (33, "patients", False)),
        ("RESULTS: Twenty-nine studies with 368 patients met the inclusion criteria.", (368, "patients", False)),
        ("RESULTS: Seventy-one studies were included in this systematic review.", (71, "reports", False)),
        (
            "METHODS: A systematic review was performed using PubMed. RESULTS: A total of 41 patients were included.",
            (41, "patients", False),
        ),
        (
            "METHODS: PubMed and Scopus were searched. RESULTS: Fifty-one cases were identified, with a mean age "
            "of 45 years.",
            (51, "patients", False),
        ),
        (
            "Although more than 300 cases of HPC have been reported, only 7 involved spinal metastases.",
            (7, "patients", False),
        ),
        ("It has been reported in three cases so far.", (3, "patients", False)),
        ("Three similar cases have been reported in the past.", (3, "patients", False)),
        ("Prior to this report, only 2 cases had been published.", (2, "patients", False)),
        ("Of seven cases in the literature, six were treated surgically.", (7, "patients", False)),
        ("Among 13 previously reported patients, the median interval was 96 months.", (13, "patients", False)),
        ("Thirteen such patients have been recorded up to the present.", (13, "patients", False)),
        (
            "Extracranial metastasis of hemangiopericytoma is rare, and only 28 cases with spinal involvement "
            "have been reported in the literature.",
            (28, "patients", False),
        ),
        ("SFT of the spine is rare and, so far, only 64 cases have been reported.", (64, "patients", False)),
        (
            "To our knowledge, 18 cases of spinal cord SFT have been described since 1996, and none had distant "
            "spread.",
            (18, "patients", False),
        ),
        ("Including this case, only four cases of spinal metastases have been reported.", (4, "patients", True)),
        ("The 17 reported cases (including the present one) are analyzed.", (17, "patients", True)),
        ("In the English literature only one case has been described.", (1, "patients", False)),
        ("Data on the 36 patients culled from 22 publications are presented.", (36, "patients", False)),
        ("From 22 publications, 36 patients were collected.", (36, "patients", False)),
        ("RESULTS: Thirty-six patients from 22 publications were included.", (36, "patients", False)),
        ("The literature search produced 19 articles with 24 cases.", (24, "patients", False)),
        (
            "The search yielded 402 records, of which 19 articles with 24 patients were retained.",
            (24, "patients", False),
        ),
        ("Nineteen relevant articles (24 patients) were found.", (24, "patients", False)),
        ("In all, 38 patients have been described, 7 of whom were children.", (38, "patients", False)),
        ("Metastasis to the spine from intracranial SFT has been described in 15 patients.", (15, "patients", False)),
        ("Mean survival of 12 reported patients was 5 years.", (12, "patients", False)),
        ("A review of 47 published cases indicates that resection should be complete.", (47, "patients", False)),
        ("In addition, 29 cases from the literature were analyzed.", (29, "patients", False)),
        ("We collected 29 cases from the literature and added 3 of our own.", (29, "patients", False)),
        ("Together with our two patients, 31 patients have been reported.", (31, "patients", True)),
        ("Counting ours, a dozen patients are known.", (12, "patients", True)),
        ("Thirty-five cases of this kind are found in the literature.", (35, "patients", False)),
        ("Some 40 cases of extracranial metastasis are recorded.", (40, "patients", False)),
        (
            "Eighteen cases have been reported, but in only three did the tumor reach the spine.",
            (18, "patients", False),
        ),
        ("Spinal seeding is an exceptional event, previously described in just two instances.", (2, "patients", False)),
        ("Metastasis of SFT to the spine has previously been described in 2 case reports only.", (2, "reports", False)),
        (
            "More than 100 cases of meningeal HPC have been reported, but only nine cases with spinal metastasis "
            "have been described.",
            (9, "patients", False),
        ),
        (
            "About 300 cases of intracranial HPC have been reported. Metastasis to the spine has been described "
            "in only 8 cases.",
            (8, "patients", False),
        ),
        (
            "Only nine cases of vertebral metastasis from HPC have been described. This is the first case "
            "treated by pazopanib.",
            (9, "patients", False),
        ),
        (
            "Solitary fibrous tumors of the CNS are rare, with about 220 cases reported. To our knowledge, 12 "
            "cases with spinal metastases are on record.",
            (12, "patients", False),
        ),
        (
            "The literature holds 34 cases of extracranial spread, of which six reached the spine.",
            (6, "patients", False),
        ),
        (
            "More than 300 cases of this tumor have been reported, but only 7 involved the spine.",
            (7, "patients", False),
        ),
        ("Metastases are limited to 12 published cases.", (12, "patients", False)),
        ("With about 60 cases available to date, the tumor is rare.", (60, "patients", False)),
        ("Of the 40 reported cases, ours is the oldest.", (40, "patients", True)),
    ],
)
def test_a_number_of_known_cases(text: str, wanted: Count) -> None:
    assert count(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Our patient brings the total to 14 reported cases.", (14, "patients", True)),
        ("This is the third report of such a metastasis.", (3, "reports", True)),
        ("The present case is the ninth reported in the literature.", (9, "patients", True)),
        ("Ours is the fifth such case.", (5, "patients", True)),
        (
            "The authors report the sixth case of spinal metastasis from a meningeal hemangiopericytoma.",
            (6, "patients", True),
        ),
        ("We report a third case of sacral metastasis.", (3, "patients", True)),
        ("It is, as far as we are aware, only the second case of its kind.", (2, "patients", True)),
        ("This represents the 10th case of HPC metastasizing to the spine reported to date.", (10, "patients", True)),
        ("We believe this to be the fourth case in the literature.", (4, "patients", True)),
        ("The current report is only the second to describe intradural metastasis.", (2, "reports", True)),
        ("We add a ninth case to the eight already published.", (9, "patients", True)),
        ("The case presented is the twenty-first in the literature.", (21, "patients", True)),
        ("Our case is believed to be the second of its kind.", (2, "patients", True)),
        ("We describe a patient with spinal metastasis, the fourth to be reported.", (4, "patients", True)),
        ("He is the eleventh patient reported with vertebral metastasis.", (11, "patients", True)),
        ("We report only the second case of intradural metastasis.", (2, "patients", True)),
        ("We report the 5th case in the world literature.", (5, "patients", True)),
        (
            "Sixty-four cases of SFT of the spine have been reported; ours is the third with vertebral metastasis.",
            (3, "patients", True),
        ),
        (
            "We describe the tenth case of spinal metastasis from HPC. Nine cases of spinal metastasis were "
            "previously reported.",
            (10, "patients", True),
        ),
    ],
)
def test_a_place_in_the_row_counts_the_own_case_in(text: str, wanted: Count) -> None:
    assert count(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "To our knowledge, this is the first reported case of an intramedullary metastasis.",
        "To the best of our knowledge, this is the first case of hemangiopericytoma metastatic to the odontoid.",
        "This has not been described before.",
        "No similar case could be found in the literature.",
        "No case of metastasis to the cauda equina has been reported previously.",
        "We present the first description of pembrolizumab in this setting.",
        "This case is unique in that a metastasis to the axis has never been reported.",
        "Here we report for the first time a metastasis to the atlas.",
        "To our knowledge, spinal metastasis of a renal hemangiopericytoma is reported here for the first time.",
        "Dissemination through the CSF has been reported for the first time in our patient.",
        "We report what we believe to be the first case of metastasis to the clivus.",
        "No such case has been described.",
        "To our knowledge no spinal drop metastasis from HPC has been described.",
        "An extensive literature search failed to reveal any similar case.",
        "Its occurrence in the cauda equina is so far unreported.",
        "This case report is the first to describe metastasis of a pleural SFT to the cord.",
        "The patient described here appears to be the first in whom a drop metastasis was proved.",
        "We report the first known case of an SFT of the liver with vertebral metastasis.",
        "We present an extremely rare case and, to our knowledge, the first, of metastasis to the sacrum.",
        "This is a first report of such spread.",
        "Its optimal treatment has not been described.",
        "To our knowledge, this is the 1st case reported in China.",
        "The occurrence of both tumors in one patient is without precedent.",
        "Approximately 100 cases of spinal SFT have been reported in the literature. We report the first "
        "case of an intracranial SFT metastatic to the sacrum.",
    ],
)
def test_nothing_like_it_was_known(text: str) -> None:
    assert count(text) == (0, "patients", False)


@pytest.mark.parametrize(
    "text",
    [
        "Only a few cases have been reported.",
        "Several cases have been reported.",
        "Between 20 and 30 cases have been reported.",
        "Ten to 15 cases are on record.",
        "We report two cases of spinal metastasis.",
        "Three cases are described and the literature is reviewed.",
        "Two patients with spinal metastases are presented, and the pertinent literature is reviewed.",
        "Of 31 patients, 12 had recurrence and 4 had metastases.",
        "Fourteen patients were identified from the hospital records.",
        "A total of 227 patients were identified in the SEER database.",
        "Hemangiopericytoma was first described by Stout and Murray in 1942.",
        "In the third case, the tumor recurred.",
        "The second patient was a 45-year-old woman who was reported to have back pain.",
        "The first patient, a 40-year-old woman, had a metastasis to T4.",
        "This is the largest series reported to date.",
        "This was the second recurrence in this patient.",
        "The first operation was reported to be uneventful.",
        "No recurrence has been reported at 2 years.",
        "No previous surgery was reported.",
        "No other metastasis was found.",
        "Metastasis occurs in 20% of reported cases.",
        "After the third operation the patient reported relief of pain.",
        "The tumor recurs in up to 60% of cases described in the literature.",
        "Metastases have been reported up to 26 years after the first operation.",
        "The mean age of the patients in the literature was 47 years.",
        "In our series of 14 patients, three cases of spinal metastasis were found.",
        "Two of the patients had been previously reported.",
        "Two cases were treated with radiosurgery as described previously.",
        "The 5-year survival in reported series is 60%.",
        "He was the first child of healthy parents and no previous illness was reported.",
        "Radiotherapy was given for the first time in 2004.",
        "A second case was treated conservatively.",
        "In a review of 94 patients with meningeal HPC, Guthrie et al. found metastases in 20.",
        "Metastasis was documented in 15 patients.",
        "Local recurrence was observed in 3 patients and metastases in 2 patients.",
        "Recurrence has been observed in 4 patients.",
        "Seven patients were known to have metastases.",
        "Previously, two patients had undergone surgery elsewhere.",
        "All five patients with previously reported metastases died.",
        "One patient was reported dead.",
        "Two patients reported transient paresthesia.",
        "Three patients presented with paraparesis.",
        "One patient presented with paraparesis and has been described.",
        "Twelve cases of spinal SFT were reviewed retrospectively.",
        "The records of 23 patients were reviewed.",
        "We retrospectively reviewed 23 patients with spinal HPC treated from 1998 to 2008.",
        "A retrospective study of 23 cases was performed and the literature was reviewed.",
        "A 45-year-old man was previously reported to be healthy.",
        "She was the third of four children.",
        "The tumor was reported as grade 2 and a second opinion was sought.",
        "This is the first step in treatment.",
        "At the first follow-up visit the patient reported no pain.",
        "The third lumbar vertebra was involved, as reported previously.",
        "The fourth case died of disease, as previously described.",
        "This was the first sign of disease in the patient.",
        "This was the first manifestation of the disease.",
        "There was no report of pain.",
        "No complications have been reported so far.",
        "No further metastases have been reported to date.",
        "He has not been reported to have recurrence.",
        "The patient has not yet been described as disease-free.",
        "The longest interval reported in the literature is 33 years.",
        "Ours has the longest interval reported in the literature.",
        "This is the longest interval ever reported.",
        "Embolization was performed as previously described in two patients.",
        "This is the only case reported in which embolization failed.",
        "Only isolated case reports exist.",
        "Our study included 101 patients.",
        "It was first described by Stout in 1942.",
        "At first he presented with pain.",
        "The mass was first noticed a year before.",
        "This study is the first to examine long-term outcomes.",
        "None of the reported cases had metastases.",
        "A search of the pathology files identified 14 patients.",
        "A total of 17 bone lesions appeared more than 9 years after surgery.",
        "The tumor recurred in 12 patients, four of whom had spinal metastases.",
        "Of 40 patients treated at our hospital, only 3 had spinal metastases.",
    ],
)
def test_no_count(text: str) -> None:
    assert count(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "We were unable to find any previous report of this presentation.",
        "There are no reports of hemangiopericytoma metastasizing to the conus.",
        "There are no previous reports in the literature of metastasis to the filum.",
    ],
)
def test_where_no_report_was_known_reports_are_counted(text: str) -> None:
    assert count(text) == (0, "reports", False)


@pytest.mark.parametrize(
    ("title", "text", "wanted"),
    [
        (
            "Solitary fibrous tumors of the spine: report of 13 cases and review of 24 cases in the literature",
            "The tumors were operated on.",
            (24, "patients", False),
        ),
        (
            "Vertebral metastasis of a solitary fibrous tumor: the eighth reported case",
            "A 50-year-old man had pain.",
            (8, "patients", True),
        ),
        (
            "First reported case of spinal metastasis from an orbital hemangiopericytoma",
            "A 50-year-old man had pain.",
            (0, "patients", False),
        ),
        (
            "Intramedullary metastasis of hemangiopericytoma: first case report and review of the literature",
            "A 50-year-old man had pain.",
            (0, "patients", False),
        ),
        (
            "A previously unreported complication of hemangiopericytoma",
            "A 50-year-old man had pain.",
            (0, "patients", False),
        ),
        (
            "Hemangiopericytoma metastatic to the spine. Report of two cases and review of the literature",
            "Two patients were treated.",
            None,
        ),
        ("Spinal metastasis from hemangiopericytoma: a report of 3 cases", "Three patients were treated.", None),
        (
            "Spinal hemangiopericytoma: a series of 26 cases and review of the literature",
            "The tumors were operated on.",
            None,
        ),
    ],
)
def test_a_title_that_claims(title: str, text: str, wanted: Count | None) -> None:
    assert count(text, title) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("In the available literature we came across eight such patients.", (8, "patients", False)),
        ("Spinal deposits from this tumour have been recorded on four occasions only.", (4, "patients", False)),
        ("No more than five patients with this presentation have been described.", (5, "patients", False)),
        ("As of 2020, there were 47 case reports on this subject.", (47, "reports", False)),
        (
            "Our patient represents, to the best of our knowledge, the seventh case of vertebral metastasis "
            "described thus far.",
            (7, "patients", True),
        ),
        (
            "This is thought to be the first documented instance of a hemangiopericytoma seeding along the filum.",
            (0, "patients", False),
        ),
        ("Such an occurrence has not, to our knowledge, been reported.", (0, "patients", False)),
        ("We are not aware of any prior publication on this topic.", (0, "reports", False)),
        ("To date there is no published case of an SFT of the orbit spreading to the sacrum.", (0, "patients", False)),
        ("Metastasis to the thoracic spine from a meningeal SFT has been reported once.", (1, "patients", False)),
        ("Adding our case, a total of 27 patients have been reported.", (27, "patients", True)),
        ("The present report increases the number of published cases to 19.", (19, "patients", True)),
        (
            "A comprehensive search of three databases returned 52 eligible studies comprising 311 patients.",
            (311, "patients", False),
        ),
        ("Medline was searched from 1966 to 2004 and 16 cases were retrieved.", (16, "patients", False)),
        ("Sixteen cases in all, ours among them, are known.", (16, "patients", True)),
        ("It is the second such observation in the French literature.", (2, "patients", True)),
        ("Two previous cases were located, both in elderly men.", (2, "patients", False)),
        ("These findings are compared with those of 14 previously reported patients.", (14, "patients", False)),
        ("Only 1 case has been reported in which the sacrum was involved.", (1, "patients", False)),
        ("Intramedullary metastasis of this tumor remains undescribed.", (0, "patients", False)),
        ("Fourteen patients with spinal metastases were treated at our institution between 1990 and 2010.", None),
        ("In this series of 26 reported patients, 10 underwent embolization.", None),
        ("The authors review their experience with 17 cases and discuss the literature.", None),
        ("The first symptom was reported as pain.", None),
        ("The second case in our series developed lung metastases.", None),
        ("Since 1976, when the first case was published, 35 further cases have appeared.", (35, "patients", False)),
        ("Thirty-eight cases have been reported in 31 papers.", (38, "patients", False)),
        ("No patient with spinal metastasis had local recurrence.", None),
        ("The patient reported no previous surgery.", None),
        ("This is the first case of spinal HPC treated at our hospital.", None),
        ("A tenth case is reported.", (10, "patients", True)),
    ],
)
def test_claims_in_less_common_words(text: str, wanted: Count | None) -> None:
    assert count(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The literature includes fewer than 20 cases that affect the spine.", (20, "patients", False)),
        ("Ninety-six publications contributed 187 patients with spinal metastases.", (187, "patients", False)),
        ("Spinal metastasis was previously described in four cases.", (4, "patients", False)),
        ("Including the present report, 21 cases were found.", (21, "patients", True)),
        ("The 11th case of vertebral metastasis from an intracranial tumor is presented.", (11, "patients", True)),
        ("Our patient is the first to have a metastasis at this level.", (0, "patients", False)),
        ("This is the first documentation of intramedullary spread.", (0, "patients", False)),
        ("This presentation is unique in the literature.", (0, "patients", False)),
        ("Of the 34 cases that were collected with metastases, only 6 were spinal.", (6, "patients", False)),
        ("We cannot agree with their statement that no similar case had been described.", None),
    ],
)
def test_claims_by_others_words(text: str, wanted: Count | None) -> None:
    assert count(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted", "scope"),
    [
        ("Fewer than 20 cases have been reported.", 20, "fewer than, reported"),
        ("To date, fewer than 50 cases have been described.", 50, "fewer than, reported"),
        ("More than 100 cases have been reported.", 100, "more than, reported"),
        ("Less than ten cases are known.", 10, "less than, reported"),
        (
            "More than 100 cases are known; only seven previously reported cases reached the spine.",
            7,
            "previously reported",
        ),
    ],
)
def test_a_limit_is_a_count_that_says_so_and_yields_to_an_exact_one(text: str, wanted: int, scope: str) -> None:
    found = stated(text)
    assert found is not None
    assert (found.n, found.scope) == (wanted, scope)


@pytest.mark.parametrize(
    ("text", "wanted", "scope"),
    [
        (
            "Such tumors of the spine are uncommon, and fewer than 80 have been documented since 1996.",
            80,
            "fewer than, reported",
        ),
        ("Hemangiopericytoma of the sacrum is rare, with less than 50 documented to date.", 50, "less than, reported"),
        ("Metastases to the odontoid are exceptional: only one has been reported.", 1, "reported"),
        ("Solitary fibrous tumors of the cord are rare, and only 30 have been described so far.", 30, "reported"),
    ],
)
def test_the_noun_of_a_count_may_be_that_of_the_clause_before(text: str, wanted: int, scope: str) -> None:
    found = stated(text + " We present a 46-year-old woman.")
    assert found is not None
    assert (found.n, found.scope) == (wanted, scope)


def test_of_these_so_many_were_reported_is_no_count_of_others() -> None:
    assert (
        stated("We operated on hemangiopericytomas of the spine; of these, 12 have been reported previously.") is None
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The publications, which concern about forty patients, give a survival of 50%.", (40, "patients", False)),
        ("Compared with the 61 patients pooled in three recent reviews, ours did well.", (61, "patients", False)),
        ("Spinal SFT is exceptional, with fewer than 15 cases reported.", (15, "patients", False)),
        ("Only four other examples could be found.", (4, "patients", False)),
        ("Just over 30 osseous HPC of the spine have been published.", (30, "patients", False)),
        ("Nineteen patients with spinal metastases were found in the literature. We know of no patient without "
         "other metastases in the spine.", (0, "patients", False)),
    ],
)  # fmt: skip
def test_counts_of_reviews_and_limits(text: str, wanted: Count) -> None:
    assert count(text) == wanted
