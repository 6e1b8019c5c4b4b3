"""How characters sound and look: readings, homophones, look-alikes, and the distance of two names."""
from collections import defaultdict
from functools import lru_cache

from pypinyin import Style, pinyin

LOOKALIKES = """未末味 己已巳 苑宛菀范 昌冒曹 园圆围图 新亲薪 海悔每 洛络珞 清青情请晴 河何可 阳阴 大太天犬
水永氷 金全 丰半 百白自 通涌桶 萍苹 山出 长张 沙纱砂 人入八 民氏 宁宇 化代 会合 福富副 岭领 岸炭 馨磬 依衣
美姜 劲动 公么 寓遇 团困 都部 凯剀 景影 芙夫 蓉荣 东车 西酉 晓饶 紫柴 云去 台合 万方 科料 蓝篮 玉王 良粮
象像 庄压 洪供 坡波披 盐监 滩难 湖胡 沟构 村树 恒桓 源原 文交 沁泌 岛鸟 实买 验检 普晋 吉古 棉绵锦 厂广 中申
心必 院完 安妥 瑞端 丘兵 柳抑 康庚 虹红 沪泸 浦蒲铺 徐涂 佳住 泰秦 宝实 莲连 翠率 桥侨 梅悔 竹行 兰三 平半
和利 利和 明朋 星是 盛威 鑫金 龙尤 凤风 银很 滨宾 江汪 陵凌 凌陵 松忪 杨扬 扬杨 桂挂 枫风 城诚 诚城 苏办 杭抗
绍招 贤紧 光先 先光 华毕 建健 健建 永水 兴头 旺汪 顺须 祥详 雅雄 香杳 槐愧 帽冒 锣罗 鼓豉 旗棋 砖传 塔搭 井开
开井 石右 右石 左在 士土 土士 庙苗 灯打 牛午 午牛 羊洋 马乌 胜性 仁仨 义叉 礼札 智知 信倍""".split()

FUZZY = [("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n"), ("h", "f"), ("r", "l")]


@lru_cache(None)
def readings(ch):
    """All toneless readings of a character; itself when it has none."""
    return frozenset(pinyin(ch, style=Style.NORMAL, heteronym=True, errors=lambda x: [x])[0])


@lru_cache(100_000)
def spell(text):
    """Toneless syllables of a phrase, with the readings that the phrase itself suggests."""
    return tuple(s[0].replace("ü", "v") for s in pinyin(text, style=Style.NORMAL, errors=lambda x: list(x)))


@lru_cache(None)
def blurred(syllable):
    """One spelling for syllables that many speakers do not keep apart (zh/z, ing/in, l/n, h/f)."""
    for a, b in FUZZY[:3] + FUZZY[6:]:
        if syllable.startswith(a):
            syllable = b + syllable[len(a):]
            break
    for a, b in FUZZY[3:6]:
        if syllable.endswith(a):
            return syllable[:-len(a)] + b
    return syllable


def _common_characters():
    """The first level of GB 2312: the 3,755 characters that an input method offers first."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue


@lru_cache(1)
def homophone_table():
    """Reading -> common characters that sound so."""
    table = defaultdict(list)
    for ch in _common_characters():
        table[spell(ch)[0]].append(ch)
    return table


@lru_cache(1)
def blurred_table():
    """Blurred reading -> common characters."""
    table = defaultdict(list)
    for ch in _common_characters():
        table[blurred(spell(ch)[0])].append(ch)
    return table


@lru_cache(1)
def lookalike_table():
    """Character -> characters of similar shape, from hand-made groups."""
    table = defaultdict(set)
    for group in LOOKALIKES:
        for ch in group:
            table[ch] |= set(group) - {ch}
    return {k: sorted(v) for k, v in table.items()}


@lru_cache(200_000)
def char_cost(a, b):
    """How far one character is from another for a reader who hears and sees them: 0 equal, 1 unrelated."""
    if a == b:
        return 0.0
    if readings(a) & readings(b):
        return 0.35
    if {blurred(x) for x in readings(a)} & {blurred(x) for x in readings(b)} or b in lookalike_table().get(a, ()):
        return 0.5
    return 1.0


@lru_cache(400_000)
def distance(a, b):
    """Edit distance of two names with cheap steps between characters that sound or look alike."""
    two, one = None, [0.8 * j for j in range(len(b) + 1)]
    for i, x in enumerate(a, 1):
        row = [0.8 * i]
        for j, y in enumerate(b, 1):
            best = min(one[j] + 0.8, row[j - 1] + 0.8, one[j - 1] + char_cost(x, y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y and x != y:
                best = min(best, two[j - 2] + 0.7)
            row.append(best)
        two, one = one, row
    return one[-1]
