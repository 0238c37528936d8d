"""LaTeX in BibTeX's values -> plain text, and back."""

from __future__ import annotations

import re
from collections.abc import Callable

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexMacroNode


def _arguments(separator: str) -> Callable[[LatexMacroNode, LatexNodes2Text], str]:
    """A macro as its arguments, however many stand there: pylatexenc's own specifications fail where one is missing."""

    def text(node: LatexMacroNode, l2tobj: LatexNodes2Text) -> str:  # pylatexenc calls by these names
        stated = (node.nodeargd.argnlist or ()) if node.nodeargd else ()
        return separator.join(str(l2tobj.nodelist_to_text([one])) for one in stated if one is not None)

    return text


_UNKNOWN = {"textless": "<", "textgreater": ">", "textbar": "|", "pounds": "£", "euro": "€", "S": "§"}
"""Symbols that pylatexenc would drop, as it does with every macro that it does not know."""

_CONTEXT = get_default_latex_context_db()
_CONTEXT.add_context_category(
    "reference files",
    prepend=True,
    macros=[
        MacroTextSpec("textasciicircum", "^"),  # and not the accent that looks like it
        *(MacroTextSpec(name, sign) for name, sign in _UNKNOWN.items()),
        *(MacroTextSpec(name, _arguments("/")) for name in ("frac", "nicefrac")),
        *(MacroTextSpec(name, _arguments(" ")) for name in ("url", "sqrt", "href", "input", "include")),
    ],
)
_READER = LatexNodes2Text(math_mode="text", strict_latex_spaces="macros", latex_context=_CONTEXT)
_EXPONENT = re.compile(r"\\textsuperscript\s*(?=\{[-+−]?[0-9])")
_BARE = re.compile(r"(?<!\\)((?:\\\\)*)([%&])")
_MATH = re.compile(r"(?<!\\)\$(?!\$)([^$\n]{1,80}?)(?<!\\)\$")
_MEANS_MATH = re.compile(r"[\\^_]|^[A-Za-z](?:\s*[<>=]\s*[0-9.]+)?$")
_PLAIN = re.compile(r"[^\\{}$~`'\-%]*")
_SPECIAL = {
    **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
    **{letter: rf"\{letter}" for letter in "{}$&%#_"},
}
_LIGATURES = re.compile(r"(?<=[-`'?!])(?=[-`'])")


def plain(value: str) -> str:
    """The text of a value: accents and symbols as letters, braces gone, formulas in one line (`10^2`).

    What LaTeX would take for a comment or a formula is text here: many programs leave `%` and `$` bare.
    """
    if _PLAIN.fullmatch(value):
        return value
    if "\\" not in _simplified(value) and "$" not in value:
        return _simplified(_ligatures(value))  # braces part what would else be one sign, so they go last
    value = _BARE.sub(r"\1\\\2", _EXPONENT.sub(r"\\textasciicircum", value))
    places = [found.span() for found in _MATH.finditer(value) if _MEANS_MATH.search(found[1])]
    kept = {at for begin, end in places for at in (begin, end - 1)}
    value = re.sub(r"(?<!\\)\$", lambda found: "$" if found.start() in kept else r"\$", value)
    return str(_READER.latex_to_text(value))


def verbatim(value: str) -> str:
    """The text of an identifier or an address, in which two dashes are two dashes."""
    simple = _simplified(value)
    return plain(value) if "\\" in simple else simple


def _simplified(value: str) -> str:
    """Without the escapes and braces that most values have and no other LaTeX."""
    return _ESCAPED.sub(lambda found: _SIMPLE[found[0]], value)


_SIMPLE = {
    **{rf"\{letter}": letter for letter in "&%#_$"},
    **{r"{\textless}": "<", r"{\textgreater}": ">", r"{\_}": "_", r"{\&}": "&", r"{\%}": "%", "{": "", "}": ""},
}
_ESCAPED = re.compile("|".join(map(re.escape, sorted(_SIMPLE, key=len, reverse=True))))
_LIGATURE = re.compile(r"---?|``|''|[?!]`|~")
_DRAWN = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡", "~": " "}


def _ligatures(text: str) -> str:
    """What stands for one character without a backslash; most values hold no more LaTeX than this and braces."""
    return _LIGATURE.sub(lambda found: _DRAWN[found[0]], text)


def escaped(text: str) -> str:
    """The text so that LaTeX prints it as it is; letters beyond ASCII stay, and two dashes are no long one."""
    return "".join(_SPECIAL.get(letter, letter) for letter in _LIGATURES.sub("\u0000", text)).replace("\u0000", "{}")
