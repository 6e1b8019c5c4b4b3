"""Chinese names: where the surname ends, and what is drawn where a photo is missing."""

from html import escape

from portal.domain.look import MARK_CELL, MARK_CELLS, MARK_CORNER, PALE, PINE

_COMPOUND = """
欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 夏侯 轩辕 端木 百里 呼延 南宫 东郭 西门 独孤 拓跋
赫连 澹台 濮阳 太史 申屠 仲孙 钟离 鲜于 闻人 公冶 公羊 太叔 宗政 万俟 左丘 完颜 耶律 纳兰 那拉 叶赫 爱新 赫舍
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name. Names with a middle dot (阿迪力·买买提) and Latin ones are not split: all is surname."""
    name = name.strip()
    if not name or "·" in name or name[0].isascii():
        return name, ""
    length = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:length], name[length:]


def initial(name: str) -> str:
    """What stands for a person without a photo: the surname, one or two characters; the first letter of other names."""
    surname, given = split_name(name)
    return surname if given else surname[:1].upper()


def initial_svg(name: str) -> str:
    """A square SVG of the initial in pine on soft green, or of the mark for an empty name.

    It is sized by the page around it, carries the name as its title and has no inline style.
    """
    drawn = initial(name)
    size = 44 if len(drawn) == 1 else 32
    inside = (
        f'<text x="50" y="50" dy=".35em" text-anchor="middle" font-size="{size}" font-weight="700" fill="{PINE}">'
        f"{escape(drawn)}</text>"
        if drawn
        else f'<g transform="translate(30 30) scale(.4)">{_mark()}</g>'
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" role="img">'
        f'<title>{escape(name) or "暂缺"}</title><rect width="100" height="100" rx="14" fill="{PALE}"/>{inside}</svg>'
    )


def _mark() -> str:
    *plain, lit = MARK_CELLS
    cells = [(cell, "#fff") for cell in plain] + [(lit, PINE)]
    return "".join(
        f'<rect x="{x}" y="{y}" width="{MARK_CELL}" height="{MARK_CELL}" rx="{MARK_CORNER}" fill="{colour}"/>'
        for (x, y), colour in cells
    )
