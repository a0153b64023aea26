"""The quarters that a budget is asked for: those of the horizon, however long its months are."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from milepost.plan.budget.asked import asked_of, quarters_of
from milepost.plan.inputs import model_of
from milepost.program.checks import example
from milepost.program.compiler import compile_program
from milepost.wiring.local import example_folder


@pytest.mark.parametrize("template", ["retail", "subscription", "b2b", "financial-services"])
def test_months_of_equal_length_begin_no_quarter_that_the_program_does_not_reach(template: str) -> None:
    folder = example_folder("templates") / template
    program = compile_program({str(each): each.read_bytes() for each in folder.rglob("*.yaml")}).program
    assert program is not None
    model = model_of(program)
    found = quarters_of(program, model)
    assert program.budget is not None
    assert {each.quarter for each in program.budget.lines} == {each.quarter for each in found}
    assert (found[0].first, found[-1].last) == (0.0, model.days)
    assert all(each.last == after.first for each, after in pairwise(found))


@pytest.mark.parametrize(
    ("starts", "year", "quarters"),
    [
        ("2025-11-01", "02-01", "2025Q4 2026Q1 2026Q2 2026Q3 2026Q4 2027Q1"),
        ("2025-07-01", "01-01", "2025Q3 2025Q4 2026Q1 2026Q2 2026Q3 2026Q4"),
        ("2025-07-15", "01-01", "2025Q3 2025Q4 2026Q1 2026Q2 2026Q3 2026Q4 2027Q1"),
    ],
)
def test_the_quarters_are_those_of_the_horizon_and_leave_no_day_out(starts: str, year: str, quarters: str) -> None:
    compiled = compile_program(
        {"program.yaml": example.PROGRAM.encode(), "mail.odcs.yaml": example.CONTRACT.encode()}
    ).program
    assert compiled is not None
    day = date.fromisoformat(starts)
    head = compiled.program.model_copy(update={"starts": day, "fiscal_year_starts": year})
    program = replace(compiled, program=head)
    model = replace(model_of(compiled), start=day)
    found = quarters_of(program, model)
    assert " ".join(str(each.quarter) for each in found) == quarters
    assert (found[0].first, found[-1].last) == (0.0, model.days)
    assert all(one.last == other.first for one, other in pairwise(found))


def test_a_day_gone_by_asks_for_nothing_more() -> None:
    folder = example_folder("templates") / "financial-services"
    program = compile_program({str(each): each.read_bytes() for each in folder.rglob("*.yaml")}).program
    assert program is not None
    model = model_of(program)
    days = sorted(each.day for each in asked_of(program, model).due.values())
    later = asked_of(program, replace(model, as_of=days[0] + 1)).due.values()
    assert all(each.day > days[0] for each in later)
    assert len(days) == len(program.budget.must if program.budget else ())
