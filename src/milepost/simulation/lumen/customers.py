"""The customers: who they are, how they buy, how they answer to being tried upon, what they consented to."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from milepost.simulation.lumen.chance import Claims, Counts, lognormal, pick, uniform, whole
from milepost.simulation.lumen.columns import choice, dates, numbered, some_dates
from milepost.simulation.lumen.groups import after_leaving
from milepost.simulation.lumen.people import NEVER, People
from milepost.simulation.lumen.truth import DAYS, HOLDOUT_SHARE, Lumen

CHUNK = 50_000
"""Customers held in memory at once; no content depends on it."""
REGIONS = {"north": 0.28, "south": 0.24, "east": 0.16, "west": 0.22, "islands": 0.10}
CHANNELS = {"web": 0.52, "app": 0.28, "store": 0.20}
SEGMENTS = {"mens": 0.34, "womens": 0.41, "home": 0.25}
TYPES = {"persuadable": 0.4, "sure thing": 0.3, "lost cause": 0.2, "sleeping dog": 0.1}
"""How a customer answers to marketing: hidden from everybody, and drawn apart from how much they buy."""
RESPONSE = (2.1, 0.5, 0.3, -0.5)
"""The factor of each type on a lift of orders; its mean over TYPES is 1, so that stated lifts are average lifts."""
CONSENT = {"email": 0.62, "sms": 0.25, "push": 0.30}
ORDERS_A_YEAR = 4.2
BASKET_EUR = 58.0

_FIRST = (
    "ada", "ben", "carla", "deniz", "elif", "finn", "greta", "hugo", "ines", "jonas", "kaja", "luca",
    "mira", "noor", "ole", "paula", "quentin", "rosa", "sami", "tess", "umut", "vera", "wim", "yara",
)  # fmt: skip
_LAST = (
    "adler", "berg", "costa", "dorn", "engel", "ferri", "gruber", "hahn", "ilic", "jansen", "koch", "lind",
    "moser", "novak", "orban", "peters", "quist", "rossi", "stark", "toth", "ulrich", "vogel", "weber", "zeman",
)  # fmt: skip


def chunks(lumen: Lumen) -> Iterator[People]:
    """Give all customers by id, some ten thousand at a time."""
    for low in range(0, lumen.scale.customers, CHUNK):
        yield people(lumen, low, min(low + CHUNK, lumen.scale.customers))


def people(lumen: Lumen, low: int, high: int) -> People:
    """Draw the customers with ids from `low` to `high` - 1, the same for every scale.

    Of planted effects only those on unsubscribing change anything: the days of withdrawal, and so who can be mailed.
    """
    seed, ids = lumen.seed, np.arange(low, high, dtype=np.int64)
    joined = _joined(seed, ids)
    consented = _consented(seed, "email", ids, joined)
    drawn = People(
        ids=ids,
        joined=joined,
        rate=ORDERS_A_YEAR / 52 * lognormal(seed, "rate", ids, 0.8),
        basket=BASKET_EUR * lognormal(seed, "basket", ids, 0.35),
        kind=pick(seed, "type", ids, tuple(TYPES.values())),
        held_out=uniform(seed, "holdout", ids) < HOLDOUT_SHARE,
        consented=consented,
        withdrew=_withdrew(lumen, "email", ids, consented),
    )
    return after_leaving(lumen, drawn)


def table(lumen: Lumen, who: People) -> pa.Table:
    """Give customers as the CRM has them on the last day, one row an id; consent dates are null where none was given.

    E-mail consent ends by withdrawal or by unsubscribing from the mails of a trial, whichever came first.
    With the fault of duplicate customers, some persons have a second row under an id at or above the number of
    customers, with their address written in another way.
    """
    who = who.where(who.joined < lumen.scale.days)
    seed, ids, last = lumen.seed, who.ids, lumen.scale.days
    columns = {
        "customer_id": pa.array(ids),
        "email": _address(seed, ids),
        "joined_on": dates(who.joined),
        "region": choice(REGIONS, pick(seed, "region", ids, tuple(REGIONS.values()))),
        "channel": choice(CHANNELS, channels(seed, ids)),
        "segment": choice(SEGMENTS, pick(seed, "segment", ids, tuple(SEGMENTS.values()))),
        "global_holdout": pa.array(who.held_out),
    }
    for channel in CONSENT:
        given = _consented(seed, channel, ids, who.joined)
        columns[f"{channel}_consent_on"] = some_dates(given, (given != NEVER) & (given < last))
        ended = who.withdrew if channel == "email" else _withdrew(lumen, channel, ids, given)
        columns[f"{channel}_withdrawn_on"] = some_dates(ended, (ended != NEVER) & (ended < last))
    whole_table = pa.table(columns)
    again = is_duplicated(lumen, ids)
    return pa.concat_tables([whole_table, _second(lumen, whole_table.filter(pa.array(again)))])


def channels(seed: int, ids: Counts) -> Counts:
    """Return the position in CHANNELS where each customer buys."""
    return pick(seed, "channel", ids, tuple(CHANNELS.values()))


def is_duplicated(lumen: Lumen, ids: Counts) -> Claims:
    """Tell which customers have a second id."""
    claims: Claims = uniform(lumen.seed, "duplicate", ids) < lumen.faults.duplicate_customers
    return claims


def second_ids(lumen: Lumen, ids: Counts) -> Counts:
    """Return the other id of customers who have two."""
    return ids + lumen.scale.customers


def _second(lumen: Lumen, rows: pa.Table) -> pa.Table:
    ids = pa.array(second_ids(lumen, rows["customer_id"].to_numpy()))
    address = pc.replace_substring(pc.ascii_capitalize(rows["email"]), ".", "_", max_replacements=1)
    return rows.set_column(0, "customer_id", ids).set_column(1, "email", address)


def _joined(seed: int, ids: Counts) -> Counts:
    # Seven in ten joined in the five years before the first day, the others at an even pace since.
    before = uniform(seed, "joined before", ids) < 0.7
    at = uniform(seed, "joined", ids)
    return np.where(before, -1 - np.floor(at * 1825), np.floor(at * DAYS)).astype(np.int64)


def _consented(seed: int, channel: str, ids: Counts, joined: Counts) -> Counts:
    gives = uniform(seed, f"consent/{channel}", ids) < CONSENT[channel]
    later = np.where(uniform(seed, f"consent later/{channel}", ids) < 0.8, 0, whole(seed, f"delay/{channel}", ids, 120))
    return np.where(gives & (joined + later < DAYS), joined + later, NEVER)


def _withdrew(lumen: Lumen, channel: str, ids: Counts, given: Counts) -> Counts:
    leaves = uniform(lumen.seed, f"leaves/{channel}", ids) < lumen.faults.consent_withdrawals
    on = whole(lumen.seed, f"leaves on/{channel}", ids, DAYS)
    return np.where(leaves & (given != NEVER) & (on > given), on, NEVER)


def _address(seed: int, ids: Counts) -> pa.Array:
    first = choice(_FIRST, whole(seed, "first name", ids, len(_FIRST)))
    last = choice(_LAST, whole(seed, "last name", ids, len(_LAST)))
    person = pc.binary_join_element_wise(first.cast(pa.string()), last.cast(pa.string()), ".")
    return pc.binary_join_element_wise(person, numbered("", ids), pa.scalar("@example.com"), "")
