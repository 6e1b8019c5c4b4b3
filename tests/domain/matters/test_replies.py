"""Reply templates: those of the matter before the general ones, no two with one name, kept on record."""

import pytest

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters import replies
from portal.domain.matters.catalogue import shipped
from portal.domain.matters.queries import templates_for, templates_of
from portal.domain.records.models import Record
from portal.domain.service_requests.workflow import Step
from tests.domain.matters.catalogue import WHO, load


@pytest.fixture
def matters(app):
    return load()


def add(matter, title: str, step: Step = Step.RESOLVE):
    made = replies.add_template(matter, step=step, title=title, text="办好了。", **WHO)
    db.session.commit()
    return made


def test_every_step_that_tells_a_resident_something_has_words_to_begin_with(matters):
    assert {reply["step"] for reply in shipped().replies} == set(replies.TOLD_STEPS)
    for step in replies.TOLD_STEPS:
        assert templates_for(matters["zixun"].id, step)
    assert all(len(reply["text"]) <= replies.LONGEST_TEXT for reply in shipped().replies)


def test_the_desk_is_offered_those_of_the_matter_first(both_apps):
    matters = load()
    add(matters["baoxiu-gonggong"], "灯修好了")
    add(matters["zaosheng"], "劝过了")
    offered = [template.title for template in templates_for(matters["baoxiu-gonggong"].id, Step.RESOLVE)]
    assert offered == ["灯修好了", "已经办好", "已经解释"]


def test_a_name_is_used_once_for_a_step_of_a_matter(matters):
    add(matters["zaosheng"], "劝过了")
    add(matters["zaosheng"], "劝过了", Step.NOTE)
    add(None, "劝过了")
    with pytest.raises(DomainError, match="已经有叫“劝过了”"):
        add(matters["zaosheng"], "劝过了")
    with pytest.raises(DomainError, match="已经有叫“劝过了”"):
        add(None, "劝过了")


def test_a_step_that_says_nothing_to_residents_has_no_templates(matters):
    with pytest.raises(DomainError, match="不对居民说话"):
        add(matters["zaosheng"], "签收", Step.SIGN_FOR)


def test_changes_are_recorded_and_nothing_changed_is_not(matters):
    made = add(matters["zaosheng"], "劝过了")
    replies.edit_template(made, step=Step.RESOLVE, title="劝过了", text="办好了。", **WHO)
    replies.edit_template(made, step=Step.RESOLVE, title="劝过了", text="对方答应十点以后关掉。", **WHO)
    replies.remove_template(made, **WHO)
    db.session.commit()
    assert templates_of(matters["zaosheng"]) == []
    acts = list(db.session.scalars(db.select(Record.action).where(Record.action.startswith("reply_template"))))
    assert acts[-3:] == ["reply_template.added", "reply_template.edited", "reply_template.removed"]
