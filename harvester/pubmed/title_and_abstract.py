"""The words of an article: its titles and abstracts."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ..records import OtherAbstract, Section
from .elements import attribute, child, children
from .marked_text import collapsed, text


def titles(article: Element | None) -> tuple[str, str]:
    """The title and the vernacular title, which also is the title where NLM has no translation of it."""
    title = text(child(article, "ArticleTitle"))
    vernacular = text(child(article, "VernacularTitle"))
    untranslated = title.strip("[]. ").casefold() in ("", "not available")
    return vernacular if vernacular and untranslated else title, vernacular


def sections(abstract: Element | None) -> tuple[Section, ...]:
    """The sections that have text. UNLABELLED is NLM's word for no label, and PubMed does not print it either."""
    return tuple(
        Section(text=words, label=_label(part), category=attribute(part, "NlmCategory"))
        for part in children(abstract, "AbstractText")
        if (words := text(part))
    )


def _label(part: Element) -> str:
    label = collapsed(attribute(part, "Label"))
    return "" if label == "UNLABELLED" else label


def other_abstracts(citation: Element | None) -> tuple[OtherAbstract, ...]:
    """Abstracts in other languages or for other readers, those that have text."""
    return tuple(
        OtherAbstract(sections=parts, language=attribute(other, "Language"), kind=attribute(other, "Type"))
        for other in children(citation, "OtherAbstract")
        if (parts := sections(other))
    )
