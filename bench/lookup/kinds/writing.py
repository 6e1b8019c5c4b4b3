"""The same address in other scripts, separators and layouts."""
from opencc import OpenCC

from ..speech import FULL, block_bits, cn, cn_digits
from . import Draft, kind
from .plain import said_draft

SEPARATORS = ["-", "－", "—", "–", "―", "/", "／", ".", "．", ",", "，", " ", "、", "_", "~", "～", "·", "--", " - ", "*", "|"]
_CONVERT = {n: OpenCC(n) for n in ("s2t", "s2tw", "s2hk", "s2twp")}


def dashed(c, b, sep):
    """Estate, building, unit and room as bare numbers; a lane house has no unit."""
    said = c.say(b, detail="room")
    bits = block_bits(said)
    if not bits or bits[0] or not said.room:
        return None
    unit, room = c.speaker.room(b)
    numbers = [bits[1], str(room)] if not said.unit else [bits[1], str(unit), str(room)]
    return said, said.place + c.rng.choice(["", "", " "]) + sep.join(numbers)


@kind("dash_hyphen", "estate", 2)
def dash_hyphen(c, b):
    out = dashed(c, b, "-")
    return out and said_draft(c, *out)


@kind("dash_other", "estate", 2)
def dash_other(c, b):
    out = dashed(c, b, c.rng.choice(SEPARATORS[1:]))
    return out and said_draft(c, *out)


@kind("dash_mixed", "estate", 1.5)
def dash_mixed(c, b):
    said = c.say(b, detail="room")
    bits = block_bits(said)
    if not bits or bits[0] or not said.unit:
        return None
    n, (u, r) = bits[1], c.speaker.room(b)
    tail = c.rng.choice([f"{n}#{u}-{r}", f"{n}号{u}-{r}", f"{n}号楼{u}-{r}", f"{n}栋{u}-{r}", f"{n}-{u}单元{r}", f"{n}-{u}单元-{r}",
                         f"{n}幢{u}/{r}", f"{n}#-{u}-{r}", f"{n}号楼-{u}单元-{r}室", f"{n}＃{u}－{r}", f"{n}-{u}-{r}室", f"{n}#{u}单元{r}",
                         f"{n}-{u}", f"{n}楼{u}单元{r}", f"{n}栋{u}单元{r}", f"{n}号-{u}-{r}", f"{n}-{u}号{r}"])
    return said_draft(c, said, said.place + tail)


@kind("dash_no_unit", "estate")
def dash_no_unit(c, b):
    said = c.say(b, detail="room")
    bits = block_bits(said)
    if not bits or bits[0] or not said.room:
        return None
    n, (_, r) = bits[1], c.speaker.room(b)
    return said_draft(c, said, said.place + c.rng.choice([f"{n}-{r}", f"{n}栋{r}", f"{n}#{r}", f"{n}号楼{r}", f"{n}幢{r}", f"{n}/{r}", f"{n}号{r}"]))


@kind("fullwidth", "any")
def fullwidth(c, b):
    return said_draft(c, s := c.say(b), s.text().translate(FULL))


@kind("traditional", "any", 1.5)
def traditional(c, b):
    said = c.say(b)
    text = _CONVERT[c.rng.choice(list(_CONVERT))].convert(said.text())
    return said_draft(c, said, text) if text != said.text() else None


@kind("mixed_script", "any")
def mixed_script(c, b):
    said = c.say(b)
    text = "".join(_CONVERT["s2t"].convert(ch) if c.rng.random() < 0.5 else ch for ch in said.text())
    return said_draft(c, said, text) if text != said.text() else None


@kind("spaces", "any", 1.5)
def spaces(c, b):
    said = c.say(b)
    how = c.rng.choice(["between", "every", "random", "wide", "ends"])
    text = {"between": said.text(" "), "every": " ".join(said.text()), "wide": said.text("　"), "ends": f"  {said.text()}  ",
            "random": "".join(ch + (" " if c.rng.random() < 0.3 else "") for ch in said.text())}[how]
    return said_draft(c, said, text)


@kind("punctuation", "any", 1.5)
def punctuation(c, b):
    said = c.say(b)
    mark = c.rng.choice(["，", ",", "、", "。", ";", "；", ":", "：", "/", "·", "|", "->", ">", "…"])
    text = said.text(mark) + c.rng.choice(["", mark, "。", "!!", "，，"])
    return said_draft(c, said, text)


@kind("newline_tab", "any")
def newline_tab(c, b):
    said = c.say(b, admin=c.rng.choice([0, 2]))
    return said_draft(c, said, said.text(c.rng.choice(["\n", "\t", "\r\n", " \n"])) + c.rng.choice(["", "\n"]))


@kind("bracket", "estate", 1.5)
def bracket(c, b):
    said, r = c.say(b, form="E"), c.rng
    body = said.text()
    text = r.choice([f"【{body}】", f"({body})", f"「{body}」", f"《{said.estate}》{said.block}", f"[{said.estate}]{said.block}{said.unit}",
                     f"{b.road}【{body} 】({said.estate}附近)", f"{said.estate}({said.block}){said.unit}", f"{said.estate}（{b.road}{b.number}）{said.block}",
                     f"{b.road}{b.number}（{said.estate}）{said.block}{said.unit}", f"“{said.estate}”{said.block}", f"<{body}>"])
    return said_draft(c, said, text)


@kind("emoji", "any")
def emoji(c, b):
    said = c.say(b)
    marks = "🏠📍😀🙏❤️👍🏢✨🌸🚪"
    text = c.rng.choice([f"📍{said.text()}", f"{said.text()}{c.rng.choice(marks)}", f"🏠{said.text('🏠')}", f"{said.text()}🙏🙏🙏",
                         f"{said.place}❤{said.block}{said.unit}"])
    return said_draft(c, said, text)


@kind("numerals_words", "numbered", 1.5)
def numerals_words(c, b):
    """Numbers in characters: the building, the unit, the room, sometimes the house number."""
    said = c.say(b, detail="room")
    bits = block_bits(said)
    if bits and bits[1].isdigit():
        said.block = said.block.replace(bits[1], cn(bits[1]))
    if said.unit:
        said.unit = cn("".join(x for x in said.unit if x.isdigit())) + c.town.unit_word(b)
    said.room = cn_digits(said.room, zero=c.rng.choice("〇零○"))
    if said.number.rstrip("号院弄").isdigit() and c.rng.random() < 0.6:
        digits = said.number.rstrip("号院弄")
        said.number = c.rng.choice([cn, cn_digits])(digits) + said.number[len(digits):]
    return said_draft(c, said)


@kind("key_value", "estate")
def key_value(c, b):
    said = c.say(b, form="E", detail="room")
    n = block_bits(said)
    if not n or n[0]:
        return None
    text = c.rng.choice([f"地址：{said.text()}", f"小区：{said.estate} 楼号：{n[1]} 房号：{said.room}", f"小区名称:{said.estate};楼栋:{said.block}",
                         f"【小区】{said.estate}【楼栋】{said.block}【单元】{said.unit}", f"住址 {said.text()}", f"家庭住址：{said.text()}",
                         f"地址={said.text()}", f'{{"address":"{said.text()}"}}', f"1.小区：{said.estate}\n2.楼号：{n[1]}"])
    return Draft(text, c.truth.label(said.ask))
