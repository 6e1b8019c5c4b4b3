"""Chinese names: where the surname ends, and what is drawn where a photo is missing."""

from html import escape

from portal.domain.look import MARK_CELL, MARK_CELLS, MARK_CORNER, PALE, PINE

COMPOUND_SURNAMES = frozenset(
    (
        "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 "
        "长孙 宇文 司徒 鲜于 司空 令狐 轩辕 百里 呼延 东郭 南门 西门 第五 左丘 拓跋 完颜 耶律 纳兰 那拉 叶赫 爱新 赫舍 "
        "欧陽 司馬 諸葛"
    ).split()
)


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
