"""The file of a year: every bad line at once."""

from datetime import date

import pytest

from portal.domain.errors import DomainError
from portal.domain.workdays.models import DayKind
from portal.domain.workdays.official import FILE
from portal.domain.workdays.year_file import read_days, read_text

HEADER = "day,kind,name\n"


def lines(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


def test_the_shipped_file_reads_year_by_year():
    text = FILE.read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if row.startswith("2026-")]
    days, bad = read_days(lines(*rows), 2026)
    assert (len(days), bad) == (len(rows), [])


def test_days_are_read_as_spreadsheets_write_them_and_kinds_in_chinese():
    days, bad = read_days(lines("2027/1/1,holiday,元旦", "2027年2月8日,放假,春节", " 2027-02-14 , 上班 , 春节 "), 2027)
    assert not bad
    assert [(row.day, row.kind) for row in days] == [
        (date(2027, 1, 1), DayKind.HOLIDAY),
        (date(2027, 2, 8), DayKind.HOLIDAY),
        (date(2027, 2, 14), DayKind.WORKDAY),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2027-02-30,holiday,春节", "没有这一天"),
        ("soon,holiday,春节", "没有这一天"),
        ("2026-01-01,holiday,元旦", "不在 2027 年"),
        ("2027-01-01,off,元旦", "第二列"),
        ("2027-01-02,holiday,元旦", "周末"),  # Saturday
        ("2027-01-04,workday,元旦", "周一到周五"),
        ("2027-01-01,holiday,", "第三列"),
        ("2027-01-01,holiday," + "元" * 41, "第三列"),
        ("2027-01-01,holiday", "2 列"),
        ("2027-01-01,holiday,元旦,x", "4 列"),
    ],
)
def test_a_bad_line_says_what_is_wrong(row, said):
    _days, bad = read_days(lines(row), 2027)
    assert [problem.line for problem in bad] == [2]
    assert said in bad[0].sentence


def test_every_bad_line_is_told_at_once():
    days, bad = read_days(lines("2027-01-01,holiday,元旦", "2027-01-01,holiday,元旦", "", "x,y,z"), 2027)
    assert [problem.line for problem in bad] == [3, 5]
    assert len(days) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEADER,
        "day,kind\n",
        "2027-01-01,holiday,元旦\n",
        HEADER + '"2027',
        HEADER + "2027-01-01,holiday,元旦\n" * 500,
    ],
)
def test_a_file_that_is_no_year_is_one_problem(text):
    days, bad = read_days(text, 2027)
    assert len(bad) == 1
    assert not days


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04rest", "day,kind,name\n2027-01-01,holiday,元旦".encode("gbk"), b"\x00a"]
)
def test_what_is_no_text_is_refused(content):
    with pytest.raises(DomainError):
        read_text(content)


def test_a_byte_order_mark_is_taken():
    assert read_text("\ufeffday".encode()) == "day"
