"""One town as the query writer sees it: register, truth, and local habits of speech."""

from .register import load
from .truth import Truth

SAMPLE = {"habit": "town", "province": "山东省", "city": "青岛市", "district": "市北区"}


class Town:
    """A loaded town; `about.json` names the area, else the sample town's area is assumed."""

    def __init__(self, folder):
        self.grids, self.buildings, about = load(folder)
        about = {**SAMPLE, **about}
        self.habit, self.province, self.city = about["habit"], about["province"], about["city"]
        self.district = about["district"]
        self.focus = about.get("focus", "")
        self.truth = Truth(self.grids, self.buildings)
        self.many = len(self.truth.subdistricts) > 1

    def district_of(self, grid):
        """(district, street): generated cities put the district in front of the street's name."""
        name = grid.subdistrict
        for mark in ("区", "县", "市"):
            head, found, tail = name.partition(mark)
            if found and tail and len(head) <= 4:
                return head + mark, tail
        return self.district, name

    def unit_word(self, b):
        """门 in the courtyards of the north, nothing in lanes, 单元 elsewhere."""
        if "弄" in b.number:
            return ""
        return "门" if self.habit == "hutong" else "单元"
