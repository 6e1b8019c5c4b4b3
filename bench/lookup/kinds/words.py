"""Other words and other places for building, unit, room and 甲."""
from dataclasses import replace

from ..register import STEMS, block_key
from ..speech import block_bits, block_in_words, cn
from . import Draft, kind
from .plain import said_draft


@kind("block_word", "estate", 4)
def block_word(c, b):
    said = c.say(b)
    bits = block_bits(said)
    if not bits or bits[0]:
        return None
    said.block = block_in_words(c.rng, *bits)
    if said.number and not said.estate and said.block[0] in "栋第" and "弄" not in said.number:
        said.number = said.number.removesuffix("院")
    return said_draft(c, said)


@kind("block_bare", "estate", 1)
def block_bare(c, b):
    """百通新苑3: the bare number is the building."""
    said = c.say(b, form="E", detail="block")
    bits = block_bits(said)
    if not bits or bits[0] or not bits[1].isdigit():
        return None
    return said_draft(c, said, said.place + c.rng.choice([bits[1], f" {bits[1]}", cn(bits[1]), f"-{bits[1]}"]))


@kind("block_as_storey", "estate", 0.7)
def block_as_storey(c, b):
    """`3楼` is building 3 to most, storey 3 to some: a choice is as good."""
    said = c.say(b, form="E", detail="block")
    bits = block_bits(said)
    if not bits or bits[0] or not bits[1].isdigit():
        return None
    label = c.truth.label(said.ask)
    label.choose_ok = True
    return Draft(said.place + c.rng.choice([bits[1], cn(bits[1])]) + "楼", label)


@kind("block_yard", "estate", 0.5)
def block_yard(c, b):
    """`3号院` said of a building is a slip that a local understands."""
    said = c.say(b, form="E", detail="block")
    bits = block_bits(said)
    if not bits or bits[0] or not bits[1].isdigit():
        return None
    label = c.truth.label(said.ask)
    label.choose_ok = True
    return Draft(f"{said.place}{bits[1]}号院", label)


@kind("unit_word", "estate", 2)
def unit_word(c, b):
    said = c.say(b, detail="room")
    if not said.unit:
        return None
    u, room = c.speaker.room(b)
    middle = "中单元" if b.units == 3 else "东单元"
    said.unit = c.rng.choice([f"{u}单元", f"{u}门", f"{cn(u)}单元", f"{u}U", f"单元{u}", f"{u}梯", middle, "西单元", f"{u}门洞", f"第{u}单元",
                              f"{u}单", f"{u}栋口", f"{cn(u)}门", f"{u}单园", f"{u}単元", f"{u}號單元", f"{u}口", f"{u}号门", f"{u}号单元", f"{u}元", f"{u}dy"])
    said.room = c.rng.choice([str(room), f"{room}室", f"{room}户", f"{room}房", f"{room // 100}楼东户", f"{cn(room // 100)}楼西户",
                              f"{room // 100}层{room % 100:02d}", f"{room}号", "顶楼", f"{room}A", "东户", f"{room // 100}F", f"{room // 100}楼左手"])
    return said_draft(c, said)


@kind("stem_position", "stem", 2)
def stem_position(c, b):
    """甲 before, inside or after the number, with any word for the building."""
    said = c.say(b)
    bits = block_bits(said)
    if not bits or bits[0] not in STEMS or len(bits[0]) != 1:
        return None
    said.block = block_in_words(c.rng, *bits)
    return said_draft(c, said)


@kind("stem_number", "stemhouse", 2)
def stem_number(c, b):
    """甲, 附1 or -1 after a house number in other places and words."""
    n = "".join(x for x in b.number_key.split("-")[0].split("附")[0] if x.isdigit())
    rest = b.number_key[len(n):]
    if rest in STEMS:
        said = c.rng.choice([f"{n}号{rest}", f"{n}{rest}号", f"{rest}{n}号", f"{n}{rest}", f"{n}-{rest}号", f"{n}号({rest})", f"{n}号-{rest}"])
    elif rest.startswith("附"):
        k = rest[1:]
        said = c.rng.choice([f"{n}号附{k}", f"{n}附{k}号", f"{n}号附{k}号", f"{n}号(附{k})", f"{n}附{k}", f"{n}号附{cn(k)}"])
    elif rest.startswith("-"):
        k = rest[1:]
        said = c.rng.choice([f"{n}-{k}号", f"{n}－{k}号", f"{n}—{k}号", f"{n}-{k}", f"{n}之{k}号", f"{n}号之{k}"])
    else:
        return None
    return Draft((b.road or b.estate) + said, c.truth.label(c.say(b, form="R#" if b.road else "E", detail="block").ask))


@kind("number_word", "house", 2)
def number_word(c, b):
    """House number without 号, with 號, №, 門牌, or in characters."""
    if not b.number[:-1].isdigit():
        return None
    n = b.number[:-1]
    said = c.rng.choice([n, f"{n}號", f"№{n}", f"No.{n}", f"{n} 号", f"{cn(n)}号", f"门牌{n}号", f"门牌号{n}", f"{n}号院", f"{n}号户", f"第{n}号",
                         f"{n}号门面", f"{n}号商铺", f"{n}毫", f"{n}号1楼", f"{n}号二层", f"{n}#"])
    return Draft((b.road or b.estate) + said, c.truth.label(c.say(b, form="R#" if b.road else "E", detail="block").ask))


@kind("shop_at_number", "house", 1.5)
def shop_at_number(c, b):
    said = c.say(b, form="R#" if b.road else "E", detail="block")
    shop = c.rng.choice(["超市", "便利店", "理发店", "小饭店", "五金店", "药店", "水果店", "烧烤店", "快递驿站", "彩票店", "楼下超市", "门口早餐摊", "网吧", "麻将馆", "美容院", "对面小卖部"])
    label = c.truth.label(said.ask)
    label.choose_ok = label.choose_ok or shop.startswith("对面")
    return Draft(said.text() + c.rng.choice(["", "的", " "]) + shop, label)


@kind("wrong_order", "estate", 2.5)
def wrong_order(c, b):
    """Small before large, as people talk or paste from forms."""
    s = c.say(b, form=c.rng.choice(["E", "R#E", "RE"]), detail="room")
    text = c.rng.choice([f"{s.block}{s.estate}", f"{s.block}，{s.estate}", f"{s.room}{s.unit}{s.block}{s.estate}", f"{s.unit}{s.room}，{s.place}{s.block}",
                         f"{s.block}{s.unit}{s.room} {s.place}", f"{s.room} {s.block} {s.estate}", f"{s.estate}{s.unit}{s.block}", f"{s.estate}{s.road}{s.number}{s.block}",
                         f"{s.block} {s.place}", f"{s.unit}{s.room}{s.estate}{s.block}", f"{s.estate}，{s.road}{s.number}，{s.block}"])
    return said_draft(c, s, text)


@kind("voice_digits", "estate", 1.5)
def voice_digits(c, b):
    """Digits as a microphone or a hurried thumb gives them: 幺, 两, 洞, O for 0, l for 1."""
    said = c.say(b, detail="room")
    bits = block_bits(said)
    if not bits or bits[0] or not bits[1].isdigit():
        return None
    n, tail = bits[1], said.block[len(bits[1]):]
    table = c.rng.choice([{"1": "幺"}, {"2": "两"}, {"2": "俩"}, {"0": "O"}, {"0": "o"}, {"1": "l"}, {"1": "I"}, {"0": "〇"}, {"1": "①", "2": "②", "3": "③"},
                          {"7": "拐"}, {"0": "洞", "1": "幺"}])
    swap = lambda t: "".join(table.get(x, x) for x in t)
    if "①" in table.values() and len(n) > 1:
        return None
    text = f"{said.place}{swap(n)}{tail}{said.unit}{swap(said.room)}"
    return said_draft(c, said, text) if text != said.text() else None


@kind("wrong_stem", "estate", 0.8)
def wrong_stem(c, b):
    """A 甲 that does not exist beside a building that does: none, though asking back is fine."""
    said = c.say(b, detail="block")
    bits = block_bits(said)
    if not bits or bits[0] or not bits[1].isdigit():
        return None
    block = c.rng.choice("甲乙") + bits[1] + "号楼"
    label = c.truth.label(replace(said.ask, block=block_key(block)))
    if label.type == "none":
        label.choose_ok = True
    return Draft(said.place + block, label)
