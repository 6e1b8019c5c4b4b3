"""Halves and phases of one estate: other spellings of 二期 and 东区, and the phase left out."""

import re
from dataclasses import replace

from . import Draft, kind, lenient, said_draft
from .names import named

PHASE = re.compile(r"([一二三四]期|[东西南北中][区苑]|[A-D]区|[一二三四]区|\d+期|\d+组团|[一二三四五六]村)$")
SPELLINGS = {
    "一期": ["1期", "Ⅰ期", "(一期)", "第一期", "一 期", "I期"],
    "二期": ["2期", "Ⅱ期", "（二期）", "第二期", "二区", "II期"],
    "三期": ["3期", "第三期", "(三期)"],
    "东区": ["(东区)", "东", "(东)", "东院"],
    "西区": ["(西区)", "西", "（西）", "西院"],
    "南苑": ["(南苑)", "南区", "南院"],
    "北苑": ["(北苑)", "北区", "北院"],
    "南区": ["(南)", "南"],
    "北区": ["(北)", "北"],
    "A区": ["a区", "Ａ区", "A", "-A区"],
    "B区": ["b区", "Ｂ区", "B", "-B区"],
    "一区": ["1区", "(一区)"],
    "二区": ["2区", "(二区)"],
}


@kind("phase_form", "phased", 2)
def phase_form(c, b):
    """二期 as 2期, Ⅱ期, (二期) or 第二期; 东区 as (东), 东 or 东院."""
    found = PHASE.search(b.estate)
    head, tail = b.estate[: found.start()], found.group()
    typed = head + c.rng.choice(SPELLINGS.get(tail) or [f"({tail})", f" {tail}"])
    said = c.say(b, form=c.rng.choice(["E", "E", "R#E"]), detail=c.rng.choice(["block", "unit"]))
    if typed in c.truth.own or (typed in c.truth.alias and typed not in b.aliases):
        return None
    said.estate = typed + (" " if typed[-1] in "AB" else "")
    return lenient(said_draft(c, said, note=b.estate))


@kind("phase_first", "phased", 0.6)
def phase_first(c, b):
    """东区芙蓉花园4号楼: the half before the name."""
    found = PHASE.search(b.estate)
    head, tail = b.estate[: found.start()], found.group()
    if len(head) < 2 or tail.endswith("村"):
        return None
    said = c.say(b, form="E", detail="block")
    text = c.rng.choice([f"{tail}{head}{said.block}", f"{head}{said.block}{tail}"])
    return lenient(said_draft(c, said, text, b.estate))


@kind("phase_dropped", "phased", 1.5)
def phase_dropped(c, b):
    """The phase left out: every phase that has this building is meant, the first name most of all."""
    head = PHASE.sub("", b.estate)
    if len(head) < 2:
        return None
    if head in c.truth.own:
        said = c.say(b, form="E", detail="block")
        label = c.truth.label(replace(said.ask, estate=head))
        if label.type == "building":
            label.choose_ok = True
            said.estate = head
            return Draft(said.text(), label, b.estate)
    return named(c, b, head, [n for n in c.truth.names if n == head or PHASE.sub("", n) == head], True)
