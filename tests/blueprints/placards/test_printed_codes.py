"""From the sheet to the page: every printed code is read off the paper as a phone would, and followed."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from portal.db import db
from portal.domain.placards.making import make_placards
from portal.domain.placards.models import Placard, PlaceKind
from portal.domain.placards.sheets import SheetFormat
from portal.printing import print_file
from tests.conftest import TODAY
from tests.domain.placards.placards import ADDRESS, WHO, make_all

# Dots per inch of the picture taken of the sheet: a phone held half a metre away sees about as many.
DPI = 150
CODES_ON_A_PAGE = {SheetFormat.A4: 1, SheetFormat.A5: 1, SheetFormat.CARDS: 10}


@pytest.fixture
def placards(cast) -> list[Placard]:
    """Of a grid: its buildings, the entrances of one, a gate."""
    made = make_all(cast.l1) + make_all(cast.l1, per_entrance=True)
    made += make_placards(PlaceKind.ESTATE_GATE, [cast.l1], "明亮花园南门", today=TODAY, **WHO)
    db.session.commit()
    return made


def read_codes(path: Path) -> list[list[str]]:
    """What the QR codes of each page say."""
    document = pypdfium2.PdfDocument(path)
    pages = [page.render(scale=DPI / 72).to_pil() for page in document]
    return [[found.text for found in zxingcpp.read_barcodes(page)] for page in pages]


@pytest.mark.parametrize("sheet_format", CODES_ON_A_PAGE)
def test_every_printed_code_leads_to_its_place_and_check_word(app, client, placards, tmp_path, sheet_format):
    path = tmp_path / "sheets.pdf"
    assert print_file(path, [placard.id for placard in placards], sheet_format, "") == len(placards)
    pages = read_codes(path)
    assert len(pages) == len(placards)
    for placard, texts in zip(placards, pages, strict=True):
        assert texts == [f"{ADDRESS}/q/{placard.code}"] * CODES_ON_A_PAGE[sheet_format]
        shown = client.get(texts[0].removeprefix(ADDRESS)).get_data(as_text=True)
        assert f"<h1>{placard.place}</h1>" in shown
        assert f"<strong>{placard.check_word}</strong>" in shown


def test_the_sheet_says_the_same_words_as_the_page(app, client, placards, tmp_path):
    """Place, code and check word in print are those of the page, so that comparing them means something."""
    path = tmp_path / "sheets.pdf"
    print_file(path, [placard.id for placard in placards], SheetFormat.A4, "")
    for placard, page in zip(placards, pypdfium2.PdfDocument(path), strict=True):
        printed = page.get_textpage().get_text_bounded()
        for words in (placard.place_title, f"{placard.code[:4]}-{placard.code[4:]}", placard.check_word):
            assert words in printed
