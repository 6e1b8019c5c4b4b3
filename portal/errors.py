"""Every refusal leaves here: as a page, or under HTMX as a message above the page that stays."""

import traceback
from typing import Any

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from portal.db import db
from portal.domain.errors import DomainError, NotFound
from portal.fragments import wants_fragment


def _http_words() -> dict[int, tuple[str, str]]:
    return {
        400: (_("没看懂这次提交"), _("内容不完整或格式不对。请返回上一页，检查后再试一次。")),
        401: (_("请先登录"), _("登录后再打开这一页。")),
        403: (_("这一页不对您开放"), _("您的岗位没有这项权限。如果工作需要，请找管理员。")),
        404: (_("没有找到这一页"), _("网址可能少了或错了几个字。可以回首页，或直接打电话。")),
        405: (_("这一页不能这样打开"), _("请从首页或上一页重新进入。")),
        413: (_("内容太大"), _("文字请写短一些；文件请换小一些的，或者分几次传。")),
        415: (_("不认识这种文件"), _("请换成照片（JPG、PNG、WebP、HEIC）或表格（CSV）。")),
        422: (_("没看懂这次提交"), _("请检查填写的内容后再试一次。")),
        429: (_("请稍等一会儿"), _("操作太频繁了。请过几分钟再试；着急的事请打电话。")),
        503: (_("系统正忙"), _("刚才没有保存成功。请过一分钟再试一次；着急的事请打电话。")),
    }


def refuse(status: int) -> ResponseReturnValue:
    """The refusal of this HTTP status in the words it always has."""
    known = _http_words()
    return show(status, *known.get(status, known[400] if status < 500 else known[503]))


def show(status: int, title: str, message: str) -> ResponseReturnValue:
    """A refusal in the form the asker can use: JSON, fragment or page."""
    if request.path.startswith("/api/"):
        return {"error": title, "message": message}, status
    if wants_fragment():
        body = render_template("errors/_message.html", title=title, message=message)
        return body, status, {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML", "Vary": "HX-Request"}
    page = render_template("errors/error.html", status=status, title=title, message=message)
    return page, status, {"Vary": "HX-Request", "Cache-Control": "no-store"}


def register_errors(app: Flask) -> None:
    @app.errorhandler(CSRFError)
    def expired(_error: CSRFError) -> ResponseReturnValue:
        db.session.rollback()
        return show(400, _("这一页打开得太久了"), _("请刷新这一页再提交一次。刚才没有保存任何内容。"))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Any:
        db.session.rollback()
        status = error.code or 500
        if status < 400:
            return error
        answer = refuse(status)
        return app.make_response(answer) if status != 405 else _with_allow(app.make_response(answer), error)

    @app.errorhandler(DomainError)
    def refused(error: DomainError) -> ResponseReturnValue:
        db.session.rollback()
        if isinstance(error, NotFound):
            return show(404, _http_words()[404][0], str(error) or _http_words()[404][1])
        return show(409, _("这一步现在不能做"), str(error))

    @app.errorhandler(OperationalError)
    def busy(error: OperationalError) -> ResponseReturnValue:
        app.logger.error("database: %s", type(error.orig).__name__)
        db.session.rollback()
        return show(503, *_http_words()[503])

    @app.errorhandler(Exception)
    def failed(error: Exception) -> ResponseReturnValue:
        """The last resort: nothing it needs can fail again, so it renders without database, user or gettext."""
        if app.testing and not app.config.get("SHOW_500"):
            raise error
        # Where, not what: the text of an error may quote what somebody typed.
        where = "".join(traceback.format_tb(error.__traceback__))
        app.logger.error("unhandled %s at %s\n%s", type(error).__name__, request.endpoint, where)
        return (app.jinja_env.get_template("errors/failsafe.html").render(), 500, {"Cache-Control": "no-store"})


def _with_allow(response: Any, error: HTTPException) -> Any:
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers["Allow"] = value
    return response
