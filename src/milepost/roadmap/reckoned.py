"""Returns, plan and forecasts together, reckoned beside a status."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milepost.kernel.finding import Refused
from milepost.kernel.near import hint
from milepost.ledger.holdout_total import Total
from milepost.roadmap.accounts import Accounts, accounts_of
from milepost.roadmap.facts import Facts
from milepost.roadmap.forecasts import ForecastNow, forecasts_now
from milepost.roadmap.judge import Bench
from milepost.roadmap.ledger_facts import totals_told
from milepost.roadmap.plan_quarters import PlanQuarter, plan_quarters
from milepost.roadmap.returns import Account, By, returns_by, returns_of_program
from milepost.roadmap.rules import NO_RETURN
from milepost.roadmap.status import RoadmapStatus

if TYPE_CHECKING:
    import numpy as np

SEED = 20_261_122
"""What the dice of a payback begin with, told beside it: the same question gets the same answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """Returns of one kind, the plan by quarter, and the forecasts, with the status that they stand beside.

    `whole` is the program's own, where all of it is asked about and the status claims the holdout's total.
    """

    status: RoadmapStatus
    accounts: Accounts
    by: By
    found: tuple[Account, ...]
    plan: tuple[PlanQuarter, ...]
    forecasts: tuple[ForecastNow, ...]
    whole: Account | None = None
    seed: int = SEED


def reckon(
    facts: Facts,
    status: RoadmapStatus,
    make_rng: "Callable[[int], np.random.Generator]",
    *,
    by: By | None = None,
    id_: str | None = None,
    totals: Sequence[Total] | None = None,
) -> Reckoned:
    """Reckon returns at the status's instant; `id_` narrows them to one thing, whose kind it may name.

    `totals` are those that global holdouts show, by the facts where none are given. Raises Refused with MP730 for an
    id that is no thing of the kind.
    """
    shown = totals_told(facts, status.as_of) if totals is None else totals
    accounts = accounts_of(Bench(facts=facts), status.program, status.as_of, shown)
    kind = by or kind_of(id_) or By.CAPABILITY
    found = returns_by(accounts, kind, lambda: make_rng(SEED))
    plan, forecasts = plan_quarters(accounts), forecasts_now(status.program, facts, status.as_of)
    if id_ is not None:
        found = _narrowed(found, id_, kind)
        kept = {slug for each in found for slug in each.capabilities}
        plan = tuple(each for each in plan if each.capability in kept)
        forecasts = tuple(each for each in forecasts if each.prior.capability in kept)
    whole = (
        returns_of_program(accounts, lambda: make_rng(SEED)) if id_ is None and _is_claimed(status, accounts) else None
    )
    return Reckoned(
        status=status, accounts=accounts, by=kind, found=found, plan=plan, forecasts=forecasts, whole=whole
    )  # fmt: skip


def _is_claimed(status: RoadmapStatus, accounts: Accounts) -> bool:
    total = accounts.total
    return total is not None and any(each.is_claimed and each.event == total.event for each in status.totals)


def kind_of(id_: str | None) -> By | None:
    """Return the kind that an id names, such as `goal/grow`; None where it is a bare slug."""
    kind, slash, _ = (id_ or "").partition("/")
    return By(kind) if slash and kind in {each.value for each in By} else None


def _narrowed(found: tuple[Account, ...], id_: str, by: By) -> tuple[Account, ...]:
    slug = id_.removeprefix(f"{by.value}/")
    kept = tuple(each for each in found if each.id == slug)
    if not kept:
        near = hint(slug, [each.id for each in found], by.value)
        raise Refused(NO_RETURN.at(None, f"there is no {by.value} {slug} to reckon returns of", near))
    return kept
