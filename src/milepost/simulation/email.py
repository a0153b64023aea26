"""A randomised e-mail campaign with planted effects: the table that examples/email runs on.

Chance comes from Python's own generator, whose sequence for a seed does not change between versions.
"""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

COLUMNS = (
    "recency", "history_segment", "history", "mens", "womens", "zip_code", "newbie", "channel", "segment", "visit",
    "conversion", "spend",
)  # fmt: skip
_BANDS = ((100, "1) $0 - $100"), (200, "2) $100 - $200"), (350, "3) $200 - $350"), (500, "4) $350 - $500"))
_TOP_BAND = "5) $500 +"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmTruth:
    """What an arm does: chance to visit, chance to buy given a visit, mean basket in USD."""

    visit: float
    buy: float
    basket: float

    @property
    def spend(self) -> float:
        """Return the expected spend of a customer, in USD."""
        return self.visit * self.buy * self.basket


TRUTH = {
    "No E-Mail": ArmTruth(visit=0.10, buy=0.07, basket=90.0),
    "Mens E-Mail": ArmTruth(visit=0.18, buy=0.09, basket=90.0),
    "Womens E-Mail": ArmTruth(visit=0.15, buy=0.08, basket=90.0),
}
ROWS = 15_000
SEED = 2026


def email_csv(rows: int = ROWS, seed: int = SEED) -> str:
    """Write the campaign as CSV: a header, then one customer a line, each arm drawn with chance 1/3."""
    chance = random.Random(seed)  # noqa: S311  a simulation, not a secret
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_customer(chance) for _ in range(rows))
    return out.getvalue()


def _customer(chance: random.Random) -> Iterator[object]:
    history = round(30 + chance.expovariate(1 / 210), 2)
    mens, womens = chance.choice(((1, 0), (0, 1), (1, 1)))
    arm = chance.choice(tuple(TRUTH))
    truth = TRUTH[arm]
    visit = chance.random() < truth.visit
    conversion = visit and chance.random() < truth.buy
    # A log-normal basket with sigma .6; its mean is the truth's.
    spend = round(truth.basket * chance.lognormvariate(-0.18, 0.6), 2) if conversion else 0
    yield from (chance.randint(1, 12), _band(history), history, mens, womens)
    yield from (chance.choice(("Urban", "Suburban", "Rural")), chance.randint(0, 1))
    yield from (chance.choice(("Web", "Phone", "Multichannel")), arm, int(visit), int(conversion), spend)


def _band(history: float) -> str:
    return next((name for top, name in _BANDS if history < top), _TOP_BAND)
