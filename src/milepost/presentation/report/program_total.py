"""What is said of the whole program: its total, what the holdout cost, how the parts go with it, or why none is."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.kernel.words import Grade
from milepost.ledger.total import ProgramTotal
from milepost.presentation.numbers import chance, exact_percent
from milepost.presentation.report.entries import amount_said
from milepost.presentation.report.wording import counted
from milepost.roadmap.money import bare, money
from milepost.roadmap.program_total import TotalLine
from milepost.roadmap.status import RoadmapStatus

NOT_ADDED = "no global holdout: the parts are listed and not added"


def claimed_total(status: RoadmapStatus) -> TotalLine | None:
    """Return the latest total that may be claimed, or None."""
    return next((each for each in status.totals if each.is_claimed), None)


def total_said(line: TotalLine) -> str:
    """Say a total: `The whole program earned at least X (estimate Y, 95% interval L to H)`."""
    said = amount_said(line.total.amount)
    if line.total.amount.lower95 <= 0 <= line.total.amount.upper95:
        return f"The whole program is not proven to have earned: {said}"
    return f"The whole program {'had ' if line.lapsed else ''}{said}"


def source_said(total: ProgramTotal, period: str) -> str:
    """Say where a total is from: the holdout's share, its `period` in words, the grade and the chance of any gain."""
    share = exact_percent(total.share)
    likely = chance(float(total.probability_positive))
    return f"from the holdout of {share} over {period}, grade {total.grade}; chance of any gain {likely}"


def people_said(total: ProgramTotal) -> str:
    """Say what a person was worth and how many there were."""
    each = money(total.per_person.estimate, total.amount.currency)
    return f"{each} for each of {total.others:,} not held out ({total.held:,} held out), before what treating them cost"


def cost_said(total: ProgramTotal) -> str:
    """Say what holding people out cost: a cost of the program, in a loss a sum that was saved."""
    cost, currency = total.opportunity_cost, total.amount.currency
    if cost.estimate < 0:
        held = f"{bare(-cost.high)} to {bare(-cost.low)}"
        return f"the holdout saved {money(-cost.estimate, currency)} (95% interval {held}) of that loss"
    interval = f"95% interval {bare(cost.low)} to {bare(cost.high)}"
    return f"the holdout cost {money(cost.estimate, currency)} ({interval}): what the held out did not earn"


def parts_said(line: TotalLine) -> str:
    """Say what the parts of the period come to and what is left; they are never added to the total."""
    currency, parts = line.total.amount.currency, line.parts
    if not parts.events:
        return "no experiment of the same time is realised: all of it is unallocated"
    told = f"{counted(len(parts.events), 'part')} of the same time: {money(parts.sum, currency)} before contact costs"
    return f"{told}; unallocated remainder {money(parts.remainder, currency)}"


def why_not_said(line: TotalLine) -> str:
    """Say why a total is not claimed; empty where it is."""
    if line.lapsed is not None:
        return f"not claimed: {line.lapsed}"
    if line.total.grade in {Grade.C, Grade.D}:
        return f"not claimed: grade {line.total.grade}, nobody states that the holdout was drawn at random"
    return ""


def without_total(status: RoadmapStatus) -> str:
    """Say why there is no total at all."""
    if status.no_total is None:
        return NOT_ADDED
    return f"no total: {status.no_total}. The parts are listed and not added"


def total_lines_said(line: TotalLine, period: str = "") -> Iterator[str]:
    """Say what goes with a total, a line each; `period` in words, as it is recorded where none is given."""
    yield source_said(line.total, period or line.total.period)
    yield people_said(line.total)
    yield cost_said(line.total)
    yield parts_said(line)


def shrunk_said(estimate: Decimal, shrunk: Decimal, currency: str) -> str:
    """Say what an estimate becomes once all experiments are looked at together."""
    return f"{money(shrunk, currency)} after shrinking all experiments toward their mean (read as {bare(estimate)})"
