"""How often somebody may try number and code. The reasons stand in docs/decisions: guesses-at-codes.

A try is counted before anything is compared and given back when it was right, so that many side by side get no more
answers than one after the other.
"""

import hashlib
from dataclasses import dataclass

from limits.storage import Storage

from portal.domain.service_requests.numbering import read_number
from portal.extensions import limiter
from portal.rates import visitor

# Failures. Seconds.
AT_ONE_NUMBER, AT_ONE_NUMBER_IN = 5, 15 * 60  # from one address
FROM_ONE_ADDRESS, FROM_ONE_ADDRESS_IN = 60, 3600  # at all numbers
FROM_EVERYWHERE, FROM_EVERYWHERE_IN = 50, 3600  # at one number
WHEN_MANY_GUESS = 1  # what is left to each address after that, for whoever knows the code


@dataclass(frozen=True)
class Try:
    """One try; `heard` is False when it is not even looked at."""

    heard: bool
    pair: str
    address: str
    number: str

    def give_back(self) -> None:
        """It was right: it does not count."""
        storage = _storage()
        storage.clear(self.pair)
        storage.incr(self.address, FROM_ONE_ADDRESS_IN, -1)
        storage.incr(self.number, FROM_EVERYWHERE_IN, -1)


def begin_try(number_typed: str) -> Try:
    """Count a try at this number by whoever asks now."""
    storage, address = _storage(), visitor()
    # Junk of every kind shares one number, which nobody has.
    number = read_number(number_typed) or "none"
    pair_key = _key("pair", f"{number} {address}")
    address_key, number_key = _key("address", address), _key("number", number)
    here = storage.incr(pair_key, AT_ONE_NUMBER_IN)
    heard = here <= AT_ONE_NUMBER and storage.incr(address_key, FROM_ONE_ADDRESS_IN) <= FROM_ONE_ADDRESS
    if heard and storage.incr(number_key, FROM_EVERYWHERE_IN) > FROM_EVERYWHERE:
        heard = here <= WHEN_MANY_GUESS
    return Try(heard, pair_key, address_key, number_key)


def _storage() -> Storage:
    return limiter.storage


def _key(kind: str, what: str) -> str:
    """Addresses and numbers are not kept as they are."""
    return f"track:{kind}:{hashlib.sha256(what.encode()).hexdigest()[:24]}"
