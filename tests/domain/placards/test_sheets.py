"""The sheets as a printer and a phone see them: rasterised at 150 dpi, every code decoded, sizes measured."""

import io
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from PIL import Image

from portal.domain import qr
from portal.domain.placards.codes import new_code
from portal.domain.placards.sheets import Notice, SheetFormat, content_digest, missing_characters, write_sheets

POINT = 25.4 / 72  # mm
NOTICE = Notice(
    place_title="百通新苑 3号楼",
    place_detail="1单元 · 2单元 · 3单元",
    grid_name="南丰路社区第1网格",
    worker_name="潘其琛",
    worker_phone="14000000101",
    hours="周一至周五 8:30–17:30，急事随时",
    duties=(
        "登记人口和房屋情况",
        "调解邻里纠纷",
        "查找安全隐患，催着整改",
        "讲政策、送通知",
        "帮老人和行动不便的人代办",
    ),
    community_name="南丰路社区",
    community_phone="14000000001",
    supervision_name="水清沟街道",
    supervision_phone="14000000900",
    url="HTTPS://LINGE.EXAMPLE/Q/7KQ4M2XD",
    plain_address="linge.example",
    code="7KQ4M2XD",
    check_word="松鹤",
    printed_on=date(2025, 11, 21),
)
LONG = replace(
    NOTICE,
    place_title="阳光海岸国际花园东区二期北组团馨苑小区 甲18号楼",
    place_detail=" · ".join(f"{unit}单元" for unit in range(1, 16)),
    worker_name="阿迪力·买买提",
    worker_phone="0532-84000001",
    hours="周一至周五 8:30–12:00，13:30–17:30；周六上午 9:00–11:30，急事随时打电话",
    duties=("帮办老年证、高龄津贴、残疾人两项补贴和其他行动不便的人要办的各类证照",) * 5,
    grid_name="水清沟街道河清路社区第11网格",
    supervision_name="水清沟街道社会治理和网格化服务中心",
    plain_address="wangge.shuiqinggou.qingdao.example",
    url="HTTPS://WANGGE.SHUIQINGGOU.QINGDAO.EXAMPLE/Q/7KQ4M2XD",
)
RARE = replace(NOTICE, worker_name="䶮㛃𬭎", worker_phone="", duties=())
VACANT = replace(NOTICE, worker_name="", worker_phone="", hours="", place_detail="")
CASES = {"plain": NOTICE, "long": LONG, "rare": RARE, "vacant": VACANT}


@pytest.fixture(scope="module")
def photo() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((640, 640)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def printed(notices, fmt: SheetFormat) -> pypdfium2.PdfDocument:
    out = io.BytesIO()
    write_sheets(out, notices, fmt)
    return pypdfium2.PdfDocument(out.getvalue())


def pictures(document: pypdfium2.PdfDocument) -> Iterator[Image.Image]:
    for page in document:
        yield page.render(scale=150 / 72, grayscale=True).to_pil()


def codes_on(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def words_on(page: pypdfium2.PdfPage) -> str:
    return page.get_textpage().get_text_range()


def letters_of(page: pypdfium2.PdfPage, words: str) -> tuple[float, float]:
    """Font size and width of some text, in points on the paper."""
    text = page.get_textpage()
    found = text.search(words).get_next()
    assert found, f"{words} is not on the page"
    boxes = [text.get_charbox(at, loose=True) for at in range(found[0], sum(found))]
    size = pdfium.FPDFText_GetFontSize(text, found[0])
    return size, boxes[-1][2] - boxes[0][0]


def code_side(picture: Image.Image) -> float:
    """Width of the dark modules of the only code, in mm."""
    (code,) = zxingcpp.read_barcodes(picture)
    corners = code.position
    return (corners.top_right.x - corners.top_left.x) / 150 * 25.4


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("fmt", [SheetFormat.A4, SheetFormat.A5])
def test_every_notice_decodes_and_stays_on_its_page(fmt, case):
    notice = CASES[case]
    (picture,) = pictures(printed([notice], fmt))
    assert codes_on(picture) == [notice.url]
    left, top, right, bottom = picture.point(lambda value: 255 * (value < 250)).getbbox()
    margin = 0.07 * picture.width
    assert left >= margin
    assert top >= 0.04 * picture.height
    assert right <= picture.width - margin
    assert bottom <= 0.98 * picture.height


@pytest.mark.parametrize(("fmt", "least"), [(SheetFormat.A4, 60), (SheetFormat.A5, 35)])
def test_codes_are_large_and_have_a_quiet_zone(fmt, least):
    for notice in (NOTICE, LONG):
        (picture,) = pictures(printed([notice], fmt))
        assert code_side(picture) >= least - 0.3
        (code,) = zxingcpp.read_barcodes(picture)
        assert code.ec_level == "Q"
        module = (code.position.top_right.x - code.position.top_left.x) / len(qr.matrix(notice.url))
        at, far = code.position.top_left, code.position.bottom_right
        quiet = round(3.8 * module)
        around = picture.crop((at.x - quiet, at.y - quiet, far.x + quiet, far.y + quiet))
        around.paste(255, (quiet - 3, quiet - 3, around.width - quiet + 3, around.height - quiet + 3))
        assert around.getextrema()[0] > 250


def test_name_and_phone_are_read_from_two_metres():
    for notice, name, phone in ((NOTICE, "潘其琛", "140 0000 0101"), (LONG, "阿迪力", "0532-8400 0001")):
        page = printed([notice], SheetFormat.A4)[0]
        assert letters_of(page, name)[0] >= 54
        assert letters_of(page, phone)[0] >= 44


def test_the_page_says_everything_a_resident_needs():
    for fmt in SheetFormat:
        words = words_on(printed([NOTICE], fmt)[0])
        for expected in (
            "百通新苑 3号楼",
            "潘其琛",
            "140 0000 0101",
            "140 0000 0001",
            "7KQ4-M2XD",
            "linge.example",
            "松鹤",
        ):
            assert expected in words
    words = words_on(printed([NOTICE], SheetFormat.A4)[0])
    for expected in ("1单元 · 2单元", "第1网格", *NOTICE.duties, "110 · 119 · 120", "140 0000 0900", "2025年11月21日"):
        assert expected in words


def test_rare_characters_are_drawn_and_unknown_ones_named():
    assert "䶮㛃𬭎" in words_on(printed([RARE], SheetFormat.A4)[0])
    assert missing_characters("潘其琛 䶮㛃𬭎 阿迪力·买买提") == ""
    assert missing_characters("潘ཀ琛ཀ") == "ཀ"


def test_a_vacant_post_sends_people_to_the_community():
    words = words_on(printed([VACANT], SheetFormat.A4)[0])
    assert "暂缺" in words
    assert "请打社区电话" in words
    assert letters_of(printed([VACANT], SheetFormat.A4)[0], "140 0000 0001")[0] >= 44
    assert "请打社区电话" in words_on(printed([RARE], SheetFormat.A4)[0])


def test_long_text_is_shrunk_and_never_cut_off():
    words = words_on(printed([LONG], SheetFormat.A4)[0]).replace("\r\n", "")
    for expected in (
        "阳光海岸国际花园东区二期北组团馨苑小区",
        "甲18号楼",
        "15单元",
        "急事随时打电话",
        LONG.plain_address,
    ):
        assert expected in words
    assert words.count("各类证照") == 5


@pytest.mark.parametrize("fmt", SheetFormat)
def test_nothing_leaves_the_page_or_reaches_the_code_however_long(fmt):
    kept = ("url", "code", "check_word")
    crowded = {
        field.name: value * 8
        for field in fields(Notice)
        if isinstance(value := getattr(LONG, field.name), str) and field.name not in kept
    }
    (picture,) = pictures(printed([replace(LONG, **crowded)], fmt))
    cards = fmt in (SheetFormat.CARDS, SheetFormat.CARDS_ROW)
    assert codes_on(picture) == [LONG.url] * (10 if fmt is SheetFormat.CARDS else 1)
    left, top, right, bottom = picture.point(lambda value: 255 * (value < 250)).getbbox()
    margin = (0.04 if cards else 0.07) * picture.width
    assert left >= margin
    assert right <= picture.width - margin


def test_a_sheet_of_cards_is_ten_copies_with_cut_marks():
    document = printed([NOTICE, LONG], SheetFormat.CARDS)
    assert len(document) == 2
    for notice, picture in zip((NOTICE, LONG), pictures(document), strict=True):
        found = zxingcpp.read_barcodes(picture)
        assert [code.text for code in found] == [notice.url] * 10
        for code in found:
            assert (code.position.top_right.x - code.position.top_left.x) / 150 * 25.4 >= 24.8
        left, top, right, bottom = picture.point(lambda value: 255 * (value < 250)).getbbox()
        assert (right - left) / 150 * 25.4 == pytest.approx(180 + 12, abs=0.6)
        assert (bottom - top) / 150 * 25.4 == pytest.approx(270 + 12, abs=0.6)


def test_different_cards_fill_a_sheet_in_a_row():
    drawn = iter(range(10**9))
    notices = []
    for number in range(12):
        code = new_code(lambda n: next(drawn) % n)
        notices.append(replace(NOTICE, code=code, url=f"HTTPS://LINGE.EXAMPLE/Q/{code}", worker_name=f"李{number}"))
    document = printed(iter(notices), SheetFormat.CARDS_ROW)
    assert len(document) == 2
    found = [code for picture in pictures(document) for code in codes_on(picture)]
    assert sorted(found) == sorted(notice.url for notice in notices)
    assert "李0" in words_on(document[0])
    assert "李11" in words_on(document[1])


def test_photos_are_stored_once_for_all_pages(photo):
    notice = replace(NOTICE, worker_photo=photo)
    sizes = []
    for copies in (1, 10):
        out = io.BytesIO()
        write_sheets(out, [notice] * copies, SheetFormat.A4)
        sizes.append(len(out.getvalue()))
    assert sizes[1] - sizes[0] < 9 * 5_000
    (picture,) = pictures(printed([notice], SheetFormat.A4))
    assert codes_on(picture) == [notice.url]


def test_pages_are_drawn_one_at_a_time_and_counted():
    heard = []

    def coming():
        for number in range(3):
            assert heard == list(range(1, number + 1))
            yield NOTICE

    assert write_sheets(io.BytesIO(), coming(), SheetFormat.A4, on_page=heard.append) == 3
    assert heard == [1, 2, 3]


def test_nothing_to_print_is_an_error():
    with pytest.raises(ValueError, match="no notice"):
        write_sheets(io.BytesIO(), [], SheetFormat.A4)


def test_the_same_notices_give_the_same_file_without_an_author():
    files = []
    for _ in range(2):
        out = io.BytesIO()
        write_sheets(out, [NOTICE], SheetFormat.A5, title="南丰路社区")
        files.append(out.getvalue())
    assert files[0] == files[1]
    assert b"/Lang (zh-CN)" in files[0]
    document = pypdfium2.PdfDocument(files[0])
    about = document.get_metadata_dict()
    assert about["Title"] == "南丰路社区"
    assert about["Author"] == ""
    assert about["CreationDate"].startswith("D:20251121")
    width, height = document[0].get_size()
    assert (width * POINT, height * POINT) == (pytest.approx(148, abs=0.6), pytest.approx(210, abs=0.6))


def test_the_digest_changes_with_every_printed_word():
    digest = content_digest(NOTICE)
    assert len(digest) == 64
    assert content_digest(replace(NOTICE, printed_on=date(2026, 1, 1), worker_photo=b"x")) == digest
    for field in fields(Notice):
        if field.name not in ("printed_on", "worker_photo"):
            other = {"duties": ("x",), "design_version": 9}.get(field.name, "x")
            assert content_digest(replace(NOTICE, **{field.name: other})) != digest, field.name


def test_the_digest_of_placards_already_on_walls_stays_the_same():
    assert content_digest(NOTICE) == "ed10395481e3757b3a87afac903f40d664d298423888b75ec8c13432c1d781fe"
