"""The word lists of the bench, kept as text so that adding a way of saying something needs no code."""

import re
from functools import lru_cache
from pathlib import Path


@lru_cache(1)
def _sections():
    text = (Path(__file__).parent / "phrases.txt").read_text("utf8")
    found = re.findall(r"^\[(\w+)\]\n(.*?)(?=^\[\w+\]$|\Z)", text, re.M | re.S)
    return {name: [x.strip() for x in re.split(r"\s\|\s|\n", body) if x.strip()] for name, body in found}


def phrases(name):
    """The entries of one list."""
    return _sections()[name]
