"""A plan seen from a day on which it runs: what is not live by then cannot have been live before.

Nobody records that work began. What is not live is taken to be on its plan until its day has passed; then it takes
longer, as its own range says of those that take at least so long; and once all but 1 in 100 would be done, the plan's
start is nobody's any more: its work is taken to begin on the day.
"""

import math
from collections.abc import Iterator
from dataclasses import replace

from milepost.plan.model import PlanModel, Planned, Range
from milepost.plan.network import dates_of
from milepost.plan.schedule import STALE
from milepost.statistics.portfolio import STANDARD

_TENTH = STANDARD.inv_cdf(0.9)


def seen_from(model: PlanModel, day: float) -> PlanModel:
    """Return the model with nothing that is open ending before `day`, a day number; up to the start nothing changes."""
    if day <= 0:
        return model
    for _ in model.capabilities:
        found = dates_of(model)
        late = set(_overdue(model, list(found.live.values()), day))
        if not late:
            break
        begun = list(found.begun.values())
        capabilities = tuple(
            _later(each, begun[place], day) if place in late else each for place, each in enumerate(model.capabilities)
        )
        model = replace(model, capabilities=capabilities)
    return model


def _overdue(model: PlanModel, live: list[float], day: float) -> Iterator[int]:
    """Give those that should be live and wait for no other such: the others move when these do."""
    late = {
        place for place, each in enumerate(model.capabilities)
        if each.done is None and live[place] < day - 1e-3
    }  # fmt: skip
    for place in sorted(late):
        each = model.capabilities[place]
        ahead = (other for other in late if other < place and model.capabilities[other].team == each.team)
        if not late & set(each.after) and (each.team is None or next(ahead, None) is None):
            yield place


def _later(each: Planned, begun: float, day: float) -> Planned:
    passed = day - begun
    if each.effort.p50 <= 0 or _score(each.effort, passed) > STALE:
        return replace(each, ready=max(each.ready, day))
    return replace(each, effort=longer_than(each.effort, passed))


def longer_than(effort: Range, days: float) -> Range:
    """Return the percentiles of what takes longer than `days`: those of the log-normal that the range stands for.

    `days` not so long that nothing takes longer. A range of equal percentiles takes just as long.
    """
    done = STANDARD.cdf(_score(effort, days))
    p10, p50, p90 = (_at(effort, STANDARD.inv_cdf(done + (1 - done) * share)) for share in (0.1, 0.5, 0.9))
    return Range(p10=max(p10, days), p50=max(p50, days), p90=max(p90, days))


def _score(effort: Range, days: float) -> float:
    if days <= 0:
        return -math.inf
    wide = math.log((effort.p50 / effort.p10) if days < effort.p50 else (effort.p90 / effort.p50)) / _TENTH
    return math.log(days / effort.p50) / wide if wide > 0 else (-9.0 if days <= effort.p50 else 9.0)


def _at(effort: Range, score: float) -> float:
    wide = math.log((effort.p50 / effort.p10) if score < 0 else (effort.p90 / effort.p50)) / _TENTH
    return effort.p50 * math.exp(score * wide)
