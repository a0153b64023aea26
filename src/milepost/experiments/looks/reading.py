"""From rows of aggregates to looks: each metric a mean, Welch at a single look, always-valid where asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from milepost.experiments.judge import SRM_ALPHA
from milepost.experiments.looks.look import Look, LooksRead, Rejections, Series
from milepost.experiments.looks.rows import MISFIT, SHRINKS, reason, row_findings, shrinking, skipped_findings
from milepost.experiments.looks.sentence import sentence
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.words import Phase
from milepost.outcomes.look_table import Key, LookRow
from milepost.statistics.always_valid import information
from milepost.statistics.estimate import Estimate, estimate, welch_satterthwaite
from milepost.statistics.mean import mean_level
from milepost.statistics.moments import Moments
from milepost.statistics.srm import srm_p_value

PLANNED_PER_FIRST = 10
"""Without a plan, a series is planned for ten times the units of its first look: known then, and blind to results."""


def read_looks(
    rows: Sequence[LookRow],
    source: str,
    *,
    alpha: float,
    sequential: bool,
    planned: int | None,
    split: tuple[float, float] | None = None,
) -> tuple[LooksRead, tuple[Finding, ...]]:
    """Read all series; `planned` units hold for each of them, None for ten times its first look's.

    With `split`, the intended shares of control and treatment, a series whose last look does not fit them gives no
    number at any look: finding MP548. Nothing is adjusted for the number of series. Raises Refused with MP562, MP563;
    other looks that give no number are findings MP560 and MP561.
    """
    if refusals := tuple(row_findings(rows, source)):
        raise Refused(*refusals)
    skipped: dict[str, list[LookRow]] = defaultdict(list)
    series = tuple(
        _series(key, each, alpha=alpha, sequential=sequential, planned=planned, split=split, skipped=skipped)
        for key, each in sorted(_by_series(rows).items())
    )
    fixed = _rejections((tuple(look.fixed for look in each.readable) for each in series), alpha)
    valid = _rejections((tuple(look.valid for look in each.readable) for each in series), alpha)
    found = LooksRead(
        source=source,
        alpha=alpha,
        series=series,
        fixed=fixed,
        valid=valid if sequential else None,
        uneven=_uneven(rows) if split is None else 0,
        split=split,
        misfits=len({row.key for row in skipped[MISFIT]}),
        sentence=sentence(series, fixed, valid if sequential else None, alpha),
        planned=planned if sequential else None,
    )
    return found, tuple(skipped_findings(skipped, source))


def _by_series(rows: Sequence[LookRow]) -> Mapping[Key, list[LookRow]]:
    found: dict[Key, list[LookRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each.time or 0.0):
        found[row.key].append(row)
    return found


def _series(
    key: Key,
    rows: Sequence[LookRow],
    *,
    alpha: float,
    sequential: bool,
    planned: int | None,
    split: tuple[float, float] | None,
    skipped: dict[str, list[LookRow]],
) -> Series:
    less = shrinking(rows)
    reasons = [reason(row) or (SHRINKS if row.row in less else "") for row in rows]
    if split is not None and _is_misfit([row for row, why in zip(rows, reasons, strict=True) if not why], split):
        reasons = [why or MISFIT for why in reasons]
    for row, why in zip(rows, reasons, strict=True):
        if why:
            skipped[why].append(row)
    first = next((_units(row) for row, why in zip(rows, reasons, strict=True) if not why), None)
    plan = (planned or (first or 0) * PLANNED_PER_FIRST or None) if sequential else None
    looks = (_look(row, why, alpha, plan) for row, why in zip(rows, reasons, strict=True))
    return Series(key=key, looks=tuple(looks), planned=plan)


def _look(row: LookRow, why: str, alpha: float, planned: int | None) -> Look:
    time, units = row.time or 0.0, _units(row)
    if why:
        return Look(key=row.key, time=time, units=units, phase=Phase.ERROR, because=why)
    _, count_c, count_t, mean_c, mean_t, variance_c, variance_t = (each or 0.0 for each in row.numbers)
    control, treatment = _moments(count_c, mean_c, variance_c), _moments(count_t, mean_t, variance_t)
    before, after = mean_level(control), mean_level(treatment)
    error, freedom = (before.variance + after.variance) ** 0.5, welch_satterthwaite(before, after)
    effect = after.value - before.value
    fixed = estimate(effect, error, freedom)
    x = None if planned is None else information(units, planned)
    valid = None if x is None else estimate(effect, error, freedom, information=x)
    return Look(key=row.key, time=time, units=units, phase=_phase(valid or fixed, alpha), fixed=fixed, valid=valid)


def _moments(n: float, mean: float, variance: float) -> Moments:
    return Moments(n=round(n), means=(mean,), cross=((variance * (n - 1),),))


def _units(row: LookRow) -> int:
    return round(sum(each or 0.0 for each in row.numbers[1:3]))


def _phase(of: Estimate, alpha: float) -> Phase:
    if of.p_value >= alpha:
        return Phase.INCONCLUSIVE
    return Phase.SUCCESSFUL if of.effect > 0 else Phase.FAILED


def _rejections(series: Iterable[Sequence[Estimate | None]], alpha: float) -> Rejections:
    rejected = [[each is not None and each.p_value < alpha for each in looks] for looks in series if looks]
    return Rejections(at_last=sum(each[-1] for each in rejected), at_any=sum(map(any, rejected)))


def _uneven(rows: Sequence[LookRow]) -> int:
    last: dict[tuple[str, str], LookRow] = {}
    for row in sorted(rows, key=lambda each: each.time or 0.0):
        if all(each is not None and each > 0 for each in row.numbers[1:3]):
            last[row.key[:2]] = row
    return sum(srm_p_value(_counts(each), (0.5, 0.5)) < SRM_ALPHA for each in last.values())


def _is_misfit(rows: Sequence[LookRow], split: tuple[float, float]) -> bool:
    """Hold the last look that can be read against the split: a check at every look would fire more often."""
    return bool(rows) and srm_p_value(_counts(rows[-1]), split) < SRM_ALPHA


def _counts(row: LookRow) -> list[int]:
    return [round(each or 0.0) for each in row.numbers[1:3]]
