"""The ways messages leave by: an SMS gateway, group robots, e-mail. Network calls, kept out of the domain.

A way returns the provider's reference, or raises one of three: `Later` (it certainly did not go out, try again),
`Refused` (it never will like this), `Unsure` (the connection broke when it may already have gone out). Their text is a
short sentence for staff; it quotes nothing of the message and nothing of what the other side answered.
"""


class Later(Exception):
    """It did not go out; another try may succeed."""


class Refused(Exception):
    """The other side does not take it like this."""


class Unsure(Exception):
    """It may have gone out, or not."""
