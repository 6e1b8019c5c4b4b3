"""`python -m bench.shots`: pictures of every page in three text sizes at 360 and 1280 px, into shots/.

Proof for the eye. Options narrow it: `--only lookup --text extra --width 360`.
"""

import argparse
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from bench.servers import ROOT, sample_town, served
from portal.domain.accounts.passwords import OF_THE_DEMO

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]
TEXTS = ("normal", "large", "extra")
WIDTHS = (360, 1280)
FOLDER = ROOT / "shots"


def pages(database: str) -> dict[str, str]:
    """Name of the picture and address of the page, for every page of the portal."""
    with sqlite3.connect(database) as tables:

        def one(query: str) -> str:
            return str(tables.execute(query).fetchone()[0])

        code = one("SELECT code FROM placards WHERE retired_on IS NULL AND place_kind = 'building' ORDER BY id")
        placard = one("SELECT id FROM placards ORDER BY id")
        grid = one("SELECT code FROM grids ORDER BY id")
        village = one(
            "SELECT grids.code FROM grids JOIN assignments ON grid_id = grids.id JOIN buildings ON building_id ="
            " buildings.id WHERE road = '' GROUP BY grids.id ORDER BY count(*) DESC"
        )
        building = one("SELECT code FROM buildings ORDER BY id")
        estate = one("SELECT estate FROM buildings WHERE estate != '' ORDER BY id")
        person = one("SELECT id FROM persons ORDER BY id")
        user = one("SELECT id FROM users ORDER BY id")
        asked = one("SELECT id FROM service_requests WHERE status = 'in_progress' ORDER BY id")
    wrong = ("3" if code[0] != "3" else "4") + code[1:]
    public = {
        "home": "/",
        "scan": f"/q/{code}",
        "scan-mistyped": f"/q/{wrong}",
        "scan-damage": f"/q/{code}/damage",
        "track": "/track",
        "track-over": "/track?over=1",
        "track-lost-code": "/track/lost-code",
        "track-left": "/track/left",
        "lookup": "/lookup",
        "lookup-answer": "/lookup?q=" + quote(f"{estate}1号楼"),
        "lookup-choose": "/lookup?q=" + quote(estate),
        "lookup-none": "/lookup?q=" + quote("月亮湾花园88号"),
        "grids": "/grids",
        "grid": f"/grids/{grid}",
        "grid-village": f"/grids/{village}",
        "card": f"/grids/{grid}/card",
        "building": f"/buildings/{building}",
        "results": "/results",
        "services": "/services",
        "services-found": "/services?q=" + quote("路灯不亮"),
        "services-none": "/services?q=" + quote("月球旅行签票"),
        "services-welfare": "/services/dibao",
        "services-urgent": "/services/loudao-duiwu",
        "apply": f"/services/loudao-duiwu/apply?placard={code}",
        "apply-where": "/services/dibao/apply/where",
        "apply-where-scanned": f"/services/loudao-duiwu/apply/where?placard={code}",
        "apply-where-outside": "/services/loudao-duiwu/apply/where/outside",
        "apply-gone": "/services/loudao-duiwu/apply/receipt",
        "services-situation": "/services/situations/old",
        "services-certificates": "/services/certificates",
        "not-found": "/nothing-here",
        "sign-in": "/staff/sign-in",
    }
    staff = {
        "today": "/staff",
        "me": "/staff/me",
        "password": "/staff/password",
        "people": "/staff/people",
        "person-account": f"/staff/people/{user}",
        "departments": "/staff/departments",
        "publicity": "/staff/publicity",
        "records": "/staff/records",
        "style-guide": "/staff/style-guide",
        "grids": "/staff/grids",
        "grid": f"/staff/grids/{grid}",
        "import": "/staff/grids/import",
        "unmatched": "/staff/grids/unmatched",
        "contacts": "/staff/contacts",
        "contact": f"/staff/contacts/{person}",
        "matters": "/staff/matters",
        "matter": "/staff/matters/1",
        "matter-steps": "/staff/matters/1/steps",
        "matters-to-check": "/staff/matters/to-check",
        "reply-templates": "/staff/matters/templates",
        "ratings": "/staff/requests/ratings",
        "requests": "/staff/requests",
        "requests-late": "/staff/requests?queue=late",
        "requests-all": "/staff/requests?queue=all",
        "request": f"/staff/requests/{asked}",
        "request-step": f"/staff/requests/{asked}?step=resolve",
        "request-new": "/staff/requests/new",
        "request-new-form": "/staff/requests/new/baoxiu-gonggong",
        "slip-filing": f"/staff/requests/{asked}/slips/filing",
        "slip-hand-over": f"/staff/requests/{asked}/slips/hand-over",
        "slip-urge": f"/staff/requests/{asked}/slips/urge",
        "slip-feedback": f"/staff/requests/{asked}/slips/feedback",
        "placards": "/staff/placards",
        "placard": f"/staff/placards/{placard}",
    }
    return public | {f"staff-{name}": path for name, path in staff.items()}


def take(browser: Browser, address: str, name: str, path: str, text: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640 if width < 600 else 800}, locale="zh-CN")
    context.add_cookies([{"name": "text", "value": text, "url": address}])
    page = context.new_page()
    if name.startswith("staff-"):
        sign_in(page, address)
    answer = page.goto(address + path)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.screenshot(path=FOLDER / f"{name}-{width}-{text}.png", full_page=True)
    note = f"  scrolls sideways: {wide} px" if wide > width else ""
    print(f"{answer.status if answer else '-'} {name} {width} {text}{note}", flush=True)
    context.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/staff/sign-in")
    page.fill("[name=username]", "demo-admin")
    page.fill("[name=password]", OF_THE_DEMO)
    page.click("main button[type=submit], main button:not([type])")
    page.wait_for_url("**/staff")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default="", help="pages whose name contains this")
    arguments.add_argument("--text", choices=TEXTS)
    arguments.add_argument("--width", type=int, choices=WIDTHS)
    asked = arguments.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("Chromium is needed to take pictures")
    Path(FOLDER).mkdir(exist_ok=True)
    with (
        sample_town() as environ,
        served("portal", "wsgi:app", environ, "/healthz") as portal,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        address = f"http://127.0.0.1:{portal.port}"
        for name, path in pages(environ["BENCH_DATABASE"]).items():
            for width in [asked.width] if asked.width else WIDTHS:
                for text in [asked.text] if asked.text else TEXTS:
                    if asked.only in name:
                        take(browser, address, name, path, text, width)
        browser.close()


if __name__ == "__main__":
    main()
