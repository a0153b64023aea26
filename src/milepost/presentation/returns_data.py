"""Returns as JSON values: money in decimal strings beside its currency, months as their first day."""

from datetime import date

from milepost.kernel.time import format_instant
from milepost.ledger.entry import Amount
from milepost.ledger.returns import Multiple, Payback, Returns
from milepost.record.canonical import Json, to_json
from milepost.roadmap.forecasts import ForecastNow, by_owner
from milepost.roadmap.money import headline
from milepost.roadmap.plan_quarters import Held, PlanQuarter
from milepost.roadmap.reckoned import Reckoned
from milepost.roadmap.returns import Account, Planned, terms_of
from milepost.statistics.forecast_score import Summary


def returns_data(of: Reckoned) -> dict[str, Json]:
    """Give all that was reckoned; `seed` is that of the draws of a payback, beside their number and error."""
    terms = terms_of(of.accounts)
    return {
        "as_of": format_instant(of.status.as_of),
        "by": of.by.value,
        "currency": terms.currency,
        "discount_rate": str(terms.discount_rate),
        "base": terms.base.isoformat(),
        "seed": of.seed,
        "returns": [_account(each) for each in of.found],
        "program": _account(of.whole) if of.whole else None,
        "plan": [_quarter(each) for each in of.plan],
        "forecasts": [_forecast(each) for each in of.forecasts],
        "owners": {owner: _summary(each) for owner, each in by_owner(of.forecasts).items()},
    }


def _account(of: Account) -> dict[str, Json]:
    return {
        "id": of.id,
        "realised": _returns(of.realised) if of.realised else None,
        "measured": _returns(of.measured) if of.measured else None,
        "planned": _planned(of.planned) if of.planned else None,
        "capabilities": list(of.capabilities),
        "entries": list(of.entries),
        "left_out": to_json(of.left_out),
        "notes": list(of.notes),
    }


def _returns(of: Returns) -> dict[str, Json]:
    return {
        "gross": amount_data(of.gross),
        "cost": amount_data(of.cost),
        "costs": {kind: str(amount) for kind, amount in of.costs.items()},
        "net": amount_data(of.net),
        "probability_positive": of.probability_positive,
        "roi": _multiple(of.roi) if of.roi else None,
        "roi_because": of.roi_because,
        "npv": amount_data(of.npv),
        "payback": _payback(of.payback),
    }


def amount_data(of: Amount) -> dict[str, Json]:
    """Give an amount with its interval and bounds."""
    return {
        "headline": headline(of),
        "estimate": str(of.estimate),
        "ci95": [str(of.low), str(of.high)],
        "lower95": str(of.lower95),
        "upper95": str(of.upper95),
        "currency": of.currency,
    }


def _multiple(of: Multiple) -> dict[str, Json]:
    return {"estimate": of.estimate, "ci95": [of.low, of.high], "lower95": of.lower95, "upper95": of.upper95}


def _payback(of: Payback) -> dict[str, Json]:
    return {
        "month": _month(of.claimed),
        "estimate": _month(of.estimate),
        "ci95": [_month(of.earliest), _month(of.latest)],
        "again_below": _month(of.again_below),
        "days": of.days,
        "days_ci95": list(of.days_ci95),
        "critical": {"value": of.critical.value, "error": of.critical.error, "draws": of.critical.draws},
    }


def _month(month: date | None) -> str | None:
    return f"{month:%Y-%m}" if month else None


def _planned(of: Planned) -> dict[str, Json]:
    return {
        "p10": str(of.p10),
        "p50": str(of.p50),
        "p90": str(of.p90),
        "cost": str(of.cost),
        "roi": list(of.roi) if of.roi else None,
        "grade": "D",
    }


def _quarter(of: PlanQuarter) -> dict[str, Json]:
    return {
        "quarter": str(of.quarter),
        "capability": of.capability,
        "is_open": of.is_open,
        "value": _held(of.value),
        "cost": _held(of.cost),
        "is_cost_known": of.is_cost_known,
        "units": {"planned": f"{of.units.planned:.1f}", "actual": f"{of.units.actual:.1f}"},
        "variance_by_units": str(of.by_units),
        "variance_by_effect": str(of.by_effect),
    }


def _held(of: Held) -> dict[str, Json]:
    return {
        "planned": str(of.planned),
        "actual": str(of.actual),
        "variance": str(of.variance),
        "variance_share": of.share,
    }


def _forecast(of: ForecastNow) -> dict[str, Json]:
    scored = of.scored
    return {
        "capability": of.prior.capability,
        "owner": of.prior.owner,
        "kpi": of.prior.moves.kpi,
        "unit": of.unit,
        "accepted": of.prior.event,
        "prior": list(of.prior.quantiles),
        "now": list(of.now),
        "lower95": of.lower95,
        "upper95": of.upper95,
        "prior_weight": of.prior_weight,
        "written_down": of.written_down,
        "effects": to_json(of.effects),
        "score": to_json(scored) if scored else None,
        "unscored": of.unscored,
    }


def _summary(of: Summary) -> dict[str, Json]:
    return {
        "forecasts": of.forecasts,
        "inside": of.inside,
        "coverage": of.coverage,
        "coverage_ci95": list(of.coverage_ci95),
        "bias": of.bias,
        "bias_ci95": list(of.bias_ci95),
        "ratio": of.ratio,
    }
