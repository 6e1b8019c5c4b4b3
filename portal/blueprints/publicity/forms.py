"""The sentence on the results board."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired, Length

from portal.forms import LinesField, RuledForm


class SeenForm(RuledForm):
    """Which state of the posting the page was drawn with."""

    seen = HiddenField()


class SentenceForm(SeenForm):
    sentence = LinesField(
        _l("公开的一句话"),
        [DataRequired(_l("请写一句话。")), Length(max=200, message=_l("太长了，请只写办得怎么样。"))],
        render_kw={"rows": "3"},
    )
    looked_twice = BooleanField(_l("我看过了，这句话里没有个人信息"))
