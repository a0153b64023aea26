"""Which kinds there are, and which model reads each."""

from milepost.program.documents.budget import Budget
from milepost.program.documents.capability import Capability
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.holdout import Holdout
from milepost.program.documents.integration import Channel, Integration
from milepost.program.documents.ledger import Ledger
from milepost.program.documents.operating import OperatingModel
from milepost.program.documents.outline import Goal, Kpi, Metric, Milestone, Program, Role, Source, Team
from milepost.program.documents.risk import Risk
from milepost.program.documents.waiver import Waiver

Kind = (
    Program
    | Goal
    | Kpi
    | Metric
    | Budget
    | Capability
    | Channel
    | Experiment
    | Holdout
    | Integration
    | Ledger
    | Milestone
    | OperatingModel
    | Risk
    | Role
    | Source
    | Team
    | Waiver
)
MODELS: dict[str, type[Kind]] = {
    model.__name__: model
    for model in (
        Program,
        Goal,
        Kpi,
        Metric,
        Budget,
        Capability,
        Channel,
        Experiment,
        Holdout,
        Integration,
        Ledger,
        Milestone,
        OperatingModel,
        Risk,
        Role,
        Source,
        Team,
        Waiver,
    )
}
NOT_READ_YET = frozenset(
    {"Committee", "DecisionRight", "Tolerance", "Escalation", "Policy", "Control"}
    | {"FeatureView", "Audience", "Model", "Content", "Release", "Schedule"}
)
"""Named in the design, without an artifact so far."""
