"""A simulated plan as JSON values: every capability, money in decimal strings, days as dates, never as null."""

import math

from milepost.kernel.words import Grade
from milepost.plan import drivers as sobol
from milepost.plan import pilots as information
from milepost.plan.assumptions import Assumed
from milepost.plan.distributions import Amounts, Chance, Days
from milepost.plan.futures import Futures
from milepost.plan.model import PlanModel
from milepost.plan.outlook import Money
from milepost.plan.pilots import Pilot
from milepost.presentation.simulation_view import NOBODY_MEASURED
from milepost.program.fields import Spread
from milepost.record.canonical import Json
from milepost.statistics.information_worth import Worth


def simulation_data(of: Futures) -> dict[str, Json]:
    """Give all that was simulated; money is in `currency`, within the horizon, not discounted but for `npv`."""
    model, found = of.simulated.model, of.outlook.program
    return {
        "program": of.program.program.id,
        "digest": of.program.digest,
        "grade": Grade.D.value,
        "note": NOBODY_MEASURED,
        "scenarios": of.simulated.scenarios,
        "seed": of.simulated.seed,
        "starts": model.start.isoformat(),
        "months": model.months,
        "as_of": _day(model.as_of, model),
        "currency": model.currency,
        "discount_rate": model.discount,
        "money": _money(found.money),
        "npv": _amounts(found.npv),
        "probability_positive": _chance(found.positive),
        "payback_month": _lengths(found.payback),
        "days_to_value": _lengths(found.time_to_value),
        "days_to_first_value": _lengths(found.first_value),
        "goals": [
            {"goal": each.slug, "level": _levels(each.level), "met": _chance(each.met), "money": _money(each.money)}
            for each in of.outlook.goals
        ],
        "milestones": [
            {
                "milestone": each.slug,
                "due": _day(each.due, model),
                "reached": _days(each.reached, model),
                "if_reached": _days(each.if_reached, model),
                "in_time": _chance(each.in_time) if math.isfinite(each.due) else None,
                "money": _money(each.money),
            }
            for each in of.outlook.milestones
        ],
        "capabilities": [
            {
                "capability": each.slug,
                "live": _days(each.live, model),
                "if_live": _days(each.if_live, model),
                "works": _chance(each.works),
                "money": _money(each.money),
            }
            for each in of.outlook.capabilities
        ],
        "drivers": _drivers(of),
        "pilots": {"method": information.METHOD, "ranked": [_pilot(each) for each in of.pilots]},
        "assumptions": [_assumed(each) for each in of.assumptions],
    }


def _money(of: Money) -> dict[str, Json]:
    return {"value": _amounts(of.value), "cost": _amounts(of.cost), "net": _amounts(of.net)}


def _amounts(of: Amounts) -> dict[str, Json]:
    told = {"mean": of.mean, "p10": of.p10, "p50": of.p50, "p90": of.p90, "error": of.error}
    return {**{name: _text(each) for name, each in told.items()}, "p50_error": _text(of.p50_error)}


def _text(value: float) -> str:
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text


def _levels(of: Amounts) -> dict[str, Json]:
    return {"mean": of.mean, "p10": of.p10, "p50": of.p50, "p90": of.p90, "error": of.error}


def _chance(of: Chance) -> dict[str, Json]:
    return {"value": of.value, "error": of.error}


def _days(of: Days, model: PlanModel) -> dict[str, Json]:
    told = {name: _day(getattr(of, name), model) for name in ("p10", "p50", "p90")}
    return {**told, "ever": _chance(of.ever), "p50_error_days": _finite(of.p50_error)}


def _lengths(of: Days) -> dict[str, Json]:
    told = {name: _finite(getattr(of, name)) for name in ("p10", "p50", "p90")}
    return {**told, "ever": _chance(of.ever), "p50_error": _finite(of.p50_error)}


def _day(number: float, model: PlanModel) -> str | None:
    found = model.day(number)
    return found.isoformat() if found else None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _drivers(of: Futures) -> dict[str, Json]:
    found = of.drivers
    return {
        "method": sobol.METHOD,
        "of": "net",
        "floor": found.floor,
        "explained": found.explained,
        "ranked": [
            {
                "capability": each.capability or None,
                "factor": each.factor.value,
                "share": each.share,
                "error": each.error,
            }
            for each in found.drivers
        ],
        "capabilities": [{"capability": slug, "share": share} for slug, share in found.capabilities],
    }


def _pilot(of: Pilot) -> dict[str, Json]:
    return {
        "capability": of.capability,
        "days": of.days,
        "price": _text(of.price),
        "certainty": _text(of.certainty),
        "knowing": _worth(of.knowing),
        "telling": _worth(of.telling),
        "delayed": _worth(of.delayed) if of.delayed else None,
        "worth": _text(of.worth),
        "pays": of.pays,
    }


def _worth(of: Worth) -> dict[str, Json]:
    return {"gain": _text(of.gain), "error": _text(of.error)}


def _assumed(of: Assumed) -> dict[str, Json]:
    value = of.value
    told: Json = [str(value.p10), str(value.p50), str(value.p90)] if isinstance(value, Spread) else str(value)
    return {
        "name": of.name,
        "value": None if value is None else told,
        "from": "program" if of.is_stated else "default",
        "used": of.used,
        "among": of.among,
    }
