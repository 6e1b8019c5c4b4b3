"""What the desk calls states, steps, levels and due moments."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from flask_babel import format_date
from flask_babel import gettext as _

from portal import clock
from portal.domain.masking import masked_name
from portal.domain.matters.models import Level, WorkType
from portal.domain.service_requests.inbox import SOON, Queue
from portal.domain.service_requests.inbox_rows import Row
from portal.domain.service_requests.models import Channel
from portal.domain.service_requests.reach import unit_names
from portal.domain.service_requests.slips import SlipKind
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Step
from portal.status_words import status_names

_LAST_SECOND = time(23, 59, 59)


class DeskWords:
    """Says one page of the desk in words, as of one moment; looks every word up once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._units: dict[str, str] = {}
        self._days: dict[date, str] = {}
        self.queues = queue_names()
        self.statuses = status_names()
        self.levels = level_names()
        self.work_types = work_type_names()

    def unit(self, key: str) -> str:
        """The name of a unit by its key."""
        if key not in self._units:
            self._units |= unit_names([key])
        return self._units.get(key, "")

    def learn_units(self, keys: Iterable[str]) -> None:
        """Look up many names at once."""
        self._units |= unit_names(keys)

    def who(self, row: Row, user_id: int) -> str:
        """Who asked, as a list shows it: masked, and nothing of those whose name is for the handler alone."""
        if row.confidential and row.handler_id != user_id:
            return _("保密")
        return masked_name(row.name) if row.name else _("匿名")

    def urgency(self, due_at: datetime | None) -> str:
        """`late`, `soon` or nothing: the colour of a due moment."""
        if due_at is None or due_at >= self.now + SOON:
            return ""
        return "late" if due_at < self.now else "soon"

    def due(self, due_at: datetime) -> str:
        """今天内, 11:00 前, 周一内, 11月27日内; of what is late how long: 超了 3 小时."""
        if due_at < self.now:
            return _("超了 %(span)s", span=span_words(self.now - due_at))
        local, today = clock.local(due_at), clock.local(self.now).date()
        whole_day = local.time().replace(microsecond=0) == _LAST_SECOND
        day = self._near_day(local.date(), today)
        if whole_day:
            return _("%(day)s内", day=day)
        return f"{local:%H:%M}" + _(" 前") if local.date() == today else f"{day} {local:%H:%M}" + _(" 前")

    def came(self, moment: datetime) -> str:
        """今天 07:58, 昨天 19:42, 11月20日 09:15."""
        local, today = clock.local(moment), clock.local(self.now).date()
        return f"{self._near_day(local.date(), today)} {local:%H:%M}"

    def _near_day(self, day: date, today: date) -> str:
        if day not in self._days:
            self._days[day] = _near_day(day, today)
        return self._days[day]


def span_words(span: timedelta) -> str:
    """How long, in its largest unit: 3 天, 5 小时, 20 分钟."""
    minutes = max(1, int(span.total_seconds() // 60))
    if minutes >= 48 * 60:
        return _("%(n)s 天", n=minutes // (24 * 60))
    if minutes >= 60:
        return _("%(n)s 小时", n=minutes // 60)
    return _("%(n)s 分钟", n=minutes)


def _near_day(day: date, today: date) -> str:
    away = (day - today).days
    named = {-1: _("昨天"), 0: _("今天"), 1: _("明天")}.get(away)
    if named:
        return named
    if 1 < away < 7:
        return format_date(day, "EEE")
    return format_date(day, _("M月d日") if day.year == today.year else _("y年M月d日"))


def queue_names() -> dict[Queue, str]:
    return {
        Queue.TO_SIGN: _("待签收"),
        Queue.LATE: _("已超期"),
        Queue.DUE_SOON: _("快到期"),
        Queue.WAITING: _("等群众"),
        Queue.MINE: _("我办的"),
        Queue.HANDED_OVER: _("交出去的"),
        Queue.ALL: _("全部"),
    }


def level_names() -> dict[Level, str]:
    return {
        Level.GRID: _("网格"),
        Level.COMMUNITY: _("社区"),
        Level.SUBDISTRICT: _("街道"),
        Level.DEPARTMENT: _("部门"),
    }


def work_type_names() -> dict[WorkType, str]:
    return {
        WorkType.GENERAL: _("一般性"),
        WorkType.COORDINATED: _("协调性"),
        WorkType.URGENT: _("突发性"),
        WorkType.APPROVAL: _("审批性"),
    }


def channel_names() -> dict[Channel, str]:
    return {
        Channel.PLACARD: _("扫公示牌"),
        Channel.WEB: _("网页"),
        Channel.PHONE: _("电话"),
        Channel.COUNTER: _("窗口"),
        Channel.ROUND: _("走访"),
    }


def limit_names() -> dict[LimitKind, str]:
    return {
        LimitKind.SIGN_FOR: _("签收"),
        LimitKind.CONTACT: _("首次联系"),
        LimitKind.HAND_OVER: _("交办限时"),
        LimitKind.FINISH: _("办结"),
        LimitKind.ACCEPT: _("决定是否受理"),
        LimitKind.STATUTORY: _("法定办理"),
        LimitKind.REWORK_CONTACT: _("重办联系"),
        LimitKind.REWORK_FINISH: _("重办办结"),
        LimitKind.URGE_ANSWER: _("答复催办"),
        LimitKind.OBJECTION: _("复核异议"),
        LimitKind.STATION: _("这一步的期限"),
        LimitKind.PROMISED_PAPERS: _("补交承诺的材料"),
    }


def step_names() -> dict[Step, str]:
    return {
        Step.FILE: _("提交"),
        Step.SIGN_FOR: _("签收"),
        Step.CLASSIFY: _("改事项"),
        Step.SETTLE: _("现场办结"),
        Step.HAND_OVER: _("交办"),
        Step.ESCALATE: _("上报"),
        Step.RETURN: _("退回"),
        Step.CONTACT: _("联系群众"),
        Step.VISIT: _("上门"),
        Step.BOOK_VISIT: _("约上门"),
        Step.PRECHECK: _("预审"),
        Step.NOTE: _("记进展"),
        Step.ASK_SUPPLEMENT: _("一次性告知"),
        Step.SUPPLEMENT: _("补齐材料"),
        Step.ASK_EXTENSION: _("申请延期"),
        Step.GRANT_EXTENSION: _("同意延期"),
        Step.DENY_EXTENSION: _("不同意延期"),
        Step.ACCEPT: _("受理"),
        Step.REVIEW: _("审核"),
        Step.RESOLVE: _("办结"),
        Step.REFUSE: _("不予受理"),
        Step.MERGE: _("合并"),
        Step.CORRECT_PLACE: _("改地点"),
        Step.WITHDRAW: _("撤回"),
        Step.ADD_FACTS: _("补充情况"),
        Step.FOLLOW: _("邻居跟进"),
        Step.URGE: _("催办"),
        Step.ANSWER_URGE: _("答复催办"),
        Step.RATE: _("评价"),
        Step.REWORK: _("差评重办"),
        Step.APPEAL: _("申诉差评"),
        Step.JUDGE_APPEAL: _("裁定申诉"),
        Step.REOPEN: _("重办"),
        Step.CLOSE: _("归档"),
        Step.NEW_CODE: _("换查询码"),
        Step.STATE_FACTS: _("登记个人信息"),
        Step.PROVIDE_PAPERS: _("交材料"),
        Step.CHECK_PAPERS: _("看材料"),
        Step.WITHDRAW_CONSENT: _("撤回同意"),
        Step.LAPSE: _("超期升级"),
        Step.SUCCESSION: _("移交接手人"),
        Step.CALENDAR: _("按新日历重算"),
        Step.BEGIN_PUBLICITY: _("公示"),
        Step.OBJECT: _("提出异议"),
        Step.RECHECK: _("复核异议"),
        Step.END_PUBLICITY: _("公示结束"),
        Step.GIVE_MANDATE: _("登记委托"),
        Step.DECLARE_KINSHIP: _("申报近亲属"),
        Step.PASS_STATION: _("走到下一步"),
        Step.REFER: _("转送别处"),
        Step.END_MANDATE: _("结束委托"),
        Step.TAKE_OVER: _("本人接着办"),
        Step.PERSON_CODE: _("给本人查询码"),
    }


def slip_names() -> dict[SlipKind, str]:
    return {
        SlipKind.FILING: _("申报单"),
        SlipKind.HAND_OVER: _("交办单"),
        SlipKind.URGE: _("催办单"),
        SlipKind.FEEDBACK: _("反馈单"),
        SlipKind.REFERRAL: _("转送单"),
    }
