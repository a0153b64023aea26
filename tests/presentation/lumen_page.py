"""Lumen's program, lived to its last day: a page of several capabilities for whoever looks at one."""

from functools import cache

import numpy as np

from milepost.actions.report_status import Reported
from milepost.presentation.report.levels import levels
from milepost.presentation.report_page import ReportPage, readings, report_page
from milepost.roadmap.reckoned import reckon
from milepost.roadmap.status import RoadmapStatus
from milepost.simulation.lumen.life import FAULTS
from milepost.simulation.lumen.truth import Lumen
from simulation.lumen_study import reported_of

LAPSED = "its evidence expired on 2026-11-23"


@cache
def reported() -> Reported:
    """Live the program by the clock, and derive its status at the end of the last day."""
    return reported_of(Lumen(seed=2026, faults=FAULTS))


def page_with(status: RoadmapStatus, place: str = "") -> ReportPage:
    """Lay out a status with Lumen's facts."""
    facts = reported().facts
    returns = reckon(facts, status, np.random.default_rng)
    return report_page(status, readings(facts, status), levels(facts, status), place, returns)


@cache
def lumen_page() -> ReportPage:
    """Give Lumen's page as its record has it."""
    return page_with(reported().status)
