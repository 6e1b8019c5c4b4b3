"""Address habits: each module has ABOUT (where such towns lie) and community(maker, size, roads)."""

from importlib import import_module

HABITS = ("town", "lane", "hutong", "zhuang")


def load(habit):
    """The module of a habit."""
    return import_module(f"{__name__}.{habit}")
