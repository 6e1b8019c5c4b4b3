"""What everything printed or drawn by the portal shares: colours, fonts, the mark."""

from pathlib import Path

INK = "#1C1B19"
GREY = "#5B574F"
PINE = "#0B5A4A"
PALE = "#CFDDD6"
TINT = "#E6EFEA"
RULE = "#DDD5C7"
PERSIMMON = "#A93408"
PAPER = "#FFFFFF"

FONTS = Path(__file__).parents[1] / "fonts"
REGULAR = FONTS / "NotoSansSC-Regular.ttf"
BOLD = FONTS / "NotoSansSC-Bold.ttf"

# The mark on a square of 100: four cells as (left, top), each 44 wide with corners of 12; the lit one comes last.
MARK_CELLS = ((0, 0), (0, 56), (56, 56), (56, 0))
MARK_CELL = 44
MARK_CORNER = 12

# Shown as the worker of a grid whose post is empty.
VACANT = "暂缺"
EMERGENCY = "110 · 119 · 120"
