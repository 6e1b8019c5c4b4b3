"""How long a text message may be.

It holds 70 UTF-16 units (3GPP TS 23.038, UCS-2); a longer one is cut into several and paid as such. The signature in
【】 takes up to `SIGNATURE` of them, the rest is `ROOM`.
"""

ONE_MESSAGE = 70
SIGNATURE = 12
ROOM = ONE_MESSAGE - SIGNATURE - len("【】")


def length(text: str) -> int:
    """UTF-16 units, as the network counts them."""
    return len(text.encode("utf-16-le")) // 2
