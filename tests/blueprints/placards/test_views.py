"""The page after the scan, for codes of every kind."""

import gzip
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from portal.assets import STATIC
from portal.db import db
from portal.domain.contacts.models import Absence
from portal.domain.grids.versions import Part, touch
from portal.domain.placards import services
from portal.domain.placards.codes import ALPHABET, shown
from portal.domain.placards.models import Placard, RetiredBecause
from portal.extensions import limiter
from tests.conftest import TODAY
from tests.domain.placards.placards import NOW, WHO, make_all, make_one


@pytest.fixture
def placard(client, cast) -> Placard:
    return make_one(cast.bright1)


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def spooled(app) -> str:
    from pathlib import Path

    return "".join(file.read_text() for file in Path(app.config["INSTANCE"]).glob("spool/*.scans"))


def test_the_page_shows_place_check_word_worker_and_call_button(client, placard):
    page = text_of(client.get(f"/q/{placard.code}"))
    assert "<h1>明亮花园 1号楼</h1>" in page
    assert f"<strong>{placard.check_word}</strong>" in page
    assert "与门口牌子一致即为真" in page
    assert "潘一" in page
    assert 'href="tel:14000000101"' in page
    assert shown(placard.code) in page


def test_an_entrance_is_named(client, cast):
    [first, *_] = make_all(cast.l2, per_entrance=True)
    assert "<h1>明亮花园 5号楼 1单元</h1>" in text_of(client.get(f"/q/{first.code}"))


def test_during_an_absence_the_cover_is_shown(client, cast, placard):
    db.session.add(
        Absence(person=cast.pan, cover=cast.li, first_day=TODAY, last_day=TODAY, entered_at=NOW, entered_by="莲干事")
    )
    db.session.commit()
    page = text_of(client.get(f"/q/{placard.code}"))
    assert "李二代班" in page
    assert 'href="tel:14000000102"' in page


def test_a_place_without_a_grid_still_has_a_page_and_a_phone(client, cast, placard):
    cast.bright1.assignments[0].ends_on = TODAY
    db.session.commit()
    page = text_of(client.get(f"/q/{placard.code}"))
    assert placard.check_word in page
    assert "还没有网格员" in page
    assert 'href="tel:14000000900"' in page


@pytest.mark.parametrize(
    "write", [str.lower, shown, lambda code: f" {code[:4]} {code[4:]}", lambda code: code[:4] + "－" + code[4:]]
)
def test_other_ways_of_writing_lead_to_the_one_address(client, placard, write):
    answer = client.get("/q/" + quote(write(placard.code)))
    assert (answer.status_code, answer.headers["Location"]) == (308, f"/q/{placard.code}")


def test_an_address_typed_in_capitals_works(client, placard):
    assert client.get(f"/Q/{placard.code}", follow_redirects=True).status_code == 200


def test_a_typed_code_leads_to_the_page(client, placard):
    answer = client.get("/q", query_string={"code": shown(placard.code).lower()})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/q/{placard.code}")


def test_nothing_typed_shows_the_box(client):
    assert "输入公示牌编号" in text_of(client.get("/q"))
    assert "输入公示牌编号" in text_of(client.get("/q?code=%20%00"))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("7KQ4M2X", "编号是 8 位"),
        ("7KQ4M2X!", "编号里没有“!”"),
        ("abc\x00", "编号是 8 位"),
        ("x" * 10_000, "编号是 8 位"),
    ],
)
def test_a_mistyped_code_says_what_is_wrong_and_keeps_what_was_typed(client, typed, reason):
    for path in ("/q/" + quote(typed), "/q?code=" + quote(typed)):
        answer = client.get(path)
        assert answer.status_code == 404
        assert reason in text_of(answer)
    assert f'value="{typed[:7].replace(chr(0), "")}' in text_of(answer)


def test_one_wrong_character_is_named_as_such(client, placard):
    other = next(character for character in ALPHABET if character != placard.code[0])
    answer = client.get(f"/q/{other}{placard.code[1:]}")
    assert answer.status_code == 404
    assert "可能有一位看错了" in text_of(answer)


def test_a_code_that_fits_but_does_not_exist_says_so(client, placard):
    code = "22222222"
    answer = client.get(f"/q/{code}")
    assert answer.status_code == 404
    assert "没有这块公示牌" in text_of(answer)
    assert 'href="tel:14000000900"' in text_of(answer)


def test_a_replaced_placard_shows_the_worker_and_that_the_code_has_changed(client, placard):
    new = services.replace(placard, today=TODAY, **WHO)
    db.session.commit()
    answer = client.get(f"/q/{placard.code}")
    assert answer.status_code == 410
    assert "编号和核对词都变了" in text_of(answer)
    assert "潘一" in text_of(answer)
    assert placard.check_word not in text_of(answer)
    assert new.code not in text_of(answer)


def test_a_removed_placard_says_it_is_out_of_use(client, placard):
    services.retire(placard, RetiredBecause.REMOVED, today=TODAY, **WHO)
    db.session.commit()
    page = text_of(client.get(f"/q/{placard.code}"))
    assert "已经停用" in page
    assert "潘一" in page


def test_a_lost_placard_warns_and_vouches_for_nobody(client, placard):
    services.retire(placard, RetiredBecause.LOST, today=TODAY, **WHO)
    db.session.commit()
    page = text_of(client.get(f"/q/{placard.code}"))
    assert "已报失" in page
    assert "潘一" not in page
    assert placard.check_word not in page
    assert 'href="tel:14000000001"' in page


def test_damage_is_reported_after_a_question_and_only_once(client, placard):
    assert "破损了吗" in text_of(client.get(f"/q/{placard.code}/damage"))
    for _ in range(2):
        answer = client.post(f"/q/{placard.code}/damage")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/q/{placard.code}/damage")
    assert "已经记下" in text_of(client.get(f"/q/{placard.code}/damage"))
    assert placard.damage_reported_at is not None
    page = client.get(f"/q/{placard.code}")
    assert page.status_code == 200
    assert "我们会来换" in text_of(page)


def test_damage_of_a_retired_or_unknown_placard_is_not_reported(client, placard):
    services.retire(placard, RetiredBecause.REMOVED, today=TODAY, **WHO)
    db.session.commit()
    for code in (placard.code, "22222222", "nonsense"):
        assert client.get(f"/q/{code}/damage").status_code == 404
        assert client.post(f"/q/{code}/damage").status_code == 404


def test_reports_of_damage_are_limited_for_each_address(app, client, placard, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    answers = [client.post(f"/q/{placard.code}/damage").status_code for _ in range(22)]
    assert answers[:20] == [303] * 20
    assert answers[20:] == [429] * 2


def test_a_get_is_counted_as_code_and_day(app, client, placard):
    client.get(f"/q/{placard.code}")
    client.get(f"/q/{placard.code}")
    assert spooled(app) == f"{placard.code} 2026-11-23\n" * 2


def test_a_scan_of_a_page_the_phone_has_already_is_counted(app, client, placard):
    tag = client.get(f"/q/{placard.code}").headers["ETag"]
    assert client.get(f"/q/{placard.code}", headers={"If-None-Match": tag}).status_code == 304
    assert spooled(app).count(placard.code) == 2


def test_a_retired_placard_still_hanging_somewhere_is_counted_too(app, client, placard):
    services.retire(placard, RetiredBecause.LOST, today=TODAY, **WHO)
    db.session.commit()
    client.get(f"/q/{placard.code}")
    assert placard.code in spooled(app)


def test_previews_redirects_reloads_and_unknown_codes_are_not_counted(app, client, placard):
    client.head(f"/q/{placard.code}")
    client.get(f"/q/{placard.code.lower()}")
    client.get(f"/q/{placard.code}", headers={"Sec-Purpose": "prefetch;prerender"})
    client.get(f"/q/{placard.code}", headers={"Referer": f"http://linge.example/q/{placard.code}"})
    client.get("/q/22222222")
    assert spooled(app) == ""


def test_a_spool_that_cannot_be_written_does_not_break_the_page(app, client, placard, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("portal.domain.placards.scans.os.open", full)
    assert client.get(f"/q/{placard.code}").status_code == 200


def test_page_and_style_sheet_fit_into_fourteen_kilobytes(app, cast, placard):
    """With a cover and a damage report, the longest a page gets."""
    services.report_damage(placard, by="居民", at=NOW)
    db.session.add(
        Absence(
            person=cast.pan,
            cover=cast.li,
            first_day=TODAY,
            last_day=TODAY + timedelta(days=3),
            entered_at=NOW,
            entered_by="莲干事",
        )
    )
    db.session.commit()
    page = FlaskClient(app).get(f"/q/{placard.code}", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    styles = gzip.compress((STATIC / "linge.css").read_bytes(), 9)
    assert len(page.data) + len(styles) <= 14_000


def test_the_page_needs_no_script_no_session_and_nothing_but_the_style_sheet(client, placard):
    answer = client.get(f"/q/{placard.code}")
    page = text_of(answer)
    assert "Set-Cookie" not in answer.headers
    assert page.count("<script") == 1
    assert "defer></script>" in page
    assert "htmx" not in page
    assert page.count('rel="stylesheet"') == 1


def test_a_change_shows_at_once_on_a_page_that_was_kept(client, cast, placard):
    path = f"/q/{placard.code}"
    assert "潘一" in text_of(client.get(path))
    db.session.add(
        Absence(person=cast.pan, cover=cast.li, first_day=TODAY, last_day=TODAY, entered_at=NOW, entered_by="莲干事")
    )
    touch(Part.CONTACTS)
    db.session.commit()
    assert "李二代班" in text_of(client.get(path))
