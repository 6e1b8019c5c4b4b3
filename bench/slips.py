"""`python -m bench.slips`: the four slips as pictures, into docs/slips/.

A request of invented people is filed at the counter of the sample town, handed over and urged. Each slip must print on
one page of A5; its picture is reduced to a small palette.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from pypdfium2 import PdfDocument

from bench.servers import ROOT, sample_town, served
from bench.shots import FLAGS
from portal.domain.accounts.passwords import OF_THE_DEMO

FOLDER = ROOT / "docs" / "slips"
KINDS = ("filing", "hand-over", "urge", "feedback")
MOST_BYTES = 150_000
# Through the verbs themselves: the pages are tried elsewhere.
MAKING = """
from datetime import timedelta
from portal import clock, create_app
from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.grids.models import Assignment, Building
from portal.domain.matters.models import Matter
from portal.domain.service_requests import acting as acts
from portal.domain.service_requests.acting import Timing
from portal.domain.service_requests.models import Channel
from portal.domain.service_requests.places import place_of_building
from portal.domain.service_requests.steps import filing, handling, moving, voicing
from portal.domain.service_requests.workflow import Actor
from portal.domain.workdays.queries import load_calendar

app = create_app()
with app.app_context():
    timing = Timing(load_calendar(), app.config["WORKING_HOURS"])
    at = clock.now() - timedelta(days=2)
    users = {user.username: user for user in db.session.scalars(db.select(User))}
    worker, officer = users["demo-worker"], users["demo-community"]
    grid = db.select(Assignment.building_id).where(Assignment.grid_id == 1)
    building = db.session.scalars(db.select(Building).where(Building.id.in_(grid)).order_by(Building.id)).first()
    version = db.session.scalars(db.select(Matter).where(Matter.slug == "baoxiu-gonggong")).one().current
    told = [
        {"question": "什么坏了", "answer": "单元门禁坏了三天，谁都能进，晚上老人不放心"},
        {"question": "什么时候坏的", "answer": "上周四晚上"},
    ]
    place = place_of_building(building, clock.today(), entrance=building.entrances[0], text="一楼单元门")
    form = filing.Filing(version, told, place, "王秀兰", "14000001234", False, Channel.COUNTER, "slips", None)
    by_worker = acts.by_staff(worker, Actor.HOLDER, at, timing)
    request = filing.file_request(form, by_worker).request
    handling.sign_for(request, worker, by_worker)
    moving.escalate(request, "物业说要社区出面协调", by_worker)
    by_officer = acts.by_staff(officer, Actor.HOLDER, at + timedelta(hours=2), timing)
    handling.sign_for(request, officer, by_officer)
    unit = next(iter(moving.receivers(request, clock.today())))
    moving.hand_over(request, unit, "请三天内联系厂家修好门禁，修好前安排人晚上锁门", by_officer)
    voicing.urge(request, "居民又来问了，今天能不能修好", acts.by_resident(at + timedelta(days=1), timing))
    db.session.commit()
    print("REQUEST", request.id)
"""


def make_request(environ: dict[str, str]) -> int:
    made = subprocess.run(
        [sys.executable, "-c", MAKING], cwd=ROOT, env=os.environ | environ, check=True, capture_output=True, text=True
    )
    found = re.search(r"REQUEST (\d+)", made.stdout)
    if not found:
        raise SystemExit(made.stderr)
    return int(found[1])


def take(page: Page, address: str, request: int, kind: str) -> Path:
    page.goto(f"{address}/staff/requests/{request}/slips/{kind}?size=a5")
    page.click("nav form button")
    page.wait_for_selector("[data-print-now]")
    pages = len(PdfDocument(page.pdf(prefer_css_page_size=True)))
    if pages != 1:
        raise SystemExit(f"the slip {kind} takes {pages} pages")
    picture = page.locator(".form-sheet").screenshot()
    small = Image.open(io.BytesIO(picture)).convert("RGB").quantize(32)
    path = FOLDER / f"{kind}.png"
    small.save(path, optimize=True)
    return path


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("Chromium is needed to take pictures")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sample_town() as environ:
        request = make_request(environ)
        with served("portal", "wsgi:app", environ, "/healthz") as portal, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
            page = browser.new_page(viewport={"width": 560, "height": 800}, device_scale_factor=2, locale="zh-CN")
            page.add_init_script("window.print = function () {}")
            address = f"http://127.0.0.1:{portal.port}"
            page.goto(f"{address}/staff/sign-in")
            page.fill("[name=username]", "demo-community")
            page.fill("[name=password]", OF_THE_DEMO)
            page.click("main button[type=submit], main button:not([type])")
            page.wait_for_url("**/staff")
            for kind in KINDS:
                path = take(page, address, request, kind)
                size = path.stat().st_size
                print(f"{path.relative_to(ROOT)}: {size / 1000:.0f} kB")
                if size > MOST_BYTES:
                    raise SystemExit(f"{path.name} is too large")
            browser.close()


if __name__ == "__main__":
    main()
