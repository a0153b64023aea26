"""Who is in which group of a trial, and who unsubscribes from the company's mails during one."""

from dataclasses import replace

import numpy as np

from milepost.simulation.lumen.chance import Claims, Counts, uniform, whole
from milepost.simulation.lumen.people import NEVER, People
from milepost.simulation.lumen.trials import PRE_WEEKS, TRIALS
from milepost.simulation.lumen.truth import Initiative, Lumen

OUTSIDE, CONTROL, TREATED = 0, 1, 2
"""Groups of an initiative: never exposed (held out, or not eligible), control, treated."""
GROUPS = 3
UNSUBSCRIBED = 0.010
"""Chance that a customer leaves the mailing list in an outcome window, untreated."""


def eligible(who: People, initiative: Initiative) -> Claims:
    """Tell who may be part of an initiative's trial, the globally held out among them."""
    trial = TRIALS[initiative]
    early = who.joined < (trial.starts - PRE_WEEKS) * 7
    return early & who.mailable(trial.starts * 7) if trial.by_mail else early


def group(seed: int, who: People, initiative: Initiative) -> Counts:
    """Assign customers to an initiative's groups: half of the eligible are treated, independently of all else."""
    treated = uniform(seed, f"arm/{initiative}", who.ids) < 0.5
    inside = eligible(who, initiative) & ~who.held_out
    return np.where(inside, np.where(treated, TREATED, CONTROL), OUTSIDE).astype(np.int64)


def left_on(lumen: Lumen, who: People, initiative: Initiative) -> Counts:
    """Return the day in a trial's outcome window on which each customer means to unsubscribe, NEVER for most.

    Only those in the trial who could be mailed at its start do. Responses stay those of the assigned group.
    """
    trial, lift = TRIALS[initiative], lumen.effects.of(initiative).unsubscribe
    drawn = uniform(lumen.seed, f"unsubscribed/{initiative}", who.ids)
    some = np.flatnonzero(drawn < UNSUBSCRIBED + max(0.0, lift))
    few, on = who.where(some), np.full(len(who.ids), NEVER)
    leaves = drawn[some] < UNSUBSCRIBED + lift * (group(lumen.seed, few, initiative) == TREATED)
    leaves &= eligible(few, initiative) & few.mailable(trial.starts * 7)
    # Not on the first day: who leaves then was not there to be tried upon.
    days = 1 + whole(lumen.seed, f"unsubscribed on/{initiative}", few.ids, trial.weeks * 7 - 1)
    on[some] = np.where(leaves, trial.starts * 7 + days, NEVER)
    return on


def after_leaving(lumen: Lumen, who: People) -> People:
    """Let customers unsubscribe in one trial after the other: consent ends on the first day on which they do."""
    for each in sorted(TRIALS, key=lambda each: TRIALS[each].starts):
        on = left_on(lumen, who, each)
        first = (on != NEVER) & ((who.withdrew == NEVER) | (on < who.withdrew))
        who = replace(who, withdrew=np.where(first, on, who.withdrew))
    return who
