"""What messages, their states and the ways they take are called on pages."""

from flask_babel import gettext as _

from portal.domain.masking import masked_phone
from portal.domain.messages.models import Medium, Message, MessageState, Occasion, Robot
from portal.domain.messages.robots import unit_names

TAGS = {
    MessageState.SENT: "done",
    MessageState.FAILED: "late",
    MessageState.UNSURE: "late",
    MessageState.DROPPED: "soon",
}


def occasion_names() -> dict[str, str]:
    return {
        Occasion.RECEIVED: _("收到了"),
        Occasion.HANDED_OVER: _("转交了"),
        Occasion.SUPPLEMENT_WANTED: _("缺材料"),
        Occasion.EXTENDED: _("延期了"),
        Occasion.RESOLVED: _("办结了"),
        Occasion.REFUSED: _("不予受理"),
        Occasion.REOPENED: _("重新办理"),
        Occasion.NEW_CODE_MADE: _("换了查询码"),
        Occasion.RATING_WANTED: _("请评价"),
        Occasion.FILED: _("新诉求"),
        Occasion.ASSIGNED: _("交办"),
        Occasion.REMIND_HALF: _("时间过半"),
        Occasion.REMIND_MOST: _("快到期"),
        Occasion.LAPSED: _("超期"),
        Occasion.PRESSED: _("督办"),
        Occasion.URGED: _("催办"),
        Occasion.REWORK: _("返工"),
        Occasion.EXTENSION_ASKED: _("申请延期"),
        Occasion.PERSON_CODE: _("给本人查询码"),
        Occasion.MANDATE_GIVEN: _("登记了代办人"),
        Occasion.MANDATE_ENDED: _("委托结束"),
        Occasion.VISIT_BOOKED: _("约了上门"),
        Occasion.PUBLICITY_BEGUN: _("开始公示"),
        Occasion.PUBLICITY_ENDED: _("公示结束"),
        Occasion.FACT_READ: _("看了个人信息"),
        Occasion.OBJECTION_RAISED: _("有异议"),
        Occasion.PAPERS_PROMISED: _("后补材料"),
        Occasion.TRIAL: _("试发"),
    }


def state_names() -> dict[str, str]:
    return {
        MessageState.WAITING: _("等着发"),
        MessageState.SENDING: _("正在发"),
        MessageState.SENT: _("发出了"),
        MessageState.FAILED: _("没发出去"),
        MessageState.DROPPED: _("发不了"),
        MessageState.UNSURE: _("不确定"),
    }


def medium_names() -> dict[str, str]:
    return {
        Medium.SMS: _("短信"),
        Medium.WECOM: _("企业微信群机器人"),
        Medium.DINGTALK: _("钉钉群机器人"),
        Medium.FEISHU: _("飞书群机器人"),
        Medium.EMAIL: _("邮箱"),
        Medium.CONSOLE: _("只在这里显示"),
    }


class MessageWords:
    """Says the rows of one page in words; looks every word up once."""

    def __init__(self) -> None:
        self.occasions = occasion_names()
        self.states = state_names()
        self.media = medium_names()
        self.units = unit_names()

    def recipient(self, message: Message) -> str:
        """Who was told, masked: 居民 140****1234; a group by its name."""
        if message.robot:
            return message.robot.name
        if message.request and message.request.confidential:
            return _("居民，保密")
        return _("居民 %(phone)s", phone=masked_phone(message.recipient)) if message.recipient else _("居民")

    def state(self, message: Message) -> str:
        """How far it is; what only stands on this page was not sent out."""
        return self.media[Medium.CONSOLE] if message.medium is Medium.CONSOLE else self.states[message.state]

    def tag(self, message: Message) -> str:
        """The class of the state's tag."""
        return "plain" if message.medium is Medium.CONSOLE else TAGS.get(message.state, "plain")

    def address(self, robot: Robot) -> str:
        """The end of a webhook, which is a secret; the first letter of a mail address."""
        if robot.medium is Medium.EMAIL:
            name, _at, host = robot.address.partition("@")
            return f"{name[:1]}***@{host}"
        return f"…{robot.address[-4:]}"
