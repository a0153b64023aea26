"""What a trace says of each fact, in a line."""

from decimal import Decimal

from milepost.experiments.holdout_verdict import HoldoutVerdict
from milepost.experiments.registration import Registration
from milepost.experiments.snapshot import Snapshot
from milepost.experiments.verdict import Verdict
from milepost.governance.attestation import Attestation, RandomisationStatement
from milepost.ledger.closing import Closing
from milepost.ledger.costs import CostLoad
from milepost.ledger.entry import LedgerEntry
from milepost.ledger.total import ProgramTotal
from milepost.outcomes.measurement import KpiMeasurement
from milepost.plan.approaches.choice import ApproachChoice
from milepost.plan.forecast import FrozenForecast, PlanForecast
from milepost.program.acceptance import Layout
from milepost.roadmap.money import gain_or_loss
from milepost.tables.facts import ContractCheck, SourceLoad
from milepost.tables.probe import ProbeResult


def said_of(fact: object, subject: str) -> str:
    """Say an event's fact in a line; `subject` is what the event is about."""
    match fact:
        case LedgerEntry() | CostLoad() | Closing():
            return _said_of_books(fact)
        case ProgramTotal():
            return f"{fact.column}, the whole program: {gain_or_loss(fact.amount)}, grade {fact.grade}"
        case Verdict() | HoldoutVerdict() | Registration() | Snapshot():
            return _said_of_reading(fact)
        case SourceLoad() | ContractCheck() | KpiMeasurement() | ProbeResult():
            return _said_of_data(fact)
        case RandomisationStatement() | Attestation() | ApproachChoice():
            return _said_of_signature(fact, subject)
        case Layout():
            return "the same program in other words: only comments, files or order changed"
        case PlanForecast() | FrozenForecast():
            kept = "kept as promised" if isinstance(fact, FrozenForecast) else "by what was known then"
            return f"{len(fact.milestones)} dates foretold from {fact.scenarios:,} futures, {kept}"
        case _:
            return "accepted as the program in force"


def _said_of_data(fact: SourceLoad | ContractCheck | KpiMeasurement | ProbeResult) -> str:
    match fact:
        case SourceLoad():
            return f"{fact.rows:,} rows loaded"
        case ContractCheck():
            broken = "; ".join(fact.because)
            return "the data keeps its contract" if fact.ok else f"the data breaks its contract: {broken}"
        case KpiMeasurement():
            return f"{fact.value:.4g} {fact.unit} over {fact.n:,} rows"
        case ProbeResult():
            return f"the system was asked: {fact.because}"


def _said_of_signature(fact: RandomisationStatement | Attestation | ApproachChoice, subject: str) -> str:
    match fact:
        case RandomisationStatement():
            drawn = "the people of" if subject.startswith("holdout/") else "the arms of"
            return f"{fact.signer} states that {drawn} {subject} were drawn at random"
        case Attestation():
            return f"{fact.signer} attests {fact.name}, good through {fact.expires}"
        case ApproachChoice():
            return f"{fact.signer} chose {fact.approach}: {fact.because}"


def _said_of_books(fact: LedgerEntry | CostLoad | Closing) -> str:
    match fact:
        case LedgerEntry():
            return f"{fact.column}: {gain_or_loss(fact.amount)}, grade {fact.grade}"
        case CostLoad():
            total = sum((each.effective for each in fact.lines), Decimal(0))
            return f"{total:,.2f} {fact.currency} charged from {fact.first:%Y-%m} to {fact.last:%Y-%m}"
        case Closing():
            return f"{fact.quarter} closed by {fact.signer}"


def _said_of_reading(fact: Verdict | HoldoutVerdict | Registration | Snapshot) -> str:
    match fact:
        case Verdict() | HoldoutVerdict():
            return f"{fact.phase}, grade {fact.grade}: {fact.because}"
        case Registration():
            late = f", late: {fact.late}" if fact.late else ""
            return f"the design of experiment/{fact.experiment} was registered{late}"
        case Snapshot():
            return f"the reading of experiment/{fact.experiment} was frozen"
