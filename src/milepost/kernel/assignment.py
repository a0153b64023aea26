"""Assignment by hash: a unit's place under a salt is the same on every machine, in every engine, after every restart.

The place is the first 16 hexadecimal digits of SHA-256 over `LENGTH:SALT:UNIT` in UTF-8, LENGTH being the salt's in
bytes, so that no salt and unit run together as another salt and unit. A unit is within a share when its place, over
16**16, is below the share: the fixed width makes the order of places that of their texts, which any SQL compares.
"""

import hashlib
import math
from decimal import Decimal
from fractions import Fraction

DIGITS = 16
PLACES = 2**64


def place_of(salt: str, unit: str) -> int:
    """Return a unit's place under a salt, a whole number from 0 to 2**64 - 1, each as likely."""
    return int(hashlib.sha256((prefix_of(salt) + unit).encode()).hexdigest()[:DIGITS], 16)


def prefix_of(salt: str) -> str:
    """Return what stands before the unit in the hashed text."""
    return f"{len(salt.encode())}:{salt}:"


def end_of(share: Decimal) -> int:
    """Return the first place that is no longer within a share, exact to 2**-64.

    Raises ValueError for a share that is not above 0 and below 1.
    """
    if not 0 < share < 1:
        raise ValueError(f"{share} is not a share above 0 and below 1")
    return min(math.ceil(Fraction(share) * PLACES), PLACES - 1)


def text_of(place: int) -> str:
    """Write a place with as many digits as all others have, so that texts sort as places do."""
    return f"{place:0{DIGITS}x}"


def is_within(salt: str, unit: str, share: Decimal) -> bool:
    """Tell whether a unit lies within a share under a salt; raises ValueError as `end_of`."""
    return place_of(salt, unit) < end_of(share)
