"""The dates that won the budget, held against what came: the first frozen forecast of each thing, scored once.

A capability's date is that of being live and proven to work, a milestone's that of its being achieved first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milepost.kernel.ids import Ref
from milepost.kernel.time import day_in
from milepost.plan.forecast import DateForecast, FrozenForecast
from milepost.plan.progress import Progress
from milepost.program.compiled import CompiledProgram
from milepost.roadmap.facts import Facts, Told
from milepost.roadmap.history import History
from milepost.roadmap.judge import Bench
from milepost.roadmap.progress import progress_of
from milepost.statistics.forecast_score import LEVELS, pinball, wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class DateScored:
    """A frozen date and what came of it by now; `event` froze it.

    `came` is None while it has not come. `late` is days after p50, negative before, `pinball` the mean loss in days at
    p10, p50 and p90 (lower is better; Gneiting & Raftery 2007); None where it has not come or a quantile is never.
    `is_inside` tells whether it came between p10 and p90; one that is not there after p90 is outside. None while open.
    `brier` is the squared error of the chance to be there by the date, known once it came or the date has passed.
    `is_named` is False of what the program does not name any more: it was promised all the same, and is scored.
    """

    ref: str
    owner: str | None
    promised: DateForecast
    event: str
    came: date | None
    late: int | None
    is_inside: bool | None
    pinball: float | None
    brier: float | None
    is_named: bool

    @property
    def is_decided(self) -> bool:
        """Tell whether its range or its chance can be held against something by now."""
        return self.is_inside is not None or self.brier is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesSummary:
    """The dates of one owner: how many ranges are decided and hold, the interval of that share (Wilson's), and Brier.

    Honest ranges hold 80%. The interval is None where no range is decided yet, Brier where no chance is.
    """

    decided: int
    inside: int
    coverage_ci95: tuple[float, float] | None
    brier: float | None


def dates_scored(program: CompiledProgram, facts: Facts, at: datetime) -> tuple[DateScored, ...]:
    """Return every date that a forecast was frozen for, in the order of freezing.

    What was taken out of the program, or named anew, stays: who takes out what is late would have the better score.
    """
    history = History(bench=Bench(facts=facts), until=at)
    known: dict[str, Progress] = {}
    today, found = day_in(at, program.program.time_zone), []
    for ref, (promised, told) in _first(program, facts, at).items():
        of = _last_with(ref, program, facts, at)
        if of.digest not in known:
            known[of.digest] = progress_of(of, facts, at)
        came = _came(ref, known[of.digest], history, of)
        found.append(_scored(ref, promised, told, came, today, is_named=of is program))
    return tuple(found)


def dates_by_owner(found: tuple[DateScored, ...]) -> dict[str, DatesSummary]:
    """Sum up the decided dates of each owner, by role."""
    owners = sorted({each.owner for each in found if each.owner is not None and each.is_decided})
    return {owner: _summary([each for each in found if each.owner == owner]) for owner in owners}


def _first(
    program: CompiledProgram, facts: Facts, at: datetime
) -> Mapping[Ref, tuple[DateForecast, Told[FrozenForecast]]]:
    found: dict[Ref, tuple[DateForecast, Told[FrozenForecast]]] = {}
    for told in facts.won.get(program.program.id, ()):
        for kind, dates in (("milestone", told.fact.milestones), ("capability", told.fact.capabilities)):
            for slug, promised in dates.items() if told.at <= at else ():
                found.setdefault(Ref(kind, slug), (promised, told))
    return found


def _last_with(ref: Ref, program: CompiledProgram, facts: Facts, at: datetime) -> CompiledProgram:
    """Return the program, or where it does not name this any more, the last accepted one that did."""
    earlier = [each for told, each in reversed(facts.programs) if told.at <= at]
    return next((each for each in (program, *earlier) if _names(each, ref)), program)


def _names(program: CompiledProgram, ref: Ref) -> bool:
    return ref.slug in (program.milestones if ref.kind == "milestone" else program.capabilities)


def _came(ref: Ref, progress: Progress, history: History, program: CompiledProgram) -> date | None:
    if ref.kind == "capability":
        known = progress.capabilities.get(ref.slug)
        return known.live if known is not None and known.works else None
    achieved = history.first_achieved(ref.slug)
    return day_in(achieved, program.program.time_zone) if achieved is not None else None


def _scored(
    ref: Ref, promised: DateForecast, told: Told[FrozenForecast], came: date | None, today: date, *, is_named: bool
) -> DateScored:
    quantiles = [each.toordinal() for each in (promised.p10, promised.p50, promised.p90) if each is not None]
    is_whole = came is not None and len(quantiles) == len(LEVELS)
    losses = (
        [pinball(level, at, came.toordinal()) for level, at in zip(LEVELS, quantiles, strict=False)] if came else []
    )
    return DateScored(
        ref=str(ref),
        owner=told.fact.owners.get(str(ref)),
        promised=promised,
        event=told.event.id,
        came=came,
        late=(came - promised.p50).days if came is not None and promised.p50 is not None else None,
        is_inside=_inside(promised, came, today),
        pinball=sum(losses) / len(losses) if is_whole else None,
        brier=_brier(promised, came, today),
        is_named=is_named,
    )


def _inside(promised: DateForecast, came: date | None, today: date) -> bool | None:
    if came is None:
        return False if promised.p90 is not None and today > promised.p90 else None
    not_before = promised.p10 is not None and came >= promised.p10
    return not_before and (promised.p90 is None or came <= promised.p90)


def _brier(promised: DateForecast, came: date | None, today: date) -> float | None:
    if promised.due is None or (came is None and today <= promised.due):
        return None
    made = came is not None and came <= promised.due
    return (float(promised.chance) - made) ** 2


def _summary(found: list[DateScored]) -> DatesSummary:
    decided = [each for each in found if each.is_inside is not None]
    inside = sum(bool(each.is_inside) for each in decided)
    briers = [each.brier for each in found if each.brier is not None]
    return DatesSummary(
        decided=len(decided),
        inside=inside,
        coverage_ci95=wilson(inside, len(decided)) if decided else None,
        brier=sum(briers) / len(briers) if briers else None,
    )
