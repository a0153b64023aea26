"""From a program and its progress to a forecast of it: one simulation, and its quantiles."""

from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from milepost.kernel.finding import Refused
from milepost.kernel.ids import Ref
from milepost.plan.draws import Floats
from milepost.plan.forecast import SEED, DateForecast, FrozenForecast, PlanForecast, Quantiles
from milepost.plan.inputs import model_of
from milepost.plan.model import NEVER, PlanModel
from milepost.plan.progress import Known, Progress
from milepost.plan.rules import TOO_LARGE
from milepost.plan.simulate import Simulated, simulate
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Capability
from milepost.record.canonical import Json, canonical_digest, to_json

MOST_SCENARIOS, LEAST_SCENARIOS, WORK = 4_000, 200, 2_000_000
REVISION = 1
"""Goes up when the same inputs give another forecast."""


def scenarios_for(capabilities: int) -> int:
    """Return how many futures are drawn: 4,000, fewer in a program of more than 500 capabilities, never under 200."""
    return max(LEAST_SCENARIOS, min(MOST_SCENARIOS, WORK // max(capabilities, 1)))


def basis_of(program: CompiledProgram, progress: Progress) -> str:
    """Digest all that a forecast is made of. When a milestone was achieved moves nothing: only that it was."""
    return canonical_digest(
        {
            "revision": REVISION,
            "seed": SEED,
            "scenarios": scenarios_for(len(program.capabilities)),
            "program": program.digest,
            "day": to_json(progress.day),
            "capabilities": to_json(progress.capabilities),
            "achieved": list[Json](sorted(progress.achieved)),
        }
    )


def foretold(program: CompiledProgram, progress: Progress) -> Simulated:
    """Draw the futures of a program as far as it has come.

    Raises Refused with MP788 for each capability whose money is beyond what can be drawn.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        drawn = simulate(model_of(program, progress), SEED, scenarios_for(len(program.capabilities)))
        finite = np.isfinite(drawn.value).all(axis=0) & np.isfinite(drawn.cost).all(axis=0)
    beyond = [each.slug for each, fits in zip(drawn.model.capabilities, finite, strict=True) if not fits]
    if beyond:
        raise Refused(
            *(TOO_LARGE.at(None, f"capability/{slug}: its money is too large", TOO_LARGE.fix) for slug in beyond)
        )
    return drawn


def forecast_of(program: CompiledProgram, progress: Progress, drawn: Simulated) -> PlanForecast:
    """Return when milestones are reached, but for those that are, and those of which nobody said enough.

    A status may call late only what somebody planned: each capability says its `effort` and how likely it `succeeds`,
    or the record knows. What stands on the product's own assumptions is in the plan, not in the status.
    """
    named = (slug for slug in program.milestones if slug not in progress.achieved)
    open_ = [slug for slug in named if is_planned(program, slug, progress)]
    found = _milestones(drawn)
    return PlanForecast(
        basis=basis_of(program, progress),
        seed=drawn.seed,
        scenarios=drawn.scenarios,
        milestones={slug: found[slug] for slug in open_},
    )


def is_planned(program: CompiledProgram, milestone: str, progress: Progress) -> bool:
    """Tell whether all the capabilities of a milestone are planned by somebody; False where it names none."""
    named = program.milestones[milestone].capabilities
    return bool(named) and all(_is_planned(program.capabilities[each], progress.capabilities) for each in named)


def _is_planned(capability: Capability, known: Mapping[str, Known]) -> bool:
    found = known.get(capability.id, Known())
    has_date = found.live is not None or capability.effort is not None
    return has_date and (found.works is not None or capability.succeeds is not None)


def frozen_of(program: CompiledProgram, progress: Progress, drawn: Simulated) -> FrozenForecast:
    """Return all that the program is held to, of what has not happened yet."""
    model = drawn.model
    live = np.where(drawn.works, drawn.live, np.inf)
    open_ = [place for place, each in enumerate(model.capabilities) if each.done is None]
    milestones = {slug: each for slug, each in _milestones(drawn).items() if slug not in progress.achieved}
    refs = [Ref("capability", slug) for slug in program.capabilities] + [Ref("milestone", slug) for slug in milestones]
    return FrozenForecast(
        basis=basis_of(program, progress),
        seed=drawn.seed,
        scenarios=drawn.scenarios,
        currency=model.currency,
        owners={str(ref): owner for ref in refs if (owner := program.owner_of(ref)) is not None},
        capabilities={model.capabilities[place].slug: _date(model, live[:, place], NEVER) for place in open_},
        milestones=milestones,
        goals={slug: _share(met) for slug, met in goals_met(drawn).items()},
        stats=_money(drawn),
    )


def goals_met(drawn: Simulated) -> dict[str, Floats]:
    """Return in which futures each goal's target is met, by slug."""
    found = {}
    for place, goal in enumerate(drawn.model.goals):
        levels = drawn.levels[:, place]
        # Levels are held in single precision: one that is its own baseline must not miss it by a rounding.
        slack = 1e-6 * max(abs(goal.target), 1e-9)
        found[goal.slug] = levels >= goal.target - slack if goal.is_up else levels <= goal.target + slack
    return found


def quantile(values: Floats, share: float) -> float:
    """Return a quantile that is one of the values, so that an endless one stays endless."""
    return float(np.quantile(values, share, method="higher"))


def _milestones(drawn: Simulated) -> dict[str, DateForecast]:
    return {
        each.slug: _date(drawn.model, drawn.milestones[:, place], each.due)
        for place, each in enumerate(drawn.model.milestones)
    }


def _date(model: PlanModel, days: Floats, due: float) -> DateForecast:
    last = model.days if due == NEVER else due
    p10, p50, p90 = (model.day(quantile(days, share)) for share in (0.1, 0.5, 0.9))
    # A part of a day counts as begun: what is there within the last day is in time.
    chance = _share(np.ceil(days - 1e-6) <= last)
    return DateForecast(p10=p10, p50=p50, p90=p90, chance=chance, due=model.day(due))


def _share(holds: Floats) -> Decimal:
    return Decimal(f"{float(np.mean(holds)):.2f}")


def _money(drawn: Simulated) -> dict[str, Quantiles]:
    value, cost = drawn.monthly_value.sum(axis=1), drawn.monthly_cost.sum(axis=1)
    found = {"program/net": drawn.net, "program/value": value, "program/cost": cost}
    for place, each in enumerate(drawn.model.capabilities):
        found[f"capability/{each.slug}/value"] = drawn.value[:, place]
        found[f"capability/{each.slug}/net"] = drawn.value[:, place] - drawn.cost[:, place]
    return {name: _quantiles(amounts) for name, amounts in found.items()}


def _quantiles(amounts: Floats) -> Quantiles:
    p10, p50, p90 = (round(quantile(amounts, share), 2) for share in (0.1, 0.5, 0.9))
    return Quantiles(p10=p10, p50=p50, p90=p90)
