"""Ordering print sheets and fetching them."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal import clock
from portal.blueprints.placards import print_views
from portal.db import db
from portal.domain.health.services import beat
from portal.domain.placards.models import JobState, Placard, PrintJob
from tests.domain.placards.placards import make_all, make_one, print_all, tick

NEW = "/staff/placards/print-jobs/new"


@pytest.fixture
def placard(client, cast) -> Placard:
    return make_one(cast.bright1)


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def order(client, place: str, sheet_format: str = "a4") -> PrintJob:
    answer = client.post(NEW, data={"place": place, "sheet_format": sheet_format})
    assert answer.status_code == 303, text_of(answer)
    return db.session.get(PrintJob, int(answer.headers["Location"].rpartition("/")[2]))


def ids(job: PrintJob) -> list[int]:
    return [int(one) for one in job.placard_ids.split(",")]


def test_every_scope_prints_its_placards(client, cast, placard):
    make_all(cast.l2, cast.m1)
    cast.pan.work_phone = "14000000199"
    print_all(*db.session.scalars(db.select(Placard)))
    cast.pan.work_phone = "14000000198"
    db.session.commit()
    client.sign_in("officer")
    for place, count, title in (
        (f"placard-{placard.id}", 1, "明亮花园 1号楼"),
        (f"building-{cast.bright1.id}", 1, "明亮花园 1号楼"),
        (f"grid-{cast.l2.id}", 2, "莲叶路社区第2网格"),
        (f"community-{cast.lotus.id}", 5, "莲叶路社区全部"),
        ("town", 5, "我负责的全部"),
    ):
        path = NEW + f"?place={place}"
        assert f'selected value="{place}"' in text_of(client.get(path))
        job = order(client, place)
        assert (len(ids(job)), job.title, job.total) == (count, title, count)


def test_the_reprint_list_is_printed(client, cast, placard):
    make_all(cast.l2)
    print_all(*db.session.scalars(db.select(Placard)))
    cast.li.work_phone = "14000000199"
    db.session.commit()
    client.sign_in("officer")
    assert "要重印的（2 块）" in text_of(client.get(NEW + "?place=stale"))
    assert len(ids(order(client, "stale"))) == 2


def test_nothing_to_print_is_refused_with_a_sentence(client, cast, placard):
    answer = client.sign_in("officer").post(NEW, data={"place": f"grid-{cast.l2.id}", "sheet_format": "a5"})
    assert answer.status_code == 422
    assert "没有要打印的公示牌" in text_of(answer)


@pytest.mark.parametrize("place", ["", "grid-999", "placard-999", "nonsense", "placard-99999999999"])
def test_what_is_not_offered_is_not_printed(client, placard, place):
    answer = client.sign_in("officer").post(NEW, data={"place": place, "sheet_format": "a4"})
    assert answer.status_code == 422


def test_a_stranger_prints_nothing_of_another_community(client, cast, placard):
    client.sign_in("stranger")
    for place in (f"grid-{cast.l1.id}", f"placard-{placard.id}", f"building-{cast.bright1.id}"):
        assert client.post(NEW, data={"place": place, "sheet_format": "a4"}).status_code == 422


def test_a_job_is_seen_and_fetched_by_who_asked_for_it_alone(app, client, cast, placard):
    job = order(client.sign_in("officer"), "town")
    tick(app)
    for other, status in (("stranger", 404), ("admin", 404), ("viewer", 403)):
        client.sign_in(other)
        for path in ("", "/sheets.pdf"):
            assert client.get(f"/staff/placards/print-jobs/{job.id}{path}").status_code == status


def test_a_waiting_job_asks_again_by_itself_and_offers_a_link_without_scripts(client, placard):
    beat("w", at=clock.now())
    job = order(client.sign_in("officer"), "town")
    page = text_of(client.get(f"/staff/placards/print-jobs/{job.id}"))
    assert 'hx-trigger="every 2s"' in page
    assert "刷新" in page
    assert "没有运行" not in page


def test_without_a_worker_the_page_says_whom_to_tell(client, placard):
    job = order(client.sign_in("officer"), "town")
    assert "请告诉管理员" in text_of(client.get(f"/staff/placards/print-jobs/{job.id}"))


def test_progress_is_shown_while_it_runs(client, placard):
    job = order(client.sign_in("officer"), "town")
    job.state, job.done, job.lease_until = JobState.RUNNING, 2, clock.now()
    db.session.commit()
    part = text_of(client.get(f"/staff/placards/print-jobs/{job.id}", headers={"HX-Request": "true"}))
    assert part.strip().startswith("<section")
    assert 'value="2"' in part
    assert 'hx-trigger="every 2s"' in part


def test_a_finished_job_stops_asking_and_offers_the_file(app, client, placard):
    job = order(client.sign_in("officer"), "town")
    tick(app)
    page = text_of(client.get(f"/staff/placards/print-jobs/{job.id}", headers={"HX-Request": "true"}))
    assert "every 2s" not in page
    file = client.get(f"/staff/placards/print-jobs/{job.id}/sheets.pdf")
    assert (file.status_code, file.mimetype) == (200, "application/pdf")
    assert file.headers["Cache-Control"] == "no-store"
    assert file.data.startswith(b"%PDF")
    assert "%E6%88%91" in file.headers["Content-Disposition"]


def test_a_file_not_made_yet_or_deleted_is_not_found(app, client, placard):
    job = order(client.sign_in("officer"), "town")
    assert client.get(f"/staff/placards/print-jobs/{job.id}/sheets.pdf").status_code == 404
    tick(app)
    (Path(app.config["INSTANCE"]) / "prints" / f"{job.id}.pdf").unlink()
    assert client.get(f"/staff/placards/print-jobs/{job.id}/sheets.pdf").status_code == 404


def test_an_expired_job_says_so(app, client, placard):
    job = order(client.sign_in("officer"), "town")
    tick(app)
    db.session.get(PrintJob, job.id).finished_at -= timedelta(days=8)
    db.session.commit()
    assert "文件留了七天" in text_of(client.get(f"/staff/placards/print-jobs/{job.id}"))


def test_a_failed_job_shows_its_sentence(client, placard):
    job = order(client.sign_in("officer"), "town")
    job.state, job.problem, job.finished_at = JobState.FAILED, "服务器的磁盘满了。", clock.now()
    db.session.commit()
    page = text_of(client.get(f"/staff/placards/print-jobs/{job.id}"))
    assert "服务器的磁盘满了" in page
    assert "every 2s" not in page


def test_a_worker_is_nudged_after_the_order_is_stored(client, placard, monkeypatch):
    seen: list[int] = []
    monkeypatch.setattr(
        print_views, "nudge", lambda: seen.append(db.session.scalar(db.select(db.func.count(PrintJob.id))))
    )
    order(client.sign_in("officer"), "town")
    assert seen == [1]


def test_what_was_printed_lately_is_listed(client, placard):
    order(client.sign_in("officer"), f"placard-{placard.id}")
    assert "我最近打印的" in text_of(client.get(NEW))
    client.sign_in("admin")
    assert "我最近打印的" not in text_of(client.get(NEW))
