"""What a budget asks, in days of the plan."""

from itertools import pairwise

import pytest

from milepost.plan.budget.asked import quarters_of
from milepost.plan.inputs import model_of
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
