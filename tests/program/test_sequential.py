"""An experiment's plan to look at it as it runs."""

import json

import pytest

from milepost.program.compiled import from_canonical
from milepost.program.compiler import compile_program
from milepost.program.documents.experiment import Sequential
from program.overlay import overlay

TEXT = """\
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {column: segment, control: None, treatment: Mail}
primary: contribution
period: 2026-10-05/2026-10-19
randomised: {stated_by: analyst, document: assignment.md}
"""


def test_a_plan_is_read_and_comes_back_from_the_canonical_form() -> None:
    bare, found = (compile_program(overlay(TEXT + each)).program for each in ("", "sequential: {planned: 12000}\n"))
    assert bare is not None
    assert found is not None
    assert bare.experiments["spring-test"].sequential is None
    assert found.experiments["spring-test"].sequential == Sequential(planned=12_000)
    assert b"sequential" not in bare.canonical
    assert b'"sequential":{"planned":"12000"}' in found.canonical
    assert from_canonical(json.loads(found.canonical)).digest == found.digest != bare.digest


@pytest.mark.parametrize("planned", ["0", "-5", "1.5", "many", "nan", ""])
def test_a_plan_is_a_whole_number_above_zero(planned: str) -> None:
    result = compile_program(overlay(TEXT + f"sequential: {{planned: {planned}}}\n"))
    assert [each.span.line for each in result.findings if each.span] == [10]
    assert result.program is None


def test_a_plan_without_its_number_is_a_finding() -> None:
    assert compile_program(overlay(TEXT + "sequential: {}\n")).program is None
