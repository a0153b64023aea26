"""The registered parts tell every change that could move a verdict, and none that could not."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from experiments.test_program_reading import BASE, SLUG, cost, costs, experiment, kpi, metric, verdict
from milepost.experiments.registration import (
    Registration,
    changes,
    changes_said,
    lowered,
    parts_digest,
    parts_of,
    registration_of,
)
from milepost.kernel.time import Duration, Period
from milepost.kernel.words import Grade, Phase
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.experiment import Arms, Guardrail, Sequential
from milepost.program.documents.outline import Direction, Times
from milepost.record.canonical import from_json, to_json
from milepost.roadmap.registered import Held, registered_verdict

MADE = registration_of(BASE, SLUG, None)
PERIOD = Period.parse("2026-10-05/2026-10-26")
EDITS: dict[str, tuple[str, Callable[[], CompiledProgram]]] = {
    "primary": ("primary metric", lambda: experiment(primary="visits")),
    "column": ("primary metric", lambda: metric(column="visit")),
    "margin": ("primary metric", lambda: metric(times=Times(value=Decimal("0.9"), signed_by="finance"))),
    "direction": ("primary metric", lambda: kpi(direction=Direction.DOWN)),
    "secondary": ("secondary metrics", lambda: experiment(secondary=("visits",))),
    "unit": ("population", lambda: experiment(unit="household")),
    "arms": ("arms", lambda: experiment(arms=Arms(column="segment", control="Mail", treatment="None"))),
    "split": ("split", lambda: experiment(split={"None": Decimal("0.4"), "Mail": Decimal("0.6")})),
    "alpha": ("alpha", lambda: experiment(alpha=Decimal("0.1"))),
    "guardrail": ("guardrails", lambda: experiment(guardrails=(Guardrail(metric="visits", margin=Decimal("0.2")),))),
    "period": ("period", lambda: experiment(period=PERIOD)),
    "stopping": ("stopping rule", lambda: experiment(sequential=Sequential(planned=900))),
    "cost": ("money", lambda: costs(cost("0.01 USD"))),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_changed_part_is_told_with_both_its_values(name: str) -> None:
    part, edit = EDITS[name]
    found = changes(MADE, edit(), SLUG)
    assert part in {each.part for each in found}
    told = next(each for each in found if each.part == part)
    assert told.registered == MADE.parts[part]
    assert told.now == parts_of(edit(), SLUG)[part] != told.registered
    assert f"{part} from {told.registered} to {told.now}" in changes_said(found)


@pytest.mark.parametrize(
    "same",
    [
        lambda: BASE,
        lambda: experiment(title="Another title"),
        lambda: experiment(valid_for=Duration(days=30)),
        lambda: experiment(randomised=None),
        lambda: metric(title="Margin"),
    ],
)
def test_what_moves_no_number_is_no_change(same: Callable[[], CompiledProgram]) -> None:
    assert changes(MADE, same(), SLUG) == ()
    assert changes_said(()) == ""
    assert registration_of(same(), SLUG, None).digest == MADE.digest


def test_a_registration_is_read_back_as_it_was_written() -> None:
    assert from_json(to_json(MADE), Registration) == MADE
    assert parts_digest(MADE.parts) == MADE.digest
    assert registration_of(BASE, SLUG, "its period began").late == "its period began"


def held(edit: Callable[[], CompiledProgram] = lambda: BASE, late: str | None = None) -> Held:
    return Held(event="ev_r", late=late, changes=changes(MADE, edit(), SLUG))


def test_a_change_costs_a_grade_and_says_why() -> None:
    read = verdict(contribution=1.0)
    changed = registered_verdict(read, held(EDITS["alpha"][1]))
    assert (read.grade, changed.grade) == (Grade.A, Grade.B)
    assert changed.because == f"{read.because} Grade B and not A: {changes_said(changed.changes)}."
    assert changed.stats == read.stats
    # Negative controls: the same reading with nothing changed, and with nothing registered, keeps its grade.
    assert registered_verdict(read, held()).grade is Grade.A
    assert registered_verdict(read, None) == read


def test_a_late_registration_is_marked_and_keeps_the_grade() -> None:
    found = registered_verdict(verdict(contribution=1.0), held(late="its period began"))
    assert (found.grade, found.is_registered_late, found.registration) == (Grade.A, True, "ev_r")


def test_a_reading_in_error_has_no_grade_to_lose() -> None:
    from dataclasses import replace

    broken = replace(verdict(contribution=1.0), phase=Phase.ERROR, grade=Grade.C)
    found = registered_verdict(broken, held(EDITS["alpha"][1]))
    assert (found.grade, found.because) == (Grade.C, broken.because)
    assert found.changes


def test_the_last_grade_has_none_below() -> None:
    assert [lowered(each) for each in Grade] == [Grade.B, Grade.C, Grade.D, Grade.D]
