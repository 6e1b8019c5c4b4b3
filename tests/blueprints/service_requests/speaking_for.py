"""Somebody who files for somebody else, page by page."""

from werkzeug.test import TestResponse

from tests.blueprints.service_requests.filing import Phone
from tests.domain.service_requests.making import PHONE

GAOLING, DIBAO, CARD = "gaoling", "dibao", "canji-liangxiang"
# What a daughter in another city says about her mother.
DAUGHTER: dict[str, dict[str, str]] = {
    "agent": {"kind": "relative", "relation": "女儿"},
    "person": {"person_name": "王桂兰", "age": "adult", "decides": "yes"},
    "basis": {"basis": "relationship_proof"},
    "scope": {"scope": "matter", "months": "3"},
    "consent": {"consent": "read_out", "own_wish": "昨晚电话里她说好，想办"},
    "told": {"told": "both"},
}
PEOPLE = {"person_name": "王桂兰", "person_phone": "14000005678", "name": "张小雨", "phone": PHONE}


class Agent(Phone):
    def for_somebody(self) -> str:
        return self.next(self.post("/whom", whom="other"))

    def say(self, page: str, **changed: str) -> str:
        """One page of the mandate, as the daughter would fill it in but for what is changed."""
        return self.next(self.post(f"/mandate/{page}", **{**DAUGHTER[page], **changed}))

    def mandate(self, **changed: dict[str, str]) -> str:
        """Every page of the mandate that is asked; where it leads."""
        leads = ""
        for page in DAUGHTER:
            leads = self.say(page, **changed.get(page, {}))
        return leads

    def people(self, **changed: str) -> TestResponse:
        return self.post("/who", **{**PEOPLE, **changed})

    def fill_for(self, key: str, **people: str) -> "Agent":
        """All pages up to the check page."""
        self.for_somebody()
        self.mandate()
        self.at(key)
        self.bring(self.tell())
        assert self.next(self.people(**people)) == "/check"
        return self
