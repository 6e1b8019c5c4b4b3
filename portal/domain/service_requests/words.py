"""The workflow in words: what refusals, the trail and the printed table call its states, steps and people."""

from datetime import datetime

from portal.domain.matters.models import Level, WorkType
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.voices import Grade
from portal.domain.service_requests.workflow import Actor, Status, Step
from portal.domain.workdays.working_hours import SHANGHAI

STATUS = {
    Status.FILED: "待签收",
    Status.IN_PROGRESS: "办理中",
    Status.WAITING: "等群众",
    Status.RESOLVED: "已办结",
    Status.REFUSED: "不予受理",
    Status.WITHDRAWN: "已撤回",
    Status.MERGED: "已合并",
    Status.CLOSED: "已归档",
}
STEP = {
    Step.FILE: "提交",
    Step.SIGN_FOR: "签收",
    Step.CLASSIFY: "改事项",
    Step.SETTLE: "现场办结",
    Step.HAND_OVER: "交办",
    Step.ESCALATE: "上报",
    Step.RETURN: "退回",
    Step.CONTACT: "联系群众",
    Step.VISIT: "上门",
    Step.NOTE: "记进展",
    Step.ASK_SUPPLEMENT: "一次性告知",
    Step.SUPPLEMENT: "补齐材料",
    Step.ASK_EXTENSION: "申请延期",
    Step.GRANT_EXTENSION: "同意延期",
    Step.DENY_EXTENSION: "不同意延期",
    Step.ACCEPT: "受理",
    Step.REVIEW: "审核",
    Step.RESOLVE: "办结",
    Step.REFUSE: "不予受理",
    Step.MERGE: "合并",
    Step.CORRECT_PLACE: "改地点",
    Step.WITHDRAW: "撤回",
    Step.ADD_FACTS: "补充情况",
    Step.FOLLOW: "跟进",
    Step.URGE: "催办",
    Step.ANSWER_URGE: "答复催办",
    Step.RATE: "评价",
    Step.REWORK: "差评重办",
    Step.APPEAL: "申诉差评",
    Step.JUDGE_APPEAL: "裁定申诉",
    Step.REOPEN: "重办",
    Step.CLOSE: "归档",
    Step.NEW_CODE: "换查询码",
    Step.LAPSE: "超期升级",
    Step.SUCCESSION: "移交接手人",
    Step.CALENDAR: "按新日历重算",
    Step.GIVE_MANDATE: "登记委托",
    Step.END_MANDATE: "结束委托",
    Step.TAKE_OVER: "本人接着办",
    Step.PERSON_CODE: "给本人查询码",
    Step.DECLARE_KINSHIP: "申报近亲属",
    Step.PROVIDE_PAPERS: "交材料",
    Step.CHECK_PAPERS: "看材料",
    Step.STATE_FACTS: "登记个人信息",
    Step.WITHDRAW_CONSENT: "撤回同意",
    Step.BOOK_VISIT: "约上门",
    Step.PRECHECK: "预审",
    Step.PASS_STATION: "走到下一步",
    Step.REFER: "转送",
    Step.BEGIN_PUBLICITY: "公示",
    Step.OBJECT: "提出异议",
    Step.RECHECK: "复核异议",
    Step.END_PUBLICITY: "公示结束",
}
ACTOR = {
    Actor.RESIDENT: "提交的居民",
    Actor.AGENT: "代办人",
    Actor.NEIGHBOUR: "邻居",
    Actor.HOLDER: "承办人",
    Actor.HELPER: "协办单位或网格员",
    Actor.ABOVE: "上一级",
    Actor.SUPERVISOR: "督查",
    Actor.SYSTEM: "系统",
}
WORK_TYPE = {
    WorkType.GENERAL: "一般性",
    WorkType.COORDINATED: "协调性",
    WorkType.URGENT: "突发性",
    WorkType.APPROVAL: "审批性",
}
LEVEL = {
    Level.GRID: "网格",
    Level.COMMUNITY: "社区",
    Level.SUBDISTRICT: "街道",
    Level.DEPARTMENT: "部门",
}
LIMIT = {
    LimitKind.SIGN_FOR: "签收",
    LimitKind.CONTACT: "首次联系",
    LimitKind.HAND_OVER: "交办限时",
    LimitKind.FINISH: "办结",
    LimitKind.ACCEPT: "决定是否受理",
    LimitKind.STATUTORY: "法定办理",
    LimitKind.REWORK_CONTACT: "重办联系",
    LimitKind.REWORK_FINISH: "重办办结",
    LimitKind.URGE_ANSWER: "答复催办",
    LimitKind.STATION: "这一步的期限",
    LimitKind.OBJECTION: "复核异议",
    LimitKind.PROMISED_PAPERS: "补交承诺的材料",
}
GRADE = {
    Grade.VERY_SATISFIED: "非常满意",
    Grade.SATISFIED: "满意",
    Grade.BASICALLY_SATISFIED: "基本满意",
    Grade.DISSATISFIED: "不满意",
    Grade.VERY_DISSATISFIED: "非常不满意",
}


def moment(at: datetime) -> str:
    """11月23日 14:02, on the town's clock."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def by_when(at: datetime, provisional: bool = False) -> str:
    """A due moment as people say it: 11月26日（周四）24 点前, 11月23日 14:32 前; 暂定 without a known calendar."""
    local, mark = at.astimezone(SHANGHAI), "（暂定）" if provisional else ""
    if (local.hour, local.minute, local.second) == (23, 59, 59):
        return f"{local.month}月{local.day}日（周{'一二三四五六日'[local.weekday()]}）24 点前{mark}"
    return f"{moment(at)} 前{mark}"
