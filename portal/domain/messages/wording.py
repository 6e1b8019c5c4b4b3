"""What messages say: short, plain, and without anything only the resident knows."""

from datetime import datetime, time

from portal.domain.messages.models import Occasion
from portal.domain.messages.text_length import ONE_MESSAGE, ROOM, length
from portal.domain.workdays.working_hours import SHANGHAI

# A name is not shortened further than this.
LEAST = 4

# After the name of the matter. `by` is the part with the date, see `_BY`.
_RESIDENTS: dict[Occasion, str] = {
    Occasion.RECEIVED: "已收到，编号{number}{by}。",
    Occasion.HANDED_OVER: "（{number}）已转{unit}办理{by}。",
    Occasion.SUPPLEMENT_WANTED: "（{number}）还缺材料{by}，凭编号查看。",
    Occasion.EXTENDED: "（{number}）要多花些时间{by}。",
    Occasion.RESOLVED: "（{number}）已办结。结果凭编号查看，没解决可要求重办。",
    Occasion.REFUSED: "（{number}）不归这里办。该去哪里凭编号查看。",
    Occasion.REOPENED: "（{number}）已重新办理{by}。",
    Occasion.RATING_WANTED: "（{number}）已办结。办得怎么样，凭编号打个分。",
    Occasion.MANDATE_GIVEN: "（{number}）登记了代办人。不是您委托的，请告诉网格员。",
    Occasion.MANDATE_ENDED: "（{number}）的委托结束了。",
    Occasion.VISIT_BOOKED: "（{number}）约好上门{by}。",
    Occasion.PUBLICITY_BEGUN: "（{number}）开始公示{by}。",
    Occasion.PUBLICITY_ENDED: "（{number}）公示结束了，结果凭编号查看。",
    Occasion.PAPERS_PROMISED: "（{number}）说好后补的材料还没有补{by}。",
    Occasion.FACT_READ: "（{number}）有工作人员看了您的个人信息，是谁、为什么，凭编号查看。",
}
_BY = {
    Occasion.SUPPLEMENT_WANTED: ("，请在{due}前补齐", "，请尽快补齐"),
    Occasion.EXTENDED: ("，改为{due}前答复", ""),
    Occasion.VISIT_BOOKED: ("，{due}", ""),
    Occasion.PUBLICITY_BEGUN: ("，到{due}为止", ""),
    Occasion.PAPERS_PROMISED: ("，日子是{due}", ""),
}
_FOLLOWERS = {Occasion.SUPPLEMENT_WANTED: "（{number}）正等着补材料，补齐后接着办。"}
_NEW_CODE = "{number}的查询码换了新的，原来的作废。不是您要换的，请告诉网格员。"
# The code itself is put behind it while it is sent.
_PERSON_CODE = "有人替您办事，编号{number}。凭编号和您的查询码能看全部、能结束委托。查询码："
_UNITS: dict[Occasion, str] = {
    Occasion.FILED: "有新诉求待签收",
    Occasion.ASSIGNED: "有诉求交到这里，待签收",
    Occasion.REMIND_HALF: "时间过半",
    Occasion.REMIND_MOST: "快到期了",
    Occasion.LAPSED: "已经超期",
    Occasion.PRESSED: "督办，请今天处理",
    Occasion.URGED: "居民催办，请书面回复",
    Occasion.REWORK: "评价低，要返工",
    Occasion.EXTENSION_ASKED: "申请延期，待审批",
    Occasion.OBJECTION_RAISED: "公示有人提出异议，待复核",
    Occasion.PAPERS_PROMISED: "说好后补的材料还没有补",
}
_TRIAL = "{unit}：这是试发的一条。看到它，就说明提醒能发到这里。"


def to_resident(occasion: Occasion, words: dict[str, str], *, follows: bool = False, speaks: bool = False) -> str:
    """The text for whoever filed a request, `follows` a neighbour's, or `speaks` for somebody; without the signature,
    at most `ROOM` long.

    `words`: number; matter, empty where its name would give something away; due and unit where they are known. When it
    is too long the matter is shortened, then the unit; never the number or the date.
    """
    if occasion is Occasion.NEW_CODE_MADE:
        return _NEW_CODE.format(number=words["number"])
    if occasion is Occasion.PERSON_CODE:
        return _PERSON_CODE.format(number=words["number"])
    rest = _FOLLOWERS.get(occasion, _RESIDENTS[occasion]) if follows else _RESIDENTS[occasion]
    due = words.get("due", "")
    with_due, without = _BY.get(occasion, ("，{due}前答复", ""))
    by = with_due.format(due=due) if due else without
    matter, unit = words.get("matter", ""), words.get("unit", "")
    theirs = ("您反映的" if matter else "您的申请") if not speaks else ("您代办的" if matter else "您代办的事")
    opening = "您跟进的" if follows else theirs

    def text() -> str:
        return opening + matter + rest.format(number=words["number"], by=by, unit=unit)

    matter = _shorter(matter, length(text()) - ROOM)
    unit = _shorter(unit, length(text()) - ROOM)
    return text()


def to_unit(occasion: Occasion, words: dict[str, str]) -> str:
    """The text for a group or a mail box: whose it is, what happened, number, matter, date."""
    if occasion is Occasion.TRIAL:
        return _TRIAL.format(unit=words["unit"])
    by = f"，{words.get('limit', '')}{words['due']}到期" if words.get("due") else ""
    return f"{words['unit']}：{_UNITS[occasion]}。{words['number']} {words['matter']}{by}。"


def signed(body: str, signature: str, host: str) -> str:
    """A text message as it arrives: the registered name, the body, and the site when there is room for it."""
    text = f"【{signature}】{body}"
    with_host = f"{text}网址 {host}"
    return with_host if host and length(with_host) <= ONE_MESSAGE else text


def short_moment(at: datetime) -> str:
    """`11月26日`; with the hour when it is not the end of the day: `11月23日15:30`."""
    local = at.astimezone(SHANGHAI)
    day = f"{local.month}月{local.day}日"
    return day if local.time().replace(microsecond=0) == time(23, 59, 59) else f"{day}{local:%H:%M}"


def _shorter(name: str, over: int) -> str:
    """`name` less `over` units, with an ellipsis at its end."""
    wanted = max(length(name) - over, LEAST)
    if over <= 0 or length(name) <= wanted:
        return name
    kept = name
    while length(kept) >= wanted:
        kept = kept[:-1]
    return f"{kept}…"
