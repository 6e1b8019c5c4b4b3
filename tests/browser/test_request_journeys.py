"""Requests from the stairwell to the end, as the people in them live through it."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import Page

from portal import clock
from portal.db import db
from portal.domain.placards.making import make_for_grids
from portal.domain.placards.models import Placard
from portal.domain.service_requests.models import ServiceRequest
from portal.sweeping import run_sweep
from tests.browser.filling import fill_until, receipt_of
from tests.browser.town import MONDAY
from tests.conftest import TODAY


@pytest.fixture
def placard(cast, town) -> Placard:
    made = make_for_grids([cast.l1.id], today=TODAY, by="officer", at=MONDAY)
    db.session.commit()
    return next(placard for placard in made if placard.building_id == cast.bright1.id)


def photo() -> dict[str, object]:
    """A picture as a phone takes it, smaller."""
    data = io.BytesIO()
    Image.effect_noise((900, 700), 60).convert("RGB").save(data, "JPEG", quality=80)
    return {"name": "stairs.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def go_on(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def report_the_stairs(page: Page, placard: Placard, name: str = "方小晴", phone: str = "14000002207") -> dict[str, str]:
    """From the scanned page to the receipt: what stands on it."""
    page.goto(f"/q/{placard.code}")
    page.get_by_role("link", name="报告楼里的事").click()
    page.get_by_role("link", name="楼道堆物").first.click()
    go_on(page, "开始办")
    go_on(page, "开始填")
    page.get_by_label("2单元").check()
    press(page, "下一步")
    page.get_by_label("电动车在里面充电").check()
    page.get_by_label("在几单元几楼").fill("2单元3楼拐角")
    press(page, "下一步")
    page.get_by_label("什么时候开始的").fill("大约两周")
    page.get_by_label("要侧身过").check()
    page.get_by_label("正在充").check()
    press(page, "下一步")
    page.set_input_files("[name=photo]", photo())
    if page.locator("[data-plain]").is_visible():
        press(page, "传上去")
    page.locator(".shots img").first.wait_for()
    go_on(page, "下一步")
    page.get_by_label("姓名", exact=True).fill(name)
    page.get_by_label("电话", exact=True).fill(phone)
    press(page, "下一步")
    assert "电动车在里面充电" in page.locator("main").inner_text()
    press(page, "提交")
    return receipt_of(page)


def filed() -> ServiceRequest:
    """The one request there is, as the database has it now."""
    db.session.rollback()
    return db.session.scalars(db.select(ServiceRequest)).one()


def open_track(page: Page, receipt: dict[str, str]) -> None:
    page.goto("/track")
    page.get_by_label("办件编号").fill(receipt["number"])
    page.get_by_label("查询码").fill(receipt["code"])
    press(page, "查看")
    assert receipt["code"].replace(" ", "") not in page.url
    assert receipt["number"] in page.locator("main").inner_text()


def open_on_the_desk(page: Page, number: str) -> None:
    found = filed()
    assert found.number == number.replace("-", "")
    page.goto(f"/staff/requests/{found.id}")


def take_step(page: Page, name: str, fill: Callable[[Page], None] | None = None) -> None:
    """A step of the request's page: its button or, behind a link, its form."""
    main = page.locator("main")
    rest = main.locator("details", has_text="别的步骤")
    there = main.get_by_role("link", name=name, exact=True).or_(main.get_by_role("button", name=name, exact=True))
    if not there.first.is_visible() and rest.count():
        rest.locator("summary").click()
    there.first.click()
    if fill is None:
        there.first.wait_for(state="detached")
        return
    page.locator("#step").wait_for()
    fill(page)
    page.locator("#step").get_by_role("button", name=name, exact=True).click()
    page.locator("#step").wait_for(state="detached")


def words(text: str) -> Callable[[Page], None]:
    return lambda page: page.fill("[name=step-words]", text)


@pytest.mark.parametrize("scripts", [True, False])
def test_scan_report_with_a_photo_answered_on_a_phone_and_rated(visitor, town, placard, scripts):
    resident = visitor(scripts=scripts)
    page = resident.goto("/")
    receipt = report_the_stairs(page, placard)
    assert "最晚11月23日" in page.locator("main").inner_text(), "urgent work is called back the same day"
    assert "潘一" in page.locator("main").inner_text()

    town.moves(minutes=10)
    worker = visitor(scripts=scripts)
    worker.sign_in("pan")
    desk = worker.goto("/staff/requests")
    row = desk.locator("main").get_by_role("link", name="楼道堆物").first
    assert "方*晴" in desk.locator("main").inner_text()
    assert "14000002207" not in desk.content(), "lists hold no phone in clear"
    row.click()
    desk.wait_for_load_state()
    open_on_the_desk(desk, receipt["number"])
    take_step(desk, "签收，我来办")
    take_step(desk, "联系群众", words("打电话问清楚了，下午上门"))
    take_step(desk, "办结", words("电动车已经推到车棚，线拆了，住户答应不再上楼充电。"))
    assert "已办结" in desk.locator("main").inner_text()

    open_track(page, receipt)
    told = page.locator("main").inner_text()
    assert "推到车棚" in told
    assert "打电话问清楚了" not in told, "what is internal stays with staff"
    page.locator("a[href='/track/request/rating']").first.click()
    page.wait_for_load_state()
    page.get_by_label("解决了", exact=True).check()
    page.get_by_label("非常满意", exact=True).check()
    press(page, "送出评价")
    request = filed()
    assert request.status == "closed"
    assert "办结" in page.locator("main").inner_text()


def test_a_missing_paper_stops_the_clock_and_its_coming_sets_it_going(visitor, town, cast):
    resident = visitor()
    page = resident.goto(f"/services/gaoling/apply?building={cast.bright1.code}")
    fill_until(page, "receipt", {"name": "辛老人", "phone": "14000002301"})
    receipt = receipt_of(page)

    officer = visitor(desktop=True)
    officer.sign_in("officer")
    desk = officer.page
    open_on_the_desk(desk, receipt["number"])
    take_step(desk, "签收，我来办")

    def list_what_is_missing(page: Page) -> None:
        page.fill("[name=step-words]", "户口簿本人页：看不清，请在亮的地方重拍")

    take_step(desk, "一次性告知", list_what_is_missing)
    request = filed()
    promised = request.due_at
    assert request.status == "waiting"
    assert request.next_due_at is None

    town.moves(days=2)
    open_track(page, receipt)
    assert "户口簿本人页" in page.locator("main").inner_text()
    go_on(page, "补交")
    for paper in page.locator("[data-paper]").all():
        paper.locator("[type=file]").set_input_files(photo())
        paper.get_by_role("button", name="就用这张").click()
    with page.expect_navigation():
        page.get_by_role("button", name="交上去").click()
    request = filed()
    assert request.status == "in_progress"
    assert request.due_at == promised + timedelta(days=2), "two days waited for papers are not counted"
    assert "等您" in page.locator("main").inner_text()


def test_late_goes_up_a_level_and_the_supervisor_reads_whose_limit_passed(visitor, town, placard):
    resident = visitor()
    receipt = report_the_stairs(resident.goto("/"), placard)
    worker = visitor()
    worker.sign_in("pan")
    open_on_the_desk(worker.page, receipt["number"])
    take_step(worker.page, "签收，我来办")

    town.moves(days=4)
    db.session.rollback()
    run_sweep()
    db.session.remove()

    supervisor = visitor(desktop=True)
    supervisor.sign_in("viewer")
    page = supervisor.goto("/staff/requests?queue=late")
    assert "楼道堆物" in page.locator("main").inner_text()
    open_on_the_desk(page, receipt["number"])
    shown = page.locator("main").inner_text()
    assert "潘一" in shown
    assert "超期" in shown
    assert "督办" in shown

    open_track(resident.page, receipt)
    told = resident.page.locator("main").inner_text()
    assert "潘一" in told, "the resident is told honestly whose limit passed"


def test_a_low_grade_opens_rework_with_its_own_limits(visitor, town, placard):
    resident = visitor(text="extra", scripts=False)
    page = resident.goto("/")
    receipt = report_the_stairs(page, placard)
    worker = visitor()
    worker.sign_in("pan")
    desk = worker.page
    open_on_the_desk(desk, receipt["number"])
    take_step(desk, "签收，我来办")
    take_step(desk, "办结", words("已经和住户说过，请他们挪走。"))

    open_track(page, receipt)
    page.locator("a[href='/track/request/rating']").first.click()
    page.wait_for_load_state()
    page.get_by_label("没有解决", exact=True).check()
    page.get_by_label("不满意", exact=True).check()
    page.get_by_label("还想说什么").fill("第二天又充上了")
    press(page, "送出评价")
    assert "重新办" in page.locator("main").inner_text()

    open_on_the_desk(desk, receipt["number"])
    shown = desk.locator("main").inner_text()
    assert "不满意" in shown
    assert "第二天又充上了" in shown
    take_step(desk, "签收，我来办")
    take_step(desk, "联系群众", words("上门道歉，装了充电桩"))
    request = filed()
    assert request.status == "in_progress"
    assert clock.local(request.due_at).date().isoformat() == "2026-11-30", "five working days, the first not counted"
