"""Wrong characters in names: heard wrongly, seen wrongly, left out, added, swapped."""

from ..sound import blurred, blurred_table, homophone_table, lookalike_table, spell
from . import Draft, fill, forms, kind, said_draft

FILLERS = "的小大新里路一了家区东"
HEARD = {
    "号楼": forms("好楼 | 号喽 | 号漏 | 浩楼 | 号偻 | 耗楼"),
    "单元": forms("单圆 | 但元 | 丹元 | 单员 | 单源"),
    "小区": forms("小曲 | 小取 | 晓区 | 小去"),
    "幢": forms("撞 | 装 | 壮"),
    "弄": forms("农 | 浓 | 龙"),
    "室": ["是"],
}
LEADS, TAILS = forms("我家在 | 送到 | 请问 | 你好，"), ["归谁管", "，谢谢", "的网格员", ""]


def put(text, i, ch):
    """The text with one character replaced."""
    return text[:i] + ch + text[i + 1 :]


def homophone(rng, name, count=1, table=None, key=lambda s: s):
    """Replace `count` characters by others of the same (or blurred) sound; None if that cannot be done."""
    table, sounds = table or homophone_table(), spell(name)
    if len(sounds) != len(name):
        return None
    others = {i: [x for x in table.get(key(s), ()) if x != name[i]] for i, s in enumerate(sounds)}
    places = [i for i, same in others.items() if same]
    if len(places) < count:
        return None
    for i in rng.sample(places, count):
        name = put(name, i, rng.choice(others[i]))
    return name


def misspell(c, b, change, field=None, form=None):
    """Say the address with one name changed by `change`; the label asks the truth about rivals."""
    said = c.say(b, form=form)
    fields = [f for f in ("estate", "road") if getattr(said, f)]
    field = field or (fields and c.rng.choice(fields))
    if field not in fields:
        return None
    name = getattr(said, field)
    if field == "estate" and b.aliases and c.rng.random() < 0.2:
        name = c.rng.choice(b.aliases)
        said.ask = c.with_name(said.ask, name)
    typed = change(name)
    if not typed or typed == name:
        return None
    label = c.truth.label_near(said.ask, field, typed)
    if label is None or label.type == "none":
        return None
    setattr(said, field, typed)
    return Draft(said.text(), label, name)


@kind("homophone", "anyname", 3)
def homophone_one(c, b):
    return misspell(c, b, lambda n: homophone(c.rng, n))


@kind("homophone_two", "anyname", 1.5)
def homophone_two(c, b):
    return misspell(c, b, lambda n: homophone(c.rng, n, 2))


@kind("homophone_whole", "anyname", 1.5)
def homophone_whole(c, b):
    """Voice input that got every character wrong."""
    return misspell(c, b, lambda n: homophone(c.rng, n, len(n)))


@kind("homophone_words", "numbered")
def homophone_words(c, b):
    """Voice input that also got 号楼, 单元 and 小区 wrong."""
    said = c.say(b, detail="room")
    text = said.text()
    for word, wrong in HEARD.items():
        if c.rng.random() < 0.8:
            text = text.replace(word, c.rng.choice(wrong))
    return said_draft(c, said, text) if text != said.text() else None


@kind("accent", "anyname", 1.5)
def accent(c, b):
    """Sounds that many speakers do not keep apart: zh/z, ing/in, l/n."""
    return misspell(c, b, lambda n: homophone(c.rng, n, 1, blurred_table(), blurred))


@kind("lookalike", "anyname", 2)
def lookalike(c, b):
    def change(name):
        places = [i for i, ch in enumerate(name) if ch in lookalike_table()]
        if not places:
            return None
        i = c.rng.choice(places)
        return put(name, i, c.rng.choice(lookalike_table()[name[i]]))

    return misspell(c, b, change)


@kind("missing_char", "anyname", 2)
def missing_char(c, b):
    def change(name):
        i = c.rng.randrange(len(name))
        return name[:i] + name[i + 1 :] if len(name) >= 4 else None

    return misspell(c, b, change)


@kind("extra_char", "anyname", 1.5)
def extra_char(c, b):
    def change(name):
        i = c.rng.randrange(1, len(name) + 1)
        return name[:i] + c.rng.choice([name[i - 1], c.rng.choice(FILLERS)]) + name[i:]

    return misspell(c, b, change)


@kind("swapped_chars", "anyname", 1.5)
def swapped_chars(c, b):
    def change(name):
        i = c.rng.randrange(len(name) - 1)
        return name[:i] + name[i + 1] + name[i] + name[i + 2 :]

    return misspell(c, b, change)


@kind("wrong_char", "anyname")
def wrong_char(c, b):
    """An unrelated character, as from a slipped finger or handwriting."""
    pool = c.rng.choice(list(homophone_table().values()))
    return misspell(c, b, lambda n: put(n, c.rng.randrange(len(n)), c.rng.choice(pool)) if len(n) >= 4 else None)


@kind("road_typo", "roadblock", 1.2)
def road_typo(c, b):
    return misspell(c, b, lambda n: homophone(c.rng, n), "road", "R#")


@kind("road_typo_house", "house", 1.2)
def road_typo_house(c, b):
    return misspell(c, b, lambda n: homophone(c.rng, n), "road", "R#")


@kind("village_typo", "village", 1.2)
def village_typo(c, b):
    return misspell(c, b, lambda n: homophone(c.rng, n), "estate")


@kind("typo_in_noise", "estate")
def typo_in_noise(c, b):
    """Two troubles at once: a wrong character and words around it."""
    draft = misspell(c, b, lambda n: homophone(c.rng, n))
    if draft:
        draft.text = fill(c.rng, LEADS) + draft.text + c.rng.choice(TAILS)
    return draft
