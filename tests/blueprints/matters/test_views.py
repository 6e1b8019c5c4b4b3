"""The guide for residents: found by words, situation and category; one matter with all there is to know."""

import gzip
import re

import pytest

from portal.db import db
from portal.domain.matters import services
from portal.domain.matters.certificates import NOT_ISSUED
from portal.domain.matters.confirming import confirm, items
from portal.domain.matters.content import content_of
from tests.domain.matters.catalogue import WHO, load
from tests.domain.placards.placards import make_one


@pytest.fixture
def matters(cast):
    return load()


def page(client, address: str, status: int = 200, **options) -> str:
    answer = client.get(address, **options)
    assert answer.status_code == status, address
    return answer.get_data(as_text=True)


def test_before_the_catalogue_is_there_the_page_says_so(client):
    assert "办事指南还没有准备好" in page(client, "/services")


def test_all_matters_stand_on_the_first_page_by_category(client, matters):
    shown = page(client, "/services")
    for matter in matters.values():
        assert f'href="/services/{matter.slug}"' in shown
    assert shown.index("社会救助") < shown.index("老年人") < shown.index("环境卫生")


@pytest.mark.parametrize("slug", ["gaoling", "loudao-duiwu", "kaizhengming"])
def test_a_matter_is_shown_to_everybody(client, matters, slug):
    assert matters[slug].current.name in page(client, f"/services/{slug}")


def test_every_matter_has_a_page_that_passes_the_checks(client, matters):
    for slug, matter in matters.items():
        shown = page(client, f"/services/{slug}")
        content = content_of(matter.current)
        for said in (content.eligibility, content.result, *[step.name for step in content.steps]):
            assert said in shown, f"{slug}: {said}"
        assert [name.strip() for name in re.findall(r'class="step-name">([^<]+)', shown)] == [
            step.name for step in content.steps
        ]


def test_plain_words_find_the_matter_without_scripts(client, matters):
    shown = page(client, "/services?q=楼上吵得睡不着")
    assert shown.index("/services/zaosheng") < shown.index("</section>")
    assert 'value="楼上吵得睡不着"' in shown


def test_live_results_are_a_fragment_that_tells_the_screen_reader(client, matters):
    shown = page(client, "/services?q=吃低保", headers={"HX-Request": "true"})
    assert "<html" not in shown
    assert "/services/dibao" in shown
    assert 'hx-swap-oob="innerHTML:#outcome"' in shown


def test_what_was_typed_is_kept_nowhere(client, matters):
    answer = client.get("/services?q=没钱看病")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"


def test_nothing_found_is_said_with_a_phone_and_a_way_to_ask(client, matters):
    shown = page(client, "/services?q=月球旅行签票")
    assert "没有找到“月球旅行签票”" in shown
    assert 'href="tel:14000000900"' in shown
    assert 'href="/services/zixun"' in shown


def test_typed_markup_stays_text(client, matters):
    assert "<script>alert" not in page(client, "/services?q=<script>alert(1)</script>")


@pytest.mark.parametrize(
    ("situation", "slug", "other"),
    [
        ("old", "gaoling", "juzhuzheng"),
        ("disabled", "canjizheng", "zaosheng"),
        ("hard", "dibao", "zaosheng"),
        ("jobless", "shiye-dengji", "gaoling"),
        ("renting", "gongzufang", "gaoling"),
        ("building", "loudao-duiwu", "dibao"),
    ],
)
def test_a_situation_of_life_shows_what_fits(client, matters, situation, slug, other):
    shown = page(client, f"/services/situations/{situation}")
    assert f"/services/{slug}" in shown
    assert f"/services/{other}" not in shown


def test_an_unknown_situation_or_matter_is_not_found(client, matters):
    assert client.get("/services/situations/rich").status_code == 404
    assert client.get("/services/nothing").status_code == 404


def test_a_welfare_matter_explains_both_clocks(client, matters):
    shown = page(client, "/services/dibao")
    assert "两个期限，分开算" in shown
    assert "2 个工作日" in shown
    assert "30 个工作日" in shown
    assert "最长 45 个工作日" in shown
    assert "从街道受理之日算起" in shown
    assert "两个期限" not in page(client, "/services/loudao-duiwu")


def test_papers_the_government_has_need_not_be_brought(client, matters):
    shown = page(client, "/services/dibao")
    own = shown[shown.index("家庭成员身份证、户口簿") :]
    assert own.startswith('家庭成员身份证、户口簿 <span class="tag done">不用交</span>')
    assert "代办的人另带：委托书和代办人身份证" in shown


def test_publicity_says_what_stands_there_and_what_never_does(client, matters):
    shown = page(client, "/services/dibao")
    assert "公示 7 天，在社区公示栏。" in shown
    assert "只写：申请人姓名、家庭人数、拟保障金额、监督电话。" in shown
    assert "身份证号、电话、门牌、银行账号和病情都不会写。" in shown
    assert "不公示。" in page(client, "/services/tanfang")


def test_an_urgent_matter_puts_the_emergency_numbers_before_everything_else(client, matters):
    shown = page(client, "/services/xiaofang-yinhuan")
    places = [shown.index(f'href="tel:{number}"') for number in ("119", "110", "120")]
    assert places == sorted(places)
    assert places[-1] < shown.index("谁能办")


def test_local_values_are_provisional_until_staff_have_checked_each(client, matters):
    matter = matters["gaoling"]
    assert "以街道答复为准" in page(client, "/services/gaoling")
    for item in items(content_of(matter.current)):
        confirm(matter, item, **WHO)
    db.session.commit()
    shown = page(client, "/services/gaoling")
    assert "本地规定，以街道答复为准" not in shown
    assert "这是本地定的期限。" in shown


def test_examples_of_other_towns_are_not_for_residents(client, matters):
    for slug in matters:
        shown = page(client, f"/services/{slug}")
        for word in ("郑州", "田家庵", "示例", "未核实", "占位"):
            assert word not in shown, f"{slug}: {word}"


def test_a_retired_matter_is_gone_and_says_what_to_do(client, matters):
    services.retire(matters["shineng-huli"], **WHO)
    db.session.commit()
    shown = page(client, "/services/shineng-huli", 410)
    assert "这个事项停办了" in shown
    assert "已经交上来的照常办" in shown
    assert "shineng-huli" not in page(client, "/services")
    assert "shineng-huli" not in page(client, "/services?q=长护险")
    assert "shineng-huli" not in page(client, "/services/situations/old")


def test_who_comes_from_a_placard_keeps_it_and_is_given_the_community_to_call(client, cast, matters):
    placard = make_one(cast.bright1)
    shown = page(client, f"/services/situations/building?placard={placard.code}")
    assert f"/services/loudao-duiwu?placard={placard.code}" in shown
    shown = page(client, f"/services/loudao-duiwu?placard={placard.code}")
    assert "莲叶路社区" in shown
    assert 'href="tel:14000000001"' in shown
    assert "莲叶路社区" not in page(client, "/services/loudao-duiwu")


def test_a_made_up_placard_changes_nothing(client, matters):
    assert "莲叶路社区" not in page(client, "/services/loudao-duiwu?placard=XXXXXXXX")


def test_the_scan_page_leads_to_reporting_and_to_services(client, cast, matters):
    placard = make_one(cast.bright1)
    shown = page(client, f"/q/{placard.code}")
    assert f"/services/situations/building?placard={placard.code}" in shown
    assert f"/services?placard={placard.code}" in shown


def test_the_front_page_leads_to_services(client):
    assert 'href="/services"' in page(client, "/")


def test_the_twenty_certificates_each_say_where_to_go(client, matters):
    shown = page(client, "/services/certificates")
    assert len(NOT_ISSUED) == len({one.name for one in NOT_ISSUED}) == 20
    for one in NOT_ISSUED:
        assert f"<strong>{one.name}</strong><br>去：{one.where}" in shown
    assert "以办理单位的答复为准" in shown
    assert 'href="/services/certificates"' in page(client, "/services/kaizhengming")
    assert 'href="/services/certificates"' in page(client, "/services?q=开证明")


def test_the_english_page_says_once_that_matters_are_in_chinese(client, matters):
    client.set_cookie("lang", "en")
    for address in ("/services", "/services/dibao", "/services/situations/old", "/services/certificates"):
        assert page(client, address).count('class="note plain"') == 1, address


def test_a_kept_page_is_made_anew_when_the_catalogue_changes(client, matters):
    before = page(client, "/services/gaoling")
    assert page(client, "/services/gaoling") == before
    matter = matters["gaoling"]
    entry = {**services.entry_of(matter.current), "result": {"kinds": ["资金"], "text": "每季度发一次"}}
    services.edit(matter, entry, seen=1, whole_town=True, note="", **WHO)
    db.session.commit()
    assert "每季度发一次" in page(client, "/services/gaoling")


def test_public_pages_of_matters_are_kept(app, client, matters):
    kept = app.extensions["kept_pages"].cache
    for address in ("/services", "/services/dibao", "/services/situations/old", "/services/certificates"):
        page(client, address)
        assert (address, "zh", "normal") in kept, address


def test_the_guide_is_small(client, matters):
    for address in ("/services", "/services/dibao"):
        assert len(gzip.compress(client.get(address).data)) < 8_000


def test_every_matter_begins_with_one_button_that_knows_the_placard(client, cast, matters):
    placard = make_one(cast.bright1)
    for slug in matters:
        assert f'href="/services/{slug}/apply"' in page(client, f"/services/{slug}")
    shown = page(client, f"/services/zixun?placard={placard.code}")
    assert f'href="/services/zixun/apply?placard={placard.code}"' in shown
