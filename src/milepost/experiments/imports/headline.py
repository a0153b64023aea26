"""The one sentence that says what a finished test of another system showed, and what it deserves."""

from milepost.experiments.imports.reading import ImportReading
from milepost.kernel.words import Grade

_WORTH = {
    Grade.A: "",
    Grade.B: "Computed again from the export; nobody stated that its split was random (grade B). ",
    Grade.C: "Not proven (grade C: the vendor's own interval, which can't be computed again here). As it stands: ",
    Grade.D: "Vendor-reported, never to be called realised (grade D). As it stands: ",
}


def import_headline(of: ImportReading) -> str:
    """Say in plain English what it showed, and how far it may be trusted."""
    return f"{_WORTH[of.grade]}{_moved(of)} {of.result.caution}".strip()


def _moved(of: ImportReading) -> str:
    asked, found = of.result.asked, of.effect
    test = f"{asked.test}: " if asked.test else ""
    whole = " in all" if of.is_total else ""
    estimate = f"estimate {found.effect:.4g}, 95% interval {found.low:.4g} to {found.high:.4g}"
    if found.lower95 > 0:
        told = f"raises {asked.metric} by at least {found.lower95:.4g}{whole} over {asked.control}"
    elif found.upper95 < 0:
        told = f"lowers {asked.metric} by at least {-found.upper95:.4g}{whole} below {asked.control}"
    else:
        told = f"is not shown to move {asked.metric} against {asked.control}"
    return f"{test}{asked.treatment} {told} ({estimate})."
