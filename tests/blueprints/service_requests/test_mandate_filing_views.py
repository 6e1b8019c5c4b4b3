"""Filing for somebody else: a daughter in another city, a neighbour with two witnesses, a guardian; page by page."""

import re
from datetime import date

import pytest
from flask import Flask

from portal import clock
from portal.db import db
from portal.domain.mandates.ending import end_mandate
from portal.domain.mandates.models import AgentKind, Mandate, MandateBasis, MandateScope, PersonConsent
from portal.domain.messages.models import Message, Occasion
from portal.domain.service_requests.acting import AGENT, Timing, by_resident
from portal.domain.service_requests.steps.codes import opens
from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.working_hours import WorkingHours
from tests.blueprints.service_requests.filing import Phone, requests
from tests.blueprints.service_requests.speaking_for import CARD, DAUGHTER, DIBAO, GAOLING, Agent
from tests.cast import Cast
from tests.domain.service_requests.making import MONDAY, PHONE, URGENT, load_matters, version_of

# 民法典 165 条, and what people who never wrote one forget.
_OF_THE_LAW = [
    "委托人",
    "王桂兰",
    "受托人",
    "张小雨",
    "关系",
    "女儿",
    "事项",
    "高龄津贴",
    "权限",
    "代为填写和提交申请",
    "不得代领钱款",
    "刷脸和生存认证",
    "期限",
    "从2026年11月23日起，到2027年2月23日为止",
    "签名（或按指印）",
    "日期",
    "身份证号",
    "只用笔写在纸上",
]


@pytest.fixture
def agent(app: Flask, cast: Cast, cast_index: object, monkeypatch: pytest.MonkeyPatch) -> Agent:
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return Agent(app, GAOLING)


@pytest.fixture
def home(cast: Cast) -> str:
    return f"building-{cast.bright1.id}"


def mandates() -> list[Mandate]:
    return list(db.session.scalars(db.select(Mandate).order_by(Mandate.id)))


def code_on(page: str) -> str:
    return re.search(r'token code">([^<]+)<', page)[1]


def test_the_first_page_asks_for_whom_and_says_what_nobody_can_do_in_their_place(agent):
    assert agent.next(agent.get()) == "/whom"
    page = agent.get("/whom").text
    for words in ("给我自己", "替别人", "谁能替别人办", "网格员", "有的要他本人来", "刷脸、生存认证"):
        assert words in page, words
    assert "调解协议" not in page
    assert agent.post("/whom").status_code == 422
    assert "checked" in agent.get("/whom", whom="other").text


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("dibao", "核对授权书"),
        ("canjizheng", "评残"),
        ("maodun-tiaojie", "在调解协议上签名"),
        ("shineng-huli", "见到他本人"),
    ],
)
def test_each_matter_says_its_own(app, agent, slug, sentence):
    assert sentence in Agent(app, slug).get("/whom").text


def test_for_oneself_everything_stays_as_it_was(app, agent, cast):
    assert agent.next(agent.post("/whom", whom="self")) == "/where"
    assert "您在替" not in agent.get("/where").text
    lamp = Phone(app, URGENT)
    assert f"apply/where?building={cast.bright1.code}" in lamp.get("", building=cast.bright1.code).text
    assert lamp.next(lamp.get("/whom")) == "/where"


def test_a_scanned_place_waits_behind_the_question(agent, cast):
    leads = agent.next(agent.get("", building=cast.bright1.code))
    assert leads.startswith("/whom?building=")
    agent.post(f"/whom?building={cast.bright1.code}", whom="self")
    assert "明亮花园 1号楼" in agent.get("/where").text


def test_a_page_nobody_was_asked_leads_back_to_the_way(agent):
    assert agent.get("/mandate/agent").status_code == 404
    agent.post("/whom", whom="self")
    assert agent.next(agent.get("/mandate/agent")) == "/where"
    assert agent.next(agent.post("/mandate/agent", **DAUGHTER["agent"])) == "/where"


def test_one_thing_on_each_page_and_what_was_typed_is_there_again(agent):
    assert agent.for_somebody() == "/mandate/agent"
    for page, leads in zip(DAUGHTER, [*list(DAUGHTER)[1:], None], strict=True):
        assert agent.get(f"/mandate/{page}").text.count("<form") == 1
        assert agent.say(page) == (f"/mandate/{leads}" if leads else "/where")
        for value in DAUGHTER[page].values():
            assert value in agent.get(f"/mandate/{page}").text, page
    assert "您在替 王*兰 办</strong>" in agent.get("/where").text


@pytest.mark.parametrize(
    ("page", "typed", "sentence"),
    [
        ("agent", {"kind": "", "relation": "女儿"}, "请选您是他的什么人"),
        ("agent", {"relation": ""}, "比如：女儿"),
        ("agent", {"kind": "worker"}, "error"),
        ("person", {"decides": ""}, "自己能不能拿主意"),
        ("person", {"person_name": ""}, "请写他的姓名"),
        ("person", {"age": "cat"}, "error"),
        ("basis", {"basis": "duty"}, "error"),
        ("basis", {"basis": "oral", "first_witness": "李大山"}, "两位作证的人"),
        ("basis", {"basis": "oral", "first_witness": "李大山", "second_witness": "李大山"}, "不同的人"),
        ("scope", {"months": "99"}, "error"),
        ("consent", {"consent": "unable"}, "error"),
        ("consent", {"own_wish": ""}, "怎么知道他愿意"),
        ("consent", {"own_wish": "好" * 501}, "最多 500 个字"),
        ("told", {"told": ""}, "请选进展告诉谁"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(agent, page, typed, sentence):
    agent.for_somebody()
    for before in list(DAUGHTER)[: list(DAUGHTER).index(page)]:
        agent.say(before)
    sent = {**DAUGHTER[page], **typed}
    answer = agent.post(f"/mandate/{page}", **sent)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    for kept in ("女儿", "李大山", "昨晚电话里"):
        assert (kept in answer.text) or kept not in " ".join(sent.values())


def test_three_months_are_chosen_beforehand(agent):
    agent.for_somebody()
    for page in ("agent", "person", "basis"):
        agent.say(page)
    page = agent.get("/mandate/scope").text
    assert re.search(r'checked[^>]*value="3"', page)
    assert "3 个月，到2027年2月23日" in page
    assert "“老年人”一类的都可以" in page


@pytest.mark.parametrize("typed", [{"age": "child", "decides": ""}, {"age": "minor"}, {"decides": "no"}])
def test_for_wards_only_the_guardian_goes_on(agent, typed, home):
    agent.for_somebody()
    agent.say("agent")
    assert agent.say("person", **typed) == "/other-speaker"
    page = agent.get("/other-speaker").text
    for words in ("要由监护人来办", "您就是他的监护人", "打电话给社区", "社区可以按职责帮他办"):
        assert words in page, words
    # Going on by hand leads back, to the very end.
    for other in ("basis", "scope", "consent", "told"):
        agent.post(f"/mandate/{other}", **DAUGHTER[other])
    agent.at(home)
    agent.tell()
    agent.people()
    assert agent.next(agent.get("/check")) == "/mandate/person"
    # Whoever is the guardian says so, and goes on.
    agent.say("agent", kind="guardian", relation="父亲")
    assert agent.next(agent.get("/other-speaker")) == "/mandate/basis"
    basis = agent.get("/mandate/basis").text
    assert "能证明监护的" in basis
    assert "口头同意" not in basis


def test_a_grown_up_who_decides_is_not_spoken_for_by_a_guardian_the_matter_does_not_name(agent):
    agent.for_somebody()
    agent.say("agent", kind="guardian", relation="儿子")
    assert agent.say("person") == "/other-speaker"
    assert "这件事要换个人来办" in agent.get("/other-speaker").text


def test_the_request_is_the_persons_and_the_mandate_says_who_speaks(agent, home):
    agent.fill_for(home)
    assert agent.next(agent.send()) == "/receipt"
    [made], [mandate] = requests(), mandates()
    assert (made.applicant_name, made.applicant_phone, made.filed_by) == ("王桂兰", "14000005678", "")
    assert (mandate.kind, mandate.basis, mandate.scope) == (
        AgentKind.RELATIVE, MandateBasis.RELATIONSHIP_PROOF, MandateScope.MATTER,
    )  # fmt: skip
    assert (mandate.agent_name, mandate.agent_phone, mandate.relation) == ("张小雨", PHONE, "女儿")
    assert (mandate.valid_until, mandate.own_wish) == (date(2027, 2, 23), "昨晚电话里她说好，想办")
    assert made.entries[0].by == AGENT


def test_the_receipt_holds_the_agents_code_and_the_persons_goes_to_their_own_phone(agent, home):
    agent.fill_for(home).send()
    page = agent.get("/receipt").text
    opened = opens(requests()[0].number, code_on(page))
    assert opened.representation.mandate is mandates()[0]
    message = db.session.scalars(db.select(Message).where(Message.occasion == Occasion.PERSON_CODE)).one()
    assert message.code.replace(" ", "") not in page.replace(" ", "")
    assert "网格员会写在纸上" in page, "no gateway is set up: no text message goes out"
    agent.client.application.config["SMS_URL"] = "https://sms.example/send"
    assert "用短信发到他自己的手机上" in agent.get("/receipt").text
    assert "您的查询码（代办人用）" in page
    assert agent.get("/receipt.png").status_code == 200


def test_without_a_phone_the_persons_code_comes_on_paper(agent, home):
    agent.fill_for(home, person_phone="").send()
    page = agent.get("/receipt").text
    assert "网格员会写在纸上，当面交给他" in page
    assert requests()[0].applicant_phone is None


@pytest.mark.parametrize("second", ["李大山", "周小河", "长" * 31])
def test_witnesses_typed_before_another_basis_was_chosen_are_left_out(agent, second):
    agent.for_somebody()
    agent.say("agent")
    agent.say("person")
    assert agent.say("basis", first_witness="李大山", second_witness=second) == "/mandate/scope"
    assert "李大山" not in agent.get("/mandate/basis").text


def test_a_neighbour_with_two_witnesses_files_for_a_man_who_cannot_read(app, agent, home):
    neighbour = Agent(app, DIBAO)
    neighbour.for_somebody()
    neighbour.mandate(
        agent={"kind": "entrusted", "relation": "邻居"},
        basis={"basis": "oral", "first_witness": "李大山", "second_witness": "周小河"},
        scope={"scope": "category", "months": "12"},
    )
    neighbour.at(home)
    neighbour.bring(neighbour.tell())
    assert neighbour.next(neighbour.people()) == "/check"
    page = neighbour.get("/check").text
    for words in (
        "邻居（受委托的人）",
        "李大山、周小河",
        "“社会救助”一类的都可以，到2027年11月23日",
        "念给他听了",
        "王桂兰",
    ):
        assert words in page, words
    neighbour.send()
    [mandate] = mandates()
    assert (mandate.category, mandate.witnesses) == ("社会救助", "李大山、周小河")
    assert mandate.consent is PersonConsent.READ_OUT


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"person_name": ""}, "请写他的姓名"),
        ({"name": ""}, "请写您的姓名"),
        ({"phone": "12345"}, "手机或座机"),
        ({"person_phone": "12345"}, "手机或座机"),
        ({"person_phone": PHONE}, "本人的电话和代办人的一样"),
        ({"person_name": "张小雨"}, "同一个名字"),
    ],
)
def test_two_people_are_two_people(agent, home, typed, sentence):
    agent.for_somebody()
    agent.mandate()
    agent.at(home)
    agent.bring(agent.tell())
    answer = agent.people(**typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert ("王桂兰" in answer.text) or "person_name" in typed


def test_who_alone_is_told_needs_a_phone(agent, home):
    agent.for_somebody()
    agent.mandate(told={"told": "person"})
    agent.at(home)
    agent.bring(agent.tell())
    answer = agent.people(person_phone="")
    assert (answer.status_code, "就要写他的电话" in answer.text) == (422, True)


def test_changed_from_the_check_page_it_leads_back_there_or_to_what_is_open_again(agent, home):
    agent.fill_for(home)
    assert agent.say("told", told="agent") == "/check"
    assert "只告诉我" in agent.get("/check").text
    # Another speaker shows something else: the page of it is open again.
    assert agent.say("agent", kind="entrusted", relation="邻居") == "/mandate/basis"
    assert agent.next(agent.get("/check")) == "/mandate/basis"
    assert agent.say("basis", basis="written") == "/check"
    # For oneself after all: the person is asked as everybody is.
    assert agent.next(agent.post("/whom", whom="self")) == "/check"
    agent.say_who()
    agent.send()
    assert mandates() == []


def test_the_same_form_twice_is_one_request_and_one_mandate(agent, home):
    agent.fill_for(home)
    token = agent.token
    agent.post("/filing", token=token)
    assert agent.next(agent.post("/filing", token=token)) == "/receipt"
    assert (len(requests()), len(mandates())) == (1, 1)


def test_the_bar_says_for_whom_masked_on_every_page(agent, home):
    agent.fill_for(home)
    for page in ("/whom", "/mandate/scope", "/where", "/tell-us", "/who", "/check"):
        assert "您在替 王*兰 办</strong>" in agent.get(page).text, page
    agent.send()
    assert "您在替 王*兰 办" in agent.get("/receipt").text


def test_another_person_keeps_who_speaks_and_nothing_of_the_last(agent, home):
    agent.fill_for(home)
    assert "换一个人" in agent.get("/leaving").text
    assert agent.next(agent.post("/other-person")) == "/mandate/agent"
    for page in DAUGHTER:
        shown = agent.get(f"/mandate/{page}").text
        assert not any(words in shown for words in ('value="女儿"', "昨晚电话里", "王桂兰"))
        agent.say(page, **({"person_name": "李四平"} if page == "person" else {}))
    who = agent.get("/who").text
    assert ("张小雨" in who, "李四平" in who, "王桂兰" in who, "5678" in who) == (True, True, False, False)


def test_leaving_throws_the_form_away(agent, home):
    agent.fill_for(home)
    assert agent.next(agent.post("/clearing", leave="y")) == "/"
    assert agent.get("/check").status_code == 404


def test_a_daughter_of_two_parents_has_one_page_of_receipts(app, agent, home):
    agent.fill_for(home).send()
    first = code_on(agent.get("/receipt").text)
    page = agent.client.get("/services/receipts").text
    assert "还是他：王*兰" in page
    answer = agent.client.post("/services/receipts/another", data={"source": "other", "matter": CARD})
    father = Agent(app, CARD)
    father.client = agent.client
    assert father.next(answer) == "/mandate/agent"
    shown = father.get("/mandate/agent").text
    assert 'value="女儿"' not in shown
    father.mandate(person={"person_name": "张建国"})
    father.at(home)
    father.bring(father.tell())
    who = father.get("/who").text
    assert ("张小雨" in who, "张建国" in who, "王桂兰" in who) == (True, True, False)
    assert father.next(father.people(person_name="张建国", person_phone="")) == "/check"
    father.send()
    second = code_on(father.get("/receipt").text)
    both = agent.client.get("/services/receipts").text
    assert (first in both, second in both, both.count("token code")) == (True, True, 2)
    assert ("王*兰" in both, "张*国" in both) == (True, True)


def one_more(app: Flask, agent: Agent, home: str) -> Agent:
    """A second matter for the same person under a mandate for the whole category, up to the page of the people."""
    agent.for_somebody()
    agent.mandate(scope={"scope": "category", "months": "6"})
    agent.at(home)
    agent.bring(agent.tell())
    agent.people()
    agent.send()
    more = Agent(app, "yanglao-butie")
    more.client = agent.client
    answer = agent.client.post("/services/receipts/another", data={"source": GAOLING, "matter": more.slug})
    assert more.next(answer) == "/where"
    more.at(home)
    more.bring(more.tell())
    return more


def test_one_more_matter_is_no_way_to_the_persons_code(app, agent, home):
    more = one_more(app, agent, home)
    answer = more.people(person_phone=PHONE)
    assert (answer.status_code, "本人的电话和代办人的一样" in answer.text) == (422, True)
    sent = db.session.scalars(db.select(Message).where(Message.occasion == Occasion.PERSON_CODE)).all()
    assert [one.recipient for one in sent] == ["14000005678"]


def test_one_more_matter_for_oneself_after_all_stands_under_no_mandate(app, agent, home):
    more = one_more(app, agent, home)
    more.post("/whom", whom="self")
    more.post("/who", name="张小雨", phone=PHONE, phone_owner="self")
    assert more.next(more.send()) == "/receipt"
    assert requests()[-1].applicant_name == "张小雨"
    assert requests()[-1].entries[0].actor == "resident"


def test_one_more_matter_under_the_same_mandate_is_not_asked_for_again(app, agent, home):
    more = one_more(app, agent, home)
    assert "王桂兰" in more.get("/who").text
    assert more.next(more.people()) == "/check"
    assert more.next(more.send()) == "/receipt"
    assert (len(requests()), len(mandates())) == (2, 1)


def test_one_more_matter_for_the_same_person_asks_for_their_consent_again(app, agent, home):
    agent.fill_for(home).send()
    more = Agent(app, CARD)
    more.client = agent.client
    answer = agent.client.post("/services/receipts/another", data={"source": GAOLING, "matter": CARD})
    assert more.next(answer) == "/mandate/scope"
    more.say("scope")
    assert "昨晚电话里" not in more.get("/mandate/consent").text


def test_after_the_person_ended_it_the_receipt_says_only_that(agent, home):
    agent.fill_for(home).send()
    assert "潘一" in agent.get("/receipt").text
    assert agent.get("/receipt.png").status_code == 200
    end_mandate(requests()[-1], "", by_resident(MONDAY, Timing(Calendar(frozenset({2026})), WorkingHours())))
    db.session.commit()
    page = agent.get("/receipt")
    assert ("委托结束了" in page.text, page.headers["Cache-Control"]) == (True, "no-store")
    for left in ("潘一", "最晚", "王*兰", "打印委托书"):
        assert left not in page.text, left
    assert agent.get("/receipt.png").status_code == 404
    assert agent.client.get("/services/receipts").status_code == 404


def test_receipts_are_this_phones_alone(app, agent, home):
    agent.fill_for(home).send()
    assert app.test_client().get("/services/receipts").status_code == 404
    assert (
        app.test_client().post("/services/receipts/another", data={"source": "other", "matter": CARD}).status_code
        == 404
    )
    assert agent.client.post("/services/receipts/another", data={"source": "cat", "matter": CARD}).status_code == 422


def test_the_authorisation_holds_all_the_law_asks_and_no_number_of_a_card(agent, home):
    assert agent.get("/authorisation").status_code == 404
    agent.for_somebody()
    assert "委托人签名（或按指印）" in agent.get("/authorisation").text
    agent.mandate()
    agent.at(home)
    agent.bring(agent.tell())
    agent.people()
    answer = agent.get("/authorisation")
    for words in _OF_THE_LAW:
        assert words in answer.text, words
    assert answer.text.count("见证人 ") + answer.text.count("见证人<") >= 2
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'autocomplete="off"' in agent.get("/who").text


def test_the_guide_leads_there(agent):
    page = agent.client.get(f"/services/{GAOLING}").text
    assert f"/services/{GAOLING}/apply?whom=other" in page
    assert "可以替别人办" not in agent.client.get(f"/services/{URGENT}").text
    assert agent.next(agent.get("", whom="other")) == "/whom?whom=other"


def test_version_of_the_matter_that_forbids_it_asks_nobody(app, agent):
    version = version_of(GAOLING)
    version.content = {**version.content, "proxy": {"allowed": "no", "kinds": []}}
    db.session.commit()
    assert Agent(app, GAOLING).next(Agent(app, GAOLING).get()) == "/where"
