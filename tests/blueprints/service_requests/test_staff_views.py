"""One request on the desk: what is shown to whom, and which steps are offered."""

import pytest

from portal.blueprints.service_requests.deeds import DEEDS
from portal.db import db
from portal.domain.matters.queries import templates_for
from portal.domain.service_requests.workflow import Status
from tests.blueprints.service_requests.desk import Desk, desk_of
from tests.cast import Cast
from tests.domain.service_requests.making import APPROVAL, COORDINATED, GENERAL, PHONE

NOISE = "zaosheng"


@pytest.fixture
def desk(app, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_of(app, cast, monkeypatch)


def test_everything_stands_on_one_page(desk: Desk):
    request = desk.signed()
    page = desk.sign_in("pan").page(request)
    for words in (
        "明亮花园 1号楼",
        "3单元楼道的灯不亮了",
        "王芳",
        "期限怎么算的",
        "首问：",
        "经过",
        "这里的网格员",
        "民法典",
    ):
        assert words in page, words
    assert f'href="tel:{PHONE}"' in page


def test_those_who_only_look_on_see_the_person_masked(desk: Desk):
    request = desk.signed()
    page = desk.sign_in("viewer").page(request)
    assert "王*" in page
    assert "140****1234" in page
    assert "王芳" not in page
    assert PHONE not in page


def test_a_department_that_gave_it_back_reads_the_person_no_longer(desk: Desk):
    request = desk.at_community()
    squad = f"department:{desk.cast.department.id}"
    desk.sign_in("officer").done(request, "hand-over", unit=squad, words="占道的，请处理")
    assert PHONE in desk.sign_in("cheng").page(request)
    desk.done(request, "return", words="不归城管")
    page = desk.page(request)
    assert PHONE not in page
    assert "140****1234" in page


def test_a_reporter_who_stays_unknown_is_known_to_the_handler_alone(desk: Desk):
    request = desk.filed(NOISE, confidential=True)
    assert "王芳" not in desk.sign_in("pan").page(request)
    desk.done(request, "signature")
    assert "王芳" in desk.page(request)
    other = desk.sign_in("officer").page(request)
    assert "保密" in other
    assert "王" not in other.replace("王家", "").partition("<main")[2].partition("</dl>")[0]
    assert PHONE not in other


def test_the_stranger_finds_nothing(desk: Desk):
    request = desk.filed()
    client = desk.sign_in("stranger").client
    assert client.get(f"/staff/requests/{request.id}").status_code == 404
    for deed in DEEDS.values():
        answer = client.post(f"/staff/requests/{request.id}/{deed.noun}", data={"step-revision": request.revision})
        assert answer.status_code in (403, 404), deed.noun
        assert answer.status_code == 404 or deed.permission not in desk.cast.users["stranger"].permissions
    db.session.refresh(request)
    assert request.status is Status.FILED


@pytest.mark.parametrize(
    ("who", "status", "offered", "hidden"),
    [
        ("pan", "filed", ["签收，我来办", "上报"], ["交办", "受理"]),
        ("pan", "signed", ["办结", "上报", "一次性告知"], ["签收，我来办", "交办"]),
        ("officer", "signed", ["办结", "记进展"], ["签收，我来办"]),
        ("viewer", "signed", ["催办"], ["办结", "上报"]),
    ],
)
def test_only_the_steps_allowed_now_are_offered(desk: Desk, who, status, offered, hidden):
    request = desk.filed(COORDINATED) if status == "filed" else desk.signed(COORDINATED)
    page = desk.sign_in(who).page(request)
    doing = page.partition('class="doing"')[2].partition("timeline")[0]
    for name in offered:
        assert f">{name}<" in doing, name
    for name in hidden:
        assert f">{name}<" not in doing, name


def test_the_form_of_a_step_opens_by_its_address(desk: Desk):
    request = desk.signed()
    page = desk.sign_in("pan").page(request, step="resolve")
    assert f'action="/staff/requests/{request.id}/resolution"' in page
    assert f'name="step-revision" type="hidden" value="{request.revision}"' in page


@pytest.mark.parametrize("step", ["x", "rate", "accept", "hand_over"])
def test_a_step_that_is_not_allowed_opens_nothing(desk: Desk, step: str):
    page = desk.sign_in("pan").page(desk.signed(), step=step)
    assert 'id="step"' not in page


def test_a_reply_fills_the_text(desk: Desk):
    request = desk.signed()
    replies = templates_for(request.matter_version.matter_id, "resolve")
    page = desk.sign_in("pan").page(request, step="resolve", reply=1)
    assert replies[1].title in page
    assert replies[1].text.splitlines()[0] in page.partition("<textarea")[2].partition("</textarea>")[0]
    assert desk.client.get(f"/staff/requests/{request.id}?step=resolve&reply=99").status_code == 200


def test_the_same_thing_nearby_is_named(desk: Desk):
    first, second = desk.filed(COORDINATED), desk.filed(COORDINATED)
    desk.filed(GENERAL)
    desk.filed(COORDINATED, place=desk.place(desk.cast.bright5))
    page = desk.sign_in("pan").page(second)
    assert "附近同样的事 1 件" in page
    assert f'href="/staff/requests/{first.id}"' in page


def test_under_htmx_the_request_comes_alone_and_without_a_second_heading(desk: Desk):
    request = desk.filed()
    db.session.commit()
    client = desk.sign_in("pan").client
    fragment = client.get(f"/staff/requests/{request.id}", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert "<h1" not in fragment
    assert fragment.count('id="request"') == 1


def test_what_is_told_and_what_is_internal_are_told_apart(desk: Desk):
    request = desk.signed()
    desk.sign_in("pan").done(request, "note", words="物业电话打不通")
    desk.done(request, "note", words="师傅明天上午来", public="y")
    page = desk.page(request)
    assert '<span class="tag plain">内部</span> 物业电话打不通' in page
    assert '<p class="lines">师傅明天上午来</p>' in page


def test_an_approval_shows_its_second_clock(desk: Desk):
    request = desk.at_subdistrict(APPROVAL)
    desk.sign_in("street").done(request, "acceptance")
    assert "法定办理" in desk.page(request)
