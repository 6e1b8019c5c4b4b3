"""The forms of the steps: what each wants to know, and nothing else. A reply fills `words`."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from portal.blueprints.service_requests.step_form import DecidingForm, PhotosForm, StepForm, needed
from portal.db import db
from portal.domain.matters.models import Matter, MatterVersion
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.voices import Verdict
from portal.forms import LineField, LinesField, choices


class WordsForm(StepForm):
    """A few words for the trail."""

    words = LinesField(_l("说明"), needed(_l("请写几句说明。")))


class ReasonForm(StepForm):
    words = LinesField(_l("为什么"), needed(_l("请写明为什么。")))


class ContactForm(StepForm):
    words = LinesField(_l("说了什么"), needed(_l("请写说了什么。")))


class VisitForm(PhotosForm):
    words = LinesField(_l("看到了什么"), needed(_l("请写看到了什么。")))


class NoteForm(PhotosForm):
    words = LinesField(_l("进展"), needed(_l("请写一下进展。")))
    public = BooleanField(_l("群众查询时也能看到"))


class ResultForm(PhotosForm):
    words = LinesField(_l("办理结果，群众看得懂的话"), needed(_l("请写办理结果。")))


class DecisionForm(DecidingForm, ResultForm):
    """The result, from who decides."""


class ClassifyForm(StepForm):
    matter = SelectField(_l("应该是哪个事项"), validators=[InputRequired(_l("请选一个事项。"))])
    words = LinesField(_l("为什么改"), needed(_l("请写为什么改。")))

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        query = (
            select(MatterVersion.id, MatterVersion.name)
            .join(Matter, Matter.id == MatterVersion.matter_id)
            .where(MatterVersion.current, Matter.retired_at.is_(None), Matter.id != request.matter_version.matter_id)
            .order_by(Matter.position, Matter.id)
        )
        self.matter.choices = choices({str(row.id): row.name for row in db.session.execute(query)})

    @property
    def version(self) -> MatterVersion:
        return db.session.get_one(MatterVersion, int(self.matter.data))


class OpinionForm(DecidingForm):
    words = LinesField(_l("审核意见"), needed(_l("请写审核意见。")))


class RefusalForm(StepForm):
    words = LinesField(_l("为什么不受理（会告诉群众）"), needed(_l("请写为什么不受理。")))
    where = LineField(_l("该去哪里办，写明地点或电话"), needed(_l("请写该去哪里办。")))


class WithdrawalForm(StepForm):
    words = LinesField(_l("群众怎么说的"), needed(_l("请写群众怎么说的。")))


class FactsForm(PhotosForm):
    words = LinesField(_l("补充了什么情况"), needed(_l("请写补充的情况。")))


class AnswerForm(StepForm):
    words = LinesField(_l("答复（群众会看到）"), needed(_l("请写答复。")))


class VerdictForm(StepForm):
    verdict = RadioField(
        _l("怎么定"),
        choices=choices({Verdict.UPHELD: _l("申诉成立，这次评价不计"), Verdict.DISMISSED: _l("申诉不成立，评价照算")}),
        validators=[InputRequired(_l("请选怎么定。"))],
    )
    words = LinesField(_l("理由"), needed(_l("请写理由。")))
