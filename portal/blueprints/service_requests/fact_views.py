"""The page of a form that asks for sensitive facts. Everything on it may be left out."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import public as open_to_all
from portal.blueprints.service_requests import public
from portal.blueprints.service_requests.fact_forms import FactsPageForm, with_facts
from portal.blueprints.service_requests.filling import Filling, filling, go_on, private
from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.sensitive_facts.drafted import DraftedFacts, doubtful_in, drafted
from portal.domain.sensitive_facts.queries import masked


@public.get("/services/<slug>/apply/facts")
@open_to_all
def facts_of_form(slug: str) -> ResponseReturnValue:
    """What is asked, what for, a tick for each kind, and its fields."""
    begun = _asking(slug)
    return _page(begun, _form(begun))


@public.post("/services/<slug>/apply/facts")
@open_to_all
def say_facts(slug: str) -> ResponseReturnValue:
    """Keep what was written, sealed with the form; a kind that is no longer ticked is forgotten."""
    begun = _asking(slug)
    form = _form(begun)
    if "later" in request.form:
        begun.keep(facts={})
    elif form.validate_on_submit():
        begun.keep(facts=drafted(begun.version, begun.fields.get("facts")).changed(form.typed, form.ticked))
    else:
        return _page(begun, form, 422)
    db.session.commit()
    return go_on(begun.after("facts_of_form"))


def said_facts(begun: Filling) -> list[tuple[str, str]]:
    """What the check page says of it: each field and what is there, masked."""
    known = drafted(begun.version, begun.fields.get("facts"))
    return [(one.label, _kept(known)[one.name] if one.name in known.values else _("没有填")) for one in known.asked]


def doubt(begun: Filling) -> bool:
    """Whether the account that was written does not add up as that of a card."""
    return doubtful_in(drafted(begun.version, begun.fields.get("facts")))


def _asking(slug: str) -> Filling:
    begun = filling(slug)
    if not begun.content.fact_kinds:
        raise NotFound("这件事不用填个人信息。请回上一页接着填。")
    return begun


def _form(begun: Filling) -> Any:
    known = drafted(begun.version, begun.fields.get("facts"))
    form = with_facts(FactsPageForm, begun.version, _agrees(begun), _kept(known))
    if not form.is_submitted():
        for kind in known.kinds:  # ticked by the person before: they came back to this page
            form[f"tick_{kind.value}"].data = True
    return form


def _agrees(begun: Filling) -> str:
    if begun.helped:
        return _("念给本人听过了，本人同意")
    return _("本人知道用来做什么，同意") if begun.for_somebody else _("我同意")


def _kept(known: DraftedFacts) -> dict[str, str]:
    return {
        one.name: masked(one.kind, known.values[one.name]) or _("写了，不显示")
        for one in known.asked
        if one.name in known.values
    }


def _page(begun: Filling, form: Any, status: int = 200) -> ResponseReturnValue:
    return private("facts.html", status, begun=begun, form=form, step=begun.step("facts_of_form"))
