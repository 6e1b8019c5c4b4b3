"""People on the desk: who sees whom, who changes what."""

import io

import pytest
from PIL import Image

from portal.blueprints.contacts import photo_folder
from portal.db import db
from portal.domain.contacts.models import Person
from portal.domain.records.models import Record

PEOPLE = "/staff/contacts"


def text(answer):
    return answer.get_data(as_text=True)


def picture(size=(900, 600), colour="teal", kind="JPEG", **options):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def upload(client, person, content, name="face.jpg", **crop):
    return client.post(
        f"{PEOPLE}/{person.id}/photo",
        data={"photo": (io.BytesIO(content), name), **crop},
        content_type="multipart/form-data",
    )


def files():
    folder = photo_folder().folder
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_people_in_scope_are_listed_with_their_posts(client):
    page = text(client.sign_in("officer").get(PEOPLE))
    for told in ("潘一", "莲叶路社区第1网格 网格员", "140 0000 0101", "莲叶路社区第2网格 网格长"):
        assert told in page
    assert "何三" not in page


def test_a_search_answers_with_the_list_alone(client):
    client.sign_in("officer")
    fragment = text(client.get(f"{PEOPLE}?search=李", headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert "李二" in fragment
    assert "潘一" not in fragment
    assert fragment.strip() in text(client.get(f"{PEOPLE}?search=李"))


def test_a_search_without_result_says_so(client):
    assert "没有找到“何三”" in text(client.sign_in("officer").get(f"{PEOPLE}?search=何三"))


def test_the_page_of_a_person_shows_posts_and_card(client, cast):
    page = text(client.sign_in("officer").get(f"{PEOPLE}/{cast.pan.id}"))
    for told in ("潘一", "从1月1日起", "调解邻里纠纷", "登记请假", "安排岗位", "改电话和内容", "上传照片"):
        assert told in page


def test_a_viewer_sees_everything_and_no_button(client, cast):
    client.sign_in("viewer")
    page = text(client.get(f"{PEOPLE}/{cast.pan.id}"))
    for button in ("登记请假", "安排岗位", "改电话和内容", "结束"):
        assert button not in page
    assert "新增人员" not in text(client.get(PEOPLE))


@pytest.mark.parametrize("path", ["", "/details", "/photo", "/posts", "/absences"])
def test_a_stranger_finds_nobody(client, cast, path):
    assert client.sign_in("stranger").get(f"{PEOPLE}/{cast.pan.id}{path}").status_code == 404


@pytest.mark.parametrize("path", ["/details", "/photo", "/photo/removal", "/posts", "/absences"])
def test_a_stranger_changes_nobody(client, cast, path):
    assert client.sign_in("stranger").post(f"{PEOPLE}/{cast.pan.id}{path}").status_code == 404


@pytest.mark.parametrize("path", ["/new", "/{}/details", "/{}/photo", "/{}/photo/removal", "/{}/posts", "/{}/absences"])
def test_a_viewer_changes_nothing(client, cast, path):
    assert client.sign_in("viewer").post(PEOPLE + path.format(cast.pan.id)).status_code == 403


@pytest.mark.parametrize("path", ["/new", "/{}/details", "/{}/photo", "/{}/photo/removal", "/{}/posts"])
def test_a_worker_does_not_edit_cards(client, cast, path):
    assert client.sign_in("pan").post(PEOPLE + path.format(cast.pan.id)).status_code == 403


def test_nobody_is_there_before_signing_in(client, cast):
    for path in ("", f"/{cast.pan.id}", f"/{cast.pan.id}/details"):
        assert client.get(PEOPLE + path).status_code == 303


def test_the_card_follows_what_is_edited(client, cast):
    client.sign_in("officer")
    typed = {"name": "潘一一", "work_phone": "+86 140-0000-0188", "hours": "", "duties": "看水表\r\n抄电表"}
    answer = client.post(f"{PEOPLE}/{cast.pan.id}/details", data=typed)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PEOPLE}/{cast.pan.id}")
    card = text(client.get("/grids/990001001/card"))
    for told in ("潘一一", 'href="tel:14000000188"', "周一至周五 8:30–17:30，急事随时", "看水表"):
        assert told in card


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": " "}, "请填写姓名。"),
        ({"name": "潘\x00"}, "看不见的符号"),
        ({"name": "潘" * 41}, "姓名最多 40 个字。"),
        ({"work_phone": "84000001"}, "座机请写上区号"),
        ({"work_phone": "潘"}, "电话里只能有数字"),
        ({"duties": "一\n二\n三\n四\n五\n六"}, "职责最多 5 行"),
        ({"duties": "字" * 301}, "请写短一些"),
        ({"hours": "时" * 81}, "服务时间最多 80 个字"),
    ],
)
def test_what_cannot_stand_on_a_card_is_refused_and_kept(client, cast, typed, told):
    client.sign_in("officer")
    usual = {"name": "潘改", "work_phone": "14000000101", "hours": "周末", "duties": "看水表"}
    answer = client.post(f"{PEOPLE}/{cast.pan.id}/details", data=usual | typed)
    assert answer.status_code == 422
    assert told in text(answer)
    assert "周末" in text(answer) or "hours" in typed
    assert db.session.get(Person, cast.pan.id).name == "潘一"


def test_a_field_of_ten_megabytes_is_refused(client, cast):
    answer = client.sign_in("officer").post(f"{PEOPLE}/{cast.pan.id}/details", data={"name": "潘" * 3_500_000})
    assert answer.status_code == 413


def test_a_photo_becomes_three_small_squares_without_metadata(client, cast):
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    answer = upload(client.sign_in("officer"), cast.pan, picture(exif=exif, size=(1200, 900)))
    assert answer.status_code == 303
    key = db.session.get(Person, cast.pan.id).photo
    assert files() == sorted(f"{key}-{size}.jpg" for size in (96, 240, 640))
    for size in (96, 240, 640):
        with Image.open(io.BytesIO(photo_folder().read(key, size))) as stored:
            assert (stored.size, stored.format, dict(stored.getexif())) == ((size, size), "JPEG", {})
    assert f"/photos/{key}-240.jpg" in text(client.get("/grids/990001001/card"))


def test_the_chosen_part_of_the_photo_is_taken(client, cast):
    both = Image.new("RGB", (800, 400), "red")
    both.paste("blue", (400, 0, 800, 400))
    out = io.BytesIO()
    both.save(out, "PNG")
    crop = {"left": "0.5", "top": "0", "right": "1", "bottom": "1"}
    assert upload(client.sign_in("officer"), cast.pan, out.getvalue(), **crop).status_code == 303
    stored = photo_folder().read(db.session.get(Person, cast.pan.id).photo, 96)
    red, _green, blue = Image.open(io.BytesIO(stored)).getpixel((5, 48))
    assert blue > 200 > 100 > red


@pytest.mark.parametrize("crop", [{}, {"left": "x"}, {"left": "", "top": "", "right": "", "bottom": ""}])
def test_without_a_box_the_middle_is_taken(client, cast, crop):
    assert upload(client.sign_in("officer"), cast.pan, picture(), **crop).status_code == 303


def test_a_new_photo_replaces_the_old_files(client, cast):
    client.sign_in("officer")
    upload(client, cast.pan, picture())
    first = db.session.get(Person, cast.pan.id).photo
    upload(client, cast.pan, picture(colour="navy"))
    second = db.session.get(Person, cast.pan.id).photo
    assert first != second
    assert {name.partition("-")[0] for name in files()} == {second}


def test_a_removed_photo_leaves_no_file(client, cast):
    client.sign_in("officer")
    upload(client, cast.pan, picture())
    key = db.session.get(Person, cast.pan.id).photo
    assert client.post(f"{PEOPLE}/{cast.pan.id}/photo/removal").status_code == 303
    assert files() == []
    assert client.get(f"/photos/{key}-96.jpg").status_code == 404
    assert [row.action for row in db.session.scalars(db.select(Record).order_by(Record.id))] == [
        "person.photo_changed",
        "person.photo_removed",
    ]


@pytest.mark.parametrize(
    ("content", "crop", "told"),
    [
        (b"", {}, "没有收到照片"),
        (b"<html>", {}, "这个文件不是照片"),
        (picture()[:300], {}, "照片打不开"),
        (picture(size=(150, 150)), {}, "照片太小"),
        (picture(size=(9000, 9000), kind="PNG"), {}, "4000 万像素"),
        (picture(), {"left": "nan", "top": "0", "right": "1", "bottom": "1"}, "裁剪框不对"),
        (picture(), {"left": "0.9", "top": "0.9", "right": "0.1", "bottom": "0.1"}, "裁剪框不对"),
    ],
)
def test_a_file_that_is_no_photo_is_refused_and_leaves_nothing(client, cast, content, crop, told):
    answer = upload(client.sign_in("officer"), cast.pan, content, **crop)
    assert answer.status_code == 422
    assert told in text(answer)
    assert files() == []


def test_without_a_file_the_form_asks_for_one(client, cast):
    answer = client.sign_in("officer").post(f"{PEOPLE}/{cast.pan.id}/photo", data={})
    assert answer.status_code == 422
    assert "请先选一张照片。" in text(answer)


def test_an_upload_above_the_limit_is_refused(app, client, cast):
    app.config["MAX_CONTENT_LENGTH"] = 50_000
    assert upload(client.sign_in("officer"), cast.pan, b"\xff\xd8\xff" + b"x" * 60_000).status_code == 413


def test_the_photo_page_works_without_scripts(client, cast):
    page = text(client.sign_in("officer").get(f"{PEOPLE}/{cast.pan.id}/photo"))
    assert 'enctype="multipart/form-data"' in page
    assert "data-crop-box hidden" in page


@pytest.mark.parametrize("number", ["2147483648", "99999999999999999999", "0", "-1", "x"])
def test_a_number_that_names_nobody_is_not_found(client, number):
    assert client.sign_in("admin").get(f"{PEOPLE}/{number}").status_code == 404
