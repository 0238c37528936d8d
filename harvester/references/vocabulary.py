"""Words of exporters for publication types and languages, as PubMed words them."""

from __future__ import annotations

from collections.abc import Iterable

_TYPES = {
    "Journal Article": "jour jfull ejour inpr mgzn article journalarticle journal-article journal_article periodical "
    "magazinearticle "
    "article-journal article_in_press articleinpress",
    "Newspaper Article": "news newspaperarticle",
    "Conference Paper": "conf cpaper inproceedings conference conferencepaper conference_paper conference_proceeding "
    "conference_proceedings proceedings proceedings_paper paper-conference",
    "Conference Abstract": "abst conference_abstract meeting_abstract meeting_abstracts conferenceabstract",
    "Book Chapter": "chap echap inbook incollection booksection book_section book_chapter bookchapter chapter",
    "Book": "book ebook edbook",
    "Preprint": "preprint unpb_preprint",
    "Unpublished": "unpb unpublished manuscript unpublished_work",
    "Thesis": "thes phdthesis mastersthesis thesis dissertation",
    "Report": "rprt techreport report government_document govdoc",
    "Dataset": "data dataset",
    "Patent": "pat patent",
    "Web Page": "elec webpage web_page blog online www",
    "Case Reports": "case_report case_reports",
    "Letter": "letter",
    "Editorial": "editorial",
    "Review": "review short_survey_review",
    "Published Erratum": "erratum published_erratum correction",
    "Other": "gen misc generic other standard document",
}
_TYPE = {word: name for name, words in _TYPES.items() for word in words.split()}
BOOKS = frozenset(("Book", "Book Chapter"))


def publication_types(stated: Iterable[str]) -> tuple[str, ...]:
    """Types in plain words; one that is not known here stays as written."""
    plain = (publication_type(word) for word in stated if word.strip())
    return tuple(dict.fromkeys(plain))


def publication_type(word: str) -> str:
    """`JOUR`, `article` and `journalArticle` are a Journal Article; an unknown word stays as written."""
    word = word.strip()
    return _TYPE.get(word.casefold().replace(" ", "_"), word)


_LANGUAGES = {
    "eng": "en english",
    "ger": "de deu german deutsch",
    "fre": "fr fra french",
    "spa": "es spanish",
    "ita": "it italian",
    "por": "pt portuguese",
    "dut": "nl nld dutch",
    "rus": "ru russian",
    "chi": "zh zho chinese",
    "jpn": "ja japanese",
    "kor": "ko korean",
    "pol": "pl polish",
    "tur": "tr turkish",
    "cze": "cs ces czech",
    "slo": "sk slk slovak",
    "slv": "sl slovenian slovene",
    "hun": "hu hungarian",
    "rum": "ro ron romanian",
    "bul": "bg bulgarian",
    "srp": "sr serbian",
    "hrv": "hr croatian",
    "ukr": "uk ukrainian",
    "swe": "sv swedish",
    "nor": "no nb norwegian",
    "dan": "da danish",
    "fin": "fi finnish",
    "gre": "el ell greek",
    "heb": "he hebrew",
    "ara": "ar arabic",
    "per": "fa fas persian",
    "tha": "th thai",
    "vie": "vi vietnamese",
    "ind": "id indonesian",
    "lit": "lt lithuanian",
    "ice": "is isl icelandic",
}
_LANGUAGE = {word: code for code, words in _LANGUAGES.items() for word in (code, *words.split())}


def languages(stated: Iterable[str]) -> tuple[str, ...]:
    """NLM's three letters (`eng`) for `English`, `en` and `en-US`; a language not known here stays as written."""
    words = (word.strip() for text in stated for word in text.replace(";", ",").split(","))
    return tuple(
        dict.fromkeys(_LANGUAGE.get(word.casefold().split("-")[0].split("_")[0], word) for word in words if word)
    )


_NAME = {code: words.split()[-1] for code, words in _LANGUAGES.items()} | {"ger": "german", "slv": "slovenian"}


def language_name(code: str) -> str:
    """`French` for NLM's `fre`; a code not known here stays as it is."""
    return _NAME[code].capitalize() if code in _NAME else code
