"""The artifact: what a finished test of another system is worth as evidence."""

from dataclasses import dataclass

from milepost.experiments.imports.result import Result
from milepost.kernel.finding import Finding
from milepost.kernel.words import Grade
from milepost.statistics.estimate import Estimate
from milepost.statistics.relative import Lift
from milepost.statistics.sensitivity import Sensitivity


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReading:
    """A finished test as evidence. `effect` is treatment less control, by unit, or with `is_total` over all treated.

    `is_own` says that it was computed here from counts, means and variances, else it is the vendor's. `srm_p` is None
    where no split can be checked, `strength` at grade A or where the units are not told. `population` is the units
    treated, None where the export doesn't tell them.
    """

    result: Result
    grade: Grade
    effect: Estimate
    is_own: bool
    is_total: bool
    population: int | None
    lift: Lift | None
    srm_p: float | None
    strength: Sensitivity | None
    sentence: str = ""
    findings: tuple[Finding, ...] = ()
