"""Kinds, levels and lengths of time of the catalogue in words. What the catalogue itself says stays Chinese."""

from flask_babel import gettext as _

from portal.blueprints.matters import public
from portal.domain.matters.models import Level, WorkType
from portal.domain.matters.parts import AnswerKind, Basis, Begins, InPerson, Need, Photo, ProxyKind, Said, Situation
from portal.domain.sensitive_facts.kinds import FactKind
from portal.domain.service_requests.workflow import Step
from portal.domain.workdays.spans import Span, Unit


def situation_names() -> dict[Situation, str]:
    """Situations of life as people put them, in the order of the page."""
    return {
        Situation.OLD: _("家里有老人"),
        Situation.DISABLED: _("有残疾人"),
        Situation.HARD: _("生活困难"),
        Situation.JOBLESS: _("没工作"),
        Situation.RENTING: _("租房"),
        Situation.BUILDING: _("楼里的事"),
    }


@public.app_template_filter()
def span_words(span: Span) -> str:
    """`5 workday` as 5 个工作日."""
    return {
        Unit.WORKDAY: _("%(n)s 个工作日", n=span.value),
        Unit.DAY: _("%(n)s 天", n=span.value),
        Unit.HOUR: _("%(n)s 小时", n=span.value),
        Unit.MINUTE: _("%(n)s 分钟", n=span.value),
        Unit.WORKHOUR: _("%(n)s 个工作小时", n=span.value),
        Unit.CALENDAR_MONTH: _("%(n)s 个月", n=span.value),
    }[span.unit]


def unit_names() -> dict[str, str]:
    """The units of limits for a select."""
    return {
        Unit.WORKDAY.value: _("工作日"),
        Unit.DAY.value: _("天（自然日）"),
        Unit.HOUR.value: _("小时"),
        Unit.MINUTE.value: _("分钟"),
        Unit.WORKHOUR.value: _("工作小时"),
        Unit.CALENDAR_MONTH.value: _("个月"),
    }


def level_names() -> dict[str, str]:
    return {
        Level.GRID.value: _("网格"),
        Level.COMMUNITY.value: _("社区"),
        Level.SUBDISTRICT.value: _("街道"),
        Level.DEPARTMENT.value: _("区部门"),
    }


@public.app_template_filter()
def matter_level(level: Level) -> str:
    return level_names()[level]


def work_type_names() -> dict[str, str]:
    return {
        WorkType.GENERAL.value: _("一般性"),
        WorkType.COORDINATED.value: _("协调性"),
        WorkType.URGENT.value: _("突发性"),
        WorkType.APPROVAL.value: _("审批性"),
    }


def proxy_names() -> dict[str, str]:
    """Who may apply for somebody, and what they bring."""
    return {
        ProxyKind.FAMILY.value: _("一起住的家人或近亲属"),
        ProxyKind.GUARDIAN.value: _("监护人"),
        ProxyKind.ENTRUSTED.value: _("您委托的人"),
        ProxyKind.COMMITTEE.value: _("社区居委会"),
        ProxyKind.WORKER.value: _("网格员帮办"),
    }


def proxy_proofs() -> dict[str, str]:
    return {
        ProxyKind.FAMILY.value: _("说明是什么关系，带两个人的身份证"),
        ProxyKind.GUARDIAN.value: _("带户口簿、监护证明或法院文书"),
        ProxyKind.ENTRUSTED.value: _("带您签名的委托书和两个人的身份证"),
        ProxyKind.COMMITTEE.value: _("要办委托；说不了话的，写明情况，两个人签字"),
        ProxyKind.WORKER.value: _("您口头同意就行，需要时上门签字"),
    }


def in_person_names() -> dict[str, str]:
    """What nobody can do in the person's place, for the form of staff."""
    return {
        InPerson.FACE_CHECK.value: _("刷脸、生存认证"),
        InPerson.AUTHORISATION.value: _("在核对授权书上签名"),
        InPerson.ASSESSMENT.value: _("评残、能力评估"),
        InPerson.AGREEMENT.value: _("在调解协议上签名"),
    }


def need_names() -> dict[str, str]:
    return {
        Need.ALWAYS.value: _("要带"),
        Need.IF_APPLICABLE.value: _("有这种情况才带"),
        Need.IF_AVAILABLE.value: _("有就带"),
        Need.IF_PROXY.value: _("代办才带"),
        Need.UNLESS_EXEMPT.value: _("可以免交的除外"),
        Need.LOCAL.value: _("问街道要不要带"),
    }


@public.app_template_filter()
def paper_need(need: Need) -> str:
    return need_names()[need]


def said_names() -> dict[str, str]:
    return {Said.YES.value: _("是"), Said.NO.value: _("否"), Said.LOCAL.value: _("各地自己定")}


def photo_names() -> dict[str, str]:
    return {Photo.NONE.value: _("不要照片"), Photo.WELCOME.value: _("可以传照片"), Photo.WANTED.value: _("最好传照片")}


def answer_names() -> dict[str, str]:
    return {
        AnswerKind.LINE.value: _("写一句"),
        AnswerKind.LINES.value: _("写几句"),
        AnswerKind.CHOICE.value: _("选一个"),
        AnswerKind.NUMBER.value: _("填数字"),
        AnswerKind.WHEN.value: _("什么时候"),
        AnswerKind.YES_NO.value: _("是或不是"),
    }


def fact_names() -> dict[str, str]:
    """Whether an answer is a sensitive fact, and of which kind."""
    return {
        "": _("不是"),
        FactKind.INCOME.value: _("收入和家境"),
        FactKind.DISABILITY.value: _("残疾情况"),
        FactKind.ILLNESS.value: _("健康情况"),
        FactKind.LIVING_ALONE.value: _("和谁一起住"),
    }


def basis_names() -> dict[str, str]:
    return {Basis.NATIONAL.value: _("国家规定"), Basis.LOCAL.value: _("本地规定"), Basis.PRACTICE.value: _("习惯做法")}


def begins_names() -> dict[str, str]:
    """What the portal takes as the beginning of a step by itself."""
    return {Begins.ACCEPTANCE.value: _("受理后开始"), Begins.PUBLICITY_END.value: _("公示没有异议后开始")}


def part_names() -> dict[str, str]:
    """The parts of a matter's form, in their order."""
    return {
        "basics": _("基本情况"),
        "papers": _("材料和代办"),
        "steps": _("步骤和期限"),
        "publicity": _("公示"),
        "questions": _("要问的问题"),
        "visit": _("上门"),
        "screening": _("预筛"),
        "grounds": _("依据"),
    }


def told_step_names() -> dict[str, str]:
    """The steps at which a resident is told something, for reply templates."""
    return {
        Step.CONTACT.value: _("首次联系"),
        Step.VISIT.value: _("上门"),
        Step.NOTE.value: _("进展"),
        Step.SETTLE.value: _("现场办结"),
        Step.HAND_OVER.value: _("交办"),
        Step.ESCALATE.value: _("上报"),
        Step.ASK_SUPPLEMENT.value: _("一次性告知"),
        Step.ASK_EXTENSION.value: _("申请延期"),
        Step.RESOLVE.value: _("办结"),
        Step.REFUSE.value: _("不予受理"),
        Step.ANSWER_URGE.value: _("答复催办"),
    }
