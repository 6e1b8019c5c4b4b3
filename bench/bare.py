"""The yardstick: one bare Flask page with a hand-written query, nothing else."""

import os
import sqlite3
import threading

from flask import Flask

app = Flask(__name__)
local = threading.local()

QUERY = (
    "SELECT buildings.estate, buildings.building_no, grids.name FROM buildings"
    " JOIN assignments ON assignments.building_id = buildings.id AND assignments.ends_on IS NULL"
    " JOIN grids ON grids.id = assignments.grid_id WHERE buildings.id = ?"
)


def connection() -> sqlite3.Connection:
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(os.environ["BENCH_DATABASE"])
    return local.connection


@app.get("/")
def page() -> str:
    estate, number, grid = connection().execute(QUERY, (1,)).fetchone()
    return f"<!doctype html><title>{estate}</title><h1>{estate} {number}</h1><p>{grid}</p>"
