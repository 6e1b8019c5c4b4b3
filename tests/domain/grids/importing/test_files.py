"""Files as offices really send them: every line that cannot be read is named, with what to do."""

import codecs

import pytest

from portal.domain.grids.importing.files import RegisterFile
from portal.domain.grids.importing.report import Problems

HEADER = "a,b,c"


@pytest.fixture
def read(tmp_path):
    def read(content):
        path = tmp_path / "grids.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        errors, warnings = Problems(), Problems()
        file = RegisterFile(path, ("a", "b"), ("c",))
        rows = list(file.rows(errors, warnings))
        return rows, [str(one) for one in errors.listed], [str(one) for one in warnings.listed], file.complete

    return read


def values(rows):
    return [(row.line, *row.values.values()) for row in rows]


@pytest.mark.parametrize(
    "content",
    [
        "a,b,c\n1,二,3\n",
        "a,b,c\r\n1,二,3\r\n",
        "a,b,c\r1,二,3\r",
        codecs.BOM_UTF8 + "a,b,c\n1,二,3".encode(),
        "a,b,c\n 1 ,\u3000二\t, 3\n",
        'a,b,c\n"1","二","3"\n\n,,\n',
    ],
    ids=["plain", "crlf", "old mac", "bom", "spaces", "quotes and empty lines"],
)
def test_every_usual_way_to_save_a_csv_file_is_read(read, content):
    rows, errors, warnings, complete = read(content)
    assert values(rows) == [(2, "1", "二", "3")]
    assert (errors, warnings, complete) == ([], [], True)


def test_a_line_break_inside_quotes_does_not_shift_the_line_numbers(read):
    rows, errors, _, _ = read('a,b,c\n1,"two\nlines",3\n4,5\n')
    assert values(rows) == [(2, "1", "two\nlines", "3")]
    assert errors == ["grids.csv 第 4 行：这一行有 2 列，表头有 3 列；请检查逗号和引号。"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "文件是空的"),
        ("\n\n", "文件是空的"),
        ("a,c\n1,2\n", "第 1 行：缺少列：b"),
        ("a;b;c\n1;2;3\n", "英文逗号"),
        ("a,b,b\n1,2,3\n", "第 1 行：表头里有重复的列：b"),
        ("a,b,c\n1,网格,3\n".encode("gbk"), "第 2 行：这个文件是 GBK 编码"),
        ("a,b,c\n1,2,3\n".encode("utf-16"), "UTF-16"),
        (b"a,b,c\n1,\xff\xff,3\n", "第 2 行：这一行不是 UTF-8 文字"),
        (b"PK\x03\x04rest", "Excel 工作簿"),
        (b"\x89PNG\r\n\x1a\n", "这是图片"),
        (b"\xff\xd8\xff\xe0", "这是照片"),
        (b"%PDF-1.7", "PDF"),
        (bytes(300), "不是文字表格"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(read, content, told):
    rows, errors, _, complete = read(content)
    assert rows == []
    assert told in errors[0]
    assert not complete


def test_a_missing_file_is_said(tmp_path):
    errors = Problems()
    assert list(RegisterFile(tmp_path / "grids.csv", ("a",)).rows(errors, Problems())) == []
    assert str(errors.listed[0]) == "grids.csv：没有这个文件，或者打不开。"


def test_lines_that_cannot_be_read_are_all_told_and_the_others_go_on(read):
    rows, errors, _, complete = read('a,b,c\n1,2\n1,2,3,4\n1,"x"y,3\n1,\x00,3\n1,2,3\n')
    assert values(rows) == [(6, "1", "2", "3")]
    assert [error.split("：")[0] for error in errors] == [f"grids.csv 第 {line} 行" for line in (2, 3, 4, 5)]
    assert not complete


def test_a_quote_never_closed_is_told_where_it_opens(read):
    _, errors, _, _ = read('a,b,c\n1,2,3\n1,"2,3\n4,5,6\n')
    assert errors == ["grids.csv 第 3 行：引号没有成对，这一行读不出来。"]


def test_a_field_longer_than_any_text_is_told(read):
    _, errors, _, _ = read(f"a,b,c\n1,{'x' * 200_000},3\n")
    assert "太长" in errors[0]


def test_unknown_columns_are_left_unread_and_told(read):
    rows, errors, warnings, _ = read("a,b,note\n1,2,hello\n")
    assert errors == []
    assert "不认识的列没有读：note" in warnings[0]
    assert rows[0].values["a"] == "1"
