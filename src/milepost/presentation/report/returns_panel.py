"""The returns panel: ROI by capability in sight; the plan by quarter and the forecasts' score are folded below it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from milepost.kernel.words import Grade
from milepost.ledger.entry import Column
from milepost.ledger.returns import Multiple, Returns
from milepost.presentation.numbers import chance
from milepost.presentation.report.marks import Cell, Grid, Phrase, Row, grade_cell, said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.simulated import is_entry_simulated, is_simulated
from milepost.presentation.report.tile import Tile
from milepost.presentation.report.value_tile import WHOLE
from milepost.presentation.report.wording import Wording, capital
from milepost.presentation.returns_view import owner_said
from milepost.presentation.returns_words import figure, month_said, span_said, times, variance_said
from milepost.presentation.values import columns
from milepost.roadmap.forecasts import ForecastNow, by_owner
from milepost.roadmap.money import bare, money
from milepost.roadmap.plan_quarters import PlanQuarter, together
from milepost.roadmap.reckoned import Reckoned
from milepost.roadmap.returns import Account, By

NOTHING_BACK = "Nothing was realised yet, so there is no return to reckon."
NEVER_ADDED = (
    "Realised and planned are never added, nor are capabilities: only a global holdout shows what they earn together."
)
HOW_PLANNED = (
    "The plan's p50 times its reach, even over the days from the effort's end to the horizon; "
    "an entry even over the days of its period. * With the plan's cost of a kind that no bill has."
)
MOST_LINES = 2
WHOLE_RETURN = "Return on all cost of the program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """A table that is opened on demand, with what is said under it."""

    title: str
    grid: Grid
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsPanel:
    """Returns by capability, what is said of them, and what is folded."""

    returns: Grid
    note: str
    folds: tuple[Fold, ...]


def returns_panel(of: Reckoned, words: Wording, origins: Origins) -> ReturnsPanel:
    """Lay out what came back of the money."""
    shown = [*([of.whole] if of.whole else []), *(each for each in of.found if each.entries)]
    rows = tuple(_row(each, words, origins) for each in shown)
    moved = [each for each in of.plan if any((*each.value.both, *each.cost.both))]
    folds = [_plan(of, moved, words, origins)] if moved else []
    folds += [_forecasts(of, words, origins)] if any(each.measured for each in of.forecasts) else []
    return ReturnsPanel(
        returns=Grid(
            caption=f"Realised until {words.day(of.accounts.day)}, against all costs, in {_currency(of)}",
            columns=columns(
                "Capability", "ROI", "Net", "Cost", "Above zero", "Payback", "Present value",
                right=("ROI", "Net", "Cost", "Above zero", "Present value"),
            ),
            rows=rows,
            empty=NOTHING_BACK,
        ),
        note=" ".join([NEVER_ADDED, *_notes(of)]),
        folds=tuple(folds),
    )  # fmt: skip


def returns_tile(of: Reckoned, words: Wording, origins: Origins) -> Tile | None:
    """Make the tile of the return on cost: the one there is, or how many came back; None without any."""
    tile = _tile(of, words, origins)
    if of.whole and tile is not None:
        line = next(each for each in of.status.totals if each.event in of.whole.entries)
        return replace(tile, grade=line.total.grade, is_simulated=is_simulated(of.status.program, line.total.source))
    entries = [each.entry for each in of.status.value if each.entry and each.column is Column.REALISED]
    if tile is None or not entries:
        return tile
    any_simulated = any(is_entry_simulated(of.status.program, each) for each in entries)
    return replace(tile, grade=max(each.grade for each in entries), is_simulated=any_simulated)


def _tile(of: Reckoned, words: Wording, origins: Origins) -> Tile | None:
    found = [(each, each.realised.roi) for each in of.found if each.entries and each.realised and each.realised.roi]
    name, as_of = "Return on cost (ROI)", words.day(of.status.as_of)
    if of.whole and of.whole.realised and of.whole.realised.roi:
        return _of_whole(of.whole, of.whole.realised, found, as_of, words, origins)
    if not found:
        return None
    if len(found) == 1:
        ((account, roi),) = found
        text = times(roi.lower95)
        line = f"Estimate {times(roi.estimate)}, 95% interval {times(roi.low)} to {times(roi.high)}"
        ref = _ref(account, text, words, origins)
        return Tile(
            name=name, lead="at least", figure=Phrase(text=text, ref=ref), panel="returns", as_of=as_of,
            lines=(said(line, ref), said("net over all its costs so far")),
        )  # fmt: skip
    back = sum(roi.lower95 > 0 for _, roi in found)
    best = sorted(found, key=lambda each: -each[1].lower95)
    lines = [
        said(f"{words.title(f'capability/{each.id}')}: at least {times(roi.lower95)}", _ref(each, "", words, origins))
        for each, roi in islice(best, MOST_LINES)
    ]
    text = f"{back} of {len(found)}"
    figure_ = Phrase(text=text, ref=origins.counted(text))
    lead = said("earned more than all they cost, at the lower bound")
    return Tile(name=name, figure=figure_, panel="returns", as_of=as_of, lines=(lead, *lines))


def _of_whole(
    whole: Account,
    realised: Returns,
    parts: Sequence[tuple[Account, Multiple]],
    as_of: str,
    words: Wording,
    origins: Origins,
) -> Tile:
    """Tell the program's own return, with its net; below it how many of its parts came back."""
    roi, net = realised.roi, realised.net
    assert roi is not None
    text, ref = times(roi.lower95), _ref(whole, times(roi.lower95), words, origins)
    line = f"Estimate {times(roi.estimate)}, 95% interval {times(roi.low)} to {times(roi.high)}"
    earned = f"net at least {money(net.lower95, net.currency)} (estimate {bare(net.estimate)})"
    back = sum(each.lower95 > 0 for _, each in parts)
    told = f"{back} of {len(parts)} parts earned more than all they cost, at the lower bound"
    return Tile(
        name=WHOLE_RETURN,
        lead="at least",
        figure=Phrase(text=text, ref=ref),
        panel="returns",
        as_of=as_of,
        lines=(said(line, ref), said(capital(earned), ref), *([said(told)] if parts else [])),
    )


def _currency(of: Reckoned) -> str:
    return of.status.program.program.currency


def _notes(of: Reckoned) -> list[str]:
    told = [*([of.whole] if of.whole else []), *of.found]
    notes = dict.fromkeys(note for each in told for note in each.notes)
    return [f"{capital(note)}." for note in notes]


def _ref(account: Account, number: str, words: Wording, origins: Origins) -> int:
    type_ = "total.posted" if account.by is By.PROGRAM else "value.posted"
    return origins.event(number, f"Value of {_title(account, words)}", type_, account.entries[-1])


def _title(account: Account, words: Wording) -> str:
    return WHOLE if account.by is By.PROGRAM else words.title(f"capability/{account.id}")


def _row(of: Account, words: Wording, origins: Origins) -> Row:
    found = of.realised
    assert found is not None
    roi = "none" if found.roi is None else f"at least {times(found.roi.lower95)}"
    more = found.roi_because if found.roi is None else f"{times(found.roi.low)} to {times(found.roi.high)}"
    net = f"at least {bare(found.net.lower95)}"
    span = f" ({bare(found.net.low)} to {bare(found.net.high)})"
    payback = month_said(found.payback.claimed)
    when = span_said(month_said(found.payback.earliest), month_said(found.payback.latest))
    return Row(
        cells=(
            Cell(text=said(_title(of, words))),
            Cell(text=(Phrase(text=roi), Phrase(text=f" ({more})", is_quiet=True))),
            Cell(text=(Phrase(text=net, ref=_ref(of, net, words, origins)), Phrase(text=span, is_quiet=True))),
            Cell(text=said(bare(found.cost.estimate))),
            Cell(text=said(chance(found.probability_positive).replace("-", "−"))),
            Cell(text=(Phrase(text=payback), *([Phrase(text=f" ({when})", is_quiet=True)] if when != payback else []))),
            Cell(text=said(f"at least {bare(found.npv.lower95)}")),
        )
    )


def _plan(of: Reckoned, moved: list[PlanQuarter], words: Wording, origins: Origins) -> Fold:
    command = f"milepost value roi --by quarter {origins.place}".rstrip()
    right = ("Planned", "Realised", "Variance", "Planned cost", "Actual cost")
    rows = []
    for slug in dict.fromkeys(each.capability for each in moved):
        quarters = [each for each in moved if each.capability == slug]
        name = words.title(f"capability/{slug}")
        rows.append(_plan_row(name, "so far", quarters, of, origins))
        told = [each for each in quarters if each.value.actual] if len(quarters) > 1 else []
        rows += [
            _plan_row(name, f"{each.quarter}{' so far' if each.is_open else ''}", [each], of, origins) for each in told
        ]
    return Fold(
        title="Plan against realised, by fiscal quarter",
        grid=Grid(
            caption=f"Value before costs, and costs, in {_currency(of)}",
            columns=columns("Capability", "When", *right, right=right),
            rows=tuple(rows),
        ),
        notes=(HOW_PLANNED, f"Quarters in which nothing was realised: `{command}`."),
    )


def _plan_row(name: str, when: str, of: Sequence[PlanQuarter], all_: Reckoned, origins: Origins) -> Row:
    value, cost = together([each.value for each in of]), together([each.cost for each in of])
    planned = bare(value.planned)
    actual = bare(cost.actual) + ("" if all(each.is_cost_known for each in of) else "*")
    variance = variance_said(value, _currency(all_)).replace(f"{_currency(all_)} ", "")
    cells = (name, when, planned, bare(value.actual), variance, bare(cost.planned), actual)
    ref = origins.program(planned)
    return Row(cells=tuple(Cell(text=said(each, ref if place == 2 else None)) for place, each in enumerate(cells)))


def _forecasts(of: Reckoned, words: Wording, origins: Origins) -> Fold:
    right = ("p10 p50 p90", "Measured", "Over p50", "Now p10 p50 p90", "Forecast still weighs")
    measured = [each for each in of.forecasts if each.measured is not None]
    owners = tuple(owner_said(words.owner(owner), each) for owner, each in by_owner(of.forecasts).items())
    down = tuple(
        f"{words.title(f'capability/{each.prior.capability}')} is written down: {words.plainly(each.written_down)}."
        for each in of.forecasts
        if each.written_down
    )
    unscored = tuple(
        f"{words.title(f'capability/{each.prior.capability}')} is not scored: {each.unscored}."
        for each in of.forecasts
        if each.unscored
    )
    return Fold(
        title="Forecasts that won a budget, scored",
        grid=Grid(
            caption="As first accepted, a reached unit of the KPI, and what the evidence made of it",
            columns=columns("Capability", "KPI", "Grade", *right, right=right),
            rows=tuple(_forecast_row(each, words, origins) for each in measured),
        ),
        notes=(*owners, *unscored, *down),
    )


def _forecast_row(of: ForecastNow, words: Wording, origins: Origins) -> Row:
    then, now = (" ".join(figure(each) for each in three) for three in (of.prior.quantiles, of.now))
    ratio = f"{of.scored.ratio:.0%}".replace("-", "−") if of.scored and of.scored.ratio is not None else ""
    measured = figure(of.measured.estimate) if of.measured else ""
    return Row(
        cells=(
            Cell(text=said(words.title(f"capability/{of.prior.capability}"))),
            Cell(text=said(words.title(f"kpi/{of.prior.moves.kpi}"))),
            grade_cell(of.measured.grade if of.measured else Grade.D),
            Cell(text=said(then, origins.program(then))),
            Cell(text=said(measured)),
            Cell(text=said(ratio)),
            Cell(text=said(now if of.measured else "")),
            Cell(text=said(f"{of.prior_weight:.0%}")),
        )
    )
