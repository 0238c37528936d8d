"""A digest for people: Markdown, and HTML that a mail program shows as it is."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment
from markupsafe import Markup

from .digest import KINDS, Digest, Item


def digest_markdown(digest: Digest) -> str:
    """The digest as Markdown: the counts that changed, then the news by kind."""
    return "\n".join(_lines(digest)) + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    yield f"# {plain(heading(digest))}\n"
    yield f"{_span(digest)}\n"
    if moved := moved_counts(digest):
        yield "| count | before | now | change |"
        yield "|---|---:|---:|---:|"
        yield from (f"| {plain(box)} | {was} | {now} | {now - was:+d} |" for box, was, now in moved)
        yield ""
    for kind, title in KINDS.items():
        if items := digest.of_kind(kind):
            yield f"## {title} ({len(items)})\n"
            yield from map(_line, items)
            yield ""
    yield f"Waiting for a person now: {waiting(digest)}."


def _line(item: Item) -> str:
    called = f" ({plain(item.called)})" if item.called else ""
    return f"- **{subject(item)}**{called}: {plain(item.said)}" + (
        f" ({plain(effect)})" if (effect := _effect(item)) else ""
    )


_ACTIVE = "\\`*_{}[]<>#|~&"


def plain(text: str) -> str:
    """A text that Markdown takes as written: what it would act on is escaped (CommonMark 2.4), line ends are spaces."""
    return " ".join("".join(f"\\{one}" if one in _ACTIVE else one for one in text).split())


def heading(digest: Digest) -> str:
    """`Digest 7: what is asked`; one that tells of nothing has no number."""
    return f"Digest {digest.number}: {digest.title}" if digest.items else f"Nothing new: {digest.title}"


def subject(item: Item) -> str:
    """`PMID 7` for a report; a row, a case or a pair by its own name."""
    return f"PMID {item.subject}" if item.subject.isdigit() else item.subject


def _span(digest: Digest) -> str:
    last = digest.number - bool(digest.items)
    named = f"digest {last} of" if last else "the series was first looked at,"
    news = f"{_many(len(digest.items))} since {named} {digest.since:%Y-%m-%d %H:%M} UTC."
    why = f" Since then {' and '.join(digest.because)}." if digest.because else ""
    return f"{news}{why} Query `{digest.query}`."


def _many(n: int) -> str:
    return {0: "Nothing is new", 1: "One thing is new"}.get(n, f"{n} things are new")


def _effect(item: Item) -> str:
    """What a piece of news touches: `rows P7-1; included patients +1`."""
    rows = [f"rows {', '.join(item.rows)}"] if item.rows and item.rows != (item.subject,) else []
    return "; ".join((*rows, *(f"{box} {by:+d}" for box, by in item.moves.items())))


def moved_counts(digest: Digest) -> list[tuple[str, int, int]]:
    """The boxes whose count changed, in the order of the flow diagram: before and now."""
    boxes = sorted(digest.before.keys() | digest.after.keys(), key=lambda box: (_place(box), box))
    pairs = ((box, digest.before.get(box, 0), digest.after.get(box, 0)) for box in boxes)
    return [(box, was, now) for box, was, now in pairs if was != now]


def _place(box: str) -> int:
    return next(place for place, name in enumerate(_ORDER) if box.startswith(name))


_ORDER = (
    *("identified", "duplicates", "refused", "missing", "deleted", "screened", "excluded", "unsure"),
    *("included reports", "included patients"),
)


def waiting(digest: Digest) -> str:
    """`3 reports, 1 pairs`, or nothing."""
    return ", ".join(f"{n} {what}" for what, n in digest.waiting.items() if n) or "nothing"


_PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ heading }}</title></head>
<body style="margin:0;padding:16px;background:#ffffff;color:#1a1a1a;font:16px/1.5 Georgia,'Times New Roman',serif">
<div style="max-width:46em;margin:0 auto">
<h1 style="font-size:22px;line-height:1.3;margin:0 0 4px">{{ heading }}</h1>
<p style="margin:0 0 16px;color:#555555">{{ span }}</p>
{%- if moved %}
<table role="table" style="border-collapse:collapse;margin:0 0 20px;font-size:15px">
<tr>{% for name in ("count", "before", "now", "change") %}<th scope="col" style="\
{{ cell + ";text-align:left" if loop.first else number }};border-bottom:2px solid #1a1a1a">{{ name }}</th>\
{% endfor %}</tr>
{%- for box, was, now in moved %}
<tr><td style="{{ cell }}">{{ box }}</td><td style="{{ number }}">{{ was }}</td><td style="{{ number }}">{{ now }}</td>\
<td style="{{ number }}"><b>{{ "%+d"|format(now - was) }}</b></td></tr>
{%- endfor %}
</table>
{%- endif %}
{%- for title, items in sections %}
<h2 style="font-size:17px;margin:20px 0 6px;border-bottom:1px solid #cccccc">{{ title }} ({{ items|length }})</h2>
<ul style="margin:0;padding:0 0 0 20px">
{%- for item in items %}
<li style="margin:0 0 8px"><b>{{ subject(item)|linked(item) }}</b>\
{% if item.called %} <span style="color:#555555">{{ item.called|pmids }}</span>{% endif %}<br>{{ item.said|pmids }}\
{% if effect(item) %}<br><span style="color:#555555;font-size:14px">{{ effect(item) }}</span>{% endif %}</li>
{%- endfor %}
</ul>
{%- endfor %}
<p style="margin:20px 0 0;color:#555555">Waiting for a person now: {{ waiting }}.</p>
</div></body></html>
"""


def digest_html(digest: Digest) -> str:
    """The digest as one page without anything outside it; all its styles are inline, as mail programs want them."""
    page = Environment(autoescape=True)
    page.filters.update(linked=_linked, pmids=_with_links)
    return page.from_string(_PAGE).render(
        heading=heading(digest),
        span=_span(digest).replace("`", ""),
        moved=moved_counts(digest),
        sections=[(title, items) for kind, title in KINDS.items() if (items := digest.of_kind(kind))],
        waiting=waiting(digest),
        subject=subject,
        effect=_effect,
        cell="padding:3px 12px 3px 0;border-bottom:1px solid #e5e5e5",
        number="padding:3px 0 3px 16px;border-bottom:1px solid #e5e5e5;text-align:right",
    )


def _linked(text: str, item: Item) -> Markup:
    return _link(item.subject, text) if item.subject.isdigit() else Markup("{}").format(text)


def _with_links(text: str) -> Markup:
    """A text whose `PMID 7` leads to PubMed."""
    words = [*text.replace("PMID ", "PMID\N{NO-BREAK SPACE}").split(" ")]
    return Markup(" ").join(map(_word, words))


def _word(word: str) -> Markup:
    name, _, number = word.partition("\N{NO-BREAK SPACE}")
    digits = number.rstrip(";:,.)")
    if not name.endswith("PMID") or not digits.isdigit():
        return Markup("{}").format(word)
    return Markup("{}{}{}").format(
        name.removesuffix("PMID"), _link(digits, f"PMID\N{NO-BREAK SPACE}{digits}"), number[len(digits) :]
    )


def _link(pmid: str, text: str) -> Markup:
    return Markup('<a href="https://pubmed.ncbi.nlm.nih.gov/{}/" style="color:#0b57a4">{}</a>').format(pmid, text)
