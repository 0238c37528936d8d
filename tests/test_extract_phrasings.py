"""The plain ways to say each thing, one by one: every form of a list gives the same value in the same short story."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from harvester.extract import Extractor
from harvester.query import find_query, read_query
from harvester.records import Record, Section, StatedCount, Value

READER = Extractor(read_query(find_query("hpc-spine")))
TITLE = "Spinal metastasis of a meningeal hemangiopericytoma"

WITH_METASTASIS = (
    "A 47-year-old woman presented with paraparesis from a T8 metastasis 9 years after resection of a left frontal "
    "hemangiopericytoma. "
)
OPERATED = WITH_METASTASIS + "Laminectomy was performed and the tumor was removed. "


def wrong(texts: Iterable[str], field: str, wanted: Value, title: str = TITLE) -> dict[str, list[Value]]:
    """The texts that give something else, with what they give."""
    records = {text: Record(pmid="1", title=title, sections=(Section(text=text),)) for text in texts}
    given = {
        text: [one.value for one in READER.extract(record) if one.field == field] for text, record in records.items()
    }
    return {text: values for text, values in given.items() if values != [wanted]}


INTRODUCED = (
    *("A 47-year-old woman", "A 47-year old woman", "A 47 year-old woman", "A 47 year old female", "A 47 y/o woman"),
    *("A 47-years-old woman", "A 47 years old lady", "A 47-yr-old woman", "A 47yo woman", "A 47 y.o. woman"),
    *("A forty-seven-year-old woman", "A forty seven year old woman", "A woman, 47 years old,", "A woman, aged 47,"),
    *("A woman aged 47 years", "A woman of 47 years", "A woman (47 years)", "A woman (aged 47 years)"),
    *("A woman (age 47)", "The patient, a 47-year-old woman,", "This 47-year-old woman", "A 47-year-old housewife"),
    *("A previously healthy 47-year-old Japanese woman", "A 47-year-old right-handed white woman"),
    *("A 47-year-old, otherwise healthy woman", "A 47-year-old female patient", "A 47-year-old patient (female)"),
    *("A female patient aged 47 years", "A female patient, 47 years of age,", "A woman who was 47 years old"),
)


def test_age_and_sex_of_one_who_is_introduced() -> None:
    texts = [f"{who} was admitted because of a T8 metastasis." for who in INTRODUCED]
    assert wrong(texts, "age_years", 47) == {}
    assert wrong(texts, "sex", "F") == {}


LEVEL = (
    *("T8", "T-8", "Th8", "Th 8", "T 8", "D8", "TH8", "T8 vertebra", "vertebra T8", "T8 vertebral body", "T8 segment"),
    *("the eighth thoracic vertebra", "the 8th thoracic vertebra", "the 8th dorsal vertebra", "thoracic vertebra 8"),
    *("the body of T8", "the T8 body", "the left T8 pedicle", "the T8 lamina", "the level of T8", "the T8 level"),
)
RANGE = (
    *("T8-T10", "T8-10", "T8 to T10", "T8 through T10", "T8–T10", "Th8-10", "D8-D10", "T8, T9 and T10", "T8/9/10"),
    *("T-8 to T-10", "the eighth to tenth thoracic vertebrae", "T8/T9/T10", "T8, 9 and 10", "vertebrae T8-T10"),
)
LESION = (
    *("MRI showed a metastasis at {}.", "MRI revealed an osteolytic lesion of {}.", "The lesion involved {}."),
    *("There was a tumor in {} compressing the cord.", "CT demonstrated destruction of {} by the metastasis."),
    *("A hemangiopericytoma metastatic to {} was resected.", "The tumor, located at {}, was removed."),
)


@pytest.mark.parametrize(("forms", "wanted"), [(LEVEL, ("T8",)), (RANGE, ("T8", "T9", "T10"))])
def test_levels_in_every_notation(forms: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    texts = ["A 47-year-old woman had back pain. " + told.format(level) for level in forms for told in LESION]
    assert wrong(texts, "spinal_levels", wanted) == {}


NINE_YEARS = (
    "presented with a T8 metastasis 9 years after resection of a left frontal hemangiopericytoma.",
    "who had undergone resection of a frontal hemangiopericytoma 9 years earlier presented with a T8 metastasis.",
    "underwent craniotomy for a hemangiopericytoma. Nine years later she developed a T8 metastasis.",
    "had a frontal hemangiopericytoma removed. After an interval of 9 years a metastasis was found at T8.",
    "had been operated on for a meningeal hemangiopericytoma in 1990. In 1999 she presented with a T8 metastasis.",
    "presented in 1999 with a T8 metastasis. She had undergone resection of a meningeal hemangiopericytoma in 1990.",
    "had a T8 metastasis. Nine years before, a meningeal hemangiopericytoma had been resected.",
    "had a T8 metastasis. The interval between the operation for the meningeal tumor and the metastasis was 9 years.",
    "had a meningeal hemangiopericytoma that metastasized to T8 after 9 years.",
    "with meningeal hemangiopericytoma diagnosed 108 months before presented with a T8 metastasis.",
    "had surgery at the age of 38 for a meningeal hemangiopericytoma and at 47 for a metastasis at T8.",
    "had a falcine hemangiopericytoma resected; it recurred 5 years later, and 4 years after that T8 was involved by a "
    "metastasis.",
    "had a T8 metastasis (latency 9 years) of a meningeal hemangiopericytoma.",
    "developed, 9 years after her craniotomy for hemangiopericytoma, a metastasis in T8.",
)


def test_nine_years_from_the_primary_to_the_metastasis() -> None:
    assert wrong([f"A 47-year-old woman {told}" for told in NINE_YEARS], "interval_months", 108) == {}


DIED = ("She died 18 months after the operation.", "She expired 18 months postoperatively from lung metastases.")
FREE = (
    *("At follow-up of 18 months there was no recurrence.", "At 18-month follow-up she was free of disease."),
    *("Eighteen months later she is alive without disease.", "Follow-up: 18 months, no recurrence."),
    *("She remains disease-free 18 months postoperatively.", "MRI at 6, 12 and 18 months showed no recurrence."),
    *(
        "She has been followed for 18 months without recurrence.",
        "No recurrence was seen during 18 months of follow-up.",
    ),
    *("She improved within 3 months and at 18 months there was no recurrence.",),
)
SEEN = (
    *(
        "She was well at 18 months.",
        "The follow-up period was 18 months.",
        "One and a half years after surgery she was well.",
    ),
    *(
        "She is alive and well 1.5 years after the spinal operation.",
        "At last follow-up (18 months) she walked unaided.",
    ),
    *(
        "The patient survived for 18 months.",
        "Six months later a lung metastasis was found, and she died 12 months after that.",
    ),
)


def test_eighteen_months_of_follow_up_and_how_they_ended() -> None:
    assert wrong([OPERATED + told for told in (*DIED, *FREE, *SEEN)], "followup_months", 18) == {}
    assert wrong([OPERATED + told for told in DIED], "outcome", "died") == {}
    assert wrong([OPERATED + told for told in FREE], "outcome", "no evidence of disease") == {}


TREATED = {
    ("resection", "gross total"): (
        *("Gross total resection was achieved.", "The tumor was totally removed.", "She underwent GTR."),
        *("The lesion was completely excised.", "Complete excision of the tumor was accomplished."),
        *("The tumor was radically removed.", "The mass was removed in toto.", "Total tumor resection was possible."),
    ),
    ("resection", "subtotal"): (
        *(
            "Subtotal resection was performed.",
            "The tumor was partially removed.",
            "Only partial excision was possible.",
        ),
        *("The lesion was incompletely excised.", "The tumor was debulked.", "Near-total resection was achieved."),
        *("Only a subtotal resection could be achieved because of bleeding.", "A small remnant was left on the dura."),
    ),
    ("resection", "en bloc"): (
        *("Total en bloc spondylectomy was performed.", "En bloc resection of T8 was done.", "TES was performed."),
        *("The tumor was removed en bloc.", "An en bloc corpectomy was carried out."),
    ),
    ("radiotherapy", "yes"): (
        *("Postoperative radiotherapy was given.", "She received adjuvant radiotherapy (45 Gy)."),
        *(
            "The spine was irradiated with 40 Gy.",
            "Radiation therapy followed.",
            "She underwent laminectomy and radiotherapy.",
        ),
        *("Decompression plus radiotherapy improved her symptoms.", "She was treated with 30 Gy in 10 fractions."),
    ),
    ("radiotherapy", "no"): (
        *("No radiotherapy was given.", "She refused radiotherapy.", "Laminectomy was performed without radiotherapy."),
        *("The patient declined adjuvant radiation.", "She did not receive radiotherapy."),
    ),
    ("embolization", "yes"): (
        *("Preoperative embolization was performed.", "The tumor was embolized before surgery."),
        *("Angiography with embolization of the feeders preceded surgery.", "Embolization was successful."),
    ),
    ("embolization", "no"): (
        *("Embolization was not possible.", "Preoperative embolization was considered too risky."),
        *("Embolization was attempted without success.", "Embolization failed.", "Embolization was refused."),
        *("Preoperative embolization was tried but had to be abandoned.",),
    ),
    ("surgery", "yes"): (
        *(
            "She was operated on.",
            "Surgical decompression was carried out.",
            "At operation an epidural tumor was found.",
        ),
        *("She underwent corpectomy and fusion.", "She had a posterior decompression and instrumented fusion."),
    ),
    ("surgery", "no"): (
        *("She refused surgery.", "She was not operated on.", "She was treated nonoperatively with radiotherapy."),
        *("She was considered inoperable and was irradiated.", "Surgery was contraindicated."),
    ),
    ("chemotherapy", "yes"): ("Chemotherapy with doxorubicin was given.", "Pazopanib was started."),
    ("chemotherapy", "no"): ("No chemotherapy was given.", "She refused chemotherapy."),
}


@pytest.mark.parametrize(("told", "forms"), TREATED.items())
def test_treatments_given_and_not_given(told: tuple[str, str], forms: tuple[str, ...]) -> None:
    assert wrong([WITH_METASTASIS + form for form in forms], *told) == {}


KNOWN_ELSEWHERE = (
    "had a T12 lesion, 12 years after intracranial surgery for hemangiopericytoma.",
    "was operated on for a tentorial hemangiopericytoma 9 years back; now MRI showed an L3 lesion.",
    "with a history of meningeal hemangiopericytoma presented with paraparesis. MRI showed an epidural mass at T5. "
    "Histology was hemangiopericytoma.",
    "developed an epidural tumor at T5 ten years after removal of a frontal hemangiopericytoma.",
    "who had been treated for a pleural solitary fibrous tumor 5 years before had a lytic lesion of L2. Biopsy showed "
    "solitary fibrous tumor.",
    "had a hemangiopericytoma of the thigh resected in 1990. In 1996 he had cord compression at T4; the tumor removed "
    "was a hemangiopericytoma.",
    "underwent craniotomy for hemangiopericytoma in 1995. In 2005, an intradural tumor was found at L2 and removed.",
    "had surgery for intracranial hemangiopericytoma. Eight years later a destructive lesion of T9 was found; biopsy "
    "confirmed hemangiopericytoma.",
    "had an orbital hemangiopericytoma exenterated in 1980. He returned in 1992 with a sacral mass; biopsy revealed "
    "hemangiopericytoma.",
)
AT_HOME = (
    "had back pain. MRI showed an epidural mass at T5. Histology was hemangiopericytoma. CT of chest and abdomen and "
    "MRI of the brain were normal.",
    "had a primary hemangiopericytoma of the thoracic spine at T5, which was removed.",
    "had a primary intraspinal extradural hemangiopericytoma at L1. It recurred locally 5 years later.",
)


@pytest.mark.parametrize(("forms", "verdict"), [(KNOWN_ELSEWHERE, "yes"), (AT_HOME, "no")])
def test_a_metastasis_without_the_word_is_one_and_a_primary_is_none(forms: tuple[str, ...], verdict: str) -> None:
    texts = [f"A 50-year-old man {told}" for told in forms]
    assert wrong(texts, "metastatic_to_spine", verdict, "Hemangiopericytoma: a case report") == {}


OF_EIGHT = (
    *("We report {} cases of spinal hemangiopericytoma.", "Our series comprises {} patients with spinal tumors."),
    *("A retrospective review of {} patients with spinal hemangiopericytoma was performed.",),
    *("Between 1990 and 2010, {} patients with spinal hemangiopericytoma were operated on.",),
    *("The records of {} patients treated for spinal hemangiopericytoma were studied.",),
    *("A total of {} patients with spinal hemangiopericytoma were enrolled.",),
    *("A series of {} spinal hemangiopericytomas is reported.",),
    *("MRI findings of {} patients with histologically proven spinal hemangiopericytoma were reviewed.",),
    *("Data from {} surgically treated patients with spinal hemangiopericytoma were evaluated.",),
    *("We add {} new cases of spinal hemangiopericytoma.", "There were {} patients with hemangiopericytoma."),
    *("We evaluated {} patients who had undergone surgery for spinal hemangiopericytoma.",),
)
OF_ONE = (
    *("We report a case of spinal hemangiopericytoma.", "The authors present the case of a man with a spinal tumor."),
    *("A 50-year-old man with spinal hemangiopericytoma is described. The literature contains 8 similar cases.",),
    *("One case of spinal hemangiopericytoma is presented, and 8 reported cases are reviewed.",),
)


@pytest.mark.parametrize(
    ("texts", "n"),
    [([told.format(number) for told in OF_EIGHT for number in ("8", "eight")], 8), (OF_ONE, 1)],
    ids=("eight", "one"),
)
def test_how_many_patients_a_report_is_of(texts: Iterable[str], n: int) -> None:
    assert wrong(texts, "n_patients", n, "Hemangiopericytoma of the spine") == {}


SEVEN = (
    *("Only seven cases have been reported previously.", "A literature review revealed seven cases."),
    *("Only seven previously reported cases were found in the literature.", "Only seven such cases are known."),
    *("To date, only 7 cases of spinal metastasis of hemangiopericytoma have been reported.",),
    *("In the literature, only seven patients with spinal metastases have been documented.",),
    *("A search of PubMed yielded seven cases.", "We reviewed the seven previously published cases."),
    *("Spinal metastases are very rare, with only seven cases reported in the literature.",),
)
EIGHTH = (
    *("This is the eighth reported case.", "Our patient is the 8th reported case."),
    *("We report the eighth case of spinal metastasis from a hemangiopericytoma.",),
    *("Including the present case, only eight cases have been reported.",),
    *("Only eight cases, including ours, have been described.", "With our case, eight cases are now known."),
)
FIRST = (
    *("This is the first reported case.", "No similar case has been reported."),
    *("To the best of our knowledge, this is the first report of such a metastasis.",),
    *("Such a metastasis has never been described before.", "To our knowledge, no previous case has been reported."),
)


@pytest.mark.parametrize(
    ("claims", "n", "own"), [(SEVEN, 7, False), (EIGHTH, 8, True), (FIRST, 0, False)], ids=("seven", "eighth", "first")
)
def test_how_many_cases_were_known(claims: tuple[str, ...], n: int, own: bool) -> None:
    case = "A 50-year-old man with a spinal metastasis of hemangiopericytoma is presented. "
    for claim in claims:
        record = Record(pmid="1", title="A hemangiopericytoma", sections=(Section(text=case + claim),))
        found = [one.value for one in READER.extract(record) if one.field == "stated_count"]
        assert [(one.n, one.includes_own) for one in found if isinstance(one, StatedCount)] == [(n, own)], claim
