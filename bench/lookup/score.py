"""Ask a lookup the questions of a file and say how well it did.

    python -m bench.lookup.score QUERIES.csv [MORE.csv ...] --cmd "COMMAND" [--failures OUT.csv] [--kinds] [--worst N]

The command reads one JSON object {"q": text} a line and answers each with one line
{"decision": "answer"|"choose"|"none", "candidates": [{"building_code", "grid_code", "score"}, ...]}.
A row earns 1 for the right behaviour, 0.5 for a useful second best, 0 otherwise; asserting a
wrong grid is counted apart, because it sends a resident to the wrong door.
"""

import argparse
import csv
import json
import shlex
import subprocess
import time
from collections import defaultdict

from .register import write_csv

FAILURE_COLUMNS = ["kind", "query", "expected", "choose_ok", "building_code", "grids", "decision", "candidates",
                   "points", "wrong_assert"]  # fmt: skip


def ask_all(command, texts):
    """Yield (answer, milliseconds) for every text, one process for all."""
    pipe = subprocess.PIPE
    with subprocess.Popen(shlex.split(command), stdin=pipe, stdout=pipe, encoding="utf8") as process:
        for text in texts:
            started = time.perf_counter()
            process.stdin.write(json.dumps({"q": text}, ensure_ascii=False) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            if not line:
                raise SystemExit(f"the command stopped at {text!r}")
            yield json.loads(line), (time.perf_counter() - started) * 1000
        process.stdin.close()


class Judged:
    """One row with its answer: points, and what went wrong."""

    def __init__(self, row, answer, ms):
        self.row, self.ms = row, ms
        self.shown = answer.get("candidates") or []
        self.decision = answer.get("decision") or ("answer" if self.shown else "none")
        if not self.shown:
            self.decision = "none"
        self.type, self.lenient = row["answer_type"], row["choose_ok"] == "1"
        self.grids = {*row["accept_grids"].split("|"), row["grid_code"]} - {""}
        first = self.shown[0] if self.shown else {}
        self.first_grid, self.first_building = first.get("grid_code"), first.get("building_code")
        self.wrong_assert = self.decision == "answer" and self.first_grid not in self.grids
        self.points = getattr(self, f"_{self.type}")()

    def _none(self):
        return {"none": 1.0, "answer": 0.0}.get(self.decision, 1.0 if self.lenient else 0.5)

    def _building(self):
        if self.decision == "answer":
            return 1.0 if self.first_building == self.row["building_code"] else 0.5 * (self.first_grid in self.grids)
        offered = [x.get("building_code") for x in self.shown[:3]] if self.decision == "choose" else []
        return (1.0 if self.lenient else 0.5) * (self.row["building_code"] in offered)

    def _grid(self):
        if self.decision != "choose":
            return float(self.decision == "answer" and self.first_grid in self.grids)
        hits = [x["grid_code"] in self.grids for x in self.shown[:3]]
        return 1.0 if all(hits) else 0.5 * any(hits)

    def _set(self):
        if self.decision == "answer":
            return (0.5 if self.lenient else 0.25) * (self.first_grid in self.grids)
        if self.decision == "none":
            return 0.0
        hits = [x["grid_code"] in self.grids for x in self.shown[:3]]
        several = len({x["grid_code"] for x in self.shown[:10]} & self.grids) > 1
        return 1.0 if all(hits) and several else 0.5 * any(hits)

    def failure(self):
        shown = " ".join(f"{x.get('building_code')}/{x.get('grid_code')}/{x.get('score')}" for x in self.shown[:3])
        row, grids = self.row, "|".join(sorted(self.grids))
        return [row["kind"], row["query"], self.type, row["choose_ok"], row["building_code"], grids,
                self.decision, shown, self.points, int(self.wrong_assert)]  # fmt: skip


def share(rows, test):
    """Share of rows that pass, or None without rows."""
    return sum(map(test, rows)) / len(rows) if rows else None


def figures(rows):
    """The headline figures of a group of judged rows."""
    times, of = sorted(r.ms for r in rows), defaultdict(list)
    for r in rows:
        of[r.type].append(r)
    return {
        "rows": len(rows),
        "top1_building": share(of["building"], lambda r: r.first_building == r.row["building_code"]),
        "wrong_assert": share(rows, lambda r: r.wrong_assert),
        "false_answer": share(of["none"], lambda r: r.decision == "answer"),
        "choice_right": share(of["set"], lambda r: r.points == 1),
        "score": share(rows, lambda r: r.points),
        "p50_ms": times[len(times) // 2],
        "p95_ms": times[min(len(times) - 1, int(len(times) * 0.95))],
    }


def show(name, values):
    cells = ["-" if v is None else f"{v:.4f}" if isinstance(v, float) else str(v) for v in values.values()]
    print(f"{name:<24}" + "".join(f"{x:>14}" for x in cells))


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("queries", nargs="+")
    p.add_argument("--cmd", required=True)
    p.add_argument("--kinds", action="store_true", help="figures by kind, worst first")
    p.add_argument("--worst", type=int, default=0, help="only the N worst kinds")
    p.add_argument("--failures", default="", help="CSV of all rows below full points")
    a = p.parse_args(argv)
    rows = []
    for path in a.queries:
        with open(path, encoding="utf8", newline="") as f:
            rows += list(csv.DictReader(f))
    answers = ask_all(a.cmd, (r["query"] for r in rows))
    judged = [Judged(row, *answer) for row, answer in zip(rows, answers, strict=True)]
    total = figures(judged)
    print(" " * 24 + "".join(f"{k:>14}" for k in total))
    show("all", total)
    if a.kinds or a.worst:
        by_kind = defaultdict(list)
        for j in judged:
            by_kind[j.row["kind"]].append(j)
        ranked = sorted(((figures(v), k) for k, v in by_kind.items()), key=lambda x: x[0]["score"])
        for values, name in ranked[: a.worst or None]:
            show(name, values)
    if a.failures:
        write_csv(a.failures, FAILURE_COLUMNS, [j.failure() for j in judged if j.points < 1 or j.wrong_assert])


if __name__ == "__main__":
    main()
