"""Reading a CSV file as offices really send it: strictly, to the end, with a sentence for every line that is wrong."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from portal.domain.grids.importing.report import Problems

_BOM = b"\xef\xbb\xbf"
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SAVE_AS_CSV = "请在表格软件里选“另存为”，类型选“CSV UTF-8（逗号分隔）”，再导入。"
# First bytes of what is sent by mistake, and what it is.
_OTHER_KINDS = (
    (b"PK\x03\x04", "这是 Excel 工作簿或压缩包，不是 CSV 文件。" + _SAVE_AS_CSV),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Excel 文件（.xls），不是 CSV 文件。" + _SAVE_AS_CSV),
    (b"%PDF", "这是 PDF 文件，不是 CSV 文件。请导出表格后再导入。"),
    (b"\xff\xd8\xff", "这是照片，不是 CSV 文件。请选表格。"),
    (b"\x89PNG", "这是图片，不是 CSV 文件。请选表格。"),
    (b"GIF8", "这是图片，不是 CSV 文件。请选表格。"),
    (b"RIFF", "这是图片或音视频，不是 CSV 文件。请选表格。"),
    (b"\x1f\x8b", "这是压缩文件，请先解压，再选里面的 CSV 文件。"),
    (b"\xff\xfe", "这个文件是 UTF-16 编码（“Unicode 文本”）。" + _SAVE_AS_CSV),
    (b"\xfe\xff", "这个文件是 UTF-16 编码（“Unicode 文本”）。" + _SAVE_AS_CSV),
)


class Unreadable(Exception):
    """Nothing more can be read from the file; `str()` says why, `line` where."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.line = line


class Row(NamedTuple):
    """One line of the file: its number and its values by column, spaces around them taken off."""

    line: int
    values: dict[str, str]


def not_a_table(head: bytes) -> str:
    """What to do instead, when the first bytes of a file show that it is no CSV file; empty when it may be one."""
    for start, sentence in _OTHER_KINDS:
        if head.startswith(start):
            return sentence
    if head.count(0) > len(head) // 8:
        return "这个文件不是文字表格。" + _SAVE_AS_CSV
    return ""


class RegisterFile:
    """A CSV file of the register. Iterating gives the rows that can be used; the others become errors.

    `complete` turns False when lines had to be left out, so that nothing is concluded from what is missing.
    """

    def __init__(self, path: Path, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        self.path = path
        self.name = path.name
        self.required = required
        self.optional = optional
        self.complete = True

    def rows(self, errors: Problems, warnings: Problems) -> Iterator[Row]:
        """The rows with as many values as the header has names; everything else is told to `errors`."""
        try:
            with self.path.open("rb") as binary:
                yield from self._rows(binary, errors, warnings)
        except Unreadable as problem:
            self.complete = False
            errors.add(self.name, problem.line, str(problem))
        except OSError:
            self.complete = False
            errors.add(self.name, 0, "没有这个文件，或者打不开。")

    def _rows(self, binary: IO[bytes], errors: Problems, warnings: Problems) -> Iterator[Row]:
        records = self._records(_text_lines(binary), errors)
        header: list[str] | None = None
        for line, record in records:
            values = [value.strip() for value in record]
            if not any(values):
                continue
            if header is None:
                header = self._header(values, line, warnings)
            elif len(values) != len(header):
                self.complete = False
                errors.add(self.name, line, f"这一行有 {len(values)} 列，表头有 {len(header)} 列；请检查逗号和引号。")
            else:
                yield Row(line, dict(zip(header, values, strict=True)))
        if header is None:
            raise Unreadable("文件是空的。")

    def _records(self, lines: Iterator[str], errors: Problems) -> Iterator[tuple[int, list[str]]]:
        """Records with the number of the line they begin on; what csv cannot read is told and passed over."""
        reader = csv.reader(lines, strict=True)
        while True:
            began = reader.line_num + 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as problem:
                self.complete = False
                errors.add(self.name, began, _csv_sentence(str(problem)))
                continue
            if any("\0" in value for value in record):
                self.complete = False
                errors.add(self.name, began, "这一行里有空字节，文件可能损坏了；请重新导出。")
                continue
            yield began, record

    def _header(self, names: list[str], line: int, warnings: Problems) -> list[str]:
        known = (*self.required, *self.optional)
        if doubled := sorted({name for name in names if name and names.count(name) > 1}):
            raise Unreadable(f"表头里有重复的列：{'、'.join(doubled)}。", line)
        if missing := [name for name in self.required if name not in names]:
            hint = "列之间要用英文逗号隔开。" if len(names) == 1 else "表头要和说明里的列名一样。"
            raise Unreadable(f"缺少列：{'、'.join(missing)}。{hint}", line)
        if extra := [name for name in names if name and name not in known]:
            warnings.add(self.name, line, f"不认识的列没有读：{'、'.join(extra)[:200]}。")
        return names


def _csv_sentence(problem: str) -> str:
    if "field larger" in problem:
        return "有一格的内容太长，可能少了一个引号。"
    return "引号没有成对，这一行读不出来。"


def _text_lines(binary: IO[bytes]) -> Iterator[str]:
    """The lines of a UTF-8 file, one at a time; CRLF, a byte-order mark and old Mac line ends are taken.

    Raises Unreadable for other kinds of files and other encodings.
    """
    if sentence := not_a_table(binary.read(512)):
        raise Unreadable(sentence)
    binary.seek(0)
    for number, raw in enumerate(binary, start=1):
        if number == 1:
            raw = raw.removeprefix(_BOM)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise Unreadable(_encoding_sentence(raw), number) from None
        yield from _LINES.findall(text) if "\r" in text else (text,)


def _encoding_sentence(raw: bytes) -> str:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "这一行不是 UTF-8 文字，文件可能损坏了；请重新导出。"
    return "这个文件是 GBK 编码，不是 UTF-8。" + _SAVE_AS_CSV
