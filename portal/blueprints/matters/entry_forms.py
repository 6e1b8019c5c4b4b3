"""What a matter is, what to bring, and what is asked: three of the six forms."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from portal.blueprints.matters.entry_fields import (
    PaperForm,
    QuestionForm,
    in_order,
    line,
    lines,
    rows_field,
    rows_of,
    split_lines,
    ticks,
    without_empty,
)
from portal.blueprints.matters.part_form import Entry, PartForm
from portal.blueprints.matters.words import (
    in_person_names,
    photo_names,
    proxy_names,
    said_names,
    situation_names,
    work_type_names,
)
from portal.domain.matters.catalogue import shipped
from portal.domain.matters.rules import RESULT_KINDS
from portal.forms import choices


class BasicsForm(PartForm):
    name = line(_l("名称"), 40, _l("请写名称。"))
    category = SelectField(_l("类别"))
    work_type = SelectField(_l("办理类型"))
    words = lines(_l("居民常说的词，一行一个"), 3000, _l("请至少写一个居民常说的词，不然查不到。"))
    situations = ticks(_l("适合的情况"))
    who_can_apply = lines(_l("谁能办"), needed=_l("请写谁能办。"))
    eligibility = lines(_l("什么条件"), needed=_l("请写什么条件。"))
    portal_help = lines(_l("我们能帮什么"))
    result_kinds = ticks(_l("办成以后得到的种类"))
    result = lines(_l("办成以后得到什么"), needed=_l("请写办成以后得到什么。"))
    department = line(_l("归谁管"), 40, _l("请写归谁管。"))
    phone = line(_l("办理电话"), 30)

    @staticmethod
    def shown(entry: Entry) -> dict[str, Any]:
        result = entry["result"]
        return {**entry, "words": "\n".join(entry["words"]), "result": result["text"], "result_kinds": result["kinds"]}

    def choose(self) -> None:
        self.category.choices = [(one, one) for one in shipped().categories]
        self.work_type.choices = choices(work_type_names())
        self.situations.choices = choices(situation_names())
        self.result_kinds.choices = [(one, one) for one in RESULT_KINDS]

    def said(self) -> dict[str, Any]:
        plain = ("name", "category", "work_type", "who_can_apply", "eligibility", "portal_help")
        kinds = in_order(self.result_kinds.data or [], self.entry["result"]["kinds"])
        fits = in_order(self.situations.data or [], self.entry.get("situations", []))
        result = {"kinds": kinds, "text": self.result.data}
        where = {"department": self.department.data, "phone": self.phone.data}
        return {
            **{key: self[key].data for key in plain},
            "situations": fits,
            "words": split_lines(self.words.data),
            "result": result,
            **where,
        }


class PapersForm(PartForm):
    papers = rows_field(PaperForm, _l("材料"))
    proxy_allowed = RadioField(_l("能不能代办"))
    proxy_kinds = ticks(_l("谁可以代办"))
    proxy_note = lines(_l("代办的说明"))
    in_person = ticks(_l("别人不能代替，必须本人做的"))
    sensitive_facts = lines(_l("会碰到的敏感情况，一行一个"), 300)

    @staticmethod
    def shown(entry: Entry) -> dict[str, Any]:
        proxy = entry["proxy"]
        return {
            "papers": entry["papers"],
            "proxy_allowed": proxy["allowed"],
            "proxy_kinds": proxy.get("kinds", []),
            "proxy_note": proxy.get("note", ""),
            "in_person": entry.get("in_person", []),
            "sensitive_facts": "\n".join(entry.get("sensitive_facts", [])),
        }

    def choose(self) -> None:
        self.proxy_allowed.choices = choices(said_names())
        self.proxy_kinds.choices = choices(proxy_names())
        self.in_person.choices = choices(in_person_names())

    def said(self) -> dict[str, Any]:
        kinds = in_order(self.proxy_kinds.data or [], self.entry["proxy"].get("kinds", []))
        proxy = {"allowed": self.proxy_allowed.data, "kinds": kinds, "note": self.proxy_note.data}
        own = in_order(self.in_person.data or [], self.entry.get("in_person", []))
        facts = split_lines(self.sensitive_facts.data)
        return {
            "papers": rows_of(self.papers),
            "proxy": without_empty(proxy),
            "in_person": own,
            "sensitive_facts": facts,
        }


class QuestionsForm(PartForm):
    questions = rows_field(QuestionForm, _l("要问的问题"))
    photo = RadioField(_l("照片"))
    anonymous_allowed = BooleanField(_l("可以不留姓名"))
    banner = line(_l("急事提醒"), 60)
    phones = lines(_l("急事电话，一行一个"), 100)
    alert_words = lines(_l("不能等的词，一行一个"), 600)

    @staticmethod
    def shown(entry: Entry) -> dict[str, Any]:
        emergency = entry.get("emergency") or {}
        questions = [
            {"required": True, **row, "options": "\n".join(row.get("options", []))} for row in entry["questions"]
        ]
        return {
            "questions": questions,
            "photo": entry["photo"],
            "anonymous_allowed": entry.get("anonymous_allowed"),
            "banner": emergency.get("banner", ""),
            "phones": "\n".join(emergency.get("phones", [])),
            "alert_words": "\n".join(entry.get("alert_words", [])),
        }

    def choose(self) -> None:
        self.photo.choices = choices(photo_names())

    def said(self) -> dict[str, Any]:
        emergency = {"banner": self.banner.data, "phones": split_lines(self.phones.data)}
        return {
            "questions": list(_with_keys(rows_of(self.questions))),
            "photo": self.photo.data,
            "anonymous_allowed": bool(self.anonymous_allowed.data),
            "emergency": emergency if all(emergency.values()) else None,
            "alert_words": split_lines(self.alert_words.data),
        }


def _with_keys(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A new question gets the next free key."""
    used = {row["key"] for row in rows}
    free = (key for number in range(1, 100) if (key := f"q{number}") not in used)
    for row in rows:
        yield row if row["key"] else {**row, "key": next(free)}
