"""Reading the official calendar of one year as a CSV file with the columns day, kind, name: every bad line at once."""

import csv
import io
import re
from datetime import date
from typing import NamedTuple

from portal.domain.errors import DomainError
from portal.domain.workdays.models import DayKind
from portal.domain.workdays.official import OfficialDay

COLUMNS = ("day", "kind", "name")
LONGEST_NAME = 40
MOST_LINES = 400  # a year has fewer days
_SAVE_AS_CSV = "请在表格软件里另存为“CSV UTF-8（逗号分隔）”，再选一次。"
# Spreadsheets write the days they read in a way of their own.
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_KINDS = {
    "holiday": DayKind.HOLIDAY,
    "放假": DayKind.HOLIDAY,
    "workday": DayKind.WORKDAY,
    "上班": DayKind.WORKDAY,
}


class BadLine(NamedTuple):
    """What is wrong in one line; `line` counts from 1, the header included."""

    line: int
    value: str
    sentence: str


def read_text(content: bytes) -> str:
    """The text of an uploaded file. Raises DomainError with what to do instead when it is none."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise DomainError("这是 Excel 文件，不是 CSV 文件。" + _SAVE_AS_CSV)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DomainError("这个文件不是 UTF-8 编码的文字。" + _SAVE_AS_CSV) from None
    if not text.strip() or "\0" in text:
        raise DomainError("文件是空的，或者不是文字表格。" + _SAVE_AS_CSV)
    return text


def read_days(text: str, year: int) -> tuple[list[OfficialDay], list[BadLine]]:
    """The days of `year` in the text, in order, and every line that cannot be used."""
    found: dict[date, OfficialDay] = {}
    bad: list[BadLine] = []
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return [], [BadLine(1, "", "引号没有成对，文件读不出来。请检查引号。")]
    header = [name.strip() for name in rows[0]] if rows else []
    if header != list(COLUMNS):
        return [], [BadLine(1, ",".join(header)[:60], f"第一行要写 {','.join(COLUMNS)}，后面每行一天。")]
    if len(rows) > MOST_LINES:
        return [], [BadLine(MOST_LINES, "", f"行数太多，一年最多 {MOST_LINES} 行。请只留放假和调休上班的日子。")]
    for line, row in enumerate(rows[1:], start=2):
        if not any(value.strip() for value in row):
            continue
        day, sentence = _day(row, year, found)
        if day is None:
            bad.append(BadLine(line, ",".join(row)[:60], sentence))
        else:
            found[day.day] = day
    if not found and not bad:
        bad.append(BadLine(1, "", "文件里一天也没有。请写上放假的日子和调休上班的日子。"))
    return sorted(found.values(), key=lambda row: row.day), bad


def _day(row: list[str], year: int, found: dict[date, OfficialDay]) -> tuple[OfficialDay | None, str]:
    """The day of a line, or the sentence that says why there is none."""
    if len(row) != len(COLUMNS):
        return None, f"这一行有 {len(row)} 列，应该是 {len(COLUMNS)} 列。"
    text, kind, name = (value.strip() for value in row)
    match = _DAY.fullmatch(text)
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        day = None
    weekend = day is not None and day.weekday() >= 5
    if day is None:
        return None, "没有这一天。日期请写成 2027-01-01 这样。"
    if kind not in _KINDS:
        return None, "第二列要写 holiday（放假）或 workday（调休上班）。"
    for wrong, sentence in (
        (day.year != year, f"这一天不在 {year} 年。一次只录入一年。"),
        (day in found, "这一天前面已经写过了。"),
        (_KINDS[kind] is DayKind.HOLIDAY and weekend, "这一天是周末，本来就休息，请删掉这一行。"),
        (_KINDS[kind] is DayKind.WORKDAY and not weekend, "这一天是周一到周五，本来就上班，请删掉这一行。"),
        (not name or len(name) > LONGEST_NAME or not name.isprintable(), "第三列要写节日名称，例如 春节。"),
    ):
        if wrong:
            return None, sentence
    return OfficialDay(day, _KINDS[kind], name), ""
