"""Returns as a story: what came back, at least; then the plan beside it, and how good the forecasts were."""

from collections.abc import Iterator, Sequence

from milepost.kernel.words import Grade
from milepost.ledger.entry import Amount
from milepost.ledger.returns import Returns
from milepost.presentation.returns_words import (
    days_said,
    figure,
    month_said,
    probability_said,
    roi_said,
    span_said,
    times,
    variance_said,
)
from milepost.presentation.values import NOTHING, Story, Table, columns
from milepost.roadmap.forecasts import ForecastNow, by_owner
from milepost.roadmap.money import bare, headline, money
from milepost.roadmap.plan_quarters import PlanQuarter, together
from milepost.roadmap.reckoned import Reckoned
from milepost.roadmap.returns import NO_HOLDOUT, Account, By, Planned, terms_of
from milepost.statistics.forecast_score import Summary

LEFT_OUT = "Not counted: {entry} of {capability}: {because}."
WHOLE = "whole program"
NEVER_ADDED = "Realised, measured and planned are columns, never added."


def returns_story(of: Reckoned) -> Story:
    """Word returns for a terminal; one thing alone is told in full."""
    tables = [each for one in of.found for each in _figures(of, one)] if len(of.found) == 1 else []
    tables += [_table(of)] if len(of.found) > 1 else []
    tables += _plans(of)
    tables += [_forecasts(of)] if of.forecasts else []
    first, *notes = [*_planned(of), *_notes(of), *_method(of)]
    return Story(message=_message(of), lines=(first, *notes), tables=tuple(tables))


def _message(of: Reckoned) -> str:
    claimed = [(each, each.realised.roi) for each in of.found if each.realised and each.entries and each.realised.roi]
    day = f"{of.accounts.day.day} {of.accounts.day:%b %Y}"
    if not of.found:
        return f"There is no {of.by} to reckon returns of, as of {day}."
    if of.by is By.PROGRAM:
        return _program_message(of.found[0], day)
    if not claimed and of.whole:
        return _program_message(of.whole, day)
    if not claimed:
        return f"No return is claimed as of {day}: nothing was realised against a known cost."
    best, roi = max(claimed, key=lambda each: each[1].lower95)
    if of.whole:
        said = f"the best of its parts, {best.by}/{best.id}, has an ROI of {roi_said(roi, '')}"
        return f"{_program_message(of.whole, day)} By what was measured, {said}."
    lead = "The best of them: " if len(of.found) > 1 else ""
    return f"{lead}ROI of {best.by}/{best.id} is {roi_said(roi, '')} as of {day}."


def _program_message(of: Account, day: str) -> str:
    """Tell the program's own return: its parts below it are no rivals of it."""
    if of.realised is None:
        return f"No return of the program is claimed as of {day}: {NO_HOLDOUT}."
    net = f"The whole program, by its holdout, netted {headline(of.realised.net)} as of {day}"
    return f"{net}; ROI {roi_said(of.realised.roi, '')}." if of.realised.roi else f"{net}."


def _figures(of: Reckoned, account: Account) -> Iterator[Table]:
    currency = of.status.program.program.currency
    if account.realised is not None and (account.entries or account.realised.costs):
        yield _of_returns(f"Realised, in {currency}", account.realised)
    if account.measured is not None:
        yield _of_returns(f"Measured, not to be called realised, in {currency}", account.measured)


def _of_returns(title: str, of: Returns) -> Table:
    titles = ("", "At least", "Estimate", "95% interval")
    rows = [
        ("Net", *amount_cells(of.net)),
        ("ROI (net/cost)", *_roi_cells(of)),
        ("Earned", *amount_cells(of.gross)),
        ("Cost", NOTHING, bare(of.cost.estimate), _cost_range(of)),
        ("Present value", *amount_cells(of.npv)),
        ("Payback", *_payback_cells(of)),
        ("Days to value", *_days_cells(of)),
        ("P(net > 0)", NOTHING, probability_said(of), NOTHING),
    ]
    kinds = ", ".join(f"{kind} {bare(amount)}" for kind, amount in of.costs.items())
    note = f"Cost by kind: {kinds}." if kinds else ""
    return Table(title=title, columns=columns(*titles, right=titles[1:]), rows=tuple(rows), note=note)


def amount_cells(of: Amount) -> tuple[str, str, str]:
    """Give what is claimed, the estimate and the interval, without the currency."""
    return bare(of.lower95), bare(of.estimate), f"{bare(of.low)} to {bare(of.high)}"


def _roi_cells(of: Returns) -> tuple[str, str, str]:
    if of.roi is None:
        return NOTHING, "none", of.roi_because
    return times(of.roi.lower95), times(of.roi.estimate), f"{times(of.roi.low)} to {times(of.roi.high)}"


def _cost_range(of: Returns) -> str:
    known = of.cost.low == of.cost.high
    return "known" if known else f"{bare(of.cost.low)} to {bare(of.cost.high)}"


def _payback_cells(of: Returns) -> tuple[str, str, str]:
    found = of.payback
    span = span_said(month_said(found.earliest), month_said(found.latest))
    return month_said(found.claimed), month_said(found.estimate), span


def _days_cells(of: Returns) -> tuple[str, str, str]:
    low, high = (days_said(each) for each in of.payback.days_ci95)
    return days_said(of.payback.days), NOTHING, span_said(low, high)


def _planned(of: Reckoned) -> Iterator[str]:
    currency = of.status.program.program.currency
    for each in of.found if len(of.found) == 1 else ():
        if each.planned is not None:
            yield f"Planned until the horizon: {_plan_said(each.planned, currency)}"


def _plan_said(of: Planned, currency: str) -> str:
    roi = f", ROI {times(of.roi[1])} ({times(of.roi[0])} to {times(of.roi[2])})" if of.roi else ""
    span = f"p10 {bare(of.p10)}, p90 {bare(of.p90)}"
    return f"net {money(of.p50, currency)} ({span}) on a cost of {money(of.cost, currency)}{roi}, grade {Grade.D}."


def _notes(of: Reckoned) -> Iterator[str]:
    told = [*of.found, *([of.whole] if of.whole else [])]
    for note in dict.fromkeys(note for each in told for note in each.notes):
        yield note[:1].upper() + note[1:] + "."
    for each in dict.fromkeys(left for account in of.found for left in account.left_out):
        yield LEFT_OUT.format(entry=each.event, capability=each.capability, because=each.because)


def _method(of: Reckoned) -> Iterator[str]:
    terms = terms_of(of.accounts)
    drawn = [
        each.realised.payback.critical for each in of.found if each.realised and each.realised.payback.critical.draws
    ]
    yield (
        f"{NEVER_ADDED} Sums, ratios (Fieller) and present values are closed forms of one joint normal; "
        "entries of one control move together."
    )
    rate = f"{terms.discount_rate * 100:.4g}%"
    yield (
        f"An entry is spread evenly over its days. Present value: {rate} a year, each month from its middle, at "
        f"{month_said(terms.base)}. Payback: the first month whose cumulative lower bound is back at zero, "
        "bounds holding in all months at once"
        + (
            f" ({drawn[0].draws:,} draws, seed {of.seed}, critical value {drawn[0].value:.3f} ± {drawn[0].error:.3f})."
            if drawn
            else " (exact here: all months move as one)."
        )
    )


def _table(of: Reckoned) -> Table:
    rows = tuple(_row(each) for each in of.found)
    if of.whole and of.by is not By.PROGRAM:
        rows = ((WHOLE, *_row(of.whole)[1:]), *rows)
    titles = (of.by.value.capitalize(), "Net, at least", "Estimate", "Cost", "ROI, at least", "Payback")
    return Table(
        title=f"Realised, by {of.by}, in {of.status.program.program.currency}",
        columns=columns(*titles, right=titles[1:]),
        rows=rows,
    )


def _row(of: Account) -> tuple[str, ...]:
    found = of.realised
    if found is None or not of.entries:
        spent = bare(found.cost.estimate) if found and found.cost.estimate else NOTHING
        return (of.id, NOTHING, NOTHING, spent, NOTHING, NOTHING)
    roi = times(found.roi.lower95) if found.roi else "none"
    cells = (bare(found.net.lower95), bare(found.net.estimate), bare(found.cost.estimate))
    return (of.id, *cells, roi, month_said(found.payback.claimed))


def _plans(of: Reckoned) -> list[Table]:
    """Tell the plan by quarter, or where there are several capabilities so far; nothing that never moved."""
    moved = [each for each in of.plan if any((*each.value.both, *each.cost.both))]
    if not moved or of.by is By.CHANNEL:
        return []
    by_capability = dict.fromkeys(each.capability for each in moved)
    if len(by_capability) == 1 or of.by is By.QUARTER:
        lines = sorted(moved, key=lambda each: (each.quarter.year, each.quarter.number))
        return [_plan(of, [(f"{each.quarter}{' so far' if each.is_open else ''}", [each]) for each in lines])]
    return [_plan(of, [("so far", [each for each in moved if each.capability == slug]) for slug in by_capability])]


def _plan(of: Reckoned, rows: Sequence[tuple[str, Sequence[PlanQuarter]]]) -> Table:
    titles = ("Capability", "When", "Planned", "Realised", "Variance", "Cost plan", "Actual")
    currency = of.status.program.program.currency
    note = "Value before costs; the plan's p50 times its reach, even over the days from effort's end to the horizon."
    if any(not each.is_cost_known for _, quarters in rows for each in quarters):
        note += " * with the plan's cost of a kind that no bill has."
    return Table(
        title=f"Plan against realised, in {currency}",
        columns=columns(*titles, right=titles[2:]),
        rows=tuple(_plan_row(when, quarters, currency) for when, quarters in rows),
        note=note,
    )


def _plan_row(when: str, of: Sequence[PlanQuarter], currency: str) -> tuple[str, ...]:
    value, cost = together([each.value for each in of]), together([each.cost for each in of])
    star = "" if all(each.is_cost_known for each in of) else "*"
    variance = variance_said(value, currency).replace(f"{currency} ", "")
    amounts = (bare(value.planned), bare(value.actual), variance, bare(cost.planned), bare(cost.actual) + star)
    return (of[0].capability, when, *amounts)


def _forecasts(of: Reckoned) -> Table:
    titles = ("Forecast", "p10", "p50", "p90", "Measured", "Now (p10 p50 p90)", "Weight")
    rows = tuple(_forecast(each) for each in of.forecasts)
    said = [owner_said(owner, found) for owner, found in by_owner(of.forecasts).items()]
    said += [f"{each.prior.capability} is not scored: {each.unscored}." for each in of.forecasts if each.unscored]
    said += ["† by the trials' own metric, not the KPI's."] if any(map(_is_other, of.forecasts)) else []
    down = [
        f"{each.prior.capability} is written down: {each.written_down}." for each in of.forecasts if each.written_down
    ]
    note = " ".join([*said, *down, "Weight: what the forecast still counts for beside the data. Each a reached unit."])
    return Table(title="Forecasts as first accepted", columns=columns(*titles, right=titles[1:]), rows=rows, note=note)


def _forecast(of: ForecastNow) -> tuple[str, ...]:
    p10, p50, p90 = (figure(each, 4) for each in of.prior.quantiles)
    measured = figure(of.measured.estimate, 4) + ("†" if _is_other(of) else "") if of.measured else NOTHING
    now = " ".join(figure(each) for each in of.now)
    return (of.prior.capability, p10, p50, p90, measured, now, f"{of.prior_weight:.0%}")


def _is_other(of: ForecastNow) -> bool:
    return any(not each.is_own for each in of.effects)


def owner_said(owner: str, of: Summary) -> str:
    """Say how an owner's forecasts did: `owner X: 3 forecasts, realised on average 31% of p50, 1 of 3 inside`."""
    low, high = of.coverage_ci95
    ratio = f"realised on average {of.ratio:.0%} of p50, ".replace("-", "−") if of.ratio is not None else ""
    noun = "forecast" if of.forecasts == 1 else "forecasts"
    bias = f"{of.bias:+.1f}".replace("-", "−")
    return (
        f"Owner {owner}: {of.forecasts} {noun}, {ratio}{of.inside} of {of.forecasts} between p10 and p90 "
        f"(95% interval {low:.0%} to {high:.0%}, 80% asked), bias {bias} standard errors."
    )
