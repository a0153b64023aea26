"""Why an entry of value has its grade: a letter alone hides a randomised test whose design was changed."""

from milepost.kernel.words import Grade
from milepost.ledger.entry import LedgerEntry
from milepost.program.documents.experiment import Way
from milepost.roadmap.status import RoadmapStatus

_UNSTATED = {
    Way.ARMS: "nobody states that chance decided",
    Way.STAGGERED: "nobody states that the starts were drawn",
    Way.IMPORTED: "imported, nobody states that its split was random",
    Way.SERIES: "a series, nobody was left alone",
}


def grade_because(entry: LedgerEntry, status: RoadmapStatus) -> str:
    """Say why an entry has its grade: a changed design, a statement that nobody made, or what the grade means."""
    if entry.grade is Grade.A or entry.holdout is not None:
        return entry.grade.meaning
    experiment = status.program.experiments.get(entry.experiment)
    changed = any(each.changes for each in status.registered if each.experiment == entry.experiment)
    if experiment is None or experiment.way is None:
        return entry.grade.meaning
    if experiment.randomised is not None:
        return "randomised, but its registered design was changed" if changed else entry.grade.meaning
    return _UNSTATED[experiment.way] + (", and its registered design was changed" if changed else "")
