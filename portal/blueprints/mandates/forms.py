"""Which matter somebody is helped with."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from portal.domain.matters.models import MatterVersion
from portal.forms import RuledForm


class BeginForm(RuledForm):
    matter = SelectField(_l("办什么事"), validators=[InputRequired(_l("请选办什么事。"))])

    def __init__(self, matters: Sequence[MatterVersion], **facts: Any) -> None:
        super().__init__(**facts)
        by_category = sorted(matters, key=lambda version: version.category)
        groups = groupby(by_category, key=lambda version: version.category)
        self.matter.choices = {category: [(one.matter.slug, one.name) for one in group] for category, group in groups}
