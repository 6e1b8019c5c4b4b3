"""Places told by what is beside them: 对面, 旁边, the last building, another estate as a landmark."""

from dataclasses import replace

from ..phrases import phrases
from . import Draft, fill, kind, lenient, said_draft

BESIDE = phrases("around_beside")
GATES = phrases("around_gates")
SOME_BLOCK = phrases("around_some_block")
LANDMARKS = phrases("around_landmarks")


@kind("vague_beside", "any", 1.5)
def vague_beside(c, b):
    """The building is the best answer, a choice is as good."""
    said = c.say(b, detail="block")
    return lenient(said_draft(c, said, said.text() + c.rng.choice(BESIDE)))


def _estate(c, b, words):
    said = c.say(b, form="E", detail="block")
    said.ask = replace(said.ask, block="", number="")
    draft = said_draft(c, said, said.place + c.rng.choice(words))
    return lenient(draft) if draft.label.type != "building" else None


@kind("estate_gate", "estate", 1)
def estate_gate(c, b):
    return _estate(c, b, GATES)


@kind("estate_some_block", "estate", 0.7)
def estate_some_block(c, b):
    """A building that only its neighbours could name: the estate is known, no more."""
    return _estate(c, b, SOME_BLOCK)


@kind("beside_landmark", "estate", 0.8)
def beside_landmark(c, b):
    """An address explained by another place: the address counts, asking is fine."""
    other = c.target("any")
    said = c.say(b, form="E", detail="block")
    mark = other.estate or other.road
    if mark[:2] == b.estate[:2] or mark in said.text():
        return None
    return Draft(fill(c.rng, LANDMARKS, a=said.text(), m=mark), lenient(said_draft(c, said)).label)
