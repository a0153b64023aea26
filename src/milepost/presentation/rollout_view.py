"""What a reader sees of a roll-out's reading: one sentence, how far to trust it, effects, what was saved, grade."""

from collections.abc import Iterator

from milepost.experiments.rollout import Effort, RolloutReading
from milepost.kernel.words import SYMBOLS, Grade
from milepost.presentation.numbers import chance, fixed, number, signed
from milepost.presentation.readout_view import ReadOutView
from milepost.presentation.values import Table, columns
from milepost.statistics.estimate import Estimate

_MOST_GROUPS = 12


def rollout_view(of: RolloutReading) -> ReadOutView:
    """Word a reading; capacity and cash stand in tables of their own units, and in no sum."""
    return ReadOutView(
        sentence=of.sentence,
        trust=" ".join(_trust(of)),
        effects=(_effects(of), _capacity(of)),
        money=_cash(of) if of.cash else None,
        grade=_grade(of),
    )


def _trust(of: RolloutReading) -> Iterator[str]:
    told = [f"{each.group} {each.starts or 'never'}" for each in of.groups[:_MOST_GROUPS]]
    more = f" and {len(of.groups) - len(told)} more" if len(of.groups) > len(told) else ""
    yield f"{len(of.groups)} groups started one after the other: {', '.join(told)}{more}."
    found = of.primary.found
    every = f"all {found.orders:,}" if found.is_exact else f"{found.orders:,} drawn"
    yield f"Judged by {every} orders in which they could have started; compared until {of.until}."


def _effects(of: RolloutReading) -> Table:
    return Table(
        title="Started against not started, per row",
        columns=columns(
            "Metric", "Not started", "Effect", "95% interval", "p adj.", "Phase",
            right=("Not started", "Effect", "95% interval", "p adj."),
        ),
        rows=tuple(_effect(each, of) for each in of.efforts),
        note="Each group against those that wait, at the same time. p adjusted: the first metric alone, "
        "Benjamini-Hochberg over the rest.",
    )  # fmt: skip


def _effect(of: Effort, reading: RolloutReading) -> tuple[str, ...]:
    found, places = of.effect, _places(of.effect)
    phase = reading.phase_of(of)
    return (
        of.metric.name,
        fixed(of.before, places),
        signed(found.effect, places),
        f"{fixed(found.low, places)} to {fixed(found.high, places)}",
        number(of.p_adjusted, 3),
        f"{SYMBOLS[phase]} {phase}",
    )


def _capacity(of: RolloutReading) -> Table:
    saved, rows = of.capacity.saved, of.capacity.rows
    return Table(
        title="Capacity freed, no money",
        columns=columns(
            "Unit",
            "Rows",
            "At least",
            "Estimate",
            "95% interval",
            right=("Rows", "At least", "Estimate", "95% interval"),
        ),
        rows=((of.capacity.unit, f"{rows:,}", *_amounts(saved)),),
        note="At least: one-sided 95% bound. What people do with it is not measured here.",
    )


def _cash(of: RolloutReading) -> Table:
    assert of.cash is not None
    return Table(
        title=f"Cash saved in {of.cash.currency}, not to be added to the above",
        columns=columns(
            "Arm", "Left the budget", "At least", "Estimate", "95% interval", "P(>0)",
            right=("Left the budget", "At least", "Estimate", "95% interval", "P(>0)"),
        ),
        rows=(("started", f"{of.cash.share:.1%}", *_amounts(of.cash.saved), chance(of.cash.probability_positive)),),
        note="At what a unit costs, for the share by which the budget really was lowered.",
    )  # fmt: skip


def _amounts(of: Estimate) -> tuple[str, str, str]:
    places = 2 if max(map(abs, (of.low, of.high))) < 100 else 0
    return fixed(of.lower95, places), fixed(of.effect, places), f"{fixed(of.low, places)} to {fixed(of.high, places)}"


def _grade(of: RolloutReading) -> str:
    if of.grade is Grade.A:
        return "Grade A: the order of starts was drawn at random, as stated by the person who ran this."
    return (
        "Grade B: nobody stated that the order was drawn; the groups' times are assumed to run alike without the start."
    )


def _places(of: Estimate) -> int:
    return max(0, min(8, -int(f"{of.standard_error:e}".partition("e")[2]) + 1)) if of.standard_error > 0 else 2
