"""What the forms of all steps share: the revision of the page, a text of bounded length, photos, ticks."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, IntegerField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from portal.domain.service_requests.kinship import has_to_say
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps.said import LONGEST
from portal.forms import RuledForm

TOO_LONG = _l("写得太长了，请不超过 %(n)s 字。", n=LONGEST)


def needed(sentence: Any) -> list[Any]:
    """Something must be written, and not without end."""
    return [DataRequired(sentence), Length(max=LONGEST, message=TOO_LONG)]


class StepForm(RuledForm):
    """`revision` is that of the page the step was taken on."""

    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired(_l("这一页太旧了，请刷新后再办。"))])

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(prefix="step-", **facts)
        self.request = request
        if not self.is_submitted():
            self.revision.data = request.revision

    @property
    def shown(self) -> list[Any]:
        """The fields a person fills in."""
        return [field for field in self if field.short_name not in ("revision", "csrf_token")]


class DecidingForm(StepForm):
    """Accepting, reviewing and deciding: `unrelated` is asked where the matter wants it and they did not say it yet."""

    unrelated = BooleanField(
        _l("我和申请人不是近亲属"),
        description=_l("近亲属：配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女。"),
    )

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        if not has_to_say(current_user.username, request):
            del self.unrelated

    @property
    def is_unrelated(self) -> bool:
        return bool(self.unrelated and self.unrelated.data)


class PhotosForm(StepForm):
    photos = MultipleFileField(_l("照片"), render_kw={"accept": "image/*", "multiple": True})

    @property
    def sent_photos(self) -> list[Any]:
        return [photo for photo in self.photos.data or [] if photo and photo.filename]


class Ticks(SelectMultipleField):
    """Several of a list, each with a box of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
