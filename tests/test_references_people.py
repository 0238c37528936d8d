"""Authors from every shape that a list of them is printed in."""

from __future__ import annotations

import pytest

from harvester.records import Author
from harvester.references.people import complete, people, person


def test_a_bibtex_list_is_its_authors() -> None:
    assert people("Tanaka, Jun and O'Brien, Mary Ann") == (
        Author(last="Tanaka", fore="Jun", initials="J"),
        Author(last="O'Brien", fore="Mary Ann", initials="MA"),
    )


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("Tanaka J", "Tanaka J"),
        ("Tanaka, J.", "Tanaka J"),
        ("J. Tanaka", "Tanaka J"),
        ("J. M. Tanaka", "Tanaka JM"),
        ("Jun Tanaka", "Tanaka J"),
        ("Tanaka JM, Oduya PK", "Tanaka JM; Oduya PK"),
        ("Tanaka JM, Oduya PK.", "Tanaka JM; Oduya PK"),
        ("Tanaka JM, Oduya PK, et al.", "Tanaka JM; Oduya PK"),
        ("Tanaka JM et al", "Tanaka JM"),
        ("Tanaka, J. and others", "Tanaka J"),
        ("Tanaka JM, Oduya P K and Brandt L", "Tanaka JM; Oduya PK; Brandt L"),
        ("Tanaka JM, Oduya PK, and Brandt L", "Tanaka JM; Oduya PK; Brandt L"),
        ("Tanaka, J.M., Oduya, P.", "Tanaka JM; Oduya P"),
        ("Tanaka, J. M., Oduya, P., & Brandt, L.", "Tanaka JM; Oduya P; Brandt L"),
        ("Tanaka, J, Oduya, PK, Brandt, L", "Tanaka J; Oduya PK; Brandt L"),
        ("Tanaka J; Oduya P", "Tanaka J; Oduya P"),
        ("Tanaka, Jun; Oduya, Peter K.", "Tanaka J; Oduya PK"),
        ("Tanaka, Jun (57190000001); Oduya, Peter (57190000002)", "Tanaka J; Oduya P"),
        ("J. Tanaka; P. K. Oduya", "Tanaka J; Oduya PK"),
        ("J. Tanaka, P. K. Oduya", "Tanaka J; Oduya PK"),
        ("Jun Tanaka, Peter Oduya, Lena Brandt", "Tanaka J; Oduya P; Brandt L"),
        ("Jun Tanaka and Peter van der Oduya", "Tanaka J; van der Oduya P"),
        ("Tanaka J|Oduya P", "Tanaka J; Oduya P"),
        ("Tanaka, J.\nOduya, P.\r\nBrandt, L.", "Tanaka J; Oduya P; Brandt L"),
        ("Tanaka J.Oduya P. K.O'Brien M.", "Tanaka J; Oduya PK; O'Brien M"),
        ("Tanaka J. Oduya P. K. Brandt L.", "Tanaka J; Oduya PK; Brandt L"),
        ("Brandt, Tanaka J. Oduya P. K. Silva C.", "Tanaka J; Oduya PK; Silva C; Brandt"),
        ("K., Tanaka J. Oduya P. K. Silva", "Tanaka J; Oduya PK; Silva K"),
        ("K., Tanaka J.Oduya P. K.Silva", "Tanaka J; Oduya PK; Silva K"),
        ("TanakaJun, OduyaPeter, SilvaAna", "Tanaka J; Oduya P; Silva A"),
        ("van der Meer, J. W. and de la Cruz, Ana", "van der Meer JW; de la Cruz A"),
        ("van der Meer JW, de la Cruz A", "van der Meer JW; de la Cruz A"),
        ("Meer, Jan van der", "van der Meer J"),
        ("Sanchez Garcia, Maria Jose", "Sanchez Garcia MJ"),
        ("Müller, Jean-Pierre", "Müller JP"),
        ("Müller J-P, Åström Ö", "Müller JP; Åström Ö"),
        ("Müller, J.-P.", "Müller JP"),
        ("Ivanov, Yu. A.", "Ivanov YA"),
        ("King ML Jr, Davis S 3rd", "King ML Jr; Davis S 3rd"),
        ("King, M. L., Jr. and Davis, Sam, III", "King ML Jr; Davis S III"),
        ("King, Jr., Martin L.", "King ML Jr"),
        ("King Jr, Martin", "King M Jr"),
        ("King, M.L., Jr., Davis, S.", "King ML Jr; Davis S"),
        ("TANAKA JM, ODUYA P", "TANAKA JM; ODUYA P"),
        ("TANAKA, JUNKO", "TANAKA J"),
        ("Li, X and Wu, Y Z", "Li X; Wu YZ"),
        ("Oduya.P.K", "Oduya PK"),
        ("Spine Metastasis Study Group", "Spine Metastasis Study Group"),
        ("Tanaka J, Oduya P, Spine Study Group", "Tanaka J; Oduya P; Spine Study Group"),
        ("Society for Bone, Spine and Cord", "Society for Bone, Spine and Cord"),
        ("Group, ALTS", "ALTS Group"),
        ("Gruppo, R. A.", "Gruppo RA"),
        ("Tanaka J; Working Group for Pain and Care", "Tanaka J; Working Group for Pain and Care"),
        ("Tanaka, J. and {Bone and Spine Unit}", "Tanaka J; Bone and Spine Unit"),
        ("{{World Health Organization}}", "World Health Organization"),
        ("王小明; 김민수", "王 小明; 김 민수"),
        ("王, 小明", "王 小明"),
        ("[No authors listed]", ""),
        ("Anonymous", ""),
        ("Plato", "Plato"),
        ("", ""),
    ],
)
def test_every_shape_of_a_list(listed: str, names: str) -> None:
    assert "; ".join(one.name for one in people(listed)) == names


@pytest.mark.parametrize(
    ("listed", "whole"),
    [("Tanaka J, et al.", False), ("Tanaka, J. and others", False), ("Tanaka J, Talal A", True), ("", True)],
)
def test_et_al_means_that_the_list_goes_on(listed: str, whole: bool) -> None:
    assert complete(listed) is whole


def test_a_fore_name_is_as_pubmed_writes_it() -> None:
    assert person("Tanaka, J.M.") == Author(last="Tanaka", fore="J M", initials="JM")
    assert person("Tanaka, Jean-Pierre M.") == Author(last="Tanaka", fore="Jean-Pierre M", initials="JPM")
    assert person("Müller, J.-P.") == Author(last="Müller", fore="J-P", initials="JP")


def test_a_group_is_no_person() -> None:
    assert people("{Bone Unit}") == (Author(collective="Bone Unit"),)
    assert people("European Sarcoma Network") == (Author(collective="European Sarcoma Network"),)
