"""Mandates in the words of the sentences that verbs say; the pages have theirs, which are translated."""

from datetime import date

from portal.domain.mandates.models import AgentKind, Ending

KIND = {
    AgentKind.HOUSEHOLD: "同住的家人",
    AgentKind.RELATIVE: "近亲属",
    AgentKind.GUARDIAN: "监护人",
    AgentKind.ENTRUSTED: "受托人",
    AgentKind.COMMITTEE: "居委会",
    AgentKind.WORKER: "网格员",
}
# What the trail says; the agent's name stands before it.
ENDED = {
    Ending.REVOKED: "本人结束了委托",
    Ending.TAKEN_OVER: "本人接着自己办",
    Ending.LAID_DOWN: "代办人不再代办",
    Ending.EXPIRED: "委托到期",
    Ending.REPLACED: "换了代办人",
}


def day_words(day: date) -> str:
    """`2027年3月1日`: with the year, mandates run into the next one."""
    return f"{day.year}年{day.month}月{day.day}日"
