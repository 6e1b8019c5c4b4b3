"""Junk into every field of the catalogue's forms: refused with a sentence or stored as text, never a 500."""

import itertools

import pytest

from portal.db import db
from portal.domain.matters.models import Matter
from portal.domain.matters.names import PARTS
from portal.domain.matters.rules import problems
from portal.domain.matters.services import entry_of
from tests.blueprints.matters.test_staff_views import typed
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.matters.catalogue import load

JUNK = [
    "明亮\x00花园",
    "a\x01b\x1f\x7fc",
    "\u202e\u200f号楼3",
    "🏠👵🏽",
    "%ED%A0%80",
    "<script>alert(1)</script>'\"--{{7*7}}",
    "99999999999999999999",
    "-1",
    " \u3000 ",
    "a\r\nSet-Cookie: x=1\n\tb",
    "楼" * 20_000,
]


@pytest.fixture
def admin(both_apps):
    both_apps.config["SHOW_500"] = True
    fill(TODAY)
    load()
    return both_apps.test_client().sign_in("admin")


@pytest.mark.parametrize("part", PARTS)
def test_no_field_of_a_matter_breaks_over_what_is_typed(admin, part):
    matter = db.session.scalars(db.select(Matter).filter_by(slug="loudao-duiwu")).one()
    address, kinds = f"/staff/matters/{matter.id}/{part}", itertools.cycle(JUNK)
    plain = typed(admin, address)
    # What can go wrong before a database is asked goes wrong with either.
    of_each = 3 if db.engine.name == "sqlite" else 1
    for name in [*plain, "act"]:
        for junk in itertools.islice(kinds, of_each):
            fields = plain.copy()
            fields[name] = junk
            answer = admin.post(address, data=fields)
            assert answer.status_code in (200, 303, 409, 422), f"{name} {junk[:20]!r}"
    db.session.expire_all()
    assert problems({"slug": matter.slug, **entry_of(matter.current)}) == []


def test_hundreds_of_rows_are_cut_and_answered(admin):
    matter = db.session.scalars(db.select(Matter).filter_by(slug="loudao-duiwu")).one()
    address = f"/staff/matters/{matter.id}/steps"
    fields = typed(admin, address)
    for row in range(10, 300):
        fields[f"steps-{row}-name"], fields[f"steps-{row}-level"] = f"第 {row} 步", "grid"
    assert admin.post(address, data=fields).status_code in (303, 422)
    db.session.expire_all()
    assert len(matter.current.content["steps"]) <= 20


@pytest.mark.parametrize("junk", JUNK)
def test_public_addresses_and_ticks_take_junk_calmly(admin, junk):
    for query in ({"q": junk}, {"placard": junk}, {"q": junk, "placard": junk}):
        for path in ("/services", "/services/dibao", "/services/situations/old"):
            assert admin.get(path, query_string=query).status_code == 200
    for act in ("confirmations", "confirmations/withdrawal"):
        assert admin.post(f"/staff/matters/1/{act}", data={"item": junk, "back": junk}).status_code in (303, 409)
