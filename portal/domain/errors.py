"""What a rule may say. The web turns these into pages; the sentences are for people."""


class DomainError(Exception):
    """A rule said no. `str()` is a plain sentence: what happened and what to do next."""


class NotFound(DomainError):
    """There is no such thing, or it lies outside what this person may see."""


class Stale(DomainError):
    """Somebody else changed it in the meantime."""
