"""Real runs of the example on a small generated file, for whoever looks at a report."""

import random
import shutil
import tempfile
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np

from milepost.actions.accept_program import accept_program
from milepost.actions.programs import compile_folder, facts_until
from milepost.actions.run_program import run_program
from milepost.adapters.clock.system import FixedClock
from milepost.adapters.program_folder.local import LocalProgramFolder
from milepost.adapters.state.folder import StateFolder
from milepost.adapters.warehouse.duckdb import DuckDBWarehouse
from milepost.kernel.time import parse_instant
from milepost.presentation.report_page import ReportPage, readings, report_page
from milepost.roadmap.reckoned import reckon
from milepost.roadmap.status import RoadmapStatus, derive_status
from milepost.wiring.local import STATE_TABLES
from presentation.lumen_page import lumen_page

EXAMPLE = Path(__file__).parents[2] / "examples" / "email"
ARMS = ("No E-Mail", "Mens E-Mail", "Womens E-Mail")
HEAD = "recency,history_segment,history,mens,womens,zip_code,newbie,channel,segment,visit,conversion,spend"
RUN_AT = "2026-10-20T12:00:00Z"
LATER = "2027-10-05T12:00:00Z"
UNSTATED = ("randomised: {stated_by: analyst, document: assignment-log.md}", "")
HOSTILE = (
    "title: Men's e-mail to twelve-month buyers",
    'title: \'<script>alert(1)</script> "quoted" & ' + "Donaudampfschiff" * 12 + "'",
)
SITUATIONS = ("proven", "harmful", "unsure", "reopened", "lapsed", "nothing", "blocked", "grade-c", "two", "draft")


@cache
def status_of(situation: str) -> RoadmapStatus:
    """Run the example into a situation and derive its status; dates count as the clock's own."""
    return _run(situation)[0]


@cache
def page_of(situation: str, *, is_simulated: bool = False) -> ReportPage:
    """Give the report's page of a situation; of several capabilities for `lumen`."""
    if situation == "lumen":
        return lumen_page()
    status, facts = _run(situation)
    if is_simulated:
        status = replace(status, simulated_from=parse_instant(RUN_AT))
    return report_page(status, readings(facts, status), returns=reckon(facts, status, np.random.default_rng))


def _run(situation: str):
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "program"
        shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".milepost"))
        _edit(folder / "mail.yaml", situation)
        files, state = LocalProgramFolder(folder), StateFolder(Path(made) / "state", _clock(RUN_AT), STATE_TABLES)
        accept_program(files, state, "person/me")
        if situation != "nothing":
            source = _source(Path(made) / "crm.csv", situation)
            now = parse_instant("2026-10-20T12:00:00Z")
            run_program(state, DuckDBWarehouse(Path(made) / "tmp"), {"crm": source}, "person/me", now, lambda _: None)
        as_of = parse_instant(LATER if situation in {"reopened", "lapsed"} else "2026-10-20T12:00:01Z")
        facts = facts_until(state.record, as_of)
        draft = compile_folder(files).program if situation == "draft" else None
        status = derive_status(facts, as_of, draft=draft, with_spans=True)
        assert status is not None
        return replace(status, simulated_from=None), facts


def _clock(at: str) -> FixedClock:
    return FixedClock(datetime.fromisoformat(at))


def _edit(path: Path, situation: str) -> None:
    text = path.read_text(encoding="utf-8")
    if situation == "grade-c":
        text = text.replace(*UNSTATED)
    if situation == "hostile":
        text = text.replace(*HOSTILE)
    if situation == "two":
        text += "\n---\n" + "\n---\n".join(_womens(each) for each in text.split("\n---\n")[:2]) + "\n"
    path.write_text(text, encoding="utf-8")


def _womens(document: str) -> str:
    for old, new in (
        ("mens-mail", "womens-mail"),
        ("Men's", "Women's"),
        ("spring-test", "womens-test"),
        ("treatment: Mens E-Mail", "treatment: Womens E-Mail"),
    ):
        document = document.replace(old, new)
    return document


def _source(path: Path, situation: str, rows: int = 1500) -> Path:
    """Write a file of the example's columns, with a planted effect on spend in dollars."""
    effect = {"harmful": -5.0, "unsure": 0.16, "lapsed": 0.16}.get(situation, 0.9)
    rng, lines = random.Random(7), [HEAD]
    for place in range(rows):
        arm = ARMS[place % 3]
        spend = max(0.0, rng.gauss(30 + (effect if arm != ARMS[0] else 0), 3))
        if situation == "blocked" and place == 5:
            spend = -5.0
        lines.append(f"{place % 12 + 1},1) $0 - $100,50,1,0,Urban,0,Web,{arm},{place % 2},0,{spend:.2f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
