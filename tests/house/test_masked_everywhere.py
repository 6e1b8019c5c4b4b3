"""No page, list, print, export, log or error shows a sensitive fact, to nobody, on no route there is.

A request is planted with a secret of every kind, and every address that can be fetched is fetched: by strangers, by
the person and who speaks for them, by every role of the staff. What is private but no sensitive fact (the phone, the
room, what was said of the wish and of a paper) is looked for in the same answers: it may stand only where it is needed.
"""

import io
import logging
import re
from collections import defaultdict
from collections.abc import Iterator

import pypdfium2
import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal import clock
from portal.access import allow
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.contacts.phones import spaced
from portal.domain.papers.asked import Answered
from portal.domain.papers.filing import keep_with
from portal.domain.papers.models import PaperState
from portal.domain.sensitive_facts import queries
from portal.domain.sensitive_facts.models import SensitiveFact
from portal.domain.sensitive_facts.queries import facts_of
from portal.domain.service_requests.places import Place
from portal.domain.service_requests.steps import handling
from tests.blueprints.service_requests.filing import Phone
from tests.cast import Cast
from tests.conftest import TODAY
from tests.domain.mandates.speaking import DAUGHTERS_PHONE, MOTHER, MOTHERS_PHONE, Speakers
from tests.domain.service_requests.making import ACCOUNT, ID_NUMBER, MONDAY, SECRETS, secrets_of
from tests.house.test_scope import things_of_lotus_road
from tests.pages import PageClient

ROOM, WISH, WHY = "2907室", "她在电话里点头说要办", "存折压在箱底翻不动"
# How a number looks wherever it is printed: in one, in groups, with dashes.
WRITTEN = {
    ID_NUMBER: (ID_NUMBER, ID_NUMBER.lower(), ID_NUMBER[6:14], "110105 19491231 002X"),
    ACCOUNT: (ACCOUNT, "6222 0212 3456 7890 128", ACCOUNT[:12]),
}
CLEAR = [form for secret in SECRETS.values() for form in WRITTEN.get(secret, (secret,))]
PRIVATE = {
    "phone": [MOTHERS_PHONE, spaced(MOTHERS_PHONE)],
    "room": [ROOM],
    "agent's phone": [DAUGHTERS_PHONE, spaced(DAUGHTERS_PHONE)],
    "wish": [WISH],
    "reason": [WHY],
}
# Who works on it needs the person, on the pages of the request itself and where visits and mandates are worked on.
# Pan Yi handles one of them, Li Er stands in for him on these days.
NEED_IT = {"pan", "li", "officer", "street", "leader", "admin"}
PAGES_OF_IT = {"staff_visits.show", "staff_visits.index", "staff_mandates.index"}
# What the person, and who speaks for them, said themselves and may read again on their own pages.
OWN = {"person": set(PRIVATE), "agent": {"agent's phone", "reason", "wish"}, "form": set(PRIVATE)}
# Ends the session, or goes round: asked last or never.
NOT_ASKED = {"static", "staff_accounts.sign_out"}


class Walk:
    """Everybody of the walk, and what they found in clear."""

    def __init__(self, app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.cast = app, cast
        monkeypatch.setattr(clock, "now", lambda: MONDAY)
        monkeypatch.setattr("portal.clock.today", lambda: TODAY)
        self.things = things_of_lotus_road(app, cast)
        self.town = Speakers(cast)
        place = Place(cast.lotus, cast.l1, cast.bright1, cast.bright1.entrances[0], ROOM)
        entry = self.town.entry(own_wish=WISH)
        filed = self.town.file_for("dibao", entry=entry, place=place, facts=secrets_of("dibao"))
        self.request, self.agents_code = filed.request, filed.agent_code
        answers = {"申请书或申请表（含承诺）": Answered(PaperState.CANNOT, WHY)}
        keep_with(self.request, answers, self.town.agent(self.request))
        handling.sign_for(self.request, cast.users["pan"], self.town.staff("pan"), unrelated=True)
        alone = self.town.file("tanfang", facts=secrets_of("tanfang"), place=place, name=MOTHER, phone=MOTHERS_PHONE)
        self.own = self.town.file("dibao", facts=secrets_of("dibao"), place=place, name=MOTHER, phone=MOTHERS_PHONE)
        self.requests = [self.request.id, alone.request.id, self.own.request.id]
        self.facts = {one: facts_of(db.session.get_one(type(self.request), one))[0].id for one in self.requests}
        db.session.commit()

    def client(self, who: str) -> PageClient:
        """A browser of this person: signed in, or with the request open, or with a form half filled in."""
        client: PageClient = self.app.test_client()
        client.checks = False  # how a page is made is looked at elsewhere
        if who in self.cast.users:
            return client.sign_in(who)
        codes = {"person": (self.own.request.number, self.own.code), "agent": (self.request.number, self.agents_code)}
        if who in codes:
            number, code = codes[who]
            assert client.post("/track", data={"number": number, "code": code}).status_code == 303
        return self._form().client if who == "form" else client

    def _form(self) -> Phone:
        """At the check page of 低保, every fact written."""
        phone = Phone(self.app, "dibao")
        phone.post("/whom", whom="self")
        phone.at(f"building-{self.cast.bright1.id}", room=ROOM, entrance="1")
        phone.tell()
        typed = {"tick_id_number": "y", "fact_id_number": ID_NUMBER, "tick_bank_account": "y"}
        typed |= {"fact_bank_account": ACCOUNT, "tick_income": "y", "fact_income_income": SECRETS["income"]}
        typed |= {"tick_illness": "y", "fact_illness": SECRETS["illness"]}
        assert phone.post("/facts", **typed).status_code == 303
        phone.say_who(name=MOTHER, phone=MOTHERS_PHONE)
        return phone

    def leaks(self, who: str) -> list[str]:
        """Everything found in clear where it must not be: where, and what."""
        client = self.client(who)
        found = []
        for rule, answer in self._answers(client, who):
            text = text_of(answer)
            found += [f"{who} {rule.rule}: {form}" for form in CLEAR if form in text]
            allowed = OWN.get(who, set()) if not rule.rule.startswith("/staff") else set()
            if who in NEED_IT and (rule.endpoint in PAGES_OF_IT or "request_id" in rule.arguments):
                allowed = set(PRIVATE)
            for what, forms in PRIVATE.items():
                found += [f"{who} {rule.rule}: {what}" for form in forms if what not in allowed and form in text]
        return found

    def _answers(self, client: PageClient, who: str) -> Iterator[tuple[Rule, TestResponse]]:
        for rule in self.app.url_map.iter_rules():
            if rule.endpoint in NOT_ASKED or "GET" not in (rule.methods or ()):
                continue
            for address in self._addresses(rule):
                answer = client.get(address)
                yield rule, answer
                if answer.status_code == 200:
                    yield rule, client.get(address, headers={"HX-Request": "true"})
        posted = {rule.endpoint: rule for rule in self.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
        for endpoint, address, typed in self._posts():
            yield posted[endpoint], client.post(address, data=typed)
        if who in self.cast.users:
            # A page that refuses: everything typed is wrong, and the request stands around the form.
            for endpoint, rule in posted.items():
                if endpoint.startswith("staff_service_requests.") and "request_id" in rule.arguments:
                    address = next(self._addresses(rule))
                    yield rule, client.post(address, data={"step-revision": "0", "reason": ""})

    def _posts(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        search = "staff_service_requests.search"
        for sought in (ID_NUMBER, MOTHER, MOTHERS_PHONE[-4:], self.request.number, "低保"):
            yield search, "/staff/requests/search", {"words": sought}
        for request_id in self.requests:
            for kind in ("filing", "hand-over", "urge", "feedback"):
                address = f"/staff/requests/{request_id}/slips/{kind}"
                yield "staff_service_requests.print_slip", address, {}

    def _addresses(self, rule: Rule) -> Iterator[str]:
        """Of what names a request one address for each; of several words every one."""
        of_request = self.requests if "request_id" in rule.arguments else [0]
        words = {name: list(getattr(one, "items", [])) for name, one in rule._converters.items()}
        several = next((name for name, items in words.items() if items), None)
        for request_id in of_request:
            for word in words.get(several or "", [None]):
                values = {"slug": "dibao", "number": 1, "year": 2026, "situation": "old", "size": 96, **self.things}
                values |= {"request_id": request_id, "fact_id": self.facts.get(request_id, 1)}
                if several and several not in ("size",):
                    values[several] = word
                built = rule.build({name: values.get(name, 1) for name in rule.arguments})
                if built:
                    yield built[1]


def text_of(answer: TestResponse) -> str:
    """What can be read in an answer, its headers among it; nothing of a picture."""
    headers = str(answer.headers)
    if answer.mimetype == "application/pdf":
        pages = pypdfium2.PdfDocument(io.BytesIO(answer.data))
        return headers + "".join(page.get_textpage().get_text_range() for page in pages)
    return headers if answer.mimetype.startswith("image/") else headers + answer.get_data(as_text=True)


@pytest.fixture
def walk(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Walk:
    caplog.set_level(logging.DEBUG)
    return Walk(app, cast, monkeypatch)


EVERYBODY = [
    *("nobody", "person", "agent", "form"),
    *("pan", "officer", "street", "leader", "admin", "viewer", "stranger", "li", "cheng"),
]


@pytest.mark.parametrize("who", EVERYBODY)
def test_nothing_is_shown_in_clear(walk: Walk, caplog: pytest.LogCaptureFixture, who: str):
    assert sorted(set(walk.leaks(who))) == []
    logged = "\n".join(f"{one.getMessage()} {one.exc_text or ''}" for one in caplog.records if one.name != "sqlalchemy")
    for secret in (*CLEAR, *(form for forms in PRIVATE.values() for form in forms)):
        assert secret not in logged, f"the log names {secret}"


def test_the_walk_sees_what_it_should(walk: Walk):
    """So that finding nothing says something: the pages with the facts are among those that were fetched."""
    seen: dict[str, str] = defaultdict(str)
    for rule, answer in walk._answers(walk.client("pan"), "pan"):
        seen[rule.endpoint] += text_of(answer)
    assert "110***********002X" in seen["staff_service_requests.ask_reading"]
    assert any("看一次" in text for text in seen.values())
    own = "".join(text_of(answer) for _rule, answer in walk._answers(walk.client("person"), "person"))
    assert "**** 0128" in own
    assert "谁看过我的资料" in own
    form = "".join(text_of(answer) for _rule, answer in walk._answers(walk.client("form"), "form"))
    assert "**** 0128" in form


def test_a_route_and_a_mask_that_fail_are_caught(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def tell() -> str:
        return "、".join(fact.value or "" for fact in db.session.scalars(db.select(SensitiveFact)))

    app.add_url_rule("/staff/leak", "staff_leak", allow(Permission.REQUEST_VIEW)(tell))
    monkeypatch.setattr(queries, "masked", lambda _kind, value: value)
    walk = Walk(app, cast, monkeypatch)
    found = walk.leaks("pan")
    for secret in (ID_NUMBER, SECRETS["income"], SECRETS["living_alone"]):
        assert f"pan /staff/leak: {secret}" in found
    assert any(ID_NUMBER in one and "/staff/requests/" in one for one in found)
    assert any(ID_NUMBER in one for one in walk.leaks("person"))


def test_a_template_that_prints_the_person_is_caught(walk: Walk):
    loader = walk.app.jinja_env.loader
    assert loader is not None
    source = loader.get_source(walk.app.jinja_env, "service_requests/staff/_facts.html")[0]
    leaky = walk.app.jinja_env.from_string(source + "{{ found.applicant_phone }} {{ found.room }}")
    get_template = walk.app.jinja_env.get_template
    walk.app.jinja_env.get_template = (  # type: ignore[method-assign]
        lambda name, *more, **facts: leaky if "staff/_facts" in str(name) else get_template(name, *more, **facts)
    )
    found = walk.leaks("viewer")
    assert any(one.endswith(": phone") for one in found)
    assert any(one.endswith(": room") for one in found)


def test_a_number_in_the_log_is_caught(walk: Walk, caplog: pytest.LogCaptureFixture):
    walk.app.logger.warning("a number: %s", ID_NUMBER)
    assert ID_NUMBER in caplog.text


def test_an_error_of_the_server_says_nothing_typed(walk: Walk, caplog: pytest.LogCaptureFixture, monkeypatch):
    """Where, not what: neither the page nor the log of a failure quotes what somebody typed."""
    walk.app.config["SHOW_500"] = True

    def broken(*_words: object, **_more: object) -> None:
        raise RuntimeError(f"cannot store {ID_NUMBER}")

    monkeypatch.setattr("portal.domain.sensitive_facts.stating.check_asked", broken)
    client = walk.client("pan")
    sent = {"step-revision": str(walk.request.revision), "step-tick_id_number": "y", "step-fact_id_number": ID_NUMBER}
    answer = client.post(f"/staff/requests/{walk.request.id}/personal-facts", data=sent)
    assert answer.status_code == 500
    assert ID_NUMBER not in text_of(answer)
    said = [one.getMessage() for one in caplog.records if one.name.startswith("portal")]
    assert any("unhandled RuntimeError" in one for one in said)
    assert not any(re.search(ID_NUMBER, one) for one in said)
