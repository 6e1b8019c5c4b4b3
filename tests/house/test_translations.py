"""Laws about the English catalogue: it says everything the pages say, and nothing else; its pages read as English."""

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import get_babel
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from portal.config import ROOT
from portal.db import db
from portal.domain.contacts.cards import DEFAULT_DUTIES, DEFAULT_HOURS
from portal.domain.contacts.models import Absence, AbsenceReason, Person
from portal.domain.grids import blocks
from portal.domain.grids.models import Building, Community, Grid, Subdistrict
from portal.domain.placards import services
from portal.domain.placards.models import Placard, RetiredBecause
from portal.filters import day, full_day
from tests.cast import Cast
from tests.conftest import TODAY
from tests.domain.placards.placards import NOW, WHO, make_all
from tests.pages import PageClient

TRANSLATIONS = ROOT / "portal" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]+")


@cache
def english() -> Catalog:
    with (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


@cache
def spoken() -> frozenset[str]:
    """Every sentence that stands in the code and the templates, as `make messages` collects them."""
    with (TRANSLATIONS / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(ROOT / "portal"), methods, options, DEFAULT_KEYWORDS | {"_l": None})
    return frozenset(str(sentence) for _file, _line, sentence, _comments, _context in found)


def sentences() -> dict[str, str]:
    return {str(message.id): str(message.string) for message in english() if message.id}


def test_every_sentence_is_in_the_catalogue():
    missing = spoken() - sentences().keys()
    assert not missing, f"run `make messages` and translate: {sorted(missing)}"


def test_the_catalogue_holds_no_sentence_that_nobody_says():
    gone = sentences().keys() - spoken()
    assert not gone, f"run `make messages`: {sorted(gone)}"
    assert not english().obsolete, "run `make messages`: it drops old entries"


def test_every_sentence_has_an_english_text():
    untranslated = [sentence for sentence, text in sentences().items() if not text.strip()]
    assert not untranslated, f"translate in portal/translations/en: {untranslated}"


def test_nothing_in_the_catalogue_is_a_guess():
    assert not [message.id for message in english() if message.id and message.fuzzy]


def test_english_texts_keep_the_placeholders():
    for sentence, text in sentences().items():
        assert sorted(PLACEHOLDER.findall(sentence)) == sorted(PLACEHOLDER.findall(text)), sentence


def test_the_catalogue_tells_nothing_of_who_made_it():
    text = (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
    assert not re.search(r"^#[:.|~ ]|Last-Translator|Report-Msgid|@(?!example\.)", text, re.M)


@pytest.fixture
def translated(app: Flask, tmp_path: Path) -> Flask:
    """The app with the catalogue as it stands in the source, whatever was compiled last."""
    folder = tmp_path / "translations" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, english())
    get_babel(app).translation_directories = [str(tmp_path / "translations")]
    return app


@pytest.fixture
def visitor(translated: Flask, cast: Cast) -> PageClient:
    """Somebody who reads English, in the days when Pan is ill and Li covers."""
    away = {"first_day": TODAY, "last_day": TODAY + timedelta(days=4), "reason": AbsenceReason.SICK}
    db.session.add(Absence(person=cast.pan, cover=cast.li, entered_at=NOW, entered_by="莲干事", **away))
    db.session.commit()
    client = translated.test_client()
    client.set_cookie("lang", "en")
    return client


@pytest.fixture
def placards(cast: Cast) -> dict[str, str]:
    """Codes of placards that stand in every way a resident can meet."""
    live, lost, removed, replaced, damaged = make_all(cast.l1, cast.l2)[:5]
    services.retire(lost, RetiredBecause.LOST, today=TODAY, **WHO)
    services.retire(removed, RetiredBecause.REMOVED, today=TODAY, **WHO)
    services.replace(replaced, today=TODAY, **WHO)
    services.report_damage(damaged, **WHO)
    db.session.commit()
    named = {"live": live, "lost": lost, "removed": removed, "replaced": replaced, "damaged": damaged}
    return {name: placard.code for name, placard in named.items()}


def names_of_the_town() -> list[str]:
    """What stays Chinese on an English page: names of places and people, and what is written on cards for everybody."""
    said: list[str] = ["邻格", "中文", DEFAULT_HOURS, *DEFAULT_DUTIES]
    for column in (Subdistrict.name, Community.name, Grid.name, Grid.scope, Building.estate, Building.road):
        said += db.session.scalars(db.select(column))
    said += db.session.scalars(db.select(Person.name))
    said += db.session.scalars(db.select(Person.hours))
    said += db.session.scalars(db.select(Placard.check_word))
    for building in db.session.scalars(db.select(Building)):
        said += [building.title, building.street_address, building.building_no, *building.aliases.split("|")]
    for grid in db.session.scalars(db.select(Grid)):
        said += grid.scope.split("；")
        said += [blocks.in_words(block.by_grid[grid]) for block in blocks.blocks_of(grid, TODAY)]
    return sorted({name for name in said if name}, key=len, reverse=True)


def words_left(html: str) -> list[str]:
    """Chinese words of a page that are not names. The drawn plan is left out: it carries the numbers on the houses."""
    page = re.sub(r"<svg.*?</svg>", "", html, flags=re.S)
    for name in names_of_the_town():
        page = page.replace(name, "")
    return CHINESE.findall(page)


PAGES = [
    "/",
    "/lookup",
    "/lookup?q=明亮花园1号楼",
    "/lookup?q=明亮花园",
    "/lookup?q=莲叶路",
    "/lookup?q=Moon+Bay+88",
    "/lookup/unmatched",
    "/lookup/unmatched/thanks",
    "/buildings/B0001",
    "/grids",
    "/grids/990001001",
    "/grids/990001002",
    "/grids/990001001/card",
    "/q",
    "/q/abc",
    "/q/ABCDEFG%C3%84",
    "/q/{wrong}",
    "/q/{live}",
    "/q/{lost}",
    "/q/{removed}",
    "/q/{replaced}",
    "/q/{damaged}",
    "/q/{live}/damage",
    "/q/{damaged}/damage",
    "/nothing-here",
    "/staff/sign-in",
]


def test_public_pages_in_english_show_no_other_chinese_than_names(visitor: PageClient, placards: dict[str, str]):
    wrong = placards["live"][:-1] + ("3" if placards["live"][-1] != "3" else "4")
    for address in PAGES:
        page = visitor.get(address.format(wrong=wrong, **placards)).get_data(as_text=True)
        assert '<html lang="en"' in page, address
        assert not words_left(page), address


def test_what_is_wrong_with_a_form_is_said_in_english(visitor: PageClient):
    for address, typed in (
        ("/lookup/unmatched", {"address": ""}),
        ("/lookup/unmatched", {"address": "Moon Bay " * 40, "landmark": "tree " * 40}),
        ("/staff/sign-in", {"username": "", "password": ""}),
        ("/staff/sign-in", {"username": "nobody", "password": "wrong"}),
    ):
        answer = visitor.post(address, data=typed)
        assert answer.status_code == 422, address
        assert not words_left(answer.get_data(as_text=True)), address


def test_the_absence_is_told_in_english(visitor: PageClient):
    card = visitor.get("/grids/990001001/card").get_data(as_text=True)
    assert "潘一: Away until 27 Nov. 李二 is covering." in card


class _Named(FlaskForm):
    name = StringField(validators=[InputRequired()])


@pytest.mark.parametrize(("lang", "sentence"), [("zh", "该字段是必填字段。"), ("en", "This field is required.")])
def test_sentences_of_the_form_library_follow_the_language(app: Flask, lang: str, sentence: str):
    with app.test_request_context(method="POST", headers={"Cookie": f"lang={lang}"}):
        form = _Named()
        assert not form.validate()
        assert form.name.errors == [sentence]


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("zh", ["11月27日", "2027年1月5日", "2026年11月23日星期一"]),
        ("en", ["27 Nov", "5 Jan 2027", "Monday, 23 November 2026"]),
    ],
)
def test_days_read_as_usual_in_each_language(translated: Flask, lang: str, shown: list[Any]):
    with translated.test_request_context(headers={"Cookie": f"lang={lang}"}):
        assert [day(date(2026, 11, 27)), day(date(2027, 1, 5)), full_day(TODAY)] == shown
