"""The official calendar in the back office: the report first, then exactly that."""

import io
from datetime import date

import pytest

from portal.db import db
from portal.domain.records.models import Record
from portal.domain.workdays.models import CalendarDay, CalendarYear

FILE = "day,kind,name\n2027-01-01,holiday,元旦\n2027-02-06,workday,春节\n2027-02-08,holiday,春节\n"
SOURCE = "国务院办公厅关于2027年部分节假日安排的通知"


def upload(client, text=FILE, year="2027", source=SOURCE):
    content = text if isinstance(text, bytes) else text.encode()
    data = {"year": year, "source": source, "file": (io.BytesIO(content), "2027.csv")}
    return client.post("/staff/calendar/import", data=data, content_type="multipart/form-data")


def agree(client, page, text=FILE, source=SOURCE):
    digest = page.split('name="digest" type="hidden" value="')[1].split('"')[0]
    data = {"year": "2027", "source": source, "text": text, "digest": digest}
    return client.post("/staff/calendar/import/acceptance", data=data)


def entered():
    return db.session.scalar(db.select(db.func.count(CalendarDay.day)).where(CalendarDay.day >= date(2027, 1, 1)))


def test_the_years_on_file_are_listed(client, sign_in):
    sign_in("admin")
    page = client.get("/staff/calendar").text
    assert all(f"{year} 年" in page for year in range(2022, 2027))
    assert "国务院办公厅关于2026年部分节假日安排的通知" in page


def test_a_year_is_shown_in_words_and_month_by_month(client, sign_in):
    sign_in("admin")
    page = client.get("/staff/calendar/2026").text
    assert "2月15日至2月23日" in page
    assert "2月14日、2月28日" in page
    assert 'class="worked">14<span class="word">班</span>' in page
    assert 'class="holiday">16<span class="word">休</span>' in page


@pytest.mark.parametrize("year", ["2027", "99999999999"])
def test_a_year_not_on_file_is_not_found(client, sign_in, year):
    sign_in("admin")
    assert client.get(f"/staff/calendar/{year}").status_code == 404


def test_the_report_comes_first_and_a_yes_writes_exactly_that(client, sign_in):
    sign_in("admin")
    answer = upload(client)
    assert answer.status_code == 200
    for words in ("还没有写入", "2027年2月8日星期一", "放假（春节）", "上班（春节）", "会变的日子 3"):
        assert words in answer.text
    assert entered() == 0
    answer = agree(client, answer.text)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/calendar/2027")
    assert "2027 年的放假安排已录入" in client.get("/staff/calendar/2027").text
    assert entered() == 3
    assert db.session.scalars(db.select(Record).filter_by(action="calendar.entered")).one().by == "admin"
    assert "录入放假安排" in client.get("/staff/records").text


def test_every_bad_line_is_told_at_once_and_nothing_is_written(client, sign_in):
    sign_in("admin")
    answer = upload(client, FILE + "2027-02-08,holiday,春节\n2028-01-01,holiday,元旦\n,,\nx\n")
    assert answer.status_code == 422
    assert "有 3 处错误" in answer.text
    for words in ("前面已经写过了", "不在 2027 年", "1 列"):
        assert words in answer.text
    assert "digest" not in answer.text
    assert entered() == 0


def test_a_year_entered_twice_is_replaced_and_the_report_says_what_changes(client, sign_in):
    sign_in("admin")
    agree(client, upload(client).text)
    corrected = FILE.replace("2027-02-08", "2027-02-09")
    page = upload(client, corrected, source="更正通知").text
    assert "会变的日子 2" in page
    assert "来源由" in page
    assert agree(client, page, corrected, "更正通知").status_code == 303
    assert db.session.get(CalendarYear, 2027).source == "更正通知"
    assert db.session.get(CalendarDay, date(2027, 2, 8)) is None


def test_the_same_again_needs_no_yes(client, sign_in):
    sign_in("admin")
    agree(client, upload(client).text)
    page = upload(client).text
    assert "不用写入" in page
    assert "digest" not in page


def test_a_yes_to_what_has_changed_meanwhile_shows_the_new_report(client, sign_in):
    sign_in("admin")
    page = upload(client).text
    agree(client, page)
    answer = agree(client, page, FILE.replace("2027-02-08", "2027-02-09"))
    assert answer.status_code == 409
    assert "刚刚有变动" in answer.text
    assert db.session.get(CalendarDay, date(2027, 2, 8)) is not None


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"year": ""}, "请填写年份"),
        ({"year": "27"}, "四位数"),
        ({"source": ""}, "请写明来源"),
        ({"text": b"PK\x03\x04"}, "Excel"),
        ({"text": "x" * 60_000}, "文件太大"),
    ],
)
def test_a_form_that_is_not_whole_keeps_what_was_typed(client, sign_in, field, said):
    sign_in("admin")
    answer = upload(client, **field)
    assert answer.status_code == 422
    assert said in answer.text
    if "source" not in field:
        assert SOURCE in answer.text


def test_from_december_on_the_missing_year_is_said(client, sign_in, monkeypatch):
    sign_in("admin")
    missing = "2027 年的放假安排还没有录入"
    assert missing not in client.get("/staff").text
    monkeypatch.setattr("portal.clock.today", lambda: date(2026, 12, 1))
    assert missing in client.get("/staff").text
    assert missing in client.get("/staff/calendar").text
    assert 'value="2027"' in client.get("/staff/calendar/import").text
    agree(client, upload(client).text)
    assert missing not in client.get("/staff").text


@pytest.mark.parametrize("who", ["officer", "leader", "pan", "viewer"])
def test_others_do_not_change_the_calendar(client, sign_in, who):
    sign_in(who)
    for address in ("/staff/calendar", "/staff/calendar/2026", "/staff/calendar/import"):
        assert client.get(address).status_code == 403
    assert client.post("/staff/calendar/import/acceptance").status_code == 403
