"""`followup_months` as people tell it, behind the operation of a metastasis at the spine."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))
OPERATED = "A 47-year-old man had surgery for a T10 metastasis of an intracranial hemangiopericytoma. "


@pytest.mark.parametrize(
    ("told", "followup"),
    [
        ("Postoperative follow-up was 32 months with no evidence of disease.", 32),
        ("At a mean follow-up of 32 months the literature cases had recurred.", None),
        ("After 3 months his pain had resolved, and 2 years after surgery MRI showed no recurrence.", 24),
        ("He was discharged 10 days after surgery.", None),
        ("The patient is alive and well five years out from surgery.", 60),
        ("At the time of this report, 28 months after the spinal operation, he is in good health.", 28),
        ("He expired 9 months later due to pulmonary metastases.", 9),
        ("The patient has been followed for 3 years without any sign of tumor.", 36),
        ("The 2-year postoperative MRI was negative for residual tumor.", 24),
        ("Survival from spinal surgery was 41 months.", 41),
        ("Eighteen months on, he walks unaided.", 18),
        ("Local control was maintained for 26 months.", 26),
        ("The patient was lost to follow-up after 6 months.", 6),
        ("Postoperatively, he received radiotherapy for 6 weeks and wore a brace for 3 months.", None),
        ("Now, 4 years after the second operation, there is no evidence of recurrence.", 48),
        ("At 6-, 12- and 18-month follow-ups he remained free of disease.", 18),
        ("Follow-up: 30 months, no recurrence.", 30),
        ("He had remained disease-free up to 3 years of follow-up.", 36),
        ("His follow-up lasted 7 years, during which he required 2 further operations.", 84),
        ("Imaging studies performed at 6 months and at 1 year demonstrated no tumor.", 12),
        ("The postoperative course was uneventful, and at the 1-year mark he had returned to work.", 12),
        ("Pain recurred 4 months later. He declined treatment and died within a year.", 12),
        ("Ten cycles of chemotherapy over 6 months were administered. He is alive at 40 months.", 40),
        ("The disease-free survival was 28 months and overall survival 45 months.", 45),
        ("He has been under surveillance for 30 months without relapse.", 30),
        ("Twenty-two months have passed since surgery and no recurrence has been observed.", 22),
        ("It has been 3 years since the operation, and he has no symptoms.", 36),
        ("Three-year follow up MRI revealed no recurrence.", 36),
        ("He survived another 2 years.", 24),
        ("He succumbed to his disease a year and a half later.", 18),
        ("Unfortunately, the tumor recurred locally at 9 months and he died at 15 months.", 15),
        ("No recurrence on MRI 1 yr post-op.", 12),
        ("The patient is still alive today, more than 8 years after vertebrectomy.", 96),
        ("Follow-up (range 6 to 24 months) is recommended every 6 months.", None),
        ("These tumors may recur 5 to 10 years after surgery, and follow-up for at least 10 years is advised.", None),
        ("He is disease free at 4 years.", 48),
        ("The patient was doing well at the 18-month postoperative visit.", 18),
        ("He lived for 2 years and 3 months after the operation.", 27),
        ("At the last follow-up examination, performed 44 months after spinal surgery, he had no deficits.", 44),
        ("With a follow-up of 3.5 years, the patient remains free of recurrence.", 42),
        (
            "Follow-up MRI performed 9 months postoperatively showed local recurrence, which was irradiated. He "
            "is stable 2 years thereafter.",
            24,
        ),
        ("The patient died of pulmonary metastases 1 year, 2 months after spinal surgery.", 14),
        ("He has been free from recurrence since then (follow-up period, 5 years).", 60),
        ("Clinical and radiological follow-up at one, three, and five years revealed no recurrence.", 60),
        ("The patient is currently alive, 7 years and 6 months following the spinal surgery.", 90),
        ("Postoperative course was uneventful, with no evidence of recurrence after a period of 30 months.", 30),
        ("He remains under oncologic follow-up, being asymptomatic 16 months post-surgery.", 16),
        ("At present, two and a half years after treatment, he leads a normal life.", 30),
        ("He was pain-free for 10 months, then deteriorated and died.", 10),
        ("The follow-up was 12 months. There was no recurrence.", 12),
        ("No recurrence was detected during the 40 months of follow-up.", 40),
        ("After 20 months he shows no signs of recurrence.", 20),
        ("Death occurred 5 months after the onset of paraplegia.", 5),
        ("The patient was followed up until his death 17 months later.", 17),
        ("He died in the 8th month after surgery.", 8),
        ("Six weeks after surgery he could walk; at 6 months the lesion was unchanged on MR imaging.", 6),
        ("He received 6 months of chemotherapy with temozolomide. He died 13 months after spinal surgery.", 13),
        ("He was then lost to follow-up.", None),
        ("Median survival in the literature is 24 months after metastasis.", None),
        ("The tumor recurred after 8 months and again after 20 months.", 20),
        ("After 8 months, a new metastasis at L2 was irradiated.", 8),
        ("He was ambulatory at discharge on day 12.", None),
        ("Pain resolved within 3 months.", 3),
        ("He underwent 30 fractions of radiotherapy over 6 weeks and has remained well since.", None),
        ("A dose of 54 Gy was given in the 2 months after surgery; he is well.", None),
        ("Two years later, he is independent.", 24),
        ("The patient has been stable clinically and radiologically for more than four years.", 48),
        ("At 1, 2, and 4 years he was re-evaluated and was intact.", 48),
        ("At a follow-up of approximately 2½ years, no recurrence is evident.", 30),
        ("At the 6th month control, no recurrence was seen.", 6),
        ("No relapse has occurred after a follow-up of six years and four months.", 76),
        ("No recurrence has been seen for the past 5 years.", 60),
        ("He remains neurologically intact nearly a decade later.", 120),
    ],
)
def test_how_long_the_patient_was_followed(told: str, followup: Value | None) -> None:
    text = OPERATED + told
    found = {
        one.field: one.value for one in HPC.extract(Record(pmid="1", sections=(Section(text=text),))) if one.case == 1
    }
    assert found.get("followup_months") == followup
