"""Who works on a print job, also when a worker dies."""

import os
import threading
from datetime import timedelta

import pytest

from portal.db import begin_write, db
from portal.domain.accounts.models import Appointment
from portal.domain.accounts.roles import Role
from portal.domain.errors import DomainError, NotFound
from portal.domain.placards import print_jobs
from portal.domain.placards.models import JobState, PrintJob
from portal.domain.placards.print_jobs import FILES_KEPT, LEASE, LeaseLost
from portal.domain.placards.sheets import SheetFormat
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.placards.placards import NOW, make_all


@pytest.fixture
def job(cast) -> PrintJob:
    ids = [placard.id for placard in make_all(cast.l1)]
    asked = print_jobs.ask(ids, SheetFormat.A4, "第1网格", user=cast.users["officer"], at=NOW)
    db.session.commit()
    return asked


def test_an_empty_list_is_refused(cast):
    with pytest.raises(DomainError, match="没有要打印的"):
        print_jobs.ask([], SheetFormat.A4, "空", user=cast.users["officer"], at=NOW)


def test_a_job_is_claimed_once(job):
    claim = print_jobs.claim(NOW)
    assert claim.job_id == job.id
    assert len(claim.placard_ids) == 3
    assert print_jobs.claim(NOW + LEASE - timedelta(seconds=1)) is None


def test_a_job_whose_worker_died_is_begun_anew_by_the_next(job):
    print_jobs.go_on(print_jobs.claim(NOW), 2, at=NOW)
    taken = print_jobs.claim(NOW + LEASE + timedelta(seconds=1))
    assert taken.job_id == job.id
    assert (job.state, job.done) == (JobState.RUNNING, 0)


def test_going_on_keeps_the_lease(job):
    claim = print_jobs.claim(NOW)
    print_jobs.go_on(claim, 2, at=NOW + timedelta(seconds=50))
    assert print_jobs.claim(NOW + timedelta(seconds=70)) is None
    assert job.done == 2


def test_a_worker_that_slept_too_long_neither_goes_on_nor_finishes(job):
    slow = print_jobs.claim(NOW)
    print_jobs.claim(NOW + LEASE * 2)
    for step in (
        lambda: print_jobs.go_on(slow, 1, at=NOW + LEASE * 2),
        lambda: print_jobs.finish(slow, 3, at=NOW + LEASE * 2),
    ):
        with pytest.raises(LeaseLost):
            step()
    print_jobs.fail(slow, "…", at=NOW + LEASE * 2)
    print_jobs.give_back(slow)
    assert job.state is JobState.RUNNING


def test_a_job_given_back_is_claimed_at_once(job):
    print_jobs.give_back(print_jobs.claim(NOW))
    assert print_jobs.claim(NOW).job_id == job.id


def test_a_finished_or_failed_job_is_not_claimed_again(job):
    print_jobs.finish(print_jobs.claim(NOW), 3, at=NOW)
    assert (job.state, job.done, job.finished_at) == (JobState.DONE, 3, NOW)
    assert print_jobs.claim(NOW + LEASE * 2) is None


def test_jobs_are_taken_in_the_order_asked(cast, job):
    user = cast.users["officer"]
    earlier = print_jobs.ask([1], SheetFormat.A5, "早", user=user, at=NOW - timedelta(minutes=5))
    db.session.flush()
    assert print_jobs.claim(NOW).job_id == earlier.id
    assert print_jobs.claim(NOW).job_id == job.id


def test_a_job_nobody_could_finish_in_a_day_is_given_up_with_a_sentence(job):
    print_jobs.claim(NOW)
    print_jobs.give_up_old(NOW + timedelta(hours=25))
    assert job.state is JobState.FAILED
    assert "请再试一次" in job.problem


def test_only_who_asked_sees_the_job(cast, job):
    assert print_jobs.find(cast.users["officer"], job.id, TODAY) is job
    for other in ("stranger", "admin", "pan"):
        with pytest.raises(NotFound):
            print_jobs.find(cast.users[other], job.id, TODAY)


def test_who_was_moved_elsewhere_sees_it_no_longer(cast, job):
    officer = cast.users["officer"]
    officer.appointments = [Appointment(role=Role.COMMUNITY_OFFICER, community_id=cast.maple.id)]
    db.session.flush()
    with pytest.raises(NotFound):
        print_jobs.find(officer, job.id, TODAY)


def test_files_are_deleted_after_a_week_and_left_overs_after_a_day(tmp_path):
    ages = {"1.pdf": timedelta(days=8), "2.pdf": timedelta(days=6), "3.pdf.x.part": timedelta(days=2)}
    for name, age in ages.items():
        (tmp_path / name).touch()
        moment = (NOW - age).timestamp()
        os.utime(tmp_path / name, (moment, moment))
    print_jobs.delete_old_files(tmp_path, NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["2.pdf"]
    assert timedelta(days=7) == FILES_KEPT


def test_two_workers_share_the_jobs_and_claim_each_once(both_apps):
    cast = fill(TODAY)
    user, ids = cast.users["officer"], [placard.id for placard in make_all(cast.l1)]
    jobs = [print_jobs.ask(ids, SheetFormat.A4, str(number), user=user, at=NOW) for number in range(20)]
    db.session.commit()
    expected = {job.id for job in jobs}
    db.session.remove()
    claimed: list[int] = []
    start = threading.Barrier(2)

    def work() -> None:
        with both_apps.app_context():
            start.wait(10)
            while True:
                begin_write()
                claim = print_jobs.claim(NOW)
                db.session.commit()
                if claim is None:
                    return
                claimed.append(claim.job_id)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert len(claimed) == 20
    assert set(claimed) == expected
