"""Where the register lies, read from its own codes: the first six digits of a grid code name province, city, county."""

from __future__ import annotations

from stdnum import numdb


def names(grid_code: str) -> set[str]:
    """Full and short names of the province, city and county of a grid code, empty if they cannot be known.

    The names come from the table of division codes in python-stdnum. Where the code does not begin with one, nothing is
    known, and district names in a query are neither confirmed nor contradicted.
    """
    if not (grid_code[:6].isdigit() and grid_code.isascii()):
        return set()
    found: set[str] = set()
    table = numdb.get("cn/loc")
    for code in (grid_code[:4] + "00", grid_code[:6]):
        for _, facts in table.info(code):
            for text in facts.values():
                for name in text.split(","):
                    found.add(name.rsplit("]", 1)[-1])
    found = {name for name in found if name and name not in ("市辖区", "县")}
    return found | {name[:-1] for name in found if len(name) >= 3 and name[-1] in "省市区县"}
