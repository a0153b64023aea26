"""What was mailed to whom: the history of the initiatives that work by mail."""

import numpy as np
import pyarrow as pa

from milepost.simulation.lumen import groups
from milepost.simulation.lumen.chance import Counts, uniform
from milepost.simulation.lumen.columns import choice, dates
from milepost.simulation.lumen.customers import ORDERS_A_YEAR
from milepost.simulation.lumen.people import People
from milepost.simulation.lumen.trials import TRIALS, WEEKS
from milepost.simulation.lumen.truth import Initiative, Lumen

EVERY_WEEKS, WEEKDAY = 2, 2
"""A mail goes out every other week, on a Tuesday."""
OPENED, CLICKED = 0.24, 0.12
"""Share of mails that an ordinary buyer opens, and of opened mails that are clicked."""
_PLACE = {each: at for at, each in enumerate(Initiative)}
_WEEK_BITS, _PLACE_BITS = 7, 3


def table(lumen: Lumen, who: People) -> pa.Table:
    """Give one row a mail, by day: `customer_id`, `initiative`, `channel`, `sent_on`, `opened`, `clicked` (0 or 1).

    Mailed are the treated of a trial in its outcome window, after a roll-out the control group too, while they
    consent; never the global holdout. Those who buy much open more, whatever a mail does to them.
    """
    people, place, week = _mailed(lumen, who)
    ids = who.ids[people]
    counter = (((ids << _PLACE_BITS) + place) << _WEEK_BITS) + week
    usual = np.minimum(0.9, OPENED * np.sqrt(who.rate * 52 / ORDERS_A_YEAR))
    opened = uniform(lumen.seed, "mail opened", counter) < usual[people]
    clicked = opened & (uniform(lumen.seed, "mail clicked", counter) < CLICKED)
    return pa.table({
        "customer_id": pa.array(ids),
        "initiative": choice(Initiative, place),
        "channel": pa.repeat(pa.scalar("email"), len(ids)),
        "sent_on": dates(week * 7 + WEEKDAY),
        "opened": pa.array(opened.astype(np.int64)),
        "clicked": pa.array(clicked.astype(np.int64)),
    })  # fmt: skip


def rounds(initiative: Initiative) -> list[tuple[int, int]]:
    """Give the weeks in which an initiative mails, with the lowest group mailed: TREATED, after a roll-out CONTROL."""
    trial = TRIALS[initiative]
    if not trial.by_mail:
        return []
    later = WEEKS if trial.rolled_out is None else trial.rolled_out
    tried = [(week, groups.TREATED) for week in range(trial.starts, trial.ends, EVERY_WEEKS)]
    return tried + [(week, groups.CONTROL) for week in range(later, WEEKS, EVERY_WEEKS)]


def _mailed(lumen: Lumen, who: People) -> tuple[Counts, Counts, Counts]:
    """Give the position of the customer, the place of the initiative and the week of each mail."""
    found = [np.empty((3, 0), dtype=np.int64)]
    all_rounds = sorted((week, _PLACE[each], lowest) for each in Initiative for week, lowest in rounds(each))
    group = [groups.group(lumen.seed, who, each) for each in Initiative]
    for week, place, lowest in all_rounds:
        day = week * 7 + WEEKDAY
        if day < lumen.scale.days:
            people = np.flatnonzero((group[place] >= lowest) & who.mailable(day))
            found.append(np.stack([people, np.full(len(people), place), np.full(len(people), week)]))
    people, places, weeks = np.concatenate(found, axis=1)
    return people, places, weeks
