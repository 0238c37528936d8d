"""The same patient: pairs and look-alikes of the topic's literature (their facts, not their words), cohorts that
overlap, and how often the fixed weights are right on made-up groups that report again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from harvester.link.cases import link_cases
from harvester.link.cohorts import link_cohorts
from harvester.link.reports import duplicates, link_reports
from harvester.link.standing import cluster
from harvester.records import (
    Author,
    Case,
    Correction,
    Dates,
    Decision,
    Extraction,
    Journal,
    PartialDate,
    Record,
    Section,
    Value,
)

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def people(*names: str) -> tuple[Author, ...]:
    """`Kim JH` as an author."""
    return tuple(Author(last=name.rpartition(" ")[0], initials=name.rpartition(" ")[2]) for name in names)


def report(pmid: str, year: int, authors: tuple[Author, ...], title: str = "", text: str = "") -> Record:
    return Record(
        pmid=pmid,
        title=title or f"Spinal metastasis of an intracranial tumour, report {pmid}",
        authors=authors,
        dates=Dates(print=PartialDate(year=year)),
        sections=(Section(text=text),) if text else (),
    )


def case(key: str, **values: Value) -> Case:
    pmid, number = key.split("#")
    return Case(pmid=pmid, number=int(number), extractions=tuple(read(pmid, int(number), **values)))


def read(pmid: str, number: int, **values: Value) -> list[Extraction]:
    return [
        Extraction(pmid=pmid, case=number, field=field, value=value, spans=(), rule="test", rule_version="1")
        for field, value in values.items()
    ]


def verdicts(*told: tuple[Case, Record]) -> list[str]:
    return [one.verdict for one in link_cases(told, AT)]


# -------- look-alikes of other groups


def told(key: str, year: int, names: tuple[str, ...], **values: Value) -> tuple[Case, Record]:
    return case(key, **values), report(key.partition("#")[0], year, people(*names))


C6_T2 = ("C6", "C7", "T1", "T2")
WOITZIK = told("12860507#1", 2003, ("Woitzik J", "Sommer C"), age_years=48, sex="F", spinal_levels=C6_T2)
LIU = told("25448214#1", 2015, ("Liu HG", "Yang AC"), age_years=43, sex="M", spinal_levels=C6_T2)
ZHANG = told("2#1", 2012, ("Zhang P",), sex="F", spinal_levels=(*C6_T2, "T3"), primary_site="spine")
PARK = told("3#1", 2021, ("Park S", "Lee K"), age_years=53, sex="F", spinal_levels=("cervical",))
SATO = told("4#1", 2025, ("Sato T", "Abe H"), age_years=53, sex="M", spinal_levels=("cervical",))
ITO = told("5#1", 2021, ("Ito K",), age_years=47, sex="F", spinal_levels=("T2", "T3"))
WANG = told("6#1", 2025, ("Wang L",), age_years=47, sex="F", spinal_levels=("L5",))
BERG = told("7#1", 2003, ("Berg A", "Roth C"), age_years=48, sex="F", spinal_levels=("T4", "T5"))
SILVA = told("8#1", 2008, ("Silva M", "Costa P"), age_years=53, sex="F", spinal_levels=("T4", "T5"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(WOITZIK, LIU, id="C6-T2 of a woman of 48 and of a man of 43"),
        pytest.param(WOITZIK, ZHANG, id="C6-T2 and a primary of C6-T3"),
        pytest.param(PARK, SATO, id="53 years and cervical, a woman and a man"),
        pytest.param(ITO, WANG, id="47 years, T2-3 and L5"),
        pytest.param(BERG, SILVA, id="alike in everything, by strangers"),
    ],
)
def test_look_alikes_of_other_groups_are_never_one_patient(
    one: tuple[Case, Record], other: tuple[Case, Record]
) -> None:
    assert "yes" not in verdicts(one, other)
    assert "yes" not in verdicts(other, one)


# -------- reports of one group, cohorts and registries


def series(pmid: str, n: int, year: int, authors: tuple[Author, ...], text: str) -> tuple[Record, list[Extraction]]:
    return report(pmid, year, authors, text=text), read(pmid, 0, n_patients=n)


def asked(*reports: tuple[Record, list[Extraction]]) -> list[tuple[str, str]]:
    return [(one.subject, one.reason) for one in link_cohorts(reports, AT) if one.verdict == "unsure"]


KIM_2001 = series("11000001", 31, 2001, people("Kim JH", "Jung HW", "Kim DG"), "31 patients treated from 1982 to 1999.")
KIM_2003 = series("12000002", 31, 2003, people("Kim JH", "Jung HW", "Paek SH"), "Between 1982 and 1999, 31 patients.")


def test_two_reports_of_one_cohort_are_asked_about_with_the_reasons() -> None:
    ((subject, reason),) = asked(KIM_2001, KIM_2003)
    assert subject == "11000001#0 = 12000002#0"
    assert reason == "overlapping cohort: 2 authors shared +4; 31 patients in both +4; both 1982 to 1999 +4"
    assert asked(KIM_2003, KIM_2001) == asked(KIM_2001, KIM_2003)


def test_a_cohort_within_the_years_of_a_later_one_of_the_same_clinic_is_asked_about() -> None:
    def mayo(pmid: str, n: int, year: int, text: str, *names: str) -> tuple[Record, list[Extraction]]:
        told, extractions = series(pmid, n, year, people(*names), text)
        clinic = tuple(replace(one, affiliations=("Clinic of the North",)) for one in told.authors)
        return replace(told, authors=clinic), extractions

    early = mayo("600001", 26, 1978, "26 patients seen from 1940 to 1975.", "Goellner JR", "Laws ER")
    late = mayo("2700002", 44, 1989, "44 patients seen from 1938 to 1987.", "Guthrie BL", "Ebersold MJ", "Laws ER")
    ((subject, reason),) = asked(early, late)
    assert subject == "600001#0 = 2700002#0"
    assert "1940 to 1975 within 1938 to 1987" in reason


def test_papers_of_one_registry_overlap() -> None:
    one = series("1", 76, 2013, people("Stessin AM"), "The SEER database was searched, 1990-2008, for 76 patients.")
    two = series("2", 416, 2018, people("Kinslow CJ"), "Surveillance, Epidemiology, and End Results 1998-2013: 416.")
    three = series("3", 551, 2019, people("Boyett D"), "551 patients of SEER, diagnosed 1993 to 2015.")
    early = series("4", 30, 1985, people("Other A"), "30 patients of the SEER registry from 1973 to 1980.")
    assert [subject for subject, _ in asked(two, three)] == ["2#0 = 3#0"]
    assert asked(early, three) == []
    assert {subject for subject, _ in asked(one, two, three)} >= {"2#0 = 3#0"}


def test_a_case_may_be_one_of_a_later_series_by_the_same_authors() -> None:
    lone = report("24381454", 2013, people("Drazin D", "Bannykh S", "Johnson JP"))
    told = (lone, read("24381454", 0, n_patients=1) + read("24381454", 1, sex="M", spinal_levels=("T2", "T3")))
    group = series("25291785", 4, 2013, people("Shirzadi A", "Drazin D", "Bannykh S", "Johnson JP"), "Four patients.")
    assert asked(told, group) == [
        ("24381454#1 = 25291785#0", "may be one of the 4 patients of a later series: 3 authors shared")
    ]
    strangers = series("25291785", 4, 2013, people("Shirzadi A", "Johnson JP"), "Four patients.")
    assert asked(told, strangers) == []
    over = series("25291785", 4, 2013, people("Drazin D", "Bannykh S"), "Four patients from 1990 to 2001.")
    assert asked(told, over) == []


def test_an_erratum_is_neither_the_report_nor_a_patient() -> None:
    paper = replace(
        report(
            "23291785", 2013, people("Shirzadi A", "Drazin D"), title="Four primary tumours of the spine, of one clinic"
        ),
        doi="10.1007/s00586-012-2626-z",
        corrections=(Correction(kind="ErratumIn", pmid="23400000"),),
    )
    erratum = replace(paper, pmid="23400000", doi="", publication_types=("Published Erratum",), corrections=())
    assert link_reports([paper, erratum], AT) == ()


def test_one_article_on_several_hosts_and_in_two_languages_is_one_report() -> None:
    english = Record(
        pmid="24278657",
        title="Solitary fibrous tumor on multifocal bones",
        authors=people("Son S", "Lee SG", "Jeong DH"),
        journal=Journal(title="Journal of Korean Neurosurgical Society", abbreviation="J Korean Neurosurg Soc"),
        volume="54",
        issue="3",
        pages="246-9",
        dates=Dates(print=PartialDate(year=2013)),
        doi="10.3340/jkns.2013.54.3.246",
    )
    synapse = replace(english, pmid="import-1", doi="", journal=Journal(title="J Korean Neurosurg Soc."), issue="")
    portuguese = replace(english, pmid="import-2", doi="", title="[Tumor fibroso solitário em ossos multifocais]")
    found = duplicates({"a": english, "b": synapse, "c": portuguese})
    assert {subject: match.verdict for subject, match in found.items()} == {
        "a = b": "yes",
        "a = c": "yes",
        "b = c": "yes",
    }


# -------- made-up groups that report their patients again


def literature(draw: Random, patients: int = 300) -> tuple[list[tuple[Case, Record]], set[str]]:
    """Cases of one literature: a fifth are reported again by their group, later, with gaps in what is stated."""
    told: list[tuple[Case, Record]] = []
    same: set[str] = set()
    for number in range(1, 2 * patients, 2):
        group = [_person(draw) for _ in range(draw.randint(1, 6))]
        facts = _patient(draw)
        year = draw.randint(1985, 2020)
        told.append(one_report(f"{number}", year, group, facts, draw))
        if draw.random() < 0.2:
            later = year + draw.randint(0, 8)
            others = [*group[: draw.randint(1, len(group))], _person(draw)]
            told.append(one_report(f"{number + 1}", later, others, _later(facts, later - year, draw), draw))
            same.add(f"{number}#1 = {number + 1}#1")
    return told, same


STEMS = ("Ber", "Kol", "Mar", "Tan", "Sil", "Roz", "Hal", "Wei")
ENDS = ("g", "ik", "ova", "er", "ström", "ini", "a", "son", "mann", "ez")
NAMES = [*(stem + end for stem in STEMS for end in ENDS), *["Kim"] * 20, *["Wang"] * 20]
LEVELS = [*(f"C{n}" for n in range(1, 8)), *(f"T{n}" for n in range(1, 13)), *(f"L{n}" for n in range(1, 6))]
SITES = ("intracranial", "intracranial", "limb", "abdomen or pelvis")


def _person(draw: Random) -> str:
    """A name that others may bear: a third of all are Kim or Wang."""
    return f"{draw.choice(NAMES)} {draw.choice('ABCDEFGHJKLM')}{draw.choice('ABCDEFGH')}"


def _patient(draw: Random) -> dict[str, Value]:
    first = draw.randint(1, 20)
    return {
        "age_years": min(85, max(18, round(draw.gauss(50, 14)))),
        "sex": draw.choice("FM"),
        "spinal_levels": tuple(LEVELS[first : first + draw.choice((1, 1, 1, 2, 3))]),
        "primary_site": draw.choice(SITES),
        "interval_months": draw.randint(6, 240),
    }


def _later(facts: dict[str, Value], years: int, draw: Random) -> dict[str, Value]:
    """The patient as told years later: the age then or now, and sometimes another level besides."""
    age, levels = facts["age_years"], facts["spinal_levels"]
    assert isinstance(age, int)
    assert isinstance(levels, tuple)
    grown = age + years if draw.random() < 0.5 else age
    return {**facts, "age_years": grown, "spinal_levels": (*levels, "L5") if draw.random() < 0.3 else levels}


def one_report(pmid: str, year: int, group: list[str], facts: dict[str, Value], draw: Random) -> tuple[Case, Record]:
    stated = {field: value for field, value in facts.items() if draw.random() < 0.85}
    return case(f"{pmid}#1", **stated), report(pmid, year, people(*group))


@pytest.mark.parametrize("seed", range(8))
def test_what_the_weights_link_is_one_patient(seed: int) -> None:
    """300 patients each time, some 60 of them reported again, by people whose names others bear."""
    told, same = literature(Random(seed))
    linked = link_cases(told, AT)
    certain = {one.subject for one in linked if one.verdict == "yes"}
    suggested = {one.subject for one in linked if one.verdict == "unsure"}
    assert certain <= same
    assert len(certain) / len(same) >= 0.55
    assert len((certain | suggested) & same) / len(same) >= 0.85
    assert len(suggested - same) <= len(same) / 2


def test_undoing_a_link_restores_the_exact_former_rows() -> None:
    told, _ = literature(Random(7), patients=120)
    keys = [one.key for one, _ in told]
    made = link_cases(told, AT)
    linked = next(one for one in made if one.verdict == "yes")
    without = cluster(keys, [one for one in made if one.subject != linked.subject])
    person = Decision(kind="same case", subject=linked.subject, verdict="no", reason="two women", by="Anna", at=AT)
    assert cluster(keys, made) != without
    assert cluster(keys, [*made, person]) == without
    again = replace(person, verdict="yes", at=datetime(2027, 1, 1, tzinfo=UTC))
    assert cluster(keys, [*made, person, again]) == cluster(keys, made)


def test_neither_the_order_of_arrival_nor_of_a_pair_matters() -> None:
    told, _ = literature(Random(3), patients=150)
    shuffled = list(told)
    Random(4).shuffle(shuffled)
    assert link_cases(shuffled, AT) == link_cases(told, AT)
