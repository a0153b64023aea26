"""Hours of the marketing teams by brief and task, with automation that reaches one team after the other."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from milepost.simulation.lumen.chance import Counts, Reals, lognormal, uniform, whole
from milepost.simulation.lumen.columns import choice, dates, numbered
from milepost.simulation.lumen.truth import Lumen

TEAMS = ("brand", "content", "crm", "outdoor", "partners", "performance", "social", "store")
TASKS = {"research": 2.0, "write": 5.0, "design": 6.0, "review": 2.5, "approve": 1.0}
"""Mean hours of a task of one brief, by hand."""
AUTOMATED = ("research", "write", "review")
FIRST_ROLL_OUT, ROLL_OUT_EVERY = 210, 35
"""Day on which the first team gets the automation, and days from team to team, in random order."""
BRIEFS_A_WEEK = 5
_WEEKS = 78


def roll_out_days(lumen: Lumen) -> Counts:
    """Return the day on which each of TEAMS starts with the automation; the order of teams is drawn."""
    drawn = uniform(lumen.seed, "roll-out", np.arange(len(TEAMS), dtype=np.int64))
    return FIRST_ROLL_OUT + ROLL_OUT_EVERY * np.argsort(np.argsort(drawn)).astype(np.int64)


def roll_out(lumen: Lumen) -> pa.Table:
    """Give the randomised roll-out: `team` and `automated_from`."""
    return pa.table({"team": pa.array(TEAMS), "automated_from": dates(roll_out_days(lumen))})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One row a brief and task, in arrays of one length; `by_hand` are the hours it would take by hand."""

    brief: Counts
    team: Counts
    task: Counts
    begun: Counts
    by_hand: Reals
    saved: Reals


def rolled_out(lumen: Lumen) -> pa.Table:
    """Give one row a brief begun before the last team's start, all its tasks done, with its team's start.

    `brief_id`, `team`, `automated_from`, `begun_on`, `finished_on`, `hours`, `days` (at least 1).
    """
    sums = [("hours", "sum"), ("started_on", "min"), ("finished_on", "max"), ("task", "count")]
    found = table(lumen).group_by(["brief_id", "team"], use_threads=False).aggregate(sums)
    found = found.join(roll_out(lumen), "team", use_threads=False).sort_by("brief_id")
    whole = pc.and_(
        pc.equal(found["task_count"], len(TASKS)), pc.less(found["started_on_min"], pc.max(found["automated_from"]))
    )
    took = pc.max_element_wise(pc.days_between(found["started_on_min"], found["finished_on_max"]), 1)
    columns = {"brief_id": found["brief_id"], "team": found["team"], "automated_from": found["automated_from"],
               "begun_on": found["started_on_min"], "finished_on": found["finished_on_max"],
               "hours": found["hours_sum"], "days": took}  # fmt: skip
    return pa.table(columns).filter(whole)


def table(lumen: Lumen) -> pa.Table:
    """Give one row a brief and task: `team`, `brief_id`, `task`, `hours`, `started_on`, `finished_on`.

    Hours are booked in quarters. What is finished after the last day is not there yet.
    """
    work = _work(lumen)
    hours = _booked(work.by_hand * (1 - work.saved))
    # A brief lies still for two hours out of three.
    started = work.begun + np.floor(work.task * 1.6 * (1 - work.saved)).astype(np.int64)
    finished = started + np.ceil(hours / 4).astype(np.int64)
    rows = pa.table({
        "team": choice(TEAMS, work.team),
        "brief_id": numbered("b-", work.brief),
        "task": choice(TASKS, work.task),
        "hours": pa.array(hours),
        "started_on": dates(started),
        "finished_on": dates(finished),
    })  # fmt: skip
    return rows.filter(pa.array(finished < lumen.scale.days))


def saved(lumen: Lumen) -> pa.Table:
    """Give the truth of the automation: `team`, `brief_id`, `task`, `hours_by_hand`, `hours_saved`, unrounded."""
    work = _work(lumen)
    return pa.table({
        "team": choice(TEAMS, work.team),
        "brief_id": numbered("b-", work.brief),
        "task": choice(TASKS, work.task),
        "hours_by_hand": pa.array(work.by_hand),
        "hours_saved": pa.array(work.by_hand * work.saved),
    })  # fmt: skip


def hours_saved(lumen: Lumen) -> float:
    """Return the truth of the roll-out: hours saved on briefs begun after their team's start and before the last."""
    work, starts = _work(lumen), roll_out_days(lumen)
    counted = (work.begun >= starts[work.team]) & (work.begun < starts.max())
    return float((work.by_hand * work.saved)[counted].sum())


def _work(lumen: Lumen) -> _Work:
    seed, row = lumen.seed, np.arange(len(TEAMS) * _WEEKS * BRIEFS_A_WEEK * len(TASKS), dtype=np.int64)
    brief, task = row // len(TASKS), row % len(TASKS)
    team = brief % len(TEAMS)
    begun = brief // len(TEAMS) // BRIEFS_A_WEEK * 7 + 1 + whole(seed, "brief begun", brief, 5)
    skill = lognormal(seed, "team", team, 0.12) * lognormal(seed, "brief", brief, 0.3)
    by_hand = np.array(list(TASKS.values()))[task] * skill * lognormal(seed, "task", row, 0.35)
    share = saved_share(lumen, team, task, begun)
    return _Work(brief=brief, team=team, task=task, begun=begun, by_hand=by_hand, saved=share)


def _booked(hours: Reals) -> Reals:
    booked: Reals = np.maximum(0.25, np.round(hours * 4) / 4)
    return booked


def saved_share(lumen: Lumen, team: Counts, task: Counts, begun: Counts) -> Reals:
    """Return the share of hours saved on tasks of briefs begun on the given days: 0 before a team's roll-out."""
    since = begun - roll_out_days(lumen)[team]
    learnt = np.clip((since + 1) / max(1, lumen.effects.brief_ramp_days), 0.0, 1.0)
    automated = np.isin(task, [list(TASKS).index(each) for each in AUTOMATED])
    saved: Reals = np.where(automated & (since >= 0), lumen.effects.brief_hours_saved * learnt, 0.0)
    return saved
