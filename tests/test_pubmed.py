"""PubMed XML -> Record, Deletion or Refusal. The articles are invented; their shapes are PubMed's."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from harvester.errors import Refused
from harvester.pubmed import canonical, parse_article, parse_pubmed, parse_raw, parse_stream, read_pubmed, read_raw
from harvester.records import (
    Author,
    Correction,
    Dates,
    Deletion,
    Grant,
    Journal,
    MeshHeading,
    OtherAbstract,
    PartialDate,
    Qualifier,
    Record,
    Refusal,
    Section,
    Substance,
)

PLAIN = """\
<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
  "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
  <PubmedArticle>
    <MedlineCitation Status="MEDLINE" Owner="NLM" IndexingMethod="Manual">
      <PMID Version="2">90000001</PMID>
      <DateCompleted><Year>2004</Year><Month>01</Month><Day>09</Day></DateCompleted>
      <DateRevised><Year>2019</Year><Month>11</Month><Day>30</Day></DateRevised>
      <Article PubModel="Print-Electronic">
        <Journal>
          <ISSN IssnType="Print">1234-5678</ISSN>
          <JournalIssue CitedMedium="Print">
            <Volume>12</Volume>
            <Issue>3 Suppl</Issue>
            <PubDate><Year>2003</Year><Month>Jul</Month><Day>14</Day></PubDate>
          </JournalIssue>
          <Title>Journal of invented cases</Title>
          <ISOAbbreviation>J. Inv. Cases</ISOAbbreviation>
        </Journal>
        <ArticleTitle>A spinal metastasis of a <i>meningeal</i> tumour.</ArticleTitle>
        <Pagination>
          <StartPage>101</StartPage>
          <EndPage>109</EndPage>
          <MedlinePgn>101-9; discussion 110</MedlinePgn>
        </Pagination>
        <ELocationID EIdType="doi" ValidYN="Y">10.9999/JIC.2003.1</ELocationID>
        <ELocationID EIdType="pii" ValidYN="Y">S0000-01</ELocationID>
        <Abstract>
          <AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">It is rare.</AbstractText>
          <AbstractText Label="CASE REPORT" NlmCategory="METHODS">A woman of 48 years
            with 10<sup>2</sup> cells.</AbstractText>
          <CopyrightInformation>Copyright 2003 Nobody.</CopyrightInformation>
        </Abstract>
        <AuthorList CompleteYN="Y">
          <Author ValidYN="Y">
            <LastName>Example</LastName>
            <ForeName>Jane Q</ForeName>
            <Initials>JQ</Initials>
            <Suffix>2<sup>nd</sup></Suffix>
            <Identifier Source="ORCID">https://orcid.org/0000-0002-1825-009x</Identifier>
            <AffiliationInfo><Affiliation>Department of Examples, Nowhere.</Affiliation></AffiliationInfo>
            <AffiliationInfo><Affiliation>Second Institute.</Affiliation></AffiliationInfo>
          </Author>
          <Author ValidYN="Y"><CollectiveName>Invented Study Group</CollectiveName></Author>
        </AuthorList>
        <Language>eng</Language>
        <Language>ger</Language>
        <DataBankList CompleteYN="Y">
          <DataBank>
            <DataBankName>ClinicalTrials.gov</DataBankName>
            <AccessionNumberList>
              <AccessionNumber>NCT00000001</AccessionNumber>
              <AccessionNumber>NCT00000002</AccessionNumber>
            </AccessionNumberList>
          </DataBank>
          <DataBank><DataBankName>GEO</DataBankName></DataBank>
        </DataBankList>
        <GrantList CompleteYN="Y">
          <Grant>
            <GrantID>R01 0001</GrantID><Acronym>CA</Acronym>
            <Agency>NCI NIH HHS</Agency><Country>United States</Country>
          </Grant>
          <Grant><Agency>Nobody Trust</Agency></Grant>
          <Grant>
            <GrantID>R01 0001</GrantID><Acronym>CA</Acronym>
            <Agency>NCI NIH HHS</Agency><Country>United States</Country>
          </Grant>
        </GrantList>
        <PublicationTypeList>
          <PublicationType UI="D002363">Case Reports</PublicationType>
          <PublicationType UI="D016428">Journal Article</PublicationType>
          <PublicationType UI="D002363">Case Reports</PublicationType>
        </PublicationTypeList>
        <ArticleDate DateType="Electronic"><Year>2003</Year><Month>06</Month><Day>02</Day></ArticleDate>
      </Article>
      <MedlineJournalInfo>
        <Country>Nowhere</Country>
        <MedlineTA>J Inv Cases</MedlineTA>
        <NlmUniqueID>0000001R</NlmUniqueID>
        <ISSNLinking>1234-567X</ISSNLinking>
      </MedlineJournalInfo>
      <ChemicalList>
        <Chemical>
          <RegistryNumber>7440-70-2</RegistryNumber>
          <NameOfSubstance UI="D000001">Exemplium</NameOfSubstance>
        </Chemical>
      </ChemicalList>
      <SupplMeshList><SupplMeshName Type="Disease" UI="C000001">Example disease</SupplMeshName></SupplMeshList>
      <CitationSubset>IM</CitationSubset>
      <CommentsCorrectionsList>
        <CommentsCorrections RefType="ErratumIn">
          <RefSource>J Inv Cases. 2004;1:2</RefSource><Note>Dosage error</Note>
        </CommentsCorrections>
        <CommentsCorrections RefType="RetractionIn">
          <RefSource>J Inv Cases. 2005;1:2</RefSource><PMID Version="1">90000009</PMID>
        </CommentsCorrections>
        <CommentsCorrections RefType="Cites">
          <RefSource>J Old. 1990;1:2</RefSource><PMID Version="1">80000001</PMID>
        </CommentsCorrections>
      </CommentsCorrectionsList>
      <MeshHeadingList>
        <MeshHeading><DescriptorName UI="D006801" MajorTopicYN="N">Humans</DescriptorName></MeshHeading>
        <MeshHeading>
          <DescriptorName UI="D013120" MajorTopicYN="Y">Spinal Cord</DescriptorName>
          <QualifierName UI="Q000601" MajorTopicYN="Y">surgery</QualifierName>
          <QualifierName UI="Q000556" MajorTopicYN="N">secondary</QualifierName>
        </MeshHeading>
      </MeshHeadingList>
      <OtherAbstract Type="Publisher" Language="ger">
        <AbstractText Label="HINTERGRUND">Er ist selten.</AbstractText>
      </OtherAbstract>
      <KeywordList Owner="NOTNLM">
        <Keyword MajorTopicYN="N">spine</Keyword><Keyword MajorTopicYN="N">PM<sub>2.5</sub></Keyword>
      </KeywordList>
      <KeywordList Owner="NASA"><Keyword MajorTopicYN="Y">Gravity</Keyword></KeywordList>
      <CoiStatement>None <i>declared</i>.</CoiStatement>
      <InvestigatorList>
        <Investigator ValidYN="Y"><LastName>Helper</LastName><Initials>H</Initials></Investigator>
      </InvestigatorList>
      <InvestigatorList>
        <Investigator ValidYN="Y"><LastName>Second</LastName></Investigator>
        <Investigator ValidYN="N"><LastName>Secnod</LastName></Investigator>
      </InvestigatorList>
    </MedlineCitation>
    <PubmedData>
      <History>
        <PubMedPubDate PubStatus="received"><Year>2002</Year><Month>1</Month><Day>2</Day></PubMedPubDate>
        <PubMedPubDate PubStatus="entrez">
          <Year>2003</Year><Month>7</Month><Day>15</Day><Hour>5</Hour><Minute>0</Minute>
        </PubMedPubDate>
        <PubMedPubDate PubStatus="pubmed"><Year>2003</Year><Month>7</Month><Day>16</Day></PubMedPubDate>
        <PubMedPubDate PubStatus="medline"><Year>2004</Year><Month>1</Month><Day>10</Day></PubMedPubDate>
      </History>
      <PublicationStatus>ppublish</PublicationStatus>
      <ArticleIdList>
        <ArticleId IdType="pubmed">90000001</ArticleId>
        <ArticleId IdType="doi">10.9999/jic.2003.1</ArticleId>
        <ArticleId IdType="pmc">PMC9000001</ArticleId>
        <ArticleId IdType="mid">NIHMS1</ArticleId>
      </ArticleIdList>
      <ReferenceList>
        <Title>References</Title>
        <Reference>
          <Citation>J Old. 1990;1:2</Citation>
          <ArticleIdList>
            <ArticleId IdType="doi">10.1111/not.mine</ArticleId>
            <ArticleId IdType="pubmed">80000001</ArticleId>
          </ArticleIdList>
        </Reference>
        <Reference>
          <Citation>J Bad. 1991</Citation>
          <ArticleIdList><ArticleId IdType="pubmed">NOT_FOUND;INVALID_JOURNAL</ArticleId></ArticleIdList>
        </Reference>
        <ReferenceList>
          <Reference>
            <Citation>J Deep. 1992</Citation>
            <ArticleIdList>
              <ArticleId IdType="pubmed"> 80000002 </ArticleId>
              <ArticleId IdType="pubmed">PMC80000003</ArticleId>
              <ArticleId IdType="pubmed">0</ArticleId>
              <ArticleId IdType="pmc">PMC80000004</ArticleId>
            </ArticleIdList>
          </Reference>
        </ReferenceList>
      </ReferenceList>
    </PubmedData>
  </PubmedArticle>
</PubmedArticleSet>
"""


def test_an_article_becomes_a_record_with_every_field() -> None:
    (parsed,) = parse_raw(PLAIN.encode(), "reply")
    assert parsed.item == Record(
        pmid="90000001",
        version=2,
        title="A spinal metastasis of a meningeal tumour.",
        sections=(
            Section(text="It is rare.", label="BACKGROUND", category="BACKGROUND"),
            Section(text="A woman of 48 years with 10^2 cells.", label="CASE REPORT", category="METHODS"),
        ),
        copyright="Copyright 2003 Nobody.",
        other_abstracts=(
            OtherAbstract(
                sections=(Section(text="Er ist selten.", label="HINTERGRUND"),), language="ger", kind="Publisher"
            ),
        ),
        authors=(
            Author(
                last="Example",
                fore="Jane Q",
                initials="JQ",
                suffix="2nd",
                affiliations=("Department of Examples, Nowhere.", "Second Institute."),
                orcid="0000-0002-1825-009X",
            ),
            Author(collective="Invented Study Group"),
        ),
        investigators=(Author(last="Helper", initials="H"), Author(last="Second")),
        journal=Journal(
            title="Journal of invented cases",
            abbreviation="J Inv Cases",
            issn="1234-5678",
            issn_linking="1234-567X",
            nlm_id="0000001R",
            country="Nowhere",
        ),
        volume="12",
        issue="3 Suppl",
        pages="101-9; discussion 110",
        dates=Dates(
            print=PartialDate(year=2003, month=7, day=14, raw="2003 Jul 14"),
            electronic=PartialDate(year=2003, month=6, day=2, raw="2003 06 02"),
            entrez=PartialDate(year=2003, month=7, day=15, raw="2003 7 15"),
            pubmed=PartialDate(year=2003, month=7, day=16, raw="2003 7 16"),
            medline=PartialDate(year=2004, month=1, day=10, raw="2004 1 10"),
            completed=PartialDate(year=2004, month=1, day=9, raw="2004 01 09"),
            revised=PartialDate(year=2019, month=11, day=30, raw="2019 11 30"),
        ),
        doi="10.9999/jic.2003.1",
        pmcid="PMC9000001",
        other_ids=(("pii", "S0000-01"), ("mid", "NIHMS1")),
        languages=("eng", "ger"),
        publication_types=("Case Reports", "Journal Article"),
        mesh=(
            MeshHeading(descriptor="Humans", ui="D006801"),
            MeshHeading(
                descriptor="Spinal Cord",
                ui="D013120",
                major=True,
                qualifiers=(
                    Qualifier(name="surgery", ui="Q000601", major=True),
                    Qualifier(name="secondary", ui="Q000556"),
                ),
            ),
        ),
        substances=(
            Substance(name="Exemplium", ui="D000001", registry="7440-70-2"),
            Substance(name="Example disease", ui="C000001", kind="Disease"),
        ),
        keywords=("spine", "PM2.5", "Gravity"),
        grants=(
            Grant(number="R01 0001", acronym="CA", agency="NCI NIH HHS", country="United States"),
            Grant(agency="Nobody Trust"),
        ),
        accessions=(("ClinicalTrials.gov", "NCT00000001"), ("ClinicalTrials.gov", "NCT00000002"), ("GEO", "")),
        corrections=(
            Correction(kind="ErratumIn", source="J Inv Cases. 2004;1:2", note="Dosage error"),
            Correction(kind="RetractionIn", source="J Inv Cases. 2005;1:2", pmid="90000009"),
        ),
        references=("80000001", "80000002"),
        conflict_of_interest="None declared.",
        status="MEDLINE",
        publication_status="ppublish",
        publication_model="Print-Electronic",
        digest=hashlib.sha256(parsed.xml).hexdigest(),
    )


def article(title: str = "A title.", pmid: str = "1", inside: str = "", beside: str = "", data: str = "") -> str:
    """The least article: `inside` is in <Article>, `beside` after it, `data` in <PubmedData>."""
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        f'<Article PubModel="Print">{title and f"<ArticleTitle>{title}</ArticleTitle>"}{inside}</Article>{beside}'
        f"</MedlineCitation>{data and f'<PubmedData>{data}</PubmedData>'}</PubmedArticle>"
    )


def set_of(*articles: str) -> str:
    return "\n".join(('<?xml version="1.0"?>', "<PubmedArticleSet>", *articles, "</PubmedArticleSet>\n"))


def parsed(xml: str | bytes) -> list[Record | Deletion | Refusal]:
    return list(parse_pubmed(xml if isinstance(xml, bytes) else xml.encode(), "reply"))


def only(xml: str) -> Record:
    (item,) = parsed(xml)
    assert isinstance(item, Record), item
    return item


def refused(xml: str | bytes) -> str:
    with pytest.raises(Refused) as caught:
        parsed(xml)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def outcome(items: list[Record | Deletion | Refusal]) -> list[str]:
    return [f"{item.pmid} {item.title}" if isinstance(item, Record) else str(item) for item in items]


# -------------------------------------------------------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup>2</sup> cells", "10^2 cells"),
        ("10<sup>-6</sup>, 10<sup>−6</sup> and 10<sup>+6</sup>", "10^-6, 10^−6 and 10^+6"),
        ("10<sup><i>2</i></sup>", "10^2"),
        ("10<b><sup>2</sup></b>", "10^2"),
        ("10<sup>-</sup><sup>6</sup>", "10^-6"),
        ("10<sup>.5</sup>", "10^.5"),
        ("in 2003<sup>1,2</sup>", "in 2003^1,2"),
        ("aged 48.<sup>2</sup>", "aged 48.^2"),
        ("x<sup>2</sup><sup>1</sup>", "x2^1"),
        ("CO<sub>2</sub> and H<sub>2</sub>O", "CO2 and H2O"),
        ("CO<sub>2</sub><sup>2-</sup>", "CO2^2-"),
        ("5<sub>2</sub>", "5_2"),
        ("0<sub>.</sub>5", "0.5"),
        ("mc<sup>2</sup>155 and log<sub>10</sub>5", "mc2 155 and log10 5"),
        ("30 kg/m<sup>2</sup>, <sup>18</sup>F, <sup>99m</sup>Tc", "30 kg/m2, 18F, 99mTc"),
        ("CD4<sup>+</sup>25, Ca<sup>2+</sup>, 2<sup>nd</sup>, Name<sup>®</sup>", "CD4+25, Ca2+, 2nd, Name®"),
        ("10 <sup>2</sup>", "10 2"),
        ("1<b>2</b>3<i>4</i><u>5</u>", "12345"),
        ("<i>a</i>\n      <b>c</b>", "a c"),
        ("  P\t&lt;\r\n 0.05 &amp; \u2009x\u00a0", "P < 0.05 & \u2009x"),
        ("a\u2009b\u00a0c", "a\u2009b\u00a0c"),
        ("&#176;C, &#xe9;", "°C, é"),
        ("a<![CDATA[ <b> </PubmedArticle>]]>", "a <b> </PubmedArticle>"),
        ("a<!-- <PubmedArticle> -->b<?pi </PubmedArticle>?>c", "abc"),
        ("so <DispFormula>x = 1</DispFormula> holds", "so x = 1 holds"),
    ],
)
def test_mark_up_is_resolved_without_changing_a_number(markup: str, text: str) -> None:
    assert only(set_of(article(title=markup))).title == text


MATHML = 'xmlns:mml="http://www.w3.org/1998/Math/MathML"'


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<mml:mi>V</mml:mi>\n <mml:mo>.</mml:mo>\n <mml:mi>O</mml:mi>", "V.O"),
        ("<mml:msup><mml:mn>10</mml:mn><mml:mn>2</mml:mn></mml:msup>", "10^2"),
        ("<mml:msup><mml:mn>10</mml:mn><mml:mrow><mml:mo>-</mml:mo><mml:mn>6</mml:mn></mml:mrow></mml:msup>", "10^-6"),
        ("<mml:msub><mml:mn>5</mml:mn><mml:mn>2</mml:mn></mml:msub>", "5_2"),
        ("<mml:msubsup><mml:mi>x</mml:mi><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:msubsup>", "x1^2"),
        ("<mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac>", "1/2"),
        ("<mml:mn>1</mml:mn><mml:mn>2</mml:mn>", "1 2"),
        ("<mml:mi>He</mml:mi><mml:mtext> </mml:mtext><mml:none/><mml:mi>MRI</mml:mi>", "He MRI"),
    ],
)
def test_mathml_gives_its_text(formula: str, text: str) -> None:
    title = f"so <mml:math {MATHML}>{formula}</mml:math>."
    assert only(set_of(article(title=title))).title == f"so {text}."


# The text that XML can hold, with digits and the characters that matter to them more often than chance gives them.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("0123456789 .-+^_/\n"),
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
    ),
    max_size=8,
)
TAGS = st.sampled_from(["b", "i", "u", "sup", "sub"])
MARKED = st.recursive(
    TEXTS.map(lambda text: (text, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))),
    lambda inner: st.lists(st.tuples(st.one_of(st.none(), TAGS), inner), max_size=4).map(
        lambda parts: (
            "".join(text for _, (text, _) in parts),
            "".join(f"<{tag}>{xml}</{tag}>" if tag else xml for tag, (_, xml) in parts),
        )
    ),
    max_leaves=12,
)


def bare(text: str) -> str:
    return "".join(character for character in text if character not in "^_" and not character.isspace())


@given(MARKED)
def test_no_nesting_of_mark_up_loses_a_character(marked: tuple[str, str]) -> None:
    text, xml = marked
    record = only(set_of(article(inside=f"<Abstract><AbstractText>{xml}</AbstractText></Abstract>")))
    assert bare("".join(section.text for section in record.sections)) == bare(text)


@given(st.lists(st.tuples(st.sampled_from(["", "sup", "sub"]), st.integers(0, 999)), min_size=1, max_size=6))
def test_no_number_runs_into_the_next(numbers: list[tuple[str, int]]) -> None:
    """Plain text beside plain text is one number as printed; with a script between them there are two."""
    xml = "".join(f"<{tag}>{number}</{tag}>" if tag else f"<i/>{number}|" for tag, number in numbers)
    title = only(set_of(article(title=f"x {xml}"))).title
    for sign in "^_|x":
        title = title.replace(sign, " ")
    assert title.split() == [str(number) for _, number in numbers]


# ----------------------------------------------------------------------------------------------- title and abstract


@pytest.mark.parametrize(
    ("title", "vernacular", "expected"),
    [
        ("[A translated title].", "Ein Titel.", "[A translated title]."),
        ("[Not Available].", "Ein <i>Titel</i>.", "Ein Titel."),
        ("[Not available]", "Ein Titel.", "Ein Titel."),
        ("[Not Available].", "", "[Not Available]."),
        ("", "Ein Titel.", "Ein Titel."),
    ],
)
def test_the_vernacular_title_stands_in_for_a_missing_translation(title: str, vernacular: str, expected: str) -> None:
    record = only(set_of(article(title=title, inside=f"<VernacularTitle>{vernacular}</VernacularTitle>")))
    assert (record.title, record.vernacular_title) == (expected, vernacular.replace("<i>", "").replace("</i>", ""))


def test_a_structured_abstract_keeps_its_labels_as_printed() -> None:
    abstract = """<Abstract>
      <AbstractText>No label.</AbstractText>
      <AbstractText Label="">Empty label.</AbstractText>
      <AbstractText Label="UNLABELLED" NlmCategory="UNASSIGNED">Not a label.</AbstractText>
      <AbstractText Label="Results" NlmCategory="RESULTS">One.</AbstractText>
      <AbstractText Label="Results" NlmCategory="RESULTS">Two.</AbstractText>
      <AbstractText Label="NOTHING"/>
    </Abstract>"""
    record = only(set_of(article(inside=abstract)))
    assert record.sections == (
        Section(text="No label."),
        Section(text="Empty label."),
        Section(text="Not a label.", category="UNASSIGNED"),
        Section(text="One.", label="Results", category="RESULTS"),
        Section(text="Two.", label="Results", category="RESULTS"),
    )
    assert record.text == "A title.\n\nNo label.\nEmpty label.\nNot a label.\nResults: One.\nResults: Two."


def test_an_abstract_in_another_language_alone_is_enough() -> None:
    other = '<OtherAbstract Type="Publisher" Language="spa"><AbstractText>Raro.</AbstractText></OtherAbstract>'
    record = only(set_of(article(title="", beside=other)))
    assert (record.title, record.sections, record.text) == ("", (), "")
    assert record.other_abstracts == (
        OtherAbstract(sections=(Section(text="Raro."),), language="spa", kind="Publisher"),
    )


# ------------------------------------------------------------------------------------------------------------ people


def test_authors_editors_and_a_list_that_is_cut() -> None:
    lists = """
      <AuthorList CompleteYN="N" Type="authors">
        <Author ValidYN="N"><LastName>Mispelt</LastName><Initials>M</Initials></Author>
        <Author ValidYN="Y" EqualContrib="Y"><LastName>Misspelt</LastName><Initials>M</Initials>
          <Identifier Source="ROR">https://ror.org/0000</Identifier>
          <Identifier Source="ORCID">0000000218250097</Identifier></Author>
        <Author ValidYN="Y"><LastName>Mononym</LastName><Identifier Source="ORCID">unknown</Identifier></Author>
      </AuthorList>
      <AuthorList CompleteYN="Y" Type="editors">
        <Author ValidYN="Y"><LastName>Editor</LastName><ForeName>Ed</ForeName><Initials>E</Initials></Author>
      </AuthorList>"""
    record = only(set_of(article(inside=lists)))
    assert record.authors == (
        Author(last="Misspelt", initials="M", orcid="0000-0002-1825-0097"),
        Author(last="Mononym"),
    )
    assert record.editors == (Author(last="Editor", fore="Ed", initials="E"),)
    assert not record.authors_complete


def test_affiliations_of_older_xml() -> None:
    authors = """<Affiliation>Of the first.</Affiliation><AuthorList>
      <Author><LastName>First</LastName></Author>
      <Author><LastName>Second</LastName><Affiliation>Of the second.</Affiliation></Author></AuthorList>"""
    assert only(set_of(article(inside=authors))).authors == (
        Author(last="First", affiliations=("Of the first.",)),
        Author(last="Second", affiliations=("Of the second.",)),
    )
    assert only(set_of(article(inside="<Affiliation>Of nobody.</Affiliation>"))).authors == ()


# ------------------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("pubdate", "expected"),
    [
        ("<Year>2003</Year>", PartialDate(year=2003, raw="2003")),
        ("<Year>2003</Year><Month>Jul</Month>", PartialDate(year=2003, month=7, raw="2003 Jul")),
        ("<Year>2003</Year><Month>07</Month>", PartialDate(year=2003, month=7, raw="2003 07")),
        ("<Year>2003</Year><Month>Feb</Month><Day>30</Day>", PartialDate(year=2003, month=2, raw="2003 Feb 30")),
        ("<Year>2003</Year><Month>13</Month><Day>1</Day>", PartialDate(year=2003, raw="2003 13 1")),
        ("<Year>2003</Year><Season>Winter</Season>", PartialDate(year=2003, month=1, raw="2003 Winter")),
        ("<Year>2003</Year><Season>Spring</Season>", PartialDate(year=2003, month=4, raw="2003 Spring")),
        ("<Year>2003</Year><Season>Summer</Season>", PartialDate(year=2003, month=7, raw="2003 Summer")),
        ("<Year>2003</Year><Season>Fall</Season>", PartialDate(year=2003, month=10, raw="2003 Fall")),
        ("<Year>2003</Year><Season>Autumn</Season>", PartialDate(year=2003, month=10, raw="2003 Autumn")),
        ("<Year>1994</Year><Season>Sep-Dec</Season>", PartialDate(year=1994, month=9, raw="1994 Sep-Dec")),
        ("<MedlineDate>1994 Sep-Dec</MedlineDate>", PartialDate(year=1994, month=9, raw="1994 Sep-Dec")),
        (
            "<MedlineDate>1998 Dec-1999 Jan</MedlineDate>",
            PartialDate(year=1998, month=12, raw="1998 Dec-1999 Jan"),
        ),
        (
            "<MedlineDate>2000 Spring-Summer</MedlineDate>",
            PartialDate(year=2000, month=4, raw="2000 Spring-Summer"),
        ),
        (
            "<MedlineDate>1999 Dec 23-30</MedlineDate>",
            PartialDate(year=1999, month=12, day=23, raw="1999 Dec 23-30"),
        ),
        ("<MedlineDate>1975-1976</MedlineDate>", PartialDate(year=1975, raw="1975-1976")),
        ("<MedlineDate>1976-1977 Winter</MedlineDate>", PartialDate(year=1976, raw="1976-1977 Winter")),
        ("<MedlineDate>1999 1st Quarter</MedlineDate>", PartialDate(year=1999, raw="1999 1st Quarter")),
        ("<MedlineDate>Vol. 12, 1901</MedlineDate>", PartialDate(year=1901, raw="Vol. 12, 1901")),
        ("<MedlineDate>undated</MedlineDate>", None),
        ("<Year/>", None),
        ("", None),
    ],
)
def test_the_date_of_the_issue(pubdate: str, expected: PartialDate | None) -> None:
    issue = f"<Journal><JournalIssue><PubDate>{pubdate}</PubDate></JournalIssue></Journal>"
    assert only(set_of(article(inside=issue))).dates == Dates(print=expected)


def test_the_electronic_date_is_the_first_that_is_one() -> None:
    dates = """<ArticleDate DateType="Print"><Year>2001</Year></ArticleDate>
      <ArticleDate><Year>2002</Year><Month>02</Month></ArticleDate>
      <ArticleDate DateType="Electronic"><Year>2003</Year></ArticleDate>"""
    assert only(set_of(article(inside=dates))).dates == Dates(electronic=PartialDate(year=2002, month=2, raw="2002 02"))


@given(st.text(st.sampled_from("0129 -JanFebWinter"), max_size=20))
def test_a_date_is_never_made_up(words: str) -> None:
    issue = f"<Journal><JournalIssue><PubDate><MedlineDate>{words}</MedlineDate></PubDate></JournalIssue></Journal>"
    date = only(set_of(article(inside=issue))).dates.print
    assert date is None or (str(date.year) in words and date.raw == " ".join(words.split()))


# ------------------------------------------------------------------------------------------------- identifiers, pages


@pytest.mark.parametrize(
    ("inside", "data", "doi", "pmcid", "other_ids"),
    [
        ("", '<ArticleId IdType="doi">10.1/ABC</ArticleId>', "10.1/abc", "", ()),
        ("", '<ArticleId IdType="doi">https://doi.org/10.1/ABC</ArticleId>', "10.1/abc", "", ()),
        ("", '<ArticleId IdType="doi">n/a</ArticleId>', "", "", (("doi", "n/a"),)),
        (
            '<ELocationID EIdType="doi" ValidYN="N">10.1/WRONG</ELocationID>',
            '<ArticleId IdType="doi">10.1/wrong</ArticleId><ArticleId IdType="doi">10.1/right</ArticleId>',
            "10.1/right",
            "",
            (),
        ),
        (
            '<ELocationID EIdType="doi" ValidYN="Y">10.1/a</ELocationID>',
            '<ArticleId IdType="doi">10.1/b</ArticleId>',
            "10.1/a",
            "",
            (("doi", "10.1/b"),),
        ),
        ("", '<ArticleId>1</ArticleId><ArticleId IdType="pmc">PMC12</ArticleId>', "", "PMC12", ()),
        ("", '<ArticleId IdType="pmc">12</ArticleId><ArticleId IdType="pii"/>', "", "", (("pmc", "12"),)),
        (
            '<ELocationID EIdType="pii" ValidYN="Y">e1</ELocationID>',
            '<ArticleId IdType="pii">e1</ArticleId><ArticleId IdType="pmcid">pmc-id: PMC12;</ArticleId>',
            "",
            "",
            (("pii", "e1"), ("pmcid", "pmc-id: PMC12;")),
        ),
    ],
)
def test_identifiers(inside: str, data: str, doi: str, pmcid: str, other_ids: tuple[tuple[str, str], ...]) -> None:
    record = only(set_of(article(inside=inside, data=f"<ArticleIdList>{data}</ArticleIdList>")))
    assert (record.doi, record.pmcid, record.other_ids) == (doi, pmcid, other_ids)


def test_the_doi_of_a_reference_is_never_the_article_s() -> None:
    data = """<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1/cited</ArticleId>
      <ArticleId IdType="pmc">PMC1</ArticleId></ArticleIdList></Reference></ReferenceList>"""
    record = only(set_of(article(data=data)))
    assert (record.doi, record.pmcid, record.other_ids, record.references) == ("", "", (), ())


@pytest.mark.parametrize(
    ("pagination", "pages"),
    [
        ("<MedlinePgn>79-89</MedlinePgn>", "79-89"),
        ("<StartPage>79</StartPage><EndPage>89</EndPage><MedlinePgn/>", "79-89"),
        ("<StartPage>e2026</StartPage>", "e2026"),
        ("", ""),
    ],
)
def test_pages(pagination: str, pages: str) -> None:
    assert only(set_of(article(inside=f"<Pagination>{pagination}</Pagination>"))).pages == pages


def test_journal_abbreviation_of_iso_where_nlm_has_none() -> None:
    inside = '<Journal><ISSN IssnType="Electronic">1111-2222</ISSN><ISOAbbreviation>J. X.</ISOAbbreviation></Journal>'
    assert only(set_of(article(inside=inside))).journal == Journal(abbreviation="J. X.", issn="1111-2222")


def test_the_least_article_has_empty_fields_and_no_none() -> None:
    (least,) = parse_raw(article().encode(), "reply")
    assert least.item == Record(
        pmid="1",
        title="A title.",
        status="MEDLINE",
        publication_model="Print",
        digest=hashlib.sha256(least.xml).hexdigest(),
    )


# ------------------------------------------------------------------------------------------------------------- books

BOOK = """
<PubmedBookArticle>
  <BookDocument>
    <PMID Version="1">20300001</PMID>
    <ArticleIdList>
      <ArticleId IdType="bookaccession">NBK1</ArticleId>
      <ArticleId IdType="doi">10.9999/CHAPTER</ArticleId>
    </ArticleIdList>
    <Book>
      <Publisher><PublisherName>Nobody Press</PublisherName><PublisherLocation>Nowhere</PublisherLocation></Publisher>
      <BookTitle book="gene">GeneExamples<sup>®</sup></BookTitle>
      <PubDate><Year>1993</Year></PubDate>
      <AuthorList Type="editors" CompleteYN="Y"><Author><LastName>Editor</LastName></Author></AuthorList>
      <AuthorList Type="authors" CompleteYN="Y"><Author><LastName>Whole</LastName></Author></AuthorList>
      <Volume>2</Volume>
      <Isbn>9780000000000</Isbn>
      <ELocationID EIdType="doi" ValidYN="Y">10.9999/BOOK</ELocationID>
    </Book>
    <ArticleTitle book="gene" part="x">A chapter</ArticleTitle>
    <Pagination><MedlinePgn>1-9</MedlinePgn></Pagination>
    <Language>eng</Language>
    <AuthorList Type="authors" CompleteYN="Y"><Author><LastName>Chapter</LastName></Author></AuthorList>
    <PublicationType UI="D016454">Review</PublicationType>
    <Abstract><AbstractText Label="SUMMARY">Short.</AbstractText>
      <CopyrightInformation>Copyright Nobody.</CopyrightInformation></Abstract>
    <KeywordList Owner="NLM"><Keyword MajorTopicYN="N">gene</Keyword></KeywordList>
    <ContributionDate><Year>2006</Year><Month>2</Month><Day>2</Day></ContributionDate>
    <DateRevised><Year>2020</Year><Month>1</Month><Day>3</Day></DateRevised>
    <GrantList><Grant><GrantID>G1</GrantID></Grant></GrantList>
    <ReferenceList><Reference><ArticleIdList>
      <ArticleId IdType="pubmed">7</ArticleId></ArticleIdList></Reference></ReferenceList>
  </BookDocument>
  <PubmedBookData>
    <History><PubMedPubDate PubStatus="entrez"><Year>2010</Year><Month>3</Month><Day>20</Day></PubMedPubDate></History>
    <PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList><ArticleId IdType="pubmed">20300001</ArticleId></ArticleIdList>
  </PubmedBookData>
</PubmedBookArticle>
"""


def test_a_chapter_of_a_book() -> None:
    record = only(set_of(BOOK))
    assert record == Record(
        pmid="20300001",
        kind="book",
        title="A chapter",
        sections=(Section(text="Short.", label="SUMMARY"),),
        copyright="Copyright Nobody.",
        authors=(Author(last="Chapter"),),
        editors=(Author(last="Editor"),),
        journal=Journal(title="GeneExamples®"),
        volume="2",
        pages="1-9",
        dates=Dates(
            print=PartialDate(year=1993, raw="1993"),
            electronic=PartialDate(year=2006, month=2, day=2, raw="2006 2 2"),
            entrez=PartialDate(year=2010, month=3, day=20, raw="2010 3 20"),
            revised=PartialDate(year=2020, month=1, day=3, raw="2020 1 3"),
        ),
        doi="10.9999/chapter",
        other_ids=(("bookaccession", "NBK1"), ("isbn", "9780000000000"), ("doi", "10.9999/book")),
        languages=("eng",),
        publication_types=("Review",),
        keywords=("gene",),
        grants=(Grant(number="G1"),),
        references=("7",),
        publication_status="ppublish",
        digest=record.digest,
    )


def test_a_whole_book_has_its_own_title_authors_and_doi() -> None:
    whole = BOOK.replace('<ArticleTitle book="gene" part="x">A chapter</ArticleTitle>', "").replace(
        '<AuthorList Type="authors" CompleteYN="Y"><Author><LastName>Chapter</LastName></Author></AuthorList>', ""
    )
    record = only(set_of(whole))
    assert (record.title, record.journal, record.authors) == ("GeneExamples®", Journal(), (Author(last="Whole"),))
    assert record.doi == "10.9999/book"
    assert record.other_ids == (("bookaccession", "NBK1"), ("doi", "10.9999/chapter"), ("isbn", "9780000000000"))


# ---------------------------------------------------------------------------------------------- nothing lost in silence


@pytest.mark.parametrize(
    ("xml", "refusal"),
    [
        (article(pmid=""), "reply, article 2: it has no PMID"),
        (article(pmid="12a"), "reply, article 2: its PMID reads '12a', which is no number of up to eight digits"),
        (article(pmid="123456789"), "reply, article 2: its PMID reads '123456789', which is no number of up to eight"),
        (article(title="", pmid="7"), "reply, article 2, PMID 7: it has neither a title nor an abstract"),
        (article(title="<i> </i>", pmid="7"), "reply, article 2, PMID 7: it has neither a title nor an abstract"),
        ("<PubmedArticle></PubmedArticle>", "reply, article 2: it has no PMID"),
        ("<PubmedArticle/>", "reply, article 2: it has no PMID"),
        ('<PubmedArticle xmlns:a="b"><a:b/></PubmedArticle>', "reply, article 2: its XML has no canonical form (C14N"),
        ("<PubmedBookArticle><BookDocument/></PubmedBookArticle>", "reply, article 2: it has no PMID"),
        (article(title="<i>a</b>", pmid="7"), "reply, article 2, PMID 7: its XML is broken (Opening and ending tag"),
        (article(title="a & b", pmid="7"), "reply, article 2, PMID 7: its XML is broken ("),
        (article(title="&bomb;", pmid="7"), "reply, article 2, PMID 7: its XML is broken (Entity 'bomb' not defined"),
        (article(title="<!ENTITY a 'b'>", pmid="7"), "reply, article 2, PMID 7: its XML is broken ("),
        (article(title="<!DOCTYPE x [<!ENTITY a 'b'>]>", pmid="7"), "reply, article 2, PMID 7: its XML is broken ("),
        (article(title="<i>" * 3000 + "</i>" * 3000, pmid="7"), "reply, article 2, PMID 7: its XML is broken ("),
        (article(pmid="7")[:-40], "reply, article 2, PMID 7: its <PubmedArticle> is never closed; fetch it again"),
        ("<Note>lost</Note>", "reply: it has '<Note>lost</Note>' where PubMed XML has <PubmedArticleSet> or an"),
        ("Error occurred", "reply: it has 'Error occurred' where PubMed XML has <PubmedArticleSet> or an article"),
        ("<ERROR>Out of\nrange</ERROR>", "reply: NCBI answered with an error and not with articles: Out of range"),
        ("</PubmedArticle>", "reply: it has '</PubmedArticle>' where PubMed XML has"),
        ('<PubmedArticle a="', "reply: it has '<PubmedArticle a=\"' where PubMed XML has"),
    ],
)
def test_a_hopeless_article_costs_itself_alone(xml: str, refusal: str) -> None:
    before, refused_one, after = outcome(parsed(set_of(article("First.", "1"), xml, article("Last.", "9"))))
    assert (before, after) == ("1 First.", "9 Last.")
    assert refused_one.startswith(refusal)
    assert "\n" not in refused_one


def test_bytes_that_are_no_utf8_cost_their_article_alone() -> None:
    xml = set_of(article("Café.", "1"), article("Plain.", "2")).encode("latin-1").replace(b' encoding="utf-8"', b"")
    bad, good = outcome(parsed(xml))
    assert bad.startswith("reply, article 1, PMID 1: its XML is broken (")
    assert good == "2 Plain."


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("a&nbsp;b &hellip; &Eacute; &amp;lt;", "a\u00a0b … É &lt;"),
        ("x <mml:math><mml:mi>y</mml:mi></mml:math>", "x y"),
        ("x <mml:msup><mml:mn>10</mml:mn><mml:mn>2</mml:mn></mml:msup>", "x 10^2"),
        ('x <odd:b odd:c="1">y</odd:b>', "x y"),
        ("a\x0bb\x00c", "abc"),
    ],
)
def test_what_can_be_mended_without_losing_a_word_is_mended(title: str, text: str) -> None:
    first, second = parse_raw(set_of(article(title, "1"), article("Last.", "2")).encode(), "reply")
    assert isinstance(first.item, Record)
    assert isinstance(second.item, Record)
    assert (first.item.title, second.item.title) == (text, "Last.")
    assert [parsed.item for parsed in parse_raw(first.xml, "again")] == [first.item]


def test_deletions_stand_at_the_end_of_update_files() -> None:
    deleted = '<DeleteCitation>\n<PMID Version="1">5</PMID>\n<PMID Version="2">6</PMID><PMID>x</PMID></DeleteCitation>'
    assert parsed(set_of(article("First.", "1"), deleted))[1:] == [
        Deletion(pmid="5"),
        Deletion(pmid="6"),
        Refusal(source="reply", why="its list of deleted PMIDs has 'x', which is no PMID"),
    ]
    (broken,) = parsed(set_of("<DeleteCitation><PMID>5</DeleteCitation>"))
    assert str(broken).startswith("reply: its list of deleted PMIDs cannot be read: its XML is broken (")


@pytest.mark.parametrize("xml", ["<PubmedArticleSet></PubmedArticleSet>", "<PubmedArticleSet/>"])
def test_an_empty_set_is_an_answer(xml: str) -> None:
    """So efetch answers when it knows none of the PMIDs."""
    assert parsed(xml) == []


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("", "reply: it is empty; fetch it again"),
        (" \n", "reply: it is empty; fetch it again"),
        ('<?xml version="1.0"?>', "reply: it holds no article and no set of articles; fetch it again"),
        ("<!-- only this -->", "reply: it holds no article and no set of articles; fetch it again"),
        ("<Pubmed", "reply: it ends within a tag; fetch it again"),
        ("<!-- not even", "reply: its prolog does not end; fetch it again"),
        ("<?xml version=", "reply: its prolog does not end; fetch it again"),
        ("<!DOCTYPE PubmedArticleSet PUBLIC", "reply: its prolog does not end; fetch it again"),
        ("<PubmedArticleSet>", "reply: the closing </PubmedArticleSet> is missing; fetch it again"),
        (set_of(article())[:80], "reply: the <PubmedArticle> that follows is cut short; fetch it again"),
        ("<!DOCTYPE html>\n<html><body>x", "reply: it is a web page and not PubMed XML; fetch it with efetch and"),
        ("<!doctype HTML><html>", "reply: it is a web page and not PubMed XML; fetch it with efetch and retmode=xml"),
        ("<html lang='en'>", "reply: it is a web page and not PubMed XML; fetch it with efetch and retmode=xml"),
        ('{"result": 1}', "reply: it is JSON and not PubMed XML; fetch it with efetch and retmode=xml"),
        ("PMID- 1\nTI  - x", "reply: it has 'PMID- 1 TI - x' where PubMed XML has <PubmedArticleSet> or an article"),
        ("<eSearchResult><Count>1", "reply: it has '<eSearchResult><Count>1' where PubMed XML has <PubmedArticleSet>"),
        ("\x00\x01", "reply: it has '\\x00\\x01' where PubMed XML has <PubmedArticleSet> or an article"),
        (
            '<?xml version="1.0"?><!DOCTYPE eFetchResult PUBLIC "a" "b"><eFetchResult>\n'
            "<ERROR>Unable to obtain\n query #1</ERROR></eFetchResult>",
            "reply: NCBI answered with an error and not with articles: Unable to obtain query #1",
        ),
        (
            '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + set_of(article("&b;")),
            "reply: its DOCTYPE declares entities of its own, as NCBI's never does; fetch it from NCBI",
        ),
        (
            '<!DOCTYPE x SYSTEM "file:///etc/passwd" [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + set_of(article()),
            "reply: its DOCTYPE declares entities of its own, as NCBI's never does; fetch it from NCBI",
        ),
        (
            '<?xml version="1.0" encoding="rot13"?>' + article(),
            "reply: it says that it is encoded in rot13, which is not read here; convert it to UTF-8",
        ),
        (
            '<?xml version="1.0" encoding="klingon"?>' + article(),
            "reply: it says that it is encoded in klingon, which is not read here; convert it to UTF-8",
        ),
    ],
)
def test_what_is_no_pubmed_xml_is_refused_in_one_line(xml: str, message: str) -> None:
    assert refused(xml).startswith(message)


def test_a_local_dtd_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "pubmed.dtd").write_text('<!ENTITY secret "read">')
    path = tmp_path / "a.xml"
    path.write_text('<!DOCTYPE PubmedArticleSet SYSTEM "pubmed.dtd">' + set_of(article("&secret;"))[22:])
    (item,) = read_pubmed(path)
    assert isinstance(item, Refusal)
    assert item.why.startswith("its XML is broken (Entity 'secret' not defined")


def test_damage_after_the_first_article_is_one_refusal() -> None:
    assert outcome(parsed(set_of(article("First.", "1"), article("Last.", "2"))[:-150])) == [
        "1 First.",
        "reply: reading ends early, after article 1: the <PubmedArticle> that follows is cut short; fetch it again",
    ]
    assert outcome(parsed(set_of(article("First.", "1")).replace("</PubmedArticleSet>", ""))) == [
        "1 First.",
        "reply: reading ends early, after article 1: the closing </PubmedArticleSet> is missing; fetch it again",
    ]


def test_an_element_that_never_ends_does_not_fill_the_memory() -> None:
    def endless() -> Iterator[bytes]:
        yield article("First.", "1").encode() + b"<PubmedArticle>"
        while True:
            yield b"x" * (1 << 22)

    *_, last = parse_stream(endless(), "reply")
    assert str(last.item) == (
        "reply: reading ends early, after article 1: "
        "something in it is longer than 64 MiB, as no record is; fetch it again"
    )


@given(st.data())
def test_no_prefix_of_a_document_loses_anything_in_silence(data: st.DataObject) -> None:
    deleted = "<DeleteCitation><PMID>5</PMID></DeleteCitation>"
    whole = set_of(article("Eins – é.", "1"), BOOK, article("<i>Zwei</i>.", "2"), deleted).encode()
    every = parsed(whole)
    cut = data.draw(st.integers(0, len(whole.rstrip()) - 1))
    try:
        items = parsed(whole[:cut])
    except Refused:
        return
    assert items[:-1] == every[: len(items) - 1]
    assert isinstance(items[-1], Refusal)
    articles = sum(isinstance(item, Record) for item in items)
    assert items[-1].why.startswith(f"reading ends early, after article {articles}: ")


@given(st.binary(max_size=200), st.integers(0, 700))
def test_no_noise_breaks_the_parser_or_loses_an_article(noise: bytes, place: int) -> None:
    whole = set_of(article("First.", "1"), article("Last.", "2")).encode()
    try:
        items = parsed(whole[:place] + noise + whole[place:])
    except Refused as error:
        messages = [str(error)]
    else:
        messages = [str(item) for item in items if isinstance(item, Refusal)]
        assert len(items) >= 2
    assert all(len(message.splitlines()) == 1 for message in messages)


# ----------------------------------------------------------------------------------------------------------- channels


def test_documents_that_are_joined_are_all_read() -> None:
    """EDirect writes one document after the other into a file, each with its prolog."""
    joined = set_of(article("First.", "1")) + PLAIN + "\ufeff" + set_of(article("Last.", "9")) + article("Bare.", "10")
    assert [item.pmid for item in parsed(joined)] == ["1", "90000001", "9", "10"]


def test_a_document_cut_before_the_next_one_is_named() -> None:
    cut = set_of(article("First.", "1")).replace("</PubmedArticleSet>", "")
    assert outcome(parsed(cut + set_of(article("Last.", "2")))) == [
        "1 First.",
        "reply: a set of articles begins before the one before it has ended, so some may be missing; fetch it again",
        "2 Last.",
    ]


def test_something_strange_between_documents_is_named() -> None:
    page = "<html><body>Sorry</body></html>\n"
    error = "<eFetchResult><ERROR>Backend failed</ERROR></eFetchResult>\n"
    first, last = set_of(article("First.", "1")), set_of(article("Last.", "2"))
    assert outcome(parsed(page + first + error + last)) == [
        "reply: it is a web page and not PubMed XML; fetch it with efetch and retmode=xml",
        "1 First.",
        "reply: NCBI answered with an error and not with articles: Backend failed",
        "2 Last.",
    ]


def test_an_entity_bomb_in_a_later_document_ends_the_reading() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aa">]>' + article("&a;")
    assert outcome(parsed(set_of(article("First.", "1")) + bomb)) == [
        "1 First.",
        "reply: reading ends early, after article 1: its DOCTYPE declares entities of its own, "
        "as NCBI's never does; fetch it from NCBI",
    ]


@pytest.mark.parametrize(
    "xml",
    [
        article("Café.").encode(),
        b"\xef\xbb\xbf" + article("Café.").encode(),
        article("Café.").encode("utf-16"),
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + article("Café.").encode("latin-1"),
        b"<?xml version='1.0' encoding='windows-1252' ?>" + article("Café.").encode("latin-1"),
        b'<?xml version="1.0" encoding="US-ASCII"?>' + article("Caf&#233;.").encode(),
        gzip.compress(article("Café.").encode()),
        b"<PubmedBookArticleSet >" + article("Café.").encode() + b"</PubmedBookArticleSet\n>",
        article("Café.").replace("<PubmedArticle>", '<PubmedArticle a="x > y">').encode(),
        article("Café.").replace("</PubmedArticle>", "</PubmedArticle\n >").encode(),
    ],
)
def test_the_same_article_however_it_is_wrapped(xml: bytes) -> None:
    (item,) = parsed(xml)
    assert isinstance(item, Record)
    assert item.title == "Café."


def test_bytes_that_are_not_what_the_prolog_says() -> None:
    xml = article("First.", "1").encode("utf-16") + b"\x00"
    assert "its bytes are not the utf-16 that it says they are; fetch it again" in outcome(parsed(xml))[-1]


@given(st.integers(1, 400), st.booleans())
def test_the_size_of_the_chunks_does_not_matter(size: int, gaps: bool) -> None:
    xml = PLAIN.encode() + set_of(article("a<!-- </PubmedArticle> -->b", "2"), "stray", BOOK).encode()
    chunks = [xml[at : at + size] for at in range(0, len(xml), size)]
    spaced = [part for chunk in chunks for part in ((b"", chunk) if gaps else (chunk,))]
    assert list(parse_stream(spaced, "reply")) == list(parse_raw(xml, "reply"))


def test_files_are_told_by_their_first_bytes(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.xml.gz", tmp_path / "b.xml"
    plain.write_text(PLAIN)
    packed.write_bytes(gzip.compress(PLAIN.encode()) + gzip.compress(set_of(article("Last.", "2")).encode()))
    assert [item.pmid for item in read_pubmed(plain)] == ["90000001"]
    assert [item.pmid for item in read_pubmed(packed)] == ["90000001", "2"]
    assert next(read_raw(plain)) == next(read_raw(packed))


@pytest.mark.parametrize(
    "content",
    [b"", b" \r\n\t\n", b"\xef\xbb\xbf", "\ufeff \n".encode("utf-16-le"), gzip.compress(b""), b"\n" * (1 << 21)],
    ids=["0 bytes", "blanks", "byte order mark", "UTF-16", "gzip", "blanks of two chunks"],
)
def test_a_file_with_nothing_in_it_says_that_it_is_empty(tmp_path: Path, content: bytes) -> None:
    """A download that failed; nothing else about it needs to be looked into."""
    path = tmp_path / "pubmed.xml"
    path.write_bytes(content)
    with pytest.raises(Refused, match=r"pubmed\.xml: it is empty; fetch it again$"):
        list(read_pubmed(path))


def test_a_file_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"absent\.xml: there is no such file; check the path$"):
        list(read_pubmed(tmp_path / "absent.xml"))
    with pytest.raises(Refused, match=r"it cannot be read \(Is a directory\); check the path and its permissions$"):
        list(read_pubmed(tmp_path))


def test_gzip_that_is_cut_short_or_damaged(tmp_path: Path) -> None:
    path = tmp_path / "pubmed26n0001.xml.gz"
    articles = [article(hashlib.sha256(str(pmid).encode()).hexdigest(), str(pmid)) for pmid in range(1, 400)]
    packed = gzip.compress(set_of(*articles).encode())
    path.write_bytes(packed[: len(packed) // 2])
    *records, refusal = read_pubmed(path)
    assert len(records) > 100
    assert [record.pmid for record in records] == [str(pmid) for pmid in range(1, len(records) + 1)]
    assert isinstance(refusal, Refusal)
    assert refusal.why.startswith(
        f"reading ends early, after article {len(records)}: its gzip data are cut short or damaged ("
    )
    path.write_bytes(packed[:-8] + b"\0" * 8)
    *records, refusal = read_pubmed(path)
    assert len(records) == 399
    assert "its gzip data are cut short or damaged (CRC check failed" in str(refusal)
    path.write_bytes(packed[:9])
    with pytest.raises(Refused, match="its gzip data are cut short or damaged"):
        list(read_pubmed(path))


# ------------------------------------------------------------------------------------------------------------- digest


def test_the_xml_can_be_parsed_again_and_its_digest_names_the_record() -> None:
    for parsed_one in parse_raw((PLAIN + set_of(BOOK)).encode(), "reply"):
        assert isinstance(parsed_one.item, Record)
        assert hashlib.sha256(parsed_one.xml).hexdigest() == parsed_one.item.digest
        assert list(parse_raw(parsed_one.xml, "again")) == [parsed_one]
        assert parse_article(etree.fromstring(parsed_one.xml)) == parsed_one.item


def test_the_digest_does_not_show_the_channel() -> None:
    efetch = set_of(article("Caf&#233;&#x2009;<i>a</i>\n        <b>c</b>.", "1", "<Language>eng</Language>"), "")
    baseline = efetch.replace("        ", "  ").replace("&#233;", "é").replace("&#x2009;", "\u2009")
    baseline = baseline.replace('Status="MEDLINE" Owner="NLM"', "Owner='NLM'  Status='MEDLINE'")
    baseline = baseline.replace("</PubmedArticle>\n", "</PubmedArticle  >\n\n<!-- note -->\n    ")
    assert list(parse_raw(efetch.encode(), "a")) == list(parse_raw(baseline.encode(), "b"))
    changed = efetch.replace("eng", "ger")
    assert only(efetch).digest != only(changed).digest


def test_an_element_of_a_larger_tree_is_parsed_alone() -> None:
    one = article("a<!-- c -->b <mml:math><mml:mn>1</mml:mn></mml:math>")
    tree = etree.fromstring(f"<PubmedArticleSet {MATHML}>{one}\n tail</PubmedArticleSet>")
    record = parse_article(tree[0], "tree")
    assert record.title == "ab 1"
    assert canonical(tree[0]).endswith(b"</PubmedArticle>")
    assert [item.item for item in parse_raw(canonical(tree[0]), "tree")] == [record]
    with pytest.raises(Refused, match="tree: it has no PMID"):
        parse_article(etree.fromstring("<PubmedArticle/>"), "tree")


@given(MARKED)
def test_the_canonical_xml_holds_the_same_record(marked: tuple[str, str]) -> None:
    (first,) = parse_raw(article(f"A title. {marked[1]}").encode(), "reply")
    assert list(parse_raw(first.xml, "reply")) == [first]
