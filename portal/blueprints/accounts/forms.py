"""Forms for signing in, for one's own account, and for the accounts of others."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from portal import clock
from portal.domain.accounts import names, passwords, queries
from portal.domain.accounts.models import User
from portal.domain.accounts.offices import Office, person_problem, place_problem
from portal.domain.accounts.roles import Role
from portal.domain.departments.queries import open_on
from portal.domain.grids import directory
from portal.filters import phone, role
from portal.forms import LineField, RuledForm, choices

_PLAIN = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"}


def lock_sentence() -> str:
    """What happens after too many failures, in the numbers of the settings."""
    settings = current_app.config
    return _(
        "连续错 %(tries)s 次，要等 %(minutes)s 分钟才能再试。",
        tries=settings["SIGN_IN_TRIES"],
        minutes=settings["LOCK_MINUTES"],
    )


class SignInForm(FlaskForm):
    username = StringField(
        _l("用户名"),
        [DataRequired(_l("请填写用户名。"))],
        render_kw={"autocomplete": "username", **_PLAIN},
    )
    password = PasswordField(
        _l("密码"), [DataRequired(_l("请填写密码。"))], render_kw={"autocomplete": "current-password"}
    )

    def validate_password(self, field: PasswordField) -> None:
        if current_app.config["MODE"] == "production" and passwords.is_of_the_demo(field.data or ""):
            raise ValidationError(_("这是演示用的密码，这里不能用。请找管理员要新的密码。"))


class CodeForm(FlaskForm):
    code = StringField(_l("6 位动态码"), [DataRequired(_l("请填写动态码。"))], render_kw=_CODE)

    def refuse(self) -> None:
        self.code.errors = [_("动态码不对，或者已经用过。请等下一个 6 位数字出来再填。")]


class OwnPasswordForm(FlaskForm):
    """Asks for the password once more before something that a stranger at an open desk must not do."""

    current = PasswordField(
        _l("现在的密码"),
        [DataRequired(_l("请填写现在的密码。"))],
        render_kw={"autocomplete": "current-password"},
    )

    def refuse(self) -> None:
        self.current.errors = [_("现在的密码不对。") + lock_sentence()]


class NewPasswordForm(OwnPasswordForm):
    new = PasswordField(_l("新密码"), [DataRequired(_l("请填写新密码。"))], render_kw={"autocomplete": "new-password"})
    again = PasswordField(
        _l("新密码再写一遍"),
        [DataRequired(_l("请把新密码再写一遍。"))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_new(self, field: PasswordField) -> None:
        found = passwords.problems(field.data, current_user.username)
        if field.data == self.current.data:
            found.append(_("新密码和现在的密码一样，请换一个。"))
        field.errors = [*field.errors, *found]

    def validate_again(self, field: PasswordField) -> None:
        if self.new.data and field.data != self.new.data:
            raise ValidationError(_("两次写的新密码不一样。"))


class _UsernameFields(RuledForm):
    username = LineField(
        _l("用户名"), [DataRequired(_l("请填写用户名。"))], render_kw={"autocomplete": "off", **_PLAIN}
    )

    def validate_username(self, field: LineField) -> None:
        field.data = names.as_kept(field.data)
        if not names.is_possible(field.data):
            raise ValidationError(_("用户名用 3 到 40 个小写字母或数字，例如 zhang-san 或手机号。"))
        if queries.is_taken(field.data):
            raise ValidationError(_("这个用户名已经有人用了，请换一个。"))


class FactsForm(RuledForm):
    """Name and contact person of an account; `user` is None for a new one."""

    name = LineField(_l("姓名"), [DataRequired(_l("请填写姓名。")), Length(max=40, message=_l("姓名最多 40 个字。"))])
    person = SelectField(_l("对应的联系人"))

    def __init__(self, user: User | None = None, **facts: Any) -> None:
        super().__init__(**facts)
        self.user = user
        persons = queries.persons_without_account(but=user)
        named = {str(one.id): f"{one.name} {phone(one.work_phone)}".strip() for one in persons}
        self.person.choices = choices({"": _("没有"), **named})

    @property
    def person_id(self) -> int | None:
        return int(self.person.data) if self.person.data.isdecimal() else None

    def validate_person(self, field: SelectField) -> None:
        for held in self.user.appointments if self.user else ():
            if problem := person_problem(held.role, self.person_id):
                raise ValidationError(problem)


class _OfficeFields(RuledForm):
    """A role and its place, written `community-3`, `subdistrict-1`, `department-2`, or nothing for the whole town."""

    role = RadioField(_l("岗位"), [DataRequired(_l("请选择岗位。"))])
    place = SelectField(_l("地方"))
    person_id: int | None

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self.role.choices = choices({one.value: role(one) for one in Role})
        places = {f"subdistrict-{one.id}": one.name for one in directory.subdistricts()}
        places |= {f"community-{one.id}": one.name for one in directory.communities()}
        departments = open_on(clock.today())
        places |= {f"department-{one.id}": _("部门：%(name)s", name=one.name) for one in departments}
        self.place.choices = choices({"": _("全镇"), **places})

    @property
    def office(self) -> Office:
        kind, _dash, number = self.place.data.partition("-")
        return Office(Role(self.role.data), **{f"{kind}_id": int(number)} if number else {})

    def validate_role(self, field: RadioField) -> None:
        if not field.errors and (problem := person_problem(Role(field.data), self.person_id)):
            raise ValidationError(problem)

    def validate_place(self, field: SelectField) -> None:
        if not field.errors and not self.role.errors and (problem := place_problem(self.office)):
            raise ValidationError(problem)


class OfficeForm(_OfficeFields):
    """One more role for an account."""

    def __init__(self, user: User, **facts: Any) -> None:
        super().__init__(**facts)
        self.person_id = user.person_id


class AccountForm(_OfficeFields, FactsForm, _UsernameFields):
    """A new account with its first role."""
