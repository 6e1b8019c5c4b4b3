"""What the trail and the person read about a visit."""

from collections.abc import Sequence

from portal.domain.visits.models import AskedHow, AskedWhom, Visit
from portal.domain.workdays.working_hours import SHANGHAI

WHOM = {AskedWhom.PERSON: "本人", AskedWhom.AGENT: "代办人", AskedWhom.FAMILY: "家里人"}
HOW = {AskedHow.PHONE: "打电话", AskedHow.IN_PERSON: "当面", AskedHow.IN_WRITING: "看留言"}


def time_words(visit: Visit) -> str:
    """11月24日（周二）9:30 到 10:30, on the town's clock."""
    starts, ends = visit.starts_at.astimezone(SHANGHAI), visit.ends_at.astimezone(SHANGHAI)
    day = f"{starts.month}月{starts.day}日（周{'一二三四五六日'[starts.weekday()]}）"
    return f"{day}{starts.hour}:{starts:%M} 到 {ends.hour}:{ends:%M}"


def day_words(visit: Visit) -> str:
    """11月24日."""
    starts = visit.starts_at.astimezone(SHANGHAI)
    return f"{starts.month}月{starts.day}日"


def name_words(names: Sequence[str]) -> str:
    return "、".join(names)
