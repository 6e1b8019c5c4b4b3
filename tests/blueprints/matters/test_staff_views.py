"""The catalogue for staff: plain fields, versions, two editors, ticks, retiring; for the subdistrict and above."""

import html5lib
import pytest
from werkzeug.datastructures import MultiDict

from portal.db import db
from portal.domain.matters import services
from portal.domain.matters.confirming import items, open_items
from portal.domain.matters.content import content_of
from portal.domain.matters.models import Matter
from portal.domain.matters.names import PARTS
from tests.domain.matters.catalogue import WHO, load
from tests.pages import PageClient


@pytest.fixture
def matters(cast):
    return load()


@pytest.fixture
def admin(app, matters) -> PageClient:
    return app.test_client().sign_in("admin")


@pytest.fixture
def street(app, matters) -> PageClient:
    return app.test_client().sign_in("street")


def shown(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.get_data(as_text=True)


def typed(client, address: str) -> MultiDict:
    """What the form on the page holds, as a browser would send it."""
    page = html5lib.parse(client.get(address).get_data(as_text=True), namespaceHTMLElements=False)
    [form] = [one for one in page.iter("form") if one.get("action") == address]
    fields: MultiDict = MultiDict()
    for one in (one for one in form.iter() if one.tag in ("input", "select", "textarea")):
        name, kind = one.get("name"), one.get("type")
        if one.tag == "textarea":
            fields.add(name, (one.text or "").removeprefix("\n"))
        elif one.tag == "select":
            chosen = [option for option in one.iter("option") if option.get("selected") is not None]
            fields.add(name, (chosen or list(one.iter("option")))[0].get("value"))
        elif kind not in ("checkbox", "radio") or one.get("checked") is not None:
            fields.add(name, one.get("value") or "")
    return fields


def number_of(matter: Matter) -> int:
    db.session.expire_all()
    return matter.current.number


def said(matter: Matter, key: str):
    db.session.expire_all()
    return services.entry_of(matter.current).get(key)


def test_the_list_shows_state_and_what_is_to_be_checked(admin, matters):
    services.retire(matters["shineng-huli"], **WHO)
    db.session.commit()
    page = shown(admin, "/staff/matters")
    for matter in matters.values():
        assert matter.current.name in page
    assert "已停办" in page
    assert "没核实完" in page


def test_an_empty_catalogue_offers_the_shipped_one(app, cast):
    admin = app.test_client().sign_in("admin")
    assert "放进 32 个事项" in shown(admin, "/staff/matters")
    assert admin.post("/staff/matters/catalogue").status_code == 303
    assert db.session.scalar(db.select(db.func.count(Matter.id))) == 32


@pytest.mark.parametrize("who", ["officer", "pan", "viewer"])
def test_below_the_subdistrict_nobody_edits(app, matters, who):
    client = app.test_client().sign_in(who)
    for address in ("/staff/matters", "/staff/matters/to-check", "/staff/matters/templates", "/staff/matters/1/basics"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("part", PARTS)
def test_every_matter_is_shown_in_plain_fields_and_saving_it_unchanged_makes_no_version(admin, matters, part):
    for matter in matters.values():
        address = f"/staff/matters/{matter.id}/{part}"
        answer = admin.post(address, data=typed(admin, address))
        assert answer.status_code == 303, f"{matter.slug} {part}: {answer.get_data(as_text=True)}"
        assert number_of(matter) == 1, f"{matter.slug} {part}"


def test_a_change_is_a_version_with_its_reason(admin, matters):
    matter = matters["gaoling"]
    address = f"/staff/matters/{matter.id}/basics"
    fields = typed(admin, address)
    fields["eligibility"], fields["note"] = "本市户籍，满 85 岁。", "照市里新文件"
    assert admin.post(address, data=fields).status_code == 303
    assert said(matter, "eligibility") == "本市户籍，满 85 岁。"
    assert "存成了第 2 版" in shown(admin, f"/staff/matters/{matter.id}")
    page = shown(admin, f"/staff/matters/{matter.id}/versions/2")
    assert "照市里新文件" in page
    assert "<ins>本市户籍，满 85 岁。</ins>" in page
    assert "<del>本地户籍" in page
    assert "最初的内容" in shown(admin, f"/staff/matters/{matter.id}/versions/1")
    assert admin.get(f"/staff/matters/{matter.id}/versions/3").status_code == 404


def test_rows_are_added_and_dropped_without_scripts_and_without_saving(admin, matters):
    matter = matters["gaoling"]
    address = f"/staff/matters/{matter.id}/papers"
    fields = typed(admin, address)
    fields["papers-0-name"] = "改了一半"
    answer = admin.post(address, data={**fields, "act": "add papers"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'value="改了一半"' in page
    assert 'name="papers-4-name"' in page
    page = admin.post(address, data={**fields, "act": "drop papers-1"}).get_data(as_text=True)
    assert 'name="papers-0-name"' in page
    assert 'name="papers-1-name"' not in page
    assert 'name="papers-2-name"' in page
    assert number_of(matter) == 1


def test_a_new_row_is_saved_and_a_blank_one_left_out(admin, matters):
    matter = matters["gaoling"]
    address = f"/staff/matters/{matter.id}/papers"
    fields = typed(admin, address)
    fields.update({"papers-4-name": "社保卡照片", "papers-4-required": "if_available", "papers-4-sensitive": "y"})
    fields.update({"papers-5-name": "", "papers-5-required": "always"})
    for name in [name for name in fields if name.startswith("papers-0-")]:
        del fields[name]
    assert admin.post(address, data=fields).status_code == 303
    names = [paper["name"] for paper in said(matter, "papers")]
    assert names == ["本人银行卡或社保卡", "近期照片", "代办人身份证和委托", "社保卡照片"]
    assert said(matter, "papers")[-1] == {"name": "社保卡照片", "required": "if_available", "sensitive": True}


def test_steps_carry_their_limits(admin, matters):
    matter = matters["loudao-duiwu"]
    address = f"/staff/matters/{matter.id}/steps"
    fields = typed(admin, address)
    fields["steps-0-limit-value"], fields["steps-0-limit-unit"] = "2", "workhour"
    fields["steps-3-limit-value"] = ""
    assert admin.post(address, data=fields).status_code == 303
    steps = said(matter, "steps")
    assert steps[0] == {"name": "上门劝改", "level": "grid", "limit": {"value": 2, "unit": "workhour"}}
    assert steps[3] == {"name": "复查", "level": "grid"}


def test_questions_get_a_key_and_keep_it(admin, matters):
    matter = matters["zixun"]
    address = f"/staff/matters/{matter.id}/questions"
    fields = typed(admin, address)
    fields["questions-0-label"] = "您想问哪件事"
    fields.update({"questions-7-label": "多急", "questions-7-kind": "choice", "questions-7-options": "不急\n急\n急\n"})
    fields["questions-7-required"] = "y"
    assert admin.post(address, data=fields).status_code == 303
    questions = said(matter, "questions")
    assert [question["key"] for question in questions] == ["about", "question", "reply", "q1"]
    assert questions[-1]["options"] == ["不急", "急"]


def test_a_question_is_marked_as_asking_for_a_sensitive_fact(admin, matters):
    matter = matters["gaoling"]
    address = f"/staff/matters/{matter.id}/questions"
    fields = typed(admin, address)
    fields["questions-2-sensitive"] = "income"
    assert admin.post(address, data=fields).status_code == 303
    assert [question.get("sensitive") for question in said(matter, "questions")] == [None, None, "income"]
    assert "敏感：收入和家境" in shown(admin, f"/staff/matters/{matter.id}/versions/{number_of(matter)}")


@pytest.mark.parametrize(
    ("slug", "part", "change", "sentence"),
    [
        ("gaoling", "basics", {"name": ""}, "请写名称。"),
        ("gaoling", "basics", {"words": " \n "}, "请至少写一个居民常说的词"),
        ("gaoling", "basics", {"category": "没有的"}, "有效"),
        ("gaoling", "papers", {"papers-0-name": "长" * 121}, "太长了"),
        ("gaoling", "steps", {"limit-value": ""}, "请写办理期限。"),
        ("gaoling", "steps", {"limit-value": "-3"}, "数字要在 1 到 5000 之间"),
        ("gaoling", "steps", {"steps-1-limit-value": "9999"}, "数字要在 1 到 5000 之间"),
        ("gaoling", "steps", {"limit-value": "100", "limit-unit": "fortnight"}, "有效"),
        ("gaoling", "publicity", {"fields": "姓名\n银行账号"}, "不能有“银行账号”"),
        ("gaoling", "publicity", {"required": "yes", "span-value": ""}, "公示几天"),
        ("gaoling", "questions", {"questions-0-label": "您得了什么病"}, "当面问"),
        ("gaoling", "questions", {"anonymous_allowed": "y"}, "不能不留姓名"),
        ("loudao-duiwu", "questions", {"phones": "110"}, "119、110、120"),
    ],
)
def test_what_cannot_be_saved_says_why_and_keeps_what_was_typed(admin, matters, slug, part, change, sentence):
    matter = matters[slug]
    address = f"/staff/matters/{matter.id}/{part}"
    fields = typed(admin, address)
    fields["note"] = "我写的理由"
    answer = admin.post(address, data={**fields.to_dict(flat=False), **change})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422, page
    assert sentence in page
    assert 'value="我写的理由"' in page
    assert number_of(matter) == 1


def test_the_second_of_two_editors_reads_what_the_first_changed_and_may_save_over_it(app, admin, street, matters):
    matter = matters["gaoling"]
    address = f"/staff/matters/{matter.id}/basics"
    first, second = typed(admin, address), typed(street, address)
    first["eligibility"], second["eligibility"] = "满 85 岁", "满 90 岁"
    assert admin.post(address, data=first).status_code == 303
    answer = street.post(address, data=second)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "admin 已经存了第 2 版" in page
    assert "<ins>满 85 岁</ins>" in page
    assert "满 90 岁</textarea>" in page
    assert 'name="seen" type="hidden" value="2"' in page
    assert said(matter, "eligibility") == "满 85 岁"
    second["seen"] = "2"
    assert street.post(address, data=second).status_code == 303
    assert said(matter, "eligibility") == "满 90 岁"


@pytest.mark.parametrize("seen", ["", "0", "99", "-1", "x", "9" * 40])
def test_a_made_up_version_number_overwrites_nothing(admin, matters, seen):
    matter = matters["gaoling"]
    address = f"/staff/matters/{matter.id}/basics"
    fields = typed(admin, address)
    fields["eligibility"], fields["seen"] = "满 85 岁", seen
    assert admin.post(address, data=fields).status_code == 409
    assert number_of(matter) == 1


def test_what_the_law_sets_is_no_field_for_the_subdistrict(street, matters):
    dibao = matters["dibao"].id
    steps = shown(street, f"/staff/matters/{dibao}/steps")
    assert "办理期限是国家规定的，只有系统管理员能改" in steps
    assert 'name="limit-value"' not in steps
    assert 'name="fields"' not in shown(street, f"/staff/matters/{dibao}/publicity")
    assert 'name="national"' not in shown(street, f"/staff/matters/{dibao}/grounds")


def test_a_forged_national_value_changes_nothing(street, matters):
    matter = matters["dibao"]
    address = f"/staff/matters/{matter.id}/steps"
    fields = typed(street, address)
    fields.update({"limit-value": "99", "limit-unit": "day", "limit_basis": "local"})
    assert street.post(address, data=fields).status_code == 303
    assert number_of(matter) == 1
    fields = typed(street, f"/staff/matters/{matter.id}/grounds")
    fields["national"] = "没有了"
    assert street.post(f"/staff/matters/{matter.id}/grounds", data=fields).status_code == 303
    assert number_of(matter) == 1


def test_the_subdistrict_cannot_declare_its_own_limit_national(street, matters):
    address = f"/staff/matters/{matters['gaoling'].id}/steps"
    fields = typed(street, address)
    fields["limit_basis"] = "national"
    answer = street.post(address, data=fields)
    assert answer.status_code == 422
    assert "只有系统管理员能改" in answer.get_data(as_text=True)


def test_whoever_answers_for_the_whole_town_changes_national_values(admin, matters):
    matter = matters["dibao"]
    address = f"/staff/matters/{matter.id}/steps"
    fields = typed(admin, address)
    fields["limit-value"] = "25"
    assert admin.post(address, data=fields).status_code == 303
    assert said(matter, "time_limit")["value"] == 25


def test_a_value_is_ticked_with_name_and_day_and_can_be_taken_back(street, matters):
    matter = matters["gaoling"]
    address = f"/staff/matters/{matter.id}"
    answer = street.post(f"{address}/confirmations", data={"item": "要不要公示"})
    assert answer.headers["Location"] == f"{address}#check"
    page = shown(street, address)
    assert "street 核实，" in page
    assert "要不要公示" not in open_items(matter.current)
    street.post(f"{address}/confirmations/withdrawal", data={"item": "要不要公示"})
    db.session.expire_all()
    assert "要不要公示" in open_items(matter.current)


def test_the_list_to_check_empties_as_values_are_ticked(street, matters):
    matter = matters["gaoling"]
    assert shown(street, "/staff/matters/to-check").count(f'id="{matter.slug}"') == 1
    for item in items(content_of(matter.current)):
        answer = street.post(f"/staff/matters/{matter.id}/confirmations", data={"item": item, "back": "list"})
        assert answer.headers["Location"] == "/staff/matters/to-check?open=gaoling#gaoling"
    assert 'id="gaoling"' not in shown(street, "/staff/matters/to-check")


@pytest.mark.parametrize("item", ["", "没有的一条", "长" * 9000])
def test_what_is_no_value_of_the_matter_is_refused(street, matters, item):
    answer = street.post(f"/staff/matters/{matters['gaoling'].id}/confirmations", data={"item": item})
    assert answer.status_code == 409


def test_retiring_and_bringing_back(street, matters):
    matter = matters["gaoling"]
    assert street.post(f"/staff/matters/{matter.id}/retirement").status_code == 303
    assert street.post(f"/staff/matters/{matter.id}/retirement").status_code == 409
    assert "停办了" in shown(street, f"/staff/matters/{matter.id}")
    assert street.post(f"/staff/matters/{matter.id}/restoration").status_code == 303
    assert matter.current.matter.retired_at is None


def test_reply_templates_are_added_changed_and_removed(street, matters):
    matter = matters["zaosheng"]
    address = f"/staff/matters/{matter.id}/templates"
    new = {"step": "resolve", "title": "劝过了", "text": "对方答应十点以后关掉。"}
    assert street.post(address, data=new).status_code == 303
    assert "对方答应十点以后关掉。" in shown(street, address)
    answer = street.post(address, data=new)
    assert answer.status_code == 422
    assert "已经有叫“劝过了”" in answer.get_data(as_text=True)
    [link] = [
        part.partition('"')[0] for part in shown(street, address).split('href="')[1:] if "templates/" in part[:40]
    ]
    assert street.post(link, data={**new, "text": "对方把音响搬走了。"}).status_code == 303
    assert "对方把音响搬走了。" in shown(street, address)
    assert street.post(f"{link}/removal").status_code == 303
    assert "还没有常用语" in shown(street, address)
    assert street.get(link).status_code == 404


def test_general_templates_serve_every_matter(street, matters):
    assert "已经办好" in shown(street, "/staff/matters/templates")
    bad = {"step": "sign_for", "title": "", "text": ""}
    assert street.post("/staff/matters/templates", data=bad).status_code == 422
