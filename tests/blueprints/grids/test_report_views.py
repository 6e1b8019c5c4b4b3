"""A resident tells about an address the lookup does not know."""

import pytest
from flask.testing import FlaskClient

from portal.db import db
from portal.domain.grids.models import UnmatchedAddress
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("cast_index")


def test_an_unknown_address_is_taken_in_with_thanks(client: FlaskClient, cast: Cast):
    typed = {"address": "幸福里18号楼", "landmark": "粮店后面", "community": str(cast.lotus.id)}
    answer = client.post("/lookup/unmatched", data=typed)
    assert answer.status_code == 303
    thanks = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "收到了，谢谢您" in thanks
    assert 'href="tel:14000000900"' in thanks
    row = db.session.scalars(db.select(UnmatchedAddress)).one()
    assert (row.address, row.landmark, row.community_id) == ("幸福里18号楼", "粮店后面", cast.lotus.id)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"address": ""}, "请写地址"),
        ({"address": "王秀英 13800138000"}, "请写小区、路名或楼号"),
        ({"address": "红" * 201}, "最多 200 个字"),
        ({"address": "红楼", "landmark": "粮" * 101}, "最多 100 个字"),
        ({"address": "红\x00楼"}, "看不见的符号"),
        ({"address": "红楼", "community": "999999"}, "哪个社区"),
        ({"address": "红楼", "community": "x"}, "哪个社区"),
    ],
)
def test_a_wrong_report_is_shown_again_with_what_was_typed(client: FlaskClient, typed: dict, sentence: str):
    answer = client.post("/lookup/unmatched", data=typed)
    assert answer.status_code == 422
    said = answer.get_data(as_text=True)
    assert sentence in said
    assert "error-summary" in said
    assert f'value="{typed["address"]}"' in said
    assert not db.session.scalars(db.select(UnmatchedAddress)).all()


def test_the_form_takes_no_words_from_its_address(client: FlaskClient):
    said = client.get("/lookup/unmatched", query_string={"address": "红楼 王秀英 13800138000"}).get_data(as_text=True)
    assert "红楼" not in said


def test_ten_reports_an_hour_are_enough_for_one_visitor(client: FlaskClient):
    for _ in range(3):
        assert client.post("/lookup/unmatched", data={"address": ""}).status_code == 422, "a slip does not count"
    for number in range(10):
        assert client.post("/lookup/unmatched", data={"address": f"红楼{number}号"}).status_code == 303
    assert client.post("/lookup/unmatched", data={"address": "红楼"}).status_code == 429
