"""What the company sees of its market: weekly signals, campaigns, web sessions by day, leads."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from milepost.simulation.lumen.calendar import WEEKDAY, demand, market, season
from milepost.simulation.lumen.chance import Counts, Reals, lognormal, normal, pick, uniform, whole
from milepost.simulation.lumen.columns import cents, choice, dates, numbered
from milepost.simulation.lumen.trials import WEEKS
from milepost.simulation.lumen.truth import Lumen

SESSIONS = {"direct": 0.26, "search": 0.30, "social": 0.14, "display": 0.12, "email": 0.11, "referral": 0.07}
SESSIONS_A_CUSTOMER_DAY = 0.16
CLICK_EUR = {"search": 0.62, "social": 0.48, "display": 0.22}
CLAIMED_EUR_A_CLICK = {"search": 2.3, "social": 1.7, "display": 1.1}
"""What the platforms say a click brought: last click, so that display claims sales which it did not cause."""
BOTS_FROM = 300
LEAD_STAGES = {"new": 0.45, "contacted": 0.30, "qualified": 0.15, "won": 0.06, "lost": 0.04}


def signals(lumen: Lumen) -> pa.Table:
    """Give the market week by week: `week_of`, `market_index` (100 is ordinary), `competitor_price` (100 at first)."""
    week = _weeks(lumen)
    drawn = market(lumen)
    noise = 1 + 0.01 * normal(lumen.seed, "index noise", week)
    return pa.table({
        "week_of": dates(week * 7),
        "market_index": pa.array(np.round(100 * drawn.index[week] * noise, 2)),
        "competitor_price": pa.array(np.round(drawn.competitor_price[week], 2)),
    })  # fmt: skip


def campaigns(lumen: Lumen) -> pa.Table:
    """Give paid media, one row a channel and week: spend (EUR), impressions, clicks, sales claimed by the platform."""
    week, drawn, parts = _weeks(lumen), market(lumen), []
    for at, (channel, spend) in enumerate(drawn.media.items()):
        counter = week + WEEKS * at
        # Clicks saturate: twice the spend brings 1.6 times the clicks.
        usual = spend.mean()
        clicks = (
            usual / CLICK_EUR[channel] * (spend[week] / usual) ** 0.7 * lognormal(lumen.seed, "clicks", counter, 0.1)
        )
        claimed = clicks * CLAIMED_EUR_A_CLICK[channel] * demand(lumen)[week] / demand(lumen)[:-1].mean()
        parts.append(pa.table({
            "campaign_id": numbered(f"{channel}-", week),
            "channel": pa.repeat(pa.scalar(channel), len(week)),
            "started_on": dates(week * 7),
            "ended_on": dates(np.minimum(week * 7 + 6, lumen.scale.days - 1)),
            "spend": pa.array(spend[week]),
            "impressions": pa.array(np.floor(clicks * (40 + 120 * at)).astype(np.int64)),
            "clicks": pa.array(np.floor(clicks).astype(np.int64)),
            "claimed_sales": pa.array(cents(claimed)),
        }))  # fmt: skip
    return pa.concat_tables(parts)


def sessions(lumen: Lumen) -> pa.Table:
    """Give web sessions by day and channel: `day`, `channel`, `sessions`, `bounces`, `checkouts`.

    No row is there for a day of a tracking outage; bots bounce, come from display and never check out.
    """
    day = np.arange(lumen.scale.days, dtype=np.int64)
    level = lumen.scale.customers * SESSIONS_A_CUSTOMER_DAY * season(day) * WEEKDAY[day % 7]
    level = level * market(lumen).index[day // 7] * market(lumen).media_factor[day // 7]
    parts = [_channel(lumen, channel, at, day, level) for at, channel in enumerate(SESSIONS)]
    rows = pa.concat_tables(parts)
    if lumen.faults.tracking_outage is None:
        return rows
    first, length = lumen.faults.tracking_outage
    days = np.tile(day, len(SESSIONS))
    return rows.filter(pa.array((days < first) | (days >= first + length)))


def leads(lumen: Lumen) -> pa.Table:
    """Give business leads, one in forty customers: `lead_id`, `created_on`, `source`, `stage`, `value` (EUR), `email`.

    False ones, with the fault of fraud, are all from display, all new and all of one value.
    """
    seed, row = lumen.seed, np.arange(max(8, lumen.scale.customers // 40), dtype=np.int64)
    day = whole(seed, "lead on", row, lumen.scale.days)
    false = (day >= BOTS_FROM) & (uniform(seed, "false lead", row) < lumen.faults.fraud_bots)
    source = pick(seed, "lead from", row, tuple(SESSIONS.values()))
    value = np.round(4000 * lognormal(seed, "lead value", row, 0.7), -2)
    stage = pick(seed, "lead stage", row, tuple(LEAD_STAGES.values()))
    again = uniform(seed, "lead twice", row) < lumen.faults.duplicate_leads
    person = np.where(again, whole(seed, "lead of", row, len(row)), row)
    address = pc.binary_join_element_wise(numbered("buyer-", person), "example.org", "@")
    return pa.table({
        "lead_id": numbered("l-", row),
        "created_on": dates(day),
        "source": choice(SESSIONS, np.where(false, list(SESSIONS).index("display"), source)),
        "stage": choice(LEAD_STAGES, np.where(false, 0, stage)),
        "value": pa.array(np.where(false, 9999.0, value)),
        "email": pc.if_else(pa.array(false), "zz@example.net", address),
    })  # fmt: skip


def _channel(lumen: Lumen, channel: str, at: int, day: Counts, level: Reals) -> pa.Table:
    counter = day * 16 + at
    people = level * SESSIONS[channel] * lognormal(lumen.seed, "sessions", counter, 0.06)
    bots = np.zeros(len(day))
    if channel == "display":
        share = lumen.faults.fraud_bots
        bots = np.where(day >= BOTS_FROM, level * share / max(1e-9, 1 - share), 0.0)
    bounced = 0.42 * people * lognormal(lumen.seed, "bounces", counter, 0.04)
    return pa.table({
        "day": dates(day),
        "channel": pa.repeat(pa.scalar(channel), len(day)),
        "sessions": pa.array(np.floor(people + bots).astype(np.int64)),
        "bounces": pa.array(np.floor(np.minimum(bounced, people) + bots).astype(np.int64)),
        "checkouts": pa.array(np.floor(0.06 * people).astype(np.int64)),
    })  # fmt: skip


def _weeks(lumen: Lumen) -> Counts:
    return np.arange(-(-lumen.scale.days // 7), dtype=np.int64)
