"""A program's experiment is read by its design, and the read-out becomes the verdict that the record keeps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from milepost.experiments.design import MoneySpec
from milepost.experiments.judge import read_out
from milepost.experiments.program_reading import design_of, failed_verdict, significant, verdict_of
from milepost.experiments.verdict import Verdict, design_digest
from milepost.kernel.time import Duration, Period
from milepost.kernel.words import Grade, Phase
from milepost.outcomes.aggregates import Aggregates, ArmAggregates
from milepost.outcomes.metric import MetricKind, MetricSpec
from milepost.program.compiled import CompiledProgram
from milepost.program.compiler import compile_program
from milepost.program.documents.capability import Cost
from milepost.program.documents.experiment import Arms, Guardrail, Sequential
from milepost.program.documents.outline import Aggregate, Direction, Metric, Times
from milepost.program.documents.ways import Imported, Series, SeriesMethod, Staggered, Vendor
from milepost.record.canonical import from_json, to_json
from milepost.statistics.moments import Moments
from milepost.testing.strategies import numbers
from program.overlay import overlay

SLUG = "spring-test"
compiled = compile_program(overlay("")).program
assert compiled is not None
VISITS = Metric(id="visits", source="crm", per="customer", column="visit", aggregate=Aggregate.PROPORTION)
CALLS = Metric(id="calls", source="crm", per="customer", column="call")
IMPORTED = Imported(vendor=Vendor.STATSIG, test="spring", metric="Revenue", control="A", treatment="B")
BASE = replace(compiled, metrics={**compiled.metrics, "visits": VISITS, "calls": CALLS})


def experiment(program: CompiledProgram = BASE, **changes: Any) -> CompiledProgram:
    changed = program.experiments[SLUG].model_copy(update=changes)
    return replace(program, experiments={SLUG: changed})


def metric(name: str = "contribution", **changes: Any) -> CompiledProgram:
    return replace(BASE, metrics={**BASE.metrics, name: BASE.metrics[name].model_copy(update=changes)})


def kpi(**changes: Any) -> CompiledProgram:
    return replace(BASE, kpis={"margin": BASE.kpis["margin"].model_copy(update=changes)})


def costs(*each: Cost) -> CompiledProgram:
    return replace(BASE, capabilities={"mail": BASE.capabilities["mail"].model_copy(update={"costs": each})})


def cost(amount: str, per: str = "contact", kind: str = "compute") -> Cost:
    return Cost.model_validate({"kind": kind, "amount": amount, "per": per})


def arm(name: str, n: int, **levels: float) -> ArmAggregates:
    """Make an arm whose metrics have a variance of 4 a unit."""
    return ArmAggregates(
        arm=name,
        n=n,
        moments={key: Moments(n=n, means=(mean,), cross=((4.0 * (n - 1),),)) for key, mean in levels.items()},
    )


def verdict(program: CompiledProgram = BASE, n: tuple[int, int] = (1000, 1000), **effects: float) -> Verdict:
    """Read arms of `n` units; metrics are level 0.5 in the control and differ by their effect."""
    design = design_of(program, SLUG, randomised=True)
    names = {each.name: effects.get(each.name, 0.0) for each in design.metrics}
    control = arm("None", n[0], **dict.fromkeys(names, 0.5))
    treated = arm("Mail", n[1], **{name: 0.5 + effect for name, effect in names.items()})
    read = read_out(Aggregates(source="source/crm", arms=(treated, control), broken={}), design)
    return verdict_of(program, SLUG, read, "basis", "rows", "ev_statement")


def test_the_design_is_what_the_program_says() -> None:
    design = design_of(BASE, SLUG, randomised=True)
    assert (design.arm_column, design.control, design.treatments) == ("segment", "None", ("Mail",))
    assert design.split == {"None": Decimal("0.5"), "Mail": Decimal("0.5")}
    assert (design.alpha, design.unit, design.randomised) == (0.05, None, True)
    assert design.metrics == (MetricSpec(name="contribution", kind=MetricKind.MEAN, column="spend"),)
    assert design.money == MoneySpec(
        metric="spend", margin=Decimal("0.30"), cost_per_unit=Decimal("0.05"), currency="USD"
    )


def test_the_primary_metric_comes_first_and_each_once() -> None:
    guards = (Guardrail(metric="calls", margin=Decimal(1)), Guardrail(metric="visits", margin=Decimal(1)))
    program = experiment(primary="visits", secondary=("calls", "contribution"), guardrails=guards)
    assert [each.name for each in design_of(program, SLUG, randomised=False).metrics] == [
        "visits",
        "calls",
        "contribution",
    ]


def test_covariates_are_the_programs_and_the_record_keeps_what_they_took_out() -> None:
    program = experiment(covariates=("recency",))
    assert design_of(program, SLUG, randomised=True).covariates == ("recency",)
    assert design_digest(program, SLUG) != design_digest(BASE, SLUG)
    moments = {
        name: Moments(n=1000, means=(level, 5.0), cross=((4000.0, 1400.0), (1400.0, 1000.0)))
        for name, level in (("None", 1.0), ("Mail", 1.5))
    }
    arms = tuple(ArmAggregates(arm=name, n=1000, moments={"contribution": each}) for name, each in moments.items())
    read = read_out(Aggregates(arms=arms), design_of(program, SLUG, randomised=True))
    found = verdict_of(program, SLUG, read, "basis", "rows", None)
    assert found.stats["variance_reduction"].estimate == pytest.approx(0.49, abs=1e-3)
    assert found.stats["effect_unadjusted"].estimate == pytest.approx(found.stats["effect"].estimate, rel=1e-3)
    assert (found.stats["effect_unadjusted"].low < found.stats["effect"].low) is True
    assert "effect_unadjusted" not in verdict().stats


def test_costs_are_those_of_each_contact() -> None:
    program = costs(cost("0.05 USD"), cost("0.02 USD", kind="data"), cost("9 USD", "month"), cost("99 USD", "once"))
    money = design_of(program, SLUG, randomised=True).money
    assert money is not None
    assert money.cost_per_unit == Decimal("0.07")


@pytest.mark.parametrize(
    "program",
    [
        metric(times=None),
        metric(unit="hours"),
        metric(aggregate=Aggregate.PROPORTION),
        experiment(primary="visits"),
        kpi(direction=Direction.DOWN),
    ],
    ids=["no margin", "another unit", "a proportion", "a metric without a unit", "money that should fall"],
)
def test_what_is_no_mean_of_money_has_no_price(program: CompiledProgram) -> None:
    assert design_of(program, SLUG, randomised=True).money is None
    assert set(verdict(program, contribution=0.2, visits=0.2).stats) == {"effect", "srm_p"}


def test_a_metric_that_is_money_itself_has_the_margin_one() -> None:
    money = design_of(metric(times=None, unit="USD"), SLUG, randomised=True).money
    assert money is not None
    assert money.margin == 1
    assert money.is_contribution


def test_a_contribution_may_be_negative_and_revenue_may_not() -> None:
    kept = design_of(metric(times=None, unit="USD"), SLUG, randomised=True)
    assert (kept.aggregates.money_column, design_of(BASE, SLUG, randomised=True).aggregates.money_column) == (
        None,
        "spend",
    )


def test_an_experiment_may_have_costs_of_its_own() -> None:
    dear = experiment(costs=(cost("0.40 USD"), cost("7 USD", "month")))
    money = design_of(dear, SLUG, randomised=True).money
    assert money is not None
    assert money.cost_per_unit == Decimal("0.40")
    assert design_digest(dear, SLUG) != design_digest(BASE, SLUG)


def test_a_verdict_holds_effect_money_and_what_it_rests_on() -> None:
    found = verdict(contribution=1.0)
    assert (found.phase, found.grade, found.statement) == (Phase.SUCCESSFUL, Grade.A, "ev_statement")
    assert (found.basis, found.rows_digest, found.experiment) == ("basis", "rows", SLUG)
    assert found.design == design_digest(BASE, SLUG)
    assert (found.arms, found.population, found.cost) == ({"Mail": 1000, "None": 1000}, 1000, Decimal("50.00"))
    effect, net, roi = (found.stats[name] for name in ("effect", "net_value", "roi"))
    assert (effect.estimate, effect.unit) == (0.3, "USD")
    assert (net.estimate, net.unit) == (250.0, "USD")
    assert (roi.estimate, roi.unit) == (5.0, "")
    for each in (effect, net, roi):
        assert each.low < each.lower95 < each.estimate < each.upper95 < each.high
    assert roi.lower95 == pytest.approx(net.lower95 / 50)
    assert found.because.startswith("Mail earns at least USD")


def test_a_sequential_experiment_is_read_always_valid_to_the_last_bound() -> None:
    guards = (Guardrail(metric="calls", margin=Decimal("0.5")),)
    fixed = experiment(guardrails=guards, secondary=("visits",))
    program = experiment(fixed, sequential=Sequential(planned=2_000))
    assert (design_of(fixed, SLUG, randomised=True).planned, design_of(program, SLUG, randomised=True).planned) == (
        None,
        2_000,
    )
    before, ours = (verdict(each, contribution=1.0, calls=-0.34, visits=0.2) for each in (fixed, program))
    assert (before.planned, ours.planned, ours.grade) == (None, 2_000, before.grade)
    assert "95% always-valid interval" in ours.because
    for name in ("effect", "net_value", "roi"):
        one, other = ours.stats[name], before.stats[name]
        assert one.estimate == other.estimate
        assert one.low < other.low < other.high < one.high
        assert one.lower95 < other.lower95 < other.upper95 < one.upper95
    assert ours.secondary["visits"].low < before.secondary["visits"].low
    # What a single look lets pass is not shown yet to who may look again.
    assert [each.guardrails[0].phase for each in (before, ours)] == [Phase.SUCCESSFUL, Phase.INCONCLUSIVE]
    assert failed_verdict(program, SLUG, "basis", "rows", "a column is missing").planned == 2_000


def test_a_verdict_recorded_before_there_were_always_valid_intervals_is_read_as_fixed() -> None:
    stored = to_json(verdict(contribution=1.0))
    assert isinstance(stored, dict)
    assert stored.pop("planned", 0) is None
    assert from_json(stored, Verdict) == verdict(contribution=1.0)
    kept = verdict(experiment(sequential=Sequential(planned=2_000)), contribution=1.0)
    assert from_json(to_json(kept), Verdict) == kept


def test_a_fixed_design_keeps_the_digest_it_had() -> None:
    """Approvals, statements of randomisation and recorded readings hang on it."""
    assert design_digest(BASE, SLUG) == "sha256:da164a97afea0b3c62a704fed62195a6e911859337cfbac78b1aea2752f66c0a"
    assert design_digest(experiment(sequential=None), SLUG) == design_digest(BASE, SLUG)
    plans = [design_digest(experiment(sequential=Sequential(planned=n)), SLUG) for n in (2_000, 3_000)]
    assert len({design_digest(BASE, SLUG), *plans}) == 3


def test_without_a_cost_there_is_no_roi() -> None:
    assert set(verdict(costs(), contribution=1.0).stats) == {"effect", "srm_p", "net_value", "probability_positive"}


def test_a_split_that_does_not_fit_gives_an_error_without_measures() -> None:
    program = experiment(guardrails=(Guardrail(metric="calls", margin=Decimal(1)),))
    found = verdict(program, n=(44_000, 45_000), contribution=1.0)
    assert (found.phase, found.grade, found.stats, found.guardrails, found.cost) == (Phase.ERROR, Grade.C, {}, (), 0)
    assert "do not fit the intended split (SRM p = 0.0008)" in found.because
    assert found.arms == {"None": 44_000, "Mail": 45_000}
    # The control: the same effect in arms that fit is read.
    assert verdict(program, n=(45_000, 45_000), contribution=1.0).phase is Phase.SUCCESSFUL


def test_a_reading_that_could_not_be_made_is_an_error_of_grade_c() -> None:
    found = failed_verdict(BASE, SLUG, "basis", "rows", "a column is missing")
    assert (found.phase, found.grade, found.because) == (Phase.ERROR, Grade.C, "a column is missing")
    assert (found.stats, found.arms, found.population, found.statement) == ({}, {}, 0, None)
    assert found.design == design_digest(BASE, SLUG)


# At 1,000 units an arm and a variance of 4 the one-sided half-width is 0.147.
@pytest.mark.parametrize(
    ("effect", "phase"),
    [
        (0.0, Phase.SUCCESSFUL), (-0.34, Phase.SUCCESSFUL), (-0.36, Phase.INCONCLUSIVE), (-0.5, Phase.INCONCLUSIVE),
        (-0.64, Phase.INCONCLUSIVE), (-0.66, Phase.FAILED), (2.0, Phase.SUCCESSFUL),
    ],
)  # fmt: skip
def test_a_guardrail_has_three_outcomes(effect: float, phase: Phase) -> None:
    program = experiment(guardrails=(Guardrail(metric="calls", margin=Decimal("0.5")),))
    (guard,) = verdict(program, calls=effect, contribution=1.0).guardrails
    assert (guard.metric, guard.margin, guard.phase) == ("calls", Decimal("0.5"), phase)
    assert "may not fall by more than 0.5" in guard.because


def test_a_guardrails_margin_is_in_the_metrics_own_unit() -> None:
    calls = {"times": Times(value=Decimal(10), signed_by="finance")}
    program = experiment(metric("calls", **calls), guardrails=(Guardrail(metric="calls", margin=Decimal(5)),))
    (guard,) = verdict(program, calls=-0.36, contribution=1.0).guardrails
    assert guard.phase is Phase.INCONCLUSIVE


# Less is better because the guardrail says so, or because the KPI of the metric does.
@pytest.mark.parametrize("said", ["guardrail", "kpi"])
@pytest.mark.parametrize(
    ("effect", "phase"), [(0.66, Phase.FAILED), (0.5, Phase.INCONCLUSIVE), (-2.0, Phase.SUCCESSFUL)]
)
def test_a_guardrail_on_what_should_fall_may_not_rise(said: str, effect: float, phase: Phase) -> None:
    calm = BASE.kpis["margin"].model_copy(update={"id": "calm", "metric": "calls", "direction": Direction.DOWN})
    program = replace(BASE, kpis={**BASE.kpis, "calm": calm}) if said == "kpi" else BASE
    direction = Direction.DOWN if said == "guardrail" else None
    guard = Guardrail(metric="calls", margin=Decimal("0.5"), direction=direction)
    (found,) = verdict(experiment(program, guardrails=(guard,)), calls=effect, contribution=1.0).guardrails
    assert found.phase is phase
    assert "may not rise by more than 0.5" in found.because


@pytest.mark.parametrize("direction", [None, *Direction])
@pytest.mark.parametrize("effect", [1.0, 0.0, -1.0])
def test_the_phase_says_what_is_better(direction: Direction | None, effect: float) -> None:
    program = replace(BASE, kpis={}) if direction is None else kpi(direction=direction)
    better = -effect if direction is Direction.DOWN else effect
    expected = Phase.SUCCESSFUL if better > 0 else Phase.FAILED if better < 0 else Phase.INCONCLUSIVE
    assert verdict(program, contribution=effect).phase is expected


@given(numbers())
def test_twelve_digits_are_kept_and_keeping_them_again_changes_nothing(value: float) -> None:
    kept = significant(value)
    assert significant(kept) == kept
    assert abs(kept - value) <= abs(value) * 5.1e-12 or abs(value) < 1e-300


def test_digits_that_hang_on_the_order_of_summing_are_dropped() -> None:
    assert significant(0.1 + 0.2) == significant(0.3) == 0.3
    assert significant(1.0000000000004) == 1.0
    assert significant(1.00000000001) == 1.00000000001


SAME: dict[str, Callable[[], CompiledProgram]] = {
    "the experiment's title": lambda: experiment(title="Other"),
    "the metric's title": lambda: metric(title="Other"),
    "the period": lambda: experiment(period=Period.parse("2026-11-05/2026-11-19")),
    "how long it holds": lambda: experiment(valid_for=Duration(days=30)),
    "who states the randomisation": lambda: experiment(randomised=None),
    "costs of other things": lambda: costs(cost("0.05 USD"), cost("9 USD", "month")),
    "the capability's title": lambda: replace(
        BASE, capabilities={"mail": BASE.capabilities["mail"].model_copy(update={"title": "Other"})}
    ),
    "the order of the split": lambda: experiment(split={"Mail": Decimal("0.5"), "None": Decimal("0.50")}),
    "a metric that is not read": lambda: metric("visits", column="other"),
    "the same margin in other digits": lambda: metric(times=Times(value=Decimal("0.3"), signed_by="finance")),
}
OTHER: dict[str, Callable[[], CompiledProgram]] = {
    "an arm": lambda: experiment(arms=Arms(column="segment", control="None", treatment="Letter")),
    "the arm's column": lambda: experiment(arms=Arms(column="arm", control="None", treatment="Mail")),
    "the split": lambda: experiment(split={"None": Decimal("0.4"), "Mail": Decimal("0.6")}),
    "the primary metric": lambda: experiment(primary="visits"),
    "a secondary metric": lambda: experiment(secondary=("visits",)),
    "a guardrail": lambda: experiment(guardrails=(Guardrail(metric="calls", margin=Decimal(1)),)),
    "a guardrail's margin": lambda: experiment(guardrails=(Guardrail(metric="calls", margin=Decimal(2)),)),
    "the metric's column": lambda: metric(column="revenue"),
    "the metric's aggregate": lambda: metric(aggregate=Aggregate.PROPORTION),
    "the margin": lambda: metric(times=Times(value=Decimal("0.31"), signed_by="finance")),
    "the contact cost": lambda: costs(cost("0.06 USD")),
    "no contact cost": lambda: costs(),
    "alpha": lambda: experiment(alpha=Decimal("0.01")),
    "the unit": lambda: experiment(unit="customer"),
    "the source": lambda: experiment(source="other"),
    "which way is better": lambda: kpi(direction=Direction.DOWN),
    "always-valid intervals": lambda: experiment(sequential=Sequential(planned=2_000)),
    "the currency": lambda: replace(BASE, program=BASE.program.model_copy(update={"currency": "EUR"})),
}


@pytest.mark.parametrize("change", SAME)
def test_what_changes_no_number_leaves_the_design_the_same(change: str) -> None:
    assert design_digest(SAME[change](), SLUG) == design_digest(BASE, SLUG)


@pytest.mark.parametrize("change", OTHER)
def test_what_changes_a_reading_makes_it_another_design(change: str) -> None:
    assert design_digest(OTHER[change](), SLUG) != design_digest(BASE, SLUG)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"series": Series(time="week", starts=date(2026, 3, 2))},
            {"series": Series(time="week", starts=date(2026, 3, 9))},
        ),
        (
            {"series": Series(time="week", starts=date(2026, 3, 2))},
            {"series": Series(time="day", starts=date(2026, 3, 2))},
        ),
        (
            {"series": Series(time="week", starts=date(2026, 3, 2))},
            {"series": Series(time="week", starts=date(2026, 3, 2), method=SeriesMethod.BEFORE_AFTER)},
        ),
        (
            {"series": Series(time="week", starts=date(2026, 3, 2))},
            {"series": Series(time="week", starts=date(2026, 3, 2), season=52)},
        ),
        ({"imported": IMPORTED}, {"imported": IMPORTED.model_copy(update={"metric": "Orders"})}),
        ({"imported": IMPORTED}, {"imported": IMPORTED.model_copy(update={"test": "autumn"})}),
        (
            {"staggered": Staggered(group="team", time="day", starts="since")},
            {"staggered": Staggered(group="team", time="day", starts="start")},
        ),
    ],
)
def test_every_ways_fields_are_part_of_the_design(one, other):
    """A change date moved after looking is another design, and so is another test, metric or column."""
    digests = {design_digest(experiment(arms=None, **each), SLUG) for each in (one, other)}
    assert len(digests) == 2
