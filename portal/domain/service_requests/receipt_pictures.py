"""The receipt as a picture to keep: WeChat on Android opens no downloads, but any picture can be saved."""

from PIL import Image

from portal.domain import look, qr
from portal.domain.contacts.phones import spaced
from portal.domain.drawing import Brush, png
from portal.domain.line_breaking import Sizes
from portal.domain.service_requests.receipts import Receipt
from portal.domain.service_requests.words import by_when, moment

WIDTH, HEIGHT = 1080, 1620
_LEFT = 84
_INNER = WIDTH - 2 * _LEFT
_PANEL_TOP, _PANEL_HEIGHT = 400, 470
_CODE_SIDE = 260  # at least; in whole pixels a module
_LINE = Sizes(46, 24, alone=40, step=2)
_PAIRS = [(look.PAPER, ink) for ink in (look.INK, look.GREY, look.PINE, look.PALE, look.PERSIMMON)]
_PAIRS += [(look.TINT, ink) for ink in (look.INK, look.GREY, look.PINE)]


def receipt_picture(receipt: Receipt, *, url: str, site: str) -> bytes:
    """A PNG of 1080 × 1620 pixels, below 120 KB; its QR code holds `url`, where number and code are asked for."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), look.PAPER)
    brush = Brush(picture)
    _draw_head(brush, receipt, site)
    _draw_numbers(brush, receipt)
    _draw_facts(brush, receipt)
    _draw_foot(brush, url)
    return png(picture, _PAIRS)


def _draw_head(brush: Brush, receipt: Receipt, site: str) -> None:
    brush.mark(_LEFT, 92, 76, look.PALE)
    title = "跟进回执" if receipt.followed else "回执"
    brush.fitted(_LEFT + 102, 145, f"{site} · {title}", Sizes(42, 24, step=2), _INNER - 102, look.INK, bold=True)
    sizes = Sizes(64, 34, alone=50, step=2)
    brush.fitted(_LEFT, 292, receipt.matter, sizes, _INNER, look.INK, bold=True, most_lines=2)
    brush.fitted(_LEFT, 352, receipt.place, Sizes(38, 22, step=2), _INNER, look.GREY)


def _draw_numbers(brush: Brush, receipt: Receipt) -> None:
    brush.box(_LEFT, _PANEL_TOP, _INNER, _PANEL_HEIGHT, 44, look.TINT)
    left, room = _LEFT + 54, _INNER - 108
    brush.text(left, _PANEL_TOP + 84, "编号", 36, look.GREY)
    brush.fitted(left, _PANEL_TOP + 176, receipt.number, Sizes(88, 48, step=2), room, look.INK, bold=True)
    brush.text(left, _PANEL_TOP + 264, "查询码", 36, look.GREY)
    brush.fitted(left, _PANEL_TOP + 376, receipt.code, Sizes(116, 60, step=2), room, look.PINE, bold=True)
    brush.text(left, _PANEL_TOP + 434, "只给您自己用，别发给别人", 32, look.INK)


def _draw_facts(brush: Brush, receipt: Receipt) -> None:
    holder = receipt.holder
    who = " ".join(filter(None, (holder.unit, holder.name)))
    facts = [("提交", moment(receipt.filed_at)), ("在谁那里", who)]
    if holder.phone:
        facts.append(("电话", spaced(holder.phone)))
    if receipt.due_at is not None:
        facts.append(("答复", by_when(receipt.due_at) + ("（暂定）" if receipt.provisional else "")))
    for number, (label, words) in enumerate(facts):
        y = 968 + number * 76
        brush.text(_LEFT, y, label, 36, look.GREY)
        brush.fitted(_LEFT + 180, y, words, _LINE, _INNER - 180, look.INK, bold=True)


def _draw_foot(brush: Brush, url: str) -> None:
    modules = len(qr.matrix(url))
    code = qr.image(url, -(-_CODE_SIDE // modules))
    quiet = qr.QUIET_ZONE * code.width // (modules + 2 * qr.QUIET_ZONE)
    top = HEIGHT - 64 - (code.height - 2 * quiet)
    brush.picture.paste(code, (_LEFT - quiet, top - quiet))
    x = _LEFT + code.width - quiet + 36
    room = WIDTH - _LEFT - x
    brush.fitted(x, top + 60, "扫一扫，看办到哪了", Sizes(40, 24, step=2), room, look.INK, bold=True)
    brush.fitted(x, top + 120, "输入编号和查询码", Sizes(36, 22, step=2), room, look.GREY)
    brush.fitted(x, top + 214, "有危险先打", Sizes(32, 20, step=2), room, look.GREY)
    brush.fitted(x, top + 262, look.EMERGENCY, Sizes(42, 24, step=2), room, look.PERSIMMON, bold=True)
