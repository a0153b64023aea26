"""The fact of a choice: which operating model, why, who signed, and the figures that were shown. Stable."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.plan.forecast import Quantiles

CHOSEN = "approach.chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproachChoice:
    """An operating model chosen by a role, grade D: it rests on priors. Fields are added with defaults.

    `program` and `priors` are digests, `scenarios` the futures drawn by `seed`; `first` is the measure that came first
    and `named` the model that was clearly better by it, None where none was. `answers` are the triggers that were
    tripped when it was chosen, in words; `previous` is the event of the choice before. `stats` are the figures shown,
    by operating model and measure.
    """

    approach: str
    because: str
    signer: str
    program: str
    priors: str
    seed: int
    scenarios: int
    first: str
    named: str | None
    answers: tuple[str, ...] = ()
    previous: str | None = None
    stats: Mapping[str, Mapping[str, Quantiles]] = field(default_factory=dict)
