"""Print sheets: ordered here, made by the background worker, fetched here."""

from flask import Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.blueprints.placards import staff
from portal.blueprints.placards.forms import PrintForm
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.errors import NotFound
from portal.domain.health.queries import worker_is_alive
from portal.domain.placards import print_jobs
from portal.domain.placards.models import JobState
from portal.domain.placards.sheets import SheetFormat
from portal.fragments import render
from portal.printing import prints_folder
from portal.worker import nudge


@staff.route("/print-jobs/new", methods=["GET", "POST"])
@allow(Permission.PLACARD_PRINT)
def order_print() -> ResponseReturnValue:
    """Choose what is printed and as what."""
    form = PrintForm(request.args.get("place", ""))
    if form.validate_on_submit():
        with form.showing_refusals():
            job = print_jobs.ask(
                form.placard_ids, SheetFormat(form.sheet_format.data), form.title, user=current_user, at=clock.now()
            )
            db.session.commit()
            nudge()
            return redirect(url_for(".print_job", job_id=job.id), 303)
    recent = print_jobs.recent(current_user, clock.now())
    return render_template("placards/print.html", form=form, recent=recent), 422 if form.is_submitted() else 200


@staff.get("/print-jobs/<int:job_id>")
@allow(Permission.PLACARD_PRINT)
def print_job(job_id: int) -> Response:
    """How far it is. The fragment asks again by itself until the job has ended."""
    job = print_jobs.find(current_user, job_id, clock.today())
    return render(
        "placards/print_job.html",
        "placards/_print_job.html",
        job=job,
        is_expired=print_jobs.is_expired(job, clock.now()),
        worker_is_alive=worker_is_alive(clock.now()),
    )


@staff.get("/print-jobs/<int:job_id>/sheets.pdf")
@allow(Permission.PLACARD_PRINT)
def sheets(job_id: int) -> Response:
    """The finished file, for who asked for it."""
    job = print_jobs.find(current_user, job_id, clock.today())
    path = print_jobs.sheets_path(prints_folder(), job.id)
    if job.state is not JobState.DONE or not path.exists():
        raise NotFound(_("这份文件还没有做好，或者已经过期。请回到打印那一页看看。"))
    return send_file(path, mimetype="application/pdf", as_attachment=True, download_name=f"{job.title}.pdf")
