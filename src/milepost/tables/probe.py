"""What is recorded of a live test of an integration: whether the other system answered, and how fast."""

from dataclasses import dataclass
from decimal import Decimal

TESTED = "integration.tested"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """One live test. `took_ms` is the time to the answer in milliseconds, None where none came.

    Where the system was asked is deployment and not kept. `because` is what was found, in words.
    """

    ok: bool
    because: str
    took_ms: Decimal | None = None
