"""Which company: its seed, scale, planted effects and faults. What it does follows from these alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

FIRST_DAY = date(2025, 6, 1)
DAYS = 548
HOLDOUT_SHARE = 0.05


class Initiative(StrEnum):
    """A thing the company tries on its customers by a randomised experiment.

    A sentiment mail is a message in the customer's mood; size advice stands on the product page.
    """

    MENS_MAIL = "mens-mail"
    RECOMMENDATIONS = "recommendations"
    SENTIMENT_MAIL = "sentiment-mail"
    DISCOUNT_POPUP = "discount-popup"
    WIN_BACK = "win-back"
    SIZE_ADVICE = "size-advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an initiative does to a treated customer at full response; all zero is no effect.

    `orders`, `basket`, `visits` and `returns` are relative lifts (0.1 is +10%) of the purchase rate, the spend of an
    order, the visits without purchase, and the chance that an order comes back; `margin` is added to the margin's
    share of spend; `unsubscribe` is added to the chance of leaving the mailing list in the outcome window.
    Response climbs to 1 over `ramp_days` of exposure, follows exposure with a carry-over of `half_life_days`, is
    bent by `saturation` (0 is straight; the larger, the earlier the flattening) and scaled by `season`, one factor
    for each calendar quarter. It halves with every `wear_out_days` of exposure; 0 is no wear-out.
    """

    orders: float = 0.0
    basket: float = 0.0
    visits: float = 0.0
    returns: float = 0.0
    margin: float = 0.0
    unsubscribe: float = 0.0
    ramp_days: int = 0
    wear_out_days: int = 0
    half_life_days: float = 3.5
    saturation: float = 0.0
    season: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)


PLANTED: Mapping[Initiative, Effect] = MappingProxyType({
    Initiative.MENS_MAIL: Effect(
        orders=0.26, visits=0.40, unsubscribe=0.004, half_life_days=7, saturation=1.0, season=(0.9, 0.9, 1.0, 1.2)
    ),
    Initiative.RECOMMENDATIONS: Effect(orders=0.05, basket=0.10, visits=0.05, ramp_days=14),
    Initiative.SENTIMENT_MAIL: Effect(),
    Initiative.DISCOUNT_POPUP: Effect(orders=0.03, basket=-0.15, visits=0.08, margin=-0.06, unsubscribe=0.012),
    Initiative.WIN_BACK: Effect(orders=0.03, visits=0.06, half_life_days=7, saturation=1.0),
    Initiative.SIZE_ADVICE: Effect(orders=0.01, returns=-0.25, ramp_days=21),
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """All planted effects. `media` are relative lifts of all orders that a media channel gives at its usual spend.

    `brief_hours_saved` is the share of hours on automated tasks saved, `brief_ramp_days` the days a team needs to
    learn it. Media follow their spend with carry-over `media_half_life_days` and saturation `media_saturation`.
    """

    initiatives: Mapping[Initiative, Effect] = field(default_factory=lambda: PLANTED)
    brief_hours_saved: float = 0.35
    brief_ramp_days: int = 28
    media: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType({"search": 0.10, "social": 0.05, "display": 0.0})
    )
    media_half_life_days: float = 14.0
    media_saturation: float = 1.5

    @classmethod
    def none(cls) -> "Effects":
        """Plant nothing at all: every experiment is a test of A against A."""
        return cls(initiatives={}, brief_hours_saved=0.0, media=dict.fromkeys(("search", "social", "display"), 0.0))

    def of(self, initiative: Initiative) -> Effect:
        """Return the effect of an initiative; one that is not named has none."""
        return self.initiatives.get(initiative, Effect())

    def planted(self, initiative: Initiative, effect: Effect) -> "Effects":
        """Return the same effects with another one in the place of an initiative's."""
        return replace(self, initiatives={**self.initiatives, initiative: effect})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How large: customers, and days from 2025-06-01 (at most 548, which end on 2026-11-30)."""

    customers: int = 20_000
    days: int = DAYS

    def __post_init__(self) -> None:
        if not (self.customers > 0 and 0 < self.days <= DAYS):
            raise ValueError(f"customers must be above 0 and days from 1 to {DAYS}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What goes wrong with the data; all are off at first. Shares are of rows, days count from 2025-06-01 as 0.

    From `schema_change_day` on, orders are exported with another schema. Inside `tracking_outage` (first day, number
    of days) no web session is counted. `fraud_bots` is the share of false sessions and leads from day 300 on.
    `duplicate_leads` have another lead's e-mail address.
    """

    late_rows: float = 0.0
    duplicate_rows: float = 0.0
    duplicate_customers: float = 0.0
    schema_change_day: int | None = None
    tracking_outage: tuple[int, int] | None = None
    fraud_bots: float = 0.0
    consent_withdrawals: float = 0.0
    duplicate_leads: float = 0.0

    @classmethod
    def all(cls) -> "Faults":
        """Switch on every fault, as much as is seen in bad companies."""
        return cls(
            late_rows=0.03, duplicate_rows=0.01, duplicate_customers=0.02, schema_change_day=400,
            tracking_outage=(350, 9), fraud_bots=0.2, consent_withdrawals=0.1, duplicate_leads=0.05,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lumen:
    """One simulated company; equal Lumens have equal tables."""

    seed: int
    scale: Scale = field(default_factory=Scale)
    effects: Effects = field(default_factory=Effects)
    faults: Faults = field(default_factory=Faults)

    @property
    def last_day(self) -> date:
        """Return the last day that has data."""
        return FIRST_DAY + timedelta(days=self.scale.days - 1)
