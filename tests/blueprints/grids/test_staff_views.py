"""The register at the desk."""

import pytest

from portal.db import db

PAGES = ("/staff/grids/990001001", "/staff/grids/communities/1")
PHONES = ("/staff/grids/communities/1/phone", "/staff/grids/communities/1/supervision-phone")


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_list_shows_the_grids_in_scope_with_their_figures(client, sign_in):
    page = text(sign_in("officer"), "/staff/grids")
    assert "莲叶路社区第1网格" in page
    assert "2 个网格，5 栋，600 户，1424 人" in page
    assert "枫林" not in page


def test_a_search_finds_buildings_in_scope(client, sign_in):
    sign_in("officer")
    assert "明亮花园 5号楼" in text(client, "/staff/grids?search=明亮+5号")
    assert "没有找到" in text(client, "/staff/grids?search=枫林村")
    assert "没有找到" in text(client, "/staff/grids?search=%00%25")


def test_the_fragment_of_a_search_is_part_of_its_page(client, sign_in):
    sign_in("officer")
    fragment = client.get("/staff/grids?search=明亮", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert fragment.strip() in text(client, "/staff/grids?search=明亮")


def test_a_grid_shows_its_facts_buildings_and_history(client, sign_in):
    page = text(sign_in("officer"), "/staff/grids/990001001")
    for words in ("990001001", "明亮花园 1号楼", "1月1日", "潘一", "严组长", "登记以后没有变过"):
        assert words in page


@pytest.mark.parametrize("path", [*PAGES, *PHONES])
def test_a_stranger_does_not_find_what_lies_elsewhere(client, sign_in, path):
    assert sign_in("stranger").get(path).status_code == 404


@pytest.mark.parametrize("path", PHONES)
def test_who_may_look_may_not_change(client, sign_in, path):
    sign_in("viewer")
    assert client.get(PAGES[1]).status_code == 200
    assert client.get(path).status_code == 403
    assert client.post(path, data={"phone": "14000000009"}).status_code == 403


@pytest.mark.parametrize(
    "path", ["/staff/grids/nothing", "/staff/grids/communities/99999999999", "/staff/grids/communities/77"]
)
def test_what_is_not_there_is_not_found(client, sign_in, path):
    assert sign_in("admin").get(path).status_code == 404


def test_the_phone_of_a_community_is_changed_on_every_card(client, cast, sign_in):
    answer = sign_in("officer").post(PHONES[0], data={"phone": "0532-8400 0077"})
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGES[1])
    assert "改好了，名片已经更新。" in text(client, PAGES[1])
    assert "053284000077" in text(client, "/grids/990001001")
    assert db.session.get(type(cast.lotus), cast.lotus.id).phone == "053284000077"


def test_a_community_officer_may_not_change_the_subdistricts_phone(client, sign_in):
    assert sign_in("officer").post(PHONES[1], data={"phone": "14000000009"}).status_code == 404
    assert PHONES[1] not in text(client, PAGES[1])


def test_an_administrator_changes_the_supervision_phone(client, cast, sign_in):
    assert sign_in("admin").post(PHONES[1], data={"phone": ""}).status_code == 303
    assert db.session.get(type(cast.subdistrict), cast.subdistrict.id).supervision_phone == ""


@pytest.mark.parametrize("typed", ["123", "电话", "1" * 41, "14000000009\0"])
def test_a_wrong_phone_is_told_and_kept(client, sign_in, typed):
    answer = sign_in("admin").post(PHONES[0], data={"phone": typed})
    assert answer.status_code == 422
    assert "error-summary" in answer.get_data(as_text=True)
