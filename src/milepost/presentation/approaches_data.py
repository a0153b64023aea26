"""A comparison of operating models as JSON, and as one sheet of rows for a spreadsheet."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.experiments.evidence import significant
from milepost.plan.approaches.compare import Comparison, Interval
from milepost.plan.approaches.flips import Flips
from milepost.plan.approaches.judged import Judgement
from milepost.plan.approaches.priors import Assumptions
from milepost.presentation.approach_standing import approach_data
from milepost.presentation.approaches_view import message, recommendation
from milepost.presentation.approaches_words import HOURS, MONEY, SHARES, Scale
from milepost.presentation.ledger_sheets import Cell, Sheet
from milepost.program.documents.choosing import Measure
from milepost.program.documents.outline import Approach
from milepost.record.canonical import Json, to_json
from milepost.roadmap.triggers import Standing


def approaches_data(
    assumptions: Assumptions,
    comparison: Comparison,
    judgement: Judgement,
    found: Flips,
    standing: Standing | None,
) -> dict[str, Json]:
    """Give a comparison as JSON values: every number that is shown, every prior with its source."""
    scale = Scale.of(comparison)
    return {
        "sentence": message(judgement, scale),
        "grade": "D",
        "recommended": judgement.named.value if judgement.named else None,
        "recommendation": recommendation(judgement),
        "first": judgement.first.value,
        "run": {
            "seed": comparison.seed,
            "sets": comparison.sets,
            "futures_a_set": comparison.each,
            "futures": comparison.scenarios,
            "months": 18,
            "currency": comparison.plan.currency,
            "priors": assumptions.digest,
        },
        "models": {each.value: _model(comparison, assumptions, each) for each in Approach},
        "differences": [
            {
                "measure": each.measure.value,
                "unit": _unit(comparison, each.measure),
                "of": each.one.value,
                "less": each.other.value,
                **_interval(each.interval),
                "chance_better": significant(each.chance),
                "winner": each.winner.value if each.winner else None,
            }
            for each in judgement.differences
        ],
        "balance": {
            "hypothesis": judgement.hypothesis.value,
            "models": to_json(list(judgement.balances.values())),
        },
        "flips": _flips(found),
        "priors": [
            {"model": each.approach.value, "name": each.name, "own": each.own, **_prior(each.prior)}
            for each in assumptions.held
        ],
        "standing": approach_data(standing),
    }


def approaches_sheet(comparison: Comparison, judgement: Judgement, found: Flips, assumptions: Assumptions) -> Sheet:
    """Give a comparison as rows: models, differences, goals, balance, flips and priors, told apart by `table`."""
    titles = ("table", "model", "against", "what", "unit", "p10", "p50", "p90", "chance", "result", "source", "note")
    rows = (
        *_model_rows(comparison),
        *_difference_rows(comparison, judgement),
        *_flip_rows(found),
        *_prior_rows(assumptions),
    )
    return Sheet(name="Operating models", columns=titles, rows=tuple(rows))


Row = tuple[Cell, ...]


def _model_rows(comparison: Comparison) -> Iterator[Row]:
    for each in Approach:
        for measure in Measure:
            shown = _cells(comparison.shown(each, measure))
            unit = _unit(comparison, measure)
            yield "model", each.value, None, measure.value, unit, *shown, None, None, "simulated, grade D", None
        for place, goal in enumerate(comparison.plan.goals):
            chance = _decimal(comparison.miss(each, place))
            what = f"miss goal/{goal.slug}"
            yield "goal", each.value, None, what, "chance", None, None, None, chance, None, "simulated, grade D", None


def _difference_rows(comparison: Comparison, judgement: Judgement) -> Iterator[Row]:
    for each in judgement.differences:
        shown, unit = _cells(each.interval), _unit(comparison, each.measure)
        result = f"{each.winner.value} is better" if each.winner else "not told apart"
        row: Row = ("difference", each.one.value, each.other.value, each.measure.value, unit)
        yield *row, *shown, _decimal(each.chance), result, "simulated, grade D", None
    for balance in judgement.balances.values():
        row = ("balance", balance.approach.value, None, "best weighted rank", "chance", None, None, None)
        by = ", ".join(other.value for other in balance.dominated_by)
        result = f"dominated by {by}" if by else "not dominated on average"
        yield *row, _decimal(balance.best), result, "simulated, grade D", None


def _flip_rows(found: Flips) -> Iterator[Row]:
    for each in found.flips:
        row: Row = ("flip", each.held.approach.value, None, each.held.name, each.held.prior.unit.value)
        middle = _decimal(each.held.quantiles[1])
        note = f"flips at {each.at:.4g}, {each.share:.0%} of the way to the end of its range"
        yield *row, None, middle, None, None, f"{each.to.value} ahead by {found.measure}", each.held.prior.source, note


def _prior_rows(assumptions: Assumptions) -> Iterator[Row]:
    for approach, model in assumptions.models.items():
        for what, said in (("governance", model.governance), ("risk", model.risk)):
            yield "described", approach.value, None, what, None, None, None, None, None, said, None, None
    for each in assumptions.held:
        prior = each.prior
        row: Row = ("prior", each.approach.value, None, each.name, prior.unit.value, prior.p10, prior.p50, prior.p90)
        yield *row, None, "the program's own" if each.own else None, prior.source, prior.note


def _model(comparison: Comparison, assumptions: Assumptions, approach: Approach) -> dict[str, Json]:
    model = assumptions.models[approach]
    return {
        "governance": model.governance,
        "risk": model.risk,
        "measures": {
            each.value: {"unit": _unit(comparison, each), **_interval(comparison.shown(approach, each))}
            for each in Measure
        },
        "goals": {
            goal.slug: {
                "miss": significant(comparison.miss(approach, place)),
                "error": significant(comparison.miss_error(approach, place)),
            }
            for place, goal in enumerate(comparison.plan.goals)
        },
    }


def _flips(found: Flips) -> dict[str, Json]:
    return {
        "measure": found.measure.value,
        "ahead": found.preferred.value,
        "second": found.second.value,
        "by": significant(found.ahead),
        "standard_error": significant(found.error),
        "told_apart": found.is_told,
        "means": {each.value: significant(mean) for each, mean in found.means.items()},
        "tried": found.tried,
        "futures": found.scenarios,
        "found": [
            {
                "model": each.held.approach.value,
                "prior": each.held.name,
                "unit": each.held.prior.unit.value,
                "now": significant(each.held.quantiles[1]),
                "at": significant(each.at),
                "change": significant(each.change),
                "share_of_range": significant(each.share),
                "then_ahead": each.to.value,
            }
            for each in found.flips
        ],
    }


def _prior(prior: object) -> dict[str, Json]:
    names = ("p10", "p50", "p90", "unit", "grade", "source", "note")
    return {name: to_json(getattr(prior, name)) for name in names}


def _unit(comparison: Comparison, measure: Measure) -> str:
    if measure in MONEY:
        return comparison.plan.currency
    return "hours" if measure in HOURS else "share" if measure in SHARES else "months"


def _interval(found: Interval) -> dict[str, Json]:
    values = {"p10": found.low, "p50": found.middle, "p90": found.high}
    return {
        **{name: significant(each) for name, each in values.items()},
        "errors": [significant(each) for each in found.errors],
    }


def _cells(found: Interval) -> tuple[Decimal, Decimal, Decimal]:
    return _decimal(found.low), _decimal(found.middle), _decimal(found.high)


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.6g}")
