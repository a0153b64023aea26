"""What the company hands over as time goes by: exports that hold only what was known before their day began."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from milepost.simulation.lumen import costs, customers, experiments, orders, timesheets, traffic
from milepost.simulation.lumen.columns import cents, dates, totals
from milepost.simulation.lumen.orders import Orders
from milepost.simulation.lumen.people import People
from milepost.simulation.lumen.trials import HELD_END, TRIALS
from milepost.simulation.lumen.truth import FIRST_DAY, Initiative, Lumen

QUARTERS = (date(2025, 9, 1), date(2025, 12, 1), date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1),
            date(2026, 11, 30))  # fmt: skip
COSTS = "costs"
WINDOW_DAYS = 91
TRIAL_WAIT_DAYS = 35
"""Days from a trial's outcome window to its export: longer than a row can be late; few returns come after."""
ROLL_OUT = "briefs-rollout"
"""The source of the briefs from before the last team's start, with the start of each team."""
HOLDOUT = "holdout"
HELD_DAY = HELD_END * 7 + TRIAL_WAIT_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file that has been handed over: its path below the folder."""

    day: date
    source: str
    path: Path
    rows: int


def schedule(lumen: Lumen) -> list[tuple[date, str]]:
    """Tell which sources are exported on which day, in order of day, then source."""
    whole = [(day, source) for day in _quarters(lumen) for source in ("briefs", "campaigns", "customers", "orders")]
    trials = ((_date(day), trial_source(each)) for each, day in _trials(lumen).items())
    whole += [(day, COSTS) for day in _quarters(lumen)]
    whole += [(_date(HELD_DAY), HOLDOUT)] if _hands_over_holdout(lumen) else []
    return sorted([*whole, *trials, *((_date(day), ROLL_OUT) for day in _roll_outs(lumen))])


def trial_source(initiative: Initiative) -> str:
    """Return the name of the source of an initiative's trial, such as `mens-mail-trial`."""
    return f"{initiative}-trial"


def write(lumen: Lumen, folder: Path) -> Iterator[Export]:
    """Write `exports/DAY/SOURCE.parquet` below a folder, and tell all files in the order of `schedule` once complete.

    Customers and their orders are held some ten thousand customers at a time; files of those names are replaced.
    """
    writers: dict[tuple[date, str], pq.ParquetWriter] = {}
    rows = dict.fromkeys(schedule(lumen), 0)
    try:
        for export, part in _parts(lumen):
            if export not in writers:
                path = folder / _path(export)
                path.parent.mkdir(parents=True, exist_ok=True)
                writers[export] = pq.ParquetWriter(path, part.schema, compression="zstd")
            writers[export].write_table(part)
            rows[export] += part.num_rows
    finally:
        for writer in writers.values():
            writer.close()
    for export, count in rows.items():
        yield Export(day=export[0], source=export[1], path=_path(export), rows=count)


def _path(export: tuple[date, str]) -> Path:
    return Path("exports") / export[0].isoformat() / f"{export[1]}.parquet"


def _parts(lumen: Lumen) -> Iterator[tuple[tuple[date, str], pa.Table]]:
    for who in customers.chunks(lumen):
        drawn = orders.draw(lumen, who)
        loaded = orders.loaded_on(lumen, drawn)
        for on in _quarters(lumen):
            day = _day(on)
            known = drawn.where((drawn.day >= day - WINDOW_DAYS) & (loaded < day)).known(day)
            yield (on, "customers"), _customers(lumen, who, known, day)
            yield (on, "orders"), _orders(lumen, who, known, day)
        for each, day in _trials(lumen).items():
            seen = experiments.outcomes(lumen, each, who, drawn.known(day))
            yield (_date(day), trial_source(each)), experiments.rows(seen, each)
        if _hands_over_holdout(lumen):
            yield (_date(HELD_DAY), HOLDOUT), experiments.held_rows(who, drawn.known(HELD_DAY))
    for day in _roll_outs(lumen):
        yield (_date(day), ROLL_OUT), timesheets.rolled_out(lumen)
    for on in _quarters(lumen):
        yield (on, "briefs"), _briefs(lumen, on)
        campaigns = traffic.campaigns(lumen)
        yield (on, "campaigns"), campaigns.filter(pc.less(campaigns["ended_on"], on))
        yield (on, COSTS), _costs(lumen, on)


def _customers(lumen: Lumen, who: People, known: Orders, day: int) -> pa.Table:
    """Give one row an id known by a day; an order row that came twice counts once."""
    n = len(who.ids)
    again = np.flatnonzero(customers.is_duplicated(lumen, who.ids))
    ids = np.concatenate([who.ids, customers.second_ids(lumen, who.ids[again])])
    person, row = np.concatenate([np.arange(n), again]), np.concatenate([np.arange(n), n + again])
    at = known.who + n * (orders.buyers(lumen, who, known) != who.ids[known.who])
    consent = who.mailable(day - 1).astype(np.int64)
    rows = pa.table({
        "customer_id": pa.array(ids),
        "joined_on": dates(who.joined[person]),
        "email_consent": pa.array(consent[person]),
        "orders": pa.array(np.bincount(at, minlength=2 * n)[row]),
        "spend": pa.array(cents(totals(at, known.spend, 2 * n)[row])),
        "margin": pa.array(cents(totals(at, known.margin, 2 * n)[row])),
    })  # fmt: skip
    return rows.filter(pa.array(who.joined[person] < day))


def _orders(lumen: Lumen, who: People, known: Orders, day: int) -> pa.Table:
    past = replace(lumen, scale=replace(lumen.scale, days=day))
    rows = orders.table(past, who, known)
    change = lumen.faults.schema_change_day
    return rows if change is None or day < change else orders.second_schema(rows)


def _briefs(lumen: Lumen, on: date) -> pa.Table:
    """Give one row a brief all of whose tasks were finished before a day, the last of them in the window."""
    tasks = timesheets.table(lumen)
    sums = [("hours", "sum"), ("started_on", "min"), ("finished_on", "max"), ("task", "count")]
    by_brief = tasks.group_by(["brief_id", "team"], use_threads=False).aggregate(sums)
    first, last = by_brief["started_on_min"], by_brief["finished_on_max"]
    recent = pc.and_(pc.less(last, on), pc.greater_equal(last, on - timedelta(days=WINDOW_DAYS)))
    took = pc.max_element_wise(pc.days_between(first, last), 1)
    columns = {"brief_id": by_brief["brief_id"], "team": by_brief["team"], "hours": by_brief["hours_sum"],
               "days": took, "finished_on": last}  # fmt: skip
    return pa.table(columns).filter(pc.and_(recent, pc.equal(by_brief["task_count"], len(timesheets.TASKS))))


def _costs(lumen: Lumen, on: date) -> pa.Table:
    """Give all charges that began before a day, since the first: each export tells the whole again."""
    charges = costs.table(lumen)
    return charges.filter(pc.less(charges["ChargePeriodStart"], pa.scalar(datetime.combine(on, time(), UTC))))


def _quarters(lumen: Lumen) -> list[date]:
    return [each for each in QUARTERS if each <= lumen.last_day]


def _trials(lumen: Lumen) -> dict[Initiative, int]:
    days = {each: trial.ends * 7 + TRIAL_WAIT_DAYS for each, trial in TRIALS.items()}
    return {each: day for each, day in days.items() if day < lumen.scale.days}


def _roll_outs(lumen: Lumen) -> list[int]:
    """Return the day of the roll-out's export, when every brief of before the last start is long done."""
    day = int(timesheets.roll_out_days(lumen).max()) + TRIAL_WAIT_DAYS
    return [day] if day < lumen.scale.days else []


def _hands_over_holdout(lumen: Lumen) -> bool:
    return lumen.scale.days > HELD_DAY


def _day(on: date) -> int:
    return (on - FIRST_DAY).days


def _date(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)
