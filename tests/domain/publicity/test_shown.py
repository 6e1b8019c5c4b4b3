"""What may stand in a public period, tried with everything that must never stand there."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.errors import DomainError
from portal.domain.matters.catalogue import shipped
from portal.domain.publicity.shown import (
    CHOICES,
    GIVEN,
    LABEL,
    WORDS,
    ShownField,
    check_line,
    known_fields,
    name_shown,
    packed,
    told_of,
    unpacked,
)
from portal.domain.service_requests.models import ServiceRequest

PHONE, ROOM, NAME = "14000001234", "502", "王芳芳"
ID_NUMBER = "11010519491231002X"


def request_of(**facts: str | None) -> ServiceRequest:
    """Nothing is written: only name, phone and room are asked for."""
    return ServiceRequest(**{"applicant_name": NAME, "applicant_phone": PHONE, "room": ROOM, **facts})


def test_every_field_of_the_shipped_catalogue_is_known_or_left_out():
    words = {word for entry in shipped().entries for word in entry["publicity"].get("fields", [])}
    assert words <= set(WORDS), f"give these a field of their own, or take them out: {words - set(WORDS)}"


def test_every_matter_that_must_be_published_names_a_field():
    for entry in shipped().entries:
        if entry["publicity"]["required"] == "yes":
            assert known_fields(entry["publicity"].get("fields", [])), entry["slug"]


def test_unknown_words_are_never_shown():
    words = ["身份证号", "姓名", "家庭住址", "残疾等级", "姓名", "照片", "NAME", "name"]
    assert known_fields(words) == (ShownField.NAME,)
    typed = dict.fromkeys(ShownField, "在家供养")
    told = told_of(request_of(), known_fields(words), typed, full_names=False)
    assert [one.field for one in told] == [ShownField.NAME]


@pytest.mark.parametrize(
    ("name", "masked"),
    [("王芳", "王*"), ("王芳芳", "王*芳"), ("欧阳明明", "欧阳*明"), ("阿迪力·买买提", "阿**·买"), ("Anna Li", "A***")],
)
def test_names_are_masked_as_set(name, masked):
    assert name_shown(request_of(applicant_name=name), full=False) == masked
    assert name_shown(request_of(applicant_name=name), full=True) == name


@pytest.mark.parametrize("name", ["王芳14000001234", "王芳（502室）", "11010519491231002X", "", "12"])
def test_what_is_no_plain_name_is_masked_in_any_case(name):
    shown = name_shown(request_of(applicant_name=name), full=True)
    assert not re.search(r"\d", shown)


def test_names_in_full_are_masked_at_once_when_that_is_switched_off():
    kept = packed(told_of(request_of(), (ShownField.NAME,), {}, full_names=True))
    assert NAME in kept
    assert [one.value for one in unpacked(kept, full_names=False)] == ["王*芳"]
    masked = packed(told_of(request_of(), (ShownField.NAME,), {}, full_names=False))
    assert [one.value for one in unpacked(masked, full_names=False)] == ["王*芳"]


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        (ShownField.HOUSEHOLD, "3", "3 口人"),
        (ShownField.HOUSEHOLD, "３", "3 口人"),
        (ShownField.AMOUNT, "1260", "每月 1260 元"),
        (ShownField.CARE, "在家供养", "在家供养"),
        (ShownField.GROUP, "就业困难人员", "就业困难人员"),
    ],
)
def test_what_staff_fill_in(field, typed, shown):
    [told] = told_of(request_of(), (field,), {field: typed}, full_names=False)
    assert told.value == shown


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (ShownField.HOUSEHOLD, "三口"),
        (ShownField.HOUSEHOLD, "0"),
        (ShownField.HOUSEHOLD, "21"),
        (ShownField.AMOUNT, "14000001234"),
        (ShownField.AMOUNT, "1260 元，卡号6222"),
        (ShownField.AMOUNT, ""),
        (ShownField.CARE, "跟儿子住"),
        (ShownField.TIER, "二级残疾"),
        (ShownField.AGE_BAND, "1941年生"),
        (ShownField.HOUSING, "租住3号楼"),
    ],
)
def test_anything_else_is_refused(field, typed):
    with pytest.raises(DomainError):
        told_of(request_of(), (field,), {field: typed}, full_names=False)


@pytest.mark.parametrize(
    "text",
    [
        "肢体残疾二级",
        "尿毒症透析",
        "低保家庭",
        "刑满释放人员",
        "怀孕七个月",
        "社区公示栏，王芳芳家楼下",
        "3号楼2单元门口",
        "身份证尾号002X",
        "农行卡号见附件",
        "微信扫码看",
        "1" * 41,
    ],
)
def test_lines_that_must_not_be_public(text):
    with pytest.raises(DomainError):
        check_line(text, "类别", request_of())


def test_nor_the_agent():
    with pytest.raises(DomainError, match="号码或者人名"):
        check_line("找周小满问", "类别", request_of(), [("周小满", "14000002207")])


@pytest.mark.parametrize("text", ["就业困难人员", "社区公示栏", "社区公示栏和网站", "大龄失业人员"])
def test_plain_lines_stand(text):
    check_line(text, "类别", request_of())


around = st.text(alphabet="的就业困难人员社区公示栏，。 （）-0123456789ABC", max_size=8)
digits = st.text(alphabet="0123456789", min_size=11, max_size=11).map(lambda rest: f"1{rest[1:]}")
rooms = st.from_regex(r"[1-9][0-9]{2,3}", fullmatch=True)
ids = st.from_regex(r"[1-6][0-9]{16}[0-9X]", fullmatch=True)
spaced = st.sampled_from(["", " ", "-"])


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(before=around, after=around, phone=digits, room=rooms, number=ids, gap=spaced, which=st.integers(0, 3))
def test_whatever_is_public_holds_neither_phone_nor_room_nor_id(before, after, phone, room, number, gap, which):
    """Typed around in every way, in any field: it is refused, or it is not there."""
    request = request_of(applicant_phone=phone, room=room)
    inside = (phone, room, number, phone[-4:])[which]
    typed = before + (gap.join((inside[:3], inside[3:7], inside[7:])).strip(gap) if which != 1 else inside) + after
    fields = [field for field in ShownField if field not in GIVEN]
    for field in fields:
        try:
            told = told_of(request, (ShownField.NAME, field), {field: typed}, full_names=False)
        except DomainError:
            continue
        # Amounts and heads are whole numbers of their own and no text.
        if field in (ShownField.AMOUNT, ShownField.HOUSEHOLD):
            assert re.fullmatch(r"(每月 )?\d{1,5} (口人|元)", told[1].value)
            continue
        public = re.sub(r"\D", "", packed(told))
        assert phone not in public
        assert number[:17] not in public
        assert room not in "".join(one.value for one in told)
        assert field in CHOICES or phone[-4:] not in re.findall(r"\d{4,}", told[1].value)


def test_what_is_kept_is_lines_and_nothing_else():
    told = told_of(request_of(), (ShownField.NAME, ShownField.AMOUNT), {ShownField.AMOUNT: "860"}, full_names=False)
    assert json.loads(packed(told)) == [
        {"field": "name", "value": "王*芳"},
        {"field": "amount", "value": "每月 860 元"},
    ]
    assert set(LABEL) == set(ShownField)
