import io
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from portal.domain import qr

URL = "HTTPS://LINGE.EXAMPLE/Q/7KQ4M2XD"


def drawn(svg: str, pixels_per_module: int) -> Image.Image:
    """The path of the SVG, followed by hand."""
    root = ElementTree.fromstring(svg)
    side = int(root.attrib["viewBox"].split()[3])
    picture = Image.new("L", (side * pixels_per_module,) * 2, 255)
    draw = ImageDraw.Draw(picture)
    path = root.findall("{*}path")[-1].attrib["d"]
    x = y = 0
    for step in path.replace("M", "m").split("m")[1:]:
        move, length = step.split("h")
        dx, dy = (float(number) for number in move.split())
        x, y = x + int(dx), y + int(dy // 1)
        left, top = x * pixels_per_module, y * pixels_per_module
        draw.rectangle(
            (
                left,
                top,
                left + int(length) * pixels_per_module - 1,
                top + pixels_per_module - 1,
            ),
            fill=0,
        )
        x += int(length)
    return picture


def test_upper_case_addresses_fit_version_3():
    assert len(qr.matrix(URL)) == 29


@pytest.mark.parametrize("text", [URL, "https://linge.example/q/7KQ4M2XD", "公示牌"])
def test_png_and_svg_read_back(text):
    for picture in (
        Image.open(io.BytesIO(qr.png(text, 4))),
        drawn(qr.svg(text, title="二维码"), 4),
    ):
        (found,) = zxingcpp.read_barcodes(picture.convert("L"))
        assert (found.text, found.ec_level) == (text, "Q")


def test_quiet_zone_is_four_modules_wide():
    picture = Image.open(io.BytesIO(qr.png(URL, 3))).convert("L")
    dark = picture.point(lambda value: 255 - value).getbbox()
    assert picture.size == (37 * 3, 37 * 3)
    assert dark == (12, 12, 99, 99)


def test_svg_is_one_small_path_without_style_and_with_an_escaped_title():
    svg = qr.svg(URL, title="“3<4号楼”的二维码")
    root = ElementTree.fromstring(svg)
    assert root.attrib["viewBox"] == "0 0 37 37"
    assert root.findtext("{*}title") == "“3<4号楼”的二维码"
    assert "style" not in svg
    assert len(svg) < 3_000
