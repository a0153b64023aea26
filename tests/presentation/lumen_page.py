"""Lumen's program, lived to its last day: a page of several capabilities for whoever looks at one."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from milepost.actions.report_status import Reported, report_status
from milepost.adapters.clock.system import FixedClock
from milepost.presentation.report.levels import levels
from milepost.presentation.report_page import ReportPage, readings, report_page
from milepost.roadmap.status import RoadmapStatus
from milepost.simulation.lumen import exports
from milepost.simulation.lumen.life import AS_OF, EVENING, live
from milepost.simulation.lumen.truth import Faults, Lumen, Scale
from milepost.wiring.local import Place

EXAMPLE = Path(__file__).parents[2] / "examples" / "lumen"
SCHEMA_CHANGE_DAY = 400
LAPSED = "its evidence expired on 2026-11-23"


@cache
def reported() -> Reported:
    """Live the program by the clock, and derive its status at the end of the last day."""
    with tempfile.TemporaryDirectory() as made:
        root, folder = Path(made), Path(made) / "program"
        shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".milepost"))
        lumen = Lumen(seed=2026, scale=Scale(customers=20_000), faults=Faults(schema_change_day=SCHEMA_CHANGE_DAY))
        handed = list(exports.write(lumen, root))
        for _ in live(handed, root, lambda at: Place(folder=folder, clock=FixedClock(at))):
            pass
        place = Place(folder=folder, clock=FixedClock(EVENING))
        return report_status(place.program, place.open_state().record, EVENING, AS_OF, with_spans=True)


def page_with(status: RoadmapStatus, place: str = "") -> ReportPage:
    """Lay out a status with Lumen's facts."""
    facts = reported().facts
    return report_page(status, readings(facts, status), levels(facts, status), place)


@cache
def lumen_page() -> ReportPage:
    """Give Lumen's page as its record has it."""
    return page_with(reported().status)
