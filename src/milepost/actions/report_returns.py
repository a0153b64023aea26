"""The verb `value roi`: what came of the money. Derived, and nothing is recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from milepost.actions.ports import ProgramFolder, RecordReader
from milepost.actions.report_status import report_status
from milepost.kernel.finding import Finding
from milepost.roadmap.reckoned import Reckoned, reckon
from milepost.roadmap.returns import By

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: by what, of what, and as of when; None for capabilities, all of them, and now."""

    by: By | None = None
    id: str | None = None
    day: date | datetime | None = None


def report_returns(
    question: Question,
    folder: ProgramFolder,
    record: RecordReader,
    now: datetime,
    make_rng: "Callable[[int], np.random.Generator]",
) -> tuple[Reckoned, tuple[Finding, ...]]:
    """Reckon returns at `now` or as of a day, with what is to be said of the files.

    Raises Refused as `report_status` does, and with MP730 for an id that is no thing of the kind asked for.
    """
    reported = report_status(folder, record, now, question.day)
    found = reckon(reported.facts, reported.status, make_rng, by=question.by, id_=question.id)
    return found, reported.findings
