"""A verdict on the whole program: what one reading of its holdout says, as the record keeps it.

Floats stand only under `stats`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from milepost.experiments.verdict import Evidence
from milepost.kernel.digest import Digest
from milepost.kernel.time import Duration
from milepost.kernel.words import Grade, Phase
from milepost.program.compiled import CompiledProgram, plain
from milepost.record.canonical import canonical_digest

HELD = "holdout.read"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldoutVerdict:
    """What a reading of a holdout says. `stats` is empty when phase is Error.

    `per_person` is the contrast, `total` that times the `others` (all persons not held out), `opportunity_cost` that
    times the `held`: what they did not earn. `basis` digests all it was computed from, `design` the holdout as read,
    `rows_digest` the rows. `treated` counts, by experiment, the rows of the held out in its treatment arm.
    """

    basis: str
    holdout: str
    design: str
    rows_digest: str
    phase: Phase
    grade: Grade
    because: str
    metric: str
    share: Decimal
    held: int
    others: int
    stats: Mapping[str, Evidence]
    treated: Mapping[str, int]
    statement: str | None = None
    period: str | None = None
    is_whole: bool = True
    """False when it was read before its period was over, or without one: it then decides nothing."""


def holdout_digest(program: CompiledProgram, slug: str) -> Digest:
    """Digest what a reading depends on in the program; titles, dates and who states the draw are left out."""
    holdout = program.holdouts[slug]
    bare = {"title": None, "period": None, "randomised": None, "valid_for": Duration()}
    return canonical_digest(
        {
            "holdout": plain(holdout.model_copy(update=bare)),
            "metric": plain(program.metrics[holdout.metric].model_copy(update={"title": None})),
            "currency": program.program.currency,
        }
    )
