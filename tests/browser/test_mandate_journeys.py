"""Filing for somebody, as the people in it live through it: a daughter, a neighbour, the committee, a grid worker."""

import io

from PIL import Image
from playwright.sync_api import Page

from portal.db import db
from portal.domain.mandates.models import AgentKind, Ending, Mandate, MandateBasis
from portal.domain.messages.models import Message, Occasion
from portal.domain.sensitive_facts.models import FactReading, SensitiveFact
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.workflow import Status
from tests.browser.filling import fill_page, fill_until, receipt_of

ID_NUMBER = "11010519491231002X"


def press(page: Page, name: str) -> None:
    """A button that leads to another page."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def go_on(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def read(page: Page) -> str:
    return page.locator("main").inner_text()


def open_track(page: Page, number: str, code: str) -> None:
    page.goto("/track")
    page.get_by_label("办件编号").fill(number)
    page.get_by_label("查询码").fill(code)
    press(page, "查看")
    assert code.replace(" ", "") not in page.url


def filed() -> ServiceRequest:
    db.session.rollback()
    return db.session.scalars(db.select(ServiceRequest).order_by(ServiceRequest.id.desc())).first()


def stored(model):
    db.session.rollback()
    return db.session.scalars(db.select(model).order_by(model.id)).all()


def paper_picture(colour: str = "white") -> dict[str, object]:
    """A page of text as a phone takes it: sharp edges, light enough."""
    picture = Image.new("RGB", (1600, 1200), "#555555")
    picture.paste(Image.effect_noise((1200, 900), 120).convert("RGB"), (200, 150))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=85)
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def test_a_daughter_in_another_city_files_for_her_mother_who_ends_it(visitor, town, cast):
    daughter = visitor().page
    daughter.goto(f"/services/gaoling/apply?building={cast.bright1.code}")
    said = {"whom": "other", "kind": "relative", "relation": "女儿", "words": "明亮花园1号楼", "room": "302"}
    said |= {"own_wish": "昨天电话里妈妈说要办", "name": "王小梅", "phone": "14000005566"}
    said |= {
        "person_name": "王桂兰",
        "person_phone": "14000005577",
        "fact_id_number": ID_NUMBER,
        "tick_id_number": "yes",
    }
    fill_until(daughter, "receipt", said)
    slip = receipt_of(daughter)
    [mandate] = stored(Mandate)
    assert (mandate.kind, mandate.relation, mandate.agent_name) == (AgentKind.RELATIVE, "女儿", "王小梅")

    # The mother's own code went to her own phone, and nowhere else.
    [message] = [one for one in stored(Message) if one.occasion is Occasion.PERSON_CODE]
    assert message.recipient == "14000005577"
    assert message.code not in daughter.content()
    mother = visitor(text="extra").page
    open_track(mother, slip["number"], message.code)
    assert "王小梅" in read(mother)
    assert "女儿" in read(mother)
    assert ID_NUMBER not in mother.content()

    # The daughter follows with a code of her own, and may not take back or grade what is not hers.
    open_track(daughter, slip["number"], slip["code"])
    assert "您在替王*兰办" in read(daughter)
    assert daughter.get_by_role("link", name="撤回").count() == 0

    # The worker has the number shown for a reason, and the mother sees who, when and why.
    worker = visitor(desktop=True)
    worker.sign_in("pan")
    page = worker.goto(f"/staff/requests/{filed().id}")
    assert ID_NUMBER not in page.content()
    page.get_by_role("button", name="签收，我来办").click()
    page.get_by_role("button", name="办结").or_(page.get_by_text("办理中")).first.wait_for()
    show_fact(page)
    assert ID_NUMBER in page.content()
    [reading] = stored(FactReading)
    mother.reload()
    assert reading.who in read(mother)
    go_on(mother, "登记了什么、谁看过")
    assert reading.reason in read(mother)
    assert reading.who in read(mother)
    assert ID_NUMBER not in mother.content()
    mother.goto("/track/request")

    # She ends it: the daughter's code opens nothing but the word that it ended.
    go_on(mother, "结束委托")
    press(mother, "是，结束委托")
    town.moves(minutes=2)
    daughter.goto("/track/request")
    if "/track/request" not in daughter.url:
        open_track(daughter, slip["number"], slip["code"])
    assert "结束" in read(daughter)
    assert "高龄津贴" not in read(daughter) or "王桂兰" not in daughter.content()
    assert stored(Mandate)[0].ending is Ending.REVOKED
    assert filed().status is Status.IN_PROGRESS


def show_fact(page: Page) -> None:
    """Have the one sensitive fact of the page shown in clear, for a reason."""
    page.get_by_role("link", name="看一次").first.click()
    page.locator("[name=reason]").first.check()
    page.get_by_label("说明").or_(page.locator("main [name=words]")).first.fill("电话核对证件号")
    page.get_by_role("button", name="看这一次").click()
    page.locator(".to-read-out", has_text=ID_NUMBER).wait_for()


def test_a_neighbour_files_for_a_man_who_cannot_read_in_large_print_without_scripts(visitor, town, cast):
    neighbour = visitor(scripts=False, text="extra").page
    neighbour.goto(f"/services/dibao/apply?building={cast.bright1.code}")
    said = {"whom": "other", "kind": "entrusted", "relation": "邻居", "basis": "written", "consent": "signed"}
    said |= {"own_wish": "他到我家来说，想申请低保，自己不识字", "room": "101", "words": "明亮花园1号楼"}
    said |= {"name": "赵热心", "phone": "14000006611", "person_name": "孙老汉", "reason": "腿脚不好，干不了活"}
    fill_until(neighbour, "check", said)
    assert "孙老汉" in read(neighbour)
    press(neighbour, "提交")
    slip = receipt_of(neighbour)
    [mandate] = stored(Mandate)
    assert mandate.basis is MandateBasis.WRITTEN
    assert "当面交给他" in read(neighbour)

    # The authorisation to sign: everything the law asks for, and no number in clear.
    go_on(neighbour, "打印委托书")
    sheet = neighbour.locator("body").inner_text()
    for part in ("委托书", "孙老汉", "赵热心", "邻居", "最低生活保障申请", "按指印"):
        assert part in sheet, part

    # The worker hands him his own code on paper; with it he goes on by himself.
    worker = visitor()
    worker.sign_in("pan")
    page = worker.goto(f"/staff/requests/{filed().id}?step=person_code")
    page.locator("#step textarea").fill("上门当面交给本人，念给他听了")
    with page.expect_navigation():
        page.locator("#step button.main").click()
    codes = page.locator(".to-read-out")
    number, own_code = codes.nth(0).inner_text(), codes.nth(1).inner_text()
    assert own_code != slip["code"]
    assert number == slip["number"]

    person = visitor(scripts=False, text="extra").page
    open_track(person, number, own_code)
    go_on(person, "我自己接着办")
    fill_page(person, {"reach": "visit", "phone": ""})
    press(person, "是，我自己接着办")
    assert stored(Mandate)[0].ending is Ending.TAKEN_OVER
    open_track(neighbour, slip["number"], slip["code"])
    assert "孙老汉" not in neighbour.content()
    assert "接着自己办" in read(neighbour)


def test_the_committee_speaks_for_an_old_man_who_lives_alone(visitor, town, cast):
    office = visitor(desktop=True)
    office.sign_in("officer")
    page = begin_helping(office, "特困人员救助供养")
    said = {"basis": "oral", "first_witness": "莲干事", "second_witness": "潘一", "consent": "read_out"}
    said |= {"own_wish": "上门时老人点头说好", "person_name": "吴独居", "words": "明亮花园1号楼", "room": "501"}
    fill_until(page, "receipt", said)
    [mandate] = stored(Mandate)
    assert mandate.kind is AgentKind.COMMITTEE
    assert mandate.agent_user_id == cast.users["officer"].id
    slip = receipt_of(page)
    press(page, "打印纸条，交给他")
    assert slip["code"] in read(page)
    page.goto("/staff/mandates")
    assert "吴*居" in read(page)
    person = visitor().page
    open_track(person, slip["number"], slip["code"])
    assert "社区" in read(person)
    assert person.get_by_role("link", name="结束委托").is_visible()


def begin_helping(staff, matter: str) -> Page:
    page = staff.goto("/staff/mandates")
    page.get_by_label("办什么事").select_option(label=matter)
    press(page, "开始")
    return page


def test_a_grid_worker_at_the_kitchen_table_and_the_next_client(visitor, town, cast):
    worker = visitor()
    worker.sign_in("pan")
    page = begin_helping(worker, "高龄津贴")
    said = {"basis": "oral", "first_witness": "莲干事", "second_witness": "李二", "consent": "read_out"}
    said |= {"own_wish": "坐在一起，她说要办", "words": "明亮花园1号楼", "room": "601"}
    said |= {"fact_id_number": ID_NUMBER, "tick_id_number": "yes"}
    fill_until(page, "receipt", {**said, "person_name": "钱阿婆"})
    first = receipt_of(page)
    assert [fact.value for fact in stored(SensitiveFact)] == [ID_NUMBER]
    press(page, "下一位")

    page = begin_helping(worker, "高龄津贴")
    seen = ""
    for _page in range(30):
        seen += page.content() + "".join(
            field.input_value() for field in page.locator("main input:not([type=file]), main textarea").all()
        )
        if "receipt" in page.url:
            break
        fill_page(page, {**said, "person_name": "郑大爷", "fact_id_number": "", "tick_id_number": ""})
        with page.expect_navigation():
            page.locator("main form button.main, main a.button.main").first.click()
    for left in ("钱阿婆", ID_NUMBER, first["code"], first["number"]):
        assert left not in seen, left
    assert receipt_of(page)["number"] != first["number"]
    assert len(stored(Mandate)) == 2
