"""Print a town: one placard for each building of the demo town, as one PDF.

    python -m bench.placards [a4|a5|cards|cards-row] [--photos]

Prints seconds, pages, size, and how much the memory of the process grew from the first page to the end of the run.
"""

import argparse
import csv
import io
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PIL import Image

from portal.domain.placards.check_words import pick
from portal.domain.placards.codes import new_code
from portal.domain.placards.sheets import Notice, SheetFormat, write_sheets

TOWN = Path(__file__).parents[1] / "portal" / "demo" / "town"
MIB = 1024 * 1024


def notices(photos: bool) -> Iterator[Notice]:
    """A notice for every building, drawn from the town's tables one at a time."""
    chance = random.Random(1)
    with open(TOWN / "grids.csv", encoding="utf-8-sig") as lines:
        grids = {row["grid_code"]: row for row in csv.DictReader(lines)}
    faces = {code: _face(number) for number, code in enumerate(grids)} if photos else {}
    with open(TOWN / "buildings.csv", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            grid = grids[row["grid_code"]]
            code = new_code(chance.randrange)
            yield Notice(
                place_title=f"{row['estate']} {row['building_no']}",
                place_detail=" · ".join(f"{unit}单元" for unit in range(1, int(row["units"] or 1) + 1)),
                grid_name=grid["grid_name"],
                community_name=grid["community"],
                community_phone=grid["lead_phone"],
                worker_name=grid["worker_name"],
                worker_phone=grid["worker_phone"],
                worker_photo=faces.get(row["grid_code"]),
                hours="周一至周五 8:30–17:30，急事随时",
                supervision_name=grid["subdistrict"],
                supervision_phone="14000000900",
                url=f"HTTPS://LINGE.EXAMPLE/Q/{code}",
                plain_address="linge.example",
                code=code,
                check_word=pick(chance.randrange, ()),
                printed_on=date(2025, 11, 21),
            )


def _face(seed: int) -> bytes:
    """A noisy picture of about the size of a photo of 640 × 640 pixels."""
    noise = Image.frombytes("RGB", (80, 80), random.Random(seed).randbytes(80 * 80 * 3))
    out = io.BytesIO()
    noise.resize((640, 640), Image.Resampling.BICUBIC).save(out, "JPEG", quality=84)
    return out.getvalue()


def resident() -> float:
    """MiB in use now, from the kernel; the peak where there is no /proc."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / MIB
    except OSError:
        return peak()


def peak() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage / MIB if sys.platform == "darwin" else usage / 1024


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reading.add_argument("format", nargs="?", type=SheetFormat, default=SheetFormat.A4)
    reading.add_argument("--photos", action="store_true")
    asked = reading.parse_args()
    marks: dict[int, float] = {}

    def on_page(page: int) -> None:
        if page in (1, 10, 50) or page % 500 == 0:
            marks[page] = resident()

    with tempfile.TemporaryFile() as out:
        began, processor = time.perf_counter(), time.process_time()
        pages = write_sheets(out, notices(asked.photos), asked.format, on_page=on_page)
        seconds, processor = time.perf_counter() - began, time.process_time() - processor
        size = out.tell() / MIB
    print(f"{asked.format}: {pages} pages in {seconds:.1f} s ({processor:.1f} s of processor), {size:.1f} MiB")
    print("memory in MiB after page " + ", ".join(f"{page}: {used:.0f}" for page, used in marks.items()))
    print(f"peak {peak():.0f} MiB, {peak() - marks[1]:.0f} above the first page")


if __name__ == "__main__":
    main()
