"""The steps of a run: typed, named, each with a revision that goes up when what it computes changes.

A step's output is named by the digest of its inputs, revision and parameters; running again does nothing when nothing
changed. `modules` are what it computes with: a test fails when their code changes and the revision does not.
"""

from dataclasses import dataclass
from enum import StrEnum

from milepost.kernel.digest import Digest
from milepost.record.canonical import Json, canonical_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One kind of step."""

    name: str
    revision: int
    modules: tuple[str, ...]

    def basis(self, **inputs: Json) -> Digest:
        """Digest what this step depends on."""
        return canonical_digest({"step": self.name, "revision": self.revision, "inputs": dict(inputs)})


class Outcome(StrEnum):
    """How a step ended."""

    DONE = "done"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """What one step did to one subject, in words; `rows` is None where it counts none."""

    step: str
    subject: str
    outcome: Outcome
    said: str
    rows: int | None = None


LOAD = Step(
    name="load",
    revision=1,
    modules=("adapters.warehouse.csv_file", "adapters.warehouse.excel_file", "tables.typed", "tables.logical_digest"),
)
CONTRACT = Step(name="contract", revision=1, modules=("tables.contract_check", "tables.typed"))
MEASURE = Step(name="measure", revision=1, modules=("outcomes.level", "outcomes.measurement"))
READ = Step(
    name="read",
    revision=2,
    modules=(
        "outcomes.aggregates",
        "outcomes.aggregation",
        "outcomes.cells",
        "outcomes.grouping",
        "outcomes.metric",
        "outcomes.series.calendar",
        "outcomes.series.rows",
        "experiments.arms",
        "experiments.contrast",
        "experiments.design",
        "experiments.estimated",
        "experiments.evidence",
        "experiments.exposure.checks",
        "experiments.guardrails",
        "experiments.covariates",
        "experiments.design",
        "experiments.groupings",
        "experiments.headline",
        "experiments.imports.export",
        "experiments.imports.growthbook",
        "experiments.imports.headline",
        "experiments.imports.judge",
        "experiments.imports.lift",
        "experiments.imports.optimizely",
        "experiments.imports.program_import",
        "experiments.imports.result",
        "experiments.imports.statsig",
        "experiments.held_out_rows",
        "experiments.holdout",
        "experiments.holdout_verdict",
        "experiments.judge",
        "experiments.money",
        "experiments.program_reading",
        "experiments.registration",
        "experiments.series.design",
        "experiments.series.headline",
        "experiments.series.judge",
        "experiments.series.program_series",
        "experiments.strength",
        "experiments.strength_words",
        "experiments.reading",
        "experiments.verdict",
        "experiments.waiting",
        "outcomes.exposure",
        "outcomes.zones",
        "outcomes.slices",
        "statistics.adjust",
        "statistics.always_valid",
        "statistics.decision",
        "statistics.bootstrap",
        "statistics.estimate",
        "statistics.groups",
        "statistics.mean",
        "statistics.moments",
        "statistics.power",
        "statistics.proportion",
        "statistics.quantile_effect",
        "statistics.ratio",
        "statistics.regression",
        "statistics.relative",
        "statistics.robust",
        "statistics.sensitivity",
        "statistics.series",
        "statistics.srm",
        "outcomes.rollout",
        "experiments.rollout",
        "experiments.rollout_program",
        "experiments.rollout_reading",
        "experiments.rollout_steps",
        "statistics.staggered",
        "kernel.assignment",
        "tables.assignment",
        "statistics.skewness",
        "statistics.srm",
        "statistics.winsorised",
    ),
)
POST = Step(name="post", revision=2, modules=("ledger.entry", "ledger.posting", "ledger.saved", "ledger.total"))
COST = Step(name="cost", revision=1, modules=("tables.charges", "ledger.calendar", "ledger.charging", "ledger.costs"))
PLAN = Step(
    name="plan",
    revision=1,
    modules=(
        "plan.draws",
        "plan.forecast",
        "plan.forecasting",
        "plan.inputs",
        "plan.model",
        "plan.simulate",
        "roadmap.progress",
    ),
)
STEPS = (LOAD, CONTRACT, MEASURE, READ, POST, COST, PLAN)
