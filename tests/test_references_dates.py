"""Dates of publication, from every order and wording."""

from __future__ import annotations

import pytest

from harvester.references.dates import published


def test_a_year_and_a_date_are_one_date() -> None:
    found = published("2003", "Jul 14")
    assert found is not None
    assert (found.iso, found.raw) == ("2003-07-14", "2003 Jul 14")


@pytest.mark.parametrize(
    ("year", "date", "iso"),
    [
        ("2003", "", "2003"),
        ("", "2003", "2003"),
        ("1999", "1999/08//undefined", "1999-08"),
        ("2003///", "", "2003"),
        ("2003/07/14/", "", "2003-07-14"),
        ("", "2003-07-14T10:00:00Z", "2003-07-14"),
        ("", "20030714", "2003-07-14"),
        ("", "2003 Jul 14", "2003-07-14"),
        ("", "14 July 2003", "2003-07-14"),
        ("", "July 14, 2003", "2003-07-14"),
        ("", "14th July, 2003", "2003-07-14"),
        ("2020", "4-8 Aug. 2020", "2020-08-04"),
        ("2017", "Mar. 2017", "2017-03"),
        ("1999", "AUG", "1999-08"),
        ("2009", "MAY-JUN", "2009-05"),
        ("", "1998 Dec-1999 Jan", "1998-12"),
        ("2003", "Spring", "2003-04"),
        ("2003", "7", "2003-07"),
        ("", "31/12/2003", "2003-12-31"),
        ("", "12/31/2003", "2003-12-31"),
        ("", "03/04/2003", "2003"),
        ("2003", "2002-11-30", "2003"),
        ("2003", "Feb 30", "2003-02"),
        ("in press", "", None),
        ("", "", None),
    ],
)
def test_every_wording(year: str, date: str, iso: str | None) -> None:
    found = published(year, date)
    assert (found.iso if found else None) == iso
