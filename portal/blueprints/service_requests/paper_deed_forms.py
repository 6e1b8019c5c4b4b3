"""Forms of staff for the papers of a request: taking them in, looking at them, accepting while some are to come."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import Length, Optional

from portal import clock
from portal.blueprints.service_requests.paper_forms import PaperAnswers
from portal.blueprints.service_requests.step_form import TOO_LONG, DecidingForm, StepForm, Ticks
from portal.domain.papers import promising
from portal.domain.papers.models import PaperCheck
from portal.domain.papers.queries import papers_of
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import handling
from portal.domain.service_requests.steps.said import LONGEST
from portal.forms import DayField, LineField, LinesField, choices


class ProvidedPapersForm(PaperAnswers, StepForm):
    """What somebody brought, or says of a paper; one that is left out stays as it was."""

    template = "service_requests/staff/_provided_papers.html"

    @classmethod
    def of_request(cls, request: ServiceRequest) -> "ProvidedPapersForm":
        names = [row.name for row in papers_of(request) if not row.shared]
        made: ProvidedPapersForm = cls.of(names, optional=True, request=request)
        return made

    def validate(self, extra_validators: Any = None) -> bool:
        self.say_have({name for name, _file in self.sent})
        right = super().validate(extra_validators)
        if right and not self.answers:
            self.form_errors.append(_("请至少选一样材料。"))
            right = False
        return right


def check_words() -> dict[str, str]:
    return {
        PaperCheck.UNSEEN.value: _("没有看"),
        PaperCheck.FINE.value: _("可以，或者看过原件"),
        PaperCheck.UNREADABLE.value: _("看不清"),
        PaperCheck.WRONG.value: _("不是这一样"),
    }


class CheckedPapersForm(StepForm):
    """What was found of each paper: `found_1`, `found_2` …"""

    papers: tuple[str, ...] = ()
    words = LinesField(_l("说明，只给工作人员看"), [Length(max=LONGEST, message=TOO_LONG)])

    @classmethod
    def of_request(cls, request: ServiceRequest) -> "CheckedPapersForm":
        rows = [row for row in papers_of(request) if not row.shared]
        fields = {
            f"found_{n}": RadioField(row.name, choices=choices(check_words()), default=PaperCheck.UNSEEN.value)
            for n, row in enumerate(rows, 1)
        }
        made: CheckedPapersForm = type("CheckedPapersForm", (cls,), fields)(request)
        made.papers = tuple(row.name for row in rows)
        return made

    @property
    def shown(self) -> list[Any]:
        return [*(self[f"found_{n}"] for n in range(1, len(self.papers) + 1)), self.words]

    @property
    def found(self) -> dict[str, PaperCheck]:
        return {name: PaperCheck(self[f"found_{n}"].data) for n, name in enumerate(self.papers, 1)}


class AcceptanceForm(DecidingForm):
    """受理; where nothing is missing but what may follow, the rest may be promised for a day (容缺受理)."""

    follow = Ticks(_l("先受理，这些后补"), validators=[Optional()])
    promise = LinesField(
        _l("本人是怎么承诺的"),
        [Length(max=LONGEST, message=TOO_LONG)],
        default=_l("本人写了承诺书：到期前补齐以上材料，并对真实性负责。"),
    )
    until = DayField(_l("哪天前补齐"), [Optional()])
    otherwise = LineField(
        _l("到期没有补齐会怎样（会告诉群众）"),
        [Length(max=200, message=_l("最多 200 个字。"))],
        default=_l("到期没有补齐的，这件先停下来；要补的，随时补来再接着办。"),
    )

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        follows = [paper.name for paper in promising.may_follow(request, clock.today())]
        self.follow.choices = choices({name: name for name in follows})
        if not follows:
            del self.follow, self.promise, self.until, self.otherwise
        elif not self.is_submitted():
            self.follow.data = follows

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        if self.follow and self.follow.data and not (self.until.data and self.until.data > clock.today()):
            self.until.errors = [_("请选今天以后的日子，到那天前补齐。")]
            right = False
        return right

    def accept(self, request: ServiceRequest, acting: Acting) -> Any:
        """With what was ticked promised for later; as it is, when nothing was."""
        if not (self.follow and self.follow.data):
            return handling.accept(request, acting, unrelated=self.is_unrelated)
        said = (self.follow.data, str(self.promise.data), self.until.data, str(self.otherwise.data or ""))
        return promising.accept_with_promise(request, *said, acting, unrelated=self.is_unrelated)


def accepted_with_a_tap(request: ServiceRequest) -> bool:
    """Whether there is nothing to ask before accepting it."""
    return not promising.may_follow(request, clock.today())
