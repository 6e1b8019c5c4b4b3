import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageCms

from portal.domain.contacts.card_facts import CardFacts
from portal.domain.contacts.card_pictures import card_picture
from portal.domain.contacts.names import initial_svg
from portal.domain.contacts.pictures import Crop, PhotoRefused, read_photo

HEIC = (Path(__file__).parents[2] / "fixtures" / "portrait.heic").read_bytes()
RED, BLUE, WHITE = (200, 50, 40), (40, 90, 200), (255, 255, 255)


def upper_half_red(width: int = 300, height: int = 400) -> Image.Image:
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (0, height // 2, width, height))
    return picture


def saved(picture: Image.Image, kind: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def colour_at(content: bytes, x: float, y: float) -> tuple[int, ...]:
    picture = opened(content)
    return picture.getpixel((int(x * picture.width), int(y * picture.height)))


def near(one: tuple[int, ...], two: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, two, strict=True))


def refusal(content: bytes, crop: Crop | None = None) -> str:
    with pytest.raises(PhotoRefused) as caught:
        read_photo(content, crop)
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [saved(upper_half_red(), "JPEG", quality=90), saved(upper_half_red()), saved(upper_half_red(), "WEBP"), HEIC],
    ids=["jpeg", "png", "webp", "heic"],
)
def test_every_kind_becomes_three_square_jpegs(content):
    photo = read_photo(io.BytesIO(content))
    for sized, side in ((photo.small, 96), (photo.medium, 240), (photo.large, 640)):
        picture = opened(sized)
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (side, side))
    assert near(colour_at(photo.large, 0.5, 0.1), RED, 25)
    assert near(colour_at(photo.large, 0.5, 0.95), BLUE, 25)


def test_the_same_picture_gives_the_same_bytes_and_another_one_another_name():
    content = saved(upper_half_red())
    assert read_photo(content) == read_photo(content)
    assert read_photo(content).name != read_photo(content, Crop(0, 0, 1, 0.8)).name


def test_metadata_is_gone():
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    content = saved(upper_half_red(), "JPEG", exif=exif, comment=b"secret", icc_profile=srgb())
    assert b"secret" in content
    for sized in vars(read_photo(content)).values():
        if isinstance(sized, bytes):
            assert b"secret" not in sized
            assert b"Exif" not in sized
            assert set(opened(sized).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_a_picture_lying_on_its_side_is_put_upright_before_it_is_cropped():
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = upper_half_red(400, 400).transpose(Image.Transpose.ROTATE_90)
    photo = read_photo(saved(lying, "JPEG", exif=exif, quality=95), Crop(0, 0, 1, 0.5))
    assert near(colour_at(photo.large, 0.5, 0.9), RED)


def test_the_crop_is_cut_to_the_square_in_its_middle():
    picture = Image.new("RGB", (1000, 400), BLUE)
    picture.paste(RED, (600, 100, 800, 300))
    photo = read_photo(saved(picture), Crop(0.5, 0.25, 0.9, 0.75))
    for x, y in ((0.02, 0.02), (0.98, 0.98), (0.5, 0.5)):
        assert near(colour_at(photo.large, x, y), RED)


@pytest.mark.parametrize(
    "crop",
    [Crop(0.5, 0, 0.5, 1), Crop(0.8, 0, 0.2, 1), Crop(-0.1, 0, 1, 1), Crop(0, 0, 1, 1.01), Crop(0, float("nan"), 1, 1)],
)
def test_an_impossible_crop_is_refused(crop):
    assert "裁剪框" in refusal(saved(upper_half_red()), crop)


def test_transparency_becomes_white():
    clear = Image.new("RGBA", (300, 300), (255, 0, 0, 0))
    palette = Image.new("P", (300, 300), 0)
    palette.putpalette([10, 20, 30])
    for content in (saved(clear), saved(clear, "WEBP", lossless=True), saved(palette, transparency=0)):
        assert colour_at(read_photo(content).large, 0.5, 0.5) == WHITE


@pytest.mark.parametrize(
    ("picture", "kind", "expected"),
    [
        (Image.new("CMYK", (300, 300), (0, 200, 200, 0)), "JPEG", (255, 55, 55)),
        (Image.new("L", (300, 300), 120), "JPEG", (120, 120, 120)),
        (Image.new("I;16", (300, 300), 120 * 257), "PNG", (120, 120, 120)),
        (Image.new("LA", (300, 300), (120, 255)), "PNG", (120, 120, 120)),
        (Image.new("1", (300, 300), 1), "PNG", WHITE),
    ],
    ids=["cmyk", "grey", "grey16", "grey-alpha", "bits"],
)
def test_every_colour_mode_keeps_its_colours(picture, kind, expected):
    assert near(colour_at(read_photo(saved(picture, kind)).large, 0.5, 0.5), expected)


def test_an_animation_gives_its_first_frame():
    frames = [Image.new("RGB", (300, 300), colour) for colour in (RED, BLUE)]
    for kind in ("WEBP", "PNG"):
        content = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        assert near(colour_at(read_photo(content).large, 0.5, 0.5), RED)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PDF"])
def test_other_kinds_are_refused_by_content(kind):
    assert "JPG、PNG、WebP 或 HEIC" in refusal(saved(upper_half_red(), kind))


@pytest.mark.parametrize("content", [b"<svg/>", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", HEIC[:40], b"MZ" + HEIC])
def test_what_only_looks_like_a_photo_is_refused(content):
    assert refusal(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_file_is_refused(kind):
    content = saved(Image.effect_noise((300, 300), 90), kind)
    assert "重新选一次" in refusal(content[: len(content) // 2])


def test_a_file_that_crashes_the_decoder_is_refused_and_the_process_lives():
    at = HEIC.index(b"Exif")
    assert "重新选一次" in refusal(HEIC[:at] + b"\xfexif" + HEIC[at + 4 :])


def test_a_heic_of_too_many_pixels_is_refused():
    at = HEIC.index(b"ispe") + 8
    assert refusal(HEIC[:at] + struct.pack(">II", 8000, 5001) + HEIC[at + 8 :])


def test_nothing_is_refused():
    assert "没有收到" in refusal(b"")


def test_more_than_12_megabytes_are_refused_unread():
    assert "12 MB" in refusal(b"\xff\xd8\xff" + bytes(12 * 1024 * 1024))


def png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    )


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(8000, 5001), (12_000, 9_000), (60_000, 60_000)])
def test_more_than_40_megapixels_are_refused_from_the_header(size):
    assert "4000 万像素" in refusal(png_claiming(*size))


def test_a_tiny_picture_is_refused():
    assert "200 像素" in refusal(saved(upper_half_red(199, 300)))
    assert "框大一些" in refusal(saved(upper_half_red(300, 300)), Crop(0, 0, 0.6, 0.6))


CARD = CardFacts(
    grid_name="南丰路社区第1网格",
    community_name="南丰路社区",
    worker_name="潘其琛",
    worker_phone="14000000101",
    hours="周一至周五 8:30–17:30，急事随时",
    place_title="百通新苑 3号楼",
    community_phone="14000000001",
    supervision_name="水清沟街道",
    supervision_phone="14000000900",
)
URL = "HTTPS://LINGE.EXAMPLE/Q/7KQ4M2XD"


@pytest.mark.parametrize(
    "card",
    [
        CARD,
        replace(CARD, worker_name="阿迪力·买买提", place_title="阳光海岸国际花园东区二期北组团馨苑小区甲 18号楼"),
        replace(CARD, worker_name="䶮㛃𬭎", hours="周一至周五 8:30–12:00，13:30–17:30；周六上午 9:00–11:30，急事随时"),
        replace(CARD, worker_photo=read_photo(saved(Image.effect_noise((300, 300), 200).convert("RGB"))).large),
        CardFacts(grid_name="南丰路社区第1网格", community_name="南丰路社区"),
    ],
    ids=["plain", "long", "rare", "photo", "vacant"],
)
def test_a_card_picture_is_small_tall_and_readable(card):
    content = card_picture(card, url=URL)
    picture = opened(content)
    assert (picture.format, picture.size) == ("PNG", (1080, 1620))
    assert len(content) < 150_000
    (code,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text == URL
    assert code.position.top_right.x - code.position.top_left.x >= 300


def test_a_card_picture_keeps_its_margins_whatever_the_text():
    crowded = CardFacts(
        **{
            name: value * 6 if isinstance(value, str) and not name.endswith("phone") else value
            for name, value in vars(CARD).items()
        }
    )
    picture = opened(card_picture(crowded, url=URL)).convert("L").point(lambda value: 255 * (value < 250))
    left, top, right, bottom = picture.getbbox()
    assert left >= 80
    assert right <= 1000
    assert top >= 80
    assert bottom <= 1560


def test_the_drawn_initial_shows_the_surname_and_needs_no_inline_style():
    svg = initial_svg("欧阳若兰")
    assert ">欧阳</text>" in svg
    assert "<title>欧阳若兰</title>" in svg
    assert "style" not in svg
    assert ">阿</text>" in initial_svg("阿迪力·买买提")
    assert "<text" not in initial_svg("")
    assert "&lt;b&gt;" in initial_svg("<b>")
