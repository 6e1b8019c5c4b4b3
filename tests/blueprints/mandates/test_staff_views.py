"""Helpers at work: whom they act for, and one client after another of whom nothing stays."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.db import db
from portal.domain.mandates.models import AgentKind, Ending, Mandate, Representation
from portal.domain.records.models import Record
from portal.domain.service_requests.models import Channel
from portal.domain.service_requests.steps.codes import ON_PAPER, opens
from tests.blueprints.service_requests.filing import drafts, requests
from tests.blueprints.service_requests.speaking_for import DAUGHTER, DIBAO, GAOLING, Agent
from tests.cast import Cast
from tests.domain.service_requests.making import MONDAY, URGENT, load_matters

WORKER = {
    **{page: said for page, said in DAUGHTER.items() if page != "agent"},
    "basis": {"basis": "oral", "first_witness": "李大山", "second_witness": "周小河"},
}


class Helper(Agent):
    """A member of staff at a kitchen table, or behind the counter."""

    def begin(self) -> str:
        answer = self.client.post("/staff/mandates/beginnings", data={"matter": self.slug})
        self.next(answer)
        return self.next(self.get())

    def fill_beside(self, key: str, **people: str) -> "Helper":
        self.begin()
        self.next(self.post("/whom"))
        for page, said in WORKER.items():
            self.next(self.post(f"/mandate/{page}", **said))
        self.at(key)
        self.bring(self.tell())
        person = {"person_name": "王桂兰", "person_phone": "", **people}
        assert self.next(self.post("/who", **person)) == "/check"
        return self


@pytest.fixture
def home(app: Flask, cast: Cast, cast_index: object, monkeypatch: pytest.MonkeyPatch) -> str:
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return f"building-{cast.bright1.id}"


@pytest.fixture
def pan(app: Flask, home: str) -> Helper:
    helper = Helper(app, GAOLING)
    helper.client.sign_in("pan")
    return helper


def test_the_list_is_for_who_handles_requests(client):
    assert client.get("/staff/mandates").status_code == 303
    assert client.sign_in("viewer").get("/staff/mandates").status_code == 403
    page = client.sign_in("street").get("/staff/mandates").text
    assert "不代人办事" in page


def test_a_worker_is_offered_the_matters_that_name_them(pan, client):
    page = pan.client.get("/staff/mandates").text
    assert ('value="gaoling"' in page, 'value="dibao"' in page, f'value="{URGENT}"' in page) == (True, False, False)
    assert 'value="dibao"' in client.sign_in("officer").get("/staff/mandates").text
    assert pan.client.post("/staff/mandates/beginnings", data={"matter": DIBAO}).status_code == 422


def test_a_worker_files_at_the_kitchen_table_and_hands_over_the_slip(pan, home):
    pan.fill_beside(home)
    assert "您的姓名" not in pan.get("/who").text
    assert pan.next(pan.send()) == "/receipt"
    [made] = requests()
    mandate = db.session.scalars(db.select(Mandate)).one()
    assert (made.channel, made.filed_by, made.applicant_name) == (Channel.ROUND, "pan", "王桂兰")
    assert (mandate.kind, mandate.agent_user.username, mandate.agent_name) == (AgentKind.WORKER, "pan", "潘一")
    page = pan.get("/receipt").text
    code = re.search(r'token code">([^<]+)<', page)[1]
    assert "本人的查询码" in page
    assert opens(made.number, code).representation is None
    assert pan.next(pan.post("/person-slip")) == "/person-slip"
    slip = pan.get("/person-slip")
    assert (slip.status_code, code in slip.text, "潘一替您办" in slip.text) == (200, True, True)
    handed = db.session.scalars(db.select(Representation)).one()
    assert (handed.person_code_by, handed.person_code_at) == (ON_PAPER, MONDAY)
    assert (
        db.session.scalars(db.select(Record.action).where(Record.by == "pan")).all()[-1]
        == "request.person_code_handed_over"
    )


def test_an_officer_speaks_for_an_old_man_nobody_helps(app, home):
    officer = Helper(app, DIBAO)
    officer.client.sign_in("officer")
    officer.begin()
    officer.post("/whom")
    said = {"person_name": "孙老汉", "age": "adult", "decides": "no"}
    assert officer.next(officer.post("/mandate/person", **said)) == "/mandate/basis"
    assert "按职责" in officer.get("/mandate/basis").text
    officer.post("/mandate/basis", basis="duty")
    officer.post("/mandate/scope", scope="matter", months="3")
    officer.post("/mandate/consent", consent="unable", own_wish="")
    officer.post("/mandate/told", told="agent")
    officer.at(home)
    officer.bring(officer.tell())
    assert officer.next(officer.post("/who", person_name="孙老汉", person_phone="")) == "/check"
    officer.send()
    assert (requests()[0].channel, requests()[0].filed_by) == (Channel.COUNTER, "officer")


def test_a_matter_that_does_not_name_them_says_so(pan):
    pan.begin()
    other = Helper(pan.client.application, DIBAO)
    other.client = pan.client
    page = other.get("/whom").text
    assert ("没有写网格员" in page, "开始填" in page) == (True, False)


def test_the_form_is_found_by_its_account_alone(app, pan, home):
    pan.fill_beside(home)
    assert "draft" not in {cookie.key for cookie in pan.client._cookies.values()}
    stranger = Helper(app, GAOLING)
    stranger.client.sign_in("li")
    assert stranger.get("/check").status_code == 404
    stolen = pan.client.get_cookie("linge")
    with pan.client.session_transaction() as session:
        held = dict(session["helping"])
    with stranger.client.session_transaction() as session:
        session["helping"] = held
    answer = stranger.get("/check")
    assert (answer.status_code, answer.headers["Location"].startswith("/staff/sign-in")) == (303, True)
    assert stolen is not None


def test_the_next_client_finds_nothing_of_the_last(pan, home):
    pan.fill_beside(home)
    page = pan.get("/check")
    assert (page.headers["Cache-Control"], page.headers["Refresh"]) == ("no-store", "1802; url=/staff/mandates")
    assert "下一位" in page.text
    answer = pan.client.post("/staff/mandates/leaving")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert drafts() == []
    for old in ("/check", "/who", "/receipt", "/mandate/consent", "/authorisation"):
        assert "王桂兰" not in pan.get(old).text, old
    assert "linge" in {cookie.key for cookie in pan.client._cookies.values()}
    pan.begin()
    pan.post("/whom")
    assert not any(words in pan.get(f"/mandate/{page}").text for page in WORKER for words in ("李大山", "昨晚"))
    assert "王桂兰" not in pan.get("/who").text


def test_a_receipt_goes_with_the_client(pan, home):
    pan.fill_beside(home).send()
    code = re.search(r'token code">([^<]+)<', pan.get("/receipt").text)[1]
    pan.client.post("/staff/mandates/leaving")
    for old in (
        pan.get("/receipt"),
        pan.get("/receipt.png"),
        pan.client.get("/services/receipts"),
        pan.post("/person-slip"),
    ):
        assert (old.status_code, code in old.text) == (404, False)
    assert len(requests()) == 1


def test_signing_out_leaves_nothing(pan, home):
    pan.fill_beside(home)
    answer = pan.client.post("/staff/sign-out")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache", "storage"')
    assert drafts() == []
    assert pan.get("/check").status_code == 404


@pytest.mark.parametrize("page", ["/staff/mandates", "/services/gaoling/apply/check"])
def test_being_away_too_long_leaves_nothing(pan, home, monkeypatch, page):
    pan.fill_beside(home)
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(minutes=31))
    answer = pan.client.get(page)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/staff/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert drafts() == []
    assert pan.client.get("/staff").status_code == 303


def test_filling_in_keeps_the_session_awake(pan, home, monkeypatch):
    pan.fill_beside(home)
    for minutes in (20, 40, 60):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: MONDAY + timedelta(minutes=minutes))
        assert pan.get("/check").status_code == 200


def test_sending_after_being_away_files_nothing(pan, home, monkeypatch):
    pan.fill_beside(home)
    token = pan.token
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(minutes=31))
    pan.post("/filing", token=token)
    assert requests() == []


def test_the_list_shows_what_comes_next_and_what_ended_apart(pan, home, monkeypatch):
    pan.fill_beside(home).send()
    page = pan.client.get("/staff/mandates").text
    for words in ("王*兰", "网格员帮办", "高龄津贴", "待签收", "下一个期限", f"/staff/requests/{requests()[0].id}"):
        assert words in page, words
    assert "已经结束的" not in page
    assert "王*兰" not in pan.client.sign_in("li").get("/staff/mandates").text
    mandate = db.session.scalars(db.select(Mandate)).one()
    mandate.ending, mandate.ended_at, mandate.ended_because = Ending.REVOKED, MONDAY, "嫌他话多"
    db.session.commit()
    page = pan.client.sign_in("pan").get("/staff/mandates").text
    assert ("本人结束了委托" in page, "嫌他话多" in page, "现在没有替谁办" in page) == (True, False, True)
    monkeypatch.setattr(clock, "today", lambda: (MONDAY + timedelta(days=100)).date())
    assert "王*兰" not in pan.client.sign_in("pan").get("/staff/mandates").text


def test_the_authorisation_is_printed_from_the_desk_on_the_record(pan, home, client):
    pan.fill_beside(home).send()
    address = f"/staff/requests/{requests()[0].id}/authorisation"
    client.sign_in("pan")
    assert "王桂兰" in client.get(address).text
    assert "data-print-now" in client.post(address).text
    assert "request.authorisation_printed" in db.session.scalars(db.select(Record.action)).all()
    assert client.sign_in("stranger").get(address).status_code == 404
    masked = client.sign_in("viewer").get(address).text
    assert ("王桂兰" in masked, "王*兰" in masked) == (False, True)


def test_who_filed_for_themselves_has_no_authorisation(app, home, client):
    phone = Agent(app, GAOLING)
    phone.fill(home).send()
    assert client.sign_in("pan").get(f"/staff/requests/{requests()[0].id}/authorisation").status_code == 404


def test_a_colleague_hands_over_nothing_that_is_not_theirs(app, pan, home):
    pan.fill_beside(home).send()
    outside = Agent(app, GAOLING)
    assert outside.post("/person-slip").status_code == 404
