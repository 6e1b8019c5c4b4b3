"""Forms of the steps that stop the clock or put off its end: papers that are missing, and extensions."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal import clock
from portal.blueprints.service_requests.step_form import TOO_LONG, StepForm, Ticks, needed
from portal.blueprints.service_requests.track_words import span_words
from portal.domain.matters.content import content_of
from portal.domain.papers.listing import missing_of
from portal.domain.papers.queries import papers_of
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.offers import longest_extension
from portal.domain.service_requests.steps import waiting
from portal.domain.service_requests.steps.said import LONGEST
from portal.domain.workdays.spans import Span
from portal.domain.workdays.spans import Unit as TimeUnit
from portal.forms import DayField, LineField, LinesField, choices

_MOST_ITEMS = 20


class SupplementRequestForm(StepForm):
    """One complete list (一次性告知): the matter's papers to tick, and what else is missing, a line each."""

    papers = Ticks(_l("缺哪些材料"), validators=[Optional()])
    words = LinesField(_l("还缺什么（一行一样，冒号后面写怎么补）"), [Length(max=LONGEST, message=TOO_LONG)])
    wanted_by = DayField(_l("最好哪天前补齐"), [Optional()])
    otherwise = LineField(
        _l("没补会怎样"),
        [Length(max=200, message=_l("最多 200 个字。"))],
        default=_l("一直没补的，这件先不往下办；随时补来，随时接着办。"),
    )
    again = LineField(_l("为什么上次没有一起说（会告诉群众）"), [Length(max=200, message=_l("最多 200 个字。"))])
    left_out = LineField(_l("没有列上的，为什么不用补"), [Length(max=200, message=_l("最多 200 个字。"))])

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        self.missing = {one.name: one for one in missing_of(request, clock.today())}
        self.how = {paper.name: paper.how for paper in content_of(request.matter_version).papers}
        papers = [row.name for row in papers_of(request)] or list(self.how)
        whys = {name: _("%(paper)s（%(why)s）", paper=name, why=one.why) for name, one in self.missing.items()}
        self.papers.choices = choices({name: whys.get(name, name) for name in papers})
        self.words.flags.required = not papers
        if not waiting.supplements(request):
            del self.again
        if not self.missing:
            del self.left_out
        elif not self.is_submitted():
            self.papers.data = list(self.missing)

    def validate_words(self, field: LinesField) -> None:
        if not self.items:
            raise ValidationError(_("请勾选或写明缺什么，一次说全。"))
        if len(self.items) > _MOST_ITEMS:
            raise ValidationError(_("最多写 %(n)s 样。", n=_MOST_ITEMS))

    def validate_wanted_by(self, field: DayField) -> None:
        if field.data and field.data <= clock.today():
            raise ValidationError(_("请选今天以后的日子。"))

    @property
    def items(self) -> list[dict[str, str]]:
        """What was ticked, with how to get it as the catalogue says, and what was written besides."""
        lines = [line.strip() for line in (self.words.data or "").splitlines() if line.strip()]
        parted = [line.replace(":", "：").partition("：") for line in lines]
        written = [{"name": name.strip(), "how": how.strip(), "why": ""} for name, _colon, how in parted]
        return [self._ticked(name) for name in self.papers.data or []] + written

    def _ticked(self, name: str) -> dict[str, str]:
        known = self.missing.get(name)
        return known.item if known else {"name": name, "how": self.how.get(name, ""), "why": ""}


class ReceivedForm(StepForm):
    """Which of the papers asked for have come."""

    items = Ticks(_l("收到了哪些"), validators=[Optional()])
    words = LinesField(_l("说明"), [Length(max=LONGEST, message=TOO_LONG)])

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        asked = waiting.supplements(request)
        names = [item["name"] for item in asked[-1].items] if asked else []
        self.items.choices = choices({name: name for name in names})
        if not self.is_submitted():
            self.items.data = names

    @property
    def got(self) -> list[str]:
        return list(self.items.data or [])


class ExtensionForm(StepForm):
    value = IntegerField(
        _l("再要几个工作日"),
        [InputRequired(_l("请填几个工作日。")), NumberRange(1, 60, _l("请填 1 到 60 的整数。"))],
        render_kw={"inputmode": "numeric"},
    )
    words = LinesField(_l("为什么延期（会告诉群众）"), needed(_l("请写为什么延期。")))

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        longest = longest_extension(request)
        self.unit = longest.unit if longest else TimeUnit.WORKDAY
        if longest and self.unit is not TimeUnit.WORKDAY:
            self.value.label.text = _("再要多少（最多 %(span)s）", span=span_words(longest))

    @property
    def span(self) -> Span:
        return Span(self.value.data, self.unit)
