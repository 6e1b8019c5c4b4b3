"""Forms for group robots and mail boxes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import DataRequired, Length

from portal.blueprints.messages.words import medium_names
from portal.domain.messages.models import Medium
from portal.domain.service_requests.units import Unit
from portal.forms import LineField, RuledForm, choices

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
_ENTERED = (Medium.WECOM, Medium.DINGTALK, Medium.FEISHU, Medium.EMAIL)


class RobotForm(RuledForm):
    """Where a unit hears of its requests."""

    unit = SelectField(_l("哪个单位的"))
    medium = SelectField(_l("发到哪里"))
    name = LineField(
        _l("群或邮箱的名称"),
        [DataRequired(_l("请填写名称，例如“一网格工作群”。")), Length(max=40, message=_l("名称最多 40 个字。"))],
    )
    address = LineField(
        _l("机器人地址或邮箱"),
        [DataRequired(_l("请填写地址。")), Length(max=500, message=_l("地址太长，请核对。"))],
        render_kw=_PLAIN,
    )
    secret = LineField(_l("签名密钥"), [Length(max=200, message=_l("密钥太长，请核对。"))], render_kw=_PLAIN)

    def __init__(self, units: Sequence[Unit], names: dict[str, str], **facts: Any) -> None:
        super().__init__(**facts)
        media = medium_names()
        self.unit.choices = choices({str(unit): names.get(str(unit), "") for unit in units})
        self.medium.choices = choices({medium.value: media[medium] for medium in _ENTERED})
