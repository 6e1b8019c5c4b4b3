"""How the pre-screening asks, and how it says back what was answered."""

from flask_babel import gettext as _


def asked_words() -> dict[str, str]:
    """The questions, in the order of the page."""
    return {
        "age": _("家里最大的老人多少岁"),
        "living": _("老人（或有病、有残疾的人）和谁住"),
        "disability": _("家里有残疾人吗"),
        "care": _("有没有人要别人照顾吃饭、穿衣、走路"),
        "money": _("家里的钱够用吗"),
        "work": _("家里有没有想上班、没有班上的人"),
        "housing": _("住的是自己的房子吗"),
        "children": _("家里有孩子吗"),
        "service": _("家里有没有人当过兵，或者是烈士、军人家属"),
        "hukou": _("户口在哪里"),
    }


def option_words() -> dict[str, dict[str, str]]:
    """What may be answered to each question."""
    return {
        "age": {
            "none": _("没有 60 岁以上的老人"),
            "sixty": _("60 到 69 岁"),
            "seventy": _("70 到 79 岁"),
            "eighty": _("80 岁以上"),
        },
        "living": {
            "together": _("和家人一起住"),
            "alone": _("一个人住，或者老两口自己住"),
            "nobody": _("一个人，没有人能照顾"),
        },
        "disability": {
            "none": _("没有"),
            "card": _("有，办了残疾人证"),
            "no_card": _("有，没有办证"),
        },
        "care": {
            "none": _("没有"),
            "some": _("有的事要人帮"),
            "most": _("天天要人照顾"),
        },
        "money": {
            "enough": _("够用"),
            "spent": _("最近看病、上学花了很多钱"),
            "short": _("收入少，一直不够用"),
            "dibao": _("已经在领低保"),
            "emergency": _("突然出了事，眼下过不去"),
        },
        "work": {
            "fine": _("没有"),
            "self": _("自己干活，没有单位交社保"),
            "lost": _("有，没工作不久"),
            "long": _("有，年纪大了，或者一直找不到"),
        },
        "housing": {
            "own": _("是自己的"),
            "rented": _("不是，租房或者借住"),
        },
        "children": {
            "none": _("没有"),
            "baby": _("怀孕了，或者刚生"),
            "school": _("有孩子在上学"),
        },
        "service": {"no": _("没有"), "yes": _("有")},
        "hukou": {
            "here": _("在本地"),
            "away": _("在外地，来了半年以上"),
            "new": _("在外地，来了不到半年"),
        },
    }


def because_words() -> dict[tuple[str, str], str]:
    """What was said, as a reason: 因为您说……"""
    return {
        ("age", "sixty"): _("家里有 60 多岁的老人"),
        ("age", "seventy"): _("家里有 70 多岁的老人"),
        ("age", "eighty"): _("家里有 80 岁以上的老人"),
        ("living", "alone"): _("老人自己住"),
        ("living", "nobody"): _("没有人能照顾"),
        ("disability", "card"): _("家里有人有残疾人证"),
        ("disability", "no_card"): _("家里有残疾人，没有办证"),
        ("care", "some"): _("有的事要人帮"),
        ("care", "most"): _("天天要人照顾"),
        ("money", "spent"): _("看病、上学花了很多钱"),
        ("money", "short"): _("收入少，不够用"),
        ("money", "dibao"): _("家里在领低保"),
        ("money", "emergency"): _("突然出了事，眼下过不去"),
        ("work", "self"): _("自己干活，没有单位交社保"),
        ("work", "lost"): _("有人没了工作"),
        ("work", "long"): _("有人一直找不到工作"),
        ("housing", "rented"): _("住的不是自己的房子"),
        ("children", "baby"): _("怀孕了，或者刚生了孩子"),
        ("children", "school"): _("有孩子在上学"),
        ("service", "yes"): _("家里有人当过兵，或者是军烈属"),
        ("hukou", "here"): _("户口在本地"),
        ("hukou", "away"): _("户口在外地，来了半年以上"),
        ("hukou", "new"): _("户口在外地，来了不到半年"),
    }
