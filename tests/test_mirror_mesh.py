"""NLM's files of MeSH in the mirror: the tree, the entry terms, the families."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from harvester.mirror import build
from harvester.mirror.library import Library
from harvester.mirror.search.evaluate import Context
from invented import article, found, refused, three, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return three(tmp_path)


def descriptor(name: str, *numbers: str, entries: tuple[str, ...] = ()) -> str:
    """A DescriptorRecord with what the mirror reads of it, and some of what it does not."""
    terms = "".join(f"<Term><TermUI>T1</TermUI><String>{term}</String></Term>" for term in (name, *entries))
    places = "".join(f"<TreeNumber>{number}</TreeNumber>" for number in numbers)
    return f"""<DescriptorRecord DescriptorClass="1"><DescriptorUI>D000001</DescriptorUI>
    <DescriptorName><String>{name}</String></DescriptorName><DateCreated><Year>1999</Year></DateCreated>
    <TreeNumberList>{places}</TreeNumberList><ConceptList><Concept PreferredConceptYN="Y"><ConceptUI>M1</ConceptUI>
    <ConceptName><String>{name}</String></ConceptName><TermList>{terms}</TermList></Concept></ConceptList>
    </DescriptorRecord>"""


DESCRIPTORS = f"""<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://example.invalid/nlmdescriptorrecordset.dtd">
<DescriptorRecordSet LanguageCode="eng">
{descriptor("Neoplasms", "C04", entries=("Tumors", "Cancers"))}
{descriptor("Bone Tumours (Invented)", "C04.100", "C05.100", entries=("Tumours of Bone",))}
{descriptor("Jaw Tumours", "C05.100.7", entries=("Neoplasms",))}
{descriptor("Not Below", "C041")}
{descriptor("Review", "V02.600")}
{descriptor("Scoping Look", "V02.600.500")}
</DescriptorRecordSet>"""

QUALIFIERS = """<?xml version="1.0"?>
<QualifierRecordSet LanguageCode="eng"><QualifierRecord><QualifierUI>Q1</QualifierUI>
<QualifierName><String>therapy</String></QualifierName><TreeNumberList><TreeNumber>E</TreeNumber></TreeNumberList>
<ConceptList><Concept><TermList><Term><String>treatment</String><Abbreviation>TH</Abbreviation></Term></TermList>
</Concept></ConceptList></QualifierRecord>
<QualifierRecord><QualifierUI>Q2</QualifierUI><QualifierName><String>laying on of hands</String></QualifierName>
<TreeNumberList><TreeNumber>E.05</TreeNumber></TreeNumberList></QualifierRecord></QualifierRecordSet>"""


def indexed(pmid: str, heading: str, subheading: str = "") -> str:
    qualifier = f'<QualifierName UI="Q1">{subheading}</QualifierName>' if subheading else ""
    name = f'<MeshHeading><DescriptorName UI="D1">{heading}</DescriptorName>{qualifier}</MeshHeading>'
    return article(pmid, "Any.", types=("Scoping Look",)).replace(
        "</Article></MedlineCitation>", f"</Article><MeshHeadingList>{name}</MeshHeadingList></MedlineCitation>"
    )


@pytest.fixture
def with_mesh(tmp_path: Path) -> Path:
    (tmp_path / "desc2026.gz").write_bytes(gzip.compress(DESCRIPTORS.encode()))
    (tmp_path / "qual2026.xml").write_text(QUALIFIERS, "utf-8")
    records = write(
        tmp_path / "records.xml",
        indexed("1", "Neoplasms"),
        indexed("2", "Bone Tumours (Invented)", "laying on of hands"),
        indexed("3", "Jaw Tumours", "therapy"),
        indexed("4", "Not Below"),
    )
    mirror = tmp_path / "mirror"
    built = build(mirror, [tmp_path / "desc2026.gz", records, tmp_path / "qual2026.xml"])
    assert (built.records, built.mesh_names, built.refused) == (4, 8, ())
    return mirror


@pytest.mark.parametrize(
    ("strategy", "pmids"),
    [
        ("Neoplasms[mh]", "2 1"),
        ("Neoplasms[mh:noexp]", "1"),
        ("cancers[mh]", "2 1"),
        ('"tumours of bone"[mh]', "3 2"),
        ("Not Below[mh]", "4"),
        ("bone tumours invented/th[mh]", "3 2"),
        ("Neoplasms/treatment[mh]", "2"),
        ("bone tumours invented/therapy[mh:noexp]", ""),
        ("therapy[sh]", "3 2"),
        ("review[pt]", "4 3 2 1"),
        ("review[pt:noexp]", ""),
        ("tumors", ""),
    ],
)
def test_mesh_files_give_the_tree_the_entry_terms_and_the_families(with_mesh: Path, strategy: str, pmids: str) -> None:
    assert " ".join(found(with_mesh, strategy)) == pmids


def test_with_a_tree_nothing_is_said_to_be_missing(with_mesh: Path) -> None:
    answer = Library(with_mesh).search("cancers[mh] OR Nowhere[mh] OR Neoplasms/treatment[majr]", Context())
    assert (answer.translation, answer.messages, answer.phrases_not_found) == (
        '"neoplasms"[MeSH Terms] OR "neoplasms/therapy"[MeSH Major Topic]',
        (),
        ("Nowhere",),
    )
    untagged = Library(with_mesh).search("cancers bone", Context())
    assert untagged.translation == 'cancers AND "bone"[All Fields]'


def test_a_damaged_file_of_mesh_leaves_the_tree_that_is_held(with_mesh: Path, tmp_path: Path) -> None:
    broken = tmp_path / "desc2027.xml"
    broken.write_text(DESCRIPTORS[:900], "utf-8")
    empty = tmp_path / "qual2027.xml"
    empty.write_text("<QualifierRecordSet></QualifierRecordSet>", "utf-8")
    built = build(with_mesh, [broken, empty])
    assert [(name, why.partition(" (")[0]) for name, why in refused(built)] == [
        ("desc2027.xml", "this file of MeSH is damaged"),
        ("qual2027.xml", "this file of MeSH holds no QualifierRecord; fetch it again"),
    ]
    assert (found(with_mesh, "cancers[mh]"), found(with_mesh, "therapy[sh]")) == (["2", "1"], ["3", "2"])
