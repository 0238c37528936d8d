"""The figures as files and pictures: which there are, when they are drawn, and that what they say can be read."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from lxml import etree
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

from figured import QUERY, crowd, figure, person, series
from harvester.errors import HarvesterError
from harvester.export import figures
from harvester.export.figures import NAMES, Figure, drawing, figures_of, write_figures
from harvester.export.figures.drawing.sheet import fitted, style, ticks, wide
from harvester.export.figures.drawing.spine import vertebrae
from harvester.export.folder import write_exports
from harvester.export.lately import Lately
from harvester.export.tables import cases
from harvester.query import find_query, read_query
from harvester.records import Query, Series

SVG = "{http://www.w3.org/2000/svg}"


# ---------------------------------------------------------------------------------------------------- which there are


def test_a_query_has_only_the_figures_whose_fields_it_asks_for() -> None:
    def names(*fields: str, of: Query = QUERY) -> list[str]:
        made = series(person(1), query=replace(of, fields=fields))
        return [one.name for one in figures_of(made, cases(made))]

    assert names(*QUERY.fields) == list(NAMES)
    assert names("grade") == ["cases-by-year"]
    assert names("spinal_levels", "sex", "outcome") == ["spinal-levels", "cases-by-year"]
    assert names("outcome", "surgery") == ["cases-by-year", "treatment-by-outcome"]
    assert names("interval_months") == ["cases-by-year"]
    chordoma = read_query(find_query("chordoma-metastatic"))
    assert names(*chordoma.fields, of=chordoma) == list(NAMES)
    made = series(person(1, metastatic="yes", interval_months=3), query=chordoma)
    found = {one.name: one for one in figures_of(made, cases(made))}
    assert found["interval-to-metastasis"].title == "Time to metastasis"
    assert found["treatment-by-outcome"].treatments == ("surgery", "radiotherapy", "chemotherapy")  # type: ignore[union-attr]


def test_the_figures_are_among_the_exports_each_in_three_files(tmp_path: Path) -> None:
    written = write_exports(series(person(1)), tmp_path)
    expected = [tmp_path / "figures" / f"{name}.{kind}" for name in NAMES for kind in ("csv", "svg", "png")]
    assert list(written[-18:]) == expected
    assert sorted((tmp_path / "figures").iterdir()) == sorted(expected)


def test_a_figure_that_is_asked_for_no_more_is_removed_and_no_other_file(tmp_path: Path) -> None:
    made = series(person(1))
    write_figures(made, cases(made), tmp_path)
    (tmp_path / "my-own.svg").write_text("mine")
    fewer = replace(made, query=replace(QUERY, fields=("spinal_levels",)))
    write_figures(fewer, cases(fewer), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [
            "my-own.svg",
            *(f"{name}.{kind}" for name in ("cases-by-year", "spinal-levels") for kind in ("csv", "png", "svg")),
        ]
    )


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "figures").write_text("a file")
    made = series(person(1))
    with pytest.raises(HarvesterError, match=r"figures.* cannot be written"):
        write_figures(made, cases(made), tmp_path / "figures")


# ----------------------------------------------------------------------------------------------- drawn only when needed


def drawn_again(monkeypatch: pytest.MonkeyPatch, folder: Path, made: Series) -> list[str]:
    """Write the figures and say which were drawn for it."""
    names: list[str] = []
    pictures = drawing.pictures

    def counted(one: Figure, mark: str) -> drawing.Pictures:
        names.append(one.name)
        return pictures(one, mark)

    with monkeypatch.context() as patch:
        patch.setattr(drawing, "pictures", counted)
        patch.setattr(figures, "_lately", Lately(24))
        write_figures(made, cases(made), folder)
    return names


def test_a_picture_is_drawn_only_where_something_of_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = series(person(1, sex="F", age_years=40))
    assert drawn_again(monkeypatch, tmp_path, made) == list(NAMES)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert drawn_again(monkeypatch, tmp_path, made) == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    assert drawn_again(monkeypatch, tmp_path, series(person(1, sex="F", age_years=41))) == ["age-by-sex"]


def test_a_picture_that_is_lost_torn_or_of_an_older_style_is_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = series(person(1))
    drawn_again(monkeypatch, tmp_path, made)
    (tmp_path / "swimmer.png").unlink()
    svg = tmp_path / "age-by-sex.svg"
    svg.write_bytes(svg.read_bytes()[:-100])
    assert drawn_again(monkeypatch, tmp_path, made) == ["age-by-sex", "swimmer"]
    (tmp_path / "swimmer.csv").write_text("edited")
    assert drawn_again(monkeypatch, tmp_path, made) == []
    assert (tmp_path / "swimmer.csv").read_text().startswith("patient_id,")
    monkeypatch.setattr(figures, "STYLE", "next")
    assert drawn_again(monkeypatch, tmp_path, made) == list(NAMES)


def test_what_was_drawn_before_in_this_process_is_not_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = (series(person(1, sex="F", age_years=age)) for age in (40, 41))
    monkeypatch.setattr(figures, "_lately", Lately(7))
    for made in (before, after, before):
        write_figures(made, cases(made), tmp_path)
    monkeypatch.setattr(drawing, "pictures", None)
    for folder in ("there", "elsewhere"):
        write_figures(before, cases(before), tmp_path / folder)
    assert (tmp_path / "elsewhere" / "swimmer.png").read_bytes() == (tmp_path / "swimmer.png").read_bytes()
    assert len(figures._lately._made) == 7


def test_the_same_series_gives_the_same_bytes_whatever_the_users_own_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = series(*crowd(30))
    write_figures(made, cases(made), tmp_path / "one")
    monkeypatch.setattr(figures, "_lately", Lately(24))
    with matplotlib.rc_context({"font.size": 20, "svg.fonttype": "path", "text.parse_math": True, "axes.grid": True}):
        write_figures(made, cases(made), tmp_path / "other")
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()
    assert b"<dc:date>" not in (tmp_path / "one" / "swimmer.svg").read_bytes()


# --------------------------------------------------------------------------------------------------------- as pictures


def texts(picture: Picture) -> list[tuple[str, Any]]:
    """The words that are seen in a picture, each with its box in dots."""
    picture.set_dpi(300)
    canvas = FigureCanvasAgg(picture)
    canvas.draw()  # type: ignore[no-untyped-call]
    seen = [one for one in picture.findobj(Text) if isinstance(one, Text) and one.get_visible() and one.get_text()]
    return [(one.get_text(), one.get_window_extent()) for one in seen]


@pytest.mark.parametrize("n", [1, 2, 60, 61, 130])
def test_no_words_leave_the_sheet_or_touch_each_other(n: int) -> None:
    made = series(*crowd(n), person(1, standing="retracted"), person(2, standing="concern"))
    for numbers in figures_of(made, cases(made)):
        with style():
            picture = drawing.draw(numbers)
            found = texts(picture)
            for words, box in found:
                assert box.x0 >= 0, (numbers.name, words)
                assert box.y0 >= 0, (numbers.name, words)
                assert box.x1 <= picture.bbox.x1, (numbers.name, words)
                assert box.y1 <= picture.bbox.y1, (numbers.name, words)
            for (one, box), (other, its) in combinations(found, 2):
                # The boxes are of whole lines with their descenders, so they may meet by a hair.
                apart = box.x1 - 3 <= its.x0 or its.x1 - 3 <= box.x0 or box.y1 - 5 <= its.y0 or its.y1 - 5 <= box.y0
                assert apart, (numbers.name, one, other)


@pytest.mark.parametrize(("n", "columns"), [(60, 1), (61, 2)])
def test_more_than_sixty_lanes_stand_in_two_columns(n: int, columns: int) -> None:
    numbers = figure("swimmer", *(person(at, interval_months=at) for at in range(1, n + 1)))
    picture = drawing.draw(numbers)
    assert len(picture.axes) == columns
    assert picture.get_figwidth() * 25.4 == pytest.approx(180)


def test_a_series_of_nobody_gives_figures_that_say_so(tmp_path: Path) -> None:
    for made in (series(), series(person(1, standing="retracted", spinal_levels=("C1",)))):
        write_figures(made, cases(made), tmp_path)
        for name in NAMES:
            assert "No patient to draw" in words_of(tmp_path / f"{name}.svg")
    assert any("Left out: 1 retracted." in words for words in words_of(tmp_path / "spinal-levels.svg"))


def words_of(svg: Path) -> list[str]:
    """The words that a picture holds as text."""
    return ["".join(map(str, node.itertext())) for node in etree.parse(svg).iter(f"{SVG}text")]


HOSTILE = ("<script>alert(1)</script>", "$x^2$ & $\\frac{1}", "A&B <i>", "=cmd()", "tab\tand\x0bmore", "脊椎 李", "")


def test_what_the_literature_says_is_drawn_as_it_stands_and_never_runs(tmp_path: Path) -> None:
    people = [
        person(
            n,
            author=author,
            interval_months=n,
            outcome=author or "died",
            spinal_levels=(author,),
            sex=author,
            age_years=n,
        )
        for n, author in enumerate(HOSTILE, start=1)
    ]
    made = series(*people)
    write_figures(made, cases(made), tmp_path)
    for name in NAMES:
        tags = {etree.QName(node).localname for node in etree.parse(tmp_path / f"{name}.svg").iter(etree.Element)}
        assert tags.isdisjoint({"script", "foreignObject", "a", "image"})
    words = words_of(tmp_path / "swimmer.svg")
    assert "A&B <i> 2000" in words
    assert "$x^2$ & $\\frac{1} 2000" in words
    assert "tab and more 2000" in words
    assert any(one.startswith("<script>alert(1)") for one in words)
    assert "no author 2000" in words
    assert "'=cmd()" in [
        row["first_author"] for row in csv.DictReader((tmp_path / "swimmer.csv").read_text().splitlines())
    ]


def test_the_sizes_are_those_of_a_column_and_of_a_page_at_300_dots_an_inch(tmp_path: Path) -> None:
    made = series(*crowd(20))
    write_figures(made, cases(made), tmp_path)
    widths = {name: Image.open(io.BytesIO((tmp_path / f"{name}.png").read_bytes())).size[0] for name in NAMES}
    column, page = int(85 / 25.4 * 300), int(180 / 25.4 * 300)
    assert widths == {name: page if name in {"swimmer", "treatment-by-outcome"} else column for name in NAMES}


def test_the_bars_are_as_long_as_their_counts() -> None:
    """L1 has two patients and L2 one, so its bar is half as long; nobody has C1."""
    numbers = figure("spinal-levels", person(1, spinal_levels=("L1",)), person(2, spinal_levels=("L1", "L2")))
    (axes,) = drawing.draw(numbers).axes
    found = [one for one in axes.patches if isinstance(one, Rectangle)]
    bars = {round(one.get_y() + one.get_height() / 2, 3): one.get_width() for one in found}
    spine = vertebrae()
    lengths = {name: bars[round(1.5 + spine[name].down, 3)] for name in ("C1", "L1", "L2")}
    assert lengths["C1"] == 0
    assert lengths["L1"] == pytest.approx(2 * lengths["L2"])


def test_the_vertebrae_grow_downwards_to_the_sacrum() -> None:
    spine = [*vertebrae().values()]
    above = [one.height * one.half for one in spine[:24]]
    assert above == sorted(above)
    assert [one.name for one in spine][-6:] == ["S1", "S2", "S3", "S4", "S5", "Co"]
    assert all(one.down < other.down for one, other in pairwise(spine))


def test_round_ticks_reach_the_highest_value() -> None:
    assert ticks(13, about=5) == [0, 5, 10, 15]
    assert ticks(1) == [0, 1]
    assert ticks(0.2) == [0, 1]
    assert ticks(120) == [0, 20, 40, 60, 80, 100, 120]


def test_a_label_is_cut_to_its_width() -> None:
    assert fitted("Tanaka K", 20, 5) == "Tanaka K"
    cut = fitted("The Collaborative Group on Very Rare Tumours", 20, 5)
    assert cut.endswith("…")
    assert cut.startswith("The Collab")
    assert wide(cut, 5) <= 20
