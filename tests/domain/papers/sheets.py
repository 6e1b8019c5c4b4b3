"""Photographs of papers as phones make them: sharp, shaken, dark, cut off."""

import io
import random
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from portal.config import ROOT

_FONT = ROOT / "portal" / "fonts" / "NotoSansSC-Regular.ttf"
_WORDS = "申请最低生活保障家庭经济状况核对授权书成员签名日期收入财产本人承诺以上情况属实如有虚假愿意承担责任"


@cache
def sheet(lines: int = 40, ink: int = 30) -> Image.Image:
    """A page of A4 at 200 dots an inch, in characters of 五号."""
    page = Image.new("L", (1654, 2339), 235)
    draw, font, drawn = ImageDraw.Draw(page), ImageFont.truetype(_FONT, 27), random.Random(7)
    for line in range(lines):
        words = "".join(drawn.choice(_WORDS) for _ in range(46))
        draw.text((180, 200 + line * 48), words, font=font, fill=ink)
    return page


@cache
def photographed(
    *, lines: int = 40, ink: int = 30, blur: float = 0, light: float = 1, size: tuple[int, int] = (1500, 2000)
) -> Image.Image:
    """The page on a table, with the noise of a small lens. `blur` in pixels of the picture."""
    page, table = sheet(lines, ink), Image.new("L", size, 90)
    scale = min(size[0] * 0.88 / page.width, size[1] * 0.88 / page.height)
    small = page.resize((int(page.width * scale), int(page.height * scale)), Image.Resampling.LANCZOS)
    table.paste(small, ((size[0] - small.width) // 2, (size[1] - small.height) // 2))
    taken = table.filter(ImageFilter.GaussianBlur(blur)) if blur else table
    taken = taken.point(lambda value: int(value * light))
    return ImageChops.add(taken, Image.effect_noise(size, 6), 1, -128)


def jpeg(picture: Image.Image, quality: int = 88) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()
