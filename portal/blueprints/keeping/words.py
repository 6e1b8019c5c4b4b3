"""Spans and acts of the rules in words."""

from flask_babel import gettext as _

from portal.domain.keeping.rules import Does, Rule


def kept(rule: Rule) -> str:
    """24 小时, 30 天, 1 年; 不少于 3 年 of what is never deleted by itself."""
    days = rule.kept.days
    if rule.does is Does.KEEP:
        return _("不少于 %(n)s 年", n=days // 365)
    if days == 1:
        return _("%(n)s 小时", n=24)
    return _("%(n)s 年", n=days // 365) if days >= 365 else _("%(n)s 天", n=days)


def does(rule: Rule) -> str:
    return {Does.MASK: _("遮去"), Does.DELETE: _("删掉"), Does.KEEP: _("不自动删")}[rule.does]


def tag(rule: Rule) -> str:
    """The look of its tag."""
    return {Does.MASK: "soon", Does.DELETE: "soon", Does.KEEP: "plain"}[rule.does]
