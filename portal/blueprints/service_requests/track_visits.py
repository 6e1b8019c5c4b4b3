"""那天不行: the person, or who speaks for them, says when else somebody may come."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length

from portal.access import public as open_to_all
from portal.blueprints.service_requests import public
from portal.blueprints.service_requests.acting import resident_acting
from portal.blueprints.service_requests.track_act_views import ACTS
from portal.blueprints.service_requests.track_acts import act_page, back, finished, of_filer
from portal.blueprints.service_requests.track_forms import ActForm
from portal.blueprints.service_requests.track_words import visit_time
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.workflow import Step
from portal.domain.visits.booking import LONGEST_WISH, wish_other_time
from portal.domain.visits.queries import booked_visit
from portal.forms import LinesField


class OtherTimeForm(ActForm):
    words = LinesField(
        _l("哪天、几点行"),
        [
            DataRequired(_l("请写哪天、几点行。")),
            Length(max=LONGEST_WISH, message=_l("最多 %(n)s 个字。", n=LONGEST_WISH)),
        ],
        render_kw={"rows": 3},
    )


@public.route("/track/request/visit", methods=["GET", "POST"])
@ACTS
@open_to_all
@of_filer(Step.ADD_FACTS)
def other_time(found: ServiceRequest) -> ResponseReturnValue:
    """那天不行: written to those who come; somebody calls to agree on another time."""
    visit = booked_visit(found)
    if visit is None or visit.wish:
        return back()
    form = OtherTimeForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            wish_other_time(visit, form.words.data, resident_acting())
            return finished(_("告诉要来的人了，会打电话和您另外约。"))
    return act_page("visit.html", found, form, visit=visit, when=visit_time)
