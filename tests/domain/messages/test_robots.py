"""Robots of units: only the vendors' own addresses, only in one's own places."""

import pytest

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import Role
from portal.domain.errors import DomainError, NotFound
from portal.domain.grids.models import Subdistrict
from portal.domain.messages import robots
from portal.domain.messages.models import Medium, MessageState
from portal.domain.records.models import Record
from portal.domain.service_requests.units import Unit
from tests.cast import HASH
from tests.conftest import TODAY
from tests.domain.messages.writing import robot_of, waiting
from tests.domain.service_requests.making import MONDAY

WHO = {"by": "street", "at": MONDAY}
GOOD = {
    Medium.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx",
    Medium.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec",
    Medium.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/xxxxxxxx",
    Medium.EMAIL: "pan.yi+grid@town.example.cn",
}


@pytest.mark.parametrize("medium", list(GOOD))
def test_addresses_as_the_vendors_give_them_are_taken(medium):
    assert robots.address_of(medium, GOOD[medium]) == GOOD[medium]


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com",
        "https://qyapi.weixin.qq.com.evil.example/send",
        "https://qyapi.weixin.qq.com:8443/send",
        "https://qyapi.weixin.qq.com@127.0.0.1/send",
        "https://user@qyapi.weixin.qq.com/send",
        "https://127.0.0.1/send",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/send",
        "https://[oapi.dingtalk.com/send",
        "https://oapi.dingtalk.com/robot/send",
        "https://qyapi.weixin.qq.com\\@127.0.0.1/send",
        "https://qyapi.weixin.qq.com/send\r\nHost: evil",
        "https://ｑyapi.weixin.qq.com/send",
        "file:///etc/passwd",
        "",
    ],
)
def test_nothing_else_is_ever_called(address):
    with pytest.raises(DomainError, match=r"https://qyapi\.weixin\.qq\.com/"):
        robots.address_of(Medium.WECOM, address)


@pytest.mark.parametrize("address", ["pan", "pan@", "pan@town", "a@b.cn, c@d.cn", "a@b.cn\r\nBcc: c@d.cn", "<a@b.cn>"])
def test_a_mail_address_is_one_address(address):
    with pytest.raises(DomainError, match="邮箱"):
        robots.address_of(Medium.EMAIL, address)


def add(cast, medium: Medium = Medium.DINGTALK, secret: str = "SECabc"):
    return robots.add_robot(Unit.read(f"grid:{cast.l1.id}"), medium, "一网格群", GOOD[medium], secret, **WHO)


def test_a_robot_is_entered_once_for_a_unit(cast):
    add(cast)
    with pytest.raises(DomainError, match="已经有"):
        add(cast)


def test_address_and_secret_are_unreadable_in_the_table_and_not_in_the_record(cast):
    add(cast)
    [row] = db.session.execute(db.text("SELECT * FROM message_robots")).mappings()
    assert b"566cc69" not in bytes(row["address"])
    assert b"SECabc" not in bytes(row["secret"])
    [entry] = db.session.scalars(db.select(Record))
    assert entry.detail == f"dingtalk grid:{cast.l1.id}"


def test_wecom_and_mail_have_no_secret(cast):
    assert add(cast, Medium.WECOM).secret is None
    assert add(cast, Medium.EMAIL).secret is None


def test_what_waits_for_a_robot_switched_off_is_dropped(cast):
    robot = robot_of("grid:1")
    message, sent = waiting(robot=robot), waiting(robot=robot, state=MessageState.SENT, sent_at=MONDAY)
    robots.switch(robot, False, **WHO)
    assert (message.state, sent.state) == (MessageState.DROPPED, MessageState.SENT)
    robots.switch(robot, True, **WHO)
    assert [one.action for one in db.session.scalars(db.select(Record))] == ["robot.switched_off", "robot.switched_on"]


@pytest.fixture
def elsewhere(cast) -> User:
    """An officer of another subdistrict."""
    other = Subdistrict(name="山前街道")
    db.session.add(other)
    db.session.flush()
    user = User(username="hill", name="山办事", password_hash=HASH, must_change_password=False, session_key="hill")
    user.appointments = [Appointment(role=Role.SUBDISTRICT_OFFICER, subdistrict_id=other.id)]
    db.session.add(user)
    db.session.commit()
    return user


def test_a_subdistrict_looks_after_the_units_below_it(cast, elsewhere):
    keys = {str(unit) for unit in robots.units_of(cast.users["street"], TODAY)}
    assert {f"subdistrict:{cast.subdistrict.id}", f"community:{cast.maple.id}", f"grid:{cast.l1.id}"} <= keys
    assert {str(unit) for unit in robots.units_of(elsewhere, TODAY)}.isdisjoint(keys)


def test_the_robot_of_another_subdistrict_is_not_there(cast, elsewhere):
    robot = robot_of(f"grid:{cast.l1.id}")
    assert robots.find_robot(cast.users["street"], robot.id, TODAY) is robot
    with pytest.raises(NotFound):
        robots.find_robot(elsewhere, robot.id, TODAY)
    assert robots.robots_of(elsewhere, TODAY) == []
