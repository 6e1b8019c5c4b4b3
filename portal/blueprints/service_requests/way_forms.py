"""Forms of the way through the offices: signing, the step that is reached, being sent elsewhere, near relatives."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, Length, Optional

from portal import clock
from portal.blueprints.service_requests.step_form import TOO_LONG, StepForm, Ticks, needed
from portal.domain.matters.content import content_of
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.kinship import Kin
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.referrals import Referral
from portal.domain.service_requests.stations import at_hand
from portal.domain.service_requests.steps import handling, referring
from portal.domain.service_requests.steps import kinship as kin
from portal.domain.service_requests.steps.passing import pass_station, reachable
from portal.domain.service_requests.steps.referring import LONGEST_BRING, LONGEST_OFFICE
from portal.domain.service_requests.steps.said import LONGEST
from portal.forms import LineField, LinesField, choices


class SignatureForm(StepForm):
    """A tap is enough, unless the matter asks whether who signs is a near relative."""

    unrelated = BooleanField(
        _l("我和申请人不是近亲属"),
        [InputRequired(_l("请确认不是近亲属再签收；是近亲属的，请点下面的“申报近亲属”。"))],
        description=_l("近亲属：配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女。"),
    )

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        self.asks = asks_for_kinship(request)
        if not self.asks:
            del self.unrelated


def asks_for_kinship(request: ServiceRequest) -> bool:
    """Whether a tap is not enough to sign for it."""
    return content_of(request.matter_version).kinship_check


def sign_for(request: ServiceRequest, form: SignatureForm, acting: Acting) -> Entry:
    """Sign, with what was confirmed."""
    return handling.sign_for(request, current_user, acting, unrelated=bool(form.unrelated and form.unrelated.data))


class KinshipForm(StepForm):
    relation = RadioField(
        _l("申请人是您的什么人"),
        [InputRequired(_l("请选一个。"))],
        choices=choices(
            {
                Kin.SPOUSE: _l("配偶"),
                Kin.PARENT: _l("父亲或母亲"),
                Kin.CHILD: _l("子女"),
                Kin.SIBLING: _l("兄弟姐妹"),
                Kin.GRANDPARENT: _l("祖父母、外祖父母"),
                Kin.GRANDCHILD: _l("孙子女、外孙子女"),
            }
        ),
        description=_l("申报以后由别人办，期限不变。您看不到这件，也不能再办；申报会登记，不能收回。"),
    )


def declare(request: ServiceRequest, form: KinshipForm, acting: Acting) -> Entry:
    """Declare for whoever is signed in."""
    return kin.declare(request, current_user, Kin(form.relation.data), acting)


class PassageForm(StepForm):
    station = RadioField(_l("走到了哪一步"), [InputRequired(_l("请选走到了哪一步。"))])
    words = LinesField(
        _l("回到前面的步骤，或者跳过不用做的步骤，写明为什么（群众看得到）"), [Length(max=LONGEST, message=TOO_LONG)]
    )

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        begun = at_hand(request)
        names = {}
        for place, station in reachable(request).items():
            back = begun is not None and place < begun.place
            name = _("回到：%(name)s", name=station.name) if back else station.name
            names[str(place)] = name + (_("（需要时才有）") if station.optional else "")
        self.station.choices = choices(names)


def move_on(request: ServiceRequest, form: PassageForm, acting: Acting) -> Entry:
    """Mark the step that was chosen."""
    return pass_station(request, int(form.station.data), form.words.data or "", acting)


class ReferralForm(StepForm):
    office = LineField(
        _l("要去哪个单位"),
        [
            *needed(_l("请写要去哪个单位。")),
            Length(max=LONGEST_OFFICE, message=_l("最多 %(n)s 个字。", n=LONGEST_OFFICE)),
        ],
    )
    address = LineField(_l("地址"), [Optional(), Length(max=120, message=_l("最多 %(n)s 个字。", n=120))])
    phone = LineField(
        _l("电话"), [Optional(), Length(max=40, message=_l("最多 %(n)s 个字。", n=40))], render_kw={"inputmode": "tel"}
    )
    bring = LinesField(
        _l("让群众带上什么"), [Optional(), Length(max=LONGEST_BRING, message=_l("最多 %(n)s 个字。", n=LONGEST_BRING))]
    )
    papers = Ticks(_l("这件里的哪些材料一起转去"), validators=[Optional()])
    words = LinesField(_l("为什么要去别处办（会告诉群众）"), needed(_l("请写为什么要去别处办。")))

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        if departments := referring.departments_at_hand(request, clock.today()):
            self.office.description = _(
                "在这个平台上的部门（%(names)s）请用“交办”：期限接着算，群众不用自己跑。",
                names=_("、").join(departments),
            )
        papers = referring.papers_at_hand(request)
        self.papers.choices = choices({name: name for name in papers})
        if not papers:
            del self.papers

    @property
    def referral(self) -> Referral:
        ticked = tuple(self.papers.data or ()) if self.papers else ()
        told = (self.address.data or "", self.phone.data or "", self.bring.data or "")
        return Referral(self.office.data, *told, ticked, self.words.data)


def refer(request: ServiceRequest, form: ReferralForm, acting: Acting) -> Entry:
    """Send the person to the office that was named."""
    return referring.refer(request, form.referral, acting)
