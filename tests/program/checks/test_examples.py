"""Every check's examples are its test: one passes, one gives the check's code and no other."""

import pytest

from milepost.program.check import Check
from milepost.program.checks.registry import CHECKS
from milepost.program.compiler import compile_program
from program.overlay import overlay


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rule.code)
def test_passing_example_gives_nothing(check: Check) -> None:
    assert compile_program(overlay(check.passes)).findings == ()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rule.code)
def test_failing_example_gives_this_code_alone(check: Check) -> None:
    found = compile_program(overlay(check.fails)).findings
    assert {finding.code for finding in found} == {check.rule.code}
    assert all(finding.message for finding in found)


def test_codes_are_unique_and_there_are_enough() -> None:
    codes = [check.rule.code for check in CHECKS]
    assert len(set(codes)) == len(codes) >= 25
